"""A question in another language: read by a list of words, whole or not at all, and said so on the first line of its answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import WordAxes
from hypothesis import given
from hypothesis import strategies as st
from newsroom import add, embed

from bot.access import Admitted, Chat, ChatKind, Role
from bot.briefing import Briefing
from bot.desk import Desk, Heard, Manner, Pressed
from bot.kept import Questions
from bot.reports import Reports
from bot.rewording import FILE, WordLists, folded, reworded, shipped
from bot.send import ROOM
from bot.state import Receipt, State
from index.catalog import Catalog

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN = Chat(7, ChatKind.PRIVATE)
LIST = {"چند": "how many", "جنگجو": "fighters", "داعش": "ISKP", "داعش خراسان": "ISKP", "در": "in", "سوریه": "Syria", "را": "", "چند نفر": "how many people"}


def test_what_asks_comes_first_the_longest_entry_counts_and_empty_words_say_nothing() -> None:
    found = reworded("داعش خراسان را چند جنگجو در سوریه؟", LIST)
    assert found and found.question == "how many ISKP fighters in Syria?"
    assert found.pairs == (("داعش خراسان", "ISKP"), ("چند", "how many"), ("جنگجو", "fighters"), ("در", "in"), ("سوریه", "Syria"))


@pytest.mark.parametrize("written", ["جنگجوي", "جنگجوی", "جنگجوها", "جنگجو\u200cها", "جنگجوهای", "جَنگجو", "جنـگجو"])
def test_endings_and_letters_that_are_typed_two_ways_are_the_same_word(written: str) -> None:
    found = reworded(f"چند {written}؟", LIST)
    assert found and found.question == "how many fighters?"


def test_one_word_that_no_list_has_leaves_the_question_unread() -> None:
    found = reworded("چند جنگجو در خوارزم؟", LIST)
    assert found and not found.question and found.unknown == ("خوارزم",), "leaving the place out would ask something else"


def test_names_and_numbers_of_the_sources_letters_stay_and_other_questions_are_left_alone() -> None:
    found = reworded("چند جنگجو در Orsk ۲۰۲۱؟", LIST)
    assert found and found.question == "how many fighters in orsk 2021?"
    assert reworded("how many fighters?", LIST) is None and reworded("сколько?", LIST) is None and reworded("", LIST) is None


@given(st.text(max_size=60) | st.lists(st.sampled_from([*LIST, "xyz", "۱۲"]), max_size=8).map(" ".join))
def test_nothing_is_left_out_of_what_is_read(text: str) -> None:
    found = reworded(text, LIST)
    if found is not None and found.question:
        read = [term for term in (LIST.get(word, word) for word, _ in found.pairs) if term]
        assert all(term in found.question for term in read)
    if found is not None and found.unknown:
        assert not found.question and all(word in folded(text) for word in found.unknown)


def test_the_list_of_the_data_folder_wins_counts_at_once_and_a_bad_one_is_left_out(tmp_path: Path) -> None:
    lists, file = WordLists(tmp_path), tmp_path / FILE
    assert lists.entries() == shipped() and shipped()[folded("داعش")] == "ISKP"
    file.write_text('[fa]\n"داعش" = "Daesh"\n"كيله" = "banana"\n', encoding="utf-8")
    assert lists.entries()[folded("داعش")] == "Daesh" and lists.entries()[folded("کیله")] == "banana" and lists.entries()[folded("طالبان")] == "Taliban"
    file.write_text("no toml", encoding="utf-8")
    os.utime(file, (1, 1))
    assert lists.entries() == shipped()


@pytest.fixture
def desk(tmp_path: Path, embedder: WordAxes) -> Iterator[Desk]:
    with Catalog(tmp_path / "data", lambda: NOW.timestamp() - 1000) as catalog:
        add(catalog, "a", "At least 530 fighters of ISKP are in the valley, Ada Holm said.", "The prisoners are kept in the fort of the valley.")
        embed(catalog, embedder)
        state = State(catalog.engine)
        state.grant(7, "main", Role.READER, 1.0)
        manner = Manner(Admitted(), "the_bot", ROOM, lambda: NOW)
        yield Desk(Briefing(catalog, embedder), state, Questions(catalog.engine), Reports(catalog.engine), manner)


def asked(desk: Desk, question: str) -> tuple[str, dict[str, str]]:
    response = desk.hear(Heard(ANN, 7, question, NOW, "ask"))
    return response.replies[0].text, {button.label: button.action or "" for row in response.replies[-1].buttons for button in row}


def test_the_first_line_of_the_answer_says_how_it_was_read(desk: Desk) -> None:
    text, _ = asked(desk, "چند جنگجوی داعش است؟")
    assert text.splitlines()[0] == "Read by the word list: چند = how many, جنگجوی = fighters, داعش = ISKP"
    assert "At least 530 fighters of ISKP" in text


def test_what_cannot_be_read_could_not_be_searched(desk: Desk) -> None:
    text, _ = asked(desk, "چند کیله در بازار است؟")
    assert "Could not be searched" in text and "Not in the word list: کیله, بازار" in text and "Not in my sources" not in text


def test_what_was_read_and_is_not_there_is_refused_as_any_question_is(desk: Desk) -> None:
    text, _ = asked(desk, "داعش چند جنگجو در سوریه دارد؟")
    assert "Not in my sources" in text and text.startswith("Read by the word list")


def test_a_question_that_is_kept_is_kept_as_it_was_read(desk: Desk) -> None:
    question = "داعش چند جنگجو در سوریه دارد؟"
    response = desk.hear(Heard(ANN, 7, question, NOW, "ask"))
    assert response.ledger is not None
    desk._state.record(Receipt(1, 1, True, 5, NOW.timestamp(), (), response.ledger))
    pressed = Pressed(ANN, 7, "", 5, about=Heard(ANN, 7, question, NOW))
    read = "how many ISKP fighters in Syria has?"
    assert desk.question_of(pressed, response.ledger.token) == read
    desk._recent.forget(ANN.id)  # as half an hour later
    assert desk.question_of(pressed, response.ledger.token) == read
