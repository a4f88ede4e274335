"""What follows once articles are stored, at the terminal: vectors, copies, who said what. Each with a bar where a person watches."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.terminal import progress, worker_for

if TYPE_CHECKING:
    from bot.config import Settings
    from index.catalog import Catalog
    from index.embed import SentenceTransformerEmbedder


def give_way(catalog: Catalog) -> None:
    """Work that holds every core and the database for minutes goes behind whatever answers people on this machine."""
    catalog.give_way()
    if hasattr(os, "nice"):
        os.nice(10)


def embed(catalog: Catalog, embedder: SentenceTransformerEmbedder) -> int:
    """Vectors for what waits for them; how many passages got one."""
    from index.catalog import EMBED
    from index.sync import embed_pending

    waiting = catalog.pending_revisions(EMBED)
    if not waiting:
        return 0
    embedder.export()
    with progress("embedding", len(waiting)) as advance:
        embedded = embed_pending(catalog, embedder, advance)
    write_copies(catalog, embedder)
    return embedded


def attribute(catalog: Catalog, settings: Settings) -> int:
    """Who said what, for the articles that wait for it; how many."""
    from index.attribute import attribute_pending
    from index.catalog import ATTRIBUTE

    waiting = catalog.pending_revisions(ATTRIBUTE)
    if not waiting:
        return 0
    with worker_for(settings) as worker, progress("finding who said what", len(waiting)) as advance:
        return attribute_pending(catalog, worker, advance)


def write_copies(catalog: Catalog, embedder: SentenceTransformerEmbedder) -> int:
    """The exported model and the snapshots of words and vectors, so that the next question finds them; how many vectors there are."""
    from index.snapshot import Snapshot, WordSnapshot

    embedder.export()
    snapshot = Snapshot(catalog, embedder.model_hash, embedder.dimension)
    for copy in (WordSnapshot(catalog), snapshot):
        copy.catch_up()
        copy.save()
    return len(snapshot)
