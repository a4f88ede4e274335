"""What a chat is briefed with on a topic: corrected, new, still open, by side. Only reads; every quote is what the store holds.

topic -Briefing.ask, twice-> quotes, figures -against what stood before the last briefing-> Brief
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Dispute, Group, Quote, Relation
from bot.briefing import Briefing, Scope, quote_from
from bot.export import Exported
from bot.novelty import homes_of, is_old
from bot.render_figures import items_of, quotes_of
from bot.sides import is_same_speaker
from bot.state import Shown
from bot.voices import Voice
from index.catalog import StoredDocument
from index.corrections import Became, Change, what_became
from index.feeds import StoredFeed, list_feeds
from index.history import stored_at, texts_before

MOST_QUOTES = 60
"""In one briefing; a topic that finds more is too wide to be read."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that changed since the last briefing. ``was``: what stood in that briefing and does no longer; ``now``: what stands there."""

    change: Change
    was: Quote | None = None
    now: Quote | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """All that one speaker says, or an outlet in its own words; ``name`` empty where it is not known whose words they are."""

    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """``since``: the last briefing, seconds since 1970, None for the first on this topic. ``quotes``: everything on the topic, ``fresh`` what of
    it is new, ``open``: figures that differ; ``disputes``: who does not accept what."""

    topic: str
    collection: str
    made_at: float
    since: float | None
    quotes: tuple[Quote, ...]
    fresh: tuple[Quote, ...]
    corrected: tuple[Correction, ...]
    open: tuple[Group, ...]
    disputes: tuple[Dispute, ...]
    sides: tuple[Side, ...]
    feeds: tuple[StoredFeed, ...]
    documents: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is new since the last briefing."""
        return not self.fresh and not self.corrected

    @property
    def numbered(self) -> tuple[Quote, ...]:
        """Every quote that can be shown, once each: its place here is its number in the ledger."""
        beside = [quote for one in self.corrected for quote in (one.now,) if quote is not None]
        return tuple(dict.fromkeys((*self.fresh, *beside, *self.quotes, *quotes_of(items_of(self.open)), *(one.quote for one in self.disputes))))


def brief(briefing: Briefing, topic: str, collection: str, last: tuple[float | None, Sequence[Shown]], now: float) -> Brief:
    """What there is on a topic now. ``last``: when the last briefing was, and what it showed."""
    since, shown = last
    scope = Scope(collection)
    given = briefing.ask(topic, scope, everything=True)
    counted = given if topic.rstrip().endswith("?") else briefing.ask(f"how many {topic}?", scope, everything=True)
    quotes, figures, disputes = _gathered(given, counted)
    open_ = tuple(group for group in figures if group.relation is Relation.DIFFER)
    return Brief(
        topic,
        collection,
        now,
        since,
        quotes,
        _fresh(briefing, quotes, collection, since, shown) if since is not None else quotes,
        _corrected(briefing, quotes, collection, since, shown) if since is not None else (),
        open_,
        disputes,
        sides_of(quotes),
        tuple(list_feeds(briefing.catalog, collection)),
        briefing.searched(scope).documents,
    )


def _gathered(given: Answer, counted: Answer) -> tuple[tuple[Quote, ...], tuple[Group, ...], tuple[Dispute, ...]]:
    """What two answers say on a topic: of the one about figures what is of the same articles."""
    answered = [one for one in (given, counted) if one.answered]
    if not answered:
        return (), (), ()
    articles = homes_of(answered[0].quotes)
    figures: list[Group] = []
    for group in (group for one in reversed(answered) for group in one.figures):
        is_here = any(item.quote.doc_id in articles for item in group.items)
        if is_here and not any(set(group.items) & set(other.items) for other in figures):
            figures.append(group)
    every = dict.fromkeys((*answered[0].quotes, *(quote for one in answered[1:] for quote in one.quotes if quote.doc_id in articles)))
    every |= dict.fromkeys(quotes_of(items_of(figures)))
    disputes = {(one.quote, one.disputes): one for answer in answered for one in answer.disputes if one.disputes.doc_id in articles}
    return _apart((*every, *(one.quote for one in disputes.values())))[:MOST_QUOTES], tuple(figures), tuple(disputes.values())


def _apart(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Without those that lie in another one."""

    def lies_in(one: Quote, other: Quote) -> bool:
        same = one.revision_id == other.revision_id and one is not other
        return same and other.span.start <= one.span.start and one.span.end <= other.span.end and one.span != other.span

    unique = {(one.revision_id, one.span): one for one in reversed(quotes)}
    kept = list(reversed(unique.values()))
    return tuple(one for one in kept if not any(lies_in(one, other) for other in kept))


def _fresh(briefing: Briefing, quotes: Sequence[Quote], collection: str, since: float, shown: Sequence[Shown]) -> tuple[Quote, ...]:
    earlier = texts_before(briefing.catalog, collection, homes_of(quotes), since)
    known = {(one.revision_id, one.span) for one in shown}
    return tuple(one for one in quotes if (one.revision_id, one.span) not in known and not is_old(one, earlier))


def _corrected(briefing: Briefing, quotes: Sequence[Quote], collection: str, since: float, shown: Sequence[Shown]) -> tuple[Correction, ...]:
    """The changes since then in the articles that the last briefing showed, or that are of the topic now."""
    changes = briefing.changes(Scope(collection), since)
    if not changes:
        return ()
    before = {one.revision_id: stored for one in shown if (stored := briefing.revision(one.revision_id)) and stored.collection == collection}
    concerned = homes_of(quotes) | {stored.doc_id for stored in before.values()}
    places = [(one.revision_id, one.span) for one in shown if one.revision_id in before and one.span.end <= len(before[one.revision_id].text)]
    became = list(what_became(briefing.catalog, places).values())
    return tuple(made for change in changes if change.document.doc_id in concerned for made in _corrections(briefing, change, became))


def _corrections(briefing: Briefing, change: Change, became: Sequence[Became]) -> list[Correction]:
    if change.amendment is not None:
        return [Correction(change)]
    own = [one for one in became if one.before.doc_id == change.document.doc_id and (one.withdrawn is None) == (change.withdrawn is None)]

    def spoken(stored: StoredDocument, one: Became, was: bool) -> Quote | None:
        span = one.span if was else one.now_at
        return briefing.spoken([quote_from(stored, span)])[0] if span is not None else None

    return [Correction(change, spoken(one.before, one, True), spoken(one.now, one, False)) for one in own] or [Correction(change)]


def sides_of(quotes: Sequence[Quote]) -> tuple[Side, ...]:
    """Quotes by who says them: named speakers first, then outlets in their own words, then whose words are not known."""
    sides: list[tuple[Quote, list[Quote]]] = []
    for quote in quotes:
        own = next((members for first, members in sides if _is_one_side(first, quote)), None)
        if own is None:
            sides.append((quote, [quote]))
        else:
            own.append(quote)
    made = [Side(_name(first), tuple(members)) for first, members in sides]
    return tuple(sorted(made, key=lambda one: (_rank(one.quotes[0]), -len(one.quotes))))


def _rank(quote: Quote) -> int:
    if quote.said.voice is Voice.ATTRIBUTED and quote.said.speaker:
        return int(quote.said.speaker.anonymous)
    return 2 if quote.said.voice is Voice.OUTLET else 3


def _is_one_side(one: Quote, other: Quote) -> bool:
    if _rank(one) != _rank(other):
        return False
    here, there = one.said.speaker, other.said.speaker
    return is_same_speaker(here, there) or (_rank(one) > 0 and _name(one) == _name(other))


def _name(quote: Quote) -> str:
    speaker = quote.said.speaker
    if quote.said.voice is Voice.ATTRIBUTED and speaker:
        return f"{speaker.name}, unnamed, in {quote.outlet or 'an unnamed outlet'}" if speaker.anonymous else speaker.name
    return f"{quote.outlet or 'An unnamed outlet'}, own words" if quote.said.voice is Voice.OUTLET else ""


def facts_of(briefing: Briefing, quotes: Iterable[Quote | None]) -> dict[Quote, Exported]:
    """Each quote with when its text was retrieved, and the hash of that; what is gone is left out."""
    every = [one for one in dict.fromkeys(quotes) if one is not None]
    stored = {number: found for number in dict.fromkeys(one.revision_id for one in every) if (found := briefing.revision(number))}
    retrieved = stored_at(briefing.catalog, list(stored))
    return {one: Exported(one, retrieved[one.revision_id], stored[one.revision_id].text_hash) for one in every if one.revision_id in stored}
