"""A Bot API server on this machine, for tests, and what a test says to it. Any bot that is given ``url`` can talk to it.

with running() as double:
    ann = double.person("Ann")
    said = double.say(ann, "/start")
    reply = double.wait_for("sendMessage")
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from laws import breaches

from bot.preview.chats import TOKEN, World
from bot.preview.server import Server

Json = dict[str, Any]
PATIENCE = 15.0
"""Seconds that a test waits for the bot before it fails."""


class Refused(Exception):
    """People cannot do this; the server's sentence."""


class Silent(AssertionError):
    """The bot did not do in time what the test waits for."""


@dataclass(frozen=True)
class Person:
    id: int
    name: str


@dataclass(frozen=True)
class Room:
    """A chat: a person's private chat has the person's id."""

    id: int


@dataclass(frozen=True)
class Said:
    """A message as the server keeps it, and the update that tells the bot; None where the bot is not told."""

    message: Json
    update_id: int | None

    @property
    def id(self) -> int:
        return int(self.message["message_id"])


@dataclass(frozen=True)
class Call:
    """A request that the bot made and what came of it. ``result`` is the answer, ``error`` the refusal. ``status`` 0: no answer was sent."""

    number: int
    method: str
    params: Json
    time: float
    took: float
    status: int
    result: Any
    error: str | None
    fault: str | None
    done: bool

    @property
    def message(self) -> Json:
        """The message that this call made or changed."""
        assert isinstance(self.result, dict), f"{self.method} made no message: {self.error}"
        return self.result


@dataclass
class Double:
    """One running server. Calls are numbered from 0; for each method it is remembered how far `wait_for` has read."""

    port: int
    stored: set[str] = field(default_factory=set)
    """The texts of the stores of the bots that were started on this server: where what they quote must stand."""
    served: bool = False
    """Whether a bot of ours was started on this server: what it sent is held to `laws`."""
    _seen: dict[str, int] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(101))

    @property
    def url(self) -> str:
        """What TELEGRAM_API_URL is set to."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls ``base_url``; files lie under ``base_file_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def token(self) -> str:
        return TOKEN

    # ------------------------------------------------------------------ people and chats

    def person(self, name: str, user_id: int | None = None, **fields: Any) -> Person:
        """Somebody new, who has not written to the bot yet."""
        user = self.do("add_user", id=user_id or next(self._ids), first_name=name, **fields)
        return Person(user["id"], name)

    def group(self, title: str, *members: Person, chat_id: int | None = None, bot: str | None = "member", **fields: Any) -> Room:
        """A supergroup with these members; ``bot``: the bot's status there, None where it is no member. ``type="group"`` for a small group."""
        small = fields.get("type") == "group"
        number = chat_id or (-next(self._ids) if small else -1_000_000_000_000 - next(self._ids))
        statuses = {str(member.id): "member" for member in members} | ({"0": bot} if bot else {})
        return Room(self.do("add_chat", id=number, title=title, members=statuses | fields.pop("statuses", {}), **fields)["id"])

    def topic(self, room: Room, name: str, user: Person) -> int:
        """The thread id of a new topic of a forum."""
        return int(self.do("topic", chat=room.id, name=name, user=user.id)["message_thread_id"])

    # ------------------------------------------------------------------ what people do

    def say(self, user: Person, text: str | None = None, room: Room | None = None, **fields: Any) -> Said:
        """Somebody writes, in their private chat unless a room is named. Fields: reply_to, quote, topic, date, anonymous, forward, entities."""
        done = self.do("say", user=user.id, chat=room.id if room else user.id, text=text, **fields)
        return Said(done["message"], done["update_id"])

    def send_file(self, user: Person, name: str, body: bytes, room: Room | None = None, **fields: Any) -> Said:
        """Somebody sends a document."""
        document = {"name": name, "base64": base64.b64encode(body).decode(), **{key: fields.pop(key) for key in ("mime_type", "size") if key in fields}}
        return self.say(user, None, room, document=document, **fields)

    def press(self, user: Person, message: Json, button: str | int) -> str:
        """Press a button, by its label, data or place; the id of the query, for `answer`."""
        return str(self.do("press", user=user.id, chat=message["chat"]["id"], message_id=message["message_id"], button=button)["query_id"])

    def inline(self, user: Person, query: str, **fields: Any) -> Json:
        """Type @bot and a query: {query_id, update_id, cached}."""
        return self.do("inline", user=user.id, query=query, **fields)

    def choose(self, user: Person, room: Room, query_id: str, result_id: str) -> Json:
        """Send an inline result: {message, inline_message_id, update_id}."""
        return self.do("choose", user=user.id, chat=room.id, query_id=query_id, result_id=result_id)

    def guest(self, user: Person, room: Room, text: str, **fields: Any) -> Json:
        """Mention the bot in a chat that it is not in: {message, query_id, update_id}."""
        return self.do("guest", user=user.id, chat=room.id, text=text, **fields)

    def edit(self, room: Room | Person, message_id: int, text: str) -> Said:
        """Somebody changes their message."""
        done = self.do("edit", chat=room.id, message_id=message_id, text=text)
        return Said(done["message"], done["update_id"])

    def set_bot(self, user: Person, room: Room, status: str) -> Json:
        """Add (member), promote (administrator), remove (left), ban (kicked) or mute (restricted) the bot."""
        return self.do("bot_status", user=user.id, chat=room.id, status=status)

    def set_user(self, user: Person, room: Room, status: str) -> Json:
        """Make somebody member, administrator, creator, left or kicked."""
        return self.do("user_status", user=user.id, chat=room.id, status=status)

    def block(self, user: Person) -> None:
        self.do("block", user=user.id)

    def unblock(self, user: Person) -> None:
        self.do("unblock", user=user.id)

    def migrate(self, room: Room, user: Person) -> Room:
        """A group becomes a supergroup; the new one."""
        return Room(self.do("migrate", chat=room.id, user=user.id)["chat_id"])

    # ------------------------------------------------------------------ what a test arranges

    def fault(self, kind: str = "error", **fields: Any) -> None:
        """error (code, retry_after, description), garbage (code), hang (seconds), drop, drop_after; method, times, every, chat_id."""
        self.do("fault", kind=kind, **fields)

    def no_faults(self) -> None:
        self.do("no_faults")

    def limits(self, on: bool = True) -> None:
        """Telegram's flood limits."""
        self.do("limits", on=on)

    def mischief(self, duplicates: float = 0.0, shuffled: bool = False, seed: int = 0) -> None:
        """Duplicates (a share) and disorder among the updates, from now on."""
        self.do("mischief", duplicates=duplicates, shuffled=shuffled, seed=seed)

    def again(self, update_id: int) -> None:
        """Deliver an update a second time."""
        self.do("again", update_id=update_id)

    def shift_clock(self, seconds: float) -> None:
        self.do("clock", shift=seconds)

    # ------------------------------------------------------------------ what the bot did

    def calls(self, method: str = "", since: int = 0) -> list[Call]:
        """What the bot asked for so far, getUpdates left out."""
        return [Call(**call) for call in self.get("calls", since=since, method=method)["calls"]]

    def mark(self) -> int:
        """The number that the next call will have: for ``since``."""
        return int(self.get("calls", since=1_000_000_000)["next"])

    def wait_for(self, method: str, n: int = 1, seconds: float = PATIENCE, since: int | None = None, **params: Any) -> Call:
        """The n-th call of a method that has not been waited for yet (or: after call ``since``), with these parameters."""
        start = self._seen.get(method, 0) if since is None else since
        end = time.monotonic() + seconds
        while True:
            done = self.calls(method, start)
            found = [call for call in done if all(call.params.get(name) == value for name, value in params.items())]
            if len(found) >= n:
                self._seen[method] = max(self._seen.get(method, 0), found[n - 1].number + 1)
                return found[n - 1]
            left = end - time.monotonic()
            if left <= 0:
                others = [(call.method, call.error) for call in self.calls(since=start)]
                raise Silent(f"no {method} {params or ''} within {seconds} s; calls since {start}: {others}")
            self.get("calls", since=start, method=method, n=len(done) + 1, wait=left)

    def answer(self, query_id: str, seconds: float = PATIENCE) -> Json:
        """What the bot answered to a press, an inline query or a guest message."""
        answer = self.get("query", id=query_id, wait=seconds)["answer"]
        if answer is None:
            raise Silent(f"query {query_id} was not answered within {seconds} s")
        return dict(answer)

    def taken(self, seconds: float = PATIENCE) -> None:
        """Wait until no update waits for the bot any more: it has acknowledged them all."""
        left = self.get("updates", wait=seconds)["waiting"]
        if left:
            raise Silent(f"{left} updates still wait after {seconds} s")

    def messages(self, room: Room | Person) -> list[Json]:
        """What stands in a chat now."""
        return next(chat["messages"] for chat in self.get("chats")["chats"] if chat["id"] == room.id)

    # ------------------------------------------------------------------ HTTP

    def do(self, action: str, **fields: Any) -> Json:
        """POST /control/<action>; `bot/preview/control.py` lists them."""
        body = json.dumps({name: value for name, value in fields.items() if value is not None}).encode()
        request = urllib.request.Request(f"{self.url}/control/{action}", body, {"Content-Type": "application/json"})
        return _fetched(request)

    def get(self, view: str, **query: Any) -> Json:
        """GET /control/<view>."""
        return _fetched(urllib.request.Request(f"{self.url}/control/{view}?{urllib.parse.urlencode(query)}"))


_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _fetched(request: urllib.request.Request) -> Json:
    try:
        with _direct.open(request, timeout=120) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            said = error.read().decode()
        raise Refused(json.loads(said)["error"] if said.startswith("{") else f"{error.code} {said}") from None


Ask = Callable[..., Json]


def asking(double: Double) -> Ask:
    """One request of a bot, as JSON; the whole answer, good or bad."""

    def request(method: str, token: str = double.token, **params: Any) -> Json:
        asked = urllib.request.Request(f"{double.url}/bot{token}/{method}", json.dumps(params).encode(), {"Content-Type": "application/json"})
        try:
            with _direct.open(asked, timeout=60) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.load(error))

    return request


@contextmanager
def running(port: int = 0, world: World | None = None) -> Iterator[Double]:
    """A server in a thread of its own, on a free port; gone at the end. ``world``: who is there from the beginning.

    AssertionError at the end where something that a bot of ours sent broke a law (see `laws`).
    """
    ready: list[tuple[int, Callable[[], object]]] = []
    started = threading.Event()

    async def serve() -> None:
        server, over = Server(world), asyncio.Event()
        ready.append((await server.start(port), partial(asyncio.get_running_loop().call_soon_threadsafe, over.set)))
        started.set()
        await over.wait()
        await server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="double", daemon=True)
    thread.start()
    assert started.wait(10), "the server did not start"
    try:
        double = Double(ready[0][0])
        yield double
        if double.served:
            found = breaches(double.calls(), double.stored)
            assert not found, f"{len(found)} breaches of the law: {found[:5]}"
    finally:
        ready[0][1]()
        thread.join(10)
        assert not thread.is_alive(), "the server did not stop"
