"""What the bot remembers, over a real database: nothing handled twice, nothing lost, nothing kept that should be gone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text as sql

from bot import migrations
from bot.access import ALL, Chat, ChatKind, Pairing, Role, code_hash
from bot.audit import Change
from bot.inbox import Inbox
from bot.state import DELETABLE_SECONDS, INBOX_DAYS, LEASE_SECONDS, LEDGER_DAYS, MOST_ATTEMPTS, Arrival, Ledger, Receipt, Shown, State
from bot.tables import metadata
from index import database
from index.backup import backup, restore
from index.catalog import Catalog
from index.errors import CatalogError
from sources.model import Span

NOW = 1_000_000.0
DAY = 86400.0
ANN = Chat(7, ChatKind.PRIVATE)
GROUP = Chat(-100, ChatKind.GROUP)


@pytest.fixture
def state(catalog: Catalog) -> State:
    return State(catalog.engine)


def arrivals(*ids: int, body: str = '{"update_id": 1}') -> list[Arrival]:
    return [Arrival(one, 7, body) for one in ids]


def ids(taken: list[Arrival]) -> list[int]:
    return [one.update_id for one in taken]


# ---------------------------------------------------------------------- tables


@pytest.mark.usefixtures("state")
def test_the_migrations_make_the_tables_that_the_code_names(catalog: Catalog) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
        return kind != "table" or (str(name).startswith("bot_") and name != migrations.VERSION_TABLE)

    with database.reading(catalog.engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True, "version_table": migrations.VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


@pytest.mark.usefixtures("state")
def test_the_catalogs_own_version_is_untouched_and_opening_again_changes_nothing(catalog: Catalog) -> None:
    State(catalog.engine)
    with Catalog(catalog.folder) as again:
        State(again.engine)


@pytest.mark.usefixtures("state")
def test_tables_of_a_newer_bot_are_refused(catalog: Catalog) -> None:
    with database.writing(catalog.engine) as connection:
        connection.execute(sql("UPDATE bot_version SET version_num = '9999'"))
    with pytest.raises(CatalogError, match="update briefbot"):
        State(catalog.engine)


def test_a_backup_holds_what_the_bot_remembers(catalog: Catalog, state: State, tmp_path: Path) -> None:
    state.grant(7, "main", Role.EDITOR, NOW)
    backup(catalog, tmp_path / "copy.sqlite")
    restore(tmp_path / "other", tmp_path / "copy.sqlite")
    with Catalog(tmp_path / "other") as other:
        assert State(other.engine).grants(7, ANN).roles == {"main": Role.EDITOR}


# ---------------------------------------------------------------------- the inbox


def test_an_update_is_taken_in_once(state: State) -> None:
    assert ids(state.take_in(arrivals(1, 2, 2), "a", NOW)) == [1, 2]
    assert ids(state.take_in(arrivals(2, 3), "b", NOW)) == [3]


def test_what_is_held_is_nobody_elses_until_its_lease_is_over(state: State) -> None:
    state.take_in(arrivals(1, 2), "a", NOW)
    assert state.take_over("b", NOW + LEASE_SECONDS - 1) == []
    state.renew("a", [1], NOW + 10)
    assert ids(state.take_over("b", NOW + LEASE_SECONDS)) == [2]
    assert state.holds("a", 1) and state.holds("b", 2) and not state.holds("a", 2)


def test_a_lease_that_was_lost_cannot_be_renewed_or_put_back(state: State) -> None:
    state.take_in(arrivals(1), "a", NOW)
    state.take_over("b", NOW + LEASE_SECONDS)
    state.renew("a", [1], NOW + 10 * LEASE_SECONDS)
    state.put_back("a", 1, 0.0)
    assert state.holds("b", 1) and ids(state.take_over("c", NOW + 3 * LEASE_SECONDS)) == [1]


@pytest.mark.usefixtures("state")
def test_each_update_goes_to_one_of_two_pollers(catalog: Catalog) -> None:
    taken: dict[str, list[int]] = {"a": [], "b": []}

    def poll(owner: str) -> None:
        mine = State(catalog.engine)
        for first in range(0, 60, 3):
            taken[owner] += ids(mine.take_in(arrivals(first, first + 1, first + 2), owner, NOW))

    threads = [threading.Thread(target=poll, args=(owner,)) for owner in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken["a"] + taken["b"]) == list(range(60))


def test_a_handled_update_is_never_handed_out_again(state: State) -> None:
    state.take_in(arrivals(1, 2), "a", NOW)
    state.finish([1])
    state.record(Receipt(2, 1, True, 5, NOW))
    assert state.take_over("b", NOW + DAY) == [] and state.take_in(arrivals(1, 2), "b", NOW) == [] and state.waiting() == 0


def test_the_messages_already_taken_are_known_to_who_goes_on(state: State) -> None:
    state.take_in(arrivals(1), "a", NOW)
    state.record(Receipt(1, 1, False, 5, NOW))
    (again,) = state.take_over("b", NOW + LEASE_SECONDS)
    assert again.sent == 1


def test_what_is_put_back_waits_and_is_given_up_in_the_end(state: State) -> None:
    state.take_in(arrivals(1), "a", NOW)
    assert state.put_back("a", 1, NOW + 60)
    assert state.take_over("b", NOW + 59) == []
    for attempt in range(2, MOST_ATTEMPTS + 1):
        (again,) = state.take_over("a", NOW + 60 * attempt)
        assert again.attempts == attempt - 1
        assert state.put_back("a", 1, NOW) is (attempt < MOST_ATTEMPTS)
    assert state.take_over("a", NOW + DAY) == []


def test_an_update_that_kills_whoever_takes_it_is_given_up_in_the_end(state: State) -> None:
    state.take_in(arrivals(1), "a", NOW)
    takers = [ids(state.take_over(f"p{number}", NOW + LEASE_SECONDS * (number + 1))) for number in range(MOST_ATTEMPTS + 2)]
    assert takers == [[1]] * (MOST_ATTEMPTS - 1) + [[]] * 3 and state.waiting() == 0


def test_no_question_stays_in_any_file_once_it_is_handled(catalog: Catalog, state: State) -> None:
    def files_that_hold(words: bytes) -> list[str]:
        return [file.name for file in catalog.folder.iterdir() if words in file.read_bytes()]

    for number, body in enumerate(("xyzzyx " * 3, "xyzzyx " * 3000), start=1):  # one that fits a page, one that does not
        state.take_in(arrivals(number, body=body), "a", NOW)
        assert files_that_hold(b"xyzzyx")
        state.wipe_log()
        assert files_that_hold(b"xyzzyx"), "it is in the file itself by now"
        state.finish([number])
    assert state.wipe_log()
    assert files_that_hold(b"xyzzyx") == []


def test_a_reader_keeps_the_log_from_being_emptied_and_nobody_waits(catalog: Catalog, state: State) -> None:
    with database.reading(catalog.engine) as connection:
        connection.execute(sql("SELECT count(*) FROM bot_inbox")).scalar()
        state.take_in(arrivals(1), "a", NOW)
        assert not state.wipe_log()
    assert state.wipe_log()


async def test_an_inbox_settles_what_was_handled_and_puts_back_what_failed(state: State) -> None:
    now = [NOW]
    inbox, other = Inbox(state, lambda: now[0]), Inbox(state, lambda: now[0])
    await inbox.take_in(arrivals(1, 2))
    inbox.in_hand[2].again = True
    await inbox.settle(1)
    await inbox.settle(2)
    assert inbox.in_hand == {} and state.waiting() == 1
    assert await other.take_over() == []
    now[0] += LEASE_SECONDS
    assert ids(await other.take_over()) == [2]
    await other.let_go()
    assert ids(await inbox.take_over()) == [2]
    for one in (inbox, other):
        one.close()


# ---------------------------------------------------------------------- people and chats


def test_a_code_works_once(state: State) -> None:
    state.add_pairing(Pairing(code_hash("open"), "field", Role.READER, NOW + 900))
    assert state.redeem("shut", 7, NOW) is None and state.redeem("open", 7, NOW + 900) is None
    assert state.redeem("open", 7, NOW) and state.redeem("open", 8, NOW) is None
    assert state.grants(7, ANN).roles == {"field": Role.READER} and state.grants(8, ANN).roles == {}


def test_a_code_is_stored_as_its_hash(catalog: Catalog, state: State) -> None:
    state.add_pairing(Pairing(code_hash("open-sesame-code"), "main", Role.OWNER, NOW))
    state.wipe_log()
    assert b"open-sesame-code" not in catalog.path.read_bytes()


def test_a_role_only_rises_by_a_grant(state: State) -> None:
    state.grant(7, "main", Role.EDITOR, NOW)
    state.grant(7, "main", Role.READER, NOW)
    assert state.grants(7, ANN).roles == {"main": Role.EDITOR} and state.owners() == frozenset()
    state.grant(8, ALL, Role.OWNER, NOW)
    assert state.owners() == {8}


def test_a_group_is_let_in_shown_out_and_let_in_again(state: State) -> None:
    assert not state.grants(7, GROUP).let_in
    state.let_in(GROUP.id, NOW)
    assert state.grants(7, GROUP).let_in
    state.show_out(GROUP.id, NOW)
    assert not state.grants(7, GROUP).let_in
    state.let_in(GROUP.id, NOW)
    assert state.grants(7, GROUP).let_in


def test_choosing_a_collection_lets_no_group_in(state: State) -> None:
    state.set_collection(GROUP, "main", NOW)
    assert not state.grants(7, GROUP).let_in and state.grants(7, GROUP).own == "main"


def test_a_topic_has_its_own_collection_or_its_groups(state: State) -> None:
    topic = Chat(GROUP.id, ChatKind.GROUP, 5)
    state.set_collection(GROUP, "desk", NOW)
    assert state.grants(7, topic).own == "desk"
    state.set_collection(topic, "field", NOW)
    assert state.grants(7, topic).own == "field" and state.grants(7, GROUP).own == "desk" and state.grants(7, Chat(GROUP.id, ChatKind.GROUP, 6)).own == "desk"


def test_a_group_that_moves_takes_all_with_it_once(state: State) -> None:
    state.let_in(GROUP.id, NOW)
    state.set_collection(Chat(GROUP.id, ChatKind.GROUP, 5), "field", NOW)
    state.record(Receipt(1, 1, True, 9, NOW, (), Ledger("t", GROUP.id, "main", ())))
    for _ in range(2):
        state.migrate_chat(GROUP.id, -1001)
    moved = state.grants(7, Chat(-1001, ChatKind.GROUP))
    assert moved.let_in and moved.own == f"group{GROUP.id}" and not state.grants(7, GROUP).let_in
    assert state.grants(7, Chat(-1001, ChatKind.GROUP, 5)).own == "field"
    ledger = state.ledger("t")
    assert ledger and ledger.chat_id == -1001


def test_a_stranger_is_told_once(state: State) -> None:
    assert [state.turn_away(7, NOW) for _ in range(3)] == [True, False, False]


def test_forgetting_a_person_erases_all_that_is_theirs_and_nothing_else(catalog: Catalog, state: State) -> None:
    for person in (7, 8):
        state.grant(person, "main", Role.READER, NOW)
        state.set_collection(Chat(person, ChatKind.PRIVATE), "main", NOW)
        state.turn_away(person, NOW)
        state.record(Receipt(person, 1, True, 9, NOW, (0,), Ledger(f"t{person}", person, "main", (Shown(0, 1, Span(0, 2)),)), (f"t{person}", "more")))
        state.record(Receipt(100 + person, 1, True, 9, NOW, tap=(f"{person}:5", "example|0")))
    state.forget(7, NOW)
    with database.reading(catalog.engine) as connection:
        for table, column in (("members", "user_id"), ("chats", "chat_id"), ("strangers", "chat_id"), ("answers", "chat_id")):
            assert list(connection.scalars(sql(f"SELECT {column} FROM bot_{table}"))) == [8], table
        assert list(connection.scalars(sql("SELECT token FROM bot_quotes"))) == ["t8"]
        assert sorted(connection.scalars(sql("SELECT token FROM bot_taps"))) == ["8:5", "t8"]


# ---------------------------------------------------------------------- the ledger


def test_what_a_message_shows_is_remembered_by_place_and_found_again(state: State) -> None:
    ledger = Ledger("t", 7, "main", (Shown(0, 3, Span(5, 9)), Shown(1, 3, Span(20, 30)), Shown(2, 4, Span(0, 2), True)))
    state.record(Receipt(1, 1, False, 50, NOW, (0,), ledger))
    state.record(Receipt(1, 2, True, 51, NOW, (1,), ledger))
    found = state.ledger("t")
    assert found and [(one.span, one.nearest, one.message_id) for one in found.shown] == [
        (Span(5, 9), False, 50),
        (Span(20, 30), False, 51),
        (Span(0, 2), True, None),
    ]
    assert [state.token_of(7, message) for message in (50, 51, 52)] == ["t", "t", None] and state.token_of(8, 50) is None
    assert state.ledger("u") is None


def test_the_ledger_holds_no_asker_and_no_question() -> None:
    columns = {column.name for name in ("bot_answers", "bot_quotes") for column in metadata.tables[name].columns}
    assert columns == {"token", "chat_id", "message_id", "collection", "made_at", "position", "revision_id", "start", "end", "nearest"}


def test_a_tap_is_remembered(state: State) -> None:
    state.record(Receipt(1, 1, True, 9, NOW, tap=("t", "more|t")))
    assert state.tapped_since("t", "more|t", NOW) and not state.tapped_since("t", "more|t", NOW + 1) and not state.tapped_since("t", "near|t", 0)


def test_what_is_over_is_purged(state: State) -> None:
    state.take_in(arrivals(1, 2), "a", NOW)
    state.finish([1])
    state.record(Receipt(9, 1, True, 9, NOW, (0,), Ledger("t", 7, "main", (Shown(0, 1, Span(0, 2)),))))
    state.turn_away(7, NOW)
    state.record(Receipt(9, 1, True, 9, NOW, tap=("7:5", "late")))
    state.purge(NOW + INBOX_DAYS * DAY + 1)
    assert ids(state.take_in(arrivals(1), "a", NOW)) == [1], "the id of a handled update is forgotten after two days"
    assert state.waiting() == 2, "one that is not handled is kept"
    assert state.ledger("t") and not state.turn_away(7, NOW)
    state.purge(NOW + LEDGER_DAYS * DAY + 1)
    assert state.ledger("t") is None and state.turn_away(7, NOW) and not state.tapped_since("7:5", "late", 0)


# ---------------------------------------------------------------------- leaving


def test_what_can_still_be_deleted_is_known_for_private_chats_and_two_days(state: State) -> None:
    state.take_in([Arrival(1, 7, "{}", message_id=50), Arrival(2, GROUP.id, "{}", message_id=51)], "a", NOW)
    state.record(Receipt(1, 1, True, 52, NOW + 1))
    state.record(Receipt(2, 1, True, 53, NOW + 1))
    assert state.deletable(7, NOW + 2) == [52, 50] and state.deletable(GROUP.id, NOW + 2) == []
    assert state.deletable(7, NOW + DELETABLE_SECONDS + 0.5) == [52]
    state.purge(NOW + DELETABLE_SECONDS + 2)
    assert state.deletable(7, NOW + 2) == []


def test_nothing_is_remembered_of_what_is_said_to_whom_is_forgotten(catalog: Catalog, state: State) -> None:
    person = 700123456
    state.take_in([Arrival(1, person, "{}", message_id=50)], "a", NOW)
    state.grant(person, "main", Role.READER, NOW)
    state.forget(person, NOW, Change.WIPED)
    state.record(Receipt(1, 1, True, 52, NOW, traceless=True))
    state.purge(NOW)
    state.wipe_log()
    for file in catalog.folder.iterdir():
        assert str(person).encode() not in file.read_bytes() and person.to_bytes(4, "big") not in file.read_bytes(), file.name


def test_a_change_of_access_is_in_the_record_and_nobodys_id_is(catalog: Catalog, state: State) -> None:
    state.add_pairing(Pairing(code_hash("c"), "main", Role.EDITOR, NOW + 9))
    state.redeem("c", 7, NOW)
    state.let_in(GROUP.id, NOW + 1, by=7)
    state.set_collection(GROUP, "field", NOW + 2, 7)
    state.set_collection(ANN, "main", NOW + 2, 7)
    state.forget(7, NOW + 3, Change.REVOKED)
    state.show_out(GROUP.id, NOW + 4)
    state.show_out(GROUP.id, NOW + 5)
    changes = [(one.change, one.detail) for one in state.audited()]
    assert changes == [
        (Change.GRANTED, "editor of main, by a link"),
        (Change.LET_IN, None),
        (Change.COLLECTION, "field"),
        (Change.REVOKED, None),
        (Change.SHOWN_OUT, None),
    ]
    assert [one.change for one in state.audited(7)] == [Change.GRANTED, Change.LET_IN, Change.COLLECTION, Change.REVOKED]
    assert state.audited(8) == [] and state.audited()[3].actor is None
    with database.reading(catalog.engine) as connection:
        subjects = set(connection.scalars(sql("SELECT subject FROM bot_audit")))
    assert len(subjects) == 2 and not subjects & {"7", str(GROUP.id)}


def test_tables_of_the_first_bot_become_those_of_this_one_and_lose_nothing(tmp_path: Path) -> None:
    from alembic import command

    first = Catalog(tmp_path / "first")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with database.writing(first.engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sql("INSERT INTO bot_members VALUES (7, 'main', 2, 1.0)"))
    assert State(first.engine).grants(7, ANN).roles == {"main": Role.EDITOR}
    assert State(first.engine).audited() == []
    first.close()
