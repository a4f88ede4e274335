"""One contract, every vector engine: `index.backends.VectorEngine`. A new engine is one more line in ``ENGINES``."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.backends import VectorEngine, Vectors
from index.backends.exact import ExactEngine
from index.backends.faiss import FaissEngine

ENGINES = [ExactEngine, FaissEngine]
X, Y, Z = np.eye(3, dtype=np.float32)


def ids(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def unit(*rows: Vectors | tuple[float, ...]) -> Vectors:
    stacked = np.array(rows, np.float32)
    return stacked / np.linalg.norm(stacked, axis=1, keepdims=True)


def written(engine: VectorEngine) -> bytes:
    file = io.BytesIO()
    engine.write(file)
    return file.getvalue()


@pytest.fixture(params=ENGINES, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> type[VectorEngine]:
    return request.param


@pytest.fixture
def engine(kind: type[VectorEngine]) -> VectorEngine:
    made = kind(3)  # type: ignore[call-arg]
    made.add(ids(30, 10, 20), unit(X, Y, (1, 1, 0)), ["main", "main", "main"])
    made.add(ids(40), unit(X), ["other"])
    return made


def test_nearest_first_with_their_cosines(engine: VectorEngine) -> None:
    assert engine.search(X, 3, "main") == [(30, 1.0), (20, 0.707107), (10, 0.0)]


def test_opposite_directions_come_last(engine: VectorEngine) -> None:
    assert engine.search(-X, 3, "main") == [(10, 0.0), (20, -0.707107), (30, -1.0)]


def test_k_cuts_and_more_than_there_is_gives_what_there_is(engine: VectorEngine) -> None:
    assert engine.search(X, 1, "main") == [(30, 1.0)]
    assert len(engine.search(X, 2, "main")) == 2
    assert len(engine.search(X, 1000, "main")) == 3


@pytest.mark.parametrize("k", [0, -1])
def test_no_k_gives_nothing(engine: VectorEngine, k: int) -> None:
    assert engine.search(X, k, "main") == []


def test_collections_are_kept_apart(engine: VectorEngine) -> None:
    assert engine.search(X, 9, "other") == [(40, 1.0)]


def test_an_unknown_collection_is_empty(engine: VectorEngine, kind: type[VectorEngine]) -> None:
    assert engine.search(X, 9, "nowhere") == []
    assert kind(3).search(X, 9, "main") == []  # type: ignore[call-arg]


def test_ids_are_those_given(engine: VectorEngine) -> None:
    assert engine.ids() == {10, 20, 30, 40}


def test_it_says_how_many_it_holds(engine: VectorEngine) -> None:
    assert len(engine) == 4
    engine.remove(ids(10, 99))
    assert len(engine) == 3


def test_cosines_of_chosen_passages_of_any_collection(engine: VectorEngine) -> None:
    assert engine.cosines(ids(40, 20, 99), X) == {40: 1.0, 20: 0.707107}
    engine.remove(ids(20))
    assert engine.cosines(ids(40, 20), Y) == {40: 0.0}
    assert engine.cosines(ids(), X) == {}


def test_large_ids_are_ids(engine: VectorEngine) -> None:
    engine.add(ids(2**53 + 1), unit(Z), ["main"])
    assert engine.search(Z, 1, "main") == [(2**53 + 1, 1.0)]


def test_an_id_added_again_is_replaced(engine: VectorEngine) -> None:
    engine.add(ids(30), unit(Z), ["main"])
    assert engine.search(Z, 1, "main") == [(30, 1.0)]
    assert engine.search(X, 1, "main") == [(20, 0.707107)]


def test_an_id_may_move_to_another_collection(engine: VectorEngine) -> None:
    engine.add(ids(30), unit(X), ["other"])
    assert engine.search(X, 9, "other") == [(30, 1.0), (40, 1.0)]
    assert [passage for passage, _ in engine.search(X, 9, "main")] == [20, 10]


def test_what_is_removed_is_not_found(engine: VectorEngine) -> None:
    engine.remove(ids(30, 40))
    assert engine.search(X, 9, "main") == [(20, 0.707107), (10, 0.0)]
    assert engine.search(X, 9, "other") == []
    assert engine.ids() == {10, 20}


def test_removing_what_is_not_there_changes_nothing(engine: VectorEngine) -> None:
    engine.remove(ids(99, 98))
    engine.remove(ids())
    assert engine.ids() == {10, 20, 30, 40}


def test_an_emptied_collection_can_be_filled_again(engine: VectorEngine) -> None:
    engine.remove(ids(40))
    engine.add(ids(41), unit(Y), ["other"])
    assert engine.search(Y, 9, "other") == [(41, 1.0)]


def test_adding_nothing_is_no_error(engine: VectorEngine) -> None:
    engine.add(ids(), np.empty((0, 3), np.float32), [])
    assert engine.ids() == {10, 20, 30, 40}


@pytest.mark.parametrize("k", [1, 3, 16, 17, 50])
def test_ties_are_cut_by_id_however_many_there_are(kind: type[VectorEngine], k: int) -> None:
    engine = kind(3)  # type: ignore[call-arg]
    numbers = np.random.default_rng(5).permutation(200)
    engine.add(numbers.astype(np.int64), unit(*[(1, 1, 1)] * 200), ["main"] * 200)
    engine.add(ids(500), unit(X), ["main"])
    assert engine.search(X, k, "main") == [(500, 1.0), *((number, 0.57735) for number in range(k - 1))]


def test_what_differs_behind_the_sixth_decimal_is_a_tie(kind: type[VectorEngine]) -> None:
    engine = kind(2)  # type: ignore[call-arg]
    engine.add(ids(2, 1, 3), np.array([[0.60000002, 0.8], [0.59999998, 0.8], [0.600002, 0.8]], np.float32), ["main"] * 3)
    assert engine.search(np.array([1, 0], np.float32), 3, "main") == [(3, 0.600002), (1, 0.6), (2, 0.6)]


@pytest.mark.parametrize(
    ("numbers", "rows", "names"),
    [
        (ids(1), unit(X, Y), ["main"]),
        (ids(1, 2), unit(X), ["main", "main"]),
        (ids(1), unit(X), ["main", "main"]),
        (ids(1), unit(X), []),
        (ids(1), np.ones((1, 4), np.float32), ["main"]),
        (ids(1), X, ["main"]),
        (ids(1, 1), unit(X, Y), ["main", "main"]),
    ],
)
def test_shapes_that_do_not_fit_are_refused_and_change_nothing(engine: VectorEngine, numbers: np.ndarray, rows: Vectors, names: list[str]) -> None:
    with pytest.raises(ValueError, match=r"do not fit|comes twice"):
        engine.add(numbers, rows, names)
    assert engine.ids() == {10, 20, 30, 40}


def test_bytes_bring_all_of_it_back(engine: VectorEngine, kind: type[VectorEngine]) -> None:
    again = kind.from_bytes(written(engine))
    assert again.dimension == 3
    assert again.ids() == engine.ids()
    assert [again.search(X, 9, name) for name in ("main", "other")] == [engine.search(X, 9, name) for name in ("main", "other")]
    again.add(ids(30), unit(Z), ["other"])
    again.remove(ids(10))
    assert again.ids() == {20, 30, 40}
    assert again.search(X, 9, "other") == [(40, 1.0), (30, 0.0)]
    assert again.cosines(ids(10, 20, 30), Z) == {20: 0.0, 30: 1.0}
    twice = kind.from_bytes(written(again))
    assert [twice.search(Z, 9, name) for name in ("main", "other")] == [again.search(Z, 9, name) for name in ("main", "other")]


def test_a_view_of_the_bytes_will_do(engine: VectorEngine, kind: type[VectorEngine]) -> None:
    padded = b"a header" + written(engine)
    again = kind.from_bytes(memoryview(padded)[8:])
    assert again.search(X, 9, "main") == engine.search(X, 9, "main")
    with pytest.raises(ValueError, match="no saved"):
        kind.from_bytes(memoryview(padded)[8:-1])


def test_an_empty_engine_has_bytes_too(kind: type[VectorEngine]) -> None:
    again = kind.from_bytes(written(kind(7)))  # type: ignore[call-arg]
    assert (again.dimension, again.ids()) == (7, set())


def test_bytes_that_are_none_of_ours_are_refused(engine: VectorEngine, kind: type[VectorEngine]) -> None:
    data = written(engine)
    for damaged in (b"", b"\0", b"nothing of the kind", data[:10], data[: len(data) // 2], data[:-1], b"\xff" * 200):
        with pytest.raises(ValueError, match="no saved"):
            kind.from_bytes(damaged)


def test_bytes_of_another_engine_are_refused() -> None:
    with pytest.raises(ValueError, match="no saved"):
        FaissEngine.from_bytes(written(ExactEngine(3)))
    with pytest.raises(ValueError, match="no saved"):
        ExactEngine.from_bytes(written(FaissEngine(3)))


# ---------------------------------------------------------------------- laws over any sequence


def vector_of(seed: int) -> Vectors:
    """Few directions, so that ties are many."""
    return unit(np.random.default_rng(seed).integers(-1, 2, 4) + np.array([0, 0, 0, 0.5]))[0]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "file"]),
        st.lists(st.integers(1, 40), unique=True, max_size=12),
        st.integers(0, 30),
        st.sampled_from(["main", "other"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.integers(0, 30), st.integers(1, 12))
def test_every_engine_gives_what_the_reference_gives(steps: list[tuple[str, list[int], int, str]], sought: int, k: int) -> None:
    engines: list[VectorEngine] = [kind(4) for kind in ENGINES]
    for step, numbers, seed, name in steps:
        engines = [type(engine).from_bytes(written(engine)) for engine in engines] if step == "file" else engines
        for engine in engines:
            if step == "add":
                rows = np.array([vector_of(seed + number) for number in numbers], np.float32).reshape(-1, 4)
                engine.add(ids(*numbers), rows, [name] * len(numbers))
            elif step == "remove":
                engine.remove(ids(*numbers))
    reference, *others = engines
    for other in others:
        assert (other.ids(), len(other)) == (reference.ids(), len(reference))
        assert other.cosines(ids(*range(1, 41)), vector_of(sought)) == reference.cosines(ids(*range(1, 41)), vector_of(sought))
        for name in ("main", "other"):
            assert other.search(vector_of(sought), k, name) == reference.search(vector_of(sought), k, name)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(60)), st.integers(0, 1000), st.integers(1, 30))
def test_the_order_of_adding_does_not_matter(order: list[int], seed: int, k: int) -> None:
    rows = unit(*np.random.default_rng(seed).normal(size=(60, 24)))
    rows[40:] = rows[:20]
    for kind in ENGINES:
        straight, mixed = kind(24), kind(24)
        straight.add(ids(*range(60)), rows, ["main"] * 60)
        for number in order:
            mixed.add(ids(number), rows[[number]], ["main"])
        assert mixed.search(rows[0], k, "main") == straight.search(rows[0], k, "main")
