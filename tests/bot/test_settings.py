"""What chats are set to: read back as written, quiet hours over midnight and over a change of the clocks, and gone with the person."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat_settings import SettingsOfChats
from bot.errors import BadSetting
from bot.settings import AS_IT_COMES, NAMES, ChatSettings, Length, WhoMayAdd, changed, is_quiet, read, time_zone_of, written
from bot.state import State
from index.catalog import Catalog

TIMES = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))
ANY = st.builds(
    ChatSettings,
    language=st.sampled_from(["en", "fa-AF"]),
    who_may_add=st.sampled_from(WhoMayAdd),
    adding_to=st.sampled_from(["", "main", "group-100"]),
    quiet_from=TIMES,
    quiet_to=TIMES,
    time_zone=st.sampled_from(["UTC", "Asia/Kabul", "Europe/Berlin", "America/New_York"]),
    length=st.sampled_from(Length),
)


@given(ANY)
def test_settings_are_read_back_as_they_were_written(settings: ChatSettings) -> None:
    assert read(written(settings)) == settings


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), st.text(max_size=8)))
def test_whatever_stands_in_the_table_is_settings(rows: dict[str, str]) -> None:
    assert is_quiet(read(rows), datetime(2026, 3, 1, tzinfo=UTC)) in (True, False)


@pytest.mark.parametrize(
    ("name", "value"), [("quiet_from", "7"), ("quiet_from", "24:00"), ("time_zone", "Nowhere"), ("length", "huge"), ("language", "?"), ("colour", "red")]
)
def test_what_sets_nothing_is_refused_with_a_sentence(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        changed(AS_IT_COMES, name, value)
    assert str(refused.value).endswith(".")


def test_an_empty_value_is_as_it_comes() -> None:
    assert changed(changed(AS_IT_COMES, "time_zone", "asia/kabul"), "time_zone", "") == AS_IT_COMES


def test_a_city_names_its_zone() -> None:
    assert [time_zone_of(name) for name in ("Kabul", "new york", "EUROPE/BERLIN", "utc")] == ["Asia/Kabul", "America/New_York", "Europe/Berlin", "UTC"]


def test_quiet_hours_are_those_of_the_chats_clock_also_after_it_was_put_forward() -> None:
    berlin = ChatSettings(quiet_from=time(22), quiet_to=time(7), time_zone="Europe/Berlin")
    assert is_quiet(berlin, datetime(2026, 3, 28, 21, 0, tzinfo=UTC)), "22:00 winter time"
    assert not is_quiet(berlin, datetime(2026, 3, 28, 20, 59, tzinfo=UTC))
    assert is_quiet(berlin, datetime(2026, 3, 29, 4, 59, tzinfo=UTC)), "06:59 summer time"
    assert not is_quiet(berlin, datetime(2026, 3, 29, 5, 0, tzinfo=UTC))
    assert not is_quiet(ChatSettings(quiet_from=time(22)), datetime(2026, 3, 28, 23, tzinfo=UTC)), "one end alone is none"


def test_settings_move_with_a_group_and_go_with_a_person(catalog: Catalog) -> None:
    state, settings = State(catalog.engine), SettingsOfChats(catalog.engine)
    quiet = ChatSettings(quiet_from=time(22), quiet_to=time(7))
    for chat in (7, -100):
        state.let_in(chat, 1.0)
        settings.put(chat, quiet)
    state.migrate_chat(-100, -200)
    state.forget(7, 2.0)
    assert [settings.of(chat) for chat in (-100, -200, 7)] == [AS_IT_COMES, quiet, AS_IT_COMES]
    settings.put(-200, AS_IT_COMES)
    assert settings.of(-200) == AS_IT_COMES
