"""What is said of feeds: silence and a dead feed must not look alike. Pure but for reading which feeds there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot import languages
from bot.languages import say
from index.catalog import Catalog
from index.feeds import StoredFeed, list_feeds


def moment(seconds: float) -> str:
    """ "Sat 23 Nov, 03:10 UTC"."""
    return say("moment-utc", moment=languages.moment(datetime.fromtimestamp(seconds, UTC)))


def feed_lines(catalog: Catalog, collection: str, now: float) -> list[str]:
    """A line for all feeds of a collection, and one for each that fails or is silent; none where there is no feed."""
    return summary(list_feeds(catalog, collection), now)


def summary(feeds: Sequence[StoredFeed], now: float) -> list[str]:
    """See `feed_lines`."""
    if not feeds:
        return []
    answering = sum(not feed.failures for feed in feeds)
    troubled = [line for feed in feeds if (line := trouble(feed, now))]
    return [say("feeds-answered", answering=answering, feeds=len(feeds)), *troubled]


def trouble(feed: StoredFeed, now: float) -> str | None:
    """What is wrong with a feed; None when nothing is."""
    if feed.failures:
        values = {"name": feed.name, "trouble": feed.trouble or ""}
        return say("feed-fails", since=moment(feed.answered_at), **values) if feed.answered_at else say("feed-failed", **values)
    if feed.is_silent(now):
        return say("feed-silent", name=feed.name, since=moment(feed.news_at or feed.added_at))
    return None


def feed_json(feed: StoredFeed, now: float) -> dict[str, Any]:
    """A row of ``feed list``."""
    return {
        "url": feed.url,
        "title": feed.title,
        "keywords": list(feed.keywords),
        "state": "failing" if feed.failures else "silent" if feed.is_silent(now) else "answering",
        "trouble": feed.trouble,
        "failures": feed.failures,
        "answered": _iso(feed.answered_at),
        "news": _iso(feed.news_at),
        "next": _iso(feed.next_at),
    }


def _iso(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds is not None else None
