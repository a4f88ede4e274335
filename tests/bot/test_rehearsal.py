"""A preview answers from a copy, and its bot knows none of the person's own settings."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.config import Settings
from bot.preview.run import GROUP, OWNER
from bot.rehearsal import GROUP_COLLECTION, environment, holds_articles, prepare
from index.catalog import Catalog
from index.ingest import add_source
from sources.fetch import read_file
from sources.model import Given

SAMPLE = Path(__file__).parent.parent.parent / "sources" / "samples" / "digest.md"


def stocked(folder: Path) -> Path:
    with Catalog(folder) as catalog:
        add_source(catalog, read_file(SAMPLE, Given()), "main")
    (folder / "questions-1.onnx").write_bytes(b"model")
    return folder


def fingerprints(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def documents(folder: Path, collection: str = "main") -> int:
    with Catalog(folder) as catalog:
        return len(catalog.list_documents(collection))


def test_ones_own_articles_are_copied_and_stay_as_they_are(tmp_path: Path) -> None:
    data, scratch = stocked(tmp_path / "data"), tmp_path / "scratch"
    scratch.mkdir()
    before = fingerprints(data)
    assert prepare(data, scratch) is True
    assert documents(scratch) == 1 and documents(scratch, GROUP_COLLECTION) == 10 and documents(data, GROUP_COLLECTION) == 0
    assert (scratch / "questions-1.onnx").read_bytes() == b"model"
    with Catalog(scratch) as catalog:
        catalog.remove("main", catalog.list_documents("main")[0].doc_id)
    assert documents(scratch) == 0 and documents(data) == 1
    assert {name: before[name] for name in before if name.endswith("onnx")} == {n: h for n, h in fingerprints(data).items() if n.endswith("onnx")}


def test_without_articles_the_samples_are_there_and_no_data_folder_is_made(tmp_path: Path) -> None:
    assert prepare(tmp_path / "none", tmp_path / "scratch") is False
    assert documents(tmp_path / "scratch") == documents(tmp_path / "scratch", GROUP_COLLECTION) == 10 and not (tmp_path / "none").exists()
    assert not holds_articles(tmp_path / "none")


def test_the_bot_is_told_who_is_on_the_page_and_nothing_of_the_persons_own(tmp_path: Path) -> None:
    given = {"PATH": "/bin", "TELEGRAM_BOT_TOKEN": "1:real", "BRIEFBOT_WEBHOOK_URL": "https://bot.example", "BRIEFBOT_ADMINS": "7"}
    told = environment(Settings(embedding_model=str(tmp_path)), given)
    assert told["PATH"] == "/bin" and told["BRIEFBOT_EMBEDDING_MODEL"] == str(tmp_path)
    assert told["BRIEFBOT_ADMINS"] == str(OWNER) and told["BRIEFBOT_ALLOWED_CHATS"] == str(GROUP)
    assert "BRIEFBOT_WEBHOOK_URL" not in told and "1:real" not in told.values()
