"""`Briefing.ask`: the one object that the CLI, Telegram and the tests hold.

question -understand-> Question -search-> Found -answer-> Answer -checked letter by letter against the catalog->
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from bot.answer import Answer, Quote, Reason, answer
from bot.question import in_another_language, understand
from index.catalog import Catalog, State
from index.embed import Embedder
from index.search import Found, Searcher, Weights

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may ask of: one collection."""

    collection: str = "main"


@dataclass(frozen=True, slots=True)
class Searched:
    """What stood in the scope when a question was asked; ``pending`` passages could be found by words only."""

    model: str
    documents: int
    passages: int
    pending: int
    generation: int


class Briefing:
    """Questions over one data folder. Safe to use from several threads; what others add is seen at the next question."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._searcher = Searcher(catalog, embedder)
        self._counted: dict[str, tuple[State, dict[str, int]]] = {}

    def ask(self, question: str, scope: Scope = Scope(), everything: bool = False) -> Answer:
        """The answer to a question. Every quote in it is, at this moment, in the catalog letter for letter."""
        understood = understand(question)
        passages = self.searched(scope).passages
        if understood.empty or not passages:
            return answer(understood, _NOTHING, passages)
        given = answer(understood, self._searcher.search(understood.query(scope.collection)), passages, everything)
        if not given.answered and in_another_language(understood):  # silence of a search that could find nothing says nothing of the sources
            given = replace(given, reason=Reason.LANGUAGE)
        return self._checked(given)

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
            known = (state, self._catalog.counts(scope.collection, self._embedder.model_hash))
            self._counted[scope.collection] = known
        counts = known[1]
        return Searched(self._embedder.model_name, counts["documents"], counts["passages"], counts["pending"], state.seq)

    def _checked(self, given: Answer) -> Answer:
        quotes = tuple(filter(self._stands, given.quotes))
        nearest = tuple(filter(self._stands, given.nearest))
        withheld = len(given.quotes) + len(given.nearest) - len(quotes) - len(nearest)
        reason = Reason.WITHHELD if given.answered and not quotes else given.reason
        return replace(given, reason=reason, quotes=quotes, nearest=nearest, withheld=withheld) if withheld else given

    def _stands(self, quote: Quote) -> bool:
        if self._catalog.holds(quote.revision_id, quote.span, quote.text):
            return True
        log.error("quote withheld: %s revision %d, %d..%d is not what is stored", quote.doc_id, quote.revision, quote.span.start, quote.span.end)
        return False


_NOTHING = Found((), Weights(()), State("", 0))
