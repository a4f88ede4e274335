"""The number rule, and what makes a sentence the kind of answer that is asked for."""

from __future__ import annotations

import pytest

from bot.fitting import acts, figures, has_figure, has_measure, introduces, is_named_beside, reason_in
from bot.kinds import Measure


@pytest.mark.parametrize(
    "text",
    [
        "460 men", "at least 2,000", "1.4 million doses", "US$18.5 million", "two dozen", "twenty-five", "hundreds died", "a third of them", "one third",
        "two-thirds", "half of them", "One soldier died", "zero cases", "some 2000 fighters", "2000 people died", "more than 1,900", "27 per cent",
        "In May 40 people died", "𝟏𝟒 of the dead", "٣٠ people", "scores of men", "12 of 13",
    ],
)  # fmt: skip
def test_this_states_a_figure(text: str) -> None:
    assert has_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "no figure here", "one of them left", "no one died", "the other one.", "One said so.", "a second blast", "the third attack", "half an hour later",
        "one another", "in 2021", "The 2020 deal", "since mid-2021", "the 1990s", "2022-23", "2024-03-05", "On March 3 they left", "3 March",
        "Nov. 10", "10.11.2021", "at 17:20", "10 a.m.",
        "at 15.40", "the 5th day", "G7 leaders", "B-52s", "COVID-19", "Article 5", "Room 12", "so it was.[12]", "none", "few", "one by one", "no-one",
    ],
)  # fmt: skip
def test_this_states_no_figure(text: str) -> None:
    assert not has_figure(text)


def test_figures_stand_where_they_are_said_to_stand() -> None:
    text = "On 3 March 12 of 13 men left; one of them died in 2021."
    assert [figure.span.of(text) for figure in figures(text)] == ["12 of 13 men", "13 men"]


@pytest.mark.parametrize(
    ("measure", "yes", "no"),
    [
        (Measure.SHARE, "about 40 percent", "about 40 men"),
        (Measure.SHARE, "one in five", "five men"),
        (Measure.LENGTH, "840 metres deep", "84 people deep down"),
        (Measure.LENGTH, "a depth of 12 m", "12 men"),
        (Measure.AGE, "Kamil, 31, was employed", "31 men"),
        (Measure.MONEY, "100,000 złoty each", "100,000 men"),
        (Measure.MONEY, "$5", "5 men"),
        (Measure.ANY, "5 men", "five-ish was never said in this year"[9:]),
    ],
)
def test_a_measure_needs_its_unit(measure: Measure, yes: str, no: str) -> None:
    assert has_measure(yes, measure) and not has_measure(no, measure)


def test_a_unit_without_a_figure_measures_nothing() -> None:
    assert not has_measure("metres and metres", Measure.LENGTH)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("U.S. Special Representative for Afghanistan Thomas West said so.", True),
        ("Rurik Kovač, press officer for the Guard, denied it.", True),
        ("West, 54, a diplomat, left.", True),
        ("The envoy is called for; West is a diplomat.", True),
        ("mediator Pia West spoke.", True),
        ("West told reporters in Brussels.", False),
        ("He rejected West's testimony.", False),
        ("They went west, a long way.", False),
    ],
)
def test_somebody_is_introduced_by_a_role_or_by_what_follows_the_name(text: str, yes: bool) -> None:
    assert introduces(text, frozenset({"west", "kovac"})) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Captain Ada Holm stayed aboard.", True),
        ("Ada Holm, the captain, stayed aboard.", True),
        ("The captain was arrested, Ada Holm said.", False),
    ],
)
def test_a_name_stands_beside_a_role(text: str, yes: bool) -> None:
    assert is_named_beside(text, frozenset({"captain"})) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Ada Holm leads the group.", True),
        ("Its leader, Ada Holm, left.", True),
        ("The group, led by Ada Holm, left.", True),
        ("The U.S.-led coalition left.", False),
        ("Leaders of the group met.", False),
    ],
)
def test_somebody_leads_by_a_verb_or_by_a_role_with_a_name(text: str, yes: bool) -> None:
    assert acts(text, frozenset({"lead"}), frozenset()) is yes


def test_a_reason_is_told_by_words_that_give_nothing_else() -> None:
    assert reason_in("It failed because the wall was wet.") > reason_in("It failed when it rained.") > reason_in("It failed.") == 0.0
