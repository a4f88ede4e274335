"""The store that is the truth: documents with revisions, raw bytes, passages, terms, vectors, pending work.

Every method that writes is one transaction. Everything else (the word index, FAISS) follows from what stands here.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
import uuid
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, inspect, select, text, update

from index import database
from index.analyse import analyse, analyser_version
from index.backends import Ids, Vectors, fts5
from index.errors import BusyCatalog, CatalogError, UnknownDocument
from index.introductions import introductions as introduced
from index.migrations import HEAD, migrate
from index.origins import read_origin, written_origin
from index.tables import changes, collections, documents, introductions, models, passages, pending, raws, revisions, sketches, store, vectors, withdrawals
from sources.extract import EXTRACTOR
from sources.model import ADDED, Document, Given, Origin, Pages, Passage, RawSource, Span, pages_in, text_hash

DATABASE = "briefbot.sqlite"
EMBED = "embed"
"""The stage of pending work that gives a revision's passages their vectors."""
ATTRIBUTE = "attribute"
"""The stage that finds out who said what in a revision."""

NO_MODEL = ""
"""The model hash of a change that concerns no vector: a passage's words came or were analysed anew (passage 0: none). It moves the state on."""
_PASSAGES_A_BATCH = 500
_PLACES_A_QUERY = 400
"""Between two commits of `Catalog.reanalyse`: others write in between."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it stands in the catalog, at one revision."""

    doc_id: str
    collection: str
    location: str
    revision: int
    revision_id: int
    document: Document
    text: str
    text_hash: str
    raw_hash: str
    given: Given
    origin: Origin = ADDED


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with all that a quote from it needs. ``span`` is in the text of ``doc_id`` at ``revision``."""

    id: int
    doc_id: str
    revision: int
    revision_id: int
    paragraph: int
    span: Span
    text: str
    terms: tuple[str, ...]
    title_terms: tuple[str, ...]
    title: str
    outlet: str | None
    authors: tuple[str, ...]
    published: date | None
    url: str | None
    language: str | None
    pages: Pages = ()
    """Where its pages begin, the first at its start; empty where the source has none."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the store stands: a snapshot of the same ``store_id`` and ``seq`` has nothing to catch up with."""

    store_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day of publication of several documents, and how many of them have none."""

    first: date | None = None
    last: date | None = None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """After ``seq``: this passage has a vector (``gone`` False), or is not searched any more."""

    seq: int
    passage_id: int
    gone: bool


@dataclass(frozen=True)
class Article:
    """All that one transaction stores of one source."""

    raw: RawSource
    document: Document
    passages: tuple[Passage, ...]

    @cached_property
    def packed(self) -> bytes:
        """The raw bytes as they are stored."""
        return zlib.compress(self.raw.data)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms of each passage, as they are stored; those of the title are the last."""
        return tuple(_joined(words) for words in (*(passage.span.of(self.document.text) for passage in self.passages), self.document.title))

    def prepare(self) -> Self:
        """Compute all that takes time, before a transaction keeps other writers waiting."""
        assert self.packed and self.terms
        return self


class Catalog:
    """One data folder's database. Safe to use from several threads and processes at once."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """``clock``: seconds since 1970, for when something is stored."""
        self.folder = folder
        self._clock = clock
        self.path = folder / DATABASE
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise CatalogError(f"the data folder {folder} cannot be made: {error.strerror}; name another with --data") from error
        self.engine = database.open_engine(self.path)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the file back."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def lock(self, name: str, timeout: float = -1) -> Iterator[None]:
        """Hold a lock between processes, freed by the system when its holder dies. ``timeout``: seconds, -1 waits for ever.

        BusyCatalog when the time is over, CatalogError when the folder takes no lock file.
        """
        lock = FileLock(self.folder / f"{name}.lock")
        try:
            lock.acquire(timeout=timeout)
        except Timeout as error:
            raise BusyCatalog("another briefbot process is at the same work: try again in a moment") from error
        except OSError as error:
            raise CatalogError(
                f"the data folder {self.folder} cannot be written to ({error.strerror}): free some space, or give briefbot another folder (--data)"
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Tell other processes that people wait for this one: see `give_way`. The system forgets it when the process dies."""
        with self._answering().open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield

    def give_way(self) -> None:
        """From now on leave others their turn after every transaction, while somebody is `answering` people from this folder."""
        database.give_way(self.engine, self.is_answering)

    def is_answering(self) -> bool:
        """Whether a process answers people from this folder now."""
        try:
            with self._answering().open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def _answering(self) -> Path:
        return self.folder / "answering.lock"

    # ------------------------------------------------------------------ opening

    def _bring_up_to_date(self) -> None:
        with database.reading(self.engine) as connection:
            version, wal = _version(connection), database.is_wal(connection)
        if version is not None and version > HEAD:
            raise CatalogError(f"this data folder was made by a newer briefbot (version {version}, this one knows {HEAD}): update briefbot")
        if not wal:
            database.use_wal(self.path)
            self.engine.dispose()  # a connection goes on with the mode that it began with
        if version != HEAD:
            with database.writing(self.engine) as connection:  # one process at a time; the next finds it done
                self._migrate(connection)

    def _migrate(self, connection: Connection) -> None:
        version = _version(connection)
        if version == HEAD:
            return
        if version is None and inspect(connection).get_table_names():
            raise CatalogError(f"{self.path} is another program's database: name another folder with --data")
        migrate(connection)
        if version is None:
            connection.execute(insert(store), [{"key": "store_id", "value": uuid.uuid4().hex}, {"key": "analyser", "value": analyser_version()}])

    # ------------------------------------------------------------------ documents

    @contextmanager
    def intake(self) -> Iterator[Intake]:
        """One transaction for looking an article up and storing it: no other process comes between."""
        with database.writing(self.engine) as connection:
            yield Intake(connection, self._clock())

    @contextmanager
    def looking(self) -> Iterator[Intake]:
        """One view for looking an article up without keeping anybody waiting; nothing may be stored through it."""
        with database.reading(self.engine) as connection:
            yield Intake(connection, self._clock())

    def show(self, collection: str, doc_id: str, revision: int | None = None) -> StoredDocument:
        """A document at a revision (default: the current one). UnknownDocument when there is none."""
        statement = all_revisions().where(documents.c.collection == collection, documents.c.doc_id == doc_id)
        statement = statement.where(revisions.c.number == (documents.c.revision if revision is None else revision))
        with database.reading(self.engine) as connection:
            row = connection.execute(statement).first()
        if row is None:
            at = "" if revision is None else f" at revision {revision}"
            raise UnknownDocument(f"no document “{doc_id}”{at} in the collection “{collection}”: `briefbot sources` lists them")
        return stored_document(row)

    def revision(self, revision_id: int) -> StoredDocument | None:
        """One revision of a document, whichever collection it is in; None when it is gone."""
        with database.reading(self.engine) as connection:
            return read_revision(connection, revision_id)

    def list_documents(self, collection: str) -> list[StoredDocument]:
        """The current documents of a collection, newest publication first, undated last, then by id."""
        with database.reading(self.engine) as connection:
            rows = connection.execute(
                _current_documents().where(documents.c.collection == collection).order_by(revisions.c.published.desc().nulls_last(), documents.c.doc_id)
            )
            return [stored_document(row) for row in rows]

    def remove(self, collection: str, doc_id: str) -> None:
        """Delete a document with all its revisions and whatever only it used. UnknownDocument when there is none."""
        with database.writing(self.engine) as connection:
            document_id = connection.scalar(select(documents.c.id).where(documents.c.collection == collection, documents.c.doc_id == doc_id))
            if document_id is None:
                raise UnknownDocument(f"no document “{doc_id}” in the collection “{collection}”: `briefbot sources` lists them")
            _retire(connection, document_id)
            _note_words(connection, [])
            connection.execute(delete(documents).where(documents.c.id == document_id))
            connection.execute(delete(raws).where(raws.c.hash.not_in(select(revisions.c.raw_hash))))
            connection.execute(delete(collections).where(collections.c.name.not_in(select(documents.c.collection))))

    # ------------------------------------------------------------------ passages

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Live passages by id; ids that are not searched any more are left out."""
        with database.reading(self.engine) as connection:
            return read_passages(connection, ids)

    def passages_at(self, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[StoredPassage]]:
        """Live passages by (revision id, paragraph)."""
        with database.reading(self.engine) as connection:
            return read_passages_at(connection, places)

    def holds(self, revision_id: int, span: Span, quote: str) -> bool:
        """Whether ``quote`` is, letter for letter, the slice ``span`` of that revision's text, and the text what was hashed."""
        return self.held([(revision_id, span, quote)])[0]

    def held(self, slices: Sequence[tuple[int, Span, str]]) -> list[bool]:
        """See `holds`, for each (revision id, span, quote), in order: one view of the catalog, each text read and hashed once."""
        wanted = {revision_id for revision_id, _, _ in slices}
        statement = select(revisions.c.id, revisions.c.text, revisions.c.text_hash).where(revisions.c.id.in_(wanted))
        with database.reading(self.engine) as connection:
            texts = {row.id: row.text for row in connection.execute(statement) if row.text_hash == text_hash(row.text)}
        return [revision_id in texts and texts[revision_id][span.start : span.end] == quote for revision_id, span, quote in slices]

    def counts(self, collection: str, model_hash: str) -> dict[str, int]:
        """documents, passages, and passages without a vector of this model, of a collection."""
        live = select(func.count()).select_from(passages).where(passages.c.live, passages.c.collection == collection)
        there = select(func.count()).select_from(documents).where(documents.c.collection == collection, documents.c.id.not_in(withdrawn()))
        with database.reading(self.engine) as connection:
            return {
                "documents": connection.scalar(there) or 0,
                "passages": connection.scalar(live) or 0,
                "pending": connection.scalar(live.where(passages.c.id.not_in(_embedded(model_hash)))) or 0,
            }

    def languages(self, collection: str) -> tuple[str, ...]:
        """ISO 639-1 codes of a collection's current articles, most articles first, ties by code."""
        current = (revisions.c.document_id == documents.c.id) & (revisions.c.number == documents.c.revision)
        statement = (
            select(revisions.c.language)
            .join(documents, current)
            .where(documents.c.collection == collection, revisions.c.language.is_not(None))
            .group_by(revisions.c.language)
            .order_by(func.count().desc(), revisions.c.language)
        )
        with database.reading(self.engine) as connection:
            return tuple(connection.scalars(statement))

    def period(self, collection: str) -> Period:
        """When what is searched of a collection was published."""
        current = (revisions.c.document_id == documents.c.id) & (revisions.c.number == documents.c.revision)
        days = revisions.c.published
        statement = select(func.min(days), func.max(days), func.count() - func.count(days)).join(documents, current)
        with database.reading(self.engine) as connection:
            first, last, undated = connection.execute(statement.where(documents.c.collection == collection, documents.c.id.not_in(withdrawn()))).one()
        return Period(_day(first) if first else None, _day(last) if last else None, undated)

    def introductions(self, collection: str) -> tuple[tuple[str, str], ...]:
        """(name, other name) of each pair that what is searched of a collection introduces; what most articles do first."""
        pair = (introductions.c.name, introductions.c.other)
        current = (revisions.c.document_id == documents.c.id) & (revisions.c.number == documents.c.revision)
        statement = select(*pair).join(revisions, revisions.c.id == introductions.c.revision_id).join(documents, current)
        statement = statement.where(documents.c.collection == collection, documents.c.id.not_in(withdrawn()))
        with database.reading(self.engine) as connection:
            return tuple((row.name, row.other) for row in connection.execute(statement.group_by(*pair).order_by(func.count().desc(), *pair)))

    def introduce(self) -> int:
        """Look through all current revisions again for names that they introduce; how many pairs are known then."""
        current = select(revisions.c.id).join(documents, (revisions.c.document_id == documents.c.id) & (revisions.c.number == documents.c.revision))
        with database.reading(self.engine) as connection:
            ids = list(connection.scalars(current))
        for one in ids:
            with database.writing(self.engine) as connection:
                text = connection.scalar(select(revisions.c.text).where(revisions.c.id == one))
                note_introductions(connection, one, text or "")
        with database.reading(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(introductions)) or 0

    def overview(self, model_hash: str) -> list[tuple[str, int, int, int]]:
        """(collection, documents, passages, passages without a vector of this model) of every collection."""
        with database.reading(self.engine) as connection:
            names = list(connection.scalars(select(collections.c.name).order_by(collections.c.name)))
        counted = ((name, self.counts(name, model_hash)) for name in names)
        return [(name, counts["documents"], counts["passages"], counts["pending"]) for name, counts in counted]

    def is_sound(self) -> bool:
        """Whether SQLite finds the file as it should be; it looks at every page, not at what stands in the indexes."""
        with database.reading(self.engine) as connection:
            return str(connection.scalar(text("PRAGMA quick_check(1)"))) == "ok"

    def dimension_of(self, model_hash: str) -> int | None:
        """The dimension of a model's stored vectors, None when there are none."""
        with database.reading(self.engine) as connection:
            return connection.scalar(select(models.c.dimension).where(models.c.hash == model_hash))

    # ------------------------------------------------------------------ pending work and vectors

    def pending_revisions(self, stage: str, most: int | None = None) -> list[int]:
        """The revisions that wait for a stage, oldest first; no more than ``most``."""
        with database.reading(self.engine) as connection:
            return list(connection.scalars(select(pending.c.revision_id).where(pending.c.stage == stage).order_by(pending.c.revision_id).limit(most)))

    def queue_missing_vectors(self, model_hash: str) -> int:
        """Queue every current revision with a passage that lacks a vector of this model; how many there are."""
        with database.writing(self.engine) as connection:
            lacking = set(connection.scalars(select(passages.c.revision_id).where(passages.c.live, passages.c.id.not_in(_embedded(model_hash)))))
            queued = set(connection.scalars(select(pending.c.revision_id).where(pending.c.stage == EMBED)))
            if lacking - queued:
                connection.execute(insert(pending), [{"revision_id": revision, "stage": EMBED} for revision in sorted(lacking - queued)])
            return len(lacking)

    def texts_to_embed(self, revision_ids: Sequence[int], model_hash: str) -> list[tuple[int, str]]:
        """(passage id, text) of these revisions' live passages that lack a vector of this model."""
        with database.reading(self.engine) as connection:
            rows = connection.execute(
                select(passages.c.id, _passage_text())
                .join(revisions, revisions.c.id == passages.c.revision_id)
                .where(passages.c.live, passages.c.revision_id.in_(revision_ids), passages.c.id.not_in(_embedded(model_hash)))
                .order_by(passages.c.id)
            )
            return [(int(passage), str(words)) for passage, words in rows]

    def add_vectors(self, model: tuple[str, str, int], ids: Ids, rows: Vectors, finished: Sequence[int]) -> None:
        """Store vectors of a model (hash, name, dimension), which are of ``finished`` revisions; these wait no longer.

        Passages that went in the meantime are passed over.
        """
        model_hash, name, dimension = model
        with database.writing(self.engine) as connection:
            _insert_missing(connection, models, {"hash": model_hash, "name": name, "dimension": dimension}, "hash")
            lacking = select(passages.c.id).where(passages.c.live, passages.c.revision_id.in_(finished), passages.c.id.not_in(_embedded(model_hash)))
            still = set(connection.scalars(lacking))
            fresh = [(int(passage), row) for passage, row in zip(ids, rows, strict=True) if int(passage) in still]
            if fresh:
                connection.execute(insert(vectors), [{"passage_id": passage, "model_hash": model_hash, "vector": _packed(row)} for passage, row in fresh])
                connection.execute(insert(changes), [{"passage_id": passage, "model_hash": model_hash} for passage, _ in fresh])
            connection.execute(delete(pending).where(pending.c.stage == EMBED, pending.c.revision_id.in_(finished)))

    def model_names(self) -> dict[str, str]:
        """hash -> name of every model that a stored vector was made with."""
        with database.reading(self.engine) as connection:
            return {row.hash: row.name for row in connection.execute(select(models).where(models.c.hash.in_(select(vectors.c.model_hash))))}

    def model_hashes(self) -> frozenset[str]:
        """Every model that vectors were ever stored of."""
        with database.reading(self.engine) as connection:
            return frozenset(connection.scalars(select(models.c.hash)))

    def state(self) -> State:
        """The store's identity and its last change."""
        with database.reading(self.engine) as connection:
            return read_state(connection)

    # ------------------------------------------------------------------ terms

    def analyser_is_current(self) -> bool:
        """Whether the stored terms were written by today's analyser and alias file."""
        with database.reading(self.engine) as connection:
            return connection.scalar(select(store.c.value).where(store.c.key == "analyser")) == analyser_version()

    def reanalyse(self) -> int:
        """Make the word index anew and write every live passage's terms as today's analyser gives them; how many passages.

        Done in batches, so that others may write in between; cut off half-way, it is to be run again (`analyser_is_current`).
        """
        with database.writing(self.engine) as connection:
            fts5.rebuild(connection)
        last = total = 0
        while True:
            with database.writing(self.engine) as connection:
                batch = _reanalyse_batch(connection, last)
                if not batch:
                    connection.execute(update(store).where(store.c.key == "analyser").values(value=analyser_version()))
                    return total
            last, total = batch[-1], total + len(batch)

    # ------------------------------------------------------------------ raw bytes

    def raw_source(self, revision_id: int) -> RawSource:
        """See `read_raw`."""
        with database.reading(self.engine) as connection:
            return read_raw(connection, revision_id)


class Intake:
    """An open transaction that looks articles up and stores them: what it was told stays true until it ends."""

    def __init__(self, connection: Connection, now: float) -> None:
        """``now``: seconds since 1970."""
        self._connection = connection
        self._now = now

    def documents_like(self, collection: str, location: str, raw_hash: str) -> list[StoredDocument]:
        """The current documents of a collection at this location or made of these bytes, oldest first."""
        there = select(documents.c.id).where(documents.c.location == location)
        same_bytes = select(revisions.c.document_id).where(revisions.c.raw_hash == raw_hash)
        rows = self._connection.execute(
            _current_documents()
            .where(documents.c.id.in_(there.union(same_bytes)), documents.c.collection == collection)  # a union, so that both indexes are used
            .where((documents.c.location == location) | (revisions.c.raw_hash == raw_hash))
            .order_by(documents.c.id)
        )
        return [stored_document(row) for row in rows]

    def find_document(self, collection: str, doc_id: str) -> StoredDocument | None:
        """The current revision of a document, None when there is none of that name."""
        row = self._connection.execute(_current_documents().where(documents.c.collection == collection, documents.c.doc_id == doc_id)).first()
        return stored_document(row) if row else None

    def is_taken(self, collection: str, doc_id: str) -> bool:
        """Whether a document of this name is there."""
        return self._connection.execute(select(documents.c.id).where(documents.c.collection == collection, documents.c.doc_id == doc_id)).first() is not None

    def add_document(self, collection: str, doc_id: str, article: Article) -> None:
        """A new document, searchable by words once the transaction is over; its vectors are pending."""
        _insert_missing(self._connection, collections, {"name": collection}, "name")
        key = self._connection.execute(
            insert(documents).values(collection=collection, doc_id=doc_id, location=article.raw.location, revision=1)
        ).inserted_primary_key
        assert key is not None
        _insert_revision(self._connection, (key[0], 1, collection), article, self._now)

    def add_revision(self, known: StoredDocument, article: Article) -> None:
        """A new current revision; the old one stays, but is not searched any more."""
        document_id = self._connection.execute(
            select(documents.c.id).where(documents.c.collection == known.collection, documents.c.doc_id == known.doc_id)
        ).scalar_one()
        _retire(self._connection, document_id)
        self._connection.execute(delete(withdrawals).where(withdrawals.c.document_id == document_id))
        self._connection.execute(update(documents).where(documents.c.id == document_id).values(revision=known.revision + 1))
        _insert_revision(self._connection, (document_id, known.revision + 1, known.collection), article, self._now)

    def document_id(self, collection: str, doc_id: str) -> int | None:
        """The catalog's own number of a document; None when there is none of that name."""
        return self._connection.scalar(select(documents.c.id).where(documents.c.collection == collection, documents.c.doc_id == doc_id))

    def withdraw(self, document_id: int, seen_at: float, reason: str) -> None:
        """A document is no longer searched; it stays, to be shown as it was. ``seen_at``: seconds since 1970. Doing it again changes nothing."""
        if self._connection.scalar(select(withdrawals.c.document_id).where(withdrawals.c.document_id == document_id)) is None:
            _retire(self._connection, document_id)
            _note_words(self._connection, [])
            self._connection.execute(insert(withdrawals).values(document_id=document_id, seen_at=seen_at, reason=reason))

    @property
    def connection(self) -> Connection:
        """The open transaction, for what is written beside the documents."""
        return self._connection


# ---------------------------------------------------------------------- rows and statements


_STATE = select(
    select(store.c.value).where(store.c.key == "store_id").scalar_subquery(),
    select(func.max(changes.c.seq)).scalar_subquery(),
)


def read_state(connection: Connection) -> State:
    """The state as one connection sees it."""
    store_id, seq = connection.execute(_STATE).one()
    return State(str(store_id), seq or 0)


def read_changes(connection: Connection, seq: int, model_hash: str) -> list[Change]:
    """What happened after ``seq``, for this model (`NO_MODEL`: to words), in order; only the last change of each passage."""
    latest = select(changes.c.passage_id, func.max(changes.c.seq).label("seq")).where(changes.c.seq > seq)
    latest = latest.where((changes.c.model_hash == model_hash) | changes.c.model_hash.is_(None)).group_by(changes.c.passage_id)
    chosen = latest.subquery()
    rows = connection.execute(
        select(changes.c.seq, changes.c.passage_id, changes.c.model_hash).join(chosen, chosen.c.seq == changes.c.seq).order_by(changes.c.seq)
    )
    return [Change(row.seq, row.passage_id, row.model_hash is None) for row in rows]


def read_vectors(connection: Connection, model_hash: str, ids: Sequence[int] | None = None) -> Iterator[tuple[Ids, Vectors, list[str]]]:
    """Blocks of (ids, rows, collections) of live passages, in order of id; ``ids`` None: all of them."""
    statement = (
        select(passages.c.id, vectors.c.vector, passages.c.collection)
        .join(vectors, vectors.c.passage_id == passages.c.id)
        .where(passages.c.live, vectors.c.model_hash == model_hash)
        .order_by(passages.c.id)
    )
    for block in [None] if ids is None else blocks_of(ids, 500):
        chosen = statement if block is None else statement.where(passages.c.id.in_(block))
        for rows in connection.execute(chosen).partitions(5000):
            with readable("vectors from passage", rows[0].id):
                unpacked = np.stack([_unpacked(row.vector) for row in rows])
            yield np.array([row.id for row in rows], np.int64), unpacked, [row.collection for row in rows]


def read_terms(connection: Connection, ids: Sequence[int] | None = None) -> Iterator[tuple[Ids, list[str], list[str], list[str]]]:
    """Blocks of (ids, terms, terms of the title, collections) of live passages, in order of id; ``ids`` None: all of them."""
    statement = select(passages.c.id, passages.c.terms, passages.c.title_terms, passages.c.collection).where(passages.c.live).order_by(passages.c.id)
    for block in [None] if ids is None else blocks_of(ids, 500):
        chosen = statement if block is None else statement.where(passages.c.id.in_(block))
        for rows in connection.execute(chosen).partitions(5000):
            yield np.array([row.id for row in rows], np.int64), [row.terms for row in rows], [row.title_terms for row in rows], [row.collection for row in rows]


def read_raw(connection: Connection, revision_id: int) -> RawSource:
    """The bytes that a revision was made from, with what was given. CatalogError when their hash is another, UnknownDocument when it is gone."""
    row = connection.execute(
        select(raws.c.hash, raws.c.data, revisions.c.media_type, revisions.c.name, revisions.c.given, revisions.c.origin, documents.c.location)
        .join(revisions, revisions.c.raw_hash == raws.c.hash)
        .join(documents, documents.c.id == revisions.c.document_id)
        .where(revisions.c.id == revision_id)
    ).first()
    if row is None:
        raise UnknownDocument("this revision is no longer stored")
    try:
        data = zlib.decompress(row.data)
    except zlib.error as error:
        raise CatalogError("the stored bytes cannot be unpacked") from error
    if hashlib.sha256(data).hexdigest() != row.hash:
        raise CatalogError("the stored bytes are not those that were hashed")
    with readable("revision", revision_id):
        return RawSource(data, row.name, row.location, row.media_type, read_given(row.given), read_origin(row.origin))


_PASSAGE = (
    'SELECT passages.id, documents.doc_id, revisions.number, revisions.id AS revision_id, passages.paragraph, passages.start, passages."end",'
    ' substr(revisions.text, passages.start + 1, passages."end" - passages.start) AS words, passages.terms, passages.title_terms, revisions.title,'
    " revisions.outlet, revisions.authors, revisions.published, revisions.url, revisions.language, passages.pages"
    " FROM passages JOIN revisions ON revisions.id = passages.revision_id JOIN documents ON documents.id = revisions.document_id"
    " WHERE passages.live AND "
)
_PASSAGES = text(_PASSAGE + "passages.id IN :ids").bindparams(bindparam("ids", expanding=True))
_PASSAGES_AT = text(_PASSAGE + "(passages.revision_id, passages.paragraph) IN :places ORDER BY passages.id").bindparams(bindparam("places", expanding=True))


def read_passages(connection: Connection, ids: Sequence[int]) -> dict[int, StoredPassage]:
    """Live passages by id, as one connection sees them."""
    return {passage.id: passage for passage in _stored_passages(connection.execute(_PASSAGES, {"ids": list(ids)}).all())}


def _stored_passages(rows: Sequence[Any]) -> Iterator[StoredPassage]:
    if not rows:
        return
    with readable("passages from", rows[0].id):
        for row in rows:
            yield _stored_passage(*row)


@lru_cache(maxsize=4096)
def _stored_passage(
    key: int,
    doc_id: str,
    number: int,
    revision_id: int,
    paragraph: int,
    start: int,
    end: int,
    words: str,
    terms: str,
    title_terms: str,
    title: str,
    outlet: str | None,
    authors: str,
    published: str | None,
    url: str | None,
    language: str | None,
    pages: str | None,
) -> StoredPassage:
    """The passage that a row holds; the same rows are read question after question."""
    return StoredPassage(
        id=key,
        doc_id=doc_id,
        revision=number,
        revision_id=revision_id,
        paragraph=paragraph,
        span=Span(start, end),
        text=words,
        terms=tuple(terms.split()),
        title_terms=tuple(title_terms.split()),
        title=title,
        outlet=outlet,
        authors=_authors(authors),
        published=_day(published) if published else None,
        url=url,
        language=language,
        pages=_stored_pages(pages),
    )


def read_passages_at(connection: Connection, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[StoredPassage]]:
    """Live passages by (revision id, paragraph), in the order of the text; a paragraph that is not there is left out."""
    found: dict[tuple[int, int], list[StoredPassage]] = {}
    for block in blocks_of(sorted(places), _PLACES_A_QUERY):
        for passage in _stored_passages(connection.execute(_PASSAGES_AT, {"places": block}).all()):
            found.setdefault((passage.revision_id, passage.paragraph), []).append(passage)
    return found


@lru_cache(maxsize=4096)
def _authors(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


@lru_cache(maxsize=4096)
def _day(stored: str) -> date:
    return date.fromisoformat(stored)


@contextmanager
def readable(what: str, key: int) -> Iterator[None]:
    """A row that does not hold what this module wrote is a damaged database, and is said to be."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise CatalogError(f"stored data is damaged ({what} {key}: {error}): restore a backup with `briefbot restore FILE`") from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def all_revisions() -> Any:
    return select(documents.c.doc_id, documents.c.collection, documents.c.location, revisions).join(revisions, revisions.c.document_id == documents.c.id)


def read_revision(connection: Connection, revision_id: int) -> StoredDocument | None:
    """One revision of a document, None when it is gone."""
    row = connection.execute(all_revisions().where(revisions.c.id == revision_id)).first()
    return stored_document(row) if row else None


def current_documents(connection: Connection) -> Iterator[StoredDocument]:
    """Every document at its current revision, in order of their making."""
    return (stored_document(row) for row in connection.execute(_current_documents().order_by(revisions.c.id)))


def _current_documents() -> Any:
    return all_revisions().where(revisions.c.number == documents.c.revision)


def withdrawn() -> Any:
    """The ids of the documents that are kept but not searched."""
    return select(withdrawals.c.document_id)


def _embedded(model_hash: str) -> Any:
    return select(vectors.c.passage_id).where(vectors.c.model_hash == model_hash)


def _passage_text() -> Any:
    return func.substr(revisions.c.text, passages.c.start + 1, passages.c.end - passages.c.start)


def stored_document(row: Row[Any]) -> StoredDocument:
    with readable("revision", row.id):
        document = Document(
            title=row.title,
            paragraphs=tuple(row.text[start:end] for start, end in json.loads(row.paragraphs)),
            outlet=row.outlet,
            authors=tuple(json.loads(row.authors)),
            published=date.fromisoformat(row.published) if row.published else None,
            url=row.url,
            language=row.language,
            pages=_stored_pages(row.pages),
        )
        given, origin = read_given(row.given), read_origin(row.origin)
    return StoredDocument(row.doc_id, row.collection, row.location, row.number, row.id, document, row.text, row.text_hash, row.raw_hash, given, origin)


def _insert_revision(connection: Connection, place: tuple[int, int, str], article: Article, now: float) -> None:
    """``place``: the document's id, the revision's number, the collection."""
    document_id, number, collection = place
    raw, document = article.raw, article.document
    raw_hash = hashlib.sha256(raw.data).hexdigest()
    _insert_missing(connection, raws, {"hash": raw_hash, "size": len(raw.data), "data": article.packed}, "hash")
    key = connection.execute(
        insert(revisions).values(
            document_id=document_id,
            number=number,
            raw_hash=raw_hash,
            media_type=raw.media_type,
            name=raw.name,
            given=json.dumps(asdict(raw.given), default=str),
            extractor=EXTRACTOR,
            title=document.title,
            outlet=document.outlet,
            authors=json.dumps(document.authors, ensure_ascii=False),
            published=document.published.isoformat() if document.published else None,
            url=document.url,
            language=document.language,
            text=document.text,
            paragraphs=json.dumps([[span.start, span.end] for span in document.paragraph_spans]),
            pages=_packed_pages(document.pages),
            text_hash=text_hash(document.text),
            added_at=datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
            origin=written_origin(raw.origin),
        )
    ).inserted_primary_key
    assert key is not None
    note_introductions(connection, key[0], document.text)
    *terms, title_terms = article.terms
    rows = [
        {
            "revision_id": key[0],
            "collection": collection,
            "paragraph": passage.paragraph,
            "start": passage.span.start,
            "end": passage.span.end,
            "live": True,
            "terms": words,
            "title_terms": title_terms,
            "pages": _packed_pages(pages_in(document.pages, passage.span)),
        }
        for passage, words in zip(article.passages, terms, strict=True)
    ]
    if rows:
        connection.execute(insert(passages), rows)
        connection.execute(insert(pending), [{"revision_id": key[0], "stage": stage} for stage in (EMBED, ATTRIBUTE)])
    _note_words(connection, connection.scalars(select(passages.c.id).where(passages.c.revision_id == key[0])).all())


def note_introductions(connection: Connection, revision_id: int, text: str) -> None:
    """Write down the names that a revision introduces for one another, in the place of what was known of it."""
    connection.execute(delete(introductions).where(introductions.c.revision_id == revision_id))
    if pairs := introduced(text):
        connection.execute(insert(introductions), [{"revision_id": revision_id, "name": name, "other": other} for name, other in pairs])


def _packed_pages(pages: Pages) -> str | None:
    return json.dumps(pages) if pages else None


def _stored_pages(stored: str | None) -> Pages:
    return tuple((start, page) for start, page in json.loads(stored)) if stored else ()


def _note_words(connection: Connection, ids: Sequence[int]) -> None:
    """The words of these passages are new; without any, that something changed."""
    connection.execute(insert(changes), [{"passage_id": passage, "model_hash": NO_MODEL} for passage in ids or [0]])


def _retire(connection: Connection, document_id: int) -> None:
    """Take a document's passages out of every index; the passages of kept revisions stay readable by revision."""
    own = select(revisions.c.id).where(revisions.c.document_id == document_id)
    live = list(connection.scalars(select(passages.c.id).where(passages.c.live, passages.c.revision_id.in_(own))))
    connection.execute(update(passages).where(passages.c.live, passages.c.revision_id.in_(own)).values(live=False))
    for table in (vectors, sketches):
        connection.execute(delete(table).where(table.c.passage_id.in_(select(passages.c.id).where(passages.c.revision_id.in_(own)))))
    connection.execute(delete(pending).where(pending.c.revision_id.in_(own)))
    if live:
        connection.execute(insert(changes), [{"passage_id": passage, "model_hash": None} for passage in live])


def _reanalyse_batch(connection: Connection, last: int) -> list[int]:
    """Bring the terms of the next live passages behind ``last`` up to date; their ids."""
    rows = connection.execute(
        select(passages.c.id, passages.c.terms, passages.c.title_terms, _passage_text().label("words"), revisions.c.title)
        .join(revisions, revisions.c.id == passages.c.revision_id)
        .where(passages.c.live, passages.c.id > last)
        .order_by(passages.c.id)
        .limit(_PASSAGES_A_BATCH)
    ).all()
    fresh = [{"passage": row.id, "terms": _joined(row.words), "title_terms": _joined(row.title)} for row in rows]
    changed = [new for new, row in zip(fresh, rows, strict=True) if (new["terms"], new["title_terms"]) != (row.terms, row.title_terms)]
    if changed:
        connection.execute(update(passages).where(passages.c.id == bindparam("passage")), changed)
        _note_words(connection, [new["passage"] for new in changed])
    return [row.id for row in rows]


def _insert_missing(connection: Connection, table: Any, values: dict[str, Any], key: str) -> None:
    if connection.execute(select(table.c[key]).where(table.c[key] == values[key])).first() is None:
        connection.execute(insert(table).values(**values))


@lru_cache(maxsize=4096)
def read_given(stored: str) -> Given:
    """What was given with a document, of its column."""
    fields = json.loads(stored)
    published = fields.pop("published", None)
    return Given(**fields, published=date.fromisoformat(published) if published else None)


def _joined(words: str) -> str:
    return " ".join(analyse(words))


def _packed(row: Vectors) -> bytes:
    return row.astype("<f4").tobytes()


def _unpacked(data: bytes) -> Vectors:
    return np.frombuffer(data, "<f4").astype(np.float32)


def blocks_of(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """``items`` in runs of at most ``size``."""
    return (items[i : i + size] for i in range(0, len(items), size))
