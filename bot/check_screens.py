"""A wording check on a phone: part by part, the source behind the bar, and what differs. Pure. Words only: no sign that could pass for a stamp of truth."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer import Quote
from bot.check import Check, Verdict
from bot.languages import say
from bot.quoting import Phone, blocks_of, quote_buttons, with_buttons
from bot.render_check import different, quote_of_standing, sentence_on, shown_parts, standings_shown
from bot.reply import Block, Reply, heading, ours, packed

_LONGEST_PASTED = 300
_MOST_PARTS = 8


def check_screen(checked: Check, phone: Phone, token: str) -> tuple[tuple[Reply, ...], tuple[Quote, ...]]:
    """The messages, and the quotes in them by the numbers that their buttons carry."""
    quotes: list[Quote] = []
    blocks = [heading(say("check"), sentence_on(checked.verdict)), *_body(checked, quotes, phone)]
    parts = shown_parts(checked)
    for part in parts[:_MOST_PARTS]:
        blocks += _part(part, quotes, phone)
    if len(parts) > _MOST_PARTS:
        blocks.append(ours(say("check-more-parts", number=len(parts) - _MOST_PARTS)))
    if checked.verdict is Verdict.TOO_SHORT:
        blocks.append(ours(say("check-how")))
    numbered = list(enumerate(quotes))
    return with_buttons(packed(blocks, phone.room), quote_buttons(numbered[:3], phone, token)), tuple(quotes)


def _part(part: Check, quotes: list[Quote], phone: Phone) -> Iterator[Block]:
    pasted = part.pasted if len(part.pasted) <= _LONGEST_PASTED else f"{part.pasted[:_LONGEST_PASTED].rstrip()}…"
    if not part.found and not part.nearest:
        yield ours(say("check-nothing-near", pasted=pasted))
        return
    yield heading(say("check-pasted", pasted=pasted), *([sentence_on(part.verdict)] if part.found else []))
    yield from _body(part, quotes, phone)


def _body(checked: Check, quotes: list[Quote], phone: Phone) -> Iterator[Block]:
    for standing in standings_shown(checked):
        quote = quote_of_standing(standing)
        if quote not in quotes:
            quotes.append(quote)
        yield from blocks_of(quote, quotes.index(quote), phone.room)
    lines = list(different(checked))
    if lines:
        yield ours(*lines)
