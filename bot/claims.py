"""What somebody pasted to have its wording checked: the quotations in it, or all of it; who it says spoke; its parts. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.wording import tokens_of, trimmed, visible
from sources.model import Span
from sources.split import sentences

SHORTEST = 12
"""Code points without spaces around. Shorter wordings stand in too many places to say anything."""
_QUOTED = (
    re.compile(r"“([^“”]+)”"),
    re.compile(r"„([^„“”]+)[“”]"),
    re.compile(r"«([^«»]+)»"),
    re.compile(r"(?<!\w)\"([^\"]+)\"(?!\w)"),
    re.compile(r"(?<!\w)[‘']([^‘’'\n]{12,}(?:(?<=\w)['’](?=\w)[^‘’'\n]+)*)[’'](?!\w)"),
)
_JOINS = re.compile(r"\s*(?:[,;:]\s+|\s[-–—]+\s)?\b(?:after|while|but|because|although|as|when|and)\s+(?=\w)|[;]\s+|,\s+(?=\w)|\s[-–—]+\s", re.IGNORECASE)
_WHO = r"(?P<who>[^\W\d_][\w.’'&-]*(?:\s+[\w.’'&-]+){0,6}?)"
_SAYS = r"(?:said|says|say|told\s+(?:\w+\s+){0,2}\w+|claimed|claims|wrote|writes|added|adds|warned|warns|states|stated|insisted|asked)"
_SAYS_PLAINLY = (
    r"(?:said|says|told\s+(?:reporters|journalists|(?:the\s+)?(?:media|press))"
    r"|claimed|claims|wrote|writes|added|adds|warned|warns|states|stated|insisted|asked)"
)
"""Behind a quotation, as articles write it: whom else it names has to be right as well."""
_NO_STATEMENT = r"(?!.*\b(?:not|never|no|will|would|is|are|was|were|be|been|has|have|had|can|could|denied|denies|n['’]t)\b)"
"""Who is named before a quotation is named without a verb; more would be a statement of its own."""
_SAID_BEFORE = re.compile(
    rf"^\W*{_NO_STATEMENT}(?:(?:did|does|according\s+to)\s+)?{_WHO}\s*(?::|,?\s+(?:really\s+)?{_SAYS}(?:\s+that)?(?:\s+(?:he|she|it|they|we|there))?\s*[:,]?)\s*$"
    rf"|^\W*according\s+to\s+(?P<source>[^,:]{{2,60}}),\s*$",
    re.IGNORECASE,
)
_SAID_BEHIND = re.compile(
    rf"^[\s,.]*(?:(?:[-–—]+|\(|{_SAYS}\s|according\s+to\s)\s*{_WHO}|(?P<name>[^\W\d_][\w.’'&-]*(?:\s+[\w.’'&-]+){{0,4}}?)\s+{_SAYS_PLAINLY}|(?P<bare>(?!{_SAYS}\b)[\w.’'-]+(?:\s+[\w.’'-]+)?))[\s).?!]*$",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\W*(?P<frame>(?:[^\W\d][\w.'’-]*\s+){1,4}?(?:confirm(?:s|ed)?|admit(?:s|ted)?|reveal(?:s|ed)?|acknowledge[sd]?))\s+(?:that\s+)?", re.IGNORECASE
)
"""Who is said to vouch for a claim: a claim of its own, told apart from what they vouch for."""
_BLANK = re.compile(r"^\W*$")
_LEAST_CONTENT = 2
_LONG_BEFORE = 6
_LONG_BEHIND = 3
_LONGEST_CUT = 600
"""Code points. A longer sentence is no headline, and cutting it into claims helps nobody."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """``wordings`` are what is checked, in order; ``speaker`` is who the rest names. ``whole``: all of it, when what stands around the
    quotations says more than whose they are, and so has to stand in the sources as well."""

    wordings: tuple[str, ...]
    speaker: str | None = None
    whole: str | None = None
    frame: str = ""
    """What stands around the quotations and names their speaker, where it is long enough to have been cut from an article itself."""


def read(text: str) -> Pasted:
    """What of a pasted text is to be checked: its quotations when it has any that are long enough, else all of it."""
    seen = visible(text).strip()
    spans = _quotations(seen)
    long = [span for span in spans if is_long_enough(span.of(seen))]
    if not long or _covers_all(seen, spans):
        return Pasted((_bare(seen),))
    between = [seen[a.end + 1 : b.start - 1] for a, b in pairwise(long)]
    before, behind = seen[: long[0].start - 1], seen[long[-1].end + 1 :]
    speakers = [_before(before), _behind(behind), *map(_behind, between)]
    plain = all(speaker is not None for speaker in speakers) and not (speakers[0] and speakers[1])
    return Pasted(tuple(span.of(seen) for span in long), next(filter(None, speakers), None), None if plain else _bare(seen), _article_like(before, behind))


def _article_like(before: str, behind: str) -> str:
    """The frame when it has as many words as articles give a speaker, more than people who pass on a quotation."""
    return before if len(before.split()) >= _LONG_BEFORE else behind if len(behind.split()) >= _LONG_BEHIND else ""


def _before(frame: str) -> str | None:
    """Whom a frame before a quotation names, empty when there is none; None when it says anything else."""
    match = _SAID_BEFORE.match(frame)
    return match["who"] or match["source"] if match else "" if _BLANK.match(frame) else None


def _behind(frame: str) -> str | None:
    match = _SAID_BEHIND.match(frame)
    return match["who"] or match["name"] or match["bare"] if match else "" if _BLANK.match(frame) else None


def is_long_enough(wording: str) -> bool:
    """Whether a wording has `SHORTEST` characters between its first and last word."""
    kept = trimmed(tokens_of(wording))
    return bool(kept) and kept[-1].span.end - kept[0].span.start >= SHORTEST


def _quotations(text: str) -> list[Span]:
    found: list[Span] = []
    for pattern in _QUOTED:
        for match in pattern.finditer(text):
            span = Span(*match.span(1))
            if all(span.end < other.start or other.end < span.start for other in found):
                found.append(span)
    return sorted(found)


def _covers_all(text: str, spans: list[Span]) -> bool:
    """Whether one pair of marks stands around all of it, or marks stand inside a sentence that quotes a word or two."""
    within = sum(span.end - span.start for span in spans)
    return (len(spans) == 1 and within + 2 >= len(text)) or (within < len(text) / 4 and len(text) > 60)


def _bare(text: str) -> str:
    return text.strip(' "“”„«»\n\t')


def sentences_of(wording: str) -> tuple[str, ...]:
    """The sentences of a wording."""
    return tuple(span.of(wording) for span in sentences(wording, Span(0, len(wording))))


def clauses_of(wording: str) -> tuple[str, ...]:
    """The claims inside a sentence: cut where another may begin, each with two words that tell something."""
    from index.analyse import analyse

    if len(wording) > _LONGEST_CUT:
        return (wording,)
    parts: list[str] = []
    frame = _FRAME.match(wording)
    start = frame.end() if frame and len(analyse(wording[frame.end() :])) >= _LEAST_CONTENT else 0
    for match in _JOINS.finditer(wording):
        if len(analyse(wording[start : match.start()])) >= _LEAST_CONTENT and len(analyse(wording[match.end() :])) >= _LEAST_CONTENT:
            parts.append(wording[start : match.start()])
            start = match.end()
    framed = (frame["frame"],) if frame and start else ()
    return tuple(part for part in (*parts, wording[start:], *framed) if part.strip())
