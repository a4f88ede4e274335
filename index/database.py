"""The SQLite file: how it is opened, how a transaction begins, and what its errors mean to a person."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from index.errors import BusyCatalog, CatalogError

BUSY_SECONDS = 30
"""How long a writer waits for another. One article's transaction takes milliseconds; a restore's copy some seconds."""

_WRITES = "briefbot_writes"
_GIVES_WAY = "briefbot_gives_way"
_SHARE_LEFT = 2.0
"""What whoever gives way leaves to others, in times of what he held the file himself. SQLite's waiting writers only try now and then:
one that took the file again at once would shut them out for seconds."""
_LONGEST_REASON = 200


def open_engine(path: Path) -> Engine:
    """An engine over one file: foreign keys on, every commit on disk before it returns, what is deleted is overwritten."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, so that a writer takes the lock at once
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "cache_size = -65536", "mmap_size = 268435456"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def is_wal(connection: Connection) -> bool:
    """Whether the file keeps a write-ahead log: readers and a writer do not wait for one another."""
    return bool(connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal")


def use_wal(path: Path) -> None:
    """Give the file a write-ahead log, for good. SQLite does not wait by itself when another process is doing the same."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection = sqlite3.connect(path, timeout=0.1, isolation_level=None)
            try:
                mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            finally:
                connection.close()
        except sqlite3.Error as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise explain(error, "opening the catalog", str(path)) from error
            time.sleep(0.02)
        else:
            break
    if mode != "wal":
        raise CatalogError(f"the file system of {path.parent} cannot share a database between processes: name a folder on a local disk (--data)")


def empty_log(engine: Engine) -> bool:
    """Write the log into the file and cut it to nothing; False when somebody reads or writes just now: nobody is waited for."""
    with _explained("emptying the log", engine):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout = 20")
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {1000 * BUSY_SECONDS}")
        finally:
            connection.close()
    return not busy


_views = threading.local()
"""Of each thread: engine -> the connection of the view that it has open."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database, as it stands at the first statement; within `view`, that one."""
    held: Connection | None = _opened().get(engine)
    if held is not None:
        with _explained("reading the catalog", engine):
            yield held
        return
    with _explained("reading the catalog", engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def view(engine: Engine) -> Iterator[None]:
    """All that this thread reads inside is of one state, and of one transaction: beginning one costs as much as a statement."""
    if engine in _opened():
        yield
        return
    with reading(engine) as connection:
        _opened()[engine] = connection
        try:
            yield
        finally:
            del _opened()[engine]


def _opened() -> dict[Engine, Connection]:
    if not hasattr(_views, "of"):
        _views.of = {}
    opened: dict[Engine, Connection] = _views.of
    return opened


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: all of it or nothing. Waits for other writers."""
    with _explained("writing to the catalog", engine), engine.connect() as connection:
        writer = connection.execution_options(**{_WRITES: True})
        with writer.begin():
            held_since = time.monotonic()
            yield writer
    others_write = engine.get_execution_options().get(_GIVES_WAY)
    if others_write is not None and others_write():
        time.sleep(_SHARE_LEFT * (time.monotonic() - held_since))


def give_way(engine: Engine, others_write: Callable[[], bool]) -> None:
    """From now on, after each of its transactions, this engine leaves the file to others for a while; as long as there are any."""
    engine.update_execution_options(**{_GIVES_WAY: others_write})


@contextmanager
def _explained(when: str, engine: Engine) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if is_damage(error):
            engine.dispose()  # `restore` may put another file in the place of a damaged one: the next connection opens that
        raise explain(error, when, str(engine.url.database)) from error


def explain(error: Exception, when: str, path: str) -> CatalogError:
    """SQLite's error as one sentence that says what to do; nothing stored was changed by the failed transaction."""
    cause = _cause(error)
    if getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT_VTAB:
        return CatalogError(f"the word index is damaged: run `briefbot reindex`, or restore a backup if that does not help ({path}, while {when})")
    if advice := _ADVICE.get(_code(error)):
        return advice[0](f"{advice[1]} ({path}, while {when})")
    reason = " ".join(str(cause).split())[:_LONGEST_REASON]
    return CatalogError(f"the database answered “{reason}” while {when}: run `briefbot doctor` ({path})")


def is_damage(error: Exception) -> bool:
    """Whether SQLite found the file, or an index in it, not to be what it should."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _cause(error: Exception) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig else error


def _code(error: Exception) -> int:
    """SQLite's primary result code; 0 when Python itself refused."""
    return int(getattr(_cause(error), "sqlite_errorcode", 0)) & 0xFF


_ADVICE: dict[int, tuple[type[CatalogError], str]] = {
    sqlite3.SQLITE_FULL: (CatalogError, "the disk is full: free some space and run the same command again; what was stored is safe"),
    sqlite3.SQLITE_IOERR: (CatalogError, "the disk does not take what is written: check its space and health; what was stored is safe"),
    sqlite3.SQLITE_READONLY: (CatalogError, "the data folder is read-only: give briefbot a folder that it may write to (--data)"),
    sqlite3.SQLITE_CANTOPEN: (
        CatalogError,
        "the data folder cannot be opened or written to: check that it exists, its space and its permissions, or name another with --data",
    ),
    sqlite3.SQLITE_CORRUPT: (CatalogError, "the database is damaged: restore a backup with `briefbot restore FILE`"),
    sqlite3.SQLITE_NOTADB: (
        CatalogError,
        "this file is no briefbot database: restore a backup with `briefbot restore FILE`, or name another folder with --data",
    ),
    sqlite3.SQLITE_BUSY: (BusyCatalog, "another briefbot process is writing: try again in a moment"),
    sqlite3.SQLITE_LOCKED: (BusyCatalog, "another briefbot process is writing: try again in a moment"),
}
