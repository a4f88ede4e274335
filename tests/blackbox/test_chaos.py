"""Updates from 150 chats while everything goes wrong, and three kills: no question is lost; repeated is at most one answer a kill,
and one for each message that the server took and whose answer it did not give: of that one nobody can know.

As many updates as the machine answers in BRIEFBOT_CHAOS_SECONDS (default 60), 3,000 at most.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from double import Double, Person, running
from serving import UNTHROTTLED, Process, copied, start

pytestmark = pytest.mark.slow
UPDATES = 3000
LEAST = 150
SECONDS = float(os.environ.get("BRIEFBOT_CHAOS_SECONDS", "60"))
PATIENCE = 45.0
"""For what is left when nothing more is asked: a killed process's leases, and what was put back."""
PEOPLE = 130
GROUPS = 20
BLOCKED = 5
KILLS = 3
BACKLOG = 250
QUESTIONS = ("how many ISKP fighters?", "how many people were killed in the Ostrelle dam breach?", "who is Saphine Durrowell?", "who won the 2022 World Cup?")
COMMANDS = ("/help", "/privacy", "/sources")
SHARE_ASKED = 0.4
"""The others are commands, which cost less: what is tested is delivery."""

Place = tuple[int, int]
"""(chat, message) of a question."""


def test_nothing_is_lost_and_one_answer_a_kill_is_repeated_at_most(
    sample_data: Path, tmp_path: Path, record_testsuite_property: Callable[[str, str], None]
) -> None:
    with running() as double:
        crowd = Crowd(double)
        bot = Bot(double, copied(sample_data, tmp_path / "data"), crowd)
        arrange_trouble(double)
        tally, started = Tally(double), time.monotonic()
        while len(crowd.asked) < UPDATES and time.monotonic() - started < SECONDS:
            if len(crowd.asked) - len(tally.read()) < BACKLOG:
                crowd.ask_a_wave()
            share = max(len(tally.answers) / UPDATES, (time.monotonic() - started) / SECONDS)
            if bot.kills < KILLS and share > (bot.kills + 1) / (KILLS + 1):
                bot.kill()
            time.sleep(0.2)
        crowd.some_block_the_bot()
        answers = tally.wait_for(crowd.expected, bot.process)
        assert bot.process.stop() == 0
        repeated = sum(count - 1 for count in tally.read().values())
        taken = f"{tally.unsure} taken unsaid, {repeated} repeated, {time.monotonic() - started:.0f} s"
        record_testsuite_property("figures", f"{len(crowd.asked)} updates, {len(answers)} answered, {bot.kills} kills, {taken}")
        assert len(crowd.asked) >= LEAST and bot.kills == KILLS
        assert crowd.expected - tally.answers.keys() == set(), "a question was lost"
        assert repeated <= KILLS + tally.unsure, f"{repeated} answers were repeated"


class Crowd:
    """Everybody who asks."""

    def __init__(self, double: Double) -> None:
        self._double = double
        self._draw = random.Random(3)
        self._name = double.get("chats")["me"]["username"]
        self.people = [double.person(f"P{number}") for number in range(PEOPLE)]
        self.groups = [double.group(f"G{number}", *self.people[:10]) for number in range(GROUPS)]
        self.asked: set[Place] = set()
        self.gone: set[int] = set()

    @property
    def expected(self) -> set[Place]:
        """The questions whose askers are still there."""
        return {place for place in self.asked if place[0] not in self.gone}

    def ask_a_wave(self) -> None:
        """One question in every chat."""
        for chat in [*self.people, *self.groups]:
            text = self._draw.choice(QUESTIONS if self._draw.random() < SHARE_ASKED else COMMANDS)
            if isinstance(chat, Person):
                said = self._double.say(chat, text)
            else:
                said = self._double.say(self._draw.choice(self.people[:10]), self._addressed(text), chat)
            self.asked.add((chat.id, said.id))

    def _addressed(self, text: str) -> str:
        return f"{text}@{self._name}" if text in COMMANDS else f"/ask@{self._name} {text}"

    def some_block_the_bot(self) -> None:
        """A few people ask once more and block the bot."""
        for person in self.people[-BLOCKED:]:
            self._double.say(person, QUESTIONS[0])
            self._double.block(person)
            self.gone.add(person.id)


class Bot:
    """The process, which is killed and started again."""

    def __init__(self, double: Double, data: Path, crowd: Crowd) -> None:
        everybody = ",".join(str(chat.id) for chat in [*crowd.people, *crowd.groups])
        self._double, self._data = double, data
        self._settings = {"BRIEFBOT_ALLOWED_CHATS": everybody, "BRIEFBOT_LOG_LEVEL": "ERROR"}
        self.kills = 0
        self.process = self._started()
        self.process.wait_ready()

    def _started(self) -> Process:
        return start(self._double, self._data, UNTHROTTLED, **self._settings)

    def kill(self) -> None:
        self.process.kill()
        self.kills += 1
        self.process = self._started()


class Tally:
    """How often each question was answered, read from the double a piece at a time."""

    def __init__(self, double: Double) -> None:
        self._double = double
        self._seen: set[int] = set()
        self.answers: Counter[Place] = Counter()
        self.unsure = 0
        """Messages that were taken and whose answer was not given."""

    def read(self) -> Counter[Place]:
        since = max(self._seen, default=0) - 100  # a call that hung may end after later ones
        calls = [call for call in self._double.calls("sendMessage", max(0, since)) if call.number not in self._seen]
        self._seen.update(call.number for call in calls)
        self.unsure += sum(call.fault == "drop_after" for call in calls)
        self.answers.update(
            (call.params["chat_id"], call.params["reply_parameters"]["message_id"]) for call in calls if call.status in (0, 200) and call.result
        )
        return self.answers

    def wait_for(self, expected: set[Place], process: Process) -> Counter[Place]:
        end = time.monotonic() + PATIENCE
        while not self.read().keys() >= expected and time.monotonic() < end:
            time.sleep(0.5)
        left = expected - self.answers.keys()
        assert not left, f"{len(left)} questions are not answered\n{process.log[-2000:]}"
        return self.answers


def arrange_trouble(double: Double) -> None:
    double.mischief(duplicates=0.1, shuffled=True, seed=5)
    for fault in (
        {"kind": "error", "code": 429, "retry_after": 1, "times": 60, "every": 31},
        {"kind": "error", "code": 502, "times": 60, "every": 37},
        {"kind": "garbage", "code": 504, "times": 30, "every": 53},
        {"kind": "drop", "times": 40, "every": 41},
        {"kind": "drop_after", "times": 10, "every": 97},
        {"kind": "hang", "seconds": 0.2, "times": 40, "every": 43},
    ):
        double.fault(**{"method": "sendMessage", **fault})  # type: ignore[arg-type]
