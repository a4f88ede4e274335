"""What both engines in memory keep of their passages: ids, collections, and which of them still count, row by row.

A row never moves while an engine lives: what is removed is marked, and left out when the engine is written to a file. Rows that come
from a file are in order of id and stay where the file is mapped; what is added goes behind them.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.backends import Ids, Sink

Rows = NDArray[np.int64]
_GONE = -1
_ALIGNED = 64


class Growing:
    """An array that grows at its end: a first part that may lie in a mapped file and is never written to, and a rest with room to spare."""

    def __init__(self, first: NDArray[Any]) -> None:
        self._first = first
        self._rest = np.empty((0, *first.shape[1:]), first.dtype)
        self._used = 0

    def __len__(self) -> int:
        return len(self._first) + self._used

    def append(self, more: NDArray[Any]) -> None:
        needed = self._used + len(more)
        if needed > len(self._rest):
            grown = np.empty((max(needed, 2 * len(self._rest)), *self._rest.shape[1:]), self._rest.dtype)
            grown[: self._used] = self._rest[: self._used]
            self._rest = grown
        self._rest[self._used : needed] = more
        self._used = needed

    def take(self, rows: Rows) -> NDArray[Any]:
        """A copy of these rows, in their order."""
        start = len(self._first)
        if not self._used:
            return self._first[rows]
        early = rows < start
        taken = np.empty((len(rows), *self._rest.shape[1:]), self._rest.dtype)
        taken[early] = self._first[rows[early]]
        taken[~early] = self._rest[rows[~early] - start]
        return taken

    def parts(self) -> Iterator[NDArray[Any]]:
        """All of it in order, without a copy."""
        yield self._first
        yield self._rest[: self._used]

    def whole(self) -> NDArray[Any]:
        """All of it in one array; without a copy where there is one part only."""
        filled = [part for part in self.parts() if len(part)]
        return filled[0] if len(filled) == 1 else np.concatenate([self._first, self._rest[: self._used]])


class PassageRows:
    """Passage id <-> row, and the collection of each row."""

    def __init__(self, ids: Ids, homes: NDArray[np.int32], names: Sequence[str]) -> None:
        """``ids`` rising; ``homes``: positions in ``names``. ValueError when they do not fit."""
        if len(ids) != len(homes) or (len(ids) > 1 and not (np.diff(ids) > 0).all()) or (len(homes) and not 0 <= homes.min() <= homes.max() < len(names)):
            raise ValueError("ids, collections and their names do not fit")
        self._sorted = ids
        self.all_ids = Growing(ids)
        self._homes = np.array(homes, np.int32)
        self._count = len(homes)
        self._added: dict[int, int] = {}
        self._names = {name: number for number, name in enumerate(names)}
        self.gone = 0

    def __len__(self) -> int:
        return self._count

    @property
    def live(self) -> int:
        return self._count - self.gone

    def append(self, ids: Ids, collections: Sequence[str]) -> None:
        """New rows for passages that have none; see `remove`."""
        homes = np.array([self._names.setdefault(name, len(self._names)) for name in collections], np.int32)
        if self._count + len(ids) > len(self._homes):
            self._homes = np.concatenate([self.homes, np.empty(max(len(ids), self._count), np.int32)])
        self._homes[self._count : self._count + len(ids)] = homes
        self._added.update(zip(ids.tolist(), range(self._count, self._count + len(ids)), strict=True))
        self._count += len(ids)
        self.all_ids.append(ids)

    def remove(self, ids: Ids) -> Rows:
        """Mark the rows of these passages as gone; which rows. Ids that have none are passed over."""
        rows = self.find(ids)
        rows = np.unique(rows[rows >= 0])
        self._homes[rows] = _GONE
        self.gone += len(rows)
        for passage in ids.tolist():
            self._added.pop(passage, None)
        return rows

    def find(self, ids: Ids) -> Rows:
        """The row of each passage, -1 for one that has none."""
        rows = np.full(len(ids), -1, np.int64)
        if len(self._sorted):
            places = np.minimum(np.searchsorted(self._sorted, ids), len(self._sorted) - 1)
            known = (self._sorted[places] == ids) & (self._homes[places] != _GONE)
            rows[known] = places[known]
        if self._added:
            for position, passage in enumerate(ids.tolist()):
                rows[position] = self._added.get(passage, rows[position])
        return rows

    @property
    def homes(self) -> NDArray[np.int32]:
        """The collection of each row as a number, -1 where the passage is gone."""
        return self._homes[: self._count]

    def in_collection(self, collection: str) -> NDArray[np.bool_]:
        """Which rows are of a collection."""
        number = self._names.get(collection)
        return np.zeros(self._count, np.bool_) if number is None else self.homes == number

    def name_of(self, row: int) -> str:
        return list(self._names)[int(self._homes[row])]

    def ids(self) -> set[int]:
        """Every passage that has a row."""
        kept: list[int] = self.all_ids.whole()[self.homes != _GONE].tolist()
        return set(kept)

    def kept(self) -> Rows:
        """The rows that count, in order of passage id: the order of a file."""
        rows = np.flatnonzero(self.homes != _GONE)
        ids = self.all_ids.take(rows)
        return rows if len(ids) < 2 or (np.diff(ids) > 0).all() else rows[np.argsort(ids, kind="stable")]

    def filed(self, rows: Rows) -> tuple[list[str], NDArray[np.int32]]:
        """(names of the collections that these rows are in, the position in them of each row's): what a file keeps of `homes`."""
        homes = self.homes[rows]
        every = list(self._names)
        used = sorted({every[number] for number in np.unique(homes)})
        place = np.array([used.index(name) if name in used else _GONE for name in every], np.int32)
        return used, place[homes] if len(homes) else homes


def write_parts(file: Sink, fields: Mapping[str, Any], parts: Mapping[str, tuple[int, Iterator[Any]]]) -> None:
    """A JSON header with the size of each part, then the parts, each at a multiple of 64 bytes; a part is (bytes, buffers in order)."""
    header = json.dumps({**fields, "parts": {name: size for name, (size, _) in parts.items()}}).encode()
    header += b" " * (-(len(header) + 4) % _ALIGNED)
    file.write(struct.pack("<I", len(header)) + header)
    for size, buffers in parts.values():
        for buffer in buffers:
            file.write(buffer)
        file.write(b"\0" * (-size % _ALIGNED))


def read_parts(data: bytes | memoryview) -> tuple[dict[str, Any], dict[str, memoryview]]:
    """What `write_parts` wrote, as views of ``data``. ValueError, KeyError, TypeError, AttributeError or struct.error for anything else."""
    start = 4 + struct.unpack_from("<I", data)[0]
    fields = json.loads(bytes(data[4:start]))
    view, found = memoryview(data), {}
    for name, size in fields.pop("parts").items():
        found[name] = view[start : start + size]
        start += size + -size % _ALIGNED
    if start != len(data):
        raise ValueError("cut short, or longer than it says")
    return fields, found
