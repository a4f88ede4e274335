"""Whose words a quote is in, and where the cue stands that says so: attributions of a document -> the voice of a stretch of it. Pure.

A sentence in which anything is attributed is never the outlet's own voice, and one is "in quotation marks" only when all
that is attributed in it is, by one speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sources.model import Attribution, Kind, Span, Speaker, Stance

_MOST_OF_IT = 0.8
"""The share of the attributed characters that the main speaker must have alone, where several people speak, to stand for the quote."""


class Voice(StrEnum):
    """Whose words a quote is in. OUTLET: nothing in it is attributed.
    NOT_COVERED: in a language in which nobody can be heard. NOT_LOOKED_AT: nobody has looked yet.
    """

    ATTRIBUTED = "attributed"
    OUTLET = "outlet"
    NOT_COVERED = "not-covered"
    NOT_LOOKED_AT = "not-looked-at"


@dataclass(frozen=True, slots=True)
class Said:
    """Who speaks in a quote and how. Everything but ``voice`` is empty unless the voice is ATTRIBUTED. ``speaker`` None: not certain."""

    voice: Voice
    speaker: Speaker | None = None
    kind: Kind | None = None
    stance: Stance | None = None
    via: str | None = None
    terms: str | None = None
    """On what terms an unnamed speaker spoke, in the article's words: "on condition of anonymity"."""


NOT_LOOKED_AT = Said(Voice.NOT_LOOKED_AT)


def said_in(span: Span, attributions: Sequence[Attribution]) -> Said:
    """The voice of a stretch of a document, by that document's attributions."""
    inside = [one for one in attributions if _meets_any(one.content, span)]
    if not inside:
        return Said(Voice.OUTLET)
    main = max(inside, key=lambda one: (not _is_nobodys(one), len(_held(one, span)), -one.content[0].start)) if len(inside) > 1 else inside[0]
    others = [one for one in inside if not _same_speaker(one, main) and not _is_nobodys(one)]
    kind = _kind(inside, alone=not others)
    clear = not others or _is_mostly_of_one(inside, others, span)
    return Said(Voice.ATTRIBUTED, main.speaker if clear else None, kind, main.stance, main.via if clear else None)


_TERMS = re.compile(
    r"\bon (?:the )?condition of anonymity\b|\bon condition (?:that )?(?:he|she|they) (?:not|would not) be (?:named|identified)\b|\bspeaking anonymously\b"
    r"|\b(?:asked|requested|declined|refused|did not want|wished)(?: that (?:he|she|they))? (?:not )?(?:to )?be (?:named|identified|quoted by name)\b"
    r"|\bnot authorized to speak (?:publicly|to (?:the )?(?:media|press|reporters))\b|\bwithout giving (?:his|her|their) names?\b",
    re.IGNORECASE,
)


def on_terms(said: Said, words: str) -> Said:
    """The voice with the terms on which an unnamed speaker spoke, where ``words`` (the quote) say them."""
    found = _TERMS.search(words) if said.speaker and said.speaker.anonymous else None
    return replace(said, terms=found[0]) if found else said


def _is_mostly_of_one(inside: Sequence[Attribution], others: Sequence[Attribution], span: Span) -> bool:
    everything = frozenset().union(*(_held(one, span) for one in inside))
    theirs = frozenset().union(*(_held(one, span) for one in others))
    return len(everything - theirs) >= _MOST_OF_IT * len(everything)


def _held(one: Attribution, span: Span) -> frozenset[int]:
    """Which characters of a content lie in a span."""
    return frozenset(place for part in one.content for place in range(max(part.start, span.start), min(part.end, span.end)))


def _is_nobodys(one: Attribution) -> bool:
    """Whether a statement is one that nobody is said to have made ("staff have been told not to talk"): it is no other speaker's."""
    return not one.source and one.speaker is None and one.kind is Kind.INDIRECT


def _same_speaker(one: Attribution, other: Attribution) -> bool:
    return (one.speaker is not None and other.speaker is not None and one.speaker.name == other.speaker.name) or one is other


def _kind(inside: Sequence[Attribution], alone: bool) -> Kind:
    kinds = {one.kind for one in inside}
    if kinds == {Kind.DIRECT} and alone:
        return Kind.DIRECT
    return Kind.INDIRECT if kinds == {Kind.INDIRECT} else Kind.MIXED


def governed(span: Span, within: Span, sentences: Sequence[Span], attributions: Sequence[Attribution]) -> Span:
    """A quote with the sentence that says whose words it is in, where that one stands beside it in the same passage.

    ``within``: the passage; ``sentences``: its sentences. A cue further off is left to the signature, which names the speaker.
    """
    for one in attributions:
        cues = [*one.cue, *one.source]
        if not cues or not _meets_any(one.content, span) or any(_meets(cue, span) for cue in cues):
            continue
        beside = [sentence for sentence in sentences if any(_meets(cue, sentence) for cue in cues) and within.start <= sentence.start < within.end]
        for sentence in beside:
            first, last = min(span.start, sentence.start), max(span.end, sentence.end)
            between = [other for other in sentences if first <= other.start and other.end <= last and other != sentence and not _meets(other, span)]
            if len(between) <= 1:
                return Span(first, last)
    return span


def _meets_any(parts: Sequence[Span], span: Span) -> bool:
    return any(_meets(part, span) for part in parts)


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
