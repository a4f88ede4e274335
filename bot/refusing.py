"""What a refused question asked for and no sentence gives, in a few words: "no figure for ISKP fighters in Syria". Pure."""

from __future__ import annotations

import re

from bot.evidence import Evidence
from bot.kinds import Asked
from bot.lacking import Lack
from bot.question import Question
from index.analyse import analyse
from index.search import Concept

_ASKING = re.compile(
    r"\b(?:how\s+(?:many|much|big|large|strong)|(?:the\s+)?(?:total\s+)?numbers?\s+of|what(?:'s|’s)?|which|who(?:'s|’s)?|when|where|why|is|are|was|were|am|do|does|did|has|have|had"
    r"|been|there|please|tell\s+me|know|now|currently)\b",
    re.IGNORECASE,
)
_LONGEST = 80
_LONGEST_SUBJECT = 32
"""Characters that a button of a phone holds beside what else stands on it."""
_OF_KINDS = {
    Asked.PERSON: "nobody of this name is introduced",
    Asked.ACTOR: "nobody is said to have done this",
    Asked.NAME: "no such name",
    Asked.TIME: "no date for this",
    Asked.PLACE: "no place for this",
    Asked.STANCE: "nobody who takes this stand",
}


def missing(question: Question, evidence: Evidence) -> str:
    """What is missing in the sentence that came closest; empty where nothing can be named."""
    lacks = dict(evidence.lacks)
    if question.asked is Asked.NUMBER and question.firm:
        return f"no figure for {topic(question)}" if topic(question) else "no figure for this"
    if Lack.SPEAKER in lacks:
        return f"no statement by {' '.join(_written(question, one) for one in question.demands.speaker)}"
    for kind in (Lack.NAME, Lack.PLACE, Lack.YEAR):
        if concept := lacks.get(kind):
            return f"nothing about {_written(question, concept)}"
    if Lack.PERIOD in lacks:
        return "nothing from the time you ask about"
    return "" if evidence.fitness else _OF_KINDS.get(question.asked, "")


def topic(question: Question) -> str:
    """A question without the words that only ask, as it is written."""
    words = " ".join(_ASKING.sub(" ", question.read or question.text).strip(" ?!.,").split())
    return words if len(words) <= _LONGEST else ""


def subject_in(question: Question, passage: str) -> str:
    """What of a question's subject stands in a passage, as the question writes it; empty where that is nothing, or much."""
    held = set(analyse(passage))
    kept = [word[0] for word in re.finditer(r"[\w'’-]+", topic(question)) if not held.isdisjoint(analyse(word[0]))]
    words = " ".join(kept)
    return words if len(words) <= _LONGEST_SUBJECT else ""


def _written(question: Question, concept: Concept) -> str:
    """How the question writes a concept."""
    for written, term in question.names:
        if term in concept.terms:
            return written
    for word in re.finditer(r"[\w'’-]+", question.read or question.text):
        if not set(analyse(word[0])).isdisjoint(concept.terms):
            return word[0]
    return concept.terms[0]
