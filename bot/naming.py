"""Names that a sentence adds to what a question already holds, and who holds a role in it. Pure.

A question for a person or a thing by name is answered by no sentence that only repeats the question's own names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bot.candidates import terms_of
from bot.demands import is_plural
from index.analyse import STOP_WORDS
from sources.model import Span

_WORD = r"(?:[^\W\d_a-z][\w’'-]*[\w]|[A-Z]\.)"
_JOINED = r"(?:\s+(?:(?:al|bin|ibn|de|da|del|der|van|von|la|le|el|of|the)\s+){0,2}|\s*-\s*)"
_NAMES = re.compile(rf"(?<![\w’'-]){_WORD}(?:{_JOINED}{_WORD})*")
_TIMES = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?|January|February|March|April|May|June|July|August|September|October|November|December|\w+day",
    re.IGNORECASE,
)
_FIRST_WORDS = STOP_WORDS | frozenset(
    "according although among another because behind despite during earlier every however last late later "
    "many meanwhile most next nobody none nothing one since some"
    " still thanks that though three today tomorrow two unlike until upon when while within without yesterday yet".split()
)
"""Words that have a capital only because a sentence begins with them."""


@lru_cache(maxsize=4096)
def names_of(text: str) -> tuple[Span, ...]:
    """Where names stand in a text: runs of words with a capital, without times and without a first word that is none."""
    return tuple(_names(text))


def _names(text: str) -> Iterator[Span]:
    for found in _NAMES.finditer(text):
        words = [(word.start() + found.start(), word.end() + found.start()) for word in re.finditer(_WORD, found[0])]
        while words and (text[words[0][0] : words[0][1]].lower() in _FIRST_WORDS or _TIMES.fullmatch(text, *words[0])):
            words = words[1:]
        if words:
            yield Span(words[0][0], words[-1][1])


def new_names(text: str, known: Collection[str]) -> tuple[Span, ...]:
    """The names of a text without words that are among these terms: of "Tesla CEO Ada Holm", "Ada Holm"."""
    return tuple(part for span in names_of(text) for part in _without(text, span, known) if not _only_begins(text, part))


def _without(text: str, name: Span, known: Collection[str]) -> Iterator[Span]:
    start = end = -1
    for word in re.finditer(_WORD, name.of(text)):
        own = terms_of(word[0])
        if own and own.isdisjoint(known):
            start, end = (start if start >= 0 else word.start()), word.end()
        elif start >= 0:
            yield Span(name.start + start, name.start + end)
            start = -1
    if start >= 0:
        yield Span(name.start + start, name.start + end)


def _only_begins(text: str, name: Span) -> bool:
    """Whether a word has its capital from the sentence that it begins, as far as what follows tells: "Meet the", but not "Norway set"."""
    if " " in name.of(text) or not _BEGINNING.search(text[: name.start]):
        return False
    following = re.match(r"\s+(?P<word>[a-z][\w’'-]*)", text[name.end :])
    return following is not None and following["word"] in _NO_VERBS


_BEGINNING = re.compile(r"(?:^|[.!?:…]|[-–—])[\s\"“”'’(]*$")
_NO_VERBS = STOP_WORDS - frozenset("is was were are has had have will would can could did does do".split())


def holds_role(text: str, role: Collection[str], known: Collection[str], now: bool = True) -> bool:
    """Whether somebody by name is said to hold a role. ``role``: the terms that call it; ``known``: the terms of the question, whose own names
    do not count; ``now``: who has left, or is second to, the one that is asked for is not meant."""
    names = new_names(text, known)
    for word in re.finditer(r"[^\W\d_][\w’']*", text):
        if set(role).isdisjoint(terms_of(word[0])) or (now and _NOT_NOW.search(text[: word.start()])):
            continue
        if is_plural(word[0]) or _is_of_another(text[word.end() :], known):
            continue
        if any(_is_beside(text, name, Span(word.start(), word.end())) for name in names):
            return True
    return False


def _is_of_another(behind: str, known: Collection[str]) -> bool:
    """Whether what stands behind a role says that it is one in something that the question does not name: "director of the mill"."""
    named = re.match(rf",?\s+(?:of|at|for)\s+(?:the\s+)?(?P<name>{_NAMES.pattern}(?:\s+and\s+{_NAMES.pattern})*)", behind)
    return named is not None and terms_of(named["name"]).isdisjoint(known)


_NOT_NOW = re.compile(
    r"(?:\b(?:vice|deputy|assistant|former|ex|outgoing|late|then|shadow)[\s-]+(?:[\w’'-]+\s+)?"
    r"|\b(?:(?:step|stand|st[eo]pp|stand)\w*\s+(?:down|aside)|resign\w*|quit\w*|retir\w+|fir(?:ed|ing)|dismiss\w*|oust\w*|remov\w+|replac\w+)\s+(?:\w+\s+){0,2})$",
    re.IGNORECASE,
)
_BETWEEN = 60
"""Characters between a name and the role, in which no clause ends."""
_ENDS = re.compile(r"[.;:!?\"“”](?!\w)|\b(?:while|but|whom|told|said|says|asked|met|thanked|accused)\b")


def _is_beside(text: str, name: Span, role: Span) -> bool:
    """Whether nothing stands between a name and a role that parts them."""
    between = text[name.end : role.start] if name.end <= role.start else text[role.end : name.start]
    return len(between) <= _BETWEEN and not _ENDS.search(between)
