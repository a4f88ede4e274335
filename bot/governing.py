"""Which neighbours a sentence cannot be read without: the rest of its quotation, who said it, whom "He" means. Spans only; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.fitting import CUE
from sources.model import Span

MOST_WORDS = 60
"""A sentence is not widened beyond this many words for a pronoun's sake: a screen holds about as many. Quotations are never broken."""

_PRONOUN = re.compile(
    r"(?:(?:But|And|So|Yet|Then|Still|However|Meanwhile|Later|Earlier|Instead|Also|Nor|In\s+all|In\s+total|Of\s+(?:these|those|them))\b,?\s*)?"
    r"(?:He|She|They|It|His|Her|Their|Its|he|she|they|it|his|her|their|its|These|Those|That|This(?!\s+(?:week|month|year|morning|evening|summer|winter|spring|autumn))"
    r"|One(?=\s+(?:of|said|says|told))|The\s+(?:two|other|others|latter|former)|Both|Neither|None|Such|Most\s+of\s+(?:them|those|these)|Some\s+of\s+(?:them|those|these)|them|these|those)\b"
)
_OPENS = re.compile(r"(?<![\w.,!?…;:’'”\"])['‘](?=\w)(?!(?:em|til|tis|twas|cause|n|\d0s)\b)")
_CLOSES = re.compile(rf"(?<=[.,!?…;:])['’](?!\w)|(?<=[^\Ws\d_])['’](?!\w)|(?<=s)['’](?=[.,;:!?)]|$|\s+(?i:{CUE.pattern}))")


def quotations(text: str) -> tuple[Span, ...]:
    """Where quotations stand in a text, marks included; one that opened before the text begins at 0, one that runs on ends with it."""
    found = [*_paired(text, "“", "”"), *_paired(text, "«", "»"), *_straight(text)]
    taken = [span for span in found if span.end > span.start]
    single = [span for span in _single(text) if not any(other.start <= span.start and span.end <= other.end for other in taken)]
    return tuple(sorted([*taken, *single]))


def _paired(text: str, opening: str, closing: str) -> list[Span]:
    spans: list[Span] = []
    start: int | None = None
    for match in re.finditer(f"[{opening}{closing}{'„' if opening == '“' else ''}]", text):
        if match[0] == closing:
            if start is not None or not spans:
                spans.append(Span(start or 0, match.end()))
            start = None
        elif start is None or opening != "“":
            start = match.start() if start is None else start
        elif match[0] == "“" and text[start] == "„":
            spans.append(Span(start, match.end()))
            start = None
    return [*spans, Span(start, len(text))] if start is not None else spans


def _straight(text: str) -> list[Span]:
    marks = [match.start() for match in re.finditer('"', text)]
    spans: list[Span] = []
    if len(marks) % 2 and marks[0] and re.match(r"\S", text[marks[0] - 1]) and not re.match(r"\w", text[marks[0] + 1 : marks[0] + 2]):
        spans.append(Span(0, marks.pop(0) + 1))
    ends = [*(mark + 1 for mark in marks[1::2]), len(text)]
    return [*spans, *(Span(start, end) for start, end in zip(marks[::2], ends, strict=False))]


def _single(text: str) -> list[Span]:
    """Single quotation marks, told from apostrophes by what stands around them. An unclosed straight one is taken for an apostrophe."""
    spans: list[Span] = []
    position = 0
    while opened := _OPENS.search(text, position):
        closed = _CLOSES.search(text, opened.end())
        if closed is None:
            return [*spans, Span(opened.start(), len(text))] if opened[0] == "‘" else spans
        spans.append(Span(opened.start(), closed.end()))
        position = spans[-1].end
    return spans


def outside(text: str, stretch: Span, quoted: Sequence[Span]) -> str:
    """What of a stretch stands outside quotations."""
    pieces, position = [], stretch.start
    for one in quoted:
        if one.end > position:
            pieces.append(text[position : max(position, min(one.start, stretch.end))])
            position = min(one.end, stretch.end)
    return "".join([*pieces, text[position : stretch.end]])


def widened(text: str, inside: Sequence[Span], chosen: int) -> Span:
    """A sentence with the neighbours that it cannot be read without, as one span. ``inside``: the sentences of ``text``."""
    quoted = quotations(text)
    first, last = _whole_quotations(inside, quoted, chosen, chosen)
    first, last = _with_speaker(text, inside, quoted, first, last)
    while first and _hangs_back(text, Span(inside[first].start, inside[last].end), quoted):
        if len(text[inside[first - 1].start : inside[last].end].split()) > MOST_WORDS:
            break
        first, last = _whole_quotations(inside, quoted, first - 1, last)
    return Span(inside[first].start, inside[last].end)


def _whole_quotations(inside: Sequence[Span], quoted: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """The sentences that also hold the rest of every quotation begun or ended within ``first``..``last``."""
    while first and any(one.start < inside[first].start < one.end for one in quoted):
        first -= 1
    while last + 1 < len(inside) and any(one.start < inside[last].end < one.end for one in quoted):
        last += 1
    return first, last


def _with_speaker(text: str, inside: Sequence[Span], quoted: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """A stretch that is quotation and nothing else takes in the sentence that says whose: the one before or the one behind."""

    def unsaid(i: int) -> str:
        return outside(text, inside[i], quoted)

    while _is_bare(outside(text, Span(inside[first].start, inside[last].end), quoted)):
        before = unsaid(first - 1) if first else ""
        behind = unsaid(last + 1) if last + 1 < len(inside) else ""
        if first and (not behind or CUE.search(before) or not CUE.search(behind)):
            first, last = _whole_quotations(inside, quoted, first - 1, last)
        elif behind:
            first, last = _whole_quotations(inside, quoted, first, last + 1)
        else:
            break
    return first, last


def _is_bare(words: str) -> bool:
    return not re.search(r"\w", words)


_SPEAKING_PRONOUN = re.compile(r"^[\s,]*(?:(?:he|she|they|it)\s+\w+|\w+\s+(?:he|she|they))\b")


def _hangs_back(text: str, stretch: Span, quoted: Sequence[Span]) -> bool:
    """Whether whom or what a stretch is about is named before it: it begins with a pronoun, or a pronoun is all that says whose the quotation is."""
    words = stretch.of(text)
    if not any(one.start <= stretch.start < one.end for one in quoted):
        return bool(_PRONOUN.match(words))
    return bool(_SPEAKING_PRONOUN.match(outside(text, stretch, quoted)))
