"""A wording check as a person reads it. No sign that could pass for a stamp of truth: words only, and the first line says what is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.answer import Quote, quote_of
from bot.check import Check, Standing, Verdict
from bot.differences import Change, Difference
from bot.languages import say
from bot.render import BAR, day, signature, wrapped
from sources.model import Span

_SILENT = (Change.SAME, Change.AROUND)


def sentence_on(verdict: Verdict) -> str:
    """A verdict in words for people."""
    return say(f"check-{verdict}")


def check_as_text(checked: Check, width: int) -> str:
    """The check in lines of at most ``width`` columns."""
    lines = [*wrapped(say("check"), width), *wrapped(sentence_on(checked.verdict), width), *_body(checked, width)]
    for part in shown_parts(checked):
        lines += ["", *_part(part, width)]
    return "\n".join(lines)


def shown_parts(checked: Check) -> tuple[Check, ...]:
    """The parts that are told of: those of a wording that stands word for word say nothing more."""
    return () if checked.verdict is Verdict.VERBATIM else checked.parts


def standings_shown(checked: Check) -> tuple[Standing, ...]:
    """Where a wording stands; of one that stands nowhere what is nearest, unless its parts show that themselves."""
    return (checked.found,) if checked.found else () if checked.parts else checked.nearest[:1]


def quote_of_standing(standing: Standing) -> Quote:
    """The quote that a standing is, with who speaks in it."""
    start = standing.passage.span.start
    quote = quote_of(standing.passage, Span(standing.span.start - start, standing.span.end - start), 0.0)
    return replace(quote, revision_id=standing.revision_id, said=standing.said)


def different(checked: Check) -> Iterator[str]:
    """What differs, a sentence each."""
    found = (sentence_of(one) for one in checked.differences if one.change not in _SILENT)
    yield from dict.fromkeys(found)


def _part(part: Check, width: int) -> Iterator[str]:
    if not part.found and not part.nearest:
        yield from wrapped(say("check-nothing-near", pasted=part.pasted), width)
        return
    yield from wrapped(say("check-pasted", pasted=part.pasted), width)
    if part.found:
        yield from wrapped(sentence_on(part.verdict), width)
    yield from _body(part, width)


def _body(checked: Check, width: int) -> Iterator[str]:
    for standing in standings_shown(checked):
        yield from (BAR + line for part in standing.text.split("\n") if part for line in wrapped(part, width - len(BAR)))
        quote = quote_of_standing(standing)
        yield from wrapped(f"{signature(quote)} · {day(quote.published)}", width)
    for line in different(checked):
        yield from wrapped(line, width)


def sentence_of(difference: Difference) -> str:
    """A difference in words: what is missing, what is not in the source, what stands there instead."""
    if difference.change is Change.STITCHED:
        return say("differs-stitched")
    if difference.change is Change.QUANTITY:
        return say("differs-quantity", source=difference.source, pasted=difference.pasted)
    if not difference.pasted:
        return say("differs-missing", source=difference.source)
    if not difference.source:
        return say("differs-added", pasted=difference.pasted)
    return say("differs", source=difference.source, pasted=difference.pasted)
