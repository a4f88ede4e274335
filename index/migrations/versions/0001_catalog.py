"""The catalog: documents with revisions, raw bytes, passages, terms, vectors, pending work, changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("store", sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.create_table("collections", sa.Column("name", sa.String, primary_key=True))
    op.create_table(
        "raws",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("collection", sa.String, sa.ForeignKey("collections.name"), nullable=False),
        sa.Column("doc_id", sa.String, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.UniqueConstraint("collection", "doc_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_location", "documents", ["location"])
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("raw_hash", sa.String, sa.ForeignKey("raws.hash"), nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("extractor", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("published", sa.String),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("paragraphs", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String, nullable=False),
        sa.Column("added_at", sa.String, nullable=False),
        sa.UniqueConstraint("document_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_document_id", "revisions", ["document_id"])
    op.create_index("ix_revisions_raw_hash", "revisions", ["raw_hash"])
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("title_terms", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_revision_id", "passages", ["revision_id"])
    op.create_table(
        "models",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("dimension", sa.Integer, nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("passage_id", sa.Integer, sa.ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model_hash", sa.String, sa.ForeignKey("models.hash"), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("passage_id", sa.Integer, nullable=False),
        sa.Column("model_hash", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pending",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("stage", sa.String, primary_key=True),
    )
    if op.get_bind().dialect.name == "sqlite":
        from index.backends.fts5 import TABLES

        for statement in TABLES:
            op.execute(statement)
