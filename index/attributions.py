"""Who said what, as the catalog keeps it: attributions by revision, the version that made them, and what waits for them."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, insert, select

from index import database
from index.catalog import ATTRIBUTE, Catalog, blocks_of, read_revision, readable
from index.tables import attributed, attributions, documents, pending, revisions
from sources.model import Attribution, Kind, Span, Speaker, Stance

_MOST_KEPT = 512
"""Revisions of which a cache keeps what it read."""
_A_BATCH = 500
"""Revisions a query, under SQLite's limit on the number of parameters."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """What is known of who speaks in a revision. ``covered``: whether its language is one in which speakers can be told."""

    covered: bool
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Unattributed:
    """A revision's text, for who tells who speaks in it."""

    revision_id: int
    text: str
    language: str | None
    outlet: str | None


def find_attributed(catalog: Catalog, revision_ids: Sequence[int], version: str | None = None) -> dict[int, Attributed]:
    """What is stored of these revisions, those left out of which nothing is; ``version``: only what this one made."""
    with database.reading(catalog.engine) as connection:
        stages = _read_stages(connection, revision_ids)
        return _read_attributed(connection, [stage for stage in stages if version is None or stage.version == version])


class AttributionCache:
    """`find_attributed` for who asks again and again: what was read of a revision is read again only where another version made it since.
    Safe to use from several threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: OrderedDict[_Stage, Attributed] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, revision_ids: Sequence[int]) -> dict[int, Attributed]:
        """See `find_attributed`."""
        with database.reading(self._catalog.engine) as connection:
            stages = _read_stages(connection, revision_ids)
            with self._guard:
                known = {stage.revision_id: self._kept[stage] for stage in stages if stage in self._kept}
            fresh = _read_attributed(connection, [stage for stage in stages if stage.revision_id not in known])
        with self._guard:
            self._kept |= {stage: fresh[stage.revision_id] for stage in stages if stage.revision_id in fresh}
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return known | fresh


class _Stage(NamedTuple):
    """That a version of the rules looked at a revision; numbers of revisions are never given twice."""

    revision_id: int
    version: str
    covered: bool


def _read_stages(connection: Connection, revision_ids: Sequence[int]) -> list[_Stage]:
    wanted = sorted(set(revision_ids))
    return [_Stage(*row) for block in blocks_of(wanted, _A_BATCH) for row in connection.execute(_STAGES, {"ids": block})]


def _read_attributed(connection: Connection, stages: Sequence[_Stage]) -> dict[int, Attributed]:
    rows: dict[int, list[Attribution]] = {stage.revision_id: [] for stage in stages}
    for block in blocks_of(list(rows), _A_BATCH):
        for row in connection.execute(_ATTRIBUTIONS, {"ids": block}):
            rows[row.revision_id].append(read_attribution(row))
    return {stage.revision_id: Attributed(stage.covered, tuple(rows[stage.revision_id])) for stage in stages}


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_STAGES = select(attributed.c.revision_id, attributed.c.version, attributed.c.covered).where(attributed.c.revision_id.in_(_IDS))
_ATTRIBUTIONS = select(attributions).where(attributions.c.revision_id.in_(_IDS)).order_by(attributions.c.id)


def read_unattributed(catalog: Catalog, revision_id: int) -> Unattributed | None:
    """The text of a revision, None when it is gone."""
    with database.reading(catalog.engine) as connection:
        stored = read_revision(connection, revision_id)
    return Unattributed(revision_id, stored.text, stored.document.language, stored.document.outlet) if stored else None


def read_texts(catalog: Catalog, revision_ids: Iterable[int]) -> dict[int, str]:
    """The texts of those of these revisions that are there."""
    with database.reading(catalog.engine) as connection:
        rows = connection.execute(select(revisions.c.id, revisions.c.text).where(revisions.c.id.in_(list(revision_ids))))
        return {row.id: row.text for row in rows}


def store_attributed(catalog: Catalog, revision_id: int, version: str, result: Attributed) -> None:
    """Keep what was found in a revision, in the place of what was known before; it waits no longer. Passed over when it is gone."""
    with database.writing(catalog.engine) as connection:
        connection.execute(delete(pending).where(pending.c.stage == ATTRIBUTE, pending.c.revision_id == revision_id))
        if connection.execute(select(revisions.c.id).where(revisions.c.id == revision_id)).first() is None:
            return
        connection.execute(delete(attributed).where(attributed.c.revision_id == revision_id))
        connection.execute(delete(attributions).where(attributions.c.revision_id == revision_id))
        connection.execute(insert(attributed).values(revision_id=revision_id, version=version, covered=result.covered))
        if result.attributions:
            connection.execute(insert(attributions), [{"revision_id": revision_id, **_row(one)} for one in result.attributions])


def queue_outdated(catalog: Catalog, version: str) -> int:
    """Queue every current revision whose attributions another version made, or none did; how many there are."""
    with database.writing(catalog.engine) as connection:
        current = select(revisions.c.id).join(documents, documents.c.id == revisions.c.document_id).where(revisions.c.number == documents.c.revision)
        made = select(attributed.c.revision_id).where(attributed.c.version == version)
        lacking = set(connection.scalars(current.where(revisions.c.id.not_in(made))))
        _queue(connection, lacking)
        return len(lacking)


def _queue(connection: Connection, lacking: set[int]) -> None:
    queued = set(connection.scalars(select(pending.c.revision_id).where(pending.c.stage == ATTRIBUTE)))
    if lacking - queued:
        connection.execute(insert(pending), [{"revision_id": revision, "stage": ATTRIBUTE} for revision in sorted(lacking - queued)])


# ---------------------------------------------------------------------- rows


def _row(one: Attribution) -> dict[str, Any]:
    return {
        "content": _pairs(one.content),
        "cue": _pairs(one.cue),
        "source": _pairs(one.source),
        "speaker": one.speaker.name if one.speaker else None,
        "role": one.speaker.role if one.speaker else None,
        "anonymous": one.speaker.anonymous if one.speaker else False,
        "kind": one.kind.value,
        "stance": one.stance.value,
        "via": one.via,
        "confidence": one.confidence,
    }


def _pairs(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def read_attribution(row: Row[Any]) -> Attribution:
    """An attribution of a row. CatalogError when the row is damaged."""
    with readable("attribution", row.id):
        return _read(row.content, row.cue, row.source, row.speaker, row.role, row.anonymous, row.kind, row.stance, row.via, row.confidence)


@lru_cache(maxsize=16384)
def _read(
    content: str,
    cue: str,
    source: str,
    speaker: str | None,
    role: str | None,
    anonymous: bool,
    kind: str,
    stance: str,
    via: str | None,
    confidence: float,
) -> Attribution:
    """Columns as an attribution; the same ones are read question after question, and what they say depends on nothing else."""
    return Attribution(
        content=_spans(content),
        cue=_spans(cue),
        source=_spans(source),
        speaker=Speaker(speaker, role, anonymous) if speaker is not None else None,
        kind=Kind(kind),
        stance=Stance(stance),
        via=via,
        confidence=confidence,
    )


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(stored))
