"""The errors of this package: one root; each text is one sentence that says what to do."""

from __future__ import annotations


class BotError(Exception):
    """Something about the running bot. Its text is one sentence for whoever runs it."""


class CannotGoOn(BotError):
    """Telegram will not have this bot, or not now: only a person can mend that."""


class BadSetting(BotError):
    """What a person wrote sets nothing. Its text is one sentence for that person."""
