"""Words that no source holds and that look like one that does: "Hamras" is read as "Hamraz". The home of rapidfuzz.

A word that is a word elsewhere is never changed: "Slovenia" is not read as "Slovakia", whatever the sources hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection

from index import database
from index.analyse import analyse, fold
from index.backends import fts5
from index.catalog import Catalog, read_passages
from index.embed import known_words

_SHORTEST = 5
"""Letters. Shorter words have too many neighbours."""
_TWO_SLIPS = 8
"""Letters from which two slips are allowed; below, one."""
_TRIED = 3
_PASSAGES_READ = 8


def read_as(catalog: Catalog, collection: str, words: Sequence[str]) -> dict[str, str]:
    """Typed word -> the word that the collection holds, of those words that nothing stored holds and that are no words elsewhere."""
    doubtful = {word: terms[-1] for word in words if _may_be_mistyped(word) and (terms := analyse(word))}
    if not doubtful:
        return {}
    with database.reading(catalog.engine) as connection:
        frequencies = fts5.document_frequencies(connection, sorted(set(doubtful.values())))
        found = {word: _nearest(connection, collection, word, term) for word, term in doubtful.items() if not frequencies[term]}
    return {word: nearest for word, nearest in found.items() if nearest}


def _may_be_mistyped(word: str) -> bool:
    return len(word) >= _SHORTEST and fold(word).isalpha() and fold(word).isascii() and fold(word) not in known_words()


def _nearest(connection: Connection, collection: str, word: str, term: str) -> str | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 1 + (len(word) >= _TWO_SLIPS)
    frequencies = {other: count for other, count in fts5.vocabulary(connection, term[:1]) if abs(len(other) - len(term)) <= most}
    near = process.extract(term, list(frequencies), scorer=OSA.distance, score_cutoff=most, limit=20)
    for other, *_ in sorted(near, key=lambda one: (one[1], -frequencies[one[0]], one[0]))[:_TRIED]:
        surface = _surface(connection, collection, other, word)
        if surface:
            return surface
    meant = process.extract(fold(word), [one for one in known_words() if one[0] == fold(word)[0]], scorer=OSA.distance, score_cutoff=most, limit=5)
    for other, *_ in meant:  # the word for a term that the analyser writes otherwise: "strength" is stored as "strong"
        if fts5.search(connection, analyse(other)[-1:], collection, 1):
            return str(other)
    return None


def _surface(connection: Connection, collection: str, term: str, typed: str) -> str | None:
    """The form of a term in the collection that is closest to what was typed; None when only other collections hold it."""
    from rapidfuzz.distance import OSA

    found = fts5.search(connection, [term], collection, _PASSAGES_READ)
    texts = [f"{passage.text} {passage.title}" for passage in read_passages(connection, [key for key, _ in found]).values()]
    forms = {word for words in texts for word in re.findall(r"[^\W\d_]+", words) if analyse(word)[-1:] == (term,)}
    return min(forms, key=lambda form: (OSA.distance(fold(form), fold(typed)), form[:1].isupper() != typed[:1].isupper(), form), default=None)
