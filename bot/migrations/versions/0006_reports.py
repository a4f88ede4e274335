"""Quotes that somebody holds to be wrong, and which of them a question to an editor settles."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "bot_reports",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("fault", sa.String, nullable=False),
        sa.Column("question", sa.Text),
        sa.Column("sent_at", sa.Float),
        sa.Column("outcome", sa.String),
        sa.Column("field", sa.String),
        sa.Column("reported_at", sa.Float, nullable=False),
    )
    op.create_index("ix_bot_reports_person", "bot_reports", ["person_id", "revision_id"])
    op.add_column("bot_prompts", sa.Column("paragraph", sa.Integer))
    op.add_column("bot_prompts", sa.Column("report", sa.String))
