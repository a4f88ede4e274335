"""Numbers as they are written, in digits and in words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.numerals import numerals


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("1,800", 1800, 1800),
        ("2.5 million", 2_500_000, 2_500_000),
        ("1.1 million", 1_100_000, 1_100_000),
        ("forty-four", 44, 44),
        ("two hundred and fifty", 250, 250),
        ("three thousand", 3000, 3000),
        ("two hundred thousand", 200_000, 200_000),
        ("a dozen", 12, 12),
        ("two dozen", 24, 24),
        ("half a dozen", 6, 6),
        ("half a million", 500_000, 500_000),
        ("dozens", 24, None),
        ("hundreds", 200, None),
        ("tens of thousands", 20_000, None),
        ("several hundred", 200, None),
        ("𝟏𝟒", 14, 14),
    ],
)
def test_a_number_is_read_as_what_it_says_and_no_more(written: str, low: float, high: float | None) -> None:
    (found,) = numerals(f"They found {written} of them there")
    assert (found.span.of(f"They found {written} of them there"), found.low, found.high) == (written, low, high)


@pytest.mark.parametrize(
    ("written", "share"), [("a third", 33.3), ("two thirds", 66.7), ("three-quarters", 75), ("half", 50), ("one in five", 20), ("three out of four", 75)]
)
def test_a_part_of_a_whole_is_a_share_in_percent(written: str, share: float) -> None:
    (found,) = numerals(f"so {written} of the houses")
    assert found.share and found.low == found.high == share


@pytest.mark.parametrize("written", ["dozens", "two dozen", "a few hundred"])
def test_a_number_that_is_round_by_nature_is_rough(written: str) -> None:
    (found,) = numerals(f"with {written} boats")
    assert found.rough


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_and_without_commas_are_the_same_number(value: int) -> None:
    for written in (str(value), f"{value:,}"):
        (found,) = numerals(f"some {written} boats")
        assert found.low == found.high == value
        assert found.span.of(f"some {written} boats") == written


@given(st.text(max_size=80))
def test_numbers_stand_in_order_and_never_inside_each_other(text: str) -> None:
    spans = [found.span for found in numerals(text)]
    assert all(before.end <= after.start for before, after in pairwise(spans))
