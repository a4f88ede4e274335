"""A wording check on a phone: parts, what differs, whose words; no sign that passes for a stamp of truth."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newsroom import AtOnce, add

from bot.check_screens import check_screen
from bot.checker import Checker
from bot.quoting import Phone
from bot.reply import Reply
from bot.send import ROOM
from index.catalog import Catalog
from sources.parser import Parser

PHONE = Phone(ROOM, "the_bot", datetime(2026, 5, 4, 12, tzinfo=UTC))


@pytest.fixture
def checker(catalog: Catalog, parser: Parser) -> Checker:
    add(
        catalog,
        "a",
        "The Guard said they have rounded up nearly 600 members of the League of Osk since August.",
        "Envoys have warned that the League of Osk commands at least 2,000 “sworn” fighters in cells across Edrina.",
        outlet="Wire",
    )
    return Checker(catalog, AtOnce(parser))


def screen(checker: Checker, pasted: str) -> Reply:
    (reply,), quotes = check_screen(checker.check(pasted), PHONE, "t")
    assert [quote for quote, _ in reply.quotes] == list(quotes)
    assert all(span.of(reply.text) == quote.text for quote, span in reply.quotes)
    return reply


def test_a_forwarded_line_is_told_part_by_part(checker: Checker) -> None:
    text = screen(checker, "US confirms League of Osk down to 2,000 fighters after Guard killed 600 of them").text
    assert text.startswith("WORDING CHECK, not a truth check\nNot in my sources in these words.")
    for line in ("≠ “at least” is missing", "≠ “down to”: not in the source", "≠ rounded up, not killed", "“US confirms”: nothing near"):
        assert line in text.split("\n")
    assert "Wire's words, reporting Guard" in text and "reporting Envoys" in text


def test_a_true_wording_stands_with_its_source_and_buttons(checker: Checker) -> None:
    reply = screen(checker, "rounded up nearly 600 members of the League of Osk")
    assert "Word for word." in reply.text and [button.label for row in reply.buttons for button in row] == ["Context", "Copy", "Wrong?"]


@pytest.mark.parametrize("pasted", ["rounded up nearly 600 members", "rounded up 900 members of the League of Osk", "Ghosts ate the moon at night", "no"])
def test_no_screen_carries_a_tick_or_a_cross(checker: Checker, pasted: str) -> None:
    assert not set("✅✔☑❌✗✘✖🚫🟢🔴") & set(screen(checker, pasted).text)


def test_too_short_a_wording_is_told_how_to_check(checker: Checker) -> None:
    assert "reply /check to a message" in screen(checker, "no").text
