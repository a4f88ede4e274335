"""How bytes arrive: a file, a folder, a line of a corpus. The only module that opens a source."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from sources.errors import SourceError, UnreachableSource, UnreadableSource
from sources.model import Given, RawSource
from sources.readers import READABLE, is_readable_name, media_type_of

LARGEST_SOURCE = 20 * 1024 * 1024
"""Bytes. The longest news page seen is under 5 MB; a book as plain text is 1 to 2 MB."""


def list_sources(argument: str) -> list[Path]:
    """The files that an argument of ``add`` names: itself, or a folder's readable files in order of their names.

    UnreachableSource says what to do when it is nothing on this disk.
    """
    if "://" in argument:
        raise UnreachableSource(f"{argument}: pages are not fetched yet. Save the page as HTML or text and add the file")
    path = Path(argument)
    try:
        if path.is_dir():
            found = readable_files(path)
            if not found:
                raise UnreachableSource(f"{argument}: nothing that can be read is in this folder: give {READABLE}")
            return found
        if not path.exists():
            raise UnreachableSource(f"{argument}: no such file or folder")
    except OSError as error:
        raise UnreachableSource(f"{argument}: {error.strerror or error}") from error
    return [path]


def readable_files(folder: Path) -> list[Path]:
    """The files in a folder, at any depth, that have a known ending and are not hidden, in order of their paths."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and is_readable_name(file.name) and not _is_hidden(file, folder))


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def read_file(path: Path, given: Given) -> RawSource:
    """A file's bytes. UnreachableSource when it cannot be read, UnreadableSource when no reader takes it."""
    try:
        size = path.stat().st_size
        if size > LARGEST_SOURCE:
            raise UnreadableSource(f"{size / 2**20:,.0f} MB is more than the {LARGEST_SOURCE // 2**20} MB that one source may have: split it")
        if not path.is_file():
            raise UnreadableSource("this is no regular file")
        data = path.read_bytes()
    except OSError as error:
        raise UnreachableSource(f"it cannot be read: {error.strerror or error}") from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise UnreadableSource("the file is empty")
    return RawSource(data, path.stem, os.path.realpath(path), media_type_of(path.name, data), given)


def read_corpus(path: Path, given: Given) -> Iterator[tuple[str, RawSource | SourceError]]:
    """(doc_id, line) of each line of a JSON-lines corpus; a bad line is a value, so that one never stops the rest."""
    import gzip

    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _corpus_line(line.strip(), f"{path.name}, line {number}", given)
    except (OSError, EOFError) as error:
        yield path.name, UnreachableSource(f"it cannot be read: {getattr(error, 'strerror', None) or error}")


def _corpus_line(line: bytes, place: str, given: Given) -> tuple[str, RawSource | SourceError]:
    try:
        doc_id = json.loads(line)["doc_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return place, UnreadableSource("this line is no JSON object with a doc_id")
    if not isinstance(doc_id, str) or not doc_id.strip():
        return place, UnreadableSource("doc_id must be a text")
    return doc_id, RawSource(line, doc_id, f"jsonl:{doc_id}", "application/json", given)
