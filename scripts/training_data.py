"""The questions that the shipped ranking may be learned from, in one shape: question, passages that answer, passages that do not.

Only sets whose licences let a model be trained: SQuAD 2.0 and XQuAD (CC BY-SA 4.0), RAMDocs (MIT), The World Factbook (public
domain). Files are named on the command line; nothing is fetched. Countries and articles are dealt into a part to train on and a
part to measure on by a hash of their name, so that the same files give the same parts.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sources.model import Span
from sources.split import sentences

_PARAGRAPHS_A_DOCUMENT = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a corpus: its document and the number of its paragraph, from 0."""

    doc_id: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set. ``right``: the passages that answer, none for one without an answer. ``answers``: what they say, in lower case.

    ``group``: what must not stand in both parts of a split, an article or a country.
    """

    qid: str
    source: str
    group: str
    text: str
    right: frozenset[Place]
    answers: tuple[str, ...]
    about: tuple[Place, ...] = ()
    """The passages that a question was written about; of one without an answer, all that is known not to answer."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents as `briefbot add --jsonl` takes them, and the questions about them."""

    name: str
    documents: tuple[dict[str, Any], ...]
    questions: tuple[Asked, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, each of which may be left out."""
    parser.add_argument("--squad", type=Path, help="SQuAD 2.0 JSON, gzipped or not")
    parser.add_argument("--xquad", type=Path, help="folder with docs.jsonl.gz and queries.jsonl.gz; only the English questions are used")
    parser.add_argument("--ramdocs", type=Path, help="JSON lines with passages labelled correct, misinfo, noise")
    parser.add_argument("--factbook", type=Path, help="folder with docs.jsonl.gz and queries.jsonl.gz")


def corpora(options: argparse.Namespace) -> list[Corpus]:
    """What the command line names."""
    readers = {"squad": read_squad, "xquad": read_xquad, "ramdocs": read_ramdocs, "factbook": read_factbook}
    return [read(getattr(options, name)) for name, read in readers.items() if getattr(options, name)]


def measured(group: str) -> bool:
    """Whether a country or article is for measuring: half of them, by the hash of the name."""
    return hashlib.sha256(group.encode()).digest()[0] % 2 == 0


def read_squad(path: Path) -> Corpus:
    """As news would have it: each paragraph is cut into pieces of one or two sentences, and a few paragraphs make a document.

    News paragraphs are that short, and what answers often stands beside a paragraph that merely has the question's words.
    """
    documents, questions = [], []
    for number, article in enumerate(json.loads(_text(path))["data"]):
        for part in range(0, len(article["paragraphs"]), _PARAGRAPHS_A_DOCUMENT):
            doc_id, paragraphs = f"squad-{number}-{part}", list[str]()
            for one in article["paragraphs"][part : part + _PARAGRAPHS_A_DOCUMENT]:
                cut, first = pieces(one["context"]), len(paragraphs)
                paragraphs += [piece.of(one["context"]) for piece in cut]
                about = tuple(Place(doc_id, first + i) for i in range(len(cut)))
                questions += [_squad_question(asked, f"squad-{number}", about, cut) for asked in one["qas"]]
            documents.append({"doc_id": doc_id, "title": article["title"].replace("_", " "), "paragraphs": paragraphs})
    return Corpus("squad", tuple(documents), tuple(questions))


def _squad_question(asked: dict[str, Any], group: str, about: tuple[Place, ...], cut: list[Span]) -> Asked:
    answers = [] if asked.get("is_impossible") else asked["answers"]
    right = {place for answer in answers for place, piece in zip(about, cut, strict=True) if piece.start <= answer["answer_start"] < piece.end}
    return Asked(asked["id"], "squad", group, asked["question"].strip(), frozenset(right), tuple({one["text"].lower() for one in answers}), about)


def pieces(text: str) -> list[Span]:
    """One sentence or two in turn, as the length of the first decides."""
    found: list[Span] = []
    for sentence in sentences(text, Span(0, len(text))):
        if found and found[-1].end - found[-1].start < 40 + 20 * (found[-1].start % 7):
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found


def read_xquad(folder: Path) -> Corpus:
    documents = tuple(_lines(folder / "docs.jsonl.gz"))
    questions = [_from_line(line, "xquad") for line in _lines(folder / "queries.jsonl.gz") if line.get("lang") == "en"]
    return Corpus("xquad", documents, tuple(questions))


def read_factbook(folder: Path) -> Corpus:
    documents = tuple(_lines(folder / "docs.jsonl.gz"))
    return Corpus("factbook", documents, tuple(_from_line(line, "factbook") for line in _lines(folder / "queries.jsonl.gz")))


def read_ramdocs(path: Path) -> Corpus:
    """Each passage is a document: a question's passages come from many pages. What is labelled misinfo answers, but wrongly: left out."""
    documents, questions = [], []
    for line in _lines(path):
        right = set()
        for passage in line["passages"]:
            if passage["label"] == "misinfo":
                continue
            documents.append({"doc_id": passage["pid"], "title": "", "paragraphs": [passage["text"]]})
            if passage["label"] == "correct":
                right.add(Place(passage["pid"], 0))
        questions.append(Asked(line["qid"], "ramdocs", line["qid"], line["question"], frozenset(right), tuple(a.lower() for a in line["gold_answers"])))
    return Corpus("ramdocs", tuple({one["doc_id"]: one for one in documents}.values()), tuple(questions))


def _from_line(line: dict[str, Any], source: str) -> Asked:
    right = frozenset(Place(place["doc_id"], place["paragraph"]) for place in line["evidence"]) if line["answerable"] else frozenset()
    group = line["qid"].split("-")[1] if source == "factbook" else next((place.doc_id for place in sorted(right, key=str)), "none")
    return Asked(line["qid"], source, group, line["question"], right, (line["answer"].lower(),) if line["answer"] else ())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in _text(path).splitlines() if line.strip())


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
