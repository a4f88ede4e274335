"""A page's linked data (JSON-LD): what it says of the article. Pure.

A page may hold several blocks with several things in each: the article, the page around it, the site, other articles. What is an
article comes first, and of several the one that names the page's own address.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Thing = dict[str, Any]

_LARGEST = 200_000
"""Characters of one block; longer ones carry product lists, not articles."""
_WRAPPING = re.compile(r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*;?\s*$")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
"""Where an article stands inside another thing. Not in lists of things: those are other articles."""
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_SITE = {"WebSite", "NewsMediaOrganization"}


@dataclass(frozen=True, slots=True)
class LinkedData:
    """``articles``: what says of itself that it is one, the page's own first. ``sites``: the site's names. ``known``: what has an @id, by it."""

    articles: tuple[Thing, ...]
    sites: tuple[str, ...]
    known: dict[str, Thing]

    def names(self, field: str) -> list[str]:
        """The names in a field of all articles, in order."""
        return [name for item in self.articles for name in self.names_of(item.get(field))]

    def first_names(self, field: str) -> list[str]:
        """The names in a field of the first article that has any there."""
        return next((names for item in self.articles if (names := self.names_of(item.get(field)))), [])

    def names_of(self, value: Any, depth: int = 0) -> list[str]:
        """The names in a value: a text, a thing with a name, a reference to one, or a list of these."""
        if isinstance(value, list) and depth < _DEEPEST:
            return [name for item in value for name in self.names_of(item, depth + 1)]
        if isinstance(value, dict) and depth < _DEEPEST:
            named = value if value.get("name") else self.known.get(str(value.get("@id")), {})
            return self.names_of(named.get("name"), depth + 1)
        return [words] if isinstance(value, str) and (words := " ".join(html.unescape(value).split())) else []


_DEEPEST = 8
"""Lists and things in one another."""


def read_linked(blocks: Iterable[str], addresses: Iterable[str] = ()) -> LinkedData:
    """What the blocks say; ``addresses``: the page's own."""
    everything = [item for block in blocks for item in _things(block)]
    own = {place for address in addresses if (place := _place(address))}
    articles = [item for item in everything if "headline" in item or "datePublished" in item]
    articles.sort(key=lambda item: (not _types(item) & {"article"}, not own & _places(item)))
    known = {str(item["@id"]): item for item in everything if item.get("@id") and item.get("name")}
    sites = tuple(item["name"] for item in everything if "site" in _types(item) and isinstance(item.get("name"), str))
    return LinkedData(tuple(articles), sites, known)


def _types(item: Thing) -> set[str]:
    kinds = item.get("@type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    return {word for kind in named for word, fits in (("article", _ARTICLE.search(kind)), ("site", kind in _SITE)) if fits}


def _places(item: Thing) -> set[str]:
    entity = item.get("mainEntityOfPage")
    said = (item.get("url"), item.get("@id"), entity.get("@id") if isinstance(entity, dict) else entity)
    return {place for address in said if isinstance(address, str) and (place := _place(address))}


def _place(address: str) -> str | None:
    """What is compared of an address: not how it is fetched, nor what counts visitors."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}".casefold() if path else None


def _things(block: str) -> Iterator[Thing]:
    waiting = [_loaded(block[:_LARGEST])]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item[name] for name in _INSIDE if isinstance(item.get(name), dict | list))
            yield item


def _loaded(block: str) -> Any:
    """The block's value, also where a template wrapped it or left a comma behind; None where it is none."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", block)).strip()
    for attempt in (text, _LAST_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
