"""Each thing that can be wrong is found, and comes with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import WordAxes
from newsroom import add, embed

from bot.config import Settings
from bot.doctor import Check, examine
from index.catalog import DATABASE, Catalog
from index.embed import SentenceTransformerEmbedder


def checks(data: Path, model: str | None = None) -> dict[str, Check]:
    settings = Settings(data=data, **({"embedding_model": model} if model else {}))
    return {check.name: check for check in examine(settings)}


@pytest.fixture
def model(tmp_path: Path) -> str:
    """A folder that has a model's hash, which is all that these checks need."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    return str(tmp_path / "model")


def test_an_empty_folder_lacks_nothing_but_sources(tmp_path: Path, model: str) -> None:
    found = checks(tmp_path / "data", model)
    assert [name for name, check in found.items() if not check.ok] == ["sources"]
    assert "briefbot add" in found["sources"].advice


def test_doctor_makes_no_folder(tmp_path: Path, model: str) -> None:
    checks(tmp_path / "data", model)
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_is_a_file_is_wrong(tmp_path: Path, model: str) -> None:
    (tmp_path / "file").write_text("x")
    assert not checks(tmp_path / "file", model)["data folder"].ok


def test_a_model_that_is_not_there_is_wrong(tmp_path: Path) -> None:
    check = checks(tmp_path / "data", "no such model/at all/anywhere")["embedding model"]
    assert not check.ok and "BRIEFBOT_EMBEDDING_MODEL" in check.advice


def test_the_reader_that_is_set_is_named(tmp_path: Path, model: str) -> None:
    assert checks(tmp_path / "data", model)["reranker"] == Check("reranker", True, "shipped")


def test_a_damaged_database_is_wrong(tmp_path: Path, model: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / DATABASE).write_bytes(b"this is no database, whatever its name says" * 100)
    check = checks(tmp_path / "data", model)["catalog"]
    assert not check.ok and "restore" in check.advice


def test_a_database_that_opens_but_is_damaged_inside_is_wrong(catalog: Catalog, model: str) -> None:
    add(catalog, "d", *(f"The minister counted {number} fighters in the valley." for number in range(2000)))
    catalog.close()
    pages = catalog.path.read_bytes()
    middle = len(pages) // 2 // 4096 * 4096
    catalog.path.write_bytes(pages[:middle] + b"\xff" * 8192 + pages[middle + 8192 :])
    check = checks(catalog.folder, model)["catalog"]
    assert not check.ok and "restore" in check.advice


def test_vectors_of_another_model_are_missing_ones(catalog: Catalog, embedder: WordAxes, model: str) -> None:
    add(catalog, "d", "It has 2,000 fighters.")
    embed(catalog, embedder)
    found = checks(catalog.folder, model)
    assert found["sources in main"].ok and not found["vectors in main"].ok
    assert found["vectors in main"].detail == "0 of 1" and "reindex" in found["vectors in main"].advice
    assert found["terms"].ok and found["vector snapshot"].ok


@pytest.mark.parametrize("precision", [0, 1])
def test_vectors_in_either_precision_are_the_model_s(catalog: Catalog, embedder: WordAxes, model: str, precision: int) -> None:
    add(catalog, "d", "It has 2,000 fighters.")
    embedder.model_hash = SentenceTransformerEmbedder(model).hashes[precision]
    embed(catalog, embedder)
    found = checks(catalog.folder, model)
    assert found["vectors in main"].ok and found["vector snapshot"].detail == f"vectors-{embedder.model_hash}.faiss"


def test_every_wrong_thing_comes_with_advice(tmp_path: Path) -> None:
    assert all(check.advice for check in checks(tmp_path / "data", "no such model/at all").values() if not check.ok)
