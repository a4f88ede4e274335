"""A sentence is shown with what governs it, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.governing import MOST_WORDS, outside, widened
from sources.model import Span
from sources.quotations import quotations
from sources.split import sentences


def shown(text: str, chosen: int) -> str:
    inside = sentences(text, Span(0, len(text)))
    return widened(text, inside, chosen).of(text)


@pytest.mark.parametrize(
    ("text", "chosen", "wanted"),
    [
        # pronouns
        ("The mayor came. He spoke. It rained.", 1, "The mayor came. He spoke."),
        ("The mayor came. However, he left.", 1, "The mayor came. However, he left."),
        ("The mayor came. Ann left.", 1, "Ann left."),
        ("The mayor came. This week 12 died.", 1, "This week 12 died."),
        ("The mayor came. This was bad.", 1, "The mayor came. This was bad."),
        ("Two men came. One of them left.", 1, "Two men came. One of them left."),
        ("Two men came. One soldier left.", 1, "One soldier left."),
        ("He left. Ann spoke.", 0, "He left."),
        ("Ann denied it. “Not one,” she said.", 1, "Ann denied it. “Not one,” she said."),
        ("Ann denied it. “Not one,” said Bo.", 1, "“Not one,” said Bo."),
        # quotations that run on
        ("“We asked. We got none,” Bo said. Ann left.", 0, "“We asked. We got none,” Bo said."),
        ("“We asked. We got none,” Bo said. Ann left.", 1, "“We asked. We got none,” Bo said."),
        ('Ann left. "We asked. They left. We got none," Bo said.', 2, '"We asked. They left. We got none," Bo said.'),
        ("‘A case is one. It is no patient,’ Ann said. Bo left.", 1, "‘A case is one. It is no patient,’ Ann said."),
        ("'A case is one. It is no patient,' Ann said. Bo left.", 0, "'A case is one. It is no patient,' Ann said."),
        ("«A case is one. It is none», Ann said. Bo left.", 1, "«A case is one. It is none», Ann said."),
        ("end of it. We go,” Bo said. Ann left.", 1, "end of it. We go,” Bo said."),
        ("Bo said: “We go. We", 0, "Bo said: “We go. We"),
        # apostrophes are no quotation marks
        ("The fighters’ sons left. Ann stayed.", 1, "Ann stayed."),
        ("The fighters' sons left. Ann stayed. Bo's men came.", 1, "Ann stayed."),
        ("Rock 'n' roll died. Ann stayed.", 1, "Ann stayed."),
        # bare quotations
        ("Ann was blunt. “We lost.” Bo left.", 1, "Ann was blunt. “We lost.”"),
        ("“We lost.” Ann said so twice.", 0, "“We lost.” Ann said so twice."),
        ("Rain fell. “We lost.” Ann said so twice.", 1, "“We lost.” Ann said so twice."),
        ("Ann said no. “We lost.” Bo said yes.", 1, "Ann said no. “We lost.”"),
        ("Ann had this: “We lost.” Bo said yes.", 0, "Ann had this: “We lost.”"),
        ("“A one. A two.” “B one,” said Bo. Ann left.", 0, "“A one. A two.” “B one,” said Bo."),
        ("“We lost.”", 0, "“We lost.”"),
        ("“We lost.” Rain fell.", 0, "“We lost.” Rain fell."),
    ],
)
def test_a_sentence_takes_with_it_what_it_cannot_be_read_without(text: str, chosen: int, wanted: str) -> None:
    assert shown(text, chosen) == wanted


def test_a_pronoun_is_not_followed_back_for_ever() -> None:
    long = " ".join(["The mayor went on and on about it"] * 10) + "."
    assert shown(f"{long} He left.", 1) == "He left."
    assert len(f"{long} He left.".split()) > MOST_WORDS


def test_a_quotation_is_never_broken_however_long() -> None:
    text = "“" + "We were there and saw it all with our own eyes. " * 12 + "So it was,” Bo said."
    assert shown(text, 3) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a “b” c", ["“b”"]),
        ('a "b" c "d', ['"b"', '"d']),
        ('a," b "c" d', ['a,"', '"c"']),
        ("a «b» c", ["«b»"]),
        ("a „b“ c", ["„b“"]),
        ("a” b", ["a”"]),
        ("a “b", ["“b"]),
        ("“a ‘b’ c”", ["“a ‘b’ c”"]),
        ("‘a’s b,’ c", ["‘a’s b,’"]),
        ("‘the fighters’ sons,’ he said", ["‘the fighters’ sons,’"]),
        ("‘the fighters’ he said", ["‘the fighters’ he said"]),
        ("'the fighters' said he", ["'the fighters'"]),
        ("it's the '90s", []),
        ("a ‘b c", ["‘b c"]),
        ("a 'b c", []),
        ("", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, found: list[str]) -> None:
    assert [one.of(text).strip() for one in quotations(text)] == found


def test_what_stands_outside_quotations_is_what_is_left() -> None:
    text = "Ann “b” said «c» so"
    assert outside(text, Span(0, len(text)), quotations(text)) == "Ann  said  so"
    assert outside(text, Span(5, len(text)), quotations(text)) == " said  so"
    assert outside(text, Span(4, 6), quotations(text)) == ""


@given(st.text(alphabet="aB .,!?\"'“”‘’«»„é\u0301 😀", max_size=60))
def test_widening_keeps_the_sentence_and_cuts_at_sentences_only(text: str) -> None:
    inside = sentences(text, Span(0, len(text)))
    for chosen, span in enumerate(inside):
        wide = widened(text, inside, chosen)
        assert wide.start <= span.start and span.end <= wide.end
        assert wide.start in {one.start for one in inside} and wide.end in {one.end for one in inside}
