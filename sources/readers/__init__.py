"""One file a format, and the registry that finds it. Adding a format: one module here, one line in ``_READERS`` or ``_CONTAINERS``.

A source that holds others (an archive, a mail with attachments, a feed) is unpacked into sources of their own:

    RawSource -unpack-> RawSource* -read-> Page
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from sources.errors import SourceError, UnreadableSource
from sources.model import Page, RawSource

Reader = Callable[[RawSource], Page]
Part = tuple[str, "RawSource | SourceError"]
"""(what a person calls it, the source or why it cannot be had)."""
Unpacker = Callable[[RawSource], Iterator[Part]]

ENTRY = "application/vnd.briefbot.entry+json"
"""An entry of a feed or a message of an export, with what its container says of it (sources/readers/entry.py)."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPUB = "application/epub+zip"
ZIP = "application/zip"
MAIL = "message/rfc822"
FEED = "application/feed"
TELEGRAM = "application/vnd.telegram.export+json"

_READERS = {
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/json": "jsonline",
    "application/pdf": "pdf",
    DOCX: "docx",
    EPUB: "epub",
    MAIL: "mail",
    ENTRY: "entry",
}
_CONTAINERS = {ZIP: "archive", MAIL: "mail", FEED: "feed", TELEGRAM: "telegram"}
_SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".eml": MAIL,
}
_TOLD_BY_CONTENT = {".pdf", ".docx", ".epub", ".zip", ".json", ".rss", ".atom", ".xml", ".mht", ".mhtml"}
"""Endings of formats that their first bytes tell; a file that has one of these and other bytes is damaged or something else."""
READABLE = "plain text, Markdown, HTML, PDF, DOCX, EPUB, e-mail (.eml), a feed, a Telegram export (result.json), or a ZIP of these"
_PICTURE = "a picture: text in pictures cannot be read; type the words into a text file, or run a text recognition over it"
_UNREADABLE = {
    b"\x1f\x8b": "a gzip archive: unpack it and add what is in it",
    b"BZh": "a bzip2 archive: unpack it and add what is in it",
    b"\xfd7zXZ": "an xz archive: unpack it and add what is in it",
    b"7z\xbc\xaf": "a 7-Zip archive: unpack it and add what is in it",
    b"Rar!": "a RAR archive: unpack it and add what is in it",
    b"\xd0\xcf\x11\xe0": "an old Office file (.doc, .xls, .msg): save it as DOCX, PDF or text",
    b"{\\rtf": "an RTF file: save it as DOCX, PDF or text",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"ID3": "a sound recording: add its transcript",
    b"OggS": "a sound recording: add its transcript",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
}
_HTML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL)
_FEED_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL
)
_JSON_FEED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{.{0,2000}?\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org", re.DOTALL)
_EXPORT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{(?=.{0,4000}?\"messages\"\s*:\s*\[|.{0,4000}?\"chats\"\s*:\s*\{)(?=.{0,4000}?\"(?:type|about)\"\s*:)", re.DOTALL)
_MAIL_FIELD = re.compile(
    rb"^(from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|reply-to)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_MAIL_FIELDS = 4
_PDF_WITHIN = 1024
"""Bytes in which a PDF's signature may stand; some programs write something above it."""
_DEEPEST = 4
"""Containers in one another."""
_MOST_PARTS = 5000
_LARGEST_PARTS = 100 * 2**20
"""Bytes of all the parts of one source together."""


def media_type_of(name: str, data: bytes) -> str:
    """The media type by content where the content is plain about it, else by the name's ending. UnreadableSource if neither tells."""
    told = _told(data)
    if told:
        return told
    for signature, what in _UNREADABLE.items():
        if data.startswith(signature):
            raise UnreadableSource(f"this is {what}")
    suffix = PurePath(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if suffix in _TOLD_BY_CONTENT:
        raise UnreadableSource(f"what is in this file is not what {suffix} files begin with: it is damaged or called wrongly; give {READABLE}")
    if suffix and suffix[1:].isalpha():
        raise UnreadableSource(f"no reader for {suffix} files: give {READABLE}")
    return "text/plain"


def _told(data: bytes) -> str | None:
    """The media type that the first bytes tell."""
    head = data[:4096]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if _HTML_START.match(head):
        return "text/html"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    if _FEED_START.match(head) or _JSON_FEED.match(head):
        return FEED
    if _EXPORT.match(head[:8192] if len(data) < 8192 else data[:8192]):
        return TELEGRAM
    fields = re.split(rb"\r?\n\r?\n", data[:16384], maxsplit=1)[0]
    known = {field.lower() for field in _MAIL_FIELD.findall(fields)}
    return MAIL if b"from" in known and len(known) >= _MAIL_FIELDS else None


def is_readable_name(name: str) -> bool:
    """Whether a file in a folder is one to take in: its ending is a known one."""
    return PurePath(name).suffix.lower() in _SUFFIXES.keys() | _TOLD_BY_CONTENT


def unpack(raw: RawSource) -> Iterator[Part]:
    """The sources in a source: itself where it holds no others. A part that cannot be had is a value, so that one never stops the rest."""
    room = _LARGEST_PARTS
    for count, (name, part) in enumerate(_unpacked(raw, 0)):
        if count >= _MOST_PARTS:
            yield name, UnreadableSource(f"more than {_MOST_PARTS:,} parts in one source: split it")
            return
        if isinstance(part, RawSource) and part is not raw:
            room -= len(part.data)
        if room < 0:
            yield name, UnreadableSource(f"unpacked, this source is larger than {_LARGEST_PARTS // 2**20} MB: split it")
            return
        yield name, part


def _unpacked(raw: RawSource, depth: int) -> Iterator[Part]:
    module = _CONTAINERS.get(raw.media_type)
    if module is None:
        yield raw.name, raw
        return
    if depth >= _DEEPEST:
        yield raw.name, UnreadableSource(f"more than {_DEEPEST} archives or mails in one another: unpack it and add what is in it")
        return
    unpacker: Unpacker = import_module(f"sources.readers.{module}").unpack
    found = False
    try:
        for name, part in unpacker(raw):
            found = True
            if isinstance(part, RawSource) and part.media_type in _CONTAINERS and part.location != raw.location:
                for inner, found_in_it in _unpacked(part, depth + 1):
                    yield f"{name}{inner.removeprefix(part.name)}", found_in_it
            else:
                yield name, part
    except SourceError as error:
        found = True
        yield raw.name, error
    if not found:
        yield raw.name, UnreadableSource(f"nothing that can be read is in it: give {READABLE}")


def part_of(raw: RawSource, name: str, data: bytes, place: str, media_type: str | None = None) -> Part:
    """A part of a container as a source of its own, known by its ``place`` in it; what was given of the whole holds for it, but its title."""
    label = f"{raw.name}: {name}" if raw.name else name
    try:
        kind = media_type or media_type_of(name, data)
    except SourceError as error:
        return label, error
    given = replace(raw.given, title=None)
    return label, RawSource(data, PurePath(name.replace("\\", "/")).stem or raw.name, f"{raw.location}#{place}", kind, given, raw.origin)


def read(raw: RawSource) -> Page:
    """The page in a source's bytes, by the reader of its media type. UnreadableSource with a sentence when it cannot be."""
    module = _READERS.get(raw.media_type)
    if module is None:
        raise UnreadableSource(f"no reader for {raw.media_type}: give {READABLE}")
    reader: Reader = import_module(f"sources.readers.{module}").read
    return reader(raw)
