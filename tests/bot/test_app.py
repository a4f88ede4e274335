"""Putting it together: the order of updates, what becomes of one that fails, and who is admitted."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.access import Admitted
from bot.app import OneChatOneUpdate, admitted_by, failed, is_passing
from bot.arrivals import listening_at
from bot.config import Settings
from bot.inbox import Errand, LeaseLost
from bot.languages import say
from bot.metrics import Metrics
from bot.state import Arrival
from index.errors import BusyCatalog, CatalogError

METRICS = Metrics(lambda: 0, lambda: (0, 0))


def update(number: int, chat: int) -> Update:
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": {"id": chat, "is_bot": False, "first_name": "A"}, "text": "x"}
    return Update.de_json({"update_id": number, "message": message}, None)


class Settled:
    """Stands for the inbox."""

    def __init__(self) -> None:
        self.settled: list[int] = []
        self.in_hand: dict[int, Errand] = {}

    async def settle(self, update_id: int) -> None:
        self.settled.append(update_id)


async def test_updates_of_one_chat_keep_their_order_and_other_chats_do_not_wait() -> None:
    inbox, order = Settled(), []
    processor = OneChatOneUpdate(inbox, METRICS)  # type: ignore[arg-type]

    async def handle(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        order.append(name)

    await asyncio.gather(
        processor.process_update(update(1, 7), handle("first", 0.1)),
        processor.process_update(update(2, 7), handle("second", 0.0)),
        processor.process_update(update(3, 8), handle("other chat", 0.0)),
    )
    assert order == ["other chat", "first", "second"] and sorted(inbox.settled) == [1, 2, 3]
    assert not processor._chats and not processor._waiting, "nothing is kept of a chat that is quiet"


async def after(error: Exception) -> tuple[Errand, list[str]]:
    """What becomes of update 1 when its handling raises this."""
    said: list[str] = []
    errand = Errand(Arrival(1, 7, "{}"))

    async def send(reply: Any, _target: Any, _taken: Any) -> None:
        said.append(reply.text)

    inbox = SimpleNamespace(in_hand={1: errand})
    context: Any = SimpleNamespace(error=error, services=SimpleNamespace(inbox=inbox, courier=SimpleNamespace(send=send), metrics=METRICS))
    await failed(update(1, 7), context)
    return errand, said


@pytest.mark.parametrize("error", [NetworkError("502"), RetryAfter(3), BusyCatalog("busy")])
async def test_what_may_pass_is_tried_again_and_not_talked_about(error: Exception) -> None:
    errand, said = await after(error)
    assert errand.again and said == [] and is_passing(error)


@pytest.mark.parametrize("error", [BadRequest("too long"), CatalogError("damaged"), ValueError("how many fighters?")])
async def test_what_will_not_pass_is_said_in_one_sentence(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "bot.app"):
        errand, said = await after(error)
    assert not errand.again and said == [say("failed")]
    assert type(error).__name__ in caplog.text and "how many fighters" not in caplog.text


@pytest.mark.parametrize("error", [Forbidden("blocked"), LeaseLost(1)])
async def test_what_is_nobodys_fault_is_neither_said_nor_tried_again(error: Exception) -> None:
    errand, said = await after(error)
    assert not errand.again and said == []


def test_the_settings_admit_whom_they_name() -> None:
    assert admitted_by(Settings(admins=(7,), allowed_chats=(8, -100))) == Admitted(frozenset({7}), frozenset({8, -100}), False)
    assert admitted_by(Settings(allowed_chats=("*",))) == Admitted(everybody=True)
    assert admitted_by(Settings()) == Admitted()


@pytest.mark.parametrize(
    ("url", "listen", "where"),
    [
        ("https://bot.example.org/hook", None, ("127.0.0.1", 8080)),
        ("http://127.0.0.1:9000/hook", None, ("127.0.0.1", 9000)),
        ("https://bot.example.org/hook", "0.0.0.0:88", ("0.0.0.0", 88)),
    ],
)
def test_a_webhook_listens_where_a_proxy_or_a_local_server_looks(url: str, listen: str | None, where: tuple[str, int]) -> None:
    assert listening_at(url, listen) == where
