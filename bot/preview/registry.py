"""The methods by name: Telegram takes a name in any case, so the key is lower case without underscores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.preview.chats import World
from bot.preview.params import Params

Method = Callable[[World, Params], Any]
METHODS: dict[str, Method] = {}


def method(function: Method) -> Method:
    """Answer Bot API requests by this function: `send_message` answers sendMessage."""
    METHODS[function.__name__.replace("_", "").lower()] = function
    return function
