"""Which names a sentence adds to a question, and who holds a role in it. People and places are invented."""

from __future__ import annotations

import pytest

from bot.candidates import terms_of
from bot.naming import holds_role, names_of, new_names

ASKED = terms_of("who is the chief of the Orsk mill")


def told(text: str) -> list[str]:
    return [span.of(text) for span in names_of(text)]


def test_names_are_words_with_a_capital_that_are_neither_times_nor_first_words() -> None:
    assert told("On Monday, Ada Holm met Jon van der Berg in Orsk in May.") == ["Ada Holm", "Jon van der Berg", "Orsk"]


def test_a_name_of_the_question_is_none_that_a_sentence_adds() -> None:
    text = "Orsk chief Ada Holm left the Orsk Mill."
    assert [span.of(text) for span in new_names(text, ASKED)] == ["Ada Holm"]


@pytest.mark.parametrize(("text", "yes"), [("Meet the chief.", False), ("Norrland set the record.", True)])
def test_a_word_at_the_beginning_is_a_name_where_it_does_something(text: str, yes: bool) -> None:
    assert bool(new_names(text, ASKED)) is yes


@pytest.mark.parametrize(
    ("text", "now", "yes"),
    [
        ("Ada Holm is the chief of the Orsk mill.", True, True),
        ("Orsk mill chief Ada Holm spoke.", True, True),
        ("The mill's chief, Ada Holm, spoke.", True, True),
        ("Ada Holm was named chief on Monday.", True, True),
        ("The chief of the mill spoke.", True, False),
        ("Ada Holm, the deputy chief, spoke.", True, False),
        ("Former chief Ada Holm spoke.", True, False),
        ("Former chief Ada Holm spoke.", False, True),
        ("Ada Holm said she was stepping down as chief.", True, False),
        ("Ada Holm, the chief of the Vask bank, spoke.", True, False),
        ("Ada Holm told the chief to leave.", True, False),
        ("The chiefs met Ada Holm.", True, False),
    ],
)
def test_somebody_holds_a_role_where_nothing_parts_name_and_role(text: str, now: bool, yes: bool) -> None:
    assert holds_role(text, terms_of("chief"), ASKED, now) is yes
