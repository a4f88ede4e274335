"""What changed in what was shown: a sentence of an earlier revision against the document as it stands now, and a list of all changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from sqlalchemy import Connection, select

from index import database
from index.catalog import Catalog, StoredDocument, all_revisions, blocks_of, stored_document
from index.provenance import Amendment, Withdrawal
from index.tables import amendments, documents, revisions, withdrawals
from sources.model import PARAGRAPH_BREAK, Span
from sources.split import sentences

_A_BATCH = 500
_LIKE = 0.5
"""From this likeness on (0 to 1, by words) a sentence is what became of another; under it the other is gone."""


@dataclass(frozen=True, slots=True)
class Became:
    """A stretch that was shown (``before``, ``span``), and what stands there now. ``now_at`` None: nothing like it. ``seen_at``: seconds
    since 1970, when the change was seen."""

    before: StoredDocument
    span: Span
    now: StoredDocument
    now_at: Span | None
    seen_at: float
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what changed in a collection. Exactly one of: a new text (``revision`` above 1), a withdrawal, an amendment."""

    document: StoredDocument
    seen_at: float
    withdrawn: Withdrawal | None = None
    amendment: Amendment | None = None


def what_became(catalog: Catalog, shown: Sequence[tuple[int, Span]]) -> dict[tuple[int, Span], Became]:
    """For (revision id, span): what became of it, where that is no longer what the document says. What still stands is left out."""
    found: dict[tuple[int, Span], Became] = {}
    for block in blocks_of(shown, _A_BATCH):
        with database.reading(catalog.engine) as connection:
            histories = _histories(connection, {revision_id for revision_id, _ in block})
        for revision_id, span in block:
            became = _became(histories[revision_id], span) if revision_id in histories else None
            if became is not None:
                found[revision_id, span] = became
    return found


@dataclass(frozen=True, slots=True)
class _History:
    """A revision, the one that stands now, when the text of that came (seconds since 1970), and whether the document was withdrawn."""

    before: StoredDocument
    now: StoredDocument
    seen_at: float
    withdrawn: Withdrawal | None


def _became(history: _History, span: Span) -> Became | None:
    before, now = history.before, history.now
    if span.end > len(before.text):
        return None
    if history.withdrawn is not None:
        return Became(before, span, now, None, history.withdrawn.seen_at, history.withdrawn)
    was = span.of(before.text)
    return None if was in now.text else Became(before, span, now, counterpart(was, now.text), history.seen_at)


def _histories(connection: Connection, revision_ids: set[int]) -> dict[int, _History]:
    wanted = all_revisions().add_columns(documents.c.id.label("own"))
    then = connection.execute(wanted.where(revisions.c.id.in_(revision_ids))).all()
    own = {row.own for row in then}
    current = connection.execute(wanted.where(documents.c.id.in_(own), revisions.c.number == documents.c.revision)).all()
    later = {row.own: stored_document(row) for row in current}
    gone = connection.execute(select(withdrawals).where(withdrawals.c.document_id.in_(own))).all()
    back = {row.document_id: Withdrawal(row.seen_at, row.reason) for row in gone}
    made: dict[int, list[tuple[str, str]]] = {}
    history = select(revisions.c.document_id, revisions.c.text_hash, revisions.c.added_at).where(revisions.c.document_id.in_(own))
    for row in connection.execute(history.order_by(revisions.c.number)):
        made.setdefault(row.document_id, []).append((row.text_hash, row.added_at))
    return {row.id: _History(stored_document(row), later[row.own], _since(made[row.own]), back.get(row.own)) for row in then}


def _since(made: Sequence[tuple[str, str]]) -> float:
    """When the text that stands now came: revisions that only changed title or date came later and changed no text."""
    last = made[-1][0]
    at = made[-1][1]
    for text_hash, added_at in reversed(made):
        if text_hash != last:
            break
        at = added_at
    return datetime.fromisoformat(at).timestamp()


def counterpart(was: str, text: str) -> Span | None:
    """The sentence, or run of as many sentences as stood there, that is most like what was; None when none is like it."""
    words = was.casefold().split()
    many = len(sentences(was, Span(0, len(was))))
    best, place = _LIKE, None
    start = 0
    for paragraph in text.split(PARAGRAPH_BREAK):
        inside = sentences(text, Span(start, start + len(paragraph)))
        start += len(paragraph) + len(PARAGRAPH_BREAK)
        for first in range(len(inside)):
            run = Span(inside[first].start, inside[min(first + many, len(inside)) - 1].end)
            matcher = SequenceMatcher(None, words, run.of(text).casefold().split(), autojunk=False)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, place = matcher.ratio(), run
    return place


def changes_in(catalog: Catalog, collection: str, since: float) -> list[Change]:
    """What changed in a collection's documents after ``since`` (seconds since 1970), newest first."""
    statement = all_revisions().add_columns(documents.c.id.label("own"), revisions.c.added_at).where(documents.c.collection == collection)
    with database.reading(catalog.engine) as connection:
        rows = connection.execute(statement.order_by(documents.c.id, revisions.c.number)).all()
        own = {row.own: row for row in rows}  # the last one of each is the newest
        back = connection.execute(select(withdrawals).where(withdrawals.c.document_id.in_(own), withdrawals.c.seen_at > since)).all()
        amended = connection.execute(select(amendments).where(amendments.c.document_id.in_(own), amendments.c.made_at > since)).all()
    found = [Change(stored_document(own[row.document_id]), row.seen_at, withdrawn=Withdrawal(row.seen_at, row.reason)) for row in back]
    found += [
        Change(
            stored_document(own[row.document_id]), row.made_at, amendment=Amendment(row.field, row.before, row.after, row.editor, row.made_at, row.paragraph)
        )
        for row in amended
    ]
    for before, row in pairwise(rows):
        at = datetime.fromisoformat(row.added_at).timestamp()
        if before.own == row.own and before.text_hash != row.text_hash and at > since:
            found.append(Change(stored_document(row), at))
    return sorted(found, key=lambda one: (-one.seen_at, one.document.doc_id))
