"""What a sentence says for itself: how far it is the kind of answer that is asked for, and which demands it leaves unmet. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.candidates import Candidate, terms_of
from bot.counting import SURE, counted_by
from bot.demands import is_within
from bot.fitting import CUE, DENIAL, acts, does, has_name, has_place, has_time, introduces, is_named_beside, reason_in, speaks_in
from bot.kinds import Asked
from bot.question import Question
from bot.words import holds
from index.search import Concept
from sources.model import Attribution, Stance

_FITTING = 1.3
"""Log odds between a sentence that is all that the kind of question wants and one that has nothing of it."""
_DEMANDED = 0.5
"""Log odds of a sentence that lacks nothing that was demanded."""
_LACKING = 3.8
"""Log odds that each demand costs which is not met: more than the surest passage has above the threshold."""
_COUNTED = 0.6
"""What it costs, against another demand, that what is counted goes by another name."""
_ASIDE = 2.0
"""Log odds that a question or a heading is less of an answer than a statement."""
_LONGEST_HEADING = 12
HOPE = _FITTING / 2 + _DEMANDED
"""Log odds that the strongest evidence adds, what stands around a sentence left aside."""


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """``fitness``: 0 to 1, how far a sentence is the kind of answer asked for; 0: not at all. ``lacks``: what is demanded and not there."""

    fitness: float
    lacks: tuple[tuple[Lack, Concept | None], ...]
    demanded: bool
    aside: bool

    @property
    def log_odds(self) -> float:
        """What the evidence moves the sentence's own log odds by."""
        lacking = sum(_COUNTED if kind in (Lack.COUNTED, Lack.AGENT) else 1.0 for kind, _ in self.lacks)
        return _FITTING * (self.fitness - 0.5) + (-_LACKING * lacking if lacking else _DEMANDED * self.demanded) - _ASIDE * self.aside


def evidence_of(question: Question, candidate: Candidate) -> Evidence:
    """The evidence of one sentence."""
    fitness = _FITS[question.asked](question, candidate)
    lacks = tuple(lacks_of(question, candidate, fitness))
    return Evidence(fitness, lacks, _demands_anything(question), asks_or_heads(candidate.text))


@lru_cache(maxsize=8192)
def asks_or_heads(words: str) -> bool:
    """Whether a sentence asks a question itself, or is a heading: a few words without an end."""
    end = words.rstrip("\"'”’»)] ")[-1:]
    return end == "?" or (end not in ".!…:;。।؟" and len(words.split()) <= _LONGEST_HEADING)


# ---------------------------------------------------------------------- demands


def _demands_anything(question: Question) -> bool:
    demands = question.demands
    return bool(demands.names or demands.counted or demands.deed or demands.places or demands.years or demands.speaker or demands.after or demands.before)


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
    found += [(Lack.PLACE, place[0]) for place in demands.places if not _held_place(place, around)]
    found += [(Lack.NAME, name) for name in demands.names if not holds(name, reach)]
    found += [(Lack.YEAR, Concept((str(year),))) for year in demands.years if not _is_of(year, candidate, around)]
    if demands.deed is not None and not counts and not holds(demands.deed, near):
        found.append((Lack.DEED, demands.deed))
    found += [(Lack.COUNTED, counted) for counted in demands.counted if not counts and not holds(counted, reach)]
    if (
        demands.agent is not None
        and not holds(demands.agent, near)
        and not _is_of_its_people(demands.agent, near)
        and not is_said_by(candidate, (demands.agent,))
    ):
        found.append((Lack.AGENT, demands.agent))
    if demands.speaker and question.asked is Asked.SPEECH and not fitness and not is_said_by(candidate, demands.speaker):
        found.append((Lack.SPEAKER, demands.speaker[-1]))
    if not _is_in_time(question, candidate):
        found.append((Lack.PERIOD, None))
    return found


def _is_of_its_people(name: Concept, terms: frozenset[str]) -> bool:
    """Whether a word is made of a name, as a country's people is: "the Tarsian strike" is Tarsia's."""
    return any(term.startswith(name.terms[0]) for term in terms) if len(name.terms[0]) >= _LONG_ENOUGH else False


_LONG_ENOUGH = 5
"""Letters of a name."""


def _held_place(place: Sequence[Concept], terms: frozenset[str]) -> bool:
    """Whether more than half of a place's name is held."""
    return 2 * sum(holds(word, terms) for word in place) > len(place)


def _is_of(year: int, candidate: Candidate, around: frozenset[str]) -> bool:
    published = candidate.passage.published
    return str(year) in around or (published is not None and published.year == year)


def _is_in_time(question: Question, candidate: Candidate) -> bool:
    demands = question.demands
    if is_within(demands, candidate.passage.published):
        return True
    years = re.findall(r"\b(?:1[89]|20)\d\d\b", candidate.text)
    return any(is_within(demands, year) for year in years)


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


# ---------------------------------------------------------------------- kinds


def _number(question: Question, candidate: Candidate) -> float:
    return counted_by(question, candidate) if not _counts_others(question, candidate) else 0.0


def _counts_others(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence names another group of `aliases.toml` than the one that is asked about, and that one not at all."""
    wanted = {term for name in question.demands.names for term in name.terms}
    if not wanted or not wanted.isdisjoint(candidate.terms):
        return False
    names = {term for term in candidate.terms if term.startswith("=")}
    return any(term in _GROUPS and term not in wanted for term in names)


_GROUPS = frozenset(("=ttp", "=alqaida", "=is", "=iskp"))


def _person(question: Question, candidate: Candidate) -> float:
    named = question.demands.names or question.concepts
    return float(introduces(candidate.text, frozenset(term for concept in named for term in concept.terms)))


_ABOUT_WHOM = 0.6
"""The share of what a "who" question names that must be spoken of: who leads the one front does not lead the other."""


def _actor(question: Question, candidate: Candidate) -> float:
    relation = question.demands.relation
    if relation is None:
        return 0.5
    if not all(holds(name, candidate.terms) for name in question.demands.names):
        return 0.0
    about = [one for one in question.concepts if relation.terms[0] not in one.terms]
    known = candidate.near | candidate.context.title | candidate.context.paragraph_before
    if sum(holds(one, known) for one in about) < _ABOUT_WHOM * len(about):
        return 0.0
    return float(acts(candidate.text, frozenset(relation.terms), frozenset(relation.related)))


def _name(question: Question, candidate: Candidate) -> float:
    relation, things = question.demands.relation, question.demands.counted
    if things:
        return float(any(is_named_beside(candidate.text, frozenset(one.terms)) for one in things))
    if relation is not None and not does(candidate.text, frozenset((*relation.terms, *relation.related))):
        return 0.0
    return float(has_name(candidate.text))


def _time(_: Question, candidate: Candidate) -> float:
    return float(has_time(candidate.text))


def _place(question: Question, candidate: Candidate) -> float:
    relation = question.demands.relation
    if relation is not None and not does(candidate.text, frozenset((*relation.terms, *relation.related))):
        return 0.0
    return float(has_place(candidate.text))


def _reason(_: Question, candidate: Candidate) -> float:
    return 0.3 + 0.7 * reason_in(candidate.text)


def _speech(question: Question, candidate: Candidate) -> float:
    if question.demands.speaker:
        return 0.6 + 0.4 * speaks_in(candidate.text) if is_said_by(candidate, question.demands.speaker) else 0.0
    return 0.2 + 0.8 * speaks_in(candidate.text)


def _stance(question: Question, candidate: Candidate) -> float:
    if not question.doubting:
        return 0.2 + 0.8 * speaks_in(candidate.text)
    said = candidate.said or ()
    if any(one.stance in (Stance.DENIES, Stance.DOUBTS) for one in said):
        return 1.0
    return 0.9 * bool(DENIAL.search(candidate.text))


def _claim(question: Question, candidate: Candidate) -> float:
    fitness = 0.5 + 0.3 * bool(candidate.said or CUE.search(candidate.text) or DENIAL.search(candidate.text))
    if question.demands.speaker:
        fitness += 0.2 * is_said_by(candidate, question.demands.speaker)
    return max(_LEAST_OF_A_CLAIM, fitness - _FAR_OFF * max(0.0, _NEARNESS - _nearness(question, candidate)))


_FAR_OFF, _NEARNESS, _LEAST_OF_A_CLAIM = 0.7, 0.7, 0.05
"""What it costs a sentence that much of what a claim is about stands in it, or before it, only farther off, and how much has to stand near."""


def _nearness(question: Question, candidate: Candidate) -> float:
    """The share of a question's concepts, 0 to 1, that stands in a sentence; in its paragraph before it counts 0.8, in the paragraph before 0.5."""
    before = candidate.context.paragraph_before
    shares = (max(1.0 * holds(one, candidate.terms), 0.8 * holds(one, candidate.near), 0.5 * holds(one, before)) for one in question.concepts)
    return sum(shares) / max(1, len(question.concepts))


def _other(_: Question, __: Candidate) -> float:
    return 0.5


_FITS: dict[Asked, Callable[[Question, Candidate], float]] = {
    Asked.NUMBER: _number,
    Asked.TIME: _time,
    Asked.PLACE: _place,
    Asked.PERSON: _person,
    Asked.ACTOR: _actor,
    Asked.NAME: _name,
    Asked.REASON: _reason,
    Asked.SPEECH: _speech,
    Asked.STANCE: _stance,
    Asked.CLAIM: _claim,
    Asked.OTHER: _other,
}
TYPED = frozenset((Asked.NUMBER, Asked.TIME, Asked.PLACE, Asked.ACTOR, Asked.NAME, Asked.STANCE, Asked.SPEECH))
"""Kinds of which a sentence without any fitness is no answer at all."""


_ANSWERS_BACK = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:es?|ed)|doubt(?:s|ed)?|confirm(?:s|ed)?|call(?:s|ed)|accept(?:s|ed)?|acknowledg(?:es?|ed)|admit(?:s|ted)?"
    r"|challeng(?:es?|ed)|question(?:s|ed)|refut(?:es?|ed)|contradict(?:s|ed)?|conced(?:es?|ed)|comment|true)\b.{0,40}?\b(?:it|that|this|such|those|these|both|neither|otherwise"
    r"|the\s+(?:claims?|charges?|accounts?|allegations?|accusations?|reports?|figures?|numbers?|remarks?|findings?|assessment|statements?|story|version|suggestion|point))\b"
    r"|^\W*(?:No(?:body|\s+one|\s+\w+)?|None)\s+(?:has|have|had|was|were|is|are|did|will)\b"
    r"|^\W*(?:Both|Neither|All)\s+(?:\w+\s+)?(?:den|reject|disput|admit|confirm)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def answers_back(sentence: str) -> bool:
    """Whether a sentence takes a stand on what was just said, without saying it again: "She denied it.", "Both deny the charge."."""
    return bool(_ANSWERS_BACK.search(sentence))


def is_answer(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence is an answer of the kind that is asked for at all."""
    return evidence.fitness > 0 or question.asked not in TYPED


def is_sure(evidence: Evidence) -> bool:
    """Whether a sentence states just what is asked for and lacks nothing."""
    return evidence.fitness >= SURE and not evidence.lacks
