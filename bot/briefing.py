"""`Briefing.ask`: the one object that the CLI, Telegram and the tests hold.

question -understand-> Question -search-> Found -answer-> Answer -who speaks-> Answer -checked letter by letter against the catalog->
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from bot.answer import Answer, Quote, Reason, answer
from bot.question import understand
from bot.voices import Said, Voice, governed, said_in
from index.attribute import Attributer, attribute_now
from index.attributions import Attributed, read_unattributed
from index.catalog import Catalog, State
from index.embed import Embedder
from index.search import Found, Searcher, Weights
from sources.model import PARAGRAPH_BREAK, Span
from sources.split import sentences

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

    def __init__(self, catalog: Catalog, embedder: Embedder, attributer: Attributer | None = None) -> None:
        """``attributer``: tells who speaks in a document that is about to be shown and that nobody has looked at yet."""
        self._catalog = catalog
        self._attributer = attributer
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
        return self._checked(self._attributed(given))

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

    def _attributed(self, given: Answer) -> Answer:
        """The answer with who speaks in each quote. A document in which that is not known yet is looked at now."""
        everything = (*given.quotes, *given.nearest)
        known = attribute_now(self._catalog, self._attributer, [quote.revision_id for quote in everything])
        texts = {revision: text.text for revision in known if (text := read_unattributed(self._catalog, revision))}

        def spoken(quote: Quote) -> Quote:
            revision = quote.revision_id
            return _spoken(quote, known[revision], texts[revision]) if revision in texts else quote

        return replace(given, quotes=tuple(map(spoken, given.quotes)), nearest=tuple(map(spoken, given.nearest)))

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


def _spoken(quote: Quote, known: Attributed, text: str) -> Quote:
    """A quote with who speaks in it, and with the sentence beside it that says so."""
    if not known.covered:
        return replace(quote, said=Said(Voice.NOT_COVERED))
    start = text.rfind(PARAGRAPH_BREAK, 0, quote.span.start)
    end = text.find(PARAGRAPH_BREAK, quote.span.end)
    paragraph = Span(start + len(PARAGRAPH_BREAK) if start >= 0 else 0, end if end >= 0 else len(text))
    span = governed(quote.span, paragraph, sentences(text, paragraph), known.attributions)
    return replace(quote, span=span, text=span.of(text), said=said_in(span, known.attributions))


_NOTHING = Found((), Weights(()), State("", 0))
