"""The word lists of speech.toml, people.toml and stance.toml, read once."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def words(file: str, *path: str) -> frozenset[str]:
    """The words of one list: ``words("speech", "verbs", "say")``. KeyError for a list that is not there."""
    found: Any = _read(f"{file}.toml")
    for name in path:
        found = found[name]
    return frozenset(found.split())


@lru_cache(maxsize=64)
def prepositions_of(verb: str) -> frozenset[str]:
    """The prepositions behind which stands what a verb reports."""
    listed: dict[str, str] = _read("speech.toml")["verbs"]["prepositions"]
    return frozenset(preposition for preposition, verbs in listed.items() if verb in verbs.split())


@lru_cache(maxsize=1)
def short_titles() -> dict[str, str]:
    """ "gen." -> "general"."""
    listed: dict[str, str] = _read("people.toml")["titles"]["short"]
    return listed


@lru_cache(maxsize=64)
def patterns(file: str, *path: str) -> tuple[str, ...]:
    """The regular expressions of one list, or the one that stands alone."""
    found: Any = _read(f"{file}.toml")
    for name in path:
        found = found[name]
    return (found,) if isinstance(found, str) else tuple(found)


@lru_cache(maxsize=256)
def kinds_akin(noun: str) -> frozenset[str]:
    """What a body may be called where it is introduced, that is "the ``noun``" later: itself, and what people.toml has for it."""
    listed: dict[str, str] = _read("people.toml")["bodies"]["akin"]
    return frozenset({noun}).union(*(called.split() for nouns, called in listed.items() if noun in nouns.split()))


@lru_cache(maxsize=1)
def lexicon_version() -> str:
    """A short hash of the word lists."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.stem in ("people", "speech", "stance"))).hexdigest()[:8]


_THINGS = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})


def is_thing(lemma: str, entity: str = "") -> bool:
    """Whether a noun is of a body, a document or a place, and not of a person; ``entity``: the kind of name that it is part of."""
    return entity in _THINGS or lemma in words("people", "nouns", "bodies") or lemma in words("people", "nouns", "documents")
