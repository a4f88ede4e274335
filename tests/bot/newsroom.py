"""Articles, stored ones and made-up hits, for the tests of answering."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date

from conftest import WordAxes

from index.analyse import analyse
from index.attributions import Attributed, Unattributed
from index.catalog import Catalog, State, StoredPassage
from index.ingest import add_source
from index.search import Found, Hit, Weights
from index.sync import embed_pending
from sources.attribution import attribute
from sources.model import Given, RawSource, Span
from sources.parser import Parser


@dataclass(frozen=True)
class AtOnce:
    """The real rules and parser, in this process."""

    parser: Parser
    version: str = "1"

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        done: Future[Attributed] = Future()
        done.set_result(Attributed(True, attribute(text.text, self.parser, "en", text.outlet)))
        return done


def add(
    catalog: Catalog,
    doc_id: str,
    *paragraphs: str,
    title: str = "Untitled",
    outlet: str | None = "Meridian Wire",
    day: str | None = "2024-02-20",
    collection: str = "main",
) -> None:
    """Store an English article with its paragraphs as given."""
    line = json.dumps({"doc_id": doc_id, "title": title, "source": outlet, "date": day, "language": "en", "paragraphs": paragraphs}).encode()
    add_source(catalog, RawSource(line, doc_id, f"jsonl:{doc_id}", "application/json", Given()), collection, doc_id)


def embed(catalog: Catalog, embedder: WordAxes) -> None:
    """Give every stored passage its vector."""
    embed_pending(catalog, embedder)


def hit(
    text: str,
    *,
    confidence: float = 0.9,
    score: float = 0.8,
    doc_id: str = "a",
    paragraph: int = 5,
    title: str = "",
    start: int = 0,
    published: date | None = None,
    outlet: str | None = "Wire",
) -> Hit:
    """A passage as `search` finds it."""
    passage = StoredPassage(
        id=1,
        doc_id=doc_id,
        revision=1,
        revision_id=int.from_bytes(doc_id.encode()),
        paragraph=paragraph,
        span=Span(start, start + len(text)),
        text=text,
        terms=analyse(text),
        title_terms=analyse(title),
        title=title,
        outlet=outlet,
        authors=("Ann Ames",),
        published=published,
        url=f"https://example.org/{doc_id}",
        language="en",
    )
    return Hit(passage, score, confidence)


def found(hits: Sequence[Hit], weights: int = 9) -> Found:
    """What a search gave, with concepts that all weigh the same."""
    return Found(tuple(hits), Weights((1.0,) * weights), State("s", 1))
