"""The figures of attribution, on texts small enough to count by hand."""

from __future__ import annotations

import pytest

from index.evaluate_attribution import Statement, attribution_figures
from sources.model import Span

TEXT = "Ada Holm said the bridge stands. Bo Vask said it fell."
ADA, BO = (Span(0, 8),), (Span(33, 40),)
STANDS, FELL = (Span(14, 31),), (Span(46, 53),)


def test_what_is_found_with_its_speaker_counts_in_full() -> None:
    known = [Statement(STANDS, ADA, "indirect"), Statement(FELL, BO, "direct")]
    figures = attribution_figures([(TEXT, known, known)])
    assert figures["statements"] == 2
    assert {value for name, value in figures.items() if name not in ("statements", "recall_mixed")} == {1.0}
    assert figures["recall_mixed"] is None


def test_a_wrong_speaker_and_a_missed_and_an_invented_statement_cost_what_they_should() -> None:
    known = [Statement(STANDS, ADA, "indirect"), Statement(FELL, BO, "direct")]
    found = [Statement(STANDS, BO), Statement((Span(9, 13),), ADA), Statement((Span(41, 45),), ADA)]
    figures = attribution_figures([(TEXT, known, found)])
    assert (figures["precision"], figures["recall"], figures["f1"]) == (0.3333, 0.5, 0.4)
    assert (figures["who_said_what_f1"], figures["speaker_right"]) == (0.0, 0.0)
    assert (figures["recall_indirect"], figures["recall_direct"]) == (1.0, 0.0)


@pytest.mark.parametrize(("end", "found"), [(24, 1.0), (21, 0.0)])
def test_half_of_the_characters_make_it_the_same_statement(end: int, found: float) -> None:
    figures = attribution_figures([(TEXT, [Statement(STANDS, (), "indirect")], [Statement((Span(14, end),), ())])])
    assert figures["recall"] == found


def test_a_mention_of_more_than_fifteen_words_names_nobody() -> None:
    text = "Holm " + "and others " * 8 + "said so."
    known = [Statement((Span(len(text) - 3, len(text) - 1),), (Span(0, 4),))]
    long = [Statement(known[0].content, (Span(0, len(text) - 9),))]
    assert attribution_figures([(text, known, long)])["speaker_right"] == 0.0
