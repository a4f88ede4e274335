"""What askers report to be wrong with a quote, until the editors have settled it and whoever reported it was told. A table of `bot.state`'s."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine, Row, delete, func, insert, select, update

from bot.state import LEDGER_DAYS
from bot.tables import reports
from index import database
from sources.model import Span

_DAY = 86400.0


class Fault(StrEnum):
    """What may be wrong with a quote."""

    SPEAKER = "speaker"
    WORDS = "words"
    SOURCE = "source"
    OFF = "off"
    FIGURE = "figure"


class Outcome(StrEnum):
    """What editors made of a report."""

    AMENDED = "amended"
    TAKEN_UP = "taken"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Report:
    """That ``person`` holds a quote to be wrong: ``span`` of a revision, shown in ``message_id`` at ``position`` of the answer ``token``.

    ``question``: what it was shown as an answer to, only where whoever reported it lets the editors see that. ``outcome`` None: open.
    ``field``: what was amended. ``reported_at``: seconds since 1970.
    """

    person: int
    chat_id: int
    topic: int | None
    message_id: int
    token: str
    position: int
    collection: str
    revision_id: int
    span: Span
    fault: Fault
    reported_at: float
    id: str = ""
    question: str | None = None
    outcome: Outcome | None = None
    field: str | None = None


class Reports:
    """That table, over the catalog's engine. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_of(self, person: int, revision_id: int, span: Span) -> Report | None:
        """What a person has reported of a passage and nobody has settled yet."""
        mine = (reports.c.person_id == person) & (reports.c.revision_id == revision_id) & reports.c.outcome.is_(None)
        with database.reading(self._engine) as connection:
            row = connection.execute(select(reports).where(mine, reports.c.start < span.end, reports.c.end > span.start)).first()
        return _report(row) if row else None

    def number_of(self, person: int) -> int:
        """How many reports of a person stand."""
        with database.reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(reports).where(reports.c.person_id == person)) or 0

    def add(self, one: Report) -> bool:
        """Write a report down; False where this person has an open one of the same passage."""
        values: dict[str, object] = {"id": secrets.token_urlsafe(9), "person_id": one.person, "chat_id": one.chat_id, "thread_id": one.topic}
        values |= {"message_id": one.message_id, "token": one.token, "position": one.position, "collection": one.collection}
        values |= {"revision_id": one.revision_id, "start": one.span.start, "end": one.span.end, "fault": one.fault.value, "reported_at": one.reported_at}
        same = (reports.c.person_id == one.person) & (reports.c.revision_id == one.revision_id) & reports.c.outcome.is_(None)
        with database.writing(self._engine) as connection:
            if connection.execute(select(reports.c.id).where(same, reports.c.start < one.span.end, reports.c.end > one.span.start)).first():
                return False
            connection.execute(insert(reports).values(**values))
        return True

    def send_along(self, report_id: str, question: str) -> bool:
        """The editors may see the question as well: they are told again. False where they may already, or it is settled."""
        waiting = (reports.c.id == report_id) & reports.c.outcome.is_(None) & reports.c.question.is_(None)
        with database.writing(self._engine) as connection:
            return bool(connection.execute(update(reports).where(waiting).values(question=question, sent_at=None)).rowcount)

    def find(self, report_id: str) -> Report | None:
        """A report by its id; None when it is over."""
        with database.reading(self._engine) as connection:
            row = connection.execute(select(reports).where(reports.c.id == report_id)).first()
        return _report(row) if row else None

    def unsent(self, now: float) -> list[Report]:
        """Those that the editors are still to be told of, oldest first."""
        waiting = reports.c.outcome.is_(None) & reports.c.sent_at.is_(None) & (reports.c.reported_at > now - LEDGER_DAYS * _DAY)
        with database.reading(self._engine) as connection:
            return [_report(row) for row in connection.execute(select(reports).where(waiting).order_by(reports.c.reported_at))]

    def note_sent(self, one: Report, now: float) -> None:
        """The editors were told of a report as it stood."""
        same = reports.c.question.is_(None) if one.question is None else reports.c.question == one.question
        with database.writing(self._engine) as connection:
            connection.execute(update(reports).where(reports.c.id == one.id, same).values(sent_at=now))

    def settle(self, report_id: str, outcome: Outcome, field: str | None = None) -> bool:
        """An editor has settled it; False when another did before."""
        still_open = (reports.c.id == report_id) & reports.c.outcome.is_(None)
        with database.writing(self._engine) as connection:
            return bool(connection.execute(update(reports).where(still_open).values(outcome=outcome.value, field=field, question=None)).rowcount)

    def settled(self) -> list[Report]:
        """Those of which whoever reported them is still to be told."""
        with database.reading(self._engine) as connection:
            return [_report(row) for row in connection.execute(select(reports).where(reports.c.outcome.is_not(None)).order_by(reports.c.reported_at))]

    def forget(self, one: Report) -> None:
        """It is over: whoever reported it was told, or cannot be."""
        with database.writing(self._engine) as connection:
            connection.execute(delete(reports).where(reports.c.id == one.id))


def _report(row: Row[tuple[object, ...]]) -> Report:
    return Report(
        row.person_id,
        row.chat_id,
        row.thread_id,
        row.message_id,
        row.token,
        row.position,
        row.collection,
        row.revision_id,
        Span(row.start, row.end),
        Fault(row.fault),
        row.reported_at,
        row.id,
        row.question,
        Outcome(row.outcome) if row.outcome else None,
        row.field,
    )
