"""Hits -> Answer: which sentences answer, in what order, or why none does. Pure: nothing here reads, writes or waits.

A quote is a sentence, or adjoining sentences of one passage where one alone would stand without what governs it (inside
a quotation that runs on, or behind "He"). It is a span and the slice that the span names; no words are made here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.candidates import ABOUT, ALONE, LEAD_PARAGRAPHS, Candidate, Surroundings, candidates, shifted, terms_of
from bot.counting import LIKELY, SURE, WITHDRAWN
from bot.evidence import HOPE, Evidence, answers_back, evidence_of, is_answer, is_of_a_life
from bot.fitting import has_population, values_in
from bot.governing import widened
from bot.kinds import Asked, Measure
from bot.outlets import of_its_outlet
from bot.question import Question
from bot.refusing import missing
from bot.voices import NOT_LOOKED_AT, Said
from bot.words import holds
from index.catalog import StoredPassage
from index.provenance import Provenance
from index.search import Found, Hit, Weights
from sources.model import Figure, Pages, Span, Speaker, page_at

FIRST_SCREEN = 3
MOST_QUOTES = 8
MOST_NEAREST = 3
LEAST_CONFIDENCE = 0.36
"""Under this probability that the best passage answers, nothing is shown as an answer. docs/evaluation.md says how often an answer
is then shown to a question without one."""
_HITS_READ = 24
_ALWAYS_READ = 12
_BEHIND = {Asked.NUMBER: 1.5, Asked.TIME: 1.5, Asked.STANCE: 1.5, Asked.CLAIM: 1.0, Asked.SPEECH: 1.0}
"""Log odds that a further quote may lie under the best one, where not `_BEHIND_OTHERS`: figures of the same quantity all answer."""
_BEHIND_OTHERS = 0.8


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
    missing: str = ""
    """Of a refusal: what was asked for and is in no sentence, in a few words; empty where it cannot be named."""
    figures: tuple[Group, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def answered(self) -> bool:
        return self.reason is None

    @property
    def first_screen(self) -> int:
        """How many of ``quotes`` stand on the first screen."""
        return min(FIRST_SCREEN, len(self.quotes))


def answer(
    question: Question, found: Found, passages: int, everything: bool = False, least: float = LEAST_CONFIDENCE, surroundings: Surroundings = ALONE
) -> Answer:
    """The answer that the hits allow. ``passages``: how many were searched. ``everything``: no limit on the number of quotes.

    ``least``: the probability under which nothing is shown as an answer; ``surroundings``: what is known around the hits.
    """
    if question.empty:
        return Answer(question, Reason.EMPTY_QUESTION, 0.0)
    if not passages:
        return Answer(question, Reason.NO_SOURCES, 0.0)
    question, found = of_its_outlet(question, found)
    read = list(candidates(worth_reading(found.hits, least), question.concepts, found.weights, surroundings))
    scored = _best_first(_with_answers_back(question, read, [judged(question, one, found.weights) for one in read]))
    fitting = [one for one in scored if one.fits]
    if not fitting and not question.firm:
        topic = replace(question, asked=Asked.OTHER, firm=True, demands=replace(question.demands, counted=()))
        return replace(answer(topic, found, passages, everything, least, surroundings), question=question)
    confidence = max((one.confidence for one in scored), default=0.0)
    nearest = tuple(one.quote for one in _apart(scored)[:MOST_NEAREST])
    lacking = missing(question, scored[0].evidence) if scored else ""
    if confidence < least:
        return Answer(question, Reason.NOT_IN_SOURCES, confidence, nearest=nearest, missing=lacking)
    sure_enough = [one for one in fitting if one.confidence >= least]
    if not sure_enough:
        return Answer(question, _REFUSED.get(question.asked, Reason.NOT_IN_SOURCES), confidence, nearest=nearest, missing=lacking)
    chosen = _standing_together(question, fitting, least)
    if question.latest:
        newest = max(one.quote.published or date.min for one in chosen)
        chosen = [one for one in chosen if (one.quote.published or date.min) == newest]
    shown = collapsed(_apart(chosen))
    return Answer(question, None, confidence, tuple(one.quote for one in (shown if everything else _most_varied(question.asked, shown))))


_REFUSED = {Asked.NUMBER: Reason.NO_FIGURE}


def _most_varied(asked: Asked, judgements: Sequence[Judged]) -> list[Judged]:
    """As many as are shown, in their order: those that state a time or a figure that none before them states, then others."""
    if len(judgements) <= MOST_QUOTES or asked not in (Asked.TIME, Asked.NUMBER):
        return list(judgements[:MOST_QUOTES])
    known: set[str] = set()
    new: list[int] = []
    for place, one in enumerate(judgements):
        told = set(values_in(one.quote.text, asked))
        if told - known:
            new.append(place)
        known |= told
    others = [place for place in range(len(judgements)) if place not in new]
    return [judgements[place] for place in sorted([*new, *others][:MOST_QUOTES])]


def _standing_together(question: Question, fitting: Sequence[Judged], least: float) -> list[Judged]:
    """Those, best first, that may stand in one answer: beside the surest ones, not far behind them, and of the same story.

    A figure of the very quantity that is asked for needs not be as sure by itself: what it is of was said before it.
    """
    best = max(one.log_odds for one in fitting)
    of_it = max(one.story for one in fitting if one.confidence >= least)
    behind = _BEHIND.get(question.asked, _BEHIND_OTHERS)
    told_outright = {one.quote.revision_id for one in fitting if one.evidence.fitness >= SURE and one.confidence >= least}
    sure_figures = question.asked is Asked.NUMBER and any(one.evidence.fitness >= LIKELY and one.confidence >= least for one in fitting)

    def stands(one: Judged) -> bool:
        if question.asked is Asked.TIME and question.demands.relation and one.evidence.fitness < SURE and one.quote.revision_id in told_outright:
            return False
        if question.asked is Asked.NUMBER and one.story < _SAME_STORY * of_it:
            return False
        if sure_figures and one.evidence.fitness < WITHDRAWN:
            return False
        if question.quantity is not None and one.evidence.fitness >= WITHDRAWN and not one.evidence.lacks:
            return one.log_odds >= best - behind - _OF_THE_QUANTITY
        if question.asked is Asked.CLAIM and one.evidence.takes_up and one.story >= _SAME_STORY * of_it:
            return one.log_odds >= best - behind - _TAKEN_UP
        outright = (question.asked is Asked.TIME or question.measure is Measure.POPULATION) and one.evidence.fitness >= SURE and not one.evidence.lacks
        return one.confidence >= least and one.log_odds >= best - behind - _STATED_OUTRIGHT * outright

    return [one for one in fitting if stands(one)]


_STATED_OUTRIGHT = 1.5
"""Log odds that a sentence may lie farther behind which states just the time or the figure asked for: of another article, it is another side."""
_TAKEN_UP = 1.5
"""Log odds that a sentence may lie farther behind in which somebody speaks of the very thing that is claimed: of another article, it is another side."""
_SAME_STORY = 0.6
"""The share of what the question names, by weight, that an article has to hold, against the article that holds most of it."""
_OF_THE_QUANTITY = 2.5
"""Log odds that a figure of the quantity asked for may lie farther behind."""


def worth_reading(hits: Sequence[Hit], least: float = LEAST_CONFIDENCE) -> list[Hit]:
    """The hits whose sentences are looked at: the first ones, and others that the strongest evidence would lift to ``least``."""
    hopeless = shifted(least, -HOPE)
    return [hit for place, hit in enumerate(hits[:_HITS_READ]) if place < _ALWAYS_READ or hit.confidence >= hopeless]


@dataclass(frozen=True, slots=True)
class Judged:
    """A quote with the probability that it answers. ``fits`` is False for a sentence that is not the kind of answer asked for."""

    quote: Quote
    log_odds: float
    confidence: float
    fits: bool
    evidence: Evidence
    story: float = 1.0


def _best_first(judgements: Iterable[Judged]) -> list[Judged]:
    return sorted(judgements, key=lambda one: (-one.quote.score, one.quote.doc_id, one.quote.paragraph, one.quote.span.start))


def leads_of(hits: Sequence[Hit]) -> dict[tuple[str, int], frozenset[str]]:
    """(document, revision) -> the terms of its opening, where an article says what and where it is about; of the documents found."""
    leads: dict[tuple[str, int], frozenset[str]] = {}
    for hit in hits:
        if hit.passage.paragraph < LEAD_PARAGRAPHS:
            key = hit.passage.doc_id, hit.passage.revision
            leads[key] = leads.get(key, frozenset()) | frozenset(hit.passage.terms)
    return leads


def judged(question: Question, candidate: Candidate, weights: Weights) -> Judged:
    """A sentence, widened to what governs it, and how sure it is that it answers."""
    evidence = evidence_of(question, candidate)
    log_odds = candidate.log_odds + evidence.log_odds + _said_otherwise(question, candidate, weights)
    confidence = round(1 / (1 + math.exp(-log_odds)), 4)
    quote = quote_of(candidate.passage, widened(candidate.passage.text, candidate.inside, candidate.place), confidence)
    return Judged(quote, log_odds, confidence, is_answer(question, evidence), evidence, _of_the_story(question, candidate, weights))


def _said_otherwise(question: Question, candidate: Candidate, weights: Weights) -> float:
    """What a sentence is about more than its words say: years behind a name tell of a birth without the word, "3,400 people live there" of a population."""
    if is_of_a_life(question, candidate):
        said = frozenset(question.demands.relation.terms if question.demands.relation else ())
    elif question.measure is Measure.POPULATION and has_population(candidate.text):
        said = terms_of("population people inhabitants residents live")
    else:
        return 0.0
    unsaid = [
        one for concept, one in zip(question.concepts, weights.of, strict=True) if not said.isdisjoint(concept.terms) and said.isdisjoint(candidate.terms)
    ]
    return ABOUT * sum(unsaid) / weights.total if weights.total else 0.0


def _of_the_story(question: Question, candidate: Candidate, weights: Weights) -> float:
    """The share, by weight, of whom and what a question names that stands anywhere in the article; deeds and what is counted left aside: they are in any."""
    demands = question.demands
    aside = {term for one in (*((demands.deed,) if demands.deed else ()), *((demands.relation,) if demands.relation else ())) for term in one.terms}
    names = [(one, weight) for one, weight in zip(question.concepts, weights.of, strict=True) if aside.isdisjoint(one.terms)]
    total = sum(weight for _, weight in names)
    return sum(weight for one, weight in names if holds(one, candidate.story)) / total if total else 1.0


def _with_answers_back(question: Question, read: Sequence[Candidate], judgements: Sequence[Judged]) -> Iterator[Judged]:
    """Judgements in which who takes a stand on what was just said is nearly as sure as what was said: it seldom names it again."""
    surest: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
    for one, judgement in zip(read, judgements, strict=True):
        place = one.passage.span.start, one.place, judgement.log_odds
        surest.setdefault((one.passage.revision_id, one.passage.paragraph), []).append(place)
    for one, judgement in zip(read, judgements, strict=True):
        here = one.passage.revision_id, one.passage.paragraph
        said = [odds for start, place, odds in surest[here] if (start, place) < (one.passage.span.start, one.place)]
        said = said or [odds for _, _, odds in surest.get((here[0], here[1] - 1), ())]
        if question.asked in _DEBATED and said and max(said) - _ANSWERING > judgement.log_odds and answers_back(one.text):
            yield _of(judgement, max(said) - _ANSWERING)
        else:
            yield judgement


_DEBATED = frozenset((Asked.CLAIM, Asked.STANCE, Asked.OTHER))
_ANSWERING = 0.5


def _of(judgement: Judged, log_odds: float) -> Judged:
    confidence = round(1 / (1 + math.exp(-log_odds)), 4)
    return replace(judgement, quote=replace(judgement.quote, score=confidence), log_odds=log_odds, confidence=confidence)


def _apart(judgements: Sequence[Judged]) -> list[Judged]:
    """Quotes without those that lie in part in a better one; what such a one adds is joined to the better one where that stays short."""
    kept: list[Judged] = []
    for one in judgements:
        met = [at for at, other in enumerate(kept) if one.quote.revision_id == other.quote.revision_id and _meet(one.quote.span, other.quote.span)]
        if not met:
            kept.append(one)
        elif len(met) == 1 and (joined := _joined(kept[met[0]], one)) is not None:
            kept[met[0]] = joined
    return kept


def _joined(better: Judged, other: Judged) -> Judged | None:
    """Two quotes of one passage that meet, as one; None where it would be long, or is the better one already."""
    one, two = better.quote, other.quote
    span = Span(min(one.span.start, two.span.start), max(one.span.end, two.span.end))
    if one.paragraph != two.paragraph or span == one.span:
        return None
    first, last = (one, two) if one.span.start <= two.span.start else (two, one)
    text = first.text + last.text[first.span.end - last.span.start :]
    return replace(better, quote=replace(one, span=span, text=text)) if len(text.split()) <= _MOST_JOINED else None


_MOST_JOINED = 40
"""Words of two quotes joined into one."""


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


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
