"""Times that a sentence names, and the day, month or year they mean: "on 23 February", "last month", "in 2014", "Wednesday".

A time is no figure, and it says when a figure was so. A relative one is resolved against the day of publication, and means
nothing without it. English only. Days are ISO 8601, as exact as the text is: "2014", "2024-02", "2024-02-23".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sources.model import Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_MONTH = (
    r"(?:(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?|(?:May|MAY)\b)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_PATTERNS = (
    rf"(?P<iso>\b{_YEAR}-\d\d-\d\d\b)",
    rf"\b(?P<d1>{_DAY})(?:\s*(?:-|–|and|to)\s*{_DAY})?\s+(?:of\s+)?(?P<m1>{_MONTH})(?:,?\s+(?P<y1>{_YEAR}|\d\d\b(?=\s*[-(])))?(?![\w-])",
    rf"\b(?P<m2>{_MONTH})\s+(?P<d2>{_DAY})\b(?![.,]?\d|\s*(?:percent|per\s|%|people|civilians|million))(?:,?\s+(?P<y2>{_YEAR})\b)?",
    rf"\b(?:(?:early|mid|late)[-\s])?(?P<m3>{_MONTH}),?\s+(?:of\s+)?(?P<y3>{_YEAR})\b",
    rf"\b(?P<last>(?:last|this|next))\s+(?P<m4>{_MONTH})",
    rf"\b(?:in|since|from|until|by|of|during|before|after|end\s+of|through)\s+(?:(?:early|mid|late)[-\s])?(?P<m5>{_MONTH})(?![\w-]|\s+\d)",
    rf"\b(?P<seasonyear>(?:{_YEAR})[-–/]\d\d(?:\d\d)?)\b",
    r"\b(?:(?P<lastday>last|next)\s+)?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)(?:day|DAY))\b",
    r"\b(?P<near>(?i:today|yesterday|tonight|tomorrow|last\s+night|overnight))\b",
    r"\b(?P<span>(?i:last|this|next|previous)\s+(?i:week|month|year))\b",
    rf"(?<![\w.,$€£-])(?P<year>{_YEAR})(?:s\b)?(?![\w%]|[.,]\d)",
)
_TIME = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_COUNTING = re.compile(
    r"(?:\b(?:some|about|least|most|than|nearly|almost|over|roughly|around|approximately|to|only|just|under|another|killed|wounded|arrested))\s+$", re.I
)
_DATING = re.compile(
    r"(?:\b(?:in|of|since|by|from|until|during|before|after|early|late|mid|his|her|its|their|this|that|next|last|summer|spring|autumn|winter)[\s-]+)$",
    re.I,
)
_PEOPLE = re.compile(r"\s+(?:[a-z]+\s+)?(?:people|men|women|children|civilians|residents|fighters|soldiers|troops|refugees|prisoners|workers|houses|homes)\b")
_MANY = re.compile(r"\s+(?:[a-z]+\s+){0,2}(?:[a-z]+(?<![siu])s|people|men|women|children)\b")


@dataclass(frozen=True, slots=True)
class Dating:
    """A time named at ``span``; ``day`` None: relative, and no publication day is known. ``bounds``: it begins or ends a stretch ("since March")."""

    span: Span
    day: str | None
    bounds: bool = False


def datings(text: str, published: date | None = None) -> tuple[Dating, ...]:
    """The times that a text names, in order."""
    return tuple(_datings(text, published))


_BOUND = re.compile(
    r"\bsince\s[^,.;:]{1,50}$|\b(?:since|until|till|before|after|from|by|to|through|between|for)\s+(?:the\s+)?(?:(?:early|mid|late)[-\s])?$",
    re.I,
)


def _datings(text: str, published: date | None) -> Iterator[Dating]:
    for match in _TIME.finditer(text):
        if match["year"] and _is_count(text, match):
            continue
        begins = bool(_BOUND.search(text[max(0, match.start() - 60) : match.start()])) or bool(_BOUND.match(match[0].split(" ")[0] + " "))
        yield Dating(Span(*match.span()), _day(match, published), begins)


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Four digits are a count behind "some" or before a plural: "some 2000 fighters"."""
    before = text[max(0, match.start() - 24) : match.start()]
    if _COUNTING.search(before):
        return not re.search(r"\bto\s+$", before, re.I) or bool(_MANY.match(text, match.end()))
    return not _DATING.search(before) and bool(_PEOPLE.match(text, match.end()))


def _day(match: re.Match[str], published: date | None) -> str | None:
    found = match.groupdict()
    if found["iso"] or found["year"]:
        return found["iso"] or found["year"]
    if found["seasonyear"]:
        return found["seasonyear"][:4]
    if found["m3"]:
        return f"{found['y3']}-{_month(found['m3']):02}"
    for number in ("1", "2"):
        if found[f"m{number}"]:
            return _day_of_month(found[f"m{number}"], found[f"d{number}"], found[f"y{number}"], published)
    return _relative(found, published) if published else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _day_of_month(month: str, day: str, year: str | None, published: date | None) -> str | None:
    number, on = _month(month), int(re.sub(r"\D", "", day))
    if year is not None:
        of = int(year) if len(year) == 4 else 1900 + int(year)
    elif published is not None:
        of = published.year - (1 if (number, on) > (published.month, published.day + 7) else 0)
    else:
        return None
    try:
        return date(of, number, on).isoformat()
    except ValueError:
        return None


def _relative(found: dict[str, str | None], published: date) -> str | None:
    if found["weekday"]:
        back = (published.weekday() - _WEEKDAYS.index(found["weekday"][:3].lower())) % 7
        ahead = 7 - back if found["lastday"] == "next" else -back
        return (published + timedelta(days=ahead - (7 if found["lastday"] == "last" and not back else 0))).isoformat()
    if found["near"]:
        word = found["near"].lower().split()
        days = {"yesterday": -1, "tomorrow": 1}.get(word[0], -1 if word[-1] == "night" else 0)
        return (published + timedelta(days=days)).isoformat()
    if found["span"]:
        which, unit = found["span"].lower().split()
        return _span_day(which, unit, published)
    return _relative_month(found["m4"] or found["m5"], found["last"], published)


def _span_day(which: str, unit: str, published: date) -> str | None:
    step = {"this": 0, "next": 1}.get(which, -1)
    if unit == "year":
        return str(published.year + step)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12}-{months % 12 + 1:02}"
    return None  # a week has no ISO day of its own here


_SOON = 3
"""Months ahead that a bare "in April" may still mean; one that is farther off was last year."""


def _relative_month(name: str | None, which: str | None, published: date) -> str | None:
    if not name:
        return None
    number = _month(name)
    if which is None and 0 < number - published.month <= _SOON:
        return None
    year = published.year - (1 if number > published.month or (which == "last" and number == published.month) else 0)
    return f"{year + (1 if which == 'next' and number <= published.month else 0)}-{number:02}"
