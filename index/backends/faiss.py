"""The serving engine: FAISS over vectors in 8 bits finds the nearest, the exact vectors order them. The one home of faiss.

Up to `FLAT_UP_TO` passages every code is looked at, and as many are fetched as are needed to be sure that none was missed: how far a code may
lie from its vector is known, so what is found is what the reference finds, to the last digit. Beyond, an inverted file (IVF) over the same codes
looks at a part of them; how large a part is measured when it is trained.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.backends import DECIMALS, Ids, Sink, Vectors, best_of, check_shapes, cosines_of
from index.backends.rows import Growing, PassageRows, Rows, read_parts, write_parts

faiss.omp_set_num_threads(1)  # one question is one row: threads only wait for each other, ten times as long on busy cores

FLAT_UP_TO = 100_000
"""So many passages are looked at one by one: 2 ms. An inverted file saves little under that (docs/evaluation.md)."""
_LEVELS = 127
"""The largest code: a byte with a sign."""
_ROOM = 1.1
"""How much larger than the largest component so far the codes' range is, so that what is added later seldom needs all codes made anew."""
_SPARE = 128
"""How many more than ``k`` are fetched at first. Doubled while it is not sure that all of the best are among them."""
_SLACK = 2 * 10.0**-DECIMALS
"""How far a passage must lie behind the k-th to be surely no tie: the rounding, and float32 sums."""
_BLOCK = 8192
_TRAINED_ON = 64
"""Vectors a list of the inverted file, of which its centre is computed."""
_ROUNDS = 10
_PROBE_SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
_RECALL = 0.998
"""Of the ten nearest, on a trial of `_TRIALS` questions: the least that the share of lists looked at must reach."""
_TRIALS = 100


class FaissEngine:
    """``_rows`` knows which passage and collection a row is of, ``_vectors`` holds them exactly, ``_codes`` in 8 bits."""

    flat_up_to = FLAT_UP_TO

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._rows = PassageRows(np.empty(0, np.int64), np.empty(0, np.int32), [])
        self._vectors = Growing(np.empty((0, dimension), np.float32))
        self._codes = _Codes(dimension, 0.0)

    def add(self, ids: Ids, vectors: Vectors, collections: Sequence[str]) -> None:
        check_shapes(ids, vectors, collections, self.dimension)
        self.remove(ids)
        exact = np.ascontiguousarray(vectors, np.float32)
        self._rows.append(ids, collections)
        self._vectors.append(exact)
        if not self._codes.fit(exact):
            self._codes = _coded(self.dimension, _range_of(self._vectors), self._vectors.parts())
        else:
            self._codes.add(exact)

    def remove(self, ids: Ids) -> None:
        self._rows.remove(ids)

    def search(self, query: Vectors, k: int, collection: str) -> list[tuple[int, float]]:
        inside = self._rows.in_collection(collection)
        there = int(inside.sum())
        if k < 1 or not there:
            return []
        sought = np.ascontiguousarray(query, np.float32)
        chosen = None if there == len(inside) else inside
        fetched = k
        while True:
            fetched = min(fetched + max(_SPARE, fetched - k), there)
            rows, cut = self._codes.nearest(sought, fetched, chosen, probes_all=there <= self.flat_up_to)
            best = best_of(self._rows.all_ids.take(rows), self._vectors.take(rows), sought, k)
            if fetched == there or len(rows) < fetched or (len(best) == k and cut < best[-1][1] - _SLACK):
                return [(passage, cosine) for passage, cosine in best if not math.isnan(cosine)]  # a damaged vector compares with nothing

    def cosines(self, ids: Ids, query: Vectors) -> dict[int, float]:
        rows = self._rows.find(ids)
        held = rows >= 0
        cosines = cosines_of(self._vectors.take(rows[held]), np.asarray(query, np.float32))
        return {passage: cosine for passage, cosine in zip(ids[held].tolist(), cosines.tolist(), strict=True) if not math.isnan(cosine)}

    def ids(self) -> set[int]:
        return self._rows.ids()

    def __len__(self) -> int:
        return self._rows.live

    def has(self, passage: int, vector: Vectors, collection: str) -> bool:
        """Whether this passage is held in this collection with this vector."""
        row = self._rows.find(np.array([passage], np.int64))
        return bool(row[0] >= 0 and self._rows.name_of(row[0]) == collection and np.array_equal(self._vectors.take(row)[0], vector))

    def write(self, file: Sink) -> None:
        rows = self._rows.kept()
        codes = self._codes
        if self._rows.gone or not np.array_equal(rows, np.arange(len(rows))) or codes.is_outgrown(len(rows), self.flat_up_to):
            codes = self._codes_of(rows)
        stored = codes.to_bytes()
        names, homes = self._rows.filed(rows)
        fields = {"dimension": self.dimension, "collections": names, **codes.fields()}
        write_parts(
            file,
            fields,
            {
                "ids": (8 * len(rows), iter([self._rows.all_ids.take(rows).astype("<i8").data])),
                "homes": (4 * len(rows), iter([homes.astype("<i4").data])),
                "vectors": (4 * self.dimension * len(rows), (block.astype("<f4", copy=False).data for block in self._blocks(rows))),
                "codes": (len(stored), iter([stored])),
            },
        )

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Self:
        try:
            fields, parts = read_parts(data)
            engine = cls(int(fields["dimension"]))
            ids = np.frombuffer(parts["ids"], "<i8")
            engine._rows = PassageRows(ids, np.frombuffer(parts["homes"], "<i4"), [str(name) for name in fields["collections"]])
            engine._vectors = Growing(np.frombuffer(parts["vectors"], "<f4").reshape(len(ids), engine.dimension))
            engine._codes = _Codes.from_bytes(parts["codes"], engine.dimension, fields)
        except Exception as error:  # faiss, json and struct raise many kinds for a damaged file
            raise ValueError("this is no saved faiss engine") from error
        if len(engine._codes) != len(ids):
            raise ValueError("this is no saved faiss engine")
        return engine

    def _blocks(self, rows: Rows) -> Iterator[Vectors]:
        return (self._vectors.take(rows[start : start + _BLOCK]) for start in range(0, len(rows), _BLOCK))

    def _codes_of(self, rows: Rows) -> _Codes:
        """Codes of these rows, as many kinds of which are tried as their number asks for."""
        if len(rows) <= self.flat_up_to:
            return _coded(self.dimension, _range_of(self._vectors), self._blocks(rows))
        made = self._codes.without_rows() if self._codes.fits(len(rows)) else None
        if made is None:
            lists = 2 ** round(math.log2(2 * math.sqrt(len(rows))))
            sample = rows[:: max(1, len(rows) // (_TRAINED_ON * lists))]
            made = _trained(self.dimension, _range_of(self._vectors), lists, self._vectors.take(sample), len(rows))
        for block in self._blocks(rows):
            made.add(block)
        made.measure(self._vectors.take(rows[:: max(1, len(rows) // _TRIALS)][:_TRIALS]))
        return made


class _Codes:
    """Vectors as bytes: each component times ``_LEVELS / range``, rounded. ``probed``: the share of an inverted file's lists looked at."""

    def __init__(self, dimension: int, of_range: float, index: Any = None, probed: float = 1.0, trained: int = 0, off: float = 0.0) -> None:
        self._dimension = dimension
        self.range = of_range
        self.off = off
        """The farthest that a code lies from its vector."""
        self.probed = probed
        self.trained = trained
        """For how many passages an inverted file was trained; 0: every code is looked at."""
        self._index: Any = index or faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT)
        self._index.is_trained = True  # nothing is learned for codes of a fixed range

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def fit(self, vectors: Vectors) -> bool:
        """Whether no component lies outside the range. One of an inverted file, which comes near enough, is cut to it."""
        return bool(self.trained) or _largest(vectors) <= self.range

    def fits(self, passages: int) -> bool:
        """Whether the inverted file, if it is one, was trained for about so many."""
        return self.trained <= 2 * passages <= 4 * self.trained

    def is_outgrown(self, passages: int, flat_up_to: int) -> bool:
        """Whether so many passages want codes of another kind, or others trained for more of them."""
        return not self.fits(passages) if passages > flat_up_to else bool(self.trained)

    def add(self, vectors: Vectors) -> None:
        if len(vectors):
            levels = self._levels(vectors, self.range)
            self._index.add(levels)
            self.off = max(self.off, _distance(vectors, levels * np.float32(self.range / _LEVELS)))

    def nearest(self, query: Vectors, count: int, chosen: NDArray[np.bool_] | None, probes_all: bool) -> tuple[Rows, float]:
        """(rows of the ``count`` best codes, the most that the cosine of a row that was looked at and is not among them can be)."""
        largest = _largest(query) or 1.0
        levels = self._levels(query.reshape(1, -1), largest)
        share = self.range * largest / _LEVELS**2
        scores, rows = self._index.search(levels, count, params=self._parameters(chosen, probes_all))
        found = rows[0] >= 0
        off = _distance(query.reshape(1, -1), levels * np.float32(largest / _LEVELS))
        cut = float(scores[0][found][-1]) * share + self.off * float(np.linalg.norm(query)) + off * (1.0 + self.off) if found.any() else -math.inf
        return rows[0][found], cut

    def _parameters(self, chosen: NDArray[np.bool_] | None, probes_all: bool) -> Any:
        library: Any = faiss  # its stubs know the C++ signatures only
        selector = {} if chosen is None else {"sel": library.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))}
        if not self.trained:
            return library.SearchParameters(**selector) if selector else None
        lists = int(self._index.nlist)
        return library.SearchParametersIVF(nprobe=lists if probes_all else max(1, round(self.probed * lists)), **selector)

    def without_rows(self) -> _Codes:
        """The same trained inverted file, empty."""
        index = faiss.clone_index(self._index)
        index.reset()
        return _Codes(self._dimension, self.range, index, self.probed, self.trained)

    def measure(self, sample: Vectors) -> None:
        """Choose the share of lists to look at: the least with which nearly all of the ten nearest to a trial question are found.

        A question lies far from what answers it, at a cosine of some .55; so a trial is a stored vector with noise half as long again.
        """
        draw = np.random.default_rng(1)
        trials = sample + 1.5 * draw.standard_normal(sample.shape).astype(np.float32) / np.float32(math.sqrt(self._dimension))
        wanted = [set(self.nearest(trial, 10, None, probes_all=True)[0].tolist()) for trial in trials]
        for share in _PROBE_SHARES:
            self.probed = share
            found = [len(want & set(self.nearest(trial, 10, None, probes_all=False)[0].tolist())) for trial, want in zip(trials, wanted, strict=True)]
            if sum(found) >= _RECALL * sum(map(len, wanted)):
                break

    def fields(self) -> dict[str, float]:
        """What `from_bytes` has to know beside the bytes."""
        return {"range": self.range, "probed": self.probed, "trained": self.trained, "off": self.off}

    def to_bytes(self) -> bytes:
        return bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def from_bytes(cls, data: memoryview, dimension: int, fields: Mapping[str, Any]) -> _Codes:
        index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        trained = int(fields["trained"])
        if index.d != dimension or bool(trained) != isinstance(index, faiss.IndexIVF):
            raise ValueError("codes of another kind")
        return cls(dimension, float(fields["range"]), index, float(fields["probed"]), trained, float(fields["off"]))

    @staticmethod
    def _levels(vectors: Vectors, of_range: float) -> Vectors:
        scaled = np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0) * np.float32(_LEVELS / (of_range or 1.0))
        return np.asarray(np.clip(np.rint(scaled), -_LEVELS, _LEVELS), np.float32)


def _coded(dimension: int, of_range: float, blocks: Iterator[Vectors]) -> _Codes:
    made = _Codes(dimension, of_range)
    for block in blocks:
        made.add(block)
    return made


def _trained(dimension: int, of_range: float, lists: int, sample: Vectors, passages: int) -> _Codes:
    """An empty inverted file whose lists are around the centres of ``sample``; the same for the same sample."""
    clustering = faiss.Kmeans(dimension, lists, niter=_ROUNDS, seed=1, spherical=True, min_points_per_centroid=1, max_points_per_centroid=4 * _TRAINED_ON)
    clustering.train(np.ascontiguousarray(np.nan_to_num(sample)))
    centres: Any = faiss.IndexFlatIP(dimension)
    centres.add(clustering.centroids)
    index = faiss.IndexIVFScalarQuantizer(centres, dimension, lists, faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT, False)
    index.is_trained = True
    index.own_fields = True
    centres.this.disown()
    return _Codes(dimension, of_range, index, 1.0, passages)


def _range_of(vectors: Growing) -> float:
    return _ROOM * max((_largest(part) for part in vectors.parts()), default=0.0)


def _largest(vectors: Vectors) -> float:
    """The largest component, whatever its sign; what is damaged does not count."""
    blocks = (vectors[start : start + _BLOCK] for start in range(0, len(vectors), _BLOCK))
    return max((float(np.abs(np.nan_to_num(block, posinf=0.0, neginf=0.0)).max(initial=0.0)) for block in blocks), default=0.0)


def _distance(vectors: Vectors, others: Vectors) -> float:
    """The largest distance of a row from the same row of ``others``."""
    return float(np.linalg.norm(np.nan_to_num(vectors, posinf=0.0, neginf=0.0) - others, axis=1).max(initial=0.0))
