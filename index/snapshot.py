"""The indexes of one process: loaded from files, caught up from the catalog, written back by whoever has the lock.

A file is a copy that may be thrown away: its header says of which store, model, dimension, metric and change it is, and
whatever does not fit, or is damaged, is made anew from what is stored. Nothing is embedded or analysed again.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

import numpy as np
from sqlalchemy import Connection

from index import database
from index.backends import Ids, Sink, Vectors
from index.backends.faiss import FaissEngine
from index.backends.words import WordEngine
from index.catalog import NO_MODEL, Catalog, State, read_changes, read_state, read_terms, read_vectors
from index.errors import CatalogError

_MAGIC = b"briefbot-snapshot-3\n"
_DIGEST = hashlib.sha256().digest_size
_ALIGNED = 64
_CHUNK = 2**20
_NOTHING = State("", 0)
METRIC = "cosine"
WORDS = "bm25"
_BEHIND = 50
"""A file that lacks less than this part of what it holds is not written again: the next start catches up sooner than it is written."""


class Engine(Protocol):
    """What a snapshot keeps."""

    def __len__(self) -> int:
        """How many passages are held."""

    def remove(self, ids: Ids) -> None:
        """Forget these passages."""

    def ids(self) -> set[int]:
        """Every passage id held."""

    def write(self, file: Sink) -> None:
        """All of it, for a file."""


E = TypeVar("E", bound=Engine)


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot file says it is. Of words: no model, no dimension, and the metric `WORDS`."""

    store_id: str
    model_hash: str
    dimension: int
    metric: str
    seq: int

    def is_of(self, other: Header) -> bool:
        """Whether both are of the same model, dimension and metric."""
        return (self.model_hash, self.dimension, self.metric) == (other.model_hash, other.dimension, other.metric)


@dataclass(frozen=True, slots=True)
class Kind(Generic[E]):
    """How one kind of index is made: empty, from a file's body, and by adding passages (ids None: all of them) from the catalog."""

    header: Header
    empty: Callable[[], E]
    load: Callable[[memoryview], E]
    fill: Callable[[E, Connection, list[int] | None], None]


class _Copy(Generic[E]):
    """One process's copy of an index, as of ``state``. Threads may search while one catches up."""

    def __init__(self, catalog: Catalog, path: Path, kind: Kind[E], use_file: bool = True) -> None:
        self._catalog = catalog
        self._kind = kind
        self._guard = threading.RLock()
        self.path = path
        self.state = self._saved = _NOTHING
        self._engine = kind.empty()
        if use_file:
            self._load()

    def __len__(self) -> int:
        with self._guard:
            return len(self._engine)

    @contextmanager
    def at(self, connection: Connection, current: State | None = None) -> Iterator[E]:
        """The engine, caught up with what ``connection`` sees; nobody changes it meanwhile. ``current``: the state, where it was read already."""
        with self._guard:
            self._follow(connection, current or read_state(connection))
            yield self._engine

    def catch_up(self) -> State:
        """Take in what changed in the catalog since ``state``; the new state."""
        with database.reading(self._catalog.engine) as connection, self.at(connection):
            return self.state

    def ids(self) -> set[int]:
        """Every passage id held."""
        with self._guard:
            return self._engine.ids()

    def save(self) -> bool:
        """Write the file if it is missing or behind and nobody else is writing it; whether it was written.

        What is written is then read from the file, in the place of what was held. A file that cannot be written costs the next start some time
        and nothing else, so that is no error.
        """
        with self._guard:
            later = self.state.seq - self._saved.seq
            if self._saved == self.state or (self._saved.store_id == self.state.store_id and 0 < later * _BEHIND < len(self._engine)):
                return False
            header = self._kind.header
            try:
                with self._catalog.lock("vectors", timeout=0):
                    write_file(self.path, Header(self.state.store_id, header.model_hash, header.dimension, header.metric, self.state.seq), self._engine.write)
            except (OSError, CatalogError):
                return False
            self._saved = self.state
            self._load()
            return True

    def _load(self) -> None:
        if loaded := _read(self.path, self._kind):
            header, self._engine = loaded
            self.state = self._saved = State(header.store_id, header.seq)

    def _follow(self, connection: Connection, current: State) -> None:
        if current == self.state:
            return
        if current.store_id == self.state.store_id and current.seq > self.state.seq:
            changes = read_changes(connection, self.state.seq, self._kind.header.model_hash)
            engine, added = self._engine, [change.passage_id for change in changes if not change.gone]
            gone = [change.passage_id for change in changes if change.gone]
        else:  # another history: a restored backup, an older file put in the place of this one, or no file to begin with
            engine, added, gone = self._kind.empty(), None, []
        engine.remove(np.array(gone, np.int64))
        self._kind.fill(engine, connection, added)
        self._engine, self.state = engine, current


class Snapshot(_Copy[FaissEngine]):
    """The vectors of one model."""

    def __init__(self, catalog: Catalog, model_hash: str, dimension: int) -> None:
        super().__init__(catalog, snapshot_path(catalog.folder, model_hash), _of_vectors(model_hash, dimension))

    def search(self, connection: Connection, query: Vectors, k: int, collection: str) -> tuple[State, list[tuple[int, float]]]:
        """Catch up, then see `VectorEngine.search`; with the state that the answer is of."""
        with self.at(connection) as engine:
            return self.state, engine.search(query, k, collection)


class WordSnapshot(_Copy[WordEngine]):
    """The terms of all live passages. ``use_file``: False to make it anew whatever the file holds."""

    def __init__(self, catalog: Catalog, use_file: bool = True) -> None:
        super().__init__(catalog, word_path(catalog.folder), _OF_WORDS, use_file)


def _of_vectors(model_hash: str, dimension: int) -> Kind[FaissEngine]:
    def fill(engine: FaissEngine, connection: Connection, ids: list[int] | None) -> None:
        for block, rows, names in read_vectors(connection, model_hash, ids):
            engine.add(block, rows, names)

    return Kind(Header("", model_hash, dimension, METRIC, 0), lambda: FaissEngine(dimension), FaissEngine.from_bytes, fill)


def _fill_words(engine: WordEngine, connection: Connection, ids: list[int] | None) -> None:
    for block, texts, titles, names in read_terms(connection, ids):
        engine.add(block, texts, titles, names)


_OF_WORDS = Kind(Header("", NO_MODEL, 0, WORDS, 0), WordEngine, WordEngine.from_bytes, _fill_words)


# ---------------------------------------------------------------------- files


def snapshot_path(folder: Path, model_hash: str) -> Path:
    """Where a data folder keeps the vectors of a model."""
    return folder / f"vectors-{model_hash}.faiss"


def word_path(folder: Path) -> Path:
    """Where a data folder keeps the words."""
    return folder / "words.snapshot"


def read_file(path: Path, model_hash: str, dimension: int) -> tuple[Header, FaissEngine] | None:
    """The header and engine of a file of vectors; None when it is missing, damaged, or of another model, dimension or metric."""
    return _read(path, _of_vectors(model_hash, dimension))


def _read(path: Path, kind: Kind[E]) -> tuple[Header, E] | None:
    try:
        with path.open("rb") as file:
            if not _is_whole(file):
                return None
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    start = len(_MAGIC) + _DIGEST
    try:
        end = start + 4 + struct.unpack_from("<I", view, start)[0]
        header = Header(**json.loads(bytes(view[start + 4 : end])))
        if not header.is_of(kind.header):
            return None
        engine = kind.load(view[end:])
    except (ValueError, TypeError, struct.error):
        return None
    return None if getattr(engine, "dimension", header.dimension) != header.dimension else (header, engine)


def _is_whole(file: BinaryIO) -> bool:
    """Whether a file is what was hashed when it was written. It is read, not mapped: pages looked at would count as this process's memory."""
    if file.read(len(_MAGIC)) != _MAGIC:
        return False
    expected, total = file.read(_DIGEST), hashlib.sha256()
    while chunk := file.read(_CHUNK):
        total.update(chunk)
    return total.digest() == expected


class _Hashed:
    """A file that hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.total = hashlib.sha256()

    def write(self, data: Any, /) -> int:
        self.total.update(data)
        return self._file.write(data)


def write_file(path: Path, header: Header, write_body: Callable[[Sink], None]) -> None:
    """Replace a snapshot file at one stroke: a reader sees the old or the new one, whole. The caller holds the lock."""
    fields = json.dumps(asdict(header)).encode()
    fields += b" " * (-(len(_MAGIC) + _DIGEST + 4 + len(fields)) % _ALIGNED)  # so that the body's arrays lie where processors like them
    temporary = path.with_suffix(".tmp")  # always the same name: what a killed process left is written over
    try:
        with temporary.open("wb") as file:
            file.write(_MAGIC + bytes(_DIGEST))
            hashed = _Hashed(file)
            hashed.write(struct.pack("<I", len(fields)) + fields)
            write_body(hashed)
            file.seek(len(_MAGIC))
            file.write(hashed.total.digest())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
