"""Going on asking: what a short reply is read as, and for how long the earlier question is remembered."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import WordAxes
from newsroom import add, embed

from bot.access import Admitted, Chat, ChatKind, Role
from bot.briefing import Briefing
from bot.desk import Desk, Heard, Manner
from bot.following import KEPT_SECONDS, Reading, Recent, Subject, follow_up, goes_on, subject_of
from bot.kept import Questions
from bot.reports import Reports
from bot.send import ROOM
from bot.state import State
from index.catalog import Catalog

EARLIER = subject_of("how many ISKP fighters?")


def test_the_subject_of_a_question_is_its_names_as_written() -> None:
    assert subject_of("how many ISKP fighters?") == Subject(("ISKP",), True)
    assert subject_of("who is Saphine Durrowell?") == Subject(("Saphine Durrowell",), False)
    assert subject_of("what about rain?").names == ()


@pytest.mark.parametrize(
    ("reply", "question", "said"),
    [
        ("and how many were released?", "how many were released ISKP?", "↳ ISKP · how many were released"),
        ("what about arrested?", "how many ISKP arrested?", "↳ ISKP · arrested"),
    ],
)
def test_a_short_reply_goes_on_about_the_same_and_says_so(reply: str, question: str, said: str) -> None:
    reading = follow_up(reply, EARLIER)
    assert (reading.question, reading.said) == (question, said)


def test_what_was_done_may_be_done_to_them_or_by_them() -> None:
    reading = follow_up("and killed?", EARLIER)
    assert (reading.question, reading.said) == ("how many ISKP killed?", "↳ ISKP · killed")
    assert reading.other == Reading("how many people were killed by ISKP?", "killed by ISKP")
    assert follow_up("and wounded?", Subject(("ISKP", "TTP"), True)).other is None, "of two, nobody can tell who did it"
    assert follow_up("and in Orsk?", EARLIER).other is None


@pytest.mark.parametrize("reply", ["and the Taliban?", "how many people lost their homes in the flood this year?", "?"])
def test_a_reply_that_says_itself_what_it_is_about_stands_alone(reply: str) -> None:
    assert follow_up(reply, EARLIER) == Reading(reply)


def test_a_short_reply_to_something_forgotten_says_that_it_was_read_by_itself() -> None:
    reading = follow_up("and killed?", None)
    assert reading.question == "and killed?" and reading.said and "30 minutes" in reading.said


def test_subjects_are_forgotten_after_half_an_hour_with_a_chat_or_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    recent = Recent()
    recent.keep("t", 7, EARLIER, 100.0)
    assert recent.of("t", 100.0 + KEPT_SECONDS) == EARLIER and recent.of("t", 101.0 + KEPT_SECONDS) is None and recent.of("u", 0.0) is None
    recent.keep("u", 8, EARLIER, 100.0)
    recent.forget(7)
    assert recent.of("t", 100.0) is None and recent.of("u", 100.0) == EARLIER
    monkeypatch.setattr("bot.following._MOST", 2)
    for token in "abc":
        recent.keep(token, 7, EARLIER, 100.0)
    assert [recent.of(token, 100.0) for token in "uabc"] == [None, None, EARLIER, EARLIER]


def test_who_says_so_asks_the_same_again_and_points_to_the_signatures() -> None:
    reading = follow_up("who says so?", EARLIER)
    assert reading.question == "how many ISKP fighters?" and reading.said and reading.said.startswith("↳ how many ISKP fighters")
    forgotten = follow_up("who says so?", None)
    assert forgotten.question == "who says so?" and forgotten.said and "30 minutes" in forgotten.said


@pytest.mark.parametrize(("text", "yes"), [("and killed?", True), ("who said that?", True), ("killed?", False), ("who leads ISKP?", False)])
def test_a_message_that_goes_on_says_so_itself(text: str, yes: bool) -> None:
    assert goes_on(text) is yes


def test_the_last_answer_of_a_chat_is_known_for_half_an_hour_and_to_that_chat_alone() -> None:
    recent = Recent()
    recent.keep("t", 7, EARLIER, 100.0)
    recent.keep("u", 7, subject_of("how many TTP fighters?"), 200.0)
    last = recent.last_of(7, 200.0 + KEPT_SECONDS)
    assert last is not None and last.names == ("TTP",)
    assert recent.last_of(7, 201.0 + KEPT_SECONDS) is None and recent.last_of(8, 200.0) is None


def test_both_readings_of_a_short_question_are_answered_each_under_its_heading(tmp_path: Path, embedder: WordAxes) -> None:
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    with Catalog(tmp_path / "data") as catalog:
        add(catalog, "a", "The army has killed 40 fighters of ISKP this year, a colonel said.")
        add(catalog, "b", "In Orsk 17 people were killed by ISKP in March, the mayor said.")
        embed(catalog, embedder)
        state = State(catalog.engine)
        state.grant(7, "main", Role.READER, now.timestamp())
        manner = Manner(Admitted(frozenset({1})), "the_bot", ROOM, lambda: now)
        desk = Desk(Briefing(catalog, embedder), state, Questions(catalog.engine), Reports(catalog.engine), manner)
        chat = Chat(7, ChatKind.PRIVATE)
        desk.hear(Heard(chat, 7, "how many ISKP fighters were killed?", now, "ask"))
        response = desk.hear(Heard(chat, 7, "and killed?", now))
        first, *_, other = response.replies
        assert first.text.startswith("↳ ISKP · killed") and "40 fighters" in first.text
        assert other.text.startswith("killed by ISKP") and "17 people" in other.text
        assert response.ledger is not None and set(other.positions) <= {place.position for place in response.ledger.shown} - set(first.positions)
        desk.hear(Heard(chat, 7, "how many ISKP fighters were killed?", now, "ask"))
        assert "Not in my sources" in desk.hear(Heard(chat, 7, "and kidnapped?", now)).replies[-1].text
