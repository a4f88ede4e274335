"""The one text analyser. Its terms are what every lexical engine stores and looks up, so that all engines find the same.

A term is a folded, stemmed word ("fighters" -> "fighter"), a number without separators ("2,000" -> "2000"), a short
compound kept whole ("IS-K" -> "is-k"), or a name of ``aliases.toml`` written with "=" ("Daesh" -> "=iskp", "=is").
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

_VERSION = "1"
_TOKEN = re.compile(
    r"(?P<dotted>(?:[^\W\d_]\.){2,})"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<east>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+)"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_UNINDEXED = re.compile(r"[^\w.,]|_")
"""Apostrophes, and what folding leaves of a few signs ("⑴" is "(1)", "ﷺ" four words): an engine would cut a term there."""
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h", "ŧ": "t"})
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by can
    could did do does doing down during each few for from further had has have having he her here hers him his how i if in
    into is it its itself just me more most my no nor not now of off on once only or other our out over own s same she
    should so some such t than that the their them then there these they this those through to too under until up us very was
    we were what when where which while who whom whose why will with would you your""".split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    surface: str
    folded: str
    joined: bool
    """Whether a hyphen, and nothing else, stands between the word and the one before it."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    names: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]
    """First word -> (all words, terms) of each alias that begins with it, the longest first."""
    forms: dict[str, str]


def analyse(text: str) -> tuple[str, ...]:
    """The terms of a text, in its order, repeats kept. Stop words are left out; a name's own words stay beside it."""
    words = list(_words(text))
    return tuple(term for group in _terms(words) for term in group)


def concepts(text: str) -> tuple[tuple[str, ...], ...]:
    """What a question asks about, in its order, repeats dropped: the terms of one concept are alternatives.

    A name of ``aliases.toml`` is one concept, however many words it has.
    """
    words = list(_words(text))
    named = {position: (length, terms) for position, length, terms in _named(words)}
    found: list[tuple[str, ...]] = []
    covered = 0
    for position, terms in enumerate(_terms(words)):
        if position in named:
            length, names = named[position]
            covered = position + length
            found.append(names)
        elif position >= covered:
            found += [(term,) for term in terms]
    return tuple(dict.fromkeys(found))


def names_in(text: str) -> tuple[tuple[str, str], ...]:
    """(name as written, its ``=`` term) of each alias in a text, in order: what a question was read as."""
    words = list(_words(text))
    found = []
    for position, length, terms in _named(words):
        stretch = words[position : position + length]
        written = "".join(("-" if word.joined and i else " " if i else "") + word.surface for i, word in enumerate(stretch))
        found += [(written, term) for term in terms]
    return tuple(found)


@lru_cache(maxsize=256)
def spellings_of(term: str) -> tuple[str, ...]:
    """The names of ``aliases.toml`` for a ``=`` term, as they stand there."""
    return tuple(tomllib.loads(_alias_file().decode("utf-8"))["names"].get(term.removeprefix("="), ()))


@lru_cache(maxsize=1)
def analyser_version() -> str:
    """Changes whenever the same text could give other terms: the code's version with the alias file's hash."""
    return f"{_VERSION}-{hashlib.sha256(_alias_file()).hexdigest()[:12]}"


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case without diacritics: "Sørbø" and "Sorbo" are one word to a person who types in a hurry."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_UNDECOMPOSED))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _words(text: str) -> Iterator[_Word]:
    end = -2  # behind no character
    for match in _TOKEN.finditer(text):
        joined = match.start() == end + 1 and text[end] in "-‑"
        end = match.end()
        surface = match[0]
        if match["east"]:
            yield from (_Word(pair, pair, False) for pair in _pairs(surface))
            continue
        if match["number"] and _THOUSANDS.fullmatch(surface):
            surface = surface.replace(",", "")
        yield _Word(surface, _UNINDEXED.sub("", _POSSESSIVE.sub("", fold(surface))), joined)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _part(word: _Word, first: bool) -> str:
    return f"-{word.folded}" if word.joined and not first else word.folded


def _named(words: list[_Word]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(position, number of words, terms) of each alias, longest first, none inside another."""
    names = _lexicon().names
    free = 0
    for position, word in enumerate(words):
        if position < free:
            continue
        for parts, terms in names.get(word.folded, ()):
            stretch = words[position : position + len(parts)]
            if len(parts) == len(stretch) and all(_part(w, i == 0) == part for i, (w, part) in enumerate(zip(stretch, parts, strict=True))):
                if len(parts) == 1 and word.folded in STOP_WORDS and not _is_capital_name(word):
                    continue
                yield position, len(parts), terms
                free = position + len(parts)
                break


def _terms(words: list[_Word]) -> Iterator[list[str]]:
    names = {position: terms for position, _, terms in _named(words)}
    for position, word in enumerate(words):
        terms = list(names.get(position, ()))
        follower = words[position + 1] if position + 1 < len(words) else None
        if follower and follower.joined and 0 < min(len(word.folded), len(follower.folded)) <= 2:
            terms.append(f"{word.folded}-{follower.folded}")
        if word.folded and (word.folded not in STOP_WORDS or _is_capital_name(word)):
            terms.append(_stem(word.folded))
        yield terms


def _is_capital_name(word: _Word) -> bool:
    """ "US", "IT" and "WHO" in capitals are names; in a text all in capitals they are indexed in vain, not wrongly."""
    return len(word.surface) > 1 and word.surface.isupper()


@lru_cache(maxsize=65_536)
def _stem(folded: str) -> str:
    form = _lexicon().forms.get(folded, folded)
    plain = form if form[:1].isdigit() else form.replace(".", "")
    return str(_stemmer().stemWord(plain))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def _alias_file() -> bytes:
    return resources.files("index").joinpath("aliases.toml").read_bytes()


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    table = tomllib.loads(_alias_file().decode("utf-8"))
    terms: dict[tuple[str, ...], list[str]] = {}
    for term, written in table["names"].items():
        for spelling in {spelling for name in written for spelling in _spellings(name)}:
            terms.setdefault(spelling, []).append(f"={term}")
    names: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for spelling in sorted(terms, key=lambda spelling: (-len(spelling), spelling)):
        names.setdefault(spelling[0], []).append((spelling, tuple(terms[spelling])))
    return _Lexicon(names, {form: term for term, written in table["forms"].items() for form in written})


def _spellings(name: str) -> set[tuple[str, ...]]:
    words = list(_words(name))
    exact = tuple(_part(word, i == 0) for i, word in enumerate(words))
    if any(len(word.folded) <= 2 for word in words):
        return {exact}
    return {exact, tuple(part.lstrip("-") for part in exact)}
