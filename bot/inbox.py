"""Updates between their arrival and their answer: written down before anything is done, held by a lease, settled once.

arrived -take_in-> in hand -handled-> settled (text erased)
                          └failed for now-> put back -lease over-> taken over (by this process or another)
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from bot.state import Arrival, Receipt, State

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
_LONGEST_PAUSE = 300.0
_WIPE_SECONDS = 5.0
"""Under load the write-ahead log is emptied this often; otherwise as soon as nothing is in hand."""


@dataclass(slots=True)
class Errand:
    """An update in hand. ``settled``: its end is written down. ``again``: it is to be handled again."""

    arrival: Arrival
    settled: bool = False
    again: bool = False


class LeaseLost(Exception):
    """Another process took the update over: this one must not answer it."""


class Inbox:
    """This process's hand. Every access to the store runs in one thread of its own, in order."""

    def __init__(self, state: State, clock: Callable[[], float] = time.time) -> None:
        self._state = state
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "inbox")
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.in_hand: dict[int, Errand] = {}
        self._dirty = False
        self._wiped = 0.0

    async def run(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """A call of the store, in the inbox's thread."""
        call = lambda: function(*arguments, **named)  # noqa: E731 - run_in_executor takes no keywords
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def take_in(self, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """Write updates down; those that are new. After this the sender may forget them."""
        fresh = await self.run(self._state.take_in, arrivals, self.owner, self._clock())
        self._hold(fresh)
        return fresh

    async def take_over(self) -> list[Arrival]:
        """What was left by a killed process, or put back."""
        lapsed = await self.run(self._state.take_over, self.owner, self._clock())
        lapsed = [one for one in lapsed if one.update_id not in self.in_hand]
        self._hold(lapsed)
        return lapsed

    def _hold(self, arrivals: Sequence[Arrival]) -> None:
        self.in_hand.update({one.update_id: Errand(one) for one in arrivals})
        self._dirty = self._dirty or bool(arrivals)

    async def renew(self) -> None:
        """Keep what is in hand."""
        if self.in_hand:
            await self.run(self._state.renew, self.owner, tuple(self.in_hand), self._clock())

    async def record(self, receipt: Receipt) -> None:
        """Telegram took a message of an update."""
        await self.run(self._state.record, receipt)
        if receipt.last and receipt.update_id in self.in_hand:
            self.in_hand[receipt.update_id].settled = True

    async def settle(self, update_id: int) -> None:
        """An update's handling is over, one way or the other."""
        errand = self.in_hand.get(update_id)
        try:
            if errand is not None and not errand.settled:
                await self._write_end(errand)
        finally:
            self.in_hand.pop(update_id, None)

    async def _write_end(self, errand: Errand) -> None:
        if not errand.again:
            await self.run(self._state.finish, [errand.arrival.update_id])
            return
        pause = min(2.0 * 2**errand.arrival.attempts, _LONGEST_PAUSE)
        if not await self.run(self._state.put_back, self.owner, errand.arrival.update_id, self._clock() + pause):
            log.error("update %d was tried too often and is given up", errand.arrival.update_id)

    async def let_go(self) -> None:
        """Put everything back at once: this process ends."""
        for update_id in list(self.in_hand):
            await self.run(self._state.put_back, self.owner, update_id, self._clock())
        self.in_hand.clear()

    async def wipe(self) -> None:
        """Empty the write-ahead log of what was erased, when that is due."""
        due = not self.in_hand or self._clock() - self._wiped > _WIPE_SECONDS
        if self._dirty and due and await self.run(self._state.wipe_log):
            self._dirty = bool(self.in_hand)
            self._wiped = self._clock()

    async def purge(self) -> None:
        """Forget what is over; what of it was a question is then taken out of the log as well."""
        self._dirty = True
        await self.run(self._state.purge, self._clock())

    def close(self) -> None:
        """End the thread, after what it has to do."""
        self._thread.shutdown()
