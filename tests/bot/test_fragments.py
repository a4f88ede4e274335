"""Addresses that open a page at a passage."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fragments import at_passage

PAGE = "https://example.org/a?b=1"


@pytest.mark.parametrize(
    ("passage", "where"),
    [
        ("It has 2,000 fighters.", "It%20has%202%2C000%20fighters."),
        ("a well-known & old one", "a%20well%2Dknown%20%26%20old%20one"),
        ("one two three four five six seven eight nine ten eleven twelve 13", "one%20two%20three%20four%20five%20six,eight%20nine%20ten%20eleven%20twelve%2013"),  # noqa: E501
        ("first block here\nsecond block there", "first%20block%20here,second%20block%20there"),
        ("ده هزار", "%D8%AF%D9%87%20%D9%87%D8%B2%D8%A7%D8%B1"),
    ],
)  # fmt: skip
def test_a_passage_is_named_by_its_words(passage: str, where: str) -> None:
    assert at_passage(PAGE, passage) == f"{PAGE}#:~:text={where}"


def test_a_place_on_the_page_that_the_address_names_stays() -> None:
    assert at_passage("https://example.org/a#top", "one two") == "https://example.org/a#top:~:text=one%20two"


@pytest.mark.parametrize("passage", ["", " \n ", "x" * 200])
def test_what_has_no_words_to_name_it_by_is_opened_at_the_top(passage: str) -> None:
    assert at_passage(PAGE, passage) == PAGE


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_whatever_the_passage_the_page_stays_the_same_and_its_ends_are_named_letter_for_letter(passage: str) -> None:
    address = at_passage(PAGE, passage)
    assert urlsplit(address)._replace(fragment="").geturl() == PAGE
    for end in address.partition("#:~:text=")[2].split(","):
        assert not end or (unquote(end).split() and " ".join(unquote(end).split()) in " ".join(passage.split()))
