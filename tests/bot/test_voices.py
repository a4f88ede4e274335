"""Whose words a quote is in: computed by hand over attributions made up here."""

from __future__ import annotations

import pytest

from bot.voices import Said, Voice, governed, on_terms, said_in
from sources.model import Attribution, Kind, Span, Speaker, Stance

ADA, BO = Speaker("Ada Holm"), Speaker("Bo Vask", "pilot", True)


CUE = Span(0, 1)


def one(start: int, end: int, speaker: Speaker | None = ADA, kind: Kind = Kind.DIRECT, cue: Span = CUE) -> Attribution:
    return Attribution((Span(start, end),), (cue,), (), speaker, kind, Stance.ASSERTS, None, 0.9)


def test_a_stretch_in_which_nothing_is_attributed_is_the_outlets_own() -> None:
    assert said_in(Span(0, 10), []) == Said(Voice.OUTLET) == said_in(Span(0, 10), [one(10, 20)])


def test_one_attributed_letter_is_enough_not_to_be_the_outlets_own() -> None:
    assert said_in(Span(0, 10), [one(9, 20)]).voice is Voice.ATTRIBUTED


def test_the_speaker_kind_stance_and_source_are_those_of_what_is_said() -> None:
    said = said_in(Span(0, 10), [Attribution((Span(2, 8),), (), (), BO, Kind.INDIRECT, Stance.DENIES, "a log", 0.9)])
    assert said == Said(Voice.ATTRIBUTED, BO, Kind.INDIRECT, Stance.DENIES, "a log")


@pytest.mark.parametrize(
    ("inside", "speaker", "kind"),
    [
        ([one(0, 5), one(5, 9)], ADA, Kind.DIRECT),
        ([one(0, 5), one(5, 9, kind=Kind.INDIRECT)], ADA, Kind.MIXED),
        ([one(0, 8), one(8, 9, BO)], ADA, Kind.MIXED),
        ([one(0, 5), one(5, 9, BO)], None, Kind.MIXED),
        ([one(0, 10, kind=Kind.INDIRECT), one(7, 10, BO, Kind.INDIRECT)], None, Kind.INDIRECT),  # the second quoted by the first
        ([one(0, 10, kind=Kind.INDIRECT), one(8, 10, BO, Kind.INDIRECT)], ADA, Kind.INDIRECT),
        ([one(0, 5, kind=Kind.INDIRECT), one(5, 9, BO, Kind.INDIRECT)], None, Kind.INDIRECT),
        ([one(0, 5, None), one(5, 9, None)], None, Kind.MIXED),
    ],
)
def test_only_one_speakers_quotation_is_in_quotation_marks_and_two_equal_speakers_are_none(
    inside: list[Attribution], speaker: Speaker | None, kind: Kind
) -> None:
    said = said_in(Span(0, 10), inside)
    assert (said.speaker, said.kind) == (speaker, kind)


def test_what_nobody_is_said_to_have_said_takes_no_speaker_from_the_others() -> None:
    nobodys = Attribution((Span(0, 6),), (CUE,), (), None, Kind.INDIRECT, Stance.ASSERTS, None, 0.0)
    assert said_in(Span(0, 10), [nobodys, one(6, 10, kind=Kind.INDIRECT)]).speaker == ADA
    unsure = Attribution((Span(0, 6),), (CUE,), (Span(6, 7),), None, Kind.INDIRECT, Stance.ASSERTS, None, 0.4)
    assert said_in(Span(0, 10), [unsure, one(6, 10, kind=Kind.INDIRECT)]).speaker is None


SENTENCES = (Span(0, 10), Span(11, 20), Span(21, 30), Span(31, 40))


@pytest.mark.parametrize(
    ("quote", "cue", "wanted"),
    [
        (Span(11, 20), Span(3, 7), Span(0, 20)),  # said before
        (Span(11, 20), Span(25, 28), Span(11, 30)),  # said behind
        (Span(11, 20), Span(13, 15), Span(11, 20)),  # said in it
        (Span(21, 30), Span(3, 7), Span(0, 30)),  # one sentence between
        (Span(31, 40), Span(3, 7), Span(31, 40)),  # too far: the signature says it
        (Span(11, 20), Span(50, 55), Span(11, 20)),  # in another paragraph
    ],
)
def test_a_quote_takes_in_the_sentence_beside_it_that_says_whose_it_is(quote: Span, cue: Span, wanted: Span) -> None:
    assert governed(quote, Span(0, 40), SENTENCES, [one(quote.start, quote.end, cue=cue)]) == wanted


def test_an_attribution_of_something_else_widens_nothing() -> None:
    assert governed(Span(11, 20), Span(0, 40), SENTENCES, [one(21, 30, cue=Span(3, 7))]) == Span(11, 20)


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("“It held,” a pilot said on the condition of anonymity, citing his contract.", "on the condition of anonymity"),
        ("The pilot, who asked not to be named, said it held.", "asked not to be named"),
        ("A pilot said it held; he declined to be identified.", "declined to be identified"),
        ("A pilot who was not authorized to speak publicly said it held.", "not authorized to speak publicly"),
        ("The bridge was not to be named after him, a pilot said.", None),
    ],
)
def test_the_terms_of_an_unnamed_speaker_are_given_in_the_articles_words(words: str, terms: str | None) -> None:
    assert on_terms(Said(Voice.ATTRIBUTED, BO), words).terms == terms
    assert on_terms(Said(Voice.ATTRIBUTED, ADA), words).terms is None, "who is named spoke on no such terms"
    assert on_terms(Said(Voice.OUTLET), words).terms is None
