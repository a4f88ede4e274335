"""Mentions -> speakers, over a whole article: "Sayed" is Abdul Sayed, "he" whoever spoke before, "the spokesperson" the one of that office.

Each mention is read in the article's order, with what was met before it in mind. What is doubtful gets a low confidence, and under
`LEAST_CONFIDENCE` no speaker is named: a wrong name under somebody's words is the worst fault there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sources.bodies import bodies_of
from sources.cast import LEAST_CONFIDENCE, NAMED, Cast, Person, Resolved, by_pronoun
from sources.cues import mention_of
from sources.described import by_description, introductions, is_own_article
from sources.grammar import Parsed, Word
from sources.lexicon import words
from sources.mentions import Mention, head_of, mention, name_in, names_of
from sources.model import Speaker
from sources.named import by_name, plain
from sources.speech import Draft


def speakers(text: str, paragraphs: Sequence[Parsed], drafts: Sequence[Draft], outlet: str | None = None) -> list[tuple[Speaker | None, float]]:
    """The speaker of each draft with the probability that it is right; None when that is too low or nobody is named."""
    cast = Cast(_full_names(paragraphs, drafts), text, bodies_of(paragraphs))
    answers: dict[int, Resolved] = {}
    events = sorted([*_subjects(text, paragraphs, drafts), *_sources(text, paragraphs, drafts)], key=lambda event: (event[0], event[1]))
    for _, place, paragraph, met in events:
        resolved = _resolve(text, paragraphs, cast, paragraph, met, outlet)
        person = resolved[0]
        if person is not None:
            person.met = max(person.met, met.start)
            person.paragraph = paragraph
            if place >= 0:
                person.spoke = max(person.spoke, met.start)
        if place >= 0:
            answers[place] = resolved
    introductions(text, paragraphs, cast)
    return [_speaker(*answers.get(place, (None, 0.0)), draft.certainty) for place, draft in enumerate(drafts)]


def _speaker(person: Person | None, confidence: float, certainty: float) -> tuple[Speaker | None, float]:
    sure = round(confidence * certainty, 2)
    if person is None or sure < LEAST_CONFIDENCE:
        return None, sure
    return Speaker(person.name, person.role or None, person.anonymous), sure


Event = tuple[int, int, int, Mention]
"""(where, number of the draft or -1, paragraph, mention)."""


def _sources(text: str, paragraphs: Sequence[Parsed], drafts: Sequence[Draft]) -> list[Event]:
    found = []
    for place, draft in enumerate(drafts):
        met = mention(text, paragraphs[draft.paragraph], draft.source)
        if met is not None:
            found.append((met.start, place, draft.paragraph, met))
    return found


def _subjects(text: str, paragraphs: Sequence[Parsed], drafts: Sequence[Draft]) -> list[Event]:
    """Named subjects that say nothing: a pronoun behind them may mean them all the same."""
    taken = {(draft.paragraph, index) for draft in drafts for index in draft.source}
    found = []
    quoted = [span for draft in drafts for span in draft.content]
    known = frozenset(last for last, names in _full_names(paragraphs, drafts).items() if len(names[0]) > 1)
    for number, parsed in enumerate(paragraphs):
        for word in parsed.words:
            if word.dep not in ("nsubj", "nsubjpass") and not _is_agent(parsed, word):
                continue
            if (number, word.index) in taken or any(span.start <= word.start < span.end for span in quoted):
                continue
            met = mention(text, parsed, mention_of(parsed, word))
            if met is not None and (_is_named(met, known) if met.name else _is_somebody(met)):
                found.append((met.start, -1, number, met))
    return found


def _is_agent(parsed: Parsed, word: Word) -> bool:
    """Whether somebody of a name did what is told: "contradicted by Ada Holm, who …"."""
    return word.dep == "pobj" and word.entity == "PERSON" and parsed.head(word).dep == "agent"


def _is_named(met: Mention, known: frozenset[str]) -> bool:
    return len(met.name) > 1 or bool(met.role) or met.entity in ("PERSON", "ORG") or plain(met.name[-1]) in known


def _is_somebody(met: Mention) -> bool:
    """Whether a description introduces people by what they do: "two electricians who …" may be "one of them" later; or is of a body: "the commission"."""
    if met.definite and not met.is_human and met.noun in words("people", "nouns", "bodies"):
        return True
    return (
        not met.definite
        and not met.pronoun
        and (met.noun in words("people", "nouns", "unnamed") or met.noun in words("people", "titles", "any") or met.noun.endswith(("ian", "ist")))
    )


# ---------------------------------------------------------------------- names


def _full_names(paragraphs: Sequence[Parsed], drafts: Sequence[Draft]) -> dict[str, list[tuple[str, ...]]]:
    """Last word of a name -> the names that end with it, longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for parsed in paragraphs:
        for name in names_of(parsed):
            key = tuple(plain(word.text) for word in name)
            found.setdefault(key[-1], set()).add(key)
    for draft in drafts:
        if draft.source:
            parsed = paragraphs[draft.paragraph]
            words_of_it = tuple(plain(word.text) for word in name_in(parsed, draft.source, head_of(parsed, draft.source)))
            if words_of_it:
                found.setdefault(words_of_it[-1], set()).add(words_of_it)
    return {last: sorted(names, key=lambda name: (-len(name), name)) for last, names in found.items()}


def _resolve(text: str, paragraphs: Sequence[Parsed], cast: Cast, paragraph: int, met: Mention, outlet: str | None) -> Resolved:
    if met.pronoun:
        return by_pronoun(cast, paragraph, met, outlet)
    if is_own_article(paragraphs[paragraph].span.of(text), met):
        return (Person(outlet, human=False), NAMED) if outlet else (None, 0.0)
    if len(met.name) == 1 and met.article and met.name[0].lower() in words("people", "nouns", "bodies"):  # "the Ministry", in an official's English
        met = replace(met, name=(), noun=met.name[0].lower(), definite=True)
    if met.name:
        return by_name(cast, met)
    first = met.text.partition(",")[0].split()
    if 0 < len(first) <= 3 and all(word[:1].isupper() for word in first) and plain(first[-1]) in cast.full_names and not met.article:
        return by_name(cast, replace(met, name=tuple(first), noun=""))
    return by_description(text, paragraphs, cast, paragraph, met)
