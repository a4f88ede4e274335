"""The part of the vector engine that looks at a part of the passages only: how little it may miss, and what it must never get wrong."""

from __future__ import annotations

import io

import numpy as np
import pytest

from index.backends import Vectors
from index.backends.exact import ExactEngine
from index.backends.faiss import FaissEngine

DIMENSION, PASSAGES = 32, 3000


class Inverted(FaissEngine):
    """Takes to an inverted file early, so that a test need not make 100,000 passages."""

    flat_up_to = 500


def unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def filed(engine: FaissEngine) -> Inverted:
    file = io.BytesIO()
    engine.write(file)
    return Inverted.from_bytes(file.getvalue())


@pytest.fixture(scope="module")
def passages() -> Vectors:
    """Articles of thirty passages each, which lie near each other."""
    draw = np.random.default_rng(1)
    topics = np.repeat(draw.standard_normal((PASSAGES // 30, DIMENSION)), 30, axis=0)
    return unit(topics + 0.7 * draw.standard_normal((PASSAGES, DIMENSION)))


@pytest.fixture(scope="module")
def questions(passages: Vectors) -> Vectors:
    draw = np.random.default_rng(2)
    asked = passages[: PASSAGES - 200 : 50]
    return unit(asked + 0.15 * draw.standard_normal(asked.shape))


@pytest.fixture
def engines(passages: Vectors) -> tuple[ExactEngine, Inverted]:
    reference, engine = ExactEngine(DIMENSION), Inverted(DIMENSION)
    names = ["main"] * (PASSAGES - 200) + ["small"] * 200
    for one in (reference, engine):
        one.add(np.arange(PASSAGES, dtype=np.int64) * 3, passages, names)
    return reference, filed(engine)


def recall(reference: ExactEngine, engine: FaissEngine, questions: Vectors, collection: str = "main") -> float:
    """The share of the ten best that come; what scores within a thousandth of the tenth counts as it."""
    kept = []
    for question in questions:
        tenth = reference.search(question, 10, collection)[-1][1]
        kept.append(sum(cosine >= tenth - 1e-3 for _, cosine in engine.search(question, 10, collection)) / 10)
    return float(np.mean(kept))


def test_it_looks_at_a_part_and_finds_nearly_all(engines: tuple[ExactEngine, Inverted], questions: Vectors) -> None:
    reference, engine = engines
    assert engine._codes.trained == PASSAGES
    assert engine._codes.probed < 1
    assert recall(reference, engine, questions) >= 0.99


def test_what_it_finds_has_exact_cosines_in_the_contract_s_order(engines: tuple[ExactEngine, Inverted], questions: Vectors) -> None:
    reference, engine = engines
    for question in questions[:10]:
        found = engine.search(question, 10, "main")
        assert found == sorted(found, key=lambda one: (-one[1], one[0]))
        assert dict(found) == reference.cosines(np.array([passage for passage, _ in found]), question)


def test_a_small_collection_inside_is_searched_whole(engines: tuple[ExactEngine, Inverted], questions: Vectors) -> None:
    reference, engine = engines
    for question in questions:
        assert engine.search(question, 10, "small") == reference.search(question, 10, "small")


def test_removals_and_additions_count_at_once_without_new_training(engines: tuple[ExactEngine, Inverted], questions: Vectors) -> None:
    reference, engine = engines
    for question in questions[:20]:
        best = np.array([passage for passage, _ in engine.search(question, 3, "main")])
        for one in (reference, engine):
            one.remove(best)
            one.add(best[:1] + 1, unit(question[None]), ["main"])
        assert engine.search(question, 1, "main") == [(best[0] + 1, 1.0)]
        assert not {passage for passage, _ in engine.search(question, 50, "main")} & set(best.tolist())
    assert recall(reference, engine, questions) >= 0.99
    again = filed(engine)
    assert (again.ids(), again._codes.trained) == (reference.ids(), PASSAGES)
    assert recall(reference, again, questions) >= 0.99


def test_the_same_passages_give_the_same_file(passages: Vectors) -> None:
    files = []
    for _ in range(2):
        engine, file = Inverted(DIMENSION), io.BytesIO()
        engine.add(np.arange(PASSAGES, dtype=np.int64), passages, ["main"] * PASSAGES)
        engine.write(file)
        files.append(file.getvalue())
    assert files[0] == files[1]


def test_vectors_without_any_clusters_are_all_looked_at() -> None:
    reference, engine = ExactEngine(DIMENSION), Inverted(DIMENSION)
    rows = unit(np.random.default_rng(4).standard_normal((1500, DIMENSION)))
    for one in (reference, engine):
        one.add(np.arange(1500, dtype=np.int64), rows, ["main"] * 1500)
    assert recall(reference, filed(engine), unit(rows[:40] + 0.1)) >= 0.99


def test_it_goes_back_to_looking_at_all_when_few_are_left(engines: tuple[ExactEngine, Inverted], questions: Vectors) -> None:
    reference, engine = engines
    gone = np.arange(400, PASSAGES, dtype=np.int64) * 3
    for one in (reference, engine):
        one.remove(gone)
    again = filed(engine)
    assert again._codes.trained == 0
    assert again.search(questions[0], 10, "main") == reference.search(questions[0], 10, "main")
