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
_ROLE = (
    r"(?:spokes(?:man|woman|person)|ministers?|generals?|governors?|presidents?|directors?|chairs?|chief|commanders?|mayor|judge|analyst|researcher|specialist"
    r"|expert|professor|doctor|farmer|lawyer|envoy|ambassador|senator|officer|teacher|nurse|resident|leader|head)"
)
_TITLE = r"(?:Gen|Lt|Maj|Col|Capt|Dr|Mr|Ms|Mrs|Prof|Sen|Gov)\.|General|Major|Colonel|Captain"
_FULL_NAME = rf"(?!(?:{_TITLE}) )([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,2}})"
_PERSON = re.compile(rf"\b(?:(?:{_ROLE}|{_TITLE}) )+{_FULL_NAME}|(?<=[a-z,;] ){_FULL_NAME}, (?:\d\d,|(?:a|an|the) (?:[a-z]+ ){{0,2}}{_ROLE}\b)")
_NUMBER = r"(?<![\d.,])(?:[2-9]|[1-9]\d|[1-9]\d\d|\d{1,3}(?:,\d{3})+|dozens of|hundreds of|thousands of)"
_THEM = r"((?!others\b)(?:[a-z]{4,} )?(?!others\b)(?:people|[a-z]{4,}s))"
_DONE = r"(killed|injured|wounded|arrested|detained|captured|released|freed|displaced|rescued|evacuated|vaccinated)"
_COUNTED = re.compile(rf"{_NUMBER} {_THEM} (?:were|have been|had been) {_DONE}\b")
_DEED = re.compile(rf"\b{_DONE} (?:(?:at least|about|some|nearly|almost|more than) )?{_NUMBER} {_THEM}\b(?! of\b)")
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
    """Counts of what was done to whom and people, as the article words them: only these make a question that reads like one."""
    document = stored.document
    place = next((f" in {name}" for name in _NAME.findall(document.title) if re.search(rf" in {name}\b", document.text)), "")
    for paragraph in document.paragraphs:
        counted = [*_COUNTED.findall(paragraph), *((them, done) for done, them in _DEED.findall(paragraph))]
        for question in (f"how many {them} were {done}{place}?" for them, done in counted):
            if len(question) <= _LONGEST:
                yield question
        yield from (f"who is {before or behind}?" for before, behind in _PERSON.findall(paragraph))
