"""What stands on a phone: answers, refusals, context, copies, and everything else the bot says. Pure: data in, replies out.

Behind the bar stands the source, letter for letter. Everything else is ours, short, and makes no claim about the world.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.answer import Answer, Quote, Reason
from bot.briefing import Searched
from bot.citing import cited
from bot.figure_screens import figure_screen, other_side
from bot.languages import digits, isolated, listed, say
from bot.quoting import (
    BESIDE,
    LONGEST_LINE,
    Phone,
    Rows,
    citation_of,
    more_button,
    passage_address,
    passage_link,
    quote_blocks,
    quote_buttons,
    shortened,
    with_buttons,
)
from bot.refusing import subject_in
from bot.render import counted, day, names_used, reading_of, refusal_sentence, signature, unheard_in
from bot.render_figures import age_note
from bot.reply import Block, Button, Mark, Reply, Room, Style, heading, ours, packed, pieces, quoted
from bot.rewording import Reworded
from index.catalog import StoredDocument
from sources.model import Span

COMMANDS = ("ask", "check", "sources", "help", "brief", "watches", "export", "corrections", "settings", "add", "privacy")
"""What Telegram lists behind the slash."""
HELP = ("ask", "check", "sources", "collection", "inline", "brief", "watches", "export", "corrections", "add", "settings", "privacy", "forget", "wipe")
"""What /help lists, in this order."""
SOURCES_A_PAGE = 8
NOTHING_KNOWN: Mapping[int, str] = {}
_LIFTED_BY_SOURCES = (Reason.NOT_IN_SOURCES, Reason.NO_FIGURE, Reason.NO_SOURCES)
_LONGEST_MAPPING = 600
LATE_SECONDS = 120
"""A question that waited longer is answered with when it was asked."""


# ---------------------------------------------------------------------- answers


def answer_screen(answer: Answer, searched: Searched, phone: Phone, token: str, before: Sequence[str] = (), offers: Rows = ()) -> tuple[Reply, ...]:
    """The first screen of an answer; the rest stands behind buttons that carry ``token``. ``before``: lines above it; ``offers``: buttons
    under all others; under a refusal only where more sources could lift it."""
    above = [*before, *(shortened(words, LONGEST_LINE) for words in reading_of(answer.question))]
    top = [ours(*above)] if above else []
    if answer.reason:
        nearest: Rows = ((Button(_nearest_label(answer), f"near|{token}"),),) if answer.nearest else ()
        rows = (*nearest, *(offers if answer.reason in _LIFTED_BY_SOURCES else ()))
        return with_buttons(packed([*top, ours(_refusal(answer, searched)), *_notes(answer, searched, phone.now)], phone.room), rows)
    if any(not group.other for group in answer.figures):
        blocks, rows = figure_screen(answer, phone, token)
        return with_buttons(packed([*top, *blocks, *_notes(answer, searched, phone.now)], phone.room), (*rows, *offers))
    first = list(enumerate(answer.quotes[: 1 if phone.short else answer.first_screen]))
    rows = (
        *other_side(answer, [quote for _, quote in first], token),
        *quote_buttons(first, phone, token),
        *more_button(len(answer.quotes) - len(first), token),
        *offers,
    )
    return with_buttons(packed([*top, *quote_blocks(first, phone.room), *_notes(answer, searched, phone.now)], phone.room), rows)


def other_reading_screen(answer: Answer, phone: Phone, title: str, start: int) -> tuple[Reply, ...]:
    """What else a short question may mean, under a heading that says so: its best quotes, numbered from ``start``."""
    shown = enumerate(answer.quotes[: 1 if phone.short else _OF_THE_OTHER], start)
    return packed([heading(title), *quote_blocks(shown, phone.room)], phone.room)


_OF_THE_OTHER = 2
"""Quotes of the other reading; who wants more asks for it."""


def mapping_line(found: Reworded) -> str:
    """By which words a question in another language was read, or which of its words no list has."""
    if found.unknown:
        return say("rewording-unknown", words=shortened(listed(found.unknown), _LONGEST_MAPPING))
    pairs = say("list-comma").join(say("rewording-pair", word=word, term=term) for word, term in found.pairs)
    return say("rewording", pairs=shortened(pairs, _LONGEST_MAPPING))


def further_screen(numbered: Sequence[tuple[int, Quote]], phone: Phone, token: str, above: str | None = None) -> tuple[Reply, ...]:
    """The quotes behind a button, under a line that says what they are."""
    top = [heading(above)] if above else []
    return with_buttons(packed([*top, *quote_blocks(numbered, phone.room)], phone.room), quote_buttons(numbered, phone, token))


def _nearest_label(answer: Answer) -> str:
    subject = subject_in(answer.question, answer.nearest[0].text)
    return say("button-nearest-on", subject=subject) if subject else say("button-nearest")


def _refusal(answer: Answer, searched: Searched) -> str:
    if answer.reason is Reason.NO_SOURCES:
        return say("no-sources")
    return refusal_sentence(answer, searched)


def _notes(answer: Answer, searched: Searched, now: datetime) -> Iterator[Block]:
    lines = list(filter(None, [age_note(answer.quotes, now.date())]))
    if searched.pending:
        lines.append(say("note-pending", paragraphs=counted(searched.pending, "paragraph")))
    if answer.withheld:
        lines.append(withheld_line(answer.withheld))
    if unheard := unheard_in(answer):
        lines.append(say("note-unheard", sources=counted(unheard, "source")))
    lines += [shortened(words, LONGEST_LINE) for words in names_used(answer)]
    if lines:
        yield ours(*lines)


def withheld_line(number: int) -> str:
    """That so many quotes are not shown, and why."""
    return say("withheld", quotes=counted(number, "quote"))


def copy_screen(quote: Quote, phone: Phone) -> tuple[Reply, ...]:
    """A citation that is too long for a button, in fixed width, whole: over several messages where it must be."""
    beside = phone.room.units(citation_of(quote, phone.username)) - phone.room.units(cited(quote).text)
    parts = pieces(quote, phone.room.most_units - BESIDE - beside, phone.room.units)
    return tuple(Reply((_fixed(citation_of(part, phone.username), cited(part)),)) for part in parts)


def _fixed(words: str, quote: Quote) -> Block:
    start = words.index(quote.text)
    return Block(words, (Mark(Style.FIXED, Span(0, len(words))),), quote, Span(start, start + len(quote.text)))


# ---------------------------------------------------------------------- one passage and what stands around it


def passage_named(payload: str) -> tuple[int, int] | None:
    """(revision id, paragraph) of a deep link's payload; None when it names none."""
    found = re.fullmatch(r"p-(\d{1,15})-(\d{1,7})", payload)
    return (int(found[1]), int(found[2])) if found else None


def passage_screen(quotes: Sequence[Quote], at: Quote, newer: bool, phone: Phone) -> tuple[Reply, ...]:
    """Paragraphs of one article in their order, ``at`` the one that is meant. ``newer``: the article has changed since."""
    about = " · ".join(filter(None, [day(at.published), isolated(at.outlet or ""), listed(at.authors)]))
    top = heading(isolated(shortened(at.title, 200)), shortened(about, LONGEST_LINE))
    note = [ours(say("changed-since"))] if newer else []
    blocks = [top, *(block for number, quote in enumerate(quotes) for block in _paragraph_blocks(quote, number, phone.room)), *note]
    rows = [Button(say("button-link"), url=passage_link(phone.username, at.revision_id, at.paragraph))]
    if address := passage_address(at):
        rows.append(Button(say("button-source"), url=address))
    return with_buttons(packed(blocks, phone.room), (tuple(rows),))


def _paragraph_blocks(quote: Quote, position: int, room: Room) -> Iterator[Block]:
    for part in pieces(quote, room.most_units - BESIDE - 2 * LONGEST_LINE, room.units):
        yield quoted(part, [(shortened(words, LONGEST_LINE), None) for words in (signature(part), *part.remarks)], position)


# ---------------------------------------------------------------------- everything else


def start_screen(readable: Sequence[str], asked_of: str, searched: Searched, examples: Sequence[str], phone: Phone) -> Reply:
    """What a member sees first."""
    from_what = say("start-from", articles=counted(searched.documents, "article"), paragraphs=counted(searched.passages, "paragraph"))
    blocks = [heading(say("start"), from_what, say("start-no-judge"))]
    if len(readable) > 1:
        blocks.append(ours(say("start-collections", asked=asked_of, others=listed(name for name in readable if name != asked_of))))
    blocks.append(ours(say("start-group", ask=f"/ask@{phone.username}")))
    blocks.append(ours(say("start-kept")))
    return Reply(tuple(blocks), tuple((Button(example, f"example|{number}"),) for number, example in enumerate(examples)))


def help_screen(phone: Phone, owner: bool) -> Reply:
    """The commands, and how groups work."""
    commands = [say(f"help-{name}", bot=f"@{phone.username}") for name in HELP]
    blocks = [heading(say("help"), *commands), heading(say("help-groups"), say("help-group-ask", ask=f"/ask@{phone.username}"), say("help-group-else"))]
    return Reply((*blocks, heading(say("help-owners"), say("help-invite"), say("help-collection-group"))) if owner else tuple(blocks))


def privacy_screen() -> Reply:
    """What is kept, in a few lines; docs/privacy.md holds the table."""
    kept = [say(f"privacy-{name}") for name in ("question", "kept", "watched", "ledger", "recent", "people")]
    return Reply(
        (
            heading(say("privacy"), *kept),
            heading(say("privacy-who"), say("privacy-telegram"), say("privacy-operator")),
            ours(say("privacy-forget")),
        )
    )


def page_of(documents: Sequence[StoredDocument], page: int) -> int:
    """The page that is meant; one that does not exist is the last."""
    return min(max(page, 0), max(0, -(-len(documents) // SOURCES_A_PAGE) - 1))


def sources_screen(
    documents: Sequence[StoredDocument], page: int, looked_for: str, about: Mapping[int, str] = NOTHING_KNOWN, feeds: Sequence[str] = ()
) -> Reply:
    """A page of the articles, newest first. ``page`` counts from 0; one that does not exist is the last. ``about``: how each arrived,
    by revision id; ``feeds``: lines about the feeds, above the first page."""
    pages, page = max(1, -(-len(documents) // SOURCES_A_PAGE)), page_of(documents, page)
    here = documents[page * SOURCES_A_PAGE : (page + 1) * SOURCES_A_PAGE]
    sought = shortened(looked_for, 60)
    if not documents:
        return Reply((ours(say("sources-none-with", words=sought) if looked_for else say("no-sources"), *feeds),))
    articles = counted(len(documents), "article")
    top = say("sources-with", articles=articles, words=sought) if looked_for else articles
    blocks = [heading(say("list-comma").join([top, *([say("sources-page", page=page + 1, pages=pages)] if pages > 1 else [])]))]
    blocks += [ours(*feeds)] if feeds and not page else []
    blocks += [
        ours(
            isolated(shortened(one.document.title, 160)),
            f"{isolated(shortened(one.document.outlet, 80)) if one.document.outlet else say('outlet-not-named')} · {day(one.document.published)}",
            *([shortened(about[one.revision_id], LONGEST_LINE)] if one.revision_id in about else []),
        )
        for one in here
    ]
    turning = [Button("‹", f"sources|{page - 1}")] if page else []
    turning += [Button("›", f"sources|{page + 1}")] if page + 1 < pages else []
    return Reply(tuple(blocks), (tuple(turning),) if turning else ())


def waiting_screen(asked_at: datetime, now: datetime) -> Reply:
    """An old question in a group is answered only when somebody still wants it."""
    return Reply((ours(say("asked-while-away", ago=ago(asked_at, now))),), ((Button(say("button-answer-it"), "late"),),))


def late_line(asked_at: datetime, now: datetime) -> list[str]:
    """Above an answer that comes late, when it was asked."""
    return [say("asked-late", ago=ago(asked_at, now))] if (now - asked_at).total_seconds() > LATE_SECONDS else []


def ago(then: datetime, now: datetime) -> str:
    """ "at 10:42 UTC, 35 minutes ago"; with the day when it was another."""
    minutes = int((now - then).total_seconds() // 60)
    long = counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour") if minutes < 48 * 60 else counted(minutes // 1440, "day")
    values = {"time": digits(f"{then:%H:%M}"), "long": long}
    return say("ago", **values) if then.date() == now.date() else say("ago-on", day=then.date(), **values)


def menu() -> tuple[tuple[str, str], ...]:
    """What Telegram lists behind the slash: (command, what it is for)."""
    return tuple((name, say(f"menu-{name}")) for name in COMMANDS)


def says(*lines: str) -> Reply:
    """Lines of ours alone."""
    return Reply((ours(*lines),))
