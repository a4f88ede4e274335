"""Reports that a quote is wrong: one at a time for each asker and passage, to the editors of its collection only, and forgotten when settled."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import WordAxes
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import add, embed

from bot import report_screens
from bot.access import ALL, Admitted, Chat, ChatKind, Grants, Role
from bot.briefing import Briefing
from bot.desk import Desk, Heard, Manner, Pressed, Response
from bot.kept import Questions
from bot.languages import say
from bot.quoting import Phone
from bot.reporting import Asking, Reporting
from bot.reports import Fault, Outcome, Report, Reports
from bot.send import ROOM
from bot.state import LEDGER_DAYS, Receipt, State
from index.amend import Wish, amend
from index.catalog import Catalog
from index.provenance import find_provenance
from sources.model import Span

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AT = NOW.timestamp()
DAY = 86400.0
ANN, EDITOR = Chat(7, ChatKind.PRIVATE), Chat(2, ChatKind.PRIVATE)
QUESTION = "how many masons work on the zzyxmarker Tallow dam?"
WORDS = "412 masons work on the Tallow dam, the chief engineer said."
ONE = Report(7, 7, None, 50, "t", 0, "main", 1, Span(0, 20), Fault.SPEAKER, AT)
MANNER = Manner(Admitted(), "the_bot", ROOM, lambda: NOW)


@pytest.fixture
def catalog(tmp_path: Path, embedder: WordAxes) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "data")
    add(catalog, "a", WORDS)
    embed(catalog, embedder)
    yield catalog
    catalog.close()


@pytest.fixture
def state(catalog: Catalog) -> State:
    state = State(catalog.engine)
    state.grant(7, "main", Role.READER, AT)
    state.grant(2, "main", Role.EDITOR, AT)
    return state


@pytest.fixture
def reports(catalog: Catalog, state: State) -> Reports:  # noqa: ARG001 - the tables are the state's
    return Reports(catalog.engine)


@pytest.fixture
def desk(catalog: Catalog, state: State, reports: Reports, embedder: WordAxes) -> Desk:
    return Desk(Briefing(catalog, embedder), state, Questions(catalog.engine), reports, MANNER)


@pytest.fixture
def reporting(catalog: Catalog, state: State, reports: Reports, embedder: WordAxes) -> Reporting:
    nobody: Any = None
    return Reporting(Briefing(catalog, embedder), state, reports, nobody, MANNER)


def chosen(desk: Desk, state: State) -> list[str]:
    """The actions under the choice of what is wrong with the first quote of an answer."""
    response = desk.hear(Heard(ANN, 7, QUESTION, NOW, "ask"))
    state.record(Receipt(1, 1, True, 50, AT, response.replies[-1].positions, response.ledger))
    wrong = next(button.action for row in response.replies[-1].buttons for button in row if button.label == "Wrong?")
    choice = desk.press(Pressed(ANN, 7, wrong or "", 50))
    return [button.action or "" for row in choice.replies[0].buttons for button in row]


def test_an_answer_can_be_held_to_be_wrong_in_five_ways_and_one_report_stands_at_a_time(desk: Desk, state: State, reports: Reports) -> None:
    actions = chosen(desk, state)
    assert [action.rpartition(".")[2] for action in actions] == [*(one.value for one in Fault), "question"] and all(len(one) <= 64 for one in actions)
    toasts = [desk.press(Pressed(ANN, 7, action, 60)).toast for action in actions[:2]]
    assert toasts == [say("reported"), say("reported-already")]
    (one,) = reports.unsent(AT)
    assert (one.fault, one.question, one.message_id, one.collection) == (Fault.SPEAKER, None, 50, "main"), "it points to the message with the quote"


def test_the_question_goes_along_only_when_that_is_tapped_and_the_editors_are_then_told_again(desk: Desk, state: State, reports: Reports) -> None:
    actions = chosen(desk, state)
    assert desk.press(Pressed(ANN, 7, actions[-1], 60)).toast == say("report-choose-first")
    desk.press(Pressed(ANN, 7, actions[0], 60))
    reports.note_sent(reports.unsent(AT)[0], AT)
    assert reports.unsent(AT) == []
    assert [desk.press(Pressed(ANN, 7, actions[-1], 60)).toast for _ in range(2)] == [say("report-sent-along"), say("report-sent-already")]
    assert [one.question for one in reports.unsent(AT)] == [QUESTION]
    assert screens_of(reports.unsent(AT)[0]).count(QUESTION) == 1


def screens_of(one: Report) -> str:
    return "".join(reply.text for reply in report_screens.editors_screen(one, None, Phone(ROOM, "the_bot", NOW)))


def test_a_question_that_is_no_longer_known_is_not_guessed_at(desk: Desk, state: State, reports: Reports) -> None:
    actions = chosen(desk, state)
    desk.press(Pressed(ANN, 7, actions[0], 60))
    desk._recent.forget(7)
    assert desk.press(Pressed(ANN, 7, actions[-1], 60)).toast == say("report-question-gone")
    assert [one.question for one in reports.unsent(AT)] == [None]


def test_what_was_sent_before_the_question_came_does_not_count_as_sent_with_it(reports: Reports) -> None:
    reports.add(ONE)
    (one,) = reports.unsent(AT)
    reports.send_along(one.id, QUESTION)
    reports.note_sent(one, AT)
    assert [again.question for again in reports.unsent(AT)] == [QUESTION]


def test_without_editors_and_beyond_so_many_nothing_is_kept(desk: Desk, state: State, reports: Reports) -> None:
    actions = chosen(desk, state)
    for number in range(report_screens.MOST_OPEN):
        reports.add(replace(ONE, revision_id=100 + number))
    assert desk.press(Pressed(ANN, 7, actions[0], 60)).toast == say("report-enough", number=report_screens.MOST_OPEN)
    state.forget(7, AT)
    state.grant(7, "main", Role.READER, AT)
    actions = chosen(desk, state)
    state.forget(2, AT)
    assert desk.press(Pressed(ANN, 7, actions[0], 60)).toast == say("keep-no-editors")
    assert reports.unsent(AT) == []


@pytest.mark.parametrize("action", ["wrong|{}|9", "report|{}|0.nonsense", "report|{}|9.speaker", "report|{}|"])
def test_what_names_nothing_has_expired(desk: Desk, state: State, reports: Reports, action: str) -> None:
    token = chosen(desk, state)[0].split("|")[1]
    assert desk.press(Pressed(ANN, 7, action.format(token), 60)).toast == say("expired") and reports.unsent(AT) == []


def reported(reports: Reports, fault: Fault = Fault.SPEAKER, **changes: Any) -> Report:
    reports.add(replace(ONE, fault=fault, revision_id=1, span=Span(0, len(WORDS)), **changes))
    return reports.unsent(AT)[-1]


def test_editors_see_the_quote_and_what_is_held_to_be_wrong_and_not_who_reported(reporting: Reporting, reports: Reports) -> None:
    one = replace(reported(reports), person=777123)
    (reply,) = report_screens.editors_screen(one, reporting._quote(one), Phone(ROOM, "the_bot", NOW))
    assert "wrong speaker" in reply.text and WORDS in reply.text and "777123" not in reply.text and "shown for" not in reply.text
    assert [button.label for row in reply.buttons for button in row] == ["Amend speaker", "Take it up", "Dismiss"]


@pytest.mark.parametrize(("wish", "outcome", "said"), [("taken", Outcome.TAKEN_UP, "taken up"), ("dismissed", Outcome.DISMISSED, "changed nothing")])
def test_an_editor_settles_it_once_and_whoever_reported_is_told(reporting: Reporting, reports: Reports, wish: str, outcome: Outcome, said: str) -> None:
    one = reported(reports)
    found = reporting.tapped(EDITOR, 2, f"settle|{one.id}|{wish}")
    assert isinstance(found, Response) and found.edits and WORDS in found.replies[0].text and not found.replies[0].buttons
    again = reporting.tapped(EDITOR, 2, f"settle|{one.id}|dismissed")
    assert isinstance(again, Response) and again.toast == say("report-settled")
    (settled,) = reports.settled()
    told = report_screens.outcome_screen(settled)
    assert settled.outcome is outcome and said in told.text and "mason" not in told.text, "a lock screen shows nothing of what it is about"
    reports.forget(settled)
    assert reports.settled() == [] and reported(reports), "and it can be reported anew"


def test_an_amendment_settles_it_and_stands_under_the_quote(reporting: Reporting, reports: Reports, catalog: Catalog) -> None:
    one = reported(reports)
    asking = reporting.tapped(EDITOR, 2, f"mend|{one.id}|speaker")
    assert isinstance(asking, Asking) and asking.prompt.paragraph == 0 and asking.prompt.report == one.id
    amend(catalog, "main", asking.prompt.doc_id, Wish("speaker", "Ada Holm", asking.prompt.paragraph), "editor x", AT)
    reporting.amended(asking.prompt)
    quote = reporting._quote(one)
    assert quote and quote.said.speaker and quote.said.speaker.name == "Ada Holm" and quote.remarks == ("speaker amended by an editor, 4 May 2026",)
    assert "amended the speaker" in report_screens.outcome_screen(reports.settled()[0]).text


def test_reports_go_after_30_days_and_with_the_person_and_leave_no_trace(catalog: Catalog, state: State, reports: Reports) -> None:
    reports.add(replace(ONE, chat_id=-100))
    reports.add(replace(ONE, person=8))
    for one in reports.unsent(AT):
        reports.send_along(one.id, QUESTION)
    state.migrate_chat(-100, -200)
    state.forget(7, AT)
    assert [one.person for one in reports.unsent(AT)] == [8], "also what a person reported in a group"
    assert reports.unsent(AT + LEDGER_DAYS * DAY + 1) == []
    state.purge(AT + LEDGER_DAYS * DAY + 1)
    assert reports.unsent(0) == []
    state.wipe_log()
    assert [file.name for file in catalog.folder.iterdir() if b"zzyxmarker" in file.read_bytes()] == []


def test_a_group_that_moves_takes_its_reports_along(state: State, reports: Reports) -> None:
    state.let_in(-100, AT)
    reports.add(replace(ONE, chat_id=-100))
    state.migrate_chat(-100, -200)
    assert [one.chat_id for one in reports.unsent(AT)] == [-200]


def test_that_a_person_amended_is_recorded_without_their_id_and_an_id_from_before_goes_with_them(catalog: Catalog, state: State) -> None:
    assert state.pseudonym(777123) == state.pseudonym(777123) != state.pseudonym(777124) and "777123" not in state.pseudonym(777123)
    amend(catalog, "main", "a", Wish("outlet", "Frontier Ledger"), "777123", AT)
    state.forget(777123, AT)
    state.wipe_log()
    assert [file.name for file in catalog.folder.iterdir() if b"777123" in file.read_bytes()] == []
    (known,) = find_provenance(catalog, [catalog.show("main", "a").revision_id]).values()
    assert [one.editor for one in known.amendments] == [state.pseudonym(777123)]


# ---------------------------------------------------------------------- nobody else's reports

PEOPLE, COLLECTIONS = (2, 3, 4), ("main", "field", "secret")


class MadeUp:
    """Stands for state and reports: one report in each collection, roles at random."""

    def __init__(self, roles: dict[tuple[int, str], Role]) -> None:
        self.roles = roles
        self.settled: list[str] = []

    def grants(self, person: int | None, chat: Chat) -> Grants:  # noqa: ARG002
        return Grants({name: role for (who, name), role in self.roles.items() if who == person}, let_in=True, collections=COLLECTIONS)

    def find(self, report_id: str) -> Report | None:
        return replace(ONE, id=report_id, collection=report_id) if report_id in COLLECTIONS else None

    def settle(self, report_id: str, *_: object) -> bool:
        self.settled.append(report_id)
        return True

    def revision(self, _revision_id: int) -> None:
        return None


@settings(max_examples=2000, deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(st.sampled_from(list(itertools.product(PEOPLE, (*COLLECTIONS, ALL)))), st.sampled_from(Role), max_size=6),
    st.lists(st.tuples(st.sampled_from([*PEOPLE, None]), st.sampled_from([2, 3, -100]), st.sampled_from(COLLECTIONS)), min_size=1, max_size=6),
    st.sampled_from(["settle|{}|dismissed", "mend|{}|speaker"]),
)
def test_only_editors_of_its_collection_settle_a_report_and_only_in_their_own_chat(
    roles: dict[tuple[int, str], Role], taps: list[tuple[int | None, int, str]], action: str
) -> None:
    for person, chat_id, collection in taps:
        made_up: Any = MadeUp(roles)
        chat = Chat(chat_id, ChatKind.GROUP if chat_id < 0 else ChatKind.PRIVATE)
        found = Reporting(made_up, made_up, made_up, made_up, MANNER).tapped(chat, person, action.format(collection))
        edits = any(role >= Role.EDITOR for (who, name), role in roles.items() if who == person and name in (collection, ALL))
        if not (edits and chat.id == person):
            assert made_up.settled == [] and isinstance(found, Response) and found.toast == say("expired") and not found.replies
        elif action.startswith("settle"):
            assert made_up.settled == [collection]
