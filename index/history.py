"""What stood in the store at an earlier time: for whoever has to say what is new."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from index import database
from index.catalog import Catalog, blocks_of
from index.tables import documents, revisions

_A_BATCH = 400


def texts_before(catalog: Catalog, collection: str, doc_ids: Iterable[str], at: float) -> dict[str, tuple[str, ...]]:
    """Document -> the texts that it had before the second ``at`` (seconds since 1970), oldest first; those that came later are left out."""
    until = datetime.fromtimestamp(math.floor(at), UTC).isoformat(timespec="seconds")
    found: dict[str, tuple[str, ...]] = {}
    for block in blocks_of(sorted(set(doc_ids)), _A_BATCH):
        statement = (
            select(documents.c.doc_id, revisions.c.text)
            .join(revisions, revisions.c.document_id == documents.c.id)
            .where(documents.c.collection == collection, documents.c.doc_id.in_(block), revisions.c.added_at < until)
            .order_by(documents.c.id, revisions.c.number)
        )
        with database.reading(catalog.engine) as connection:
            for row in connection.execute(statement):
                found[row.doc_id] = (*found.get(row.doc_id, ()), row.text)
    return found


def stored_at(catalog: Catalog, revision_ids: Sequence[int]) -> dict[int, float]:
    """Revision id -> when its text was fetched or handed over, and stored; seconds since 1970."""
    with database.reading(catalog.engine) as connection:
        rows = connection.execute(select(revisions.c.id, revisions.c.added_at).where(revisions.c.id.in_(list(revision_ids)))).all()
    return {row.id: datetime.fromisoformat(row.added_at).timestamp() for row in rows}
