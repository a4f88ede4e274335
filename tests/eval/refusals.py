"""How often a question is refused whose snippets do not answer it.

usage: python tests/eval/refusals.py FILE.jsonl[.gz] [--lang en]

FILE: lines {qid, question, lang, negative: [snippet, …]}. The snippets of each question become a small store of their own. Printed: the share
refused, and the questions that were answered all the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.briefing import Briefing
from index.catalog import Catalog
from index.embed import SentenceTransformerEmbedder
from index.ingest import add_source
from index.sync import embed_pending
from sources.model import RawSource


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file, gzipped or not."""
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8")
    return (json.loads(line) for line in text.splitlines() if line.strip())


def answer_of(question: str, snippets: list[str], folder: Path, embedder: SentenceTransformerEmbedder) -> Any:
    """The answer from a store that holds these snippets alone, each an article."""
    with Catalog(folder) as catalog:
        for number, snippet in enumerate(snippets):
            line = json.dumps({"doc_id": f"s{number}", "title": "", "source": f"Outlet {number}", "language": "en", "paragraphs": [snippet]}).encode()
            add_source(catalog, RawSource(line, f"s{number}", f"jsonl:s{number}", "application/json"), "main", f"s{number}")
        embed_pending(catalog, embedder)
        return Briefing(catalog, embedder).ask(question)


def main() -> None:
    """Ask and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", default="en")
    given = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    asked = [one for one in lines(given.file) if one.get("lang", given.lang) == given.lang and one.get("negative")]
    answered = []
    for one in asked:
        with tempfile.TemporaryDirectory() as folder:
            answer = answer_of(one["question"], one["negative"], Path(folder), embedder)
        if answer.answered:
            answered.append(one["qid"])
            print(f"{one['qid']} {one['question']}\n    {answer.quotes[0].text[:160]}")
    print(f"refused {1 - len(answered) / len(asked):.3f} ({len(asked) - len(answered)}/{len(asked)})")


if __name__ == "__main__":
    main()
