"""What the bot remembers, as SQLAlchemy Core knows it: tables beside the catalog's, in the same database. Migrations make them.

Times are seconds since 1970, UTC. What people wrote stands in five columns only: in ``bot_inbox.body``, which is emptied once it is
answered, and, where they asked for that, in ``bot_kept.question``, ``bot_watches.question``, ``bot_schedules.topic`` and ``bot_reports.question``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

inbox = Table(
    "bot_inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger),
    Column("received_at", Float, nullable=False),
    Column("body", Text, comment="the update as JSON until it is handled, then NULL"),
    Column("owner", String, comment="which process has it in hand"),
    Column("lease_until", Float, nullable=False, comment="before this nobody else takes it"),
    Column("attempts", Integer, nullable=False),
    Column("sent", Integer, nullable=False, comment="how many of its messages Telegram has taken"),
    Column("done", Boolean, nullable=False),
    Index("ix_bot_inbox_waiting", "done", "lease_until"),
)

members = Table(
    "bot_members",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("collection", String, primary_key=True, comment="* for every collection"),
    Column("role", Integer, nullable=False, comment="bot.access.Role"),
    Column("added_at", Float, nullable=False),
)

chats = Table(
    "bot_chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("collection", String, comment="a group's own; in a private chat the one chosen"),
    Column("let_in", Boolean, nullable=False),
    Column("active", Boolean, nullable=False, comment="False: left, removed or blocked"),
    Column("updated_at", Float, nullable=False),
)

topics = Table(
    "bot_topics",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("collection", String, nullable=False),
)

pairings = Table(
    "bot_pairings",
    metadata,
    Column("code_hash", String, primary_key=True, comment="SHA-256 of a one-use code"),
    Column("collection", String, nullable=False),
    Column("role", Integer, nullable=False),
    Column("expires_at", Float, nullable=False),
)

strangers = Table(
    "bot_strangers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("told_at", Float, nullable=False),
    comment="who was told once that the bot is private, so that it stays silent from then on",
)

messages = Table(
    "bot_messages",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    comment="numbers of the messages of private chats, 48 hours: what /wipe can still delete",
)

audit = Table(
    "bot_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("change", String, nullable=False, comment="bot.audit.Change"),
    Column("actor", String, comment="keyed hash of who did it; NULL: the operator, or nobody known"),
    Column("subject", String, nullable=False, comment="keyed hash of the person or chat"),
    Column("detail", String, comment="role and collection; no name, no id"),
    comment="changes of access; ids as keyed hashes, so that a search for an id finds nothing",
)

secrets = Table(
    "bot_secrets",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

answers = Table(
    "bot_answers",
    metadata,
    Column("token", String, primary_key=True, comment="random; what the buttons carry"),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("collection", String, nullable=False),
    Column("made_at", Float, nullable=False),
    Index("ix_bot_answers_message", "chat_id", "message_id"),
    comment="which passages were shown in which message; no asker, no question; 30 days",
)

told = Table(
    "bot_told",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision_id", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("end", Integer, primary_key=True, autoincrement=False),
    Column("told_at", Float, nullable=False),
    comment="places shown in a message of which the chat was told that they changed; 30 days",
)

prompts = Table(
    "bot_prompts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("collection", String, nullable=False),
    Column("doc_id", String, nullable=False),
    Column("field", String, nullable=False, comment="what the bot asked an editor for in this message"),
    Column("made_at", Float, nullable=False),
    Column("paragraph", Integer, comment="whose speaker is meant"),
    Column("report", String, comment="the report that is settled with it"),
    comment="questions of the bot to editors that a reply answers; 30 days",
)

kept = Table(
    "bot_kept",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False, comment="who wants it kept"),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False, comment="the refusal under which that was tapped"),
    Column("thread_id", BigInteger),
    Column("place", String, nullable=False, comment="the group's title, for editors; empty for a private chat"),
    Column("collection", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("for_editors", Boolean, nullable=False),
    Column("asked_at", Float, comment="NULL: the editors were not asked yet"),
    Column("kept_at", Float, nullable=False),
    comment="questions that somebody wants kept until an answer turns up; 30 days",
)

reports = Table(
    "bot_reports",
    metadata,
    Column("id", String, primary_key=True, comment="random; what the editors' buttons carry"),
    Column("person_id", BigInteger, nullable=False, comment="who reported it"),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger, nullable=False, comment="the message that shows the quote"),
    Column("token", String, nullable=False, comment="of the answer that it is part of"),
    Column("position", Integer, nullable=False),
    Column("collection", String, nullable=False),
    Column("revision_id", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("fault", String, nullable=False, comment="bot.reports.Fault"),
    Column("question", Text, comment="only where whoever reported it sent it along, and until it is settled"),
    Column("sent_at", Float, comment="NULL: the editors are still to be told"),
    Column("outcome", String, comment="bot.reports.Outcome; NULL: open"),
    Column("field", String, comment="what was amended"),
    Column("reported_at", Float, nullable=False),
    Index("ix_bot_reports_person", "person_id", "revision_id"),
    comment="quotes that somebody holds to be wrong, until that is settled and they were told; 30 days",
)

quotes = Table(
    "bot_quotes",
    metadata,
    Column("token", String, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("revision_id", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("nearest", Boolean, nullable=False, comment="does not answer; shown only when asked for"),
    Column("message_id", BigInteger, comment="NULL: not shown yet"),
)

taps = Table(
    "bot_taps",
    metadata,
    Column("token", String, primary_key=True, comment="an answer's, or chat:message"),
    Column("action", String, primary_key=True),
    Column("tapped_at", Float, nullable=False),
    comment="buttons already answered, so that a second tap sends nothing twice",
)

chat_settings = Table(
    "bot_chat_settings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True, comment="one of bot.settings.NAMES"),
    Column("value", String, nullable=False),
    comment="what a chat is set to; what is not here is as bot.settings has it",
)

watches = Table(
    "bot_watches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger, nullable=False, comment="the answer under which that was tapped"),
    Column("person_id", BigInteger, nullable=False, comment="who wants it"),
    Column("collection", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("told_at", Float, comment="NULL: nothing was told yet"),
    comment="questions of which a chat wants to hear what is new, until they are stopped",
)

watched = Table(
    "bot_watched",
    metadata,
    Column("watch_id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("revision_id", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("mark", String, nullable=False, comment="hash of the statement, speaker or figure, for which it counts once"),
    Column("found_at", Float, nullable=False),
    Column("told", Boolean, nullable=False, comment="told, or known when the watch began"),
    comment="what a watch knows: places in revisions",
)

schedules = Table(
    "bot_schedules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("key", String, nullable=False, comment="keyed hash of the topic"),
    Column("thread_id", BigInteger),
    Column("person_id", BigInteger, comment="who set it; NULL: the group itself, an anonymous admin"),
    Column("collection", String, nullable=False),
    Column("topic", Text, nullable=False),
    Column("every", String, nullable=False, comment="bot.schedule.Every"),
    Column("weekday", Integer, comment="0 is Monday; NULL: daily"),
    Column("minute", Integer, nullable=False, comment="of the day, in the chat's time zone"),
    Column("served_at", Float, nullable=False, comment="for which time of its own it was last sent; at first when it was made"),
    Column("made_at", Float, nullable=False),
    UniqueConstraint("chat_id", "key"),
    comment="briefings that a chat gets by itself, until they are stopped",
)

briefed = Table(
    "bot_briefed",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String, primary_key=True, comment="keyed hash of the topic"),
    Column("since", Float, comment="when the briefing before it was; NULL: it was the first"),
    Column("at", Float, nullable=False),
    Column("token", String, comment="its places in bot_answers"),
    comment="when a chat was last briefed on what, so that the next says what is new; 60 days, or as long as it is scheduled",
)
