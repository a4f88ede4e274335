"""Buttons, inline mode and guest messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from double import Ask, Double, Person, Refused, Room
from schema import faults_of_result, faults_of_update
from telegram import Update

CARD = {"type": "article", "id": "1", "title": "A card", "input_message_content": {"message_text": "<b>2,000</b>", "parse_mode": "HTML"}}
KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "m"}, {"text": "Copy", "copy_text": {"text": "x"}}]]}


@pytest.fixture(autouse=True)
def _every_update_and_answer_is_one_that_two_libraries_read(double: Double) -> Iterator[None]:
    yield
    made = double.get("updates", all=1)["all"]
    assert [fault for update in made for fault in faults_of_update(update)] == []
    assert all(Update.de_json(update, None).effective_user for update in made)
    answered = [call for call in double.calls() if call.status == 200]
    assert [fault for call in answered for fault in faults_of_result(call.method, call.result)] == []


@pytest.fixture
def ann(double: Double) -> Person:
    ann = double.person("Ann")
    double.say(ann, "/start")
    return ann


@pytest.fixture
def bob(double: Double) -> Person:
    return double.person("Bob")


@pytest.fixture
def away(double: Double, ann: Person, bob: Person) -> Room:
    return double.group("Away", ann, bob, bot=None)


def test_a_press_carries_the_message_and_is_answered_once(double: Double, ann: Person, ask: Ask) -> None:
    message = ask("sendMessage", chat_id=ann.id, text="a", reply_markup=KEYBOARD)["result"]
    by_label, by_data, by_place = (double.press(ann, message, button) for button in ("More", "m", 0))
    presses = [update["callback_query"] for update in ask("getUpdates")["result"] if "callback_query" in update]
    assert [one["id"] for one in presses] == [by_label, by_data, by_place]
    assert all(one["data"] == "m" and one["message"]["message_id"] == message["message_id"] for one in presses)
    assert ask("answerCallbackQuery", callback_query_id=by_label, text="yes", show_alert=True)["ok"]
    assert double.answer(by_label) == {"text": "yes", "show_alert": True}
    assert "query is too old" in ask("answerCallbackQuery", callback_query_id=by_label)["description"]
    assert "query is too old" in ask("answerCallbackQuery", callback_query_id="1")["description"]
    assert "MESSAGE_TOO_LONG" in ask("answerCallbackQuery", callback_query_id=by_data, text="x" * 201)["description"]
    with pytest.raises(Refused, match="sends nothing"):
        double.press(ann, message, "Copy")
    with pytest.raises(Refused, match="there is no button"):
        double.press(ann, message, "Less")


def test_a_press_shows_the_message_as_it_was(double: Double, ann: Person, ask: Ask) -> None:
    message = ask("sendMessage", chat_id=ann.id, text="one", reply_markup=KEYBOARD)["result"]
    double.press(ann, message, "More")
    ask("editMessageText", chat_id=ann.id, message_id=message["message_id"], text="two")
    assert ask("getUpdates")["result"][-1]["callback_query"]["message"]["text"] == "one"


def answered(double: Double, ask: Ask, user: Person, **params: Any) -> dict[str, Any]:
    asked = double.inline(user, "dam")
    assert asked["cached"] is None
    return ask("answerInlineQuery", inline_query_id=asked["query_id"], **({"results": [CARD]} | params))


def test_results_that_are_not_personal_are_served_to_strangers(double: Double, ann: Person, bob: Person, ask: Ask) -> None:
    assert answered(double, ask, ann)["ok"]
    served = double.inline(bob, "dam")
    assert served["update_id"] is None and served["cached"]["results"][0]["title"] == "A card"


def test_personal_results_are_served_to_their_owner_for_a_while(double: Double, ann: Person, bob: Person, ask: Ask) -> None:
    assert answered(double, ask, ann, is_personal=True, cache_time=60)["ok"]
    assert double.inline(bob, "dam")["cached"] is None
    assert double.inline(ann, "dam")["cached"]
    double.shift_clock(61)
    assert double.inline(ann, "dam")["cached"] is None


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"results": [CARD | {"id": str(n)} for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [CARD | {"id": "x" * 65}]}, "RESULT_ID_INVALID"),
        ({"results": [CARD, CARD]}, "RESULT_ID_DUPLICATE"),
        ({"results": [CARD | {"title": ""}]}, "title"),
        ({"results": [CARD | {"input_message_content": {"message_text": "x" * 4097}}]}, "too long"),
        ({"results": [CARD | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}]}, "parse entities"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ],
)
def test_results_that_telegram_would_refuse(double: Double, ann: Person, ask: Ask, params: dict[str, Any], says: str) -> None:
    assert says in answered(double, ask, ann, **params)["description"]


def test_a_chosen_card_is_changed_by_its_inline_id_only(double: Double, ann: Person, away: Room, ask: Ask) -> None:
    answered(double, ask, ann, results=[CARD | {"reply_markup": KEYBOARD}], is_personal=True)
    chosen = double.choose(ann, away, double.inline(ann, "dam")["query_id"], "1")
    message = chosen["message"]
    assert message["text"] == "2,000" and message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert message["from"]["id"] == ann.id and message["via_bot"]["is_bot"] and chosen["update_id"] is None
    query = double.press(ann, message, "More")
    press = ask("getUpdates")["result"][-1]["callback_query"]
    assert press["id"] == query and press["inline_message_id"] == chosen["inline_message_id"] and "message" not in press
    assert ask("editMessageText", inline_message_id=chosen["inline_message_id"], text="more")["result"] is True
    assert double.messages(away)[-1]["text"] == "more"
    assert "MESSAGE_ID_INVALID" in ask("editMessageText", inline_message_id="nix", text="more")["description"]


def test_a_guest_message_brings_what_it_replies_to_and_gets_one_answer(double: Double, ann: Person, bob: Person, away: Room, ask: Ask) -> None:
    claim = double.say(bob, "they hold 2,000", away)
    asked = double.guest(ann, away, "@briefbot_preview_bot right?", reply_to=claim.id)
    told = ask("getUpdates")["result"][-1]["guest_message"]
    assert told["guest_query_id"] == asked["query_id"] and told["reply_to_message"]["text"] == "they hold 2,000"
    sent = ask("answerGuestQuery", guest_query_id=asked["query_id"], result=CARD)["result"]
    assert ask("editMessageText", inline_message_id=sent["inline_message_id"], text="changed")["result"] is True
    assert double.messages(away)[-1]["text"] == "changed"
    assert "GUEST_QUERY_ID_INVALID" in ask("answerGuestQuery", guest_query_id=asked["query_id"], result=CARD)["description"]
    assert ask("sendMessage", chat_id=away.id, text="a")["error_code"] == 403, "a guest has that one answer and no more"
    home = double.group("Home", ann)
    with pytest.raises(Refused, match="the bot is in this chat"):
        double.guest(ann, home, "@briefbot_preview_bot right?")
