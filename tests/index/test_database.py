"""Opening the file, transactions, and what SQLite's errors become for a person."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import WordAxes
from processes import CONTEXT, open_all, start
from sqlalchemy import text

from index import database
from index.backends import fts5
from index.backup import backup
from index.catalog import DATABASE, Catalog
from index.errors import BusyCatalog, CatalogError
from index.ingest import add_source
from index.snapshot import Snapshot
from index.sync import embed_pending
from index.verify import verify
from sources.model import RawSource

NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")


def raw(number: int, paragraphs: int = 3) -> RawSource:
    body = "\n\n".join(f"Fighter number {number} stood at dam {number}-{i} and counted grain, {number * 7919 + i} sacks." for i in range(paragraphs))
    return RawSource(body.encode(), f"article-{number}", f"/article-{number}", "text/plain")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let root mount")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def in_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code), *arguments], capture_output=True, text=True, check=False, timeout=60)


def assert_one_sentence(error: CatalogError, *parts: str) -> None:
    said = str(error)
    assert "\n" not in said
    assert "Traceback" not in said
    for part in parts:
        assert part in said, said


# ---------------------------------------------------------------------- opening


def test_a_new_folder_is_private_and_keeps_a_log(tmp_path: Path) -> None:
    with Catalog(tmp_path / "new" / "data") as catalog:
        assert catalog.folder.stat().st_mode & 0o077 == 0
        with database.reading(catalog.engine) as connection:
            assert database.is_wal(connection)
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_many_may_open_a_new_folder_at_once(tmp_path: Path) -> None:
    folders = [tmp_path / f"data-{number}" for number in range(10)]
    ready = CONTEXT.Barrier(4)
    processes = [start(open_all, folders, ready) for _ in range(4)]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    with Catalog(folders[0]) as catalog:
        assert verify(catalog).faults == ()


def test_opening_waits_for_a_reader_of_a_file_without_a_log(catalog: Catalog, tmp_path: Path) -> None:
    """SQLite itself does not wait here; half a second is more than one of its own attempts."""
    backup(catalog, tmp_path / DATABASE)
    reader = sqlite3.connect(tmp_path / DATABASE, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM store").fetchall()
    timer = threading.Timer(0.5, reader.close)
    timer.start()
    with Catalog(tmp_path) as other, database.reading(other.engine) as connection:
        assert database.is_wal(connection)
    timer.join()


@pytest.mark.parametrize("name", ["50% & more?", "a#b", "Ünï codé", "mode=ro"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Catalog(tmp_path / name) as catalog:
        add_source(catalog, raw(1), "main")
        backup(catalog, tmp_path / name / "copy?.sqlite")
    assert (tmp_path / name / DATABASE).stat().st_size > 0


def test_a_file_without_a_log_gets_one(catalog: Catalog, tmp_path: Path) -> None:
    add_source(catalog, raw(1), "main")
    (tmp_path / "other").mkdir()
    backup(catalog, tmp_path / "other" / DATABASE)
    with Catalog(tmp_path / "other") as other, database.reading(other.engine) as connection:
        assert database.is_wal(connection)


# ---------------------------------------------------------------------- transactions


def test_a_transaction_that_fails_leaves_nothing(catalog: Catalog) -> None:
    with pytest.raises(RuntimeError), database.writing(catalog.engine) as connection:
        connection.execute(text("INSERT INTO collections VALUES ('half')"))
        raise RuntimeError
    with database.reading(catalog.engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM collections")).scalar() == 0


def test_a_reader_sees_one_moment(catalog: Catalog) -> None:
    with database.reading(catalog.engine) as reader:
        assert reader.execute(text("SELECT count(*) FROM documents")).scalar() == 0
        add_source(catalog, raw(1), "main")
        assert reader.execute(text("SELECT count(*) FROM documents")).scalar() == 0
    with database.reading(catalog.engine) as reader:
        assert reader.execute(text("SELECT count(*) FROM documents")).scalar() == 1


def test_a_writer_that_waits_too_long_is_told_to_try_again(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with database.writing(catalog.engine), Catalog(catalog.folder) as other:
        with pytest.raises(BusyCatalog) as raised, database.writing(other.engine):
            pass
        assert_one_sentence(raised.value, "try again", DATABASE)


# ---------------------------------------------------------------------- damaged, foreign, newer


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    with pytest.raises(CatalogError) as raised:
        Catalog(tmp_path)
    assert_one_sentence(raised.value, "no briefbot database", "briefbot restore")


def test_a_damaged_database_names_the_way_out(catalog: Catalog) -> None:
    for number in range(20):
        add_source(catalog, raw(number), "main")
    catalog.close()
    data = bytearray(catalog.path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    catalog.path.write_bytes(data)
    with pytest.raises(CatalogError) as raised, Catalog(catalog.folder) as again:
        again.list_documents("main")
    assert_one_sentence(raised.value, "damaged", "briefbot restore")


def test_a_damaged_word_index_names_reindex_and_reindex_mends_it(catalog: Catalog) -> None:
    add_source(catalog, raw(1), "main")
    with database.writing(catalog.engine) as connection:
        connection.execute(text("UPDATE passage_fts_data SET block = x'ffffffffffffffff' WHERE id > 10"))
    with pytest.raises(CatalogError) as raised, database.reading(catalog.engine) as connection:
        fts5.search(connection, ["fighter"], "main", 9)
    assert_one_sentence(raised.value, "word index", "briefbot reindex")
    catalog.reanalyse()
    assert verify(catalog).faults == ()


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(CatalogError) as raised:
        Catalog(tmp_path)
    assert_one_sentence(raised.value, "another program")
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    connection.close()


def test_a_newer_store_asks_for_a_newer_briefbot(catalog: Catalog) -> None:
    with database.writing(catalog.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogError) as raised:
        Catalog(catalog.folder)
    assert_one_sentence(raised.value, "newer briefbot", "9999")


def test_a_record_that_is_not_what_was_written_is_said_to_be_damaged(catalog: Catalog) -> None:
    add_source(catalog, raw(1), "main")
    with database.writing(catalog.engine) as connection:
        connection.execute(text("UPDATE revisions SET paragraphs = '[[0,'"))
    with pytest.raises(CatalogError) as raised:
        catalog.list_documents("main")
    assert_one_sentence(raised.value, "damaged", "briefbot restore")


def test_an_unforeseen_answer_is_one_short_sentence(catalog: Catalog) -> None:
    with pytest.raises(CatalogError) as raised, database.writing(catalog.engine) as connection:
        connection.execute(text("SELECT " + "x" * 1000))
    assert_one_sentence(raised.value, "briefbot doctor")
    assert len(str(raised.value)) < 500


# ---------------------------------------------------------------------- full and read-only


def test_a_database_that_may_not_grow_says_the_disk_is_full_and_stays_whole(catalog: Catalog) -> None:
    add_source(catalog, raw(0), "main")
    with database.reading(catalog.engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    from sqlalchemy import event

    @event.listens_for(catalog.engine, "connect")
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 5}").close()

    catalog.close()
    with pytest.raises(CatalogError) as raised:
        for number in range(1, 200):
            add_source(catalog, raw(number, 30), "main")
    assert_one_sentence(raised.value, "disk is full")
    assert verify(catalog).faults == ()


def fill(file: Path) -> None:
    """Take what room is left: an article that did not fit may have left some."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(1024))


@NEEDS_ROOT
def test_a_full_disk_is_one_sentence_and_loses_nothing(small_disk: Path, embedder: WordAxes, tmp_path: Path) -> None:
    stored = []
    with Catalog(small_disk / "data") as catalog:
        with pytest.raises(CatalogError) as raised:
            for number in range(10_000):
                stored.append(add_source(catalog, raw(number, 30), "main").doc_id)
        assert_one_sentence(raised.value, "disk", "space")
        assert len(stored) > 3
        fill(small_disk / "filler")
        try:  # it may fit into what the write-ahead log holds already
            embed_pending(catalog, embedder)
        except CatalogError as error:
            assert_one_sentence(error, "space")
        with pytest.raises(CatalogError) as raised:
            backup(catalog, small_disk / "copy.sqlite")
        assert_one_sentence(raised.value, "disk", "space")
        assert not Snapshot(catalog, embedder.model_hash, embedder.dimension).save()
        assert {document.doc_id for document in catalog.list_documents("main")} == set(stored)
        backup(catalog, tmp_path / "elsewhere.sqlite")
    assert not list(small_disk.glob("**/*.tmp"))
    with pytest.raises(CatalogError) as raised:
        Catalog(small_disk / "second")
    assert_one_sentence(raised.value)


@NEEDS_ROOT
def test_a_folder_on_a_read_only_disk_is_one_sentence(small_disk: Path) -> None:
    with Catalog(small_disk / "data") as catalog:
        add_source(catalog, raw(1), "main")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(CatalogError) as raised, Catalog(small_disk / "data") as catalog:
        add_source(catalog, raw(2), "main")
    assert_one_sentence(raised.value, "--data")
    with pytest.raises(CatalogError) as raised:
        Catalog(small_disk / "new")
    assert_one_sentence(raised.value, "--data")


@NEEDS_ROOT
def test_a_disk_that_becomes_read_only_under_an_open_store_is_one_sentence(small_disk: Path, embedder: WordAxes) -> None:
    with Catalog(small_disk / "data") as catalog:
        add_source(catalog, raw(1), "main")
        subprocess.run(["mount", "--bind", str(small_disk), str(small_disk)], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(small_disk)], check=True)
            code = """
            import sys
            from pathlib import Path
            from index.catalog import Catalog
            from index.errors import CatalogError
            from index.ingest import add_source
            from sources.model import RawSource
            try:
                with Catalog(Path(sys.argv[1])) as catalog:
                    with catalog.lock("embed", timeout=0):
                        add_source(catalog, RawSource(b"A fighter at the dam.", "a", "/a", "text/plain"), "main")
            except CatalogError as error:
                print(error)
            """
            done = in_process(code, str(small_disk / "data"))
            assert done.returncode == 0, done.stderr
            assert "--data" in done.stdout
        finally:
            subprocess.run(["umount", "-l", str(small_disk)], check=True)
        embed_pending(catalog, embedder)
        assert verify(catalog).faults == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: the mounts above test it")
def test_a_folder_without_the_right_to_write_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    with pytest.raises(CatalogError) as raised:
        Catalog(tmp_path / "data")
    assert_one_sentence(raised.value, "--data")


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CatalogError) as raised:
        Catalog(tmp_path / "file" / "data")
    assert_one_sentence(raised.value, "--data")


# ---------------------------------------------------------------------- locks


def test_a_lock_keeps_a_second_one_out_and_is_given_back(catalog: Catalog) -> None:
    with catalog.lock("work"):
        with pytest.raises(BusyCatalog) as raised, catalog.lock("work", timeout=0):
            pass
        assert_one_sentence(raised.value, "try again")
    with catalog.lock("work", timeout=0):
        pass


def test_a_lock_is_given_back_when_its_holder_fails(catalog: Catalog) -> None:
    with pytest.raises(RuntimeError), catalog.lock("work"):
        raise RuntimeError
    with catalog.lock("work", timeout=0):
        pass


def test_a_lock_file_that_cannot_be_made_is_one_sentence(catalog: Catalog) -> None:
    (catalog.folder / "work.lock").mkdir()
    with pytest.raises(CatalogError) as raised, catalog.lock("work", timeout=0):
        pass
    assert_one_sentence(raised.value, "--data")


def test_what_is_deleted_is_overwritten_whatever_sqlite_was_built_with(catalog: Catalog) -> None:
    with database.reading(catalog.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_long_work_leaves_the_file_to_others_only_while_somebody_answers_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(database.time, "sleep", pauses.append)
    with Catalog(tmp_path) as adding, Catalog(tmp_path) as bot:
        adding.give_way()
        add_source(adding, raw(1), "main")
        assert pauses == [] and not adding.is_answering()
        with bot.answering(), bot.answering():
            assert adding.is_answering()
            add_source(adding, raw(2), "main")
            add_source(bot, raw(3), "main")
        assert len(pauses) == 1 and pauses[0] > 0, "who answers people waits for nobody"
        assert not adding.is_answering()
