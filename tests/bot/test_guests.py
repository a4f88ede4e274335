"""The one message that answers a call from a chat where the bot is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from test_render import quote

from bot.guests import MORE, Guest, behind_the_name, narrower, one_message
from bot.quoting import Phone, quote_blocks
from bot.reply import packed
from bot.send import ROOM
from sources.model import Span

PHONE = Phone(ROOM, "the_bot", datetime(2026, 5, 4, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("said", "left"), [("@the_bot is this right?", "is this right?"), ("right, @The_Bot?", "right,  ?"), ("@the_bottle is full", "@the_bottle is full")]
)
def test_the_bots_name_is_no_part_of_what_is_checked(said: str, left: str) -> None:
    assert behind_the_name(said, "the_bot") == left


def test_what_is_replied_to_is_checked_and_else_what_is_said() -> None:
    assert Guest(7, "is this right?", "they hold 600").wording == "they hold 600"
    assert Guest(7, "they hold 600").wording == "they hold 600"
    assert Guest(7, " ", None).wording == ""


def test_what_fits_no_single_message_is_said_to_be_more_and_only_passages_in_it_are_linked() -> None:
    quotes = [quote("Long. " * 300, span=Span(start, start + 1800), paragraph=start) for start in (0, 2000, 4000)]
    replies = packed(list(quote_blocks(enumerate(quotes), narrower(PHONE).room)), narrower(PHONE).room)
    one = one_message(replies, quotes, PHONE)
    assert len(replies) > 1 and one.text.endswith(MORE) and ROOM.units(one.text) <= ROOM.most_units
    links = [button.url for row in one.buttons for button in row]
    assert links == [f"https://t.me/the_bot?start=p-1-{held.paragraph}" for held in quotes[: len(one.quotes)]]


def test_what_fits_is_whole_and_has_nothing_to_tap_that_calls_back() -> None:
    one = one_message(packed(list(quote_blocks([(0, quote())], PHONE.room)), PHONE.room), [quote()], PHONE)
    assert MORE not in one.text and [(button.label, button.action) for row in one.buttons for button in row] == [("Open at the passage", None)]
