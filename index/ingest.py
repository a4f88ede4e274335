"""How a source becomes searchable. The pipeline, each arrow one function:

    RawSource -unpack-> RawSource* -read-> Page -extract-> Document        in a worker process (sources/worker.py)
    Document -split-> Passage*  -store-> catalog                           one transaction: searchable by words
                                                            catalog -pending-> embed    (index/sync.py): searchable by meaning

What to do with an article that may be known already is decided by `decide`, which touches nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import count

from index.analyse import fold
from index.catalog import Article, Catalog, Intake, StoredDocument
from index.syndication import note_words
from sources.errors import SourceError
from sources.extract import extract
from sources.feeds import Feed
from sources.fetch import is_page, is_upload
from sources.model import Document, Fetched, Given, RawSource, text_hash
from sources.split import split
from sources.worker import Parsed, ParsingWorker, Result, parse


class Status(StrEnum):
    """What came of adding one source."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Decision:
    """``known`` is the document that the article is, or becomes a revision of; None for a new document."""

    status: Status
    known: StoredDocument | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One source's line in the summary of ``add``. ``notes`` and, when failed, ``reason`` are sentences."""

    source: str
    status: Status
    doc_id: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()


def decide(candidates: Sequence[StoredDocument], document: Document, raw_hash: str, location: str) -> Decision:
    """Which document an article is.

    ``candidates`` stand at the same location or are made of the same bytes. Another outlet makes another document, even
    from the same text; an outlet that nobody named is no other outlet. The same location with other text or other
    details is a revision, whatever stands elsewhere; the same bytes from another place are nothing new. A page that was fetched from
    one address is one document, whatever it calls its outlet.
    """
    nearest_first = sorted(candidates, key=lambda known: (known.location != location, known.document.outlet != document.outlet))
    known = next((known for known in nearest_first if _may_be(known, document, location)), None)
    if known is None:
        return Decision(Status.ADDED)
    if known.raw_hash == raw_hash and known.location != location and document.outlet in (None, known.document.outlet):
        return Decision(Status.UNCHANGED, known)
    return Decision(Status.UNCHANGED if _same(known, document) else Status.REVISED, known)


def _may_be(known: StoredDocument, document: Document, location: str) -> bool:
    if known.location == location and is_page(location):
        return True
    return None in (document.outlet, known.document.outlet) or known.document.outlet == document.outlet


def _same(known: StoredDocument, document: Document) -> bool:
    before = known.document
    return known.text_hash == text_hash(document.text) and (before.title, before.outlet, before.authors, before.published, before.url) == (
        document.title,
        document.outlet or before.outlet,
        document.authors,
        document.published,
        document.url,
    )


def add_source(catalog: Catalog, raw: RawSource, collection: str, doc_id: str | None = None) -> Outcome:
    """Take in one source. ``doc_id``: the name that a corpus gives it, else one is made. Of several documents in it the outcome is the first's.

    SourceError when nothing of it can be read.
    """
    results = _read(_storable(raw))
    documents = [parsed for _, parsed in results if isinstance(parsed, Parsed)]
    if not documents:
        raise next(parsed for _, parsed in results if isinstance(parsed, SourceError))
    first, *others = [add_parsed(catalog, parsed, collection, doc_id if len(documents) == 1 else None) for parsed in documents]
    failed = [f"{name}: {parsed}" for name, parsed in results if isinstance(parsed, SourceError)]
    return replace(first, notes=(*first.notes, *([f"{len(others) + 1} documents were in it"] if others else []), *failed))


def add_parsed(catalog: Catalog, parsed: Parsed, collection: str, doc_id: str | None = None) -> Outcome:
    """Take in a source that was read, by a worker process where it is not ours. ``doc_id``: see `add_source`."""
    raw, page, extraction, doc_id = _storable(parsed.raw), parsed.page, parsed.extraction, doc_id and _encodable(doc_id)
    with catalog.looking() as view:
        decision = _decide(view, raw, extraction.document, collection, doc_id)
        if decision.known and decision.known.given != raw.given:  # what a person said of it before stays said
            raw = replace(raw, given=_merged(raw.given, decision.known.given))
            extraction = extract(page, raw.given, raw.name)
            decision = _decide(view, raw, extraction.document, collection, doc_id)
    if decision.status is Status.UNCHANGED and decision.known:
        return Outcome(raw.name, decision.status, decision.known.doc_id, notes=extraction.notes)
    article = Article(raw, extraction.document, split(extraction.document)).prepare()
    with catalog.intake() as intake:
        overtaken = _decide(intake, raw, extraction.document, collection, doc_id) != decision
        stored_as = None if overtaken else _store(intake, decision, article, collection, doc_id)
        if stored_as is not None:
            note_words(intake.connection, collection, stored_as)
    if stored_as is None:  # another process stored the like in between: look again
        return add_parsed(catalog, parsed, collection, doc_id)
    return Outcome(raw.name, decision.status, stored_as, notes=extraction.notes)


def extract_again(raw: RawSource) -> Document:
    """The document that bytes give today; the first of several. SourceError when they give none."""
    results = [parsed for _, parsed in _read(raw)]
    return next((parsed.extraction.document for parsed in results if isinstance(parsed, Parsed)), None) or _raised(results[0])


def _raised(error: Parsed | SourceError) -> Document:
    assert isinstance(error, SourceError)
    raise error


@lru_cache(maxsize=1)
def _apart() -> ParsingWorker:
    """The process that reads what came from elsewhere; it ends with this one."""
    return ParsingWorker()


def _read(raw: RawSource) -> list[Result]:
    """What is in a source. What was fetched, or sent in a chat, is read in a process apart: nobody here chose its bytes."""
    return _apart().parse(raw) if isinstance(raw.origin, Fetched) or is_upload(raw.location) else parse(raw)


def listed_in(data: bytes, url: str) -> Feed:
    """What a feed that was fetched from ``url`` lists, read in the process apart. UnreadableSource when it is none."""
    return _apart().parse_feed(data, url)


def _decide(intake: Intake, raw: RawSource, document: Document, collection: str, doc_id: str | None) -> Decision:
    raw_hash = hashlib.sha256(raw.data).hexdigest()
    if doc_id is None:
        return decide(intake.documents_like(collection, raw.location, raw_hash), document, raw_hash, raw.location)
    known = intake.find_document(collection, doc_id)
    if known is None:
        return Decision(Status.ADDED)
    return Decision(Status.UNCHANGED if _same(known, document) else Status.REVISED, known)


def _store(intake: Intake, decision: Decision, article: Article, collection: str, doc_id: str | None) -> str:
    """Do what was decided of an article that is not unchanged; the document's name."""
    if decision.known:
        intake.add_revision(decision.known, article)
        return decision.known.doc_id
    free = doc_id or next(name for name in doc_ids(article.raw, article.document) if not intake.is_taken(collection, name))
    intake.add_document(collection, free, article)
    return free


def _storable(raw: RawSource) -> RawSource:
    """Names may hold bytes that are no text (a file of an old disk): they are written out, since the database takes only text."""
    return replace(raw, name=_encodable(raw.name), location=_encodable(raw.location))


def _encodable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _merged(given: Given, before: Given) -> Given:
    return Given(
        title=given.title or before.title,
        outlet=given.outlet or before.outlet,
        author=given.author or before.author,
        published=given.published or before.published,
    )


def doc_ids(raw: RawSource, document: Document) -> Iterator[str]:
    """Names a person can read and type, the same on every machine for the same file name, outlet and place.

    The first is the one to take; the longer ones are for when another document has it.
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(raw.name)).strip("-")[:40].strip("-")
    tail = hashlib.sha256(f"{raw.location}\0{document.outlet or ''}".encode()).hexdigest()
    yield from (f"{words or 'document'}-{tail[:length]}" for length in range(6, len(tail) + 1, 2))
    yield from (f"{words or 'document'}-{tail[:6]}-{number}" for number in count(2))
