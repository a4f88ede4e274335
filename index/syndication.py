"""The same words in several documents: sketches of passages, found again by what they share. The one home of datasketch.

passage -runs of two words-> MinHash -cut into bands-> sketches; two passages with a band in common may be the same words
A sketch only proposes. Whether two sentences are the same words, `is_same` says, and there a figure, a name or a "not" decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text

from index import database
from index.analyse import fold
from index.catalog import Catalog, StoredPassage, blocks_of, read_passages, withdrawn
from index.relations import COPY, CORRECTS
from index.tables import documents, passages, relations, revisions, sketches
from sources.model import Span
from sources.split import sentences

_RUN = 2
_BANDS, _ROWS = 6, 4
"""Two passages that share 8 of 10 runs have a band in common with a probability of .96; one of ten, of .001."""
_FEWEST_WORDS = 8
"""A shorter passage is said twice by chance."""
_LIKE = 0.85
_MOSTLY = 0.6
"""The share of a document's passages that stand in another one, from which on it is a copy."""
_SOME = 0.3
"""From which on a document that calls itself a correction is one of the other."""
_MOST_TWINS = 200
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
_TELLING = frozenset(
    """no not never none nor neither without cannot nobody nothing least most almost nearly about around some roughly approximately over under more
    fewer less up only exactly than half twice double dozen dozens hundred hundreds thousand thousands million millions billion billions one two
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty
    sixty seventy eighty ninety may might could would should will alleged allegedly reportedly denied denies deny claimed claims if unless""".split()
)
"""Words that change what a sentence says: without them in both, two sentences are not the same words."""
_CORRECTION = re.compile(
    r"^\W*(?:correction|corrected|clarification|erratum|editor[’']s note)\b|\b(?:an )?earlier version of (?:this|the|our) (?:article|story|report|dispatch)\b"
    r"|\bthis (?:article|story|report) corrects\b",
    re.IGNORECASE,
)


def is_same(one: str, other: str) -> bool:
    """Whether two sentences are the same words but for small edits: none in a figure, a name, a denial or a qualifier."""
    mine, theirs = _WORD.findall(one), _WORD.findall(other)
    if [fold(word) for word in mine] == [fold(word) for word in theirs]:
        return True
    matcher = SequenceMatcher(None, [fold(word) for word in mine], [fold(word) for word in theirs], autojunk=False)
    if min(len(mine), len(theirs)) < _FEWEST_WORDS or matcher.ratio() < _LIKE:
        return False
    differing = [word for step, a, b, c, d in matcher.get_opcodes() if step != "equal" for word in (*mine[a:b], *theirs[c:d])]
    return not any(_tells(word) for word in differing)


def _tells(word: str) -> bool:
    return word.casefold() in _TELLING or any(character.isdigit() for character in word) or word[:1].isupper() or "n’t" in word or "n't" in word


def holds_all(passage: str, wanted: str) -> bool:
    """Whether each sentence of ``wanted`` stands in ``passage``, in the same words."""
    there = [span.of(passage) for span in sentences(passage, Span(0, len(passage)))]
    return all(any(is_same(span.of(wanted), one) for one in there) for span in sentences(wanted, Span(0, len(wanted))))


# ---------------------------------------------------------------------- sketches


def bands_of(texts: Sequence[str], collection: str) -> list[tuple[int, ...]]:
    """The bands of each passage's sketch, as 63-bit numbers; none for a short one. Those of different collections never meet."""
    found: list[tuple[int, ...]] = []
    for passage in texts:
        words = [fold(word) for word in _WORD.findall(passage)]
        found.append(_bands(words, collection) if len(words) >= _FEWEST_WORDS else ())
    return found


def _bands(words: Sequence[str], collection: str) -> tuple[int, ...]:
    from hashlib import blake2b

    sketch = _empty().copy()
    sketch.update_batch({" ".join(words[at : at + _RUN]).encode() for at in range(len(words) - _RUN + 1)})
    values = sketch.hashvalues
    keys = (f"{collection}\0{band}\0".encode() + values[band * _ROWS : (band + 1) * _ROWS].tobytes() for band in range(_BANDS))
    return tuple(int.from_bytes(blake2b(key, digest_size=8).digest(), "big") >> 1 for key in keys)


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(_BANDS * _ROWS, seed=1, scheme="affine32")


def sketch(connection: Connection, revision_id: int) -> None:
    """Write down the sketches of a revision's live passages."""
    revision = connection.execute(select(revisions.c.text, documents.c.collection).join(documents).where(revisions.c.id == revision_id)).first()
    rows = connection.execute(select(passages.c.id, passages.c.start, passages.c.end).where(passages.c.revision_id == revision_id, passages.c.live)).all()
    if revision is None or not rows:
        return
    bands = bands_of([revision.text[row.start : row.end] for row in rows], revision.collection)
    connection.execute(delete(sketches).where(sketches.c.passage_id.in_([row.id for row in rows])))
    fresh = [{"band": band, "passage_id": row.id} for row, own in zip(rows, bands, strict=True) for band in set(own)]
    if fresh:
        connection.execute(insert(sketches), fresh)


def sketch_missing(catalog: Catalog) -> int:
    """Sketch every live passage that has none; how many documents were looked at. What is too short for a sketch is looked at again."""
    with database.reading(catalog.engine) as connection:
        lacking = list(
            connection.scalars(select(passages.c.revision_id).where(passages.c.live, passages.c.id.not_in(select(sketches.c.passage_id))).distinct())
        )
    for block in blocks_of(lacking, 100):
        with catalog.intake() as intake:
            for revision_id in block:
                sketch(intake.connection, revision_id)
                relate(intake.connection, revision_id)
    return len(lacking)


_TWINS = text(
    "SELECT DISTINCT mine.passage_id AS own, theirs.passage_id AS twin FROM sketches AS mine JOIN sketches AS theirs ON theirs.band = mine.band"
    " WHERE mine.passage_id IN :own AND theirs.passage_id != mine.passage_id LIMIT :most"
).bindparams(bindparam("own", expanding=True))


def twins_of(connection: Connection, passage_ids: Iterable[int]) -> dict[int, list[int]]:
    """Passage -> passages that share a band with it, in order. Only live passages have sketches. What stands in every article of an outlet
    is looked at `_MOST_TWINS` times and no more."""
    asked = list(dict.fromkeys(passage_ids))
    found: dict[int, list[int]] = {}
    for row in connection.execute(_TWINS, {"own": asked, "most": _MOST_TWINS * len(asked)}):
        found.setdefault(row.own, []).append(row.twin)
    return {own: sorted(twins) for own, twins in found.items()}


def find_twins(catalog: Catalog, passage_ids: Sequence[int]) -> dict[int, list[StoredPassage]]:
    """Passage -> passages of other documents that may be the same words."""
    with database.reading(catalog.engine) as connection:
        twins = twins_of(connection, passage_ids)
        known = read_passages(connection, sorted({*passage_ids, *(twin for found in twins.values() for twin in found)}))
    return {
        passage: [known[twin] for twin in found if twin in known and passage in known and known[twin].doc_id != known[passage].doc_id]
        for passage, found in twins.items()
    }


# ---------------------------------------------------------------------- documents


def relate(connection: Connection, revision_id: int) -> None:
    """Write down whether a document is a copy of another one, or says that it corrects one."""
    whole = select(revisions, documents.c.collection, documents.c.id.label("own")).join(documents, documents.c.id == revisions.c.document_id)
    row = connection.execute(whole.where(revisions.c.id == revision_id)).first()
    if row is None:
        return
    own = list(connection.scalars(select(passages.c.id).where(passages.c.revision_id == revision_id, passages.c.live)))
    shares = _shares(connection, row.own, own)
    connection.execute(delete(relations).where(relations.c.document_id == row.own))
    fresh = [(other, COPY) for other, share in shares.items() if share >= _MOSTLY]
    opening = [row.title, *row.text.split("\n\n")[:3], *row.text.split("\n\n")[-3:]]
    if any(_CORRECTION.search(line) for line in opening):
        corrected = _corrected(connection, row, shares)
        fresh = [(other, kind) for other, kind in fresh if other != corrected] + ([(corrected, CORRECTS)] if corrected is not None else [])
    if fresh:
        connection.execute(insert(relations), [{"document_id": row.own, "other_id": other, "kind": kind} for other, kind in fresh])


def _shares(connection: Connection, own: int, passage_ids: Sequence[int]) -> dict[int, float]:
    """Document -> the share of these passages that have a twin in it."""
    twins = twins_of(connection, passage_ids)
    of = select(passages.c.id, revisions.c.document_id).join(revisions, revisions.c.id == passages.c.revision_id)
    everything = {twin for found in twins.values() for twin in found}
    homes = {row.id: row.document_id for block in blocks_of(sorted(everything), 500) for row in connection.execute(of.where(passages.c.id.in_(block)))}
    counts = Counter(home for found in twins.values() for home in {homes[twin] for twin in found} if home != own)
    sketched = len(set(connection.scalars(select(sketches.c.passage_id).where(sketches.c.passage_id.in_(passage_ids)))))
    return {home: count / sketched for home, count in counts.items()} if sketched else {}


def _corrected(connection: Connection, row: Any, shares: dict[int, float]) -> int | None:
    """The earlier document that this one corrects: the one whose title or address it names, else the one that it shares most with."""
    statement = (
        select(documents.c.id, revisions.c.title, revisions.c.url, revisions.c.outlet, revisions.c.published)
        .join(revisions, (revisions.c.document_id == documents.c.id) & (revisions.c.number == documents.c.revision))
        .where(documents.c.collection == row.collection, documents.c.id != row.own, documents.c.id.not_in(withdrawn()))
    )
    words = fold(f"{row.title} {row.text}")
    best: tuple[float, int] | None = None
    for other in connection.execute(statement):
        if row.published and other.published and date.fromisoformat(other.published) > date.fromisoformat(row.published):
            continue
        share = shares.get(other.id, 0.0)
        names_it = len(other.title.split()) > 2 and fold(other.title) in words and other.outlet == row.outlet
        linked = bool(other.url) and other.url in row.text
        weight = share + names_it + linked
        if weight >= _SOME and (best is None or weight > best[0]):
            best = weight, other.id
    return best[1] if best else None


def note_words(connection: Connection, collection: str, doc_id: str) -> None:
    """Sketch a document that was just stored, and write down its ties to others."""
    current = select(revisions.c.id).join(documents, documents.c.id == revisions.c.document_id).where(revisions.c.number == documents.c.revision)
    revision_id = connection.scalar(current.where(documents.c.collection == collection, documents.c.doc_id == doc_id))
    if revision_id is not None:
        sketch(connection, revision_id)
        relate(connection, revision_id)
