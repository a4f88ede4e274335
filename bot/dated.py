"""Whether a sentence says when: by a time that the question does not hold already, and of the deed that it asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bot.candidates import terms_of
from sources.datings import datings

_CLOCK = re.compile(
    r"\b(?:midnight|noon|dawn|dusk|sunrise|sunset|midday|\d{1,2}[:.]\d\d|\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\b)|\b\d{1,2}/\d{1,2}/\d{2,4}\b", re.IGNORECASE
)
_NEAR = re.compile(
    r"\b(?:(?:last|next|this|past|same|following|previous|earlier|coming|the)\s+(?:week|weekend|month|year|day|night|morning|evening|afternoon|summer|winter|spring|autumn|fall)"
    r"|(?:an?|several|few|couple\s+of|two|three|four|five|six|seven|eight|nine|ten|dozen|\d+|some)\s+(?:minutes?|hours?|days?|weeks?|months?|years?|decades?)\s+(?:ago|earlier|later|before|after|since)"
    r"|\d{1,2}(?:st|nd|rd|th)\s+century|(?:1[0-9]|20)\d0s)\b",
    re.IGNORECASE,
)
_ABOUT_A_YEAR = re.compile(r"\b(?:about|around|circa|ca?\.)\s+(?:1[0-9]|20)\d\d\b(?!\s+[a-z]+s\b)", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?|decades?)\b|\b(?:before|after|until|since|during|once|when|while|as\s+soon\s+as)\s+(?:the\s+)?[^\W\d_]{3,}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_LIFE = re.compile(r"\([^()]*\b(?:1[0-9]|20)\d\d\b[^()]*[-–—][^()]*\)|\((?:born|b\.|died|d\.)\s[^()]*\d{4}[^()]*\)")
"""The years of a life behind a name: "(3 July 1750 – 28 February 1825)"."""
EXACT, VAGUE, NEVER = 1.0, 0.4, 0.0


@lru_cache(maxsize=4096)
def _times(text: str) -> tuple[str, ...]:
    return tuple(_all_times(text))


def _all_times(text: str) -> Iterator[str]:
    yield from (one.span.of(text) for one in datings(text))
    yield from (found[0] for pattern in (_CLOCK, _NEAR, _ABOUT_A_YEAR) for found in pattern.finditer(text))


def tells_when(text: str, known: Collection[str]) -> float:
    """How far a sentence names a time that the question does not: `EXACT`, `VAGUE` or `NEVER`. ``known``: the question's terms.

    Who asks for the date of what a year stands by wants more than a year.
    """
    held_year = any(_YEAR.fullmatch(term) for term in known)
    for time in _times(text):
        terms = terms_of(time)
        if not terms or (not terms <= set(known) and not (held_year and _YEAR.fullmatch(time))):
            return EXACT
    return VAGUE if _VAGUE.search(text) else NEVER


def tells_of_a_life(text: str, known: Collection[str]) -> bool:
    """Whether the years of a life stand behind the name of who is asked about: those of a birth and, where there are two, of a death."""
    return any(not set(known).isdisjoint(terms_of(text[: found.start()])) for found in _LIFE.finditer(text))
