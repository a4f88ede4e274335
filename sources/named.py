"""Names -> who bears them: "Sayed" is Abdul Sayed, "WHO" the World Health Organization."""

from __future__ import annotations

import re

from sources.cast import NAMED, SURNAME, Cast, Person, Resolved, is_called
from sources.lexicon import short_titles, words
from sources.mentions import Mention

_THINGS = words("people", "nouns", "bodies") | words("people", "nouns", "documents")
"""What nobody is called who has it in a role: "the commission" is not the commission's chairman."""


def by_name(cast: Cast, met: Mention) -> Resolved:
    """Who bears a name: somebody met before, of whom it may be a part, else somebody new."""
    name = cast.bodies.full(tuple(plain(word) for word in met.name))
    candidates = [full for full in cast.full_names.get(name[-1], []) if len(full) > len(name) and _is_part(name, full) and len(full) <= 5]
    known = [one for one in cast.people if one.words and (one.words == name or one.words in candidates or (len(name) > 1 and _is_part(one.words, name)))]
    if not known and len(name) == 1 and name[0].isupper() and met.article:
        known = [one for one in cast.people if is_called(one, name[0].lower()) and one.human]  # "the DG"
    person = max(known, key=lambda one: one.met, default=None)
    distinct = {full[0] for full in candidates}
    confidence = NAMED if not candidates else SURNAME
    if person is None:
        full = candidates[0] if candidates else spelt_out(cast.text, name)
        confidence = confidence if len(distinct) <= 1 else 0.6
        person = Person(
            cast.bodies.written.get(full, " ".join(full)),
            full,
            human=met.of_person or not (_is_body(full, met.entity) or met.article or cast.bodies.kinds.get(full)),
            doubtful=met.entity == "ORG" and not met.article,
            first=met.start,
        )
        cast.people.append(person)
    elif len(name) > len(person.words):
        person.name, person.words = cast.bodies.written.get(name, " ".join(name)), name
    learn(cast, person, met)
    return person, confidence


def _is_body(name: tuple[str, ...], entity: str) -> bool:
    """Whether a name is plainly not a person's."""
    if entity in ("GPE", "NORP", "LOC", "FAC", "PRODUCT") or any(word.lower() in words("people", "nouns", "bodies") for word in name):
        return True
    return entity == "ORG" and (len(name) == 1 or len(name) > 3)


def spelt_out(text: str, name: tuple[str, ...]) -> tuple[str, ...]:
    """The words that initials stand for, where the article has them: "WHO" -> World Health Organization."""
    if len(name) != 1 or not name[0].isupper() or not 2 < len(name[0]) <= 6:
        return name
    pattern = r"\s+(?:(?:of|for|the|and|on)\s+)*".join(rf"{re.escape(letter)}[^\W\d_]+" for letter in name[0])
    found = re.search(rf"\b{pattern}\b", text)
    return tuple(found[0].split()) if found else name


def _is_part(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return set(name) <= set(full)


def _is_initials_of(role: str, cast: Cast, person: Person) -> bool:
    return cast.bodies.short.get(role) == person.words


def learn(cast: Cast, person: Person, met: Mention) -> None:
    """Take over what a mention says of somebody."""
    if met.role and not _is_initials_of(met.role, cast, person) and (not person.role or len(person.role.split()) < 1):
        person.role = met.role
    person.gender = person.gender or met.gender
    person.plural = False if met.name else met.plural
    nouns = {met.noun} if met.noun else set()
    if met.of_person or met.gender or any(word in words("people", "titles", "any") for word in met.role.lower().split()):
        person.human, person.doubtful = True, False
    person.nouns |= frozenset(nouns | {short_titles().get(word, word) for word in met.role.lower().split()} - (_THINGS if person.human else frozenset()))


def plain(word: str) -> str:
    return re.sub(r"(?:['’]s|['’])$", "", word)
