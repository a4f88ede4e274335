"""Pending work done: who said what, in a worker process that alone loads the parser.

The worker is a process of its own because parsing holds a core for seconds and the parser's memory for as long as it lives:
whoever answers people need not wait for the one or carry the other. It starts at the first text and ends with its owner.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from index.attributions import Attributed, Unattributed, find_attributed, read_unattributed, store_attributed
from index.catalog import ATTRIBUTE, Catalog
from index.errors import ModelError
from sources.attribution import attribute, attributer_version, is_covered
from sources.errors import ParserError
from sources.owner import end_pool, end_with_owner

if TYPE_CHECKING:
    from sources.parser import Parser

log = logging.getLogger(__name__)

_AHEAD = 4
"""Texts handed to the worker before the first is stored: it never waits for the database."""

_NICENESS = 5
"""Of the worker, on top of its owner's: it holds a core for as long as it works."""
_MOST_IN_HAND = 8
"""Documents that `Looking` looks at beside the answers; of the others no speaker is told until they are looked at."""

Progress = Callable[[int, int], None]
"""Called with (done, total) revisions."""


class Attributer(Protocol):
    """What tells who said what in texts. ``version``: rules, word lists and parser; a result of another version is redone."""

    @property
    def version(self) -> str: ...

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        """The result, later. ModelError when the parser is not there or the worker died."""


@dataclass
class AttributionWorker:
    """A process that parses and attributes, one text at a time. Close it, or use it in a ``with``."""

    parser_name: str

    @property
    def version(self) -> str:
        return attributer_version(self.parser_name)

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), initializer=_give_way)

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        """See `Attributer`. A text in a language that is not covered never reaches the process."""
        if not is_covered(text.text, text.language):
            done: Future[Attributed] = Future()
            done.set_result(Attributed(False, ()))
            return done
        return self._pool.submit(_attribute, self.parser_name, text)

    def close(self) -> None:
        """End the process at once: what it is at stays waiting in the catalog, and a bot that is told to stop must not wait for it."""
        if "_pool" in self.__dict__:
            end_pool(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _give_way() -> None:
    """Whoever answers people on this machine goes before the parser."""
    end_with_owner()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


_parsers: dict[str, Parser] = {}
"""In the worker process: the parser, once it is loaded."""


def _attribute(parser_name: str, text: Unattributed) -> Attributed:
    if parser_name not in _parsers:
        from sources.parser import Parser

        _parsers[parser_name] = Parser(parser_name)
    return Attributed(True, attribute(text.text, _parsers[parser_name], "en", text.outlet))


def result_of(future: Future[Attributed], revision: int) -> Attributed | None:
    """What a worker found; ModelError, with what to do, when it could not work at all. None when this text was too much for the rules:
    it goes on waiting, no speaker is claimed in it, and the others are not held up by it."""
    try:
        return future.result()
    except ParserError as error:
        raise ModelError(str(error)) from error
    except BrokenProcessPool as error:
        raise ModelError("the process that tells who said what has died, perhaps for want of memory (it takes some 300 MB): run `briefbot reindex`") from error
    except Exception as error:  # a sentence that no rule foresaw costs one article its speakers, never the rest
        log.error("who speaks in revision %d could not be told (%s): no speaker is claimed in it", revision, type(error).__name__)
        return None


def attribute_pending(catalog: Catalog, attributer: Attributer, progress: Progress | None = None) -> int:
    """Attribute every waiting revision; how many. One process at a time: a second one waits, then finds none."""
    if not catalog.pending_revisions(ATTRIBUTE):
        return 0
    with catalog.lock("attribute"):
        waiting = catalog.pending_revisions(ATTRIBUTE)
        running: list[tuple[int, Future[Attributed]]] = []
        done = 0
        for number, revision in enumerate(waiting, start=1):
            text = read_unattributed(catalog, revision)
            if text is not None:
                running.append((revision, attributer.attribute(text)))
            while running and (len(running) > _AHEAD or number == len(waiting)):
                first, future = running.pop(0)
                result = result_of(future, first)
                if result is not None:
                    store_attributed(catalog, first, attributer.version, result)
                done += 1
                if progress:
                    progress(done, len(waiting))
    return done


def attribute_now(catalog: Catalog, attributer: Attributer | None, revision_ids: Sequence[int]) -> dict[int, Attributed]:
    """What is known of who speaks in these revisions; what is not known yet is found out at once where there is an attributer."""
    known = find_attributed(catalog, revision_ids)
    if attributer is None:
        return known
    texts = [read_unattributed(catalog, revision) for revision in dict.fromkeys(revision_ids) if revision not in known]
    futures = [(text.revision_id, attributer.attribute(text)) for text in texts if text is not None]
    for revision, future in futures:
        result = result_of(future, revision)
        if result is not None:
            known[revision] = result
            store_attributed(catalog, revision, attributer.version, result)
    return known


class Looking:
    """Who speaks in documents that are about to be shown. Safe to use from several threads.

    ``patience`` None: what is not known is found out before anything is shown. Seconds: so long an answer waits at most, and not
    at all while others' documents are being looked at or many are added; the work goes on beside the answers, each document once, however many ask.
    """

    def __init__(self, catalog: Catalog, attributer: Attributer | None, patience: float | None = None) -> None:
        self._catalog = catalog
        self._attributer = attributer
        self._patience = patience
        self._guard = threading.Lock()
        self._in_hand: dict[int, Future[Attributed | None]] = {}
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="looking")

    def known(self, revision_ids: Sequence[int]) -> dict[int, Attributed]:
        """What is known of these revisions, or found out in time. ModelError where nobody can be asked."""
        if self._attributer is None or self._patience is None:
            return attribute_now(self._catalog, self._attributer, revision_ids)
        known = find_attributed(self._catalog, revision_ids)
        unknown = [revision for revision in dict.fromkeys(revision_ids) if revision not in known]
        return known | self._found_in_time(unknown, self._patience) if unknown else known

    def _found_in_time(self, revisions: Sequence[int], patience: float) -> dict[int, Attributed]:
        few = len(self._catalog.pending_revisions(ATTRIBUTE, _MOST_IN_HAND + 1)) <= _MOST_IN_HAND  # while many are added, whoever adds them sees to them
        with self._guard:
            idle = few and not self._in_hand
            for revision in revisions:
                if len(self._in_hand) < _MOST_IN_HAND and revision not in self._in_hand:
                    self._in_hand[revision] = self._beside.submit(self._look, revision)
            asked = {revision: self._in_hand[revision] for revision in revisions if revision in self._in_hand}
        done, _ = wait(asked.values(), patience if idle else 0.0)
        return {revision: found for revision, future in asked.items() if future in done and (found := future.result()) is not None}

    def _look(self, revision: int) -> Attributed | None:
        try:
            return attribute_now(self._catalog, self._attributer, [revision]).get(revision)
        finally:
            with self._guard:
                del self._in_hand[revision]
