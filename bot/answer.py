"""Hits -> Answer: which sentences answer, in what order, or why none does. Pure: nothing here reads, writes or waits.

A quote is a sentence, or adjoining sentences of one passage where one alone would stand without what governs it (inside
a quotation that runs on, or behind "He"). It is a span and the slice that the span names; no words are made here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.fitting import Sentence, fits, has_measure, terms_of
from bot.governing import widened
from bot.question import Asked, Demands, Question
from bot.voices import NOT_LOOKED_AT, Said
from index.catalog import StoredPassage
from index.provenance import Provenance
from index.search import Concept, Found, Hit, Weights, coverage
from sources.model import Figure, Pages, Span, Speaker, page_at
from sources.split import sentences

FIRST_SCREEN = 3
MOST_QUOTES = 8
MOST_NEAREST = 3
LEAST_CONFIDENCE = 0.36
"""Under this probability that the best passage answers, nothing is shown as an answer. docs/evaluation.md says how often an answer
is then shown to a question without one."""
LEAST_SCORE = 0.6
"""A further quote must reach this share of the best one's score."""
_HITS_READ = 12
_ALWAYS_READ = 6
_SCORE = {"coverage": 0.35, "passage": 0.25, "fits": 0.40}
_FITTING = 1.3
"""Log odds between a sentence that has all that the kind of question wants and one that has nothing of it."""
_DEMANDED = 0.5
"""Log odds of a passage that lacks nothing that was demanded."""
_LACKING = 3.8
"""Log odds that each demand costs which is not met: more than the surest passage has above `LEAST_CONFIDENCE`."""
_COUNTED = 0.6
"""What it costs, against another demand, that what is counted goes by another name."""
_ASIDE = 0.5
"""What a question or a heading counts against a statement."""
_LONGEST_HEADING = 12
_LEAD_PARAGRAPHS = 2


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_QUESTION = "empty-question"
    NO_SOURCES = "no-sources"
    NOT_IN_SOURCES = "not-in-sources"
    NO_FIGURE = "no-figure"
    OTHER_LANGUAGE = "could-not-be-searched"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another document that holds the same words."""

    doc_id: str
    outlet: str | None
    published: date | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` is ``span`` of the text of ``doc_id`` at ``revision``. ``score``: 0 to 1, higher answers better."""

    text: str
    doc_id: str
    revision: int
    revision_id: int
    paragraph: int
    span: Span
    outlet: str | None
    authors: tuple[str, ...]
    published: date | None
    title: str
    url: str | None
    score: float
    also_in: tuple[Elsewhere, ...] = ()
    said: Said = NOT_LOOKED_AT
    """Who speaks in it, as far as is known."""
    provenance: Provenance | None = None
    """How its source arrived and what became of it; None: not looked up."""
    remarks: tuple[str, ...] = ()
    """What has to stand under it: amendments, a withdrawal, corrections."""
    pages: Pages = ()
    """Where pages begin in the text around it; empty where the source has none."""

    @property
    def page(self) -> int | None:
        """The page on which it begins."""
        return page_at(self.pages, self.span.start)


class Relation(StrEnum):
    """How the figures of a group stand to each other. UPDATED: the later ones replace the earlier, as the text or their speaker says.
    AGREE: some number is left open by all of them, which makes none of them true."""

    SINGLE = "single"
    AGREE = "agree"
    DIFFER = "differ"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Update:
    """That a figure replaces an earlier one: ``how`` is "updates" or "corrects", ``earlier`` the earlier one as its text has it."""

    how: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Item:
    """A figure that a source states. ``figure`` and ``phrase`` (the figure with what it counts) are spans of the document's text inside ``quote``."""

    quote: Quote
    figure: Figure
    phrase: Span
    speaker: Speaker | None
    updates: Update | None = None

    @property
    def text(self) -> str:
        """The phrase, letter for letter."""
        return Span(self.phrase.start - self.quote.span.start, self.phrase.end - self.quote.span.start).of(self.quote.text)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one quantity, newest first. ``other``: not the quantity that was asked for. ``scope``: what tells it from another group
    of the same quantity, cut from the text; empty where none has to be told apart."""

    heading: str
    quantity: str
    other: bool
    relation: Relation
    items: tuple[Item, ...]
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """``quote`` denies or doubts what ``disputes`` says."""

    quote: Quote
    disputes: Quote


@dataclass(frozen=True, slots=True)
class Answer:
    """``quotes`` answer the question, best first, and are empty when ``reason`` says why; ``nearest`` are then the closest passages."""

    question: Question
    reason: Reason | None
    confidence: float
    quotes: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()
    withheld: int = 0
    """Quotes that were not, letter for letter, in the catalog and are therefore not shown."""
    figures: tuple[Group, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def answered(self) -> bool:
        return self.reason is None

    @property
    def first_screen(self) -> int:
        """How many of ``quotes`` stand on the first screen."""
        return min(FIRST_SCREEN, len(self.quotes))


def answer(question: Question, found: Found, passages: int, everything: bool = False, least: float = LEAST_CONFIDENCE) -> Answer:
    """The answer that the hits allow. ``passages``: how many were searched. ``everything``: no limit on the number of quotes.

    ``least``: the probability under which nothing is shown as an answer.
    """
    if question.empty:
        return Answer(question, Reason.EMPTY_QUESTION, 0.0)
    if not passages:
        return Answer(question, Reason.NO_SOURCES, 0.0)
    leads = leads_of(found.hits)
    scored = collapsed(_best_first(judged(hit, question, found.weights, leads) for hit in worth_reading(found.hits, least)))
    confidence = max((one.confidence for one in scored), default=0.0)
    nearest = tuple(one.quote for one in scored[:MOST_NEAREST])
    if confidence < least:
        return Answer(question, Reason.NOT_IN_SOURCES, confidence, nearest=nearest)
    sure_enough = [one for one in scored if one.confidence >= least]
    fitting = [one.quote for one in sure_enough if one.fitting]
    if not fitting:
        return Answer(question, Reason.NO_FIGURE, confidence, nearest=nearest)
    shown = [quote for quote in fitting if quote.score >= LEAST_SCORE * fitting[0].score]
    return Answer(question, None, confidence, tuple(shown if everything else shown[:MOST_QUOTES]))


def worth_reading(hits: Sequence[Hit], least: float = LEAST_CONFIDENCE) -> list[Hit]:
    """The hits whose sentences are looked at: the first few, and others that the strongest evidence would lift to ``least``."""
    hopeless = shifted(least, -(_FITTING / 2 + _DEMANDED))
    return [hit for place, hit in enumerate(hits[:_HITS_READ]) if place < _ALWAYS_READ or hit.confidence >= hopeless]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence says for itself: how far it has the kind of answer asked for (0 to 1), how much of what is demanded it
    lacks (see `lacks`), and whether anything was demanded."""

    fitness: float
    lacking: float
    demanded: bool

    @property
    def log_odds(self) -> float:
        """What the evidence moves the passage's own log odds by."""
        return _FITTING * (self.fitness - 0.5) + (-_LACKING * self.lacking if self.lacking else _DEMANDED * self.demanded)


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote with the probability that it answers. ``fitting`` is False for a sentence without the figure that is asked for."""

    quote: Quote
    confidence: float
    fitting: bool
    evidence: Evidence


def _best_first(judgements: Iterable[Judged]) -> list[Judged]:
    return sorted(judgements, key=lambda one: (-one.quote.score, one.quote.doc_id, one.quote.paragraph, one.quote.span.start))


def leads_of(hits: Sequence[Hit]) -> dict[tuple[str, int], frozenset[str]]:
    """(document, revision) -> the terms of its opening, where an article says what and where it is about; of the documents found."""
    leads: dict[tuple[str, int], frozenset[str]] = {}
    for hit in hits:
        if hit.passage.paragraph < _LEAD_PARAGRAPHS:
            key = hit.passage.doc_id, hit.passage.revision
            leads[key] = leads.get(key, frozenset()) | frozenset(hit.passage.terms)
    return leads


def judged(hit: Hit, question: Question, weights: Weights, leads: Mapping[tuple[str, int], frozenset[str]]) -> Judged:
    """The sentence of a passage that answers best, widened to what governs it, and how sure that is."""
    passage = hit.passage
    inside = sentences(passage.text, Span(0, len(passage.text)))
    context = frozenset(passage.terms) | frozenset(passage.title_terms)
    read = [Sentence(words, terms_of(words)) for words in (span.of(passage.text) for span in inside)]
    fitness = [fits(question, sentence) for sentence in read]
    covered = [coverage(question.concepts, weights, sentence.terms, context) for sentence in read]
    scores = [sentence_score(*one, hit.score) for one in zip(read, fitness, covered, strict=True)]
    best = max(range(len(read)), key=lambda i: (scores[i], -i))
    near = frozenset().union(*(sentence.terms for sentence in read[: best + 1]))
    around = near | frozenset(passage.title_terms) | leads.get((passage.doc_id, passage.revision), frozenset())
    lacking = lacks(question.demands, near, around, passage.published)
    evidence = Evidence(fitness[best], lacking, question.demands != Demands())
    fitting = question.asked is not Asked.NUMBER or has_measure(read[best].text, question.measure)
    quote = quote_of(passage, widened(passage.text, inside, best), scores[best])
    return Judged(quote, shifted(hit.confidence, evidence.log_odds), fitting, evidence)


def sentence_score(sentence: Sentence, fit: float, covered: float, passage_score: float) -> float:
    """0 to 1: what of the question a sentence holds, how well its passage was found, how far it has the kind of answer asked for."""
    score = _SCORE["coverage"] * covered + _SCORE["passage"] * passage_score + _SCORE["fits"] * fit
    return round(score * (_ASIDE if asks_or_heads(sentence.text) else 1.0), 4)


def asks_or_heads(words: str) -> bool:
    """Whether a sentence asks a question itself, or is a heading: a few words without an end."""
    end = words.rstrip("\"'”’»)] ")[-1:]
    return end == "?" or (end not in ".!…:;。।؟" and len(words.split()) <= _LONGEST_HEADING)


def lacks(demands: Demands, near: frozenset[str], around: frozenset[str], published: date | None) -> float:
    """How much is lacking of what a question demands: 1 for each name, deed, place and year, less for what is counted, which has many names.

    ``near``: the terms of the sentence and of what stands before it in its passage; ``around``: these with the title's and
    those of the article's opening. A place that is named near, and only there, may be the place of something else: then who
    and what is asked about have to stand near as well.
    """
    reach = near if any(_held_place(place, near) for place in demands.places) else around
    return (
        sum(not _held_place(place, around) for place in demands.places)
        + sum(not _holds(name, reach) for name in demands.names)
        + sum(str(year) not in around and (published is None or published.year != year) for year in demands.years)
        + (demands.deed is not None and not _holds(demands.deed, near))
        + _COUNTED * sum(not _holds(counted, reach) for counted in demands.counted)
    )


def _held_place(place: Sequence[Concept], terms: frozenset[str]) -> bool:
    """Whether more than half of a place's name is held."""
    return 2 * sum(_holds(word, terms) for word in place) > len(place)


def _holds(concept: Concept, terms: frozenset[str]) -> bool:
    return not terms.isdisjoint(concept.terms) or not terms.isdisjoint(concept.related)


def shifted(probability: float, log_odds: float) -> float:
    """A probability moved by evidence, to four decimals; certainty either way stays."""
    if not 0.0 < probability < 1.0:
        return probability
    return round(1 / (1 + math.exp(-(math.log(probability / (1 - probability)) + log_odds))), 4)


def quote_of(passage: StoredPassage, span: Span, score: float) -> Quote:
    """The slice ``span`` of a passage's text as a quote."""
    return Quote(
        text=span.of(passage.text),
        doc_id=passage.doc_id,
        revision=passage.revision,
        revision_id=passage.revision_id,
        paragraph=passage.paragraph,
        span=Span(passage.span.start + span.start, passage.span.start + span.end),
        outlet=passage.outlet,
        authors=passage.authors,
        published=passage.published,
        title=passage.title,
        url=passage.url,
        score=score,
        pages=passage.pages,
    )


# ---------------------------------------------------------------------- the same words in several documents


def collapsed(judgements: Sequence[Judged]) -> list[Judged]:
    """One quote for the same words in several documents; the others stand in ``also_in``. Order is kept."""
    first: dict[str, int] = {}
    kept: list[Judged] = []
    for one in judgements:
        key = " ".join(one.quote.text.split()).casefold()
        if key not in first:
            first[key] = len(kept)
            kept.append(one)
            continue
        shown = kept[first[key]]
        if one.quote.doc_id != shown.quote.doc_id:
            elsewhere = Elsewhere(one.quote.doc_id, one.quote.outlet, one.quote.published, one.quote.paragraph)
            kept[first[key]] = replace(shown, quote=replace(shown.quote, also_in=(*shown.quote.also_in, elsewhere)))
    return kept
