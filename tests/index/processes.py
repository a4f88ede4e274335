"""Work that tests give to other processes. These are forked from one that has imported everything, so that starting costs little."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

import pytest
from articles import WORDS, article
from conftest import WordAxes

from index.catalog import Catalog
from index.errors import UnknownDocument
from index.ingest import add_source, extract_again
from index.snapshot import Snapshot
from index.sync import embed_pending

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["processes"])
extract_again(article(0))  # imports what the readers import when they are first used: once, for all that are forked


def start(work: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Run ``work`` in a process of its own."""
    process = CONTEXT.Process(target=work, args=arguments, daemon=True)
    with pytest.MonkeyPatch.context() as patch:  # the server that forks imports before it is told the path
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        patch.setenv("PYTHONSAFEPATH", "1")
        process.start()
    return process


def open_all(folders: list[Path], ready: Barrier) -> None:
    """Open each folder at the very moment at which the others do."""
    for folder in folders:
        ready.wait()
        Catalog(folder).close()


def add_all(folder: Path, first: int, last: int, step: int, done: Path) -> None:
    """Add articles first, first + step, ... with vectors and snapshot; after each addition its line goes to ``done`` at once."""
    embedder = WordAxes(*WORDS)
    said = os.open(done, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with Catalog(folder) as catalog:
        snapshot = Snapshot(catalog, embedder.model_hash, embedder.dimension)
        for number in range(first, last, step):
            outcome = add_source(catalog, article(number, paragraphs=2), "main")
            os.write(said, f"{number} {outcome.status.value} {outcome.doc_id}\n".encode())
            if number % 5 == 0:
                embed_pending(catalog, embedder)
                snapshot.catch_up()
                snapshot.save()
        embed_pending(catalog, embedder)


def add_and_tell(folder: Path, numbers: range, told: Any) -> None:
    """Add articles; tell of each when it is in, wait until that was heard, and remove the one before."""
    with Catalog(folder) as catalog:
        for number in numbers:
            add_source(catalog, article(number), "main", f"told-{number}")
            told.send(number)
            told.recv()
            if number - 1 in numbers:
                catalog.remove("main", f"told-{number - 1}")


def disturb(folder: Path, stop: Event) -> None:
    """Add, revise, remove, embed and reindex without end."""
    embedder = WordAxes(*WORDS)
    with Catalog(folder) as catalog:
        snapshot = Snapshot(catalog, embedder.model_hash, embedder.dimension)
        number = 0
        while not stop.is_set():
            number += 1
            place = f"/disturbing/{number % 7}"
            add_source(catalog, article(100_000 + number, location=place), "main", f"disturbing-{number % 7}")
            if number % 3 == 0:
                embed_pending(catalog, embedder)
            if number % 5 == 0:
                remove(catalog, f"disturbing-{number * 3 % 7}")
            if number % 11 == 0:
                catalog.reanalyse()
                snapshot.path.unlink(missing_ok=True)
                snapshot = Snapshot(catalog, embedder.model_hash, embedder.dimension)
            snapshot.catch_up()
            snapshot.save()


def remove(catalog: Catalog, doc_id: str) -> None:
    with suppress(UnknownDocument):
        catalog.remove("main", doc_id)
