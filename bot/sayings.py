"""What is known of the articles that one answer is cut from: their texts, who speaks in them, how they arrived. Each is read once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from index.attribute import Looking
from index.attributions import Attributed, AttributionCache, read_texts
from index.catalog import Catalog
from index.errors import ModelError
from index.provenance import Provenance, find_provenance
from sources.model import Attribution

log = logging.getLogger(__name__)


class Sayings:
    """Of one answer; made anew for the next one, so that nothing in it is older than its question."""

    def __init__(self, catalog: Catalog, cache: AttributionCache, looking: Looking) -> None:
        self._catalog = catalog
        self._cache = cache
        self._looking = looking
        self._attributed: dict[int, Attributed] = {}
        self._texts: dict[int, str] = {}
        self._origins: dict[int, Provenance] = {}
        self._asked_of: set[int] = set()

    def stored(self, revisions: Sequence[int]) -> dict[int, Attributed]:
        """Who speaks in these revisions, as far as somebody looked; nobody is asked."""
        missing = [one for one in revisions if one not in self._attributed]
        if missing:
            self._attributed |= self._cache.find(missing)
        return {one: self._attributed[one] for one in revisions if one in self._attributed}

    def known(self, revisions: Sequence[int]) -> dict[int, Attributed]:
        """The same; those in which nobody looked are looked at now. Where that fails or takes too long, they are left out."""
        found = self.stored(revisions)
        missing = [one for one in dict.fromkeys(revisions) if one not in found and one not in self._asked_of]
        if missing:
            self._asked_of |= set(missing)
            try:
                self._attributed |= self._looking.known(missing)
            except ModelError as error:
                log.error("nobody could be asked who speaks: %s", error)
        return self.stored(revisions)

    def statements(self, revisions: Sequence[int]) -> dict[int, Sequence[Attribution]]:
        """The attributions of `known`, of revisions in a language in which speakers can be told."""
        return {revision: one.attributions for revision, one in self.known(revisions).items() if one.covered}

    def texts(self, revisions: Iterable[int]) -> dict[int, str]:
        """The texts of those that are there."""
        wanted = list(revisions)
        missing = [one for one in wanted if one not in self._texts]
        if missing:
            self._texts |= read_texts(self._catalog, missing)
        return {one: self._texts[one] for one in wanted if one in self._texts}

    def origins(self, revisions: Sequence[int]) -> dict[int, Provenance]:
        """How these revisions arrived and what became of their documents."""
        missing = [one for one in revisions if one not in self._origins]
        if missing:
            self._origins |= find_provenance(self._catalog, missing)
        return {one: self._origins[one] for one in revisions if one in self._origins}
