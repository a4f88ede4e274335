"""The log of a running bot: where it goes, what never goes into it. Standard library only.

Never in it: the token or any other secret (`Redacting` takes them out of message, arguments and tracebacks), and questions.
Libraries that log what they send and receive are held at WARNING, whatever the setting; of an exception that is not known to be
free of questions, the kind and the place are logged, not what it says.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime

REDACTED = "[redacted]"
UPDATE: ContextVar[int | None] = ContextVar("update", default=None)
"""The id of the update that is being handled: what joins the lines that one request left in the log."""
_TOKEN = re.compile(r"\b\d{1,12}:[A-Za-z0-9_-]{30,}")
"""What a bot's token looks like, in case another one than ours appears."""
TALKATIVE = ("telegram", "httpx", "httpcore", "tornado", "apscheduler", "asyncio", "sqlalchemy", "alembic")


class Redacting(logging.Formatter):
    """Formats as another formatter does, and takes secrets out of all of it: message, arguments, traceback."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = tuple(sorted((one for one in secrets if len(one) > 3), key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        return redacted(self._inner.format(record), self._secrets)


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message; the update that was being handled, and a traceback, where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (update := getattr(record, "update", None)) is not None:
            fields["update"] = str(update)
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


class Numbered(logging.Filter):
    """Gives each record the update that was being handled when it was made."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.update = UPDATE.get()
        return True


def redacted(text: str, secrets: Iterable[str]) -> str:
    """A text without these secrets, nor anything that looks like a bot's token."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return _TOKEN.sub(REDACTED, text)


def set_up(secrets: Iterable[str], as_json: bool, level: str) -> None:
    """Send the log of this process to stderr, redacted; our own loggers at ``level``, others at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    inner: logging.Formatter = JsonLines() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(Redacting(inner, secrets))
    handler.addFilter(Numbered())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("bot", "index", "sources"):
        logging.getLogger(name).setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("telegram.ext.AIORateLimiter", "telegram.request.BaseRequest"):  # a 429 and a proxy's error page are waited out by bot.send
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.raiseExceptions = False  # a record that cannot be formatted would otherwise be printed with its arguments


def where(error: BaseException, says: tuple[type[BaseException], ...]) -> str:
    """An exception and its causes as lines: kind and place; what it says only for kinds that are known to hold no question."""
    return "\n".join(_lines(error, says))


def _lines(error: BaseException, says: tuple[type[BaseException], ...]) -> Iterator[str]:
    cause = error.__cause__ or error.__context__
    if cause is not None and cause is not error:
        yield from _lines(cause, says)
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield f"{type(error).__module__}.{type(error).__qualname__}" + (f": {error}" if isinstance(error, says) else "")
