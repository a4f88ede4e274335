"""Questions that somebody wants kept until an answer turns up."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "bot_kept",
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("for_editors", sa.Boolean, nullable=False),
        sa.Column("asked_at", sa.Float),
        sa.Column("kept_at", sa.Float, nullable=False),
    )
