"""What a refusal says is missing."""

from __future__ import annotations

import pytest
from newsroom import found, hit

from bot.answer import answer
from bot.question import understand


def missing(question: str, *texts: str) -> str:
    understood = understand(question)
    hits = [hit(text, confidence=0.6, doc_id=f"d{at}") for at, text in enumerate(texts)]
    given = answer(understood, found(hits, len(understood.concepts)), len(hits))
    assert not given.answered
    return given.missing


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("how many ISKP fighters are there in Syria?", "ISKP has 2,000 fighters.", "no figure for ISKP fighters in Syria"),
        ("how many fighters?", "It has many fighters.", "no figure for fighters"),
        ("was there a flood in Orsk", "There was a flood.", "nothing about Orsk"),
        ("floods of 2019", "There was a flood.", "nothing about 2019"),
        ("what does Ada Holm say about the flood", "Bo Vask said there was a flood.", "no statement by Ada Holm"),
        ("when was the flood", "There was a flood.", "no date for this"),
        ("who leads the Ash Front", "The Ash Front left.", "nobody is said to have done this"),
        ("was there a flood since May 2024", "There was a flood.", "nothing from the time you ask about"),
    ],
)
def test_a_refusal_names_what_no_sentence_gives(question: str, text: str, said: str) -> None:
    assert missing(question, text) == said
