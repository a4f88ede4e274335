"""Whether two figures are of the same quantity: the same thing counted, of the same event and scope, though perhaps at another time. Pure.

Only figures of one quantity may stand side by side; an update and a contradiction are of one quantity, captured and killed are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_PERIOD = re.compile(
    r"\b(?:daily|(?:a|per|each|every)\s+(?:day|week|month|year)\b(?!\s+(?:after|before|earlier|later|ago|old))|in\s+the\s+(?:last|past)\s+\w+\s+(?:hours?|days?|weeks?)|on\s+average|averag\w+)\b",
    re.IGNORECASE,
)


def is_same_quantity(a: Stated, b: Stated) -> bool:
    """Whether two figures may be set side by side as values of one quantity. In doubt they may not."""
    if not _units_agree(a.figure, b.figure) or not _quantities_agree(a.figure, b.figure):
        return False
    if bool(_PERIOD.search(a.sentence)) != bool(_PERIOD.search(b.sentence)):
        return False
    known = a.figure.quantity == b.figure.quantity != OTHER
    return shared(a, b) + _MEETING * _values_meet(a.figure, b.figure) + _KNOWN * known >= _ENOUGH


def _units_agree(a: Figure, b: Figure) -> bool:
    return a.unit == b.unit or None in (a.unit, b.unit) or (a.quantity == b.quantity == "cases")


def _quantities_agree(a: Figure, b: Figure) -> bool:
    return a.quantity == b.quantity or OTHER in (a.quantity, b.quantity)


def _values_meet(a: Figure, b: Figure) -> bool:
    """Whether some number is left open by both."""
    low = max(a.low if a.low is not None else float("-inf"), b.low if b.low is not None else float("-inf"))
    high = min(a.high if a.high is not None else float("inf"), b.high if b.high is not None else float("inf"))
    return low <= high


def shared(a: Stated, b: Stated) -> float:
    """How much of what two sentences with their titles tell is the same, 0 to 1."""
    here, there = _terms(a), _terms(b)
    return len(here & there) / min(len(here), len(there)) if here and there else 0.0


def _terms(stated: Stated) -> frozenset[str]:
    """The terms that tell of which event and where; not what is counted and the deed, which unit and quantity already are."""
    span = stated.figure.span
    around = f"{stated.sentence[: span.start]} {stated.sentence[span.end :]} {stated.title}"
    return frozenset(term for term in analyse(without_showing_words(around, stated.figure.quantity)) if not term[0].isdigit())
