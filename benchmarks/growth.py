"""How search, adding, memory and disk grow from 10,000 to 300,000 passages.

A folder that is embedded already gives articles and vectors. They are stored again and again under other names until there are enough,
with each vector moved at random to a cosine of about .9 of what it was (embedding 300,000 passages would take a quarter of an hour and tell nothing
of the engines). So adding is measured without embedding. Each size is asked by a process of its own, as after a restart.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from bot.briefing import Briefing, Scope  # noqa: E402
from index import database  # noqa: E402
from index.backends import Vectors, best_of  # noqa: E402
from index.catalog import EMBED, Catalog, read_vectors  # noqa: E402
from index.embed import SentenceTransformerEmbedder  # noqa: E402
from index.ingest import add_source  # noqa: E402
from index.snapshot import Snapshot, WordSnapshot  # noqa: E402
from sources.model import RawSource  # noqa: E402

SIZES = (10_000, 30_000, 100_000, 300_000)
MOVED = 0.5
"""The length of what is added to a vector of length 1: to a cosine of .89."""
NEAREST = 10
SAME = 1e-3
"""Passages whose cosines lie so near the tenth's count as it."""


class Source:
    """The articles of an embedded folder with their vectors, endlessly, each time round under another name."""

    def __init__(self, folder: Path) -> None:
        with Catalog(folder) as catalog:
            embedder = SentenceTransformerEmbedder(exports=folder, stored=catalog.model_hashes())
            self.model = embedder.model_hash, embedder.model_name, embedder.dimension
            with database.reading(catalog.engine) as connection:
                blocks = list(read_vectors(connection, embedder.model_hash))
                vectors = dict(zip(np.concatenate([ids for ids, _, _ in blocks]).tolist(), np.concatenate([rows for _, rows, _ in blocks]), strict=True))
                rows = connection.execute(text("SELECT id, revision_id FROM passages WHERE live ORDER BY id")).all()
            of_revision: dict[int, list[Vectors]] = {}
            for passage, revision in rows:
                if passage in vectors:
                    of_revision.setdefault(revision, []).append(vectors[passage])
            self._articles = [
                (stored, np.stack(of_revision[stored.revision_id])) for stored in catalog.list_documents("main") if stored.revision_id in of_revision
            ]
        self._draw = np.random.default_rng(1)
        self._numbers = count()

    def fill(self, catalog: Catalog, passages: int) -> None:
        """Store articles until there are so many passages."""
        held = catalog.counts("main", self.model[0])["passages"]
        while held < passages:
            number = next(self._numbers)
            stored, vectors = self._articles[number % len(self._articles)]
            name = f"{stored.doc_id}-{number // len(self._articles)}"
            article = {"doc_id": name, "title": stored.document.title, "source": stored.document.outlet, "paragraphs": stored.document.paragraphs}
            add_source(catalog, RawSource(json.dumps(article).encode(), name, f"jsonl:{name}", "application/json"), "main", name)
            [revision] = catalog.pending_revisions(EMBED)
            ids = np.array([passage for passage, _ in catalog.texts_to_embed([revision], self.model[0])], np.int64)
            rows = vectors[np.arange(len(ids)) % len(vectors)]
            rows = rows + self._draw.standard_normal(rows.shape).astype(np.float32) * np.float32(MOVED / rows.shape[1] ** 0.5)
            catalog.add_vectors(self.model, ids, rows / np.linalg.norm(rows, axis=1, keepdims=True), [revision])
            held += len(ids)


def most_memory() -> int:
    """MiB, the most that this process has held. What `getrusage` says counts in whoever started it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def asked(folder: Path, questions: list[str], started: float) -> dict[str, float]:
    """What questions cost this process, how many of the ten nearest it finds, and whether a removal counts at once."""
    with Catalog(folder) as catalog:
        embedder = SentenceTransformerEmbedder(exports=folder, stored=catalog.model_hashes())
        briefing = Briefing(catalog, embedder)
        best = briefing.search(questions[0], Scope(), NEAREST).hits[0].passage
        first = time.time() - started
        for question in questions[:20]:
            briefing.search(question, Scope(), NEAREST)
        waits, works = [], []
        for question in questions:
            clock, worked = time.perf_counter(), time.process_time()
            briefing.search(question, Scope(), NEAREST)
            waits.append(time.perf_counter() - clock)
            works.append(time.process_time() - worked)
        memory = most_memory()
        snapshot = Snapshot(catalog, embedder.model_hash, embedder.dimension)
        found = {}
        for question in questions[:100]:
            with database.reading(catalog.engine) as connection:
                found[question] = snapshot.search(connection, embedder.embed([question])[0], NEAREST, "main")[1]
        with database.reading(catalog.engine) as connection:
            blocks = list(read_vectors(connection, embedder.model_hash))
        ids, rows = np.concatenate([block for block, _, _ in blocks]), np.concatenate([rows for _, rows, _ in blocks])
        recalls = []
        for question, ours in found.items():
            tenth = best_of(ids, rows, embedder.embed([question])[0], NEAREST)[-1][1]
            recalls.append(sum(cosine >= tenth - SAME for _, cosine in ours) / NEAREST)
        catalog.remove("main", best.doc_id)
        gone = all(hit.passage.doc_id != best.doc_id for hit in briefing.search(questions[0], Scope(), 50).hits)
    return {
        "first_s": first,
        "search_ms": 1000 * statistics.median(waits),
        "search_p95_ms": 1000 * sorted(waits)[int(0.95 * len(waits))],
        "work_ms": 1000 * statistics.median(works),
        "memory_mib": memory,
        "recall": float(np.mean(recalls)),
        "removal_seen": float(gone),
    }


def drawn(rows: list[dict[str, float]], file: Path) -> None:
    """Four small plots of the same sizes."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, 2, figsize=(9, 6))
    plots = (
        ("search_ms", "search, median ms"),
        ("stored_a_second", "stored a second, without embedding"),
        ("memory_mib", "memory, MiB"),
        ("disk_mib", "disk, MiB"),
    )
    for axis, (key, label) in zip(axes.flat, plots, strict=True):
        axis.plot([row["passages"] for row in rows], [row[key] for row in rows], marker="o")
        axis.set_xscale("log")
        axis.set_ylim(bottom=0)
        axis.set_title(label)
        axis.set_xlabel("passages")
    figure.tight_layout()
    figure.savefig(file, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="an embedded data folder; it is only read")
    parser.add_argument("--queries", type=Path, required=True, help="JSON lines with a question each")
    parser.add_argument("--work", type=Path, required=True, help="a folder for the store that grows (some 3 GB)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--plot", type=Path, help="where to draw the growth")
    parser.add_argument("--asked-at", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in options.queries.open(encoding="utf-8")][: options.questions]
    if options.asked_at:
        print(json.dumps(asked(options.work, questions, options.asked_at)))
        return
    source = Source(options.data)
    options.work.mkdir(parents=True, exist_ok=True)
    for model in options.data.glob("model-*.onnx"):
        shutil.copy(model, options.work)
    print(f"machine  {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}\n")
    heads = ("passages", "stored a second", "snapshots, s", "search, median ms (95 %)", "processor time, ms", "restart to first answer, s")
    print("|", " | ".join((*heads, "memory, MiB", "disk, MiB", "recall@10", "removal seen")), "|")
    print("|---|---|---|---|---|---|---|---|---|---|")
    rows, held = [], 0
    for size in options.sizes:
        with Catalog(options.work) as catalog:
            clock = time.perf_counter()
            source.fill(catalog, size)
            stored = time.perf_counter() - clock
            clock = time.perf_counter()
            for copy in (WordSnapshot(catalog), Snapshot(catalog, source.model[0], source.model[2])):
                copy.catch_up()
                copy.save()
            copied = time.perf_counter() - clock
            passages = catalog.counts("main", source.model[0])["passages"]
        command = [sys.executable, __file__, *(f"--{name}={getattr(options, name)}" for name in ("data", "queries", "work", "questions"))]
        ran = subprocess.run([*command, f"--asked-at={time.time()}"], stdout=subprocess.PIPE, text=True, check=True)
        row = json.loads(ran.stdout.strip().splitlines()[-1])
        disk = sum(file.stat().st_size for file in options.work.iterdir()) / 2**20
        row |= {"passages": passages, "stored_a_second": (passages - held) / stored, "disk_mib": disk}
        rows.append(row)
        held = passages
        print(
            f"| {passages:,} | {row['stored_a_second']:.0f} | {copied:.1f} | {row['search_ms']:.1f} ({row['search_p95_ms']:.1f}) | {row['work_ms']:.1f}"
            f" | {row['first_s']:.1f} | {row['memory_mib']:.0f} | {disk:.0f} | {row['recall']:.4f} | {'yes' if row['removal_seen'] else 'no'} |",
            flush=True,
        )
    if options.plot:
        drawn(rows, options.plot)


if __name__ == "__main__":
    main()
