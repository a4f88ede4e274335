"""What holds of everything that a bot ever sent, in whatever test: `running` checks it when its server stops, so that none can forget to.

Every call is one that the Bot API knows, nothing is sent with markup to be parsed or with a preview, and behind every bar stands,
cut by Telegram's own offsets, a slice of a document of that bot's store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from schema import faults_of_calls

Json = dict[str, Any]
_BARS = ("blockquote", "expandable_blockquote")


def texts_in(data: Path) -> set[str]:
    """The text of every revision in a data folder; none where there is no store (yet)."""
    path = data / "briefbot.sqlite"
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path, timeout=30)) as store:
        try:
            return {row[0] for row in store.execute("SELECT text FROM revisions")}
        except sqlite3.DatabaseError:  # a test damaged it, or nothing is in it yet
            return set()


def quoted_by(text: str, entities: Iterable[Json]) -> list[str]:
    """What stands behind a bar, by offsets in UTF-16 code units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return [units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le", "surrogatepass") for one in entities if one["type"] in _BARS]


def quotes_of(call: Any) -> Iterator[str]:
    """What a call put behind bars: as asked, and as the server keeps it."""
    if call.method in ("sendMessage", "editMessageText"):
        yield from quoted_by(call.params["text"], call.params.get("entities") or [])
        if isinstance(call.result, dict):
            yield from quoted_by(call.result["text"], call.result.get("entities") or [])
    elif call.method in ("answerInlineQuery", "answerGuestQuery"):
        for content in (result["input_message_content"] for result in [*call.params.get("results", ()), *filter(None, [call.params.get("result")])]):
            yield from quoted_by(content["message_text"], content.get("entities") or [])


def breaches(calls: Iterable[Any], texts: Iterable[str]) -> list[str]:
    """How these calls break the law; ``texts``: what the bot's stores held."""
    calls, texts = list(calls), list(texts)
    found = faults_of_calls(calls)
    for call in calls:
        if call.method in ("sendMessage", "editMessageText") and (
            "parse_mode" in call.params or call.params.get("link_preview_options") != {"is_disabled": True}
        ):
            found.append(f"call {call.number}: markup or a preview")
        found += [f"call {call.number}: no stored text has {quote!r}" for quote in quotes_of(call) if not any(quote in text for text in texts)]
    return found
