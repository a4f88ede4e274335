"""`make demo`: the samples in a scratch folder, four questions, and the answers as a person reads them."""

from __future__ import annotations

import argparse
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

from bot.briefing import Briefing, Scope
from bot.config import Settings
from bot.render_figures import answer_as_text
from index.attribute import AttributionWorker, attribute_pending
from index.catalog import Catalog
from index.embed import SentenceTransformerEmbedder
from index.ingest import add_source
from index.sync import embed_pending
from sources.fetch import list_sources, read_file
from sources.model import Given

INVENTED = "briefbot sample (invented)"
QUESTIONS = (
    "how many ISKP fighters?",
    "how many people were killed in the Ostrelle dam breach?",
    "who is Saphine Durrowell?",
    "who won the 2022 World Cup?",
)


def load_samples(catalog: Catalog, collection: str = "main") -> int:
    """Add every sample to a collection; how many there are. The digest names its own outlet."""
    samples = Path(str(resources.files("sources.samples")))
    digest, invented = list_sources(str(samples / "digest.md")), list_sources(str(samples / "invented"))
    for path in digest:
        add_source(catalog, read_file(path, Given()), collection)
    for path in invented:
        add_source(catalog, read_file(path, Given(outlet=INVENTED)), collection)
    return len(digest) + len(invented)


def main() -> None:
    parser = argparse.ArgumentParser(description="Load the samples into a scratch folder and ask four questions.")
    parser.add_argument("--data", type=Path, required=True, help="the scratch folder")
    folder = parser.parse_args().data
    width = shutil.get_terminal_size((80, 24)).columns
    with Catalog(folder) as catalog:
        embedder = SentenceTransformerEmbedder(exports=folder, stored=catalog.model_hashes())
        count = load_samples(catalog)
        embedder.export()
        embed_pending(catalog, embedder)
        with AttributionWorker(Settings().parser_model) as worker:
            attribute_pending(catalog, worker)
        briefing = Briefing(catalog, embedder)
        scope = Scope()
        print(f"{count} sample articles in {folder}. One is a digest of a real report; all others are invented, and say so.")
        for question in QUESTIONS:
            print(f"\n{'─' * min(width, 60)}\n? {question}\n")
            print(answer_as_text(briefing.ask(question, scope), briefing.searched(scope), date.today(), width))
    print(f'\nNow ask your own: .venv/bin/briefbot --data {folder} ask "how many prisoners were released?"')


if __name__ == "__main__":
    main()
