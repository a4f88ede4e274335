"""What kind of answer a sentence holds: a figure, a time, a place, somebody introduced, somebody speaking. Pure.

`figures` is the number rule: a question "how many" is never answered by a sentence without a figure. What looks like a
figure and is none (dates, years, clock times, ordinals, "one of", "no one", "a second blast", "B-52") does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.question import Asked, Measure, Question, deed_terms, people_terms, strength_terms
from index.analyse import analyse
from index.search import Concept
from sources.model import Span


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

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_NO_FIGURES = (
    rf"\b{_MONTH}\.?\s+{_DAY}\b(?![.,]?\d)|\b{_DAY}\s+(?:of\s+)?{_MONTH}\b",  # dates
    r"\b(?:1\d|20)\d\d-\d\d(?:-\d\d)?\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d\d)?\d\d\b",
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b\d{1,2}(?:\.\d\d)?\s*[ap]\.?\s?m\b\.?",  # clock times
    r"\b(?:at|until|by)\s+(?:[01]?\d|2[0-3])\.[0-5]\d\b(?!\s*(?:%|per|million|billion))",
    r"\b\d+(?:st|nd|rd|th)\b|\[\d{1,3}\]",  # ordinals, footnotes
    r"\b(?!(?:US|AU|CA|NZ|Rs|EUR|USD|GBP|CHF|PLN)\d)[^\W\d_]+[-–]?\d+\w*",  # "B-52", "G7"
    r"\b(?:No|Nos|Article|Section|Resolution|Chapter|Route|Highway|Flight|Room|Page|Figure|Table|Phase|Unit|Type|Channel)\b\.?\s+\d+\b",
    r"\bno[\s-]one\b|\bone\s+(?:of|another|day|who|that)\b|\b(?:one|two)\s+(?:hand|side|thing)\b",
    r"\b(?:a|the|this|that|his|her|its|their)\s+(?:second|third|fourth|quarter)\b(?!\s+of)|\bhalf[\s-](?:an?\s+)?(?:hour|year|time|way|brother|sister)\b",
)
_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty"
    " sixty seventy eighty ninety zero dozens? hundreds? thousands? millions? billions? half thirds quarters"
).split()
_FIGURE = re.compile(
    rf"(?P<digits>\d+(?:[.,]\d+)*)|\b(?:{'|'.join(_WORDS)})\b|\bscores\s+of\b|\b(?:a|one)[\s-](?:third|quarter|fifth|tenth)\b|\b(?P<one>one)\b", re.IGNORECASE
)
_NO_FIGURE = re.compile("|".join(f"(?:{pattern})" for pattern in _NO_FIGURES[:2]) + "|" + "|".join(f"(?i:{pattern})" for pattern in _NO_FIGURES[2:]))
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ROUGHLY = frozenset("some about least most than nearly almost over roughly around approximately to only just under another killed wounded arrested".split())
_DATING = frozenset("the in of since by from until during before after early late mid his her its their this that next last".split())
_BEHIND_ONE = frozenset("said says say could would can should might must may will was is had has were to and or by on in at as but".split())
_BEFORE_ONE = frozenset("no any the this that each every some lower higher new which another".split())


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Span, ...]:
    """Where a text states figures; dates, years, ordinals and pronouns left aside."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Span]:
    bare = _NO_FIGURE.sub(lambda found: " " * len(found[0]), text)
    for match in _FIGURE.finditer(bare):
        before = (re.findall(r"[\w’'-]+", bare[max(0, match.start() - 30) : match.start()]) or [""])[-1].lower()
        after = re.match(r"\s+([\w’'-]+)", bare[match.end() : match.end() + 30])
        following = after[1].lower() if after and after[1].islower() else ""
        if match["one"] and (not following or following in _BEHIND_ONE or before in _BEFORE_ONE):
            continue
        if match["digits"] and _YEAR.fullmatch(match["digits"]) and _is_year(before, following):
            continue
        yield Span(*match.span())


def _is_year(before: str, following: str) -> bool:
    """Four digits without a comma are a year, but behind "some" or before a plural: "some 2000 fighters"."""
    counts = before in _ROUGHLY or (before not in _DATING and (following.endswith("s") or following in ("people", "men", "women", "children")))
    return not counts


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
    """Whether a text states a figure of this kind."""
    return has_figure(text) and (measure not in _UNITS or bool(re.search(_UNITS[measure], text, re.IGNORECASE)))


_CLOSE = 45
"""Characters between a figure and what it counts: some seven words."""


def figure_of(text: str, terms: frozenset[str]) -> bool:
    """Whether a figure stands close to one of these terms."""
    return any(not terms.isdisjoint(terms_of(text[max(0, figure.start - _CLOSE) : figure.end + _CLOSE])) for figure in figures(text))


# ---------------------------------------------------------------------- the other kinds

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
