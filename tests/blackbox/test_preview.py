"""`briefbot preview` as a person starts it: the real bot answers on the page's chats, and the data folder stays as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import typer.main
from double import Double, Person, Room
from schema import faults_of_calls

from bot.cli import app
from bot.preview.run import COLLEAGUE, GROUP, OWNER, STRANGER
from index.catalog import Catalog
from index.ingest import add_source
from sources.fetch import read_file
from sources.model import Given

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "sources" / "samples" / "digest.md"
COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
SLOW_START = 90.0
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("run" not in typer.main.get_command(app).commands, reason="there is no `briefbot run` yet"),  # type: ignore[attr-defined]
]


def rows(data: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "briefbot.sqlite")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return [(name, database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview") / "data"
    with Catalog(folder) as catalog:
        add_source(catalog, read_file(SAMPLE, Given()), "main")
    return folder


@pytest.fixture(scope="module")
def preview(data: Path) -> Iterator[tuple[subprocess.Popen[str], Double]]:
    environment = {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT), "TELEGRAM_BOT_TOKEN": "2:of-somebody-else"}
    with subprocess.Popen(
        [*COMMAND, "--data", str(data), "preview", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment, cwd=data.parent
    ) as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        yield running, Double(int(address.rstrip("/").rsplit(":", 1)[1]))
        running.kill()


def test_the_real_bot_answers_on_the_page_and_the_data_folder_stays_as_it_was(preview: tuple[subprocess.Popen[str], Double], data: Path) -> None:
    before, (running, double) = rows(data), preview
    owner, stranger = Person(OWNER, "Mina"), Person(STRANGER, "Sam")
    double.say(owner, "/start")
    double.wait_for("sendMessage", seconds=SLOW_START, chat_id=OWNER)
    double.say(owner, "how many ISKP fighters?")
    text = double.wait_for("sendMessage", seconds=SLOW_START, chat_id=OWNER).message["text"]
    assert "2,000" in text and "hardcore" in text
    since = double.mark()
    double.say(Person(COLLEAGUE, "Noor"), "/ask@briefbot_preview_bot how many ISKP fighters?", Room(GROUP))
    assert "2,000" in double.wait_for("sendMessage", seconds=SLOW_START, chat_id=GROUP, since=since).message["text"]
    double.say(stranger, "how many ISKP fighters?")
    assert "2,000" not in double.wait_for("sendMessage", seconds=SLOW_START, chat_id=STRANGER).message["text"]
    assert faults_of_calls(double.calls()) == []
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 0
    assert rows(data) == before
