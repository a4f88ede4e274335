"""Passages that hold given words, found through the word index alone: no embedding, no scan. What a wording check looks through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index import database
from index.analyse import analyse
from index.backends import fts5
from index.catalog import Catalog, StoredPassage, read_passages

CANDIDATES = 12
"""For each wording."""
_TOGETHER = 5
"""Terms that a passage has to hold all of, the rarest of a wording: more only cost time."""
_SHORT = 4
"""Terms up to which a wording is also looked up as a phrase: a few common words stand together in fewer passages than they stand in."""
_MOST_POSTINGS = 1500
"""Passages weighed for terms of which one is enough: some 2 ms."""


def passages_holding(catalog: Catalog, wordings: Sequence[str], collection: str, limit: int = CANDIDATES) -> tuple[StoredPassage, ...]:
    """The passages that hold the rarest words of a wording together, for each wording: one that holds it word for word is among them."""
    return _looked_up(catalog, wordings, (), collection, limit)


def passages_like(catalog: Catalog, wordings: Sequence[str], whole: Sequence[str], collection: str, limit: int = CANDIDATES) -> tuple[StoredPassage, ...]:
    """The same, and the passages that hold any of the rarest words of a ``whole`` one, of which some may have been changed."""
    return _looked_up(catalog, wordings, whole, collection, limit)


def _looked_up(catalog: Catalog, together: Sequence[str], single: Sequence[str], collection: str, limit: int) -> tuple[StoredPassage, ...]:
    terms_of = {wording: _terms(wording) for wording in (*together, *single)}
    with database.reading(catalog.engine) as connection:
        known = fts5.document_frequencies(connection, tuple({term for terms in terms_of.values() for term in terms}))
        all_of = dict.fromkeys(_rarest(terms_of[wording], known)[:_TOGETHER] for wording in together)
        phrases = {(" ".join(_written(terms_of[wording])),): None for wording in together if 1 < len(_written(terms_of[wording])) <= _SHORT}
        ids = {key: None for terms in (*phrases, *all_of) for key in fts5.search_all(connection, terms, collection, limit)}
        for wording in single:
            terms = _few(_rarest(terms_of[wording], known), known)
            ids |= dict.fromkeys(key for key, _ in fts5.search(connection, terms, collection, limit))
        found = read_passages(connection, list(ids))
    return tuple(found[key] for key in ids if key in found)


def _terms(wording: str) -> tuple[str, ...]:
    """The terms of a wording; words in capitals would be names, so a wording in capitals is read as if it had none."""
    return tuple(dict.fromkeys(analyse(wording.lower() if wording.isupper() else wording)))


def _rarest(terms: Sequence[str], known: Mapping[str, int]) -> tuple[str, ...]:
    """The terms that stand anywhere, rarest first; aliases of names are left to the words they are written in."""
    return tuple(sorted((term for term in _written(terms) if known[term]), key=lambda term: (known[term], term)))


def _written(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(term for term in terms if not term.startswith("="))


def _few(terms: Sequence[str], known: Mapping[str, int]) -> tuple[str, ...]:
    chosen, postings = [], 0
    for term in terms:
        postings += known[term]
        if postings > _MOST_POSTINGS:
            break
        chosen.append(term)
    return tuple(chosen)
