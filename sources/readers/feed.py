"""RSS, Atom and JSON feeds in a file: each entry as a source of its own, with the text that the feed holds (index/feeds.py follows feeds on the web)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sources.errors import UnreadableSource
from sources.feeds import Entry, read_feed
from sources.model import RawSource
from sources.readers import ENTRY, Part, part_of
from sources.readers.entry import entry


def unpack(raw: RawSource) -> Iterator[Part]:
    """The entries of a feed, in its order, newest first as feeds have them."""
    feed = read_feed(raw.data)
    if not feed.entries:
        raise UnreadableSource("this feed is damaged or has no entries: check its address, or add its pages instead")
    seen: Counter[str] = Counter()
    for item in feed.entries:
        seen[item.key] += 1
        place = item.key if seen[item.key] == 1 else f"{item.key} ({seen[item.key]})"  # without ids, two may be called alike
        yield part_of(raw, (item.title or item.key)[:80].replace("/", " "), bytes_of(item, item.source or feed.title, item.url), place, ENTRY)


def bytes_of(item: Entry, outlet: str | None, url: str | None) -> bytes:
    """What a feed holds of an entry, as the bytes of a source of its own."""
    return entry(
        title=item.title,
        outlet=outlet,
        authors=item.authors,
        date=item.published,
        url=url,
        language=item.language,
        markup=item.markup,
    )
