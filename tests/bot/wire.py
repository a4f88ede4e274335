"""Telegram within this process: the Bot API of the double behind the bot's own HTTP client, with weather, and with the one moment at which a
kill may repeat something: Telegram has taken a message, and nothing is written down yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import httpx

from bot.preview.api import Api
from bot.preview.control import act
from bot.preview.errors import ApiError
from bot.preview.params import Params, Upload, read_params
from bot.preview.text import Json

SENDS = ("sendMessage", "sendDocument", "sendPhoto")


class Killed(BaseException):
    """The process is no more."""


@dataclass(frozen=True)
class Sent:
    """A message that Telegram took: when, where, as what."""

    at: float
    chat_id: int
    message_id: int
    text: str
    quotes: tuple[str, ...]
    answers: int | None
    method: str


@dataclass
class Wire:
    """``weather``: what becomes of a request before Telegram sees it (None: nothing). ``fatal``: after so many more messages the process dies."""

    api: Api
    clock: Callable[[], float]
    weather: Callable[[str, Any], Exception | httpx.Response | None] = lambda *_: None
    fatal: int | None = None
    dead: bool = False
    sent: list[Sent] = field(default_factory=list)
    unwritten: set[tuple[int, int]] = field(default_factory=set)
    """(chat, message) of those over which a process died: it never knew of them."""
    troubles: Counter[str] = field(default_factory=Counter)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """In place of a connection."""
        if self.dead:
            raise Killed
        method = request.url.path.rpartition("/")[2]
        params = _params(request.headers.get("Content-Type", ""), await request.aread())
        trouble = self.weather(method, params.get("chat_id"))
        if trouble is not None:
            self.troubles[type(trouble).__name__ if isinstance(trouble, Exception) else str(trouble.status_code)] += 1
            if isinstance(trouble, Exception):
                raise trouble
            return trouble
        try:
            result = self._updates(params) if method == "getUpdates" else self.api.answer(method, params)
        except ApiError as error:
            return answer(error.code, ok=False, error_code=error.code, description=error.description, parameters=error.parameters or {})
        if method in SENDS:
            self._note(method, result)
        return answer(200, ok=True, result=result)

    def _note(self, method: str, message: Json) -> None:
        text, entities = message.get("text") or message.get("caption") or "", message.get("entities") or []
        units = text.encode("utf-16-le")
        quotes = [units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in entities if one["type"].endswith("blockquote")]
        answers = (message.get("reply_to_message") or {}).get("message_id")
        self.sent.append(Sent(self.clock(), message["chat"]["id"], message["message_id"], text, tuple(quotes), answers, method))
        if self.fatal is not None:
            self.fatal -= 1
            if self.fatal < 0:
                self.fatal, self.dead = None, True
                self.unwritten.add((message["chat"]["id"], message["message_id"]))
                raise Killed

    def _updates(self, params: Params) -> list[Json]:
        updates = self.api.world.updates
        updates.allow(params.get("allowed_updates"))
        updates.acknowledge(int(params.get("offset") or 0))
        return updates.batch(int(params.get("limit") or 100))

    def do(self, action: str, **fields: Any) -> Json:
        """What people do; `bot/preview/control.py` lists it."""
        return act(self.api.world, action, fields)


def answer(status: int, **content: Any) -> httpx.Response:
    return httpx.Response(status, json=content)


def _params(kind: str, body: bytes) -> Params:
    if not kind.startswith("multipart/"):
        return read_params(dict(parse_qsl(body.decode(), keep_blank_values=True)), {})
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    fields, uploads = {}, {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename() is not None:
            uploads[name] = Upload(str(part.get_filename()), content, part.get_content_type())
        else:
            fields[name] = content.decode()
    return read_params(fields, uploads)
