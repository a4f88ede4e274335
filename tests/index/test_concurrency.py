"""Several processes over one data folder: bot and command line side by side."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from articles import WORDS, article
from conftest import WordAxes
from processes import CONTEXT, add_all, add_and_tell, disturb, start

from index.backup import backup, restore
from index.catalog import Catalog
from index.ingest import add_source
from index.search import Concept, Query, Searcher
from index.sync import embed_pending
from index.verify import verify


def town(number: int) -> Query:
    return Query(f"town {number}", (Concept((str(number),)),))


def found(searcher: Searcher, number: int) -> bool:
    return any(hit.passage.doc_id == f"told-{number}" for hit in searcher.search(town(number)).hits)


def test_what_another_process_adds_is_found_within_a_second(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    embedder = WordAxes(*WORDS)
    stop = CONTEXT.Event()
    with Catalog(folder) as catalog:
        add_source(catalog, article(1), "main")
        embed_pending(catalog, embedder)
        searcher = Searcher(catalog, embedder)
        searcher.search(town(1))
        told, telling = CONTEXT.Pipe()
        numbers = range(500, 540)
        disturbing = start(disturb, folder, stop)
        adding = start(add_and_tell, folder, numbers, telling)
        for number in numbers:
            assert told.recv() == number
            until = time.monotonic() + 1
            while not found(searcher, number):
                assert time.monotonic() < until, f"article {number} was not found a second after it was added"
                time.sleep(0.005)
            told.send("heard")
            assert not found(searcher, number - 2)
        adding.join()
        stop.set()
        disturbing.join()
        assert (adding.exitcode, disturbing.exitcode) == (0, 0)
        assert verify(catalog).faults == ()


def test_two_adding_the_same_at_once_add_it_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    logs = [tmp_path / f"log-{number}" for number in range(3)]
    workers = [start(add_all, folder, 0, 60, 1, logs[0]), start(add_all, folder, 59, -1, -1, logs[1]), start(add_all, folder, 0, 60, 1, logs[2])]
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    said = [line.split()[1] for log in logs for line in log.read_text().splitlines()]
    assert (said.count("added"), said.count("unchanged"), len(said)) == (60, 120, 180)
    with Catalog(folder) as catalog:
        assert sorted(one.location for one in catalog.list_documents("main")) == sorted(article(number).location for number in range(60))
        report = verify(catalog)
        assert report.faults == ()
        assert all("who said what" in note for note in report.notes), "nothing but that stage was left undone"


@pytest.mark.slow
def test_verify_finds_nothing_wrong_while_others_work(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    stop = CONTEXT.Event()
    with Catalog(folder) as catalog:
        for number in range(30):
            add_source(catalog, article(number), "main")
        workers = [start(disturb, folder, stop) for _ in range(2)]
        try:
            for _ in range(8):
                before = catalog.state().seq
                while catalog.state().seq == before:
                    assert all(worker.is_alive() for worker in workers)
                    time.sleep(0.005)
                assert verify(catalog).faults == ()
        finally:
            stop.set()
            for worker in workers:
                worker.join()
        assert [worker.exitcode for worker in workers] == [0, 0]
        assert verify(catalog).faults == ()


def test_asking_goes_on_while_a_backup_is_restored_again_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    embedder = WordAxes(*WORDS)
    stop = CONTEXT.Event()
    with Catalog(folder) as catalog:
        add_source(catalog, article(7), "main", "told-7")
        embed_pending(catalog, embedder)
        backup(catalog, tmp_path / "copy.sqlite")
        searcher = Searcher(catalog, embedder)
        working = start(disturb, folder, stop)
        try:
            for _ in range(5):
                restore(folder, tmp_path / "copy.sqlite")
                for _ in range(5):
                    hits = searcher.search(town(7)).hits
                    assert hits[0].passage.doc_id == "told-7"
                    assert all(hit.passage.text.startswith("The ") for hit in hits)
        finally:
            stop.set()
            working.join()
        assert working.exitcode == 0
        assert verify(catalog).faults == ()
