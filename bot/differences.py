"""How a wording differs from the real sentence: word by word, and which of the changes turn its sense. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.wording import Token, folded, tokens_of
from index.analyse import STOP_WORDS, analyse
from sources.figures import figures
from sources.model import Figure
from sources.numerals import numerals
from sources.quantities import OTHER, shown_by, words


class Change(StrEnum):
    """What a difference is made of; the first that applies."""

    SAME = "same"
    NUMBER = "number"
    NEGATION = "negation"
    QUALIFIER = "qualifier"
    QUANTITY = "quantity"
    NAME = "name"
    WORD = "word"
    MARK = "mark"
    STITCHED = "stitched"
    AROUND = "around"
    """The sentence goes on where the quotation does not: no change."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the source and what was pasted in its place; either may be empty. For SAME both are the source's."""

    change: Change
    source: str
    pasted: str


STITCHED = Difference(Change.STITCHED, "", "")
"""The pieces stand in the sources, but not together."""
_NEGATION = re.compile(r"(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|denie[sd]|deny|denying|refus\w+|\w+n't)")
_QUALIFYING = frozenset(
    "least most more fewer less than suspected alleged allegedly reported reportedly likely probably possibly perhaps maybe may might could estimated".split()
)
"""Words that belong to a qualifier, or hedge, wherever they stand."""
_NUMBER = re.compile(r"\d")


_DIRECTIONS = frozenset(("up", "down"))
"""Little words that tell something: "down to 2,000" is not "at least 2,000"."""


def of(source: str, pasted: str) -> tuple[Difference, ...]:
    """The differences over the whole real sentence, in its order, stretches that are the same included."""
    held, given = tokens_of(source), tokens_of(pasted)
    found = []
    for operation, i, j, k, m in SequenceMatcher(None, folded(held), folded(given), autojunk=False).get_opcodes():
        here, there = _stretch(source, held[i:j]), _stretch(pasted, given[k:m])
        found.append(Difference(Change.SAME, here, here) if operation == "equal" else Difference(_change(held[i:j], given[k:m], here, there), here, there))
    return tuple(_around(found))


def _around(found: list[Difference]) -> list[Difference]:
    """What of the sentence stands before and behind all that was pasted is left out, not changed."""
    edges = [0, len(found) - 1]
    return [
        Difference(Change.AROUND, one.source, "")
        if i in edges and not one.pasted and one.change in (Change.WORD, Change.NAME, Change.MARK, Change.NUMBER)
        else one
        for i, one in enumerate(found)
    ]


def _stretch(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].span.start : tokens[-1].span.end] if tokens else ""


def _change(held: Sequence[Token], given: Sequence[Token], here: str, there: str) -> Change:
    changed = frozenset(folded(held)) ^ frozenset(folded(given))
    if any(_is_number(word) for word in changed):
        return Change.NUMBER
    if any(_NEGATION.fullmatch(word) for word in changed):
        return Change.NEGATION
    if _is_qualifier(here) or _is_qualifier(there):
        return Change.QUALIFIER
    if any(_is_name(part) for part in (here, there)):
        return Change.NAME
    return Change.WORD if any(token.is_word for token in (*held, *given)) else Change.MARK


def _is_number(word: str) -> bool:
    if _NUMBER.search(word):
        return True
    return word != "one" and any(number.span.end - number.span.start == len(word) for number in numerals(word))


def _is_qualifier(stretch: str) -> bool:
    if not stretch:
        return False
    return any(pattern.search(f"{stretch} ") for _, pattern in words().before) or not _QUALIFYING.isdisjoint(stretch.lower().split())


def _is_name(stretch: str) -> bool:
    """A capital behind the first word, or in a word that is no common one: "Sahak", "the Taliban"."""
    found = re.findall(r"[^\W\d_][\w'’-]*", stretch)
    return any(word[0].isupper() and word.lower() not in STOP_WORDS for word in found)


def of_claims(sentence: str, claim: str) -> tuple[Difference, ...]:
    """What differs in substance between a rephrased claim and the sentence nearest to it: figures, their qualifiers, what they count, words."""
    found: list[Difference] = []
    stated = figures(sentence)
    for figure in figures(claim):
        found += _of_figure(stated, sentence, claim, figure)
    told = {one.pasted for one in found}
    missing = _words_missing(sentence, claim)
    return (*found, *(Difference(Change.WORD, "", word) for word in missing if word not in told))


def _of_figure(stated: Sequence[Figure], sentence: str, claim: str, figure: Figure) -> list[Difference]:
    same = [other for other in stated if {other.low, other.high} & {figure.low, figure.high} - {None}]
    if not same:
        return [Difference(Change.NUMBER, "", figure.span.of(claim))]
    other = same[0]
    found = []
    if (other.qualifier or "").lower() != (figure.qualifier or "").lower():
        found.append(Difference(Change.QUALIFIER, other.qualifier or "", figure.qualifier or ""))
    if other.quantity != figure.quantity and OTHER not in (other.quantity, figure.quantity):
        found.append(Difference(Change.QUANTITY, shown_by(sentence, other.quantity), shown_by(claim, figure.quantity)))
    return found


def _words_missing(sentence: str, claim: str) -> list[str]:
    """The stretches of a claim that the sentence has no word for."""
    held, said = frozenset(analyse(sentence)), frozenset(re.findall(r"\w+", sentence.lower()))
    runs: list[list[str]] = []
    open_run = False
    for word in re.findall(r"[^\W_]+(?:[-‑'’][^\W_]+)*", claim):
        turned = word.lower() in _DIRECTIONS and word.lower() not in said
        carried = open_run and word.lower() == "to" and runs[-1][-1].lower() in _DIRECTIONS
        telling = held.isdisjoint(analyse(word)) and word.lower() not in STOP_WORDS
        missing = not _NUMBER.search(word) and (turned or carried or telling)
        if missing and open_run:
            runs[-1].append(word)
        elif missing:
            runs.append([word])
        open_run = missing
    return [" ".join(run) for run in runs]
