"""How often every side of a contested number is shown.

usage: python tests/eval/sides.py FILE.jsonl[.gz]

FILE: lines {qid, question, numeric, contested, passages: [{text, label, answer}]}. The passages of each contested question whose answers are numbers become
a small store of their own. Printed: the share of questions of which every answer stands in some quote, and those with an answer missing.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from snippets import answer_of

from bot.terminal import Lines
from index.embed import SentenceTransformerEmbedder


def sides_of(one: dict[str, Any]) -> set[str]:
    """The answers that the passages state and that differ."""
    return {passage["answer"] for passage in one["passages"] if passage.get("answer") and passage.get("answer_in_text") and passage["label"] != "noise"}


def main() -> None:
    """Ask and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    asked = [one for one in Lines(given.file) if one["numeric"] and one["contested"] and len(sides_of(one)) > 1]
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
