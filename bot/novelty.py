"""What of an answer is new: statements that no earlier text had, and figures and speakers that a watch does not know. Pure.

Copies count once: the same words in another outlet, or in a later revision, are as old as the first text that had them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Item, Quote
from bot.render_figures import asked_groups
from index.analyse import fold
from index.syndication import holds_all
from sources.model import Speaker

Texts = Mapping[str, Sequence[str]]
"""Document -> the texts that it had earlier."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote, and the marks for which it counts: one for each figure that it states, else one for its words. A mark is a hash."""

    quote: Quote
    marks: tuple[str, ...]


def statements_of(answer: Answer) -> tuple[Statement, ...]:
    """What an answer states, figures first, each quote once; nothing where it is none."""
    if not answer.answered:
        return ()
    items: dict[Quote, list[str]] = {}
    for group in asked_groups(answer):
        for item in group.items:
            items.setdefault(item.quote, []).append(_mark("figure", group.quantity, *_figure(item)))
    every = dict.fromkeys((*items, *answer.quotes))
    return tuple(Statement(quote, tuple(items.get(quote, ())) or (_mark("words", _whose(quote.said.speaker), *_words(quote.text)),)) for quote in every)


def new_to(statements: Sequence[Statement], marks: Collection[str], known: Iterable[Quote], earlier: Texts) -> tuple[Statement, ...]:
    """Those that have a mark that is not known, and are no copy: of what is known, of an earlier text, or of one another."""
    found: list[Statement] = []
    seen, told = set(marks), list(known)
    for one in statements:
        fresh = tuple(mark for mark in one.marks if mark not in seen)
        if fresh and not is_old(one.quote, earlier) and not any(_is_copy(one.quote, other) for other in told):
            found.append(Statement(one.quote, fresh))
            seen.update(fresh)
            told.append(one.quote)
    return tuple(found)


def is_old(quote: Quote, earlier: Texts) -> bool:
    """Whether a quote stood already in what its document, or another that holds the same words, said earlier."""
    homes = (quote.doc_id, *(place.doc_id for place in quote.also_in))
    return any(quote.text in text or holds_all(text, quote.text) for home in homes for text in earlier.get(home, ()))


def homes_of(statements: Iterable[Statement | Quote]) -> set[str]:
    """The documents in which these stand."""
    quotes = [one.quote if isinstance(one, Statement) else one for one in statements]
    return {doc_id for quote in quotes for doc_id in (quote.doc_id, *(place.doc_id for place in quote.also_in))}


def _is_copy(quote: Quote, known: Quote) -> bool:
    if (quote.doc_id, quote.span, quote.revision_id) == (known.doc_id, known.span, known.revision_id):
        return False  # one sentence may state two figures, of which one was known
    same_speaker = _whose(quote.said.speaker) == _whose(known.said.speaker)
    return same_speaker and (holds_all(known.text, quote.text) or any(place.doc_id == known.doc_id for place in quote.also_in))


def _figure(item: Item) -> tuple[str, ...]:
    return str(item.figure.low), str(item.figure.high), _whose(item.speaker) or _words_key(item.quote.text)


def _whose(speaker: Speaker | None) -> str:
    """The name without its title; nobody where it is kept back."""
    return "" if speaker is None or speaker.anonymous else " ".join(re.findall(r"\w+", fold(speaker.name)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(text)))


def _words_key(text: str) -> str:
    return " ".join(_words(text))


def _mark(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
