"""What a feed lists: RSS, Atom, JSON Feed, from the web or from a file. The one home of feedparser."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from sources.errors import UnreadableSource
from sources.extract import decode
from sources.markup import text_of_markup

_TAG = re.compile(r"<[^>]{0,2000}>")
_DOCTYPE = re.compile(rb"^(?:[^<]|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_MOST_LISTED = 5000
"""Entries. A feed lists some tens; one of 100,000 takes a minute and half a gigabyte."""
_NO_FEED = "this is no RSS, Atom or JSON feed, or a damaged one: look on the site for a link that says RSS, or add its pages instead"


@dataclass(frozen=True, slots=True)
class Entry:
    """``key``: what the feed knows it by. ``url``: its page, None where it has none. ``markup``: as much of it as the feed holds, HTML;
    ``published``: an ISO day; ``source``: whom the feed has it from."""

    key: str
    url: str | None
    title: str
    markup: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    source: str | None = None
    language: str | None = None

    @property
    def digest(self) -> str:
        """The key, at one length."""
        return hashlib.sha256(self.key.encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def words(self) -> str:
        """Title and text without markup, in small letters, for keywords."""
        return " ".join(html.unescape(_TAG.sub(" ", f"{self.title} {self.markup}")).casefold().split())


@dataclass(frozen=True, slots=True)
class Feed:
    """``entries`` as the feed orders them, newest first as a rule."""

    title: str | None
    entries: tuple[Entry, ...]


def read_feed(data: bytes, url: str | None = None) -> Feed:
    """The feed in these bytes, which came from ``url``, against which it may write its links. UnreadableSource when they hold none."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, url)
    _refuse_entities(data)
    return _xml_feed(data, url)


def _refuse_entities(data: bytes) -> None:
    """Entities of its own are what bombs are made of, and what reads files of this machine into a text. In UTF-16 too, whose letters have a zero each."""
    plain = data.replace(b"\0", b"")
    if _DOCTYPE.match(plain) and _ENTITY.search(plain):
        raise UnreadableSource("this feed defines entities of its own, which no feed needs and bombs are made of: add its pages instead")


def _xml_feed(data: bytes, url: str | None) -> Feed:
    import feedparser

    if (listed := len(_ITEM.findall(data))) > _MOST_LISTED:
        raise UnreadableSource(f"this feed lists {listed:,} entries, and up to {_MOST_LISTED:,} can be read: add its pages instead")
    headers = {"content-location": url} if url else {}
    try:
        parsed = feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except MemoryError:
        raise
    except Exception as error:  # a parser of hostile input: whatever it raises costs this one feed
        raise UnreadableSource(_NO_FEED) from error
    if not parsed.get("version"):
        raise UnreadableSource(_NO_FEED)
    language = _two_letters(parsed.feed.get("language"))
    return Feed(_words(parsed.feed.get("title")), tuple(entry for one in parsed.entries if (entry := _xml_entry(one, url, language))))


def _xml_entry(item: Any, base: str | None, language: str | None) -> Entry | None:
    texts = [str(part.get("value") or "") for part in item.get("content") or []]
    return _entry(
        item.get("id"),
        _link(item.get("link"), base),
        _words(item.get("title")),
        markup=max([*texts, str(item.get("summary") or "")], key=len),
        authors=tuple(name for author in item.get("authors") or [] if (name := _words(author.get("name")))),
        published=_day(item.get("published_parsed")) or _day(item.get("updated_parsed")),
        source=_words((item.get("source") or {}).get("title")),
        language=language,
    )


def _json_feed(data: bytes, url: str | None) -> Feed:
    try:
        feed = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(_NO_FEED) from error
    items = feed.get("items")
    if not str(feed.get("version", "")).startswith(("https://jsonfeed.org/", "http://jsonfeed.org/")) or not isinstance(items, list):
        raise UnreadableSource(_NO_FEED)
    return Feed(_words(feed.get("title")), tuple(_json_entries(feed, items, url)))


def _json_entries(feed: dict[str, Any], items: list[Any], base: str | None) -> Iterator[Entry]:
    for item in items:
        if not isinstance(item, dict):
            continue
        authors = item.get("authors") or [item.get("author")]
        plain = _text(item, "content_text") or _text(item, "summary") or ""
        entry = _entry(
            item.get("id"),
            _link(_text(item, "url") or _text(item, "external_url"), base),
            _words(item.get("title")),
            markup=_text(item, "content_html") or "".join(f"<p>{html.escape(line)}</p>" for line in plain.splitlines() if line.strip()),
            authors=tuple(
                name for author in (authors if isinstance(authors, list) else []) if isinstance(author, dict) and (name := _words(author.get("name")))
            ),
            published=(_text(item, "date_published") or _text(item, "date_modified") or "")[:10] or None,
            language=_two_letters(_text(item, "language") or _text(feed, "language")),
        )
        if entry is not None:
            yield entry


def _entry(key: Any, url: str | None, title: str | None, *, markup: str, **said: Any) -> Entry | None:
    """None for what neither has a name nor says anything."""
    known = _words(key) or url or title or _words(markup[:200])
    return Entry(known, url, title or "", markup, **said) if known else None


def _link(value: Any, base: str | None) -> str | None:
    try:
        return urljoin(base or "", value.strip()) or None if isinstance(value, str) else None
    except ValueError:
        return None


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _words(value: Any) -> str | None:
    """A text that may hold markup, as its words on one line; None where there are none."""
    return " ".join(text_of_markup(str(value)).split()) or None if isinstance(value, str | int) else None


def _two_letters(value: Any) -> str | None:
    return value[:2].lower() or None if isinstance(value, str) else None


def _day(moment: Any) -> str | None:
    try:
        return date(*moment[:3]).isoformat() if moment else None
    except (ValueError, TypeError):
        return None
