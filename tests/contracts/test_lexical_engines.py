"""One contract, every lexical engine: `index.backends.LexicalEngine`. The word index in the database is the reference."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from index import database
from index.backends import LexicalEngine, fts5
from index.backends.words import WordEngine
from index.catalog import Catalog
from index.ingest import add_source
from sources.model import RawSource


class InDatabase:
    """The word index that SQLite keeps by triggers, under the contract: passages are rows of the database, of one document."""

    def __init__(self, catalog: Catalog) -> None:
        self._engine = catalog.engine
        with database.writing(self._engine) as connection:
            connection.execute(text("DELETE FROM passages"))

    @classmethod
    def over(cls, catalog: Catalog) -> InDatabase:
        add_source(catalog, RawSource(b"A report\n\nThe dam broke.", "a", "/a", "text/plain"), "main")
        return cls(catalog)

    def add(self, ids: np.ndarray, texts: Sequence[str], titles: Sequence[str], collections: Sequence[str]) -> None:
        if not len(ids) == len(texts) == len(titles) == len(collections):
            raise ValueError("they do not fit")
        if len(set(ids.tolist())) != len(ids):
            raise ValueError("an id comes twice")
        self.remove(ids)
        with database.writing(self._engine) as connection:
            for passage, terms, title, collection in zip(ids.tolist(), texts, titles, collections, strict=True):
                connection.execute(
                    text(
                        'INSERT INTO passages (id, revision_id, collection, paragraph, start, "end", live, terms, title_terms)'
                        " VALUES (:id, 1, :collection, 0, 0, 0, 1, :terms, :title)"
                    ),
                    {"id": passage, "terms": terms, "title": title, "collection": collection},
                )

    def remove(self, ids: np.ndarray) -> None:
        with database.writing(self._engine) as connection:
            for passage in ids.tolist():
                connection.execute(text("DELETE FROM passages WHERE id = :id"), {"id": passage})

    def search(self, terms: Sequence[str], k: int, collection: str) -> list[tuple[int, float]]:
        with database.reading(self._engine) as connection:
            found = [(passage, round(score, 6)) for passage, score in fts5.search(connection, list(dict.fromkeys(terms)), collection, 10**6)]
        return sorted(found, key=lambda one: (-one[1], one[0]))[: max(k, 0)]

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        with database.reading(self._engine) as connection:
            return fts5.document_frequencies(connection, terms)

    def __len__(self) -> int:
        with database.reading(self._engine) as connection:
            return fts5.count(connection)


class FromFile(WordEngine):
    """The engine in memory, written to a file and read again before every question."""

    def search(self, terms: Sequence[str], k: int, collection: str) -> list[tuple[int, float]]:
        return WordEngine.from_bytes(written(self)).search(terms, k, collection)


def written(engine: WordEngine) -> bytes:
    file = io.BytesIO()
    engine.write(file)
    return file.getvalue()


def ids(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


@pytest.fixture(params=["database", "memory", "file"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LexicalEngine]:
    if request.param != "database":
        yield WordEngine() if request.param == "memory" else FromFile()
        return
    with Catalog(tmp_path / "data") as catalog:
        yield InDatabase.over(catalog)


@pytest.fixture
def engine(empty: LexicalEngine) -> LexicalEngine:
    empty.add(ids(3, 1, 7), ["dam broke dam", "roof fell", "dam held"], ["flood", "dam", "flood"], ["main"] * 3)
    empty.add(ids(5), ["dam"], [""], ["other"])
    empty.add(ids(*range(20, 28)), ["water"] * 8, [""] * 8, ["other"] * 8)  # a term of more than half of the passages tells nothing
    return empty


def found(engine: LexicalEngine, *terms: str, k: int = 99, collection: str = "main") -> list[int]:
    return [passage for passage, _ in engine.search(terms, k, collection)]


def test_any_term_is_enough_and_more_of_it_is_better_and_the_text_counts_more_than_the_title(engine: LexicalEngine) -> None:
    assert found(engine, "dam") == [3, 7, 1]
    assert set(found(engine, "roof", "held", "nothing")) == {1, 7}


def test_a_rare_term_counts_more(empty: LexicalEngine) -> None:
    empty.add(ids(1, 2, 3, 4, 5), ["dam", "roof", "dam", "dam", "grain"], [""] * 5, ["main"] * 5)
    assert found(empty, "dam", "roof") == [2, 1, 3, 4]


def test_ties_are_cut_by_id(empty: LexicalEngine) -> None:
    numbers = [int(number) for number in np.random.default_rng(3).permutation(200)]
    empty.add(ids(*numbers), ["dam town"] * 200, ["flood"] * 200, ["main"] * 200)
    empty.add(ids(*range(300, 520)), ["grain"] * 220, [""] * 220, ["main"] * 220)
    for k in (1, 3, 50, 199):
        assert found(empty, "dam", "flood", k=k) == list(range(k))


def test_no_terms_unknown_terms_and_no_k_find_nothing(engine: LexicalEngine) -> None:
    assert found(engine) == found(engine, "zeppelin") == found(engine, "dam", k=0) == found(engine, "dam", k=-1) == []
    assert found(engine, "dam", collection="nowhere") == []


def test_an_empty_engine_finds_nothing(empty: LexicalEngine) -> None:
    assert (found(empty, "dam"), empty.frequencies(["dam"]), len(empty)) == ([], {"dam": 0}, 0)


def test_collections_are_kept_apart_and_rarity_is_that_of_all(engine: LexicalEngine) -> None:
    assert found(engine, "dam", collection="other") == [5]
    assert engine.frequencies(["dam", "roof", "flood", "zeppelin"]) == {"dam": 4, "roof": 1, "flood": 2, "zeppelin": 0}


def test_a_term_that_comes_twice_counts_once(engine: LexicalEngine) -> None:
    assert engine.search(["dam", "roof", "dam"], 9, "main") == engine.search(["dam", "roof"], 9, "main")


def test_what_is_removed_is_not_found_and_not_counted(engine: LexicalEngine) -> None:
    engine.remove(ids(3, 99))
    assert (found(engine, "dam"), engine.frequencies(["dam"]), len(engine)) == ([7, 1], {"dam": 3}, 11)


def test_an_id_added_again_is_replaced(engine: LexicalEngine) -> None:
    engine.add(ids(3), ["grain"], [""], ["other"])
    assert found(engine, "dam") == [7, 1]
    assert found(engine, "grain", collection="other") == [3]
    assert (engine.frequencies(["broke", "grain"]), len(engine)) == ({"broke": 0, "grain": 1}, 12)


def test_lists_that_do_not_fit_are_refused_and_change_nothing(engine: LexicalEngine) -> None:
    for numbers, texts, titles, names in (
        (ids(8), [], [""], ["main"]),
        (ids(8), ["a"], [], ["main"]),
        (ids(8), ["a"], [""], []),
        (ids(8, 8), ["a", "b"], ["", ""], ["main", "main"]),
    ):
        with pytest.raises(ValueError, match=r"fit|twice"):
            engine.add(numbers, texts, titles, names)
    engine.add(ids(), [], [], [])
    assert len(engine) == 12


# ---------------------------------------------------------------------- laws over any sequence

TERMS = st.lists(st.sampled_from(["dam", "=iskp", "is-k", "3.5", "roof", "塔利", "town"]), max_size=6)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove", "file"]),
        st.lists(st.tuples(st.integers(1, 30), TERMS, TERMS), unique_by=lambda one: one[0], max_size=8),
        st.sampled_from(["main", "other"]),
    ),
    max_size=10,
)


@settings(max_examples=40, deadline=None)
@given(STEPS, TERMS, st.integers(1, 12))
def test_memory_finds_what_the_database_finds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[tuple[int, list[str], list[str]]], str]], sought: list[str], k: int
) -> None:
    with Catalog(tmp_path_factory.mktemp("store")) as catalog:
        reference, engine = InDatabase.over(catalog), WordEngine()
        for step, passages, name in steps:
            numbers = ids(*(number for number, _, _ in passages))
            for one in (reference, engine):
                if step == "add":
                    one.add(numbers, [" ".join(terms) for _, terms, _ in passages], [" ".join(title) for _, _, title in passages], [name] * len(passages))
                elif step == "remove":
                    one.remove(numbers)
            engine = WordEngine.from_bytes(written(engine)) if step == "file" else engine
        assert len(engine) == len(reference)
        assert engine.frequencies(sought) == reference.frequencies(sought)
        for name in ("main", "other"):
            assert engine.search(sought, k, name) == reference.search(sought, k, name)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(40)), st.integers(0, 1000))
def test_the_same_passages_are_the_same_file_in_whatever_order_they_came(order: list[int], seed: int) -> None:
    draw = np.random.default_rng(seed)
    texts = [" ".join(draw.choice(["dam", "roof", "town", "grain", "men"], draw.integers(0, 7))) for _ in range(40)]
    straight, mixed = WordEngine(), WordEngine()
    straight.add(ids(*range(40)), texts, texts[::-1], ["b", "a"] * 20)
    mixed.add(ids(77), ["zeppelin"], ["aeon"], ["gone"])
    for number in order:
        mixed.add(ids(number), [texts[number]], [texts[39 - number]], [["b", "a"][number % 2]])
    mixed.remove(ids(77))
    assert written(mixed) == written(straight)


def test_bytes_that_are_none_of_ours_are_refused(engine: LexicalEngine) -> None:
    if not isinstance(engine, WordEngine):
        return
    data = written(engine)
    assert found(WordEngine.from_bytes(memoryview(b"a header" + data)[8:]), "dam") == [3, 7, 1]
    for damaged in (b"", b"\0", b"nothing of the kind", data[:10], data[: len(data) // 2], data[:-1], data + b"\0", b"\xff" * 200):
        with pytest.raises(ValueError, match="no saved"):
            WordEngine.from_bytes(damaged)
