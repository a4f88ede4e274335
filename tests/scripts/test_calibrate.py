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
    from calibrate import NAMES, First, calibrated, counts_of

    draw = np.random.default_rng(1)
    coverage, cosine, reader = draw.random((3, 20_000))
    kept = draw.random(20_000) < 1 / (1 + np.exp(-(2.0 * coverage + 1.0 * cosine + 3.0 * reader - 2.5)))
    rows = zip(coverage, cosine, reader, kept, strict=True)
    firsts = [First("squad", str(i), (1.0, float(a), float(b), float(c)), bool(right), i % 3 > 0) for i, (a, b, c, right) in enumerate(rows)]
    assert dict(zip(NAMES, calibrated(firsts), strict=True)) == pytest.approx(
        {"constant": -2.5, "coverage": 2.0, "cosine": 1.0, "reader": 3.0}, abs=0.5
    )  # weights are held near nothing
    assert counts_of(firsts).sum() == pytest.approx(1)
    answerable = np.array([one.answerable for one in firsts])
    assert counts_of(firsts)[answerable].sum() == pytest.approx(2 / 3)


def test_what_is_shipped_has_a_weight_for_each_figure_and_more_of_any_is_never_less_sure() -> None:
    from calibrate import NAMES

    shipped = json.loads(resources.files("index").joinpath("ranking.json").read_text(encoding="utf-8"))
    assert tuple(shipped["read_confidence"]) == NAMES and tuple(shipped["confidence"]) == NAMES[:-1]
    assert all(weight >= 0 for name in ("confidence", "read_confidence") for figure, weight in shipped[name].items() if figure != "constant")
