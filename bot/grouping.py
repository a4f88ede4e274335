"""Counted figures -> groups: one quantity of one event each, newest first, and how their figures stand to each other. Pure.

    Counted* -who speaks-> Item* -copies and one speaker once-> Item* -same quantity-> cluster* -relation-> Group*

No figure is merged, averaged, ranged or ranked: every item is cut from one text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answer import Elsewhere, Group, Item, Quote, Relation, Update
from bot.counts import Counted
from bot.sameness import ABOUT, ANSWERS, is_copy, is_same_quantity, values_meet
from bot.sides import figure_words, is_earlier_mention, is_same_speaker, updated_by
from sources.figures import statement_of
from sources.model import Attribution, Figure, Span, Stance
from sources.quantities import OTHER, counts_people

HEADINGS = {
    "killed": "Killed",
    "wounded": "Wounded",
    "casualties": "Killed and wounded",
    "missing": "Missing",
    "captured": "Held or captured",
    "abducted": "Abducted",
    "released": "Released",
    "escaped": "Escaped",
    "charged": "Charged or tried",
    "surrendered": "Surrendered",
    "displaced": "Displaced",
    "rescued": "Rescued",
    "treated": "Treated",
    "cases": "Cases",
    "strength": "Strength",
    "attacks": "Attacks",
    "seized": "Seized",
    "destroyed": "Destroyed",
    "supplies": "Supplies",
    "votes": "Votes",
    "attendance": "Attendance",
    "workforce": "Workforce",
    "share": "Share",
    "money": "Money",
    "measure": "Measure",
    OTHER: "Count",
}
"""The closed list of what a group of figures is headed with."""
_LONGEST_PHRASE = 90
_YEARS_AGO = 2
_LONGEST_SCOPE = 60
_HANGING = re.compile(
    r"(?:\s+(?:who|which|that|whom|whose|are|is|was|were|have|has|had|been|and|or|of|in|to|by|with|from|for|on|at|as|the|an?|its|their|his|her))+$"
)
"""Words at the end of a phrase that wait for what was cut off."""


@dataclass(frozen=True, slots=True)
class _Row:
    item: Item
    counted: Counted


def groups(counted: Sequence[Counted], statements: Mapping[int, Sequence[Attribution]]) -> tuple[Group, ...]:
    """The groups: those of the quantity asked for first. ``statements``: who says what, by revision id; ``counted``: in order of their quotes."""
    rows = [_Row(_item(one, statements.get(one.quote.revision_id, ())), one) for one in counted if not _is_denied(one, statements)]
    rows = _each_once(_without_earlier_mentions(rows))
    clusters = [*_clusters([row for row in rows if row.counted.asked]), *_clusters([row for row in rows if not row.counted.asked])]
    made = sorted((_group(cluster) for cluster in clusters), key=_rank)
    headings = [(group.quantity, group.other) for group in made]
    several = {heading for heading in headings if heading[0] == OTHER or headings.count(heading) > 1}
    return tuple(replace(group, scope=_scope(group.items[0])) if (group.quantity, group.other) in several else group for group in made)


def _rank(group: Group) -> tuple[bool, bool, bool]:
    """What answers first, by its own name; of the other counts those of people before those of attacks and things."""
    return group.other, group.quantity == OTHER, group.other and not counts_people(group.quantity)


def _item(one: Counted, known: Sequence[Attribution]) -> Item:
    said = statement_of(one.figure, known)
    speaker = said.speaker if said else None
    return Item(one.quote, replace(one.figure, speaker=speaker.name if speaker else None), _phrase(one.figure, one.quote), speaker)


def _phrase(figure: Figure, quote: Quote) -> Span:
    """The figure with what it counts and the scope of it, where that is short enough to be shown in one piece."""
    counted = figure.counted
    whole = Span(figure.span.start, max(figure.span.end, counted.end)) if counted else figure.span
    words = Span(whole.start - quote.span.start, min(whole.end, quote.span.end) - quote.span.start).of(quote.text)
    end = max(figure.span.end, whole.start + len(_HANGING.sub("", words)))
    return Span(whole.start, end) if whole.end <= quote.span.end and end - whole.start <= _LONGEST_PHRASE else figure.span


def _is_denied(one: Counted, statements: Mapping[int, Sequence[Attribution]]) -> bool:
    """Whether a figure stands in what somebody denies: it is not theirs, and the denial stands among the disputes."""
    said = statement_of(one.figure, statements.get(one.quote.revision_id, ()))
    return said is not None and said.stance is Stance.DENIES and len(said.content) == 1 and bool(said.cue) and said.kind != "direct"


def _without_earlier_mentions(rows: Sequence[_Row]) -> list[_Row]:
    """Without the figures that a later text only recalls, where the text that gave them is here."""

    def given_elsewhere(row: _Row) -> bool:
        return any(_value(other) == _value(row) and other.item.quote.doc_id != row.item.quote.doc_id for other in rows)

    def recalled(row: _Row) -> bool:
        return is_earlier_mention(row.counted.stated.figure, row.counted.stated.sentence) and given_elsewhere(row)

    return [row for row in rows if not recalled(row)]


def _value(row: _Row) -> tuple[float | None, float | None]:
    return row.item.figure.low, row.item.figure.high


def _each_once(rows: Sequence[_Row]) -> list[_Row]:
    """A copy of a passage, and one speaker's figure in several outlets or sentences, once; the others stand in ``also_in`` of the quote."""
    kept: list[_Row] = []
    for row in rows:
        at = next((place for place, other in enumerate(kept) if _is_repeated(row, other)), None)
        if at is None:
            kept.append(row)
        else:
            kept[at] = replace(kept[at], item=replace(kept[at].item, quote=_also_in(kept[at].item.quote, row.item.quote)))
    return kept


def _is_repeated(row: _Row, other: _Row) -> bool:
    if row.counted.asked != other.counted.asked or _value(row) != _value(other) or row.item.figure.quantity != other.item.figure.quantity:
        return False
    if row.item.quote.doc_id == other.item.quote.doc_id:
        return is_same_speaker(row.item.speaker, other.item.speaker) or row.item.speaker == other.item.speaker
    return is_copy(row.counted.stated.sentence, other.counted.stated.sentence) or is_same_speaker(row.item.speaker, other.item.speaker)


def _also_in(quote: Quote, other: Quote) -> Quote:
    known = {quote.doc_id, *(place.doc_id for place in quote.also_in)}
    if other.doc_id in known:
        return quote
    return replace(quote, also_in=(*quote.also_in, Elsewhere(other.doc_id, other.outlet, other.published, other.paragraph)))


# ---------------------------------------------------------------------- one quantity


def _clusters(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of one quantity of one event together, in the order of their first ones."""
    clusters: list[list[_Row]] = []
    for row in rows:
        meeting = [cluster for cluster in clusters if any(_is_same(row, other) for other in cluster)]
        joined = [*(one for cluster in meeting for one in cluster), row]
        at = clusters.index(meeting[0]) if meeting else len(clusters)
        clusters = [cluster for cluster in clusters if cluster not in meeting]
        clusters.insert(at, joined)
    return clusters


def _is_same(row: _Row, other: _Row) -> bool:
    if updated_by(row.item, row.counted.context, other.item) or updated_by(other.item, other.counted.context, row.item):
        return row.item.figure.quantity == other.item.figure.quantity or row.counted.asked
    if _is_of_the_past(row.item) != _is_of_the_past(other.item):
        return False
    known_alike = ANSWERS if row.counted.asked else ABOUT
    if row.item.quote.revision_id != other.item.quote.revision_id:
        return is_same_quantity(row.counted.stated, other.counted.stated, known_alike)
    if row.item.speaker == other.item.speaker:
        return False  # one voice counts two things in one article
    here, there = (replace(one.counted.stated, title="") for one in (row, other))  # the title of one article tells nothing apart
    return is_same_quantity(here, there, known_alike)


def _is_of_the_past(item: Item) -> bool:
    """Whether an article recalls a figure of an event of years before: "in 2014, a collapse killed three"."""
    published, as_of = item.quote.published, item.figure.as_of
    return published is not None and as_of is not None and int(as_of[:4]) <= published.year - _YEARS_AGO


def _group(cluster: Sequence[_Row]) -> Group:
    newest = sorted(cluster, key=lambda row: row.item.quote.published or date.min, reverse=True)
    links: dict[tuple[int, int], Update] = {}
    for i, new in enumerate(newest):
        for j, old in enumerate(newest):
            if i != j and (link := updated_by(new.item, new.counted.context, old.item)):
                links[i, j] = link
    first_links = {i: link for (i, _), link in reversed(links.items())}
    items = tuple(replace(row.item, updates=first_links.get(at)) for at, row in enumerate(newest))
    first = next((row for row in cluster if row.item.figure.quantity != OTHER), cluster[0])
    quantity = first.item.figure.quantity
    return Group(HEADINGS[quantity], quantity, not first.counted.asked, _relation(items, set(links)), items)


def without(group: Group, held: Container[Quote]) -> Group | None:
    """A group of the items whose quotes are held; None when there are none."""
    items = tuple(item for item in group.items if item.quote in held)
    if len(items) == len(group.items):
        return group
    return replace(group, items=items, relation=Relation.SINGLE if len(items) == 1 else group.relation) if items else None


def _relation(items: Sequence[Item], links: set[tuple[int, int]]) -> Relation:
    if len(items) == 1:
        return Relation.SINGLE
    apart = {(i, j) for i in range(len(items)) for j in range(i + 1, len(items)) if not values_meet(items[i].figure, items[j].figure)}
    if links and all(_is_linked(pair, links) for pair in apart):
        return Relation.UPDATED
    return Relation.DIFFER if apart else Relation.AGREE


def _is_linked(pair: tuple[int, int], links: set[tuple[int, int]]) -> bool:
    """Whether a chain of updates leads from one figure to the other."""
    start, end = pair
    reached, grown = {start}, True
    while grown:
        grown = False
        for one, other in links:
            if (one in reached) != (other in reached):
                reached |= {one, other}
                grown = True
    return end in reached


def _scope(item: Item) -> str:
    """What is counted, cut from the text behind the number."""
    counted = item.figure.counted
    if counted is None or counted.end > item.quote.span.end or counted.end - counted.start > _LONGEST_SCOPE:
        words = item.text[len(figure_words(item)) :].strip(" ,\"“”'")
    else:
        words = Span(counted.start - item.quote.span.start, counted.end - item.quote.span.start).of(item.quote.text)
    words = _HANGING.sub("", words).removeprefix("of ")
    return words if len(words) <= _LONGEST_SCOPE else ""
