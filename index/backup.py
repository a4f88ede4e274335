"""A copy of the whole store as one file, made while others read and write; and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from index.catalog import DATABASE, Catalog
from index.database import explain, is_damage
from index.errors import CatalogError
from index.migrations import HEAD

_WAIT_SECONDS = 30


def backup(catalog: Catalog, target: Path) -> int:
    """Copy the database to ``target``, whole or not at all; its size in bytes. An existing file is not overwritten."""
    if target.exists():
        raise CatalogError(f"{target} exists already: name a new file")
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        _copy(catalog.path, temporary)
        temporary.replace(target)
    except sqlite3.Error as error:
        raise explain(error, "writing the backup", str(target)) from error
    except OSError as error:
        raise CatalogError(f"{target} cannot be written: {error.strerror}; name another file") from error
    finally:
        temporary.unlink(missing_ok=True)
    return target.stat().st_size


def restore(folder: Path, source: Path) -> Path | None:
    """Make a data folder's store what ``source`` holds. What stood there is kept as a file beside it, whose path is returned.

    Running processes see the restored store at their next question. CatalogError when ``source`` is no sound backup.
    """
    _check(source)
    kept = _keep(folder)
    fresh = folder / f"restoring-{uuid.uuid4().hex[:8]}"
    try:
        fresh.mkdir(mode=0o700)
        _copy(source, fresh / DATABASE)
        with Catalog(fresh):  # an older backup is brought up to date
            pass
        _begin_history(fresh / DATABASE)
        _replace(fresh / DATABASE, folder / DATABASE)
    except sqlite3.Error as error:
        raise explain(error, "restoring", str(folder)) from error
    except OSError as error:
        raise CatalogError(f"the data folder {folder} cannot be written to ({error.strerror}); nothing was changed") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    Catalog(folder).close()
    return kept


def _keep(folder: Path) -> Path | None:
    """A copy of what stands in a data folder; of a damaged database its bytes, for whoever can save something from them."""
    kept = folder / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:4]}.sqlite"
    try:
        with Catalog(folder) as catalog:
            if not catalog.state().seq:
                return None
            backup(catalog, kept)
    except CatalogError as error:
        if not (isinstance(error.__cause__, Exception) and is_damage(error.__cause__)):
            raise
        try:
            shutil.copyfile(folder / DATABASE, kept)
        except OSError as failure:
            raise CatalogError(f"{kept} cannot be written: {failure.strerror}; nothing was changed") from failure
    return kept


def _begin_history(database: Path) -> None:
    """A new identity: no snapshot, and no process, takes the restored store for a continuation of what it knew."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE store SET value = ? WHERE key = 'store_id'", (uuid.uuid4().hex,))
        connection.commit()


def _replace(fresh: Path, current: Path) -> None:
    """Make ``current`` what ``fresh`` holds, in one transaction that running processes see; a file that is no database goes whole."""
    try:
        with closing(sqlite3.connect(fresh)) as saved, closing(sqlite3.connect(current, timeout=_WAIT_SECONDS)) as target:
            saved.backup(target)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        with closing(sqlite3.connect(fresh)) as saved:
            saved.execute("PRAGMA journal_mode = DELETE").close()
        for suffix in ("-wal", "-shm"):
            current.with_name(current.name + suffix).unlink(missing_ok=True)
        fresh.replace(current)


def _copy(source: Path, target: Path) -> None:
    """One consistent view of ``source`` as a single new file, readable by its owner only. In one step: writers do not make it begin again."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(_opened_for_reading(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").close()


def _opened_for_reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT_SECONDS)


def _check(source: Path) -> None:
    if not source.is_file():
        raise CatalogError(f"{source}: no such file")
    try:
        with closing(_opened_for_reading(source)) as saved:
            version = str(saved.execute("SELECT version_num FROM alembic_version").fetchone()[0])
            saved.execute("SELECT value FROM store WHERE key = 'store_id'").fetchone()[0]
            sound = saved.execute("PRAGMA integrity_check").fetchone()[0]
    except (sqlite3.Error, TypeError) as error:
        raise CatalogError(f"{source} is no briefbot backup, or a damaged one; nothing was changed") from error
    if sound != "ok":
        raise CatalogError(f"{source} is damaged ({sound}); nothing was changed")
    if version > HEAD:
        raise CatalogError(f"{source} was made by a newer briefbot (version {version}, this one knows {HEAD}): update briefbot")
