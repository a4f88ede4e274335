"""The process that works answers out, beside the one that talks with Telegram: each has a core to itself, and neither waits for the other's turn.

It opens the data folder for itself, and is all that loads the model. It starts with the first question; one that dies costs nothing but the time to
start another.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Concatenate, ParamSpec, TypeVar

from bot.answer import Answer, Quote
from bot.briefing import Briefing
from bot.check import Check
from bot.config import Settings
from bot.errors import BotError
from bot.languages import speaking, spoken
from bot.sayings import Sayings
from bot.scope import EVERYTHING, Scope
from index.catalog import Catalog
from index.errors import IndexingError
from sources.errors import SourceError
from sources.owner import end_pool, end_with_owner

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE = 4.0
"""Seconds for which an answer waits until it is known who speaks in an article that was only just added: the parser's start and a few articles."""
_TRIES = 2
_KNOWN = (IndexingError, SourceError, BotError)
"""Errors that say what to do and hold no question."""


class AnswersBroken(BotError):
    """Answers cannot be worked out."""


@dataclass
class Answering:
    """The process. Safe to use from several threads; questions are answered one after another. Close it, or use it in a ``with``."""

    settings: Settings

    def __post_init__(self) -> None:
        self._guard = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def run(self, work: Callable[Concatenate[Briefing, P], T], *arguments: P.args, **named: P.kwargs) -> T:
        """What a method of the briefing there gives, or a function of it. AnswersBroken where the process dies of it."""
        for _ in range(_TRIES):
            pool = self._started()
            try:
                return pool.submit(_worked_out, spoken(), work, *arguments, **named).result()  # type: ignore[arg-type]  # mypy does not join the two P
            except BrokenProcessPool:
                with self._guard:
                    if self._pool is pool:
                        self._pool = None
        raise AnswersBroken("the process that answers ends again and again, perhaps for want of memory (it takes some 250 MB): run `briefbot doctor`")

    def _started(self) -> ProcessPoolExecutor:
        with self._guard:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), _open, (self.settings,))
            return self._pool

    def close(self) -> None:
        """End the process at once."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            end_pool(pool)

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class BriefingBeside(Briefing):
    """A briefing whose answers and checks are worked out in a process beside this one; all that is only looked up is looked up here."""

    def __init__(self, catalog: Catalog, settings: Settings, answering: Answering) -> None:
        from bot.terminal import embedder_for

        super().__init__(catalog, embedder_for(catalog, settings), least_confidence=settings.least_confidence)
        self._answering = answering

    def ask(self, question: str, scope: Scope = EVERYTHING, everything: bool = False) -> Answer:
        """See `Briefing.ask`."""
        return self._answering.run(Briefing.ask, question, scope, everything)

    def prepare(self) -> None:
        """See `Briefing.prepare`."""
        self._answering.run(_prepare)

    def check(self, wording: str, scope: Scope = EVERYTHING) -> Check:
        """See `Briefing.check`."""
        return self._answering.run(Briefing.check, wording, scope)

    def spoken(self, quotes: Sequence[Quote], sayings: Sayings | None = None) -> tuple[Quote, ...]:  # noqa: ARG002 - what was read here is no use there
        """See `Briefing.spoken`."""
        return self._answering.run(Briefing.spoken, tuple(quotes))


# ---------------------------------------------------------------------- in the process

_briefing: list[Briefing] = []


def _open(settings: Settings) -> None:
    from bot import logs
    from bot.terminal import briefing_over, worker_for

    end_with_owner()
    logs.set_up(settings.secrets, settings.log_format.value == "json", settings.log_level.value)
    _briefing.append(briefing_over(Catalog(settings.data), settings, worker_for(settings), _PATIENCE))


def _prepare(briefing: Briefing) -> None:
    briefing.prepare()
    gc.collect()
    gc.freeze()  # what is loaded by now stays, and need not be looked through again


def _worked_out(language: str, work: Callable[Concatenate[Briefing, P], T], *arguments: P.args, **named: P.kwargs) -> T:
    """What the work gives, in the language that is spoken where it was asked for: what was missing is said with the answer.
    Of an error that is not known to hold no question, the kind and the place are all that is told, and only to the log."""
    from bot.logs import where

    try:
        with speaking(language):
            return work(_briefing[0], *arguments, **named)
    except _KNOWN:
        raise
    except Exception as error:
        log.error("an answer could not be worked out:\n%s", where(error, _KNOWN))
    raise RuntimeError("an answer could not be worked out")
