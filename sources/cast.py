"""Who was met in an article so far, whom a pronoun may mean, and how sure such readings are."""

from __future__ import annotations

from dataclasses import dataclass, field

from sources.bodies import Bodies
from sources.mentions import Mention

LEAST_CONFIDENCE = 0.5
"""Under this probability that the speaker is right, none is named."""
NAMED, SURNAME, DESCRIBED = 0.97, 0.95, 0.9
PRONOUN_NEAR, PRONOUN_FAR, BY_OFFICE, AMBIGUOUS = 0.88, 0.7, 0.85, 0.45


@dataclass
class Person:
    """Somebody met in the article: the fullest name or the description, what he or she is, where last met (code points)."""

    name: str
    words: tuple[str, ...] = ()
    role: str = ""
    nouns: frozenset[str] = frozenset()
    gender: str = ""
    plural: bool = False
    human: bool = True
    doubtful: bool = False
    """Whether a name may be of somebody or of a body."""
    anonymous: bool = False
    met: int = -1
    spoke: int = -1
    paragraph: int = -1
    first: int = -1


@dataclass
class Cast:
    """Everybody met so far."""

    full_names: dict[str, list[tuple[str, ...]]]
    text: str = ""
    bodies: Bodies = field(default_factory=Bodies)
    people: list[Person] = field(default_factory=list)

    def speaker_before(self, position: int, gender: str = "", plural: bool = False) -> list[Person]:
        """Those who may be meant by a pronoun, latest first."""
        fits = [one for one in self.people if 0 <= one.met <= position and one.plural == plural and (not one.gender or not gender or one.gender == gender)]
        return sorted(fits, key=lambda one: -one.met)


def is_called(person: Person, noun: str) -> bool:
    """Whether somebody's role or description has this noun, or these initials."""
    if noun in person.nouns:
        return True
    role = person.role.partition(" of ")[0].split()
    capitals, letters = "".join(word[0] for word in person.role.split() if word[:1].isupper()).lower(), "".join(word[0] for word in role).lower()
    return (len(noun) > 2 and noun in capitals) or (len(noun) > 1 and noun == letters[-len(noun) :])


Resolved = tuple[Person | None, float]


# ---------------------------------------------------------------------- pronouns


def by_pronoun(cast: Cast, paragraph: int, met: Mention, outlet: str | None) -> Resolved:
    if met.pronoun in ("we", "i"):
        return (Person(outlet, human=False), NAMED) if outlet else (None, 0.0)
    if met.pronoun == "you":
        return None, 0.0
    if met.pronoun == "they":
        return latest(
            cast.speaker_before(met.start, plural=True) or [one for one in cast.speaker_before(met.start) if not one.human or one.doubtful], paragraph
        )
    if met.pronoun == "it":
        return latest([one for one in cast.speaker_before(met.start) if not one.human or one.doubtful], paragraph)
    person, confidence = latest([one for one in cast.speaker_before(met.start, met.pronoun) if one.human], paragraph)
    if person is not None and confidence >= PRONOUN_FAR:
        person.gender = person.gender or met.pronoun
    return person, confidence


def latest(candidates: list[Person], paragraph: int) -> Resolved:
    if not candidates:
        return None, 0.0
    spoken = [one for one in candidates if one.spoke >= 0 and one.spoke == one.met]
    person = candidates[0]
    if spoken and candidates[0].spoke < 0 and spoken[0].paragraph == candidates[0].paragraph:
        person = spoken[0]
    gap = paragraph - person.paragraph
    return person, PRONOUN_NEAR if gap == 0 else PRONOUN_FAR if gap <= 2 else AMBIGUOUS
