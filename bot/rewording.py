"""A question in another language than the sources, read by a list of words: each word of it -> the collection's term for it.

The list is ``rewording.toml`` beside this module, and a file of that name in the data folder, whose entries come first:

    [fa]
    "جنگجو" = "fighters"
    "از" = ""            # says nothing by itself

Nothing is guessed: a question with one word that is not in the list is not read at all, since leaving it out would ask something else.
"""

from __future__ import annotations

import logging
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "rewording.toml"
_MOST_WORDS = 5
"""Of one entry."""
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ؤ": "و", "\u200c": " ", "\u0640": ""})
"""Letters that are typed one way or the other, the joiner that parts a word from its ending, and the stroke that only stretches."""
_ENDINGS = ("هایی", "های", "ها", "ی")
"""Of a plural, or before what a noun belongs to; tried where the word as it stands is not in the list."""
_ASKING = ("how many", "how much", "who", "where", "when", "why", "what", "which")
Entries = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reworded:
    """``question`` as it is asked, ``pairs`` of what was written and what it is read as; or, where nothing is asked, the ``unknown`` words."""

    question: str
    pairs: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


def reworded(text: str, entries: Entries) -> Reworded | None:
    """How a question is read by the list; None where it is in letters that no entry is written in."""
    words = _WORD.findall(folded(text))
    script = {_script(letter) for entry in entries for letter in entry if letter.isalpha()}
    if not any(_script(word[0]) in script for word in words):
        return None
    pairs: list[tuple[str, str]] = []
    unknown: list[str] = []
    at = 0
    while at < len(words):
        length, term = _longest(words[at : at + _MOST_WORDS], entries)
        if term is not None:
            pairs.append((" ".join(words[at : at + length]), term))
        elif _script(words[at][0]) in script:
            unknown.append(words[at])
        else:
            pairs.append((words[at], words[at]))  # a name or a number as the sources may write it
        at += length
    if unknown:
        return Reworded("", unknown=tuple(dict.fromkeys(unknown)))
    return Reworded(_asked([term for _, term in pairs if term]), tuple((word, term) for word, term in pairs if term and term != word))


def _longest(words: list[str], entries: Entries) -> tuple[int, str | None]:
    """The entry that most of the next words are, and how many these are."""
    for length in range(len(words), 0, -1):
        for written in _forms(" ".join(words[:length])):
            if written in entries:
                return length, entries[written]
    return 1, None


def _forms(word: str) -> list[str]:
    return [word, *(word.removesuffix(ending).rstrip() for ending in _ENDINGS if word.endswith(ending) and len(word) > len(ending) + 1)]


def _asked(terms: list[str]) -> str:
    """The terms as a question: what asks stands first, as it does in the sources' language."""
    asking = next((term for term in terms if term.casefold().startswith(_ASKING)), None)
    rest = list(terms)
    if asking is not None:
        rest.remove(asking)
    return " ".join(filter(None, [asking, *rest])) + ("?" if terms else "")


def folded(text: str) -> str:
    """Text as the list is looked up in it: one letter for those that are typed two ways, no vowel signs, figures as the sources write them."""
    plain = unicodedata.normalize("NFC", text).translate(_LETTERS).casefold()
    kept = (character for character in plain if not unicodedata.combining(character))
    return " ".join("".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in kept).split())


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


class WordLists:
    """The list that is shipped, with that of one data folder, which may be edited at any time."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._known: tuple[int, Entries] = (-1, {})

    def entries(self) -> Entries:
        """What is in the lists now. A file that cannot be read is said once in the log, and left out."""
        try:
            changed = self._file.stat().st_mtime_ns
        except OSError:
            changed = 0
        if changed != self._known[0]:
            self._known = changed, {**shipped(), **(_read(self._file) if changed else {})}
        return self._known[1]


@cache
def shipped() -> Entries:
    """The list that comes with the bot."""
    return _entries((Path(__file__).parent / FILE).read_text(encoding="utf-8"))


def _read(file: Path) -> Entries:
    try:
        return _entries(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        log.warning("%s in the data folder cannot be read and is left out: %s", FILE, error)
        return {}


def _entries(text: str) -> Entries:
    tables = tomllib.loads(text)
    return {folded(word): term for table in tables.values() for word, term in table.items()}
