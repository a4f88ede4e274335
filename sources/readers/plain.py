"""Plain text, above all text saved from a web page: blank lines keep blocks apart, nothing else is known."""

from __future__ import annotations

import re

from sources.extract import decode
from sources.model import Layout, Page, RawSource

_LINE_END = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\u2029|\x0c")


def read(raw: RawSource) -> Page:
    """The blocks of a plain text."""
    return Page(blocks=tuple(filter(str.strip, _BLANK_LINES.split(_LINE_END.sub("\n", decode(raw.data, raw.charset))))), layout=Layout.PLAIN)
