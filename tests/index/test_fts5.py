"""The word index is the passages' terms, whatever statement changed them."""

from __future__ import annotations

import pytest
from articles import article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from index import database
from index.backends import fts5
from index.catalog import Catalog
from index.ingest import add_source
from sources.model import Given, RawSource


def put(connection: Connection, number: int, terms: str, title: str = "", live: int = 1, collection: str = "main") -> None:
    connection.execute(
        text(
            'INSERT INTO passages (id, revision_id, collection, paragraph, start, "end", live, terms, title_terms)'
            " VALUES (:id, 1, :collection, 0, 0, 0, :live, :terms, :title)"
        ),
        {"id": number, "terms": terms, "title": title, "live": live, "collection": collection},
    )


def found(connection: Connection, *terms: str, collection: str = "main", limit: int = 99) -> list[int]:
    return [passage for passage, _ in fts5.search(connection, terms, collection, limit)]


@pytest.fixture
def store(catalog: Catalog) -> Catalog:
    """One document with no passages: these tests write them."""
    add_source(catalog, article(1), "main")
    with database.writing(catalog.engine) as connection:
        connection.execute(text("DELETE FROM passages"))
    return catalog


def test_inserted_updated_retired_and_deleted_passages(store: Catalog) -> None:
    with database.writing(store.engine) as connection:
        put(connection, 1, "dam broke")
        put(connection, 2, "old dam", live=0)
        assert found(connection, "dam") == [1]
        connection.execute(text("UPDATE passages SET terms = 'roof fell' WHERE id = 1"))
        assert (found(connection, "dam"), found(connection, "roof")) == ([], [1])
        connection.execute(text("UPDATE passages SET title_terms = 'flood' WHERE id = 1"))
        assert found(connection, "flood") == [1]
        connection.execute(text("UPDATE passages SET terms = 'x' WHERE id = 2"))
        connection.execute(text("DELETE FROM passages WHERE id = 2"))
        assert fts5.check(connection) is None
        connection.execute(text("UPDATE passages SET live = 0, terms = 'both at once' WHERE id = 1"))
        assert (found(connection, "roof"), found(connection, "both"), fts5.count(connection)) == ([], [], 0)
        put(connection, 3, "dam")
        connection.execute(text("DELETE FROM passages WHERE id = 3"))
        assert (found(connection, "dam"), fts5.count(connection), fts5.check(connection)) == ([], 0, None)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "terms", "retire", "delete"]),
        st.integers(1, 6),
        st.lists(st.sampled_from(["dam", "=iskp", "is-k", "3.5", "塔利"]), max_size=4),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_sequence_of_changes_leaves_the_index_right(store: Catalog, steps: list[tuple[str, int, list[str]]]) -> None:
    with database.writing(store.engine) as connection:
        connection.execute(text("DELETE FROM passages"))
        expected: dict[int, list[str]] = {}
        there: set[int] = set()
        for step, number, terms in steps:
            if step == "insert" and number not in there:
                put(connection, number, " ".join(terms))
                expected[number] = terms
                there.add(number)
            elif step == "terms":
                connection.execute(text("UPDATE passages SET terms = :terms WHERE id = :id"), {"terms": " ".join(terms), "id": number})
                if number in expected:
                    expected[number] = terms
            elif step == "retire":
                connection.execute(text("UPDATE passages SET live = 0 WHERE id = :id"), {"id": number})
                expected.pop(number, None)
            elif step == "delete":
                connection.execute(text("DELETE FROM passages WHERE id = :id"), {"id": number})
                expected.pop(number, None)
                there.discard(number)
        assert fts5.check(connection) is None
        assert fts5.count(connection) == len(expected)
        for term in ("dam", "=iskp", "is-k", "3.5", "塔利"):
            holding = {number for number, terms in expected.items() if term in terms}
            assert set(found(connection, term)) == holding
            assert fts5.document_frequencies(connection, [term]) == {term: len(holding)}


def test_best_first_ties_by_id_and_no_more_than_asked(store: Catalog) -> None:
    with database.writing(store.engine) as connection:
        for number in (5, 3, 4):
            put(connection, number, "dam town")
        put(connection, 9, "dam dam")
        put(connection, 7, "town", title="dam")
        assert found(connection, "dam") == [9, 3, 4, 5, 7]
        assert found(connection, "dam", limit=2) == [9, 3]
        scores = [score for _, score in fts5.search(connection, ["dam"], "main", 9)]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0


def test_any_of_the_terms_is_enough_and_another_collection_is_not_searched(store: Catalog) -> None:
    with database.writing(store.engine) as connection:
        put(connection, 1, "dam")
        put(connection, 2, "roof")
        put(connection, 3, "dam", collection="other")
        assert set(found(connection, "dam", "roof", "nothing")) == {1, 2}
        assert found(connection, "dam", collection="other") == [3]
        assert found(connection) == []


@pytest.mark.parametrize("term", ['"', 'x" OR "dam', "NEAR", "AND", "*", "dam*", "terms:dam", "-", "(", "\x00", "^dam", ""])
def test_no_term_is_read_as_an_operator(store: Catalog, term: str) -> None:
    with database.writing(store.engine) as connection:
        put(connection, 1, "water")
        put(connection, 2, "dam")
        assert 1 not in found(connection, term)
        assert found(connection, term, "water")[:1] in ([1], [2])


def test_a_question_of_thousands_of_words_is_looked_up(store: Catalog) -> None:
    with database.writing(store.engine) as connection:
        put(connection, 1, "dam")
        assert found(connection, *(f"w{number}" for number in range(5000)), "dam") == [1]


def test_check_tells_and_rebuild_mends(store: Catalog) -> None:
    with database.writing(store.engine) as connection:
        put(connection, 1, "dam")
        connection.execute(text("INSERT INTO passage_fts (passage_fts, rowid, terms, title_terms) VALUES ('delete', 1, 'dam', '')"))
    with database.writing(store.engine) as connection:
        assert "reindex" in str(fts5.check(connection))
        fts5.rebuild(connection)
        assert fts5.check(connection) is None
        assert found(connection, "dam") == [1]


def test_words_are_searchable_when_adding_returns(catalog: Catalog) -> None:
    add_source(catalog, RawSource(b"Zanzibar.", "n", "/n", "text/plain", Given(title="Unheard-of title")), "main")
    with database.reading(catalog.engine) as connection:
        assert found(connection, "zanzibar") == found(connection, "titl") == [1]


def test_a_small_collection_is_found_behind_a_large_one(store: Catalog) -> None:
    with database.writing(store.engine) as connection:
        for number in range(1, 30):
            put(connection, number, "dam", collection="large")
        put(connection, 40, "dam and much more that is said of other things", collection="small")
        assert found(connection, "dam", collection="small", limit=3) == [40]
        assert found(connection, "dam", collection="large", limit=3) == [1, 2, 3]
