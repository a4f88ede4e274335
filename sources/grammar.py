"""A parsed paragraph, as plain data: words with their part of speech, their place in the sentence's tree, and names. Standard library only.

The rules of attribution read this and nothing else, so they can be tested without a parser, and another parser can stand in.
Labels are those of spaCy's English models (ClearNLP dependencies, Universal parts of speech, Penn tags, OntoNotes names).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sources.model import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_MONEY = frozenset("£$€¥₹")
"""Signs that belong to the amount behind them."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark. ``head`` is the index of the word it hangs on (its own at the top of a sentence); ``start`` and ``end``
    are code points in the whole text; ``entity`` is the kind of name that it is part of, or empty; ``sentence`` counts from 0."""

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str
    sentence: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_mark(self) -> bool:
        return not any(character.isalnum() or character in _MONEY for character in self.text)


@dataclass(frozen=True)
class Parsed:
    """One paragraph. ``span`` is its place in the text that it is of."""

    span: Span
    words: tuple[Word, ...]

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        below: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != word.index:
                below[word.head].append(word.index)
        return tuple(tuple(sorted(one)) for one in below)

    @cached_property
    def sentences(self) -> tuple[tuple[Word, ...], ...]:
        """The words of each sentence, in order."""
        found: dict[int, list[Word]] = {}
        for word in self.words:
            found.setdefault(word.sentence, []).append(word)
        return tuple(tuple(found[number]) for number in sorted(found))

    def children(self, word: Word, *deps: str) -> tuple[Word, ...]:
        """The words that hang on this one, in order; only those with one of ``deps`` when some are named."""
        below = (self.words[index] for index in self._children[word.index])
        return tuple(child for child in below if not deps or child.dep in deps)

    def child(self, word: Word, *deps: str) -> Word | None:
        """The first of `children`."""
        return next(iter(self.children(word, *deps)), None)

    def head(self, word: Word) -> Word:
        return self.words[word.head]

    def subtree(self, word: Word) -> frozenset[int]:
        """The indices of a word and of all below it."""
        found, waiting = {word.index}, [word.index]
        while waiting:
            for index in self._children[waiting.pop()]:
                if index not in found:
                    found.add(index)
                    waiting.append(index)
        return frozenset(found)

    def ancestors(self, word: Word) -> Iterator[Word]:
        """What a word hangs on, nearest first, without the word itself."""
        seen = {word.index}
        while word.head not in seen:
            seen.add(word.head)
            word = self.words[word.head]
            yield word

    def is_negated(self, verb: Word) -> bool:
        """Whether "not", "never" or "no" hangs on a verb."""
        return any(child.dep == "neg" or child.lower in ("never", "neither", "nor") for child in self.children(verb))
