"""Look-ups in any chat by the real bot process: personal, short-lived, of one's own collections only, and kept nowhere."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from double import Double, Json, Person, running
from serving import copied, quoted_in, serving
from test_telegram import Running, free_port, held

ADMIN = 7


@pytest.fixture(scope="module", params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = copied(sample_data, tmp_path_factory.mktemp(f"inline-{request.param}") / "data")
    settings = {"BRIEFBOT_ADMINS": str(ADMIN)}
    if request.param == "webhook":
        settings |= {"BRIEFBOT_WEBHOOK_URL": f"http://127.0.0.1:{free_port()}/hook"}
    with running() as double:
        ada = double.person("Ada", ADMIN)
        with serving(double, data, **settings) as process:
            yield Running(double, process, data, ada)
        calls = double.calls()
        answers = [call for call in calls if call.method == "answerInlineQuery"]
        assert answers and all(call.params["is_personal"] is True and call.params["cache_time"] <= 10 for call in answers)


def listed(double: Double, person: Person, text: str) -> Json:
    """What Telegram lists for what somebody types."""
    return double.answer(double.inline(person, text)["query_id"])


def test_a_picked_card_posts_a_stored_sentence_with_its_signature_where_the_bot_is_not(bot: Running) -> None:
    double = bot.double
    room = double.group("Newsroom", bot.ada, double.person("Kim"), bot=None)
    query = double.inline(bot.ada, "how many ISKP fighters?")
    results = double.answer(query["query_id"])["results"]
    assert results and all(one["title"] and one["description"] for one in results)
    posted = double.choose(bot.ada, room, query["query_id"], results[0]["id"])["message"]
    (quote,) = quoted_in(posted)
    with closing(sqlite3.connect(bot.data / "briefbot.sqlite")) as store:
        assert any(quote in row[0] for row in store.execute("SELECT text FROM revisions"))
    assert "¶" in posted["text"].replace(quote, "")
    (button,) = posted["reply_markup"]["inline_keyboard"][0]
    code = re.search(r"start=(p-\d+-\d+)", button["url"])
    assert code and quote in bot.answer_to(bot.ada, f"/start {code[1]}").message["text"].replace("\n\n", "\n")


def test_a_stranger_gets_no_card_and_learns_nothing(bot: Running) -> None:
    answer = listed(bot.double, bot.double.person("Eve"), "how many ISKP fighters?")
    assert answer["results"] == [] and not answer["button"]


def test_a_reader_of_one_collection_looks_up_nothing_of_another(bot: Running) -> None:
    kim = bot.member("Kim", "reader", "elsewhere")
    assert listed(bot.double, kim, "how many ISKP fighters?")["results"] == []


def test_too_few_letters_find_nothing_and_what_is_not_there_is_said(bot: Running) -> None:
    assert listed(bot.double, bot.ada, "isk") == {"results": [], "next_offset": "", "button": None}
    answer = listed(bot.double, bot.ada, "who won the chess olympiad on the moon?")
    assert answer["results"] == [] and "Not in my sources" in answer["button"]["text"]


def test_what_is_typed_is_in_no_file_and_in_no_log(bot: Running) -> None:
    listed(bot.double, bot.ada, "zzyxtyped fighters in the valley")
    time.sleep(0.5)
    assert held(bot.data, [b"zzyxtyped"]) == [] and "zzyxtyped" not in bot.process.log
