"""Killed at any moment: nothing half, nothing twice, and what was said to be done is done."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from articles import WORDS, article
from conftest import WordAxes
from processes import add_all, start

from index.catalog import Catalog
from index.sync import embed_pending
from index.verify import verify

KILLS = 25
ARTICLES = 2000
"""More than can be added before the last kill."""


def finished(done: Path, *statuses: str) -> set[str]:
    """The documents whose addition was said to be done; ``statuses``: only these."""
    lines = done.read_text().splitlines(keepends=True) if done.exists() else []
    said = [line.split() for line in lines if line.endswith("\n")]
    return {doc_id for _, status, doc_id in said if not statuses or status in statuses}


@pytest.mark.slow
def test_a_killed_addition_loses_nothing_and_leaves_nothing_half(tmp_path: Path) -> None:
    folder, done = tmp_path / "data", tmp_path / "done"
    chance = random.Random(7)
    seen = []
    for _ in range(KILLS):
        before = len(finished(done, "added"))
        process = start(add_all, folder, max(0, (seen or [0])[-1] - 3), ARTICLES, 1, done)
        sought = before + chance.randint(1, 4)
        until = time.monotonic() + 30
        while len(finished(done, "added")) < sought and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        with Catalog(folder) as catalog:
            report = verify(catalog)
            assert report.faults == ()
            stored = [one.doc_id for one in catalog.list_documents("main")]
        assert len(stored) == len(set(stored))
        assert finished(done) <= set(stored)
        assert len(stored) - len(finished(done)) <= KILLS
        seen.append(len(stored))
    assert seen == sorted(set(seen))
    enough = seen[-1] + 10
    process = start(add_all, folder, 0, enough, 1, done)
    process.join()
    assert process.exitcode == 0
    embedder = WordAxes(*WORDS)
    with Catalog(folder) as catalog:
        report = verify(catalog)
        assert report.faults == ()
        assert all("who said what" in note for note in report.notes), "nothing but that stage was left undone"
        assert embed_pending(catalog, embedder) == 0
        assert sorted(one.location for one in catalog.list_documents("main")) == sorted(article(number).location for number in range(enough))
    assert not list(folder.glob("*.tmp"))
