"""What chats watch, and what of it they know: places in revisions, for which a statement, a speaker or a figure counts once. Tables of `bot.state`'s."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, delete, exists, func, insert, select, update

from bot.state import Ledger, Receipt, note_messages, write_ledger
from bot.tables import watched, watches
from index import database
from sources.model import Span


@dataclass(frozen=True, slots=True)
class Watch:
    """A question of which a chat wants to hear what is new, tapped by ``person`` under ``message_id``. Times are seconds since 1970;
    ``id`` 0: not written down yet; ``told_at`` None: nothing was told yet."""

    chat_id: int
    topic: int | None
    message_id: int
    person: int
    collection: str
    question: str
    made_at: float
    told_at: float | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place that counts for a watch, by its ``mark``. ``told``: told, or known when the watch began."""

    revision_id: int
    span: Span
    mark: str
    found_at: float
    told: bool = False
    position: int = 0


class Watches:
    """These tables, over the catalog's engine. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, watch: Watch, known: Sequence[Sighting]) -> bool:
        """Watch from now on; False where the chat watches this question already."""
        with database.writing(self._engine) as connection:
            same = (watches.c.chat_id == watch.chat_id, watches.c.collection == watch.collection, watches.c.question == watch.question)
            if connection.execute(select(watches.c.id).where(*same)).first() is not None:
                return False
            values = {"thread_id": watch.topic, "person_id": watch.person, "collection": watch.collection, "question": watch.question}
            made = connection.execute(insert(watches).values(chat_id=watch.chat_id, message_id=watch.message_id, made_at=watch.made_at, **values))
            assert made.inserted_primary_key is not None
            _write(connection, made.inserted_primary_key[0], known)
            return True

    def of(self, chat_id: int) -> list[Watch]:
        """What a chat watches, oldest first."""
        with database.reading(self._engine) as connection:
            return [_watch(row) for row in connection.execute(select(watches).where(watches.c.chat_id == chat_id).order_by(watches.c.id))]

    def number_of(self, person: int, chat_id: int) -> int:
        """How many a person started, or a chat has: whichever is more."""
        with database.reading(self._engine) as connection:
            both = [
                connection.scalar(select(func.count()).select_from(watches).where(mine))
                for mine in (watches.c.person_id == person, watches.c.chat_id == chat_id)
            ]
        return max(one or 0 for one in both)

    def all(self) -> list[Watch]:
        """All of them, those of a chat together."""
        with database.reading(self._engine) as connection:
            return [_watch(row) for row in connection.execute(select(watches).order_by(watches.c.chat_id, watches.c.id))]

    def stop(self, ids: Iterable[int]) -> None:
        """Watch no more, and forget what was known."""
        with database.writing(self._engine) as connection:
            for one in ids:
                connection.execute(delete(watched).where(watched.c.watch_id == one))
                connection.execute(delete(watches).where(watches.c.id == one))

    def sightings(self, watch_id: int) -> list[Sighting]:
        """All that counts for a watch, in the order in which it was found."""
        with database.reading(self._engine) as connection:
            return [_sighting(row) for row in connection.execute(select(watched).where(watched.c.watch_id == watch_id).order_by(watched.c.position))]

    def found(self, watch_id: int, fresh: Sequence[Sighting]) -> None:
        """Write down what is to be told. A watch that was stopped in the meantime gets nothing."""
        with database.writing(self._engine) as connection:
            if connection.execute(select(watches.c.id).where(watches.c.id == watch_id)).first() is not None:
                _write(connection, watch_id, fresh)

    def untold(self) -> list[Watch]:
        """The watches of which something is to be told, those of a chat together."""
        waiting = exists().where(watched.c.watch_id == watches.c.id, ~watched.c.told)
        with database.reading(self._engine) as connection:
            return [_watch(row) for row in connection.execute(select(watches).where(waiting).order_by(watches.c.chat_id, watches.c.id))]

    def last_told(self, chat_id: int) -> float:
        """When a chat was last told anything; 0 for never."""
        with database.reading(self._engine) as connection:
            return connection.scalar(select(func.max(watches.c.told_at)).where(watches.c.chat_id == chat_id)) or 0.0

    def dropped(self, over: Sequence[tuple[int, Sequence[int]]]) -> None:
        """Nothing is left of these to be told: (watch, positions of its sightings)."""
        with database.writing(self._engine) as connection:
            _settle(connection, over)

    def note_told(self, ledger: Ledger, receipt: Receipt, told: Sequence[tuple[int, Sequence[int]]]) -> None:
        """Telegram took a message with these: (watch, positions of its sightings)."""
        with database.writing(self._engine) as connection:
            write_ledger(connection, ledger, receipt)
            note_messages(connection, [(ledger.chat_id, receipt.message_id)], receipt.at)
            _settle(connection, told)
            connection.execute(update(watches).where(watches.c.id.in_([watch_id for watch_id, _ in told])).values(told_at=receipt.at))


def _settle(connection: Connection, over: Sequence[tuple[int, Sequence[int]]]) -> None:
    for watch_id, positions in over:
        connection.execute(update(watched).where(watched.c.watch_id == watch_id, watched.c.position.in_(list(positions))).values(told=True))


def _write(connection: Connection, watch_id: int, sightings: Sequence[Sighting]) -> None:
    first = (connection.scalar(select(func.max(watched.c.position)).where(watched.c.watch_id == watch_id)) or 0) + 1
    rows = [
        {
            "watch_id": watch_id,
            "position": first + number,
            "revision_id": one.revision_id,
            "start": one.span.start,
            "end": one.span.end,
            "mark": one.mark,
            "found_at": one.found_at,
            "told": one.told,
        }
        for number, one in enumerate(sightings)
    ]
    if rows:
        connection.execute(insert(watched), rows)


def _watch(row: Row[tuple[object, ...]]) -> Watch:
    return Watch(row.chat_id, row.thread_id, row.message_id, row.person_id, row.collection, row.question, row.made_at, row.told_at, row.id)


def _sighting(row: Row[tuple[object, ...]]) -> Sighting:
    return Sighting(row.revision_id, Span(row.start, row.end), row.mark, row.found_at, row.told, row.position)
