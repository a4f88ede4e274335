"""`Briefing.ask`: the one object that the CLI, Telegram and the tests hold.

question -understand-> Question -search-> Found -answer-> Answer -checked letter by letter against the catalog->
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import LEAST_CONFIDENCE, Answer, Quote, Reason, answer
from bot.question import understand
from index.catalog import Catalog, State
from index.embed import Embedder
from index.search import Found, Searcher, Weights
from sources.language import is_in_none_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may ask of: one collection."""

    collection: str = "main"


@dataclass(frozen=True, slots=True)
class Searched:
    """What stood in the scope when a question was asked; ``pending`` passages could be found by words only.

    ``languages``: ISO 639-1 codes of the articles, most articles first; those whose language is not known leave no code.
    """

    model: str
    documents: int
    passages: int
    pending: int
    generation: int
    languages: tuple[str, ...] = ()


class Briefing:
    """Questions over one data folder. Safe to use from several threads; what others add is seen at the next question."""

    def __init__(self, catalog: Catalog, embedder: Embedder, least_confidence: float = LEAST_CONFIDENCE) -> None:
        """``least_confidence``: the probability under which a question is refused."""
        self._least = least_confidence
        self._catalog = catalog
        self._embedder = embedder
        self._searcher = Searcher(catalog, embedder)
        self._counted: dict[str, tuple[State, dict[str, int], tuple[str, ...]]] = {}

    def ask(self, question: str, scope: Scope = Scope(), everything: bool = False) -> Answer:
        """The answer to a question. Every quote in it is, at this moment, in the catalog letter for letter."""
        understood = understand(question)
        passages = self.searched(scope).passages
        if understood.empty or not passages:
            return answer(understood, _NOTHING, passages)
        given = self._checked(answer(understood, self._searcher.search(understood.query(scope.collection)), passages, everything, self._least))
        return self._admitting_language(given, scope)

    def search(self, question: str, scope: Scope = Scope(), k: int = 10) -> Found:
        """The passages that a question finds, without choosing sentences."""
        understood = understand(question)
        if understood.empty or not self.searched(scope).passages:
            return _NOTHING
        return self._searcher.search(understood.query(scope.collection), k)

    def searched(self, scope: Scope) -> Searched:
        """What stands in a scope now."""
        state = self._searcher.state()
        known = self._counted.get(scope.collection)
        if known is None or known[0] != state or known[1]["pending"]:
            known = (state, self._catalog.counts(scope.collection, self._embedder.model_hash), self._catalog.languages(scope.collection))
            self._counted[scope.collection] = known
        _, counts, languages = known
        return Searched(self._embedder.model_name, counts["documents"], counts["passages"], counts["pending"], state.seq, languages)

    def _admitting_language(self, given: Answer, scope: Scope) -> Answer:
        """A question in a language that no source is in was not searched, whatever the words found: that is no "not in my sources"."""
        if given.reason not in (Reason.NOT_IN_SOURCES, Reason.NO_FIGURE) or not is_in_none_of(given.question.text, self.searched(scope).languages):
            return given
        return replace(given, reason=Reason.OTHER_LANGUAGE, nearest=())

    def _checked(self, given: Answer) -> Answer:
        quotes, nearest = self._standing(given.quotes), self._standing(given.nearest)
        withheld = len(given.quotes) + len(given.nearest) - len(quotes) - len(nearest)
        reason = Reason.WITHHELD if given.answered and not quotes else given.reason
        return replace(given, reason=reason, quotes=quotes, nearest=nearest, withheld=withheld) if withheld else given

    def _standing(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """The quotes that are what is stored, letter for letter; of the others the log says where they were to stand, not what they say."""
        held = self._catalog.held([(quote.revision_id, quote.span, quote.text) for quote in quotes])
        for quote in (quote for quote, stands in zip(quotes, held, strict=True) if not stands):
            log.error("quote withheld: %s revision %d, %d..%d is not what is stored", quote.doc_id, quote.revision, quote.span.start, quote.span.end)
        return tuple(quote for quote, stands in zip(quotes, held, strict=True) if stands)


_NOTHING = Found((), Weights(()), State("", 0))
