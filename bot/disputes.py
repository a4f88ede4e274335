"""Who denies or doubts whose claim: stored stances held against the claims of an answer. Pure.

A denial stands beside a claim when it names the claim's figure or its speaker and speaks of the same thing; on less, two sentences
only stand in one article, and nobody is made to deny anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answer import Answer, Quote
from bot.candidates import terms_of
from bot.fitting import figures
from bot.sides import is_same_speaker
from index.analyse import fold
from sources.model import PARAGRAPH_BREAK, Attribution, Figure, Span, Speaker, Stance
from sources.quantities import words
from sources.split import sentences

_AGAINST = frozenset((Stance.DENIES, Stance.DOUBTS))
_SHARED = 2
"""Telling terms in common, without which two sentences are not of one thing."""
_CLAIM_WORDS = re.compile(
    r"\b(?:figures?|numbers?|counts?|tolls?|tall(?:y|ies)|estimates?|claims?|accounts?|totals?|testimony"
    r"|statements?|assertions?|charges?|accusations?|versions?)\b",
    re.IGNORECASE,
)
_PLAIN = frozenset(
    "mr mrs ms dr gen general the of for and spokesman spokeswoman spokesperson minister ministry official officials president chief a an".split()
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody may dispute: a quote, the figure in it that is meant where one is, and whose it is. ``aside``: it is not what was asked
    for, and only its own article may dispute it."""

    quote: Quote
    figure: Figure | None
    speaker: Speaker | None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Disputed:
    """``span`` of the revision's text denies or doubts ``claim``."""

    revision_id: int
    span: Span
    claim: Claim


def claims_of(answer: Answer) -> tuple[Claim, ...]:
    """What an answer has somebody say: its figures, then its other quotes."""
    counted = [Claim(item.quote, item.figure, item.speaker, group.other) for group in answer.figures for item in group.items]
    held = {(claim.quote.revision_id, claim.quote.span) for claim in counted}
    return (*counted, *(Claim(quote, None, quote.said.speaker) for quote in answer.quotes if (quote.revision_id, quote.span) not in held))


def disputed(claims: Sequence[Claim], statements: Mapping[int, Sequence[Attribution]], texts: Mapping[int, str]) -> tuple[Disputed, ...]:
    """Every denial or doubt of these articles, each beside the one claim that it fits best; in the order of the claims."""
    found: dict[tuple[int, Span], tuple[int, Disputed]] = {}
    for revision, known in statements.items():
        for one in known:
            if one.stance not in _AGAINST or not one.content or revision not in texts:
                continue
            text, span = texts[revision], _sentences_of(texts[revision], one)
            within = [(place, claim) for place, claim in enumerate(claims) if not _is_out_of_reach(claim, one, revision, span)]
            scored = [(_fit(claim, span.of(text), revision), -place) for place, claim in within]
            best, place = max(scored, default=(0.0, 0))
            if best > 0.0:
                found.setdefault((revision, span), (-place, Disputed(revision, span, claims[-place])))
    return tuple(one for _, one in sorted(found.values(), key=lambda row: row[0]))


def _is_out_of_reach(claim: Claim, one: Attribution, revision: int, span: Span) -> bool:
    """Whether a claim is not this disputer's to dispute: their own, or the very words that dispute."""
    if claim.aside and claim.quote.revision_id != revision:
        return True
    if is_same_speaker(claim.speaker, one.speaker) or (claim.speaker is not None and claim.speaker == one.speaker):
        return True
    return claim.quote.revision_id == revision and span.start < claim.quote.span.end and claim.quote.span.start < span.end


def _sentences_of(text: str, one: Attribution) -> Span:
    """The sentences of what is disputed and of who says so, in the paragraph where it begins."""
    start = text.rfind(PARAGRAPH_BREAK, 0, one.content[0].start)
    end = text.find(PARAGRAPH_BREAK, one.content[0].start)
    within = Span(start + len(PARAGRAPH_BREAK) if start >= 0 else 0, end if end >= 0 else len(text))
    parts = [part for part in (*one.content, *one.cue) if within.start <= part.start < within.end]
    held = [sentence for sentence in sentences(text, within) if any(part.start < sentence.end and sentence.start < part.end for part in parts)]
    return Span(held[0].start, held[-1].end) if held else within


def _fit(claim: Claim, said: str, revision: int) -> float:
    """How well a denial fits a claim, 0 where it does not: it names the figure, or its speaker and what it is about, or tells of the same
    deed to the same people in the same article."""
    figure, shared = claim.figure, len(_telling(said) & _telling(claim.quote.text))
    value = figure is not None and any((other.low, other.high) == (figure.low, figure.high) for other in figures(said))
    done = _done(said)
    if figure is not None and not value and done and figure.quantity not in done:  # a doubt about those arrested is none about a strength
        return 0.0
    claimant = not _names(claim.speaker).isdisjoint(_words(said))
    deed = figure is not None and _tells_of(said, figure.quantity)
    named = claimant and (deed or bool(_CLAIM_WORDS.search(said)) or shared >= _SHARED)
    beside = deed and shared >= _SHARED and claim.quote.revision_id == revision
    if not (value or named or beside):
        return 0.0
    return 3.0 * value + 2.0 * claimant + deed + 0.1 * shared


@lru_cache(maxsize=2048)
def _done(said: str) -> frozenset[str]:
    """The quantities whose deeds a sentence tells of."""
    return frozenset(quantity for quantity, pattern in words().verbs.items() if pattern.search(said))


@lru_cache(maxsize=4096)
def _tells_of(said: str, quantity: str) -> bool:
    return any(quantity in patterns and patterns[quantity].search(said) for patterns in (words().verbs, words().nouns))


@lru_cache(maxsize=2048)
def _names(speaker: Speaker | None) -> frozenset[str]:
    """The capitalised words of who claims, and of the office that the article gives."""
    named = f"{speaker.name} {speaker.role or ''}" if speaker and not speaker.anonymous else ""
    return frozenset(fold(word) for word in re.findall(r"\b[A-Z][\w’'-]{2,}", named)) - _PLAIN


@lru_cache(maxsize=2048)
def _words(said: str) -> frozenset[str]:
    return frozenset(re.sub(r"['’]s?$", "", fold(word)) for word in re.findall(r"\w[\w’'-]*", said))


@lru_cache(maxsize=2048)
def _telling(said: str) -> frozenset[str]:
    return frozenset(term for term in terms_of(said) if not term[0].isdigit())
