"""The indexes of a process follow the store, whatever file they start from."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from articles import article
from conftest import WordAxes
from sqlalchemy import text

from index import database
from index.backup import backup, restore
from index.catalog import Catalog, State
from index.ingest import add_source
from index.snapshot import _MAGIC, METRIC, WORDS, Header, Snapshot, WordSnapshot, read_file, snapshot_path, word_path, write_file
from index.sync import embed_pending


def add(catalog: Catalog, embedder: WordAxes, *numbers: int) -> None:
    for number in numbers:
        add_source(catalog, article(number), "main", f"d{number}")
    embed_pending(catalog, embedder)


def opened(catalog: Catalog, embedder: WordAxes) -> Snapshot:
    return Snapshot(catalog, embedder.model_hash, embedder.dimension)


def stored(catalog: Catalog) -> set[int]:
    with database.reading(catalog.engine) as connection:
        return set(connection.execute(text("SELECT passage_id FROM vectors")).scalars())


@pytest.fixture
def saved(catalog: Catalog, embedder: WordAxes) -> Path:
    add(catalog, embedder, 1, 2)
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    assert snapshot.save()
    return snapshot.path


def test_it_follows_additions_removals_and_revisions(catalog: Catalog, embedder: WordAxes) -> None:
    snapshot = opened(catalog, embedder)
    assert snapshot.catch_up().seq == 0
    add(catalog, embedder, 1, 2)
    assert snapshot.catch_up() == catalog.state()
    assert snapshot.ids() == stored(catalog) == {1, 2, 3, 4, 5, 6}
    catalog.remove("main", "d1")
    add_source(catalog, article(9, location="/articles/2"), "main", "d2")
    snapshot.catch_up()
    assert snapshot.ids() == set()
    embed_pending(catalog, embedder)
    snapshot.catch_up()
    assert snapshot.ids() == stored(catalog) == {7, 8, 9}


def test_a_search_catches_up_by_itself(catalog: Catalog, embedder: WordAxes) -> None:
    snapshot = opened(catalog, embedder)
    add(catalog, embedder, 1)
    with database.reading(catalog.engine) as connection:
        state, found = snapshot.search(connection, embedder.embed(["a dam"])[0], 1, "main")
    assert state == catalog.state()
    assert found == [(1, 1.0)]


@pytest.mark.usefixtures("saved")
def test_the_next_start_takes_the_file_and_what_came_since(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, embedder, 3)
    again = opened(catalog, embedder)
    assert again.ids() == {1, 2, 3, 4, 5, 6}
    again.catch_up()
    assert again.ids() == stored(catalog)
    assert again.save()
    assert not again.save()


@pytest.mark.usefixtures("saved")
def test_a_file_that_is_current_is_not_written_again(catalog: Catalog, embedder: WordAxes) -> None:
    again = opened(catalog, embedder)
    again.catch_up()
    assert not again.save()


def test_vectors_of_another_model_are_not_mixed_in(catalog: Catalog, saved: Path) -> None:
    other = WordAxes("roof", "dam", name="other")
    assert opened(catalog, other).catch_up() == catalog.state()
    assert opened(catalog, other).ids() == set()
    shutil.copy(saved, snapshot_path(catalog.folder, other.model_hash))
    assert opened(catalog, other).ids() == set()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: data[:0],
    "cut short": lambda data: data[: len(data) // 2],
    "one byte short": lambda data: data[:-1],
    "a byte more": lambda data: data + b"\0",
    "a bit in the last vector": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "a digit of the sequence": lambda data: data.replace(b'"seq": ', b'"seq": 9', 1),
    "another store": lambda data: data.replace(b'"store_id": "', b'"store_id": "0', 1),
    "not ours": lambda data: b"PK\x03\x04" + data,
    "of an earlier format": lambda data: data.replace(b"briefbot-snapshot-3", b"briefbot-snapshot-2", 1),
    "zeros": lambda data: bytes(len(data)),
    "magic alone": lambda data: data[: len(_MAGIC)],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_made_anew_from_the_store(catalog: Catalog, embedder: WordAxes, saved: Path, damage: Callable[[bytes], bytes]) -> None:
    saved.write_bytes(damage(saved.read_bytes()))
    assert read_file(saved, embedder.model_hash, embedder.dimension) is None
    embedded = embedder.calls
    again = opened(catalog, embedder)
    assert again.ids() == set()
    again.catch_up()
    assert again.ids() == stored(catalog)
    assert again.save()
    assert read_file(saved, embedder.model_hash, embedder.dimension) is not None
    assert embedder.calls == embedded


@pytest.mark.parametrize("changed", [{"model_hash": "another"}, {"dimension": 5}, {"metric": "l2"}])
def test_a_sound_file_of_something_else_is_refused(embedder: WordAxes, saved: Path, changed: dict[str, object]) -> None:
    loaded = read_file(saved, embedder.model_hash, embedder.dimension)
    assert loaded is not None
    header, engine = loaded
    fields = {name: getattr(header, name) for name in Header.__dataclass_fields__} | changed
    write_file(saved, Header(**fields), engine.write)
    assert read_file(saved, embedder.model_hash, embedder.dimension) is None


def test_a_header_of_other_fields_is_refused(tmp_path: Path) -> None:
    fields = json.dumps({"seq": 1}).encode()
    content = struct.pack("<I", len(fields)) + fields
    (tmp_path / "file").write_bytes(_MAGIC + hashlib.sha256(content).digest() + content)
    assert read_file(tmp_path / "file", "m", 3) is None


def test_a_missing_file_is_no_error(catalog: Catalog) -> None:
    assert read_file(catalog.folder / "none.faiss", "m", 3) is None


@pytest.mark.usefixtures("saved")
def test_another_history_is_taken_in_whole(catalog: Catalog, embedder: WordAxes) -> None:
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    with database.writing(catalog.engine) as connection:
        connection.execute(text("DELETE FROM vectors WHERE passage_id < 3"))
        connection.execute(text("UPDATE store SET value = 'another' WHERE key = 'store_id'"))
    assert snapshot.catch_up().store_id == "another"
    assert snapshot.ids() == {3, 4, 5, 6}
    assert snapshot.save()


@pytest.mark.usefixtures("saved")
def test_an_older_file_put_in_the_place_of_the_store_is_noticed(catalog: Catalog, embedder: WordAxes) -> None:
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    with database.writing(catalog.engine) as connection:
        connection.execute(text("DELETE FROM vectors WHERE passage_id > 3"))
        connection.execute(text("DELETE FROM changes WHERE seq > 3"))
    assert snapshot.catch_up().seq == 3
    assert snapshot.ids() == {1, 2, 3}


@pytest.mark.usefixtures("saved")
def test_a_restored_backup_is_seen_by_an_open_snapshot(catalog: Catalog, embedder: WordAxes, tmp_path: Path) -> None:
    backup(catalog, tmp_path / "copy.sqlite")
    snapshot = opened(catalog, embedder)
    add(catalog, embedder, 3, 4)
    snapshot.catch_up()
    restore(catalog.folder, tmp_path / "copy.sqlite")
    add(catalog, embedder, 7, 8, 9)
    before = snapshot.state
    assert snapshot.catch_up().store_id != before.store_id
    assert snapshot.state.seq > before.seq
    snapshot.path.unlink()
    fresh = opened(catalog, embedder)
    for word in embedder.words:
        with database.reading(catalog.engine) as one, database.reading(catalog.engine) as other:
            sought = embedder.embed([word])[0]
            assert snapshot.search(one, sought, 99, "main") == fresh.search(other, sought, 99, "main")


def test_a_file_that_cannot_be_written_is_no_error(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, embedder, 1)
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    snapshot.path.mkdir()
    (snapshot.path / "x").touch()
    assert not snapshot.save()
    assert snapshot.ids() == {1, 2, 3}
    assert not list(catalog.folder.glob("*.tmp"))


def test_while_another_process_writes_it_the_file_is_left_to_it(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, embedder, 1)
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    with catalog.lock("vectors"):
        assert not snapshot.save()
    assert snapshot.save()


def test_what_a_killed_process_left_is_written_over(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, embedder, 1)
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    snapshot.path.with_suffix(".tmp").write_bytes(b"half")
    assert snapshot.save()
    assert not list(catalog.folder.glob("*.tmp"))


def test_threads_may_search_while_others_catch_up(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, embedder, 0)
    snapshot, errors, stop = opened(catalog, embedder), [], threading.Event()
    sought = embedder.embed(["a dam"])[0]

    def ask() -> None:
        try:
            while not stop.is_set():
                with database.reading(catalog.engine) as connection:
                    state, found = snapshot.search(connection, sought, 500, "main")
                    held = set(connection.execute(text("SELECT passage_id FROM vectors")).scalars())
                    assert state.seq == connection.execute(text("SELECT max(seq) FROM changes")).scalar()
                    assert {passage for passage, _ in found} == held
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 15):
        add(catalog, embedder, number)
        catalog.remove("main", f"d{number - 1}")
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_header_says_what_the_file_is(catalog: Catalog, embedder: WordAxes, saved: Path) -> None:
    loaded = read_file(saved, embedder.model_hash, embedder.dimension)
    assert loaded is not None
    state = catalog.state()
    assert loaded[0] == Header(state.store_id, embedder.model_hash, embedder.dimension, METRIC, state.seq)
    assert State(loaded[0].store_id, loaded[0].seq) == state
    assert np.array_equal(sorted(loaded[1].ids()), [1, 2, 3, 4, 5, 6])


# ---------------------------------------------------------------------- words


def words_of(snapshot: WordSnapshot, catalog: Catalog, *terms: str) -> tuple[int, dict[str, int]]:
    with database.reading(catalog.engine) as connection, snapshot.at(connection) as engine:
        return len(engine), engine.frequencies(terms)


def test_words_follow_additions_removals_revisions_and_a_new_analysis(catalog: Catalog) -> None:
    snapshot = WordSnapshot(catalog)
    assert words_of(snapshot, catalog, "dam") == (0, {"dam": 0})
    add_source(catalog, article(1), "main", "d1")
    assert words_of(snapshot, catalog, "dam", "grain") == (3, {"dam": 1, "grain": 1})
    add_source(catalog, article(2), "other", "d2")
    add_source(catalog, article(5, location="/articles/1"), "main", "d1")
    assert words_of(snapshot, catalog, "dam", "fighter") == (6, {"dam": 1, "fighter": 1})
    with database.writing(catalog.engine) as connection:
        connection.execute(text("UPDATE passages SET terms = 'misread' WHERE live"))
    catalog.reanalyse()
    assert words_of(snapshot, catalog, "dam", "misread") == (6, {"dam": 1, "misread": 0})
    catalog.remove("other", "d2")
    assert words_of(snapshot, catalog, "dam", "prison") == (3, {"dam": 1, "prison": 0})
    assert snapshot.state == catalog.state()


def test_words_in_a_file_are_taken_at_the_next_start_and_a_damaged_one_is_not(catalog: Catalog) -> None:
    add_source(catalog, article(1), "main", "d1")
    first = WordSnapshot(catalog)
    first.catch_up()
    assert first.save()
    assert not first.save()
    again = WordSnapshot(catalog)
    assert (again.state, len(again)) == (catalog.state(), 3)
    path = word_path(catalog.folder)
    path.write_bytes(path.read_bytes()[:-1])
    assert len(WordSnapshot(catalog)) == 0
    assert words_of(WordSnapshot(catalog), catalog, "dam") == (3, {"dam": 1})


def test_a_file_of_vectors_is_none_of_words(catalog: Catalog, saved: Path) -> None:
    shutil.copy(saved, word_path(catalog.folder))
    assert len(WordSnapshot(catalog)) == 0
    assert WORDS != METRIC


def test_a_file_that_lacks_little_is_left_as_it_is(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, embedder, *range(80))
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    assert snapshot.save()
    catalog.remove("main", "d1")
    snapshot.catch_up()
    assert not snapshot.save(), "4 changes among 240 passages"
    assert opened(catalog, embedder).catch_up() == catalog.state()
    catalog.remove("main", "d2")
    snapshot.catch_up()
    assert snapshot.save()


def test_what_was_saved_is_read_from_the_file_from_then_on(catalog: Catalog, embedder: WordAxes, saved: Path) -> None:
    add(catalog, embedder, 3)
    snapshot = opened(catalog, embedder)
    snapshot.catch_up()
    assert snapshot.save()
    saved.unlink()
    add(catalog, embedder, 4)
    catalog.remove("main", "d1")
    snapshot.catch_up()
    assert snapshot.ids() == stored(catalog)
