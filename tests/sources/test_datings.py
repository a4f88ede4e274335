"""Times that a sentence names, and the day they mean."""

from __future__ import annotations

from datetime import date

import pytest

from sources.datings import datings

A_THURSDAY = date(2024, 3, 14)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The bridge fell on 23 February 2019.", "2019-02-23"),
        ("The bridge fell on Feb. 23, 2019.", "2019-02-23"),
        ("The bridge fell in February 2019.", "2019-02"),
        ("In 2014, the bridge fell.", "2014"),
        ("In 2022-23, floods came.", "2022"),
        ("The bridge fell on 23 February.", "2024-02-23"),
        ("The bridge fell on 23 December.", "2023-12-23"),
        ("It fell on Tuesday.", "2024-03-12"),
        ("It fell on Thursday.", "2024-03-14"),
        ("It fell yesterday.", "2024-03-13"),
        ("It fell last month.", "2024-02"),
        ("It fell last year.", "2023"),
        ("It fell in December.", "2023-12"),
    ],
)
def test_a_time_is_a_day_as_exact_as_the_text_is(sentence: str, day: str) -> None:
    (found,) = datings(sentence, A_THURSDAY)
    assert found.day == day


@pytest.mark.parametrize("sentence", ["It fell on Tuesday.", "It fell last month.", "It fell on 23 February.", "It fell yesterday."])
def test_a_relative_time_means_nothing_without_the_day_of_publication(sentence: str) -> None:
    (found,) = datings(sentence)
    assert found.day is None


def test_a_day_that_no_calendar_has_is_a_time_without_a_day() -> None:
    (found,) = datings("It fell on 31 February 2019.")
    assert found.day is None


@pytest.mark.parametrize("sentence", ["It has stood since March 2019.", "Open until 2030.", "It rained since the dam broke in mid-November."])
def test_the_end_of_a_stretch_of_time_is_marked(sentence: str) -> None:
    (found,) = datings(sentence, A_THURSDAY)
    assert found.bounds


@pytest.mark.parametrize("sentence", ["Some 2000 people came.", "They killed 2000 soldiers."])
def test_four_digits_that_count_are_no_year(sentence: str) -> None:
    assert datings(sentence, A_THURSDAY) == ()


def test_a_bare_month_that_may_be_the_coming_one_is_no_month_of_last_year() -> None:
    (found,) = datings("They close at the end of April.", A_THURSDAY)
    assert found.day is None
