"""The process that works answers out beside the bot: it may die, it ends with the bot, and what went wrong in it tells no question."""

from __future__ import annotations

import logging
import os
import signal
import time
from pathlib import Path

import pytest
from double import Double, Person, running
from serving import copied, descendants, quoted_in, serving, start

from bot.answering import Answering, AnswersBroken, BriefingBeside, _worked_out
from bot.briefing import Briefing
from bot.config import Settings
from index.catalog import Catalog

READER = 8
QUESTION = "how many ISKP fighters?"


def answering_in(pid: int) -> int:
    """The process among them that holds the model: the largest."""
    return max(descendants(pid), key=lambda one: int((Path("/proc") / str(one) / "statm").read_text().split()[1]))


def asked(double: Double, person: Person) -> list[str]:
    """What is quoted to somebody who asks."""
    since = double.mark()
    double.say(person, QUESTION)
    return quoted_in(double.wait_for("sendMessage", since=since, seconds=60, chat_id=person.id).message)


def are_gone(pids: set[int], seconds: float = 20.0) -> bool:
    """Whether processes end within that time."""
    end = time.monotonic() + seconds
    while any((Path("/proc") / str(one)).exists() for one in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_an_answering_process_that_is_killed_costs_no_question_and_none_outlives_the_bot(sample_data: Path, tmp_path: Path) -> None:
    with running() as double, serving(double, copied(sample_data, tmp_path / "data"), BRIEFBOT_ALLOWED_CHATS=str(READER)) as bot:
        bo = double.person("Bo", READER)
        first = asked(double, bo)
        os.kill(answering_in(bot.popen.pid), signal.SIGKILL)
        assert asked(double, bo) == first != []
        working = descendants(bot.popen.pid)
        assert working
        bot.kill()
        assert are_gone(working)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_signal_to_all_of_a_service_leaves_what_is_in_hand_its_answer(sample_data: Path, tmp_path: Path) -> None:
    with running() as double:
        bot = start(double, copied(sample_data, tmp_path / "data"), BRIEFBOT_ALLOWED_CHATS=str(READER))
        bot.wait_ready()
        bo = double.person("Bo", READER)
        first = asked(double, bo)
        working = descendants(bot.popen.pid)
        for one in working:
            os.kill(one, signal.SIGTERM)
        assert asked(double, bo) == first != []
        assert answering_in(bot.popen.pid) in working, "the same process goes on"
        assert bot.stop() == 0 and are_gone(working)


def test_what_is_answered_beside_is_what_is_answered_here(sample_data: Path, tmp_path: Path) -> None:
    settings = Settings(data=copied(sample_data, tmp_path / "data"))
    with Catalog(settings.data) as catalog, Answering(settings) as answering:
        from bot.terminal import briefing_over

        beside, here = BriefingBeside(catalog, settings, answering), briefing_over(catalog, settings)
        for question in (QUESTION, "who is Saphine Durrowell?", "who won the 2022 World Cup?", ""):
            assert beside.ask(question) == here.ask(question)
        given = here.ask(QUESTION)
        assert beside.check(given.quotes[0].text) == here.check(given.quotes[0].text)
        assert beside.spoken(given.quotes) == given.quotes


def test_a_process_that_dies_of_everything_is_given_up_with_a_sentence(sample_data: Path, tmp_path: Path) -> None:
    with Answering(Settings(data=copied(sample_data, tmp_path / "data"))) as answering, pytest.raises(AnswersBroken, match="briefbot doctor"):
        answering.run(dies)


def dies(_: Briefing) -> None:
    os._exit(1)


def fails(_: Briefing) -> int:
    return int(QUESTION)


def test_an_error_leaves_the_process_without_what_it_says(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("bot.answering._briefing", [None])  # in the process itself; what fails looks at no briefing
    with caplog.at_level(logging.ERROR), pytest.raises(RuntimeError) as raised:
        _worked_out("en", fails)
    assert "ISKP" not in caplog.text + str(raised.value) and raised.value.__context__ is None
    assert "ValueError" in caplog.text
