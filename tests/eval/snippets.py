"""An answer from a store of a few snippets, which `refusals.py` and `sides.py` ask for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.briefing import Briefing
from index.catalog import Catalog
from index.embed import SentenceTransformerEmbedder
from index.ingest import add_source
from index.sync import embed_pending
from sources.model import RawSource


def answer_of(question: str, snippets: list[str], folder: Path, embedder: SentenceTransformerEmbedder) -> Any:
    """The answer from a store that holds these snippets alone, each an article."""
    with Catalog(folder) as catalog:
        for number, snippet in enumerate(snippets):
            line = json.dumps({"doc_id": f"s{number}", "title": "", "source": f"Outlet {number}", "language": "en", "paragraphs": [snippet]}).encode()
            add_source(catalog, RawSource(line, f"s{number}", f"jsonl:s{number}", "application/json"), "main", f"s{number}")
        embed_pending(catalog, embedder)
        return Briefing(catalog, embedder).ask(question)
