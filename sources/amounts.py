"""Numbers with what opens or closes their value: "more than 400", "between 40 and 60", "not fewer than 12 and probably 15".

What looks like a number of things and is none (a date, an age, "B-52", "the second") is left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sources.datings import Dating
from sources.model import Span
from sources.numerals import Numeral, numerals
from sources.quantities import currency_before, is_people, unit_behind, words

_SMALL = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
_TIME_UNIT = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))"
_NO_FIGURES = (
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d(?::\d\d)?\b|\b\d{1,2}(?:[.:]\d\d)?\s*[ap]\.?\s?m\b\.?|\b(?:0\d{3}|\d{4}\s*(?:GMT|UTC|hours|hrs|local))\b",  # clock times
    r"\b\d{1,2}\s*(?:to|and|-|–)\s*\d{1,2}\s*[ap]\.?\s?m\b|\b\d+-in-[\d.,]+(?:\s+[mb]illion)?|\band\s+a\s+half\b",
    r"\b(?:at|until|by|about)\s+(?:[01]?\d|2[0-3])\.[0-5]\d\b(?!\s*(?:%|per|million|billion|m\b))|\b\d{1,2}\s+o['’]clock\b",
    r"\b\d+(?:st|nd|rd|th)\b|\[\d{1,3}\]|https?://\S+|\b\w+=[\w&=]+|\w+@\w\S*",  # ordinals, footnotes, addresses of the net
    r"\b(?!(?:US|AU|CA|NZ|Rs|EUR|USD|GBP|CHF|PLN)\d)[^\W\d_]+[-‑–]?\d+\w*",  # "B-52", "G7"
    r"\b(?:No|Nos|Article|Section|Resolution|Chapter|Route|Highway|Flight|Room|Page|Figure|Table|Phase|Type|Channel|Boeing|Airbus|Number|Update|Rule|Title|Division|Ward|Gate|Line)\b\.?\s+\d[\d.]*\b",
    r"\b\d{1,5}\s+(?!(?:US|UN)\b)(?:[A-Z][\w.]+\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|Blvd|Square|Place)\b|\b\d+\s+Downing\b",
    rf"\b{_SMALL}[-‑–\s]years?[-‑–\s]olds?\b",  # ages
    rf"\b(?:aged?|ages)\s+(?:between\s+)?{_SMALL}(?:\s*(?:to|and|-|–)\s*{_SMALL})?\b|\b{_SMALL}\s+years?\s+of\s+age\b",
    r"(?<=[^\W\d_]),\s(?:both\s+|now\s+|then\s+|aged\s+)?\d{1,3}(?=\s*[,;.)]|\s+(?:and|who|of|from|was|is)\b)(?!,\d)(?!\.\d)|(?<=[^\W\d_])\s\(\d{1,3}\)",
    rf"\b(?:(?:youngest|oldest|eldest|she|he|who|i)\s+(?:is|was|am|turned|turns)|turned|both)\s+(?:only\s+|just\s+|about\s+)?{_SMALL}\b(?!\s*(?:%|per|times|met|[a-z]+s\b))",
    rf"\b(?:children|kids|people|those|women|men|girls|boys|youths|anyone|adults)\s+(?:aged\s+)?(?:under|over|above|below)\s+(?:the\s+age\s+of\s+)?{_SMALL}\b",
    rf"\b(?:past|last|next|first|final|previous|coming|following|every|each|for|within|after|in|over|during|the)\s+(?:the\s+)?(?:past\s+|last\s+|next\s+|first\s+)?{_SMALL}(?:[-\s](?:and\s+a\s+half|or\s+{_SMALL}|to\s+{_SMALL}))?[-\s]{_TIME_UNIT}\b",
    rf"\b{_SMALL}(?:\s+or\s+{_SMALL}|\s+and\s+a\s+half)?\s+{_TIME_UNIT}\s+(?:later|earlier|ago|before|after|late|early|from|since|previously|into|on)\b|\ba\s+half[-\s]hour\b",
    r"\bhalf[\s-](?:an?\s+)?(?:hour|year|time|way|brother|sister|mast|past|day|mile|dozen)\b(?<!dozen)|\b(?:second|first|other|latter)\s+half\b|\bin\s+half\b",
    rf"\b(?:{_SMALL}|twenty|thirty|forty|fifty|hundred)[-‑](?!(?:strong|member|dozen|hundred|thousand|million|billion|one|two|three|four|five|six|seven|eight|nine|third|quarter|fifth|tenth|percent|in|out)s?\b)(?=[a-z])[a-z]+(?:-[a-z]+)*",
    r"\bno[\s-]one\b|\bone\s+(?:of|another|day|who|that|by|or)\b|\b(?:one|two)\s+(?:hand|side|sides|thing|things)\b|\bone[-‑]\w+|\bin\s+one\b|\bzero\s+(?:in|hour|tolerance)\b",
    r"\b(?:the|this|that|his|her|its|their|a|first|second|third|fourth|last)\s+(?:second|third|fourth|quarter|fifth)\b(?!\s+of)",
    r"\bin\s+the\s+(?:tens|dozens|hundreds|thousands|millions)\b(?!\s+of)|\b\d{1,4}s\b|^\s*\d{1,2}[.)]\s|\b\d{1,3}[-–]\d{1,3}(?!\d|\s*(?:%|per\b|[a-z]))|\b\d{1,2}[-–]\d{1,2}(?=\s+(?:win|loss|defeat|draw|victory|lead)\b)|\b24/7\b|\b9/11\b|\b\d+-(?:on|to|for|by)-\d+\b|\b7[2-8]7s?\b|\b(?:day|week|level|stage|category|grade|episode|season|version|group|round|seed|magnitude)\s+\d{1,3}\b",
    r"\b\d+(?:\.\d+){2,}\b|\b\d{1,4}/\d{1,4}(?:/\d{1,4})?\b|\+\d[\d\s-]{6,}\d",
)
_NO_FIGURE = re.compile("|".join(f"(?:{pattern})" for pattern in _NO_FIGURES), re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:r[io]se[sn]?|rising|increas\w+|gr[eo]w\w*|grown|f[ae]ll\w*|drop\w*|lower\w*|rais\w+|revis\w+|cut|jump\w*|climb\w*|swell\w*|went|mov\w+|chang\w+|declin\w+|shr[aiu]nk\w*"
    r"|expand\w*|doubl\w+|up|down|reduc\w+|slip\w*|surg\w*|soar\w*|correct\w+)\b(?:\W+[\w%,.'’-]+){0,7}\W*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:[-‑–—]|\bto\b|\bor\b)\s*(?P<sign>US\$|[$€£¥₹])?\s*", re.IGNORECASE)
_AND = re.compile(r"\s*\band\b\s*(?P<sign>US\$|[$€£¥₹])?\s*", re.IGNORECASE)
_UP_TO_PROBABLY = re.compile(
    r"[\"”’']?\s+(?:and|but)\s+(?:probably|possibly|perhaps|maybe|up\s+to|as\s+many\s+as|at\s+most|no\s+more\s+than|not\s+more\s+than)\s+", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween\s+(?:US\$|[$€£¥₹])?[\"“]?$", re.IGNORECASE)
_FROM = re.compile(r"(?P<ranging>\brang(?:ed?|es|ing)\s+|\banywhere\s+|\bvar(?:y|ied|ies|ying)\s+)?\bfrom\s+(?:US\$|[$€£¥₹])?$", re.IGNORECASE)
_BEFORE_ONE = re.compile(r"\b(?:no|any|the|this|that|each|every|which|another|only|not|as)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with its qualifier. ``start`` to ``end`` is all of it, its currency and unit included; ``number`` the numerals alone."""

    number: Span
    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    qualifier: str | None
    unit: str | None
    share: bool


def amounts(sentence: str, times: Sequence[Dating]) -> Iterator[Amount]:
    """The numbers and ranges of a sentence, in order; ``times`` are what it says of dates."""
    barred = [time.span for time in times] + [Span(*match.span()) for match in _NO_FIGURE.finditer(sentence)]
    found = [number for number in numerals(sentence) if not _overlaps(number.span, barred) and _is_stated(sentence, number)]
    position = 0
    while position < len(found):
        first, second = found[position], found[position + 1] if position + 1 < len(found) else None
        joined = _range(sentence, first, second) if second else None
        yield joined or _amount(sentence, first.span, first, (first.low, first.high), first.rough)
        position += 2 if joined else 1


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _is_stated(sentence: str, number: Numeral) -> bool:
    """Whether a number says how many: "one" says so only before a person or a thing that is counted, a fraction only of something."""
    written, behind = number.span.of(sentence).lower(), sentence[number.span.end :]
    if written == "one":
        noun = re.match(r"\s+(?:[a-z-]+\s+)?([a-z]+)", behind)
        words_behind = re.findall(r"[a-z]+", behind[:40])
        return bool(noun) and not _BEFORE_ONE.search(sentence[: number.span.start]) and any(is_people(word) for word in words_behind[:2])
    if number.share and written in ("half", "a half", "a quarter", "a third", "a fifth", "a tenth", "a fourth"):
        return bool(re.match(r"\s+(?:of\b|the\b|its\b|their\b|his\b|her\b|that\b)", behind)) or _qualifier(sentence, number.span.start) is not None
    return True


def _range(sentence: str, first: Numeral, second: Numeral) -> Amount | None:
    """ "Between 40 and 60", "3,500 to 5,000", "not fewer than 12 and probably 15"; None when the two are figures of their own."""
    start, end = first.span.start, second.span.start
    unit = unit_behind(sentence, first.span.end)
    gap = sentence[unit[1] if unit and unit[1] <= end else first.span.end : end]
    both = Span(start, second.span.end)
    if first.high is None or second.high is None or first.share != second.share:
        return None
    if _UP_TO_PROBABLY.fullmatch(gap):
        led = _qualifier(sentence, start)
        return _amount(sentence, both, second, (first.low, second.high), True) if led and led[0] == "least" else None
    low = first.low * (second.scale if first.scale == 1 and second.scale > 1 and first.low < second.low / second.scale else 1)
    if low >= second.low:
        return None
    between = _BETWEEN.search(sentence, 0, start)
    if between and _AND.fullmatch(gap):
        made = _amount(sentence, both, second, (low, second.high), True)
        return replace(made, start=between.start(), qualifier=sentence[between.start() : between.start() + len("between")])
    if not _RANGE.fullmatch(gap):
        return None
    led_from = _FROM.search(sentence, 0, start)
    if "to" in gap.lower() and not (led_from and led_from["ranging"]) and _CHANGES.search(sentence, 0, led_from.start() if led_from else start):
        return None
    made = _amount(sentence, both, second, (low, second.high), True)
    return replace(made, start=led_from.start()) if led_from else made


def _amount(sentence: str, number: Span, last: Numeral, values: tuple[float | None, float | None], rough: bool) -> Amount:
    """A number with currency, unit and qualifier around it, its values opened as the qualifier says."""
    low, high = values
    money = currency_before(sentence, number.start)
    start = money[1] if money else number.start
    measured = unit_behind(sentence, number.end)
    unit, end = measured if measured else (money[0] if money else None, number.end)
    ranged = low != high and high is not None
    led = _qualifier(sentence, start)
    trailed = trailing(sentence, end)
    kind, qualifier = "", None
    if led:
        kind, qualifier, start = led
    elif trailed:
        kind, qualifier, end = trailed
    if not ranged and kind == "least":
        high = None
    elif not ranged and kind == "most":
        low, high = None, high if high is not None else low
    approximate = rough or ranged or kind in ("least", "most", "about")
    return Amount(number, start, end, low, high, approximate, qualifier, "percent" if last.share and unit is None else unit, last.share)


def _qualifier(sentence: str, start: int) -> tuple[str, str, int] | None:
    """(kind, words, start) of the qualifier before a number; of two ("only about") the one that opens the value."""
    found = _one_qualifier(sentence, start)
    outer = _one_qualifier(sentence, found[2]) if found else None
    if found is None or outer is None:
        return found
    kind, qualifier, _ = found if found[0] != "limited" else outer
    return kind, qualifier, outer[2]


def _one_qualifier(sentence: str, start: int) -> tuple[str, str, int] | None:
    near = max(0, start - 40)
    found = [
        (match.start("words"), kind, match["words"])
        for kind, pattern in words().before
        if (match := pattern.search(sentence, near, start)) and match.end() == start
    ]
    if not found:
        return None
    begins, kind, qualifier = min(found)
    return kind, qualifier, begins


def trailing(sentence: str, end: int) -> tuple[str, str, int] | None:
    """(kind, words, end) of the qualifier behind a number or its noun: "or more"."""
    for kind, pattern in words().behind:
        match = pattern.match(sentence, end)
        if match:
            return kind, match["words"], match.end()
    return None


def opened(amount: Amount, kind: str, qualifier: str) -> Amount:
    """An amount whose qualifier stands behind its noun."""
    low, high = amount.low, amount.high
    if low == high:
        low, high = (low, None) if kind == "least" else (None, high) if kind == "most" else (low, high)
    return replace(amount, low=low, high=high, approximate=True, qualifier=qualifier)
