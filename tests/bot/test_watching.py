"""Folders that are watched."""

from pathlib import Path

from bot.watching import due, look_at

A, B = Path("a.txt"), Path("b.txt")


def test_file_is_due_once_it_has_come_to_rest_and_again_only_when_it_changed() -> None:
    assert due({}, {}, {A: (1, 1)}) == []
    assert due({}, {A: (1, 1)}, {A: (2, 2)}) == []
    assert due({}, {A: (2, 2), B: (1, 1)}, {A: (2, 2), B: (1, 1)}) == [A, B]
    assert due({A: (2, 2)}, {A: (2, 2)}, {A: (2, 2)}) == []
    assert due({A: (2, 2)}, {A: (3, 3)}, {A: (3, 3)}) == [A]


def test_file_that_went_is_not_looked_at(tmp_path: Path) -> None:
    there = tmp_path / "a.txt"
    there.write_text("Nine")
    assert look_at([there, tmp_path / "gone.txt"]) == {there: (4, there.stat().st_mtime_ns)}
