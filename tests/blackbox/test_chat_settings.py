"""A group's settings through the real bot process: its admins' taps count at once, everybody else's say that they do not."""

from __future__ import annotations

from pathlib import Path

from double import running
from serving import copied, quoted_in, serving

ADMIN, READER = 8, 9


def test_admins_of_a_group_set_its_language_and_others_are_told_that_they_may_not(sample_data: Path, tmp_path: Path) -> None:
    data = copied(sample_data, tmp_path / "data")
    with running() as double, serving(double, data, BRIEFBOT_ALLOWED_CHATS="*"):
        bo, cy = double.person("Bo", ADMIN), double.person("Cy", READER)
        room = double.group("Desk", bo, cy)
        double.set_user(bo, room, "administrator")
        double.say(cy, "/settings@briefbot_preview_bot", room)
        screen = double.wait_for("sendMessage", chat_id=room.id, seconds=90)
        assert "Language: English" in screen.params["text"]

        refused = double.answer(double.press(cy, screen.message, "Language"))
        assert "Only admins" in refused["text"] and double.calls("editMessageText") == []

        double.press(bo, screen.message, "Language")
        choices = double.wait_for("editMessageText", message_id=screen.message["message_id"])
        double.press(bo, choices.message, "دری")
        done = double.wait_for("editMessageText", message_id=screen.message["message_id"])
        assert "زبان" in done.params["text"] and all(line.startswith("\u200f") for line in done.params["text"].splitlines() if line)
        assert len(double.calls("sendMessage")) == 1, "one message, edited in place"

        double.say(bo, "/settings zone Kabul", reply_to=screen.message["message_id"], room=room)
        assert "Asia/Kabul" in double.wait_for("sendMessage", chat_id=room.id).params["text"]


def test_a_private_chat_is_answered_in_the_language_that_it_chose(sample_data: Path, tmp_path: Path) -> None:
    data = copied(sample_data, tmp_path / "data")
    with running() as double, serving(double, data, BRIEFBOT_ALLOWED_CHATS="*"):
        cy = double.person("Cy", READER)
        double.say(cy, "/settings language fa")
        double.wait_for("sendMessage", chat_id=READER, seconds=90)
        double.say(cy, "how many turtles were counted on the moon?")
        refusal = double.wait_for("sendMessage", chat_id=READER).params["text"]
        assert "در منابع من نیست" in refusal and "no figure" not in refusal, "also what the process that answers says"
        double.say(cy, "how many ISKP fighters?")
        answer = double.wait_for("sendMessage", chat_id=READER)
        assert quoted_in(answer.message) and "بند" in answer.params["text"]
        assert double.answer(double.press(cy, answer.message, "پیگیری"))["text"].startswith("وقتی"), "a button's word over the chat"
