"""The word lists that questions and sentences are read by (related.toml), as terms of the analyser. Read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from index.analyse import analyse
from index.search import Concept


@dataclass(frozen=True, slots=True)
class Words:
    """``related``: what stands for a term by half; ``deeds``: what stands for it wholly; ``forms``: the other forms of a verb;
    ``peoples``: a country's terms for its people's and the other way round; ``asking``: words, not terms; ``generic``: whom a
    count names without telling them apart; ``loose``: who may be called just people;
    ``events``: what happens, and is no place; ``named_doers``: what is done by, or to, whom a source calls by name."""

    related: dict[str, tuple[str, ...]]
    deeds: dict[str, tuple[str, ...]]
    forms: dict[str, tuple[str, ...]]
    peoples: dict[str, tuple[str, ...]]
    asking: frozenset[str]
    states: frozenset[str]
    strength: frozenset[str]
    people: frozenset[str]
    generic: frozenset[str]
    loose: frozenset[str]
    events: frozenset[str]
    named_doers: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists."""
    table = tomllib.loads(resources.files("bot").joinpath("related.toml").read_text(encoding="utf-8"))
    related: dict[str, list[str]] = {}
    for group in table["together"]:
        terms = _terms(group)
        for term in terms:
            related.setdefault(term, []).extend(other for other in terms if other != term)
    for asked, others in table["asked_as"].items():
        related.setdefault(analyse(asked)[0], []).extend(_terms(others))
    people = frozenset(_terms(table["people"]))
    strength = frozenset(related[analyse("strength")[0]])
    return Words(
        related={term: tuple(dict.fromkeys(others)) for term, others in related.items()},
        deeds=_each_for_all(table["deeds"]),
        forms=_each_for_all(table["irregular"]),
        peoples=_each_for_all(table["peoples"]),
        asking=frozenset(table["asking"].split()),
        states=frozenset(_terms(table["states"])),
        strength=strength,
        people=people,
        events=frozenset(_terms(table["events"])),
        named_doers=frozenset(_terms(table["named_doers"])),
        loose=frozenset(_terms(table["loose"])),
        generic=strength | frozenset(_terms(table["generic"])),
    )


def _terms(written: list[str]) -> list[str]:
    return [term for word in written for term in analyse(word)]


def _each_for_all(groups: list[list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        terms = _terms(group)
        found |= {term: tuple(dict.fromkeys((*found.get(term, ()), *terms))) for term in terms}
    return found


def concept_of(terms: tuple[str, ...]) -> Concept:
    """A concept with the words that may stand for it: those of the same deed or people as well as itself, others by half."""
    lists = words()
    same = (word for term in terms for word in (*lists.deeds.get(term, ()), *lists.forms.get(term, ()), *lists.peoples.get(term, ())))
    terms = tuple(dict.fromkeys((*terms, *same)))
    return Concept(terms, tuple(dict.fromkeys(word for term in terms for word in lists.related.get(term, ()) if word not in terms)))


def holds(concept: Concept, terms: frozenset[str]) -> bool:
    """Whether a text's terms hold a concept, or a word related to it."""
    return not terms.isdisjoint(concept.terms) or not terms.isdisjoint(concept.related)
