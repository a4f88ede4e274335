"""What was shown where, for whoever has to be told that it changed; and what the bot asked editors. Tables of `bot.state`'s, no asker, no question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, and_, delete, exists, insert, select

from bot.state import LEDGER_DAYS, Ledger, Receipt, write_ledger
from bot.tables import answers, chats, prompts, quotes, told
from index import database
from sources.model import Span

_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a revision that stands in a message."""

    chat_id: int
    message_id: int
    collection: str
    revision_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the bot asked for: the ``field`` of a document. ``paragraph``: whose speaker is meant, from 0; ``report``: what is settled with it."""

    collection: str
    doc_id: str
    field: str
    paragraph: int | None = None
    report: str | None = None


class Shown:
    """These tables, over the catalog's engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def untold(self, now: float) -> list[Place]:
        """What was shown within 30 days, in chats where the bot still is, and of which nobody was told yet that it changed."""
        same = and_(
            told.c.chat_id == answers.c.chat_id,
            told.c.message_id == quotes.c.message_id,
            told.c.revision_id == quotes.c.revision_id,
            told.c.start == quotes.c.start,
            told.c.end == quotes.c.end,
        )
        left = select(chats.c.chat_id).where(~chats.c.active)
        statement = (
            select(answers.c.chat_id, quotes.c.message_id, answers.c.collection, quotes.c.revision_id, quotes.c.start, quotes.c.end)
            .join(quotes, quotes.c.token == answers.c.token)
            .where(quotes.c.message_id.is_not(None), answers.c.made_at > now - LEDGER_DAYS * _DAY, answers.c.chat_id.not_in(left), ~exists().where(same))
            .distinct()
            .order_by(answers.c.chat_id, quotes.c.message_id, quotes.c.revision_id, quotes.c.start)
        )
        with database.reading(self._engine) as connection:
            rows = connection.execute(statement).all()
        return [Place(row.chat_id, row.message_id, row.collection, row.revision_id, Span(row.start, row.end)) for row in rows]

    def note_told(self, places: Sequence[Place], now: float, ledger: Ledger | None = None, message_id: int = 0, positions: tuple[int, ...] = ()) -> None:
        """A chat was told. ``ledger``: what the message that told it shows, so that it is told again when that changes."""
        with database.writing(self._engine) as connection:
            for place in places:
                key = {"chat_id": place.chat_id, "message_id": place.message_id, "revision_id": place.revision_id}
                key |= {"start": place.span.start, "end": place.span.end}
                connection.execute(delete(told).where(*(told.c[name] == value for name, value in key.items())))
                connection.execute(insert(told).values(**key, told_at=now))
            if ledger is not None:
                write_ledger(connection, ledger, Receipt(0, 1, True, message_id, now, positions))

    def ask(self, chat_id: int, message_id: int, prompt: Prompt, now: float) -> None:
        """The bot asked an editor for something in this message."""
        with database.writing(self._engine) as connection:
            mine = (prompts.c.chat_id == chat_id) & (prompts.c.message_id == message_id)
            connection.execute(delete(prompts).where(mine))
            values: dict[str, object] = {"collection": prompt.collection, "doc_id": prompt.doc_id, "field": prompt.field}
            values |= {"paragraph": prompt.paragraph, "report": prompt.report}
            connection.execute(insert(prompts).values(chat_id=chat_id, message_id=message_id, made_at=now, **values))

    def asked(self, chat_id: int, message_id: int | None) -> Prompt | None:
        """What was asked for in this message; None: nothing."""
        mine = (prompts.c.chat_id == chat_id) & (prompts.c.message_id == message_id)
        with database.reading(self._engine) as connection:
            row = connection.execute(select(prompts).where(mine)).first()
        return Prompt(row.collection, row.doc_id, row.field, row.paragraph, row.report) if row else None
