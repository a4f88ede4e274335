"""Backups on a schedule: when one is due, and that nothing else in the folder is ever touched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import copies
from index.errors import CatalogError

NOW = datetime(2024, 3, 5, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))


@given(TIMES)
def test_a_name_tells_its_time_and_names_sort_as_times_do(at: datetime) -> None:
    assert copies.taken_at(copies.name_of(at)) == at
    assert copies.name_of(at) < copies.name_of(at + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("ages", "due"),
    [((), True), ((0.5,), False), ((1.0,), True), ((0.5, 3.0), False), ((-2.0,), True), ((-2.0, 0.5), False)],
)
def test_one_is_due_a_day_after_the_last_and_a_wrong_clock_puts_none_off(ages: tuple[float, ...], due: bool) -> None:
    assert copies.is_due((copies.name_of(NOW - age * DAY) for age in ages), DAY, NOW) is due


@given(st.lists(TIMES, max_size=12, unique=True), st.integers(1, 5))
def test_the_newest_stay_and_no_other_file_is_named(times: list[datetime], keep: int) -> None:
    others = ["notes.txt", "briefbot.sqlite", "briefbot-20240101.sqlite", "briefbot-20249999T000000Z.sqlite"]
    gone = copies.outdated([*others, *map(copies.name_of, times)], keep)
    assert gone == [copies.name_of(at) for at in sorted(times)[: max(0, len(times) - keep)]]


def test_old_ones_go_only_when_a_new_one_stands(tmp_path: Path) -> None:
    for age in (3, 2, 1):
        (tmp_path / copies.name_of(NOW - age * DAY)).write_text("old")
    (tmp_path / "mine.sqlite").write_text("not ours")

    def fails(_target: Path) -> None:
        raise CatalogError("disk full")

    with pytest.raises(CatalogError):
        copies.take(fails, tmp_path, 2, NOW)
    assert len(list(tmp_path.iterdir())) == 4
    copies.take(lambda target: target.write_text("new"), tmp_path, 2, NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == [copies.name_of(NOW - DAY), copies.name_of(NOW), "mine.sqlite"]


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CatalogError, match="may be written to"):
        copies.take(lambda _target: None, tmp_path / "file" / "folder", 2, NOW)
