"""How often the number that answers a question is among the values of the figures found in its evidence paragraph.

    python tests/eval/stated_numbers.py QUERIES

QUERIES: JSON lines, gzipped or not, of {question, answer (digits), evidence: [{text}]}. Missed ones are printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.terminal import Lines
from sources.figures import figures


def main() -> None:
    found: list[bool] = []
    for query in Lines(Path(sys.argv[1])):
        if not query.get("evidence"):
            continue
        values = {value for place in query["evidence"] for figure in figures(place["text"]) for value in (figure.low, figure.high)}
        found.append(float(str(query["answer"]).replace(",", "")) in values)
        if not found[-1]:
            print(f"{query['answer']} not found: {query['question']}")
    print(f"{sum(found)} of {len(found)} found, {sum(found) / len(found):.3f}")


if __name__ == "__main__":
    main()
