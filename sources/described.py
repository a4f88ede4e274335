"""Descriptions -> who is described: "the spokeswoman" one of that office, "the charity" the body introduced as one, "its head" whose head it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sources.bodies import Name
from sources.cast import AMBIGUOUS, BY_OFFICE, DESCRIBED, PRONOUN_FAR, Cast, Person, Resolved, by_pronoun, is_called, latest
from sources.grammar import Parsed
from sources.lexicon import short_titles, words
from sources.mentions import Mention
from sources.named import by_name

_ANONYMITY = re.compile(
    r"anonym|(?:not|n’t|n't|without)\s+(?:to\s+)?(?:be|being|wish\s+to\s+be)\s+(?:named|identified)|declined\s+to\s+be\s+(?:named|identified)"
    r"|name\s+(?:be|was|been)\s+withheld|not\s+(?:be\s+)?(?:authori[sz]ed|allowed|permitted)\s+to\s+(?:speak|talk|comment|discuss)|refused\s+to\s+give\s+(?:his|her|their)\s+names?"
    r"|(?:used|using)\s+a\s+pseudonym|not\s+(?:his|her|their)\s+real\s+names?",
    re.IGNORECASE,
)
_GIVEN_AS = re.compile(
    r"(?:(?:gave|giving)\s+(?:only\s+)?(?:his|her|their)\s+(?:first\s+|given\s+)?name\s+(?:only\s+)?as|(?:gave|giving|used|using|by)\s+(?:only\s+)?(?:his|her|their)\s+(?:first|given)\s+name(?:\s+only)?,"
    r"|identified\s+(?:himself|herself|themselves)\s+(?:only\s+)?as|who\s+goes\s+by(?:\s+the\s+name(?:\s+of)?)?)\s+([A-ZÀ-Þ][^\s,.]+(?:\s+[A-ZÀ-Þ][^\s,.]+)*)"
)
"""Groups: the name."""


def by_description(text: str, paragraphs: Sequence[Parsed], cast: Cast, paragraph: int, met: Mention) -> Resolved:
    """Whom a mention without a name describes: somebody met before, else somebody new."""
    here = paragraphs[paragraph].span.of(text)
    given = _given_name(here, met)
    noun = short_titles().get(met.noun, met.noun)
    if given:
        return _new(cast, Person(given, tuple(given.split()), role=met.text, nouns=frozenset({noun}), first=met.start))
    if met.owner:
        return _owned(paragraphs[paragraph], cast, paragraph, met)
    body = (
        _the_body(paragraphs[paragraph], cast, paragraph, met)
        if met.definite and (not met.is_human or met.noun in words("people", "nouns", "fighters"))
        else None
    )
    if body is not None:
        return body
    same = [
        one
        for one in cast.people
        if is_called(one, noun) and 0 <= one.met <= met.start and one.plural == met.plural and not (one.words and one.human != met.is_human)
    ]
    if met.definite and same:
        return max(same, key=lambda one: one.met), BY_OFFICE
    if met.noun in words("people", "nouns", "generic") or met.noun in ("one", "other"):
        return _one_of_them(cast, paragraph, here, met)
    if (
        met.definite
        and not met.is_human
        and met.noun in words("people", "bodies", "pointing")
        and _is_alone(met)
        and any(one.words and not one.human for one in cast.people)
    ):
        return None, AMBIGUOUS
    if met.definite and met.is_human and not met.plural and _is_alone(met):
        return _the_only_one(cast, paragraph, met)
    return _new(cast, _described(here, met, met.text))


def _is_alone(met: Mention) -> bool:
    """Whether a description is one word: "the group"."""
    return len(met.text.split()) == 1


def _described(here: str, met: Mention, name: str) -> Person:
    """Somebody known by a description only."""
    noun = short_titles().get(met.noun, met.noun)
    role = met.text if met.is_human or " " in met.text else ""
    return Person(name, (), role, frozenset({noun}), met.gender, met.plural, met.is_human, anonymous=_is_unnamed(here, met), first=met.start)


def _given_name(here: str, met: Mention) -> str:
    """The name that somebody gave who is described: "a farmer who gave his name as Ada"; or only the first: "gave only her first name, Ada"."""
    given = _GIVEN_AS.search(here)
    return given[1] if given and not met.plural and not met.definite and met.is_human else ""


_ARTICLES = frozenset("article story report version edition column dispatch post bulletin caption headline update issue sitrep".split())
_OF_ITS_OWN = re.compile(
    r"\b(?:earlier|previous|original|first|initial|prior)\s+versions?\b|\bthis\s+(?:article|story|report|post|column|page)\b", re.IGNORECASE
)
_CORRECTS = re.compile(
    r"\W*(?:\d\d?[.:]\d\d\W+)?(?:corrections?|clarifications?|errat(?:um|a)|corrigend(?:um|a)|amend(?:ed|ment)|editor['’]s\s+note)\b", re.IGNORECASE
)


def is_own_article(here: str, met: Mention) -> bool:
    """Whether a mention is of the article itself, or in a correction (paragraph ``here``) of the one corrected: both are the outlet's."""
    named = {word.lower() for word in (*met.name, *met.text.split()[:3])} | {met.noun}
    if named.isdisjoint(_ARTICLES | words("people", "nouns", "documents")):
        return False
    return (not met.name and _OF_ITS_OWN.search(met.text) is not None) or (not named.isdisjoint(_ARTICLES) and _CORRECTS.match(here) is not None)


def _owned(parsed: Parsed, cast: Cast, paragraph: int, met: Mention) -> Resolved:
    """ "Its spot report", which is the owner's own word; "its spokesman", who is named after the owner: away from its sentence "its" says nothing."""
    here = parsed.span.of(cast.text)
    owner, confidence = by_pronoun(cast, paragraph, Mention(pronoun=met.owner, start=met.start), None)
    if met.noun in words("people", "nouns", "documents"):
        if owner is not None:
            owner.nouns |= {met.noun}
        return owner, confidence
    if not met.is_human and len(own := cast.bodies.of_kind(met.noun, met.start)) == 1 and met.noun in cast.bodies.kinds[own[0]]:
        return by_name(cast, Mention(name=own[0], start=met.start))[0], BY_OFFICE
    named = cast.bodies.in_sentence(paragraph, _sentence_at(parsed, met.start), met.start) if met.owner == "it" else []
    if len(named) == 1:
        owner, confidence = by_name(cast, Mention(name=named[0], start=met.start))
    if owner is None or confidence < PRONOUN_FAR:
        return _new(cast, _described(here, met, met.text))
    what = met.text.partition(",")[0].partition(" ")[2] or met.text
    known = [one for one in cast.people if not one.words and one.name == f"{what} of {owner.name}"]
    return (known[0], BY_OFFICE) if known else (_new(cast, _described(here, met, f"{what} of {owner.name}"))[0], min(DESCRIBED, confidence))


def _the_body(parsed: Parsed, cast: Cast, paragraph: int, met: Mention) -> Resolved | None:
    """The body of a name that "the charity", "the rebels" or "the aid group" is; None when the article has none such.

    One that is called so; else the only one named in this sentence or the one before, if nobody says what it is; else one of a kind that is called so, too.
    """
    alone = _is_alone(met)
    fits, sure = [name for name in cast.bodies.of_kind(met.noun, met.start) if alone or _says_so(cast, name, met)], BY_OFFICE
    if not fits and alone and not met.plural and met.noun in words("people", "bodies", "pointing"):
        here = _sentence_at(parsed, met.start)
        near = [name for sentence in (here, here - 1) for name in cast.bodies.in_sentence(paragraph, sentence, met.start)]
        unknown = [name for name in dict.fromkeys(near) if not cast.bodies.kinds[name]]
        fits, sure = unknown if len(unknown) == 1 else [], PRONOUN_FAR
    if not fits:
        fits, sure = [name for name in cast.bodies.akin_to(met.noun, met.start) if alone or _says_so(cast, name, met)], BY_OFFICE
    if not fits:
        return None
    return by_name(cast, Mention(name=_last_heard(cast, fits), start=met.start))[0], sure


def _sentence_at(parsed: Parsed, position: int) -> int:
    """The number of the sentence in which a code point stands."""
    return next((word.sentence for word in reversed(parsed.words) if word.start <= position), 0)


def _says_so(cast: Cast, name: Name, met: Mention) -> bool:
    """Whether a longer description says what was said of a body before: "the aid group" of "a legal aid group"."""
    told = {word for word in met.text.lower().split() if word not in (met.noun, "of", "the", "for")}
    return told <= cast.bodies.described.get(name, set())


def _last_heard(cast: Cast, names: Sequence[Name]) -> Name:
    """Of several bodies the one that spoke last, else the one named last."""
    spoke = {one.words: one.spoke for one in cast.people if one.words in names}
    return max(names, key=lambda name: (spoke.get(name, -1), -names.index(name)))


def _the_only_one(cast: Cast, paragraph: int, met: Mention) -> Resolved:
    """ "The bishop" of whom only the name was told: the one person of a name, of no known office, in the same paragraph.

    Else whoever was met last, which is not certain.
    """
    people = [one for one in cast.speaker_before(met.start) if one.human and (one.words or one.role)]
    near = [one for one in people if one.words and one.paragraph == paragraph]
    if len(near) == 1 and near[0].nouns.isdisjoint(words("people", "titles", "any")) and near[0].gender in ("", met.gender or near[0].gender):
        return near[0], PRONOUN_FAR
    return latest(people, paragraph)[0], AMBIGUOUS


def _new(cast: Cast, person: Person) -> Resolved:
    cast.people.append(person)
    return person, DESCRIBED


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


def introductions(text: str, paragraphs: Sequence[Parsed], cast: Cast) -> None:
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
            if one.first > described.first and one.spoke >= 0 and one.human and _paragraph_of(paragraphs, one.first) - paragraph in (0, 1)
        ]
        person = min(named, key=lambda one: one.first, default=None)
        if person is not None and person.words and _may_be(described, person):
            role = described.role
            described.name, described.anonymous = person.name, False
            person.role = person.role if person.role and len(person.role.split()) > 1 else role


def _may_be(described: Person, person: Person) -> bool:
    """Whether a name may be that of somebody described before: the same office, or an office and a name without one."""
    if described.gender and person.gender and described.gender != person.gender:
        return False
    if person.role:
        return bool(described.nouns & person.nouns)
    return not described.nouns.isdisjoint(words("people", "titles", "offices"))


def _paragraph_of(paragraphs: Sequence[Parsed], position: int) -> int:
    return next((number for number, parsed in enumerate(paragraphs) if parsed.span.start <= position < parsed.span.end), 0)
