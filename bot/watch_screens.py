"""What is said of watches: what was started, what is new, what is watched. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Quote
from bot.languages import say
from bot.provenance import day_of
from bot.quoting import Phone, Rows, more_button, quote_blocks, shortened
from bot.reply import Block, Button, Reply, heading, ours, packed
from bot.watches import Watch

MOST_WATCHES = 20
"""Watches of one person, and of one chat: each is asked again whenever the sources change."""


def offers(token: str) -> Rows:
    """The buttons under an answer."""
    return ((Button(say("button-watch"), f"watch|{token}"), Button(say("button-export"), f"export|{token}")),)


def items_screen(number: int, token: str) -> Reply:
    """In a private chat, which a lock screen shows: nothing of what it is about."""
    return Reply((ours(say("new-items", number=number)),), ((Button(say("button-open"), f"more|{token}"),),))


def news_screen(found: Sequence[tuple[Watch, Sequence[tuple[int, Quote]]]], phone: Phone, token: str) -> Reply:
    """In a group: what is new, under the question that it is about, in one message; what does not fit is behind a button."""
    every = sum(len(quotes) for _, quotes in found)
    for most in range(every, 0, -1):
        blocks, left = [heading(say("watch-news"))], most
        for watch, quotes in found:
            if left:
                blocks += [_about(watch), *quote_blocks(quotes[:left], phone.room)]
                left -= len(quotes[:left])
        if all(phone.room.units(block.text) <= phone.room.most_units for block in blocks) and len(made := packed(blocks, phone.room)) == 1:
            return replace(made[0], buttons=more_button(every - most, token))
    return Reply((heading(say("watch-news")), *(_about(watch) for watch, _ in found[:MOST_WATCHES])), more_button(every, token))


def _about(watch: Watch) -> Block:
    return ours(say("titled", title=shortened(watch.question, 120)))


def watches_screen(watches: Sequence[Watch]) -> Reply:
    """What is watched here, with a button to stop each."""
    if not watches:
        return Reply((ours(say("watch-none")),))
    lines = [_line(at, one) for at, one in enumerate(watches, start=1)]
    buttons = [Button(say("button-stop", number=at), f"unwatch|{one.id}") for at, one in enumerate(watches, start=1)]
    return Reply((heading(say("watched-here"), *lines),), tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)))


def _line(at: int, watch: Watch) -> str:
    values = {"question": shortened(watch.question, 120), "since": day_of(watch.made_at)}
    return say("watch-line-told", number=at, told=day_of(watch.told_at), **values) if watch.told_at else say("watch-line", number=at, **values)
