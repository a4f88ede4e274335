"""Backups on a schedule: when the next is due, which old ones go, and the taking itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.errors import CatalogError

_NAME = re.compile(r"briefbot-(\d{8}T\d{6}Z)\.sqlite")
_STAMP = "%Y%m%dT%H%M%SZ"


def name_of(at: datetime) -> str:
    """The file name of a backup made at this moment; names sort as times do."""
    return f"briefbot-{at.astimezone(UTC):{_STAMP}}.sqlite"


def taken_at(name: str) -> datetime | None:
    """When a scheduled backup was made, by its name; None for any other file."""
    match = _NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def last_of(names: Iterable[str]) -> datetime | None:
    """The newest backup's time; None where there is none."""
    return max((at for name in names if (at := taken_at(name))), default=None)


def is_due(names: Iterable[str], every: timedelta, now: datetime) -> bool:
    """Whether a backup is to be made. One dated in the future (the clock was wrong) counts for nothing."""
    last = last_of(name for name in names if (at := taken_at(name)) and at <= now)
    return last is None or now - last >= every


def outdated(names: Iterable[str], keep: int) -> list[str]:
    """Scheduled backups beyond the newest ``keep``, oldest first; no other file is ever named."""
    ours = sorted(name for name in names if taken_at(name))
    return ours[: max(0, len(ours) - keep)]


def take(copy: Callable[[Path], object], folder: Path, keep: int, now: datetime) -> Path:
    """Make one backup in ``folder`` by ``copy`` (to a new file) and delete those beyond ``keep``; old ones go only after the new one stands.

    CatalogError with what to do.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / name_of(now)
        copy(target)
        for name in outdated((one.name for one in folder.iterdir()), keep):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise CatalogError(f"no backup was made in {folder} ({error.strerror}): see that it exists, may be written to and has room") from error
    return target


def names_in(folder: Path) -> list[str]:
    """What stands in a folder; nothing where it cannot be read."""
    try:
        return [one.name for one in folder.iterdir()]
    except OSError:
        return []
