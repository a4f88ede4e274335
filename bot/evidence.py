"""What a sentence says for itself: how far it is the kind of answer that is asked for, and which demands it leaves unmet. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.candidates import Candidate, terms_of
from bot.counting import SURE, counted_by
from bot.dated import EXACT, tells_of_a_life, tells_when
from bot.fitting import CUE, DENIAL, acts, does, introduces, is_named_beside, place_in, reason_in, speaks_in, suffers
from bot.kinds import Asked
from bot.lacking import JUST_SAID, Lack, is_said_by, lacks_of
from bot.naming import holds_role, new_names
from bot.question import Question
from bot.words import holds, words
from index.analyse import analyse
from index.search import Concept
from sources.model import Stance

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """``fitness``: 0 to 1, how far a sentence is the kind of answer asked for; 0: not at all. ``lacks``: what is demanded and not there."""

    fitness: float
    lacks: tuple[tuple[Lack, Concept | None], ...]
    demanded: bool
    aside: bool
    takes_up: bool = False
    """Somebody speaks in it of the very thing that a question claims."""

    @property
    def log_odds(self) -> float:
        """What the evidence moves the sentence's own log odds by."""
        lacking = sum(_COUNTED if kind in (Lack.COUNTED, Lack.AGENT) else 1.0 for kind, _ in self.lacks)
        return _FITTING * (self.fitness - 0.5) + (-_LACKING * lacking if lacking else _DEMANDED * self.demanded) - _ASIDE * self.aside


def evidence_of(question: Question, candidate: Candidate) -> Evidence:
    """The evidence of one sentence."""
    fitness = _FITS[question.asked](question, candidate)
    lacks = tuple(lacks_of(question, candidate, fitness))
    return Evidence(fitness, lacks, _demands_anything(question), asks_or_heads(candidate.text), _takes_up(question, candidate))


@lru_cache(maxsize=8192)
def asks_or_heads(words: str) -> bool:
    """Whether a sentence asks a question itself, or is a heading: a few words without an end."""
    end = words.rstrip("\"'”’»)] ")[-1:]
    return end == "?" or (end not in ".!…:;。।؟" and len(words.split()) <= _LONGEST_HEADING)


def _demands_anything(question: Question) -> bool:
    demands = question.demands
    return bool(demands.names or demands.counted or demands.deed or demands.places or demands.years or demands.speaker or demands.after or demands.before)


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


def _known(question: Question) -> frozenset[str]:
    """The terms of all that a question holds, which it does not ask for."""
    return frozenset(term for concept in question.concepts for term in concept.terms) | terms_of(question.read)


def _person(question: Question, candidate: Candidate) -> float:
    role = question.demands.role
    if role is not None:
        return float(holds_role(candidate.text, frozenset((*role.terms, *role.related)), _known(question), now=_IS.search(question.read) is not None))
    named = question.demands.names or question.concepts
    return float(introduces(candidate.text, frozenset(term for concept in named for term in concept.terms)))


_IS = re.compile(r"\bwho(?:['’]s|\s+(?:is|are))\b", re.IGNORECASE)
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
    if not words().named_doers.isdisjoint(relation.terms) and not _names_somebody(question, candidate):
        return 0.0
    terms = frozenset((*relation.terms, *relation.related))
    if not _PASSIVE.match(question.read) and suffers(candidate.text, terms, frozenset(term for one in about for term in one.terms)):
        return 0.0
    return float(acts(candidate.text, frozenset(relation.terms), frozenset(relation.related)))


_PASSIVE = re.compile(r"^\W*who\s+(?:was|were|is|are|got|gets|(?:has|have|had|will|would)\s+(?:not\s+)?been|will\s+be)\b", re.IGNORECASE)


def _names_somebody(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence names somebody whom the question does not, or says "she" of who was just named."""
    known = _known(question)
    if new_names(candidate.text, known):
        return True
    return bool(_PRONOUN.search(candidate.text)) and any(new_names(sentence, known) for sentence in candidate.context.earlier[-JUST_SAID:])


_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|their)\b", re.IGNORECASE)


def _name(question: Question, candidate: Candidate) -> float:
    relation, things = question.demands.relation, question.demands.counted
    if things:
        return float(any(is_named_beside(candidate.text, frozenset(one.terms)) for one in things))
    if relation is not None and not does(candidate.text, frozenset((*relation.terms, *relation.related))):
        return 0.0
    return float(bool(new_names(candidate.text, _known(question))))


def _time(question: Question, candidate: Candidate) -> float:
    known, relation = _known(question), question.demands.relation
    told = tells_when(candidate.text, known)
    if relation is None:
        return told
    if is_of_a_life(question, candidate):
        return EXACT
    if holds(relation, candidate.terms):
        return told
    if holds(relation, candidate.near | candidate.context.around):
        return told * _NEAR_BY
    return told * (_NOT_OF_IT if holds(relation, candidate.story) else _NOT_IN_STORY)


def is_of_a_life(question: Question, candidate: Candidate) -> bool:
    """Whether a birth or a death is asked for and a sentence gives the years of that life."""
    relation = question.demands.relation
    return relation is not None and not _LIFE.isdisjoint(relation.terms) and tells_of_a_life(candidate.text, _known(question))


_LIFE = frozenset(analyse("born birth died death"))
_NEAR_BY, _NOT_OF_IT, _NOT_IN_STORY = 0.8, 0.3, 0.1
"""What a time is worth where what it is asked of stands before it, elsewhere in the article, or nowhere in it by this word."""


def _place(question: Question, candidate: Candidate) -> float:
    relation = question.demands.relation
    known = _known(question)
    if not _WHICH.match(question.read) or _IN_WHICH.search(question.read):
        told = place_in(candidate.text, known)
        return told if relation is None or holds(relation, candidate.terms) else told * (_NEAR_BY if holds(relation, candidate.near) else _NOT_OF_IT)
    if relation is not None and not does(candidate.text, frozenset((*relation.terms, *relation.related))):
        return 0.0
    return float(bool(new_names(candidate.text, known)))


_IN_WHICH = re.compile(r"\b(?:in|at|to|from|near|into)\W*$", re.IGNORECASE)
_WHICH = re.compile(r"^\W*(?:which|what)\b", re.IGNORECASE)


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
    denied = 1.0 if any(one.stance in (Stance.DENIES, Stance.DOUBTS) for one in said) else 0.9 * bool(DENIAL.search(candidate.text))
    if not denied or _OF_WHAT_WAS_SAID.search(candidate.text):
        return denied
    return max(_LEAST_OF_A_CLAIM, denied - _FAR_OFF * max(0.0, _NEARNESS - _nearness(question, candidate)))


_OF_WHAT_WAS_SAID = re.compile(r"\b(?:it|this|both|neither|such)\b", re.IGNORECASE)


def _claim(question: Question, candidate: Candidate) -> float:
    fitness = 0.5 + 0.3 * bool(candidate.said or CUE.search(candidate.text) or DENIAL.search(candidate.text))
    if question.demands.speaker:
        fitness += 0.2 * is_said_by(candidate, question.demands.speaker)
    return max(_LEAST_OF_A_CLAIM, fitness - _FAR_OFF * max(0.0, _NEARNESS - _nearness(question, candidate)))


_FAR_OFF, _NEARNESS, _LEAST_OF_A_CLAIM = 0.7, 0.7, 0.05
"""What it costs a sentence that much of what a claim is about stands in it, or before it, only farther off, and how much has to stand near."""


def _takes_up(question: Question, candidate: Candidate) -> bool:
    """Whether somebody speaks in a sentence of what a question claims: the words of the end of the question, where a claim says it, stand in it."""
    if question.asked is not Asked.CLAIM or not (candidate.said or CUE.search(candidate.text) or DENIAL.search(candidate.text)):
        return False
    if question.demands.speaker and not is_said_by(candidate, question.demands.speaker):
        return False
    names = {term for alias in question.aliases for name in (alias.written, *alias.others) for term in terms_of(name)}
    numbers = [one for one in question.concepts if one.terms[0][:1].isdigit()]
    claimed = [one for one in question.concepts[1:] if names.isdisjoint(one.terms) and one not in numbers][-2:] or list(question.concepts[-1:])
    if not all(holds(one, candidate.near) for one in numbers):
        return False
    return any(not candidate.terms.isdisjoint(one.terms) for one in claimed) and all(holds(one, candidate.near) for one in claimed)


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
    r"|[“\"«][^”\"»]*\b(?:no|not|never|nobody|nothing|none|neither|cannot|false(?:hood)?|lies?|liars?|untrue|nonsense|absurd|fabricat\w+|invent\w+|\w+n['’]t)\b[^”\"»]*[”\"»]"
    r"|^\W*(?:Both|Neither|All)\s+(?:\w+\s+)?(?:den|reject|disput|admit|confirm)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def answers_back(sentence: str) -> bool:
    """Whether a sentence takes a stand on what was just said, without saying it again: "She denied it.", "Both deny the charge."."""
    return bool(_ANSWERS_BACK.search(sentence))


def is_answer(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence is an answer of the kind that is asked for at all."""
    return evidence.fitness > 0 or (question.asked not in TYPED and question.demands.role is None)


def is_sure(evidence: Evidence) -> bool:
    """Whether a sentence states just what is asked for and lacks nothing."""
    return evidence.fitness >= SURE and not evidence.lacks
