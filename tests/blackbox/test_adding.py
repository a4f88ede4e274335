"""Adding in Telegram and what follows: the real bot process, a real news site on this machine, a double of Telegram over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from double import Call, Double, Person, running
from serving import Process, briefbot, copied, quoted_in, serving
from sites import News, Site, site

ADMIN = 7
DAM = "The Tallow dam opened on Friday after three weeks of repairs, the ministry said."
COUNT = "“We counted 412 masons at the Tallow dam,” said Ada Holm, the chief engineer of the dam."
GRAIN = "Farmers along the river have waited for the water since early spring, and many lost their grain."


@dataclass
class Running:
    """The double, the bot's process and folder, its admin, and a site that it may ask."""

    double: Double
    process: Process
    data: Path
    ada: Person
    here: Site
    news: News

    def sent(self, person: Person, text: str | None = None, **fields: object) -> Call:
        """What the bot sends after somebody sent something."""
        since = self.double.mark()
        self.double.say(person, text, **fields)  # type: ignore[arg-type]
        return self.double.wait_for("sendMessage", since=since, seconds=90)

    def press(self, call: Call, label: str, method: str = "sendMessage") -> Call:
        since = self.double.mark()
        self.double.press(self.ada, call.message, label)
        return self.double.wait_for(method, since=since, seconds=90)


@pytest.fixture(scope="module")
def bot(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = copied(sample_data, tmp_path_factory.mktemp("adding") / "data")
    news = News()
    with running() as double, site(news.serve) as here:
        ada = double.person("Ada", ADMIN)
        settings = {"BRIEFBOT_ADMINS": str(ADMIN), "BRIEFBOT_PRIVATE_HOSTS": here.place, "BRIEFBOT_DATA": str(data)}
        with serving(double, data, **settings) as process:
            yield Running(double, process, data, ada, here, news)


def buttons(call: Call) -> list[str]:
    return [button["text"] for row in call.message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def test_a_link_is_added_told_of_put_right_corrected_and_removed(bot: Running) -> None:
    bot.news.article("/dam.html", "Dam opens at Tallow", DAM, COUNT, GRAIN)
    added = bot.sent(bot.ada, bot.here.url("/dam.html"))
    text = added.params["text"]
    assert text.startswith(
        "Added · “main” · 3 paragraphs\nDam opens at Tallow\nMeridian Wire (the page's own name) · fetched from 127.0.0.1 · 5 Mar 2024\nno author found"
    )
    assert quoted_in(added.message) == [DAM] and buttons(added) == ["Date", "Outlet", "Author", "Remove"]
    again = bot.sent(bot.ada, f"/add {bot.here.url('/dam.html')}")
    assert again.params["text"].startswith("Already there")

    asked = bot.press(added, "Date")
    assert "Reply to this message with the day" in asked.params["text"]
    wrong = bot.sent(bot.ada, "whenever", reply_to=asked.message["message_id"])
    assert "is no day" in wrong.params["text"]
    right = bot.sent(bot.ada, "6 March 2024", reply_to=asked.message["message_id"])
    assert right.params["text"] == "The date is now 2024-03-06 (before: 2024-03-05). Each quote says that an editor amended it."

    answer = bot.sent(bot.ada, "how many masons at the Tallow dam?")
    assert quoted_in(answer.message)[0] == COUNT
    assert "fetched from 127.0.0.1" in answer.params["text"] and "date amended by an editor" in answer.params["text"]

    bot.news.article("/dam.html", "Dam opens at Tallow", DAM, COUNT.replace("412", "450"), GRAIN)
    since = bot.double.mark()
    assert briefbot("refresh", data=bot.data, BRIEFBOT_PRIVATE_HOSTS=bot.here.place).returncode == 0
    told = bot.double.wait_for("sendMessage", since=since, seconds=90)
    assert told.params["reply_parameters"]["message_id"] == answer.message["message_id"]
    assert told.params["text"].startswith("The source has changed\n“Dam opens at Tallow” · Meridian Wire\nseen ")
    assert quoted_in(told.message) == [COUNT, COUNT.replace("412", "450")]

    since = bot.double.mark()
    assert briefbot("withdraw", added_id(bot), "--reason", "the outlet told us", data=bot.data).returncode == 0
    gone = bot.double.wait_for("sendMessage", since=since, seconds=90)
    assert gone.params["reply_parameters"]["message_id"] == told.message["message_id"], "the message that told of the change now shows what was withdrawn"
    assert gone.params["text"].startswith("Withdrawn\n") and "the outlet told us" in gone.params["text"]
    listed = bot.sent(bot.ada, "/corrections")
    assert "withdrawn" in listed.params["text"] and "date amended by an editor" in listed.params["text"] and "changed by its outlet" in listed.params["text"]
    assert bot.sent(bot.ada, "how many masons at the Tallow dam?").params["text"].startswith("Not in my sources: no figure for masons")


def added_id(bot: Running) -> str:
    import json

    rows = json.loads(briefbot("sources", "--json", data=bot.data).stdout)
    return str(next(row["doc_id"] for row in rows if row["provenance"]["how"] == "fetched"))


def test_what_cannot_be_had_says_what_to_do_next(bot: Running) -> None:
    bot.news.put("/closed.html", "no", "403 Forbidden")
    refused = bot.sent(bot.ada, bot.here.url("/closed.html"))
    assert refused.params["text"] == "Could not read it: the site answered 403. Save it as PDF, or paste the text, and reply /add to that."
    inward = bot.sent(bot.ada, "http://169.254.169.254/latest/meta-data/")
    assert "machine of this network" in inward.params["text"]


def test_several_forwarded_at_once_are_one_summary(bot: Running) -> None:
    since = bot.double.mark()
    for number, words in ((45, DAM), (46, GRAIN), (47, COUNT)):
        channel = {"type": "channel", "chat": {"id": -1001, "type": "channel", "title": "Dam Watch", "username": "damwatch"}, "message_id": number}
        bot.double.say(bot.ada, f"{number}: {words}", forward=channel)
    end = time.monotonic() + 90
    while len(bot.double.calls("editMessageText", since)) < 2 and time.monotonic() < end:
        time.sleep(0.1)
    assert len(bot.double.calls("sendMessage", since)) == 1
    text = bot.double.calls("editMessageText", since)[-1].params["text"]
    assert text.startswith("“main”: 3 added\n1. 45: ") and text.count("forwarded from “Dam Watch” (@damwatch), message 4") == 3


def test_a_hidden_sender_stays_hidden_and_a_file_is_read(bot: Running) -> None:
    bot.double.shift_clock(60)
    hidden = bot.sent(bot.ada, "Nobody shall know who told us of the lamp in the tower.", forward={"type": "hidden_user", "sender_user_name": "Secret Name"})
    assert "Secret" not in hidden.params["text"] and "an account that hides itself" in hidden.params["text"]
    since = bot.double.mark()
    bot.double.send_file(bot.ada, "mill.txt", f"Mill closes\n\n{GRAIN} The mill closed for good.\n".encode(), caption="/add")
    told = bot.double.wait_for("sendMessage", since=since, seconds=90)
    assert "Added" in told.params["text"] and "not fetched" in told.params["text"]


def test_in_a_group_a_reply_with_the_command_adds_and_only_editors_may(bot: Running) -> None:
    bot.news.article("/mill.html", "Mill opens", GRAIN, "The mill at Vellport opened with 31 workers on Monday, its owner said.", DAM)
    room = bot.double.group("Desk", bot.ada, bot.double.person("Bo", 8), bot=None)
    since = bot.double.mark()
    bot.double.set_bot(bot.ada, room, "member")
    bot.double.wait_for("sendMessage", since=since)
    link = bot.double.say(Person(8, "Bo"), f"look at {bot.here.url('/mill.html')} please", room)
    assert link.update_id is None
    for person, said in ((Person(8, "Bo"), "Only editors"), (bot.ada, "Added · this group · 3 paragraphs")):
        since = bot.double.mark()
        bot.double.say(person, "/add@briefbot_preview_bot", room, reply_to=link.id)
        assert bot.double.wait_for("sendMessage", since=since, seconds=90).params["text"].startswith(said)
