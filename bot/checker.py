"""`Checker.check`: a wording against one data folder. It looks up, has `bot/check.py` decide, and shows only what is still stored.

pasted -look up whole-> passages -check-> verbatim? -look up in pieces, with surroundings-> -check-> Check -who speaks, catalog-> Check
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.check import Check, Standing, Verdict, check, lookups, with_voices
from bot.claims import read, sentences_of
from bot.scope import EVERYTHING, Scope
from index.attribute import Attributer, attribute_now
from index.attributions import Attributed
from index.catalog import Catalog, StoredDocument, StoredPassage
from index.errors import ModelError
from index.lookup import passages_holding, passages_like
from sources.model import Attribution, Span

log = logging.getLogger(__name__)
_IN_PIECES = 5
"""Passages for each piece of a wording that does not stand whole."""
_SURROUNDINGS = 4
_MARGIN = 100


class Checker:
    """Wording checks over one catalog. It needs no embedding: what stands word for word is found by words."""

    def __init__(self, catalog: Catalog, attributer: Attributer | None = None) -> None:
        """``attributer``: tells who speaks in an article that is about to be shown and that nobody has looked at yet."""
        self._catalog = catalog
        self._attributer = attributer

    def check(self, text: str, speaker: str | None = None, scope: Scope = EVERYTHING) -> Check:
        """The check of a pasted text. ``speaker``: who is said to have said it; otherwise whom the text itself names."""
        pasted = read(text)
        wordings = (*filter(None, (pasted.whole,)), *pasted.wordings)
        passages = passages_holding(self._catalog, wordings, scope.collection)
        checked = check(text, passages)
        if checked.verdict not in (Verdict.VERBATIM, Verdict.TOO_SHORT):
            pieces = [one for one in lookups(text) if one not in wordings]
            passages = _each_once((*passages, *passages_like(self._catalog, pieces, wordings, scope.collection, _IN_PIECES)))
            checked = check(text, passages, self._running_on(text, wordings, passages, scope))
        stored = [self._catalog.show(scope.collection, doc_id) for doc_id in dict.fromkeys(standing.doc_id for standing in _standings(checked))]
        claimed = speaker if speaker and speaker.strip() else pasted.speaker
        return self._standing(with_voices(checked, claimed, {one.revision_id: one.text for one in stored}, self._statements(stored)))

    def _statements(self, stored: Sequence[StoredDocument]) -> dict[int, tuple[Attribution, ...]]:
        """Who says what in these articles; of those in whose language speakers cannot be told nothing is known."""
        revisions = [one.revision_id for one in stored]
        try:
            known: dict[int, Attributed] = attribute_now(self._catalog, self._attributer, revisions)
        except ModelError as error:
            log.error("nobody could be asked who speaks: %s", error)
            known = attribute_now(self._catalog, None, revisions)
        return {revision: one.attributions for revision, one in known.items() if one.covered}

    def _running_on(self, text: str, wordings: Sequence[str], passages: Sequence[StoredPassage], scope: Scope) -> list[StoredPassage]:
        """The surroundings of the first passages: a wording of several sentences may run on from paragraph to paragraph."""
        if all(len(sentences_of(wording)) < 2 for wording in wordings):
            return []
        articles = {doc_id: self._catalog.show(scope.collection, doc_id) for doc_id in {passage.doc_id for passage in passages[:_SURROUNDINGS]}}
        return [_around(articles[passage.doc_id], passage, len(text) + _MARGIN) for passage in passages[:_SURROUNDINGS]]

    def _standing(self, checked: Check) -> Check:
        """The check without what is not, letter for letter, in the catalog at this moment."""
        shown = list(_standings(checked))
        held = self._catalog.held([(one.revision_id, one.span, one.text) for one in shown])
        lost = {one for one, stands in zip(shown, held, strict=True) if not stands}
        for one in lost:
            log.error("wording withheld: %s, %d..%d is not what is stored", one.doc_id, one.span.start, one.span.end)
        return _without(checked, lost) if lost else checked


def _without(checked: Check, lost: set[Standing]) -> Check:
    parts = tuple(_without(part, lost) for part in checked.parts)
    nearest = tuple(one for one in checked.nearest if one not in lost)
    if checked.found in lost:
        return Check(checked.pasted, Verdict.NOT_FOUND, parts=parts, nearest=nearest)
    return replace(checked, parts=parts, nearest=nearest, elsewhere=tuple(one for one in checked.elsewhere if one not in lost))


def _standings(checked: Check) -> Iterator[Standing]:
    if checked.found:
        yield checked.found
    yield from checked.elsewhere
    yield from checked.nearest
    for part in checked.parts:
        yield from _standings(part)


def _each_once(passages: Sequence[StoredPassage]) -> tuple[StoredPassage, ...]:
    return tuple({passage.id: passage for passage in passages}.values())


def _around(stored: StoredDocument, passage: StoredPassage, margin: int) -> StoredPassage:
    """A passage with what stands before and behind it in its article."""
    span = Span(max(0, passage.span.start - margin), min(len(stored.text), passage.span.end + margin))
    return replace(passage, revision_id=stored.revision_id, span=span, text=span.of(stored.text))
