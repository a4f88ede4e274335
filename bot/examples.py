"""Questions that the loaded sources answer, for whoever has none yet. Each was tried: it is shown only if its own article answers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.briefing import Briefing, Scope
from index.catalog import StoredDocument

WANTED = 3
_TRIED = 24
_DOCUMENTS = 12
_LONGEST = 60
"""Characters a button shows on a phone, and some."""
_PERSON = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+ [A-Z][a-z]{2,})(?= said\b|, (?:the|a|an|who|chair|head|minister|governor|director)\b)")
_COUNTED = re.compile(
    r"(?<![\d.,])(?:[2-9]|[1-9]\d|\d{1,3}(?:,\d{3})+|[1-9]\d\d|dozens of|hundreds of|thousands of) ((?:[a-z]{4,} )?(?:people|[a-z]{4,}s))\b(?! of\b)"
)
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")


def examples(briefing: Briefing, scope: Scope) -> tuple[str, ...]:
    """At most `WANTED` questions, of different articles where that is possible, newest first. Takes some asking: not for the event loop."""
    found: list[str] = []
    documents = briefing.documents(scope)[:_DOCUMENTS]
    asked = set[str]()
    for doc_id, question in _in_turns(documents):
        if question in asked or len(asked) >= _TRIED:
            continue
        asked.add(question)
        answer = briefing.ask(question, scope)
        if answer.answered and answer.quotes[0].doc_id == doc_id:
            found.append(question)
        if len(found) == WANTED:
            break
    return tuple(found)


def _in_turns(documents: Iterable[StoredDocument]) -> Iterator[tuple[str, str]]:
    """(document, question): the first question of each document, then the second of each, ..."""
    queues = [(one.doc_id, _questions(one)) for one in documents]
    while queues:
        rest = []
        for doc_id, questions in queues:
            question = next(questions, None)
            if question is not None:
                yield doc_id, question
                rest.append((doc_id, questions))
        queues = rest


def _questions(stored: StoredDocument) -> Iterator[str]:
    document = stored.document
    names = [name for name in _NAME.findall(document.title) if document.text.count(name) > 1]
    for paragraph in document.paragraphs:
        for counted in _COUNTED.findall(paragraph):
            question = f"how many {counted}{f' in {names[0]}' if names else ''}?"
            if len(question) <= _LONGEST:
                yield question
        for person in _PERSON.findall(paragraph):
            yield f"who is {person}?"
