"""The bot's name under a message in a chat where it is no member, by the real bot process: the caller must be let in, and nothing else is answered there."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from double import Double, Json, Room, Silent, running
from schema import faults_of_calls
from serving import copied, quoted_in, serving
from test_telegram import Running, free_port, held

ADMIN = 7
CLAIM = "US confirms ISIS-K down to 2,000 fighters after Taliban killed 600 of them"
ASKED = "@briefbot_preview_bot is this right?"


@pytest.fixture(scope="module", params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = copied(sample_data, tmp_path_factory.mktemp(f"guest-{request.param}") / "data")
    settings = {"BRIEFBOT_ADMINS": str(ADMIN)}
    if request.param == "webhook":
        settings |= {"BRIEFBOT_WEBHOOK_URL": f"http://127.0.0.1:{free_port()}/hook"}
    with running() as double:
        ada = double.person("Ada", ADMIN)
        with serving(double, data, **settings) as process:
            yield Running(double, process, data, ada)
        assert double.calls("answerGuestQuery") and faults_of_calls(double.calls("answerGuestQuery")) == []


def posted(double: Double, room: Room, query_id: str) -> Json:
    """The message that answers."""
    double.answer(query_id)
    return double.messages(room)[-1]


def test_a_claim_is_checked_where_the_bot_is_not_and_each_passage_opens_in_its_own_chat(bot: Running) -> None:
    double, kim = bot.double, bot.double.person("Kim")
    room = double.group("Newsroom", bot.ada, kim, bot=None)
    claim = double.say(kim, CLAIM, room)
    message = posted(double, room, double.guest(bot.ada, room, ASKED, reply_to=claim.id)["query_id"])
    assert message["text"].startswith("WORDING CHECK, not a truth check\n") and "✅" not in message["text"]
    quotes = quoted_in(message)
    with closing(sqlite3.connect(bot.data / "briefbot.sqlite")) as store:
        texts = [row[0] for row in store.execute("SELECT text FROM revisions")]
    assert quotes and all(any(quote in text for text in texts) for quote in quotes)
    buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
    assert buttons and all("callback_data" not in button for button in buttons)
    code = re.search(r"start=(p-\d+-\d+)", buttons[0]["url"])
    assert code and any(quote in bot.answer_to(bot.ada, f"/start {code[1]}").message["text"].replace("\n\n", "\n") for quote in quotes)
    assert [call for call in double.calls("sendMessage") if call.params["chat_id"] == room.id] == [], "no other word is said there"


def test_only_the_selected_stretch_is_checked(bot: Running) -> None:
    double, kim = bot.double, bot.double.person("Kim")
    room = double.group("Desk", bot.ada, kim, bot=None)
    claim = double.say(kim, CLAIM, room)
    message = posted(double, room, double.guest(bot.ada, room, ASKED, reply_to=claim.id, quote="Taliban killed 600")["query_id"])
    assert "2,000" not in "".join(line for line in message["text"].splitlines() if line.startswith("“"))


def test_it_is_the_caller_who_must_be_let_in(bot: Running) -> None:
    double, eve, kim = bot.double, bot.double.person("Eve"), bot.member("Kim", "reader", "elsewhere")
    room = double.group("Street", bot.ada, eve, kim, bot=None)
    claim = double.say(bot.ada, CLAIM, room)
    before = double.mark()
    stranger = double.guest(eve, room, ASKED, reply_to=claim.id)
    with pytest.raises(Silent):
        double.answer(stranger["query_id"], seconds=3)
    message = posted(double, room, double.guest(kim, room, ASKED, reply_to=claim.id)["query_id"])
    assert quoted_in(message) == [], "a reader of one collection is shown nothing of another"
    assert [call.method for call in double.calls(since=before) if call.method != "answerGuestQuery"] == []


def test_what_was_checked_is_in_no_file_and_in_no_log(bot: Running) -> None:
    double = bot.double
    room = double.group("Away", bot.ada, bot=None)
    posted(double, room, double.guest(bot.ada, room, "@briefbot_preview_bot the zzyxguest has 2,000 fighters in all")["query_id"])
    end = time.monotonic() + 15
    while time.monotonic() < end and held(bot.data, [b"zzyxguest"]):
        time.sleep(0.3)
    assert held(bot.data, [b"zzyxguest"]) == [] and "zzyxguest" not in bot.process.log
