"""The serving engine: one exact FAISS index a collection, over stored ids. The one home of faiss.

A flat index a collection makes the collection filter free and every removal exact. FAISS finds the nearest; their cosines
are then computed as every engine computes them, so that order and figures are those of the contract.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, Self

import faiss
import numpy as np

from index.backends import DECIMALS, Ids, Vectors, best_of, check_shapes

faiss.omp_set_num_threads(1)  # one question is one row: threads only wait for each other, ten times as long on busy cores

_SPARE = 16
"""How many more than ``k`` are fetched, so that ties at the end are cut by id and not by chance. Doubled while that is too few."""
_SLACK = 2 * 10.0**-DECIMALS
"""How far a passage must lie behind the k-th to be surely no tie: the rounding, and FAISS's own float32 sums."""


class FaissEngine:
    """``_homes`` knows the collection of every id: replacing and removing need it."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._indexes: dict[str, Any] = {}
        self._homes: dict[int, str] = {}

    def add(self, ids: Ids, vectors: Vectors, collections: Sequence[str]) -> None:
        check_shapes(ids, vectors, collections, self.dimension)
        self.remove(ids)
        for collection in sorted(set(collections)):
            rows = np.array([name == collection for name in collections])
            index = self._indexes.setdefault(collection, faiss.IndexIDMap2(faiss.IndexFlatIP(self.dimension)))
            index.add_with_ids(np.ascontiguousarray(vectors[rows], np.float32), np.ascontiguousarray(ids[rows], np.int64))
        self._homes.update(zip(ids.tolist(), collections, strict=True))

    def remove(self, ids: Ids) -> None:
        homes: dict[str, list[int]] = {}
        for passage in ids.tolist():
            if passage in self._homes:
                homes.setdefault(self._homes.pop(passage), []).append(passage)
        for collection, passages in homes.items():
            self._indexes[collection].remove_ids(np.array(passages, np.int64))
            if not self._indexes[collection].ntotal:
                del self._indexes[collection]

    def search(self, query: Vectors, k: int, collection: str) -> list[tuple[int, float]]:
        index = self._indexes.get(collection)
        if index is None or k < 1:
            return []
        sought = np.ascontiguousarray(query, np.float32).reshape(1, -1)
        fetched = k
        while True:
            fetched = min(fetched + max(_SPARE, fetched - k), index.ntotal)
            cosines, ids = index.search(sought, fetched)
            if fetched == index.ntotal or cosines[0, -1] < cosines[0, k - 1] - _SLACK:
                found = ids[0][ids[0] >= 0]  # FAISS fills up with -1 where a damaged vector compares with nothing
                return best_of(found, index.reconstruct_batch(found), sought[0], k)

    def ids(self) -> set[int]:
        return set(self._homes)

    def has(self, passage: int, vector: Vectors, collection: str) -> bool:
        """Whether this passage is held in this collection with this vector."""
        return self._homes.get(passage) == collection and np.array_equal(self._indexes[collection].reconstruct(passage), vector)

    def to_bytes(self) -> bytes:
        parts = {name: faiss.serialize_index(index).tobytes() for name, index in sorted(self._indexes.items())}
        header = json.dumps({"dimension": self.dimension, "collections": [[name, len(part)] for name, part in parts.items()]}).encode()
        return struct.pack("<I", len(header)) + header + b"".join(parts.values())

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Self:
        try:
            end = 4 + struct.unpack_from("<I", data)[0]
            header = json.loads(bytes(data[4:end]))
            engine = cls(int(header["dimension"]))
            for name, size in header["collections"]:
                index: Any = faiss.deserialize_index(np.frombuffer(data, np.uint8, size, end))
                engine._indexes[name] = index
                engine._homes.update((int(passage), name) for passage in faiss.vector_to_array(index.id_map))
                end += size
        except Exception as error:  # faiss and struct raise many kinds for a damaged file
            raise ValueError("this is no saved faiss engine") from error
        if end != len(data) or any(index.d != engine.dimension for index in engine._indexes.values()):
            raise ValueError("this is no saved faiss engine")
        return engine
