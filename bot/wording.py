"""Wording, apart from how it is set: words, numbers and marks with their places; what phones and editors change is folded away.

Folded: quotation marks and apostrophes, the kind of a dash, white space, case, invisible characters, emoji, the styles and widths that
Unicode gives to letters, commas in thousands. Everything else is wording: every word, digit, hyphen, comma and full stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sources.model import Span

_UNSEEN_IN_WORDS = "\u00ad\u200b-\u200f\u2060\ufeff"
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:[{_UNSEEN_IN_WORDS}'’‘ʼ`´′]+[^\W_]+)*|(?:\s?\.){{2,}}|…|[-‐‑‒–—―−]+|[^\w\s]",
)
_QUOTES = frozenset("\"'“”„‟«»‹›‘’‚‛`´′″＂＇「」『』*_")
_DASHES = re.compile(r"[-‐‑‒–—―−]+")
_DOTS = re.compile(r"(?:\s?\.){2,}|…")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MEANINGFUL = ("<super>", "<sub>", "<fraction>", "<circle>")
"""Forms that are no style: 10² is not 102."""
ENDS = frozenset(".,;:!?…-")
"""Marks that may close or open what is quoted and stand otherwise in the source."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: ``folded`` is what is compared, ``span`` where it stands."""

    folded: str
    span: Span

    @property
    def is_word(self) -> bool:
        return self.folded[0].isalnum()


@lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order; what is folded away leaves none."""
    found = ((fold(match[0]), match.span()) for match in _TOKEN.finditer(text))
    return tuple(Token(folded, Span(*span)) for folded, span in found if folded)


def fold(written: str) -> str:
    """What is compared of one token; empty for what is never compared."""
    if written.isascii() and written.isalnum():
        return written.lower()
    if _DASHES.fullmatch(written):
        return "-"
    if _DOTS.fullmatch(written):
        return "…"
    plain = "".join(map(_plain, written.translate(_APOSTROPHES)))
    folded = unicodedata.normalize("NFC", plain.casefold())
    if len(written) == 1 and (written in _QUOTES or unicodedata.category(written) in ("So", "Sk", "Cf", "Mn", "Cc")):
        return ""
    return folded.replace(",", "") if _THOUSANDS.fullmatch(folded) else folded


def _plain(character: str) -> str:
    """A character without its style or width, or nothing when it cannot be seen."""
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf":
        return ""
    if unicodedata.decomposition(character).startswith(_MEANINGFUL):
        return character
    return unicodedata.normalize("NFKC", character)


def visible(pasted: str) -> str:
    """A pasted text in composed characters, without those that nobody can see."""
    seen = (character for character in pasted if unicodedata.category(character) != "Cf" and not "\ufe00" <= character <= "\ufe0f")
    return unicodedata.normalize("NFC", "".join(seen))


def trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Without the marks at either end."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].folded in ENDS:
        start += 1
    while end > start and tokens[end - 1].folded in ENDS:
        end -= 1
    return tokens[start:end]


def find(claim: Sequence[str], tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where these folded words stand one after another, as half-open positions among ``tokens``; the first place, None for nowhere."""
    if not claim:
        return None
    first, length = claim[0], len(claim)
    for start in range(len(tokens) - length + 1):
        if tokens[start].folded == first and all(tokens[start + i].folded == claim[i] for i in range(1, length)):
            return start, start + length
    return None


def folded(tokens: Iterable[Token]) -> tuple[str, ...]:
    """What is compared of several tokens."""
    return tuple(token.folded for token in tokens)
