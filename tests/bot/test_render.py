"""The answer as a person reads it: the source letter for letter behind the bar, everything else short and within the width."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Elsewhere, Quote, Reason
from bot.briefing import Searched
from bot.question import understand
from bot.render import BAR, as_text, columns_of, day, names_of, signature, wrapped
from bot.voices import NOT_LOOKED_AT, Said, Voice
from index.catalog import Period
from sources.model import Kind, Span, Speaker, Stance

SEARCHED = Searched("m", 1, 19, 0, 1, ("en",), Period(date(2021, 11, 10), date(2021, 11, 10)))


def quote(text: str = "It has 2,000 fighters.", outlet: str | None = "VOA", **changes: object) -> Quote:
    fields = {
        "text": text, "doc_id": "d", "revision": 1, "revision_id": 1, "paragraph": 16, "span": Span(0, len(text)), "outlet": outlet, "authors": ("Ann Ames",),
        "published": date(2021, 11, 10), "title": "A title of some length", "url": "https://example.org/" + "x" * 50, "score": 0.9,
    }  # fmt: skip
    return Quote(**(fields | changes))  # type: ignore[arg-type]


def told(*quotes: Quote, reason: Reason | None = None, nearest: tuple[Quote, ...] = (), withheld: int = 0) -> Answer:
    return Answer(understand("how many fighters"), reason, 0.9, quotes, nearest, withheld)


def behind_the_bar(screen: str) -> str:
    return " ".join(line.removeprefix(BAR) for line in screen.splitlines() if line.startswith(BAR))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1), st.integers(1, 90))
def test_lines_joined_by_one_space_are_the_text_again(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert " ".join(lines) == text
    assert all(columns_of(line) <= width or " " not in line.strip(" ") or line.startswith(" ") for line in lines)


@pytest.mark.parametrize(
    "text", ["a  b", "word " * 30 + "end.", "x" * 60 + " short", "שלום עולם " * 9 + "סוף", "漢字 " * 30 + "終", "👨‍👩‍👧 " * 20 + "end", "a\u00a0b " * 20 + "c"]
)
def test_the_source_stands_letter_for_letter_behind_the_bar_at_38_columns(text: str) -> None:
    screen = as_text(told(quote(text)), SEARCHED, 38)
    assert behind_the_bar(screen) == text
    assert all(columns_of(line) <= 38 for line in screen.splitlines() if " " in line.removeprefix(BAR))


def test_every_line_of_a_source_with_line_ends_stands_behind_the_bar() -> None:
    assert as_text(told(quote("one\ntwo")), SEARCHED).startswith("┃ one\n┃ two\n")


def test_a_screen_narrower_than_a_phone_is_written_for_a_phone() -> None:
    assert as_text(told(quote()), SEARCHED, 5) == as_text(told(quote()), SEARCHED, 38)


def test_addresses_are_never_broken() -> None:
    assert quote().url in as_text(told(quote()), SEARCHED, 38).splitlines()


def test_a_wide_character_takes_two_columns_and_a_combining_one_none() -> None:
    assert (columns_of("漢"), columns_of("e\u0301"), columns_of("abc"), columns_of("é\u200b")) == (2, 1, 3, 1)


ADA = Speaker("Ada Holm", "harbour master")
UNNAMED = Speaker("Western diplomat", "Western diplomat", True)


@pytest.mark.parametrize(
    ("said", "signed"),
    [
        (NOT_LOOKED_AT, "VOA's text · speaker not looked for yet · ¶17"),
        (Said(Voice.NOT_COVERED), "VOA's text · not in English: no speaker claimed · ¶17"),
        (Said(Voice.OUTLET), "VOA's own words · ¶17"),
        (Said(Voice.ATTRIBUTED, ADA, Kind.DIRECT), "Ada Holm, harbour master, in quotation marks · VOA · ¶17"),
        (Said(Voice.ATTRIBUTED, ADA, Kind.INDIRECT), "VOA's words, reporting Ada Holm, harbour master · ¶17"),
        (Said(Voice.ATTRIBUTED, ADA, Kind.MIXED), "VOA's words, reporting Ada Holm, harbour master · ¶17"),
        (Said(Voice.ATTRIBUTED, UNNAMED, Kind.DIRECT), "Western diplomat (unnamed), in quotation marks · VOA · ¶17"),
        (Said(Voice.ATTRIBUTED, ADA, Kind.INDIRECT, Stance.REPORTS_OTHER, "a log"), "VOA's words, reporting Ada Holm, harbour master · from a log · ¶17"),
        (Said(Voice.ATTRIBUTED, None, Kind.DIRECT), "VOA's words; speaker not certain · ¶17"),
    ],
)
def test_a_signature_says_whose_words_they_are(said: Said, signed: str) -> None:
    assert signature(quote(said=said)) == signed


def test_the_signature_of_an_unnamed_outlet_says_so() -> None:
    assert signature(quote(outlet=None)) == "Text of an unnamed outlet · speaker not looked for yet · ¶17"
    assert signature(quote(outlet=None, said=Said(Voice.OUTLET))) == "Own words of an unnamed outlet · ¶17"
    assert (
        signature(quote(outlet=None, said=Said(Voice.ATTRIBUTED, ADA, Kind.INDIRECT))) == "Words of an unnamed outlet, reporting Ada Holm, harbour master · ¶17"
    )
    assert signature(quote(outlet=None, said=Said(Voice.ATTRIBUTED, ADA, Kind.DIRECT))) == "Ada Holm, harbour master, in quotation marks · ¶17"


def test_an_undated_quote_says_so() -> None:
    assert day(None) == "date not known" and day(date(2021, 11, 1)) == "1 Nov 2021"
    assert "date not known" in as_text(told(quote(published=None)), SEARCHED)


def test_the_first_screen_says_how_many_more_there_are() -> None:
    answer = told(*(quote(f"Sentence {n}.") for n in range(5)))
    assert "2 more: ask again with --all" in as_text(answer, SEARCHED) and "Sentence 4." not in as_text(answer, SEARCHED)
    assert "Sentence 4." in as_text(answer, SEARCHED, everything=True) and "more:" not in as_text(answer, SEARCHED, everything=True)


def test_the_other_documents_with_the_same_words_are_named() -> None:
    answer = told(quote(also_in=(Elsewhere("e", "Echo", None, 2), Elsewhere("doc-9", None, date(2024, 1, 2), 2))))
    assert "also in Echo (date not known), doc-9 (2 Jan 2024)" in as_text(answer, SEARCHED)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.EMPTY_QUESTION, "Ask a question"),
        (Reason.NO_SOURCES, "briefbot add FILE"),
        (Reason.NOT_IN_SOURCES, "Not in my sources. Searched: 1 article, 10 Nov 2021."),
        (Reason.NO_FIGURE, "no figure for this"),
        (Reason.OTHER_LANGUAGE, "Could not be searched: your question is in another language than the articles here. Ask it in English."),
        (Reason.WITHHELD, "not word for word"),
    ],
)
def test_a_refusal_says_why(reason: Reason, words: str) -> None:
    assert words in as_text(told(reason=reason), SEARCHED, width=200)


@pytest.mark.parametrize(
    ("documents", "period", "words"),
    [
        (3, Period(date(2021, 11, 10), date(2024, 3, 5)), "Searched: 3 articles, 10 Nov 2021 to 5 Mar 2024."),
        (1200, Period(date(2021, 11, 10), date(2024, 3, 5), 2), "Searched: 1,200 articles, 10 Nov 2021 to 5 Mar 2024, 2 without a date."),
        (2, Period(None, None, 2), "Searched: 2 articles."),
    ],
)
def test_a_refusal_says_what_was_searched_and_from_when_that_is(documents: int, period: Period, words: str) -> None:
    assert as_text(told(reason=Reason.NO_FIGURE), replace(SEARCHED, documents=documents, period=period), width=200).endswith(words)


def test_what_stands_nearest_is_not_shown_unasked_under_a_refused_question() -> None:
    screen = as_text(told(reason=Reason.NOT_IN_SOURCES, nearest=(quote(),)), SEARCHED)
    assert "2,000" not in screen and "without answering it: ask again with --all" in screen


def test_the_nearest_are_said_not_to_answer() -> None:
    screen = as_text(told(reason=Reason.NOT_IN_SOURCES, nearest=(quote(),)), SEARCHED, everything=True)
    assert "does not answer it:\n\n┃ It has 2,000" in screen


def test_what_is_withheld_or_waits_is_said() -> None:
    assert "1 quote withheld" in as_text(told(quote(), withheld=1), SEARCHED)
    assert "2 paragraphs could be searched by words only" in as_text(told(quote()), Searched("m", 1, 19, 2, 1))


def test_languages_are_called_by_their_names() -> None:
    assert names_of(["en"]) == "English"
    assert names_of(["en", "pl"]) == "English or Polish"
    assert names_of(["fa", "zz", "en"]) == "Persian, zz or another of theirs"


def test_an_unnamed_speaker_is_signed_with_the_terms_of_the_article() -> None:
    said = Said(Voice.ATTRIBUTED, Speaker("State Department spokesperson", None, True), Kind.INDIRECT, terms="on condition of anonymity")
    assert "reporting State Department spokesperson (unnamed, “on condition of anonymity”) · " in signature(quote(said=said))


def test_page_of_a_paginated_source_stands_in_the_signature() -> None:
    paged = quote(span=Span(40, 62), pages=((0, 2), (40, 3), (90, 4)))
    assert signature(paged).endswith("p. 3, ¶17")
    assert signature(quote()).endswith(" ¶17")
