"""An entry of a feed, or a message of an export: its own text, with what the container says of it. JSON that briefbot itself writes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sources.errors import UnreadableSource
from sources.markup import blocks_of_markup
from sources.model import Layout, Page, RawSource


def entry(
    *,
    title: str | None = None,
    outlet: str | None = None,
    authors: Sequence[str] = (),
    date: str | None = None,
    url: str | None = None,
    language: str | None = None,
    markup: str | None = None,
    text: str | None = None,
) -> bytes:
    """The bytes of an entry: ``markup`` is HTML, ``text`` plain text with blank lines between its paragraphs."""
    fields = {"title": title, "outlet": outlet, "authors": list(authors), "date": date, "url": url, "language": language, "markup": markup, "text": text}
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def read(raw: RawSource) -> Page:
    """The page of one entry."""
    try:
        fields = json.loads(raw.data)
        if not isinstance(fields, dict):
            raise ValueError
    except (ValueError, RecursionError) as error:
        raise UnreadableSource("this entry is damaged: add the feed or the export again") from error
    said = {name: value for name in ("title", "outlet", "date", "url", "language", "markup", "text") if isinstance(value := fields.get(name), str)}
    authors = fields.get("authors")
    blocks = blocks_of_markup(said["markup"].encode()) if "markup" in said else paragraphs_of(said.get("text", ""))
    if not blocks:
        raise UnreadableSource("there is no text in this entry: open its page and add that")
    return Page(
        blocks=tuple(blocks),
        layout=Layout.FINISHED,
        title=said.get("title"),
        outlet=said.get("outlet"),
        authors=tuple(name for name in authors if isinstance(name, str)) if isinstance(authors, list) else (),
        date=said.get("date"),
        url=said.get("url"),
        language=said.get("language"),
    )


def paragraphs_of(text: str) -> list[str]:
    """The lines of a text that are not empty: a message has one paragraph a line."""
    return [line for line in map(str.strip, text.splitlines()) if line]
