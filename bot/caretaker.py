"""What a running bot does by itself: feeds are asked, pages visited again, chats told when something that they were shown has changed, and
whatever else is handed in is looked at."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, TelegramError

from bot import access
from bot.access import Chat, ChatKind
from bot.answer import Quote
from bot.briefing import Briefing
from bot.corrections import Notice, notices, without_words
from bot.desk import Manner
from bot.intake import Intake, poll_feed, visit_page
from bot.languages import speaking
from bot.send import Courier, Target, Unreachable, checked
from bot.settings import SettingsOf, as_it_comes
from bot.shown import Place, Shown
from bot.state import State
from index.catalog import Catalog
from index.catalog import State as StoreState
from index.errors import IndexingError
from index.feeds import due_feeds
from index.pages import visits_of
from sources.errors import SourceError

T = TypeVar("T")
log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often it is looked whether anything is due."""
VISIT_SECONDS = 6 * 3600.0
"""Between two visits to a page."""
VISIT_DAYS = 30
"""How long a page is visited by itself after it came: as long as what it says can stand in a message that is still corrected."""
_DAY = 86400.0


class Caretaker:
    """One bot's, over one data folder."""

    def __init__(
        self,
        briefing: Briefing,
        state: State,
        shown: Shown,
        intake: Intake,
        courier: Courier,
        stands: Callable[[Quote], bool],
        manner: Manner,
        others: Sequence[Callable[[], Awaitable[None]]] = (),
        settings_of: SettingsOf = as_it_comes,
    ) -> None:
        """``others``: what else is to be looked at as often; ``settings_of``: what a chat is set to."""
        self._briefing = briefing
        self._state = state
        self._shown = shown
        self._intake = intake
        self._courier = courier
        self._stands = stands
        self._manner = manner
        self._others = others
        self._settings_of = settings_of
        self._corrected: StoreState | None = None
        self._thread = ThreadPoolExecutor(1, "caretaker")

    @property
    def _now(self) -> float:
        return self._manner.clock().timestamp()

    @property
    def _catalog(self) -> Catalog:
        return self._briefing.catalog

    async def tend(self) -> None:
        """Until cancelled. What fails is said in the log and tried again."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._repeat(self._gather))
                group.create_task(self._repeat(self.correct))
                for other in self._others:
                    group.create_task(self._repeat(other))
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def _repeat(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except (IndexingError, SourceError, TelegramError) as error:
                log.warning("%s", error)
            except Exception as error:  # whatever nobody foresaw must not end the bot, nor the feeds
                log.error("while looking after the sources: %s", type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    # ------------------------------------------------------------------ feeds and pages

    async def _gather(self) -> None:
        """Ask the feeds whose time has come, then visit the page whose turn it is. One job each, so that editors need not wait long."""
        for feed in await self._in_thread(lambda: due_feeds(self._catalog, self._now)):
            await self._intake.run(poll_feed, feed.id, self._now)
        due = await self._in_thread(self._due_page)
        if due is not None:
            await self._intake.run(visit_page, *due, self._now)

    def _due_page(self) -> tuple[str, str] | None:
        """The page that was visited longest ago, if that is long enough and it is not too old to be looked after."""
        now = self._now
        for visit in visits_of(self._catalog):
            if now - visit.checked_at < VISIT_SECONDS:
                return None
            if now - visit.came_at < VISIT_DAYS * _DAY:
                return visit.document.collection, visit.document.doc_id
        return None

    # ------------------------------------------------------------------ corrections

    async def correct(self) -> None:
        """Tell every chat of what changed in what it was shown, if anything changed at all since the last look."""
        state = await self._in_thread(self._catalog.state)
        if state == self._corrected:
            return
        for notice in await self._in_thread(self._notices):
            await self._tell(notice)
        self._corrected = state

    def _notices(self) -> list[Notice]:
        found = notices(self._catalog, self._briefing, self._shown.untold(self._now), self._manner.room, self._language_of)
        return [fit for notice in found if (fit := self._permitted(notice)) is not None]

    def _language_of(self, chat: int) -> str:
        return self._settings_of(chat).language

    def _permitted(self, notice: Notice) -> Notice | None:
        """A notice as far as its chat may still see it: without a word of the source where the chat asks in another collection by now, and none
        at all where it may ask no more."""
        chat = Chat(notice.chat_id, ChatKind.PRIVATE if notice.chat_id > 0 else ChatKind.GROUP)
        person, admitted = (chat.id if chat.id > 0 else None), self._manner.admitted
        chats = [chat, *(replace(chat, topic=topic) for topic in self._state.topics_of(chat.id))]  # which of them it was is not written down
        grants = [self._state.grants(person, one) for one in chats]
        if any(access.may_show(notice.ledger.collection, one, person, known, admitted) for one, known in zip(chats, grants, strict=True)):
            return notice
        if access.asked_of(chat, person, grants[0], admitted) is None:
            return None
        with speaking(self._language_of(chat.id)):
            return without_words(notice)

    async def _tell(self, notice: Notice) -> None:
        """A reply to the message; written down with its last part, so that a kill in between repeats it rather than losing it."""
        try:
            for number, reply in enumerate(notice.replies, start=1):
                fit, withheld = await self._in_thread(partial(checked, reply, self._stands))
                if withheld:
                    self._courier.note_withheld(withheld, [quote for quote, _ in reply.quotes])
                places = notice.places if number == len(notice.replies) else ()

                async def taken(message_id: int, told: Sequence[Place] = places, positions: tuple[int, ...] = fit.positions) -> None:
                    await self._in_thread(lambda: self._note(notice, told, message_id, positions))

                await self._courier.send(fit, Target(notice.chat_id, None, notice.message_id), taken)
        except Unreachable:
            await self._in_thread(lambda: self._state.set_active(notice.chat_id, False, self._now))
        except BadRequest as error:  # the chat is gone, or Telegram will not have it: trying again would not help
            log.warning("a correction could not be sent: %s", error)
            await self._in_thread(lambda: self._shown.note_told(notice.places, self._now))
        except NetworkError:
            log.warning("a correction is tried again later")
            self._corrected = None
            raise

    def _note(self, notice: Notice, told: Sequence[Place], message_id: int, positions: tuple[int, ...]) -> None:
        self._shown.note_told(told, self._now, notice.ledger if notice.ledger.shown else None, message_id, positions)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
