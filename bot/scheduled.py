"""Briefings that chats get by themselves, and when each was last briefed on what. Tables of `bot.state`'s.

Of a topic that is only asked for nothing stands here but a keyed hash; the words are kept where somebody wants them briefed regularly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, Row, delete, insert, select, update

from bot import audit
from bot.schedule import Every, Schedule
from bot.state import Briefed, Ledger, Receipt, note_messages, write_briefed, write_ledger
from bot.tables import briefed, schedules
from index import database
from index.analyse import fold


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A briefing on ``topic`` for a chat. ``person`` None: the group itself set it. ``served_at``: the time of its own for which it was last
    sent, seconds since 1970; when it was made, at first."""

    chat_id: int
    thread: int | None
    person: int | None
    collection: str
    topic: str
    schedule: Schedule
    served_at: float
    made_at: float
    key: str = ""
    id: int = 0


class Scheduling:
    """These tables, over the catalog's engine. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def key(self, topic: str) -> str:
        """What stands for a topic where its words are not kept."""
        with database.writing(self._engine) as connection:
            return audit.hidden(connection, " ".join(fold(topic).split()))

    def put(self, one: Scheduled) -> None:
        """Brief a chat from now on; what it had on this topic is replaced."""
        key = self.key(one.topic)
        values = {"thread_id": one.thread, "person_id": one.person, "collection": one.collection, "topic": one.topic}
        when = {"every": one.schedule.every.value, "weekday": one.schedule.weekday, "minute": one.schedule.minute}
        with database.writing(self._engine) as connection:
            connection.execute(delete(schedules).where(schedules.c.chat_id == one.chat_id, schedules.c.key == key))
            connection.execute(insert(schedules).values(chat_id=one.chat_id, key=key, served_at=one.served_at, made_at=one.made_at, **values, **when))

    def of(self, chat_id: int) -> list[Scheduled]:
        """What a chat is briefed on by itself, oldest first."""
        with database.reading(self._engine) as connection:
            return [_scheduled(row) for row in connection.execute(select(schedules).where(schedules.c.chat_id == chat_id).order_by(schedules.c.id))]

    def all(self) -> list[Scheduled]:
        """All of them, those of a chat together."""
        with database.reading(self._engine) as connection:
            return [_scheduled(row) for row in connection.execute(select(schedules).order_by(schedules.c.chat_id, schedules.c.id))]

    def stop(self, ids: Iterable[int]) -> None:
        """Brief no more."""
        with database.writing(self._engine) as connection:
            connection.execute(delete(schedules).where(schedules.c.id.in_(list(ids))))

    def last(self, chat_id: int, key: str) -> Briefed | None:
        """When a chat was last briefed on a topic; None for never."""
        with database.reading(self._engine) as connection:
            row = connection.execute(select(briefed).where(briefed.c.chat_id == chat_id, briefed.c.key == key)).first()
        return Briefed(row.chat_id, row.key, row.since, row.at, row.token) if row else None

    def note_sent(self, one: Scheduled, due: float, receipt: Receipt, ledger: Ledger | None = None, made: Briefed | None = None) -> None:
        """Telegram took the first message of a briefing: it is not sent again for this time."""
        with database.writing(self._engine) as connection:
            connection.execute(update(schedules).where(schedules.c.id == one.id).values(served_at=due))
            note_messages(connection, [(one.chat_id, receipt.message_id)], receipt.at)
            if ledger is not None:
                write_ledger(connection, ledger, receipt)
            if made is not None:
                write_briefed(connection, made)


def _scheduled(row: Row[tuple[object, ...]]) -> Scheduled:
    schedule = Schedule(Every(row.every), row.weekday, row.minute)
    return Scheduled(row.chat_id, row.thread_id, row.person_id, row.collection, row.topic, schedule, row.served_at, row.made_at, row.key, row.id)
