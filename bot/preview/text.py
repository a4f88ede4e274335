"""What Telegram's server does to a text: HTML to entities, entities checked against the text, clean-up, trimming, and the
entities that it finds by itself. Pure.

All offsets are in UTF-16 code units, as everywhere in the Bot API. The clean-up and the messages of its errors follow the
open sources of Telegram's own Bot API server (tdlib, `MessageEntity.cpp` and `misc.cpp`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.preview.errors import bad

Json = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
"""Entities beyond the first hundred are dropped without a word."""

KNOWN = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote "
    "expandable_blockquote code pre text_link text_mention custom_emoji date_time".split()
)
FOUND_BY_THE_SERVER = frozenset("mention hashtag cashtag bot_command url email phone_number".split())
"""A bot that sends these is ignored: the server looks for them itself."""
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_MONOSPACED = frozenset({"code", "pre"})

_DELETED = frozenset("\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u030a\u0333\u033f")
_BLANKED = frozenset(map(chr, range(32))) - {"\n", "\r"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as the server keeps it. ``entities`` are in the order of their offsets, the longer one first."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(text: str, entities: Sequence[Json] = (), parse_mode: str | None = None) -> Formatted:
    """The text as it is kept, or a 400. ``parse_mode`` outranks ``entities``, as on the server."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad(f"this server knows the parse mode HTML only, not {parse_mode!r}")
        text, entities = parse_html(text)
    else:
        entities = [checked_entity(entity) for entity in entities]
    given = [entity for entity in entities if entity["type"] not in FOUND_BY_THE_SERVER]
    cleaned, kept = _trimmed(*_cleaned(text, given))
    kept = _without_conflicts(sorted(kept, key=_place))[:ENTITY_LIMIT]
    return Formatted(cleaned, tuple(sorted([*kept, *_found(cleaned, kept)], key=_place)))


def formatted_within(text: str, entities: Sequence[Json], parse_mode: str | None, limit: int, what: str = "message") -> Formatted:
    """The same, with Telegram's answer to a text that is too long."""
    kept = formatted(text, entities, parse_mode)
    if utf16(kept.text) > limit:
        raise bad(f"{what} is too long")
    return kept


def _place(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def checked_entity(entity: Any) -> Json:
    """An entity with a known type and numbers where numbers belong."""
    if not isinstance(entity, dict) or entity.get("type") not in KNOWN:
        raise bad(f"can't parse MessageEntity: unsupported type {entity.get('type') if isinstance(entity, dict) else entity!r}")
    for name in ("offset", "length"):
        value = entity.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
            raise bad(f"can't parse MessageEntity: Receive an entity with incorrect {name}")
    return entity


# ---------------------------------------------------------------------- clean-up, with the entities moved along


def _cleaned(text: str, entities: Sequence[Json]) -> tuple[str, list[Json]]:
    """The text without what the server deletes; bounds are checked against the text as it was sent."""
    moved_to = _boundaries(text)
    kept = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if end >= len(moved_to):
            raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {len(moved_to) - 1}")
        for edge, does in ((start, "begins"), (end, "ends")):
            if moved_to[edge] is None:
                raise bad(f"entity beginning at UTF-16 offset {start} {does} in a middle of a UTF-16 symbol at UTF-16 offset {edge}")
        kept.append({**entity, "offset": moved_to[start], "length": (moved_to[end] or 0) - (moved_to[start] or 0)})
    cleaned = "".join(" " if character in _BLANKED else character for character in text if character not in _DELETED)
    return cleaned, [entity for entity in kept if entity["length"] > 0]


def _boundaries(text: str) -> list[int | None]:
    """For each UTF-16 offset of a text, where it lies once the text is cleaned; None in the middle of a surrogate pair."""
    boundaries: list[int | None] = [0]
    place = 0
    for character in text:
        wide = ord(character) > 0xFFFF
        place += 0 if character in _DELETED else 1 + wide
        boundaries += [None, place] if wide else [place]
    return boundaries


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without white space at both ends; entities are cut to what is left."""
    body = text.strip(" \n")
    start = utf16(text[: text.index(body)]) if body else 0
    length = utf16(body)
    kept = []
    for entity in entities:
        first = min(max(entity["offset"] - start, 0), length)
        last = min(max(entity["offset"] + entity["length"] - start, 0), length)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return body, kept


def _without_conflicts(entities: list[Json]) -> list[Json]:
    """Block quotes do not nest, and nothing stands inside monospaced text: the outer entity stays."""
    kept: list[Json] = []
    for entity in entities:
        around = [outer for outer in kept if outer["offset"] + outer["length"] > entity["offset"]]
        inside_code = any(outer["type"] in _MONOSPACED for outer in around)
        nested_quote = entity["type"] in _QUOTES and any(outer["type"] in _QUOTES for outer in around)
        if not inside_code and not nested_quote:
            kept.append(entity)
    return kept


# ---------------------------------------------------------------------- what the server finds by itself

_PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("url", re.compile(r"(?<![\w.@])(?:https?://|t\.me/)[^\s<>\"'«»“”]+[^\s<>\"'«»“”.,:;!?)\]]")),
    ("email", re.compile(r"(?<![\w.@+-])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}(?!\w)")),
    ("mention", re.compile(r"(?<![\w/@.])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d])\w{1,256}(?!\w)")),
)


def _found(text: str, given: Sequence[Json]) -> list[Json]:
    """Commands, links, addresses, mentions and hashtags outside links and monospaced text."""
    taken = [(one["offset"], one["offset"] + one["length"]) for one in given if one["type"] in _MONOSPACED | {"text_link", "text_mention"}]
    found = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = utf16(text[: match.start()])
            end = start + utf16(match[0])
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return found


# ---------------------------------------------------------------------- HTML

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([A-Za-z0-9-]+)((?:\s+[A-Za-z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[\w.-]+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+)))?")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));?")


@dataclass(slots=True)
class _Html:
    """A text that is being read: what stands so far, and which tags are open."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def add(self, words: str) -> None:
        plain = _REFERENCE.sub(_referred, words)
        self.text.append(plain)
        self.length += utf16(plain)

    def start(self, name: str, attributes: str, at: int) -> None:
        given = {one[1].lower(): html.unescape(one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(attributes)}
        if name not in _TAGS or (name == "span" and given.get("class") != "tg-spoiler"):
            raise bad(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {at}')
        self.open.append((name, self.length, given))

    def end(self, name: str, at: int) -> None:
        if not self.open:
            raise bad(f"can't parse entities: Unexpected end tag at byte offset {at}")
        opened, offset, attributes = self.open.pop()
        if name != opened:
            raise bad(f'can\'t parse entities: Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"')
        entity = {"type": _TAGS[name], "offset": offset, "length": self.length - offset, **_details(name, attributes)}
        if entity["length"] and (name != "a" or entity.get("url")):
            self.entities.append(entity)


def _details(name: str, attributes: dict[str, str]) -> Json:
    """What an attribute says of an entity."""
    if name == "a" and attributes.get("href"):
        return {"url": attributes["href"]}
    if name == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if name == "tg-emoji":
        return {"custom_emoji_id": attributes.get("emoji-id", "")}
    return {}


def _referred(match: re.Match[str]) -> str:
    if match[1]:
        return html.unescape(f"&{match[1]};")
    number = int(match[2]) if match[2] else int(match[3], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Telegram's HTML as text and entities; every tag known, closed, and in order, or a 400."""
    read, place = _Html(), 0
    while (at := source.find("<", place)) >= 0:
        read.add(source[place:at])
        offset = len(source[:at].encode())
        tag = _TAG.match(source, at)
        if not tag:
            raise bad(f"can't parse entities: Unclosed or malformed tag at byte offset {offset}")
        if tag[1]:
            read.end(tag[2].lower(), offset)
        else:
            read.start(tag[2].lower(), tag[3], offset)
        place = tag.end()
    read.add(source[place:])
    if read.open:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{read.open[-1][0]}\"")
    return "".join(read.text), read.entities
