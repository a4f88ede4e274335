"""What is said of watches: what was started, what is new, what is watched. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Quote
from bot.provenance import day_of
from bot.quoting import Phone, Rows, more_button, quote_blocks, shortened
from bot.reply import Block, Button, Reply, heading, ours, packed
from bot.watches import Watch

MOST_WATCHES = 20
"""Watches of one person, and of one chat: each is asked again whenever the sources change."""
WATCH = "Watch"
STARTED = "I tell you here when a new statement, speaker or figure turns up. Your question is kept for that; /watches lists it and stops it."
WATCHED_ALREADY = "Watched already: /watches lists what is."
ENOUGH = f"{MOST_WATCHES} watches I keep, and no more: /watches stops one."
NOTHING_WATCHED = "Nothing is watched here. Tap “Watch” under an answer."
NOT_YOURS = "Only whoever started it, an admin of the group or an editor stops it."
STOPPED = "Stopped."
_NEW = "NEW ON WHAT IS WATCHED HERE"


def offers(token: str) -> Rows:
    """The buttons under an answer."""
    return ((Button(WATCH, f"watch|{token}"), Button("Export", f"export|{token}")),)


def items_screen(number: int, token: str) -> Reply:
    """In a private chat, which a lock screen shows: nothing of what it is about."""
    return Reply((ours(f"{number} new item{'s'[: number != 1]}."),), ((Button("Open", f"more|{token}"),),))


def news_screen(found: Sequence[tuple[Watch, Sequence[tuple[int, Quote]]]], phone: Phone, token: str) -> Reply:
    """In a group: what is new, under the question that it is about, in one message; what does not fit is behind a button."""
    every = sum(len(quotes) for _, quotes in found)
    for most in range(every, 0, -1):
        blocks, left = [heading(_NEW)], most
        for watch, quotes in found:
            if left:
                blocks += [_about(watch), *quote_blocks(quotes[:left], phone.room)]
                left -= len(quotes[:left])
        if all(phone.room.units(block.text) <= phone.room.most_units for block in blocks) and len(made := packed(blocks, phone.room)) == 1:
            return replace(made[0], buttons=more_button(every - most, token))
    return Reply((heading(_NEW), *(_about(watch) for watch, _ in found[:MOST_WATCHES])), more_button(every, token))


def _about(watch: Watch) -> Block:
    return ours(f"“{shortened(watch.question, 120)}”")


def watches_screen(watches: Sequence[Watch]) -> Reply:
    """What is watched here, with a button to stop each."""
    if not watches:
        return Reply((ours(NOTHING_WATCHED),))
    lines = [f"{at}. “{shortened(one.question, 120)}”, since {day_of(one.made_at)}{_told(one)}" for at, one in enumerate(watches, start=1)]
    buttons = [Button(f"Stop {at}", f"unwatch|{one.id}") for at, one in enumerate(watches, start=1)]
    return Reply((heading("Watched here", *lines),), tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)))


def _told(watch: Watch) -> str:
    return f"; last news {day_of(watch.told_at)}" if watch.told_at else "; nothing new yet"
