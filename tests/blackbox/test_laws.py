"""The law of verbatim quotes through the real bot, over the samples, a hostile article, and whatever articles one names.

BRIEFBOT_TEST_ARTICLES   folders or files, separated by colons: each is a store of its own
BRIEFBOT_TEST_QUESTIONS  JSON lines with a "question", asked of each of them
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from double import Double, running
from laws import breaches, quotes_of
from serving import UNTHROTTLED, briefbot, copied, start

ADMIN = 7
FURTHER = [Path(one) for one in os.environ.get("BRIEFBOT_TEST_ARTICLES", "").split(os.pathsep) if one]
ASKED = os.environ.get("BRIEFBOT_TEST_QUESTIONS")
QUESTIONS = (
    "how many ISKP fighters?",
    "how many people were killed in the Ostrelle dam breach?",
    "what did the minister say?",
    "how many prisoners were released?",
)
OF_THE_HOSTILE = ("how many envoys were counted in Marrowgate?", "what did the notice in Marrowgate say?", "what did the clerk of Marrowgate count?")
PATIENCE = 240.0


def test_of_the_samples_and_a_hostile_article_every_bar_is_a_stored_slice(sample_data: Path, tmp_path: Path, note: Note) -> None:
    assert asked_all(copied(sample_data, tmp_path / "data"), {"main": [*QUESTIONS, *questions_named()], "field": OF_THE_HOSTILE}, note, "samples") > 10


@pytest.mark.parametrize("articles", FURTHER, ids=lambda path: path.name)
def test_of_articles_that_one_names_every_bar_is_a_stored_slice(articles: Path, tmp_path: Path, note: Note) -> None:
    ran = briefbot("add", articles, data=tmp_path / "data")
    assert ran.returncode == 0, ran.stderr
    assert asked_all(tmp_path / "data", {"main": [*QUESTIONS, *questions_named()]}, note, articles.name) > 0


Note = Callable[[str, str], None]


@pytest.fixture
def note(record_testsuite_property: Note) -> Note:
    return record_testsuite_property


def questions_named() -> list[str]:
    lines = map(json.loads, Path(ASKED).read_text(encoding="utf-8").splitlines()) if ASKED else ()
    return [line["question"] for line in lines if "question" in line]


def asked_all(data: Path, questions: dict[str, object], note: Note, name: str) -> int:
    """Ask all of it, tap every button once, and let `running` hold the law; how many quotes stood behind bars."""
    with running() as double:
        ada = double.person("Ada", ADMIN)
        process = start(double, data, UNTHROTTLED, BRIEFBOT_ADMINS=str(ADMIN))
        process.wait_ready()
        asked = 0
        for collection, those in questions.items():
            double.say(ada, f"/collection {collection}")
            for question in those:  # type: ignore[attr-defined]
                double.say(ada, question)
                asked += 1
        answered(double, asked + len(questions))
        tapped = tap_all(double, ada)
        assert process.stop() == 0
        sent = double.calls()
        quotes = sum(len(list(quotes_of(call))) for call in sent) // 2
        figures = f"{asked} questions, {tapped} taps, {sum(call.method == 'sendMessage' for call in sent)} messages, {quotes} quotes"
        note(f"verbatim {name}", figures)
        sys.stdout.write(f"\n{name}: {figures}\n")
        return quotes


def answered(double: Double, count: int) -> None:
    """Wait until so many messages were answered."""
    end = time.monotonic() + PATIENCE
    while len({call.params["reply_parameters"]["message_id"] for call in double.calls("sendMessage") if call.params.get("reply_parameters")}) < count:
        assert time.monotonic() < end, "not all was answered"
        time.sleep(0.2)


def tap_all(double: Double, ada: object) -> int:
    """Tap each button of each answer; how many there were."""
    tapped = 0
    for call in double.calls("sendMessage"):
        for row in (call.message.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if "callback_data" in button:
                    query = double.press(ada, call.message, button["callback_data"])  # type: ignore[arg-type]
                    double.answer(query, 60)
                    tapped += 1
    return tapped


def call(text: str, start: int, length: int, **params: object) -> SimpleNamespace:
    entity = {"type": "blockquote", "offset": start, "length": length}
    asked = {"chat_id": 1, "text": text, "entities": [entity], "link_preview_options": {"is_disabled": True}} | params
    return SimpleNamespace(number=0, method="sendMessage", params=asked, result={"text": text, "entities": [entity]}, status=200)


def test_the_law_sees_a_letter_that_differs_a_shifted_bar_markup_and_an_unknown_field() -> None:
    stored = ["𝟏𝟒 envoys came."]
    assert breaches([call("¶ 𝟏𝟒 envoys", 2, 11)], stored) == []
    assert breaches([call("¶ 𝟏𝟒 envoy5", 2, 11)], stored), "a letter differs"
    assert breaches([call("¶ 𝟏𝟒 envoys", 1, 11)], stored), "counted in characters, not in UTF-16 units"
    assert breaches([call("¶ 𝟏𝟒 envoys", 2, 11, parse_mode="HTML")], stored)
    assert breaches([call("¶ 𝟏𝟒 envoys", 2, 11, link_preview_options=None)], stored)
    assert breaches([call("¶ 𝟏𝟒 envoys", 2, 11, colour="red")], stored)
