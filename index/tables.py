"""The catalog's tables, as SQLAlchemy Core knows them. Migrations make them; this module only names them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

store = Table(
    "store",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
    comment="store_id (made anew by restore, so that no snapshot of another history is believed), analyser",
)

collections = Table("collections", metadata, Column("name", String, primary_key=True))

raws = Table(
    "raws",
    metadata,
    Column("hash", String, primary_key=True, comment="SHA-256 of the bytes as they arrived"),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False, comment="zlib"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("collection", ForeignKey("collections.name"), nullable=False),
    Column("doc_id", String, nullable=False),
    Column("location", Text, nullable=False, index=True),
    Column("revision", Integer, nullable=False, comment="number of the current revision, from 1"),
    UniqueConstraint("collection", "doc_id"),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("raw_hash", ForeignKey("raws.hash"), nullable=False, index=True),
    Column("media_type", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("given", Text, nullable=False, comment="JSON: what whoever added it said of it"),
    Column("extractor", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("outlet", Text),
    Column("authors", Text, nullable=False, comment="JSON list"),
    Column("published", String, comment="ISO 8601 day"),
    Column("url", Text),
    Column("language", String),
    Column("text", Text, nullable=False),
    Column("paragraphs", Text, nullable=False, comment="JSON list of [start, end] in text"),
    Column("pages", Text, comment="JSON list of [offset in text, page that begins there]; NULL: the source has no pages"),
    Column("text_hash", String, nullable=False),
    Column("added_at", String, nullable=False, comment="ISO 8601, UTC"),
    Column("origin", Text, nullable=False, server_default='{"how": "added"}', comment="JSON: how it arrived (sources.model.Origin)"),
    UniqueConstraint("document_id", "number"),
    sqlite_autoincrement=True,
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("collection", String, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("live", Boolean, nullable=False, comment="of the current revision: searched"),
    Column("terms", Text, nullable=False),
    Column("title_terms", Text, nullable=False),
    Column("pages", Text, comment="as in revisions, for the passage's own part"),
    sqlite_autoincrement=True,
)

models = Table(
    "models",
    metadata,
    Column("hash", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("dimension", Integer, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("passage_id", ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("model_hash", ForeignKey("models.hash"), primary_key=True),
    Column("vector", LargeBinary, nullable=False, comment="float32, little-endian, unit length"),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("passage_id", Integer, nullable=False),
    Column("model_hash", String, comment="NULL: the passage is gone for every model; empty: words were added, no vector"),
    sqlite_autoincrement=True,
    comment="what a snapshot has to catch up with, written in the transaction that made it so",
)

pending = Table(
    "pending",
    metadata,
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
    Column("stage", String, primary_key=True),
)

attributed = Table(
    "attributed",
    metadata,
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String, nullable=False, comment="rules, word lists and parser that made the attributions"),
    Column("covered", Boolean, nullable=False, comment="false: a language in which no speaker can be told"),
)

attributions = Table(
    "attributions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("content", Text, nullable=False, comment="JSON list of [start, end] in the revision's text"),
    Column("cue", Text, nullable=False, comment="the same"),
    Column("source", Text, nullable=False, comment="the same; the mention"),
    Column("speaker", Text, comment="NULL: not certain"),
    Column("role", Text),
    Column("anonymous", Boolean, nullable=False),
    Column("kind", String, nullable=False),
    Column("stance", String, nullable=False),
    Column("via", Text),
    Column("confidence", Float, nullable=False),
    sqlite_autoincrement=True,
)

visits = Table(
    "visits",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("etag", Text),
    Column("modified", Text, comment="Last-Modified, as the site wrote it"),
    Column("checked_at", Float, nullable=False, comment="seconds since 1970"),
    Column("trouble", Text, comment="why the last visit brought nothing; NULL: it did"),
    Column("gone", Integer, nullable=False, comment="visits in a row that were answered 404 or 410"),
    comment="what became of a fetched page when it was last asked for",
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_at", Float, nullable=False, comment="seconds since 1970"),
    Column("reason", Text, nullable=False),
    comment="articles that their outlet, or an editor, took back: kept to be shown as they were, not searched",
)

amendments = Table(
    "amendments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("field", String, nullable=False, comment="outlet, date, author, title or speaker"),
    Column("before", Text),
    Column("after", Text),
    Column("editor", String, nullable=False, comment="who: a Telegram id, or the command line"),
    Column("made_at", Float, nullable=False, comment="seconds since 1970"),
    Column("paragraph", String, comment="of a speaker: SHA-256 of the paragraph; NULL: the whole article"),
    sqlite_autoincrement=True,
)

sketches = Table(
    "sketches",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False, comment="a hash of part of a passage's MinHash"),
    Column("passage_id", ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="passages that share a band may be the same words",
)

introductions = Table(
    "introductions",
    metadata,
    Column("revision_id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
    Column("other", String, primary_key=True),
    comment="names that a revision introduces for one another",
)

relations = Table(
    "relations",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("kind", String, primary_key=True, comment="copy: most of it stands in the other, too; corrects: it says so"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("collection", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("keywords", Text, nullable=False, comment="JSON list; none: every entry is taken"),
    Column("etag", Text),
    Column("modified", Text),
    Column("added_at", Float, nullable=False, comment="this and the following: seconds since 1970"),
    Column("checked_at", Float),
    Column("answered_at", Float, comment="the last time that it could be read"),
    Column("news_at", Float, comment="the last time that it brought something new"),
    Column("next_at", Float, nullable=False, comment="not asked before"),
    Column("failures", Integer, nullable=False, comment="in a row"),
    Column("trouble", Text),
    UniqueConstraint("collection", "url"),
    sqlite_autoincrement=True,
)

entries = Table(
    "feed_entries",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("entry", String, primary_key=True, comment="SHA-256 of what the feed calls it"),
    Column("tries", Integer, nullable=False, comment="how often its page could not be had; 0: done with"),
    comment="entries that were looked at already",
)
