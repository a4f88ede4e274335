"""After /wipe, /forget me and `briefbot revoke --wipe`: no file of the store and no line of the log holds the person's id or words, whatever
they used the bot for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from double import Call, Double, Person, running
from serving import Process, briefbot, copied, serving

from bot.chat_settings import SettingsOfChats
from bot.settings import ChatSettings
from index.catalog import Catalog

KIM, ADMIN = 700987654, 700123456
MARKER = "zzyxtrace"
"""In every word of hers: no article has it."""
QUESTION = f"how many ISKP fighters, {MARKER}?"
SECONDS = 20.0


def held(data: Path, log: str) -> list[str]:
    """The files, or the log, in which something of hers stands: words, or the id as it is written and as SQLite stores it."""
    sought = (MARKER.encode(), str(KIM).encode(), KIM.to_bytes(4, "big"))
    files = [file.name for file in data.iterdir() if file.suffix not in (".onnx", ".faiss") and any(one in file.read_bytes() for one in sought)]
    return files + ["log"] * (str(KIM) in log or MARKER in log)


def labels_of(call: Call) -> list[str]:
    return [button["text"] for row in call.message["reply_markup"]["inline_keyboard"] for button in row]


class Her:
    """Kim, who uses everything there is."""

    def __init__(self, double: Double, process: Process, data: Path) -> None:
        self.double, self.process, self.data = double, process, data
        self.ada, self.kim = double.person("Ada", ADMIN), double.person("Kim", KIM)

    def sent(self, person: Person, text: str) -> Call:
        since = self.double.mark()
        self.double.say(person, text)
        return self.double.wait_for("sendMessage", since=since, seconds=90, chat_id=person.id)

    def tapped(self, call: Call, label: str) -> str:
        return str(self.double.answer(self.double.press(self.kim, call.message, label)).get("text", ""))

    def uses_everything(self) -> None:
        link = self.sent(self.ada, "/invite reader").params["text"]
        welcome = self.sent(self.kim, "/start " + link.split("start=")[1])
        self.double.wait_for("sendMessage", since=welcome.number + 1, chat_id=KIM)
        answer = self.sent(self.kim, QUESTION)
        assert "I tell you here" in self.tapped(answer, "Watch")
        self.tapped(answer, "Export")
        since = self.double.mark()
        self.double.press(self.kim, answer.message, next(label for label in labels_of(answer) if label.startswith("Wrong?")))
        choice = self.double.wait_for("sendMessage", since=since, chat_id=KIM)
        assert "editors get" in self.tapped(choice, "Wrong speaker")
        assert "goes to the editors" in self.tapped(choice, "Send my question along")
        self.sent(self.kim, f"/brief ISKP fighters {MARKER}")
        self.sent(self.kim, f"/brief ISKP fighters {MARKER} daily 07:00")
        refused = self.sent(self.kim, f"who won the {MARKER} cup in 2022?")
        self.tapped(
            refused, next(button["text"] for row in refused.message["reply_markup"]["inline_keyboard"] for button in row if "Tell me" in button["text"])
        )
        room = self.double.group("Elsewhere", self.kim, bot=None)
        claim = self.double.say(self.kim, f"There are 2,000 fighters, {MARKER}", room)
        self.double.answer(self.double.guest(self.kim, room, "@briefbot_preview_bot is this right?", reply_to=claim.id)["query_id"])
        self.double.answer(self.double.inline(self.kim, f"ISKP fighters {MARKER}")["query_id"])
        with Catalog(self.data) as catalog:
            SettingsOfChats(catalog.engine).put(KIM, ChatSettings(time_zone="Asia/Kabul"))
        self.double.taken()


Leave = Callable[[Her], None]


def _wipes(her: Her) -> None:
    her.sent(her.kim, "/wipe")


def _forgets(her: Her) -> None:
    her.sent(her.kim, "/forget me")


def _is_revoked(her: Her) -> None:
    ran = briefbot("revoke", KIM, "--wipe", data=her.data, TELEGRAM_BOT_TOKEN=her.double.token, TELEGRAM_API_URL=her.double.url)
    assert ran.returncode == 0 and "write-ahead log" not in ran.stderr, ran.stderr


@pytest.mark.parametrize("leave", [_wipes, _forgets, _is_revoked])
def test_whoever_leaves_leaves_no_trace(leave: Leave, sample_data: Path, tmp_path: Path) -> None:
    data = copied(sample_data, tmp_path / "data")
    with running() as double, serving(double, data, BRIEFBOT_ADMINS=str(ADMIN)) as process:
        her = Her(double, process, data)
        her.uses_everything()
        assert any(name.startswith("briefbot.sqlite") for name in held(data, "")), "there was something to be erased"
        leave(her)
        end = time.monotonic() + SECONDS
        while (left := held(data, process.log)) and time.monotonic() < end:
            time.sleep(0.2)
        assert left == []
    assert held(data, process.log) == []
