"""How often a question is refused whose snippets do not answer it.

usage: python tests/eval/refusals.py FILE.jsonl[.gz] [--lang en]

FILE: lines {qid, question, lang, negative: [snippet, …]}. The snippets of each question become a small store of their own. Printed: the share
refused, and the questions that were answered all the same.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from snippets import answer_of

from bot.terminal import Lines
from index.embed import SentenceTransformerEmbedder


def main() -> None:
    """Ask and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", default="en")
    given = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    asked = [one for one in Lines(given.file) if one.get("lang", given.lang) == given.lang and one.get("negative")]
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
