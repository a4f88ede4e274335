"""One file a format, and the registry that finds it. Adding a format: one module here, one line in ``_READERS``."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from sources.errors import UnreadableSource
from sources.model import Page, RawSource

Reader = Callable[[RawSource], Page]

_READERS = {
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/json": "jsonline",
}
_SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
_UNREADABLE = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP, DOCX or EPUB",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_HTML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL)


def media_type_of(name: str, data: bytes) -> str:
    """The media type by content where the content is plain about it, else by the name's ending. UnreadableSource if neither tells."""
    if _HTML_START.match(data[:4096]):
        return "text/html"
    for signature, what in _UNREADABLE.items():
        if data.startswith(signature):
            raise UnreadableSource(f"this is {what}, which cannot be read yet: save it as text, Markdown or HTML")
    suffix = PurePath(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if suffix and suffix[1:].isalpha():
        raise UnreadableSource(f"no reader for {suffix} files: give .txt, .md or .html")
    return "text/plain"


def is_readable_name(name: str) -> bool:
    """Whether a file in a folder is one to take in: its ending is a known one."""
    return PurePath(name).suffix.lower() in _SUFFIXES


def read(raw: RawSource) -> Page:
    """The page in a source's bytes, by the reader of its media type. UnreadableSource with a sentence when it cannot be."""
    module = _READERS.get(raw.media_type)
    if module is None:
        raise UnreadableSource(f"no reader for {raw.media_type}: give plain text, Markdown or HTML")
    reader: Reader = import_module(f"sources.readers.{module}").read
    return reader(raw)
