"""The log: no secret in message, arguments or traceback; no question in what is said of an exception."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from telegram.error import NetworkError

from bot import logs

SECRET = "1:secret-of-a-test"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("bot", "index", "sources", *logs.TALKATIVE)}
    stream = io.StringIO()
    logs.set_up([SECRET], False, "INFO")
    root.handlers[0].setStream(stream)  # type: ignore[attr-defined]
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    logging.raiseExceptions = True


def test_a_secret_is_taken_out_of_message_arguments_and_traceback(output: io.StringIO) -> None:
    log = logging.getLogger("bot.test")
    log.info("GET /bot%s/getMe", SECRET)
    log.error(f"plain {SECRET}")
    try:
        raise ValueError(f"bad url http://x/bot{SECRET}/sendMessage")
    except ValueError:
        log.exception("while sending")
    assert SECRET not in output.getvalue() and output.getvalue().count(logs.REDACTED) == 3


def test_what_looks_like_another_bots_token_is_taken_out_too(output: io.StringIO) -> None:
    logging.getLogger("bot").error("it is 123:%s", "A" * 35)
    assert "A" * 35 not in output.getvalue()


def test_libraries_that_tell_what_they_send_are_held_back(output: io.StringIO) -> None:
    for name in ("httpx", "telegram.ext.ExtBot", "telegram.Bot"):
        logging.getLogger(name).info("sendMessage how many fighters?")
        logging.getLogger(name).debug("sendMessage how many fighters?")
    assert output.getvalue() == ""


def test_a_json_line_is_one_object_with_its_traceback() -> None:
    formatter = logs.Redacting(logs.JsonLines(), [SECRET])
    try:
        raise ValueError("x")
    except ValueError:
        import sys

        record = logging.LogRecord("bot", logging.ERROR, "f", 1, "said %s", (SECRET,), sys.exc_info())
    fields = json.loads(formatter.format(record))
    assert fields["message"] == f"said {logs.REDACTED}" and "ValueError" in fields["traceback"] and fields["level"] == "ERROR"


def test_of_an_unknown_exception_kind_and_place_are_said_and_not_its_words() -> None:
    try:
        try:
            raise ValueError("how many fighters?")
        except ValueError as cause:
            raise NetworkError("Bad Gateway") from cause
    except NetworkError as error:
        said = logs.where(error, (NetworkError,))
    assert "how many fighters" not in said.replace('raise ValueError("how many fighters?")', "") and "builtins.ValueError" in said
    assert "NetworkError: Bad Gateway" in said and "test_logs.py" in said
