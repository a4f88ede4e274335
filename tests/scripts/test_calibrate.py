"""What the shipped probability is learned from, and that learning finds a line that is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

SCRIPTS = str(Path(__file__).parents[2] / "scripts")


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(SCRIPTS)
    yield
    for name in ("calibrate", "training_data"):
        sys.modules.pop(name, None)


def test_a_long_paragraph_is_cut_into_short_ones_and_the_answer_lies_in_its_own(tmp_path: Path) -> None:
    from training_data import Place, read_squad

    text = "The dam above the old town was built by three brothers in 1911. It broke in the wet spring of 1954. Nobody had been warned of it by then."
    asked = [
        {"id": "1", "question": "When did it break? ", "answers": [{"text": "1954", "answer_start": text.index("1954")}]},
        {"id": "2", "question": "Who mended it?", "is_impossible": True, "answers": [], "plausible_answers": [{"text": "three", "answer_start": 1}]},
    ]
    file = tmp_path / "squad.json"
    file.write_text(json.dumps({"data": [{"title": "A_dam", "paragraphs": [{"context": text, "qas": asked}] * 2}]}))
    corpus = read_squad(file)
    [document] = corpus.documents
    assert document["title"] == "A dam"
    assert " ".join(document["paragraphs"]) == f"{text} {text}" and len(document["paragraphs"]) > 2
    first, impossible, again, _ = corpus.questions
    [place] = first.right
    assert "1954" in document["paragraphs"][place.paragraph] and "1911" not in document["paragraphs"][place.paragraph]
    assert again.right == frozenset({Place(place.doc_id, place.paragraph + len(document["paragraphs"]) // 2)})
    assert impossible.right == frozenset()


def test_countries_and_articles_are_dealt_into_two_parts_for_good() -> None:
    from training_data import measured

    dealt = [group for group in ("af", "ir", "iz", "sy", "xquad-01", "squad-3") if measured(group)]
    assert dealt == ["af", "ir", "xquad-01"]
    assert 300 < sum(measured(str(number)) for number in range(800)) < 500


def test_calibration_finds_the_line_that_answers_were_drawn_from() -> None:
    from calibrate import First, calibrated, counts_of

    draw = np.random.default_rng(1)
    log_odds = draw.normal(0, 3, 20_000)
    kept = draw.random(20_000) < 1 / (1 + np.exp(-(0.5 * log_odds - 0.7)))
    firsts = [First("squad", str(i), float(one), bool(right), i % 3 > 0) for i, (one, right) in enumerate(zip(log_odds, kept, strict=True))]
    slope, constant = calibrated(firsts)
    assert slope == pytest.approx(0.5, abs=0.03) and constant == pytest.approx(-0.7, abs=0.1)
    assert counts_of(firsts).sum() == pytest.approx(1)
    answerable = np.array([one.answerable for one in firsts])
    assert counts_of(firsts)[answerable].sum() == pytest.approx(2 / 3)


def test_what_is_shipped_keeps_the_order_of_the_log_odds_set_by_hand() -> None:
    from calibrate import BY_HAND

    weights = json.loads(resources.files("index").joinpath("ranking.json").read_text(encoding="utf-8"))["confidence"]
    assert weights.keys() == BY_HAND.keys()
    assert weights["coverage"] / weights["cosine"] == pytest.approx(BY_HAND["coverage"] / BY_HAND["cosine"], abs=0.01)
