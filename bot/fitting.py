"""What kind of answer a sentence holds: a figure, a time, a place, somebody introduced, somebody speaking. Pure.

A question "how many" is never answered by a sentence without a figure; what counts as one, `sources.figures` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.question import Asked, Measure, Question, deed_terms, people_terms, strength_terms
from index.analyse import analyse
from index.search import Concept
from sources.figures import figures as stated
from sources.model import Figure
from sources.numerals import numerals


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source with its terms."""

    text: str
    terms: frozenset[str]


@lru_cache(maxsize=4096)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a stretch of a source; the same stretches are looked at question after question."""
    return frozenset(analyse(text))


# ---------------------------------------------------------------------- figures


@lru_cache(maxsize=4096)
def figures(text: str, published: date | None = None) -> tuple[Figure, ...]:
    """The figures of a stretch of a source, by the one rule there is (`sources.figures`); the same stretches are looked at question after question."""
    return stated(text, published)


def has_figure(text: str) -> bool:
    """Whether a text states a figure."""
    return bool(figures(text))


_UNITS = {
    Measure.SHARE: r"%|\b(?:per\s*cent|half|thirds?|quarters?|fifths?|tenth|(?:one|two|three|\d+)\s+(?:in|of|out\s+of)\s+\w+)\b",
    Measure.LENGTH: r"\d\s*(?:m|km|cm|ft)\b|\b(?:(?:kilo|centi)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|stor(?:ey|y|eys|ies))\b",
    Measure.AGE: r",\s\d{1,3},|\b(?:years?[\s-]old|aged?|(?:is|was|turned)\s+\d{1,3})\b",
    Measure.MONEY: r"[$€£¥₹]|\b(?:dollars?|euros?|pounds?|rou?bles?|z[lł]oty(?:s|ch)?|rupees?|afghanis?|francs?|yen|USD|EUR|GBP|million|billion)\b",
}


def has_measure(text: str, measure: Measure) -> bool:
    """Whether a text states a figure of this kind, or an age, which counts nothing."""
    if measure is Measure.AGE:
        return bool(numerals(text)) and bool(re.search(_UNITS[measure], text, re.IGNORECASE))
    return has_figure(text) and (measure not in _UNITS or bool(re.search(_UNITS[measure], text, re.IGNORECASE)))


_CLOSE = 45
"""Characters between a figure and what it counts: some seven words."""


def figure_of(text: str, terms: frozenset[str]) -> bool:
    """Whether a figure stands close to one of these terms."""
    return any(not terms.isdisjoint(terms_of(text[max(0, figure.span.start - _CLOSE) : figure.span.end + _CLOSE])) for figure in figures(text))


# ---------------------------------------------------------------------- the other kinds

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_WHEN = re.compile(
    rf"\b{_MONTH}\b|\b(?:1[89]|20)\d\d\b|(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|today|tomorrow|tonight|midnight|noon)\b"
    r"|\b(?:last|next|this|past|same|following|previous|earlier)\s+(?:week|month|year|day|night|morning|evening|summer|winter|spring|autumn|fall)\b"
    r"|\b(?:hours?|days?|weeks?|months?|years?)\b|\b\d{1,2}[:.]\d\d\b|\b(?:before|after|until|since|during)\s+(?:the\s+)?[^\W\d_]{3,}\b)"
)
_PLACE = re.compile(r"\b(?:in|at|near|from|to|outside|across|on|off|of)\s+(?:the\s+|an?\s+)?(?:(?:north|south|east|west)\w*\s+)?[^\W\d_a-z]")
CUE = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|add(?:ed|s|ing)|ask(?:ed|s)|wr(?:ote|ites?)|warn(?:ed|s|ing)?|announc(?:ed|es|ing)|repl(?:ied|ies)|answer(?:ed|s)"
    r"|according\s+to|stat(?:ed|es)|not(?:ed|es)|report(?:ed|s)|claim(?:ed|s|ing)?|insist(?:ed|s)|argu(?:ed|es)|den(?:ied|ies)|reject(?:ed|s)|call(?:ed|s)|describ(?:ed|es)"
    r"|acknowledg(?:ed|es)|admit(?:ted|s)|conced(?:ed|es)|maintain(?:ed|s)|explain(?:ed|s)|declar(?:ed|es)|recall(?:ed|s)|suggest(?:ed|s)|estimat(?:ed|es)?"
    r"|believ(?:ed|es)?|accus(?:ed|es)|express(?:ed|es)|dismiss(?:ed|es)|confirm(?:ed|s)|testif(?:ied|ies)|tweeted|posted|continued|concluded|urged|vowed)\b",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_NAMES = re.compile(rf"{_NAME}(?:\s+{_NAME})*")
_ROLE_BEFORE = re.compile(r"[^\W\d_],?\s+$")
_APPOSITION = re.compile(r",\s+(?:\d{1,3},\s+)?[a-z’']+\b|\s+(?:is|was|became|runs|leads|heads|serves)\b|\s+\(")
_QUOTATION_MARK = re.compile(r"[\"“”«»‘]")


def introduces(text: str, terms: frozenset[str]) -> bool:
    """Whether somebody of this name is introduced: by a role before a full name, or by what follows the name."""
    for name in _NAMES.finditer(text):
        if terms.isdisjoint(terms_of(name[0])):
            continue
        words = len(name[0].split())
        if words > 2 or _APPOSITION.match(text, name.end()):
            return True
        if words == 2 and _ROLE_BEFORE.search(text, 0, name.start()):
            return True
    return False


def fits(question: Question, sentence: Sentence) -> float:
    """How far a sentence has what such a question wants, 0 to 1."""
    return _FITS[question.asked](question, sentence)


def _fits_number(question: Question, sentence: Sentence) -> float:
    text = sentence.text
    if not has_measure(text, question.measure):
        return 0.0
    deed = question.demands.deed
    if deed:
        return 0.4 + 0.4 * figure_of(text, _words_for(deed)) + 0.2 * figure_of(text, _counted_terms(question))
    another_deed = not deed_terms().isdisjoint(sentence.terms)
    return 0.4 + 0.6 * figure_of(text, _counted_terms(question)) - 0.3 * another_deed


def _counted_terms(question: Question) -> frozenset[str]:
    """The terms that a figure has to stand close to."""
    if question.measure is Measure.STRENGTH:
        return strength_terms()
    if question.measure is Measure.PEOPLE:
        return people_terms()
    return frozenset().union(*map(_words_for, (*question.demands.counted, *question.demands.names) or question.concepts))


def _words_for(concept: Concept) -> frozenset[str]:
    return frozenset((*concept.terms, *concept.related))


def _fits_person(question: Question, sentence: Sentence) -> float:
    named = question.demands.names or question.concepts
    return float(introduces(sentence.text, frozenset(term for concept in named for term in concept.terms)))


def _fits_speech(_: Question, sentence: Sentence) -> float:
    return 0.5 * bool(CUE.search(sentence.text)) + 0.5 * bool(_QUOTATION_MARK.search(sentence.text))


def _fits_time(_: Question, sentence: Sentence) -> float:
    return float(bool(_WHEN.search(sentence.text)))


def _fits_place(_: Question, sentence: Sentence) -> float:
    return float(bool(_PLACE.search(sentence.text)))


def _fits_as_well_as_any(_: Question, __: Sentence) -> float:
    return 0.5


_FITS: dict[Asked, Callable[[Question, Sentence], float]] = {
    Asked.NUMBER: _fits_number,
    Asked.TIME: _fits_time,
    Asked.PLACE: _fits_place,
    Asked.PERSON: _fits_person,
    Asked.SPEECH: _fits_speech,
    Asked.OTHER: _fits_as_well_as_any,
}
