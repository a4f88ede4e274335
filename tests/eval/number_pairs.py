"""How often `bot.sameness` decides rightly that two figures are of one quantity.

    python tests/eval/number_pairs.py PAIRS

PAIRS: JSON lines, gzipped or not, of {id, same_quantity, a: {text, title, number}, b: {…}}; ``number`` is the figure meant in ``text``.
A figure that is not found counts as "not the same". Wrong decisions are printed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bot.sameness import Stated, is_same_quantity
from bot.terminal import Lines
from sources.figures import figures
from sources.numerals import numerals


def meant(side: dict[str, Any]) -> Stated | None:
    """The figure of a text that has the value that is meant."""
    wanted = {value for number in numerals(str(side["number"])) for value in (number.low, number.high) if value is not None}
    found = [figure for figure in figures(side["text"]) if wanted & {figure.low, figure.high}]
    return Stated(found[0], side["text"], side.get("title", "")) if found else None


def main() -> None:
    right, missed = [], 0
    for pair in Lines(Path(sys.argv[1])):
        a, b = meant(pair["a"]), meant(pair["b"])
        missed += a is None or b is None
        decided = a is not None and b is not None and is_same_quantity(a, b)
        right.append(decided == pair["same_quantity"])
        if not right[-1]:
            print(f"{pair['id']}: {'same' if decided else 'different'}, wrongly: {pair['a']['text'][:160]} | {pair['b']['text'][:160]}")
    print(f"{sum(right)} of {len(right)} right, {sum(right) / len(right):.3f}; {missed} pairs with a figure that was not found")


if __name__ == "__main__":
    main()
