"""The settings of a chat at the desk: who may change which, what each choice does, and that none opens what nobody may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from conftest import WordAxes
from hypothesis import given
from hypothesis import strategies as st
from newsroom import add, embed

from bot import access
from bot.access import ALL, Admitted, Chat, ChatKind, Grants, Role, group_collection
from bot.adding import Clerk, Offer
from bot.briefing import Briefing
from bot.chat_settings import SettingsOfChats
from bot.desk import Desk, Heard, Manner, Pressed, Response
from bot.kept import Questions
from bot.languages import say, speaking
from bot.reports import Reports
from bot.send import ROOM
from bot.setting_up import SettingUp
from bot.settings import Length, WhoMayAdd
from bot.shown import Shown
from bot.state import State
from index.catalog import Catalog
from sources.model import ADDED

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ANN, OWNER, EDITOR = 7, 1, 5
PRIVATE = Chat(ANN, ChatKind.PRIVATE)
GROUP = Chat(-100, ChatKind.GROUP)


@dataclass
class Office:
    state: State
    settings: SettingsOfChats
    setting_up: SettingUp
    desk: Desk
    clerk: Clerk

    def tap(self, action: str, person: int | None = ANN, admin: bool = True, chat: Chat = GROUP) -> Response:
        return self.setting_up.press(Pressed(chat, person, f"settings|{action}", 1), admin)

    def write(self, text: str, admin: bool = True, chat: Chat = GROUP, person: int | None = ANN) -> Response | None:
        return self.setting_up.hear(Heard(chat, person, text, NOW, "settings"), admin)

    def offer(self, person: int | None, admin: bool) -> str | None:
        return self.clerk.permit(Offer(GROUP, person, True, ADDED, text="A text."), admin).collection


@pytest.fixture
def office(tmp_path: Path, embedder: WordAxes) -> Iterator[Office]:
    with Catalog(tmp_path / "data", lambda: NOW.timestamp() - 1000) as catalog:
        for number in range(5):
            add(catalog, f"a{number}", f"4{number}2 masons work on dam {number} at Tallow, Ada Holm said.", outlet=f"Outlet {number}")
        embed(catalog, embedder)
        state, engine = State(catalog.engine), catalog.engine
        state.grant(ANN, "main", Role.READER, 1.0)
        state.grant(EDITOR, "main", Role.EDITOR, 1.0)
        state.grant(OWNER, ALL, Role.OWNER, 1.0)
        state.let_in(GROUP.id, 1.0)
        manner = Manner(Admitted(), "the_bot", ROOM, lambda: NOW)
        briefing = Briefing(catalog, embedder)
        chats = SettingsOfChats(engine)
        desk = Desk(briefing, state, Questions(engine), Reports(engine), manner, chats.of)
        yield Office(state, chats, SettingUp(state, chats, manner), desk, Clerk(briefing, state, Shown(engine), manner.admitted, "the_bot", ROOM, chats.of))


def actions(response: Response) -> dict[str, str]:
    return {button.label: button.action or "" for reply in response.replies for row in reply.buttons for button in row}


def test_everybody_else_than_an_admin_of_the_group_is_told_so_and_changes_nothing(office: Office) -> None:
    for action in ("", "language", "language|fa-AF", "adding|everybody", "quiet|22:00-07:00", "zone|Asia/Kabul", "length|short"):
        for person in (ANN, EDITOR, OWNER):
            assert office.tap(action, person, admin=False) == Response(toast=say("settings-not-yours"))
    assert "admins" in office.write("zone Asia/Kabul", admin=False).replies[0].text  # type: ignore[union-attr]
    assert office.settings.of(GROUP.id).time_zone == "UTC"


@pytest.mark.parametrize(
    ("action", "name", "value"),
    [
        ("language|fa-AF", "language", "fa-AF"),
        ("quiet|22:00-07:00", "quiet_from", time(22)),
        ("zone|Asia/Kabul", "time_zone", "Asia/Kabul"),
        ("length|short", "length", Length.SHORT),
        ("adding|everybody", "who_may_add", WhoMayAdd.EVERYBODY),
    ],
)
def test_each_choice_counts_at_once_and_edits_the_same_message(office: Office, action: str, name: str, value: object) -> None:
    setting = action.partition("|")[0]
    opened = office.tap(setting)
    assert opened.edits and f"settings|{action}" in actions(opened).values()
    done = office.tap(action)
    assert done.edits and len(done.replies) == 1 and getattr(office.settings.of(GROUP.id), name) == value
    marked = [label for label in actions(office.tap(setting)) if label.startswith("●")]
    assert len(marked) == 1, "what is set is marked"


def test_quiet_hours_and_time_zones_are_also_written(office: Office) -> None:
    office.write("quiet 22:30 06:15")
    office.write("zone dushanbe")
    assert (office.settings.of(GROUP.id).quiet_to, office.settings.of(GROUP.id).time_zone) == (time(6, 15), "Asia/Dushanbe")
    office.write("quiet off")
    assert office.settings.of(GROUP.id).quiet_from is None
    for wrong in ("quiet 25:00 06:00", "quiet 22:00", "zone Nowhere", "colour red", "zone", "quiet"):
        before = office.settings.of(GROUP.id)
        assert office.write(wrong).replies[0].buttons == () and office.settings.of(GROUP.id) == before  # type: ignore[union-attr]


@pytest.mark.parametrize("action", ["language|xx", "quiet|22:00", "zone|Nowhere", "length|huge", "adding|nobody", "colour", "colour|red"])
def test_a_tap_of_a_button_that_never_was_sets_nothing(office: Office, action: str) -> None:
    assert office.tap(action).toast == say("expired")


def test_only_a_collection_that_the_admin_may_give_is_given(office: Office) -> None:
    ours = {
        one: f"settings|collection|{key}"
        for one, key in ((label, action.rpartition("|")[2]) for label, action in actions(office.tap("collection", OWNER)).items())
    }
    assert "main" in ours and "main" not in actions(office.tap("collection", ANN)), "a reader of it gives it to nobody"
    key = ours["main"].removeprefix("settings|")
    assert office.tap(key, ANN).toast == say("settings-collection-not-yours")
    assert office.state.grants(ANN, GROUP).own is None
    assert office.tap(key, OWNER).edits and office.state.grants(ANN, GROUP).own == "main"
    assert office.tap("collection", ANN, chat=PRIVATE).edits and "● main" in actions(office.tap("collection", ANN, chat=PRIVATE))


@given(
    chat=st.sampled_from([GROUP, PRIVATE, Chat(-200, ChatKind.GROUP)]),
    person=st.sampled_from([None, ANN, EDITOR, OWNER, 1087968824]),
    roles=st.dictionaries(st.sampled_from(["main", "secret", ALL]), st.sampled_from(Role), max_size=2),
    own=st.sampled_from([None, "main", "secret", "group-200"]),
    let_in=st.booleans(),
)
def test_nobody_gives_a_group_what_they_do_not_own_nor_opens_what_they_may_not_edit(
    chat: Chat, person: int | None, roles: dict[str, Role], own: str | None, let_in: bool
) -> None:
    grants, admitted = Grants(roles, own, let_in, ("main", "secret", "group-200", "group-100")), Admitted()
    for name in access.giveable(chat, person, grants, admitted):
        assert (
            access.role_in(name, person, grants, admitted) is Role.OWNER
            if chat.kind is ChatKind.GROUP
            else access.may_show(name, chat, person, grants, admitted)
        )
    for name in ("main", "secret", group_collection(chat.id)):
        opened = access.may_open(name, chat, person, grants, admitted)
        assert not opened or name == group_collection(chat.id) or access.may_edit(name, chat, person, grants, admitted)
        if access.may_add(name, chat, person, grants, admitted, opened=True) and not access.may_edit(name, chat, person, grants, admitted):
            assert chat.kind is ChatKind.GROUP and access.may_show(name, chat, person, grants, admitted) and person not in (None, 1087968824)


def test_who_may_add_holds_for_the_collection_that_it_was_said_of_and_no_other(office: Office) -> None:
    assert [office.offer(person, admin=True) for person in (ANN, OWNER)] == [None, "group-100"]
    office.tap("adding|admins")
    assert (office.offer(ANN, admin=True), office.offer(ANN, admin=False), office.offer(None, admin=False)) == ("group-100", None, None)
    office.tap("adding|everybody")
    assert office.offer(ANN, admin=False) == "group-100"
    office.state.set_collection(GROUP, "main", 2.0, OWNER)
    assert office.offer(ANN, admin=True) is None, "what another collection was opened for is not this one's"
    assert office.tap("adding|everybody").toast == say("settings-adding-not-yours"), "a reader of it opens it to nobody"
    assert office.tap("adding|everybody", EDITOR).edits and office.offer(ANN, admin=False) == "main"


def test_a_short_answer_shows_one_quote_first_and_the_others_behind_a_button(office: Office) -> None:
    def asked() -> Response:
        return office.desk.hear(Heard(PRIVATE, ANN, "who works on the dams at Tallow?", NOW, "ask"))

    normal = asked()
    office.tap("length|short", chat=PRIVATE)
    short = asked()
    assert len(short.replies[0].quotes) == 1 < len(normal.replies[0].quotes)
    assert short.ledger and normal.ledger and len(short.ledger.shown) == len(normal.ledger.shown) and any("more" in label for label in actions(short))


def test_a_private_chat_sets_what_makes_sense_there_and_a_stranger_nothing(office: Office) -> None:
    screen = office.write("", chat=PRIVATE)
    assert screen is not None and "settings|adding" not in actions(screen).values() and "settings|quiet" in actions(screen).values()
    assert office.tap("adding|everybody", chat=PRIVATE).toast == say("expired")
    stranger = Chat(99, ChatKind.PRIVATE)
    assert office.write("", chat=stranger, person=99) is None and office.tap("language|fa-AF", 99, chat=stranger).toast == say("expired")


def test_the_screen_speaks_the_language_that_was_just_chosen(office: Office) -> None:
    done = office.tap("language|fa-AF")
    with speaking("fa-AF"):
        assert done.toast == say("settings-set") and say("language-review") in done.replies[0].text
    assert all(line.startswith("\u200f") for line in done.replies[0].text.splitlines() if line)
