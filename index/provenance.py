"""Where a document comes from and what became of it: how it arrived, who named its outlet, what editors amended, withdrawals, corrections.

A name that somebody typed must never look like the name of a site that was fetched: this module tells the two apart, from what the
catalog holds, and from nothing that the text says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, exists, or_, select

from index import database
from index.catalog import Catalog, read_given, readable
from index.origins import read_origin
from index.relations import CORRECTS
from index.tables import amendments, documents, relations, revisions, withdrawals
from sources.model import Given, Origin


class NamedBy(StrEnum):
    """Who says which outlet a document is of. PAGE: the page, file or post itself. ADDER: whoever added it."""

    PAGE = "page"
    ADDER = "adder"
    EDITOR = "editor"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an editor changed. ``field``: outlet, date, author, title or speaker. ``made_at``: seconds since 1970. ``paragraph``: of a
    speaker, the SHA-256 of the paragraph that is meant."""

    field: str
    before: str | None
    after: str | None
    editor: str
    made_at: float
    paragraph: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """``seen_at``: seconds since 1970. ``reason``: what was seen, or who said so."""

    seen_at: float
    reason: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another document, by what a person calls it."""

    doc_id: str
    title: str
    outlet: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """All of it, for one revision. ``corrected_by``: later documents that say they correct this one, as far as they are not withdrawn."""

    origin: Origin
    named_by: NamedBy
    amendments: tuple[Amendment, ...] = ()
    withdrawn: Withdrawal | None = None
    corrected_by: tuple[Other, ...] = ()
    corrects: tuple[Other, ...] = ()


def _touched() -> Any:
    """Whether something became of a document."""
    own = documents.c.id
    return or_(
        exists().where(amendments.c.document_id == own),
        exists().where(withdrawals.c.document_id == own),
        exists().where(relations.c.kind == CORRECTS, relations.c.document_id == own),
        exists().where(relations.c.kind == CORRECTS, relations.c.other_id == own),
    )


_ARRIVED = (
    select(revisions.c.id, revisions.c.outlet, revisions.c.given, revisions.c.origin, documents.c.id.label("own"), _touched().label("touched"))
    .join(documents, documents.c.id == revisions.c.document_id)
    .where(revisions.c.id.in_(bindparam("ids", expanding=True)))
)


def find_provenance(catalog: Catalog, revision_ids: Sequence[int]) -> dict[int, Provenance]:
    """Revision id -> its provenance; revisions that are gone are left out."""
    with database.reading(catalog.engine) as connection:
        return read_provenance(connection, revision_ids)


def read_provenance(connection: Connection, revision_ids: Sequence[int]) -> dict[int, Provenance]:
    """See `find_provenance`. What became of a document is read only where something did: of most articles nothing does."""
    rows = connection.execute(_ARRIVED, {"ids": sorted(set(revision_ids))}).all()
    own = {row.own for row in rows if row.touched}
    made: dict[int, list[Amendment]] = defaultdict(list)
    back: dict[int, Withdrawal] = {}
    later: dict[int, list[Other]] = {}
    earlier: dict[int, list[Other]] = {}
    if own:
        for one in connection.execute(select(amendments).where(amendments.c.document_id.in_(own)).order_by(amendments.c.id)):
            made[one.document_id].append(Amendment(one.field, one.before, one.after, one.editor, one.made_at, one.paragraph))
        for one in connection.execute(select(withdrawals).where(withdrawals.c.document_id.in_(own))):
            back[one.document_id] = Withdrawal(one.seen_at, one.reason)
        later = _related(connection, own, relations.c.other_id, relations.c.document_id)
        earlier = _related(connection, own, relations.c.document_id, relations.c.other_id)
    found = {}
    for row in rows:
        amended = tuple(made[row.own]) if row.own in made else ()
        with readable("revision", row.id):
            origin, given = read_origin(row.origin), read_given(row.given)
        found[row.id] = Provenance(
            origin,
            named_by(row.outlet, given, amended),
            amended,
            back.get(row.own),
            tuple(later.get(row.own, ())),
            tuple(earlier.get(row.own, ())),
        )
    return found


def named_by(outlet: str | None, given: Given, amended: Sequence[Amendment]) -> NamedBy:
    """Who says that a document is of this outlet."""
    if any(one.field == "outlet" for one in amended):
        return NamedBy.EDITOR
    if given.outlet:
        return NamedBy.ADDER
    return NamedBy.PAGE if outlet else NamedBy.NOBODY


def _related(connection: Connection, own: set[int], mine: Any, theirs: Any) -> dict[int, list[Other]]:
    statement = (
        select(mine.label("mine"), documents.c.doc_id, revisions.c.title, revisions.c.outlet, revisions.c.published)
        .select_from(relations)
        .join(documents, documents.c.id == theirs)
        .join(revisions, (revisions.c.document_id == documents.c.id) & (revisions.c.number == documents.c.revision))
        .where(relations.c.kind == CORRECTS, mine.in_(own), documents.c.id.not_in(select(withdrawals.c.document_id)))
        .order_by(documents.c.id)
    )
    found: dict[int, list[Other]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.mine].append(_other(row.doc_id, row.title, row.outlet, row.published))
    return found


def _other(doc_id: str, title: str, outlet: str | None, published: str | None) -> Other:
    return Other(doc_id, title, outlet, date.fromisoformat(published) if published else None)
