"""What a question costs: `Briefing.ask`, warm, over a store of many passages.

Passages are generated from the samples' words, with vectors drawn at random (what a vector holds does not change what
searching it costs); questions are embedded by the real model. With --data an existing folder is asked instead.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from bot.briefing import Briefing, Scope
from index.catalog import EMBED, Catalog
from index.embed import SentenceTransformerEmbedder
from index.ingest import add_source
from index.rerank import SHIPPED, reranker_for
from sources.model import RawSource

PARAGRAPHS = 34
"""A generated article's paragraphs: the mean of a news corpus of 1,485 articles."""
WORDS = 42


def sample_words() -> list[str]:
    """Every word of the sample articles, repeats kept, so that common words stay common."""
    folder = Path(str(resources.files("sources.samples")))
    return [word for file in sorted(folder.rglob("*.*")) if file.suffix in (".md", ".txt") for word in file.read_text(encoding="utf-8").split()]


def fill(catalog: Catalog, embedder: SentenceTransformerEmbedder, passages: int, draw: random.Random) -> None:
    """Store ``passages`` generated passages with random unit vectors under the real model's hash."""
    words = sample_words()
    rows = np.random.default_rng(1)
    for number in range(-(-passages // PARAGRAPHS)):
        paragraphs = [" ".join(draw.choice(words) for _ in range(WORDS)) + "." for _ in range(min(PARAGRAPHS, passages - number * PARAGRAPHS))]
        article = {"doc_id": f"generated-{number}", "title": " ".join(draw.choice(words) for _ in range(8)), "source": "generated", "paragraphs": paragraphs}
        add_source(catalog, RawSource(json.dumps(article).encode(), article["doc_id"], f"jsonl:{number}", "application/json"), "main", article["doc_id"])
    for block in catalog.pending_revisions(EMBED):
        ids = np.array([passage for passage, _ in catalog.texts_to_embed([block], embedder.model_hash)], np.int64)
        vectors = rows.standard_normal((len(ids), embedder.dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        catalog.add_vectors((embedder.model_hash, embedder.model_name, embedder.dimension), ids, vectors, [block])


def questions(count: int, draw: random.Random) -> list[str]:
    """Different questions of four to eight words of the corpus."""
    words = [word.strip(".,\"'“”") for word in sample_words() if len(word) > 3]
    openings = ("how many", "who is", "when did", "what about", "how many were", "where is")
    return [f"{draw.choice(openings)} {' '.join(draw.choice(words) for _ in range(draw.randint(2, 5)))}?" for _ in range(count)]


def measured(answer: Callable[[str], object], asked: Sequence[str]) -> list[tuple[float, float]]:
    """Seconds that each question takes, by the clock and of the process's processor time."""
    times = []
    for question in asked:
        clock, worked = time.perf_counter(), time.process_time()
        answer(question)
        times.append((time.perf_counter() - clock, time.process_time() - worked))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--data", type=Path, help="ask this folder instead of a generated one")
    parser.add_argument("--queries", type=Path, help="JSON lines with a question each, instead of generated ones")
    options = parser.parse_args()
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as scratch, Catalog(options.data or Path(scratch)) as catalog:
        embedder = SentenceTransformerEmbedder(exports=catalog.folder)
        embedder.export()
        started = time.perf_counter()
        if not options.data:
            fill(catalog, embedder, options.passages, draw)
        filled = time.perf_counter() - started
        briefing, scope = Briefing(catalog, embedder, reranker=reranker_for(SHIPPED, embedder)), Scope()
        asked = [json.loads(line)["question"] for line in options.queries.open()] if options.queries else questions(options.questions, draw)
        started = time.perf_counter()
        briefing.ask(asked[0], scope)
        first = time.perf_counter() - started
        for question in asked[:20]:
            briefing.ask(question, scope)
        embedding = measured(lambda question: embedder.embed([question]), asked)
        searching = measured(lambda question: briefing.search(question, scope), asked)
        whole = measured(lambda question: briefing.ask(question, scope), asked)
        passages = briefing.searched(scope).passages
    print(f"machine            {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"passages           {passages:,}" + ("" if options.data else f" (stored in {filled:.0f} s, without embedding)"))
    print(f"first question     {first:.2f} s (loads the model and the vectors)")
    for what, times in (("Briefing.ask", whole), ("Briefing.search", searching), ("embedding", embedding)):
        clock, worked = (sorted(one) for one in zip(*times, strict=True))
        print(
            f"{what:18} median {1000 * statistics.median(clock):.1f} ms, 95 % under {1000 * clock[int(0.95 * len(clock))]:.1f} ms,"
            f" processor time {1000 * statistics.median(worked):.1f} ms, {len(clock)} questions"
        )
    print(f"peak memory        {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
