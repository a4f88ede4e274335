"""Whether a sentence says when: times that a question does not hold itself."""

from __future__ import annotations

import pytest

from bot.candidates import terms_of
from bot.dated import EXACT, NEVER, VAGUE, tells_of_a_life, tells_when

ASKED = terms_of("when was the Orsk bridge built")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("It was built in 1902.", EXACT),
        ("It was built about 1898.", EXACT),
        ("It was built in the 1790s.", EXACT),
        ("It opened at 4:40 a.m.", EXACT),
        ("It opened two days later.", EXACT),
        ("It opened on Monday.", EXACT),
        ("It took some weeks.", VAGUE),
        ("It was built of stone.", NEVER),
    ],
)
def test_a_time_is_exact_or_vague(text: str, how: float) -> None:
    assert tells_when(text, ASKED) == how


def test_the_time_that_a_question_names_is_none_that_it_asks_for() -> None:
    asked = terms_of("what is the date of the 2021 Orsk fair")
    assert tells_when("The 2021 Orsk fair is near.", asked) == NEVER
    assert tells_when("The Orsk fair of 2019 was small.", asked) == NEVER  # who names a year wants more than a year
    assert tells_when("The 2021 Orsk fair opens on 3 June.", asked) == EXACT


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Ada Holm (3 July 1750 – 28 February 1825) was a miller.", True),
        ("Ada Holm (December 14, 1846 - April 2, 1896) was a miller.", True),
        ("Ada Holm (born 2 June 1926) is a miller.", True),
        ("Pia West (3 July 1750 – 28 February 1825) was a miller.", False),
        ("Ada Holm (Orsk) was a miller in 1750.", False),
    ],
)
def test_years_behind_the_name_that_is_asked_about_are_a_life(text: str, yes: bool) -> None:
    assert tells_of_a_life(text, terms_of("Ada Holm born")) is yes
