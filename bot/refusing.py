"""What a refused question asked for and no sentence gives, in a few words: "no figure for ISKP fighters in Syria". Pure."""

from __future__ import annotations

import re

from bot.evidence import Evidence
from bot.kinds import Asked
from bot.lacking import Lack
from bot.languages import say
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
    Asked.PERSON: "missing-person",
    Asked.ACTOR: "missing-actor",
    Asked.NAME: "missing-name",
    Asked.TIME: "missing-time",
    Asked.PLACE: "missing-place",
    Asked.STANCE: "missing-stance",
}


def missing(question: Question, evidence: Evidence) -> str:
    """What is missing in the sentence that came closest; empty where nothing can be named."""
    lacks = dict(evidence.lacks)
    if question.asked is Asked.NUMBER and question.firm:
        return say("missing-figure-for", topic=topic(question)) if topic(question) else say("missing-figure")
    if Lack.SPEAKER in lacks:
        return say("missing-statement", speaker=" ".join(_written(question, one) for one in question.demands.speaker))
    for kind in (Lack.NAME, Lack.PLACE, Lack.YEAR):
        if concept := lacks.get(kind):
            return say("missing-subject", subject=_written(question, concept))
    if Lack.PERIOD in lacks:
        return say("missing-period")
    of_kind = _OF_KINDS.get(question.asked)
    return say(of_kind) if of_kind and not evidence.fitness else ""


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
