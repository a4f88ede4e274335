"""What is told when something that was shown has changed: a reply to the very message, with what it was, what it is, and when that was seen."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from bot.answer import Quote
from bot.briefing import Briefing, quote_from
from bot.languages import ENGLISH, digits, isolated, say, shortened, speaking
from bot.provenance import day, day_of
from bot.render import signature
from bot.reply import Block, Reply, Room, heading, ours, packed, pieces, quoted
from bot.shown import Place
from bot.state import Ledger, Shown
from index.catalog import Catalog
from index.corrections import Became, Change, what_became

_BESIDE = 900
"""Units kept free in a message for what stands around a quote."""
_LONGEST_LINE = 300
CHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Notice:
    """What a chat is told about one message. ``places``: what of it is told about, so that it is told once."""

    chat_id: int
    message_id: int
    places: tuple[Place, ...]
    replies: tuple[Reply, ...]
    ledger: Ledger


def notices(
    catalog: Catalog, briefing: Briefing, untold: Sequence[Place], room: Room, language_of: Callable[[int], str] = lambda _chat: ENGLISH
) -> Iterator[Notice]:
    """What has to be told of what was shown, a message at a time. ``language_of``: which one a chat is spoken to in."""
    became = what_became(catalog, list(dict.fromkeys((place.revision_id, place.span) for place in untold)))
    changed = [place for place in untold if (place.revision_id, place.span) in became]
    for (chat_id, message_id), group in groupby(changed, key=lambda place: (place.chat_id, place.message_id)):
        places = tuple(group)
        blocks: list[Block] = []
        shown: list[Shown] = []
        with speaking(language_of(chat_id)):
            for place in places:
                blocks += _blocks(briefing, became[place.revision_id, place.span], room, shown)
            replies = packed(blocks, room)
        ledger = Ledger(secrets.token_urlsafe(9), chat_id, places[0].collection, tuple(shown))
        yield Notice(chat_id, message_id, places, replies, ledger)


def without_words(notice: Notice) -> Notice:
    """The notice for a chat that may not see its source any more: only that what it was shown has changed."""
    return replace(notice, replies=(Reply((ours(say("notice-elsewhere")),)),), ledger=replace(notice.ledger, shown=()))


def _blocks(briefing: Briefing, became: Became, room: Room, shown: list[Shown]) -> Iterator[Block]:
    """The blocks for one quote; what they show now is added to ``shown``."""
    (was,) = briefing.spoken([quote_from(became.before, became.span)])
    document = became.now.document
    title = _short(f"{say('titled', title=document.title)} · {isolated(document.outlet) if document.outlet else say('outlet-not-named')}")
    if became.withdrawn is not None:
        yield heading(say("notice-withdrawn"), title, say("notice-seen-reason", when=when(became.seen_at), reason=became.withdrawn.reason))
        yield from _quoted(say("it-said"), was, room)
        return
    yield heading(say("notice-changed"), title, say("notice-seen", when=when(became.seen_at)))
    yield from _quoted(say("it-was"), was, room)
    if became.now_at is None:
        yield ours(say("notice-gone"))
        return
    (now,) = briefing.spoken([quote_from(became.now, became.now_at)])
    position = len(shown)
    shown.append(Shown(position, now.revision_id, now.span))
    yield from _quoted(say("it-is-now"), now, room, position)


def _quoted(label: str, quote: Quote, room: Room, position: int | None = None) -> Iterator[Block]:
    yield ours(label)
    for part in pieces(quote, room.most_units - _BESIDE, room.units):
        yield quoted(part, [(_short(signature(part)), None), (day(part.published), None)], position)


def when(seconds: float) -> str:
    """ "5 Mar 2024, 10:42 UTC"."""
    at = datetime.fromtimestamp(seconds, UTC)
    return say("when", day=at.date(), time=digits(f"{at:%H:%M}"))


def _short(words: str) -> str:
    """A line of ours; never a quote."""
    return shortened(words, _LONGEST_LINE)


# ---------------------------------------------------------------------- the list of changes


def change_line(change: Change) -> str:
    """One change, as a person reads it."""
    document = change.document.document
    whose, seen = " · ".join(filter(None, [say("titled", title=_short(document.title)), isolated(document.outlet or "")])), day_of(change.seen_at)
    if change.withdrawn is not None:
        return say("change-withdrawn", day=seen, article=whose, reason=change.withdrawn.reason)
    if change.amendment is not None:
        one = change.amendment
        values = {"day": seen, "field": one.field, "article": whose, "after": one.after or ""}
        return say("change-amended-before", before=one.before, **values) if one.before else say("change-amended", **values)
    return say("change-by-outlet", day=seen, article=whose, revision=digits(str(change.document.revision)))


def change_json(change: Change) -> dict[str, Any]:
    """A row of ``corrections``."""
    amendment = change.amendment
    return {
        "doc_id": change.document.doc_id,
        "seen": datetime.fromtimestamp(change.seen_at, UTC).isoformat(timespec="seconds"),
        "what": "withdrawn" if change.withdrawn else "amended" if amendment else "changed",
        "revision": change.document.revision,
        "reason": change.withdrawn.reason if change.withdrawn else None,
        "amendment": {"field": amendment.field, "before": amendment.before, "after": amendment.after, "by": amendment.editor} if amendment else None,
    }


def corrections_screen(changes: Sequence[Change]) -> Reply:
    """What changed in the last 30 days, newest first."""
    if not changes:
        return Reply((ours(say("corrections-none")),))
    more = [ours(say("corrections-more", number=len(changes) - CHANGES_SHOWN))] if len(changes) > CHANGES_SHOWN else []
    return Reply((heading(say("corrections")), *(ours(change_line(one)) for one in changes[:CHANGES_SHOWN]), *more))
