"""What a bot gets to see of a group, and what happens to it there: privacy mode, forums, memberships, migration, blocking."""

from __future__ import annotations

from typing import Any

import pytest
from double import Ask, Double, Person, Refused, Room
from schema import faults_of_result, faults_of_update
from telegram import Update

BOT = "briefbot_preview_bot"


@pytest.fixture
def ann(double: Double) -> Person:
    return double.person("Ann")


@pytest.fixture
def bob(double: Double) -> Person:
    return double.person("Bob")


@pytest.fixture
def desk(double: Double, ann: Person, bob: Person) -> Room:
    return double.group("Desk", ann, bob, statuses={str(ann.id): "creator"})


def updates(double: Double) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = double.get("updates", all=1)["all"]
    return made


@pytest.fixture(autouse=True)
def _every_update_is_one_that_two_libraries_read(double: Double) -> Any:
    yield
    made = updates(double)
    assert [fault for update in made for fault in faults_of_update(update)] == []
    assert all(Update.de_json(update, None).effective_chat for update in made)


def test_privacy_mode_hides_all_that_is_not_meant_for_the_bot(double: Double, ann: Person, desk: Room, ask: Ask) -> None:
    assert double.say(ann, "how many fighters?", desk).update_id is None
    assert double.say(ann, f"@{BOT} how many?", desk).update_id is None, "a mention is no command"
    assert double.say(ann, "/ask how many?", desk).update_id is None, "somebody else's command, perhaps"
    assert double.say(ann, "/ask@another_bot how many?", desk).update_id is None
    assert double.say(ann, f"/ask@{BOT} how many?", desk).update_id
    sent = ask("sendMessage", chat_id=desk.id, text="2,000")["result"]["message_id"]
    assert double.say(ann, "/ask and killed?", desk).update_id, "the bot wrote last"
    assert double.say(ann, "and killed?", desk, reply_to=sent).update_id
    quoted = double.say(ann, "who says so?", desk, reply_to=sent, quote="2,0")
    assert quoted.message["quote"] == {"text": "2,0", "position": 0, "is_manual": True}


def test_another_bot_that_writes_last_takes_the_short_commands(double: Double, ann: Person, desk: Room, ask: Ask) -> None:
    other = double.person("Other", is_bot=True)
    double.set_user(other, desk, "member")
    ask("sendMessage", chat_id=desk.id, text="2,000")
    assert double.say(other, "beep", desk).update_id is None, "bots do not hear bots"
    assert double.say(ann, "/ask and killed?", desk).update_id is None


@pytest.mark.parametrize("how", ["administrator", "privacy off"])
def test_an_administrator_and_a_bot_without_privacy_mode_hear_everything(double: Double, ann: Person, desk: Room, how: str) -> None:
    if how == "administrator":
        double.set_bot(ann, desk, "administrator")
    else:
        double.do("identity", can_read_all_group_messages=True)
    assert double.say(ann, "hello", desk).update_id


def test_in_a_forum_every_message_seems_to_answer_the_topics_first(double: Double, ann: Person, bob: Person, ask: Ask) -> None:
    forum = double.group("Forum", ann, bob, is_forum=True)
    thread = double.topic(forum, "Dam", ann)
    said = double.say(bob, f"/ask@{BOT} how many?", forum, topic=thread)
    assert said.update_id and said.message["is_topic_message"] and said.message["message_thread_id"] == thread
    assert said.message["reply_to_message"]["message_id"] == thread and "forum_topic_created" in said.message["reply_to_message"]
    sent = ask("sendMessage", chat_id=forum.id, text="2,000", message_thread_id=thread)["result"]
    assert sent["message_thread_id"] == thread
    assert double.say(bob, "and killed?", forum, reply_to=sent["message_id"]).message["message_thread_id"] == thread
    assert double.say(bob, "talk", forum, topic=thread).update_id is None
    assert "message thread not found" in ask("sendMessage", chat_id=forum.id, text="a", message_thread_id=thread + 100)["description"]
    assert "message_thread_id" not in double.say(bob, "general", forum).message


def test_an_anonymous_administrator_is_nobody(double: Double, ann: Person, desk: Room) -> None:
    said = double.say(ann, f"/add@{BOT}", desk, anonymous=True)
    assert said.update_id and said.message["from"]["id"] == 1087968824 and said.message["sender_chat"]["id"] == desk.id


def test_a_forward_carries_its_origin(double: Double, ann: Person) -> None:
    origin = {"type": "channel", "chat": {"id": -1001, "type": "channel", "title": "Wire"}, "message_id": 7, "date": 1_700_000_000}
    assert double.say(ann, "news", forward=origin).message["forward_origin"] == origin
    hidden = double.say(ann, "news", forward={"type": "hidden_user", "sender_user_name": "N."})
    assert hidden.message["forward_origin"]["sender_user_name"] == "N."


def test_a_message_may_be_from_yesterday(double: Double, ann: Person) -> None:
    assert double.say(ann, "late", date=1_700_000_000).message["date"] == 1_700_000_000


def test_being_added_promoted_and_banned_is_told(double: Double, ann: Person, bob: Person, ask: Ask) -> None:
    room = double.group("New", ann, bob, bot=None)
    assert ask("sendMessage", chat_id=room.id, text="a")["description"] == "Forbidden: bot is not a member of the supergroup chat"
    added = double.set_bot(ann, room, "member")
    assert added["update_id"] and added["member_update_id"] and added["message"]["new_chat_members"][0]["username"] == BOT
    assert ask("sendMessage", chat_id=room.id, text="a")["ok"]
    double.set_bot(ann, room, "administrator")
    double.set_bot(ann, room, "restricted")
    assert "not enough rights" in ask("sendMessage", chat_id=room.id, text="a")["description"]
    double.set_bot(ann, room, "kicked")
    assert ask("sendMessage", chat_id=room.id, text="a") == {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot was kicked from the supergroup chat",
    }
    assert double.say(ann, f"/ask@{BOT}", room).update_id is None
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in updates(double) if "my_chat_member" in update]
    assert changes == ["member", "administrator", "restricted", "kicked"]


def test_a_bot_may_leave(desk: Room, ask: Ask) -> None:
    assert ask("leaveChat", chat_id=desk.id)["ok"]
    assert "not a member" in ask("sendMessage", chat_id=desk.id, text="a")["description"]


def test_nobody_is_written_to_first_and_who_blocks_is_left_alone(double: Double, ann: Person, ask: Ask) -> None:
    assert ask("sendMessage", chat_id=ann.id, text="a")["description"] == "Forbidden: bot can't initiate conversation with a user"
    double.say(ann, "/start")
    assert ask("sendMessage", chat_id=ann.id, text="a")["ok"]
    double.block(ann)
    assert ask("sendMessage", chat_id=ann.id, text="a")["description"] == "Forbidden: bot was blocked by the user"
    with pytest.raises(Refused, match="blocked"):
        double.say(ann, "hello?")
    double.unblock(ann)
    assert ask("sendMessage", chat_id=ann.id, text="a")["ok"]


def test_a_group_that_moves_says_where_to(double: Double, ann: Person, ask: Ask) -> None:
    small = double.group("Small", ann, type="group")
    new = double.migrate(small, ann)
    answer = ask("sendMessage", chat_id=small.id, text="a")
    assert answer["error_code"] == 400 and answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert ask("sendMessage", chat_id=new.id, text="a")["ok"]
    moved = [update["message"] for update in updates(double)]
    assert moved[0]["migrate_to_chat_id"] == new.id and moved[1]["migrate_from_chat_id"] == small.id
    with pytest.raises(Refused, match="has become"):
        double.say(ann, "a", small)


def test_what_a_bot_may_ask_about_a_chat(double: Double, ann: Person, bob: Person, desk: Room, ask: Ask) -> None:
    answers = {
        "getChat": ask("getChat", chat_id=desk.id),
        "getChatMember": ask("getChatMember", chat_id=desk.id, user_id=ann.id),
        "getChatAdministrators": ask("getChatAdministrators", chat_id=desk.id),
        "getChatMemberCount": ask("getChatMemberCount", chat_id=desk.id),
        "getMe": ask("getMe"),
    }
    assert [fault for method, answer in answers.items() for fault in faults_of_result(method, answer["result"])] == []
    assert answers["getChatMember"]["result"]["status"] == "creator" and answers["getChatMemberCount"]["result"] == 3
    assert [one["user"]["id"] for one in answers["getChatAdministrators"]["result"]] == [ann.id]
    for status in ("administrator", "restricted", "left", "kicked", "member"):
        double.set_user(bob, desk, status)
        member = ask("getChatMember", chat_id=desk.id, user_id=bob.id)["result"]
        assert member["status"] == status and faults_of_result("getChatMember", member) == []
    assert "no administrators" in ask("getChatAdministrators", chat_id=ann.id)["description"]
    assert "chat not found" in ask("getChat", chat_id=4711)["description"]


def test_an_edit_is_told_where_the_message_was(double: Double, ann: Person, desk: Room) -> None:
    private, hidden = double.say(ann, "a"), double.say(ann, "b", desk)
    edited = double.edit(ann, private.id, "c")
    assert edited.update_id and edited.message["text"] == "c" and edited.message["edit_date"]
    assert double.edit(desk, hidden.id, "d").update_id is None


@pytest.mark.parametrize(
    ("action", "fields", "says"),
    [
        ("say", {"user": 99, "text": "a"}, "no user 99"),
        ("say", {"chat": 99, "text": "a"}, "no chat 99"),
        ("say", {"user": 777, "text": "a"}, "is not in this chat"),
        ("say", {"chat": 777, "text": "a"}, "nobody else"),
        ("say", {"text": "  "}, "needs a text"),
        ("say", {"text": "a", "reply_to": 99}, "no message 99"),
        ("say", {"text": "a", "document": {"name": "a", "base64": "?"}}, "say: "),
        ("edit", {"text": "a"}, "edit needs 'message_id'"),
        ("dance", {}, "there is no action"),
    ],
)
def test_what_people_cannot_do_is_refused_in_a_sentence(double: Double, ann: Person, desk: Room, action: str, fields: dict[str, Any], says: str) -> None:
    double.person("Carl", user_id=777)
    with pytest.raises(Refused, match=says):
        double.do(action, **({"user": ann.id, "chat": desk.id} | fields))
