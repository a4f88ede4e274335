"""Eight days of a bot with its clock handed in: 40 people and 6 groups in three time zones, of which two change their clocks; feeds, corrections
and a withdrawal; outages of Telegram, of the feeds and of the bot, and two kills in the moment between Telegram's 200 and our commit.

Everything is real but the network: the whole bot as `Bot` wires it, over one SQLite file, behind its own HTTP client.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from conftest import WordAxes
from wire import Killed, Sent, Wire, answer

from bot import app, intake, send
from bot.app import Bot
from bot.briefing import Briefing
from bot.chat_settings import SettingsOfChats
from bot.config import Settings
from bot.languages import say
from bot.preview.api import Api
from bot.preview.chats import TOKEN, World
from bot.settings import ChatSettings
from bot.state import State
from index.catalog import Catalog
from index.feeds import add_feed, list_feeds
from index.sync import embed_pending
from index.verify import verify
from sources.errors import SiteAnswered, UnreachableSource
from sources.robots import Polite
from sources.web import Answer, Known

HOUR, STEP = 3600.0, 600.0
START = datetime(2026, 3, 28, 12, tzinfo=UTC).timestamp()
HOURS = 192
ADMIN = 99
PEOPLE = range(101, 141)
GROUPS = range(-1_000_000_000_201, -1_000_000_000_207, -1)
ZONES = ("Europe/Berlin", "Australia/Sydney", "Asia/Kabul")
"""Berlin leaves an hour out on 29 March, Sydney has one twice on 5 April, Kabul changes nothing."""
TOPICS = ("dam", "grain", "prisoners")
QUESTIONS = {
    "dam": "how many masons worked on the Tallow dam?",
    "grain": "how many farmers sold grain in Ostrelle?",
    "prisoners": "how many prisoners were released in Vellport?",
}


@dataclass(frozen=True)
class Event:
    """An article that stands at ``path`` from an hour on; ``feed``: where it is listed. ``sentence`` None: it is gone."""

    hour: float
    feed: str
    path: str
    topic: str
    sentence: str | None
    is_news: bool = True


def masons(number: int, who: str) -> str:
    return f"At least {number} masons worked on the Tallow dam, said {who}."


def grain(number: int, who: str) -> str:
    return f"At least {number} farmers sold their grain in Ostrelle, said {who}."


def freed(number: int, who: str) -> str:
    return f"The governor released {number} prisoners in Vellport, said {who}."


OLD, NEW = masons(412, "Ada Holm, its chief engineer"), masons(450, "Ada Holm, its chief engineer")
WITHDRAWN = freed(31, "his office in the fortress")
EVENTS = (
    Event(-1, "north", "/dam", "dam", OLD, False),
    Event(-1, "north", "/grain", "grain", grain(900, "the market hall"), False),
    Event(-1, "south", "/prisoners", "prisoners", WITHDRAWN, False),
    Event(9, "north", "/dam2", "dam", masons(530, "Bram Oss, head of the masons")),
    Event(22, "south", "/grain2", "grain", grain(1250, "Eda Lund of the mill")),
    Event(31, "east", "/prisoners2", "prisoners", freed(58, "a lawyer of theirs, Ivo Tarn")),
    Event(33, "east", "/prisoners3", "prisoners", freed(58, "a lawyer of theirs, Ivo Tarn"), False),
    Event(52, "north", "/dam3", "dam", masons(611, "a union, the Tallow Lodge")),
    Event(75, "north", "/dam", "dam", NEW),
    Event(101, "east", "/grain3", "grain", grain(1800, "the harbour master, Una Reth")),
    Event(126, "south", "/prisoners", "prisoners", None, False),
    Event(150, "south", "/prisoners4", "prisoners", freed(77, "the fortress chaplain, Per Anders")),
)
FEEDS_OUT = ((20, 27), (120, 124))
TELEGRAM_OUT = ((30, 32), (100, 101))
SLOW = (110, 150)
"""Two requests in five are answered 429 or 502, or times out, before Telegram has done anything."""
BOT_OUT = ((12.4, 14.3), (50, 58))
"""Over the very hour that Berlin leaves out, and over a morning."""
LONGEST_WAIT = 8 * HOUR + 2 * STEP
KILLS = ((76, 25), (82, 1))
"""(hour, after so many more messages): while chats are told of a correction, and while several are briefed."""


def within(hour: float, spans: tuple[tuple[float, float], ...]) -> bool:
    return any(start <= hour < end for start, end in spans)


PAGE = """<html lang="en"><head><title>{topic}</title><meta property="og:site_name" content="{feed} Wire">
<meta property="article:published_time" content="2026-03-28"></head><body><article><h1>The {topic} of {feed}</h1><p>{sentence}</p>
<p>What else is known of the {topic} stands in the papers of the {feed}, which nobody has counted yet, and in letters.</p></article></body></html>"""


@dataclass
class Newsroom:
    """Three sites that the bot fetches from: as far as a fetcher sees them."""

    week: Week

    def fetch(self, url: str, known: Known) -> Answer:
        hour = self.week.hour
        if within(hour, FEEDS_OUT):
            raise UnreachableSource("the site does not answer")
        site, _, path = url.removeprefix("https://").partition("/")
        feed, standing = site.split(".")[0], self._standing(hour)
        if path == "feed":
            listed = [one for one in standing.values() if one.feed == feed and one.sentence]
            items = [{"id": one.path, "url": f"https://{site}{one.path}", "title": one.topic} for one in listed]
            body = {"version": "https://jsonfeed.org/version/1.1", "title": f"{feed} wire", "items": items}
            return self._answer(url, known, json.dumps(body), "application/json")
        one = standing.get(f"/{path}")
        if one is None or one.sentence is None:
            raise SiteAnswered("the site answers 410", 410)
        return self._answer(url, known, PAGE.format(topic=one.topic, feed=feed, sentence=one.sentence), "text/html")

    def _standing(self, hour: float) -> dict[str, Event]:
        return {one.path: one for one in EVENTS if one.hour <= hour}

    def _answer(self, url: str, known: Known, body: str, kind: str) -> Answer:
        tag = hashlib.sha256(body.encode()).hexdigest()
        site = url.removeprefix("https://").partition("/")[0]
        if known.etag == tag:
            return Answer(url, site, b"", kind, "utf-8", known, unchanged=True)
        return Answer(url, site, body.encode(), kind, "utf-8", Known(tag, None))


@dataclass
class AtHome:
    """The intake without a process of its own: the same jobs, one after the other."""

    setup: object = None

    async def run(self, job: Callable[..., Any], *arguments: Any) -> Any:
        return job(*arguments)

    def close(self) -> None:
        """Nothing to end."""


@dataclass
class Tools:
    """What the jobs work with."""

    catalog: Catalog
    fetch: Callable[[str, Known], Answer]
    embedder: WordAxes
    clock: Callable[[], float]

    def __post_init__(self) -> None:
        self.visit = Polite(self.fetch, self.clock).fetch

    def finish(self) -> None:
        embed_pending(self.catalog, self.embedder)


@dataclass
class Week:
    """The clock, Telegram, the sites, and the bot as long as it runs."""

    folder: Path
    embedder: WordAxes
    now: float = START
    bot: Bot | None = None
    catalog: Catalog | None = None
    offset: int = 0
    kills: int = 0
    asked: list[tuple[int, int]] = field(default_factory=list)
    """(chat, message) of every question."""
    draw: random.Random = field(default_factory=lambda: random.Random(8))
    opened: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        world = World(TOKEN, clock=lambda: self.now)
        self.wire = Wire(Api(world, clock=lambda: self.now), lambda: self.now, self.weather)
        self.newsroom = Newsroom(self)
        self.wire.do("add_user", id=ADMIN, first_name="Ada")
        for person in PEOPLE:
            self.wire.do("add_user", id=person, first_name=f"P{person}")
        for group in GROUPS:
            self.wire.do("add_chat", id=group, title=f"G{group}", members={**{str(one): "member" for one in PEOPLE[:8]}, str(ADMIN): "creator", "0": "member"})

    @property
    def hour(self) -> float:
        return (self.now - START) / HOUR

    def weather(self, method: str, _chat: Any) -> Exception | httpx.Response | None:
        if within(self.hour, TELEGRAM_OUT):
            return self.draw.choice([httpx.ConnectTimeout("late"), httpx.ConnectError("gone"), httpx.Response(502, html="<html>nginx</html>")])
        if SLOW[0] <= self.hour < SLOW[1] and method != "getUpdates" and self.draw.random() < 0.4:
            limit = answer(429, ok=False, error_code=429, description="Too Many Requests: retry after 3", parameters={"retry_after": 3})
            return self.draw.choice([httpx.PoolTimeout("late"), limit, answer(502, ok=False, error_code=502, description="Bad Gateway")])
        return None

    # ------------------------------------------------------------------ the bot

    async def start(self) -> None:
        """A new process over the same folder."""
        self.wire.dead = False
        self.catalog = Catalog(self.folder, lambda: self.now)
        intake._tools[:] = [Tools(self.catalog, self.newsroom.fetch, self.embedder, lambda: self.now)]  # type: ignore[list-item]
        settings = Settings(telegram_bot_token=TOKEN, telegram_api_url="http://telegram", admins=(ADMIN,), allowed_chats=(*PEOPLE, *GROUPS), data=self.folder)
        self.bot = Bot(settings, Briefing(self.catalog, self.embedder), State(self.catalog.engine), print, print, lambda: self.now, _no_time)
        await self.bot.application.initialize()
        self.bot._serve(self.bot.application.bot.bot)
        self.offset = 0

    async def stop(self) -> None:
        """As after SIGTERM."""
        bot, self.bot = self._running, None
        await bot._end()
        bot._caretaker._thread.shutdown()
        self._close()

    async def die(self) -> None:
        """As after SIGKILL: nothing is put back and nothing said."""
        bot, self.bot = self._running, None
        self.kills += 1
        bot._threads.shutdown()
        bot._inbox.close()
        bot._caretaker._thread.shutdown()
        self._close()

    def _close(self) -> None:
        assert self.catalog is not None
        self.catalog.close()

    @property
    def _running(self) -> Bot:
        assert self.bot is not None
        return self.bot

    async def step(self) -> None:
        """Ten minutes: whatever has arrived is handled, and whatever the bot does by itself is looked at once."""
        bot = self._running
        try:
            await self.handle()
            caretaker = bot._caretaker
            for look in (caretaker._gather, caretaker.correct, *caretaker._others):
                await _tried(look)
            await bot._inbox.wipe()
        except Killed:
            await self.die()

    async def handle(self) -> None:
        """Updates until there are none."""
        bot = self._running
        for arrival in await bot._inbox.take_over():
            await bot._queue(arrival)
        while True:
            try:
                updates = await bot.application.bot.get_updates(self.offset, 50, 0)
            except Exception:
                updates = ()
            await bot._take(updates)
            self.offset = max([self.offset, *(one.update_id + 1 for one in updates)])
            queue = bot.application.update_queue
            while not queue.empty():
                update = queue.get_nowait()
                await bot.application.update_processor.process_update(update, bot.application.process_update(update))
            if not updates:
                return

    # ------------------------------------------------------------------ people

    def say(self, chat: int, text: str) -> None:
        """Somebody writes; in a group its admin, by the bot's name."""
        group = chat < 0
        words = text if not group or text.startswith("/") else f"/ask@briefbot_preview_bot {text}"
        said = self.wire.do("say", chat=chat, user=ADMIN if group else chat, text=words)
        if not text.startswith("/"):
            self.asked.append((chat, said["message"]["message_id"]))

    def press(self, chat: int, label: str) -> None:
        """The first button of this label under the newest message that has one."""
        for message in reversed(list(self.wire.api.world.chats[chat].messages.values())):
            rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
            if any(button["text"] == label for row in rows for button in row):
                if (chat, message["message_id"]) not in self.opened:
                    self.opened.add((chat, message["message_id"]))
                    self.wire.do("press", chat=chat, user=ADMIN if chat < 0 else chat, message_id=message["message_id"], button=label)
                return

    def live(self) -> None:
        """What people do in these ten minutes."""
        for person in self.draw.sample(PEOPLE, 40)[: 2 if self.draw.random() < 0.15 else 0]:
            self.say(person, QUESTIONS[topic_of(person)])
        for person in PEOPLE[::5]:
            self.press(person, "Open")


async def _no_time(_seconds: float) -> None:
    """A wait that takes none."""


async def _tried(look: Callable[[], Awaitable[None]]) -> None:
    try:
        await look()
    except Exception as error:
        assert type(error).__module__.startswith("telegram"), error


def topic_of(chat: int) -> str:
    return TOPICS[abs(chat) % 3]


def zone_of(chat: int) -> str:
    return ZONES[abs(chat) // 3 % 3]


def minute_of(chat: int) -> int:
    """When a chat wants its briefing: several at 02:30, the others over the whole day."""
    return 150 if chat % 4 == 0 else abs(chat) * 37 % 1440


CHATS = (*PEOPLE, *GROUPS)


@pytest.fixture
def week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Week]:
    made = Week(tmp_path / "data", WordAxes("mason", "dam", "grain", "farmer", "prisoner", "release"))
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", lambda _self, request: made.wire.handle(request))
    monkeypatch.setattr(app, "Intake", AtHome)
    monkeypatch.setattr(send, "MESSAGES_A_SECOND", 1e6)
    monkeypatch.setattr(send, "MESSAGES_A_MINUTE_IN_A_GROUP", 1e6)
    try:
        yield made
    finally:
        if made.bot:
            asyncio.run(made.die())
        intake._tools.clear()


async def begun(week: Week) -> None:
    """Feeds, time zones; then everybody asks, watches, and has a briefing scheduled."""
    await week.start()
    assert week.catalog
    settings = SettingsOfChats(week.catalog.engine)
    for name in ("north", "south", "east"):
        add_feed(week.catalog, week.newsroom.fetch, f"https://{name}.example.org/feed", (), "main", week.now)
    embed_pending(week.catalog, week.embedder)
    for chat in CHATS:
        settings.put(chat, ChatSettings(time_zone=zone_of(chat)))
    for group in GROUPS:
        State(week.catalog.engine).let_in(group, week.now)
        week.say(group, "/collection@briefbot_preview_bot main")
    await week.handle()
    for chat in CHATS:
        week.say(chat, QUESTIONS[topic_of(chat)])
    await week.handle()
    for chat in CHATS:
        week.press(chat, "Watch")
        at = f"{minute_of(chat) // 60:02}:{minute_of(chat) % 60:02}"
        week.say(chat, f"/brief{'@briefbot_preview_bot' if chat < 0 else ''} {topic_of(chat)} daily {at}")
    await week.handle()


async def lived(week: Week) -> None:
    await begun(week)
    kills = list(KILLS)
    while week.hour < HOURS:
        week.now += STEP
        out = within(week.hour, BOT_OUT)
        if week.bot and out:
            await week.stop()
        if not week.bot and not out:
            await week.start()
        if kills and week.hour >= kills[0][0]:
            week.wire.fatal = kills.pop(0)[1]
        week.live()
        if week.bot:
            await week.step()
    assert week.catalog and list_feeds(week.catalog)
    assert verify(week.catalog).faults == ()
    await week.stop()


# ---------------------------------------------------------------------- the laws


@pytest.mark.slow
def test_a_simulated_week(week: Week) -> None:
    asyncio.run(lived(week))
    assert week.kills == len(KILLS) and min(week.wire.troubles.values()) > 10, week.wire.troubles
    repeated = answered(week) + briefed(week) + watched(week) + corrected(week)
    assert repeated <= week.kills, "a kill repeats one message at most"


def answered(week: Week) -> int:
    """Every question is answered."""
    asked = set(week.asked)
    answers = Counter((one.chat_id, one.answers) for one in week.wire.sent if (one.chat_id, one.answers) in asked)
    assert asked - answers.keys() == set() and len(asked) > 200
    return sum(answers.values()) - len(asked)


def briefed(week: Week) -> int:
    """Each chat is briefed once for every day of its own calendar."""
    repeated = 0
    for chat in CHATS:
        sent = [one.at for one in week.wire.sent if one.chat_id == chat and one.answers is None and is_briefing(one)]
        due = due_times(chat)
        served = Counter(max((day for day in due if day <= at), default=0.0) for at in sent)
        assert served.keys() == set(due), (chat, zone_of(chat), [datetime.fromtimestamp(at, UTC) for at in sent])
        assert all(any(day <= at <= day + LONGEST_WAIT for at in sent) for day in due), "as soon as it can be sent"
        repeated += served.total() - len(due)
    return repeated


def is_briefing(one: Sent) -> bool:
    return one.method == "sendMessage" and (one.text.startswith(("BRIEFING · ", say("brief-ready"))) or "Nothing new since" in one.text)


def due_times(chat: int) -> list[float]:
    """By the calendar: each day's first moment at which the chat's clocks show the time, or, where they leave it out, when they would have."""
    zone, minute = ZoneInfo(zone_of(chat)), minute_of(chat)
    days = [date(2026, 3, 27) + timedelta(days=number) for number in range(12)]
    moments = [datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC).timestamp() for day in days]
    return [one for one in moments if START < one <= START + HOURS * HOUR]


def watched(week: Week) -> int:
    """Each chat is told once of every new statement on what it watches."""
    repeated = 0
    for chat in CHATS:
        news = [one.sentence for one in EVENTS if one.topic == topic_of(chat) and one.is_news and one.sentence]
        sent = [one for one in week.wire.sent if one.chat_id == chat and one.answers is None]
        if chat < 0:
            told = Counter(quote for one in week.wire.sent if one.chat_id == chat and one.text.startswith("NEW ON WHAT") for quote in one.quotes)
            assert set(news) == {next((new for new in news if new in quote or quote in new), quote) for quote in told}, (chat, told)
            repeated += told.total() - len(news)
        else:
            number = sum(int(one.text.split()[0]) for one in sent if one.text.endswith(("new item.", "new items.")))
            assert number >= len(news), (chat, number, news)
            repeated += number - len(news)
    return repeated


def corrected(week: Week) -> int:
    """Whoever saw the old sentence is told in reply to that message, and nobody else. Of a message over which it died the bot does not know: it
    was sent again, and that one is corrected."""
    repeated = 0
    for words, heading in ((OLD, "The source has changed"), (WITHDRAWN, "Withdrawn")):
        notices = [one for one in week.wire.sent if one.text.startswith(heading) and words in one.text]
        told, first = Counter((one.chat_id, one.answers) for one in notices), min(one.at for one in notices)
        saw = {(one.chat_id, one.message_id) for one in week.wire.sent if words in one.quotes and one.at < first}
        assert told.keys() == saw - week.wire.unwritten and len(saw) > 20, (words, told.keys() ^ saw)
        assert {chat for chat, _ in told} == {chat for chat, _ in saw}
        repeated += told.total() - len(told)
    return repeated
