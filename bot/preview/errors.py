"""How the server says no."""

from __future__ import annotations


class ApiError(Exception):
    """An answer with ``ok: false``. ``code``: the HTTP status, which Telegram repeats as ``error_code``."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None, migrate_to_chat_id: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        parameters = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to_chat_id}
        self.parameters = {name: value for name, value in parameters.items() if value is not None}


def bad(description: str) -> ApiError:
    """400: the request is wrong and will stay wrong."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """403: somebody does not want the bot there."""
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    """409: two receivers of updates."""
    return ApiError(409, f"Conflict: {description}")


def too_many(retry_after: int) -> ApiError:
    """429: ``retry_after`` in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


class ControlError(Exception):
    """Something that people cannot do on Telegram, or a test asked for wrongly; one sentence."""
