"""What is said of briefings: the briefing itself, the quiet one, what is scheduled, and the file with all of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from bot.answer import Quote
from bot.briefings import Brief, Correction, Side
from bot.corrections import change_line
from bot.export import Exported, Section
from bot.figure_screens import group_blocks
from bot.languages import digits, isolated, say
from bot.quoting import Phone, Rows, blocks_of, more_button, quote_blocks, shortened
from bot.render import counted
from bot.render_figures import dispute_lines, heading_of, quotes_of
from bot.reply import Block, Button, Reply, heading, ours, packed
from bot.schedule import spoken_time
from bot.scheduled import Scheduled
from index.feeds import StoredFeed

MOST_SCHEDULED = 20
"""Briefings that one chat gets by itself."""
LATE_SECONDS = 600.0
_STALE_SECONDS = 3600.0
"""A feed that was not asked for so long is not said to answer."""
_MOST_FRESH, _MOST_OPEN, _MOST_ROWS, _MOST_CORRECTED, _MOST_SIDES = 5, 3, 5, 5, 6
_LONGEST_LINE, _LONGEST_ACTION, _LABEL = 200, 60, 24


def brief_screen(brief: Brief, phone: Phone, token: str, zone: tzinfo, before: Sequence[str] = ()) -> Reply:
    """One message: as much as it holds; the rest is behind its buttons, and in the file. ``before``: lines under the heading."""
    for most in range(_MOST_FRESH, -1, -1):
        blocks = list(_blocks(brief, phone, zone, before, most))
        if all(phone.room.units(block.text) <= phone.room.most_units for block in blocks):
            messages = packed(blocks, phone.room)
            if len(messages) == 1:
                return replace(messages[0], buttons=_buttons(brief, messages[0], token))
    only = Reply((_top(brief, zone, (*before, say("brief-too-long"))),))
    return replace(only, buttons=_buttons(brief, only, token))


def _blocks(brief: Brief, phone: Phone, zone: tzinfo, before: Sequence[str], most: int) -> Iterator[Block]:
    numbers = {quote: number for number, quote in enumerate(brief.numbered)}
    yield _top(brief, zone, before)
    if brief.corrected:
        yield heading(say("brief-corrected", number=len(brief.corrected)))
        for one in brief.corrected[:_MOST_CORRECTED]:
            yield from _correction_blocks(one, numbers, phone) if most else [ours(_change(one))]
    if brief.fresh:
        yield heading(fresh_heading(brief))
        yield from quote_blocks([(numbers[quote], quote) for quote in brief.fresh[:most]], phone.room)
    if brief.open:
        yield heading(say("brief-open"))
        for group in brief.open[:_MOST_OPEN]:
            yield from group_blocks(group, group.items[:_MOST_ROWS], True)
    if brief.disputes:
        yield heading(say("not-accepted-by"), *dispute_lines(brief.disputes))
    if brief.sides:
        left = [digits(f"+ {len(brief.sides) - _MOST_SIDES}")] if len(brief.sides) > _MOST_SIDES else []
        yield heading(say("brief-by-side"), *(f"{shortened(side_name(one), 80)} · {digits(str(len(one.quotes)))}" for one in brief.sides[:_MOST_SIDES]), *left)


def _top(brief: Brief, zone: tzinfo, before: Sequence[str]) -> Block:
    return heading(say("brief", topic=shortened(brief.topic, 120)), *before, news(brief, zone), health(brief.feeds, brief.made_at, zone))


def news(brief: Brief, zone: tzinfo) -> str:
    """What is new, in a sentence; that nothing is, is always said."""
    if not brief.quotes and not brief.corrected:
        return f"{say('brief-nothing')} {say('searched', articles=counted(brief.documents, 'article'), period='')}"
    if brief.since is None:
        return say("brief-first")
    since = spoken_time(brief.since, zone)
    if brief.is_quiet:
        return say("brief-nothing-new", since=since)
    corrected = [say("brief-news-corrected", number=len(brief.corrected))] if brief.corrected else []
    fresh = [say("brief-news-fresh", number=len(brief.fresh))] if brief.fresh else []
    return say("brief-news", since=since, news=say("list-comma").join([*corrected, *fresh]))


def health(feeds: Sequence[StoredFeed], now: float, zone: tzinfo) -> str:
    """ "5 of 6 feeds answered; Frontier Ledger silent since Sat 7 Mar, 03:10." Silence and a dead feed do not look alike."""
    if not feeds:
        return say("feeds-none")
    lines = [line for feed in feeds if (line := _trouble(feed, now, zone))]
    well = sum(not feed.failures and not _is_stale(feed, now) for feed in feeds)
    return say("list-semicolon").join([say("feeds-answered", answering=well, feeds=len(feeds)), *lines]) + "."


def _trouble(feed: StoredFeed, now: float, zone: tzinfo) -> str | None:
    name = shortened(feed.name, 60)
    if feed.failures or feed.answered_at is None:
        return say("feed-silent-since", name=name, since=spoken_time(feed.answered_at, zone)) if feed.answered_at else say("feed-never", name=name)
    if _is_stale(feed, now):
        return say("feed-not-asked", name=name, since=spoken_time(feed.answered_at, zone))
    if feed.is_silent(now):
        return say("feed-nothing-new", name=name, since=spoken_time(feed.news_at or feed.added_at, zone))
    return None


def _is_stale(feed: StoredFeed, now: float) -> bool:
    return feed.answered_at is None or now - feed.answered_at > _STALE_SECONDS


def fresh_heading(brief: Brief) -> str:
    """What stands over what is new."""
    return say("brief-so-far" if brief.since is None else "brief-new", statements=counted(len(brief.fresh), "statement"))


def side_name(side: Side) -> str:
    """Whose words a side's are."""
    return isolated(side.name) if side.name else say("brief-nobody")


def _change(one: Correction) -> str:
    return shortened(change_line(one.change), _LONGEST_LINE)


def what_became(one: Correction) -> str:
    """What is said between what it was and what it is."""
    if one.change.withdrawn is not None:
        return say("was-withdrawn")
    return say("it-is-now") if one.now is not None else say("no-longer-there")


def _correction_blocks(one: Correction, numbers: Mapping[Quote, int], phone: Phone) -> Iterator[Block]:
    yield ours(_change(one))
    if one.was is not None:
        yield ours(say("it-was"))
        yield from blocks_of(one.was, None, phone.room)
        yield ours(what_became(one))
    if one.now is not None:
        yield from blocks_of(one.now, numbers[one.now], phone.room)


def _buttons(brief: Brief, shown: Reply, token: str) -> Rows:
    numbers = {quote: number for number, quote in enumerate(brief.numbered)}
    left = len(numbers) - len({quote for quote in numbers if numbers[quote] in shown.positions})
    sets = [(heading_of(group), quotes_of(group.items)) for group in brief.open[:_MOST_OPEN]]
    sets += [(side_name(one), one.quotes) for one in brief.sides[:_MOST_SIDES]]
    actions = [(shortened(label, _LABEL), f"set|{token}|{','.join(str(numbers[quote]) for quote in quotes)}") for label, quotes in sets]
    buttons = [Button(label, action) for label, action in actions if len(action) <= _LONGEST_ACTION]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return (*more_button(left, token), *rows, (Button(say("button-export"), f"export|{token}"),))


# ---------------------------------------------------------------------- what comes by itself


def late_line(due: float, now: float, zone: tzinfo) -> list[str]:
    """That a briefing comes late, and for when it was."""
    return [say("brief-late", due=spoken_time(due, zone))] if now - due > LATE_SECONDS else []


def quiet_screen(brief: Brief, number: int, zone: tzinfo, before: Sequence[str], private: bool) -> Reply:
    """That there is nothing new: the topic stands in it only where it is no secret of the phone's lock screen."""
    top = [] if private else [say("brief", topic=shortened(brief.topic, 120))]
    return Reply(
        (ours(*top, *before, f"{news(brief, zone)} {health(brief.feeds, brief.made_at, zone)}"),), ((Button(say("button-show-all"), f"briefed|{number}"),),)
    )


def ready_screen(number: int, before: Sequence[str]) -> Reply:
    """In a private chat, which a lock screen shows: nothing of what it is about."""
    return Reply((ours(say("brief-ready"), *before),), ((Button(say("button-open"), f"briefed|{number}"),),))


def scheduled_line(one: Scheduled, due: float, zone: tzinfo, zone_name: str) -> str:
    """When it comes, and when next."""
    return say("brief-scheduled", topic=shortened(one.topic, 120), schedule=str(one.schedule), zone=zone_name, due=spoken_time(due, zone))


def _how() -> tuple[str, str]:
    return say("brief-how"), say("brief-how-scheduled")


def scheduled_screen(rows: Sequence[tuple[Scheduled, float]], zone: tzinfo, zone_name: str) -> Reply:
    """What comes by itself, with the next time of each, and how to stop it."""
    if not rows:
        return Reply((heading(say("briefs"), *_how()), ours(say("brief-none-scheduled"))))
    lines = [say("numbered", number=at, line=scheduled_line(one, due, zone, zone_name)) for at, (one, due) in enumerate(rows, start=1)]
    buttons = [Button(say("button-stop", number=at), f"unbrief|{one.id}") for at, (one, _) in enumerate(rows, start=1)]
    return Reply((heading(say("briefs-scheduled"), *lines), ours(*_how())), tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)))


# ---------------------------------------------------------------------- the file


def sections_of(brief: Brief, zone: tzinfo, facts: Mapping[Quote, Exported], before: Sequence[str] = ()) -> list[Section]:
    """All of a briefing for a file; ``facts``: each quote with how it can be checked. A quote without them is gone and left out."""

    def exported(quotes: Sequence[Quote | None]) -> tuple[Exported, ...]:
        return tuple(facts[quote] for quote in quotes if quote is not None and quote in facts)

    sections = [Section("", (*before, news(brief, zone), health(brief.feeds, brief.made_at, zone)))]
    for one in brief.corrected:
        sections.append(Section(say("brief-section-corrected"), (_change(one), *([say("it-was")] if one.was else [])), exported([one.was])))
        if one.was is not None:
            sections.append(Section("", (what_became(one),), exported([one.now])))
    if brief.fresh:
        sections.append(Section(fresh_heading(brief).capitalize(), (), exported(brief.fresh)))
    for group in brief.open:
        sections.append(Section(say("brief-section-open", quantity=heading_of(group).lower()), (), exported(quotes_of(group.items))))
    if brief.disputes:
        sections.append(Section(say("not-accepted-by").capitalize(), tuple(dispute_lines(brief.disputes)), exported([one.quote for one in brief.disputes])))
    sections += [Section(say("brief-section-side", side=side_name(one)), (), exported(one.quotes)) for one in brief.sides]
    return sections
