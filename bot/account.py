"""What Telegram says of the bot's account: who it is, how it is set up, and what that means."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.request import HTTPXRequest

from bot.arrivals import sentence_of
from bot.errors import CannotGoOn

T = TypeVar("T")
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Account:
    """``reads_all``: group privacy is off. ``webhook``: where updates are pushed, empty for polling. ``skew``: seconds this clock is ahead."""

    id: int
    username: str
    reads_all: bool
    joins_groups: bool
    inline: bool
    webhook: str = ""
    waiting: int = 0
    last_error: str = ""
    skew: float | None = None


def account_of(token: str, api_url: str) -> Account:
    """Ask Telegram. CannotGoOn with one sentence when it does not answer, or does not know the token."""
    return _asked(token, api_url, _account)


@dataclass(slots=True)
class _Clock:
    """How far this machine's clock is ahead of the server's, in seconds; None until it answered with a date."""

    skew: float | None = None

    async def read(self, response: httpx.Response) -> None:
        """Called with each response."""
        if date := response.headers.get("Date"):
            self.skew = time.time() - parsedate_to_datetime(date).timestamp()


def delete_messages(token: str, api_url: str, chat_id: int, message_ids: Sequence[int]) -> None:
    """Delete messages of a private chat on both sides. CannotGoOn when Telegram does not answer."""

    async def delete(bot: Bot, _clock: _Clock) -> None:
        for start in range(0, len(message_ids), 100):
            with contextlib.suppress(BadRequest, Forbidden):  # the chat is gone, or blocked: there is nothing to delete
                await bot.delete_messages(chat_id, message_ids[start : start + 100])

    _asked(token, api_url, delete)


async def _account(bot: Bot, clock: _Clock) -> Account:
    me = await bot.get_me()
    hook = await bot.get_webhook_info()
    return Account(
        id=me.id,
        username=me.username or "",
        reads_all=bool(me.can_read_all_group_messages),
        joins_groups=bool(me.can_join_groups),
        inline=bool(me.supports_inline_queries),
        webhook=hook.url,
        waiting=hook.pending_update_count,
        last_error=hook.last_error_message or "",
        skew=clock.skew,
    )


def _asked(token: str, api_url: str, what: Callable[[Bot, _Clock], Awaitable[T]]) -> T:
    async def ask() -> T:
        clock = _Clock()
        request = HTTPXRequest(connect_timeout=_SECONDS, read_timeout=_SECONDS, httpx_kwargs={"event_hooks": {"response": [clock.read]}})
        bot = Bot(token, base_url=f"{api_url}/bot", base_file_url=f"{api_url}/file/bot", request=request)
        await request.initialize()
        try:
            return await what(bot, clock)
        finally:
            await request.shutdown()

    try:
        return asyncio.run(ask())
    except TelegramError as error:
        raise CannotGoOn(sentence_of(error, api_url)) from error


def meaning(account: Account) -> tuple[str, ...]:
    """What the account's settings mean, one sentence each."""
    if account.reads_all:
        privacy = "group privacy is off: all that is said in its groups reaches the bot, which looks only at what is addressed to it (@BotFather, /setprivacy)"
    else:
        privacy = f"group privacy is on: in groups only commands (/ask@{account.username}) and replies to the bot reach it, which is all it needs"
    groups = "it may be added to groups" if account.joins_groups else "it cannot be added to groups; @BotFather, /setjoingroups, changes that"
    inline = (
        f"on: whoever may ask can look a quote up in any chat with @{account.username} and some words"
        if account.inline
        else "off: to look quotes up in any chat, send /setinline to @BotFather"
    )
    return privacy, groups, f"inline mode is {inline}"
