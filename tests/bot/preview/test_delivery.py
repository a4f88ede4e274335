"""Updates: polling, acknowledgement, two receivers, webhook, duplicates and disorder."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from double import Ask, Double, Person


@pytest.fixture
def ann(double: Double) -> Person:
    return double.person("Ann")


def ids(answer: dict[str, Any]) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


def test_an_update_comes_again_until_it_is_acknowledged(double: Double, ann: Person, ask: Ask) -> None:
    first, second = double.say(ann, "a").update_id, double.say(ann, "b").update_id
    assert first and second == first + 1
    assert ids(ask("getUpdates")) == ids(ask("getUpdates")) == [first, second]
    assert ids(ask("getUpdates", limit=1)) == [first]
    assert ids(ask("getUpdates", offset=second)) == [second]
    assert ids(ask("getUpdates")) == [second]
    assert ids(ask("getUpdates", offset=second + 1)) == []


def test_a_long_poll_ends_as_soon_as_there_is_something(double: Double, ann: Person, ask: Ask) -> None:
    with ThreadPoolExecutor() as pool:
        polled = pool.submit(ask, "getUpdates", timeout=20)
        time.sleep(0.2)
        started = time.monotonic()
        said = double.say(ann, "a")
        assert ids(polled.result(5)) == [said.update_id] and time.monotonic() - started < 2


def test_the_newer_of_two_pollers_ends_the_older_with_409(ask: Ask) -> None:
    with ThreadPoolExecutor() as pool:
        older = pool.submit(ask, "getUpdates", timeout=20)
        time.sleep(0.2)
        assert ask("getUpdates", timeout=0)["ok"]
        assert older.result(5)["error_code"] == 409


def test_only_the_kinds_that_are_asked_for_arrive(double: Double, ann: Person, ask: Ask) -> None:
    said = double.say(ann, "a")
    assert double.do("react", chat=ann.id, user=ann.id, message_id=said.id, emoji="👍")["update_id"] is None, "never by default"
    ask("getUpdates", allowed_updates=["message_reaction"], offset=10**6)
    assert double.say(ann, "b").update_id is None
    assert double.do("react", chat=ann.id, user=ann.id, message_id=said.id, emoji="👍")["update_id"]
    ask("getUpdates")
    assert double.say(ann, "b").update_id is None, "not saying it keeps the choice"
    ask("getUpdates", allowed_updates=[])
    assert double.say(ann, "c").update_id, "an empty list is the default again"


def test_duplicates_and_disorder_lose_nothing(double: Double, ann: Person, ask: Ask) -> None:
    double.mischief(duplicates=0.5, shuffled=True, seed=3)
    said = [double.say(ann, str(number)).update_id for number in range(30)]
    got = ids(ask("getUpdates"))
    assert sorted(set(got)) == said and len(got) > 35 and got != sorted(got)
    double.mischief()
    ask("getUpdates", offset=10**6)
    double.again(said[4] or 0)
    assert ids(ask("getUpdates")) == [said[4]]
    assert ids(ask("getUpdates")) == []


class Hook(http.server.BaseHTTPRequestHandler):
    """A bot's webhook that answers with the statuses it was told, then with 200."""

    statuses: list[int]
    got: list[tuple[str | None, dict[str, Any]]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.got.append((self.headers.get("X-Telegram-Bot-Api-Secret-Token"), body))
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Silence."""


@pytest.fixture
def hook() -> Iterator[tuple[str, type[Hook]]]:
    handler = type("TheHook", (Hook,), {"statuses": [], "got": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", handler
        server.shutdown()


def until(done: Any, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_a_webhook_gets_the_secret_and_what_it_refuses_again(double: Double, ann: Person, ask: Ask, hook: tuple[str, type[Hook]]) -> None:
    url, bot = hook
    bot.statuses.extend([500, 403])
    assert ask("setWebhook", url=url, secret_token="s3cret-1")["ok"]
    said = double.say(ann, "a").update_id
    until(lambda: len(bot.got) == 3)
    assert [(secret, body["update_id"]) for secret, body in bot.got] == [("s3cret-1", said)] * 3
    info = ask("getWebhookInfo")["result"]
    assert info["url"] == url and info["pending_update_count"] == 0 and "HTTP 403" in info["last_error_message"]
    assert ask("getUpdates")["error_code"] == 409
    assert ask("deleteWebhook")["ok"] and ask("getUpdates")["result"] == []


def test_a_webhook_ends_a_poll_that_waits(ask: Ask, hook: tuple[str, type[Hook]]) -> None:
    with ThreadPoolExecutor() as pool:
        polled = pool.submit(ask, "getUpdates", timeout=20)
        time.sleep(0.2)
        assert ask("setWebhook", url=hook[0])["ok"]
        assert polled.result(5)["error_code"] == 409


def test_updates_wait_while_the_webhook_is_down(double: Double, ann: Person, ask: Ask, hook: tuple[str, type[Hook]]) -> None:
    assert ask("setWebhook", url="http://127.0.0.1:9/none")["ok"]
    said = double.say(ann, "a").update_id
    until(lambda: "last_error_date" in ask("getWebhookInfo")["result"])
    assert ask("setWebhook", url=hook[0])["ok"]
    until(lambda: hook[1].got)
    assert hook[1].got[0][1]["update_id"] == said


@pytest.mark.parametrize("params", [{"url": "https://bot.example/hook"}, {"url": "http://127.0.0.1:9/", "secret_token": "no spaces"}, {"url": "nonsense"}])
def test_no_webhook_leaves_this_machine(ask: Ask, params: dict[str, Any]) -> None:
    assert ask("setWebhook", **params)["error_code"] == 400
