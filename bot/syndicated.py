"""The same words from several outlets, counted once: what is found is collapsed before it is read, and named under what is shown. Pure.

Collapsed when answering, never at rest: each document keeps its own text, and a sentence that differs in a figure, a name, a denial
or a qualifier is another sentence (`index.syndication.is_same`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answer import Elsewhere, Quote
from index.catalog import StoredPassage
from index.search import Found, Hit
from index.syndication import holds_all

Twins = Mapping[int, Sequence[StoredPassage]]
"""Passage id -> passages of other documents that may be the same words."""


def once_each(found: Found, twins: Twins) -> Found:
    """What was found, without what a better hit already says in the same words: ten outlets with one wire text leave room for others."""
    kept: list[Hit] = []
    for hit in found.hits:
        ids = {twin.id for twin in twins.get(hit.passage.id, ())}
        if not any(other.passage.id in ids and holds_all(other.passage.text, hit.passage.text) for other in kept):
            kept.append(hit)
    return replace(found, hits=tuple(kept))


def with_others(quote: Quote, passage_id: int | None, twins: Twins) -> Quote:
    """A quote with every other document that holds the same words, once each, oldest first."""
    if passage_id is None:
        return quote
    known = {(place.doc_id, place.paragraph) for place in quote.also_in}
    others = [one for one in twins.get(passage_id, ()) if holds_all(one.text, quote.text)]
    fresh = {one.doc_id: one for one in reversed(others) if one.doc_id != quote.doc_id and (one.doc_id, one.paragraph) not in known}
    places = [*quote.also_in, *(Elsewhere(one.doc_id, one.outlet, one.published, one.paragraph) for one in fresh.values())]
    unique = {place.doc_id: place for place in reversed(places)}
    return replace(quote, also_in=tuple(sorted(unique.values(), key=lambda place: (place.published is None, place.published, place.doc_id))))


class Homes:
    """Which passage of what was found a quote is cut from."""

    def __init__(self, found: Found) -> None:
        self._passages: dict[tuple[str, int], list[StoredPassage]] = {}
        for hit in found.hits:
            self._passages.setdefault((hit.passage.doc_id, hit.passage.revision), []).append(hit.passage)

    def of(self, quote: Quote) -> int | None:
        """The passage's id; None when it is none of those that were found."""
        own = self._passages.get((quote.doc_id, quote.revision), ())
        return next((one.id for one in own if one.span.start <= quote.span.start and quote.span.end <= one.span.end), None)
