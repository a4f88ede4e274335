"""What a feed lists: RSS, Atom, JSON Feed. The one home of feedparser."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from sources.errors import UnreadableSource

MOST_ENTRIES = 200
"""Of one feed; what stands behind them is older."""
_TAG = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Entry:
    """``key``: what the feed knows it by, hashed. ``url``: its page, None where it has none. ``text``: as much of it as the feed holds, HTML."""

    key: str
    url: str | None
    title: str
    text: str

    @property
    def words(self) -> str:
        """Title and text without markup, in small letters, for keywords."""
        return " ".join(html.unescape(_TAG.sub(" ", f"{self.title} {self.text}")).casefold().split())


@dataclass(frozen=True, slots=True)
class Feed:
    """``entries`` as the feed orders them, newest first as a rule."""

    title: str | None
    entries: tuple[Entry, ...]


def read_feed(data: bytes, url: str) -> Feed:
    """The feed in these bytes, which came from ``url``. UnreadableSource when they hold none."""
    feed = _json_feed(data, url) if data.lstrip()[:1] == b"{" else _xml_feed(data, url)
    if feed is None:
        raise UnreadableSource("this is no RSS, Atom or JSON feed: look on the site for a link that says RSS")
    return feed


def _xml_feed(data: bytes, url: str) -> Feed | None:
    import feedparser

    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": url})
    except Exception as error:  # a parser of hostile input: whatever it raises costs this one feed
        raise UnreadableSource("this feed could not be read") from error
    if not parsed.get("version"):
        return None
    entries = (_entry(one.get("id"), one.get("link"), one.get("title"), _content(one), url) for one in parsed.entries[:MOST_ENTRIES])
    return Feed(_words(parsed.feed.get("title")), tuple(entry for entry in entries if entry is not None))


def _content(entry: Any) -> str:
    texts = [str(part.get("value") or "") for part in entry.get("content") or []]
    return max([*texts, str(entry.get("summary") or "")], key=len)


def _json_feed(data: bytes, url: str) -> Feed | None:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return None
    items = fields.get("items")
    if not str(fields.get("version", "")).startswith("https://jsonfeed.org/") or not isinstance(items, list):
        return None
    return Feed(_words(fields.get("title")), tuple(_json_entries(items, url)))


def _json_entries(items: list[Any], url: str) -> Iterator[Entry]:
    for item in (item for item in items[:MOST_ENTRIES] if isinstance(item, dict)):
        text = item.get("content_html") or html.escape(str(item.get("content_text") or item.get("summary") or ""))
        entry = _entry(item.get("id"), item.get("url"), item.get("title"), str(text), url)
        if entry is not None:
            yield entry


def _entry(key: Any, link: Any, title: Any, text: str, base: str) -> Entry | None:
    known = _words(key) or _words(link) or _words(title)
    if known is None:
        return None
    try:
        url = urljoin(base, link.strip()) if isinstance(link, str) and link.strip() else None
    except ValueError:
        url = None
    return Entry(hashlib.sha256(known.encode("utf-8", "backslashreplace")).hexdigest(), url, _words(title) or "", text)


def _words(value: Any) -> str | None:
    """A text on one line; None where there is none."""
    return " ".join(html.unescape(_TAG.sub(" ", str(value))).split()) or None if isinstance(value, str | int) else None
