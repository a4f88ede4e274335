"""The store: what it gives back is what was put in, and every list that follows from it follows."""

from __future__ import annotations

import json
from datetime import date

import pytest
from articles import article
from conftest import WordAxes
from sqlalchemy import select, text, update

from index import database
from index.backends import fts5
from index.catalog import EMBED, Catalog, Period, State, read_changes, read_vectors
from index.errors import CatalogError, UnknownDocument
from index.ingest import add_source
from index.pages import withdraw
from index.sync import embed_pending
from index.tables import passages, raws, revisions
from index.verify import verify
from sources.extract import EXTRACTOR
from sources.model import Given, RawSource, Span

NOTHING_GIVEN = Given()


def add(catalog: Catalog, *numbers: int, collection: str = "main") -> list[str]:
    return [str(add_source(catalog, article(number), collection, f"d{number}").doc_id) for number in numbers]


def numbered(*paragraphs: str, given: Given = NOTHING_GIVEN) -> RawSource:
    """A source whose paragraphs are taken as they are."""
    return RawSource(json.dumps({"doc_id": "d", "title": "t", "paragraphs": paragraphs}).encode(), "d", "jsonl:d", "application/json", given)


def count(catalog: Catalog, table: str) -> int:
    with database.reading(catalog.engine) as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_document_comes_back_as_it_went_in(catalog: Catalog) -> None:
    given = Given("The dam — “day one”", "VOA", "A. Writer", date(2024, 2, 29))
    raw = numbered("The dam “broke”. \U0001f30a", "Forty missing.", given=given)
    add_source(catalog, raw, "main", "d")
    stored = catalog.show("main", "d")
    assert stored.document.title == "The dam — “day one”"
    assert (stored.document.outlet, stored.document.authors, stored.document.published) == ("VOA", ("A. Writer",), date(2024, 2, 29))
    assert stored.document.paragraphs == ("The dam “broke”. \U0001f30a", "Forty missing.")
    assert stored.document.text == stored.text
    assert catalog.raw_source(stored.revision_id) == raw


def test_a_passage_is_the_slice_it_names_behind_astral_characters(catalog: Catalog) -> None:
    add_source(catalog, numbered("\U0001f30a\U0001f30a flood.", "The dam broke."), "main", "d")
    stored = catalog.show("main", "d")
    found = catalog.passages([1, 2, 3]).values()
    assert len(found) == 2
    for passage in found:
        assert passage.text == passage.span.of(stored.text)
        assert catalog.holds(passage.revision_id, passage.span, passage.text)


def test_a_collection_knows_when_what_is_searched_was_published(catalog: Catalog) -> None:
    assert catalog.period("main") == Period()
    days = {"a": date(2024, 2, 29), "b": date(2021, 11, 10), "c": None, "d": date(1999, 1, 1), "e": date(2030, 1, 1)}
    for name, day in days.items():
        add_source(catalog, numbered(f"Paragraph {name}.", given=Given(published=day)), "other" if name == "e" else "main", name)
    withdraw(catalog, "main", "d", "taken back", 1.0)
    assert catalog.period("main") == Period(date(2021, 11, 10), date(2024, 2, 29), 1)


def test_what_differs_by_a_letter_is_not_held(catalog: Catalog) -> None:
    add(catalog, 1)
    stored = catalog.show("main", "d1")
    words = stored.text[:10]
    assert catalog.holds(stored.revision_id, Span(0, 10), words)
    assert not catalog.holds(stored.revision_id, Span(0, 10), words.upper())
    assert not catalog.holds(stored.revision_id, Span(1, 11), words)
    assert not catalog.holds(999, Span(0, 10), words)
    with database.writing(catalog.engine) as connection:
        connection.execute(update(revisions).values(text=stored.text + "!"))
    assert not catalog.holds(stored.revision_id, Span(0, 10), words)


def test_slices_of_several_texts_are_judged_each_and_in_order(catalog: Catalog) -> None:
    stored = [catalog.show("main", doc_id) for doc_id in add(catalog, 1, 2)]
    slices = [(one.revision_id, Span(0, length), one.text[:length]) for one in stored for length in (5, 9)]
    assert catalog.held([slices[0], (stored[0].revision_id, Span(0, 5), "wrong"), (999, Span(0, 0), ""), *slices[1:]]) == [True, False, False, True, True, True]
    assert catalog.held([]) == []


def test_documents_are_listed_newest_first_and_undated_last(catalog: Catalog) -> None:
    for doc_id, day in (("b", None), ("a", None), ("old", date(2020, 1, 1)), ("new", date(2024, 1, 1))):
        add_source(catalog, RawSource(b"The dam broke.", doc_id, doc_id, "text/plain", Given(published=day)), "main", doc_id)
    assert [one.doc_id for one in catalog.list_documents("main")] == ["new", "old", "a", "b"]
    assert catalog.list_documents("other") == []


def test_an_unknown_document_is_one_sentence(catalog: Catalog) -> None:
    add(catalog, 1)
    for ask in (
        lambda: catalog.show("main", "x"),
        lambda: catalog.show("main", "d1", 2),
        lambda: catalog.show("other", "d1"),
        lambda: catalog.remove("main", "x"),
    ):
        with pytest.raises(UnknownDocument, match="briefbot sources"):
            ask()


def test_removing_leaves_nothing_behind(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, 1)
    add_source(catalog, article(2, location="/articles/1"), "main", "d1")
    embed_pending(catalog, embedder)
    catalog.remove("main", "d1")
    for table in ("documents", "revisions", "passages", "vectors", "raws", "collections", "pending"):
        assert count(catalog, table) == 0, table
    with database.reading(catalog.engine) as connection:
        assert fts5.count(connection) == 0
    assert verify(catalog).faults == ()


def test_removing_keeps_what_another_document_uses(catalog: Catalog) -> None:
    raw = article(1)
    for doc_id in ("one", "two"):
        add_source(catalog, raw, "main", doc_id)
    assert count(catalog, "raws") == 1
    catalog.remove("main", "one")
    assert catalog.raw_source(catalog.show("main", "two").revision_id) == raw


def test_a_revision_takes_the_place_of_the_old_one_in_every_index(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, 1)
    embed_pending(catalog, embedder)
    add_source(catalog, RawSource(b"Only a roof.", "n", "/articles/1", "text/plain"), "main", "d1")
    with database.reading(catalog.engine) as connection:
        assert fts5.search(connection, ["town"], "main", 9) == []
        assert len(fts5.search(connection, ["roof"], "main", 9)) == 1
    assert count(catalog, "vectors") == 0
    assert catalog.counts("main", embedder.model_hash) == {"documents": 1, "passages": 1, "pending": 1}
    assert len(catalog.pending_revisions(EMBED)) == 1


def test_every_change_moves_the_state_on(catalog: Catalog, embedder: WordAxes) -> None:
    states = [catalog.state()]

    def moved() -> bool:
        states.append(catalog.state())
        return states[-1].store_id == states[-2].store_id and states[-1].seq > states[-2].seq

    add(catalog, 1)
    assert moved()
    embed_pending(catalog, embedder)
    assert moved()
    add_source(catalog, RawSource(b"Other words.", "n", "/articles/1", "text/plain"), "main", "d1")
    assert moved()
    catalog.remove("main", "d1")
    assert moved()
    assert State("a", 1) != State("b", 1)


def test_removing_a_document_without_passages_moves_the_state_on(catalog: Catalog) -> None:
    add(catalog, 1)
    with database.writing(catalog.engine) as connection:
        connection.execute(text("DELETE FROM passages"))
    before = catalog.state()
    catalog.remove("main", "d1")
    assert catalog.state().seq > before.seq


def test_changes_tell_the_last_of_each_passage(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, 1, 2)
    embed_pending(catalog, embedder)
    middle = catalog.state().seq
    catalog.remove("main", "d1")
    with database.reading(catalog.engine) as connection:
        everything = {change.passage_id: change.gone for change in read_changes(connection, 0, embedder.model_hash)}
        later = {change.passage_id: change.gone for change in read_changes(connection, middle, embedder.model_hash)}
        other = {change.passage_id: change.gone for change in read_changes(connection, 0, "another model")}
    assert everything == {1: True, 2: True, 3: True, 4: False, 5: False, 6: False}
    assert later == other == {1: True, 2: True, 3: True}


def test_vectors_come_back_bit_for_bit(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, 1, 2)
    embed_pending(catalog, embedder)
    with database.reading(catalog.engine) as connection:
        [(ids, rows, names)] = read_vectors(connection, embedder.model_hash)
        [(some, _, _)] = read_vectors(connection, embedder.model_hash, [2, 5, 99])
    texts = catalog.passages(ids.tolist())
    assert (rows == embedder.embed([texts[number].text for number in ids.tolist()])).all()
    assert names == ["main"] * 6
    assert some.tolist() == [2, 5]


def test_counts_and_overview_agree(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, 1, 2)
    embed_pending(catalog, embedder)
    add(catalog, 3)
    add(catalog, 4, collection="other")
    assert catalog.overview(embedder.model_hash) == [("main", 3, 9, 3), ("other", 1, 3, 3)]
    assert catalog.counts("main", "another model")["pending"] == 9
    assert (catalog.dimension_of(embedder.model_hash), catalog.dimension_of("x")) == (6, None)
    assert catalog.model_names() == {embedder.model_hash: "word-axes"}


def test_reanalyse_writes_terms_as_today_s_analyser_gives_them(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.catalog._PASSAGES_A_BATCH", 4)
    add(catalog, 1, 2, 3)
    with database.writing(catalog.engine) as connection:
        connection.execute(update(passages).values(terms="stale", title_terms=""))
        connection.execute(text("UPDATE store SET value = 'old' WHERE key = 'analyser'"))
    assert not catalog.analyser_is_current()
    assert any("reindex" in note for note in verify(catalog).notes)
    assert catalog.reanalyse() == 9
    assert catalog.analyser_is_current()
    assert verify(catalog).faults == ()
    with database.reading(catalog.engine) as connection:
        assert fts5.document_frequencies(connection, ["stale", "town", "report"]) == {"stale": 0, "town": 9, "report": 9}


def test_reanalyse_leaves_old_revisions_out_of_the_index(catalog: Catalog) -> None:
    add(catalog, 1)
    add_source(catalog, RawSource(b"Only a roof.", "n", "/articles/1", "text/plain"), "main", "d1")
    assert catalog.reanalyse() == 1
    with database.reading(catalog.engine) as connection:
        assert fts5.count(connection) == 1


def test_raw_bytes_that_are_not_those_that_were_hashed_are_refused(catalog: Catalog) -> None:
    add(catalog, 1)
    revision = catalog.show("main", "d1").revision_id
    with pytest.raises(UnknownDocument):
        catalog.raw_source(revision + 1)
    with database.writing(catalog.engine) as connection:
        connection.execute(update(raws).values(data=b"x\x9c\x03\x00\x00\x00\x00\x01"))
    with pytest.raises(CatalogError, match="hashed"):
        catalog.raw_source(revision)
    with database.writing(catalog.engine) as connection:
        connection.execute(update(raws).values(data=b"no zlib"))
    with pytest.raises(CatalogError, match="unpacked"):
        catalog.raw_source(revision)


def test_the_extractor_of_each_revision_is_kept(catalog: Catalog) -> None:
    add(catalog, 1)
    with database.reading(catalog.engine) as connection:
        assert connection.scalar(select(revisions.c.extractor)) == EXTRACTOR


def test_finding_candidates_uses_the_indexes(catalog: Catalog) -> None:
    """A scan of all documents for each addition would make a large corpus quadratic."""
    statements: list[tuple[str, tuple[object, ...]]] = []
    from sqlalchemy import event

    add(catalog, 1)
    event.listen(catalog.engine, "before_cursor_execute", lambda _c, _cur, statement, parameters, *_: statements.append((statement, parameters)))
    with catalog.intake() as intake:
        assert [one.doc_id for one in intake.documents_like("main", "/articles/1", "x")] == ["d1"]
    [(statement, parameters)] = [one for one in statements if "UNION" in one[0]]
    with database.reading(catalog.engine) as connection:
        plan = " | ".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
    assert "ix_documents_location" in plan
    assert "ix_revisions_raw_hash" in plan
    assert "SCAN documents" not in plan
    assert "SCAN revisions" not in plan
