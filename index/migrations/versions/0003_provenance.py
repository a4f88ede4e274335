"""How each revision arrived, visits to its page, withdrawals, amendments, the same words elsewhere, feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("origin", sa.Text, nullable=False, server_default='{"how": "added"}'))
    op.create_table(
        "visits",
        _document(primary_key=True),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("checked_at", sa.Float, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.Column("gone", sa.Integer, nullable=False),
    )
    op.create_table("withdrawals", _document(primary_key=True), sa.Column("seen_at", sa.Float, nullable=False), sa.Column("reason", sa.Text, nullable=False))
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _document(nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("editor", sa.String, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("paragraph", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_amendments_document_id", "amendments", ["document_id"])
    op.create_table(
        "sketches",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("passage_id", sa.Integer, sa.ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_sketches_passage_id", "sketches", ["passage_id"])
    op.create_table(
        "relations",
        _document(primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
    )
    op.create_index("ix_relations_other_id", "relations", ["other_id"])
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("keywords", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("added_at", sa.Float, nullable=False),
        sa.Column("checked_at", sa.Float),
        sa.Column("answered_at", sa.Float),
        sa.Column("news_at", sa.Float),
        sa.Column("next_at", sa.Float, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.UniqueConstraint("collection", "url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feed_entries",
        sa.Column("feed_id", sa.Integer, sa.ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("entry", sa.String, primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
    )


def _document(**how: Any) -> sa.Column[Any]:
    return sa.Column("document_id", sa.Integer, sa.ForeignKey("documents.id", ondelete="CASCADE"), **how)
