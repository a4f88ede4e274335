"""How fast articles are added: stored (searchable by words), embedded (by meaning), searched and attributed (who said what), each stage by itself.

    .venv/bin/python benchmarks/add.py --articles 10000 [--data FOLDER] [--no-attribution] [--beside LlamaIndex --beside txtai]

The articles are made here, each another one: some 330 words in 12 paragraphs, half of which report what somebody said; every tenth is a copy of
an earlier one under another outlet's name. What stands ``--beside`` (benchmarks/peers.py, in the environment of `make bench-peers`) gets the same
passages in the same run, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.briefing import Briefing, Scope
from index.attribute import AttributionWorker, attribute_pending
from index.catalog import Catalog
from index.embed import SentenceTransformerEmbedder
from index.ingest import add_source
from index.snapshot import Snapshot, WordSnapshot
from index.sync import embed_pending
from sources.model import Given, RawSource
from sources.parser import DEFAULT_PARSER

QUESTION = "How many families left Tallow?"
_PEERS = Path(__file__).with_name("peers.py")
_PEOPLE = "Ada Holm|Bram Oss|Kirsa Vold|Teun Brandt|Mira Salk|Jonas Wehl|Orla Finch|Pavel Dorn|Lena Strand|Yusuf Karim".split("|")
_ROLES = "the mayor|a spokesperson for the ministry|the chief engineer|a witness|the governor|an aid official|a teacher|the harbour master".split("|")
_PLACES = "Tallow|Marrowgate|Vellport|Ostrelle|Brenholt|Quillan|Harrow Bay|Stenmark|Delphin|Corvane".split("|")
_THINGS = "fighters|prisoners|workers|families|vessels|trucks|schools|patients|tonnes of grain|wells".split("|")
_DEEDS = "arrived in|left|were counted in|were registered in|are needed in|were moved from|were promised to|are missing in".split("|")
_SAID = "said|told reporters|wrote in a statement|warned|added|told this newspaper".split("|")


def article(number: int) -> dict[str, object]:
    """Article ``number``: always the same one."""
    copied = number % 10 == 9
    chance = random.Random(number - 5 if copied else number)
    place = chance.choice(_PLACES)
    return {
        "doc_id": f"a{number}",
        "title": f"{chance.choice(_THINGS).capitalize()} in {place}, report {number}",
        "source": f"Outlet {number % 37}",
        "date": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
        "language": "en",
        "paragraphs": [_paragraph(chance, place) for _ in range(12)],
    }


def _paragraph(chance: random.Random, place: str) -> str:
    return " ".join(_sentence(chance, place) for _ in range(2))


def _sentence(chance: random.Random, place: str) -> str:
    where, week = chance.choice((place, *_PLACES)), chance.randrange(1, 52)
    fact = f"some {chance.randrange(20, 9000):,} {chance.choice(_THINGS)} {chance.choice(_DEEDS)} {where} in week {week}"
    person, role, verb = chance.choice(_PEOPLE), chance.choice(_ROLES), chance.choice(_SAID)
    stated = f"{fact[0].upper()}{fact[1:]}"
    forms = (f"{stated}.", f"“{stated},” {person}, {role}, {verb}.", f"{person}, {role}, {verb} that {fact}.", f"{stated}, {role} {verb}.")
    return chance.choice(forms)


def articles(count: int) -> Iterator[RawSource]:
    for number in range(count):
        line = json.dumps(article(number)).encode()
        yield RawSource(line, f"a{number}", f"jsonl:a{number}", "application/json", Given())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--data", type=Path, help="keep the data here; by default it is thrown away")
    parser.add_argument("--no-attribution", action="store_true")
    parser.add_argument("--beside", action="append", default=[], help="a library of benchmarks/peers.py; may be repeated")
    chosen = parser.parse_args()
    count = chosen.articles
    with tempfile.TemporaryDirectory() as scratch, Catalog(chosen.data or Path(scratch)) as catalog:
        subprocess.run([sys.executable, str(_PEERS), "--export", str(catalog.folder)], check=True)  # in another process: exporting needs torch
        embedder = SentenceTransformerEmbedder(exports=catalog.folder)
        embedder.embed(["as a model is loaded"])
        took = _measured("stored", count, lambda: sum(1 for raw in articles(count) if add_source(catalog, raw, "main", raw.name)))
        took += _measured("embedded", count, lambda: embed_pending(catalog, embedder))
        took += _measured("searched", count, lambda: _searched(catalog, embedder))
        print(f"briefbot: to searchable in {took:,.1f} s, {count / took:,.1f} articles a second", flush=True)
        for name in chosen.beside:
            _beside(name, count, Path(scratch))
        if not chosen.no_attribution:
            with AttributionWorker(DEFAULT_PARSER) as worker:
                took += _measured("attributed", count, lambda: attribute_pending(catalog, worker))
            print(f"briefbot: all stages in {took:,.1f} s, {count / took:,.1f} articles a second", flush=True)
        size = sum(file.stat().st_size for file in catalog.folder.iterdir() if file.is_file())
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size / 2**20:,.0f} MiB on disk, {here:,.0f} MiB of memory at most, without the worker that attributes")


def _searched(catalog: Catalog, embedder: SentenceTransformerEmbedder) -> None:
    """The copies that are searched made, and the first question asked of them."""
    for copy in (WordSnapshot(catalog), Snapshot(catalog, embedder.model_hash, embedder.dimension)):
        copy.catch_up()
        copy.save()
    if not Briefing(catalog, embedder).search(QUESTION, Scope(), 10):
        raise SystemExit("nothing was found: this run measures nothing")


def _beside(name: str, count: int, scratch: Path) -> None:
    """The same passages in another library, from their texts to the first answer; loading its model is left out, as it is for briefbot."""
    corpus, questions = scratch / "articles.jsonl", scratch / "questions.jsonl"
    if not corpus.exists():
        corpus.write_text("".join(f"{json.dumps(article(number))}\n" for number in range(count)), encoding="utf-8")
        questions.write_text(json.dumps({"question": QUESTION}), encoding="utf-8")
    command = [sys.executable, str(_PEERS), "--one", name, "--docs", str(corpus), "--queries", str(questions)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"{name} did not run: {(ran.stderr.strip().splitlines() or ['no reason given'])[-1][:120]}", flush=True)
        return
    row = json.loads(ran.stdout.strip().splitlines()[-1])
    seconds = row["passages"] / row["a_second"]
    print(
        f"{row['name']}: to searchable in {seconds:,.1f} s, {count / seconds:,.1f} articles a second, {row['memory_mib']:,} MiB of memory at most", flush=True
    )


def _measured(what: str, count: int, work: Callable[[], object]) -> float:
    """Seconds that a stage took."""
    started, worked = time.perf_counter(), time.process_time()
    work()
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    print(f"{what:10} {count:,} articles in {seconds:,.1f} s ({worked:,.1f} s of this process's work): {count / seconds:,.1f} a second", flush=True)
    return seconds


if __name__ == "__main__":
    main()
