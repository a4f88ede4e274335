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
from index.catalog import StoredDocument
from sources.model import Span

PRIVATE = "This bot is private."
EXPIRED = "This button has expired: ask again."
SHOWN_ALREADY = "Shown already, further up."
NOTHING_THERE = "Nothing to show here: the link is wrong or old, or what it leads to is not for this chat."
WIPED = "Erased, here and with me; you are signed out. What is older than two days only you can delete: delete this chat."
NO_CARDS = "Not in my sources: ask in the private chat"
WITHHELD = "{} withheld: not word for word what is stored. Whoever runs this bot finds it in the log."
FAILED = "Something went wrong on this side; it is noted. Ask again in a minute."
CODE_SPENT = "This link opens nothing: it was used already, or its 15 minutes are over. Ask for a new one."
MENU = (
    ("ask", "Ask a question"),
    ("check", "Hold a wording against the sources"),
    ("sources", "What I answer from"),
    ("help", "What I understand"),
    ("brief", "What is new on a topic, now or every day"),
    ("watches", "What is watched here"),
    ("export", "In reply to an answer: its quotes as a file"),
    ("corrections", "What changed in 30 days"),
    ("add", "Add a link, a file or a post (editors)"),
    ("privacy", "Who sees what"),
)
"""What Telegram lists behind the slash: (command, what it is for)."""
SOURCES_A_PAGE = 8
NOTHING_KNOWN: Mapping[int, str] = {}
_LIFTED_BY_SOURCES = (Reason.NOT_IN_SOURCES, Reason.NO_FIGURE, Reason.NO_SOURCES)
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
    first = list(enumerate(answer.quotes[: answer.first_screen]))
    rows = (
        *other_side(answer, [quote for _, quote in first], token),
        *quote_buttons(first, phone, token),
        *more_button(len(answer.quotes) - len(first), token),
        *offers,
    )
    return with_buttons(packed([*top, *quote_blocks(first, phone.room), *_notes(answer, searched, phone.now)], phone.room), rows)


def further_screen(numbered: Sequence[tuple[int, Quote]], phone: Phone, token: str, above: str | None = None) -> tuple[Reply, ...]:
    """The quotes behind a button, under a line that says what they are."""
    top = [heading(above)] if above else []
    return with_buttons(packed([*top, *quote_blocks(numbered, phone.room)], phone.room), quote_buttons(numbered, phone, token))


def _nearest_label(answer: Answer) -> str:
    subject = subject_in(answer.question, answer.nearest[0].text)
    return f"What it says on {subject}" if subject else "What stands nearest"


def _refusal(answer: Answer, searched: Searched) -> str:
    if answer.reason is Reason.NO_SOURCES:
        return "There are no sources here yet. Whoever runs this bot adds them."
    return refusal_sentence(answer, searched)


def _notes(answer: Answer, searched: Searched, now: datetime) -> Iterator[Block]:
    lines = list(filter(None, [age_note(answer.quotes, now.date())]))
    if searched.pending:
        lines.append(f"{counted(searched.pending, 'paragraph')} could be searched by words only so far.")
    if answer.withheld:
        lines.append(WITHHELD.format(counted(answer.withheld, "quote")))
    if unheard := unheard_in(answer):
        lines.append(f"Who speaks in {counted(unheard, 'source')} that came in just now is still being worked out, and who denies it: ask again in a minute.")
    lines += [shortened(words, LONGEST_LINE) for words in names_used(answer)]
    if lines:
        yield ours(*lines)


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
    top = heading(shortened(at.title, 200), shortened(" · ".join(filter(None, [day(at.published), at.outlet, ", ".join(at.authors)])), LONGEST_LINE))
    note = [ours("The article has changed since; this is the text as it was quoted.")] if newer else []
    blocks = [top, *(block for number, quote in enumerate(quotes) for block in _paragraph_blocks(quote, number, phone.room)), *note]
    rows = [Button("Link to this paragraph", url=passage_link(phone.username, at.revision_id, at.paragraph))]
    if address := passage_address(at):
        rows.append(Button("Source", url=address))
    return with_buttons(packed(blocks, phone.room), (tuple(rows),))


def _paragraph_blocks(quote: Quote, position: int, room: Room) -> Iterator[Block]:
    for part in pieces(quote, room.most_units - BESIDE - 2 * LONGEST_LINE, room.units):
        yield quoted(part, [(shortened(words, LONGEST_LINE), None) for words in (signature(part), *part.remarks)], position)


# ---------------------------------------------------------------------- everything else


def start_screen(readable: Sequence[str], asked_of: str, searched: Searched, examples: Sequence[str], phone: Phone) -> Reply:
    """What a member sees first."""
    lines = [
        f"I answer from {counted(searched.documents, 'article')} ({counted(searched.passages, 'paragraph')}), in their own words: who wrote it, where, when.",
        "I do not judge what is true, and I write no sentence about the world myself. What my sources do not say, I say I do not have.",
    ]
    blocks = [heading("Ask me a question", *lines)]
    if len(readable) > 1:
        blocks.append(
            ours(f"You are asking in “{asked_of}”. You may also read: {', '.join(name for name in readable if name != asked_of)} (/collection NAME).")
        )
    blocks.append(ours(f"In a group: /ask@{phone.username} and your question, or reply to one of my messages."))
    blocks.append(ours("Your questions are not kept, unless you tap that one should be; /privacy says what is. /help lists what I understand."))
    return Reply(tuple(blocks), tuple((Button(example, f"example|{number}"),) for number, example in enumerate(examples)))


def help_screen(phone: Phone, owner: bool) -> Reply:
    """The commands, and how groups work."""
    commands = [
        "/ask QUESTION: ask (here, plain text is a question too)",
        "/check WORDING: does it stand in my sources, word for word? Or reply /check to a message, with a stretch of it selected",
        "/sources: what I answer from; /sources WORD looks for a title or an outlet",
        "/collection NAME: ask in another collection that you may read",
        f"@{phone.username} and some words, in any chat: a quote to post there (where inline mode is on)",
        "/brief TOPIC: corrected, new, still open, by side; /brief TOPIC daily 07:00 or weekly Mon 07:00, and /brief TOPIC stop",
        "Watch under an answer: I tell you when a new statement, speaker or figure turns up; /watches lists and stops",
        "/export in reply to an answer or a briefing: its quotes as a file, with sources, times and hashes; /export text for plain text",
        "/corrections: what changed in what I answer from",
        "/add LINK, or in reply to a link, a document or a post (editors; here, sending or forwarding it is enough)",
        "/privacy: who sees what",
        "/forget me: erase what I know of you",
        "/wipe: delete our messages of the last two days on both sides, erase what I know of you, and sign you out",
    ]
    group = [
        f"/ask@{phone.username} QUESTION, or a reply to one of my messages.",
        "Telegram shows me nothing else there while my group privacy is on, and I answer nothing else.",
    ]
    owners = ["/invite reader|editor|owner [COLLECTION]: a link for one person, 15 minutes", "/collection NAME in a group or topic: what it reads"]
    blocks = [heading("What I understand", *commands), heading("In groups", *group)]
    return Reply((*blocks, heading("For owners", *owners)) if owner else tuple(blocks))


def privacy_screen() -> Reply:
    """What is kept, in five lines; docs/privacy.md holds the table."""
    return Reply(
        (
            heading(
                "What is kept",
                "Your question: until it is answered, then erased. It is in no log.",
                "A question under which you tap “Ask the editors” or “Tell me if it turns up”, and that it is yours: until an answer turns up, 30 days at most."
                " Editors see it without your name.",
                "A question that you watch and a topic that you have briefed regularly: until you stop it.",
                "Which passages stand in which message, so that buttons work and errors can be corrected: 30 days. Not who asked, not what.",
                "What your last questions were about, so that you can go on asking: 30 minutes, in memory only.",
                "Your Telegram id, if you were let in; that you were turned away, if not: 30 days.",
            ),
            heading(
                "Who sees it",
                "Telegram carries and stores this chat. In a group everybody in it reads along.",
                "Whoever runs this bot could read updates as they arrive.",
            ),
            ours("/forget me erases what I know of you. Messages in this chat you delete yourself."),
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
    sought = f" with “{shortened(looked_for, 60)}”" if looked_for else ""
    if not documents:
        none = f"No article{sought}." if looked_for else "There are no sources here yet. Whoever runs this bot adds them."
        return Reply((ours(none, *feeds),))
    blocks = [heading(f"{counted(len(documents), 'article')}{sought}" + (f", page {page + 1} of {pages}" if pages > 1 else ""))]
    blocks += [ours(*feeds)] if feeds and not page else []
    blocks += [
        ours(
            shortened(one.document.title, 160),
            f"{shortened(one.document.outlet or 'outlet not named', 80)} · {day(one.document.published)}",
            *([shortened(about[one.revision_id], LONGEST_LINE)] if one.revision_id in about else []),
        )
        for one in here
    ]
    turning = [Button("‹", f"sources|{page - 1}")] if page else []
    turning += [Button("›", f"sources|{page + 1}")] if page + 1 < pages else []
    return Reply(tuple(blocks), (tuple(turning),) if turning else ())


def waiting_screen(asked_at: datetime, now: datetime) -> Reply:
    """An old question in a group is answered only when somebody still wants it."""
    return Reply((ours(f"This was asked {ago(asked_at, now)}, while I was away. Is the answer still wanted?"),), ((Button("Answer it", "late"),),))


def late_line(asked_at: datetime, now: datetime) -> list[str]:
    """Above an answer that comes late, when it was asked."""
    return [f"Asked {ago(asked_at, now)}."] if (now - asked_at).total_seconds() > LATE_SECONDS else []


def ago(then: datetime, now: datetime) -> str:
    """ "at 10:42 UTC, 35 minutes ago"; with the day when it was another."""
    minutes = int((now - then).total_seconds() // 60)
    long = counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour") if minutes < 48 * 60 else counted(minutes // 1440, "day")
    date = "" if then.date() == now.date() else f"on {day(then.date())} "
    return f"{date}at {then:%H:%M} UTC, {long} ago"


def says(*lines: str) -> Reply:
    """Lines of ours alone."""
    return Reply((ours(*lines),))
