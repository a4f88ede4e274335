"""Pending work done: vectors for the passages that lack them, in batches, each batch one transaction."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.catalog import EMBED, Catalog, blocks_of
from index.embed import Embedder

_REVISIONS_A_BATCH = 16
"""Articles between two commits: a kill costs at most their vectors (a few seconds' work), which stay pending."""

Progress = Callable[[int, int], None]
"""Called with (done, total) revisions."""


def embed_pending(catalog: Catalog, embedder: Embedder, progress: Progress | None = None) -> int:
    """Give every waiting passage its vector; how many passages. One process at a time: a second one waits, then finds none."""
    if not catalog.pending_revisions(EMBED):
        return 0
    with catalog.lock("embed"):
        waiting = catalog.pending_revisions(EMBED)
        done = embedded = 0
        for block in blocks_of(waiting, _REVISIONS_A_BATCH):
            texts = catalog.texts_to_embed(block, embedder.model_hash)
            rows = embedder.embed([words for _, words in texts])
            ids = np.array([passage for passage, _ in texts], np.int64)
            catalog.add_vectors((embedder.model_hash, embedder.model_name, embedder.dimension), ids, rows, block)
            done, embedded = done + len(block), embedded + len(texts)
            if progress:
                progress(done, len(waiting))
    return embedded
