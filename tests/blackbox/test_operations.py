"""The real bot process as its operator sees it: health pages, metrics, backups on a schedule, an older store brought up to date."""

from __future__ import annotations

import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from double import running
from schema import faults_of_calls
from serving import briefbot, copied, serving, start
from test_telegram import Running, free_port, held

SECONDS = 20.0
ADMIN = 700123456


def page(port: int, path: str) -> tuple[int, str]:
    """(status, body); 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_until_ready(port: int) -> list[tuple[int, str]]:
    """What /readyz said until it said that it is ready, each sentence once."""
    said: list[tuple[int, str]] = []
    end = time.monotonic() + 60
    while time.monotonic() < end:
        answer = page(port, "/readyz")
        if answer not in said:
            said.append(answer)
        if answer[0] == 200:
            return said
        time.sleep(0.02)
    raise AssertionError(f"never ready: {said}")


def wait_until(holds: Callable[[], bool]) -> None:
    """Fails when it does not hold within `SECONDS`."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_tells_how_it_is_counts_what_it_does_and_makes_its_backups(sample_data: Path, tmp_path: Path) -> None:
    data, folder, port = copied(sample_data, tmp_path / "data"), tmp_path / "copies", free_port()
    settings = {"BRIEFBOT_ADMINS": str(ADMIN), "BRIEFBOT_HEALTH_LISTEN": f"127.0.0.1:{port}", "BRIEFBOT_BACKUP_FOLDER": str(folder)}
    with running() as double, serving(double, data, **settings):
        wait_until_ready(port)
        assert page(port, "/healthz") == (200, "ok\n")
        ada = double.person("Ada", ADMIN)
        for question in ("how many ISKP fighters?", "who won the chess olympiad on the moon?"):
            since = len(double.calls())
            double.say(ada, question)
            double.wait_for("sendMessage", since=since)
        end = time.monotonic() + SECONDS
        while not list(folder.glob("briefbot-*.sqlite")):
            assert time.monotonic() < end, "no backup was made"
            time.sleep(0.05)
        time.sleep(0.3)
        _, metrics = page(port, "/metrics")
    for line in ('briefbot_answers_total{outcome="answered"} 1.0', 'briefbot_answers_total{outcome="not-in-sources"} 1.0', "briefbot_updates_waiting 0.0"):
        assert line in metrics.splitlines()
    for word in ("ISKP", "chess", str(ADMIN), double.token):
        assert word not in metrics
    (backup,) = folder.glob("briefbot-*.sqlite")
    assert backup.stat().st_mode & 0o077 == 0, "only its owner reads it"
    other = tmp_path / "restored"
    assert briefbot("restore", backup, data=other).returncode == 0
    assert briefbot("verify", data=other).returncode == 0


def test_it_is_not_ready_while_telegram_cannot_be_reached(sample_data: Path, tmp_path: Path) -> None:
    data, port = copied(sample_data, tmp_path / "data"), free_port()
    with running() as double:
        process = start(double, data, BRIEFBOT_HEALTH_LISTEN=f"127.0.0.1:{port}")
        try:
            process.wait_ready()
            wait_until_ready(port)
            double.fault(method="getUpdates", code=502, times=5)
            double.say(double.person("Ada"), "hello")  # ends the poll that waits; the next ones fail
            end = time.monotonic() + SECONDS
            while (answer := page(port, "/readyz"))[0] != 503:
                assert time.monotonic() < end, "it says that it is ready while no updates come"
                time.sleep(0.02)
            assert "no updates at the moment" in answer[1]
            wait_until_ready(port)
        finally:
            assert process.stop() == 0


@pytest.mark.parametrize("setting", ["0.0.0.0:9464", "example.org:80"])
def test_health_pages_are_refused_on_an_address_that_others_reach(setting: str, tmp_path: Path) -> None:
    done = briefbot("sources", data=tmp_path, BRIEFBOT_HEALTH_LISTEN=setting)
    assert done.returncode == 1 and "this machine itself" in done.stderr


def test_wipe_empties_the_chat_on_both_sides_and_signs_out(sample_data: Path, tmp_path: Path) -> None:
    data, kim_id = copied(sample_data, tmp_path / "data"), 700987654
    with running() as double, serving(double, data, BRIEFBOT_ADMINS=str(ADMIN)) as process:
        bot = Running(double, process, data, double.person("Ada", ADMIN))
        link = bot.answer_to(bot.ada, "/invite reader").params["text"]
        kim = double.person("Kim", kim_id)
        double.say(kim, "/start " + link.split("start=")[1])
        double.say(kim, "how many zzyxwiped ISKP fighters?")
        wait_until(lambda: len(double.messages(kim)) == 5)
        last = bot.answer_to(kim, "/wipe")
        assert [one["message_id"] for one in double.messages(kim)] == [last.message["message_id"]], "only the last line is left"
        wait_until(lambda: briefbot("audit", kim_id, data=data).stdout.count("\n") == 2)
        assert bot.answer_to(kim, "how many ISKP fighters?").params["text"] == "This bot is private."
        double_calls = double.calls()
    assert faults_of_calls(double_calls) == []
    with closing(sqlite3.connect(data / "briefbot.sqlite")) as store:
        store.execute("DELETE FROM bot_strangers")  # of the question after the wipe
        store.execute("DELETE FROM bot_messages WHERE chat_id = ?", (kim_id,))
        store.commit()
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        said = "\n".join(store.iterdump())
    assert str(kim_id) not in said and "zzyxwiped" not in said
    assert held(data, [b"zzyxwiped"]) == [] and str(kim_id) not in process.log and "zzyxwiped" not in process.log
    lines = briefbot("audit", kim_id, data=data)
    assert "granted" in lines.stdout and "wiped" in lines.stdout and str(kim_id) not in lines.stdout


def test_revoking_takes_access_away_and_can_empty_the_chat(sample_data: Path, tmp_path: Path) -> None:
    data = copied(sample_data, tmp_path / "data")
    with running() as double, serving(double, data, BRIEFBOT_ADMINS=str(ADMIN)) as process:
        bot = Running(double, process, data, double.person("Ada", ADMIN))
        kim = bot.member("Kim")
        bot.answer_to(kim, "how many ISKP fighters?")
        double.taken()
        wait_until(lambda: len(double.messages(kim)) == 5)
        done = briefbot("revoke", kim.id, "--wipe", "--json", data=data, TELEGRAM_BOT_TOKEN=double.token, TELEGRAM_API_URL=double.url)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == {"revoked": kim.id, "deleted": 5, "named_in_settings": False}
        assert double.messages(kim) == []
        assert bot.answer_to(kim, "how many ISKP fighters?").params["text"] == "This bot is private."
