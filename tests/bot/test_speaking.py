"""Whose words stand in an article, and when somebody else is plainly named."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.speaking import Voice, voice
from sources.model import Span

ARTICLE = (
    "The mayor, Ada Quill, denied it.\n\n"
    "“Nobody was at the dam,” said Bram Oss, a clerk. “The road was shut.”\n\n"
    "“It rained,” she said.\n\n"
    "A guard at the gate, who asked not to be named, said he saw a lamp. “It was green,” he said.\n\n"
    "Police spokesman Cato Venn told reporters: “We looked everywhere.”"
)


def of(quote: str) -> Span:
    start = ARTICLE.index(quote)
    return Span(start, start + len(quote))


@pytest.mark.parametrize(
    ("quote", "claimed", "expected"),
    [
        ("Nobody was at the dam", None, Voice("Bram Oss")),
        ("Nobody was at the dam", "Bram Oss", Voice("Bram Oss")),
        ("Nobody was at the dam", "oss", Voice("Bram Oss")),
        ("Nobody was at the dam", "Ada Quill", Voice("Bram Oss", other=True)),
        ("Nobody was at the dam", "minister quill", Voice("Bram Oss", other=True)),
        ("We looked everywhere", "Ada Quill", Voice("Cato Venn", other=True)),
        ("We looked everywhere", "Cato Venn", Voice("Cato Venn")),
        ("It was green", "Ada Quill", Voice(None, other=True)),
    ],
)
def test_a_name_beside_the_words_says_whose_they_are(quote: str, claimed: str | None, expected: Voice) -> None:
    assert voice(ARTICLE, of(quote), claimed) == expected


@pytest.mark.parametrize("claimed", ["Ada Quill", "Bram Oss", "Dora Finch", None])
def test_behind_a_pronoun_nobody_is_accused(claimed: str | None) -> None:
    assert voice(ARTICLE, of("It rained"), claimed) == Voice(None)


@pytest.mark.parametrize("claimed", ["a guard", "the police", "WHO", "the spokesman"])
def test_a_description_or_a_body_is_never_called_somebody_else(claimed: str) -> None:
    assert not voice(ARTICLE, of("Nobody was at the dam"), claimed).other


def test_a_surname_beside_the_words_is_the_full_name_of_elsewhere() -> None:
    article = "Mayor Ada Quill came.\n\n“It rained,” Quill said."
    span = Span(article.index("It rained"), article.index("It rained") + 9)
    assert voice(article, span, "Ada Quill") == Voice("Quill")
    assert voice(article, span, "Ada") == Voice("Quill")


@dataclass(frozen=True)
class Person:
    name: str
    role: str | None = None


@dataclass(frozen=True)
class Said:
    content: tuple[Span, ...]
    speaker: Person | None


def test_statements_decide_when_there_are_any() -> None:
    said = [Said((of("“It rained,”"),), Person("Ada Quill", "mayor of Edrina"))]
    assert voice(ARTICLE, of("It rained"), "Ada Quill", said) == Voice("Ada Quill")
    assert voice(ARTICLE, of("It rained"), "Bram Oss", said) == Voice("Ada Quill", other=True)
    assert voice(ARTICLE, of("It rained"), "mayor of Edrina", said) == Voice("Ada Quill")
    assert voice(ARTICLE, of("It rained"), "Bram Oss", [Said((of("“It rained,”"),), None)]) == Voice(None)


def test_who_is_only_described_is_nobody_who_is_named_elsewhere_alone() -> None:
    article = (
        "Bram Oss signed for the mill.\n\nMayor Ada Quill counted 300.\n\nA spokesman for the governor called it “the noise of a drum”.\n\n"
        "The spokesman said the dam was “as dry as bread”."
    )

    def who(quote: str, claimed: str, name: str) -> Voice:
        span = Span(article.index(quote), article.index(quote) + len(quote))
        return voice(article, span, claimed, [Said((span,), Person(name))])

    assert who("the noise of a drum", "Bram Oss", "spokesman for the governor").other
    assert who("the noise of a drum", "Ada Quill", "spokesman for the governor").other, "brought in as somebody new"
    assert not who("the noise of a drum", "the mayor", "spokesman for the governor").other
    assert not who("as dry as bread", "Bram Oss", "he").other
    named = article.replace("Mayor Ada Quill counted 300", "The governor's man is Cato Venn")
    at = Span(named.index("the noise of"), named.index(" of a drum"))
    assert voice(named, at, "Cato Venn", [Said((at,), Person("spokesman for the governor"))]).other
    assert not voice(named.replace("A spokesman", "The spokesman"), at, "Cato Venn", [Said((at,), Person("spokesman"))]).other, "it may be him"


def test_the_innermost_statement_names_the_speaker() -> None:
    outer = Said((Span(0, len(ARTICLE)),), Person("Outlet"))
    inner = Said((of("It rained"),), Person("Ada Quill"))
    assert voice(ARTICLE, of("It rained"), None, [outer, inner]).speaker == voice(ARTICLE, of("It rained"), None, [inner, outer]).speaker == "Ada Quill"
