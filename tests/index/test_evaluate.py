"""Retrieval figures, computed by hand."""

from __future__ import annotations

import pytest

from index.evaluate import Judged, auroc, figures, judge


def test_ranks_count_from_nothing_and_documents_once() -> None:
    places = [("a", 0), ("a", 1), ("b", 5), ("c", 2)]
    judged = judge(places, [("b", 5), ("c", 2)], 0.7, True, 0.25)
    assert judged == Judged(paragraph_rank=2, document_rank=1, confidence=0.7, answerable=True, has_evidence=True, seconds=0.25)


def test_the_right_document_without_the_right_paragraph() -> None:
    judged = judge([("a", 0), ("b", 1)], [("b", 9)], 0.1, True, 0.0)
    assert (judged.paragraph_rank, judged.document_rank) == (None, 1)


def test_nothing_right_is_no_rank() -> None:
    assert judge([("a", 0)], [], 0.1, False, 0.0) == Judged(None, None, 0.1, False, False, 0.0)
    assert judge([], [("a", 0)], 0.1, True, 0.0).document_rank is None


def one(rank: int | None, confidence: float = 0.5, answerable: bool = True, evidence: bool = True, seconds: float = 0.1) -> Judged:
    return Judged(rank, rank, confidence, answerable, evidence, seconds)


def test_figures_of_a_run() -> None:
    run = [one(0, 0.9), one(2, 0.8), one(9, 0.2), one(10, 0.5), one(None, 0.5, answerable=False, evidence=False, seconds=0.9)]
    result = figures(run)
    assert (result["questions"], result["scored"]) == (5, 4)
    assert [result[f"paragraph_hit@{k}"] for k in (1, 3, 5, 10)] == [0.25, 0.5, 0.5, 0.75]
    assert result["document_mrr@10"] == round((1 + 1 / 3 + 1 / 10) / 4, 4)
    assert result["refusal_auroc"] == round((1 + 1 + 0 + 0.5) / 4, 4)
    assert (result["median_ms"], result["p95_ms"]) == (100.0, 900.0)


def test_what_cannot_be_counted_is_none() -> None:
    result = figures([one(None, answerable=True, evidence=False)])
    assert result["scored"] == 0
    assert result["paragraph_hit@1"] is result["document_mrr@10"] is result["refusal_auroc"] is None
    assert figures([])["median_ms"] is None


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [([0.9], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.4], [0.5, 0.3], 0.75), ([], [0.1], None), ([0.1], [], None)],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positive: list[float], negative: list[float], expected: float | None) -> None:
    assert auroc(positive, negative) == expected
