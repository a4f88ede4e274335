"""An answer that is figures, on a phone: rows newest first, who does not accept them, their sentences, and the other counts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answer import Answer, Group, Item, Quote
from bot.languages import directed, isolating, say
from bot.quoting import Phone, more_button, quote_blocks, quote_buttons
from bot.render_figures import (
    MOST_OTHERS,
    MOST_ROWS,
    Piece,
    asked_groups,
    dispute_lines,
    group_heading,
    heading_of,
    items_of,
    names_of_groups,
    not_accepted,
    other_line,
    phrase_span,
    quotes_of,
    row_of,
    under_row,
)
from bot.reply import Block, Button, heading, ours, phrase
from sources.quantities import OTHER

_LINE = "\n"
_MOST_BUTTONS = 3
"""Quotes that have buttons of their own on the first screen."""
_SHORT_ROWS = 3
"""Figures on a short first screen; what counts something else is behind its buttons then."""
_LONGEST_ACTION = 64


def figure_screen(answer: Answer, phone: Phone, token: str) -> tuple[list[Block], tuple[tuple[Button, ...], ...]]:
    """The blocks of the first screen of an answer in figures, and its buttons."""
    groups = asked_groups(answer)
    others = [group for group in answer.figures if group.other][:MOST_OTHERS]
    items = items_of(groups)[: _SHORT_ROWS if phone.short else MOST_ROWS]
    numbered = [(position_of(quote, answer), quote) for quote in quotes_of(items)]
    bold = {quote: [phrase_span(item) for item in items if item.quote == quote] for _, quote in numbered}
    several = len(items) > 1
    blocks = [block for group in groups for block in group_blocks(group, items, several)]
    disputes = not_accepted(answer, items)
    if disputes:
        blocks.append(heading(say("not-accepted-by"), *dispute_lines(disputes)))
    sentences = list(quote_blocks(numbered, phone.room, bold, folded=several))
    blocks += sentences
    if others and not phone.short:
        blocks.append(ours(say("other-counts", names=names_of_groups(groups))))
        blocks += [block for group in others for block in _line_blocks(other_line(group, answer.disputes))]
    beside = [(heading_of(group), quotes_of(group.items)) for group in others]
    if disputes:
        beside.insert(0, (say("button-other-side"), tuple(one.quote for one in disputes)))
    first = {quote for _, quote in numbered}
    left = [quote for quote in answer.quotes if quote not in first]
    charted = next((group for group in groups if group.quantity != OTHER and len(group.items) > 1), None)
    chart = ((Button(say("button-chart"), f"chart|{token}|{charted.quantity}"),),) if charted else ()
    rows = (*_set_buttons(beside, answer, token), *chart, *more_button(len(left), token), *quote_buttons(numbered[:_MOST_BUTTONS], phone, token))
    return blocks, rows


def group_blocks(group: Group, shown: Sequence[Item], several: bool) -> Iterator[Block]:
    """A group's heading, and, where there are ``several`` figures, a row for each of those shown."""
    items = [item for item in group.items if item in shown]
    if not items:
        return
    yield heading(group_heading(group))
    for item in items if several else ():
        yield from _line_blocks(row_of(item), bold=True)
        yield replace(ours(*(f"  {words}" for words in under_row(item))), lead=_LINE)


def _line_blocks(pieces: Sequence[Piece], bold: bool = False) -> Iterator[Block]:
    """A line as blocks: what is the source's in blocks of its own, each held against the source, and told apart where ours runs from the right."""
    lead, (opening, closing) = _LINE, isolating()
    for number, piece in enumerate(pieces):
        if piece.item is None or piece.span is None:
            yield Block(piece.text if number else directed(piece.text), lead=lead)
        else:
            if opening:
                yield Block(opening if number else directed(opening), lead=lead)
            yield phrase(piece.item.quote, piece.span, "" if opening else lead, bold)
            if closing:
                yield Block(closing, lead="")
        lead = ""


def beside(answer: Answer) -> tuple[Quote, ...]:
    """What stands in an answer's figures and disputes and is not among its quotes: numbered behind them, in this order."""
    every = (*(item.quote for group in answer.figures for item in group.items), *(one.quote for one in answer.disputes))
    return tuple(quote for quote in dict.fromkeys(every) if quote not in answer.quotes and quote not in answer.nearest)


def position_of(quote: Quote, answer: Answer) -> int:
    """The number of a quote in the ledger of its answer."""
    return (*answer.quotes, *answer.nearest, *beside(answer)).index(quote)


def other_side(answer: Answer, shown: Sequence[Quote], token: str) -> tuple[tuple[Button, ...], ...]:
    """The button that opens who denies or doubts what is shown, unless they stand there themselves."""
    found = tuple(dict.fromkeys(one.quote for one in answer.disputes if one.disputes in shown and one.quote not in shown))
    return tuple(_set_buttons([(say("button-other-side"), found)] if found else [], answer, token))


def _by_label(sets: Sequence[tuple[str, Sequence[Quote]]]) -> dict[str, tuple[Quote, ...]]:
    """Sets of one name are one: two buttons that read the same could not be told apart."""
    joined: dict[str, tuple[Quote, ...]] = {}
    for label, quotes in sets:
        joined[label] = tuple(dict.fromkeys((*joined.get(label, ()), *quotes)))
    return joined


def _set_buttons(sets: Sequence[tuple[str, Sequence[Quote]]], answer: Answer, token: str) -> Iterator[tuple[Button, ...]]:
    row: list[Button] = []
    for label, quotes in _by_label(sets).items():
        action = f"set|{token}|{','.join(str(position_of(quote, answer)) for quote in quotes)}"
        if len(action) <= _LONGEST_ACTION:
            row.append(Button(label, action))
        if len(row) == _MOST_BUTTONS:
            yield tuple(row)
            row = []
    if row:
        yield tuple(row)
