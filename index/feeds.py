"""Feeds: which there are, when each is asked next, what it brought, and what is wrong with it.

due -fetch-> Answer -listed_in-> entries -new, with a keyword-> their pages, each taken in by itself
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from index import database
from index.catalog import Catalog
from index.errors import IndexingError
from index.ingest import Outcome, Status, add_source, listed_in
from index.pages import Fetch, add_page
from index.tables import entries, feeds
from sources.addresses import read_address
from sources.errors import SiteAnswered, SourceError, UnreachableSource
from sources.feeds import Entry, Feed
from sources.model import Fetched, Given, RawSource
from sources.readers import ENTRY
from sources.readers.feed import bytes_of
from sources.web import Answer, Known

POLL_SECONDS = 600.0
LONGEST_SECONDS = 24 * 3600.0
"""A feed that fails is asked half as often each time, but once a day at least."""
SILENT_SECONDS = 3 * 24 * 3600.0
"""After this long without anything new a feed is said to be silent."""
MOST_TRIES = 3
"""How often a page that could not be had is asked for again, at later polls."""
MOST_ENTRIES = 200
"""Of one feed, from the top; what stands behind them is older."""
A_POLL = 5
"""Entries that a running bot takes in at one poll, so that editors need not wait long; the rest follow at once, in polls of their own."""
_ENOUGH_TEXT = 400
"""Characters from which on a feed's own text stands in for a page that cannot be had."""


class UnknownFeed(IndexingError):
    """There is no feed of this address."""


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """A feed as the catalog knows it. Times are seconds since 1970. ``keywords``: an entry needs one of them, and none that begins with "-"."""

    id: int
    collection: str
    url: str
    title: str | None
    keywords: tuple[str, ...]
    known: Known
    added_at: float
    answered_at: float | None
    news_at: float | None
    next_at: float
    failures: int
    trouble: str | None

    @property
    def name(self) -> str:
        return self.title or self.url

    def is_silent(self, now: float) -> bool:
        """Whether it answers and has brought nothing new for days."""
        return not self.failures and now - (self.news_at or self.added_at) > SILENT_SECONDS


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll brought; ``trouble``: one sentence when the feed itself could not be had or read."""

    feed: StoredFeed
    outcomes: tuple[Outcome, ...] = ()
    trouble: str | None = None


# ---------------------------------------------------------------------- which there are


def add_feed(catalog: Catalog, fetch: Fetch, url: str, keywords: Sequence[str], collection: str, now: float, pages: Fetch | None = None) -> Polled:
    """Look at a feed, remember it, and take in what it lists. SourceError when there is no feed at this address.

    ``pages``: what fetches the pages that it lists, where that is not what fetches the feed.
    """
    address = read_address(url).url
    answer = fetch(address, Known())
    feed = listed_in(answer.data, answer.url)
    with database.writing(catalog.engine) as connection:
        known = connection.execute(select(feeds.c.id).where(feeds.c.collection == collection, feeds.c.url == address)).first()
        values = {"title": feed.title, "keywords": json.dumps([word.casefold() for word in keywords], ensure_ascii=False)}
        if known:
            connection.execute(update(feeds).where(feeds.c.id == known.id).values(**values))
        else:
            connection.execute(insert(feeds).values(collection=collection, url=address, added_at=now, next_at=now, failures=0, **values))
    (stored,) = list_feeds(catalog, collection, address)
    return _taken_in(catalog, pages or fetch, stored, (feed, answer), now)


def list_feeds(catalog: Catalog, collection: str | None = None, url: str | None = None) -> list[StoredFeed]:
    """The feeds of a collection, or of all, in the order in which they were added."""
    statement = select(feeds).order_by(feeds.c.id)
    statement = statement.where(feeds.c.collection == collection) if collection else statement
    statement = statement.where(feeds.c.url == url) if url else statement
    with database.reading(catalog.engine) as connection:
        return [_feed(row) for row in connection.execute(statement)]


def remove_feed(catalog: Catalog, url: str, collection: str) -> None:
    """Ask a feed no more; what it brought stays. UnknownFeed when there is none of this address."""
    with database.writing(catalog.engine) as connection:
        if not connection.execute(delete(feeds).where(feeds.c.collection == collection, feeds.c.url.in_({url, url.rstrip("/"), f"{url}/"}))).rowcount:
            raise UnknownFeed(f"no feed {url} in the collection “{collection}”: `briefbot feed list` names them")


def due_feeds(catalog: Catalog, now: float) -> list[StoredFeed]:
    """The feeds whose time has come, those first that wait longest."""
    return sorted((one for one in list_feeds(catalog) if one.next_at <= now), key=lambda one: one.next_at)


# ---------------------------------------------------------------------- polling


def poll(catalog: Catalog, fetch: Fetch, feed: StoredFeed, now: float, most: int = MOST_ENTRIES, pages: Fetch | None = None) -> Polled:
    """Ask a feed and take in what is new, ``most`` entries at a time. Whatever goes wrong is noted with the feed, and when it is asked again.

    ``pages``: see `add_feed`.
    """
    try:
        answer = fetch(feed.url, feed.known)
        listed = None if answer.unchanged else listed_in(answer.data, answer.url)
    except SourceError as error:
        wait = error.retry_after if isinstance(error, SiteAnswered) else None
        _note(catalog, feed, trouble=str(error), failures=feed.failures + 1, next_at=now + pause(feed.failures + 1, wait), checked_at=now)
        return Polled(feed, trouble=str(error))
    return _taken_in(catalog, pages or fetch, feed, (listed, answer), now, most)


def pause(failures: int, wait: float | None) -> float:
    """Seconds until a feed is asked again, that failed so often in a row; ``wait``: what it asks for itself."""
    return min(max(POLL_SECONDS * 2.0 ** min(failures, 16), wait or 0.0), LONGEST_SECONDS) if failures else POLL_SECONDS


def _taken_in(catalog: Catalog, fetch: Fetch, feed: StoredFeed, read: tuple[Feed | None, Answer], now: float, most: int = MOST_ENTRIES) -> Polled:
    listed, answer = read
    waiting = list(_waiting(catalog, feed, listed)) if listed else []
    outcomes = [outcome for entry, tries in waiting[:most] if (outcome := _take_in(catalog, fetch, feed, entry, tries, now))]
    news = any(outcome.status in (Status.ADDED, Status.REVISED) for outcome in outcomes)
    more = len(waiting) > most
    again = more or any(outcome.status is Status.FAILED for outcome in outcomes)
    known = Known() if again else answer.known if listed else feed.known  # what is not done with must be listed again
    _note(
        catalog,
        feed,
        title=(listed.title if listed else None) or feed.title,
        etag=known.etag,
        modified=known.modified,
        checked_at=now,
        answered_at=now,
        news_at=now if news else feed.news_at,
        next_at=now if more else now + POLL_SECONDS,
        failures=0,
        trouble=None,
    )
    return Polled(feed, tuple(outcomes))


def _waiting(catalog: Catalog, feed: StoredFeed, listed: Feed) -> Iterator[tuple[Entry, int]]:
    """(entry, how often its page was asked for) of those that are not done with."""
    with database.reading(catalog.engine) as connection:
        seen = {row.entry: row.tries for row in connection.execute(select(entries).where(entries.c.feed_id == feed.id))}
    for entry in {entry.digest: entry for entry in listed.entries[:MOST_ENTRIES]}.values():
        if seen.get(entry.digest, 1):
            yield entry, seen.get(entry.digest, 0)


def _take_in(catalog: Catalog, fetch: Fetch, feed: StoredFeed, entry: Entry, tries: int, now: float) -> Outcome | None:
    """What came of one entry; None where no keyword is in it."""
    if not wanted(entry, feed.keywords):
        _done(catalog, feed, entry, 0)
        return None
    try:
        outcome = _added(catalog, fetch, feed, entry, now)
    except SourceError as error:
        passing = isinstance(error, UnreachableSource) and tries + 1 < MOST_TRIES
        _done(catalog, feed, entry, tries + 1 if passing else 0)
        return Outcome(entry.url or entry.title, Status.FAILED, reason=str(error))
    _done(catalog, feed, entry, 0)
    return outcome


def _added(catalog: Catalog, fetch: Fetch, feed: StoredFeed, entry: Entry, now: float) -> Outcome:
    """The entry's page; where that cannot be had, what the feed holds of it, if that is more than a teaser."""
    try:
        if entry.url is None:
            raise UnreachableSource("this entry of the feed has no page")
        return add_page(catalog, fetch, entry.url, Given(), feed.collection, now)
    except SourceError:
        if len(entry.words) < _ENOUGH_TEXT:
            raise
        return add_source(catalog, _own_text(feed, entry), feed.collection)


def _own_text(feed: StoredFeed, entry: Entry) -> RawSource:
    """What a feed holds of an entry, as a page of the feed's site: not of the site that the entry claims to be from."""
    origin = Fetched(feed.url, read_address(feed.url).domain, "utf-8")
    return RawSource(bytes_of(entry, feed.title, None), entry.title or "entry", f"feed:{feed.url}#{entry.digest}", ENTRY, Given(), origin)


def wanted(entry: Entry, keywords: Sequence[str]) -> bool:
    """Whether an entry has one of the keywords, and none of those that begin with "-"; without keywords every entry is wanted."""
    refused = [word[1:] for word in keywords if word.startswith("-")]
    asked = [word for word in keywords if not word.startswith("-")]
    return not any(word in entry.words for word in refused) and (not asked or any(word in entry.words for word in asked))


def _done(catalog: Catalog, feed: StoredFeed, entry: Entry, tries: int) -> None:
    with database.writing(catalog.engine) as connection:
        connection.execute(delete(entries).where(entries.c.feed_id == feed.id, entries.c.entry == entry.digest))
        if connection.scalar(select(feeds.c.id).where(feeds.c.id == feed.id)) is not None:
            connection.execute(insert(entries).values(feed_id=feed.id, entry=entry.digest, tries=tries))


def _note(catalog: Catalog, feed: StoredFeed, **values: Any) -> None:
    with database.writing(catalog.engine) as connection:
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**values))


def _feed(row: Any) -> StoredFeed:
    return StoredFeed(
        id=row.id,
        collection=row.collection,
        url=row.url,
        title=row.title,
        keywords=tuple(json.loads(row.keywords)),
        known=Known(row.etag, row.modified),
        added_at=row.added_at,
        answered_at=row.answered_at,
        news_at=row.news_at,
        next_at=row.next_at,
        failures=row.failures,
        trouble=row.trouble,
    )
