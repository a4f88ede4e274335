"""Calibrate the probability that a passage answers: the weights "confidence" of index/ranking.json.

usage: python scripts/calibrate.py --squad FILE --xquad FOLDER [--ramdocs FILE] [--factbook FOLDER] --work FOLDER [--diagram FILE.png]

Every question is searched as briefbot searches it (`--work` keeps the stores), as it is and without what answers it: half of the time without
the whole document, otherwise without the paragraph alone. From the first passage of each, the slope and the constant are learned that
turn the log odds set by hand (`BY_HAND`) into a probability; their order stays. Of the Factbook only the countries that
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
from index.search import Searcher, coverage, rank
from index.sync import embed_pending
from sources.model import RawSource

BY_HAND = {"constant": -6.0, "coverage": 7.0, "cosine": 4.0}
"""Log odds that put answers in a good order, and were too sure of them."""
MOST = 1100
"""Questions of one set: SQuAD has thousands over a few articles."""
COUNTS = {"squad": 1.0, "xquad": 0.5, "ramdocs": 0.5, "factbook": 0.5}
"""What a question counts: XQuAD's paragraphs are longer than those of news, RAMDocs' are crawled text, the Factbook's questions are templates."""
ANSWERABLE = 2 / 3
"""The share of questions with an answer that the probability is right for."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class First:
    """The first passage that a question found: its log odds by hand, whether it answers, and whether anything stored does."""

    source: str
    group: str
    log_odds: float
    right: bool
    answerable: bool


def firsts_of(corpus: Corpus, work: Path) -> Iterator[First]:
    """Of each question of a corpus, as briefbot searches it, with and without what answers it."""
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
            yield from _firsts(searcher, question)


def _firsts(searcher: Searcher, question: Asked) -> Iterator[First]:
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
        hits = rank(query, weights, some)
        if not hits:
            continue
        passage = hits[0].passage
        cosine = next(one.cosine for one in some if one.passage == passage)
        covered = coverage(query.concepts, weights, frozenset(passage.terms), frozenset(passage.title_terms))
        log_odds = BY_HAND["constant"] + BY_HAND["coverage"] * covered + BY_HAND["cosine"] * max(0.0, cosine)
        yield First(question.source, question.group, log_odds, answerable and Place(passage.doc_id, passage.paragraph) in question.right, answerable)


def counts_of(firsts: Sequence[First]) -> NDArray[np.float64]:
    """What each counts, together 1, so that `ANSWERABLE` of the questions have an answer."""
    counts = np.array([COUNTS[one.source] for one in firsts])
    answerable = np.array([one.answerable for one in firsts])
    share = counts[answerable].sum() / counts.sum()
    counts = counts * np.where(answerable, ANSWERABLE / share, (1 - ANSWERABLE) / (1 - share))
    return counts / counts.sum()


def calibrated(firsts: Sequence[First]) -> tuple[float, float]:
    """Slope and constant of the logistic regression on the log odds by hand (Platt, 1999)."""
    log_odds, right, counts = (np.array(column, float) for column in ([one.log_odds for one in firsts], [one.right for one in firsts], counts_of(firsts)))

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = line[0] * log_odds + line[1]
        missed = counts * (expit(sums) - right)
        return float(counts @ (np.logaddexp(0, sums) - right * sums)), np.array([missed @ log_odds, missed.sum()])

    slope, constant = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(slope), float(constant)


def cross_validated(firsts: Sequence[First]) -> NDArray[np.float64]:
    """The probability of each from weights that its own article or country had no part in."""
    fold = np.array([random.Random(one.group).randrange(FOLDS) for one in firsts])
    found = np.zeros(len(firsts))
    for number in range(FOLDS):
        slope, constant = calibrated([one for one, own in zip(firsts, fold, strict=True) if own != number])
        held = fold == number
        found[held] = expit(slope * np.array([one.log_odds for one in firsts])[held] + constant)
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
    firsts = [first for corpus in corpora(options) for first in firsts_of(corpus, options.work)]
    probability, counts = cross_validated(firsts), counts_of(firsts)
    for source in dict.fromkeys(one.source for one in firsts):
        own = np.array([one.source == source for one in firsts])
        print(told(source, probability[own], [one for one in firsts if one.source == source], counts[own]))
    print(told("all", probability, firsts, counts))
    if options.diagram:
        draw(options.diagram, probability, firsts, counts)
    slope, constant = calibrated(firsts)
    weights = {name: slope * weight + (constant if name == "constant" else 0.0) for name, weight in BY_HAND.items()}
    print(json.dumps({"confidence": {name: round(weight, 3) for name, weight in weights.items()}}))


if __name__ == "__main__":
    main()
