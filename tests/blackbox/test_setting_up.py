"""`init`, `doctor` and the start of `run`: what a person is told when all is well, and one sentence when it is not."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from double import Double
from serving import briefbot, copied, quoted_in, serving, start


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return copied(sample_data, tmp_path / "data")


def telegram(double: Double, token: str | None = None) -> dict[str, str]:
    return {"TELEGRAM_BOT_TOKEN": token or double.token, "TELEGRAM_API_URL": double.url}


def test_init_says_what_is_set_and_its_link_makes_an_owner(double: Double, data: Path) -> None:
    ran = briefbot("init", data=data, **telegram(double))
    assert ran.returncode == 0, ran.stderr
    assert "group privacy is on" in ran.stdout and "inline mode is" in ran.stdout and "15 minutes" in ran.stdout
    assert double.token not in ran.stdout + ran.stderr
    payload = re.search(r"start=(pair-[\w-]{20,59})", ran.stdout)
    assert payload
    ann = double.person("Ann")
    with serving(double, data) as process:
        assert process.wait_ready().endswith("0 admins")
        double.say(ann, f"/start {payload[1]}")
        assert "owner of everything" in double.wait_for("sendMessage", chat_id=ann.id).params["text"]
    with serving(double, data) as process:
        assert process.wait_ready().endswith("1 admin")


def test_init_tells_when_group_privacy_is_off(double: Double, data: Path) -> None:
    double.do("identity", can_read_all_group_messages=True, supports_inline_queries=False)
    printed = json.loads(briefbot("init", "--json", data=data, **telegram(double)).stdout)
    assert "group privacy is off" in printed["means"][0] and printed["valid_seconds"] == 900


@pytest.mark.parametrize("verb", ["init", "run"])
def test_a_wrong_token_is_one_sentence(double: Double, data: Path, verb: str) -> None:
    ran = briefbot(verb, data=data, **telegram(double, "1:wrong-token"))
    assert ran.returncode == 1 and "Telegram does not know this token" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1 and "wrong-token" not in ran.stderr + ran.stdout


@pytest.mark.parametrize("verb", ["init", "run"])
def test_no_token_and_no_network_are_one_sentence_each(data: Path, verb: str) -> None:
    ran = briefbot(verb, data=data)
    assert ran.returncode == 1 and "TELEGRAM_BOT_TOKEN" in ran.stderr and len(ran.stderr.strip().splitlines()) == 1
    ran = briefbot(verb, data=data, TELEGRAM_BOT_TOKEN="1:test", TELEGRAM_API_URL="http://127.0.0.1:9")
    assert ran.returncode == 1 and "cannot be reached at http://127.0.0.1:9" in ran.stderr and len(ran.stderr.strip().splitlines()) == 1


def test_another_poller_is_said_once_and_waited_out(double: Double, data: Path) -> None:
    double.fault("error", method="getUpdates", code=409, description="Conflict: terminated by other getUpdates request", times=3)
    with serving(double, data, BRIEFBOT_ALLOWED_CHATS="*") as process:
        end = time.monotonic() + 20
        while "updates come again" not in process.log and time.monotonic() < end:
            double.say(double.person("Ann"), "/help")
            time.sleep(0.5)
        assert process.log.count("another process takes this bot's updates") == 1 and "updates come again" in process.log


def test_doctor_looks_at_the_account_the_webhook_and_the_clock(double: Double, data: Path) -> None:
    printed = json.loads(briefbot("doctor", "--json", data=data, **telegram(double)).stdout)
    checks = {check["name"]: check for check in printed["checks"]}
    assert printed["ok"] and {"token", "group privacy", "inline mode", "webhook", "clock"} <= checks.keys()
    wrong = briefbot("doctor", "--json", data=data, **telegram(double, "1:wrong-token"))
    assert wrong.returncode == 1 and "does not know this token" in wrong.stdout and "wrong-token" not in wrong.stdout


def test_a_webhook_without_the_secret_gets_nothing_in(double: Double, data: Path) -> None:
    import socket
    import urllib.error
    import urllib.request

    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/hook"
    ann = double.person("Ann")
    message = {"message_id": 1, "date": int(time.time()), "chat": {"id": ann.id, "type": "private"}, "from": {"id": ann.id, "is_bot": False, "first_name": "A"}}
    body = json.dumps({"update_id": 5, "message": {**message, "text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}}).encode()
    with serving(double, data, BRIEFBOT_ALLOWED_CHATS="*", BRIEFBOT_WEBHOOK_URL=url, BRIEFBOT_WEBHOOK_SECRET="a-secret"):
        double.wait_for("setWebhook")
        statuses = []
        for headers, content in (
            ({}, body),
            ({"X-Telegram-Bot-Api-Secret-Token": "a-secreT"}, body),
            ({"X-Telegram-Bot-Api-Secret-Token": "a-secret"}, b"{oops"),
        ):
            try:
                urllib.request.urlopen(urllib.request.Request(url, content, {"Content-Type": "application/json", **headers}), timeout=5)
            except urllib.error.HTTPError as error:
                statuses.append(error.code)
                error.close()
        assert statuses == [403, 403, 400]
        time.sleep(0.5)
        assert double.calls("sendMessage") == []
        request = urllib.request.Request(url, body, {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": "a-secret"})
        with urllib.request.urlopen(request, timeout=5) as taken:
            assert taken.status == 200
        assert "What I understand" in double.wait_for("sendMessage", chat_id=ann.id).params["text"]


def test_sigterm_drains_what_is_in_hand_and_exits_with_0(double: Double, data: Path) -> None:
    people = [double.person(f"P{number}") for number in range(12)]
    process = start(double, data, BRIEFBOT_ALLOWED_CHATS="*")
    process.wait_ready()
    for person in people:
        double.say(person, "how many ISKP fighters?")
    double.taken()
    process.popen.send_signal(signal.SIGTERM)
    assert process.end() == 0
    answered = {call.params["chat_id"] for call in double.calls("sendMessage") if call.status == 200}
    assert answered == {person.id for person in people} and "Traceback" not in process.log


def test_what_a_killed_process_had_in_hand_is_answered_by_the_next(double: Double, data: Path) -> None:
    ann = double.person("Ann")
    double.fault("error", method="sendMessage", code=429, retry_after=30, chat_id=ann.id)
    process = start(double, data, BRIEFBOT_ALLOWED_CHATS="*")
    process.wait_ready()
    double.say(ann, "how many ISKP fighters?")
    double.wait_for("sendMessage", chat_id=ann.id)
    process.kill()
    with serving(double, data, BRIEFBOT_ALLOWED_CHATS="*"):
        answer = double.wait_for("sendMessage", chat_id=ann.id, seconds=40)
        assert answer.status == 200 and quoted_in(answer.message)


def test_the_log_can_be_json_lines(double: Double, data: Path) -> None:
    double.fault("error", method="getUpdates", code=502, times=1)
    with serving(double, data, BRIEFBOT_ALLOWED_CHATS="*", BRIEFBOT_LOG_FORMAT="json") as process:
        double.say(double.person("Ann"), "/help")
        double.wait_for("sendMessage")
        lines = [json.loads(line) for line in process.lines if line.startswith("{")]
    assert lines and {"time", "level", "logger", "message"} <= lines[0].keys()


def test_a_text_that_was_altered_in_the_store_is_withheld_and_said(double: Double, data: Path) -> None:
    ann = double.person("Ann")
    with serving(double, data, BRIEFBOT_ALLOWED_CHATS="*") as process:
        double.say(ann, "how many ISKP fighters?")
        answer = double.wait_for("sendMessage", chat_id=ann.id)
        assert quoted_in(answer.message)
        with closing(sqlite3.connect(data / "briefbot.sqlite", timeout=10)) as store, store:
            store.execute("UPDATE revisions SET text = replace(text, 'at least 2,000', 'at least 9,000')")
        double.press(ann, answer.message, "Context")
        context = double.wait_for("sendMessage", since=answer.number + 1)
        assert (
            quoted_in(context.message) == []
            and "withheld: not word for word what is stored" in context.params["text"]
            and "9,000" not in context.params["text"]
        )
        double.say(ann, "how many ISKP fighters?")
        again = double.wait_for("sendMessage", since=context.number + 1)
        assert "9,000" not in again.params["text"]
        assert "withheld while sending" in process.log


def test_two_processes_over_one_folder_answer_each_question_once(double: Double, data: Path) -> None:
    people = [double.person(f"P{number}") for number in range(8)]
    with serving(double, data, BRIEFBOT_ALLOWED_CHATS="*"), serving(double, data, BRIEFBOT_ALLOWED_CHATS="*"):
        for person in people:
            double.say(person, "how many ISKP fighters?")
        end = time.monotonic() + 30
        while len(answers := [call.params["chat_id"] for call in double.calls("sendMessage") if call.status == 200]) < len(people) and time.monotonic() < end:
            time.sleep(0.3)
        time.sleep(1)
        answers = [call.params["chat_id"] for call in double.calls("sendMessage") if call.status == 200]
    assert sorted(answers) == sorted(person.id for person in people)
