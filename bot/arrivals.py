"""How updates arrive: by long polling, or at a webhook. Either way an update is written down before Telegram may forget it."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.web
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import CannotGoOn
from bot.handlers.reading import ALLOWED_UPDATES

log = logging.getLogger(__name__)

POLL_SECONDS = 25
_A_BATCH = 10
"""Updates a poll. Reading one takes some tenths of a millisecond on the event loop."""
_BREATH = 0.1
"""Seconds between two polls, where updates come faster than that: fetching several at once costs hardly more than one."""
_MOST_CONFLICTS = 10
_CONFLICT_PAUSE = 3.0
_LONGEST_PAUSE = 30.0
_MOST_BYTES = 2**20
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Take = Callable[[Sequence[Update]], Awaitable[None]]
"""Writes updates down; returns when they are safe."""


Tell = Callable[[str | None], None]
"""Takes what keeps updates from coming, as one sentence, or None once they come."""


async def poll(bot: Bot, take: Take, tell: Tell) -> None:
    """Fetch updates until cancelled. A fault of the network or of the store is waited out; CannotGoOn for what only a person can mend."""
    offset, conflicts, failures = 0, 0, 0
    while True:
        asked = time.monotonic()
        try:
            updates = await bot.get_updates(offset, _A_BATCH, POLL_SECONDS, read_timeout=POLL_SECONDS + 10, allowed_updates=ALLOWED_UPDATES)
            await take(updates)
        except InvalidToken as error:
            raise CannotGoOn(WRONG_TOKEN) from error
        except Conflict as error:
            conflicts += 1
            if conflicts >= _MOST_CONFLICTS:
                raise CannotGoOn(CONFLICT) from error
            tell(CONFLICT)
            _note_once(conflicts, CONFLICT)
            await asyncio.sleep(_CONFLICT_PAUSE)
        except RetryAfter as error:
            await asyncio.sleep(float(error.retry_after if isinstance(error.retry_after, int) else error.retry_after.total_seconds()))
        except Exception as error:  # nothing that goes wrong here may end the bot: Telegram keeps what it was not told to forget
            failures += 1
            trouble = f"no updates at the moment ({type(error).__name__}): trying again until they come"
            tell(trouble)
            _note_once(failures, trouble)
            await asyncio.sleep(min(0.5 * 2 ** min(failures, 10), _LONGEST_PAUSE))
        else:
            if failures or conflicts:
                log.warning("updates come again")
            tell(None)
            conflicts = failures = 0
            offset = max([offset, *(update.update_id + 1 for update in updates)])
            await asyncio.sleep(asked + _BREATH - time.monotonic() if updates and len(updates) < _A_BATCH else 0)


def _note_once(count: int, sentence: str) -> None:
    if count == 1:
        log.warning(sentence)


WRONG_TOKEN = "Telegram does not know this token: copy it again from @BotFather into TELEGRAM_BOT_TOKEN"
CONFLICT = "another process takes this bot's updates: stop it (one token, one polling process), or give this bot a token of its own"


def sentence_of(error: TelegramError, address: str) -> str:
    """What a person does about Telegram not answering."""
    if isinstance(error, InvalidToken):
        return WRONG_TOKEN
    if isinstance(error, Conflict):
        return CONFLICT
    if isinstance(error, RetryAfter):
        return f"Telegram asks to wait {error.retry_after} seconds: start again then"
    if isinstance(error, NetworkError):
        return f"Telegram cannot be reached at {address}: check the network, or TELEGRAM_API_URL"
    return f"Telegram refused ({type(error).__name__}): run `briefbot doctor`"


# ---------------------------------------------------------------------- webhook


class _Hook(tornado.web.RequestHandler):
    """One update a request. Who does not know the secret learns nothing."""

    def initialize(self, bot: Bot, take: Take, secret: str) -> None:
        self._bot, self._take, self._secret = bot, take, secret

    async def post(self) -> None:
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            update = Update.de_json(json.loads(self.request.body), self._bot)
        except Exception:  # whatever this is, it is no update
            self.set_status(400)
            return
        try:
            await self._take([update])
        except Exception as error:
            log.warning("an update could not be written down (%s): Telegram will send it again", type(error).__name__)
            self.set_status(503)

    def log_exception(self, *_: Any) -> None:
        """Nothing: what a request held is not logged."""


class Webhook:
    """A server that takes updates at the path of ``url``, listening at ``listen`` (host:port)."""

    def __init__(self, bot: Bot, take: Take, url: str, listen: str | None, secret: str) -> None:
        path = urlsplit(url).path or "/"
        application = tornado.web.Application([(path, _Hook, {"bot": bot, "take": take, "secret": secret})], log_function=lambda _handler: None)
        self._server = tornado.httpserver.HTTPServer(application, max_body_size=_MOST_BYTES)
        self.host, self.port = listening_at(url, listen)

    def start(self) -> None:
        """Listen. CannotGoOn where the address is taken."""
        try:
            self._server.listen(self.port, address=self.host)
        except OSError as error:
            raise CannotGoOn(
                f"the webhook cannot listen at {self.host}:{self.port} ({error.strerror}): name another address in BRIEFBOT_WEBHOOK_LISTEN"
            ) from error

    async def stop(self) -> None:
        """Take no more."""
        self._server.stop()
        await self._server.close_all_connections()


def listening_at(url: str, listen: str | None) -> tuple[str, int]:
    """(host, port): what the setting says; else that of a webhook on this machine; else where a proxy is expected to look."""
    if listen:
        host, _, port = listen.rpartition(":")
        return host, int(port)
    parts = urlsplit(url)
    if parts.hostname in ("127.0.0.1", "localhost", "::1") and parts.port:
        return parts.hostname, parts.port
    return "127.0.0.1", 8080
