"""Retrieval figures for questions whose right passages are known: hit@k, MRR@10, refusal AUROC, latency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEPTHS = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's result: the 0-based rank of the first right hit by paragraph and by document (None: not among them),
    the first hit's confidence, whether it has an answer and known evidence, and its time in seconds."""

    paragraph_rank: int | None
    document_rank: int | None
    confidence: float
    answerable: bool
    has_evidence: bool
    seconds: float


def judge(places: Sequence[tuple[str, int]], evidence: Sequence[tuple[str, int]], confidence: float, answerable: bool, seconds: float) -> Judged:
    """``places``: (doc_id, paragraph) of the hits, best first."""
    right = set(evidence)
    documents = list(dict.fromkeys(doc_id for doc_id, _ in places))
    right_documents = {doc_id for doc_id, _ in right}
    return Judged(
        paragraph_rank=next((i for i, place in enumerate(places) if place in right), None),
        document_rank=next((i for i, doc_id in enumerate(documents) if doc_id in right_documents), None),
        confidence=confidence,
        answerable=answerable,
        has_evidence=bool(right),
        seconds=seconds,
    )


def figures(judged: Sequence[Judged]) -> dict[str, float | int | None]:
    """The figures of a run; None where nothing could be counted. Hit@k and MRR over answerable questions with evidence."""
    scored = [one for one in judged if one.answerable and one.has_evidence]
    result: dict[str, float | int | None] = {"questions": len(judged), "scored": len(scored)}
    for unit in ("paragraph", "document"):
        ranks = [getattr(one, f"{unit}_rank") for one in scored]
        for depth in DEPTHS:
            result[f"{unit}_hit@{depth}"] = _mean([float(rank is not None and rank < depth) for rank in ranks])
        result[f"{unit}_mrr@10"] = _mean([1 / (rank + 1) if rank is not None and rank < 10 else 0.0 for rank in ranks])
    result["refusal_auroc"] = auroc([one.confidence for one in judged if one.answerable], [one.confidence for one in judged if not one.answerable])
    times = sorted(one.seconds for one in judged)
    result["median_ms"] = round(1000 * times[len(times) // 2], 1) if times else None
    result["p95_ms"] = round(1000 * times[min(len(times) - 1, int(0.95 * len(times)))], 1) if times else None
    return result


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that an answerable question's confidence is above an unanswerable one's, ties half (Mann-Whitney U)."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return round(wins / (len(positive) * len(negative)), 4)
