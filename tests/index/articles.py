"""Articles that a test can count, made of words that `conftest.WordAxes` knows."""

from __future__ import annotations

from sources.model import Given, RawSource

WORDS = ("fighter", "dam", "grain", "prisoner", "minister")


def article(number: int, paragraphs: int = 3, location: str | None = None, **given: str) -> RawSource:
    body = "\n\n".join(f"The {WORDS[(number + i) % 5]} of town {number} was seen {number * 31 + i} times in week {i}." for i in range(paragraphs))
    return RawSource(body.encode(), f"article-{number}", location or f"/articles/{number}", "text/plain", Given(title=f"Report {number}", **given))  # type: ignore[arg-type]
