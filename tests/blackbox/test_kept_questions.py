"""A question that is kept until an answer turns up, through the real bot process: editors are asked, whoever asked is told once, and it is forgotten."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from double import Call, Double, Person, Room, running
from serving import Process, briefbot, copied, quoted_in, serving

from bot.caretaker import LOOK_SECONDS

ADMIN, READER = 7, 8
ANSWER = "“We counted 412 masons at the Tallow dam,” said Ada Holm, the chief engineer of the dam."
QUESTION = "how many masons are at the Tallow dam?"


@dataclass
class Running:
    """The double, the bot's process and folder, an admin, somebody who only asks."""

    double: Double
    process: Process
    data: Path
    ada: Person
    bo: Person

    def sent(self, person: Person, text: str, room: Room | None = None, **fields: object) -> Call:
        """What the bot sends to the chat after somebody wrote."""
        since = self.double.mark()
        said = self.double.say(person, text, room, **fields)  # type: ignore[arg-type]
        return self.double.wait_for("sendMessage", since=since, seconds=90, chat_id=said.message["chat"]["id"])

    def toast(self, person: Person, call: Call, label: str) -> str:
        """What stands over the chat after a tap."""
        return str(self.double.answer(self.double.press(person, call.message, label))["text"])


@pytest.fixture
def bot(sample_data: Path, tmp_path: Path) -> Iterator[Running]:
    data = copied(sample_data, tmp_path / "data")
    with running() as double:
        ada, bo = double.person("Ada", ADMIN), double.person("Bo", READER)
        settings = {"BRIEFBOT_ADMINS": str(ADMIN), "BRIEFBOT_ALLOWED_CHATS": str(READER)}
        with serving(double, data, **settings) as process:
            yield Running(double, process, data, ada, bo)


def holding(data: Path, words: bytes) -> list[str]:
    return [file.name for file in data.iterdir() if file.suffix != ".onnx" and words in file.read_bytes()]


def test_who_asks_in_private_is_told_once_without_the_topic_and_the_question_is_forgotten(bot: Running, tmp_path: Path) -> None:
    typed = QUESTION.replace("?", "??!!")
    refused = bot.sent(bot.bo, typed)
    assert refused.params["text"].startswith("Not in my sources")
    since = bot.double.mark()
    assert "I tell you here, once" in bot.toast(bot.bo, refused, "Tell me if it turns up")
    assert "The editors are asked" in bot.toast(bot.bo, refused, "Ask the editors")
    asked = bot.double.wait_for("sendMessage", since=since, seconds=30, chat_id=ADMIN)
    assert typed in asked.params["text"] and "Asked in a private chat" in asked.params["text"] and "Bo" not in asked.params["text"]
    assert holding(bot.data, typed.encode()) != [], "it is kept, because that was tapped"

    since = bot.double.mark()
    article = tmp_path / "dam.md"
    article.write_text(f"# Dam at Tallow\n\n{ANSWER}\n")
    assert briefbot("add", article, data=bot.data).returncode == 0
    told = bot.double.wait_for("sendMessage", since=since, seconds=60, chat_id=READER)
    assert told.params["text"] == "1 new item." and "reply_parameters" not in told.params
    bot.double.press(bot.bo, told.message, "Open")
    opened = bot.double.wait_for("sendMessage", since=told.number + 1, chat_id=READER)
    assert ANSWER in quoted_in(opened.message)
    end = time.monotonic() + 15
    while time.monotonic() < end and holding(bot.data, typed.encode()):
        time.sleep(0.3)
    assert holding(bot.data, typed.encode()) == []

    article.write_text(f"{article.read_text()}\nMore masons come to the dam every week.\n")
    since = bot.double.mark()
    assert briefbot("add", article, data=bot.data).returncode == 0
    time.sleep(2 * LOOK_SECONDS + 1)
    assert [call.params["text"] for call in bot.double.calls("sendMessage", since)] == [], "told once"


def test_a_group_gets_the_answer_as_a_reply_and_editors_its_title(bot: Running) -> None:
    room = bot.double.group("Night Desk", bot.ada, bot.bo, bot=None)
    since = bot.double.mark()
    bot.double.set_bot(bot.ada, room, "member")
    bot.double.wait_for("sendMessage", since=since)
    refused = bot.sent(bot.bo, f"/ask@briefbot_preview_bot {QUESTION}", room)
    since = bot.double.mark()
    assert "The editors are asked" in bot.toast(bot.bo, refused, "Ask the group's editors")
    asked = bot.double.wait_for("sendMessage", since=since, seconds=30, chat_id=ADMIN)
    assert "Asked in “Night Desk”" in asked.params["text"] and QUESTION in asked.params["text"]

    said = bot.double.say(bot.bo, ANSWER, room)
    since = bot.double.mark()
    bot.double.say(bot.ada, "/add@briefbot_preview_bot", room, reply_to=said.id)
    end = time.monotonic() + 90
    while time.monotonic() < end:
        told = [call for call in bot.double.calls("sendMessage", since) if "now answered" in call.params["text"]]
        if told:
            break
        time.sleep(0.2)
    assert told and told[0].params["reply_parameters"]["message_id"] == refused.message["message_id"]
    assert ANSWER in quoted_in(told[0].message)
