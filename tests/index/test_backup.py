"""A copy made while others write, and the way back, also from a damaged store."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from articles import article
from conftest import WordAxes
from sqlalchemy import text

from index import database
from index.backup import backup, restore
from index.catalog import DATABASE, Catalog
from index.errors import CatalogError
from index.ingest import add_source
from index.search import Concept, Query, Searcher
from index.sync import embed_pending
from index.verify import verify

TOWN = Query("town", (Concept(("town",)),))


def names(folder: Path) -> set[str]:
    with Catalog(folder) as catalog:
        assert verify(catalog).faults == ()
        return {one.doc_id for one in catalog.list_documents("main")}


def add(catalog: Catalog, *numbers: int) -> None:
    for number in numbers:
        add_source(catalog, article(number), "main", f"d{number}")


@pytest.fixture
def copy(catalog: Catalog, embedder: WordAxes, tmp_path: Path) -> Path:
    add(catalog, 1, 2)
    embed_pending(catalog, embedder)
    target = tmp_path / "copy.sqlite"
    assert backup(catalog, target) == target.stat().st_size
    return target


def test_a_backup_is_one_private_file_that_holds_everything(copy: Path, tmp_path: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.sqlite", "data"]
    assert restore(tmp_path / "new", copy) is None
    assert names(tmp_path / "new") == {"d1", "d2"}


def test_an_existing_file_is_not_overwritten(catalog: Catalog, copy: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(CatalogError, match="exists already"):
        backup(catalog, copy)
    assert copy.read_bytes() == before


def test_a_place_that_cannot_be_written_is_one_sentence(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot be written"):
        backup(catalog, tmp_path / "no" / "such" / "folder.sqlite")


def test_a_backup_made_while_others_write_is_whole(catalog: Catalog, tmp_path: Path) -> None:
    add(catalog, *range(5))
    stop = threading.Event()

    def write() -> None:
        number = 100
        while not stop.is_set():
            add(catalog, number)
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            backup(catalog, tmp_path / f"{number}.sqlite")
    finally:
        stop.set()
        thread.join()
    for number in range(4):
        restore(tmp_path / f"r{number}", tmp_path / f"{number}.sqlite")
        assert names(tmp_path / f"r{number}") >= {f"d{n}" for n in range(5)}


def test_restoring_brings_back_what_was_and_keeps_what_is(catalog: Catalog, copy: Path, tmp_path: Path) -> None:
    add(catalog, 3)
    catalog.remove("main", "d1")
    kept = restore(catalog.folder, copy)
    assert names(catalog.folder) == {"d1", "d2"}
    assert kept is not None
    restore(tmp_path / "kept", kept)
    assert names(tmp_path / "kept") == {"d2", "d3"}
    assert not list(catalog.folder.glob("restoring-*"))


def test_a_running_process_sees_the_restored_store_at_its_next_question(catalog: Catalog, copy: Path, embedder: WordAxes) -> None:
    searcher = Searcher(catalog, embedder)
    add(catalog, 3, 4)
    embed_pending(catalog, embedder)
    assert {hit.passage.doc_id for hit in searcher.search(TOWN).hits} == {"d1", "d2", "d3", "d4"}
    restore(catalog.folder, copy)
    assert {hit.passage.doc_id for hit in searcher.search(TOWN).hits} == {"d1", "d2"}
    add(catalog, 8, 9)
    embed_pending(catalog, embedder)
    assert {hit.passage.doc_id for hit in searcher.search(TOWN).hits} == {"d1", "d2", "d8", "d9"}


def test_every_restoring_begins_a_history_of_its_own(catalog: Catalog, copy: Path) -> None:
    seen = {catalog.state().store_id}
    for _ in range(2):
        restore(catalog.folder, copy)
        seen.add(catalog.state().store_id)
    assert len(seen) == 3


def test_the_backup_itself_is_not_touched(catalog: Catalog, copy: Path) -> None:
    before = copy.read_bytes()
    restore(catalog.folder, copy)
    assert copy.read_bytes() == before


@pytest.mark.usefixtures("copy")
def test_a_database_copied_by_hand_can_be_restored(catalog: Catalog, tmp_path: Path) -> None:
    catalog.close()
    shutil.copy(catalog.path, tmp_path / "by-hand.sqlite")
    restore(tmp_path / "new", tmp_path / "by-hand.sqlite")
    assert names(tmp_path / "new") == {"d1", "d2"}


@pytest.mark.parametrize("content", [b"", b"no database" * 1000, None])
@pytest.mark.usefixtures("copy")
def test_what_is_no_backup_changes_nothing(catalog: Catalog, tmp_path: Path, content: bytes | None) -> None:
    bad = tmp_path / "bad.sqlite"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(CatalogError):
        restore(catalog.folder, bad)
    assert names(catalog.folder) == {"d1", "d2"}


def test_a_damaged_backup_changes_nothing(catalog: Catalog, copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[8192:] = b"\x5a" * (len(data) - 8192)
    copy.write_bytes(data)
    with pytest.raises(CatalogError, match="damaged"):
        restore(catalog.folder, copy)
    assert names(catalog.folder) == {"d1", "d2"}


def test_another_program_s_database_is_no_backup(catalog: Catalog, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "theirs.sqlite")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(CatalogError, match="no briefbot backup"):
        restore(catalog.folder, tmp_path / "theirs.sqlite")


def test_a_newer_briefbot_s_backup_asks_for_a_newer_briefbot(catalog: Catalog, copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(CatalogError, match="newer briefbot"):
        restore(catalog.folder, copy)


@pytest.mark.parametrize("header", [True, False], ids=["no database any more", "pages damaged"])
def test_a_damaged_store_can_be_restored_under_a_running_process(catalog: Catalog, copy: Path, embedder: WordAxes, header: bool) -> None:
    searcher = Searcher(catalog, embedder)
    searcher.search(TOWN)
    catalog.close()
    data = catalog.path.read_bytes()
    catalog.path.write_bytes(b"\x5a" * 4096 + data[4096:] if header else data[:4096] + b"\x5a" * (len(data) - 4096))
    with pytest.raises(CatalogError, match="briefbot restore"):
        searcher.search(TOWN)
    kept = restore(catalog.folder, copy)
    assert kept is not None
    assert {hit.passage.doc_id for hit in searcher.search(TOWN).hits} == {"d1", "d2"}
    assert names(catalog.folder) == {"d1", "d2"}


def test_a_process_that_met_the_damage_goes_on_with_the_restored_store(catalog: Catalog, copy: Path) -> None:
    connection = sqlite3.connect(catalog.path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    with catalog.path.open("r+b") as file:
        file.write(b"\x5a" * 4096)
    with pytest.raises(CatalogError, match="no briefbot database"):
        catalog.list_documents("main")
    restore(catalog.folder, copy)
    assert {one.doc_id for one in catalog.list_documents("main")} == {"d1", "d2"}


def test_a_restored_store_keeps_its_log(catalog: Catalog, copy: Path) -> None:
    restore(catalog.folder, copy)
    with Catalog(catalog.folder) as again, database.reading(again.engine) as connection:
        assert database.is_wal(connection)
        assert connection.execute(text("SELECT count(*) FROM documents")).scalar() == 2
    assert (catalog.folder / DATABASE).exists()
