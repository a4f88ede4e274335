"""Mentions -> speakers, over a whole article: "Sayed" is Abdul Sayed, "he" whoever spoke before, "the spokesperson" the one of that office.

Each mention is read in the article's order, with what was met before it in mind. What is doubtful gets a low confidence, and under
`LEAST_CONFIDENCE` no speaker is named: a wrong name under somebody's words is the worst fault there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sources.cues import mention_of
from sources.grammar import Parsed
from sources.lexicon import short_titles, words
from sources.mentions import Mention, head_of, mention, name_in, names_of, without_article
from sources.model import Speaker
from sources.speech import Draft

LEAST_CONFIDENCE = 0.5
"""Under this probability that the speaker is right, none is named."""
NAMED, SURNAME, DESCRIBED = 0.97, 0.95, 0.9
PRONOUN_NEAR, PRONOUN_FAR, BY_OFFICE, AMBIGUOUS = 0.88, 0.7, 0.85, 0.45
_ANONYMITY = re.compile(
    r"anonym|(?:not|n’t|n't|without)\s+(?:to\s+)?(?:be|being|wish\s+to\s+be)\s+(?:named|identified)|declined\s+to\s+be\s+(?:named|identified)"
    r"|name\s+(?:be|was|been)\s+withheld|not\s+(?:be\s+)?(?:authori[sz]ed|allowed|permitted)\s+to\s+(?:speak|talk|comment|discuss)|refused\s+to\s+give\s+(?:his|her|their)\s+names?"
    r"|(?:used|using)\s+a\s+pseudonym|not\s+(?:his|her|their)\s+real\s+names?",
    re.IGNORECASE,
)
_GIVEN_AS = re.compile(r"gave\s+(?:his|her|their)\s+(?:first\s+)?name\s+(?:only\s+)?as\s+([^\s,.]+(?:\s+[A-ZÀ-Þ][^\s,.]+)*)")


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
    people: list[Person] = field(default_factory=list)

    def speaker_before(self, position: int, gender: str = "", plural: bool = False) -> list[Person]:
        """Those who may be meant by a pronoun, latest first."""
        fits = [one for one in self.people if 0 <= one.met <= position and one.plural == plural and (not one.gender or not gender or one.gender == gender)]
        return sorted(fits, key=lambda one: -one.met)


Resolved = tuple[Person | None, float]


def speakers(text: str, paragraphs: Sequence[Parsed], drafts: Sequence[Draft], outlet: str | None = None) -> list[tuple[Speaker | None, float]]:
    """The speaker of each draft with the probability that it is right; None when that is too low or nobody is named."""
    cast = Cast(_full_names(paragraphs, drafts), text)
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
    _introductions(text, paragraphs, cast)
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
            if word.dep not in ("nsubj", "nsubjpass") or (number, word.index) in taken or any(span.start <= word.start < span.end for span in quoted):
                continue
            met = mention(text, parsed, mention_of(parsed, word))
            if met is not None and (_is_named(met, known) if met.name else _is_somebody(met)):
                found.append((met.start, -1, number, met))
    return found


def _is_named(met: Mention, known: frozenset[str]) -> bool:
    return len(met.name) > 1 or bool(met.role) or met.entity in ("PERSON", "ORG") or _plain(met.name[-1]) in known


def _is_somebody(met: Mention) -> bool:
    """Whether a description introduces people by what they do: "two electricians who …" may be "one of them" later."""
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
            key = tuple(_plain(word.text) for word in name)
            found.setdefault(key[-1], set()).add(key)
    for draft in drafts:
        if draft.source:
            parsed = paragraphs[draft.paragraph]
            words_of_it = tuple(_plain(word.text) for word in name_in(parsed, draft.source, head_of(parsed, draft.source)))
            if words_of_it:
                found.setdefault(words_of_it[-1], set()).add(words_of_it)
    return {last: sorted(names, key=lambda name: (-len(name), name)) for last, names in found.items()}


def _plain(word: str) -> str:
    return re.sub(r"(?:['’]s|['’])$", "", word)


def _resolve(text: str, paragraphs: Sequence[Parsed], cast: Cast, paragraph: int, met: Mention, outlet: str | None) -> Resolved:
    if met.pronoun:
        return _by_pronoun(cast, paragraph, met, outlet)
    if met.name:
        return _by_name(cast, met)
    first = met.text.partition(",")[0].split()
    if 0 < len(first) <= 3 and all(word[:1].isupper() for word in first) and _plain(first[-1]) in cast.full_names:
        return _by_name(cast, replace(met, name=tuple(first), noun=""))
    return _by_description(text, paragraphs, cast, paragraph, met)


def _by_name(cast: Cast, met: Mention) -> Resolved:
    name = tuple(_plain(word) for word in met.name)
    candidates = [full for full in cast.full_names.get(name[-1], []) if len(full) > len(name) and _is_part(name, full) and len(full) <= 5]
    known = [one for one in cast.people if one.words and (one.words == name or one.words in candidates or (len(name) > 1 and _is_part(one.words, name)))]
    if not known and len(name) == 1 and name[0].isupper() and any(word.lower() in words("people", "titles", "any") for word in spelt_out(cast.text, name)):
        known = [one for one in cast.people if _is_called(one, name[0].lower()) and one.human]
    person = max(known, key=lambda one: one.met, default=None)
    distinct = {full[0] for full in candidates}
    confidence = NAMED if not candidates else SURNAME
    if person is None:
        full = candidates[0] if candidates else spelt_out(cast.text, name)
        confidence = confidence if len(distinct) <= 1 else 0.6
        person = Person(" ".join(full), full, human=not _is_body(full, met.entity), doubtful=met.entity == "ORG", first=met.start)
        cast.people.append(person)
    elif len(name) > len(person.words):
        person.name, person.words = " ".join(name), name
    _learn(person, met)
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


def _learn(person: Person, met: Mention) -> None:
    if met.role and (not person.role or len(person.role.split()) < 1):
        person.role = met.role
    person.gender = person.gender or met.gender
    person.plural = False if met.name else met.plural
    nouns = {met.noun} if met.noun else set()
    if met.gender or any(word in words("people", "titles", "any") for word in met.role.lower().split()):
        person.human, person.doubtful = True, False
    person.nouns |= frozenset(nouns | {short_titles().get(word, word) for word in met.role.lower().split()})


# ---------------------------------------------------------------------- pronouns


def _by_pronoun(cast: Cast, paragraph: int, met: Mention, outlet: str | None) -> Resolved:
    if met.pronoun in ("we", "i"):
        return (Person(outlet, human=False), NAMED) if outlet else (None, 0.0)
    if met.pronoun == "you":
        return None, 0.0
    if met.pronoun == "they":
        return _latest(
            cast.speaker_before(met.start, plural=True) or [one for one in cast.speaker_before(met.start) if not one.human or one.doubtful], paragraph
        )
    if met.pronoun == "it":
        return _latest([one for one in cast.speaker_before(met.start) if not one.human or one.doubtful], paragraph)
    person, confidence = _latest([one for one in cast.speaker_before(met.start, met.pronoun) if one.human], paragraph)
    if person is not None and confidence >= PRONOUN_FAR:
        person.gender = person.gender or met.pronoun
    return person, confidence


def _latest(candidates: list[Person], paragraph: int) -> Resolved:
    if not candidates:
        return None, 0.0
    spoken = [one for one in candidates if one.spoke >= 0 and one.spoke == one.met]
    person = candidates[0]
    if spoken and candidates[0].spoke < 0 and spoken[0].paragraph == candidates[0].paragraph:
        person = spoken[0]
    gap = paragraph - person.paragraph
    return person, PRONOUN_NEAR if gap == 0 else PRONOUN_FAR if gap <= 2 else AMBIGUOUS


# ---------------------------------------------------------------------- descriptions


def _by_description(text: str, paragraphs: Sequence[Parsed], cast: Cast, paragraph: int, met: Mention) -> Resolved:
    given = _GIVEN_AS.search(paragraphs[paragraph].span.of(text))
    noun = short_titles().get(met.noun, met.noun)
    if given and not met.plural and not met.definite:
        return _new(cast, Person(given[1], tuple(given[1].split()), role=met.text, nouns=frozenset({noun}), first=met.start))
    if met.owner and met.noun in words("people", "nouns", "documents"):
        owner, confidence = _by_pronoun(cast, paragraph, Mention(pronoun=met.owner, start=met.start), None)
        if owner is not None:
            owner.nouns |= {met.noun}
        return owner, confidence
    same = [one for one in cast.people if _is_called(one, noun) and 0 <= one.met <= met.start and one.plural == met.plural]
    if met.definite and same:
        person = max(same, key=lambda one: one.met)
        return person, BY_OFFICE
    if met.noun in words("people", "nouns", "generic") or met.noun in ("one", "other"):
        return _one_of_them(cast, paragraph, paragraphs[paragraph].span.of(text), met)
    if met.definite and met.noun in ("company", "firm") and len(met.text.split()) <= 2:
        return _the_company(cast, met)
    body = [one for one in cast.people if met.definite and not one.human and _shares_word(met.text, one.name)]
    if body:
        return max(body, key=lambda one: one.met), BY_OFFICE
    if met.definite and met.is_human and not met.plural and len(met.text.split()) == 1:
        return _latest([one for one in cast.speaker_before(met.start) if one.human and (one.words or one.role)], paragraph)[0], AMBIGUOUS
    unnamed = _is_unnamed(paragraphs[paragraph].span.of(text), met)
    role = met.text if met.is_human or " " in met.text else ""
    nouns = frozenset({noun})
    return _new(cast, Person(met.text, (), role, nouns, met.gender, met.plural, met.is_human, anonymous=unnamed, first=met.start))


def _the_company(cast: Cast, met: Mention) -> Resolved:
    """ "the company": the only body of a name met so far, if there is one only."""
    named = [one for one in cast.people if one.words and not one.human and 0 <= one.met <= met.start]
    if len(named) == 1:
        return named[0], PRONOUN_FAR
    same = [one for one in named if one.nouns & {"company", "firm", "operator", "manufacturer", "maker", "owner"}]
    return (same[-1], PRONOUN_FAR) if same else _new(cast, Person(met.text, (), "", frozenset({met.noun}), human=False, first=met.start))


def _is_called(person: Person, noun: str) -> bool:
    """Whether somebody's role or description has this noun, or these initials."""
    if noun in person.nouns:
        return True
    initials = "".join(word[0] for word in person.role.split() if word[:1].isupper()).lower()
    return len(noun) > 2 and noun in initials


def _new(cast: Cast, person: Person) -> Resolved:
    cast.people.append(person)
    return person, DESCRIBED


def _shares_word(text: str, name: str) -> bool:
    return bool({word for word in without_article(text).lower().split() if len(word) > 3} & set(name.lower().split()))


def _one_of_them(cast: Cast, paragraph: int, paragraph_text: str, met: Mention) -> Resolved:
    """ "One of them", "the other": one of several met before, who has no name of his own."""
    groups = [one for one in cast.people if one.plural and 0 <= one.met < met.start and paragraph - one.paragraph <= 1]
    if not groups:
        return (
            (None, 0.0)
            if len(met.text.split()) <= 3
            else _new(
                cast, Person(met.text, (), met.text, frozenset({met.noun}), plural=met.plural, anonymous=_is_unnamed(paragraph_text, met), first=met.start)
            )
        )
    group = max(groups, key=lambda one: one.met)
    return _new(cast, replace(group, plural=False, gender="", nouns=group.nouns, met=met.start))


def _is_unnamed(paragraph: str, met: Mention) -> bool:
    """Whether a description is of people whose names are kept back or not given."""
    if not met.is_human:
        return False
    if _ANONYMITY.search(paragraph):
        return True
    if met.plural:
        return met.noun in words("people", "nouns", "unnamed")
    return not met.definite and not met.owner


# ---------------------------------------------------------------------- introductions


def _introductions(text: str, paragraphs: Sequence[Parsed], cast: Cast) -> None:
    _bodies_introduced(cast)
    _people_introduced(text, paragraphs, cast)


_COMPANY = frozenset("company firm operator manufacturer maker".split())


def _bodies_introduced(cast: Cast) -> None:
    """ "The company that runs it said …" and, soon after, "The operator, Vell Ltd.": one body, if it is the only one of the kind."""
    named = [one for one in cast.people if one.words and one.nouns & _COMPANY]
    for described in cast.people:
        if len(named) == 1 and not described.words and described.nouns & _COMPANY and described.first < named[0].first:
            described.name = named[0].name


def _people_introduced(text: str, paragraphs: Sequence[Parsed], cast: Cast) -> None:
    """A description that is followed by the name of the one described, who has no role of his own: "A spokesman for the guard … Ada Holm told …"."""
    for described in cast.people:
        if described.words or described.plural or not described.human or not described.role:
            continue
        paragraph = next((number for number, parsed in enumerate(paragraphs) if parsed.span.start <= described.first < parsed.span.end), 0)
        if _ANONYMITY.search(paragraphs[paragraph].span.of(text)):
            continue
        named = [
            one
            for one in cast.people
            if one.words and one.first > described.first and one.spoke >= 0 and _paragraph_of(paragraphs, one.first) - paragraph in (0, 1, 2)
        ]
        person = min(named, key=lambda one: one.first, default=None)
        if person is not None and (not person.role or described.nouns & person.nouns):
            role = described.role
            described.name, described.anonymous = person.name, False
            person.role = person.role if person.role and len(person.role.split()) > 1 else role


def _paragraph_of(paragraphs: Sequence[Parsed], position: int) -> int:
    return next((number for number, parsed in enumerate(paragraphs) if parsed.span.start <= position < parsed.span.end), 0)
