"""Guest mode: somebody names the bot in a chat where it is no member, mostly under a claim. One message answers, with nothing to tap but links. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Quote
from bot.quoting import Phone, passage_link
from bot.reply import Button, Reply, ours

MORE = "More of it did not fit here: send me the words in our private chat, with /check before them."
TITLE = "WORDING CHECK"
_MOST_LINKS = 3
_KEPT_FREE = 200
"""Units of the message kept free for `MORE`."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who calls, what stands behind the bot's name, and what the message says that it replies to (or the stretch of it that was selected)."""

    person: int | None
    text: str
    about: str | None = None

    @property
    def wording(self) -> str:
        """What is to be checked: what is replied to; without that, what stands behind the bot's name."""
        return (self.about or self.text).strip()


def behind_the_name(text: str, username: str) -> str:
    """A message without the bot's name."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip()


def narrower(phone: Phone) -> Phone:
    """The phone for which a reply is made that `one_message` may have to add a line to."""
    return replace(phone, room=replace(phone.room, most_units=phone.room.most_units - _KEPT_FREE))


def one_message(replies: Sequence[Reply], quotes: Sequence[Quote], phone: Phone) -> Reply:
    """The first of several messages, saying so, with a link to each of the first passages in it instead of what only works in a chat of the bot's own."""
    first, *rest = replies
    held = [quote for quote in quotes if any(block.quote is not None and _within(block.quote, quote) for block in first.blocks)][:_MOST_LINKS]
    several = len(held) > 1
    links = tuple(
        (Button(f"Open {at} at the passage" if several else "Open at the passage", url=_link(quote, phone), quote=quote),) for at, quote in enumerate(held, 1)
    )
    return Reply((*first.blocks, *([ours(MORE)] if rest else [])), links)


def _link(quote: Quote, phone: Phone) -> str:
    return passage_link(phone.username, quote.revision_id, quote.paragraph)


def _within(part: Quote, quote: Quote) -> bool:
    return part.revision_id == quote.revision_id and quote.span.start <= part.span.start and part.span.end <= quote.span.end
