"""A quote on a phone: the block that shows it, and the buttons that lead on from it. Pure.

Buttons carry ids, never text: an action is ``verb|token|number``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answer import Quote
from bot.citing import citation, cited
from bot.fragments import at_passage
from bot.languages import digits, say
from bot.languages import shortened as shortened
from bot.render import day, elsewhere, signature
from bot.reply import Block, Button, Reply, Room, pieces, quoted
from sources.model import Span

_WEB = re.compile(r"https?://[^\s]{1,1500}")
Rows = tuple[tuple[Button, ...], ...]
"""Buttons under a message, row by row."""
LONGEST_LINE = 300
"""Characters of a line of ours: an outlet's name, a title, who else published the same."""
BESIDE = 300
"""Units kept free beside a long quote for what stands around it."""


@dataclass(frozen=True, slots=True)
class Phone:
    """What a screen is made for: how much fits, what the bot is called, and when. ``short``: as little as answers on the first screen."""

    room: Room
    username: str
    now: datetime
    short: bool = False


def quote_blocks(
    numbered: Iterable[tuple[int, Quote]], room: Room, bold: Mapping[Quote, Sequence[Span]] | None = None, folded: bool = False
) -> Iterator[Block]:
    """Quotes with their signatures. ``bold``: spans of a quote's text that stand out; ``folded``: each can be unfolded."""
    for position, quote in numbered:
        yield from blocks_of(quote, position, room, (bold or {}).get(quote, ()), folded)


def blocks_of(quote: Quote, position: int | None, room: Room, bold: Sequence[Span] = (), folded: bool = False) -> Iterator[Block]:
    """A quote with its signature; one that fits no message is parted at its sentences, and then nothing in it stands out."""
    under = [(signature(quote), None), (_origin(quote), passage_address(quote)), *((words, None) for words in (*quote.remarks, *_elsewhere(quote)))]
    under = [(shortened(words, LONGEST_LINE), url) for words, url in under]
    most = room.most_units - BESIDE - sum(room.units(words) + 1 for words, _ in under)
    parts = pieces(quote, most, room.units)
    for number, part in enumerate(parts, start=1):
        which = [(say("part-of-quote", number=number, parts=len(parts)), None)] if len(parts) > 1 else []
        yield quoted(part, [*under, *which], position, bold if len(parts) == 1 else (), folded)


def _origin(quote: Quote) -> str:
    return f"{day(quote.published)} · {say('titled', title=shortened(quote.title, 120))}"


def _elsewhere(quote: Quote) -> list[str]:
    if not quote.also_in:
        return []
    return [say("also-in", places=shortened(elsewhere(quote), 300))]


def address_of(quote: Quote) -> str | None:
    """Where the article stands on the web."""
    return quote.url if quote.url and _WEB.fullmatch(quote.url) else None


def passage_address(quote: Quote) -> str | None:
    """Where the article stands on the web, opened at the quote; the article alone where that would be too long for an address."""
    address = address_of(quote)
    at = at_passage(address, quote.text) if address else None
    return at if at and _WEB.fullmatch(at) else address


def quote_buttons(numbered: Sequence[tuple[int, Quote]], phone: Phone, token: str) -> Rows:
    """Context, Source, Copy and Wrong? of each quote, numbered where there are several."""
    several = len(numbered) > 1
    return tuple(_buttons_of(quote, position, digits(f" {at}") if several else "", phone, token) for at, (position, quote) in enumerate(numbered, start=1))


def _buttons_of(quote: Quote, position: int, number: str, phone: Phone, token: str) -> tuple[Button, ...]:
    address = passage_address(quote)
    source = (Button(f"{say('button-source')}{number}", url=address, quote=quote),) if address else ()
    return (
        Button(f"{say('button-context')}{number}", f"context|{token}|{position}", quote=quote),
        *source,
        _copy_button(f"{say('button-copy')}{number}", quote, phone, f"copy|{token}|{position}"),
        Button(f"{say('button-wrong')}{number}", f"wrong|{token}|{position}", quote=quote),
    )


def with_buttons(replies: tuple[Reply, ...], rows: Rows) -> tuple[Reply, ...]:
    """The buttons under the last of several messages."""
    return (*replies[:-1], replace(replies[-1], buttons=rows)) if rows else replies


def _copy_button(label: str, quote: Quote, phone: Phone, action: str) -> Button:
    citation = citation_of(quote, phone.username)
    fits = phone.room.units(citation) <= phone.room.most_copied
    return Button(label, copies=citation, quote=cited(quote)) if fits else Button(label, action, quote=quote)


def citation_of(quote: Quote, username: str) -> str:
    """What is pasted, with an address to check it at."""
    return citation(quote, address_of(quote) or passage_link(username, quote.revision_id, quote.paragraph))


def passage_link(username: str, revision_id: int, paragraph: int) -> str:
    """An address that opens one paragraph in the private chat with the bot, for whoever may read it."""
    return f"https://t.me/{username}?start=p-{revision_id}-{paragraph}"


def more_button(left: int, token: str) -> Rows:
    """What opens the quotes that the first screen leaves out."""
    return ((Button(say("button-more", number=left), f"more|{token}"),),) if left else ()
