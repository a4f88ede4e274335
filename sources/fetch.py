"""How a source arrives: a file, a folder, a line of a corpus, a page that was fetched (`sources/web.py` connects), a post or a file out of a chat."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from sources.errors import SourceError, UnreachableSource, UnreadableSource
from sources.model import ADDED, Added, Fetched, Forwarded, Given, Origin, RawSource
from sources.readers import READABLE, is_readable_name, media_type_of
from sources.web import Answer

_WEB = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\\)")
_SITE = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?:]|$))", re.IGNORECASE)
"""What somebody writes who leaves the scheme out."""
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|dclid|yclid|msclkid")
_LONGEST_TITLE = 100
_SENT = "sent:"
LARGEST_SOURCE = 20 * 1024 * 1024
"""Bytes. The longest news page seen is under 5 MB; a book as plain text is 1 to 2 MB."""


def list_sources(argument: str) -> list[Path]:
    """The files that an argument of ``add`` names: itself, or a folder's readable files in order of their names.

    UnreachableSource says what to do when it is nothing on this disk.
    """
    path = Path(argument)
    try:
        if path.is_dir():
            found = readable_files(path)
            if not found:
                raise UnreachableSource(f"{argument}: nothing that can be read is in this folder: give {READABLE}")
            return found
        if not path.exists():
            hint = "; a web address begins with https://" if _SITE.match(argument) else ""
            raise UnreachableSource(f"{argument}: no such file or folder{hint}")
    except OSError as error:
        raise UnreachableSource(f"{argument}: {error.strerror or error}") from error
    return [path]


def readable_files(folder: Path) -> list[Path]:
    """The files in a folder, at any depth, that have a known ending and are not hidden, in order of their paths. Links out of it are
    left alone: who may put something into a folder must not choose what is read elsewhere."""
    home = folder.resolve()
    return sorted(
        file
        for file in folder.rglob("*")
        if is_readable_name(file.name) and not _is_hidden(file, folder) and file.is_file() and file.resolve().is_relative_to(home)
    )


def is_address(argument: str) -> bool:
    """Whether an argument of ``add`` names something on the network (or claims to): any scheme, so that what is none of ours is refused there."""
    return bool(_WEB.match(argument)) and not Path(argument).exists()


def is_page(location: str) -> bool:
    """Whether a source's place is a page that can be visited again."""
    return location.startswith(("http://", "https://"))


def is_upload(location: str) -> bool:
    """Whether a source is a file that somebody sent in a chat."""
    return location.startswith(_SENT)


def place_of(url: str) -> str:
    """What a page is known by across visits: its address without the fragment and without what only tells where a reader came from."""
    parts = urlsplit(url)
    query = parts.query
    if any(_TRACKING.fullmatch(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        query = urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(name)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def read_answer(answer: Answer, given: Given) -> RawSource:
    """A page that was fetched. UnreadableSource when no reader takes it."""
    place = place_of(answer.url)
    file = PurePosixPath(unquote(urlsplit(place).path))
    ending = mimetypes.guess_extension(answer.media_type) if answer.media_type != "application/octet-stream" else file.suffix
    if not answer.data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise UnreadableSource("the site sent an empty page. Save it as PDF, or paste the text")
    media_type = media_type_of(f"page{ending or ''}", answer.data)
    return RawSource(answer.data, file.stem or answer.domain, place, media_type, given, Fetched(answer.url, answer.domain, answer.charset))


def read_upload(name: str, data: bytes, given: Given, origin: Origin = ADDED) -> RawSource:
    """A file that somebody sent: known by its bytes, called by its name. UnreadableSource when no reader takes it."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise UnreadableSource("the file is empty")
    if len(data) > LARGEST_SOURCE:
        raise UnreadableSource(_too_large(len(data)))
    return RawSource(data, PurePosixPath(name).stem or "file", f"{_SENT}{hashlib.sha256(data).hexdigest()}", media_type_of(name, data), given, origin)


def read_post(text: str, given: Given, origin: Forwarded | Added = ADDED) -> RawSource:
    """A post, or a text that somebody pasted: its paragraphs are its lines, and nothing in it is taken for a site's own words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnreadableSource("there is no text in it")
    page: dict[str, object] = {"title": _opening(lines[0]), "paragraphs": lines}
    place = f"text:{hashlib.sha256(text.encode()).hexdigest()}"
    if isinstance(origin, Forwarded):
        page |= {"source": origin.chat, "author": origin.signature, "date": origin.sent.date().isoformat()}
        if origin.username and origin.message_id:
            page["url"] = f"https://t.me/{origin.username}/{origin.message_id}"
        if origin.chat and origin.message_id:
            place = f"telegram:{origin.username or origin.chat}/{origin.message_id}"
    data = json.dumps({name: value for name, value in page.items() if value}, ensure_ascii=False).encode()
    return RawSource(data, _opening(lines[0]), place, "application/json", given, origin)


def _opening(line: str) -> str:
    """A title for what has none: its first words."""
    return line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def _too_large(size: int) -> str:
    return f"{size / 2**20:,.0f} MB is more than the {LARGEST_SOURCE // 2**20} MB that one source may have: split it"


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def read_file(path: Path, given: Given) -> RawSource:
    """A file's bytes. UnreachableSource when it cannot be read, UnreadableSource when no reader takes it."""
    try:
        size = path.stat().st_size
        if size > LARGEST_SOURCE:
            raise UnreadableSource(_too_large(size))
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
