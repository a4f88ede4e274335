"""Every kind of damage is found, and what is no damage is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from articles import article
from conftest import WordAxes
from sqlalchemy import text

from index import database
from index.attributions import Attributed, store_attributed
from index.catalog import ATTRIBUTE, Catalog
from index.ingest import add_source
from index.snapshot import Snapshot, WordSnapshot, snapshot_path, word_path
from index.sync import embed_pending
from index.verify import verify
from sources.model import RawSource, text_hash


@pytest.fixture
def sound(catalog: Catalog, embedder: WordAxes) -> Catalog:
    """Two collections, a revised document, vectors, a saved snapshot."""
    for number in range(4):
        add_source(catalog, article(number, outlet="VOA"), "main", f"d{number}")
    add_source(catalog, article(7), "other", "d7")
    add_source(catalog, RawSource(b"Another dam, another day.", "n", "/articles/0", "text/plain"), "main", "d0")
    embed_pending(catalog, embedder)
    for revision in catalog.pending_revisions(ATTRIBUTE):
        store_attributed(catalog, revision, "1", Attributed(True, ()))
    snapshot = Snapshot(catalog, embedder.model_hash, embedder.dimension)
    snapshot.catch_up()
    assert snapshot.save()
    return catalog


def test_nothing_is_wrong_with_a_sound_store(sound: Catalog) -> None:
    seen: list[tuple[int, int]] = []
    report = verify(sound, lambda done, total: seen.append((done, total)))
    assert (report.faults, report.notes) == ((), ())
    assert report.checked == {"revisions": 6, "passages": 16, "vectors": 13, "snapshots": 1}
    assert seen == [(number, 6) for number in range(1, 7)]


def test_an_empty_store_is_sound(catalog: Catalog) -> None:
    assert verify(catalog).faults == ()


COLUMNS = 'revision_id, collection, paragraph, start, "end", live, terms, title_terms'
FTS = "passage_fts, rowid, terms, title_terms"
DAMAGE = {
    "text": ("UPDATE revisions SET text = replace(text, 'town', 'city') WHERE id = 2", "not the one that was hashed"),
    "text and hash alike": (
        f"UPDATE revisions SET text = 'x', text_hash = '{text_hash('x')}', paragraphs = '[[0, 1]]' WHERE id = 2",
        "bytes give another text",
    ),
    "text of an old revision": ("UPDATE revisions SET text = text || '!' WHERE id = 1", "not the one that was hashed"),
    "text hash": ("UPDATE revisions SET text_hash = 'x' WHERE id = 2", "not the one that was hashed"),
    "paragraphs": ("UPDATE revisions SET paragraphs = '[[0, 5]]' WHERE id = 2", "do not make up the text"),
    "paragraphs unreadable": ("UPDATE revisions SET paragraphs = '[[0,' WHERE id = 2", "damaged"),
    "authors unreadable": ("UPDATE revisions SET authors = 'nobody' WHERE id = 2", "damaged"),
    "date unreadable": ("UPDATE revisions SET published = 'soon' WHERE id = 2", "damaged"),
    "given unreadable": ("UPDATE revisions SET given = '[]' WHERE id = 2", "damaged"),
    "title": ("UPDATE revisions SET title = 'Another' WHERE id = 2", "another title"),
    "outlet": ("UPDATE revisions SET outlet = 'BBC' WHERE id = 2", "another outlet"),
    "date": ("UPDATE revisions SET published = '2020-01-01' WHERE id = 2", "another published"),
    "authors": ("""UPDATE revisions SET authors = '["X"]' WHERE id = 2""", "another authors"),
    "address": ("UPDATE revisions SET url = 'https://x.example' WHERE id = 2", "another url"),
    "raw bytes": ("UPDATE raws SET data = x'789c030000000001' WHERE rowid = 2", "not those that were hashed"),
    "raw bytes unreadable": ("UPDATE raws SET data = x'00' WHERE rowid = 2", "cannot be unpacked"),
    "raw size": ("UPDATE raws SET size = size + 1 WHERE rowid = 2", "are noted as"),
    "raw bytes gone": ("DELETE FROM raws WHERE rowid = 2", "points at nothing"),
    "raw bytes of nobody": ("INSERT INTO raws VALUES ('abc', 0, x'')", "no revision is made of them"),
    "current revision gone": ("UPDATE documents SET revision = 9 WHERE id = 2", "its revision 9 is not there"),
    "old revision made current": ("UPDATE documents SET revision = 1 WHERE id = 1", "not current"),
    "passage gone": ("DELETE FROM passages WHERE id = 5", "passages are not those"),
    "passage moved": ("UPDATE passages SET start = start + 1 WHERE id = 5", "passages are not those"),
    "passage twice": (f"INSERT INTO passages ({COLUMNS}) SELECT {COLUMNS} FROM passages WHERE id = 5", "passages are not those"),
    "passage beyond the text": ("UPDATE passages SET \"end\" = 99999 WHERE id = 5; UPDATE revisions SET extractor = 'old'", "not in its paragraphs"),
    "passage in another collection": ("UPDATE passages SET collection = 'other' WHERE id = 5", "another collection"),
    "passage of nobody": ("UPDATE passages SET revision_id = 999 WHERE id = 5", "points at nothing"),
    "passage asleep": ("UPDATE passages SET live = 0 WHERE id = 5", "passages are not those"),
    "terms": ("UPDATE passages SET terms = 'x' WHERE id = 5", "terms are not those"),
    "title terms": ("UPDATE passages SET title_terms = 'x' WHERE id = 5", "terms are not those"),
    "vector bit": ("UPDATE vectors SET vector = CAST(x'0000803f' || substr(vector, 5) AS BLOB) WHERE passage_id = 5", "vector is damaged"),
    "vector short": ("UPDATE vectors SET vector = x'0000803f' WHERE passage_id = 5", "its vector is damaged"),
    "vector ragged": ("UPDATE vectors SET vector = x'000080' WHERE passage_id = 5", "its vector is damaged"),
    "vector not a number": ("UPDATE vectors SET vector = CAST(x'0000c07f' || substr(vector, 5) AS BLOB) WHERE passage_id = 5", "its vector is damaged"),
    "vector another's": ("UPDATE vectors SET vector = (SELECT vector FROM vectors WHERE passage_id = 6) WHERE passage_id = 5", "snapshot holds another vector"),
    "vector gone": ("DELETE FROM vectors WHERE passage_id = 5", "no vector and none is pending"),
    "vector of nobody": ("INSERT INTO vectors SELECT 999, model_hash, vector FROM vectors WHERE passage_id = 5", "points at nothing"),
    "vector of an old revision": ("INSERT INTO vectors SELECT 1, model_hash, vector FROM vectors WHERE passage_id = 5", "has a vector but is not searched"),
    "model gone": ("DELETE FROM models", "vector is damaged"),
    "word index lacks a passage": (f"INSERT INTO passage_fts ({FTS}) SELECT 'delete', id, terms, title_terms FROM passages WHERE id = 5", "word index"),
    "word index holds another": ("INSERT INTO passage_fts (rowid, terms, title_terms) VALUES (999, 'x', 'y')", "word index"),
    "word index emptied": ("DELETE FROM passage_fts_data WHERE id > 10", "word index"),
    "word index garbled": ("UPDATE passage_fts_data SET block = x'ffffffff' WHERE id > 10", "word index"),
    "text that is no text": ("UPDATE revisions SET text = CAST(x'ff41' AS TEXT) WHERE id = 2", "UTF-8"),
    "pending of nobody": ("INSERT INTO pending VALUES (999, 'embed')", "points at nothing"),
}


@pytest.mark.parametrize(("statements", "said"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_in_the_database_is_reported(sound: Catalog, statements: str, said: str) -> None:
    import sqlite3

    sound.close()
    connection = sqlite3.connect(sound.path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements.split("; "):
        assert connection.execute(statement).rowcount != 0
    connection.commit()
    connection.close()
    faults = verify(sound).faults
    assert any(said in fault for fault in faults), faults


def test_a_damaged_page_is_reported(sound: Catalog) -> None:
    with database.reading(sound.engine) as connection:
        page = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'ix_revisions_raw_hash'")).scalar_one()
    sound.close()
    data = bytearray(sound.path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\x5a" * 4096
    sound.path.write_bytes(data)
    assert any("damaged" in fault or "database:" in fault for fault in verify(sound).faults)


FILES: dict[str, tuple[Callable[[bytes], bytes], bool]] = {
    "cut": (lambda data: data[:-10], True),
    "empty": (lambda data: data[:0], True),
    "a bit": (lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], True),
    "not ours": (lambda data: b"x" + data, True),
    "as it was": (lambda data: data, False),
}


@pytest.mark.parametrize(("damage", "wrong"), FILES.values(), ids=FILES.keys())
def test_a_damaged_snapshot_is_reported(sound: Catalog, embedder: WordAxes, damage: Callable[[bytes], bytes], wrong: bool) -> None:
    path = snapshot_path(sound.folder, embedder.model_hash)
    path.write_bytes(damage(path.read_bytes()))
    assert bool(verify(sound).faults) == wrong


def test_a_snapshot_that_holds_too_much_is_reported(sound: Catalog) -> None:
    with database.writing(sound.engine) as connection:
        connection.execute(text("DELETE FROM vectors WHERE passage_id = 5"))
        connection.execute(text("INSERT INTO pending SELECT revision_id, 'embed' FROM passages WHERE id = 5"))
    assert verify(sound).faults == ("passage 5: the snapshot holds it, the catalog does not",)


def test_work_to_be_done_is_a_note_and_no_fault(sound: Catalog) -> None:
    add_source(sound, article(9), "main")
    sound.remove("main", "d1")
    with database.writing(sound.engine) as connection:
        connection.execute(text("UPDATE store SET value = 'old' WHERE key = 'analyser'"))
    report = verify(sound)
    assert report.faults == ()
    assert len(report.notes) == 3
    assert all("briefbot reindex" in note for note in report.notes)


def test_a_snapshot_that_is_behind_or_of_another_history_is_no_fault(sound: Catalog, embedder: WordAxes) -> None:
    add_source(sound, article(9), "main")
    sound.remove("main", "d1")
    embed_pending(sound, embedder)
    assert verify(sound).faults == ()
    with database.writing(sound.engine) as connection:
        connection.execute(text("UPDATE store SET value = 'another' WHERE key = 'store_id'"))
    assert verify(sound).faults == ()


def test_a_second_model_is_no_fault(sound: Catalog) -> None:
    other = WordAxes("roof", name="other")
    sound.queue_missing_vectors(other.model_hash)
    embed_pending(sound, other)
    assert verify(sound).faults == ()


def words_saved(catalog: Catalog) -> None:
    words = WordSnapshot(catalog)
    words.catch_up()
    assert words.save()


def test_a_word_snapshot_is_checked_too_also_when_it_is_behind(sound: Catalog) -> None:
    words_saved(sound)
    assert (verify(sound).faults, verify(sound).checked["snapshots"]) == ((), 2)
    add_source(sound, article(7), "main", "later")
    sound.remove("main", "d1")
    assert verify(sound).faults == ()


def test_a_word_snapshot_of_other_words_and_a_damaged_one_are_reported(sound: Catalog) -> None:
    words_saved(sound)
    with database.writing(sound.engine) as connection:
        connection.execute(text("UPDATE passages SET terms = 'another' WHERE id = (SELECT min(id) FROM passages WHERE live)"))
    assert any("word snapshot" in fault and "other words" in fault for fault in verify(sound).faults)
    word_path(sound.folder).write_bytes(b"nothing of the kind")
    assert any("word snapshot" in fault and "damaged" in fault for fault in verify(sound).faults)
