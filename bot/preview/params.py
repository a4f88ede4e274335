"""The parameters of a request. Form fields and multipart parts arrive as text; which of them are numbers, truth values or
JSON is known by name, so that a message that begins with "[" stays a message. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.preview.errors import bad

_NUMBERS = frozenset(
    "message_id message_thread_id offset limit timeout user_id cache_time draft_id max_connections from_chat_id until_date reply_to_message_id".split()
)
_TRUTHS = frozenset(
    "is_personal disable_notification protect_content show_alert drop_pending_updates allow_sending_without_reply is_big only_if_banned "
    "revoke_messages disable_content_type_detection has_spoiler show_caption_above_media allow_paid_broadcast for_channels return_bots".split()
)
_JSON = frozenset(
    "reply_markup entities caption_entities reply_parameters link_preview_options allowed_updates commands scope results result message_ids "
    "reaction media button menu_button rights suggested_post_parameters".split()
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    body: bytes
    mime_type: str = "application/octet-stream"


class Params(dict[str, Any]):
    """Parameters by name, with the errors that Telegram answers for those that lack."""

    def number(self, name: str) -> int:
        """A whole number that has to be there."""
        if self.get(name) is None:
            raise bad(f"parameter {name} is required")
        return int(self[name])

    def text(self, name: str) -> str:
        """A text; empty when it is not there."""
        return str(self.get(name) or "")

    def listed(self, name: str) -> list[Any]:
        """A list; empty when it is not there."""
        value = self.get(name) or []
        if not isinstance(value, list):
            raise bad(f"parameter {name} must be an Array")
        return value

    def shown(self) -> dict[str, Any]:
        """The parameters as they are recorded: files by name and size."""
        return {name: {"file_name": value.name, "size": len(value.body)} if isinstance(value, Upload) else value for name, value in self.items()}


def read_params(fields: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Params:
    """The parameters that a request holds. ``attach://name`` stands for the uploaded file of that name."""
    params = Params({name: _value(name, value) for name, value in fields.items()})
    params.update(uploads)
    for name, value in list(params.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            if value[9:] not in uploads:
                raise bad(f"file {value} is not attached")
            params[name] = params.pop(value[9:])
    return params


def _value(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _NUMBERS or name == "chat_id":
        return _number(name, value)
    if name in _TRUTHS:
        return value.lower() in ("true", "yes", "1")
    return _json(name, value) if name in _JSON else value


def _number(name: str, value: str) -> int | str:
    try:
        return int(value)
    except ValueError:
        if name == "chat_id":
            return value
        raise bad(f"parameter {name} must be a number") from None


def _json(name: str, value: str) -> Any:
    try:
        return json.loads(value) if value else None
    except (ValueError, RecursionError):
        raise bad(f"can't parse {name}: can't parse JSON") from None
