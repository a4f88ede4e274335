"""Pending work is done once, in batches that survive being cut off."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from articles import article
from conftest import WordAxes

from index.backends import Vectors
from index.catalog import EMBED, Catalog
from index.ingest import add_source
from index.sync import embed_pending
from index.verify import verify


class Failing(WordAxes):
    """Breaks down at the n-th batch."""

    def __init__(self, *words: str, at: int) -> None:
        super().__init__(*words)
        self.batches, self.at = 0, at

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.batches += 1
        if self.batches == self.at:
            raise RuntimeError("out of power")
        return super().embed(texts)


def add(catalog: Catalog, *numbers: int) -> None:
    for number in numbers:
        add_source(catalog, article(number), "main", f"d{number}")


def test_every_waiting_passage_gets_its_vector_once(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, *range(20))
    steps: list[tuple[int, int]] = []
    assert embed_pending(catalog, embedder, lambda done, total: steps.append((done, total))) == 60
    assert steps == [(16, 20), (20, 20)]
    assert catalog.pending_revisions(EMBED) == []
    assert embed_pending(catalog, embedder) == 0
    assert embedder.calls == 60
    assert verify(catalog).faults == ()


def test_what_was_done_before_a_breakdown_stays_done(catalog: Catalog) -> None:
    add(catalog, *range(20))
    broken = Failing("dam", at=2)
    with pytest.raises(RuntimeError):
        embed_pending(catalog, broken)
    assert len(catalog.pending_revisions(EMBED)) == 4
    assert verify(catalog).faults == ()
    assert embed_pending(catalog, broken) == 12
    assert verify(catalog).faults == ()


def test_a_document_removed_meanwhile_is_passed_over(catalog: Catalog) -> None:
    class Removing(WordAxes):
        def embed(self, texts: Sequence[str]) -> Vectors:
            catalog.remove("main", "d1")
            return super().embed(texts)

    add(catalog, 1, 2)
    embedder = Removing("dam")
    embed_pending(catalog, embedder)
    assert catalog.counts("main", embedder.model_hash) == {"documents": 1, "passages": 3, "pending": 0}
    assert verify(catalog).faults == ()


def test_another_model_gives_every_passage_a_second_vector_and_no_third(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, 1, 2)
    embed_pending(catalog, embedder)
    other = WordAxes("roof", name="other")
    assert catalog.queue_missing_vectors(other.model_hash) == 2
    assert catalog.queue_missing_vectors(other.model_hash) == 2
    assert embed_pending(catalog, other) == 6
    assert catalog.queue_missing_vectors(other.model_hash) == catalog.queue_missing_vectors(embedder.model_hash) == 0
    assert verify(catalog).faults == ()


def test_an_article_may_have_more_passages_than_sql_takes_parameters(catalog: Catalog, embedder: WordAxes) -> None:
    from index import database

    add_source(catalog, article(1, paragraphs=800), "main", "long")

    from sqlalchemy import event

    @event.listens_for(catalog.engine, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.setlimit(9, 520)  # type: ignore[attr-defined]  # SQLITE_LIMIT_VARIABLE_NUMBER

    catalog.close()
    assert embed_pending(catalog, embedder) == 800
    with database.reading(catalog.engine) as connection:
        from index.catalog import read_vectors

        assert sum(len(ids) for ids, _, _ in read_vectors(connection, embedder.model_hash, range(1, 801))) == 800
