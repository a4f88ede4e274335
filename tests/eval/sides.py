"""How often every side of a contested number is shown.

usage: python tests/eval/sides.py FILE.jsonl[.gz]

FILE: lines {qid, question, numeric, contested, passages: [{text, label, answer}]}. The passages of each contested question whose answers are numbers become
a small store of their own. Printed: the share of questions of which every answer stands in some quote, and those with an answer missing.
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


def sides_of(one: dict[str, Any]) -> set[str]:
    """The answers that the passages state and that differ."""
    return {passage["answer"] for passage in one["passages"] if passage.get("answer") and passage.get("answer_in_text") and passage["label"] != "noise"}


def main() -> None:
    """Ask and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    asked = [one for one in lines(given.file) if one["numeric"] and one["contested"] and len(sides_of(one)) > 1]
    complete = 0
    for one in asked:
        with tempfile.TemporaryDirectory() as folder:
            answer = answer_of(one["question"], [passage["text"] for passage in one["passages"]], Path(folder), embedder)
        shown = " ".join(quote.text for quote in answer.quotes).casefold()
        missing = [side for side in sides_of(one) if side.casefold() not in shown]
        complete += not missing
        if missing:
            print(f"{one['qid']} {one['question']} | {answer.reason or 'answered'} | not shown: {', '.join(sorted(missing))}")
    print(f"every side shown {complete / len(asked):.3f} ({complete}/{len(asked)})")


if __name__ == "__main__":
    main()
