"""Untrusted bytes parsed in a process of their own, with a bound on its memory and its time: a bomb or a hang costs one source.

The process starts at the first source, is killed when a source takes too long, and started again for the next one.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from sources.errors import SourceError, UnreadableSource
from sources.extract import extract
from sources.feeds import Feed, read_feed
from sources.language import identify_language
from sources.model import Extraction, Page, RawSource
from sources.readers import read, unpack

log = logging.getLogger(__name__)

MEMORY = 512 * 2**20
"""Bytes of address space that the process may have."""
SECONDS = 60.0
"""That one source may take; a PDF of 2,000 pages takes some 40."""
_OPEN_FILES = 64
_WORN = 0.75
"""Of its memory that the process may hold after a source: what was freed in pieces is not given back, and would be lacking for the next ones."""
_PAGE = 4096 if not hasattr(os, "sysconf") else os.sysconf("SC_PAGE_SIZE")
_GARBAGE = 50_000
"""Objects made before garbage is looked for; Python's own 700 is for programs that live on small ones."""
_STARTS_WITHIN = 120.0
"""Seconds until the process has loaded what it reads with, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source with what its reader found in it and the document that this gives."""

    raw: RawSource
    page: Page
    extraction: Extraction


Result = tuple[str, Parsed | SourceError]
"""(what a person calls the part, what came of it)."""


def parse_feed(data: bytes, url: str) -> Feed | SourceError:
    """What a feed from ``url`` lists, in this process; an error is a value."""
    try:
        return read_feed(data, url)
    except SourceError as error:
        return error


def parse(raw: RawSource) -> list[Result]:
    """The documents in a source, in this process. What cannot be read is a value; MemoryError is raised."""
    return [(name, part if isinstance(part, SourceError) else parse_one(part)) for name, part in _parts(raw)]


def _parts(raw: RawSource) -> Iterator[tuple[str, RawSource | SourceError]]:
    try:
        yield from unpack(raw)
    except MemoryError:
        raise
    except Exception as error:  # a container of hostile bytes: whatever it makes its library raise costs this one source
        log.debug("unpacking: %s", type(error).__name__)
        yield raw.name, UnreadableSource("it is damaged and cannot be unpacked: unpack it yourself and add what is in it")


def parse_one(raw: RawSource) -> Parsed | SourceError:
    """The document of a source that holds no others; an error is a value."""
    try:
        page = read(raw)
        return Parsed(raw, page, extract(page, raw.given, raw.name))
    except MemoryError:
        raise
    except SourceError as error:
        return error
    except Exception as error:  # hostile bytes: whatever they make a library raise costs this one source
        log.debug("reading: %s", type(error).__name__)
        return UnreadableSource("it is damaged or built in a way that cannot be read: save its text and add that")


@dataclass
class ParsingWorker:
    """A process that parses one source at a time. Close it, or use it in a ``with``. Safe to use from several threads."""

    seconds: float = SECONDS
    memory: int = MEMORY
    _process: BaseProcess | None = None
    _connection: Connection | None = None
    _lock: Lock = field(default_factory=Lock)

    def parse(self, raw: RawSource) -> list[Result]:
        """See `parse`. A source that takes too much time or memory, or kills its reader, is one error."""
        results: list[Result] | SourceError = self._ask(parse, raw)
        return [(raw.name, results)] if isinstance(results, SourceError) else results

    def parse_feed(self, data: bytes, url: str) -> Feed:
        """What a feed from ``url`` lists. UnreadableSource when it is none, or takes too much time or memory."""
        feed: Feed | SourceError = self._ask(parse_feed, data, url)
        if isinstance(feed, SourceError):
            raise feed
        return feed

    def _ask(self, work: Callable[..., Any], *given: object) -> Any:
        """What the work gives in the process; an UnreadableSource as a value when it does not get there."""
        with self._lock:
            try:
                connection = self._ready()
                connection.send((work, given))
                if connection.poll(self.seconds):
                    found, worn = connection.recv()
                    if worn:
                        self._end()
                    return found
                reason = f"reading it took longer than {self.seconds:.0f} seconds: split it, or save its text and add that"
            except (EOFError, OSError):
                reason = f"reading it took more than {self.memory // 2**20} MB of memory or broke the reader: split it, or save its text and add that"
            self._end()
        return UnreadableSource(reason)

    def _ready(self) -> Connection:
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self._end()
        context = get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self.memory), daemon=True)
        self._process.start()
        other.close()
        if not self._connection.poll(_STARTS_WITHIN):
            raise EOFError
        self._connection.recv()
        return self._connection

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _serve(connection: Connection, memory: int) -> None:
    """The process: work in, results out, until the other end is closed."""
    logging.disable(logging.CRITICAL)  # what libraries say of hostile bytes is of no use to anybody
    identify_language("The model unpacks itself through a temporary file, before the rights go.")
    _give_up_rights(memory)
    gc.freeze()
    gc.set_threshold(_GARBAGE)  # a page's tree is tens of thousands of objects without cycles: looking for them took a fifth of the time
    connection.send(None)
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            work, given = connection.recv()
            worn = False
            try:
                results = work(*given)
            except MemoryError:
                results, worn = UnreadableSource(f"reading it took more than {memory // 2**20} MB of memory: split it, or save its text and add that"), True
            connection.send((results, worn or _held() > _WORN * memory))
            del given, results


def _held() -> int:
    """Bytes of address space that this process has; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * _PAGE
    except (OSError, ValueError):
        return 0


def _give_up_rights(memory: int) -> None:
    """Bound the process: memory, no files written, few open ones, first to go when the machine runs out."""
    try:
        import resource
    except ImportError:  # no such limits on this system: the bound on time stays
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
