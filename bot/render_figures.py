"""Groups of figures as a person reads them: headings, rows, the other counts, and who does not accept them. Pure; used by terminal and phone.

Phrases of the sources stand apart from words of ours: a piece that quotes names its item, so that it can be held against the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, Dispute, Group, Item, Quote
from bot.briefing import Searched
from bot.languages import digits, isolated, listed, say
from bot.render import BAR, as_text, counted, day, names_used, notes, outlet_of, paragraph_of, quote_lines, wrapped
from bot.sides import figure_span
from bot.voices import Voice
from sources.model import Span, Speaker, Stance

MOST_ROWS = 6
MOST_OTHERS = 4
MOST_DISPUTES = 2
_OLD_DAYS = 365
_SCARE = '"“‘'


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line. ``item`` and ``span`` (of its quote's text): the piece is that slice of the source; None: it is ours."""

    text: str
    item: Item | None = None
    span: Span | None = None


def asked_groups(answer: Answer) -> tuple[Group, ...]:
    """The groups of the quantity that was asked for."""
    return tuple(group for group in answer.figures if not group.other)


def items_of(groups: Sequence[Group]) -> tuple[Item, ...]:
    """The items of several groups in order."""
    return tuple(item for group in groups for item in group.items)


def quotes_of(items: Sequence[Item]) -> tuple[Quote, ...]:
    """Their quotes, each once."""
    return tuple(dict.fromkeys(item.quote for item in items))


def group_heading(group: Group) -> str:
    """ "STRENGTH · 1 figure, 1 article", "HELD OR CAPTURED · newest first"."""
    name = " · ".join(filter(None, [heading_of(group).upper(), isolated(group.scope)]))
    if len(group.items) > 1:
        return say("figures-newest-first", name=name)
    return say("figures-one", name=name, articles=counted(1 + len(group.items[0].quote.also_in), "article"))


def heading_of(group: Group) -> str:
    """What is counted, one of a closed list: "Held or captured"."""
    return say(f"quantity-{group.quantity}")


def names_of_groups(groups: Sequence[Group]) -> str:
    """What several groups count: "killed or wounded"."""
    return say("list-or").join(dict.fromkeys(heading_of(group).lower() for group in groups))


def row_of(item: Item) -> tuple[Piece, ...]:
    """The figure as it is worded, and what it replaces."""
    shown = [Piece(item.text, item, phrase_span(item))]
    if item.updates:
        shown.append(Piece(f" · {say(item.updates.how, earlier=item.updates.earlier)}"))
    return tuple(shown)


def phrase_span(item: Item) -> Span:
    """Where the phrase stands in its quote's text."""
    return Span(item.phrase.start - item.quote.span.start, item.phrase.end - item.quote.span.start)


def under_row(item: Item) -> tuple[str, ...]:
    """Whose it is, and where and when it was published."""
    quote = item.quote
    who = _name(item.speaker) if item.speaker else _unspoken(quote)
    also = say("also-in", places=listed(place.outlet or place.doc_id for place in quote.also_in)) if quote.also_in else ""
    apart = item.figure.as_of and quote.published and item.figure.as_of != quote.published.isoformat()
    as_of = say("as-of", day=item.figure.as_of) if apart and item.figure.as_of else ""
    return tuple(filter(None, (who, " · ".join(filter(None, [outlet_of(quote), day(quote.published), as_of, also])))))


def _name(speaker: Speaker) -> str:
    return say("name-unnamed", name=speaker.name) if speaker.anonymous else isolated(speaker.name)


def _unspoken(quote: Quote) -> str:
    match quote.said.voice:
        case Voice.OUTLET:
            return say("in-own-words")
        case Voice.NOT_LOOKED_AT:
            return say("unheard")
        case _:
            return ""


def other_line(group: Group, disputes: Sequence[Dispute]) -> tuple[Piece, ...]:
    """ "captured, nearly 600: the Taliban; doubted by Abdul Sayed, ¶14"; several figures stand beside each other."""
    pieces = [Piece(say("other-differ" if group.relation == "differ" else "other", name=heading_of(group).lower()))]
    for number, item in enumerate(group.items[:3]):
        pieces += [Piece(" / ")] * bool(number)
        span = _short(item)
        who = isolated(item.speaker.name) if item.speaker else _writer(item.quote)
        pieces += [Piece(span.of(item.quote.text), item, span), Piece(f" ({who})" if len(group.items) > 1 else f": {who}")]
    if len(group.items) > 3:
        pieces.append(Piece(f" / {say('button-more', number=len(group.items) - 3)}"))
    against = [one for one in disputes if any(one.disputes == item.quote for item in group.items)]
    pieces += [Piece(say(deed_of(one), speaker=who_disputes(one), paragraph=paragraph_of(one.quote))) for one in against[:1]]
    return tuple(pieces)


def _short(item: Item) -> Span:
    """The figure without its noun; with it where it is set in scare quotes, which must not be lost."""
    whole = phrase_span(item)
    if any(mark in whole.of(item.quote.text) for mark in _SCARE):
        return whole
    return figure_span(item)


def not_accepted(answer: Answer, items: Sequence[Item]) -> tuple[Dispute, ...]:
    """Who denies or doubts one of these figures, each speaker once."""
    quotes = {item.quote for item in items}
    found = [one for one in answer.disputes if one.disputes in quotes]
    return tuple({who_disputes(one): one for one in reversed(found)}.values())[::-1]


def who_disputes(one: Dispute) -> str:
    """The name, with "unnamed" where it is kept back."""
    speaker = one.quote.said.speaker
    return _name(speaker) if speaker else _writer(one.quote)


def _writer(quote: Quote) -> str:
    """Whose a figure is that no speaker is known for: the outlet's where it says so in its own voice, else nobody's for certain."""
    if quote.said.voice is Voice.OUTLET:
        return outlet_of(quote)
    return say("unheard" if quote.said.voice is Voice.NOT_LOOKED_AT else "speaker-not-certain")


def deed_of(one: Dispute) -> str:
    """The message that says that somebody denied or doubted it."""
    return "denied-by" if one.quote.said.stance is Stance.DENIES else "doubted-by"


def dispute_lines(found: Sequence[Dispute]) -> Iterator[str]:
    """ "Gen. Harlan Brodeur · 5 Mar 2024", and how many more."""
    for one in found[:MOST_DISPUTES]:
        yield f"{who_disputes(one)} · {say('list-comma').join([day(one.quote.published), paragraph_of(one.quote)])}"
    if len(found) > MOST_DISPUTES:
        yield digits(f"+ {len(found) - MOST_DISPUTES}")


def age_note(quotes: Sequence[Quote], today: date) -> str | None:
    """That the newest source is old, when it is more than a year."""
    newest = max((quote.published for quote in quotes if quote.published), default=None)
    if newest is None or (today - newest).days <= _OLD_DAYS or not all(quote.published for quote in quotes):
        return None
    return say("newest-is-old", years=counted(max(1, round((today - newest).days / 365.25)), "year"))


def answer_as_text(answer: Answer, searched: Searched, today: date, width: int = 80, everything: bool = False) -> str:
    """The answer in lines of at most ``width`` columns; one that is figures has them in rows above their sentences. See `as_text`."""
    groups = asked_groups(answer)
    age = age_note(answer.quotes, today)
    if not groups or everything:
        named = [line for words in names_used(answer) for line in wrapped(words, width)]
        return "\n".join(filter(None, [as_text(answer, searched, width, everything), age, *named]))
    items = items_of(groups)
    lines = [line for group in groups for line in _group_lines(group, len(items) > 1)]
    disputes = not_accepted(answer, items)
    lines += [*([say("not-accepted-by"), *(f"  {line}" for line in dispute_lines(disputes))] if disputes else []), ""]
    shown = quotes_of(items)[:MOST_ROWS]
    lines += [line for quote in shown for line in (*quote_lines(quote, width), "")]
    others = [group for group in answer.figures if group.other][:MOST_OTHERS]
    if others:
        shown_others = ("".join(piece.text for piece in other_line(group, answer.disputes)) for group in others)
        lines += [say("other-counts", names=names_of_groups(groups)), *shown_others, ""]
    left = len([quote for quote in answer.quotes if quote not in shown])
    lines += [*([f"{left} more: ask again with --all"] if left else []), *([age] if age else []), *notes(answer, searched), *names_used(answer)]
    return "\n".join(line if line.startswith(BAR) else "\n".join(wrapped(line, width)) for line in lines).rstrip("\n")


def _group_lines(group: Group, several: bool) -> Iterator[str]:
    yield group_heading(group)
    for item in group.items if several else ():
        yield "".join(piece.text for piece in row_of(item)).replace("\n", " ")
        yield from (f"  {words}" for words in under_row(item))
