"""Quotes as one file that needs nothing else: HTML that loads nothing, or plain text. Pure.

Each quote stands letter for letter, with whose words it is in, its source and address, when that was retrieved, and the hash of the stored
text, so that whoever gets the file can check it against the store, or against the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from bot.answer import Quote
from bot.languages import directed, html_language, listed, say
from bot.provenance import day
from bot.quoting import address_of
from bot.render import elsewhere, outlet_of, signature
from bot.reply import Attachment, line

_STYLE = (
    "body{font:16px/1.45 sans-serif;max-width:42em;margin:1em auto;padding:0 1em;color:#111;background:#fff}"
    "blockquote{border-left:4px solid #888;margin:1.2em 0 .3em;padding:.1em 0 .1em .8em;white-space:pre-wrap}"
    "p.of{margin:.1em 0;font-size:.85em;color:#333;overflow-wrap:anywhere}h2{margin-top:2em;font-size:1.1em}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#111}p.of{color:#bbb}a{color:#8cf}}"
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A quote with what a reader needs to check it. ``retrieved``: seconds since 1970; ``text_hash``: SHA-256 of the stored text, in hex."""

    quote: Quote
    retrieved: float
    text_hash: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of ours and quotes under a heading; ``heading`` may be empty."""

    heading: str
    lines: tuple[str, ...] = ()
    quotes: tuple[Exported, ...] = ()


def as_file(title: str, sections: Sequence[Section], made_at: datetime, plain: bool = False) -> Attachment:
    """The file, named by its day and kind."""
    words = text_file(title, sections, made_at) if plain else html_file(title, sections, made_at)
    quotes = tuple(dict.fromkeys(one.quote for section in sections for one in section.quotes))
    return Attachment(f"quotes-{made_at:%Y-%m-%d-%H%M}.{'txt' if plain else 'html'}", words.encode(), quotes)


def html_file(title: str, sections: Sequence[Section], made_at: datetime) -> str:
    """A page that loads nothing and runs nothing."""
    return "\n".join(
        [
            f'<!doctype html><html {html_language()}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">",
            f"<title>{escape(line(title))}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(line(title))}</h1>",
            *(_line(words) for words in _head(made_at)),
            *(part for section in sections for part in _section(section)),
            "</body></html>\n",
        ]
    )


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield f"<h2>{escape(line(section.heading))}</h2>"
    yield from (_line(words) for words in section.lines)
    for one in section.quotes:
        yield f'<blockquote dir="auto">{escape(one.quote.text)}</blockquote>'
        address = address_of(one.quote)
        for words in _facts(one):
            link = address if words == address else None
            yield f'<p class="of"><a rel="noreferrer" href="{escape(link)}">{escape(link)}</a></p>' if link else _line(words)


def _line(words: str) -> str:
    return f'<p class="of">{escape(line(words))}</p>'


def text_file(title: str, sections: Sequence[Section], made_at: datetime) -> str:
    """The same in plain text; each line of a quote stands behind a bar."""
    lines = [_told(title), *map(_told, _head(made_at))]
    for section in sections:
        lines += ["", *([_told(section.heading).upper()] if section.heading else []), *map(_told, section.lines)]
        for one in section.quotes:
            lines += ["", *(f"| {part}" for part in one.quote.text.split("\n")), *map(_told, _facts(one))]
    return "\n".join(lines) + "\n"


def _told(words: str) -> str:
    return directed(line(words))


def _head(made_at: datetime) -> list[str]:
    return [say("file-made", at=f"{made_at.astimezone(UTC):%Y-%m-%d %H:%M}"), say("file-not-judged"), say("file-how-to-check")]


def _facts(one: Exported) -> list[str]:
    quote = one.quote
    retrieved = datetime.fromtimestamp(one.retrieved, UTC)
    also = [say("also-in", places=elsewhere(quote))] if quote.also_in else []
    place = {"document": quote.doc_id, "revision": str(quote.revision), "start": str(quote.span.start), "end": str(quote.span.end)}
    return [
        signature(quote),
        " · ".join(filter(None, [say("titled", title=quote.title), outlet_of(quote), listed(quote.authors), day(quote.published)])),
        address_of(quote) or say("no-address"),
        *quote.remarks,
        *also,
        say("file-retrieved", at=f"{retrieved:%Y-%m-%d %H:%M:%S}", **place),
        f"SHA-256 {one.text_hash}",
    ]
