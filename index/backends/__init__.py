"""One file an engine. The contract of a vector engine; tests/contracts holds every engine against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""float32, shape (n, dimension), rows of unit length."""
Ids = NDArray[np.int64]
"""Passage ids, shape (n,). Never positions in a list."""
DECIMALS = 6
"""How exactly cosines are told: what lies closer together is a tie."""


class VectorEngine(Protocol):
    """Nearest passages by cosine, kept apart by collection."""

    dimension: int

    def add(self, ids: Ids, vectors: Vectors, collections: Sequence[str]) -> None:
        """Row i of ``vectors`` belongs to passage ``ids[i]`` of ``collections[i]``; an id that is there already is replaced.

        ValueError when the shapes do not fit or an id comes twice.
        """

    def remove(self, ids: Ids) -> None:
        """Forget these passages; ids that are not there are no error."""

    def search(self, query: Vectors, k: int, collection: str) -> list[tuple[int, float]]:
        """At most ``k`` (passage id, cosine) of a collection, best first, ties by passage id. ``query``: shape (dimension,).

        Fewer when the collection holds fewer; empty for an unknown collection. Cosines are rounded to six decimals, so
        that two engines and two orders of insertion give the same ranking.
        """

    def ids(self) -> set[int]:
        """Every passage id held."""

    def to_bytes(self) -> bytes:
        """All of it, for a file."""

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Self:
        """What `to_bytes` gave. ValueError for anything else."""


def cosines_of(vectors: Vectors, query: Vectors) -> NDArray[np.float64]:
    """The cosine of each row with ``query``, to six decimals. Summed in float64: in float32 the place of a row changes the last digits."""
    return np.round(vectors.astype(np.float64) @ query.astype(np.float64), DECIMALS)


def best_of(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> list[tuple[int, float]]:
    """The contract's order over passages and their vectors: cosine falling, then id rising; the first ``k``."""
    cosines = cosines_of(vectors, query)
    order = np.lexsort((ids, -cosines))[: max(k, 0)]
    return [(int(ids[i]), float(cosines[i])) for i in order]


def check_shapes(ids: Ids, vectors: Vectors, collections: Sequence[str], dimension: int) -> None:
    """ValueError when rows, ids and collections are not equally many, an id comes twice, or the dimension is another."""
    if vectors.ndim != 2 or vectors.shape != (len(ids), dimension) or len(collections) != len(ids):
        raise ValueError(f"{len(ids)} ids and {len(collections)} collections do not fit vectors of shape {vectors.shape}, dimension {dimension}")
    if len(np.unique(ids)) != len(ids):
        raise ValueError("an id comes twice: which of its vectors counts cannot be told")
