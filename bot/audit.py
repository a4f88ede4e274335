"""Who got access, who lost it, when and by whose hand: the operator's record. Ids stand in it as keyed hashes only.

Whoever reads the database cannot tell whom a line is about; the operator, who knows an id, can look its lines up.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets as random
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, or_, select

from bot.tables import audit, secrets

AUDIT_DAYS = 365
_KEY = "audit key"


class Change(StrEnum):
    """What became of somebody's access."""

    GRANTED = "granted"
    REVOKED = "revoked"
    FORGOTTEN = "forgotten"
    WIPED = "wiped"
    LET_IN = "let in"
    SHOWN_OUT = "shown out"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``at``: seconds since 1970, UTC; ``actor`` None: the operator, or nobody known; ``detail``: role and collection."""

    at: float
    change: Change
    actor: str | None
    subject: str
    detail: str | None


def note(connection: Connection, change: Change, subject: int, at: float, actor: int | None = None, detail: str | None = None) -> None:
    """Write a line, in the transaction of the change itself."""
    key = _key(connection)
    hashed = _hashed(key, actor) if actor is not None else None
    connection.execute(insert(audit).values(at=at, change=change.value, actor=hashed, subject=_hashed(key, subject), detail=detail))


def entries(connection: Connection, about: int | None = None) -> list[Entry]:
    """The lines, oldest first; only those by or ``about`` an id where one is given. Reads only: without a key there are no lines."""
    wanted = select(audit).order_by(audit.c.id)
    if about is not None:
        key = connection.scalar(select(secrets.c.value).where(secrets.c.name == _KEY))
        hashed = _hashed(key or "", about)
        wanted = wanted.where(or_(audit.c.subject == hashed, audit.c.actor == hashed))
    return [Entry(row.at, Change(row.change), row.actor, row.subject, row.detail) for row in connection.execute(wanted)]


def pseudonym(connection: Connection, person: int) -> str:
    """A keyed hash that stands for a person: the same one always, and nobody can tell from it who that is."""
    return f"editor {_hashed(_key(connection), person)}"


def purge(connection: Connection, now: float) -> None:
    """Forget lines older than `AUDIT_DAYS`."""
    connection.execute(delete(audit).where(audit.c.at < now - AUDIT_DAYS * 86400.0))


def hidden(connection: Connection, words: str) -> str:
    """A keyed hash of some words, 64 bits of it: the same words are known again, and nobody reads them off."""
    return hmac.new(_key(connection).encode(), words.encode(), hashlib.sha256).hexdigest()[:16]


def _key(connection: Connection) -> str:
    key = connection.scalar(select(secrets.c.value).where(secrets.c.name == _KEY))
    if key is None:
        key = random.token_hex(32)
        connection.execute(insert(secrets).values(name=_KEY, value=key))
    return str(key)


def _hashed(key: str, number: int) -> str:
    """HMAC-SHA-256, 64 bits of it: enough to tell people of one bot apart."""
    return hmac.new(key.encode(), str(number).encode(), hashlib.sha256).hexdigest()[:16]
