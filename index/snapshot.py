"""The vector index of one process: loaded from a file, caught up from the catalog, written back by whoever has the lock.

The file is a copy that may be thrown away: its header says of which store, model, dimension, metric and change it is, and
whatever does not fit, or is damaged, is made anew from the stored vectors. Nothing is embedded again.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Connection

from index import database
from index.backends import Vectors
from index.backends.faiss import FaissEngine
from index.catalog import Catalog, State, read_changes, read_state, read_vectors
from index.errors import CatalogError

_MAGIC = b"briefbot-vectors-2\n"
_DIGEST = hashlib.sha256().digest_size
_NOTHING = State("", 0)
METRIC = "cosine"


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot file says it is."""

    store_id: str
    model_hash: str
    dimension: int
    metric: str
    seq: int


class Snapshot:
    """The vectors of one model, as of ``state``. Threads may search while one catches up."""

    def __init__(self, catalog: Catalog, model_hash: str, dimension: int) -> None:
        self._catalog = catalog
        self._model_hash = model_hash
        self._dimension = dimension
        self._guard = threading.RLock()
        self.path = snapshot_path(catalog.folder, model_hash)
        self.state = _NOTHING
        self._engine = FaissEngine(dimension)
        if loaded := read_file(self.path, model_hash, dimension):
            header, self._engine = loaded
            self.state = State(header.store_id, header.seq)
        self._saved = self.state

    def catch_up(self) -> State:
        """Take in what changed in the catalog since ``state``; the new state."""
        with self._guard, database.reading(self._catalog.engine) as connection:
            self._follow(connection)
            return self.state

    def search(self, connection: Connection, query: Vectors, k: int, collection: str) -> tuple[State, list[tuple[int, float]]]:
        """Catch up, then see `VectorEngine.search`; with the state that the answer is of.

        ``connection`` must not have read yet: its view is taken here, so that what it reads afterwards is of the same state.
        """
        with self._guard:
            self._follow(connection)
            return self.state, self._engine.search(query, k, collection)

    def ids(self) -> set[int]:
        """Every passage id held."""
        with self._guard:
            return self._engine.ids()

    def save(self) -> bool:
        """Write the file if it is behind and nobody else is writing it; whether it was written.

        A file that cannot be written costs the next start some time and nothing else, so that is no error.
        """
        with self._guard:
            if self._saved == self.state:
                return False
            state, body = self.state, self._engine.to_bytes()
        try:
            with self._catalog.lock("vectors", timeout=0):
                write_file(self.path, Header(state.store_id, self._model_hash, self._dimension, METRIC, state.seq), body)
        except (OSError, CatalogError):
            return False
        self._saved = state
        return True

    def _follow(self, connection: Connection) -> None:
        current = read_state(connection)
        if current == self.state:
            return
        if current.store_id == self.state.store_id and current.seq > self.state.seq:
            changes = read_changes(connection, self.state.seq, self._model_hash)
            engine, added = self._engine, [change.passage_id for change in changes if not change.gone]
            gone = [change.passage_id for change in changes if change.gone]
        else:  # another history: a restored backup, an older file put in the place of this one, or no file to begin with
            engine, added, gone = FaissEngine(self._dimension), None, []
        engine.remove(np.array(gone, np.int64))
        for ids, rows, names in read_vectors(connection, self._model_hash, added):
            engine.add(ids, rows, names)
        self._engine, self.state = engine, current


def snapshot_path(folder: Path, model_hash: str) -> Path:
    """Where a data folder keeps the snapshot of a model."""
    return folder / f"vectors-{model_hash}.faiss"


def read_file(path: Path, model_hash: str, dimension: int) -> tuple[Header, FaissEngine] | None:
    """A snapshot file's header and engine; None when it is missing, or see `parse`."""
    try:
        return parse(path.read_bytes(), model_hash, dimension)
    except OSError:
        return None


def parse(data: bytes, model_hash: str, dimension: int) -> tuple[Header, FaissEngine] | None:
    """Header and engine of a snapshot; None when it is damaged, or of another model, dimension or metric."""
    start = len(_MAGIC) + _DIGEST
    if not data.startswith(_MAGIC) or hashlib.sha256(memoryview(data)[start:]).digest() != data[len(_MAGIC) : start]:
        return None
    try:
        end = start + 4 + struct.unpack_from("<I", data, start)[0]
        header = Header(**json.loads(data[start + 4 : end]))
        engine = FaissEngine.from_bytes(memoryview(data)[end:])  # a view: a copy would double what a start needs
    except (ValueError, TypeError, struct.error):
        return None
    fits = (header.model_hash, header.dimension, header.metric, engine.dimension) == (model_hash, dimension, METRIC, dimension)
    return (header, engine) if fits else None


def write_file(path: Path, header: Header, body: bytes) -> None:
    """Replace a snapshot file at one stroke: a reader sees the old or the new one, whole. The caller holds the lock."""
    fields = json.dumps(asdict(header)).encode()
    content = struct.pack("<I", len(fields)) + fields + body
    temporary = path.with_suffix(".tmp")  # always the same name: what a killed process left is written over
    try:
        with temporary.open("wb") as file:
            file.write(_MAGIC + hashlib.sha256(content).digest())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
