"""What Telegram refuses, and with which words: messages, keyboards, replies, edits, deletions, files."""

from __future__ import annotations

import io
import urllib.request
from typing import Any

import pytest
from double import Ask, Double, Person


@pytest.fixture
def ann(double: Double) -> Person:
    ann = double.person("Ann")
    double.say(ann, "/start")
    return ann


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def button(**fields: Any) -> dict[str, Any]:
    return {"text": "b", **fields}


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({}, "message text is empty"),
        ({"text": " \u202e\n"}, "message text is empty"),
        ({"text": "𝟏" * 2049}, "message is too long"),
        ({"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "ends after the end of the text"),
        ({"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a", "reply_markup": keyboard(button(callback_data="é" * 33))}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard(button(callback_data=""))}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard(button(copy_text={"text": "x" * 257}))}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "reply_markup": keyboard(button(url="javascript:alert(1)"))}, "Wrong HTTP URL"),
        ({"text": "a", "reply_markup": keyboard(button())}, "Text buttons are unallowed"),
        ({"text": "a", "reply_markup": keyboard(*[button(callback_data="x")] * 9)}, "more than eight"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[button(callback_data="x")]] * 101}}, "REPLY_MARKUP_TOO_LONG"),
        ({"text": "a", "message_thread_id": 7}, "message thread not found"),
        ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "a", "reply_parameters": {"message_id": 11, "quote": "Start"}}, "QUOTE_TEXT_INVALID"),
        ({"text": "a", "chat_id": 4711}, "chat not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
    ],
)
def test_a_message_that_telegram_would_refuse_is_refused(ann: Person, ask: Ask, params: dict[str, Any], says: str) -> None:
    answer = ask("sendMessage", **({"chat_id": ann.id} | params))
    assert (answer["ok"], answer["error_code"]) == (False, 400) and says in answer["description"]


def test_a_message_at_every_limit_is_taken(double: Double, ann: Person, ask: Ask) -> None:
    rows = [[button(callback_data="x" * 64)] * 8] * 12 + [[button(copy_text={"text": "é" * 256})] * 4]
    answer = ask("sendMessage", chat_id=ann.id, text="𝟏" * 2048, reply_markup={"inline_keyboard": rows})
    assert answer["ok"] and len(answer["result"]["text"]) == 2048
    assert double.messages(ann)[-1]["reply_markup"]["inline_keyboard"] == rows


def test_a_reply_holds_the_message_and_the_words_it_quotes(double: Double, ann: Person, ask: Ask) -> None:
    said = double.say(ann, "𝟏 dam broke")
    sent = ask("sendMessage", chat_id=ann.id, text="which?", reply_parameters={"message_id": said.id, "quote": "dam"})["result"]
    assert sent["reply_to_message"]["message_id"] == said.id
    assert sent["quote"] == {"text": "dam", "position": 3, "is_manual": True}
    gone = ask("sendMessage", chat_id=ann.id, text="which?", reply_parameters={"message_id": 999, "allow_sending_without_reply": True})
    assert gone["ok"] and "reply_to_message" not in gone["result"]


def test_a_text_that_looks_like_json_stays_a_text(ann: Person, double: Double) -> None:
    body = f"chat_id={ann.id}&text=%5B1%5D&disable_notification=true".encode()
    with urllib.request.urlopen(urllib.request.Request(f"{double.url}/bot{double.token}/sendMessage", body)) as answer:
        assert answer.status == 200
    assert double.messages(ann)[-1]["text"] == "[1]"
    assert double.calls("sendMessage")[-1].params == {"chat_id": ann.id, "text": "[1]", "disable_notification": True}


def test_get_works_like_post(ann: Person, double: Double) -> None:
    with urllib.request.urlopen(f"{double.url}/bot{double.token}/SENDMESSAGE?chat_id={ann.id}&text=hi") as answer:
        assert answer.status == 200
    assert double.messages(ann)[-1]["text"] == "hi"


def test_an_edit_changes_the_message_and_not_the_record_of_what_was_sent(double: Double, ann: Person, ask: Ask) -> None:
    markup = keyboard(button(callback_data="x"))
    sent = ask("sendMessage", chat_id=ann.id, text="one", reply_markup=markup)["result"]
    place = {"chat_id": ann.id, "message_id": sent["message_id"]}
    same = ask("editMessageText", **place, text="one", reply_markup=markup)
    assert same["error_code"] == 400 and "message is not modified" in same["description"]
    edited = ask("editMessageText", **place, text="two")["result"]
    assert edited["text"] == "two" and "reply_markup" not in edited and edited["edit_date"]
    assert ask("editMessageReplyMarkup", **place, reply_markup=markup)["result"]["reply_markup"] == markup
    assert "not modified" in ask("editMessageReplyMarkup", **place, reply_markup=markup)["description"]
    assert double.calls("sendMessage")[0].result["text"] == "one"
    assert "message to edit not found" in ask("editMessageText", chat_id=ann.id, message_id=999, text="x")["description"]
    assert "can't be edited" in ask("editMessageText", chat_id=ann.id, message_id=11, text="x")["description"]


def test_deleting_has_its_limits(double: Double, ann: Person, ask: Ask) -> None:
    room = double.group("Desk", ann)
    said = double.say(ann, "hello", room)
    assert "can't be deleted" in ask("deleteMessage", chat_id=room.id, message_id=said.id)["description"]
    sent = ask("sendMessage", chat_id=room.id, text="one")["result"]["message_id"]
    assert ask("deleteMessages", chat_id=room.id, message_ids=[sent, 999])["ok"]
    assert [one["message_id"] for one in double.messages(room)] == [said.id]
    assert "not found" in ask("deleteMessage", chat_id=room.id, message_id=sent)["description"]
    old = ask("sendMessage", chat_id=ann.id, text="old")["result"]["message_id"]
    double.shift_clock(49 * 3600)
    assert "can't be deleted for everyone" in ask("deleteMessage", chat_id=ann.id, message_id=old)["description"]


def test_files_come_and_go(double: Double, ann: Person, ask: Ask) -> None:
    said = double.send_file(ann, "a.txt", b"hush", caption="see", mime_type="text/plain")
    assert said.message["document"]["file_name"] == "a.txt" and said.message["caption"] == "see"
    path = ask("getFile", file_id=said.message["document"]["file_id"])["result"]["file_path"]
    with urllib.request.urlopen(f"{double.base_file_url}{double.token}/{path}") as file:
        assert file.read() == b"hush"
    large = double.send_file(ann, "b.pdf", b"x", size=21 * 2**20)
    assert "file is too big" in ask("getFile", file_id=large.message["document"]["file_id"])["description"]
    sent = upload(double, "sendDocument", "document", "c.txt", "é".encode(), chat_id=str(ann.id), caption="<b>c</b>", parse_mode="HTML")
    assert b'"file_name": "c.txt"' in sent and b'"type": "bold"' in sent
    assert double.calls("sendDocument")[0].params["document"] == {"file_name": "c.txt", "size": 2}
    assert b'"photo"' in upload(double, "sendPhoto", "photo", "p.png", b"png", chat_id=str(ann.id))
    assert "caption is too long" in ask("sendDocument", chat_id=ann.id, document=said.message["document"]["file_id"], caption="x" * 1025)["description"]
    assert "wrong file identifier" in ask("sendDocument", chat_id=ann.id, document="https://x.example/a.pdf")["description"]


def upload(double: Double, method: str, field: str, name: str, body: bytes, **fields: str) -> bytes:
    """A multipart request, written by hand."""
    parts = io.BytesIO()
    for key, value in fields.items():
        parts.write(f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode())
    parts.write(f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'.encode())
    parts.write(body + b"\r\n--edge--\r\n")
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    with urllib.request.urlopen(urllib.request.Request(f"{double.url}/bot{double.token}/{method}", parts.getvalue(), headers)) as answer:
        return bytes(answer.read())


def test_small_things_are_checked_too(ann: Person, ask: Ask, double: Double) -> None:
    assert "wrong parameter action" in ask("sendChatAction", chat_id=ann.id, action="thinking")["description"]
    assert ask("sendChatAction", chat_id=ann.id, action="typing")["result"] is True
    assert ask("setMessageReaction", chat_id=ann.id, message_id=11, reaction=[{"type": "emoji", "emoji": "👀"}])["ok"]
    assert "REACTION_INVALID" in ask("setMessageReaction", chat_id=ann.id, message_id=11, reaction=[{"type": "emoji", "emoji": "🔍"}])["description"]
    assert ask("sendMessageDraft", chat_id=ann.id, draft_id=1, text="search…")["result"] is True
    room = double.group("Desk", ann)
    assert "private chats only" in ask("sendMessageDraft", chat_id=room.id, draft_id=1, text="search…")["description"]
    assert "BOT_COMMAND_INVALID" in ask("setMyCommands", commands=[{"command": "Ask", "description": "x"}])["description"]
    assert ask("setMyCommands", commands=[{"command": "ask", "description": "ask"}])["ok"]
    assert ask("getMyCommands")["result"][0]["command"] == "ask"
    assert ask("deleteMyCommands")["ok"] and ask("getMyCommands")["result"] == []
    assert ask("setMyDescription", description="d")["ok"] and ask("getMyDescription")["result"] == {"description": "d"}
    assert ask("flyToTheMoon")["error_code"] == 404


def test_a_wrong_token_is_nobody(ask: Ask, double: Double) -> None:
    for method in ("getMe", "getUpdates", "sendMessage"):
        assert ask(method, token="2:other") == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert double.calls() == []
