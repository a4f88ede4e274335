"""Whether two figures are of the same quantity: the same thing counted, of the same event and scope, though perhaps at another time. Pure.

Only figures of one quantity may stand side by side; an update and a contradiction are of one quantity, captured and killed are not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from index.analyse import analyse
from sources.model import Figure
from sources.quantities import OTHER, without_showing_words


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in the sentence that states it; ``title``: of its article, which often names the event that the sentence leaves out."""

    figure: Figure
    sentence: str
    title: str = ""


_ENOUGH = 0.6
_MEETING = 0.2
"""What it counts, beside the share of terms in common, that the two leave some number open together …"""
_KNOWN = 0.2
"""… and that both show the same quantity by its words. Round numbers, chosen on 84 pairs of news sentences (docs/evaluation.md)."""
ANSWERS = 0.3
ABOUT = 0.15
_PERIOD = re.compile(
    r"\b(?:daily|(?:a|per|each|every)\s+(?:day|week|month|year)\b(?!\s+(?:after|before|earlier|later|ago|old))|in\s+the\s+(?:last|past)\s+\w+\s+(?:hours?|days?|weeks?)|on\s+average|averag\w+)\b",
    re.IGNORECASE,
)


def is_same_quantity(a: Stated, b: Stated, known_alike: float = 0.0) -> bool:
    """Whether two figures may be set side by side as values of one quantity. In doubt they may not.

    ``known_alike``: what is known beforehand, `ANSWERS` where both stand in sentences that answer one question, which has named the event
    already, `ABOUT` where both are about whom it names.
    """
    if not _units_agree(a.figure, b.figure) or not _quantities_agree(a.figure, b.figure):
        return False
    if bool(_PERIOD.search(a.sentence)) != bool(_PERIOD.search(b.sentence)):
        return False
    meeting = values_meet(a.figure, b.figure)
    if not meeting and (_is_partial(a) != _is_partial(b) or _are_elsewhere(a, b)):
        return False
    known = a.figure.quantity == b.figure.quantity != OTHER
    return shared(a, b) + _MEETING * meeting + _KNOWN * known + known_alike >= _ENOUGH


def _is_partial(stated: Stated) -> bool:
    """Whether a figure says of itself that it takes in, or leaves out, somebody: "5,000 people, including the relatives of fighters"."""
    return bool(_PARTIAL.match(stated.sentence, stated.figure.span.end))


def is_part(figure: Figure, sentence: str) -> bool:
    """Whether a figure counts some of what was counted before: "two of those held". Its span is of the sentence."""
    return bool(_PART.search(sentence, figure.span.start, figure.span.end + _NEAR // 4))


def _are_elsewhere(a: Stated, b: Stated) -> bool:
    """Whether both say where their figure holds, and not of one place."""
    here, there = _places(a), _places(b)
    return bool(here and there) and here.isdisjoint(there)


def _places(stated: Stated) -> frozenset[str]:
    """The terms of the names behind "in", "across", "at" right behind a figure's noun."""
    found = _PLACE.search(stated.sentence[stated.figure.span.end : stated.figure.span.end + _NEAR])
    return frozenset(term for word in re.findall(r"\b[A-Z][\w’'-]+", found["names"]) for term in analyse(word)) if found else frozenset()


_NEAR = 60
"""Characters behind a figure in which its own place stands."""
_PLACE = re.compile(r"\b(?:in|across|inside|at|near|from)\s+(?:(?:the\s+)?(?:north|south|east|west)\w*\s+)?(?P<names>[A-Z].*)")
_PART = re.compile(
    r"\bof\s+(?:those|these|the\s+(?:\d|(?:\w+\s+)?(?:detained|arrested|dead|killed|wounded|cases|victims|detainees|prisoners|fighters|people|men)\b))",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r",?\s*(?:[\w’'-]+\s+){0,2}\(?(?:including|counting)\b", re.IGNORECASE)


def _units_agree(a: Figure, b: Figure) -> bool:
    return a.unit == b.unit or None in (a.unit, b.unit) or (a.quantity == b.quantity == "cases")


def _quantities_agree(a: Figure, b: Figure) -> bool:
    return a.quantity == b.quantity or OTHER in (a.quantity, b.quantity)


def values_meet(a: Figure, b: Figure) -> bool:
    """Whether some number is left open by both."""
    low = max(a.low if a.low is not None else float("-inf"), b.low if b.low is not None else float("-inf"))
    high = min(a.high if a.high is not None else float("inf"), b.high if b.high is not None else float("inf"))
    return low <= high


def shared(a: Stated, b: Stated) -> float:
    """How much of what two sentences with their titles tell is the same, 0 to 1."""
    here, there = _terms(a), _terms(b)
    return len(here & there) / min(len(here), len(there)) if here and there else 0.0


@lru_cache(maxsize=2048)
def _terms(stated: Stated) -> frozenset[str]:
    """The terms that tell of which event and where; not what is counted and the deed, which unit and quantity already are."""
    span = stated.figure.span
    around = f"{stated.sentence[: span.start]} {stated.sentence[span.end :]} {stated.title}"
    return frozenset(term for term in analyse(without_showing_words(around, stated.figure.quantity)) if not term[0].isdigit())


_ALIKE = 0.8
_LEAST_WORDS = 8


def is_copy(text: str, other: str) -> bool:
    """Whether two passages are one text, a few words apart: what an agency wrote and two outlets print. Their numbers are the same."""
    here, there = _words_of(text), _words_of(other)
    if min(len(here), len(there)) < _LEAST_WORDS:
        return here == there
    if [word for word in here if word[0].isdigit()] != [word for word in there if word[0].isdigit()]:
        return False
    common = sum((Counter(here) & Counter(there)).values())
    return common >= _ALIKE * max(len(here), len(there))


@lru_cache(maxsize=2048)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
