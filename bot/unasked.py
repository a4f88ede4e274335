"""What is sent without being asked for: news on watches, and briefings at their times.

    store changed -> watches asked again -> sightings, written down -batched, not in quiet hours-> one message a chat, and told
    time is due   -> briefing made -> message, and its time is served -> file

What Telegram took is written down in that moment and before anything else goes out, so that a kill repeats one message at most; what it
did not take is tried again at the next look.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from telegram.error import BadRequest, NetworkError

from bot import access, brief_screens, watch_screens
from bot.access import Chat, ChatKind
from bot.answer import Quote
from bot.briefing import Briefing, Scope, quote_from
from bot.chat_settings import SettingsOfChats
from bot.daybook import Daybook, Made
from bot.desk import Manner
from bot.languages import speaking
from bot.novelty import Statement, homes_of, new_to, statements_of
from bot.quoting import Phone
from bot.reply import Reply
from bot.schedule import last_due
from bot.scheduled import Scheduled, Scheduling
from bot.send import Courier, Target, Unreachable, checked
from bot.settings import AS_IT_COMES, ChatSettings, is_quiet
from bot.state import Briefed, Ledger, Receipt, Shown, State
from bot.watches import Sighting, Watch, Watches
from index.catalog import State as StoreState
from index.history import texts_before
from sources.model import Span

log = logging.getLogger(__name__)

SETTLE_SECONDS = 10.0
"""How long something new waits for more of the same, before a chat is told."""
BATCH_SECONDS = 1800.0
"""Between two messages on watches to one chat: what comes in between is told together."""
LOOK_APART_SECONDS = 15.0
"""Between two looks at one watch, while the store changes."""
REST_SECONDS = 60.0
"""For which a chat is left alone after Telegram did not take a message."""
Written = Callable[[int, tuple[int, ...]], None]
"""Writes down that Telegram took a message: (its number, positions shown)."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Messages for one place. ``written``: for the first of them, before the next goes out; ``over``: nobody is reached there any more."""

    target: Target
    replies: tuple[Reply, ...]
    written: Written
    over: Callable[[], None]


class Unasked:
    """One bot's, over one data folder. What reads the store runs in a thread."""

    def __init__(
        self,
        briefing: Briefing,
        state: State,
        watches: Watches,
        scheduling: Scheduling,
        settings: SettingsOfChats,
        courier: Courier,
        manner: Manner,
        daybook: Daybook,
    ) -> None:
        self._briefing = briefing
        self._state = state
        self._watches = watches
        self._scheduling = scheduling
        self._settings = settings
        self._courier = courier
        self._manner = manner
        self._daybook = daybook
        self._rests: dict[int, float] = {}
        """Chat -> until when nothing is sent there, after Telegram did not take something."""
        self._looked: dict[int, tuple[StoreState, float]] = {}
        """Watch -> the store as it was when it was looked at last, and when that was."""

    async def tend(self) -> None:
        """One look at what is due, and what is new."""
        await self._send_all(await asyncio.to_thread(self._due))
        await asyncio.to_thread(self._look)
        await self._send_all(await asyncio.to_thread(self._news))

    async def _send_all(self, sendings: Sequence[Sending]) -> None:
        """Chats at once, so that one that has to wait holds up no other."""
        done = await asyncio.gather(*map(self._send, sendings), return_exceptions=True)
        for failed in (one for one in done if isinstance(one, BaseException)):
            raise failed

    async def _send(self, one: Sending) -> None:
        try:
            for number, reply in enumerate(one.replies, start=1):
                fit, withheld = await asyncio.to_thread(checked, reply, self._briefing.stands)
                if withheld:
                    self._courier.note_withheld(withheld, [quote for quote, _ in reply.quotes])
                await self._courier.send(fit, one.target, self._taken(one, fit, number))
        except Unreachable:
            await asyncio.to_thread(self._state.set_active, one.target.chat_id, False, self._now)
            await asyncio.to_thread(one.over)
        except BadRequest as error:  # the chat is gone, or Telegram will not have it: trying again would not help
            log.warning("what a chat wanted by itself could not be sent: %s", error)
            await asyncio.to_thread(one.over)
        except NetworkError:
            log.warning("what a chat wanted by itself is tried again later")
            self._rests[one.target.chat_id] = self._now + REST_SECONDS

    def _taken(self, one: Sending, fit: Reply, number: int) -> Callable[[int], Awaitable[None]]:
        async def taken(message_id: int) -> None:
            if number == 1:
                await asyncio.to_thread(one.written, message_id, fit.positions)
            else:
                await asyncio.to_thread(self._state.note_message, one.target.chat_id, message_id, self._now)

        return taken

    def _may_show(self, collection: str, chat_id: int, thread: int | None, person: int | None) -> bool:
        chat = Chat(chat_id, ChatKind.PRIVATE if chat_id > 0 else ChatKind.GROUP, thread)
        who = chat_id if chat_id > 0 else person
        return access.may_show(collection, chat, who, self._state.grants(who, chat), self._manner.admitted)

    # ------------------------------------------------------------------ watches

    def _is_over(self, watch: Watch) -> bool:
        """Whether what is watched may not be shown any more: then it is not watched either."""
        return not self._may_show(watch.collection, watch.chat_id, watch.topic, watch.person)

    def _look(self) -> None:
        """Ask again what is watched, where the store changed, and write down what is new."""
        state, looked = self._briefing.catalog.state(), self._looked
        self._looked = {}
        for watch in self._watches.all():
            last = looked.get(watch.id)
            if last is not None and (last[0] == state or self._now - last[1] < LOOK_APART_SECONDS):
                self._looked[watch.id] = last
            elif self._is_over(watch):
                self._watches.stop([watch.id])
            else:
                self._watches.found(watch.id, self._fresh(watch))
                self._looked[watch.id] = state, self._now

    def _fresh(self, watch: Watch) -> list[Sighting]:
        statements = statements_of(self._briefing.ask(watch.question, Scope(watch.collection), everything=True))
        sightings = self._watches.sightings(watch.id)
        marks = {one.mark for one in sightings}
        unknown = [one for one in statements if not marks.issuperset(one.marks)]
        if not unknown:
            return []
        known = [quote for _, quote in self._quotes([(0, one.revision_id, one.span) for one in sightings], watch.collection)]
        earlier = texts_before(self._briefing.catalog, watch.collection, homes_of(unknown), watch.made_at)
        return [sighting for one in new_to(unknown, marks, known, earlier) for sighting in _sightings(one, self._now)]

    def _news(self) -> list[Sending]:
        """What chats are told of now: one message each, not in their quiet hours and not too soon after the last."""
        made, now = [], self._now
        untold = sorted(self._watches.untold(), key=_place)
        for (chat_id, thread, collection), group in groupby(untold, key=_place):
            watches = list(group)
            if over := [watch.id for watch in watches if self._is_over(watch)]:
                self._watches.stop(over)
                watches = [watch for watch in watches if watch.id not in over]
            too_soon = now - self._watches.last_told(chat_id) < BATCH_SECONDS or now < self._rests.get(chat_id, 0.0)
            if too_soon or is_quiet(self._settings.of(chat_id), self._manner.clock()):
                continue
            if watches and (sending := self._telling((chat_id, thread or None, collection), watches)):
                made.append(sending)
        return made

    def _telling(self, place: tuple[int, int | None, str], watches: Sequence[Watch]) -> Sending | None:
        with speaking(self._settings.of(place[0]).language):
            return self._told(place, watches)

    def _told(self, place: tuple[int, int | None, str], watches: Sequence[Watch]) -> Sending | None:
        (chat_id, thread, collection), now = place, self._now
        shown, found = 0, []
        told: list[tuple[int, list[int]]] = []
        ledger: list[Shown] = []
        for watch in watches:
            untold = [one for one in self._watches.sightings(watch.id) if not one.told]
            if any(now - one.found_at < SETTLE_SECONDS for one in untold):
                return None
            places = {(one.revision_id, one.span): one for one in untold}
            quotes = self._quotes([(one.position, *place) for place, one in places.items()], collection)
            numbered = [(shown + number, quote) for number, (_, quote) in enumerate(quotes)]
            shown += len(numbered)
            ledger += [Shown(number, quote.revision_id, quote.span) for number, quote in numbered]
            told.append((watch.id, [one.position for one in untold]))
            found.append((watch, numbered))
        if not shown:
            self._watches.dropped(told)
            return None
        token = secrets.token_urlsafe(9)
        remembered = Ledger(token, chat_id, collection, tuple(ledger))
        if chat_id > 0:
            reply, answers = watch_screens.items_screen(shown, token), None
        else:
            phone = Phone(self._manner.room, self._manner.username, self._manner.clock())
            reply = watch_screens.news_screen([(watch, quotes) for watch, quotes in found if quotes], phone, token)
            answers = watches[0].message_id if len(watches) == 1 else None

        def written(message_id: int, positions: tuple[int, ...]) -> None:
            self._watches.note_told(remembered, Receipt(0, 1, True, message_id, self._now, positions), told)

        return Sending(Target(chat_id, thread, answers), (reply,), written, lambda: self._watches.stop([one.id for one in watches]))

    def _quotes(self, places: Sequence[tuple[int, int, Span]], collection: str) -> list[tuple[int, Quote]]:
        """(number, quote) of (number, revision, span), of what is still there and not withdrawn."""
        found = []
        for number, revision_id, span in places:
            stored = self._briefing.revision(revision_id)
            if stored is not None and stored.collection == collection and span.end <= len(stored.text):
                found.append((number, quote_from(stored, span)))
        spoken = self._briefing.spoken([quote for _, quote in found])
        return [(number, quote) for (number, _), quote in zip(found, spoken, strict=True) if not (quote.provenance and quote.provenance.withdrawn)]

    # ------------------------------------------------------------------ briefings

    def _due(self) -> list[Sending]:
        """The briefings whose time has come, each once, however long the bot was away."""
        made, settings = [], self._settings.all()
        for one in self._scheduling.all():
            here = settings.get(one.chat_id, AS_IT_COMES)
            due = last_due(one.schedule, self._now, here.zone)
            if due <= one.served_at or self._now < self._rests.get(one.chat_id, 0.0) or self._waits(due, here):
                continue
            if self._may_show(one.collection, one.chat_id, one.thread, one.person):
                made.append(self._sending(one, due))
            else:
                self._scheduling.stop([one.id])
        return made

    def _waits(self, due: float, here: ChatSettings) -> bool:
        """A late briefing waits for the end of quiet hours; one at its time does not, since that very hour was asked for."""
        return self._now - due > brief_screens.LATE_SECONDS and is_quiet(here, self._manner.clock())

    def _sending(self, one: Scheduled, due: float) -> Sending:
        """In a group the briefing itself; in a private chat only that it is ready, since a lock screen shows it. A quiet one is one line."""
        with speaking(self._settings.of(one.chat_id).language):
            return self._briefed(one, due)

    def _briefed(self, one: Scheduled, due: float) -> Sending:
        zone = self._settings.of(one.chat_id).zone
        before = brief_screens.late_line(due, self._now, zone)
        made = self._daybook.made(one.chat_id, one.topic, one.collection, zone, before)
        ledger: Ledger | None = None
        briefed: Briefed | None = None
        replies: tuple[Reply, ...]
        if made.brief.is_quiet and made.brief.since is not None:
            replies, briefed = (brief_screens.quiet_screen(made.brief, one.id, zone, before, one.chat_id > 0),), self._still(made)
        elif one.chat_id > 0:
            replies = (brief_screens.ready_screen(one.id, before),)
        else:
            replies, ledger, briefed = made.replies, made.ledger, made.briefed

        def written(message_id: int, positions: tuple[int, ...]) -> None:
            self._scheduling.note_sent(one, due, Receipt(0, 1, True, message_id, self._now, positions), ledger, briefed)

        return Sending(Target(one.chat_id, one.thread), replies, written, lambda: self._scheduling.stop([one.id]))

    def _still(self, made: Made) -> Briefed:
        """What a quiet briefing leaves behind: the chat was shown nothing since the one before it."""
        last = self._scheduling.last(made.briefed.chat_id, made.briefed.key)
        return replace(made.briefed, token=last.token if last else None)

    @property
    def _now(self) -> float:
        return self._manner.clock().timestamp()


def _place(watch: Watch) -> tuple[int, int, str]:
    return watch.chat_id, watch.topic or 0, watch.collection


def _sightings(one: Statement, now: float) -> list[Sighting]:
    return [Sighting(one.quote.revision_id, one.quote.span, mark, now) for mark in one.marks]
