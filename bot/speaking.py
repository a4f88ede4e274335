"""Who says a stretch of an article, and whether somebody else was named for it. Pure.

A statement worked out beforehand that names its speaker decides. Without one only what stands beside the quotation is read, and a claimed
speaker is called wrong only when the article plainly names somebody else: in doubt nobody is accused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.analyse import fold
from sources.model import PARAGRAPH_BREAK, Span

_VERB = (
    r"(?:said|says|saying|told|tells|asked|asks|added|adds|wrote|writes|warned|warns|announced|replied|replies|answered|answers|stated|states|noted|notes|claimed|claims"
    r"|insisted|argued|argues|denied|denies|called|calls|described|acknowledged|admitted|continued|explained|declared|tweeted|posted|recalled|urged|shouted|maintained)"
)
_CAPITAL = r"(?:[^\W\d_a-z][\w’'‑-]*\.?)"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:al|bin|ibn|de|del|van|von|der|la|&)\s+)?{_CAPITAL}){{0,4}}"
_BEHIND = re.compile(
    rf"[,.!?…]*[\"”’'»*]*,?\s+(?:(?P<before>{_NAME})\s+{_VERB}\b|{_VERB}\s+(?:[^\W\dA-Z][\w’'‑-]*\s+){{0,6}}?(?P<after>{_NAME})|(?:[^\W\dA-Z][\w’'‑-]*\s+){{1,4}}(?P<titled>{_NAME})\s+{_VERB}\b)"
)
_BEFORE = re.compile(rf"(?P<who>{_NAME})(?:,[^,.;:]{{2,80}},)?\s+{_VERB}\b[^.!?“\"]{{0,60}}[:,]?\s*[\"“‘'«]?$")
_SPEAKING = re.compile(rf"(?P<who>{_NAME})(?:,[^.;:“”\"]{{2,160}},)?\s+{_VERB}\b|\b{_VERB}\s+(?P<after>{_NAME})(?=[,.\s])")
_UNNAMED = re.compile(rf"(?:^|[.!?”\"]\s+)(?P<who>(?:An?|One|Another)(?:\s+[\w’'-]+){{1,12}}?)(?:,[^.;:“”\"]{{2,200}},)?\s+{_VERB}\b")
_PRONOUNS = frozenset("he she they it i we you his her their this that these those who which one the a an in on at but and for".split())
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir president minister prime chief gen general maj major col colonel capt captain lt sgt sergeant cpl sen
    senator rep gov governor mayor judge justice king queen prince princess sheikh mullah mawlawi mufti imam ayatollah pope bishop father sister
    rev chairman chairwoman chair director secretary spokesman spokeswoman spokesperson ambassador engineer chaplain private corporal lawmaker
    said says the a an of for and deputy former health defence defense interior foreign""".split()
)


class Who(Protocol):
    """A speaker: a name or a description, and the office the article gives."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str | None: ...


class Statement(Protocol):
    """What somebody is reported to say; ``content`` are spans of the article's text."""

    @property
    def content(self) -> Sequence[Span]: ...
    @property
    def speaker(self) -> Who | None: ...


@dataclass(frozen=True, slots=True)
class Voice:
    """``speaker`` None: not known. ``other``: it is plainly not the one who was claimed."""

    speaker: str | None
    other: bool = False


def voice(text: str, span: Span, claimed: str | None, statements: Sequence[Statement] = ()) -> Voice:
    """Who says the stretch ``span`` of an article's ``text``, held against the claimed speaker."""
    stated = _stated(span, statements)
    if stated is not None:
        full = f"{stated.name} {stated.role or ''}"
        return Voice(stated.name, bool(claimed) and (_differs(claimed or "", full, text) or _is_out_of_sight(claimed or "", full, text, span)))
    beside = _beside(text, span)
    if not claimed or not _is_name(claimed, text):
        return Voice(beside)
    if beside is not None:
        return Voice(beside, _differs(claimed, beside, text))
    paragraph, before = _paragraphs(text, span)
    if _key(claimed) & (_words(paragraph) | _words(before)):
        return Voice(None)
    return Voice(None, _somebody(paragraph) is not None)  # who it is instead, only what stands beside it could say


def _stated(span: Span, statements: Sequence[Statement]) -> Who | None:
    """The speaker of the innermost statement that holds the stretch."""
    holding = [
        (piece.end - piece.start, statement.speaker)
        for statement in statements
        for piece in statement.content
        if piece.start < span.end and span.start < piece.end and statement.speaker is not None
    ]
    return min(holding, key=lambda held: held[0])[1] if holding else None


def _beside(text: str, span: Span) -> str | None:
    """The name that directly follows or leads in the stretch: “…,” Ada Quill said."""
    behind = _BEHIND.match(text, span.end)
    if behind:
        return _named(behind["before"] or behind["after"] or behind["titled"])
    start = text.rfind(PARAGRAPH_BREAK, 0, span.start)
    before = _BEFORE.search(text[start + len(PARAGRAPH_BREAK) if start >= 0 else 0 : span.start])
    return _named(before["who"]) if before else None


def _named(name: str | None) -> str | None:
    """The name without a pronoun or article that only begins a sentence; None when nothing is left."""
    kept = [word for word in (name or "").split() if fold(word).strip(".") not in _PRONOUNS]
    return " ".join(kept) if kept and any(fold(word).strip(".") not in _TITLES for word in kept) else None


def _differs(claimed: str, actual: str, text: str) -> bool:
    """Whether two names are two people: no name in common, and nowhere in the article one name that holds both."""
    asked, known = _key(claimed), _key(actual)
    if not asked or not known or asked & known or asked & _words(actual):
        return False
    together = (_words(match[0]) for match in re.finditer(_NAME, text))
    return not any(asked & name and known & name for name in together)


def _is_out_of_sight(claimed: str, actual: str, text: str, span: Span) -> bool:
    """Whether somebody claimed by name is named nowhere near a stretch whose speaker the article only describes: "a spokesman for the governor"
    may be called by name beside it, and is nobody who is not."""
    described = not _key(actual) and bool(_words(actual) - _PRONOUNS)
    paragraph, before = _paragraphs(text, span)
    new = re.search(rf"\b(?:an?|one|another)\s+(?:[\w’'-]+\s+)?{re.escape(actual.split()[0])}\b", paragraph, re.IGNORECASE) if described else None
    near = _words(paragraph) if new else _words(paragraph) | _words(before)  # "a spokesman" is nobody who was named before
    return described and bool(_key(claimed)) and _is_name(claimed, text) and _key(claimed).isdisjoint(near)


def _is_name(claimed: str, text: str) -> bool:
    """Whether a claimed speaker is named, and not only described; one written small is a name where the article writes it with a capital."""
    if any(character.isupper() for character in claimed):
        return bool(_key(claimed))
    if re.match(r"\s*(?:an?|the|one)\b", claimed):
        return False
    return any(re.search(rf"\b{re.escape(word)}\b", _capitals(text)) for word in _key(claimed))


def _capitals(text: str) -> str:
    """The words of a text that begin with a capital, folded."""
    return fold(" ".join(re.findall(r"(?<=[^.!?”\"\s]\s)[^\W\d_a-z][\w’'-]+", text)))


def _key(name: str) -> frozenset[str]:
    """What tells one person's name from another's: its words that are no title, none when it names an office or a body in capitals only."""
    found = re.findall(r"[^\W\d_][\w’'‑-]*", name)
    telling = [word for word in found if (word[0].isupper() or not any(other[0].isupper() for other in found)) and not (len(word) > 1 and word.isupper())]
    return frozenset(fold(word) for word in telling if len(word) > 1) - _TITLES - _PRONOUNS


def _words(text: str) -> frozenset[str]:
    found = (re.sub(r"['’]s?$", "", fold(word)) for word in re.findall(r"[^\W\d_][\w’'‑-]*", text))
    return frozenset(found)


def _paragraphs(text: str, span: Span) -> tuple[str, str]:
    """The paragraph that holds a stretch, and the one before it."""
    start = text.rfind(PARAGRAPH_BREAK, 0, span.start)
    end = text.find(PARAGRAPH_BREAK, span.end)
    before = text.rfind(PARAGRAPH_BREAK, 0, start) if start > 0 else -1
    return text[start + 1 : end if end >= 0 else len(text)].strip(), text[before + 1 : start].strip() if start > 0 else ""


def _somebody(paragraph: str) -> str | None:
    """Who is named, or brought in unnamed, as speaking in a paragraph."""
    for match in _UNNAMED.finditer(paragraph):
        return " ".join(match["who"].split())
    for match in _SPEAKING.finditer(paragraph):
        name = _named(match["who"] or match["after"])
        if name:
            return name
    return None
