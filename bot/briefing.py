"""`Briefing.ask`: the one object that the CLI, Telegram and the tests hold.

question -understand-> Question -search-> Found -answer-> Answer -checked letter by letter against the catalog->
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from bot.answer import Answer, Quote, Reason, answer
from bot.question import understand
from index.catalog import Catalog, State, StoredDocument
from index.embed import Embedder
from index.errors import UnknownDocument
from index.search import Found, Searcher, Weights
from sources.model import Span

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
        return self._checked(answer(understood, self._searcher.search(understood.query(scope.collection)), passages, everything))

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

    def totals(self) -> tuple[int, int]:
        """(documents, passages) of all collections."""
        rows = self._catalog.overview(self._embedder.model_hash)
        return sum(row[1] for row in rows), sum(row[2] for row in rows)

    def documents(self, scope: Scope) -> list[StoredDocument]:
        """The current documents of a scope, newest first."""
        return self._catalog.list_documents(scope.collection)

    def revision(self, revision_id: int) -> StoredDocument | None:
        """A revision, whichever collection it is in: whoever shows something of it asks first whether that may be read."""
        return self._catalog.revision(revision_id)

    def is_current(self, stored: StoredDocument) -> bool:
        """Whether a revision is the newest of its document."""
        try:
            return self._catalog.show(stored.collection, stored.doc_id).revision == stored.revision
        except UnknownDocument:
            return False

    def _checked(self, given: Answer) -> Answer:
        quotes = tuple(filter(self.stands, given.quotes))
        nearest = tuple(filter(self.stands, given.nearest))
        withheld = len(given.quotes) + len(given.nearest) - len(quotes) - len(nearest)
        reason = Reason.WITHHELD if given.answered and not quotes else given.reason
        return replace(given, reason=reason, quotes=quotes, nearest=nearest, withheld=withheld) if withheld else given

    def stands(self, quote: Quote) -> bool:
        """Whether a quote is, at this moment, letter for letter what is stored; a difference is logged."""
        if self._catalog.holds(quote.revision_id, quote.span, quote.text):
            return True
        log.error("quote withheld: %s revision %d, %d..%d is not what is stored", quote.doc_id, quote.revision, quote.span.start, quote.span.end)
        return False


def quote_from(stored: StoredDocument, span: Span) -> Quote:
    """The quote that a span of a stored revision is. ValueError when the span reaches past its text."""
    document = stored.document
    paragraph = max(number for number, one in enumerate(document.paragraph_spans) if one.start <= span.start)
    return Quote(
        text=span.of(stored.text),
        doc_id=stored.doc_id,
        revision=stored.revision,
        revision_id=stored.revision_id,
        paragraph=paragraph,
        span=span,
        outlet=document.outlet,
        authors=document.authors,
        published=document.published,
        title=document.title,
        url=document.url,
        score=0.0,
    )


_NOTHING = Found((), Weights(()), State("", 0))
