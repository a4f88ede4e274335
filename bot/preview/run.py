"""`briefbot preview`: the server with a few people in it, a bot that talks to it, and the page, until somebody stops it.

Which bot that is, is handed in: `Bot` is anything that talks to a Bot API server at an address with a token until it is
cancelled. `ChildBot` is the usual one, a process of its own, told by environment variables as the real bot is.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.preview.chats import World
from bot.preview.control import act
from bot.preview.server import LOOPBACK, Server

DEFAULT_PORT = 8350
OWNER, COLLEAGUE, STRANGER = 1001, 1002, 1003
GROUP = -1004
STOP_SECONDS = 10.0
"""How long a bot may take to end."""

Bot = Callable[[str, str], Awaitable[None]]
"""(address of the server, token) -> runs until it is cancelled; returning or raising means that the bot ended by itself."""


class BotEnded(Exception):
    """The bot ended although nobody stopped it; one sentence."""


def peopled() -> World:
    """A world to try a bot in: its owner, a group of two people that it has been added to, and a stranger."""
    world = World()
    act(world, "add_user", {"id": OWNER, "first_name": "Mina", "last_name": "Okafor", "username": "mina", "language_code": "en"})
    act(world, "add_user", {"id": COLLEAGUE, "first_name": "Noor", "last_name": "Haddad", "username": "noor", "language_code": "ar"})
    act(world, "add_user", {"id": STRANGER, "first_name": "Sam", "last_name": "Stranger", "language_code": "en"})
    del world.chats[COLLEAGUE]  # a private chat, a group and a stranger's chat are enough for a first look
    act(world, "add_chat", {"id": GROUP, "title": "News desk", "type": "group", "members": {str(OWNER): "creator", str(COLLEAGUE): "member"}})
    world.chats[OWNER].about = "The bot’s owner"
    world.chats[GROUP].about = "A group of two, and the bot"
    world.chats[STRANGER].about = "A stranger, not let in"
    act(world, "bot_status", {"chat": GROUP, "user": OWNER, "status": "member"})
    return world


async def serve(port: int, bot: Bot, ready: Callable[[str], None], world: World | None = None) -> None:
    """Serve until cancelled. ``ready`` is told the page's address. Raises BotEnded, or OSError where the port is taken."""
    server = Server(world or peopled())
    address = f"http://{LOOPBACK}:{await server.start(port)}"
    running = asyncio.ensure_future(bot(address, server.world.token))
    try:
        ready(f"{address}/")
        await running
        raise BotEnded("the bot ended by itself")
    finally:
        running.cancel()
        await asyncio.wait([running], timeout=STOP_SECONDS + 1)
        await server.stop()


def until_stopped(port: int, bot: Bot, ready: Callable[[str], None]) -> None:
    """`serve` until SIGINT or SIGTERM, which end the bot too; a second one ends everything at once."""

    async def main() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _stop_once, loop, task)
        await serve(port, bot, ready)

    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(main())


def _stop_once(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(number)
    task.cancel()


@dataclass(frozen=True, slots=True)
class ChildBot:
    """A bot as a process: ``command`` is run in ``folder`` with ``environment``, TELEGRAM_API_URL and a made-up TELEGRAM_BOT_TOKEN."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path

    async def __call__(self, address: str, token: str) -> None:
        """Run it; SIGTERM, then SIGKILL, when cancelled. It gets no SIGINT of the terminal: the preview ends it in its own order."""
        told = {**self.environment, "TELEGRAM_API_URL": address, "TELEGRAM_BOT_TOKEN": token}
        process = await asyncio.create_subprocess_exec(*self.command, env=told, cwd=self.folder, start_new_session=True)
        try:
            status = await process.wait()
            raise BotEnded(f"the bot ended with exit status {status}; what it said stands above")
        finally:
            if process.returncode is None:
                process.terminate()
                await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
