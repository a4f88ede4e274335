"""The vocabulary: spans and the text of a document."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.model import Document, Span, text_hash


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (-2, -1)])
def test_span_that_runs_backwards_or_below_zero_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_span_is_half_open_and_counts_code_points() -> None:
    assert Span(1, 3).of("a🛶bc") == "🛶b"
    assert Span(2, 2).of("abc") == ""


def test_span_past_the_end_of_its_text_is_refused_instead_of_cut() -> None:
    assert Span(0, 3).of("abc") == "abc"
    with pytest.raises(ValueError, match="reaches past"):
        Span(0, 4).of("abc")


def test_spans_sort_by_their_place() -> None:
    assert sorted([Span(3, 4), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(3, 4)]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_paragraph_spans_slice_the_text_back_into_its_paragraphs(paragraphs: list[str]) -> None:
    document = Document("title", tuple(paragraphs))
    assert document.text == "\n\n".join(paragraphs)
    assert [span.of(document.text) for span in document.paragraph_spans] == paragraphs


def test_text_is_known_by_the_sha256_of_its_utf8() -> None:
    assert text_hash("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert text_hash("e\u0301") != text_hash("é")
