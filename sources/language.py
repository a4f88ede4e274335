"""Which language a text is in. The one home of py3langid."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_ENOUGH_LETTERS = 20
"""Under this many letters a guess is worth nothing (measured on menu words such as "Share")."""


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


def language_certainty(text: str) -> float:
    """How sure the likeliest language of a text is, by its words that are not plain ASCII: 0 to 1."""
    telling = " ".join(word for word in text.split() if not word.isascii())
    return float(_identifier().classify(telling)[1]) if telling else 0.0
