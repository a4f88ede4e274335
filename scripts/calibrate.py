"""Calibrate the probability that a passage answers: the weights "confidence" and "read_confidence" of index/ranking.json.

usage: python scripts/calibrate.py --squad FILE --xquad FOLDER [--ramdocs FILE] [--factbook FOLDER] --work FOLDER [--diagram FILE.png]

Every question is searched as briefbot searches it (`--work` keeps the stores), as it is and without what answers it: half of the time without
the whole document, otherwise without the paragraph alone. From the first passage of each a logistic regression is learned, once as it is ranked
without a reader, once with the shipped one. Weights may not be negative. Of the Factbook only the countries that
`training_data.measured` deals to training are used. Printed: figures by cross-validation over articles and countries, and the weights.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from training_data import Asked, Corpus, Place, add_arguments, corpora, measured

from bot.question import understand
from index.catalog import Catalog
from index.embed import SentenceTransformerEmbedder
from index.evaluate import auroc
from index.ingest import add_source
from index.rerank import Reranker, WordReranker, joined
from index.search import Candidate, Query, Searcher, Weights, coverage, rank
from index.sync import embed_pending
from sources.model import RawSource

NAMES = ("constant", "coverage", "cosine", "reader")
HELD = 1e-3
"""What a weight costs, squared, against a loss a question."""
MOST = 250
"""Questions of one set: SQuAD has thousands over a few articles."""
COUNTS = {"squad": 1.0, "xquad": 0.5, "ramdocs": 0.5, "factbook": 0.5}
"""What a question counts: XQuAD's paragraphs are longer than those of news, RAMDocs' are crawled text, the Factbook's questions are templates."""
ANSWERABLE = 2 / 3
"""The share of questions with an answer that the probability is right for."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class First:
    """The first passage that a question found: its figures in the order of `NAMES`, whether it answers, and whether anything stored does."""

    source: str
    group: str
    figures: tuple[float, ...]
    right: bool
    answerable: bool


class Remembering:
    """A reader that reads each passage of a question once."""

    def __init__(self, reader: Reranker) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], float] = {}

    def read(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        unknown = [one for one in passages if (question, one) not in self._known]
        self._known |= {(question, one): float(figure) for one, figure in zip(unknown, self._reader.read(question, unknown), strict=True)}
        return np.array([self._known[question, one] for one in passages])


def firsts_of(corpus: Corpus, work: Path) -> Iterator[tuple[First, First]]:
    """Of each question of a corpus, as briefbot searches it, with and without what answers it: the first passage without a reader, and with one."""
    chosen = [one for one in corpus.questions if corpus.name != "factbook" or not measured(one.group)]
    chosen = random.Random(1).sample(chosen, MOST) if len(chosen) > MOST else chosen
    with Catalog(work / corpus.name) as catalog:
        for document in corpus.documents:
            raw = RawSource(json.dumps(document).encode(), document["doc_id"], f"jsonl:{document['doc_id']}", "application/json")
            add_source(catalog, raw, "main", document["doc_id"])
        embedder = SentenceTransformerEmbedder(exports=catalog.folder, stored=catalog.model_hashes())
        embedder.export()
        embed_pending(catalog, embedder)
        searcher = Searcher(catalog, embedder)
        for question in chosen:
            yield from _firsts(searcher, question, Remembering(WordReranker(embedder)))


def _firsts(searcher: Searcher, question: Asked, reader: Reranker) -> Iterator[tuple[First, First]]:
    understood = understand(question.text)
    if understood.empty:
        return
    query = understood.query("main")
    candidates, weights, _ = searcher.candidates(query)
    whole = random.Random(question.qid).random() < 0.5
    documents = {place.doc_id for place in question.right}
    places = [Place(one.passage.doc_id, one.passage.paragraph) for one in candidates]
    without = [one for one, place in zip(candidates, places, strict=True) if (place.doc_id not in documents if whole else place not in question.right)]
    for some, answerable in ((candidates, bool(question.right)), (without if question.right else [], False)):
        if some:
            yield _first(question, query, weights, some, answerable, None), _first(question, query, weights, some, answerable, reader)


def _first(question: Asked, query: Query, weights: Weights, candidates: list[Candidate], answerable: bool, reader: Reranker | None) -> First:
    passage = rank(query, weights, candidates, reader)[0].passage
    cosine = next(max(0.0, one.cosine) for one in candidates if one.passage == passage)
    covered = coverage(query.concepts, weights, frozenset(passage.terms), frozenset(passage.title_terms))
    read = (float(reader.read(query.text, [joined(passage.title, passage.text)])[0]),) if reader else ()
    right = answerable and Place(passage.doc_id, passage.paragraph) in question.right
    return First(question.source, question.group, (1.0, covered, cosine, *read), right, answerable)


def counts_of(firsts: Sequence[First]) -> NDArray[np.float64]:
    """What each counts, together 1, so that `ANSWERABLE` of the questions have an answer."""
    counts = np.array([COUNTS[one.source] for one in firsts])
    answerable = np.array([one.answerable for one in firsts])
    share = counts[answerable].sum() / counts.sum()
    counts = counts * np.where(answerable, ANSWERABLE / share, (1 - ANSWERABLE) / (1 - share))
    return counts / counts.sum()


def calibrated(firsts: Sequence[First]) -> NDArray[np.float64]:
    """The weights of the logistic regression, in the order of `NAMES`."""
    figures, right, counts = np.array([one.figures for one in firsts]), np.array([one.right for one in firsts], float), counts_of(firsts)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums, held = figures @ weights, np.r_[0.0, weights[1:]]
        missed = counts * (expit(sums) - right)
        return float(counts @ (np.logaddexp(0, sums) - right * sums) + HELD * held @ held), missed @ figures + 2 * HELD * held

    bounds = [(None, None), *[(0.0, None)] * (figures.shape[1] - 1)]
    return np.asarray(minimize(loss, np.zeros(figures.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x)


def cross_validated(firsts: Sequence[First]) -> NDArray[np.float64]:
    """The probability of each from weights that its own article or country had no part in."""
    fold = np.array([random.Random(one.group).randrange(FOLDS) for one in firsts])
    figures, found = np.array([one.figures for one in firsts]), np.zeros(len(firsts))
    for number in range(FOLDS):
        weights = calibrated([one for one, own in zip(firsts, fold, strict=True) if own != number])
        found[fold == number] = expit(figures[fold == number] @ weights)
    return found


def told(name: str, probability: NDArray[np.float64], firsts: Sequence[First], counts: NDArray[np.float64]) -> str:
    """Expected calibration error in ten steps, Brier score, and the AUROC of refusal."""
    counts = counts / counts.sum()
    right = np.array([one.right for one in firsts], float)
    base = float(counts @ right)
    steps = np.minimum((probability * 10).astype(int), 9)
    error = sum(abs(float((counts * (probability - right))[steps == step].sum())) for step in range(10))
    refusal = auroc(*([p for p, one in zip(probability.tolist(), firsts, strict=True) if one.answerable == kind] for kind in (True, False)))
    brier = float(counts @ (probability - right) ** 2)
    return f"{name:9} n={len(firsts):5} ECE {error:.3f}  Brier {brier:.3f} (base rate's {base * (1 - base):.3f})  refusal AUROC {refusal}"


def draw(file: Path, probability: NDArray[np.float64], firsts: Sequence[First], counts: NDArray[np.float64]) -> None:
    """The reliability diagram: what was promised against what was kept, a tenth at a time."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    right, steps = np.array([one.right for one in firsts], float), np.minimum((probability * 10).astype(int), 9)
    filled = [step for step in range(10) if counts[steps == step].sum() > 0]
    promised, kept = ([float(np.average(values[steps == step], weights=counts[steps == step])) for step in filled] for values in (probability, right))
    figure, axes = pyplot.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot(promised, kept, marker="o")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence of the first passage", ylabel="share that answers", title="Reliability, cross-validated")
    figure.tight_layout()
    figure.savefig(file, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--diagram", type=Path, help="where to draw the reliability diagram")
    options = parser.parse_args()
    pairs = [pair for corpus in corpora(options) for pair in firsts_of(corpus, options.work)]
    learned = {}
    for name, firsts in zip(("confidence", "read_confidence"), zip(*pairs, strict=True), strict=True):
        probability, counts = cross_validated(firsts), counts_of(firsts)
        for source in dict.fromkeys(one.source for one in firsts):
            own = np.array([one.source == source for one in firsts])
            print(name, told(source, probability[own], [one for one in firsts if one.source == source], counts[own]))
        print(name, told("all", probability, firsts, counts), flush=True)
        learned[name] = {name: round(float(weight), 3) for name, weight in zip(NAMES, calibrated(firsts), strict=False)}
    if options.diagram:
        draw(options.diagram, probability, firsts, counts)
    print(json.dumps(learned))


if __name__ == "__main__":
    main()
