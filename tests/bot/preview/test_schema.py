"""The independent schema notices what Telegram would ignore or refuse."""

from __future__ import annotations

from typing import Any

import pytest
from schema import faults_of_call, faults_of_update, methods

GOOD: dict[str, Any] = {"chat_id": 1, "text": "a"}


def test_it_knows_the_methods_of_the_bot_api() -> None:
    assert len(methods()) > 150 and {"sendmessage", "answerguestquery", "sendmessagedraft"} <= methods().keys()


def test_a_good_request_has_no_fault() -> None:
    assert faults_of_call("sendMessage", GOOD | {"entities": [{"type": "expandable_blockquote", "offset": 0, "length": 1}]}) == []
    assert faults_of_call("sendDocument", {"chat_id": 1, "document": {"file_name": "a", "size": 1}}) == []


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMesage", GOOD),
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", GOOD | {"colour": "red"}),
        ("sendMessage", GOOD | {"reply_parameters": {"message_id": 1, "words": "a"}}),
        ("sendMessage", GOOD | {"reply_markup": {"inline_keyboard": [[{"text": "a", "callbackdata": "b"}]]}}),
        ("sendMessage", GOOD | {"entities": [{"type": "bold", "offset": 0}]}),
        ("setMyCommands", {"commands": "start"}),
    ],
)
def test_a_bad_request_has_one(method: str, params: dict[str, Any]) -> None:
    assert faults_of_call(method, params)


def test_a_bad_update_has_one() -> None:
    assert faults_of_update({"update_id": 1, "message": {"message_id": 1}})
    assert faults_of_update({"update_id": 1, "massage": {}})
