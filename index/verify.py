"""Every stored thing checked again: hashes, slices, terms, the word index, vectors, the snapshot file. Changes nothing.

Others may add, remove and restore meanwhile: what is compared with one another is read in one view of the database.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Table, func, select, text

from index import database
from index.analyse import analyse, analyser_version
from index.attributions import read_attribution
from index.backends import fts5
from index.catalog import (
    ATTRIBUTE,
    EMBED,
    Catalog,
    StoredDocument,
    current_documents,
    read_changes,
    read_raw,
    read_revision,
    read_state,
    read_vectors,
    withdrawn,
)
from index.errors import BusyCatalog, CatalogError, UnknownDocument
from index.ingest import extract_again
from index.snapshot import WordSnapshot, read_file, snapshot_path, word_path
from index.tables import attributions, documents, models, passages, pending, raws, revisions, store, vectors
from sources.errors import SourceError
from sources.extract import EXTRACTOR
from sources.model import PARAGRAPH_BREAK, RawSource, text_hash
from sources.split import split


@dataclass(frozen=True, slots=True)
class Report:
    """``faults`` and ``notes`` are sentences; a note is work still to be done and no fault."""

    checked: dict[str, int]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def verify(catalog: Catalog, progress: Callable[[int, int], None] | None = None) -> Report:
    """Check a whole data folder. ``progress``: (done, total) revisions."""
    with database.reading(catalog.engine) as connection:
        everything = list(connection.scalars(select(revisions.c.id).order_by(revisions.c.id)))
        checked = {"revisions": len(everything), "passages": _count(connection, passages), "vectors": _count(connection, vectors)}
        made_with = {row.hash: row.dimension for row in connection.execute(select(models))}
        notes = tuple(_notes(connection))
    faults: list[str] = []
    for done, revision in enumerate(everything, start=1):
        faults += _found(catalog, partial(_revision_faults, revision_id=revision))
        if progress:
            progress(done, len(everything))
    for check in (_database_faults, _document_faults, _passage_faults, _vector_faults):
        faults += _found(catalog, check)
    faults += _word_index_faults(catalog)
    faults += _found(catalog, partial(_word_snapshot_faults, catalog))
    snapshots = {model: snapshot_path(catalog.folder, model) for model in made_with}
    present = [(path, model) for model, path in snapshots.items() if path.exists()]
    for path, model in present:
        faults += _found(catalog, partial(_snapshot_faults, path=path, model_hash=model, dimension=made_with[model]))
    return Report(checked | {"snapshots": len(present) + word_path(catalog.folder).exists()}, tuple(faults), notes)


def _found(catalog: Catalog, check: Callable[[Connection], Iterator[str]]) -> list[str]:
    """What one check finds in one view of the database; what keeps it from its end is a finding too."""
    faults: list[str] = []
    try:
        with database.reading(catalog.engine) as connection:
            faults.extend(check(connection))
    except CatalogError as error:
        faults.append(str(error))
    return faults


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _revision_faults(connection: Connection, revision_id: int) -> Iterator[str]:
    stored = read_revision(connection, revision_id)
    if stored is None:
        return  # removed since
    where = f"{stored.doc_id} revision {stored.revision}"
    yield from (f"{where}: {fault}" for fault in (*_text_faults(stored), *_attribution_faults(connection, stored)))
    try:
        raw = read_raw(connection, revision_id)
    except (CatalogError, UnknownDocument) as error:
        yield f"{where}: {error}"
        return
    extractor = connection.scalar(select(revisions.c.extractor).where(revisions.c.id == revision_id))
    size = connection.scalar(select(raws.c.size).where(raws.c.hash == stored.raw_hash))
    if size != len(raw.data):
        yield f"{where}: its {len(raw.data)} bytes are noted as {size}"
    if extractor == EXTRACTOR:
        yield from (f"{where}: {fault}" for fault in _extraction_faults(stored, raw))


def _text_faults(stored: StoredDocument) -> Iterator[str]:
    if text_hash(stored.text) != stored.text_hash:
        yield "the text is not the one that was hashed"
    if PARAGRAPH_BREAK.join(stored.document.paragraphs) != stored.text:
        yield "the paragraphs do not make up the text"


def _attribution_faults(connection: Connection, stored: StoredDocument) -> Iterator[str]:
    """What is kept of who said what names stretches of the text that there are."""
    rows = connection.execute(select(attributions).where(attributions.c.revision_id == stored.revision_id))
    ends = [span.end for row in rows for one in [read_attribution(row)] for span in (*one.content, *one.cue, *one.source)]
    if max(ends, default=0) > len(stored.text):
        yield "an attribution reaches past the text"


def _extraction_faults(stored: StoredDocument, raw: RawSource) -> Iterator[str]:
    """The same extractor gives the same document: a field that somebody changed in the database shows."""
    try:
        document = extract_again(raw)
    except SourceError as error:
        yield str(error)
        return
    if document.text != stored.text:
        yield "the stored bytes give another text"
    for field in ("title", "outlet", "authors", "published", "url", "language", "pages"):
        if getattr(document, field) != getattr(stored.document, field):
            yield f"the stored bytes give another {field}"


def _database_faults(connection: Connection) -> Iterator[str]:
    for (answer,) in connection.execute(text("PRAGMA integrity_check")):
        if answer != "ok":
            yield f"database: {answer}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"database: a row of {row[0]} points at nothing in {row[2]}"


def _document_faults(connection: Connection) -> Iterator[str]:
    """Each document has its current revision, and raw bytes are kept for no other reason than a revision."""
    current = select(revisions.c.document_id).join(documents, documents.c.id == revisions.c.document_id).where(revisions.c.number == documents.c.revision)
    for row in connection.execute(select(documents).where(documents.c.id.not_in(current))):
        yield f"{row.doc_id}: its revision {row.revision} is not there"
    for key in connection.scalars(select(raws.c.hash).where(raws.c.hash.not_in(select(revisions.c.raw_hash)))):
        yield f"raw bytes {key[:12]}: no revision is made of them"


def _passage_faults(connection: Connection) -> Iterator[str]:
    """Each current revision's live passages are those that `split` gives, with the analyser's terms."""
    same_analyser = connection.scalar(select(store.c.value).where(store.c.key == "analyser")) == analyser_version()
    same_extractor = set(connection.scalars(select(revisions.c.id).where(revisions.c.extractor == EXTRACTOR)))
    live: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(select(passages).where(passages.c.live).order_by(passages.c.id)):
        live.setdefault(row.revision_id, []).append(row)
    back = set(connection.scalars(select(revisions.c.id).where(revisions.c.document_id.in_(withdrawn()))))
    for stored in (one for one in current_documents(connection) if one.revision_id not in back):
        found = live.pop(stored.revision_id, [])
        for fault in (*_place_faults(stored, found, stored.revision_id in same_extractor), *(_term_faults(stored, found) if same_analyser else ())):
            yield f"{stored.doc_id} revision {stored.revision}: {fault}"
    if live:
        yield f"{len(live)} revisions are searched that are withdrawn or not current"


def _place_faults(stored: StoredDocument, found: Sequence[Row[Any]], same_extractor: bool) -> Iterator[str]:
    places = [(row.paragraph, row.start, row.end) for row in found]
    spans = dict(enumerate(stored.document.paragraph_spans))
    if same_extractor and places != [(made.paragraph, made.span.start, made.span.end) for made in split(stored.document)]:
        yield "its passages are not those of its text"
    elif any(number not in spans or not spans[number].start <= start < end <= spans[number].end for number, start, end in places):
        yield "its passages are not in its paragraphs"
    if any(row.collection != stored.collection for row in found):
        yield "its passages are in another collection"


def _term_faults(stored: StoredDocument, found: Sequence[Row[Any]]) -> Iterator[str]:
    title_terms = _terms(stored.document.title)
    if any((row.terms, row.title_terms) != (_terms(stored.text[row.start : row.end]), title_terms) for row in found):
        yield "its terms are not those of its text and title"


def _terms(words: str) -> str:
    return " ".join(analyse(words))


def _vector_faults(connection: Connection) -> Iterator[str]:
    dimensions = {row.hash: row.dimension for row in connection.execute(select(models))}
    waiting = set(connection.scalars(select(pending.c.revision_id).where(pending.c.stage == EMBED)))
    embedded: dict[int, set[str]] = {}
    for row in connection.execute(select(vectors)):
        embedded.setdefault(row.passage_id, set()).add(row.model_hash)
        if not _is_unit(row.vector, dimensions.get(row.model_hash)):
            yield f"passage {row.passage_id}: its vector is damaged"
    live = {row.id: row.revision_id for row in connection.execute(select(passages.c.id, passages.c.revision_id).where(passages.c.live))}
    for passage in sorted(embedded.keys() - live.keys()):
        yield f"passage {passage}: has a vector but is not searched"
    for passage in (passage for passage, revision in live.items() if passage not in embedded and revision not in waiting):
        yield f"passage {passage}: has no vector and none is pending"


def _is_unit(data: object, dimension: int | None) -> bool:
    if not isinstance(data, bytes) or dimension is None or len(data) != 4 * dimension:
        return False
    length = float(np.linalg.norm(np.frombuffer(data, "<f4").astype(np.float64)))
    return abs(length - 1) < 1e-3  # False for what is not a number, too


def _notes(connection: Connection) -> Iterator[str]:
    for stage, what in ((EMBED, "their vectors"), (ATTRIBUTE, "who said what in them")):
        waiting = connection.scalar(select(func.count()).select_from(pending).where(pending.c.stage == stage)) or 0
        if waiting:
            yield f"{waiting} articles wait for {what}: `briefbot reindex` finishes them"
    if connection.scalar(select(store.c.value).where(store.c.key == "analyser")) != analyser_version():
        yield "the terms are of another analyser or alias file: `briefbot reindex` writes them anew"


def _word_index_faults(catalog: Catalog) -> list[str]:
    try:
        with database.writing(catalog.engine) as connection:  # the word index's own check is a write statement
            fault = fts5.check(connection)
    except BusyCatalog:
        raise
    except CatalogError as error:
        fault = str(error)
    return [fault] if fault else []


def _snapshot_faults(connection: Connection, path: Path, model_hash: str, dimension: int) -> Iterator[str]:
    """A snapshot file against the vectors that stand now and what changed since it was written. One of another history is thrown away unread."""
    if not path.exists():
        return  # `reindex` is making it anew
    loaded = read_file(path, model_hash, dimension)
    if loaded is None:
        yield f"the vector snapshot {path.name} is damaged: the next question makes it anew"
        return
    header, engine = loaded
    state = read_state(connection)
    if header.store_id != state.store_id or header.seq > state.seq:
        return
    stored: set[int] = set()
    differing: set[int] = set()
    for ids, rows, names in read_vectors(connection, model_hash):
        stored.update(ids.tolist())
        differing.update(passage for passage, row, name in zip(ids.tolist(), rows, names, strict=True) if not engine.has(passage, row, name))
    later = {change.passage_id for change in read_changes(connection, header.seq, model_hash)}
    yield from (f"passage {passage}: the snapshot holds another vector" for passage in sorted(differing - later))
    yield from (f"passage {passage}: the snapshot holds it, the catalog does not" for passage in sorted(engine.ids() - stored - later))


def _word_snapshot_faults(catalog: Catalog, connection: Connection) -> Iterator[str]:
    """The file of words, caught up, against one made anew: the same passages give the same bytes."""
    path = word_path(catalog.folder)
    if not path.exists():
        return
    known, anew = WordSnapshot(catalog), WordSnapshot(catalog, use_file=False)
    if not known.state.store_id:
        yield f"the word snapshot {path.name} is damaged: the next question makes it anew"
        return
    written = []
    for snapshot in (known, anew):
        with snapshot.at(connection) as engine:
            file = io.BytesIO()
            engine.write(file)
        written.append(file.getvalue())
    if written[0] != written[1]:
        yield f"the word snapshot {path.name} holds other words than the passages: `briefbot reindex` makes it anew"
