"""What stands on a phone when something was added: what it is, where it is from and how that is known, and buttons to put it right. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Quote
from bot.intake import Taken
from bot.provenance import day, how_known
from bot.render import counted
from bot.reply import Block, Button, Reply, Room, heading, ours, pieces, quoted
from index.catalog import StoredDocument
from index.ingest import Status
from index.provenance import Provenance

_BESIDE = 1500
_LONGEST_LINE = 300
_TOLD_ONE_BY_ONE = 15
_WORDS = {Status.ADDED: "Added", Status.UNCHANGED: "Already there", Status.REVISED: "There in another text; this is the newer one", Status.FAILED: "Not read"}
_EXAMPLES = {"date": "the day it was published, such as 2021-11-10", "outlet": "who published it", "author": "who wrote it", "speaker": "whose words it tells"}


@dataclass(frozen=True, slots=True)
class Story:
    """What came of one thing, with the document that it is; ``first``: its first sentence."""

    taken: Taken
    stored: StoredDocument | None = None
    known: Provenance | None = None
    first: Quote | None = None


def added_screen(story: Story, collection: str, how: str, group: bool, room: Room) -> Reply:
    """What came of one thing. ``how``: the command that adds."""
    if story.stored is None or story.known is None:
        return Reply((ours(_failure(story.taken.reason or "", how)),))
    document = story.stored.document
    place = "this group" if group else f"“{collection}”"
    top = f"{_WORDS[story.taken.status]} · {place} · {counted(len(document.paragraphs), 'paragraph')}"
    author = f"by {', '.join(document.authors)}" if document.authors else "no author found"
    lines = [_short(document.title), _short(f"{how_known(story.known, document.outlet)} · {day(document.published)}"), _short(author), *story.taken.notes]
    blocks: list[Block] = [heading(top, *lines)]
    if story.first is not None:
        part = pieces(story.first, room.most_units - _BESIDE, room.units)[0]
        blocks.append(quoted(part, []))
    number = story.stored.revision_id
    fixing = tuple(Button(field.capitalize(), f"fix|{field}|{number}") for field in ("date", "outlet", "author"))
    return Reply(tuple(blocks), (fixing, (Button("Remove", f"drop|{number}"),)))


def summary_screen(stories: Sequence[Story], collection: str, group: bool) -> Reply:
    """What came of several things, in one message."""
    counts = Counter(story.taken.status for story in stories)
    place = "this group" if group else f"“{collection}”"
    top = f"{place[0].upper()}{place[1:]}: "
    top += ", ".join(f"{counts[status]} {words.lower().partition(';')[0]}" for status, words in _WORDS.items() if counts[status])
    lines = [f"{number}. {_line(story)}" for number, story in enumerate(stories, start=1)]
    hidden = len(lines) - _TOLD_ONE_BY_ONE
    more = [f"and {hidden} before"] if hidden > 0 else []
    return Reply((heading(top, *more, *lines[-_TOLD_ONE_BY_ONE:]),))


def _line(story: Story) -> str:
    if story.stored is None or story.known is None:
        return _short(f"{story.taken.called}: {story.taken.reason}")
    document = story.stored.document
    already = " · already there" if story.taken.status is Status.UNCHANGED else ""
    return _short(f"{document.title[:100]} · {how_known(story.known, document.outlet)} · {day(document.published)}{already}")


def _failure(reason: str, how: str) -> str:
    end = f", and reply {how} to that." if reason.rstrip(".").endswith("paste the text") else "."
    return f"Could not read it: {reason.rstrip('.')}{end}"


def asking_screen(field: str, stored: StoredDocument) -> Reply:
    """The question behind a button."""
    return Reply((ours(f"Reply to this message with {_EXAMPLES[field]}:", _short(stored.document.title)),))


def amended_screen(field: str, before: str | None, after: str) -> Reply:
    """What an amendment changed."""
    was = f" (before: {before})" if before else ""
    return Reply((ours(f"The {field} is now {after}{was}. Each quote says that an editor amended it."),))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_LINE else f"{words[: _LONGEST_LINE - 1].rstrip()}…"
