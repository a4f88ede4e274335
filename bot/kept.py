"""Questions that somebody wants kept until an answer turns up: the only ones that are. A table of `bot.state`'s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, func, insert, or_, select, update

from bot.state import LEDGER_DAYS, Ledger, Receipt, note_messages, write_ledger
from bot.tables import kept
from index import database

_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A question of ``person``'s, refused in ``message_id``. ``place``: the group's title, empty for a private chat.
    ``for_editors``: the editors are to be asked; whoever asked is told in any case. ``kept_at``: seconds since 1970."""

    person: int
    chat_id: int
    message_id: int
    topic: int | None
    place: str
    collection: str
    question: str
    for_editors: bool
    kept_at: float


class Questions:
    """That table, over the catalog's engine. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, one: Kept) -> bool:
        """Keep a question; False when it is kept already, and no more is wanted now than before."""
        with database.writing(self._engine) as connection:
            known = connection.execute(select(kept).where(_same(one))).first()
            if known is None:
                values: dict[str, object] = {
                    "person_id": one.person,
                    "chat_id": one.chat_id,
                    "message_id": one.message_id,
                    "thread_id": one.topic,
                    "place": one.place,
                }
                values |= {"collection": one.collection, "question": one.question, "for_editors": one.for_editors, "kept_at": one.kept_at}
                connection.execute(insert(kept).values(**values))
                return True
            if known.for_editors or not one.for_editors:
                return False
            connection.execute(update(kept).where(_same(one)).values(for_editors=True))
            return True

    def number_of(self, person: int) -> int:
        """How many questions are kept for a person."""
        with database.reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(kept).where(kept.c.person_id == person)) or 0

    def standing(self, now: float) -> list[Kept]:
        """All that wait for an answer, those of one message together."""
        statement = select(kept).where(kept.c.kept_at > now - LEDGER_DAYS * _DAY).order_by(kept.c.chat_id, kept.c.message_id, kept.c.person_id)
        with database.reading(self._engine) as connection:
            return [_kept(row) for row in connection.execute(statement)]

    def unasked(self, now: float) -> list[Kept]:
        """Those that the editors are still to be asked, oldest first."""
        statement = select(kept).where(kept.c.for_editors, kept.c.asked_at.is_(None), kept.c.kept_at > now - LEDGER_DAYS * _DAY)
        with database.reading(self._engine) as connection:
            return [_kept(row) for row in connection.execute(statement.order_by(kept.c.kept_at))]

    def note_asked(self, one: Kept, now: float) -> None:
        """The editors were asked."""
        with database.writing(self._engine) as connection:
            connection.execute(update(kept).where(_same(one)).values(asked_at=now))

    def note_told(self, ledger: Ledger, receipt: Receipt, over: Sequence[Kept]) -> None:
        """Telegram took a message with an answer; what is ``over`` with it is forgotten."""
        with database.writing(self._engine) as connection:
            write_ledger(connection, ledger, receipt)
            note_messages(connection, [(ledger.chat_id, receipt.message_id)], receipt.at)
            _forget(connection, over)

    def forget(self, over: Sequence[Kept]) -> None:
        """Nobody can be told any more."""
        with database.writing(self._engine) as connection:
            _forget(connection, over)


def _forget(connection: Connection, over: Sequence[Kept]) -> None:
    if over:
        connection.execute(delete(kept).where(or_(*map(_same, over))))


def _same(one: Kept) -> ColumnElement[bool]:
    return and_(kept.c.person_id == one.person, kept.c.chat_id == one.chat_id, kept.c.message_id == one.message_id)


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    return Kept(row.person_id, row.chat_id, row.message_id, row.thread_id, row.place, row.collection, row.question, row.for_editors, row.kept_at)
