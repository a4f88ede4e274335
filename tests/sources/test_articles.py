"""Speakers over whole articles of many registers: each statement of the key has its speaker, and no other.

The articles are ours and everybody in them is invented. A file is the outlet, the paragraphs, and behind "=====" the key, one statement a line:
words of it, and words of its speaker's name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.attribution import attribute
from sources.parser import Parser

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))


def test_the_articles_are_there() -> None:
    assert len(ARTICLES) >= 10


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_every_statement_of_an_article_has_its_speaker(parser: Parser, path: Path) -> None:
    article, _, key = path.read_text(encoding="utf-8").partition("\n\n=====\n")
    outlet, _, text = article.partition("\n\n")
    found = attribute(text, parser, "en", outlet)
    wrong = []
    for words, speaker in (line.split(" | ") for line in key.splitlines()):
        holding = [one for one in found if any(words in span.of(text) for span in one.content)]
        shortest = min(holding, key=lambda one: sum(span.end - span.start for span in one.content), default=None)
        name = shortest.speaker.name if shortest is not None and shortest.speaker is not None else ""
        if speaker.lower() not in name.lower():
            wrong.append((words, speaker, name))
    assert not wrong
