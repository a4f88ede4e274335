"""What the bot remembers: updates in hand, people, chats, pairing codes, and which passage was shown in which message."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "bot_inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("received_at", sa.Float, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("owner", sa.String),
        sa.Column("lease_until", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
    )
    op.create_index("ix_bot_inbox_waiting", "bot_inbox", ["done", "lease_until"])
    op.create_table(
        "bot_members",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("collection", sa.String, primary_key=True),
        sa.Column("role", sa.Integer, nullable=False),
        sa.Column("added_at", sa.Float, nullable=False),
    )
    op.create_table(
        "bot_chats",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("collection", sa.String),
        sa.Column("let_in", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
    )
    op.create_table(
        "bot_topics",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("collection", sa.String, nullable=False),
    )
    op.create_table(
        "bot_pairings",
        sa.Column("code_hash", sa.String, primary_key=True),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("role", sa.Integer, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_table(
        "bot_strangers",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("told_at", sa.Float, nullable=False),
    )
    op.create_table(
        "bot_answers",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
    )
    op.create_index("ix_bot_answers_message", "bot_answers", ["chat_id", "message_id"])
    op.create_table(
        "bot_quotes",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("nearest", sa.Boolean, nullable=False),
        sa.Column("message_id", sa.BigInteger),
    )
    op.create_table(
        "bot_taps",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("action", sa.String, primary_key=True),
        sa.Column("tapped_at", sa.Float, nullable=False),
    )
