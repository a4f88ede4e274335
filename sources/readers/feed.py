"""RSS, Atom and JSON feeds in a file: each entry as a source of its own, with the text that the feed holds (sources/feeds.py follows feeds on the web)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sources.errors import UnreadableSource
from sources.extract import decode
from sources.markup import text_of_markup
from sources.model import RawSource
from sources.readers import ENTRY, Part, part_of
from sources.readers.entry import entry

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def unpack(raw: RawSource) -> Iterator[Part]:
    """The entries of a feed, in its order, newest first as feeds have them."""
    if raw.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_feed(raw)
        return
    if _ENTITY.search(raw.data[:65536]):
        raise UnreadableSource("this feed defines entities of its own, which no feed needs and bombs are made of: add its pages instead")
    import feedparser

    found = feedparser.parse(raw.data, sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        raise UnreadableSource("this feed is damaged or has no entries: check its address, or add its pages instead")
    outlet, language = _plain(found.feed.get("title")), (found.feed.get("language") or "")[:2].lower() or None
    for number, item in enumerate(found.entries):
        content = max((piece.get("value") or "" for piece in item.get("content") or []), key=len, default="")
        summary = item.get("summary") or ""
        data = entry(
            title=_plain(item.get("title")),
            outlet=_plain((item.get("source") or {}).get("title")) or outlet,
            authors=[name for author in item.get("authors") or [] if (name := _plain(author.get("name")))],
            date=_day(item.get("published_parsed")) or _day(item.get("updated_parsed")),
            url=item.get("link"),
            language=language,
            markup=content if len(content) >= len(summary) else summary,
        )
        yield _entry(raw, item.get("id") or item.get("link") or f"entry {number + 1}", _plain(item.get("title")), data)


def _entry(raw: RawSource, key: str, title: str | None, data: bytes) -> Part:
    label, part = part_of(raw, (title or key)[:80].replace("/", " "), data, key, ENTRY)
    return label, part


def _json_feed(raw: RawSource) -> Iterator[Part]:
    try:
        feed = json.loads(decode(raw.data))
        items = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableSource("this JSON feed is damaged: check its address, or add its pages instead") from error
    for number, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, dict):
            continue
        authors = item.get("authors") or [item.get("author")]
        text = _text(item, "content_html")
        data = entry(
            title=_text(item, "title"),
            outlet=_text(feed, "title"),
            authors=[name for author in (authors if isinstance(authors, list) else []) if isinstance(author, dict) and (name := _text(author, "name"))],
            date=(_text(item, "date_published") or _text(item, "date_modified") or "")[:10] or None,
            url=_text(item, "url") or _text(item, "external_url"),
            language=(_text(item, "language") or _text(feed, "language") or "")[:2].lower() or None,
            markup=text,
            text=None if text else _text(item, "content_text") or _text(item, "summary"),
        )
        yield _entry(raw, str(item.get("id") or item.get("url") or f"entry {number + 1}"), _text(item, "title"), data)


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _plain(value: Any) -> str | None:
    """A text that may hold markup, as its words."""
    return (text_of_markup(value) or None) if isinstance(value, str) else None


def _day(moment: Any) -> str | None:
    try:
        return date(*moment[:3]).isoformat() if moment else None
    except (ValueError, TypeError):
        return None
