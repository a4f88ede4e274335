"""Which demands of a question a sentence leaves unmet, with all that stands around it: of whom, where, when, which deed, whose words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from bot.candidates import Candidate, terms_of
from bot.demands import is_event, is_within, months_in
from bot.fitting import CUE
from bot.kinds import Asked
from bot.question import Question
from bot.words import holds
from index.search import Concept
from sources.model import Attribution


class Lack(StrEnum):
    """A demand that is not met."""

    NAME = "name"
    PLACE = "place"
    YEAR = "year"
    PERIOD = "period"
    DEED = "deed"
    COUNTED = "counted"
    SPEAKER = "speaker"
    AGENT = "agent"


JUST_SAID = 3
"""Sentences before one that it may go on from."""


def lacks_of(question: Question, candidate: Candidate, fitness: float) -> list[tuple[Lack, Concept | None]]:
    """The demands that a sentence, with what stands around it, does not meet.

    A place that is named near, and only there, may be the place of something else: then who and what is asked about have to
    stand near as well.
    """
    demands = question.demands
    near, around = candidate.near, candidate.near | candidate.context.around
    reach = (
        near | candidate.context.paragraph_before
        if any(_held_place(place, near) and not _held_place(place, candidate.context.lead) for place in demands.places)
        else around
    )
    counts = question.asked is Asked.NUMBER and question.quantity is not None and fitness > 0
    found: list[tuple[Lack, Concept | None]] = []
    found += [(Lack.PLACE, place[0]) for place in demands.places if not _is_at(place, candidate)]
    found += [(Lack.NAME, name) for name in demands.names if not holds(name, reach)]
    found += [(Lack.YEAR, Concept((str(year),))) for year in demands.years if not _is_of(year, question.asked, candidate)]
    if demands.deed is not None and not counts and not holds(demands.deed, near):
        found.append((Lack.DEED, demands.deed))
    found += [(Lack.COUNTED, counted) for counted in demands.counted if not counts and not holds(counted, reach)]
    if demands.agent is not None and not _is_done_by(demands.agent, candidate):
        found.append((Lack.AGENT, demands.agent))
    if demands.speaker and question.asked is Asked.SPEECH and not fitness and not is_said_by(candidate, demands.speaker):
        found.append((Lack.SPEAKER, demands.speaker[-1]))
    if not _is_in_time(question, candidate) or not _is_of_its_month(question, candidate):
        found.append((Lack.PERIOD, None))
    return found


def _is_done_by(agent: Concept, candidate: Candidate) -> bool:
    """Whether who is to have done it is named near a sentence; where it only says "the group" or "its", anywhere before it."""
    near = candidate.near | candidate.context.paragraph_before
    if is_only_met(agent, candidate.text):
        return False
    if _POINTS_BACK.search(candidate.text):
        near |= candidate.context.around
    return holds(agent, near) or _is_of_its_people(agent, near) or is_said_by(candidate, (agent,))


def is_only_met(agent: Concept, sentence: str) -> bool:
    """Whether a sentence names somebody only as whom others act against or have to do with: "operations against the guild had killed 40"."""
    named = [word.start() for word in re.finditer(r"[\w’'-]+", sentence) if not terms_of(word[0]).isdisjoint(agent.terms)]
    return bool(named) and all(_MET.search(sentence[:start]) for start in named)


_MET = re.compile(
    r"\b(?:against|with|to|on|among|between|targeting|fighting|battling|combating|from)\s+(?:(?:the|an?|alleged|suspected)\s+)*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:its|their|the\s+(?:group|faction|movement|organi[sz]ation|militia|network|ministry|company|firm|charity|agency|party|union|government))(?:['’]s)?\b",
    re.IGNORECASE,
)


def _is_of_its_people(name: Concept, terms: frozenset[str]) -> bool:
    """Whether a word is made of a name, as a country's people is: "the Tarsian strike" is Tarsia's."""
    return any(term.startswith(name.terms[0]) for term in terms) if len(name.terms[0]) >= _LONG_ENOUGH else False


_LONG_ENOUGH = 5
"""Letters of a name."""


def _is_at(place: Sequence[Concept], candidate: Candidate) -> bool:
    """Whether a sentence is of a place: its name stands near, or in one piece before it. What happened is what an article is of, where its head
    names the rest of it."""
    context = candidate.context
    if any(_held_place(place, level) for level in (candidate.near, context.paragraph_before, context.lead, context.title)):
        return True
    head = context.lead | context.title | candidate.near
    if _is_only(place[-1], candidate.text) and _held_place(place, head):
        return True  # "her hospital", in an article about the town
    if not is_event(place):
        return False
    return all(holds(word, candidate.story if is_event((word,)) else head) for word in place)


def _is_only(thing: Concept, text: str) -> bool:
    """Whether a text speaks of a thing as of the only one there: "the hospital", not "a television station"."""
    return any(not set(thing.terms).isdisjoint(terms_of(word[1])) for word in _THE.finditer(text))


_THE = re.compile(r"\b(?:the|her|his|its|their|our|this|that)\s+([\w-]+)", re.IGNORECASE)


def _held_place(place: Sequence[Concept], terms: frozenset[str]) -> bool:
    """Whether more than half of a place's name is held."""
    return 2 * sum(holds(word, terms) for word in place) > len(place)


def _is_of(year: int, asked: Asked, candidate: Candidate) -> bool:
    """Whether a sentence is of a year: it names it as its own, or names no other and what stands around it does; "since 2018" is of no 2018."""
    named = {found[0] for found in _YEAR.finditer(candidate.text)}
    own = {found[0] for found in _YEAR.finditer(_FROM_OR_TO.sub(" ", candidate.text))}
    if str(year) in own:
        return True
    if own and asked in _OF_ONE_TIME:
        return False
    published = candidate.passage.published
    return str(year) in candidate.context.around | (named if asked not in _OF_ONE_TIME else frozenset()) or (published is not None and published.year == year)


_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_FROM_OR_TO = re.compile(
    r"\b(?:since|until|till|before|after|from|than|against|compared\s+(?:with|to)|unlike|as\s+(?:in|far\s+back\s+as))\s+(?:[\w’'-]+\s+){0,3}?(?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)
"""A year with which another is compared, or from which a stretch is reckoned."""
_OF_ONE_TIME = frozenset((Asked.NUMBER, Asked.ACTOR, Asked.PERSON, Asked.NAME, Asked.PLACE, Asked.TIME))


def _is_in_time(question: Question, candidate: Candidate) -> bool:
    demands = question.demands
    if is_within(demands, candidate.passage.published):
        return True
    years = _YEAR.findall(candidate.text)
    return any(is_within(demands, year) for year in years)


def _is_of_its_month(question: Question, candidate: Candidate) -> bool:
    """Whether a figure may be of a month that is asked about: it is named near, or the article is of that month, or of the first days of the next."""
    months = question.demands.months
    published = candidate.passage.published
    if not months or question.asked is not Asked.NUMBER or published is None:
        return True
    near = f"{candidate.text} {' '.join(candidate.context.earlier[-JUST_SAID:])} {candidate.passage.title}"
    of_article = {day.strftime("%b").lower() for day in (published, published - timedelta(days=_LATE))}
    return not of_article.isdisjoint(months) or not set(months_in(near)).isdisjoint(months)


_LATE = 7
"""Days after a month in which its figures come out."""


def is_said_by(candidate: Candidate, speaker: Sequence[Concept]) -> bool:
    """Whether who is asked for speaks in a sentence, or published it."""
    if candidate.passage.outlet and _is_called(candidate.passage.outlet, speaker):
        return True
    if candidate.said is None:  # nobody has looked: who is named beside a word of speaking
        return bool(CUE.search(candidate.text)) and _is_called(candidate.text, speaker)
    called = {one.speaker.name for one in candidate.voices if one.speaker and _is_called(_known_of(one, candidate), speaker)}
    return any((one.speaker and one.speaker.name in called) or _is_called(_known_of(one, candidate), speaker) for one in candidate.said)


def _known_of(one: Attribution, candidate: Candidate) -> str:
    """All that the article says of a speaker in one place: name, role, whom they have it from, and the mention where it stands here."""
    start, end = candidate.passage.span.start, candidate.passage.span.end
    mention = (candidate.passage.text[span.start - start : span.end - start] for span in one.source if start <= span.start and span.end <= end)
    return " ".join(filter(None, (one.speaker.name if one.speaker else None, one.speaker.role if one.speaker else None, one.via, *mention)))


def _is_called(words: str, asked: Sequence[Concept]) -> bool:
    """Whether most of what somebody is asked for by is among these words, and the last of it, which is the surname or the body."""
    terms = terms_of(words)
    return bool(asked) and holds(asked[-1], terms) and 2 * sum(holds(one, terms) for one in asked) >= len(asked)
