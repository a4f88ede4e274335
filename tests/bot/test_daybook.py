"""Watches, briefings and exports at the desk: of the chat's own collection only, said once, gone with whoever wanted them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import WordAxes
from hypothesis import given
from hypothesis import strategies as st
from newsroom import add, embed

from bot.access import Admitted, Chat, ChatKind, Role
from bot.briefing import Briefing
from bot.chat_settings import SettingsOfChats
from bot.daybook import Daybook
from bot.desk import Desk, Heard, Manner, Pressed, Response
from bot.kept import Questions
from bot.languages import say
from bot.reports import Reports
from bot.schedule import Every, Schedule, last_due, next_due, wish_of
from bot.scheduled import Scheduling
from bot.send import ROOM
from bot.state import Receipt, State
from bot.watches import Watches
from index.catalog import Catalog

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN = Chat(7, ChatKind.PRIVATE)
GROUP = Chat(-100, ChatKind.GROUP)
MASONS = "412 masons work on the Tallow dam, the chief engineer <Holm> & her office said."


@dataclass
class Office:
    catalog: Catalog
    state: State
    watches: Watches
    scheduling: Scheduling
    desk: Desk
    daybook: Daybook
    sent: int = 0

    def heard(self, chat: Chat, text: str, command: str = "ask", may_set: bool = True, **fields: int) -> Response:
        said = Heard(chat, 7, text, NOW, command, **fields)
        response = self.daybook.hear(said, may_set) or self.desk.hear(said)
        for number, reply in enumerate(response.replies, start=1):
            self.sent += 1
            last, briefed = number == len(response.replies), response.briefed if number == 1 else None
            self.state.record(Receipt(self.sent, number, last, self.sent, NOW.timestamp(), reply.positions, response.ledger, briefed=briefed))
        return response

    def tap(self, chat: Chat, action: str, person: int = 7, may_set: bool = False) -> Response:
        return self.daybook.press(Pressed(chat, person, action, self.sent), may_set)


@pytest.fixture
def office(tmp_path: Path, embedder: WordAxes) -> Iterator[Office]:
    with Catalog(tmp_path / "data", lambda: NOW.timestamp() - 1000) as catalog:
        add(catalog, "a", MASONS)
        embed(catalog, embedder)
        state, engine = State(catalog.engine), catalog.engine
        state.grant(7, "main", Role.READER, 1.0)
        state.grant(8, "main", Role.READER, 1.0)
        manner = Manner(Admitted(), "the_bot", ROOM, lambda: NOW)
        briefing = Briefing(catalog, embedder)
        desk = Desk(briefing, state, Questions(engine), Reports(engine), manner)
        watches, scheduling = Watches(engine), Scheduling(engine)
        yield Office(
            catalog, state, watches, scheduling, desk, Daybook(briefing, state, watches, scheduling, SettingsOfChats(engine), manner, desk.question_of)
        )


def actions(response: Response) -> dict[str, str]:
    return {button.label: button.action or "" for reply in response.replies for row in reply.buttons for button in row}


def test_an_answer_is_watched_once_listed_and_stopped(office: Office) -> None:
    watch = actions(office.heard(ANN, "how many masons work on the dam?"))["Watch"]
    assert [office.tap(ANN, watch).toast for _ in range(2)] == [say("watch-started"), say("watched-already")]
    listed = office.heard(ANN, "", "watches")
    assert "how many masons" in listed.replies[0].text
    assert office.tap(ANN, actions(listed)["Stop 1"]).toast == say("stopped") and office.watches.all() == []


def test_a_button_of_another_chat_has_expired(office: Office) -> None:
    watch = actions(office.heard(ANN, "how many masons work on the dam?"))["Watch"]
    for action in (watch, watch.replace("watch", "export")):
        assert office.tap(Chat(8, ChatKind.PRIVATE), action, 8).toast == say("expired")
    assert office.watches.all() == []


def test_a_second_briefing_says_that_nothing_is_new_and_how_the_feeds_are(office: Office) -> None:
    first, second = (office.heard(ANN, "dam", "brief").replies[0].text for _ in range(2))
    assert MASONS in first and "Nothing new since" in second and "No feed is followed" in second


def test_in_a_group_only_its_admins_and_editors_schedule(office: Office) -> None:
    office.state.let_in(-100, 1.0)
    assert office.heard(GROUP, "dam daily 07:00", "brief", may_set=False).replies[0].text == say("brief-not-here")
    assert office.scheduling.all() == []
    office.heard(GROUP, "dam daily 07:00", "brief")
    office.heard(GROUP, "Dam weekly Mon 09:00", "brief")
    assert [str(one.schedule) for one in office.scheduling.all()] == ["weekly on Monday at 09:00"], "one a chat and topic"


def test_what_a_person_watches_and_schedules_goes_with_them(office: Office) -> None:
    office.tap(ANN, actions(office.heard(ANN, "how many masons work on the dam?"))["Watch"])
    office.heard(ANN, "dam daily 07:00", "brief")
    office.state.forget(7, NOW.timestamp())
    assert office.watches.all() == [] and office.scheduling.all() == []


def test_an_export_holds_the_quote_letter_for_letter_with_its_hash(office: Office) -> None:
    office.heard(ANN, "how many masons work on the dam?")
    file = office.heard(ANN, "", "export", follows=office.sent).replies[0].attachment
    assert file is not None
    page, stored = Quotes(), office.catalog.show("main", "a")
    page.feed(file.content.decode())
    assert page.quotes and all(quote in stored.text for quote in page.quotes) and stored.text_hash in file.content.decode()


class Quotes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.quotes: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.inside = tag == "blockquote"
        if self.inside:
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.quotes[-1] += data


ZONES = st.sampled_from(["UTC", "Asia/Kabul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]).map(ZoneInfo)


@given(ZONES, st.integers(0, 1439), st.none() | st.integers(0, 6), st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)))
def test_every_day_has_one_time_also_when_the_clocks_change(zone: ZoneInfo, minute: int, weekday: int | None, start: datetime) -> None:
    schedule = Schedule(Every.DAY if weekday is None else Every.WEEK, weekday, minute)
    now, days = start.replace(tzinfo=UTC).timestamp(), []
    for _ in range(9):
        due = next_due(schedule, now, zone)
        assert due > now and last_due(schedule, due, zone) == due and last_due(schedule, due - 1, zone) < due
        days.append(datetime.fromtimestamp(due, zone).date())
        now = due
    step = timedelta(days=1 if weekday is None else 7)
    assert [later - earlier for earlier, later in pairwise(days)] == [step] * 8


def test_a_wish_is_read_as_it_is_written() -> None:
    today = NOW.date()
    assert wish_of("the daily bread", today).schedule is None and wish_of("prisoners stop", today).stop
    assert wish_of("prisoners weekly Fri at 7:30", today).schedule == Schedule(Every.WEEK, 4, 450)
