"""The reference engine: every cosine, by NumPy. What faiss gives is held against this."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Self

import numpy as np

from index.backends import Ids, Sink, Vectors, best_of, check_shapes, cosines_of


class ExactEngine:
    """Rows in three parallel arrays; removal rewrites them."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._ids: Ids = np.empty(0, np.int64)
        self._vectors: Vectors = np.empty((0, dimension), np.float32)
        self._collections = np.empty(0, np.str_)

    def add(self, ids: Ids, vectors: Vectors, collections: Sequence[str]) -> None:
        check_shapes(ids, vectors, collections, self.dimension)
        self.remove(ids)
        self._ids = np.concatenate([self._ids, ids])
        self._vectors = np.concatenate([self._vectors, vectors.astype(np.float32)])
        self._collections = np.concatenate([self._collections, np.array(collections, np.str_)])

    def remove(self, ids: Ids) -> None:
        kept = ~np.isin(self._ids, ids)
        self._ids, self._vectors, self._collections = self._ids[kept], self._vectors[kept], self._collections[kept]

    def search(self, query: Vectors, k: int, collection: str) -> list[tuple[int, float]]:
        rows = self._collections == collection
        return best_of(self._ids[rows], self._vectors[rows], query.astype(np.float32), k)

    def cosines(self, ids: Ids, query: Vectors) -> dict[int, float]:
        held = np.isin(self._ids, ids)
        return dict(zip(self._ids[held].tolist(), cosines_of(self._vectors[held], query.astype(np.float32)).tolist(), strict=True))

    def ids(self) -> set[int]:
        return set(self._ids.tolist())

    def __len__(self) -> int:
        return len(self._ids)

    def write(self, file: Sink) -> None:
        archive = io.BytesIO()
        np.savez(archive, ids=self._ids, vectors=self._vectors, collections=self._collections)
        file.write(archive.getvalue())

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Self:
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                engine = cls(arrays["vectors"].shape[1])
                engine.add(arrays["ids"], arrays["vectors"], arrays["collections"].tolist())
        except Exception as error:  # whatever a damaged archive raises
            raise ValueError("this is no saved exact engine") from error
        return engine
