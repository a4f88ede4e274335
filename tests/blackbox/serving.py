"""The real bot process over a data folder, and what a test does with it: start, kill, read its log, look into its files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from double import Double
from laws import quoted_by, texts_in

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sources" / "samples"
COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
UNTHROTTLED = [sys.executable, "-c", "from bot import send; send.MESSAGES_A_SECOND = send.MESSAGES_A_MINUTE_IN_A_GROUP = 1e4; from bot.cli import main; main()"]
"""The command without Telegram's limits on sending, for tests that would otherwise only wait."""
START_SECONDS = 60.0


def environment(data: Path, **settings: str) -> dict[str, str]:
    """What a briefbot process is started with: nothing of this machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFBOT_", "TELEGRAM_"))}
    return kept | {"PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT), "HF_HUB_OFFLINE": "1", "BRIEFBOT_DATA": str(data), **settings}


def briefbot(*arguments: object, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """One run of a verb."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=environment(data, **settings),
        cwd=Path(__file__).parent,
    )


@dataclass
class Process:
    """A running `briefbot run`."""

    popen: subprocess.Popen[str]
    double: Double
    data: Path
    lines: list[str] = field(default_factory=list)
    readers: list[threading.Thread] = field(default_factory=list)

    def read(self) -> None:
        """Collect what it prints."""
        for stream in (self.popen.stdout, self.popen.stderr):
            thread = threading.Thread(target=lambda stream=stream: self.lines.extend(stream), daemon=True)  # type: ignore[misc]
            thread.start()
            self.readers.append(thread)

    def wait_ready(self, seconds: float = START_SECONDS) -> str:
        """The line that says what it answers from."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if ready := next((line for line in self.lines if line.startswith("ready:")), None):
                return ready.strip()
            assert self.popen.poll() is None, f"it ended with {self.popen.returncode}: {''.join(self.lines)}"
            time.sleep(0.02)
        raise AssertionError(f"not ready after {seconds} s: {''.join(self.lines)}")

    def kill(self) -> None:
        """SIGKILL: no time for anything."""
        self.popen.kill()
        self.end()

    def stop(self, seconds: float = 40.0) -> int:
        """SIGTERM, and wait until it has drained; the exit status."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
        return self.end(seconds)

    def end(self, seconds: float = 40.0) -> int:
        """Wait for the end; the exit status."""
        status = self.popen.wait(seconds)
        self.double.stored |= texts_in(self.data)
        for reader in self.readers:
            reader.join(5)
        for stream in (self.popen.stdout, self.popen.stderr):
            if stream:
                stream.close()
        return status

    @property
    def log(self) -> str:
        """All that it printed so far."""
        return "".join(self.lines)


def start(double: Double, data: Path, command: list[str] = COMMAND, **settings: str) -> Process:
    """Start the bot; it need not be ready yet."""
    given = {"TELEGRAM_BOT_TOKEN": double.token, "TELEGRAM_API_URL": double.url, **settings}
    popen = subprocess.Popen(
        [*command, "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(data, **given),
        cwd=Path(__file__).parent,
    )
    double.served = True
    double.stored |= texts_in(data)
    process = Process(popen, double, data)
    process.read()
    return process


@contextmanager
def serving(double: Double, data: Path, **settings: str) -> Iterator[Process]:
    """The bot, ready; drained at the end."""
    process = start(double, data, **settings)
    try:
        process.wait_ready()
        yield process
    finally:
        process.stop()


def descendants(pid: int) -> set[int]:
    """The processes that a process started, and those started in turn; Linux only."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def copied(data: Path, to: Path) -> Path:
    """A data folder of one's own; the files that are never written to again are the same ones."""
    to.mkdir(parents=True)
    for file in data.iterdir():
        if file.suffix in (".onnx", ".faiss"):
            os.link(file, to / file.name)
        elif file.is_file():
            shutil.copy2(file, to / file.name)
    return to


def quoted_in(message: dict[str, Any]) -> list[str]:
    """What stands behind a bar in a message, by Telegram's own offsets."""
    return quoted_by(message["text"], message.get("entities", []))
