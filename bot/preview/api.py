"""One request of the bot: the token, what the flood limits say, the method, and the record of it. Pure; faults that take
time or break connections are the server's business."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import bot.preview.messages
import bot.preview.methods
import bot.preview.queries  # noqa: F401  (they register their methods)
from bot.preview.chats import World
from bot.preview.errors import ApiError
from bot.preview.faults import FloodLimits
from bot.preview.params import Params
from bot.preview.registry import METHODS
from bot.preview.text import Json

LIMITED = frozenset({"sendmessage", "senddocument", "sendphoto"})


@dataclass(slots=True)
class Call:
    """A request that the bot made. ``time``: Unix time, when it arrived; ``took``: seconds; ``status``: HTTP status, 0 while it
    runs (``done`` false) or where the connection was dropped; ``fault``: the kind of the fault that struck it."""

    number: int
    method: str
    params: Json
    time: float
    took: float = 0.0
    status: int = 0
    result: Any = None
    error: str | None = None
    fault: str | None = None
    done: bool = False

    def json(self) -> Json:
        """As the control side shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Api:
    """The bot's side of a world."""

    world: World
    limits: FloodLimits = field(default_factory=FloodLimits)
    calls: list[Call] = field(default_factory=list)
    clock: Callable[[], float] = time.time

    def begin(self, method: str, params: Params) -> Call:
        """Record a request that has arrived."""
        call = Call(len(self.calls), method, params.shown(), self.clock())
        self.calls.append(call)
        return call

    def end(self, call: Call, status: int, result: Any = None, error: str | None = None) -> None:
        """Record what came of it."""
        call.took, call.status, call.error, call.done = self.clock() - call.time, status, error, True
        call.result = dict(result) if isinstance(result, dict) else result  # a message may change later; the record may not
        for listener in self.world.updates.listeners:
            listener()

    def answer(self, method: str, params: Params) -> Any:
        """The result of a method, or an ApiError."""
        function = METHODS.get(method.lower())
        if function is None:
            raise ApiError(404, "Not Found: method not found")
        if method.lower() in LIMITED and isinstance(params.get("chat_id"), int):
            self.limits.admit(params["chat_id"], self.clock())
        return function(self.world, params)
