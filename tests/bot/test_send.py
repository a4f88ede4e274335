"""Sending: offsets in UTF-16, quotes compared before they go, faults of Telegram told apart, one answer at a time before our commit."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter
from test_reply import NOW, SEARCHED, quote, told

from bot.answer import Quote
from bot.quoting import Phone
from bot.reply import Button, Reply, ours, quoted
from bot.screens import answer_screen
from bot.send import MOST_TRIES, ROOM, Courier, OneAtATime, Target, Unreachable, checked, entities_of, keyboard_of, quoted_text, units

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_what_telegram_marks_is_the_quote_letter_for_letter(texts: list[str]) -> None:
    reply = Reply(tuple(quoted(quote(text), [("𝟏 über 👨‍👩‍👧", "https://example.org")]) for text in texts))
    marked = [quoted_text(reply.text, entity) for entity in entities_of(reply) if entity.type == "blockquote"]
    assert marked == texts


@given(TEXTS)
def test_units_are_utf_16_code_units(text: str) -> None:
    assert units(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def test_a_long_quote_can_be_folded() -> None:
    (entity,) = entities_of(Reply((quoted(quote("word " * 100), []),)))
    assert entity.type == "expandable_blockquote"


def test_buttons_carry_what_they_are_for() -> None:
    keyboard = keyboard_of(Reply((ours("x"),), ((Button("a", "act"), Button("b", copies="text"), Button("c", url="https://example.org")),)))
    assert keyboard
    (row,) = keyboard.inline_keyboard
    assert row[0].callback_data == "act" and row[1].copy_text and row[1].copy_text.text == "text" and row[2].url == "https://example.org"
    assert keyboard_of(Reply((ours("x"),))) is None


def test_a_quote_that_is_not_what_is_stored_is_withheld_with_its_copy_button_and_counted() -> None:
    good, bad = quote("Good."), quote("Bad.", 30)
    (reply,) = answer_screen(told(good, bad), SEARCHED, Phone(ROOM, "b", NOW), "t")
    fit, count = checked(reply, lambda one: one is not bad and one != bad)
    assert count == 1 and "Bad." not in fit.text and "1 quote withheld" in fit.text and "Good." in fit.text
    assert not any("Bad." in (button.copies or "") for row in fit.buttons for button in row)


def test_a_block_whose_text_is_not_its_quote_is_withheld_whatever_the_catalog_says() -> None:
    block = quoted(quote("Words."), [])
    forged = Reply((type(block)("words.", block.marks, block.quote, block.place),))
    assert checked(forged, lambda _: True)[1] == 1


def test_a_copy_button_whose_text_does_not_hold_the_quote_goes() -> None:
    reply = Reply((ours("x"),), ((Button("Copy", copies="other words", quote=quote()),),))
    fit, count = checked(reply, lambda _: True)
    assert count == 1 and fit.buttons == ()


def test_each_quote_is_compared_once() -> None:
    compared: list[Quote] = []
    (reply,) = answer_screen(told(quote("A."), quote("B.", 9)), SEARCHED, Phone(ROOM, "b", NOW), "t")
    checked(reply, lambda one: not compared.append(one))
    assert len(compared) == 2


# ---------------------------------------------------------------------- Telegram's faults


class Line:
    """Stands for the library's bot: each send meets the next of ``faults``, or is taken."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.sent: list[tuple[int, str]] = []
        self.tries = 0

    async def send_message(self, chat_id: int, text: str, **given: Any) -> None:
        self.tries += 1
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((chat_id, text))
        await given["rate_limit_args"](5)


async def sent(line: Line) -> tuple[list[float], list[int], list[tuple[int, int]]]:
    pauses: list[float] = []
    taken: list[int] = []
    moved: list[tuple[int, int]] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def note(message_id: int) -> None:
        taken.append(message_id)

    async def move(old: int, new: int) -> None:
        moved.append((old, new))

    await Courier(line, move, pause).send(Reply((ours("hello"),)), Target(7), note)  # type: ignore[arg-type]
    return pauses, taken, moved


async def test_what_is_taken_is_noted() -> None:
    assert await sent(Line()) == ([], [5], [])


async def test_a_limit_is_waited_for_as_long_as_telegram_says() -> None:
    pauses, taken, _ = await sent(Line(RetryAfter(3)))
    assert 3 < pauses[0] < 4 and taken == [5]


async def test_a_passing_fault_is_tried_again_with_growing_pauses() -> None:
    pauses, taken, _ = await sent(Line(NetworkError("502"), NetworkError("502")))
    assert pauses == [0.5, 1.0] and taken == [5]


async def test_after_the_last_try_the_fault_is_raised() -> None:
    line = Line(*(NetworkError("502") for _ in range(9)))
    with pytest.raises(NetworkError):
        await sent(line)
    assert line.tries == MOST_TRIES


async def test_who_has_blocked_the_bot_is_unreachable_and_not_tried_again() -> None:
    line = Line(Forbidden("blocked"))
    with pytest.raises(Unreachable):
        await sent(line)
    assert line.tries == 1


async def test_what_telegram_will_never_have_is_not_tried_again() -> None:
    line = Line(BadRequest("message is too long"))
    with pytest.raises(BadRequest):
        await sent(line)
    assert line.tries == 1


async def test_a_chat_that_moved_is_followed() -> None:
    line = Line(ChatMigrated(-1005))
    _, taken, moved = await sent(line)
    assert moved == [(7, -1005)] and line.sent == [(-1005, "hello")] and taken == [5]


async def test_no_second_message_goes_out_between_telegrams_200_and_our_commit() -> None:
    limits, busy, most = OneAtATime(), [0], [0]

    async def request(*_: Any, **__: Any) -> dict[str, int]:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        await asyncio.sleep(0.005)
        return {"message_id": 1}

    async def commit(_message_id: int) -> None:
        await asyncio.sleep(0.005)
        busy[0] -= 1

    await asyncio.gather(*(limits.process_request(request, (), {}, "sendMessage", {"chat_id": number}, commit) for number in range(1, 9)))
    assert most == [1] and busy == [0]


async def test_a_message_that_telegram_is_slow_to_take_gives_way_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.send._LONGEST_HOLD", 0.02)
    limits, order = OneAtATime(), []

    async def request(seconds: float, name: str) -> dict[str, int]:
        await asyncio.sleep(seconds)
        order.append(name)
        return {"message_id": 1}

    async def commit(_message_id: int) -> None:
        """Nothing to write."""

    slow = limits.process_request(request, (0.3, "slow"), {}, "sendMessage", {"chat_id": 1}, commit)
    fast = limits.process_request(request, (0.0, "fast"), {}, "sendMessage", {"chat_id": 2}, commit)
    await asyncio.gather(slow, fast)
    assert order == ["fast", "slow"]
