"""The process that fetches, reads and stores while the bot answers: one job at a time, each short, and none can take the bot down with it.

It opens the data folder for itself. What it stores is searchable by words when a job ends, and by meaning: vectors are made in the same job.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from index.amend import NoAmendment, Wish, amend
from index.catalog import EMBED, Catalog
from index.embed import SentenceTransformerEmbedder
from index.feeds import A_POLL, list_feeds, poll
from index.ingest import Status, add_source
from index.pages import add_page, revisit, visits_of
from index.sync import embed_pending
from sources.addresses import Exceptions
from sources.dates import find_date
from sources.errors import SourceError, UnreadableSource
from sources.fetch import read_post, read_upload
from sources.model import Added, Forwarded, Given
from sources.owner import end_with_owner
from sources.robots import Polite
from sources.web import Fetcher

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setup:
    """What the process is started with."""

    folder: Path
    private_hosts: tuple[str, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one thing that somebody sent. ``called``: what it is, for whoever sent it; ``reason``: a sentence when it failed."""

    called: str
    status: Status
    doc_id: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()


class Tools:
    """What the jobs work with, in the process."""

    def __init__(self, setup: Setup) -> None:
        self.catalog = Catalog(setup.folder)
        self.fetch = Fetcher(Exceptions(frozenset(setup.private_hosts))).fetch
        self.visit = Polite(self.fetch).fetch
        self._model = setup.model

    @cached_property
    def embedder(self) -> SentenceTransformerEmbedder:
        return SentenceTransformerEmbedder(self._model, exports=self.catalog.folder, stored=self.catalog.model_hashes())

    def finish(self) -> None:
        """Vectors for what waits for them."""
        if self.catalog.pending_revisions(EMBED):
            self.embedder.export()
            embed_pending(self.catalog, self.embedder)


_tools: list[Tools] = []


def _start(setup: Setup) -> None:
    import os

    end_with_owner()
    os.nice(10)  # whoever asks goes first
    _tools.append(Tools(setup))


def take_link(url: str, collection: str) -> Taken:
    """Fetch a page and take it in."""
    return _taken(url, lambda tools: add_page(tools.catalog, tools.fetch, url, Given(), collection, time.time()))


def take_upload(name: str, data: bytes, origin: Forwarded | Added, collection: str) -> Taken:
    """Take in a file that somebody sent."""
    return _taken(name, lambda tools: add_source(tools.catalog, read_upload(name, data, Given(), origin), collection))


def take_post(text: str, origin: Forwarded | Added, collection: str) -> Taken:
    """Take in a post that was forwarded, or a text that was pasted."""
    return _taken("this text", lambda tools: add_source(tools.catalog, read_post(text, Given(), origin), collection))


def _taken(called: str, work: Callable[[Tools], object]) -> Taken:
    from index.ingest import Outcome

    tools = _tools[0]
    try:
        outcome = work(tools)
        assert isinstance(outcome, Outcome)
        tools.finish()
    except SourceError as error:
        return Taken(called, Status.FAILED, reason=str(error))
    return Taken(called, outcome.status, outcome.doc_id, notes=outcome.notes)


def put_right(collection: str, doc_id: str, wish: Wish, editor: str) -> tuple[str | None, str]:
    """Amend a document; (what stood there before, what stands there now). NoAmendment with a sentence."""
    tools = _tools[0]
    after = wish.after
    if wish.field == "date":
        named = find_date(after)
        if named is None or named.day is None or named.ambiguous:
            raise NoAmendment(f"“{after[:60]}” is no day, or can be read in two ways: write it as 2021-11-10")
        after = named.day.isoformat()
    before = amend(tools.catalog, collection, doc_id, Wish(wish.field, after, wish.paragraph), editor, time.time())
    tools.finish()
    return before, after


def poll_feed(feed_id: int, now: float) -> str | None:
    """Ask one feed; what is wrong with it. ``now``: seconds since 1970."""
    tools = _tools[0]
    polled = [poll(tools.catalog, tools.fetch, feed, now, A_POLL, tools.visit) for feed in list_feeds(tools.catalog) if feed.id == feed_id]
    tools.finish()
    return polled[0].trouble if polled else None


def visit_page(collection: str, doc_id: str, now: float) -> str:
    """Visit one page again; what was found. ``now``: seconds since 1970."""
    tools = _tools[0]
    found = [revisit(tools.catalog, tools.visit, visit, now).found.value for visit in visits_of(tools.catalog, collection, doc_id)]
    tools.finish()
    return found[0] if found else ""


class Intake:
    """The process, from the bot's side. It starts with the first job; one that dies costs its job, and the next job starts another."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """A job's result. UnreadableSource when the process died over it."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), _start, (self._setup,))
        pool = self._pool
        try:
            return await asyncio.wrap_future(pool.submit(job, *arguments, **named))
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            raise UnreadableSource("reading it took too much memory or broke the reader. Save it as PDF, or paste the text") from error

    def close(self) -> None:
        """End the process, after what it has in hand."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
