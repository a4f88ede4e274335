"""Hits -> candidates: each sentence that may answer, with all that stands around it and tells what it is about. Pure.

What a sentence leaves out stands before it ("of them"), at the head of its article or in the title; how far off, decides how
much it counts (`held`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.analyse import analyse
from index.catalog import StoredPassage
from index.search import RELATED_SHARE, Concept, Hit, Weights, coverage
from sources.model import Attribution, Span
from sources.split import sentences

_BEFORE, _BEHIND, _PARAGRAPH_BEFORE, _TITLE, _LEAD = 0.8, 0.6, 0.65, 0.7, 0.65
"""What a concept counts that stands earlier or later in the passage, in the paragraph before, in the title, or at the article's head."""
LEAD_PARAGRAPHS = 2
_BESIDE = 1.0
"""Log odds that a passage which no search found, but which stands beside one that was, is given less than that one."""
_ELSEWHERE = 1.4
"""The same of a passage that stands farther off in its article."""
_NEIGHBOURS_OF = 8
"""So many of the best hits have the paragraphs beside them looked at."""
ABOUT = 4.0
"""Log odds between a sentence that holds the whole question, with what stands around it, and one that holds nothing of it."""
_SAYING = 0.4
"""Log odds between a sentence that holds the whole question by itself and one that does not."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the hits: the passages around them, by (revision id, paragraph), and who speaks, by revision id.

    ``attributed``: only revisions that were looked at.
    """

    passages: Mapping[tuple[int, int], Sequence[StoredPassage]] = field(default_factory=dict)
    attributed: Mapping[int, Sequence[Attribution]] = field(default_factory=dict)


ALONE = Surroundings()


@dataclass(frozen=True, slots=True)
class Context:
    """The terms around a sentence, the nearest first, and the sentences before it, the nearest last."""

    before: frozenset[str]
    behind: frozenset[str]
    paragraph_before: frozenset[str]
    lead: frozenset[str]
    title: frozenset[str]
    earlier: tuple[str, ...]
    around: frozenset[str]
    """All of it but what stands behind."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence: number ``place`` of ``inside``, the sentences of ``passage``. ``log_odds``: that it answers, by what it is about.

    ``said``: the attributions that meet it, None where nobody has looked who speaks; ``voices``: all of its document;
    ``covered``: the share of the question that stands in it and around it; ``story``: the terms of all that is known of its article.
    """

    passage: StoredPassage
    inside: tuple[Span, ...]
    place: int
    text: str
    terms: frozenset[str]
    context: Context
    said: tuple[Attribution, ...] | None
    voices: tuple[Attribution, ...]
    covered: float
    log_odds: float
    story: frozenset[str] = frozenset()

    @property
    def near(self) -> frozenset[str]:
        """The terms of the sentence and of what stands before it in its passage."""
        return self.terms | self.context.before


@lru_cache(maxsize=8192)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a stretch of a source; the same stretches are looked at question after question."""
    return frozenset(analyse(text))


def candidates(hits: Sequence[Hit], concepts: Sequence[Concept], weights: Weights, surroundings: Surroundings = ALONE) -> Iterator[Candidate]:
    """The sentences of the hits and of the paragraphs beside the best of them."""
    read = _with_neighbours(hits, concepts, weights, surroundings)
    known = {(one.revision_id, one.paragraph, one.span.start): one for one, _ in read}
    known |= {(one.revision_id, one.paragraph, one.span.start): one for group in surroundings.passages.values() for one in group}
    paragraphs: dict[tuple[int, int], list[StoredPassage]] = {}
    for (revision, paragraph, _), one in sorted(known.items(), key=lambda item: item[0]):
        paragraphs.setdefault((revision, paragraph), []).append(one)
    told: dict[int, set[str]] = {}
    for (revision, _), group in paragraphs.items():
        told.setdefault(revision, set()).update(term for one in group for term in one.terms)
    stories = {revision: frozenset(terms) for revision, terms in told.items()}
    for passage, log_odds in read:
        yield from _of_passage(passage, log_odds, concepts, weights, paragraphs, stories, surroundings)


def logit(probability: float) -> float:
    """The log odds of a probability, held within what four decimals can tell."""
    probability = min(max(probability, 0.0001), 0.9999)
    return math.log(probability / (1 - probability))


def shifted(probability: float, log_odds: float) -> float:
    """A probability moved by evidence, to four decimals; certainty either way stays."""
    if not 0.0 < probability < 1.0:
        return probability
    return round(1 / (1 + math.exp(-(math.log(probability / (1 - probability)) + log_odds))), 4)


def _with_neighbours(hits: Sequence[Hit], concepts: Sequence[Concept], weights: Weights, surroundings: Surroundings) -> list[tuple[StoredPassage, float]]:
    """Each passage to be read with the log odds that it would have if it held nothing of the question."""

    def bare(hit: Hit) -> float:
        return logit(hit.confidence) - (ABOUT + _SAYING) * coverage(concepts, weights, frozenset(hit.passage.terms), frozenset(hit.passage.title_terms))

    found = {(hit.passage.revision_id, hit.passage.paragraph, hit.passage.span.start): (hit.passage, bare(hit)) for hit in hits}
    for hit in hits[:_NEIGHBOURS_OF]:
        one = hit.passage
        for paragraph in (one.paragraph + 1, one.paragraph - 1, one.paragraph):
            for beside in surroundings.passages.get((one.revision_id, paragraph), ()):
                found.setdefault((beside.revision_id, beside.paragraph, beside.span.start), (beside, bare(hit) - _BESIDE))
    surest: dict[int, float] = {}
    for hit in hits[:_NEIGHBOURS_OF]:
        surest[hit.passage.revision_id] = max(surest.get(hit.passage.revision_id, -math.inf), bare(hit))
    for (revision, _), group in surroundings.passages.items():
        for one in group if revision in surest else ():
            found.setdefault((one.revision_id, one.paragraph, one.span.start), (one, surest[revision] - _ELSEWHERE))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Cut:
    """A passage's text in sentences, with the terms of each, of all before it and of all behind it."""

    inside: tuple[Span, ...]
    texts: tuple[str, ...]
    terms: tuple[frozenset[str], ...]
    before: tuple[frozenset[str], ...]
    behind: tuple[frozenset[str], ...]


@lru_cache(maxsize=4096)
def _cut(text: str) -> _Cut:
    """The same passages are looked at question after question."""
    inside = sentences(text, Span(0, len(text)))
    texts = tuple(span.of(text) for span in inside)
    terms = tuple(map(terms_of, texts))
    before = tuple(frozenset().union(*terms[:place]) for place in range(len(terms)))
    behind = tuple(frozenset().union(*terms[place + 1 :]) for place in range(len(terms)))
    return _Cut(inside, texts, terms, before, behind)


def _of_passage(
    passage: StoredPassage,
    log_odds: float,
    concepts: Sequence[Concept],
    weights: Weights,
    paragraphs: Mapping[tuple[int, int], Sequence[StoredPassage]],
    stories: Mapping[int, frozenset[str]],
    surroundings: Surroundings,
) -> Iterator[Candidate]:
    cut = _cut(passage.text)
    title = frozenset(passage.title_terms)
    lead = frozenset(
        term
        for number in range(LEAD_PARAGRAPHS)
        if number != passage.paragraph
        for one in paragraphs.get((passage.revision_id, number), ())
        for term in one.terms
    )
    earlier = [one for number in range(passage.paragraph - 3, passage.paragraph) for one in paragraphs.get((passage.revision_id, number), ())]
    just_before = frozenset(term for one in earlier if one.paragraph == passage.paragraph - 1 for term in one.terms)
    before_here = tuple(sentence for one in earlier for sentence in _cut(one.text).texts)
    attributed = surroundings.attributed.get(passage.revision_id)
    near = None if attributed is None else _meeting(attributed, passage.span.start, passage.span.end)
    story = stories[passage.revision_id] | title
    beyond = just_before | lead | title
    for place, (span, text) in enumerate(zip(cut.inside, cut.texts, strict=True)):
        terms = cut.terms[place]
        context = Context(cut.before[place], cut.behind[place], just_before, lead, title, (*before_here, *cut.texts[:place]), cut.before[place] | beyond)
        covered = about(concepts, weights, terms, context)
        said = None if near is None else _meeting(near, passage.span.start + span.start, passage.span.start + span.end)
        yield Candidate(
            passage,
            cut.inside,
            place,
            text,
            terms,
            context,
            said,
            tuple(attributed or ()),
            covered,
            log_odds + ABOUT * covered + _SAYING * coverage(concepts, weights, terms),
            story,
        )


def _meeting(attributions: Sequence[Attribution], start: int, end: int) -> tuple[Attribution, ...]:
    return tuple(one for one in attributions if any(part.start < end and start < part.end for part in (*one.content, *one.cue, *one.source)))


def about(concepts: Sequence[Concept], weights: Weights, terms: frozenset[str], context: Context) -> float:
    """The share of a question's weight that a sentence holds, 0 to 1, with what the text around it adds. 0 for no concepts."""
    if not weights.total:
        return 0.0
    return sum(weight * held(concept, terms, context) for concept, weight in zip(concepts, weights.of, strict=True)) / weights.total


def held(concept: Concept, terms: frozenset[str], context: Context) -> float:
    """How far a sentence is about a concept, 0 to 1: the nearer the word, the more; a related word half."""
    levels = (
        (1.0, terms),
        (_BEFORE, context.before),
        (_TITLE, context.title),
        (_PARAGRAPH_BEFORE, context.paragraph_before),
        (_LEAD, context.lead),
        (_BEHIND, context.behind),
    )  # the nearest first: the first that holds it is what it counts
    itself = next((share for share, there in levels if not there.isdisjoint(concept.terms)), 0.0)
    if itself >= RELATED_SHARE or not concept.related:
        return itself
    return max(itself, RELATED_SHARE * next((share for share, there in levels if not there.isdisjoint(concept.related)), 0.0))
