"""What editors change about a document: each change is a record of who, when, before and after, and shown with every quote that it concerns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert

from index.catalog import Article, Catalog, Intake, StoredDocument, read_raw
from index.errors import IndexingError, UnknownDocument
from index.syndication import note_words
from index.tables import amendments
from sources.model import Document, Given, text_hash
from sources.split import split

FIELDS = ("outlet", "date", "author", "title", "speaker")


class NoAmendment(IndexingError):
    """What is asked for cannot be done; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor wants. ``field`` is one of `FIELDS`; a date is written as ISO 8601. ``paragraph``: whose speaker is meant, from 0."""

    field: str
    after: str
    paragraph: int | None = None


def amend(catalog: Catalog, collection: str, doc_id: str, wish: Wish, editor: str, now: float) -> str | None:
    """Do it; what stood there before. ``editor``: who, as it is recorded. UnknownDocument, or NoAmendment with a sentence."""
    with catalog.intake() as intake:
        known = intake.find_document(collection, doc_id)
        own = intake.document_id(collection, doc_id)
        if known is None or own is None:
            raise UnknownDocument(f"no document “{doc_id}” in the collection “{collection}”: `briefbot sources` lists them")
        after = " ".join(wish.after.split())
        if not after:
            raise NoAmendment(f"say what the {wish.field} is")
        if wish.field == "speaker":
            before, paragraph = None, _paragraph(known, wish.paragraph)
        else:
            before, paragraph = _changed(intake, known, wish.field, after), None
        intake.connection.execute(
            insert(amendments).values(document_id=own, field=wish.field, before=before, after=after, editor=editor, made_at=now, paragraph=paragraph)
        )
    return before


def _paragraph(known: StoredDocument, number: int | None) -> str:
    if number is None or not 0 <= number < len(known.document.paragraphs):
        raise NoAmendment(f"name the paragraph whose speaker is meant, 1 to {len(known.document.paragraphs)}")
    return text_hash(known.document.paragraphs[number])


def _changed(intake: Intake, known: StoredDocument, field: str, after: str) -> str | None:
    """Store the document anew with what the editor says of it; its text stays, letter for letter. What stood there before."""
    document, given = known.document, known.given
    before = _shown(document, field)
    changed, said = _with(document, given, field, after)
    if before == _shown(changed, field):
        raise NoAmendment(f"the {field} is “{before}” already")
    raw = replace(read_raw(intake.connection, known.revision_id), given=said)
    intake.add_revision(known, Article(raw, changed, split(changed)))
    note_words(intake.connection, known.collection, known.doc_id)
    return before


def _with(document: Document, given: Given, field: str, after: str) -> tuple[Document, Given]:
    match field:
        case "outlet":
            return replace(document, outlet=after), replace(given, outlet=after)
        case "author":
            return replace(document, authors=(after,)), replace(given, author=after)
        case "title":
            return replace(document, title=after), replace(given, title=after)
        case "date":
            try:
                day = date.fromisoformat(after)
            except ValueError as error:
                raise NoAmendment(f"“{after}” is no day: write it as 2021-11-10") from error
            return replace(document, published=day), replace(given, published=day)
        case _:
            raise NoAmendment(f"nothing is called {field}: there are {', '.join(FIELDS)}")


def _shown(document: Document, field: str) -> str | None:
    match field:
        case "outlet":
            return document.outlet
        case "author":
            return "; ".join(document.authors) or None
        case "date":
            return document.published.isoformat() if document.published else None
        case _:
            return document.title
