"""Wrong? through the real bot process: the editors get the quote and the choice, amend or dismiss, and whoever reported it is told; also over a kill."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from double import Call, Double, Person, Room, running
from serving import Process, copied, quoted_in, serving, start

ADMIN, READER = 7, 8
QUESTION = "how many ISKP fighters?"
BOT = "@briefbot_preview_bot"


@dataclass
class Running:
    """The double, the bot's process and folder, an admin, somebody who only asks."""

    double: Double
    process: Process
    data: Path
    ada: Person
    bo: Person
    settings: dict[str, str] = field(default_factory=dict)

    def sent(self, person: Person, text: str, room: Room | None = None, **fields: object) -> Call:
        since = self.double.mark()
        said = self.double.say(person, text, room, **fields)  # type: ignore[arg-type]
        return self.double.wait_for("sendMessage", since=since, seconds=90, chat_id=said.message["chat"]["id"])

    def pressed(self, person: Person, call: Call, label: str) -> Call:
        """What a tap sends into the chat of the message."""
        since = self.double.mark()
        self.double.press(person, call.message, label)
        return self.double.wait_for("sendMessage", since=since, seconds=30, chat_id=call.message["chat"]["id"])

    def toast(self, person: Person, call: Call, label: str) -> str:
        return str(self.double.answer(self.double.press(person, call.message, label))["text"])

    def told(self, person_id: int, since: int) -> Call:
        return self.double.wait_for("sendMessage", since=since, seconds=30, chat_id=person_id)


@pytest.fixture
def bot(sample_data: Path, tmp_path: Path) -> Iterator[Running]:
    data = copied(sample_data, tmp_path / "data")
    with running() as double:
        ada, bo = double.person("Ada", ADMIN), double.person("Bo", READER)
        settings = {"BRIEFBOT_ADMINS": str(ADMIN), "BRIEFBOT_ALLOWED_CHATS": str(READER)}
        with serving(double, data, **settings) as process:
            double.say(ada, "/help")  # a bot cannot begin a conversation
            double.wait_for("sendMessage")
            yield Running(double, process, data, ada, bo, settings)


def labels(call: Call) -> list[str]:
    return [button["text"] for row in call.message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def test_a_wrong_speaker_is_reported_amended_and_told_and_stands_under_the_quote(bot: Running) -> None:
    answer = bot.sent(bot.bo, QUESTION)
    quote = quoted_in(answer.message)[0]
    choice = bot.pressed(bot.bo, answer, "Wrong?" if "Wrong?" in labels(answer) else "Wrong? 1")
    assert labels(choice)[:5] == ["Wrong speaker", "Not their exact words", "Wrong date or outlet", "Not an answer", "A figure is missing"]
    since = bot.double.mark()
    assert "not your question" in bot.toast(bot.bo, choice, "Wrong speaker")
    assert "already" in bot.toast(bot.bo, choice, "Not an answer")
    report = bot.told(ADMIN, since)
    assert report.params["text"].startswith("Reported: wrong speaker") and quoted_in(report.message) == [quote]
    assert QUESTION not in report.params["text"] and "Bo" not in report.params["text"] and str(READER) not in report.params["text"]

    asked = bot.pressed(bot.ada, report, "Amend speaker")
    since = bot.double.mark()
    amended = bot.sent(bot.ada, "Ada Holm", reply_to=asked.message["message_id"])
    assert "speaker is now Ada Holm" in amended.params["text"]
    told = bot.told(READER, since)
    assert "The editors have amended the speaker" in told.params["text"] and quote not in told.params["text"]
    assert told.params["reply_parameters"]["message_id"] == answer.message["message_id"]
    again = bot.sent(bot.bo, QUESTION)
    assert "reporting Ada Holm" in again.params["text"] and "speaker amended by an editor" in again.params["text"]
    assert "settled already" in bot.toast(bot.ada, report, "Dismiss")


def test_a_report_in_a_group_is_dismissed_after_a_kill_and_told_there_once(bot: Running) -> None:
    room = bot.double.group("Night Desk", bot.ada, bot.bo, bot=None)
    since = bot.double.mark()
    bot.double.set_bot(bot.ada, room, "member")
    bot.double.wait_for("sendMessage", since=since)
    bot.sent(bot.ada, f"/collection{BOT} main", room)
    answer = bot.sent(bot.bo, f"/ask{BOT} {QUESTION}", room)
    choice = bot.pressed(bot.bo, answer, next(label for label in labels(answer) if label.startswith("Wrong?")))
    bot.toast(bot.bo, choice, "Not an answer")
    assert "goes to the editors" in bot.toast(bot.bo, choice, "Send my question along")
    bot.process.kill()
    since = bot.double.mark()
    process = start(bot.double, bot.data, **bot.settings)
    try:
        process.wait_ready()
        report = last_report(bot)
        assert "Reported: not an answer" in report.params["text"] and QUESTION in report.params["text"]
        since = bot.double.mark()
        bot.double.press(bot.ada, report.message, "Dismiss")
        edited = bot.double.wait_for("editMessageText", since=since, seconds=30)
        assert edited.params["text"].endswith("Dismissed. Whoever reported it is told.") and quoted_in(edited.message) == quoted_in(report.message)
        told = bot.told(room.id, since)
        assert "changed nothing" in told.params["text"] and told.params["reply_parameters"]["message_id"] == answer.message["message_id"]
        time.sleep(6)
        assert [call for call in bot.double.calls("sendMessage", told.number + 1) if call.params["chat_id"] == room.id] == [], "told once"
    finally:
        process.stop()


def last_report(bot: Running) -> Call:
    """The report as the editors have it at last: with the question."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        sent = [call for call in bot.double.calls("sendMessage", 0) if call.params["chat_id"] == ADMIN and call.params["text"].startswith("Reported")]
        if sent and QUESTION in sent[-1].params["text"]:
            return sent[-1]
        time.sleep(0.2)
    raise AssertionError("the editors were not told")


def test_forget_me_takes_a_report_back_and_leaves_no_trace(bot: Running) -> None:
    word = "fighters??!!"
    answer = bot.sent(bot.bo, QUESTION.replace("fighters?", word))
    choice = bot.pressed(bot.bo, answer, next(label for label in labels(answer) if label.startswith("Wrong?")))
    bot.toast(bot.bo, choice, "A figure is missing")
    bot.toast(bot.bo, choice, "Send my question along")
    assert "Erased" in bot.sent(bot.bo, "/forget me").params["text"]
    end = time.monotonic() + 15
    while time.monotonic() < end and held(bot.data, word):
        time.sleep(0.3)
    assert held(bot.data, word) == [] and word not in bot.process.log


def held(data: Path, word: str) -> list[str]:
    return [file.name for file in data.iterdir() if file.suffix != ".onnx" and word.encode() in file.read_bytes()]
