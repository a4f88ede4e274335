"""Which language a text is in. The one home of py3langid."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any

_ENOUGH_LETTERS = 20
"""Under this many letters a guess is worth nothing (measured on menu words such as "Share")."""

_SURELY_NOT = 0.005
"""Of 1,476 English questions one is less likely English than this ("who is" and a Polish name); of 706 questions in each of eleven other
languages 92 % (German) to 100 % (Arabic, Hindi) are."""
_LETTERS_OF_A_QUESTION = 12
"""Fewer Latin letters than this, names aside, are words that many languages share."""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's likeliest language, or None for a text too short to tell."""
    text = text[:5000]
    if sum(character.isalpha() for character in text) < _ENOUGH_LETTERS:
        return None
    return str(_identifier().classify(text)[0])


def language_probability(text: str, language: str) -> float:
    """How likely a line is in ``language``: 0 to 1, among all languages that the model knows."""
    ranked: list[tuple[str, float]] = _identifier().rank(text)
    return float(dict(ranked).get(language, 0.0))


def is_in_none_of(text: str, languages: Collection[str]) -> bool:
    """Whether a text is surely in another language than any of ``languages`` (ISO 639-1). False where nothing tells."""
    telling = " ".join(word for word in text.split() if not word.lstrip("\"'“‘«„([").istitle())  # names are alike in all languages
    if sum(unicodedata.name(character, "").startswith("LATIN") for character in telling) < _LETTERS_OF_A_QUESTION and not _is_beyond_latin(text):
        return False
    return bool(languages) and all(language_probability(text, language) < _SURELY_NOT for language in languages)


def _is_beyond_latin(text: str) -> bool:
    """Whether most letters of a text are of other scripts than the Latin one."""
    letters = [unicodedata.name(character, "") for character in text if character.isalpha()]
    return 2 * sum(name.startswith("LATIN") for name in letters) < len(letters)


def language_certainty(text: str) -> float:
    """How sure the likeliest language of a text is, by its words that are not plain ASCII: 0 to 1."""
    telling = " ".join(word for word in text.split() if not word.isascii())
    return float(_identifier().classify(telling)[1]) if telling else 0.0
