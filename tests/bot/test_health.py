"""The health pages over real HTTP: what they say, to whom, and what never stands on them."""

from __future__ import annotations

import asyncio
import socket
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from bot.errors import CannotGoOn
from bot.health import DRAINING, STARTING, Condition, HealthServer, is_of_this_machine
from bot.metrics import Metrics, kind_of


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Pages:
    """A server under test."""

    def __init__(self) -> None:
        self.condition = Condition()
        self.metrics = Metrics(lambda: 3, lambda: (14, 212))
        self.readable: Callable[[], object] = lambda: None
        self.port = free_port()

    async def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        """(status, body) of a page."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host})

        def fetch() -> tuple[int, str]:
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()

        return await asyncio.to_thread(fetch)


@pytest.fixture
async def pages() -> AsyncIterator[Pages]:
    given = Pages()
    with ThreadPoolExecutor(1) as threads:
        server = HealthServer(f"127.0.0.1:{given.port}", given.condition, given.metrics, lambda: given.readable(), threads)
        server.start()
        yield given
        await server.stop()


async def test_it_is_alive_while_it_starts_and_ready_only_when_nothing_keeps_it_from_answering(pages: Pages) -> None:
    assert await pages.get("/healthz") == (200, "ok\n")
    assert await pages.get("/readyz") == (503, f"{STARTING}\n")
    pages.condition.life = None
    assert await pages.get("/readyz") == (200, "ready\n")
    pages.condition.arrivals = "no updates at the moment"
    assert await pages.get("/readyz") == (503, "no updates at the moment\n")
    pages.condition.arrivals, pages.condition.life = None, DRAINING
    assert await pages.get("/readyz") == (503, f"{DRAINING}\n")


async def test_a_store_that_cannot_be_read_is_not_ready(pages: Pages) -> None:
    def fails() -> object:
        raise OSError("how many fighters?")

    pages.condition.life, pages.readable = None, fails
    status, body = await pages.get("/readyz")
    assert status == 503 and "briefbot doctor" in body and "fighters" not in body


async def test_what_was_counted_is_read_and_an_errors_words_are_not(pages: Pages) -> None:
    pages.metrics.handled(kind_of(SimpleNamespace(message=object())), 0.02)
    pages.metrics.failed(ValueError("how many fighters?"))
    pages.metrics.answered("answered")
    pages.metrics.withheld(2)
    _, body = await pages.get("/metrics")
    lines = [line for line in body.splitlines() if not line.startswith("#")]
    for line in (
        'briefbot_updates_total{kind="message"} 1.0',
        'briefbot_failures_total{error="ValueError"} 1.0',
        'briefbot_answers_total{outcome="answered"} 1.0',
        "briefbot_quotes_withheld_total 2.0",
        "briefbot_updates_waiting 3.0",
        "briefbot_articles 14.0",
        "briefbot_passages 212.0",
    ):
        assert line in lines
    assert "fighters" not in body


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
async def test_a_page_of_another_site_reads_nothing(pages: Pages, path: str) -> None:
    status, body = await pages.get(path, host="evil.example")
    assert (status, body) == (403, "")


@pytest.mark.parametrize(
    ("host", "ours"), [("127.0.0.1:9464", True), ("localhost", True), ("[::1]:80", True), ("127.0.0.1.evil.example", False), ("10.0.0.1", False), ("", False)]
)
def test_which_names_are_this_machine(host: str, ours: bool) -> None:
    assert is_of_this_machine(host) is ours


async def test_a_taken_address_is_said_in_one_sentence(pages: Pages) -> None:
    with ThreadPoolExecutor(1) as threads, pytest.raises(CannotGoOn, match="BRIEFBOT_HEALTH_LISTEN"):
        HealthServer(f"127.0.0.1:{pages.port}", Condition(), pages.metrics, lambda: None, threads).start()


def test_an_update_of_no_known_kind_is_counted_as_other() -> None:
    assert kind_of(SimpleNamespace(poll=object())) == "other"
