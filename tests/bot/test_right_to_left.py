"""Screens in a language that is written from the right: every line of ours runs from there, what is in another language is set apart in it,
and behind the bar stands the source as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from conftest import WordAxes
from newsroom import AtOnce, add, embed

from bot.access import ALL, Admitted, Chat, ChatKind, Role
from bot.briefing import Briefing
from bot.chat_settings import SettingsOfChats
from bot.daybook import Daybook
from bot.desk import Desk, Heard, Manner, Pressed, Response
from bot.kept import Questions
from bot.reply import Reply
from bot.reports import Reports
from bot.scheduled import Scheduling
from bot.send import ROOM, checked
from bot.setting_up import SettingUp
from bot.settings import ChatSettings
from bot.state import Receipt, State
from bot.watches import Watches
from index.catalog import Catalog
from sources.parser import Parser

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN = Chat(7, ChatKind.PRIVATE)
TEXTS = (
    "“We counted 412 masons at the Tallow dam,” said Ada Holm, the chief engineer of the dam.",
    "At least 530 masons work at the Tallow dam, an official said on condition of anonymity.",
    "Bram Oss denied that 412 masons work at the Tallow dam.",
    "The dam at Tallow killed 12 masons and wounded 30 in March, Meridian Wire found.",
    "سد تالو (1954) در کوه است. The masons of the dam wait.",
)
_ISOLATED = re.compile("\u2068[^\u2066-\u2069]*\u2069")
_DIGITS = re.compile("[0-9]")


class Office:
    """The desks over one data folder, all of whose chats are set to one language, and all that they said."""

    def __init__(self, catalog: Catalog, briefing: Briefing, language: str) -> None:
        engine = catalog.engine
        self.state = State(engine)
        self.state.grant(7, ALL, Role.OWNER, 1.0)
        self.state.let_in(-5, 1.0)
        manner = Manner(Admitted(), "the_bot", ROOM, lambda: NOW)
        chats = SettingsOfChats(engine)
        for chat in (7, -5):
            chats.put(chat, ChatSettings(language=language))
        self.briefing = briefing
        self.desk = Desk(briefing, self.state, Questions(engine), Reports(engine), manner, chats.of)
        self.daybook = Daybook(briefing, self.state, Watches(engine), Scheduling(engine), chats, manner, self.desk.question_of)
        self.setting_up = SettingUp(self.state, chats, manner)
        self.replies: list[Reply] = []
        self.toasts: list[str] = []
        self._sent = 100

    def hear(self, text: str, command: str = "ask", chat: Chat = ANN) -> Response:
        heard = Heard(chat, 7, text, NOW, command)
        response = self.setting_up.hear(heard, True) if command == "settings" else self.daybook.hear(heard, True) or self.desk.hear(heard)
        assert response is not None
        return self._told(response)

    def tap_all(self, response: Response, about: str) -> None:
        for button in [button for reply in response.replies for row in reply.buttons for button in row if button.action]:
            action = button.action or ""
            if action.startswith("chart|"):
                continue  # a picture speaks English, and so does what stands under it
            pressed = Pressed(ANN, 7, action, self._sent, button.label, Heard(ANN, 7, about, NOW))
            if action.startswith("settings|"):
                self._told(self.setting_up.press(pressed, True))
            else:
                at_daybook = action.startswith(("watch|", "unwatch|", "briefed|", "unbrief|", "export|"))
                self._told(self.daybook.press(pressed, True) if at_daybook else self.desk.press(pressed))

    def _told(self, response: Response) -> Response:
        self.replies += response.replies
        self.toasts += [response.toast] if response.toast else []
        for number, reply in enumerate(response.replies, start=1):
            self._sent += 1
            self.state.record(Receipt(self._sent, number, number == len(response.replies), self._sent, NOW.timestamp(), reply.positions, response.ledger))
        return response


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, parser: Parser) -> Iterator[Office]:
    embedder = WordAxes()
    with Catalog(tmp_path_factory.mktemp("rtl") / "data", lambda: NOW.timestamp() - 1000) as catalog:
        for number, text in enumerate(TEXTS):
            add(catalog, f"a{number}", text, title=f"Dam {number}: (what) is known?", outlet=None if number == 3 else f"Wire {number}!")
        embed(catalog, embedder)
        office = Office(catalog, Briefing(catalog, embedder, AtOnce(parser)), "fa-AF")
        for question in ("how many masons work at the Tallow dam?", "who denied it?", "how many were killed?", "how many boats in Syria?", "xyzzy", ""):
            office.tap_all(office.hear(question), question)
        for command, text in (
            *((name, "") for name in ("start", "help", "privacy", "sources", "corrections", "collection", "check", "invite", "forget", "settings", "watches")),
            ("sources", "dam"),
            ("sources", "zzz"),
            ("start", "p-1-0"),
            ("start", "p-5-0"),
            ("start", "p-999-0"),
            ("invite", "editor"),
            ("collection", "main"),
            ("nonsense", ""),
            ("check", "We counted 413 masons at the Tallow dam"),
            ("check", "nobody ever wrote these words of mine anywhere"),
            ("settings", "zone nowhere"),
            ("brief", ""),
            ("brief", "masons at the Tallow dam"),
            ("brief", "masons at the Tallow dam"),
            ("brief", "dam daily 07:00"),
            ("brief", "dam weekly Mon 07:00"),
            ("brief", ""),
            ("brief", "dam stop"),
            ("export", ""),
            ("watches", ""),
        ):
            office.tap_all(office.hear(text, command), text)
        yield office


def ours(reply: Reply) -> Iterator[str]:
    """The lines of a reply, without what is quoted in them."""
    text = reply.text
    for quote, span in sorted(reply.quotes, key=lambda one: one[1].start, reverse=True):
        assert span.of(text) == quote.text
        behind_a_bar = any(mark.span == span and "blockquote" in mark.style for mark in reply.marks)
        text = text[: span.start] + ("" if behind_a_bar else "quoted") + text[span.end :]
    yield from filter(None, text.split("\n"))


def without_isolated(line: str) -> str:
    while (less := _ISOLATED.sub("", line)) != line:
        line = less
    return line


def test_every_line_of_ours_runs_from_the_right_and_what_is_not_its_language_is_set_apart(office: Office) -> None:
    lines = [line for reply in office.replies for line in ours(reply)]
    assert len(lines) > 200 and any("در گیومه" in line for line in lines) and any("بی‌نام" in line for line in lines)
    assert [line for line in lines if not line.startswith("\u200f")] == []
    assert [line for line in lines if re.search("[A-Za-z]", without_isolated(line)) and "https://" not in line] == []


def test_nothing_is_said_in_english(office: Office) -> None:
    labels = {button.label for reply in office.replies for row in reply.buttons for button in row if not (button.action or "").startswith("example|")}
    said = {without_isolated(one) for one in (*office.toasts, *labels)}
    names = {"English", "main", "UTC", "Asia/Kabul"}  # of languages, collections and time zones
    assert len(said) > 40 and [one for one in said if re.search("[A-Za-z]", one) and not any(name in one for name in names) and "/" not in one] == []


def test_our_numbers_are_in_the_digits_of_the_language(office: Office) -> None:
    lines = [without_isolated(line) for reply in office.replies for line in ours(reply) if "https://" not in line]
    assert [line for line in lines if _DIGITS.search(line)] == []


def test_quotes_are_the_stored_text_letter_for_letter(office: Office) -> None:
    quoted = [quote for reply in office.replies for quote, _ in reply.quotes]
    assert len(quoted) > 20 and any("سد" in quote.text for quote in quoted)
    assert all(checked(reply, office.briefing.stands) == (reply, 0) for reply in office.replies)


def test_a_quote_that_is_withheld_is_told_of_in_the_language_of_the_message(office: Office) -> None:
    reply = next(reply for reply in office.replies if reply.quotes)
    fit, withheld = checked(reply, lambda _quote: False)
    assert withheld and fit.text.splitlines()[-1].startswith("\u200f\u2068")


def test_a_file_says_its_language_and_direction(office: Office) -> None:
    files = [reply.attachment.content.decode() for reply in office.replies if reply.attachment]
    assert files and all('<html lang="fa-AF" dir="rtl">' in one for one in files)
