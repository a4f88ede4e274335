"""Look-ups while typing: quotes -> the cards that Telegram lists, each with the whole message that is posted when it is picked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answer import Answer, Quote
from bot.quoting import Phone, passage_link, quote_blocks
from bot.render import described
from bot.reply import Button, Reply, line, packed
from bot.voices import Voice

FEWEST_LETTERS = 4
"""Fewer are not searched: they would find anything, and every keystroke asks."""
MOST_CARDS = 10
_ASKS = re.compile(r"\?|^\W*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|will)\b", re.IGNORECASE)
"""What makes typed words a question."""
_DESCRIPTION = 120
"""Characters of a card's second line; Telegram shows about two lines on a phone."""


@dataclass(frozen=True, slots=True)
class Card:
    """``title``: who speaks, and the year; ``description``: the beginning of the quote; ``reply``: what is posted, the quote whole."""

    id: str
    title: str
    description: str
    reply: Reply


def is_long_enough(typed: str) -> bool:
    """Whether there is enough to look something up by."""
    return sum(character.isalnum() for character in typed) >= FEWEST_LETTERS


def cards_of(answer: Answer, phone: Phone) -> tuple[Card, ...]:
    """A card a passage. Where a question is not answered there is none: what stands near it would pass for an answer, posted in a chat.

    Words that ask nothing are looked up, so for them what stands nearest is what is wanted.
    """
    quotes = answer.quotes or (() if _ASKS.search(answer.question.text) else answer.nearest)
    cards = (_card(quote, phone) for quote in quotes)
    return tuple({card.id: card for card in cards if card is not None}.values())[:MOST_CARDS]


def _card(quote: Quote, phone: Phone) -> Card | None:
    """None for a quote that fits into no single message: it is never cut."""
    replies = packed(list(quote_blocks([(0, quote)], phone.room)), phone.room)
    if len(replies) > 1 or len(replies[0].blocks) > 1:
        return None
    link = Button("Open at the passage", url=passage_link(phone.username, quote.revision_id, quote.paragraph), quote=quote)
    span = quote.span
    return Card(f"{quote.revision_id}.{span.start}.{span.end}", title_of(quote), _beginning(quote.text), Reply(replies[0].blocks, ((link,),)))


def title_of(quote: Quote) -> str:
    """Whose words, and the year: "U.S. officials (unnamed) · VOA · 2021"."""
    said = quote.said
    speaker = described(said.speaker, said.terms) if said.voice is Voice.ATTRIBUTED and said.speaker else ""
    year = str(quote.published.year) if quote.published else "date not known"
    return line(" · ".join(filter(None, [speaker, quote.outlet or "outlet not named", year])))


def _beginning(text: str) -> str:
    """The first words of a quote, for choosing by; what is posted is the whole of it."""
    words = line(text)
    return words if len(words) <= _DESCRIPTION else f"{words[:_DESCRIPTION].rsplit(' ', 1)[0]} …"
