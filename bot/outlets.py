"""A question to one outlet, "turnout in the Velin Observer": what it prints is looked at, and its name is no part of what is asked about. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.candidates import shifted
from bot.question import Question
from index.analyse import analyse
from index.search import Found, Weights

_NAMED = 3.0
"""Log odds between a passage that holds the whole question and one that holds nothing of it: an outlet seldom prints its own name."""
_LEAST_WORDS = 2
"""Of an outlet's name; one word ("Times") is a word like others."""


def of_its_outlet(question: Question, found: Found) -> tuple[Question, Found]:
    """Question and hits, of one outlet only where the question names one that is among those found; its name is asked for no more."""
    outlets = {hit.passage.outlet for hit in found.hits if hit.passage.outlet}
    named = max((outlet for outlet in outlets if _is_named(question, outlet)), key=len, default=None)
    if named is None:
        return question, found
    name = set(analyse(named))

    def is_name(terms: tuple[str, ...]) -> bool:
        return terms[0] in name

    kept = [not is_name(concept.terms) for concept in question.concepts]
    demands = question.demands
    asked = replace(
        question,
        concepts=tuple(one for one, keep in zip(question.concepts, kept, strict=True) if keep),
        demands=replace(
            demands,
            names=tuple(one for one in demands.names if not is_name(one.terms)),
            places=tuple(place for place in demands.places if not any(is_name(word.terms) for word in place)),
            speaker=() if any(is_name(one.terms) for one in demands.speaker) else demands.speaker,
            agent=None if demands.agent and is_name(demands.agent.terms) else demands.agent,
        ),
    )
    weights = Weights(tuple(weight for weight, keep in zip(found.weights.of, kept, strict=True) if keep))
    share = 1 - weights.total / found.weights.total if found.weights.total else 0.0
    hits = tuple(replace(hit, confidence=shifted(hit.confidence, _NAMED * share)) for hit in found.hits if hit.passage.outlet == named)
    return asked, replace(found, hits=hits, weights=weights)


def _is_named(question: Question, outlet: str) -> bool:
    """Whether a question holds an outlet's whole name in a row, and asks about something else as well."""
    name, asked = analyse(outlet), question.read or question.text
    if len(name) < _LEAST_WORDS or all(concept.terms[0] in name for concept in question.concepts):
        return False
    before = any(analyse(asked[found.end() :])[: len(name)] == name for found in _IN.finditer(asked))
    return before or any(analyse(asked[: found.start()])[-len(name) :] == name for found in _REPORTS.finditer(asked))


_IN = re.compile(r"\b(?:in|by|from|according\s+to)\s+", re.IGNORECASE)
_REPORTS = re.compile(
    r"(?:\s|['’]s?\s)+(?:reports?|reported|says?|said|writes?|wrote|gives?|gave|publish(?:es|ed)?|prints?|printed|put|claims?|claimed)\b", re.IGNORECASE
)
