"""Pages that are fetched: taken in, and visited again to see what became of them.

address -fetch-> Answer -read-> RawSource -add_source-> document, and what is known of the page for the next visit
visit   -fetch, if it changed-> 304 | another text | 404, 410 | no answer   -decide-> what is done about it
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from index import database
from index.catalog import Article, Catalog, Intake, StoredDocument, all_revisions, read_raw, stored_document
from index.errors import UnknownDocument
from index.ingest import Outcome, Status, add_source, extract_again
from index.syndication import note_words
from index.tables import documents, revisions, visits, withdrawals
from sources.errors import SiteAnswered, SourceError
from sources.fetch import is_page, read_answer
from sources.model import Document, Fetched, Given
from sources.split import split
from sources.web import UNKNOWN, Answer, Known

GONE = (404, 410)
WITHDRAWN_AFTER = 2
"""Visits in a row that find the page gone, before it is held to be withdrawn: one may be a site under repair."""
_LEAST_SHARE = 0.2
"""Of the words that stood there: a page that keeps fewer, and no paragraph, is a log-in or consent page and not the article."""

Fetch = Callable[[str, Known], Answer]
"""What fetches a page: `sources.web.Fetcher.fetch`."""


class Found(StrEnum):
    """What a visit found. MISSING: gone, for the first time. BACK: it was withdrawn, and is there again."""

    UNCHANGED = "unchanged"
    REVISED = "revised"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    BACK = "back"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is to be visited, and what the last visit left. ``gone``: how often in a row it was not there."""

    document: StoredDocument
    document_id: int
    known: Known
    gone: int
    checked_at: float
    withdrawn: bool
    came_at: float
    """When its first revision was stored. Times are seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one page; ``reason`` is a sentence where it could not be had."""

    doc_id: str
    collection: str
    found: Found
    reason: str | None = None


def add_page(catalog: Catalog, fetch: Fetch, url: str, given: Given, collection: str, now: float) -> Outcome:
    """Fetch a page and take it in. SourceError when it cannot be had or read."""
    answer = fetch(url, UNKNOWN)
    outcome = add_source(catalog, read_answer(answer, given), collection)
    if outcome.doc_id and outcome.status is not Status.FAILED:
        with catalog.intake() as intake:
            document_id = intake.document_id(collection, outcome.doc_id)
            if document_id is not None:
                _note(intake.connection, document_id, answer.known, now)
    return outcome


def visits_of(catalog: Catalog, collection: str | None = None, doc_id: str | None = None) -> list[Visit]:
    """The fetched pages (of a collection, or one of them), those whose last visit is longest ago first. UnknownDocument for one that is none."""
    statement = (
        all_revisions()
        .add_columns(documents.c.id.label("own"), visits.c.etag, visits.c.modified, visits.c.gone, visits.c.checked_at, withdrawals.c.seen_at, _first_stored())
        .outerjoin(visits, visits.c.document_id == documents.c.id)
        .outerjoin(withdrawals, withdrawals.c.document_id == documents.c.id)
        .where(revisions.c.number == documents.c.revision)
        .order_by(visits.c.checked_at.nulls_first(), documents.c.id)
    )
    statement = statement.where(documents.c.collection == collection) if collection else statement
    statement = statement.where(documents.c.doc_id == doc_id) if doc_id else statement
    with database.reading(catalog.engine) as connection:
        rows = connection.execute(statement).all()
    found = [
        Visit(
            stored_document(row),
            row.own,
            Known(row.etag, row.modified),
            row.gone or 0,
            row.checked_at or 0.0,
            row.seen_at is not None,
            datetime.fromisoformat(row.came).timestamp(),
        )
        for row in rows
    ]
    if doc_id and not found:
        raise UnknownDocument(f"no document “{doc_id}” in the collection “{collection}”: `briefbot sources` lists them")
    return [one for one in found if isinstance(one.document.origin, Fetched) and is_page(one.document.location)]


def _first_stored() -> Any:
    first = revisions.alias()
    return select(func.min(first.c.added_at)).where(first.c.document_id == documents.c.id).scalar_subquery().label("came")


def revisit(catalog: Catalog, fetch: Fetch, visit: Visit, now: float) -> Seen:
    """Visit a page again and do what follows from it."""
    stored = visit.document
    try:
        answer = fetch(stored.location, visit.known)
        if answer.unchanged:
            found = Found.BACK if visit.withdrawn else Found.UNCHANGED
            _settle(catalog, visit, answer, now, reinstated=visit.withdrawn)
            return Seen(stored.doc_id, stored.collection, found)
        return _taken_in(catalog, visit, answer, now)
    except SiteAnswered as told:
        if told.status in GONE:
            return _missed(catalog, visit, told.status, now)
        return _failed(catalog, visit, str(told), now)
    except SourceError as error:
        return _failed(catalog, visit, str(error), now)


def _taken_in(catalog: Catalog, visit: Visit, answer: Answer, now: float) -> Seen:
    stored = visit.document
    raw = read_answer(answer, stored.given)
    if is_something_else(stored.document, extract_again(raw)):
        return _failed(catalog, visit, "the site sends something else than the article now (a log-in or consent page, or its front page)", now)
    outcome = add_source(catalog, raw, stored.collection, stored.doc_id)
    reinstated = visit.withdrawn and outcome.status is Status.UNCHANGED
    _settle(catalog, visit, answer, now, reinstated)
    if visit.withdrawn:
        return Seen(stored.doc_id, stored.collection, Found.BACK)
    return Seen(stored.doc_id, stored.collection, Found.REVISED if outcome.status is Status.REVISED else Found.UNCHANGED)


def is_something_else(before: Document, after: Document) -> bool:
    """Whether a page has nothing of the article left: no paragraph, and few of its words."""
    if set(before.paragraphs) & set(after.paragraphs):
        return False
    words = set(before.text.casefold().split())
    return len(words & set(after.text.casefold().split())) < _LEAST_SHARE * len(words)


def _settle(catalog: Catalog, visit: Visit, answer: Answer, now: float, reinstated: bool) -> None:
    with catalog.intake() as intake:
        if reinstated:
            _reinstate(intake, visit)
        _note(intake.connection, visit.document_id, answer.known if not answer.unchanged else visit.known, now)


def _reinstate(intake: Intake, visit: Visit) -> None:
    """The same text is searched again, as a new revision: what was shown in between says which."""
    current = intake.find_document(visit.document.collection, visit.document.doc_id)
    if current is not None:
        raw = read_raw(intake.connection, current.revision_id)
        intake.add_revision(current, Article(raw, current.document, split(current.document)))
        note_words(intake.connection, current.collection, current.doc_id)


def _missed(catalog: Catalog, visit: Visit, status: int, now: float) -> Seen:
    gone = visit.gone + 1
    over = gone >= WITHDRAWN_AFTER
    reason = f"the site answers {status}"
    with catalog.intake() as intake:
        _note(intake.connection, visit.document_id, visit.known, now, reason, gone)
        if over:
            intake.withdraw(visit.document_id, now, reason)
    return Seen(visit.document.doc_id, visit.document.collection, Found.WITHDRAWN if over else Found.MISSING, reason)


def _failed(catalog: Catalog, visit: Visit, reason: str, now: float) -> Seen:
    with catalog.intake() as intake:
        _note(intake.connection, visit.document_id, visit.known, now, reason, visit.gone)
    return Seen(visit.document.doc_id, visit.document.collection, Found.FAILED, reason)


def _note(connection: Connection, document_id: int, known: Known, now: float, trouble: str | None = None, gone: int = 0) -> None:
    connection.execute(delete(visits).where(visits.c.document_id == document_id))
    if connection.scalar(select(documents.c.id).where(documents.c.id == document_id)) is not None:
        values = {"etag": known.etag, "modified": known.modified, "checked_at": now, "trouble": trouble, "gone": gone}
        connection.execute(insert(visits).values(document_id=document_id, **values))


def withdraw(catalog: Catalog, collection: str, doc_id: str, reason: str, now: float) -> None:
    """An editor says that an article was taken back. UnknownDocument when there is none of that name."""
    with catalog.intake() as intake:
        document_id = intake.document_id(collection, doc_id)
        if document_id is None:
            raise UnknownDocument(f"no document “{doc_id}” in the collection “{collection}”: `briefbot sources` lists them")
        intake.withdraw(document_id, now, reason)


def refresh(catalog: Catalog, fetch: Fetch, due: Sequence[Visit], clock: Callable[[], float]) -> list[Seen]:
    """Visit pages one after the other; one that fails stops nothing."""
    return [revisit(catalog, fetch, visit, clock()) for visit in due]
