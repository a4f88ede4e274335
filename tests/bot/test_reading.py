"""Updates as Telegram sends them: what is addressed to the bot, by whom, in which topic; and that nothing else is even written down."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.access import ChatKind
from bot.handlers.reading import Reader

READER = Reader(123, "the_bot")
BOT = {"id": 123, "is_bot": True, "first_name": "B", "username": "the_bot"}
ANN = {"id": 7, "is_bot": False, "first_name": "Ann"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "G", "is_forum": True}


def message(text: str | None, chat: dict[str, Any] = GROUP, **fields: Any) -> Update:
    body: dict[str, Any] = {"message_id": 9, "date": 1, "chat": chat, "from": ANN, **fields}
    if text is not None:
        body["text"] = text
        if text.startswith("/"):
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return Update.de_json({"update_id": 1, "message": body}, None)


def heard(update: Update) -> Any:
    assert update.message
    return READER.heard(update.message)


def test_in_a_private_chat_plain_text_is_a_question() -> None:
    one = heard(message("how many?", PRIVATE))
    assert (one.text, one.command, one.person, one.chat.kind, one.asked_at.timestamp()) == ("how many?", None, 7, ChatKind.PRIVATE, 1)


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [("/ask@the_bot how many?", "ask", "how many?"), ("/ASK@The_Bot x", "ask", "x"), ("/ask how many?", "ask", "how many?"), ("/help@the_bot", "help", "")],
)
def test_a_command_to_the_bot_is_heard_in_a_group(text: str, command: str, rest: str) -> None:
    one = heard(message(text))
    assert (one.command, one.text) == (command, rest)


@pytest.mark.parametrize("text", ["how many?", "@the_bot how many?", "/ask@other_bot how many?", "/help", "/start", "look: /ask@the_bot x"])
def test_what_is_not_addressed_to_the_bot_does_not_concern_it(text: str) -> None:
    update = message(text)
    assert heard(update) is None and not READER.concerns(update)


def test_a_reply_to_the_bot_is_heard_and_one_to_somebody_else_is_not() -> None:
    to_bot = {"message_id": 5, "date": 1, "chat": GROUP, "from": BOT, "text": "answer"}
    assert heard(message("and killed?", reply_to_message=to_bot)).follows == 5
    assert heard(message("and killed?", reply_to_message={**to_bot, "from": ANN})) is None


def test_the_reply_that_clients_fill_in_for_a_topics_first_message_is_none() -> None:
    first = {"message_id": 5, "date": 1, "chat": GROUP, "from": BOT, "message_thread_id": 5, "forum_topic_created": {"name": "T", "icon_color": 1}}
    assert heard(message("hello", reply_to_message=first, message_thread_id=5, is_topic_message=True)) is None
    renamed = {key: value for key, value in first.items() if key != "forum_topic_created"} | {"text": "x"}
    assert heard(message("hello", reply_to_message=renamed, message_thread_id=5, is_topic_message=True)) is None
    command = heard(message("/ask@the_bot x", reply_to_message=first, message_thread_id=5, is_topic_message=True))
    assert command.follows is None and command.chat.topic == 5


def test_a_thread_of_replies_is_no_topic() -> None:
    assert heard(message("/ask@the_bot x", message_thread_id=5)).chat.topic is None


def test_an_anonymous_admin_and_a_channel_are_nobody() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    assert heard(message("/ask@the_bot x", **{"from": anonymous, "sender_chat": GROUP})).person is None
    assert heard(message("/ask@the_bot x", sender_chat={"id": -5, "type": "channel", "title": "C"})) is None


def test_a_file_in_a_private_chat_is_heard_and_other_things_are_not() -> None:
    file = {"file_id": "f", "file_unique_id": "f"}
    assert heard(message(None, PRIVATE, document=file)).text == ""
    assert heard(message(None, document=file)) is None
    assert not READER.concerns(message(None, PRIVATE, pinned_message={"message_id": 1, "date": 1, "chat": PRIVATE}))


def press(data: str, **fields: Any) -> Any:
    shown = {"message_id": 9, "date": 1, "chat": PRIVATE, "from": BOT, "text": "x", **fields}
    update = Update.de_json({"update_id": 1, "callback_query": {"id": "1", "from": ANN, "chat_instance": "1", "data": data, "message": shown}}, None)
    assert update.callback_query and READER.concerns(update)
    return READER.pressed(update.callback_query)


def test_a_tap_brings_its_buttons_label_and_the_question_it_is_under() -> None:
    keyboard = {"inline_keyboard": [[{"text": "who is Ann?", "callback_data": "example|0"}, {"text": "other", "callback_data": "example|1"}]]}
    asked = {"message_id": 4, "date": 50, "chat": PRIVATE, "from": ANN, "text": "/sources dam", "entities": [{"type": "bot_command", "offset": 0, "length": 8}]}
    one = press("example|0", reply_markup=keyboard, reply_to_message=asked)
    assert (one.label, one.person, one.message_id, one.about.text, one.about.asked_at.timestamp()) == ("who is Ann?", 7, 9, "dam", 50)


def test_a_tap_under_a_message_that_is_too_old_to_be_told_has_no_label() -> None:
    update = Update.de_json(
        {
            "update_id": 1,
            "callback_query": {"id": "1", "from": ANN, "chat_instance": "1", "data": "more|t", "message": {"message_id": 9, "date": 0, "chat": PRIVATE}},
        },
        None,
    )
    assert update.callback_query
    one = READER.pressed(update.callback_query)
    assert one and one.label == "" and one.about is None and one.chat.id == 7


def test_a_check_reads_what_it_replies_to_or_the_stretch_selected_of_it() -> None:
    words = {"message_id": 4, "date": 0, "chat": GROUP, "from": {"id": 9, "is_bot": False, "first_name": "N"}, "text": "Guard killed 600 of them. It rained."}
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": 6}], "reply_to_message": words}
    whole = heard(message("/check", **command))
    assert (whole.command, whole.text, whole.about) == ("check", "", "Guard killed 600 of them. It rained.")
    stretch = heard(message("/check", **command, quote={"text": "It rained.", "position": 26}))
    assert stretch.about == "It rained."
    asked = heard(message("/ask why?", entities=[{"type": "bot_command", "offset": 0, "length": 4}], reply_to_message=words))
    assert asked.about is None, "nobody else's message is read for a question"
