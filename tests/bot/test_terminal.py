"""What a person is told when something goes wrong, and what the log keeps to itself."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path

import pytest
import typer

from bot.terminal import INTERRUPTED, Failed, Lines, run, sentence_for, text_of
from index.errors import CatalogError
from sources.errors import UnreadableSource


def test_a_known_error_brings_its_own_sentence() -> None:
    assert [sentence_for(error("s")) for error in (Failed, CatalogError, UnreadableSource)] == ["s"] * 3


def test_an_unknown_error_is_named_but_its_text_is_neither_told_nor_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        question = "how many zeppelins?"
        try:
            raise KeyError(question)
        except KeyError as error:
            told = sentence_for(error)
    assert "KeyError" in told and "BRIEFBOT_LOG_LEVEL=DEBUG" in told and "zeppelin" not in told + caplog.text
    assert "test_terminal.py" in caplog.text, "where it arose is logged"


def test_where_an_error_arose_is_logged_only_on_demand(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        sentence_for(KeyError("x"))
    assert caplog.text == ""


def test_an_error_of_the_system_names_the_file() -> None:
    assert sentence_for(PermissionError(13, "Permission denied", "/x")) == "/x: Permission denied"


@pytest.mark.parametrize(("error", "code"), [(Failed("s"), 1), (ValueError("s"), 1), (KeyboardInterrupt(), INTERRUPTED)])
def test_whatever_goes_wrong_ends_in_one_line_and_a_status(error: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    def command(**_: object) -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        run(command)
    assert ended.value.code == code
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("briefbot: ") and said.err.count("\n") == 1


def test_lines_are_read_plain_or_gzipped_with_a_mark_at_the_start_or_without(tmp_path: Path) -> None:
    rows = [{"qid": 1}, {"qid": 2}]
    data = "\ufeff" + "\n\n".join(map(json.dumps, rows)) + "\r\n"
    (tmp_path / "a.jsonl").write_text(data, encoding="utf-8")
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(data)
    assert list(Lines(tmp_path / "a.jsonl")) == rows == list(Lines(tmp_path / "a.jsonl.gz"))


def test_a_bad_line_is_left_out_noted_and_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"a": 1}\n{"a"\n"text"\n\xff\xfe\n' + b"[" * 100_000 + b'\n{"a": 2}')
    lines = Lines(tmp_path / "a.jsonl")
    assert list(lines) == [{"a": 1}, {"a": 2}] and lines.bad == 4
    assert "line 2" in capsys.readouterr().err
    with pytest.raises(typer.Exit):
        lines.end()


@pytest.mark.parametrize("name", ["none.jsonl", "folder", "torn.jsonl.gz"])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(b'{"a": 1}\n' * 99)[:-12])
    with pytest.raises(Failed, match="cannot be read"):
        list(Lines(tmp_path / name))


def test_the_first_field_that_is_a_text_is_taken() -> None:
    assert text_of({"a": 1, "b": "x"}, "a", "b") == "x" and text_of({}, "a") == ""
