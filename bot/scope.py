"""What a person may ask of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """One collection."""

    collection: str = "main"


EVERYTHING = Scope()
"""The collection that is meant where none is named."""
