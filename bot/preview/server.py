"""HTTP, on loopback only: the bot's side (/bot<token>/<method>, /file/bot<token>/<path>), the control side (/control/…) and the page.

Whatever can be decided without waiting is decided in the other modules. Here are long polling, pushing to a webhook, faults
that take time or break connections, and who may ask: only requests that name this machine as their host are answered, so
that a page of another site cannot reach the server through the reader's browser. Other people on the same machine can.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import tornado.httpclient
import tornado.httpserver
import tornado.web

from bot.preview.api import Api, Call
from bot.preview.chats import World
from bot.preview.control import act
from bot.preview.delivery import Mischief
from bot.preview.errors import ApiError, ControlError, conflict
from bot.preview.faults import Fault, Faults, Kind
from bot.preview.params import Params, Upload, read_params
from bot.preview.text import Json

LOOPBACK = "127.0.0.1"
LONGEST_POLL = 50.0
FIRST_RETRY, LONGEST_RETRY = 0.1, 5.0
"""Seconds until an update whose push failed is pushed again; doubled each time."""
PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Signal:
    """Wakes everybody who waits for something to happen."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def poke(self) -> None:
        """Something happened."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until ``ready``; False when the time was up first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not ready():
            left = end - loop.time()
            if left <= 0:
                return False
            try:
                async with asyncio.timeout(left):  # not wait_for: before Python 3.12 that may swallow a cancellation
                    await self._event.wait()
            except TimeoutError:
                return ready()
        return True


class Server:
    """A Bot API server on a port of 127.0.0.1. Make, start and stop it in one event loop."""

    def __init__(self, world: World | None = None) -> None:
        self.api = Api(world or World())
        self.faults = Faults()
        self.signal = Signal()
        self.poller = 0
        """Which getUpdates request is the newest; an older one that still waits ends with 409."""
        self.api.world.updates.listeners.append(self.signal.poke)
        self._http: tornado.httpserver.HTTPServer | None = None
        self._pushing: asyncio.Task[None] | None = None

    @property
    def world(self) -> World:
        return self.api.world

    async def start(self, port: int = 0) -> int:
        """Listen; the port that was taken (0 asks for a free one)."""
        listening = socket.create_server((LOOPBACK, port), backlog=128)
        listening.setblocking(False)
        here = {"server": self}
        routes: list[Any] = [
            (r"/bot([^/]+)/(\w+)", _Bot, here),
            (r"/file/bot([^/]+)/(?:documents/)?([\w-]+)", _File, here),
            (r"/control/(\w+)", _Control, here),
            (r"/([\w.-]*)", _Page, here),
        ]
        self._http = tornado.httpserver.HTTPServer(tornado.web.Application(routes, log_function=lambda _: None), max_buffer_size=64 * 2**20)
        self._http.add_socket(listening)
        self._pushing = asyncio.create_task(_push_forever(self))
        return int(listening.getsockname()[1])

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._pushing:
            self._pushing.cancel()
            await asyncio.gather(self._pushing, return_exceptions=True)
        if self._http:
            self._http.stop()
            self.poller += 1
            self.signal.poke()
            await self._http.close_all_connections()

    def reset(self) -> None:
        """A new world with nothing in it; the identity, the webhook and the numbers of updates stay."""
        world = World(self.world.token, str(self.world.me["username"]))
        world.updates = self.world.updates
        world.updates.drop_all()
        self.api = Api(world)
        self.faults = Faults()


# ---------------------------------------------------------------------- the bot's side


class _Local(tornado.web.RequestHandler):
    """Answers only requests that name this machine as their host and come from no other site's page: the token is no secret here."""

    def initialize(self, server: Server) -> None:
        self.server = server

    def prepare(self) -> None:
        host = self.request.host.rsplit(":", 1)[0].lower()
        origin = self.request.headers.get("Origin")
        if host not in (LOOPBACK, "localhost") or (origin and origin != f"http://{self.request.host}"):
            raise tornado.web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")


class _Bot(_Local):
    gone = False
    """Whether nobody waits for the answer any more."""

    def on_connection_close(self) -> None:
        self.gone = True
        self.server.signal.poke()

    async def get(self, token: str, method: str) -> None:
        await self.post(token, method)

    async def post(self, token: str, method: str) -> None:
        polling = method.lower() == "getupdates"
        call = None
        try:
            self._authorise(token)
            params = _params_of(self.request)
            call = None if polling else self.server.api.begin(method, params)
            result = await self._carried_out(method, params, call)
        except ApiError as error:
            self._refuse(error, call)
            return
        if call and not call.done:
            self.server.api.end(call, 0 if self.gone else 200, result)
        if not self.gone:
            self.write({"ok": True, "result": result})

    def _authorise(self, token: str) -> None:
        if token != self.server.world.token:
            raise ApiError(401, "Unauthorized")

    async def _carried_out(self, method: str, params: Params, call: Call | None) -> Any:
        fault = self.server.faults.next(method, params.get("chat_id"))
        if fault and call:
            call.fault = fault.kind.value
        if fault and fault.kind in (Kind.ERROR, Kind.GARBAGE):
            raise _garbled(fault.error()) if fault.kind is Kind.GARBAGE else fault.error()
        if fault and fault.kind is Kind.DROP:
            return self._hang_up(call)
        if fault and fault.kind is Kind.HANG:
            await asyncio.sleep(fault.seconds)
        result = await self._updates(params) if call is None else self.server.api.answer(method, params)
        return self._hang_up(call, result) if fault and fault.kind is Kind.DROP_AFTER else result

    def _hang_up(self, call: Call | None, result: Any = None) -> None:
        """End the connection without an answer."""
        if call:
            self.server.api.end(call, 0, result)
        self.gone = True
        self.detach().close()

    def _refuse(self, error: ApiError, call: Call | None) -> None:
        if call:
            self.server.api.end(call, 0 if self.gone else error.code, error=error.description)
        if self.gone:
            return
        self.set_status(error.code)
        if isinstance(error, _Garbled):
            self.set_header("Content-Type", "text/html")
            self.write(f"<html><head><title>{error.code}</title></head><body>nginx</body></html>")
            return
        self.write({"ok": False, "error_code": error.code, "description": error.description, **({"parameters": error.parameters} if error.parameters else {})})

    async def _updates(self, params: Params) -> list[Json]:
        """getUpdates: wait until there is something, and be ended by a newer request."""
        server, updates = self.server, self.server.world.updates
        if updates.webhook:
            raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
        updates.allow(params.get("allowed_updates"))
        updates.acknowledge(int(params.get("offset") or 0))
        server.poller += 1
        mine = server.poller
        server.signal.poke()
        seconds = min(float(params.get("timeout") or 0), LONGEST_POLL)
        await server.signal.until(lambda: bool(updates.count or self.gone or updates.webhook or server.poller != mine), seconds)
        if server.poller != mine:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        if updates.webhook:
            raise conflict("terminated by setWebhook request")
        return [] if self.gone else updates.batch(int(params.get("limit") or 100))


class _Garbled(ApiError):
    """An error whose answer is no JSON."""


def _garbled(error: ApiError) -> _Garbled:
    return _Garbled(error.code, error.description)


def _params_of(request: Any) -> Params:
    fields: dict[str, Any] = {name: values[-1].decode("utf-8", "replace") for name, values in request.arguments.items()}
    if request.headers.get("Content-Type", "").startswith("application/json") and request.body:
        try:
            fields.update(json.loads(request.body))
        except (ValueError, TypeError) as error:
            raise ApiError(400, "Bad Request: can't parse the request as JSON") from error
    uploads = {name: Upload(files[0].filename, files[0].body, files[0].content_type) for name, files in request.files.items()}
    return read_params(fields, uploads)


class _File(_Local):
    def get(self, token: str, file_id: str) -> None:
        file = self.server.world.files.get(file_id)
        if token != self.server.world.token or file is None:
            raise tornado.web.HTTPError(401 if token != self.server.world.token else 404)
        self.set_header("Content-Type", "application/octet-stream")
        self.write(file.body)


# ---------------------------------------------------------------------- webhook


async def _push_forever(server: Server) -> None:
    """Push what waits to the webhook, at most ``max_connections`` at a time; what is not answered with 2xx is pushed again."""
    client = tornado.httpclient.AsyncHTTPClient(force_instance=True, max_clients=100)
    running: set[asyncio.Task[None]] = set()
    failures: dict[int, int] = {}
    updates = server.world.updates
    try:
        while True:
            await server.signal.until(lambda: bool(updates.webhook and updates.count and len(running) < updates.webhook.max_connections), 60.0)
            room = updates.webhook.max_connections - len(running) if updates.webhook else 0
            for update in updates.take(room) if room > 0 else []:
                task = asyncio.create_task(_push(server, client, update, failures))
                running.add(task)
                task.add_done_callback(running.discard)
                task.add_done_callback(lambda _: server.signal.poke())
    finally:
        for task in list(running):
            task.cancel()
        client.close()


async def _push(server: Server, client: tornado.httpclient.AsyncHTTPClient, update: Json, failures: dict[int, int]) -> None:
    updates, number = server.world.updates, int(update["update_id"])
    webhook = updates.webhook
    if webhook is None:
        updates.put_back([update])
        return
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    try:
        await client.fetch(webhook.url, method="POST", headers=headers, body=json.dumps(update), request_timeout=60.0, follow_redirects=False)
        failures.pop(number, None)
    except (OSError, tornado.httpclient.HTTPError) as error:
        updates.last_error = (server.world.now(), f"Wrong response from the webhook: {error}")
        failures[number] = failures.get(number, 0) + 1
        await asyncio.sleep(min(FIRST_RETRY * 2 ** (failures[number] - 1), LONGEST_RETRY))
        updates.put_back([update])


# ---------------------------------------------------------------------- the control side and the page


class _Control(_Local):
    def prepare(self) -> None:
        super().prepare()
        if self.request.method == "POST" and not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise tornado.web.HTTPError(415)

    async def get(self, name: str) -> None:
        view: Callable[[], Awaitable[Json]] | None = {
            "calls": self._calls,
            "events": self._events,
            "chats": self._chats,
            "query": self._query,
            "updates": self._updates,
        }.get(name)
        if view is None:
            raise tornado.web.HTTPError(404)
        self.write(await view())

    def post(self, name: str) -> None:
        try:
            fields = json.loads(self.request.body or b"{}")
            self.write(_arranged(self.server, name, fields) or act(self.server.world, name, fields))
        except (ControlError, ValueError) as error:
            self.set_status(400)
            self.write({"error": str(error)})

    def _number(self, name: str, default: float = 0) -> float:
        return float(self.get_query_argument(name, str(default)))

    async def _calls(self) -> Json:
        """?since=N&wait=seconds&method=&n=1: what the bot asked for, from the N-th call on; waits until n of them are done."""
        since, least = int(self._number("since")), int(self._number("n", 1))
        wanted = self.get_query_argument("method", "").lower()

        def done() -> list[Call]:
            return [call for call in self.server.api.calls[since:] if call.done and wanted in ("", call.method.lower())]

        await self.server.signal.until(lambda: len(done()) >= least, self._number("wait"))
        return {"calls": [call.json() for call in done()], "next": len(self.server.api.calls)}

    async def _events(self) -> Json:
        """?since=N&wait=seconds: what happened after event N."""
        since = int(self._number("since"))
        await self.server.signal.until(lambda: len(self.server.world.happened) > since, self._number("wait"))
        return {"events": self.server.world.happened[since:], "next": len(self.server.world.happened)}

    async def _chats(self) -> Json:
        """Everybody, every chat with its messages, and the number of the last event."""
        world = self.server.world
        chats = [
            {**world.chat_json(chat), "about": chat.about, "members": chat.members, "topics": chat.topics, "messages": list(chat.messages.values())}
            for chat in world.chats.values()
        ]
        return {"me": world.me, "users": list(world.users.values()), "chats": chats, "settings": world.settings, "next": len(world.happened)}

    async def _query(self) -> Json:
        """?id=&wait=seconds: the bot's answer to a press, an inline query or a guest message; null while there is none."""
        query = self.server.world.queries.get(self.get_query_argument("id"))
        if query is None:
            raise tornado.web.HTTPError(404)
        await self.server.signal.until(lambda: query.answer is not None, self._number("wait"))
        return {"kind": query.kind, "answer": query.answer}

    async def _updates(self) -> Json:
        """?wait=seconds&all=1: how many updates wait for the bot; waits until none does. ``all``: every update ever made."""
        updates = self.server.world.updates
        await self.server.signal.until(lambda: not updates.count, self._number("wait"))
        shown: Json = {"waiting": updates.count, "made": len(updates.made), "polls": self.server.poller, "last_error": updates.last_error}
        return {**shown, "all": updates.made} if self._number("all") else shown


def _arranged(server: Server, name: str, fields: Json) -> Json | None:
    """What a test arranges about the server itself; None where it is something that people do."""
    if name == "fault":
        server.faults.waiting.append(Fault.ordered(fields))
    elif name == "no_faults":
        server.faults.waiting.clear()
    elif name == "limits":
        server.api.limits.on = bool(fields["on"])
    elif name == "mischief":
        server.world.updates.misbehave(Mischief(**fields))
    elif name == "again":
        server.world.updates.again(int(fields["update_id"]))
    elif name == "reset":
        server.reset()
    else:
        return None
    return {"done": name}


class _Page(_Local):
    def get(self, name: str) -> None:
        file = PAGE / (name or "index.html")
        if file.suffix not in _TYPES or not file.is_file():
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", _TYPES[file.suffix])
        self.write(file.read_bytes())
