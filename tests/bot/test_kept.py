"""Which questions are kept: only those that somebody tapped under, for 30 days at most, and erased with the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import WordAxes
from newsroom import add, embed

from bot import kept_screens
from bot.access import Admitted, Chat, ChatKind, Role
from bot.briefing import Briefing
from bot.desk import Desk, Heard, Manner, Pressed, Response
from bot.kept import Kept, Questions
from bot.kept_screens import editors_screen, item_screen
from bot.languages import say
from bot.reports import Reports
from bot.send import ROOM
from bot.state import LEDGER_DAYS, Ledger, Receipt, State
from index.catalog import Catalog

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AT = NOW.timestamp()
DAY = 86400.0
GROUP = Chat(-100, ChatKind.GROUP, 5)
ANN = Chat(7, ChatKind.PRIVATE)
QUESTION = "how many masons work on the Tallow dam?"
ONE = Kept(7, 7, 50, None, "", "main", QUESTION, False, AT)


@pytest.fixture
def catalog(tmp_path: Path, embedder: WordAxes) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "data")
    add(catalog, "a", "The grain harvest was poor this year, farmers in the valley said.")
    embed(catalog, embedder)
    yield catalog
    catalog.close()


@pytest.fixture
def state(catalog: Catalog) -> State:
    state = State(catalog.engine)
    state.grant(7, "main", Role.READER, AT)
    return state


@pytest.fixture
def questions(catalog: Catalog, state: State) -> Questions:  # noqa: ARG001 - the tables are the state's
    return Questions(catalog.engine)


@pytest.fixture
def desk(catalog: Catalog, state: State, questions: Questions, embedder: WordAxes) -> Desk:
    return Desk(Briefing(catalog, embedder), state, questions, Reports(catalog.engine), Manner(Admitted(frozenset({1})), "the_bot", ROOM, lambda: NOW))


def refused(desk: Desk, state: State, chat: Chat = ANN, text: str = QUESTION) -> tuple[Response, list[str]]:
    """The refusal, written down as taken by Telegram as message 50, and its buttons' actions."""
    response = desk.hear(Heard(chat, 7, text, NOW, "ask"))
    state.record(Receipt(1, 1, True, 50, AT, response.replies[-1].positions, response.ledger))
    return response, [button.action or "" for row in response.replies[-1].buttons for button in row]


def test_under_a_refusal_stand_the_only_two_ways_to_have_a_question_kept(desk: Desk, state: State, questions: Questions) -> None:
    response, _ = refused(desk, state)
    assert [button.label for row in response.replies[-1].buttons for button in row][-2:] == ["Ask the editors", "Tell me if it turns up"]
    assert questions.standing(AT) == [], "asking alone keeps nothing"


def test_an_answer_and_a_question_that_is_none_offer_no_keeping(desk: Desk, state: State, embedder: WordAxes, catalog: Catalog) -> None:
    add(catalog, "b", "412 masons work on the Tallow dam, the chief engineer said.")
    embed(catalog, embedder)
    for text in (QUESTION, "?"):
        _, actions = refused(desk, state, text=text)
        assert not [action for action in actions if action.startswith("keep")], text


@pytest.mark.parametrize(("wish", "said"), [("news", say("keep-noted")), ("editors", say("keep-asked"))])
def test_a_tap_keeps_the_question_as_it_was_read_and_a_second_tap_changes_nothing(desk: Desk, state: State, questions: Questions, wish: str, said: str) -> None:
    _, actions = refused(desk, state)
    action = next(action for action in actions if action.endswith(wish))
    toasts = [desk.press(Pressed(ANN, 7, action, 50)).toast for _ in range(2)]
    assert toasts == [said, say("keep-already")]
    assert questions.standing(AT) == [replace(ONE, for_editors=wish == "editors")]


def test_after_half_an_hour_the_question_is_read_off_the_chat(desk: Desk, state: State, questions: Questions) -> None:
    _, actions = refused(desk, state)
    desk._recent.forget(7)
    assert desk.press(Pressed(ANN, 7, actions[-1], 50)).toast == say("expired")
    assert desk.press(Pressed(ANN, 7, actions[-1], 50, about=Heard(ANN, 7, "and killed?", NOW))).toast == say("expired"), "it went on from another"
    assert questions.standing(AT) == []
    assert desk.press(Pressed(ANN, 7, actions[-1], 50, about=Heard(ANN, 7, QUESTION, NOW))).toast == say("keep-noted")
    assert questions.standing(AT) == [ONE]


def test_in_a_group_everybody_who_taps_is_an_asker(desk: Desk, state: State, questions: Questions) -> None:
    state.let_in(GROUP.id, AT)
    response, actions = refused(desk, state, GROUP)
    assert [button.label for row in response.replies[-1].buttons for button in row][-2] == "Ask the group's editors"
    for person in (8, 9, None):
        desk.press(Pressed(GROUP, person, actions[-1], 50, place="Desk"))
    assert [(one.person, one.place, one.topic, one.collection) for one in questions.standing(AT)] == [(person, "Desk", 5, "group-100") for person in (8, 9)]


def test_nobody_is_asked_where_there_are_no_editors(catalog: Catalog, state: State, questions: Questions, embedder: WordAxes) -> None:
    desk = Desk(Briefing(catalog, embedder), state, questions, Reports(catalog.engine), Manner(Admitted(), "the_bot", ROOM, lambda: NOW))
    _, actions = refused(desk, state)
    assert desk.press(Pressed(ANN, 7, actions[-2], 50)).toast == say("keep-no-editors")
    assert questions.standing(AT) == []


def test_a_person_can_have_so_many_kept_and_no_more(desk: Desk, state: State, questions: Questions) -> None:
    for number in range(kept_screens.MOST_KEPT):
        questions.keep(replace(ONE, message_id=100 + number))
    _, actions = refused(desk, state)
    assert desk.press(Pressed(ANN, 7, actions[-1], 50)).toast == say("keep-enough", number=kept_screens.MOST_KEPT)


def test_wanting_the_editors_asked_as_well_is_one_question_that_they_are_asked_once(questions: Questions) -> None:
    assert questions.keep(ONE) and questions.unasked(AT) == []
    assert questions.keep(replace(ONE, for_editors=True)) and not questions.keep(ONE)
    (one,) = questions.unasked(AT)
    questions.note_asked(one, AT)
    assert questions.unasked(AT) == [] and len(questions.standing(AT)) == 1


def test_what_was_told_is_forgotten_with_the_message_that_told_it(state: State, questions: Questions) -> None:
    questions.keep(ONE)
    questions.keep(replace(ONE, message_id=51))
    questions.note_told(Ledger("t", 7, "main", ()), Receipt(0, 1, True, 60, AT), [ONE])
    assert [one.message_id for one in questions.standing(AT)] == [51] and state.ledger("t") and state.deletable(7, AT + 1) == [60]


def test_kept_questions_go_after_30_days_and_with_the_person_and_leave_no_trace(catalog: Catalog, state: State, questions: Questions) -> None:
    others = replace(ONE, person=8, chat_id=-100, question="where is the zzyxmarker?")
    for one in (ONE, others, replace(others, person=7)):
        questions.keep(one)
    state.forget(7, AT)
    assert questions.standing(AT) == [others], "also what a person wanted in a group"
    assert questions.standing(AT + LEDGER_DAYS * DAY + 1) == []
    state.purge(AT + LEDGER_DAYS * DAY + 1)
    assert questions.standing(0) == []
    state.wipe_log()
    assert [file.name for file in catalog.folder.iterdir() if b"zzyxmarker" in file.read_bytes()] == []


def test_a_group_that_moves_takes_its_questions_along(state: State, questions: Questions) -> None:
    state.let_in(-100, AT)
    questions.keep(replace(ONE, chat_id=-100))
    state.migrate_chat(-100, -200)
    assert [one.chat_id for one in questions.standing(AT)] == [-200]


def test_editors_are_those_of_the_collection_who_can_be_reached(state: State) -> None:
    for person, role, collection in (
        (2, Role.EDITOR, "main"),
        (3, Role.OWNER, "*"),
        (4, Role.EDITOR, "field"),
        (5, Role.READER, "main"),
        (6, Role.EDITOR, "main"),
    ):
        state.grant(person, collection, role, AT)
    state.set_collection(Chat(6, ChatKind.PRIVATE), "main", AT)
    state.set_active(6, False, AT)
    assert state.editors("main") == {2, 3}


def test_editors_see_the_question_and_where_it_was_asked_and_not_who_asked() -> None:
    text = editors_screen(replace(ONE, person=777123, place="Desk", chat_id=-100, collection="group-100"), "the_bot").text
    assert QUESTION in text and "Asked in “Desk”" in text and "reply /add@the_bot" in text and "777123" not in text
    assert "private chat" in editors_screen(ONE, "the_bot").text
    assert ROOM.units(editors_screen(replace(ONE, question="x" * 4096), "the_bot").text) < ROOM.most_units


def test_a_lock_screen_shows_nothing_of_what_turned_up() -> None:
    reply = item_screen("t")
    assert reply.text == "1 new item." and [button.label for row in reply.buttons for button in row] == ["Open"]
