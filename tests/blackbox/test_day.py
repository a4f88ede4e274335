"""Watches, briefings and exports through the real bot process."""

from __future__ import annotations

import time
from pathlib import Path

from double import running
from serving import briefbot, copied, quoted_in, serving

from bot.unasked import SETTLE_SECONDS

READER = 8
FIRST = "“We counted 412 masons at the Tallow dam,” said Ada Holm, the chief engineer of the dam."
SECOND = "“There were 530 masons at the Tallow dam,” said Bram Oss, the head of the masons at the dam."


def test_a_watch_tells_once_without_the_topic_and_a_briefing_comes_with_its_file(sample_data: Path, tmp_path: Path) -> None:
    data = copied(sample_data, tmp_path / "data")
    article = tmp_path / "dam.md"
    article.write_text(f"# Dam at Tallow\n\n{FIRST}\n")
    assert briefbot("add", article, data=data).returncode == 0
    with running() as double, serving(double, data, BRIEFBOT_ALLOWED_CHATS=str(READER)):
        bo = double.person("Bo", READER)
        double.say(bo, "how many masons are at the Tallow dam?")
        answer = double.wait_for("sendMessage", chat_id=READER, seconds=90)
        assert "I tell you here" in double.answer(double.press(bo, answer.message, "Watch"))["text"]

        double.press(bo, answer.message, "Export")
        exported = double.wait_for("sendDocument", chat_id=READER)
        assert exported.message["document"]["file_name"].endswith(".html")

        double.say(bo, "/brief Tallow dam masons")
        brief = double.wait_for("sendMessage", chat_id=READER)
        assert brief.params["text"].startswith("BRIEFING · Tallow dam masons") and FIRST in quoted_in(brief.message)
        double.wait_for("sendDocument", chat_id=READER)

        since = double.mark()
        other = tmp_path / "masons.md"
        other.write_text(f"# Masons at Tallow\n\n{SECOND}\n")
        assert briefbot("add", other, data=data).returncode == 0
        told = double.wait_for("sendMessage", since=since, seconds=90, chat_id=READER)
        assert told.params["text"] == "1 new item."
        double.press(bo, told.message, "Open")
        assert SECOND in quoted_in(double.wait_for("sendMessage", since=told.number + 1, chat_id=READER).message)

        since = double.mark()
        double.say(bo, "/brief Tallow dam masons")
        again = double.wait_for("sendMessage", since=since, chat_id=READER)
        assert "1 new" in again.params["text"] and SECOND in quoted_in(again.message) and FIRST not in quoted_in(again.message)
        time.sleep(SETTLE_SECONDS + 6)
        assert [call for call in double.calls("sendMessage", again.number + 1) if "new item" in call.params["text"]] == [], "told once"
