"""Folders that are watched: which of their files are new or changed, and have come to rest. Pure but for one look at the disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

SECONDS = 2.0
"""Between two looks: a file is taken in when it did not change from one to the next."""

Look = Mapping[Path, tuple[int, int]]
"""Each file's size in bytes and time of its last change in nanoseconds."""


def look_at(files: Iterable[Path]) -> Look:
    """The files as they are now; one that went in the meantime is left out."""
    seen = {}
    for file in files:
        with suppress(OSError):
            status = file.stat()
            seen[file] = (status.st_size, status.st_mtime_ns)
    return seen


def due(taken: Look, before: Look, now: Look) -> list[Path]:
    """The files to take in, in order of their paths: other than when they were ``taken``, and the same as at the look ``before``."""
    return sorted(file for file, state in now.items() if taken.get(file) != state and before.get(file) == state)
