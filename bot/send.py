"""Reply -> Telegram. UTF-16 exists here and nowhere else; text goes out with entities, never with markup to be parsed.

Before every message each quote in it, and in its buttons, is compared with the catalog (hash of the text, revision, slice);
what differs is withheld, counted, logged, and the reader is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from bot.answer import Quote
from bot.cards import Card
from bot.guests import TITLE
from bot.languages import speaking
from bot.reply import Button, Reply, Room, Style, without
from bot.screens import withheld_line
from index.catalog import blocks_of

log = logging.getLogger(__name__)
os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's next way to say how long to wait; the present one warns at every 429

MOST_TRIES = 5
MESSAGES_A_SECOND = 30.0
MESSAGES_A_MINUTE_IN_A_GROUP = 20.0
_LONGEST_HOLD = 1.0
"""Seconds for which one message may keep the others from going out, while Telegram does not answer."""
_DELETED_AT_ONCE = 100
"""Messages in one request, as many as Telegram takes."""
_CARDS_LAST = 5
"""Seconds for which Telegram may show the same cards to the same person again."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_STYLES = {
    Style.BOLD: MessageEntity.BOLD,
    Style.ITALIC: MessageEntity.ITALIC,
    Style.FIXED: MessageEntity.PRE,
    Style.LINK: MessageEntity.TEXT_LINK,
    Style.QUOTE: MessageEntity.BLOCKQUOTE,
    Style.FOLDED: MessageEntity.EXPANDABLE_BLOCKQUOTE,
}


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


ROOM = Room(units)


def entities_of(reply: Reply) -> list[MessageEntity]:
    """The marks of a reply as Telegram's entities: offsets and lengths in UTF-16 code units."""
    text = reply.text
    return [
        MessageEntity(_STYLES[mark.style], units(text[: mark.span.start]), units(text[mark.span.start : mark.span.end]), url=mark.url) for mark in reply.marks
    ]


def quoted_text(text: str, entity: MessageEntity) -> str:
    """What an entity marks: the way back from UTF-16."""
    return text.encode("utf-16-le", "surrogatepass")[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "surrogatepass")


def keyboard_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons of a reply."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.buttons]) if reply.buttons else None


def _button(button: Button) -> InlineKeyboardButton:
    copies = CopyTextButton(button.copies) if button.copies is not None else None
    return InlineKeyboardButton(button.label, callback_data=button.action, copy_text=copies, url=button.url)


def article_of(card: Card) -> InlineQueryResultArticle:
    """A card as Telegram lists it, with the message that is posted when it is picked."""
    content = InputTextMessageContent(card.reply.text, entities=entities_of(card.reply), link_preview_options=_NO_PREVIEW)
    return InlineQueryResultArticle(card.id, card.title, content, description=card.description or None, reply_markup=keyboard_of(card.reply))


def checked(reply: Reply, stands: Callable[[Quote], bool]) -> tuple[Reply, int]:
    """A reply with only those quotes that ``stands`` says are stored letter for letter, and how many are withheld."""
    text, buttons = reply.text, [button for row in reply.buttons for button in row]
    misplaced = {quote for quote, span in reply.quotes if text[span.start : span.end] != quote.text}
    misplaced |= {one.quote for one in buttons if one.quote is not None and one.copies is not None and one.quote.text not in one.copies}
    attached = reply.attachment.quotes if reply.attachment else ()
    all_of_them = dict.fromkeys([*(quote for quote, _ in reply.quotes), *(one.quote for one in buttons if one.quote is not None), *attached])
    gone = [quote for quote in all_of_them if quote in misplaced or not stands(quote)]
    if not gone:
        return reply, 0
    with speaking(reply.language):
        return without(reply, gone, withheld_line(len(gone))), len(gone)


class OneAtATime(AIORateLimiter):
    """Telegram's limits on sending, and between Telegram's 200 and our commit never more than one answer.

    ``rate_limit_args``: what to do, in that moment, with what Telegram said. A kill can therefore repeat one answer at most. An answer
    that Telegram is slow to take gives way to others after a second; one that waits for a limit does not hold them up at all.
    """

    def __init__(self) -> None:
        super().__init__(MESSAGES_A_SECOND, 1, MESSAGES_A_MINUTE_IN_A_GROUP, 60, max_retries=0)
        self._turn = asyncio.Lock()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Any,
    ) -> Any:
        if rate_limit_args is None:
            return await super().process_request(callback, args, kwargs, endpoint, data, None)

        async def confirmed(*inner: Any, **named: Any) -> Any:
            async with _Turn(self._turn):
                result = await callback(*inner, **named)
                await rate_limit_args(int(result["message_id"]))
                return result

        return await super().process_request(confirmed, args, kwargs, endpoint, data, None)


class _Turn:
    """A lock that is given back after `_LONGEST_HOLD` at the latest."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock = lock
        self._held = False

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        self._held = True
        self._timer = asyncio.get_running_loop().call_later(_LONGEST_HOLD, self._give_back)

    async def __aexit__(self, *_: object) -> None:
        self._timer.cancel()
        self._give_back()

    def _give_back(self) -> None:
        if self._held:
            self._held = False
            self._lock.release()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the chat, its topic, and the message it answers (as far as that is still there)."""

    chat_id: int
    topic: int | None = None
    answers: int | None = None


class Unreachable(Exception):
    """The person blocked the bot, or the bot is no longer in the chat: nothing can be sent there."""


Taken = Callable[[int], Awaitable[None]]
"""Called with the id that Telegram gave a message, before anything else is sent."""


class Courier:
    """Sends replies. What Telegram refuses for now is tried again, for this chat only; what it refuses for good is raised."""

    def __init__(self, bot: ExtBot[Any], moved: Callable[[int, int], Awaitable[None]], pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._bot = bot
        self._moved = moved
        self._pause = pause
        self.withheld = 0

    async def send(self, reply: Reply, target: Target, taken: Taken) -> None:
        """One message. Unreachable when nobody gets it, BadRequest when Telegram will not have it, NetworkError after `MOST_TRIES`."""

        async def once() -> bool:
            nonlocal target
            try:
                await self._send(reply, target, taken)
            except ChatMigrated as error:
                await self._moved(target.chat_id, error.new_chat_id)
                target = Target(error.new_chat_id, target.topic, None)
                return False
            except Forbidden as error:
                raise Unreachable(target.chat_id) from error
            return True

        await self._until_taken(once, "it is sent again, and may stand there twice")

    async def _until_taken(self, once: Callable[[], Awaitable[bool]], when_unsure: str | None = None) -> None:
        """Try until Telegram takes it, `MOST_TRIES` times; ``once`` says whether it did. What is refused for good is raised, and so is the
        last NetworkError. ``when_unsure``: what the log says where Telegram may have taken it without an answer."""
        for attempt in range(1, MOST_TRIES + 1):
            try:
                if await once():
                    return
            except RetryAfter as error:
                log.info("Telegram asks to wait %s for one chat", error.retry_after)
                await self._pause(_seconds(error))
            except BadRequest:
                raise
            except NetworkError as error:
                if attempt == MOST_TRIES:
                    raise
                if when_unsure and may_have_arrived(error):
                    log.warning("whether Telegram took a message is not known: %s", when_unsure)
                await self._pause(0.5 * 2 ** (attempt - 1))
        raise NetworkError("Telegram asked to wait too often")

    async def edit(self, reply: Reply, chat_id: int, message_id: int) -> None:
        """Put another text into a message; that it stands there already is no error."""
        try:
            await self._bot.edit_message_text(
                reply.text, chat_id, message_id, entities=entities_of(reply), reply_markup=keyboard_of(reply), link_preview_options=_NO_PREVIEW
            )
        except BadRequest as error:
            if "not modified" not in str(error).lower():
                raise

    async def toast(self, callback_id: str, text: str | None) -> None:
        """Answer a tap; one that Telegram holds to be too old needs no answer."""
        try:
            await self._bot.answer_callback_query(callback_id, text)
        except BadRequest:
            log.info("a tap could not be answered any more")

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete messages on both sides; Telegram passes over those that are gone or too old. Tried again where that may help."""
        for block in blocks_of(message_ids, _DELETED_AT_ONCE):
            with contextlib.suppress(BadRequest, Forbidden):
                await self._until_taken(partial(self._bot.delete_messages, chat_id, block))

    async def list_cards(self, query_id: str, cards: Sequence[Card], offer: str | None) -> None:
        """Answer a look-up; one that is over by now needs no answer. ``offer``: a button above the list that opens the private chat.

        Personal and short-lived always: Telegram would otherwise show one person's results to whoever types the same.
        """
        button = InlineQueryResultsButton(offer, start_parameter="inline") if offer else None
        try:
            await self._bot.answer_inline_query(query_id, [article_of(card) for card in cards], cache_time=_CARDS_LAST, is_personal=True, button=button)
        except BadRequest:
            log.info("a look-up could not be answered any more")

    async def answer_guest(self, query_id: str, reply: Reply) -> None:
        """The one message that answers a call from a chat where the bot is not; a call that was answered, or is over, needs none."""
        try:
            await self._bot.answer_guest_query(query_id, article_of(Card("answer", TITLE, "", reply)))
        except BadRequest as error:
            log.info("a guest could not be answered: %s", error)

    async def _send(self, reply: Reply, target: Target, taken: Taken) -> None:
        answers = ReplyParameters(target.answers, allow_sending_without_reply=True) if target.answers else None
        if reply.picture is not None:
            await self._bot.send_photo(
                target.chat_id,
                reply.picture,
                caption=reply.text,
                caption_entities=entities_of(reply),
                message_thread_id=target.topic,
                reply_parameters=answers,
                reply_markup=keyboard_of(reply),
                rate_limit_args=taken,
            )
            return
        if reply.attachment is not None:
            await self._bot.send_document(
                target.chat_id,
                reply.attachment.content,
                caption=reply.text,
                caption_entities=entities_of(reply),
                filename=reply.attachment.name,
                message_thread_id=target.topic,
                reply_parameters=answers,
                reply_markup=keyboard_of(reply),
                disable_content_type_detection=True,
                rate_limit_args=taken,
            )
            return
        await self._bot.send_message(
            target.chat_id,
            reply.text,
            entities=entities_of(reply),
            message_thread_id=target.topic,
            reply_parameters=answers,
            reply_markup=keyboard_of(reply),
            link_preview_options=_NO_PREVIEW,
            rate_limit_args=taken,
        )

    def note_withheld(self, count: int, quotes: Sequence[Quote]) -> None:
        """Count what was not sent, for the log and for whoever asks."""
        self.withheld += count
        log.error("%d quotes withheld while sending (%d since start), of %s", count, self.withheld, ", ".join(sorted({quote.doc_id for quote in quotes})))


def may_have_arrived(error: NetworkError) -> bool:
    """Whether a request may have been carried out although its answer did not come; not where no connection came about."""
    return not isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def _seconds(error: RetryAfter) -> float:
    waits = error.retry_after
    return float(waits if isinstance(waits, int | float) else waits.total_seconds()) + 0.05
