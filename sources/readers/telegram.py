"""Telegram's export of a chat (result.json): each message with a text as a source of its own.

A message that was forwarded is signed with the chat or the name that the export gives; a hidden sender stays hidden.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sources.errors import UnreadableSource
from sources.extract import decode
from sources.model import RawSource
from sources.readers import ENTRY, Part, part_of
from sources.readers.entry import entry

_LONGEST_TITLE = 80


def unpack(raw: RawSource) -> Iterator[Part]:
    """The messages of every chat in an export, in its order; service messages and those without a text are passed over."""
    try:
        loaded = json.loads(decode(raw.data))
        chats = loaded["chats"]["list"] if "chats" in loaded else [loaded]
        if not isinstance(chats, list):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableSource("this Telegram export is damaged or was cut off: export the chat again, as machine-readable JSON") from error
    for chat in chats:
        if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
            for message in chat["messages"]:
                if isinstance(message, dict) and message.get("type", "message") == "message":
                    yield from _message(raw, chat, message)


def _message(raw: RawSource, chat: dict[str, Any], message: dict[str, Any]) -> Iterator[Part]:
    text = _words(message.get("text"))
    if not text.strip():
        return
    number, channel = message.get("id"), _name(chat.get("name"))
    forwarded = _name(message.get("forwarded_from"))
    author = _name(message.get("author")) or (None if "channel" in str(chat.get("type")) else _name(message.get("from")))
    first = next(line.strip() for line in text.splitlines() if line.strip())
    data = entry(
        title=first if len(first) <= _LONGEST_TITLE else f"{first[: _LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…",
        outlet=forwarded or channel,
        authors=[author] if author and not forwarded else [],
        date=str(message.get("date") or "")[:10] or None,
        url=_link(chat, number),
        text=text,
    )
    yield part_of(raw, f"{channel or 'chat'} {number}", data, f"{chat.get('id')}/{number}", ENTRY)


def _words(text: Any) -> str:
    """A message's text: one string, or strings and marked pieces in order."""
    pieces = text if isinstance(text, list) else [text]
    words = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(word for word in words if isinstance(word, str))


def _name(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _link(chat: dict[str, Any], number: Any) -> str | None:
    """The address of a public channel's message; exports name the channel's user name only sometimes."""
    username = _name(chat.get("username"))
    return f"https://t.me/{username}/{number}" if username and isinstance(number, int) else None
