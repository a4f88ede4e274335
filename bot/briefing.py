"""`Briefing.ask`: the one object that the CLI, Telegram and the tests hold.

question -understand-> Question -search-> Found -answer-> Answer -who speaks-> -figures, disputes-> Answer -checked letter by letter against the catalog->
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.answer import LEAST_CONFIDENCE, Answer, Dispute, Group, Quote, Reason, answer, worth_reading
from bot.candidates import Surroundings
from bot.check import Check
from bot.checker import Checker
from bot.counts import counted, of_quantity
from bot.disputes import Disputed, claims_of, disputed
from bot.feeds import feed_lines
from bot.grouping import groups, without
from bot.kinds import Asked
from bot.provenance import amended_speaker, mark, remarks
from bot.question import Question, understand, words_of
from bot.sayings import Sayings
from bot.scope import EVERYTHING
from bot.scope import Scope as Scope
from bot.syndicated import Homes, once_each, with_others
from bot.voices import Said, Voice, governed, on_terms, said_in
from index import database
from index.aliases import Aliases
from index.attribute import Attributer, Looking
from index.attributions import Attributed, AttributionCache
from index.catalog import Catalog, Period, State, StoredDocument
from index.corrections import Change, changes_in
from index.embed import Embedder
from index.errors import UnknownDocument
from index.provenance import Provenance, find_provenance
from index.rerank import Reranker
from index.search import Found, Searcher, Weights
from index.spelling import read_as
from index.syndication import find_twins
from sources.language import is_in_none_of
from sources.model import PARAGRAPH_BREAK, Span
from sources.split import sentences

log = logging.getLogger(__name__)

_LOOKED_AT_FOR_COPIES = 24
"""Of the best hits; what lies behind them is hardly ever shown."""
_READ_THROUGH, _AT_MOST = 8, 40
"""Of so many of the best hits, so many paragraphs of the article are read where a number is asked for."""
_COUNTS_LAST = 1.0
"""Seconds. What others add counts within a second."""
_COUNTING_COUNTS = 30.0
"""For how many times of what it took a count is good, while others add."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What stood in the scope when a question was asked; ``pending`` passages could be found by words only.

    ``languages``: ISO 639-1 codes of the articles, most articles first; those whose language is not known leave no code.
    ``period``: when the articles were published.
    """

    model: str
    documents: int
    passages: int
    pending: int
    generation: int
    languages: tuple[str, ...] = ()
    period: Period = field(default_factory=Period)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted in a scope, when (`time.monotonic`), and how many seconds that took."""

    state: State
    counts: dict[str, int]
    languages: tuple[str, ...]
    period: Period
    at: float
    took: float

    def holds(self, state: State, now: float) -> bool:
        """Whether it need not be counted again. While others add, counting at every question would take longer than answering it."""
        if self.counts["pending"] and self.counts["passages"]:
            return now - self.at < min(_COUNTS_LAST, _COUNTING_COUNTS * self.took)
        return self.state == state


class Briefing:
    """Questions over one data folder. Safe to use from several threads; what others add is seen at the next question."""

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        attributer: Attributer | None = None,
        least_confidence: float = LEAST_CONFIDENCE,
        patience: float | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """``attributer``: tells who speaks in a document that is about to be shown and that nobody has looked at yet.
        ``least_confidence``: the probability under which a question is refused. ``patience``: see `Looking`. ``reranker``: reads what was found
        with the question."""
        self._least = least_confidence
        self._catalog = catalog
        self._looking = Looking(catalog, attributer, patience)
        self._attributions = AttributionCache(catalog)
        self._embedder = embedder
        self._checker = Checker(catalog, attributer)
        self._searcher = Searcher(catalog, embedder, reranker)
        self._aliases = Aliases(catalog)
        self._counted: dict[str, _Counted] = {}

    @property
    def catalog(self) -> Catalog:
        """The store that it answers from."""
        return self._catalog

    def ask(self, question: str, scope: Scope = EVERYTHING, everything: bool = False) -> Answer:
        """The answer to a question. Every quote in it is, at this moment, in the catalog letter for letter."""
        sayings = self._sayings()
        with database.view(self._catalog.engine):
            understood = self._understood(question, scope)
            searched = self.searched(scope)
            if understood.empty or not searched.passages:
                return answer(understood, _NOTHING, searched.passages)
            found = self._searcher.search(understood.query(scope.collection))
            twins = find_twins(self._catalog, [hit.passage.id for hit in found.hits[:_LOOKED_AT_FOR_COPIES]])
            once = once_each(found, twins)
            surroundings = self._surroundings(understood, once, sayings)
        given = answer(understood, once, searched.passages, everything, self._least, surroundings)
        homes = Homes(found)
        given = replace(given, quotes=tuple(with_others(one, homes.of(one), twins) for one in given.quotes))
        return _admitting_language(self._checked(self._with_sides(self._attributed(given, sayings), found, sayings)), searched.languages)

    def prepare(self) -> None:
        """Load the model and what is searched, before the first question comes."""
        self.ask("how many people are there?")

    def _understood(self, question: str, scope: Scope) -> Question:
        """The reading of a question, words that no source holds read as those that one does, names with their others."""
        aliases = self._aliases.used_in(question, scope.collection)
        named = {word for one in aliases for word in words_of(one.written)}
        return understand(question, read_as(self._catalog, scope.collection, [word for word in words_of(question) if word not in named]), aliases)

    def _sayings(self) -> Sayings:
        return Sayings(self._catalog, self._attributions, self._looking)

    def _surroundings(self, question: Question, found: Found, sayings: Sayings) -> Surroundings:
        """What stands around the best hits, and who is known to speak there; nobody is asked who speaks before it is shown."""
        best = [hit.passage for hit in worth_reading(found.hits, self._least)]
        wanted = {(one.revision_id, number) for one in best for number in (0, 1, *range(max(0, one.paragraph - 3), one.paragraph + 2))}
        if question.asked is Asked.NUMBER:  # who states the same figure otherwise often stands far off, and names nothing of it
            wanted |= {(one.revision_id, number) for one in best[:_READ_THROUGH] for number in range(_AT_MOST)}
        known = sayings.stored([one.revision_id for one in best])
        return Surroundings(self._catalog.passages_at(wanted), {revision: one.attributions for revision, one in known.items() if one.covered})

    def search(self, question: str, scope: Scope = EVERYTHING, k: int = 10) -> Found:
        """The passages that a question finds, without choosing sentences."""
        understood = self._understood(question, scope)
        if understood.empty or not self.searched(scope).passages:
            return _NOTHING
        return self._searcher.search(understood.query(scope.collection), k)

    def check(self, wording: str, scope: Scope = EVERYTHING) -> Check:
        """Whether a wording stands in a scope word for word."""
        return self._checker.check(wording, scope=scope)

    def searched(self, scope: Scope) -> Searched:
        """What stands in a scope now."""
        state = self._searcher.state()
        known = self._counted.get(scope.collection)
        if known is None or not known.holds(state, time.monotonic()):
            began = time.monotonic()
            counts, languages = self._catalog.counts(scope.collection, self._embedder.model_hash), self._catalog.languages(scope.collection)
            period = self._catalog.period(scope.collection)
            known = self._counted[scope.collection] = _Counted(state, counts, languages, period, began, time.monotonic() - began)
        counts = known.counts
        return Searched(self._embedder.model_name, counts["documents"], counts["passages"], counts["pending"], state.seq, known.languages, known.period)

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

    def _attributed(self, given: Answer, sayings: Sayings) -> Answer:
        spoken = self.spoken((*given.quotes, *given.nearest), sayings)
        return replace(given, quotes=spoken[: len(given.quotes)], nearest=spoken[len(given.quotes) :])

    def spoken(self, quotes: Sequence[Quote], sayings: Sayings | None = None) -> tuple[Quote, ...]:
        """Quotes with who speaks in each. A document in which that is not known yet is looked at now; where
        that fails or takes too long, no speaker is claimed. ``sayings``: what was read for the same answer."""
        sayings = sayings or self._sayings()
        revisions = list(dict.fromkeys(quote.revision_id for quote in quotes))
        known, texts, origins = sayings.known(revisions), sayings.texts(revisions), sayings.origins(revisions)

        def spoken(quote: Quote) -> Quote:
            revision = quote.revision_id
            said = _spoken(quote, known[revision], texts[revision]) if revision in texts and revision in known else quote
            return _with_provenance(said, origins[revision], texts.get(revision)) if revision in origins else said

        return tuple(map(spoken, quotes))

    def about(self, documents: Sequence[StoredDocument]) -> dict[int, str]:
        """Revision id -> how each arrived and what became of it, in words."""
        known = find_provenance(self._catalog, [one.revision_id for one in documents])
        return {revision: " · ".join([mark(one), *remarks(one)]) for revision, one in known.items()}

    def feeds(self, scope: Scope, now: float) -> list[str]:
        """How the feeds of a scope are, a line each; ``now``: seconds since 1970."""
        return feed_lines(self._catalog, scope.collection, now)

    def changes(self, scope: Scope, since: float) -> list[Change]:
        """What changed in the documents of a scope after ``since`` (seconds since 1970), newest first."""
        return changes_in(self._catalog, scope.collection, since)

    def _with_sides(self, given: Answer, found: Found, sayings: Sayings) -> Answer:
        """The answer with its figures in groups, and with who denies or doubts what it shows. Nothing is added to a refusal."""
        if not given.answered:
            return given
        stated = counted(given.question, given.quotes, found.hits)
        told = self.spoken([one.quote for one in stated], sayings)
        stated = tuple(replace(one, quote=quote) for one, quote in zip(stated, told, strict=True))
        revisions = list(dict.fromkeys(quote.revision_id for quote in (*given.quotes, *told)))
        statements = sayings.statements(revisions)
        given = replace(given, figures=groups(stated, statements))
        disputes = disputed(claims_of(given), statements, sayings.texts(revisions))
        return replace(given, disputes=tuple(filter(None, (self._dispute(one, sayings) for one in disputes))))

    def lined_up(self, quotes: Sequence[Quote], quantity: str) -> tuple[Group, ...]:
        """The figures of one quantity in quotes that were shown as an answer, in groups; of what is no longer stored nothing."""
        standing = self._standing(quotes)
        return groups(of_quantity(standing, quantity), self._sayings().statements([quote.revision_id for quote in standing]))

    def _dispute(self, one: Disputed, sayings: Sayings) -> Dispute | None:
        stored = self._catalog.revision(one.revision_id)
        return Dispute(self.spoken([quote_from(stored, one.span)], sayings)[0], one.claim.quote) if stored else None

    def provenance(self, revision_id: int) -> Provenance | None:
        """How a revision arrived and what became of its document; None when it is gone."""
        return find_provenance(self._catalog, [revision_id]).get(revision_id)

    def _checked(self, given: Answer) -> Answer:
        beside = [item.quote for group in given.figures for item in group.items] + [quote for one in given.disputes for quote in (one.quote, one.disputes)]
        every = tuple(dict.fromkeys((*given.quotes, *given.nearest, *beside)))
        held = frozenset(self._standing(every))
        if len(held) == len(every):
            return given
        quotes = tuple(quote for quote in given.quotes if quote in held)
        if given.answered and not quotes:
            return replace(given, reason=Reason.WITHHELD, quotes=(), figures=(), disputes=(), withheld=len(every) - len(held))
        return replace(
            given,
            quotes=quotes,
            nearest=tuple(quote for quote in given.nearest if quote in held),
            figures=tuple(filter(None, (without(group, held) for group in given.figures))),
            disputes=tuple(one for one in given.disputes if {one.quote, one.disputes} <= held),
            withheld=len(every) - len(held),
        )

    def stands(self, quote: Quote) -> bool:
        """Whether a quote is, at this moment, letter for letter what is stored; a difference is logged."""
        return bool(self._standing((quote,)))

    def _standing(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """The quotes that are what is stored, letter for letter; of the others the log says where they were to stand, not what they say."""
        held = self._catalog.held([(quote.revision_id, quote.span, quote.text) for quote in quotes])
        for quote in (quote for quote, stands in zip(quotes, held, strict=True) if not stands):
            log.error("quote withheld: %s revision %d, %d..%d is not what is stored", quote.doc_id, quote.revision, quote.span.start, quote.span.end)
        return tuple(quote for quote, stands in zip(quotes, held, strict=True) if stands)


def _admitting_language(given: Answer, languages: Sequence[str]) -> Answer:
    """A question in a language that no source is in was not searched, whatever the words found: that is no "not in my sources"."""
    if given.reason not in (Reason.NOT_IN_SOURCES, Reason.NO_FIGURE) or not is_in_none_of(given.question.text, languages):
        return given
    return replace(given, reason=Reason.OTHER_LANGUAGE, nearest=())


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
        pages=document.pages,
    )


def _with_provenance(quote: Quote, known: Provenance, text: str | None) -> Quote:
    """A quote with how its source arrived, and with whom an editor named as its speaker."""
    paragraph = _paragraph_of(quote, text).of(text) if text is not None else ""
    return replace(quote, provenance=known, said=amended_speaker(quote.said, known, paragraph), remarks=remarks(known, paragraph))


def _paragraph_of(quote: Quote, text: str) -> Span:
    start = text.rfind(PARAGRAPH_BREAK, 0, quote.span.start)
    end = text.find(PARAGRAPH_BREAK, quote.span.end)
    return Span(start + len(PARAGRAPH_BREAK) if start >= 0 else 0, end if end >= 0 else len(text))


def _spoken(quote: Quote, known: Attributed, text: str) -> Quote:
    """A quote with who speaks in it, and with the sentence beside it that says so."""
    if not known.covered:
        return replace(quote, said=Said(Voice.NOT_COVERED))
    paragraph = _paragraph_of(quote, text)
    span = governed(quote.span, paragraph, sentences(text, paragraph), known.attributions)
    words = span.of(text)
    return replace(quote, span=span, text=words, said=on_terms(said_in(span, known.attributions), words))


_NOTHING = Found((), Weights(()), State("", 0))
