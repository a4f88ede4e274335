"""The lexical engine of a process: BM25 over the analyser's terms, in arrays that lie in a mapped file or grow behind it.

Scores are those of the word index in the database (`fts5.py`), to six decimals: every term counts its inverse document frequency among all
live passages, of whatever collection, times its saturated frequency in a passage, where a term of the title counts `TITLE_WEIGHT`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.backends import DECIMALS, Ids, Sink
from index.backends.fts5 import TITLE_WEIGHT
from index.backends.rows import Growing, PassageRows, Rows, read_parts, write_parts

_K1 = 1.2
_B = 0.75
_LEAST_IDF = 1e-6
"""What a term counts that stands in more than half of the passages. These three are FTS5's."""
_SLACK = 1e-5
"""How far a float32 sum may lie from the exact one, as a share of it; with what rounding takes, the most that two such can be out of order."""
_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class _Segment:
    """Postings of some rows, by term: of ``terms[i]`` they stand from ``starts[i]`` to ``starts[i + 1]``, in order of row."""

    terms: NDArray[np.int32]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    texts: NDArray[np.uint16]
    titles: NDArray[np.uint16]

    def of(self, term: int) -> slice:
        """Where the postings of a term stand."""
        place = int(np.searchsorted(self.terms, np.int32(term)))
        if place == len(self.terms) or self.terms[place] != term:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def keys(self) -> NDArray[np.int32]:
        """The term of each posting."""
        return np.repeat(self.terms, np.diff(self.starts))


@dataclass(frozen=True, slots=True)
class _Postings:
    """One term's passages: rows rising, and how often it stands in the text and in the title of each."""

    rows: NDArray[np.int32]
    texts: NDArray[np.uint16]
    titles: NDArray[np.uint16]


class WordEngine:
    """See `index.backends.LexicalEngine`."""

    def __init__(self) -> None:
        self._rows = PassageRows(np.empty(0, np.int64), np.empty(0, np.int32), [])
        self._lengths = Growing(np.empty(0, np.int32))
        """Terms of each row, title included."""
        self._numbers: dict[str, int] = {}
        self._segments: list[_Segment] = []
        self._total = 0
        self._norms: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return self._rows.live

    def add(self, ids: Ids, texts: Sequence[str], titles: Sequence[str], collections: Sequence[str]) -> None:
        if not len(ids) == len(texts) == len(titles) == len(collections):
            raise ValueError(f"{len(ids)} ids do not fit {len(texts)} texts, {len(titles)} titles and {len(collections)} collections")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id comes twice: which of its texts counts cannot be told")
        self.remove(ids)
        if not len(ids):
            return
        first = len(self._rows)
        of_texts, text_lengths = self._numbered(texts)
        of_titles, title_lengths = self._numbered(titles)
        lengths = text_lengths + title_lengths
        self._rows.append(ids, collections)
        self._lengths.append(lengths.astype(np.int32))
        self._total += int(lengths.sum())
        self._norms = None
        self._segments.append(_segment(first, of_texts, text_lengths, of_titles, title_lengths))
        while len(self._segments) > 2 and len(self._segments[-1].rows) * 2 >= len(self._segments[-2].rows):  # the first may lie in a file
            later = self._segments.pop()
            self._segments[-1] = _joined([self._segments[-1], later])

    def remove(self, ids: Ids) -> None:
        rows = self._rows.remove(ids)
        self._total -= int(self._lengths.take(rows).sum())
        if len(rows):
            self._norms = None

    def search(self, terms: Sequence[str], k: int, collection: str) -> list[tuple[int, float]]:
        found = [postings for term in dict.fromkeys(terms) if len((postings := self._live_postings(term)).rows)]
        inside = self._rows.in_collection(collection)
        if k < 1 or not found or not inside.any():
            return []
        idfs = [_idf(len(postings.rows), len(self)) for postings in found]
        scores = self._rough(found, idfs)
        if not inside.all():
            scores[~inside] = 0.0
        rows = _first(scores, k, sorted((postings.rows for postings in found), key=len))
        exact = np.round(self._exact(found, idfs, rows), DECIMALS)
        ids = self._rows.all_ids.take(rows)
        order = np.lexsort((ids, -exact))[:k]
        return [(int(ids[i]), float(exact[i])) for i in order]

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        return {term: len(self._live_postings(term).rows) for term in terms}

    def counts(self, ids: Ids, terms: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
        rows = self._rows.find(ids)
        texts, titles = np.zeros((2, len(ids), len(terms)), np.uint16)
        for column, term in enumerate(terms):
            postings = self._postings(term)
            places, there = _places(postings.rows, rows)
            texts[there, column] = postings.texts[places]
            titles[there, column] = postings.titles[places]
        return texts, titles

    def ids(self) -> set[int]:
        return self._rows.ids()

    def write(self, file: Sink) -> None:
        """The same bytes for the same passages, in whatever order they came."""
        kept = self._rows.kept()
        names, homes = self._rows.filed(kept)
        place = np.full(len(self._rows), -1, np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        words, whole = self._sorted_words(_moved(_joined(self._segments or [_EMPTY]), place))
        parts: dict[str, NDArray[Any]] = {
            "ids": self._rows.all_ids.take(kept).astype("<i8"),
            "homes": homes.astype("<i4"),
            "lengths": self._lengths.take(kept).astype("<i4"),
            "terms": whole.terms.astype("<i4"),
            "starts": whole.starts.astype("<i8"),
            "rows": whole.rows.astype("<i4"),
            "texts": whole.texts.astype("<u2"),
            "titles": whole.titles.astype("<u2"),
            "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        }
        write_parts(file, {"collections": names}, {name: (part.nbytes, iter([np.ascontiguousarray(part).data])) for name, part in parts.items()})

    def _sorted_words(self, segment: _Segment) -> tuple[list[str], _Segment]:
        """The words of a segment in order, and the segment with their positions as its terms."""
        every = list(self._numbers)
        words = sorted(every[number] for number in segment.terms)
        renumbered = np.empty(len(every), np.int32)
        renumbered[[self._numbers[word] for word in words]] = np.arange(len(words), dtype=np.int32)
        return words, _ordered(renumbered[segment.keys()], segment.rows, segment.texts, segment.titles)

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Self:
        try:
            fields, parts = read_parts(data)
            engine = cls()
            engine._rows = PassageRows(np.frombuffer(parts["ids"], "<i8"), np.frombuffer(parts["homes"], "<i4"), [str(name) for name in fields["collections"]])
            lengths = np.frombuffer(parts["lengths"], "<i4")
            engine._lengths, engine._total = Growing(lengths), int(lengths.sum())
            words = bytes(parts["words"]).decode()
            engine._numbers = {word: number for number, word in enumerate(words.split("\n"))} if words else {}
            kinds = (("terms", "<i4"), ("starts", "<i8"), ("rows", "<i4"), ("texts", "<u2"), ("titles", "<u2"))
            segment = _Segment(*(np.frombuffer(parts[name], kind) for name, kind in kinds))
            fits = len(segment.starts) == len(segment.terms) + 1 and segment.starts[-1] == len(segment.rows) == len(segment.texts) == len(segment.titles)
            if not fits or len(lengths) != len(engine._rows):
                raise ValueError("the parts do not fit each other")
            engine._segments = [segment]
        except Exception as error:  # json, struct and NumPy raise many kinds for a damaged file
            raise ValueError("this is no saved word engine") from error
        return engine

    def _numbered(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The terms of all texts as numbers, one text after the other, and how many each has."""
        numbers, split = self._numbers, [text.split() for text in texts]
        flat = np.fromiter((numbers.setdefault(term, len(numbers)) for terms in split for term in terms), np.int32)
        return flat, np.fromiter(map(len, split), np.int64, len(split))

    def _postings(self, term: str) -> _Postings:
        number = self._numbers.get(term)
        if number is None:
            return _NONE
        slices = [(segment, where) for segment in self._segments if (where := segment.of(number)).stop]
        if len(slices) == 1:
            segment, where = slices[0]
            return _Postings(segment.rows[where], segment.texts[where], segment.titles[where])
        if not slices:
            return _NONE
        return _Postings(*(np.concatenate([getattr(segment, name)[where] for segment, where in slices]) for name in ("rows", "texts", "titles")))

    def _live_postings(self, term: str) -> _Postings:
        postings = self._postings(term)
        if not self._rows.gone:
            return postings
        live = self._rows.homes[postings.rows] >= 0
        return postings if live.all() else _Postings(postings.rows[live], postings.texts[live], postings.titles[live])

    def _rough(self, found: Sequence[_Postings], idfs: Sequence[float]) -> NDArray[np.float32]:
        """The score of every row in float32."""
        if self._norms is None:
            self._norms = (_K1 * (1 - _B + _B * self._lengths.whole() / (self._total / len(self)))).astype(np.float32)
        scores = np.zeros(len(self._rows), np.float32)
        for postings, idf in zip(found, idfs, strict=True):
            weight = postings.texts + np.float32(TITLE_WEIGHT) * postings.titles
            scores[postings.rows] += np.float32(idf * (_K1 + 1)) * weight / (weight + self._norms[postings.rows])
        return scores

    def _exact(self, found: Sequence[_Postings], idfs: Sequence[float], rows: Rows) -> NDArray[np.float64]:
        """The score of these rows as FTS5 sums it: term after term, in float64."""
        lengths = self._lengths.take(rows).astype(np.float64)
        norms = _K1 * (1 - _B + _B * lengths / (self._total / len(self)))
        scores = np.zeros(len(rows))
        for postings, idf in zip(found, idfs, strict=True):
            places, there = _places(postings.rows, rows)
            weight = postings.texts[places] + TITLE_WEIGHT * postings.titles[places]
            scores[there] += idf * ((weight * (_K1 + 1)) / (weight + norms[there]))
        return scores


def _idf(passages_with: int, passages: int) -> float:
    return max(math.log((passages - passages_with + 0.5) / (passages_with + 0.5)), _LEAST_IDF) if passages_with else 0.0


def _first(scores: NDArray[np.float32], k: int, holding: Sequence[NDArray[np.int32]]) -> Rows:
    """Rows among which the best ``k`` surely are, ties included. ``holding``: the rows of each term, the rarest first.

    The k-th best of those that hold the rarest terms is a bound from below: only what reaches it has to be sorted.
    """
    sample: NDArray[np.int32] = np.empty(0, np.int32)
    for rows in holding:
        sample = np.union1d(sample, rows[scores[rows] > 0])
        if len(sample) >= k:
            break
    bound = float(np.partition(scores[sample], len(sample) - k)[len(sample) - k]) if len(sample) >= k else 0.0
    reaching = np.flatnonzero(scores >= max(_lowered(bound), _LEAST_IDF / 1e6))
    if len(reaching) <= k:
        return reaching
    kth = float(np.partition(scores[reaching], len(reaching) - k)[len(reaching) - k])
    return reaching[scores[reaching] >= _lowered(kth)]


def _lowered(score: float) -> float:
    return score * (1 - _SLACK) - 2 * 10.0**-DECIMALS


def _places(sorted_rows: NDArray[np.int32], rows: Rows) -> tuple[Rows, NDArray[np.bool_]]:
    """(where in ``sorted_rows`` those of ``rows`` stand that are in it, which these are)."""
    if not len(sorted_rows):
        return np.empty(0, np.int64), np.zeros(len(rows), np.bool_)
    places = np.minimum(np.searchsorted(sorted_rows, rows.astype(np.int32)), len(sorted_rows) - 1)
    there = sorted_rows[places] == rows
    return places[there], there


def _segment(first: int, texts: NDArray[np.int32], text_lengths: NDArray[np.int64], titles: NDArray[np.int32], title_lengths: NDArray[np.int64]) -> _Segment:
    """Postings of new rows from ``first`` on, whose terms follow one another."""
    rows = np.concatenate([np.repeat(np.arange(len(lengths), dtype=np.int64), lengths) for lengths in (text_lengths, title_lengths)])
    keys = np.concatenate([texts, titles]).astype(np.int64) << 32 | rows
    unique, place = np.unique(keys, return_inverse=True)
    in_text = np.bincount(place[: len(texts)], minlength=len(unique))
    in_title = np.bincount(place[len(texts) :], minlength=len(unique))
    of_terms = (unique >> 32).astype(np.int32)
    terms, starts = np.unique(of_terms, return_index=True)
    return _Segment(
        terms,
        np.append(starts, len(unique)).astype(np.int64),
        ((unique & 0xFFFFFFFF) + first).astype(np.int32),
        np.minimum(in_text, _MOST).astype(np.uint16),
        np.minimum(in_title, _MOST).astype(np.uint16),
    )


def _joined(segments: Sequence[_Segment]) -> _Segment:
    """One segment of several, whose rows follow one another."""
    return _ordered(
        np.concatenate([segment.keys() for segment in segments]),
        *(np.concatenate([getattr(segment, name) for segment in segments]) for name in ("rows", "texts", "titles")),
    )


def _moved(segment: _Segment, place: NDArray[np.int32]) -> _Segment:
    """The postings at the new place of their rows; without those of rows that have none."""
    rows = place[segment.rows]
    kept = rows >= 0
    keys = segment.keys()[kept]
    rows, texts, titles = rows[kept], segment.texts[kept], segment.titles[kept]
    if len(rows) and (np.diff(rows)[np.diff(keys) == 0] < 0).any():
        order = np.argsort(rows, kind="stable")
        keys, rows, texts, titles = keys[order], rows[order], texts[order], titles[order]
    return _ordered(keys, rows, texts, titles)


def _ordered(keys: NDArray[np.int32], rows: NDArray[np.int32], texts: NDArray[np.uint16], titles: NDArray[np.uint16]) -> _Segment:
    """A segment of postings that are in order of row for each term."""
    order = np.argsort(keys, kind="stable")
    terms, starts = np.unique(keys[order], return_index=True)
    return _Segment(terms, np.append(starts, len(keys)).astype(np.int64), rows[order], texts[order], titles[order])


_EMPTY = _Segment(np.empty(0, np.int32), np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.uint16), np.empty(0, np.uint16))
_NONE = _Postings(_EMPTY.rows, _EMPTY.texts, _EMPTY.titles)
