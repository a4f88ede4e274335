"""Which inline keyboards Telegram's server takes. Pure."""

from __future__ import annotations

from typing import Any

from bot.preview.errors import bad
from bot.preview.text import Json, utf16

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
_ACTIONS = frozenset(
    (
        "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat switch_inline_query_chosen_chat copy_text callback_game pay"
    ).split()
)
_STYLES = frozenset({"danger", "success", "primary"})


def checked_keyboard(markup: Any) -> Json | None:
    """The keyboard as it is kept, None where there is none, or a 400. Other kinds of reply markup pass unread."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be of type Array')
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    if any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad("REPLY_MARKUP_INVALID: a row has more than eight buttons")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: text buttons must have non-empty text")
    if len(_ACTIONS & set(button)) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= utf16(str((button["copy_text"] or {}).get("text", ""))) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if button.get("style") not in _STYLES | {None}:
        raise bad("can't parse inline keyboard button: unknown style")
