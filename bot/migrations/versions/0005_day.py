"""What a chat wants by itself: its settings, what it watches, its briefings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "bot_chat_settings",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "bot_watches",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("told_at", sa.Float),
    )
    op.create_table(
        "bot_watched",
        sa.Column("watch_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("mark", sa.String, nullable=False),
        sa.Column("found_at", sa.Float, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
    )
    op.create_table(
        "bot_schedules",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("person_id", sa.BigInteger),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("every", sa.String, nullable=False),
        sa.Column("weekday", sa.Integer),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("served_at", sa.Float, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.UniqueConstraint("chat_id", "key"),
    )
    op.create_table(
        "bot_briefed",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("since", sa.Float),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("token", sa.String),
    )
