"""A wording check as a person reads it. No sign that could pass for a stamp of truth: words only, and the first line says what is checked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check import Check, Standing, Verdict
from bot.differences import Change, Difference
from bot.render import BAR, day, wrapped

HEADING = "WORDING CHECK, not a truth check"
SENTENCES = {
    Verdict.VERBATIM: "Word for word.",
    Verdict.ALTERED: "Changed.",
    Verdict.MISATTRIBUTED: "Someone else's words.",
    Verdict.NOT_FOUND: "Not in my sources in these words.",
    Verdict.TOO_SHORT: "Too short to check: paste at least 12 characters.",
}
_SILENT = (Change.SAME, Change.AROUND)


def check_as_text(checked: Check, width: int) -> str:
    """The check in lines of at most ``width`` columns."""
    lines = [*wrapped(HEADING, width), *wrapped(SENTENCES[checked.verdict], width), *_body(checked, width)]
    for part in checked.parts if checked.verdict is not Verdict.VERBATIM else ():
        lines += ["", *wrapped(f"“{part.pasted}”", width), *_part(part, width)]
    return "\n".join(lines)


def _part(part: Check, width: int) -> Iterator[str]:
    if not part.found and not part.nearest:
        yield from wrapped("nothing near", width)
    elif part.found:
        yield from wrapped(SENTENCES[part.verdict], width)
    yield from _body(part, width)


def _body(checked: Check, width: int) -> Iterator[str]:
    shown = (checked.found,) if checked.found else () if checked.parts else checked.nearest[:1]
    for standing in shown:
        yield from _standing(standing, width)
    if checked.speaker:
        yield from wrapped(f"said there by {checked.speaker}", width)
    for difference in checked.differences:
        if difference.change not in _SILENT:
            yield from wrapped(sentence_of(difference), width)


def _standing(standing: Standing, width: int) -> Iterator[str]:
    yield from (BAR + line for part in standing.text.split("\n") if part for line in wrapped(part, width - len(BAR)))
    passage = standing.passage
    outlet = f"{passage.outlet}'s text" if passage.outlet else "outlet not named"
    yield from wrapped(f"{outlet} · {day(passage.published)}, ¶{passage.paragraph + 1}", width)


def sentence_of(difference: Difference) -> str:
    """A difference in words: what is missing, what is not in the source, what stands there instead."""
    if difference.change is Change.STITCHED:
        return "≠ put together: its pieces do not stand together in the source"
    if difference.change is Change.QUANTITY:
        return f"≠ {difference.source}, not {difference.pasted}"
    if not difference.pasted:
        return f"≠ “{difference.source}” is missing"
    if not difference.source:
        return f"≠ “{difference.pasted}”: not in the source"
    return f"≠ “{difference.pasted}”: the source has “{difference.source}”"
