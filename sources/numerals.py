"""Numbers as they are written, in digits and in words: "1,800", "2.5 million", "two dozen", "hundreds", "a third", "one in five".

Only what the number itself says stands here. Qualifiers, ranges and what is counted are `sources/figures.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sources.model import Span

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_PLURAL_SCALES = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 10**3, "lakhs": 10**5, "millions": 10**6, "billions": 10**9}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6,
    "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_FEW = {"several": 2, "a few": 2, "a couple of": 2, "a couple": 2, "many": 2}
"""The least that such a word can mean before "hundred" or "dozen"."""

_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[-‑\s](?:one|two|three|four|five|six|seven|eight|nine))?|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = rf"(?:{'|'.join(_SCALES)})"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?:"
    rf"(?P<many>(?:{'|'.join(_PLURAL_SCALES)})(?:\s+of\s+(?:{'|'.join(_PLURAL_SCALES)}))?)(?![\w-])"
    rf"|(?P<few>several|a\s+few|a\s+couple(?:\s+of)?|many)\s+(?P<fewscale>{_SCALE}(?:\s+{_SCALE})?)\b"
    rf"|(?P<odds>(?:{_BELOW_100}|\d{{1,3}})[-\s](?:in|out\s+of)[-\s](?:every\s+)?(?:{_BELOW_100}|\d{{1,3}}))(?![\w,.]*\d)\b"
    rf"|(?P<part>(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[-\s](?:{'|'.join(_PARTS)})|half(?!\s+an?\s+{_SCALE}\b)))(?![\w-])"
    rf"|(?P<digits>{_DIGITS})(?P<short>k|mn?|bn|tn)?(?![\w,]*\d)(?:[\s-]+(?P<digitscale>{_SCALE})s?\b)?"
    rf"|(?P<words>(?:half\s+an?|an?|{_BELOW_100}(?:\s+and\s+a\s+half)?)\s+{_SCALE}(?:\s+{_SCALE})?(?:\s+(?:and\s+)?(?:{_BELOW_100}\s+hundred(?:\s+and)?\s+)?{_BELOW_100})?|{_BELOW_100})\b"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number where it stands. ``share``: its values are percent. ``high`` None: it names no upper end ("hundreds").

    ``rough``: the number is round by its nature (a dozen, hundreds, a couple of thousand). ``scale``: what its last word multiplied by.
    """

    span: Span
    low: float
    high: float | None
    share: bool = False
    rough: bool = False
    scale: int = 1


@lru_cache(maxsize=2048)
def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number of a text, in order, none inside another. What only looks like one (a year, "B-52") is left to the caller."""
    return tuple(_numerals(text))


def _numerals(text: str) -> Iterator[Numeral]:
    for match in _NUMBER.finditer(text):
        found = _read(match)
        if found is not None:
            yield found


def _read(match: re.Match[str]) -> Numeral | None:
    span, kind = Span(*match.span()), match.lastgroup
    if match["many"]:
        least = _product(re.findall(r"[a-z]+", match["many"].lower()))
        return Numeral(span, 2 * least, None, rough=True)
    if match["few"]:
        least = _FEW[" ".join(match["few"].lower().split())] * _scaled(match["fewscale"])
        return Numeral(span, least, None, rough=True)
    if match["odds"]:
        return _odds(span, match["odds"])
    if match["part"]:
        return _part(span, match["part"])
    if match["digits"]:
        return _digits(span, match)
    assert kind is not None
    value, scale = _words_value(match["words"])
    return Numeral(span, value, value, rough="dozen" in match["words"].lower(), scale=scale)


def _digits(span: Span, match: re.Match[str]) -> Numeral | None:
    scale = 1
    if match["digitscale"]:
        scale = _SCALES[match["digitscale"].lower()]
    elif match["short"]:
        scale = _SHORT_SCALES[match["short"].lower()]
    value = _tidy(float(match["digits"].replace(",", "")) * scale)
    return Numeral(span, value, value, scale=scale)


def _product(words: list[str]) -> int:
    value = 1
    for word in words:
        value *= _PLURAL_SCALES.get(word, 1)
    return value


def _scaled(words: str) -> int:
    value = 1
    for word in words.lower().split():
        value *= _SCALES[word]
    return value


def _odds(span: Span, written: str) -> Numeral | None:
    few, many = re.split(r"[-\s]+(?:in|out\s+of)[-\s]+(?:every\s+)?", written.lower())
    part, whole = _small(few), _small(many)
    if not 0 < part < whole:
        return None
    share = _tidy(round(100 * part / whole, 1))
    return Numeral(span, share, share, share=True)


def _part(span: Span, written: str) -> Numeral:
    words = re.split(r"[-\s]+", written.lower())
    count = 1 if len(words) == 1 or words[0] in ("a", "an") else _UNITS[words[0]]
    share = _tidy(round(100 * count / _PARTS[words[-1]], 1))
    return Numeral(span, share, share, share=True)


def _small(word: str) -> int:
    return int(word) if word.isdecimal() else int(_words_value(word)[0])


def _words_value(written: str) -> tuple[float, int]:
    """The value of a number in words, and its last scale: "two hundred and fifty thousand" is (250000, 1000)."""
    words = re.split(r"[-‑\s]+", written.lower())
    if words[:1] == ["half"]:
        return _tidy(_scaled(" ".join(words[2:])) / 2), _scaled(" ".join(words[2:]))
    halved = "half" in words
    total, current, scale = 0.0, 0.0, 1
    for word in (word for word in words if word not in ("and", "half")):
        if word in _SCALES:
            scale = _SCALES[word]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif word in ("a", "an"):
            current += 0.5 if halved and current else (0 if halved else 1)
        else:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return _tidy(total + current), scale


def _tidy(value: float) -> float:
    """Without what floating point adds: 1.1 million is 1100000."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
