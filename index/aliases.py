"""Other names for what a question names, beside those of the analyser: what the collection's own articles introduce, and what stands in the
file ``aliases.toml`` of the data folder. They count when a question is asked, so that a change needs no new index.

The file is written like the one that is shipped, without its forms:

    [names]
    nrf = ["NRF", "National Resistance Front"]
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.analyse import concepts, names_in, spellings_of
from index.catalog import Catalog, State

log = logging.getLogger(__name__)

FILE = "aliases.toml"
_MOST = 8
"""Other names of one that are looked up."""
_SMALL_WORD = 4
"""Letters. So short a name in capitals is meant only where capitals are typed: "IT", "AIM"."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as a question writes it, and the ``others`` for the same."""

    written: str
    others: tuple[str, ...]


class Aliases:
    """Those of one data folder. What others add counts at the next question; a changed file as well."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._mined: dict[str, tuple[State, tuple[tuple[str, str], ...]]] = {}
        self._file: tuple[int, tuple[tuple[str, str], ...]] = (0, ())

    def used_in(self, question: str, collection: str) -> tuple[Alias, ...]:
        """The names in a question that have others."""
        return used_in(question, (*self._of_file(), *self._of(collection)))

    def _of(self, collection: str) -> tuple[tuple[str, str], ...]:
        state = self._catalog.state()
        known = self._mined.get(collection)
        if known is None or known[0] != state:
            known = self._mined[collection] = state, self._catalog.introductions(collection)
        return known[1]

    def _of_file(self) -> tuple[tuple[str, str], ...]:
        file = self._catalog.folder / FILE
        try:
            changed = file.stat().st_mtime_ns
            if changed != self._file[0]:
                self._file = changed, ()
                self._file = changed, pairs_in(file)
        except FileNotFoundError:
            self._file = (0, ())
        except (OSError, ValueError) as error:
            log.error("%s cannot be read and counts for nothing: %s", FILE, error)
        return self._file[1]


def pairs_in(file: Path) -> tuple[tuple[str, str], ...]:
    """Each two names of one thing in a file. ValueError with a sentence when it is not written as it should be."""
    table = tomllib.loads(file.read_text(encoding="utf-8")).get("names", {})
    if not isinstance(table, dict) or not all(isinstance(group, list) and all(isinstance(name, str) for name in group) for group in table.values()):
        raise ValueError('write [names] and under it lines like nrf = ["NRF", "National Resistance Front"]')
    return tuple((name, other) for group in table.values() for at, name in enumerate(group) for other in group[at + 1 :])


def used_in(question: str, pairs: Iterable[tuple[str, str]]) -> tuple[Alias, ...]:
    """The names of these pairs that stand in a question, the longer ones first, none inside another, each with its others."""
    others: dict[str, dict[str, None]] = {}
    for name, other in pairs:
        if concepts(name) != concepts(other):
            others.setdefault(name, {})[other] = None
            others.setdefault(other, {})[name] = None
    taken: list[tuple[int, int]] = []
    found: dict[int, Alias] = {}
    for name in sorted(others, key=lambda name: (-len(name), name)):
        for match in places_of(name, question):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                more = tuple(other for other in others[name] if not any(places_of(other, question)))
                if more:
                    found[match.start()] = Alias(match[0], more[:_MOST])
    return tuple(found[start] for start in sorted(found))


def shipped_in(question: str) -> tuple[Alias, ...]:
    """The names in a question that the analyser itself knows others for."""
    found: dict[str, dict[str, None]] = {}
    for written, term in names_in(question):
        found.setdefault(written, {}).update(dict.fromkeys(spellings_of(term)))
    return tuple(Alias(written, tuple(names)) for written, names in found.items())


def places_of(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a name stands in a text, whole."""
    exact = name.isupper() and len(name) <= _SMALL_WORD
    return re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, 0 if exact else re.IGNORECASE)


def others_in(alias: Alias, texts: Sequence[str]) -> tuple[str, ...]:
    """Those of its other names that stand in these texts, the first one first; spellings of the name that was asked for are none."""
    first: dict[str, tuple[int, int]] = {}
    for number, text in enumerate(texts):
        for other in alias.others:
            place = next(places_of(other, text), None)
            if place is not None and _bare(other) != _bare(alias.written):
                first.setdefault(other, (number, place.start()))
    return tuple(sorted(first, key=lambda other: first[other]))


def differing(alias: Alias) -> tuple[str, ...]:
    """Its other names, of several spellings of one the first."""
    bare = {_bare(alias.written): ""}
    return tuple(other for other in alias.others if bare.setdefault(_bare(other), other) == other)


def _bare(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()
