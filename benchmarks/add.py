"""How fast articles are added: stored (searchable by words), embedded (by meaning) and attributed (who said what), each stage by itself.

    .venv/bin/python benchmarks/add.py --articles 10000 [--data FOLDER] [--no-attribution]

The articles are made here, each another one: some 330 words in 12 paragraphs, half of which report what somebody said; every tenth is a copy of
an earlier one under another outlet's name. Attribution takes most of the time: at some 20 articles a minute and core, ten thousand take hours.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from index.attribute import AttributionWorker, attribute_pending
from index.catalog import Catalog
from index.embed import SentenceTransformerEmbedder
from index.ingest import add_source
from index.sync import embed_pending
from sources.model import Given, RawSource
from sources.parser import DEFAULT_PARSER

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
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, Catalog(chosen.data or Path(scratch)) as catalog:
        _measured("stored", chosen.articles, lambda: sum(1 for raw in articles(chosen.articles) if add_source(catalog, raw, "main", raw.name)))
        embedder = SentenceTransformerEmbedder(exports=catalog.folder)
        embedder.export()
        _measured("embedded", chosen.articles, lambda: embed_pending(catalog, embedder))
        if not chosen.no_attribution:
            with AttributionWorker(DEFAULT_PARSER) as worker:
                _measured("attributed", chosen.articles, lambda: attribute_pending(catalog, worker))
        size = sum(file.stat().st_size for file in catalog.folder.iterdir() if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size / 2**20:,.0f} MiB on disk, {peak:,.0f} MiB of memory at most")


def _measured(what: str, count: int, work: object) -> None:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    seconds = time.perf_counter() - started
    print(f"{what:10} {count:,} articles in {seconds:,.1f} s: {count / seconds:,.1f} a second", flush=True)


if __name__ == "__main__":
    main()
