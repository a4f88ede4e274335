"""The settings are those of .env.example, and an empty one is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.answer import LEAST_CONFIDENCE
from bot.config import LogLevel, Settings, setting_name

EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(setting_name(name), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_lists_every_setting_and_no_other() -> None:
    listed = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == {setting_name(name) for name in Settings.model_fields}


def test_the_example_as_it_stands_changes_no_default(tmp_path: Path) -> None:
    before = Settings()
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert Settings() == before


def test_the_environment_outranks_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BRIEFBOT_DATA=/from/file\nBRIEFBOT_LOG_LEVEL=debug\nOTHER=1\n")
    assert (Settings().data, Settings().log_level) == (Path("/from/file"), LogLevel.DEBUG)
    monkeypatch.setenv("BRIEFBOT_DATA", "/from/environment")
    assert Settings().data == Path("/from/environment")


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_DATA", "")
    assert Settings().data == Path.home() / ".local" / "share" / "briefbot"


def test_the_probability_for_refusing_is_that_of_the_answer_and_no_other_than_a_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().least_confidence == LEAST_CONFIDENCE
    monkeypatch.setenv("BRIEFBOT_LEAST_CONFIDENCE", "1.5")
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Settings()


def test_a_log_level_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_LOG_LEVEL", "loud")
    with pytest.raises(ValidationError, match="DEBUG"):
        Settings()


def test_telegrams_own_settings_have_no_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:test")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    assert (Settings().token, Settings().telegram_api_url) == ("1:test", "http://127.0.0.1:8081")
    assert "1:test" not in repr(Settings())


def test_the_token_may_stand_in_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:test\n")
    assert Settings().token == "1:test"


@pytest.mark.parametrize("written", ["7 -1001", "7,-1001", " 7 , -1001 ;"])
def test_ids_may_be_written_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("BRIEFBOT_ADMINS", written)
    assert Settings().admins == (7, -1001)


def test_everybody_is_a_star_and_nobody_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().allowed_chats == ()
    monkeypatch.setenv("BRIEFBOT_ALLOWED_CHATS", "*")
    assert Settings().allowed_chats == ("*",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRIEFBOT_ADMINS", "ann"),
        ("BRIEFBOT_ALLOWED_CHATS", "7 *"),
        ("BRIEFBOT_WEBHOOK_SECRET", "two words"),
        ("BRIEFBOT_WEBHOOK_URL", "example.org"),
        ("BRIEFBOT_WEBHOOK_LISTEN", "8080"),
        ("TELEGRAM_API_URL", "ftp://example.org"),
    ],
)
def test_a_setting_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("address", ["0.0.0.0:9464", "10.0.0.1:9464", "9464", "127.0.0.1", "127.0.0.1.evil.example:9464"])
def test_health_pages_are_served_on_this_machine_only(address: str) -> None:
    with pytest.raises(ValueError, match="this machine itself"):
        Settings(health_listen=address)


@pytest.mark.parametrize("address", ["127.0.0.1:9464", "localhost:1", "[::1]:9464"])
def test_an_address_of_this_machine_is_taken(address: str) -> None:
    assert Settings(health_listen=address).health_listen == address
