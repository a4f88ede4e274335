"""How a wording check stands against 500 altered and 500 true quotations of what a data folder holds, and what a check costs.

    python tests/eval/wording_checks.py DATA [--collection main] [--seed 1] [--articles 200]

Times are of the processor, so that a busy machine does not count. An altered wording that is called word for word is printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "bot"))

from wordings import altered, sentences_in, set_otherwise

from bot.briefing import Scope
from bot.check import Check, Verdict
from bot.checker import Checker
from index.catalog import Catalog

COUNT = 500


def timed(check: Callable[[], Check], times: list[float]) -> Check:
    started = time.process_time()
    checked = check()
    times.append(1000 * (time.process_time() - started))
    return checked


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"median {ordered[len(ordered) // 2]:.1f} ms, 95 % under {ordered[int(0.95 * len(ordered))]:.1f} ms, at most {ordered[-1]:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--collection", default="main")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=200, help="how many articles the quotations are taken from")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with Catalog(options.data) as catalog:
        stored = [one.document for one in catalog.list_documents(options.collection) if one.document.language in (None, "en")]
        originals = sentences_in([paragraph for document in chance.sample(stored, min(len(stored), options.articles)) for paragraph in document.paragraphs])
        checker, scope = Checker(catalog), Scope(options.collection)
        times: list[float] = []
        verdicts: Counter[str] = Counter()
        for kind, wrong in altered(originals, COUNT, options.seed):
            checked = timed(lambda wrong=wrong: checker.check(wrong, None, scope), times)  # type: ignore[misc]
            verdicts[checked.verdict.value] += 1
            if checked.verdict is Verdict.VERBATIM:
                print(f"called word for word ({kind}): {wrong}")
        print(f"{COUNT} altered: {dict(verdicts)}; {spread(times)}")
        times, verdicts = [], Counter()
        for _ in range(COUNT):
            true = set_otherwise(chance.choice(originals), chance)
            verdicts[timed(lambda true=true: checker.check(true, None, scope), times).verdict.value] += 1  # type: ignore[misc]
        print(f"{COUNT} true, set otherwise: {dict(verdicts)}; {spread(times)}")


if __name__ == "__main__":
    main()
