"""The JSON of each verb: one function a shape, and nothing else. tests/schemas.py says the same as schemas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.answer import Answer, Group, Item, Quote
from bot.briefing import Searched
from bot.check import Check
from bot.provenance import provenance_json
from bot.render import signature
from index.catalog import StoredDocument
from index.ingest import Outcome, Status
from index.provenance import Provenance
from index.search import Hit
from sources.model import Attribution, Document, Figure, Span, page_at

Json = dict[str, Any]


def answer_json(answer: Answer, searched: Searched, took_ms: float) -> Json:
    """``ask``: the Answer."""
    return {
        "question": answer.question.text,
        "answered": answer.answered,
        "reason": answer.reason.value if answer.reason else None,
        "confidence": answer.confidence,
        "quotes": [quote_json(quote) for quote in answer.quotes],
        "first_screen": answer.first_screen,
        "figures": [group_json(group) for group in answer.figures],
        "disputes": [{"quote": quote_json(one.quote), "disputes": quote_json(one.disputes)} for one in answer.disputes],
        "nearest": [quote_json(quote) for quote in answer.nearest],
        "index": {
            "model": searched.model,
            "documents": searched.documents,
            "passages": searched.passages,
            "pending": searched.pending,
            "generation": searched.generation,
        },
        "took_ms": took_ms,
    }


def group_json(group: Group) -> Json:
    """A group of figures of one quantity, newest first."""
    return {
        "heading": f"{group.heading}: {group.scope}" if group.scope else group.heading,
        "quantity": group.quantity,
        "other": group.other,
        "relation": group.relation.value,
        "items": [item_json(item) for item in group.items],
    }


def item_json(item: Item) -> Json:
    """A figure of a group."""
    return {
        "text": item.text,
        "low": item.figure.low,
        "high": item.figure.high,
        "qualifier": item.figure.qualifier,
        "speaker": item.figure.speaker,
        "published": _iso(item.quote.published),
        "as_of": item.figure.as_of,
        "quote": quote_json(item.quote),
    }


def quote_json(quote: Quote) -> Json:
    """A quote of the contract. Who speaks is null where the outlet does, or where it is not known; the signature says which."""
    speaker = quote.said.speaker
    return {
        "text": quote.text,
        "doc_id": quote.doc_id,
        "revision": quote.revision,
        "paragraph": quote.paragraph,
        "start": quote.span.start,
        "end": quote.span.end,
        "speaker": speaker.name if speaker else None,
        "role": speaker.role if speaker else None,
        "kind": quote.said.kind.value if quote.said.kind else None,
        "stance": quote.said.stance.value if quote.said.stance else None,
        "anonymous": speaker.anonymous if speaker else None,
        "via": quote.said.via,
        "signature": signature(quote),
        "outlet": quote.outlet,
        "authors": list(quote.authors),
        "published": _iso(quote.published),
        "title": quote.title,
        "url": quote.url,
        "score": quote.score,
        **_paged(quote.page),
        "also_in": [
            {"doc_id": place.doc_id, "outlet": place.outlet, "published": _iso(place.published), "paragraph": place.paragraph} for place in quote.also_in
        ],
        "provenance": provenance_json(quote.provenance),
    }


def statements_json(doc_id: str, found: Sequence[Attribution]) -> Json:
    """``statements``: who said what in one text."""
    return {"doc_id": doc_id, "attributions": [attribution_json(one) for one in found]}


def attribution_json(one: Attribution) -> Json:
    """An attribution of ``statements``; every span is [start, end] in code points of the text."""
    return {
        "content": _pairs(one.content),
        "cue": _pairs(one.cue),
        "source": _pairs(one.source),
        "speaker": one.speaker.name if one.speaker else None,
        "role": one.speaker.role if one.speaker else None,
        "kind": one.kind.value,
        "stance": one.stance.value,
        "anonymous": one.speaker.anonymous if one.speaker else False,
        "via": one.via,
        "confidence": one.confidence,
    }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def hit_json(hit: Hit) -> Json:
    """A hit of ``search``."""
    passage = hit.passage
    return {
        "doc_id": passage.doc_id,
        "paragraph": passage.paragraph,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "score": hit.score,
        "confidence": hit.confidence,
    }


def figures_json(doc_id: str, text: str, figures: Sequence[Figure]) -> Json:
    """``figures``: the figures of a text."""
    return {"doc_id": doc_id, "figures": [figure_json(text, figure) for figure in figures]}


def figure_json(text: str, figure: Figure) -> Json:
    """A figure of the contract. ``quantity``: its name in the closed list, then the text's own words for what is counted."""
    counted = figure.counted.of(text) if figure.counted else ""
    return {
        "start": figure.span.start,
        "end": figure.span.end,
        "text": figure.span.of(text),
        "low": figure.low,
        "high": figure.high,
        "approximate": figure.approximate,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "quantity": f"{figure.quantity}: {counted}" if counted else figure.quantity,
        "as_of": figure.as_of,
        "speaker": figure.speaker,
    }


def check_json(checked: Check) -> Json:
    """``check``: the verdict on a wording, which is no verdict on what it says. The parts are checks of their own, with what was pasted."""
    return {**_check_json(checked), "parts": [{"pasted": part.pasted, **_check_json(part)} for part in checked.parts]}


def _check_json(checked: Check) -> Json:
    found = checked.found
    return {
        "verdict": checked.verdict.value,
        "text": found.text if found else None,
        "doc_id": found.doc_id if found else None,
        "start": found.span.start if found else None,
        "end": found.span.end if found else None,
        "speaker": checked.speaker,
        "diff": [{"change": one.change.value, "source": one.source, "pasted": one.pasted} for one in checked.differences],
        "nearest": [{"text": one.text, "doc_id": one.doc_id, "start": one.span.start, "end": one.span.end} for one in checked.nearest],
    }


def extracted_json(document: Document) -> Json:
    """``extract``: what would be stored."""
    return {
        "title": document.title,
        "outlet": document.outlet,
        "authors": list(document.authors),
        "date": _iso(document.published),
        "url": document.url,
        "language": document.language,
        "paragraphs": list(document.paragraphs),
        **({"pages": [page_at(document.pages, span.start) for span in document.paragraph_spans]} if document.pages else {}),
    }


def shown_json(stored: StoredDocument, known: Provenance | None) -> Json:
    """``show``: a document at one revision, and how it arrived."""
    document = stored.document
    return {
        "doc_id": stored.doc_id,
        "revision": stored.revision,
        "title": document.title,
        "outlet": document.outlet,
        "authors": list(document.authors),
        "published": _iso(document.published),
        "url": document.url,
        "language": document.language,
        "provenance": provenance_json(known),
        "text": document.text,
        "paragraphs": [
            {"paragraph": number, "start": span.start, "end": span.end, "text": span.of(document.text), **_paged(page_at(document.pages, span.start))}
            for number, span in enumerate(document.paragraph_spans)
        ],
    }


def _paged(page: int | None) -> Json:
    """The page that something stands on, in sources that have pages; others have no such field."""
    return {"page": page} if page else {}


def source_json(stored: StoredDocument, known: Provenance | None) -> Json:
    """A row of ``sources``."""
    document = stored.document
    return {
        "doc_id": stored.doc_id,
        "title": document.title,
        "outlet": document.outlet,
        "published": _iso(document.published),
        "paragraphs": len(document.paragraphs),
        "provenance": provenance_json(known),
    }


def summary_json(outcomes: Sequence[Outcome]) -> Json:
    """``add``: what came of each source, by status."""
    return {
        **{
            status.value: [
                {"source": outcome.source, "doc_id": outcome.doc_id, "notes": list(outcome.notes)} for outcome in outcomes if outcome.status is status
            ]
            for status in (Status.ADDED, Status.UNCHANGED, Status.REVISED)
        },
        Status.FAILED.value: [{"source": outcome.source, "reason": outcome.reason} for outcome in outcomes if outcome.status is Status.FAILED],
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
