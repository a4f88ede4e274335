"""What goes wrong: faults that a test orders, and Telegram's flood limits. Pure; the clock is handed in."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.preview.errors import ApiError, ControlError, too_many


class Kind(StrEnum):
    """``error``: an answer with ``code``, the request not carried out. ``garbage``: the same, but an HTML page as a proxy
    would send. ``hang``: ``seconds`` pass before the request is carried out. ``drop``: the connection ends, nothing is
    done. ``drop_after``: the request is carried out, and the connection ends without an answer."""

    ERROR = "error"
    GARBAGE = "garbage"
    HANG = "hang"
    DROP = "drop"
    DROP_AFTER = "drop_after"


@dataclass(slots=True)
class Fault:
    """Strikes the next ``times`` requests of ``method`` ("*": any but getUpdates) in ``chat_id`` (None: any), ``every``-th only."""

    kind: Kind = Kind.ERROR
    method: str = "*"
    code: int = 429
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    times: int = 1
    every: int = 1
    chat_id: int | None = None
    seen: int = 0

    @classmethod
    def ordered(cls, fields: Mapping[str, Any]) -> Fault:
        """From a control request."""
        try:
            return cls(**{**fields, "kind": Kind(fields.get("kind", "error"))})
        except (TypeError, ValueError) as error:
            raise ControlError(f"this is no fault: {error}") from error

    def strikes(self, method: str, chat_id: object) -> bool:
        """Whether it strikes this request; it then has one time less."""
        wanted = self.method.lower() == method.lower() or (self.method == "*" and method.lower() != "getupdates")
        if self.times <= 0 or not wanted or self.chat_id not in (None, chat_id):
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        self.times -= 1
        return True

    def error(self) -> ApiError:
        """What the bot is told."""
        if self.code == 429 and not self.description:
            return too_many(self.retry_after or 1)
        usual = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
        return ApiError(self.code, self.description or usual.get(self.code, "Error"), retry_after=self.retry_after)


@dataclass(slots=True)
class Faults:
    """The faults that are still to strike."""

    waiting: list[Fault] = field(default_factory=list)

    def next(self, method: str, chat_id: object) -> Fault | None:
        """The fault that strikes a request, if any."""
        struck = next((fault for fault in self.waiting if fault.strikes(method, chat_id)), None)
        self.waiting = [fault for fault in self.waiting if fault.times > 0]
        return struck


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` messages in ``seconds``."""

    most: int
    seconds: float


EVERY_CHAT = Limit(1, 1.0)
EVERY_GROUP = Limit(20, 60.0)
WHOLE_BOT = Limit(30, 1.0)


@dataclass(slots=True)
class FloodLimits:
    """Telegram's limits on sending, when ``on``. It forgives short bursts; this server forgives nothing."""

    on: bool = False
    _sent: dict[object, deque[float]] = field(default_factory=dict)

    def admit(self, chat_id: int, now: float) -> None:
        """Count a message, or raise 429 with the whole seconds after which it would pass."""
        if not self.on:
            return
        windows: list[tuple[object, Limit]] = [("bot", WHOLE_BOT), (chat_id, EVERY_CHAT)]
        if chat_id < 0:
            windows.append((("group", chat_id), EVERY_GROUP))
        wait = max(self._wait(key, limit, now) for key, limit in windows)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for key, _ in windows:
            self._sent[key].append(now)

    def _wait(self, key: object, limit: Limit, now: float) -> float:
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - limit.seconds:
            sent.popleft()
        return sent[0] + limit.seconds - now if len(sent) >= limit.most else 0.0
