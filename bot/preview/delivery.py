"""The updates that wait for the bot: which kinds it wants, what it has acknowledged, and the disorder that at-least-once
delivery may bring. Pure: HTTP, waiting and the clock stand in `server.py`."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.preview.errors import bad
from bot.preview.text import Json

FIRST_UPDATE = 700_001
MOST_IN_A_BATCH = 100
ONLY_WHEN_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Mischief:
    """What may happen to a batch. ``duplicates``: share of updates that come twice in it; ``shuffled``: in any order."""

    duplicates: float = 0.0
    shuffled: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are pushed to. ``secret_token`` comes back in the header X-Telegram-Bot-Api-Secret-Token."""

    url: str
    secret_token: str = ""
    max_connections: int = 40

    @classmethod
    def checked(cls, url: str, secret_token: str, max_connections: int) -> Webhook:
        """A webhook on this machine, or a 400. Telegram itself wants https; this server takes http, and loopback only."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise bad("bad webhook: this server delivers to this machine only")
        if secret_token and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret_token):
            raise bad("secret token contains unallowed characters")
        if not 1 <= max_connections <= 100:
            raise bad("max_connections must be between 1 and 100")
        return cls(url, secret_token, max_connections)


class Updates:
    """The queue. Ids only rise; what is acknowledged is forgotten by the queue, and kept in ``sent`` for a test to send again."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] | None = None
        self.webhook: Webhook | None = None
        self.last_error: tuple[int, str] | None = None
        """(Unix time, sentence) of the last delivery that failed."""
        self.made: list[Json] = []
        """Every update ever made, oldest first."""
        self.listeners: list[Callable[[], None]] = []
        self._waiting: list[Json] = []
        self._again: list[Json] = []
        self._mischief = Mischief()
        self._random = random.Random(0)

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self._waiting) + len(self._again)

    def add(self, kind: str, content: Json) -> int | None:
        """The id of a new update; None where the bot has not asked for this kind."""
        if not self.wants(kind):
            return None
        number = FIRST_UPDATE + len(self.made)
        update: Json = {"update_id": number, kind: copy.deepcopy(content)}
        self.made.append(update)
        self._waiting.append(update)
        self._changed()
        return number

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are delivered: by default all but those of `ONLY_WHEN_ASKED_FOR`."""
        return kind in self.allowed if self.allowed else kind not in ONLY_WHEN_ASKED_FOR

    def allow(self, kinds: Sequence[str] | None) -> None:
        """What `allowed_updates` says. None (not given) leaves the earlier choice; an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def misbehave(self, mischief: Mischief) -> None:
        """Disorder from now on."""
        self._mischief = mischief
        self._random = random.Random(mischief.seed)

    def again(self, update_id: int) -> None:
        """Send an update once more, whether it was acknowledged or not."""
        self._again.append(self.made[update_id - FIRST_UPDATE])
        self._changed()

    def acknowledge(self, offset: int) -> None:
        """Forget what lies before ``offset``; a negative one keeps that many of the last."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [update for update in self._waiting if update["update_id"] >= offset]

    def drop_all(self) -> None:
        """`drop_pending_updates`."""
        self._waiting.clear()
        self._again.clear()

    def batch(self, limit: int) -> list[Json]:
        """What the next poll gets."""
        size = max(1, min(limit, MOST_IN_A_BATCH))
        again, self._again = self._again, []
        return self._disordered([*again, *self._waiting[:size]])

    def take(self, at_most: int) -> list[Json]:
        """What is pushed next; what then fails comes back by `put_back`."""
        taken, self._waiting = self._waiting[:at_most], self._waiting[at_most:]
        again, self._again = self._again, []
        return self._disordered([*again, *taken])

    def put_back(self, updates: Iterable[Json]) -> None:
        """Updates whose delivery failed wait again, in their order."""
        self._waiting = sorted([*updates, *self._waiting], key=lambda update: int(update["update_id"]))

    def _disordered(self, updates: list[Json]) -> list[Json]:
        if self._mischief == replace(self._mischief, duplicates=0.0, shuffled=False):
            return updates
        doubled = [one for update in updates for one in [update] * (1 + (self._random.random() < self._mischief.duplicates))]
        if self._mischief.shuffled:
            self._random.shuffle(doubled)
        return doubled

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()
