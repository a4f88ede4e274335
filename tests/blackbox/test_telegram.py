"""The real bot process over HTTP: private chats, groups, buttons, access. Every call is held against an independent schema."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from double import Call, Double, Person, Silent, running
from serving import Process, briefbot, copied, descendants, quoted_in, serving

QUESTION = "how many ISKP fighters?"
ADMIN = 7


@dataclass
class Running:
    """The double, the bot's process, its folder, and its admin."""

    double: Double
    process: Process
    data: Path
    ada: Person

    def member(self, name: str, role: str = "reader", collection: str = "main") -> Person:
        """Somebody whom the admin lets in, as people do it: by a link."""
        link = self.answer_to(self.ada, f"/invite {role} {collection}").params["text"]
        code = re.search(r"start=(pair-[\w-]+)", link)
        assert code, link
        person = self.double.person(name)
        welcome = self.answer_to(person, f"/start {code[1]}")
        assert "You are in" in welcome.params["text"]
        self.double.wait_for("sendMessage", since=welcome.number + 1, chat_id=person.id)
        return person

    def answer_to(self, person: Person, text: str, **fields: object) -> Call:
        """What the bot sends to the chat after somebody wrote."""
        since = len(self.double.calls())
        said = self.double.say(person, text, **fields)  # type: ignore[arg-type]
        return self.double.wait_for("sendMessage", since=since, chat_id=said.message["chat"]["id"])

    def silence(self, seconds: float = 0.7) -> None:
        """Nothing is sent."""
        before = len(self.double.calls("sendMessage"))
        time.sleep(seconds)
        assert self.double.calls("sendMessage")[before:] == []


@pytest.fixture(scope="module", params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = copied(sample_data, tmp_path_factory.mktemp(str(request.param)) / "data")
    settings = {"BRIEFBOT_ADMINS": str(ADMIN)}
    if request.param == "webhook":
        settings |= {"BRIEFBOT_WEBHOOK_URL": f"http://127.0.0.1:{free_port()}/hook"}
    with running() as double:
        ada = double.person("Ada", ADMIN)
        with serving(double, data, **settings) as process:
            yield Running(double, process, data, ada)
        quotes = [quote for call in double.calls("sendMessage") if call.status == 200 for quote in quoted_in(call.message)]
        assert len(quotes) > 20, "the law held of hardly anything"


def free_port() -> int:
    import socket

    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def buttons(call: Call) -> list[str]:
    return [button["text"] for row in call.message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


# ---------------------------------------------------------------------- private chats


def test_it_says_what_it_answers_from_when_it_is_ready(bot: Running) -> None:
    assert re.fullmatch(r"ready: 11 articles, \d+ paragraphs, 1 admin", bot.process.wait_ready())


def test_a_question_in_a_private_chat_is_answered_with_the_sources_words(bot: Running) -> None:
    call = bot.answer_to(bot.ada, QUESTION)
    assert "at least 2,000" in quoted_in(call.message)[0]
    assert "NOT ACCEPTED BY" not in call.params["text"], "who doubts something of those arrested doubts no strength"
    assert "words, reporting VOA" in call.params["text"] and call.params["reply_parameters"]["message_id"]


def test_what_the_sources_do_not_say_is_refused_with_the_nearest_behind_a_tap(bot: Running) -> None:
    call = bot.answer_to(bot.ada, "who won the 2022 World Cup?")
    assert call.params["text"].startswith("Not in my sources") and quoted_in(call.message) == []
    bot.double.press(bot.ada, call.message, 0)
    nearest = bot.double.wait_for("sendMessage", since=call.number + 1)
    assert "does not answer it" in nearest.params["text"] and quoted_in(nearest.message)


def test_as_what_a_mistyped_word_was_read_is_said_first(bot: Running) -> None:
    call = bot.answer_to(bot.ada, "how many fihgters does ISKP have?")
    assert call.params["text"].startswith("read as: fighters\n\n") and "at least 2,000" in call.params["text"]


def test_the_other_names_that_an_answer_uses_are_its_last_line(bot: Running) -> None:
    assert bot.answer_to(bot.ada, QUESTION).params["text"].splitlines()[-1].startswith("ISKP = IS-Khorasan, ")


def test_a_refusal_says_what_was_searched_and_from_when(bot: Running) -> None:
    text = bot.answer_to(bot.ada, "who won the 2022 World Cup?").params["text"]
    assert re.search(r"Searched: \d+ articles, \d+ \w+ \d{4} to \d+ \w+ \d{4}\.$", text), text


def test_start_offers_three_questions_that_are_answered_when_tapped(bot: Running) -> None:
    call = bot.answer_to(bot.ada, "/start")
    assert "do not judge what is true" in call.params["text"] and len(buttons(call)) == 3
    bot.double.press(bot.ada, call.message, 0)
    answer = bot.double.wait_for("sendMessage", since=call.number + 1)
    assert quoted_in(answer.message)
    again = bot.double.press(bot.ada, call.message, 0)
    assert bot.double.answer(again)["text"] == "Answered already, further down."


def test_the_rest_context_and_copy_stand_behind_buttons_that_work_once(bot: Running) -> None:
    first = bot.answer_to(bot.ada, "what happened to the Ostrelle dam?")
    shown = quoted_in(first.message)
    more = next(label for label in buttons(first) if label.endswith("more"))
    bot.double.press(bot.ada, first.message, more)
    further = bot.double.wait_for("sendMessage", since=first.number + 1)
    assert quoted_in(further.message) and not set(quoted_in(further.message)) & set(shown)
    nearby = next(label for label in buttons(first) if label.startswith("Context"))
    bot.double.press(bot.ada, first.message, nearby)
    context = bot.double.wait_for("sendMessage", since=further.number + 1)
    assert any(shown[0] in paragraph for paragraph in quoted_in(context.message)) and len(quoted_in(context.message)) > 1
    for label in (more, nearby):
        assert "already" in bot.double.answer(bot.double.press(bot.ada, first.message, label))["text"]
    copies = [button for row in first.message["reply_markup"]["inline_keyboard"] for button in row if "copy" in button["text"].lower()]
    assert copies and all("copy_text" in button or button["callback_data"].startswith("copy|") for button in copies)
    long = next((button for button in copies if "callback_data" in button), None)
    if long:
        bot.double.press(bot.ada, first.message, long["text"])
        pasted = bot.double.wait_for("sendMessage", since=context.number + 1)
        assert pasted.params["entities"][0]["type"] == "pre" and any(quote in pasted.params["text"] for quote in shown)


def test_a_link_opens_one_paragraph_for_whoever_may_read_it(bot: Running) -> None:
    first = bot.answer_to(bot.ada, QUESTION)
    nearby = next(label for label in buttons(first) if label.startswith("Context"))
    bot.double.press(bot.ada, first.message, nearby)
    context = bot.double.wait_for("sendMessage", since=first.number + 1)
    url = context.message["reply_markup"]["inline_keyboard"][0][0]["url"]
    payload = url.partition("start=")[2]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert quoted_in(bot.answer_to(bot.ada, f"/start {payload}").message)
    stranger = bot.double.person("Sam")
    bot.double.say(stranger, f"/start {payload}")
    assert bot.double.wait_for("sendMessage", chat_id=stranger.id).params["text"] == "This bot is private."


def test_figures_that_answer_can_be_drawn_and_other_counts_opened(bot: Running) -> None:
    first = bot.answer_to(bot.ada, "how many people died in the Ostrelle dam flood?")
    assert "KILLED" in first.params["text"] and "newest first" in first.params["text"]
    bot.double.press(bot.ada, first.message, "Chart")
    chart = bot.double.wait_for("sendPhoto", since=first.number + 1)
    assert chart.status == 200 and "Killed" in chart.params["caption"]


def test_a_wording_is_checked_by_command_and_by_reply(bot: Running) -> None:
    quote = quoted_in(bot.answer_to(bot.ada, QUESTION).message)[0]
    by_command = bot.answer_to(bot.ada, f"/check {quote.upper()}")
    assert by_command.params["text"].startswith("WORDING CHECK, not a truth check\nWord for word.") and quoted_in(by_command.message)
    read_as_a_question = bot.answer_to(bot.ada, quote.replace("at least ", ""))  # waited for: it is no answer to what comes next
    by_reply = bot.answer_to(bot.ada, "/check", reply_to=read_as_a_question.params["reply_parameters"]["message_id"])
    assert "Changed." in by_reply.params["text"] and "≠ “at least” is missing" in by_reply.params["text"]


def test_a_reply_goes_on_asking(bot: Running) -> None:
    first = bot.answer_to(bot.ada, QUESTION)
    second = bot.answer_to(bot.ada, "and arrested?", reply_to=first.message["message_id"])
    assert second.params["text"].startswith("↳ ISKP · arrested")
    third = bot.answer_to(bot.ada, "and killed?", reply_to=first.message["message_id"])
    assert third.params["text"].startswith("↳ ISKP · killed")
    other = bot.double.wait_for("sendMessage", since=third.number + 1, chat_id=bot.ada.id)
    assert other.params["text"].startswith("killed by ISKP") and quoted_in(other.message), "the other reading, under its heading"


def test_sources_are_paged_in_place_and_searched(bot: Running) -> None:
    call = bot.answer_to(bot.ada, "/sources")
    assert "10 articles, page 1 of 2" in call.params["text"]
    bot.double.press(bot.ada, call.message, "›")
    edited = bot.double.wait_for("editMessageText", message_id=call.message["message_id"])
    assert "page 2 of 2" in edited.params["text"]
    assert "3 articles with “dam”" in bot.answer_to(bot.ada, "/sources dam").params["text"]


@pytest.mark.parametrize(("command", "words"), [("/help", "/forget me"), ("/privacy", "30 days"), ("/ask", "Write the question"), ("/nonsense", "/help")])
def test_the_other_commands_say_what_they_are_for(bot: Running, command: str, words: str) -> None:
    assert words in bot.answer_to(bot.ada, command).params["text"]


def test_an_article_that_tries_to_steer_is_only_quoted(bot: Running) -> None:
    hal = bot.member("Hal", "reader", "field")
    call = bot.answer_to(hal, "how many envoys in Marrowgate?")
    assert any("7,310 envoys 👨‍👩‍👧‍👦" in quote for quote in quoted_in(call.message))
    assert {one["type"] for one in call.params["entities"]} <= {"blockquote", "expandable_blockquote", "text_link", "bold"}
    assert "<b>Quill_&_Co*</b>" in call.params["text"]


def test_the_menu_lists_commands_that_it_answers(bot: Running) -> None:
    (menu,) = bot.double.calls("setMyCommands")
    for command in (one["command"] for one in menu.params["commands"]):
        assert "do not know this command" not in bot.answer_to(bot.ada, f"/{command}").params["text"]


# ---------------------------------------------------------------------- access


def test_a_stranger_is_told_once_and_then_nothing(bot: Running) -> None:
    sam = bot.double.person("Sam")
    assert bot.answer_to(sam, QUESTION).params["text"] == "This bot is private."
    for text in ("please", "/start", "/sources", "/start pair-wrong"):
        bot.double.say(sam, text)
    bot.silence()


def test_a_pairing_link_works_once(bot: Running) -> None:
    code = bot.answer_to(bot.ada, "/invite reader").params["text"].partition("start=")[2]
    bea, cy = bot.double.person("Bea"), bot.double.person("Cy")
    assert "You are in: reader of “main”" in bot.answer_to(bea, f"/start {code}").params["text"]
    assert bot.answer_to(cy, f"/start {code}").params["text"] == "This bot is private."


def test_a_reader_of_one_collection_sees_nothing_of_another(bot: Running) -> None:
    dan = bot.member("Dan", "reader", "field")
    assert "2,000" not in bot.answer_to(dan, QUESTION).params["text"]
    assert "cannot choose" in bot.answer_to(dan, "/collection main").params["text"]
    with closing(sqlite3.connect(bot.data / "briefbot.sqlite")) as store:
        (revision,) = store.execute("SELECT r.id FROM revisions r JOIN documents d ON d.id = r.document_id WHERE d.collection = 'main' LIMIT 1").fetchone()
    assert bot.answer_to(dan, f"/start p-{revision}-0").params["text"].startswith("Nothing to show here")
    assert bot.answer_to(dan, "/start p-999999-0").params["text"].startswith("Nothing to show here")


def test_forget_me_erases_a_member(bot: Running) -> None:
    eve = bot.member("Eve")
    assert "Erased" in bot.answer_to(eve, "/forget me").params["text"]
    assert bot.answer_to(eve, QUESTION).params["text"] == "This bot is private."


def test_only_owners_invite(bot: Running) -> None:
    fay = bot.member("Fay")
    assert "do not know this command" in bot.answer_to(fay, "/invite owner").params["text"]


# ---------------------------------------------------------------------- groups


def test_a_group_asks_of_its_own_collection_and_only_when_it_addresses_the_bot(bot: Running) -> None:
    gus = bot.double.person("Gus")
    room = bot.double.group("Desk", bot.ada, gus, bot=None)
    bot.double.set_bot(bot.ada, room, "member")
    assert f"group{room.id}" in bot.double.wait_for("sendMessage", chat_id=room.id).params["text"]
    assert "no sources here yet" in bot.answer_to(gus, f"/ask@{username(bot)} how many?", room=room).params["text"]
    assert "from now on" in bot.answer_to(bot.ada, f"/collection@{username(bot)} main", room=room).params["text"]
    answer = bot.answer_to(gus, f"/ask@{username(bot)} {QUESTION}", room=room)
    assert quoted_in(answer.message)
    assert quoted_in(bot.answer_to(gus, "and arrested?", room=room, reply_to=answer.message["message_id"]).message) is not None
    for text in ("how many fighters?", f"@{username(bot)} {QUESTION}", f"/ask@other_bot {QUESTION}", "/help"):
        bot.double.say(gus, text, room)
    bot.silence()
    assert "cannot choose" in bot.answer_to(gus, f"/collection@{username(bot)} field", room=room).params["text"]


def test_with_group_privacy_off_it_is_as_silent(bot: Running) -> None:
    bot.double.do("identity", can_read_all_group_messages=True)
    try:
        room = bot.double.group("Loud", bot.ada, bot=None)
        bot.double.set_bot(bot.ada, room, "member")
        bot.double.wait_for("sendMessage", chat_id=room.id)
        for text in (QUESTION, "hello all", "/start", f"/ask@other_bot {QUESTION}"):
            bot.double.say(bot.ada, text, room)
        bot.silence()
    finally:
        bot.double.do("identity", can_read_all_group_messages=False)


def test_a_stranger_cannot_bring_it_into_a_group(bot: Running) -> None:
    sam = bot.double.person("Sam")
    room = bot.double.group("Theirs", sam, bot=None)
    bot.double.set_bot(sam, room, "member")
    assert bot.double.wait_for("sendMessage", chat_id=room.id).params["text"] == "This bot is private."
    bot.double.wait_for("leaveChat", chat_id=room.id)


def test_answers_stay_in_their_topic_and_a_topics_first_message_is_no_reply(bot: Running) -> None:
    room = bot.double.group("Forum", bot.ada, bot=None, is_forum=True)
    bot.double.set_bot(bot.ada, room, "administrator")
    bot.double.wait_for("sendMessage", chat_id=room.id)
    topic = bot.double.topic(room, "ISKP", bot.ada)
    assert "from now on" in bot.answer_to(bot.ada, f"/collection@{username(bot)} main", room=room, topic=topic).params["text"]
    inside = bot.answer_to(bot.ada, f"/ask@{username(bot)} {QUESTION}", room=room, topic=topic)
    assert inside.params["message_thread_id"] == topic and quoted_in(inside.message)
    outside = bot.answer_to(bot.ada, f"/ask@{username(bot)} {QUESTION}", room=room)
    assert "no sources here yet" in outside.params["text"], "the topic's collection is the topic's only"
    bot.double.say(bot.ada, QUESTION, room, topic=topic)
    bot.silence()


def test_an_anonymous_admin_asks_where_the_group_may_and_is_nobody_otherwise(bot: Running) -> None:
    room = bot.double.group("Masked", bot.ada, bot=None)
    bot.double.say(bot.ada, f"/ask@{username(bot)} {QUESTION}", room, anonymous=True)
    bot.silence()
    bot.double.set_bot(bot.ada, room, "member")
    bot.double.wait_for("sendMessage", chat_id=room.id)
    since = bot.double.mark()
    bot.double.say(bot.ada, f"/collection@{username(bot)} main", room, anonymous=True)
    assert bot.double.wait_for("sendMessage", since=since).params["text"] == "You cannot choose this collection here."
    bot.answer_to(bot.ada, f"/collection@{username(bot)} main", room=room)
    assert quoted_in(bot.answer_to(bot.ada, f"/ask@{username(bot)} {QUESTION}", room=room, anonymous=True).message)


def test_a_group_that_becomes_a_supergroup_keeps_its_collection(bot: Running) -> None:
    room = bot.double.group("Small", bot.ada, bot=None, type="group")
    bot.double.set_bot(bot.ada, room, "member")
    bot.double.wait_for("sendMessage", chat_id=room.id)
    bot.answer_to(bot.ada, f"/collection@{username(bot)} main", room=room)
    grown = bot.double.migrate(room, bot.ada)
    time.sleep(0.5)
    assert quoted_in(bot.answer_to(bot.ada, f"/ask@{username(bot)} {QUESTION}", room=grown).message)


def test_an_old_question_of_a_group_waits_for_a_tap(bot: Running) -> None:
    room = bot.double.group("Late", bot.ada, bot=None)
    bot.double.set_bot(bot.ada, room, "member")
    bot.double.wait_for("sendMessage", chat_id=room.id)
    bot.answer_to(bot.ada, f"/collection@{username(bot)} main", room=room)
    asked = int(time.time()) - 3 * 3600
    waiting = bot.answer_to(bot.ada, f"/ask@{username(bot)} {QUESTION}", room=room, date=asked)
    assert "3 hours ago" in waiting.params["text"] and quoted_in(waiting.message) == []
    bot.double.press(bot.ada, waiting.message, "Answer it")
    late = bot.double.wait_for("sendMessage", since=waiting.number + 1, chat_id=room.id)
    assert "Asked " in late.params["text"] and quoted_in(late.message)


def test_a_late_answer_in_a_private_chat_says_when_it_was_asked(bot: Running) -> None:
    call = bot.answer_to(bot.ada, QUESTION, date=int(time.time()) - 1800)
    assert re.match(r"Asked (on .+ )?at \d\d:\d\d UTC, 30 minutes ago\.", call.params["text"]) and quoted_in(call.message)


def username(bot: Running) -> str:
    return str(bot.double.get("chats")["me"]["username"])


# ---------------------------------------------------------------------- what goes wrong


def test_an_update_that_comes_twice_is_answered_once(bot: Running) -> None:
    since = len(bot.double.calls())
    said = bot.double.say(bot.ada, QUESTION)
    bot.double.wait_for("sendMessage", since=since, chat_id=ADMIN)
    assert said.update_id
    bot.double.again(said.update_id)
    bot.silence()


def test_a_limit_on_one_chat_is_waited_for_and_holds_up_no_other(bot: Running) -> None:
    jo = bot.member("Jo")
    bot.double.fault("error", method="sendMessage", code=429, retry_after=3, chat_id=bot.ada.id)
    since = len(bot.double.calls())
    bot.double.say(bot.ada, QUESTION)
    bot.double.wait_for("sendMessage", since=since, chat_id=bot.ada.id)
    started = time.monotonic()
    bot.answer_to(jo, QUESTION)
    assert time.monotonic() - started < 2
    answered = bot.double.wait_for("sendMessage", 2, since=since, chat_id=bot.ada.id)
    assert answered.status == 200 and quoted_in(answered.message)


@pytest.mark.parametrize("fault", [{"kind": "error", "code": 502}, {"kind": "garbage", "code": 502}, {"kind": "drop"}])
def test_a_passing_fault_costs_no_answer(bot: Running, fault: dict[str, object]) -> None:
    bot.double.fault(**{"method": "sendMessage", "times": 2, **fault})  # type: ignore[arg-type]
    since = len(bot.double.calls())
    bot.double.say(bot.ada, QUESTION)
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if any(call.status == 200 for call in bot.double.calls("sendMessage", since)):
            return
        time.sleep(0.1)
    raise Silent("no answer")


def test_who_has_blocked_the_bot_costs_nobody_anything(bot: Running) -> None:
    kim = bot.member("Kim")
    since = len(bot.double.calls())
    bot.double.fault("hang", method="sendMessage", seconds=0.5, chat_id=kim.id)
    bot.double.say(kim, QUESTION)
    bot.double.block(kim)
    bot.double.wait_for("sendMessage", since=since, chat_id=kim.id)
    assert quoted_in(bot.answer_to(bot.ada, QUESTION).message)


def test_verify_finds_nothing_wrong_while_the_bot_runs(bot: Running) -> None:
    ran = briefbot("verify", data=bot.data)
    assert ran.returncode == 0, ran.stdout


def test_neither_question_nor_token_is_in_any_file_or_log(bot: Running) -> None:
    marker = "zzyxmarker"
    bot.answer_to(bot.ada, f"how many {marker} fighters are there?")
    bot.answer_to(bot.ada, f"/sources {marker}")
    sought = [marker.encode(), bot.double.token.encode()]
    end = time.monotonic() + 10
    while time.monotonic() < end and held(bot.data, sought):
        time.sleep(0.3)
    assert held(bot.data, sought) == []
    assert marker not in bot.process.log and bot.double.token not in bot.process.log
    title = Path(f"/proc/{bot.process.popen.pid}/cmdline")
    assert not title.exists() or bot.double.token not in title.read_text()


def held(data: Path, sought: list[bytes]) -> list[str]:
    """The files that hold any of these."""
    return [file.name for file in data.iterdir() if file.suffix != ".onnx" and any(one in file.read_bytes() for one in sought)]


def test_it_imports_neither_torch_nor_spacy(bot: Running) -> None:
    if not Path("/proc/self/maps").exists():
        pytest.skip("this system does not say what a process has loaded")
    served = bot.process.popen.pid
    loaded = {one: Path(f"/proc/{one}/maps").read_text() for one in (served, *descendants(served))}
    assert not any("libtorch" in maps or "spacy" in maps for maps in loaded.values())
    assert "onnxruntime" not in loaded[served] and any("onnxruntime" in maps for maps in loaded.values()), "the model is in the process that answers"
