"""Which figures of the passages found a question is about, and which count something else about the same subject. Pure.

Question, Quote*, Hit* -> Counted*: a figure in the sentence that states it, and whether it is of the quantity asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Quote, leads_of, quote_of
from bot.candidates import terms_of
from bot.fitting import figures, has_measure
from bot.kinds import Asked, Measure
from bot.question import Question
from bot.sameness import Stated, is_part
from index.catalog import StoredPassage
from index.search import Hit
from sources.figures import moved
from sources.model import Figure, Span
from sources.quantities import OTHER, counts_people
from sources.split import sentences

_HITS_READ = 24
_MOST_OTHERS = 12
"""Figures of other quantities: a few lines under the answer."""
_NO_COUNT = frozenset((OTHER, "measure", "money", "share"))
"""What is never set under an answer as another count: a length, a price, or what no word names."""
_MEASURED = {Measure.SHARE: "share", Measure.MONEY: "money", Measure.LENGTH: "measure"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure (spans of the document's text) in a quote. ``stated``: in its sentence, to be compared by. ``context``: its passage.
    ``asked``: it is of the quantity asked for."""

    quote: Quote
    figure: Figure
    stated: Stated
    context: str
    asked: bool


def asked_quantity(question: Question) -> str:
    """The name of the quantity that a question asks for, OTHER when its words show none."""
    return question.quantity or _MEASURED.get(question.measure, OTHER)


def counted(question: Question, quotes: Sequence[Quote], hits: Sequence[Hit]) -> tuple[Counted, ...]:
    """The figures that answer, by the order of their quotes, then those that count something else about the same subject."""
    if question.asked is not Asked.NUMBER or not quotes:
        return ()
    asked = asked_quantity(question)
    passages = [hit.passage for hit in hits[:_HITS_READ]]
    answering = {quote: next((passage for passage in passages if _holds(passage, quote)), None) for quote in quotes}
    found = [one for quote, passage in answering.items() for one in _answering(question, asked, quote, passage)]
    leads = leads_of(hits)
    others = [one for passage in passages for one in _others(question, asked, passage, leads, quotes)]
    whole = [one for one in found if not is_part(one.stated.figure, one.stated.sentence) and not _is_of_others(question, asked, one.stated)]
    return (*_each_once(whole or [one for one in found if not _is_of_others(question, asked, one.stated)]), *_each_once(others)[:_MOST_OTHERS])


def _is_of_others(question: Question, asked: str, stated: Stated) -> bool:
    """Whether a strength is plainly another group's: "5,500 TTP fighters" where the question names ISKP."""
    phrase = stated.figure.span.of(stated.sentence)
    named = terms_of(" ".join(_CAPITALS.findall(phrase)))
    return asked == "strength" and bool(named) and any(named.isdisjoint((*name.terms, *name.related)) for name in question.demands.names)


_CAPITALS = re.compile(r"(?<=\s)[A-Z][\w’'-]+")


def _holds(passage: StoredPassage, quote: Quote) -> bool:
    return passage.revision_id == quote.revision_id and passage.span.start < quote.span.end and quote.span.start < passage.span.end


def _each_once(found: Sequence[Counted]) -> list[Counted]:
    return list({(one.quote.revision_id, one.figure.span): one for one in reversed(found)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure of a sentence, in the sentence's own code points; ``start``: where the sentence begins in the document."""

    sentence: str
    span: Span
    start: int
    own: Figure

    @property
    def figure(self) -> Figure:
        return moved(self.own, self.start)

    @property
    def phrase(self) -> str:
        return self.own.span.of(self.sentence)


def _stated(text: str, start: int, published: date | None) -> Iterator[_Stated]:
    for span in sentences(text, Span(0, len(text))):
        for own in figures(span.of(text), published):
            yield _Stated(span.of(text), span, start + span.start, own)


def _answering(question: Question, asked: str, quote: Quote, passage: StoredPassage | None) -> Iterator[Counted]:
    """The figures of a quote that are what is asked for, and those of the same quantity elsewhere in its passage."""
    inside = list(_stated(quote.text, quote.span.start, quote.published))
    told = any(one.own.quantity not in _NO_COUNT for one in inside)
    for one in inside:
        if _is_asked(question, asked, one, told):
            yield _counted(quote, one, passage.text if passage else quote.text, True)
    if passage is None or asked in _NO_COUNT:
        return
    for one in _stated(passage.text, passage.span.start, passage.published):
        if one.own.quantity == asked and not quote.span.start <= one.figure.span.start < quote.span.end:
            yield _counted(quote_of(passage, one.span, quote.score), one, passage.text, True)


def _is_asked(question: Question, asked: str, one: _Stated, told: bool) -> bool:
    """``told``: some figure of the quote counts what a word names; where none does, one that no word names may be meant."""
    own = one.own
    if asked == "measure":
        return own.quantity == asked and has_measure(one.sentence, question.measure)
    if asked != OTHER:
        return own.quantity == asked or (not told and own.quantity == OTHER and own.unit in ((None, "people") if counts_people(asked) else (None,)))
    if question.measure is Measure.PEOPLE and own.unit == "people":
        return True
    return not _wanted(question).isdisjoint(terms_of(one.phrase) | terms_of(own.unit or ""))


def _wanted(question: Question) -> frozenset[str]:
    """The terms for what is counted: of the noun behind "how many", or else of all that the question holds but names."""
    named = frozenset(term for concept in question.demands.names for term in concept.terms)
    meant = question.demands.counted or question.concepts
    return frozenset(term for concept in meant for term in (*concept.terms, *concept.related)) - named


def of_quantity(quotes: Sequence[Quote], quantity: str) -> tuple[Counted, ...]:
    """The figures of one quantity in quotes that answered already."""
    found = [(quote, one) for quote in quotes for one in _stated(quote.text, quote.span.start, quote.published)]
    return tuple(_counted(quote, one, quote.text, True) for quote, one in found if one.own.quantity == quantity and not is_part(one.own, one.sentence))


_Leads = Mapping[tuple[str, int], frozenset[str]]


def _others(question: Question, asked: str, passage: StoredPassage, leads: _Leads, quotes: Sequence[Quote]) -> Iterator[Counted]:
    """The figures of a passage that count something else about whom the question names."""
    for one in _stated(passage.text, passage.span.start, passage.published):
        if one.own.quantity == asked or not _is_whole_count(one) or not _is_about(question, one, passage, leads, quotes):
            continue
        at = one.figure.span.start
        shown = next((quote for quote in quotes if quote.revision_id == passage.revision_id and quote.span.start <= at < quote.span.end), None)
        yield _counted(shown or quote_of(passage, one.span, 0.0), one, passage.text, False)


def _is_whole_count(one: _Stated) -> bool:
    """Whether a figure counts what its quantity says, and all of it: not "two of those held", nor people where attacks are counted."""
    own = one.own
    if own.quantity in _NO_COUNT or is_part(own, one.sentence):
        return False
    return own.unit in (None, "people") if counts_people(own.quantity) else own.unit != "people"


def _is_about(question: Question, one: _Stated, passage: StoredPassage, leads: _Leads, quotes: Sequence[Quote]) -> bool:
    """Whether a figure is about whom the question names: they are named in its passage, or in the opening of its article where the sentence
    names nobody else. A question that names nobody is asked of the same articles only."""
    if not question.demands.names:
        return any(quote.revision_id == passage.revision_id for quote in quotes)
    around = frozenset(passage.terms)
    if not _NAME.search(one.sentence):
        around |= frozenset(passage.title_terms) | leads.get((passage.doc_id, passage.revision), frozenset())
    return all(not around.isdisjoint((*name.terms, *name.related)) for name in question.demands.names)


_NAME = re.compile(r"(?<=[^.!?”\"\s]\s)[^\W\d_a-z][\w’'-]+")
"""A capital behind the first word of a sentence."""


def _counted(quote: Quote, one: _Stated, context: str, asked: bool) -> Counted:
    return Counted(quote, one.figure, Stated(one.own, one.sentence, quote.title), context, asked)
