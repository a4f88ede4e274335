"""Which chats were told of which change, and what the bot asked editors."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "bot_told",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("revision_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("start", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("end", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("told_at", sa.Float, nullable=False),
    )
    op.create_table(
        "bot_prompts",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("doc_id", sa.String, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
    )
