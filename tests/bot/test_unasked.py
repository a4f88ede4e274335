"""What is sent without being asked for: not in quiet hours, once after however long an absence, by the clocks of the chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import WordAxes
from newsroom import add, embed

from bot.access import Admitted
from bot.briefing import Briefing
from bot.chat_settings import SettingsOfChats
from bot.daybook import Daybook
from bot.desk import Manner
from bot.reply import Reply
from bot.schedule import Every, Schedule
from bot.scheduled import Scheduled, Scheduling
from bot.send import ROOM, Target
from bot.settings import ChatSettings
from bot.state import State
from bot.unasked import BATCH_SECONDS, Unasked
from bot.watches import Watch, Watches
from index.catalog import Catalog

ANN, GROUP, DAY, HOUR = 7, -100, 86400.0, 3600.0
QUESTION = "how many masons work on the dam?"
BERLIN_NIGHT = ChatSettings(time_zone="Europe/Berlin", quiet_from=time(22), quiet_to=time(7))


def at(text: str) -> float:
    """Seconds since 1970 of a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@dataclass
class Desk:
    """A bot's part that speaks by itself, with its clock in our hand; ``sent`` stands for Telegram."""

    catalog: Catalog
    embedder: WordAxes
    now: float
    sent: list[tuple[float, int, str]] = field(default_factory=list)
    articles: int = 0

    def __post_init__(self) -> None:
        engine = self.catalog.engine
        self.state, self.watches, self.scheduling, self.settings = State(engine), Watches(engine), Scheduling(engine), SettingsOfChats(engine)
        self.restart()

    def restart(self) -> None:
        manner = Manner(Admitted(chats=frozenset({ANN, GROUP})), "the_bot", ROOM, lambda: datetime.fromtimestamp(self.now, UTC))
        briefing, courier = Briefing(self.catalog, self.embedder), self._courier()
        daybook = Daybook(briefing, self.state, self.watches, self.scheduling, self.settings, manner, lambda *_: None)
        self.unasked = Unasked(briefing, self.state, self.watches, self.scheduling, self.settings, courier, manner, daybook)

    def _courier(self) -> Any:
        desk = self

        class Outbox:
            async def send(self, reply: Reply, target: Target, taken: Callable[[int], Awaitable[None]]) -> None:
                if reply.attachment is None:
                    desk.sent.append((desk.now, target.chat_id, reply.text))
                await taken(len(desk.sent))

        return Outbox()

    def news(self, number: int) -> None:
        """An article with a figure of its own."""
        self.articles += 1
        add(self.catalog, f"a{self.articles}", f"{number} masons work on the Tallow dam, said witness number {self.articles}.", collection="main")
        embed(self.catalog, self.embedder)

    def until(self, end: float, step: float = 600.0) -> list[tuple[float, int, str]]:
        """Look every ``step`` seconds; what was sent meanwhile."""
        before = len(self.sent)
        while self.now < end:
            self.now = min(end, self.now + step)
            asyncio.run(self.unasked.tend())
        return self.sent[before:]

    def watch(self) -> None:
        self.watches.add(Watch(ANN, None, 1, ANN, "main", QUESTION, self.now), [])

    def schedule(self, minute: int, chat: int = ANN) -> None:
        daily = Schedule(Every.DAY, None, minute)
        self.scheduling.put(Scheduled(chat, None, chat if chat > 0 else None, "main", "masons on the dam", daily, self.now, self.now))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made: list[Desk] = []
    with Catalog(tmp_path / "data", lambda: made[0].now if made else 0.0) as catalog:
        made.append(Desk(catalog, WordAxes("mason", "dam"), at("2026-03-28T12:00")))
        made[0].state.set_collection(_group(), "main", 1.0)
        made[0].news(412)
        yield made[0]


def _group() -> Any:
    from bot.access import Chat, ChatKind

    return Chat(GROUP, ChatKind.GROUP)


def test_news_waits_for_the_end_of_quiet_hours_also_in_the_night_that_is_an_hour_shorter(desk: Desk) -> None:
    desk.settings.put(ANN, BERLIN_NIGHT)
    desk.watch()
    desk.until(at("2026-03-28T22:00"))
    desk.sent.clear()
    desk.news(530)
    desk.news(611)
    assert desk.until(at("2026-03-29T04:59")) == [], "07:00 is 05:00 UTC from this night on, no more 06:00"
    ((when, chat, text),) = desk.until(at("2026-03-29T06:00"))
    assert (chat, text) == (ANN, "2 new items.") and when - at("2026-03-29T05:00") < 600, "what came in the night is told together"


def test_news_is_told_at_most_every_half_hour(desk: Desk) -> None:
    desk.watch()
    desk.until(desk.now + HOUR)
    desk.sent.clear()
    for number in (530, 611, 650, 700):
        desk.news(number)
        desk.until(desk.now + 600)
    desk.until(desk.now + HOUR)
    times = [when for when, _, _ in desk.sent]
    assert all(later - earlier >= BATCH_SECONDS for earlier, later in pairwise(times))
    assert sum(int(text.split()[0]) for _, _, text in desk.sent) == 4, "and nothing of it is lost"


def test_after_three_days_away_one_briefing_comes_and_says_that_it_is_late(desk: Desk) -> None:
    desk.schedule(7 * 60)
    assert desk.until(at("2026-03-29T06:59")) == [], "one that was due before it was asked for is not"
    assert [text for _, _, text in desk.until(at("2026-03-29T08:00"))] == ["Your briefing is ready."]
    desk.now = at("2026-04-01T09:00")
    desk.restart()
    ((_, _, text),) = desk.until(at("2026-04-01T10:00"))
    assert "Due Wed 1 Apr, 07:00 UTC; it comes late" in text
    ((when, _, text),) = desk.until(at("2026-04-02T12:00"))
    assert when == at("2026-04-02T07:00") and "late" not in text


def test_a_briefing_comes_at_its_time_though_the_hours_are_quiet_and_a_late_one_waits_for_their_end(desk: Desk) -> None:
    desk.settings.put(GROUP, BERLIN_NIGHT)
    desk.schedule(6 * 60, GROUP)
    ((when, _, _),) = desk.until(at("2026-03-29T12:00"))
    assert when == at("2026-03-29T04:00"), "somebody asked for that very hour"
    desk.now = at("2026-03-30T04:30")
    assert desk.until(at("2026-03-30T04:59")) == []
    ((when, _, text),) = desk.until(at("2026-03-30T12:00"))
    assert when - at("2026-03-30T05:00") < 600 and "it comes late" in text


def test_by_the_clocks_of_the_chat_each_day_has_one_briefing(desk: Desk) -> None:
    desk.settings.put(GROUP, ChatSettings(time_zone="Europe/Berlin"))
    desk.schedule(150, GROUP)
    times = [when for when, _, _ in desk.until(at("2026-03-31T12:00"))]
    assert times == [at("2026-03-29T01:30"), at("2026-03-30T00:30"), at("2026-03-31T00:30")], "where 02:30 is left out, at 03:30"
    desk.now = at("2026-10-24T12:00")
    desk.until(desk.now + 600)
    times = [when for when, _, _ in desk.until(at("2026-10-26T12:00"))]
    assert times == [at("2026-10-25T00:30"), at("2026-10-26T01:30")], "where 02:30 comes twice, the first time"
