"""Who said what: the attributions of each revision, by what they were made, and what waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "attributed",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("covered", sa.Boolean, nullable=False),
    )
    op.create_table(
        "attributions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("cue", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("speaker", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("anonymous", sa.Boolean, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("stance", sa.String, nullable=False),
        sa.Column("via", sa.Text),
        sa.Column("confidence", sa.Float, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attributions_revision_id", "attributions", ["revision_id"])
    op.execute(
        "INSERT INTO pending (revision_id, stage) SELECT revisions.id, 'attribute' FROM revisions"
        " JOIN documents ON documents.id = revisions.document_id AND documents.revision = revisions.number"
    )
