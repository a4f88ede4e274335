"""Figures of attribution for texts whose statements are known: found, by whom, and of each kind.

A statement found and a known one are the same when their contents share at least half of the characters that either has
(intersection over union; best pairs first, each once). The speaker is right when both mentions share a telling word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sources.model import Span

_SAME = 0.5
_LONGEST_MENTION = 15
"""Words: a mention that names half a paragraph names nobody."""
_SMALL = frozenset("the a an of to in and or for at on by with his her their its mr mrs ms dr sen rep".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A content and its mention in one text. ``kind``: direct, indirect or mixed; empty when nobody said."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: str = ""


Figures = dict[str, float | int | None]


def attribution_figures(texts: Iterable[tuple[str, Sequence[Statement], Sequence[Statement]]]) -> Figures:
    """Over (text, known, found): precision, recall and F1 of the contents, who-said-what F1, recall by kind, speakers right."""
    counts: Counter[str] = Counter()
    for text, known, found in texts:
        pairs = _matched(known, found)
        counts["known"] += len(known)
        counts["found"] += len(found)
        for place, one in enumerate(known):
            counts[f"known {one.kind}"] += 1
            if place not in pairs:
                continue
            right = not one.source or _shares_word(text, one.source, found[pairs[place]].source)
            counts["matched"] += 1
            counts[f"matched {one.kind}"] += 1
            counts["named"] += bool(one.source)
            counts["named right"] += bool(one.source) and right
            counts["right"] += right
    return {
        "statements": counts["known"],
        "precision": _share(counts["matched"], counts["found"]),
        "recall": _share(counts["matched"], counts["known"]),
        "f1": _f1(counts["matched"], counts["found"], counts["known"]),
        "who_said_what_f1": _f1(counts["right"], counts["found"], counts["known"]),
        **{f"recall_{kind}": _share(counts[f"matched {kind}"], counts[f"known {kind}"]) for kind in ("direct", "mixed", "indirect")},
        "speaker_right": _share(counts["named right"], counts["named"]),
    }


def _matched(known: Sequence[Statement], found: Sequence[Statement]) -> dict[int, int]:
    """Which known statement is which found one."""
    ours = [_characters(one.content) for one in found]
    pairs: list[tuple[float, int, int]] = []
    for place, one in enumerate(known):
        theirs = _characters(one.content)
        for other, mine in enumerate(ours):
            shared = len(theirs & mine)
            if shared and shared / len(theirs | mine) >= _SAME:
                pairs.append((shared / len(theirs | mine), place, other))
    taken: dict[int, int] = {}
    for _, place, other in sorted(pairs, reverse=True):
        if place not in taken and other not in taken.values():
            taken[place] = other
    return taken


def _characters(spans: Sequence[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _shares_word(text: str, one: Sequence[Span], other: Sequence[Span]) -> bool:
    return bool(_telling(text, one) & _telling(text, other))


def _telling(text: str, spans: Sequence[Span]) -> set[str]:
    words = [word for span in spans for word in re.findall(r"\w+", span.of(text).lower())]
    return set(words) - _SMALL if len(words) <= _LONGEST_MENTION else set()


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _f1(right: int, found: int, known: int) -> float | None:
    return round(2 * right / (found + known), 4) if found + known else None
