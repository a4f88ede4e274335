"""Starting and ending a preview: the bot is told where to go, and ends with the preview, or the preview with the bot."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.preview.chats import World
from bot.preview.run import COLLEAGUE, GROUP, OWNER, STRANGER, BotEnded, ChildBot, peopled, serve

ROOT = Path(__file__).parent.parent.parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT)}


async def test_the_bot_runs_until_the_preview_is_cancelled() -> None:
    told: list[str] = []

    async def bot(address: str, token: str) -> None:
        told.extend([address, token])
        try:
            await asyncio.Event().wait()
        finally:
            told.append("ended")

    said: list[str] = []
    running = asyncio.create_task(serve(0, bot, said.append))
    while not said:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert told == [said[0].rstrip("/"), "1:preview", "ended"] and said[0].startswith("http://127.0.0.1:")


async def test_a_bot_that_ends_ends_the_preview_with_a_sentence(tmp_path: Path) -> None:
    child = ChildBot([sys.executable, "-c", "raise SystemExit(3)"], ENVIRONMENT, tmp_path)
    with pytest.raises(BotEnded, match="exit status 3"):
        await serve(0, child, lambda _: None)


async def test_a_bot_that_fails_inside_is_not_swallowed() -> None:
    async def bot(address: str, token: str) -> None:
        raise RuntimeError(f"{token} at {address}")

    with pytest.raises(RuntimeError, match="1:preview at http"):
        await serve(0, bot, lambda _: None)


async def test_a_port_that_is_taken_is_an_error() -> None:
    async def bot(_: str, __: str) -> None:
        await asyncio.Event().wait()

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError):
            await serve(taken.getsockname()[1], bot, lambda _: None)


PREVIEW = """
import os, sys
from pathlib import Path
from bot.preview.run import ChildBot, until_stopped
child = "import os, time; print(os.environ['TELEGRAM_API_URL'], os.environ['TELEGRAM_BOT_TOKEN'], os.getpid(), flush=True); time.sleep(60)"
until_stopped(0, ChildBot([sys.executable, "-c", child], dict(os.environ), Path(".")), lambda address: print(address, flush=True))
print("ended")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_preview_and_its_bot(number: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PREVIEW], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=tmp_path) as preview:
        assert preview.stdout
        lines = sorted(preview.stdout.readline().split() for _ in range(2))
        page, (address, token, pid) = lines[1][0], lines[0]
        assert page == f"{address}/" and token == "1:preview"
        preview.send_signal(number)
        said, _ = preview.communicate(timeout=20)
    assert said.strip() == "ended" and preview.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_there_is_an_owner_a_group_of_two_with_the_bot_and_a_stranger() -> None:
    world: World = peopled()
    assert set(world.chats) == {OWNER, STRANGER, GROUP}
    group = world.chats[GROUP]
    assert group.members == {OWNER: "creator", COLLEAGUE: "member", world.id: "member"}
    assert [next(key for key in update if key != "update_id") for update in world.updates.made] == ["my_chat_member", "message"]
    assert not world.chats[OWNER].has(world.id), "nobody has started the bot yet"
