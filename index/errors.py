"""The errors of this package: one root; each text is one sentence that says what to do."""

from __future__ import annotations


class IndexingError(Exception):
    """Something about the store or its indexes. Its text is one sentence for the person at the terminal."""


class CatalogError(IndexingError):
    """The database cannot be used as it is (full disk, read-only folder, damaged file); nothing stored was changed."""


class BusyCatalog(CatalogError):
    """Another process holds the database; trying again helps."""


class ModelError(IndexingError):
    """The embedding model cannot be loaded, is not the one it claims to be, or is not the one the vectors were made with."""


class UnknownDocument(IndexingError):
    """No document of that name in the collection."""
