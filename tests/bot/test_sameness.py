"""Which figures may stand side by side. Every sentence is invented."""

from __future__ import annotations

import pytest

from bot.sameness import Stated, is_same_quantity, shared
from sources.figures import figures


def stated(sentence: str, title: str = "", which: int = 0) -> Stated:
    return Stated(figures(sentence)[which], sentence, title)


SAME = [
    ("The flood in Edrina killed 12 people on Tuesday.", "At least 14 people died in the flood in Edrina, the mayor said."),
    ("The quarry fire near Osk has burned 5,000 acres.", "The fire near the Osk quarry had burned 5,000 acres by Friday."),
    ("Some 70 houses were lost in the Orrunwick flood.", "The Orrunwick flood took an estimated 70 houses."),
]
DIFFERENT = [
    ("The flood in Edrina killed 12 people.", "The flood in Edrina wounded 12 people."),
    ("The army captured 40 fighters of the league.", "The army killed 40 fighters of the league."),
    ("The flood in Edrina killed 12 people.", "A ferry sank off Port Civil, killing 80 people."),
    ("The ward in Edrina treats 60 patients a day.", "The ward in Edrina treated 900 patients."),
    ("The flood in Edrina took 12 houses.", "The flood in Edrina took 12 boats."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_quantity_of_one_event_is_the_same_whatever_its_value(one: str, other: str) -> None:
    assert is_same_quantity(stated(one), stated(other)) and is_same_quantity(stated(other), stated(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_deed_event_period_or_thing_is_another_quantity(one: str, other: str) -> None:
    assert not is_same_quantity(stated(one), stated(other)) and not is_same_quantity(stated(other), stated(one))


def test_the_title_names_the_event_that_the_sentence_leaves_out() -> None:
    one, other = "At least 12 people died, the mayor said.", "The flood in Edrina killed 14 people."
    assert not is_same_quantity(stated(one), stated(other))
    assert is_same_quantity(stated(one, title="Flood in Edrina kills twelve people"), stated(other, title="Flood in Edrina: what is known"))


def test_sentences_without_a_telling_word_share_nothing() -> None:
    figure = figures("It took 12 of them.")[0]
    assert shared(Stated(figure, "of the 12"), Stated(figure, "12 of it")) == 0.0
