"""What every test may lean on: an embedder that can be computed by hand, and no network at all."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.analyse import analyse
from index.backends import Vectors
from index.catalog import Catalog
from sources.parser import Parser

os.environ.setdefault("HF_HUB_OFFLINE", "1")


class WordAxes:
    """One axis a known word: the cosine of two texts is the overlap of their known words. The last axis is for texts without one."""

    def __init__(self, *words: str, name: str = "word-axes") -> None:
        self.words = [analyse(word)[-1] for word in words]
        self.model_name = name
        self.model_hash = f"{name}-{'-'.join(self.words)}"[:60]
        self.dimension = len(self.words) + 1
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.calls += len(texts)
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            terms = analyse(text)
            row[:-1] = [terms.count(word) for word in self.words]
            row[-1] = 0.0 if row.any() else 1.0
            row /= np.linalg.norm(row)
        return rows


@pytest.fixture
def embedder() -> WordAxes:
    return WordAxes("fighter", "dam", "grain", "prisoner", "minister")


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The real parser, loaded once a process: about a second."""
    return Parser()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "data") as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach another machine fails the test that makes it."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)
