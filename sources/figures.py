"""Every figure that a text states: its value as the text leaves it open, its qualifier, its unit, what it counts, and when.

    sentence -numerals-> Numeral* -datings and names apart-> Amount* -noun phrase-> -quantity, as of-> Figure*

A grammar over the words around a number (lists in figures.toml), English. Nothing is calculated but what the words say: "a third"
is 33.3 percent, "at least 40" is 40 and up. Who said it is added by `with_speakers` once attributions are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from sources import phrases
from sources.amounts import Amount, amounts, opened, trailing
from sources.datings import Dating, datings
from sources.model import Figure, Span
from sources.numerals import numerals
from sources.quantities import OTHER, counts_people, is_object_of, is_people, quantity_of, words
from sources.split import sentences

_TO_SOFTWARE = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier|preceding)\s+(?:instructions?|prompts?)\b",
    re.IGNORECASE,
)
"""A paragraph that addresses whoever reads by machine states nothing about the world."""


_BY_TRADE = re.compile(r"(?:ers|eers|ists|ants|ians|ees)$", re.IGNORECASE)
"""Endings of those who do something: where a deed to people is told, "partygoers" are people, and "cats" stay cats."""


def figures(text: str, published: date | None = None) -> tuple[Figure, ...]:
    """The figures of a text, in order; their spans are of ``text``. ``published`` is what relative dates are resolved against.

    Dates, clock times, ages, ordinals, addresses and names with digits in them are no figures.
    """
    return tuple(figure for sentence in _sentences(text) for figure in _of_sentence(sentence, text, published))


def addresses_software(text: str) -> bool:
    """Whether a paragraph gives orders to whoever reads by machine."""
    return bool(_TO_SOFTWARE.search(text))


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip() and not _TO_SOFTWARE.search(line):
            yield from sentences(text, Span(start, start + len(line)))
        start += len(line) + 1


def _of_sentence(within: Span, text: str, published: date | None) -> Iterator[Figure]:
    sentence = within.of(text)
    if not numerals(sentence):
        return
    times = datings(sentence, published)
    found = list(amounts(sentence, times))
    numbers = tuple(amount.number for amount in found)
    for amount in found:
        others = tuple(number for number in numbers if number != amount.number)
        figure = _figure(sentence, amount, others, times)
        if figure is not None:
            yield moved(figure, within.start)


def moved(figure: Figure, by: int) -> Figure:
    """The figure in a text in which its own begins ``by`` code points later."""
    counted = Span(figure.counted.start + by, figure.counted.end + by) if figure.counted else None
    return replace(figure, span=Span(figure.span.start + by, figure.span.end + by), counted=counted)


def _figure(sentence: str, amount: Amount, others: tuple[Span, ...], times: Sequence[Dating]) -> Figure | None:
    noun = phrases.noun_phrase(sentence, amount.end, amount.unit is not None)
    behind = trailing(sentence, noun.end) if amount.qualifier is None and noun.end > amount.end else None
    if behind:
        amount = opened(amount, *behind[:2])
    phrase = Span(noun.start, behind[2] if behind else noun.end)
    shown = phrases.shown(sentence, Span(amount.start, max(amount.end, phrase.end)), noun)
    quantity = quantity_of(sentence, amount.number, Span(amount.end, max(amount.end, noun.end)), others)
    if _names_things(noun) and counts_people(quantity) and not is_object_of(sentence, amount.start, quantity):
        quantity = OTHER  # "five provinces" are not killed, whatever stands near
    if not phrases.is_statement(sentence, amount.number, noun, amount.qualifier, quantity):
        return None
    return Figure(
        span=shown,
        low=amount.low,
        high=amount.high,
        approximate=amount.approximate,
        qualifier=amount.qualifier,
        unit=_unit(sentence, amount, noun, quantity),
        quantity=_kind(amount, quantity),
        counted=phrases.counted(sentence, amount.end),
        as_of=_as_of(shown, times),
    )


def _names_things(noun: phrases.NounPhrase) -> bool:
    return noun.head is not None and noun.head.lower() not in phrases.NAMELESS and not is_people(noun.head)


def _unit(sentence: str, amount: Amount, noun: phrases.NounPhrase, quantity: str) -> str | None:
    unit, head = amount.unit, noun.head or noun.whole
    if unit is None and head and head.lower() not in phrases.NAMELESS:
        unit = "people" if is_people(head) or (counts_people(quantity) and _BY_TRADE.search(head)) else head.lower()
    elif unit is None and counts_people(quantity):
        unit = "people"
    rate = phrases.rate(sentence, max(amount.end, noun.end))
    return f"{unit} per {rate}" if unit and rate else unit


def _kind(amount: Amount, quantity: str) -> str:
    """Money and shares are quantities of their own: "a third of the dead" counts no dead."""
    if amount.unit == "percent" or amount.share:
        return "share"
    if amount.unit in words().money:
        return "money"
    return "measure" if amount.unit is not None and quantity != "seized" else quantity


def _as_of(shown: Span, times: Sequence[Dating]) -> str | None:
    """The nearest time in the sentence that does not begin or end a stretch of time."""
    near = [(max(time.span.start - shown.end, shown.start - time.span.end, 0), time.span.start, time.day) for time in times if time.day and not time.bounds]
    return min(near)[2] if near else None


# ---------------------------------------------------------------------- who said it


class Named(Protocol):
    """A speaker."""

    @property
    def name(self) -> str: ...


class Statement(Protocol):
    """What somebody is reported to say; ``content`` are spans of the figures' own text."""

    @property
    def content(self) -> Sequence[Span]: ...
    @property
    def speaker(self) -> Named | None: ...


Said = TypeVar("Said", bound=Statement)


def with_speakers(found: Iterable[Figure], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """The figures with the speaker of the innermost statement that holds each; outside of all statements nobody but the outlet speaks."""

    def spoken(figure: Figure) -> Figure:
        said = statement_of(figure, statements)
        return replace(figure, speaker=said.speaker.name if said and said.speaker else None)

    return tuple(map(spoken, found))


def statement_of(figure: Figure, statements: Sequence[Said]) -> Said | None:
    """The innermost statement that holds a figure; None where nobody but the outlet speaks."""
    holding = [
        (span.end - span.start, place, statement)
        for place, statement in enumerate(statements)
        for span in statement.content
        if span.start < figure.span.end and figure.span.start < span.end
    ]
    return min(holding, key=lambda held: held[:2])[2] if holding else None
