"""What a figure counts: its unit, and the quantity (killed, captured, strength …) that the words around it show. Words in figures.toml.

A quantity is read off the nearest word that shows one: in the figure's own noun phrase, or governing it in its clause.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from sources.model import Span

OTHER = "other"
_OF_PEOPLE = frozenset(
    "killed wounded casualties missing captured abducted released escaped charged surrendered displaced rescued treated strength attendance workforce".split()
)
"""Quantities that count people when no noun stands with the figure."""
_CLAUSE_END = re.compile(
    r"[;:!?—–()\"“”]|,\s(?:and|but|while|as|which|who|whom|with|according|against|up|down)\b|,\s(?=[^\W\d]+\s(?:said|says)\b)", re.IGNORECASE
)
_FARTHER_BACK = 1.6
"""What a character before the figure counts against one behind it, for a verb: the one behind often has another subject."""
_FARTHEST = 90.0
_AUXILIARY = re.compile(r"\s+(?:were|was|are|is|have|has|had|remain(?:ed|s)?)\b", re.IGNORECASE)
_PASSIVE = 30.0
""" "40 missing and 100 people were found dead": an auxiliary behind the noun makes the word behind it the figure's."""
_CONJUNCTION = re.compile(r"\b(?:and|or|but|while)\s+$", re.IGNORECASE)
_JOINED = 100.0
""" "killing 15 and injuring 30": a word right behind a conjunction has an object of its own."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of figures.toml, compiled. ``before`` and ``behind``: (kind, pattern) of each kind of qualifier."""

    before: tuple[tuple[str, re.Pattern[str]], ...]
    behind: tuple[tuple[str, re.Pattern[str]], ...]
    people: frozenset[str]
    plural: frozenset[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    money: frozenset[str]
    currencies: dict[str, str]
    currency: re.Pattern[str]
    nouns: dict[str, re.Pattern[str]]
    verbs: dict[str, re.Pattern[str]]


def _either(patterns: list[str]) -> str:
    return "|".join(pattern.replace(" ", r"\s+") for pattern in sorted(patterns, key=len, reverse=True))


@lru_cache(maxsize=1)
def words() -> Words:
    """The word lists, read once."""
    table: dict[str, Any] = tomllib.loads(resources.files("sources").joinpath("figures.toml").read_text(encoding="utf-8"))
    qualifiers, quantities = table["qualifiers"], table["quantities"]
    signs = sorted(table["currencies"], key=len, reverse=True)
    return Words(
        before=tuple(
            (kind, re.compile(rf"(?<![\w-])(?P<words>{_either(qualifiers[kind])})[\s‑]*(?:(?<=\s)the\s+)?[\"“'‘*]*$", re.IGNORECASE))
            for kind in ("least", "most", "about", "limited")
        ),
        behind=tuple(
            (kind, re.compile(rf",?\s+(?P<words>{_either(qualifiers[f'{kind}_behind'])})(?![\w-])", re.IGNORECASE)) for kind in ("least", "most", "about")
        ),
        people=frozenset(table["nouns"]["people"].split()),
        plural=frozenset(table["nouns"]["plural"].split()),
        units=tuple(
            (unit, re.compile(rf"[\s-]?(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)) for unit, patterns in (table["units"] | table["money"]).items()
        ),
        money=frozenset((*table["money"], *table["currencies"].values())),
        currencies=table["currencies"],
        currency=re.compile(rf"(?:{'|'.join(map(re.escape, signs))})\s?$"),
        nouns=_showing(quantities, "noun"),
        verbs=_showing(quantities, "verb"),
    )


def _showing(quantities: dict[str, dict[str, str]], part: str) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<![\w-])(?:{'|'.join(shown[part].split())})(?![\w-])", re.IGNORECASE) for name, shown in quantities.items() if shown.get(part)
    }


def quantity_names() -> tuple[str, ...]:
    """The closed list of quantities, "other" last."""
    names = dict.fromkeys((*words().nouns, *words().verbs))
    return (*names, OTHER)


def without_showing_words(sentence: str, quantity: str) -> str:
    """A sentence without the words that show this quantity."""
    for patterns in (words().nouns, words().verbs):
        if quantity in patterns:
            sentence = patterns[quantity].sub(" ", sentence)
    return sentence


def unit_behind(text: str, end: int) -> tuple[str, int] | None:
    """The unit of measure or money written right behind a number, and where it ends; the longest that fits."""
    found = [(match.end(), unit) for unit, pattern in words().units if (match := pattern.match(text, end))]
    if not found:
        return None
    stop, unit = max(found)
    return unit, stop


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """The currency sign before a number, and where it begins."""
    match = words().currency.search(text, max(0, start - 5), start)
    return (words().currencies[match[0].strip()], match.start()) if match else None


def is_people(noun: str) -> bool:
    """Whether a noun names people: its last part counts ("policemen", "ex-soldiers")."""
    folded = noun.lower()
    return folded in words().people or folded.rsplit("-", 1)[-1] in words().people


def counts_people(quantity: str) -> bool:
    """Whether this quantity, without a noun, counts people."""
    return quantity in _OF_PEOPLE


def quantity_of(sentence: str, number: Span, phrase: Span, others: tuple[Span, ...] = ()) -> str:
    """The quantity that a sentence shows for the figure at ``number`` with its noun phrase ``phrase``; ``others`` are its other figures.

    In the noun phrase a word that names a deed or its victims decides ("deaths", "detainees"); a word that only names people
    ("fighters" for strength) gives way to a verb: "killed 62 fighters" is killed.
    """
    noun = _in_phrase(sentence[phrase.start : phrase.end])
    verb = _governing(sentence, number, phrase, others)
    if noun in _WEAK_NOUNS and verb is not None:
        return verb
    return noun or verb or OTHER


_WEAK_NOUNS = frozenset(("strength", "workforce", "attendance", "treated", "cases", "supplies", "destroyed", "seized", "captured", "attacks", "rescued", None))


def shown_by(sentence: str, quantity: str) -> str:
    """The words of a sentence that show this quantity: "rounded up"; its name where none does."""
    for patterns in (words().verbs, words().nouns):
        if quantity in patterns and (match := patterns[quantity].search(sentence)):
            return match[0]
    return quantity


def _in_phrase(phrase: str) -> str | None:
    found = [(match.start(), name) for name, pattern in words().nouns.items() if (match := pattern.search(phrase))]
    return min(found)[1] if found else None


def _governing(sentence: str, number: Span, phrase: Span, others: tuple[Span, ...]) -> str | None:
    """The nearest showing word of the clause outside the noun phrase."""
    clause = _clause(sentence, number)
    passive = _PASSIVE if _AUXILIARY.match(sentence, phrase.end) else 0.0
    ranked = []
    for name, pattern in words().verbs.items():
        for match in pattern.finditer(sentence, clause.start, clause.end):
            start, end = match.span()
            if start < phrase.end and end > phrase.start:
                ranked.append((0.0, name))
            elif end <= phrase.start:
                ranked.append(
                    (_FARTHER_BACK * (phrase.start - end) + _between(others, end, phrase.start) + _commas(sentence, end, phrase.start) + passive, name)
                )
            else:
                joined = _JOINED if not passive and _CONJUNCTION.search(sentence, phrase.end, start) else 0.0
                ranked.append((start - phrase.end + _between(others, phrase.end, start) + _commas(sentence, phrase.end, start) + joined, name))
    return min(ranked)[1] if ranked and min(ranked)[0] <= _FARTHEST else None


def is_object_of(sentence: str, start: int, quantity: str) -> bool:
    """Whether the word that shows this quantity stands right before what begins at ``start``: "killed | 14 revellers"."""
    pattern = words().verbs.get(quantity)
    return bool(pattern) and any(match.end() == len(sentence[:start].rstrip()) for match in pattern.finditer(sentence, max(0, start - 30), start))  # type: ignore[union-attr]


def _between(others: tuple[Span, ...], start: int, end: int) -> float:
    """Each other figure between a word and this one makes it the other's word rather."""
    return 25.0 * sum(start <= other.start and other.end <= end for other in others)


def _commas(sentence: str, start: int, end: int) -> float:
    """Behind a comma another clause may have begun."""
    return 20.0 * sentence.count(", ", start, end)


def _clause(sentence: str, number: Span) -> Span:
    start, end = 0, len(sentence)
    for match in _CLAUSE_END.finditer(sentence):
        if match.end() <= number.start:
            start = match.end()
        elif match.start() >= number.end:
            end = match.start()
            break
    return Span(start, max(end, number.end))
