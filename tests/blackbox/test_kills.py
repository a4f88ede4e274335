"""The process is killed twice while briefings go out by themselves: every chat gets its own, and one message a kill is repeated at most."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from double import Double, running
from serving import UNTHROTTLED, Process, copied, start

from bot.schedule import Every, Schedule
from bot.scheduled import Scheduled, Scheduling
from bot.state import State
from index.catalog import Catalog

CHATS = 60
KILLS = 2
PATIENCE = 90.0


def test_two_kills_lose_no_briefing_and_repeat_two_at_most(sample_data: Path, tmp_path: Path) -> None:
    data = copied(sample_data, tmp_path / "data")
    with running() as double:
        people = [double.person(f"P{number}") for number in range(CHATS)]
        settings = {"BRIEFBOT_ALLOWED_CHATS": ",".join(str(one.id) for one in people)}
        for one in people:  # a bot cannot begin a conversation
            double.say(one, "/help")
        schedule_for(data, [one.id for one in people])
        process = start(double, data, UNTHROTTLED, **settings)
        for kill in range(1, KILLS + 1):
            wait_for(double, process, CHATS * kill // (KILLS + 1))
            process.kill()
            assert len(briefed(double)) < CHATS, "killed while some were still to be sent"
            process = start(double, data, UNTHROTTLED, **settings)
        wait_for(double, process, CHATS)
        time.sleep(6)  # whatever it would say twice, it says at its next look
        assert process.stop() == 0
        sent = briefed(double)
        assert sent.keys() == {one.id for one in people}
        assert sent.total() - CHATS <= KILLS, f"{sent.total() - CHATS} were repeated"


def schedule_for(data: Path, people: list[int]) -> None:
    """For each a daily briefing that was due an hour ago."""
    now = time.time()
    due = time.gmtime(now - 3600)
    with Catalog(data) as catalog:
        State(catalog.engine)
        scheduling = Scheduling(catalog.engine)
        for one in people:
            schedule = Schedule(Every.DAY, None, due.tm_hour * 60 + due.tm_min)
            scheduling.put(Scheduled(one, None, one, "main", "ISKP fighters", schedule, now - 86400, now - 86400))


def briefed(double: Double) -> Counter[int]:
    """Chat -> how many briefings it was told of."""
    calls = [call for call in double.calls("sendMessage") if call.result and call.params["text"].startswith("Your briefing is ready.")]
    return Counter(call.params["chat_id"] for call in calls)


def wait_for(double: Double, process: Process, chats: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(briefed(double)) < chats:
        assert time.monotonic() < end and process.popen.poll() is None, process.log[-2000:]
        time.sleep(0.02)
