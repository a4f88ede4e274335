"""Whose figure it is, and whether a later one replaces an earlier: what may be said of two figures beside each other. Pure.

"Updates" and "corrects" are said only where the text links the two figures, or where the same speaker or body gives a later one; never
because the outlet is the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.answer import Item, Update
from bot.fitting import figures
from index.analyse import fold
from sources.model import Figure, Span, Speaker
from sources.numerals import numerals

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ing|ion)?|wrong|mistaken?|mistakes|errors?|erroneous(?:ly)?|misstated|miscounted|withdr[ae]wn?|withdrawing|retract\w*|in\s+fact)\b",
    re.IGNORECASE,
)
_UPDATES = re.compile(
    r"\b(?:revis\w+|updat\w+|rais(?:ed|es|ing)|lower(?:ed|s|ing)|cut(?:s|ting)?|up\s+from|down\s+from|rose\s+(?:to|from)|risen\s+(?:to|from)|grew\s+(?:to|from)|grown\s+(?:to|from)"
    r"|f[ae]ll(?:en)?\s+(?:to|from)|earlier|previous(?:ly)?|initial(?:ly)?|had\s+(?:said|put|given|counted|reported)|instead\s+of|no\s+longer|now\s+(?:stands?|puts?|says?|speaks?|at)|new\s+count)\b",
    re.IGNORECASE,
)
_EARLIER_BEFORE = re.compile(
    r"\b(?:with(?:drew|drawn|drawing)\s+(?:\w+\s+){1,3}(?:that|of)|from|against|instead\s+of|(?:earlier|previous|initial|first|old|original|announced)\s+(?:\w+\s+){0,3}(?:of|at)|(?:figure|number|count|toll|tally|estimate|total)s?\s+of)\s+$",
    re.IGNORECASE,
)
_EARLIER_BEHIND = re.compile(
    r"\b(?:(?:a\s+)?(?:day|week|month|year)s?\s+(?:earlier|before)|earlier|previously|initially|(?:announced|given|reported|published|claimed)\b[^.;]{0,40}\b(?:last|earlier|before)|last\s+(?:week|month|year))\b",
    re.IGNORECASE,
)
_REACH = 40
"""Characters behind a figure in which its being an earlier one is told."""
_BODY = re.compile(r"(?:[A-Z][\w.’'&-]*)(?:\s+(?:(?:of|for|and|the|on)\s+)*[A-Z][\w.’'&-]*)+")
_IS_BODY = re.compile(
    r"\b(?:Ministry|Authority|Directorate|Agency|Department|Command|Council|Commission|Committee|Police|Army|Navy|Forces?|Guard|Federation|Union|Company|Corporation|Office"
    r"|Organi[sz]ation|Institute|Bureau|Cent(?:er|re)|Party|Mission|Service|Hospital|Court|Agency|Embassy|Inspectorate|Health|Government|Board|Centre|Programme|Program|Fund|Cross|Crescent)\b"
)
_TITLES = frozenset(
    "mr mrs ms dr prof sir gen general maj major col colonel capt captain lt sgt sen senator rep gov minister president spokesman spokeswoman the of a"
    " an".split()
)


def updated_by(new: Item, context: str, old: Item) -> Update | None:
    """That ``new`` replaces ``old``, and how; None where neither the text nor the speaker says so. ``context``: the passage that states ``new``."""
    if _values(new.figure) == _values(old.figure) or _is_before(new, old):
        return None
    if new.quote.revision_id == old.quote.revision_id and not (_is_recalled(old) and not _is_recalled(new)):
        return None  # one article gives both: only what it recalls as earlier is replaced
    if _mentions(context, new.figure, old.figure):
        for how, pattern in (("corrects", _CORRECTS), ("updates", _UPDATES)):
            if pattern.search(context):
                return Update(how, figure_words(old))
    later = _is_before(old, new) and is_same_body(old.speaker, new.speaker)
    return Update("updates", figure_words(old)) if later else None


def _is_recalled(item: Item) -> bool:
    own = Span(item.figure.span.start - item.quote.span.start, item.figure.span.end - item.quote.span.start)
    return is_earlier_mention(replace(item.figure, span=own), item.quote.text)


def _values(figure: Figure) -> tuple[float | None, float | None]:
    return figure.low, figure.high


def _is_before(one: Item, other: Item) -> bool:
    """Whether ``one`` is plainly the older of the two: by its publication, or within one article by the time that the text gives."""
    here, there = one.quote.published, other.quote.published
    if here and there and here != there:
        return here < there
    return bool(one.figure.as_of and other.figure.as_of) and _from(one.figure.as_of) < _from(other.figure.as_of)


def _from(as_of: str | None) -> str:
    return as_of or date.max.isoformat()


def _mentions(context: str, own: Figure, other: Figure) -> bool:
    """Whether a passage states a figure with the value of ``other`` beside its own."""
    return _values(own) != _values(other) and any(_values(one) == _values(other) for one in figures(context))


def figure_words(item: Item) -> str:
    """The figure with its qualifier and without its noun, letter for letter: "more than 400"."""
    return figure_span(item).of(item.quote.text)


def figure_span(item: Item) -> Span:
    """Where `figure_words` stand in the quote's text."""
    start, end = item.figure.span.start - item.quote.span.start, item.figure.span.end - item.quote.span.start
    words = item.quote.text[start:end]
    found, qualifier = numerals(words), (item.figure.qualifier or "").lower()
    if not found:
        return Span(start, end)
    first, last = found[0].span.start, found[-1].span.end
    if words[first - 1 : first] in _SIGNS:
        first -= 1
    led, trailed = words.lower().rfind(qualifier, 0, first), words.lower().find(qualifier, last)
    if qualifier and led >= 0:
        first = led
    elif qualifier and trailed >= 0:
        last = trailed + len(qualifier)
    return Span(start + first, start + last)


_SIGNS = ("$", "€", "£", "¥", "₹")


def is_earlier_mention(figure: Figure, sentence: str) -> bool:
    """Whether a sentence names a figure as an earlier one: "revising the figure of over 400 announced last month". Its span is of the sentence."""
    before, behind = sentence[: figure.span.start], sentence[figure.span.end : figure.span.end + _REACH]
    return bool(_EARLIER_BEFORE.search(before)) or bool(_EARLIER_BEHIND.search(behind))


# ---------------------------------------------------------------------- who


def is_same_speaker(one: Speaker | None, other: Speaker | None) -> bool:
    """Whether two names are of one person or body: one holds the telling words of the other. The unnamed are never taken for one another."""
    if one is None or other is None or one.anonymous or other.anonymous:
        return False
    here, there = _key(one.name), _key(other.name)
    return bool(here and there) and (here <= there or there <= here)


def is_same_body(one: Speaker | None, other: Speaker | None) -> bool:
    """Whether two speak for one body, or are one speaker."""
    if one is None or other is None or one.anonymous or other.anonymous:
        return False
    return is_same_speaker(one, other) or not _bodies(one).isdisjoint(_bodies(other))


def _key(name: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w[\w’'-]*", fold(name)) if word not in _TITLES)


def _bodies(speaker: Speaker) -> frozenset[str]:
    named = (match[0] for words in (speaker.name, speaker.role or "") for match in _BODY.finditer(words) if _IS_BODY.search(match[0]))
    return frozenset(" ".join(word for word in fold(name).split() if word not in _TITLES) for name in named)
