"""The lexical engine of SQLite: BM25 over the analyser's terms, kept by triggers in the passage's own transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DatabaseError

from index.database import is_damage

TITLE_WEIGHT = 0.5
"""What a term of the title counts against one of the passage (1.0)."""

_LIVE_NEW = "INSERT INTO passage_fts (rowid, terms, title_terms) VALUES (new.id, new.terms, new.title_terms);"
_DROP_OLD = "INSERT INTO passage_fts (passage_fts, rowid, terms, title_terms) VALUES ('delete', old.id, old.terms, old.title_terms);"

TABLES = (
    "CREATE VIEW live_passages AS SELECT id, terms, title_terms FROM passages WHERE live",
    "CREATE VIRTUAL TABLE passage_fts USING fts5(terms, title_terms, content='live_passages', content_rowid='id', tokenize=\"ascii tokenchars '=-.,_'\")",
    "CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab('passage_fts', 'row')",
    f"CREATE TRIGGER passages_inserted AFTER INSERT ON passages WHEN new.live BEGIN {_LIVE_NEW} END",
    f"CREATE TRIGGER passages_deleted AFTER DELETE ON passages WHEN old.live BEGIN {_DROP_OLD} END",
    f"CREATE TRIGGER passages_retired AFTER UPDATE OF live ON passages WHEN old.live AND NOT new.live BEGIN {_DROP_OLD} END",
    f"CREATE TRIGGER passages_reanalysed AFTER UPDATE OF terms, title_terms ON passages WHEN old.live AND new.live BEGIN {_DROP_OLD} {_LIVE_NEW} END",
)
"""What the first migration makes: an external-content table, so that the terms stand in the database once."""


_RANKED = "SELECT rowid AS id, -bm25(passage_fts, 1.0, :title) AS score FROM passage_fts WHERE passage_fts MATCH :match ORDER BY score DESC, rowid LIMIT :limit"
_OF_COLLECTION = text("SELECT id FROM passages WHERE id IN :ids AND collection = :collection").bindparams(bindparam("ids", expanding=True))
_FREQUENCIES = text("SELECT term, doc FROM passage_vocabulary WHERE term IN :terms").bindparams(bindparam("terms", expanding=True))
_VOCABULARY = text("SELECT term, doc FROM passage_vocabulary WHERE term >= :first AND term < :behind")
_RANKED_IN = (
    "SELECT passages.id, -bm25(passage_fts, 1.0, :title) AS score FROM passage_fts JOIN passages ON passages.id = passage_fts.rowid"
    " WHERE passage_fts MATCH :match AND passages.collection = :collection ORDER BY score DESC, passages.id LIMIT :limit"
)
"""Joining every match to its collection costs a third of the search, so it is done only where `_RANKED` was not enough."""


def search(connection: Connection, terms: Sequence[str], collection: str, limit: int) -> list[tuple[int, float]]:
    """(passage id, BM25 score, higher is better) of live passages that hold any of the terms, best first, ties by id."""
    if not terms:
        return []
    match = " OR ".join(map(_quoted, terms))
    ranked = connection.execute(text(_RANKED), {"title": TITLE_WEIGHT, "match": match, "limit": 2 * limit}).all()
    own = set(connection.scalars(_OF_COLLECTION, {"ids": [row.id for row in ranked], "collection": collection}))
    found = [(int(row.id), float(row.score)) for row in ranked if row.id in own]
    if len(found) < limit and len(ranked) == 2 * limit:  # other collections took the places
        rows = connection.execute(text(_RANKED_IN), {"title": TITLE_WEIGHT, "match": match, "collection": collection, "limit": limit})
        found = [(int(row.id), float(row.score)) for row in rows]
    return found[:limit]


def search_all(connection: Connection, terms: Sequence[str], collection: str, limit: int) -> list[int]:
    """Ids of live passages of a collection that hold every one of the terms, best first by BM25, ties by id; none for no terms."""
    if not terms:
        return []
    match = " AND ".join(map(_quoted, terms))
    rows = connection.execute(text(_RANKED_IN), {"title": TITLE_WEIGHT, "match": match, "collection": collection, "limit": limit})
    return [int(row.id) for row in rows]


def document_frequencies(connection: Connection, terms: Sequence[str]) -> dict[str, int]:
    """In how many live passages (title included) each term stands; 0 for a term that stands in none."""
    rows = connection.execute(_FREQUENCIES, {"terms": list(terms)})
    return dict.fromkeys(terms, 0) | {str(term): int(passages) for term, passages in rows}


def vocabulary(connection: Connection, beginning: str) -> list[tuple[str, int]]:
    """(term, in how many live passages it stands) of the terms that begin so."""
    rows = connection.execute(_VOCABULARY, {"first": beginning, "behind": f"{beginning}\uffff"})
    return [(str(term), int(passages)) for term, passages in rows]


def count(connection: Connection) -> int:
    """How many passages the index holds."""
    return int(connection.execute(text("SELECT count(*) FROM passage_fts_docsize")).scalar_one())


def check(connection: Connection) -> str | None:
    """What is wrong between the index and the passages, None when nothing is."""
    try:
        connection.execute(text("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError as error:
        if not is_damage(error):
            raise
        return "the word index differs from the passages: `briefbot reindex` makes it anew"
    return None


def rebuild(connection: Connection) -> None:
    """Make the index anew from the passages' terms."""
    connection.execute(text("INSERT INTO passage_fts (passage_fts) VALUES ('rebuild')"))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""').replace("\0", "") + '"'
