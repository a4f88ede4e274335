"""What is being asked: the kind of answer, the concepts that a passage has to hold, and what no answer may lack. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from index.analyse import STOP_WORDS, analyse, concepts, names_in
from index.search import Concept, Query


class Asked(StrEnum):
    """The kind of answer that a question wants."""

    NUMBER = "number"
    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    SPEECH = "speech"
    OTHER = "other"


class Measure(StrEnum):
    """What the figure of a number question counts or measures."""

    ANY = "any"
    SHARE = "share"
    LENGTH = "length"
    AGE = "age"
    MONEY = "money"
    STRENGTH = "strength"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Demands:
    """What an answer may not lack.

    ``names``: who is asked about; ``counted``: what is counted; ``deed``: what was done to them; ``places``: the words of
    each place's name; ``years``.
    """

    names: tuple[Concept, ...] = ()
    counted: tuple[Concept, ...] = ()
    deed: Concept | None = None
    places: tuple[tuple[Concept, ...], ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """``names``: (as written, ``=`` term) of each alias found. ``empty``: nothing in it can be looked up."""

    text: str
    asked: Asked
    concepts: tuple[Concept, ...]
    names: tuple[tuple[str, str], ...]
    measure: Measure = Measure.ANY
    demands: Demands = Demands()

    @property
    def empty(self) -> bool:
        return not self.concepts

    def query(self, collection: str) -> Query:
        """The search that this question asks for."""
        return Query(self.text, self.concepts, collection)


_NUMBER = re.compile(
    r"\b(?:how\s+(?:many|much|big|large|strong|old|deep|high|long|far|tall)|(?:the\s+)?(?:total\s+)?numbers?\s+of|what\s+(?:share|percentage|proportion|number|fraction)"
    r"|(?:the\s+)?(?:size|total|count|share|percentage)\s+of|toll|strengh?th?|strenght)\b",
    re.IGNORECASE,
)
_KINDS = (
    (Asked.NUMBER, _NUMBER),
    (Asked.PERSON, re.compile(r"^\W*who(?:'s|’s)?\s+(?:is|was|are|were)\s+(?!\w+(?:ed|ing)\b)|^\W*who['’]s\b|\bwho\s+(?:is|was|are|were)\W*$", re.IGNORECASE)),
    (Asked.TIME, re.compile(r"^\W*(?:when|what\s+(?:date|day|year|time))\b", re.IGNORECASE)),
    (Asked.PLACE, re.compile(r"^\W*(?:where|(?:in\s+)?(?:which|what)\s+(?:country|city|town|place))\b", re.IGNORECASE)),
    (
        Asked.SPEECH,
        re.compile(
            r"\bwhat\b.*\b(?:say|said|says|saying|think|thinks|claims?|comment|tell|told|answer|reply|respond|announce|warn)\b|^\W*quotes?\b", re.IGNORECASE
        ),
    ),
)
_SIZE = re.compile(r"\b(?:how\s+(?:big|large|strong)|size|strengh?th?|strenght)\b", re.IGNORECASE)
_MEASURES = (
    (Measure.SHARE, re.compile(r"\b(?:share|percentage|proportion|fraction|per\s*cent|percent|how\s+much\s+of)\b", re.IGNORECASE)),
    (Measure.LENGTH, re.compile(r"\bhow\s+(?:deep|high|tall|wide)\b", re.IGNORECASE)),
    (Measure.AGE, re.compile(r"\bhow\s+old\b", re.IGNORECASE)),
    (Measure.MONEY, re.compile(r"\bhow\s+much\b.*\b(?:cost|pay|paid|money|spent|spend|worth|earn|earned|price|budget|fine|fined)\b", re.IGNORECASE)),
    (Measure.STRENGTH, _SIZE),
    (Measure.PEOPLE, re.compile(r"\bhow\s+many\s+(?:people|persons|ppl)\b", re.IGNORECASE)),
)
_COUNTED = re.compile(r"\b(?:how\s+many|numbers?\s+of)\s+(.*)", re.IGNORECASE)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|near|inside|within|across)\s+(?!(?:an?|which|what|whose|several|most|all|this|that|his|her|its|their)\b)((?:the\s+)?.*)", re.IGNORECASE
)
_WHO_IS = re.compile(r"\bwho(?:['’]s|\s+(?:is|was|are|were))\s+([^,;?!]+)", re.IGNORECASE)
_WHO = re.compile(r"\bwho(?:['’]s)?\s+(?:(?:was|were|is|are|has|have|had|been|being|got|get|gets)\s+)*(?P<verb>[\w-]+)", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
_LONGEST_NAME = 4
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_JOINING = STOP_WORDS | frozenset("among amongst amid aboard along across inside near since within without per via against toward towards left".split())
"""Words that end the name of what is counted, or of a place."""
_NOT_PLACES = frozenset(
    analyse(
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sept oct nov dec"
        " jail prison custody detention total all fact spring summer autumn winter morning evening night past least most"
    )
)
_SIDES = frozenset(analyse("north south east west northern southern eastern western central upper lower new"))


def understand(text: str) -> Question:
    """The reading of a question. Words that only ask are left out of the concepts, unless nothing else is there."""
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())  # half a surrogate pair, from a broken paste, can be no word
    asked = next((kind for kind, pattern in _KINDS if pattern.search(text)), Asked.OTHER)
    kept = _telling(text) or tuple(concepts(text))
    return Question(
        text=text,
        asked=asked,
        concepts=tuple(map(_concept, kept)),
        names=names_in(text),
        measure=_measure(text) if asked is Asked.NUMBER else Measure.ANY,
        demands=_demands(text, asked, kept),
    )


def _telling(text: str) -> tuple[tuple[str, ...], ...]:
    """The concepts of a text that an answer has to hold: those of its words but the ones that ask."""
    return tuple(concepts(re.sub(r"[\w'’-]+", lambda word: " " if word[0] in _words().asking else word[0], text[:1].lower() + text[1:])))


def _concept(terms: tuple[str, ...]) -> Concept:
    """A concept with the words that may stand for it: those of the same deed as well as itself, others half."""
    related = _words().related
    terms = tuple(dict.fromkeys((*terms, *(word for term in terms for word in _words().deeds.get(term, ())))))
    return Concept(terms, tuple(dict.fromkeys(word for term in terms for word in related.get(term, ()) if word not in terms)))


def _measure(text: str) -> Measure:
    return next((measure for measure, pattern in _MEASURES if pattern.search(text)), Measure.ANY)


def _demands(text: str, asked: Asked, kept: tuple[tuple[str, ...], ...]) -> Demands:
    deeds = _words().deeds
    done = next((terms for terms in kept if not deeds.keys().isdisjoint(terms)), None) if asked is Asked.NUMBER or _does(text, deeds.keys()) else None
    aliases = tuple(_concept(terms) for terms in kept if terms[0].startswith("=") and _words().states.isdisjoint(terms))
    return Demands(
        names=(*_surname(text), *aliases) if asked is Asked.PERSON else aliases,
        counted=_counted(text) if asked is Asked.NUMBER else (),
        deed=_concept(done) if done else None,
        places=_places(text),
        years=tuple(int(year) for year in _YEAR.findall(text)),
    )


def _does(text: str, deeds: Collection[str]) -> bool:
    """Whether the verb behind "who" is a deed: in "who resigned over missing passports" nobody is missing."""
    verb = _WHO.search(text)
    return verb is not None and not set(deeds).isdisjoint(analyse(verb["verb"]))


def _surname(text: str) -> tuple[Concept, ...]:
    """The last word of the name behind "who is", or of the role and of what it is a role in; more than a few words are a description."""
    asked = _WHO_IS.search(text)
    parts = _OF.split(asked[1]) if asked and len(asked[1].split()) <= _LONGEST_NAME + 2 * bool(_OF.search(asked[1])) else []
    return tuple(_concept(named[-1]) for named in map(_telling, parts) if named)


def _counted(text: str) -> tuple[Concept, ...]:
    """What is counted: the last noun of the words right behind "how many", people in general left aside."""
    phrase = _COUNTED.search(text)
    named = _noun_words(phrase[1]) if phrase else []
    return (_concept(named[-1]),) if named and not named[-1][0].startswith("=") else ()


def _places(text: str) -> tuple[tuple[Concept, ...], ...]:
    """The words of each name behind "in" or "at"; times and states of people are no places.

    Who writes capitals at all writes them in names: then only words with one count.
    """
    cased = text[1:] != text[1:].lower() and text != text.upper()
    found = []
    rest = text
    while somewhere := _SOMEWHERE.search(rest):
        rest = somewhere[1]
        named = _noun_words(rest)
        if cased:
            capitals = {term for word in re.findall(r"[\w'’-]+", rest) if word[:1].isupper() for term in analyse(word)}
            named = [terms for terms in named if not capitals.isdisjoint(terms)]
        named = [terms for terms in named if (_NOT_PLACES | _SIDES).isdisjoint(terms) and not any(term.isdigit() for term in terms)]
        found.append(tuple(Concept(terms) for terms in named))
    return tuple(filter(None, found))


def _noun_words(text: str) -> list[tuple[str, ...]]:
    """The concepts of the words up to one that joins, tells a deed, or only asks."""
    words: list[str] = []
    for word in re.findall(r"[^\s?.!,;:]+|[?.!,;:]", text):
        terms = analyse(word)
        if words and (word.lower() in _JOINING or not terms):
            break
        if not _words().deeds.keys().isdisjoint(terms) or word in _words().asking:
            break
        words.append(word)
    return list(_telling(" ".join(words)))


@dataclass(frozen=True, slots=True)
class _Words:
    related: dict[str, tuple[str, ...]]
    deeds: dict[str, tuple[str, ...]]
    asking: frozenset[str]
    states: frozenset[str]
    strength: frozenset[str]
    people: frozenset[str]


def deed_terms() -> frozenset[str]:
    """The terms of every deed that a count may be about."""
    return frozenset(_words().deeds)


def strength_terms() -> frozenset[str]:
    """The terms of what makes a group strong: its fighters, members, men."""
    return _words().strength


def people_terms() -> frozenset[str]:
    """The terms of people in general."""
    return _words().people


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = tomllib.loads(resources.files("bot").joinpath("related.toml").read_text(encoding="utf-8"))
    related: dict[str, list[str]] = {}
    for words in table["together"]:
        terms = [term for word in words for term in analyse(word)]
        for term in terms:
            related.setdefault(term, []).extend(other for other in terms if other != term)
    for asked, words in table["asked_as"].items():
        related.setdefault(analyse(asked)[0], []).extend(term for word in words for term in analyse(word))
    deeds: dict[str, tuple[str, ...]] = {}
    for words in table["deeds"]:
        terms = [term for word in words for term in analyse(word)]
        deeds |= {term: (*deeds.get(term, ()), *terms) for term in terms}
    return _Words(
        related={term: tuple(dict.fromkeys(others)) for term, others in related.items()},
        deeds=deeds,
        asking=frozenset(table["asking"].split()),
        states=frozenset(term for word in table["states"] for term in analyse(word)),
        strength=frozenset(related[analyse("strength")[0]]),
        people=frozenset(term for word in table["people"] for term in analyse(word)),
    )
