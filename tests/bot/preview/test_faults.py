"""What goes wrong when it is told to: faults and flood limits."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request

import pytest
from double import Ask, Double, Person, Refused

from bot.preview.errors import ApiError
from bot.preview.faults import FloodLimits


@pytest.fixture
def ann(double: Double) -> Person:
    ann = double.person("Ann")
    double.say(ann, "/start")
    return ann


def bots(double: Double, person: Person) -> list[str]:
    return [message["text"] for message in double.messages(person) if message["from"]["is_bot"]]


def test_an_error_strikes_as_often_as_it_was_ordered_and_does_nothing(double: Double, ann: Person, ask: Ask) -> None:
    double.fault(code=429, retry_after=7, method="sendMessage", times=2)
    for _ in range(2):
        answer = ask("sendMessage", chat_id=ann.id, text="a")
        assert answer == {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}}
    assert bots(double, ann) == []
    assert ask("sendMessage", chat_id=ann.id, text="a")["ok"]
    assert [(call.status, call.fault) for call in double.calls("sendMessage")] == [(429, "error"), (429, "error"), (200, None)]


def test_a_fault_can_strike_every_third_request_of_one_chat(double: Double, ann: Person, ask: Ask) -> None:
    bob = double.person("Bob")
    double.say(bob, "/start")
    double.fault(code=502, every=3, times=99, chat_id=ann.id)
    assert [ask("sendMessage", chat_id=bob.id, text="a")["ok"] for _ in range(6)] == [True] * 6
    assert [ask("sendMessage", chat_id=ann.id, text="a")["ok"] for _ in range(6)] == [True, True, False, True, True, False]
    double.no_faults()
    assert all(ask("sendMessage", chat_id=ann.id, text="a")["ok"] for _ in range(6))


def test_a_dropped_connection_did_nothing_and_one_dropped_after_did_all(double: Double, ann: Person, ask: Ask) -> None:
    for kind in ("drop", "drop_after"):
        double.fault(kind, method="sendMessage")
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError, urllib.error.URLError)):
            ask("sendMessage", chat_id=ann.id, text=kind)
    assert bots(double, ann) == ["drop_after"]
    assert [(call.status, call.fault) for call in double.calls("sendMessage")] == [(0, "drop"), (0, "drop_after")]


def test_a_hanging_request_hangs(double: Double, ann: Person, ask: Ask) -> None:
    double.fault("hang", seconds=0.5)
    started = time.monotonic()
    assert ask("sendMessage", chat_id=ann.id, text="late")["ok"] and time.monotonic() - started >= 0.5


def test_who_gives_up_waiting_may_have_been_served_all_the_same(double: Double, ann: Person) -> None:
    double.fault("hang", seconds=0.5)
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(f"{double.url}/bot{double.token}/sendMessage?chat_id={ann.id}&text=late", timeout=0.1)
    call = double.wait_for("sendMessage")
    assert (call.status, call.fault, call.result["text"]) == (0, "hang", "late") and bots(double, ann) == ["late"]


def test_a_proxy_may_answer_instead(double: Double, ann: Person) -> None:
    double.fault("garbage", code=502)
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{double.url}/bot{double.token}/sendMessage?chat_id={ann.id}&text=a")
    with answer.value as error:
        assert error.code == 502 and b"nginx" in error.read()


def test_a_poll_fails_when_it_is_told_to(double: Double, ask: Ask) -> None:
    double.fault(code=500, method="getUpdates")
    assert ask("getUpdates")["error_code"] == 500 and ask("getUpdates")["ok"]


def test_no_such_fault(double: Double) -> None:
    with pytest.raises(Refused, match="this is no fault"):
        double.fault("explode")
    with pytest.raises(Refused, match="this is no fault"):
        double.fault("error", colour="red")


def admitted(limits: FloodLimits, chat_id: int, now: float) -> int:
    """0 when a message passes, else the seconds to wait."""
    try:
        limits.admit(chat_id, now)
    except ApiError as error:
        return error.parameters["retry_after"]
    return 0


def test_one_message_a_second_to_a_chat() -> None:
    limits = FloodLimits(on=True)
    assert [admitted(limits, 1, now) for now in (0.0, 0.5, 0.9, 1.0, 1.5, 2.0)] == [0, 1, 1, 0, 1, 0]


def test_twenty_messages_a_minute_to_a_group_and_no_such_limit_to_a_person() -> None:
    limits = FloodLimits(on=True)
    assert [admitted(limits, -5, float(now)) for now in range(20)] == [0] * 20
    assert admitted(limits, -5, 30.0) == 30 and admitted(limits, -5, 60.0) == 0
    assert [admitted(limits, 5, float(now)) for now in range(61, 101)] == [0] * 40


def test_thirty_messages_a_second_in_all() -> None:
    limits = FloodLimits(on=True)
    assert [admitted(limits, chat_id, 0.0) for chat_id in range(1, 33)] == [0] * 30 + [1, 1]


def test_limits_are_off_until_switched_on(double: Double, ann: Person, ask: Ask) -> None:
    assert all(ask("sendMessage", chat_id=ann.id, text="a")["ok"] for _ in range(5))
    double.limits()
    answers = [ask("sendMessage", chat_id=ann.id, text="a") for _ in range(2)]
    assert [answer["ok"] for answer in answers] == [True, False]
    assert answers[1]["parameters"] == {"retry_after": 1}
    assert ask("sendChatAction", chat_id=ann.id, action="typing")["ok"], "only messages count"
