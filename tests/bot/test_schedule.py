"""When a briefing is due. The law: every day of the calendar has one time, whatever the clocks do, and `last_due` and `next_due` tell the same times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.schedule import Every, Schedule, last_due, next_due

NAMES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/")))
ZONES = st.sampled_from(NAMES)
DAYS = st.dates(date(1995, 1, 1), date(2035, 1, 1))
SCHEDULES = st.builds(
    lambda minute, weekday: Schedule(Every.DAY if weekday is None else Every.WEEK, weekday, minute), st.integers(0, 1439), st.none() | st.integers(0, 6)
)
DAILY_230 = Schedule(Every.DAY, None, 150)
DAILY_0 = Schedule(Every.DAY, None, 0)


def exists(day: date, minute: int, zone: ZoneInfo) -> bool:
    """Whether the clocks of a zone show this time on this day at all."""
    local = datetime.combine(day, time(minute // 60, minute % 60), zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def has_day(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone had this day: Samoa had no 30 December 2011."""
    return any(exists(day, minute, zone) for minute in range(0, 1440, 60))


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@example("Europe/Berlin", DAILY_230, date(2026, 3, 20))  # a night without 02:30
@example("Europe/Berlin", DAILY_230, date(2026, 10, 20))  # a night with two
@example("Australia/Lord_Howe", DAILY_230, date(2026, 3, 30))  # half an hour
@example("Africa/Cairo", DAILY_0, date(2026, 4, 20))  # a day that begins at one
@example("America/Sao_Paulo", Schedule(Every.DAY, None, 1410), date(2019, 2, 10))  # 23:30 twice
@example("Pacific/Apia", DAILY_230, date(2011, 12, 25))  # a day left out
@example("America/Caracas", Schedule(Every.DAY, None, 15), date(2007, 12, 5))
@given(ZONES, SCHEDULES, DAYS)
def test_every_day_of_the_calendar_has_one_time(name: str, schedule: Schedule, first: date) -> None:
    zone, length = ZoneInfo(name), 16
    start = datetime.combine(first, time(), zone).timestamp()
    end = datetime.combine(first + timedelta(days=length), time(), zone).timestamp()
    times, at = [], start - 1
    while (at := next_due(schedule, at, zone)) < end:
        times.append(at)
    days = [datetime.fromtimestamp(one, zone).date() for one in times]
    wanted = [first + timedelta(days=number) for number in range(length)]
    wanted = [day for day in wanted if has_day(day, zone) and schedule.weekday in (None, day.weekday())]
    assert days == wanted, "each once, none twice, none left out"
    for one, day in zip(times, days, strict=True):
        local = datetime.fromtimestamp(one, zone)
        late = local.hour * 60 + local.minute - schedule.minute
        assert late == 0 if exists(day, schedule.minute, zone) else 0 < late <= 120, "by the clock, or as much later as the clock leaves out"
        assert local.fold == 0, "where a time comes twice, the first"


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(ZONES, SCHEDULES, st.floats(788918400, 2051222400))
def test_last_and_next_are_neighbours_and_nothing_is_due_between_them(name: str, schedule: Schedule, now: float) -> None:
    zone = ZoneInfo(name)
    last, following = last_due(schedule, now, zone), next_due(schedule, now, zone)
    assert last <= now < following
    assert next_due(schedule, last, zone) == following and last_due(schedule, following - 1e-3, zone) == last
    assert last_due(schedule, last, zone) == last, "due at its own time, not a moment later"


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [("Europe/Berlin", date(2026, 3, 29), 23), ("Europe/Berlin", date(2026, 10, 25), 25), ("Asia/Kabul", date(2026, 3, 29), 24)],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, day: date, hours: int) -> None:
    noon = datetime.combine(day, time(1), ZoneInfo(zone)).timestamp()
    daily = Schedule(Every.DAY, None, 60)
    assert next_due(daily, noon, ZoneInfo(zone)) - noon == hours * 3600
