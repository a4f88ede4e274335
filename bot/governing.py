"""Which neighbours a sentence cannot be read without: the rest of its quotation, who said it, whom "He" means. Spans only; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.fitting import CUE
from sources.model import Span
from sources.quotations import quotations

MOST_WORDS = 60
"""A sentence is not widened beyond this many words for a pronoun's sake: a screen holds about as many. Quotations are never broken."""

_PRONOUN = re.compile(
    r"(?:(?:But|And|So|Yet|Then|Still|However|Meanwhile|Later|Earlier|Instead|Also|Nor|In\s+all|In\s+total|Of\s+(?:these|those|them))\b,?\s*)?"
    r"(?:He|She|They|It|His|Her|Their|Its|he|she|they|it|his|her|their|its|These|Those|That|This(?!\s+(?:week|month|year|morning|evening|summer|winter|spring|autumn))"
    r"|One(?=\s+(?:of|said|says|told))|The\s+(?:two|other|others|latter|former)|Both|Neither|None|Such|Most\s+of\s+(?:them|those|these)|Some\s+of\s+(?:them|those|these)|them|these|those)\b"
)


def outside(text: str, stretch: Span, quoted: Sequence[Span]) -> str:
    """What of a stretch stands outside quotations."""
    pieces, position = [], stretch.start
    for one in quoted:
        if one.end > position:
            pieces.append(text[position : max(position, min(one.start, stretch.end))])
            position = min(one.end, stretch.end)
    return "".join([*pieces, text[position : stretch.end]])


@lru_cache(maxsize=8192)
def widened(text: str, inside: tuple[Span, ...], chosen: int) -> Span:
    """A sentence with the neighbours that it cannot be read without, as one span. ``inside``: the sentences of ``text``.

    The same sentences are looked at question after question.
    """
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
