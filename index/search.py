"""Query -> Hits: what holds the words, and what means the like, ranked together. `rank` decides; `Searcher` fetches.

Query -words-> ids by BM25 ┐
      -embed, vectors-> ids by cosine ┴-> Candidate* -rank-> Hit*
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np

from index import database
from index.catalog import Catalog, State, StoredPassage, read_passages, read_state
from index.embed import Embedder
from index.errors import ModelError
from index.snapshot import Snapshot, WordSnapshot

CANDIDATES = 50
"""From each of the two searches. On 49,500 news paragraphs one of either's first 50 is right for 97 % of questions."""
TITLE_SHARE = 0.6
"""What a concept counts that stands only in the passage's title."""
RELATED_SHARE = 0.5
"""What a related word ("militant" for "fighter") counts against the word itself."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question asks about. A text holds it when it holds one of ``terms``, and half when one of ``related``."""

    terms: tuple[str, ...]
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is what is embedded; ``concepts`` are what is looked up; ``collection`` is the only one that is searched."""

    text: str
    concepts: tuple[Concept, ...]
    collection: str = "main"

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term to look up, each once."""
        return tuple(dict.fromkeys(term for concept in self.concepts for term in (*concept.terms, *concept.related)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what the two searches said of it. ``bm25`` is 0 when the words did not find it."""

    passage: StoredPassage
    bm25: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each concept of a query tells, in its order: rarer tells more."""

    of: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.of)


@dataclass(frozen=True, slots=True)
class Hit:
    """``score`` ranks, higher is better; ``confidence`` is the probability that this passage answers. Both 0 to 1, four decimals."""

    passage: StoredPassage
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search gave: the hits, best first, the weights they were judged by, and the store's state they are of."""

    hits: tuple[Hit, ...]
    weights: Weights
    state: State


def weigh(concepts: Sequence[Concept], frequencies: Mapping[str, int], passages: int) -> Weights:
    """The BM25 inverse document frequency of each concept among ``passages``; one that stands nowhere weighs most."""
    counts = (max((frequencies.get(term, 0) for term in concept.terms), default=0) for concept in concepts)
    return Weights(tuple(math.log(1 + (passages - count + 0.5) / (count + 0.5)) for count in counts))


def coverage(concepts: Sequence[Concept], weights: Weights, text: frozenset[str], title: frozenset[str] = frozenset()) -> float:
    """The share of a query's weight that a text holds, 0 to 1; ``title`` terms count `TITLE_SHARE`. 0 for no concepts."""
    if not weights.total:
        return 0.0
    return sum(weight * _held(concept, text, title) for concept, weight in zip(concepts, weights.of, strict=True)) / weights.total


def _held(concept: Concept, text: frozenset[str], title: frozenset[str]) -> float:
    if not text.isdisjoint(concept.terms):
        return 1.0
    related = 0.0 if text.isdisjoint(concept.related) else RELATED_SHARE
    titled = 0.0 if title.isdisjoint(concept.terms) else TITLE_SHARE
    return max(related, titled)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights of ranking.json. ``score``: of coverage, cosine and BM25; ``confidence``: log odds of the constant, of coverage and of cosine."""

    score: tuple[float, float, float]
    confidence: tuple[float, float, float]


@lru_cache(maxsize=1)
def ranking() -> Ranking:
    """The weights in the package: the score's were set by hand, the confidence's calibrated by scripts/calibrate.py."""
    table = json.loads(resources.files("index").joinpath("ranking.json").read_text(encoding="utf-8"))
    score, confidence = table["score"], table["confidence"]
    return Ranking((score["coverage"], score["cosine"], score["bm25"]), (confidence["constant"], confidence["coverage"], confidence["cosine"]))


def rank(query: Query, weights: Weights, candidates: Sequence[Candidate]) -> tuple[Hit, ...]:
    """Hits, best first; ties by outlet-independent place (document id, paragraph, start), never by chance."""
    of_coverage, of_cosine, of_bm25 = ranking().score
    hits = []
    for candidate in candidates:
        passage = candidate.passage
        covered = coverage(query.concepts, weights, frozenset(passage.terms), frozenset(passage.title_terms))
        cosine = max(0.0, candidate.cosine)
        score = of_coverage * covered + of_cosine * cosine + of_bm25 * share_of_bm25(candidate.bm25, weights)
        hits.append(Hit(passage, round(score, 4), confidence_of(covered, cosine)))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.passage.doc_id, hit.passage.paragraph, hit.passage.span.start)))


def share_of_bm25(bm25: float, weights: Weights) -> float:
    """0 to 1, one half where the BM25 score is the weight of the whole question: both grow alike with the store."""
    return bm25 / (bm25 + weights.total) if bm25 > 0 else 0.0


def confidence_of(covered: float, cosine: float) -> float:
    """The probability that a passage answers, from the share of the question that it holds and its cosine (docs/evaluation.md: how well)."""
    constant, of_coverage, of_cosine = ranking().confidence
    return round(1 / (1 + math.exp(-(constant + of_coverage * covered + of_cosine * cosine))), 4)


class Searcher:
    """Search over one data folder; sees what other processes add at the next call."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        """Meaning is computed beside the search of the words: neither holds the interpreter, and a fifth of the wait is saved."""

    @cached_property
    def _words(self) -> WordSnapshot:
        words = WordSnapshot(self._catalog)
        words.catch_up()
        words.save()
        return words

    @cached_property
    def _snapshot(self) -> Snapshot:
        snapshot = Snapshot(self._catalog, self._embedder.model_hash, self._embedder.dimension)
        snapshot.catch_up()
        snapshot.save()
        if not len(snapshot):
            others = [name for hash_of_model, name in self._catalog.model_names().items() if hash_of_model != self._embedder.model_hash]
            if others:
                raise ModelError(
                    f"the sources were embedded with the model “{others[0]}”, but the setting names “{self._embedder.model_name}”:"
                    " run `briefbot reindex`, or set BRIEFBOT_EMBEDDING_MODEL back"
                )
        return snapshot

    def search(self, query: Query, k: int = CANDIDATES) -> Found:
        """The ``k`` best hits for a query. ModelError when the stored vectors are another model's."""
        candidates, weights, state = self.candidates(query)
        return Found(rank(query, weights, candidates)[:k], weights, state)

    def candidates(self, query: Query) -> tuple[list[Candidate], Weights, State]:
        """What `rank` judges: all that either search found, the weights to judge it by, and the store's state all of it is of."""
        snapshot, words = self._snapshot, self._words
        embedding = self._beside.submit(self._embedder.embed, [query.text])
        with database.reading(self._catalog.engine) as connection:  # one view: words, vectors and passages of the same state
            state = read_state(connection)
            with words.at(connection, state) as lexical:
                weights = weigh(query.concepts, lexical.frequencies(query.terms), len(lexical))
                by_words = dict(lexical.search(query.terms, CANDIDATES, query.collection))
            vector = embedding.result()[0]
            with snapshot.at(connection, state) as dense:
                cosines = dict(dense.search(vector, CANDIDATES, query.collection))
                cosines |= dense.cosines(np.array(sorted(by_words.keys() - cosines.keys()), np.int64), vector)
            found = read_passages(connection, sorted(cosines.keys() | by_words.keys()))
        candidates = [Candidate(passage, by_words.get(key, 0.0), cosines.get(key, 0.0)) for key, passage in found.items()]
        return candidates, weights, state

    def state(self) -> State:
        """Where the store stands now."""
        return self._catalog.state()
