"""One file an engine. The contracts of a vector engine and of a lexical engine; tests/contracts holds every engine against them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""float32, shape (n, dimension), rows of unit length."""
Ids = NDArray[np.int64]
"""Passage ids, shape (n,). Never positions in a list."""
DECIMALS = 6
"""How exactly cosines are told: what lies closer together is a tie."""


class Sink(Protocol):
    """What an engine is written into: a file, of which only this is used."""

    def write(self, data: Any, /) -> int:
        """Take in bytes, or a buffer of them."""


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

    def cosines(self, ids: Ids, query: Vectors) -> dict[int, float]:
        """The cosine of each of these passages, in whatever collection; those that are not held are left out."""

    def ids(self) -> set[int]:
        """Every passage id held."""

    def __len__(self) -> int:
        """How many passages are held."""

    def write(self, file: Sink) -> None:
        """All of it, for a file."""

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Self:
        """What `write` wrote; ``data`` may be a mapped file, and may be read from for as long as the engine lives. ValueError for anything else."""


class LexicalEngine(Protocol):
    """Passages by the words that they hold. A term is the analyser's; a text is its terms with spaces between."""

    def add(self, ids: Ids, texts: Sequence[str], titles: Sequence[str], collections: Sequence[str]) -> None:
        """Passage ``ids[i]`` of ``collections[i]`` has these terms, and its title those; an id that is there already is replaced.

        ValueError when there are not equally many of each or an id comes twice.
        """

    def remove(self, ids: Ids) -> None:
        """Forget these passages; ids that are not there are no error."""

    def search(self, terms: Sequence[str], k: int, collection: str) -> list[tuple[int, float]]:
        """At most ``k`` (passage id, BM25 score) of a collection's passages that hold any of the terms, best first, ties by passage id.

        How rare a term is, is counted over all collections. A term that comes twice counts once. Scores are rounded to six decimals.
        """

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages (title included) each term stands; 0 for a term that stands in none."""

    def __len__(self) -> int:
        """How many passages are held."""


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
