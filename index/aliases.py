"""Other names for what a question names, beside those of the analyser: what the collection's own articles introduce, and what stands in the
file ``aliases.toml`` of the data folder. They count when a question is asked, so that a change needs no new index.

The file is written like the one that is shipped, without its forms:

    [names]
    nrf = ["NRF", "National Resistance Front"]
"""

from __future__ import annotations

import logging
import re
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.analyse import concepts, names_in, spellings_of
from index.catalog import Catalog, State

log = logging.getLogger(__name__)

FILE = "aliases.toml"
_MOST = 8
"""Other names of one that are looked up."""
_GOOD_FOR = 20.0
"""For how many times of what it took what was read is good, while others add: where it had to be read twice ..."""
_LATELY = 1.0
"""... within so many seconds."""
_SMALL_WORD = 4
"""Letters. So short a name in capitals is meant only where capitals are typed: "IT", "AIM"."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as a question writes it, and the ``others`` for the same."""

    written: str
    others: tuple[str, ...]


_Pairs = tuple[tuple[str, str], ...]


class Aliases:
    """Those of one data folder. What others add counts at the next question, or soon where they add all the time; a changed file at the next one."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._mined: dict[str, _Mined] = {}
        self._known: dict[str, tuple[tuple[_Pairs, _Pairs], Names]] = {}
        self._file: tuple[int, _Pairs] = (0, ())

    def used_in(self, question: str, collection: str) -> tuple[Alias, ...]:
        """The names in a question that have others."""
        pairs = self._of_file(), self._of(collection)
        known = self._known.get(collection)
        if known is None or known[0] != pairs:
            known = self._known[collection] = pairs, Names((*pairs[0], *pairs[1]))
        return known[1].used_in(question)

    def _of(self, collection: str) -> _Pairs:
        state, now = self._catalog.state(), time.monotonic()
        known = self._mined.get(collection)
        if known is None or (known.state != state and now > known.until):
            pairs = self._catalog.introductions(collection)
            read = time.monotonic()
            again = known is not None and now - known.read < _LATELY
            pairs = known.pairs if known and known.pairs == pairs else pairs  # the same ones, for whoever compares
            known = self._mined[collection] = _Mined(state, pairs, read, read + _GOOD_FOR * (read - now) if again else read)
        return known.pairs

    def _of_file(self) -> _Pairs:
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


@dataclass(frozen=True, slots=True)
class _Mined:
    """What a collection introduced in a state of the catalog, when it was read; not read again before ``until`` (both `time.monotonic`)."""

    state: State
    pairs: _Pairs
    read: float
    until: float


class Names:
    """Pairs of names for the same, for finding those of them that stand in a question. Most questions name none of thousands: those are looked up by
    the word that they begin with."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._others: dict[str, dict[str, None]] = {}
        for name, other in pairs:
            if concepts(name) != concepts(other):
                self._others.setdefault(name, {})[other] = None
                self._others.setdefault(other, {})[name] = None
        self._beginning: dict[str, list[str]] = {}
        for name in self._others:
            first = _WORD.match(name)
            self._beginning.setdefault(first[0].lower() if first else "", []).append(name)

    def used_in(self, question: str) -> tuple[Alias, ...]:
        """The names that stand in a question, the longer ones first, none inside another, each with its others."""
        words = {word.lower() for word in _WORD.findall(question)} | {""}
        taken: list[tuple[int, int]] = []
        found: dict[int, Alias] = {}
        for name in sorted((name for word in words for name in self._beginning.get(word, ())), key=lambda name: (-len(name), name)):
            for match in places_of(name, question):
                if all(match.end() <= start or match.start() >= end for start, end in taken):
                    taken.append(match.span())
                    more = tuple(other for other in self._others[name] if not any(places_of(other, question)))
                    if more:
                        found[match.start()] = Alias(match[0], more[:_MOST])
        return tuple(found[start] for start in sorted(found))


_WORD = re.compile(r"[\w-]+")
"""A name stands whole where nothing of this stands beside it."""


def pairs_in(file: Path) -> _Pairs:
    """Each two names of one thing in a file. ValueError with a sentence when it is not written as it should be."""
    table = tomllib.loads(file.read_text(encoding="utf-8")).get("names", {})
    if not isinstance(table, dict) or not all(isinstance(group, list) and all(isinstance(name, str) for name in group) for group in table.values()):
        raise ValueError('write [names] and under it lines like nrf = ["NRF", "National Resistance Front"]')
    return tuple((name, other) for group in table.values() for at, name in enumerate(group) for other in group[at + 1 :])


def shipped_in(question: str) -> tuple[Alias, ...]:
    """The names in a question that the analyser itself knows others for."""
    found: dict[str, dict[str, None]] = {}
    for written, term in names_in(question):
        found.setdefault(written, {}).update(dict.fromkeys(spellings_of(term)))
    return tuple(Alias(written, tuple(names)) for written, names in found.items())


def places_of(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a name stands in a text, whole."""
    return _standing(name).finditer(text)


@lru_cache(maxsize=8192)
def _standing(name: str) -> re.Pattern[str]:
    exact = name.isupper() and len(name) <= _SMALL_WORD
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", 0 if exact else re.IGNORECASE)


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
