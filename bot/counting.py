"""Which figure of a sentence is of the quantity that a question asks for, and how surely. Pure.

A figure that names nothing ("closer to 700") is of the quantity of the figure before it, where its sentence speaks of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.candidates import Candidate, terms_of
from bot.demands import is_plural, months_in
from bot.fitting import figures, has_measure
from bot.kinds import Measure
from bot.lacking import is_only_met
from bot.question import Question
from bot.words import holds, words
from index.search import Concept
from sources.figures import addresses_software
from sources.model import Figure
from sources.quantities import OTHER
from sources.quantities import words as quantities

SURE, LIKELY, WITHDRAWN, PART, NOT = 1.0, 0.7, 0.6, 0.4, 0.0
_OF_A_NUMBER = re.compile(
    r"\b(?:numbers?|figures?|estimates?d?|counts?(?:ed)?|toll|totals?|tally|list(?:s|ed)?|there\s+(?:are|were|is|was)|not|corrected|revised|raised|lowered|more|fewer|left)\b",
    re.IGNORECASE,
)
_REMAINING = re.compile(r"\b(?:left|remain(?:s|ed|ing)?|retains?|strength|strong|force|ranks)\b", re.IGNORECASE)
_STANDS_FOR = {
    "killed": frozenset(("casualties",)),
    "wounded": frozenset(("casualties", "treated")),
    "captured": frozenset(("charged",)),
    "treated": frozenset(("wounded", "cases")),
    "rescued": frozenset(("released",)),
    "abducted": frozenset(("captured",)),
}
"""Quantities that may stand for one asked for, not the other way round."""
_NEVER = frozenset(("share", "money", "measure"))
_CLOSE = 45
"""Characters between a figure and what it counts: some seven words."""
_FARTHEST_BACK = 8
"""Sentences."""


def counted_by(question: Question, candidate: Candidate) -> float:
    """How surely a sentence has the figure that is asked for: `SURE`, `LIKELY` or something between; `NOT` when it has none."""
    text = candidate.text
    if not has_measure(text, question.measure):
        return LIKELY if _says_none(question, candidate) else NOT
    if addresses_software(candidate.passage.text):
        return NOT
    if question.demands.agent is not None and is_only_met(question.demands.agent, text):
        return NOT
    if question.measure is Measure.POPULATION:
        return SURE
    if question.measure is Measure.AMOUNT:
        return _amount_of(question, candidate)
    if question.measure not in (Measure.ANY, Measure.PEOPLE, Measure.STRENGTH):
        if question.demands.measure is not None and not _is_measured(question.demands.measure, candidate):
            return NOT
        held = sum(holds(concept, candidate.terms) for concept in question.concepts)
        if 2 * held > len(question.concepts):
            return SURE
        return LIKELY if held else PART if _about(question, candidate.context.before) else NOT
    surest = max((_match(question, candidate, figure) for figure in figures(text)), default=NOT)
    return surest or (LIKELY if _says_none(question, candidate) else NOT)


def _is_measured(measure: Concept, candidate: Candidate) -> bool:
    """Whether a sentence may be of what is measured: it names no other thing that is measured, and this one not."""
    return not candidate.terms.isdisjoint(measure.terms) or not _OTHER_MEASURE.search(candidate.text)


_OTHER_MEASURE = re.compile(r"\b(?:turnout|rates?|levels?|coverage|capacity|prices?|votes?|ballots|temperatures?|budget|stocks?)\b", re.IGNORECASE)


def _told_apart(question: Question) -> list[Concept]:
    """What is counted, where the words tell it from others: among the dead fighters are told from civilians, among those held they are not."""
    loose = words().generic - (words().strength if question.quantity in _OF_FIGHTERS_OR_NOT else frozenset())
    return [one for one in question.demands.counted if loose.isdisjoint(one.terms[:1])]


_OF_FIGHTERS_OR_NOT = frozenset(("killed", "wounded", "casualties"))


def _says_none(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence says of what is counted that there was none, or that somebody says so: "no civilians were hit", "nobody has died"."""
    if question.quantity not in _DEEDS or question.measure not in (Measure.ANY, Measure.PEOPLE):
        return False
    none = _NONE.search(candidate.text)
    if none is None or _WRONGLY.match(candidate.text, none.end()) or not _shows(str(question.quantity), none[0]):
        return False
    specific = _told_apart(question)
    return all(not candidate.terms.isdisjoint(one.terms) for one in specific)


_NONE = re.compile(
    r"\b(?:nobody|no\s*one|none|not\s+(?:one|a\s+single)|no(?!\s+(?:longer|more|less|fewer|doubt|comment|reason|evidence))|den(?:y|ies|ied)\s+that\s+any\w*)"
    r"\s+(?:[\w’'-]+\s+){0,4}?(?:(?:has|have|had|was|were|is|are|been|being|ever)\s+)+[\w-]+",
    re.IGNORECASE,
)
"""Zero, in words."""
_WRONGLY = re.compile(r"[^,;.]*\b(?:in\s+error|by\s+mistake|wrongly|mistakenly|unlawfully|illegally|unjustly)\b", re.IGNORECASE)
"""Who was not taken by mistake may have been taken."""


def _amount_of(question: Question, candidate: Candidate) -> float:
    """How surely a sentence says how much there is of what is asked for: it names it, or leaves it out where it was just named."""
    wanted = question.demands.counted
    if all(not candidate.terms.isdisjoint(one.terms) for one in wanted):
        return SURE
    return LIKELY if all(not (candidate.context.before | candidate.context.paragraph_before).isdisjoint(one.terms) for one in wanted) else NOT


def _about(question: Question, terms: frozenset[str]) -> bool:
    """Whether anything that the question asks about is among these terms."""
    return any(holds(concept, terms) for concept in question.concepts)


def _match(question: Question, candidate: Candidate, figure: Figure) -> float:
    recalled = _is_of_another_time(question, candidate, figure) or _is_of_another_month(question, candidate)
    if figure.quantity in _NEVER or _COUNTS_NO_ONE.match(candidate.text, figure.span.end) or (recalled and question.demands.years):
        return NOT
    specific = _told_apart(question)
    kind = _quantity_matches(question.quantity, candidate, figure) if question.quantity else LIKELY
    if not kind and specific and figure.quantity == OTHER and figure.unit not in (None, "people") and _shows(str(question.quantity), candidate.text):
        kind = LIKELY  # "300 families were displaced": families are no people, but they are what is asked for
    if not kind and specific and all(_is_left_out(candidate, figure, one) for one in specific):
        kind = LIKELY
    if not kind:
        return NOT
    if question.quantity is None:
        found = _by_noun(question, candidate, figure)
        return min(found, PART) if (figure.quantity in _DEEDS and figure.unit == "people") or _is_elsewhere(question, candidate, figure) else found
    if specific:
        kind = kind if all(_names(candidate.text, figure, one) or _is_left_out(candidate, figure, one) for one in specific) else NOT
    part = _is_part(figure.span.of(candidate.text)) or bool(_AMONG.match(candidate.text, figure.span.end))
    if part and question.quantity == "strength" and _LEFT.search(candidate.text):
        part = False
    if part and specific and all(holds(one, terms_of(figure.span.of(candidate.text))) for one in specific):
        part = False  # "seven of them children" are all the children
    gone = _STILL.search(question.read) and not _STANDING.search(_clause_of(candidate.text, figure))
    aside = recalled or part or gone or _is_elsewhere(question, candidate, figure)
    if aside or _ERROR.search(candidate.text) or _is_ruled_out(question, candidate):
        return min(kind, PART)
    return min(kind, WITHDRAWN) if _TAKEN_BACK.search(candidate.text) else kind


_COUNTS_NO_ONE = re.compile(
    r"\s*of\s+us\b|-(?:member|man|person|strong|storey|story|page|point|day|week|month|year|hour|minute|mile|metre|meter|judge|seat|bed|room|party|way|nation)\b"
)
"""Those who speak are neither the dead nor those who were taken away; "a three-member committee" says what it is like."""
_STILL = re.compile(r"\b(?:still|remain(?:s|ing)?)\b", re.IGNORECASE)
_STANDING = re.compile(r"\b(?:still|remain(?:s|ed|ing)?|left|being|unaccounted|not\s+yet)\b", re.IGNORECASE)


def _clause_of(sentence: str, figure: Figure) -> str:
    """The words around a figure, as far as the next figure on either side."""
    others = [one.span for one in figures(sentence) if one.span != figure.span]
    start = max((one.end for one in others if one.end <= figure.span.start), default=0)
    return sentence[start : min((one.start for one in others if one.start >= figure.span.end), default=len(sentence))]


_PART_OF = re.compile(r"(\S+)\s+of\s+(?:the(?:se|m)?|those|whom)\b", re.IGNORECASE)
_AMONG = re.compile(r"[^,;.]*?\bamong\s+(?:those|them|these|the)\b", re.IGNORECASE)
_LEFT = re.compile(r"\b(?:left|remain(?:s|ed|ing)?)\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"\b(?:since\s+(?:withdrawn|retracted)|(?:withdrew|retracted)\s+(?:the|its|their|his|her|that)\s+(?:figures?|numbers?|counts?|estimates?))\b", re.IGNORECASE
)
"""That a figure is no longer held to: it was a side, and is one to whoever asks what was said."""
_ERROR = re.compile(
    r"\b(?:(?:editing|typing|transcription)\s+error|(?:erroneously|mistakenly|incorrectly)\s+(?:said|stated|reported|gave|put))\b",
    re.IGNORECASE,
)
"""That a figure was never meant."""
_MANY_OF = frozenset("dozens scores hundreds thousands millions thirds quarters fifths tenths".split())


def _is_part(phrase: str) -> bool:
    """Whether a figure is a part of those who are counted: "three of the detained men", but not "30 members of the guard"."""
    found = _PART_OF.search(phrase)
    return found is not None and (not is_plural(found[1]) or found[1].lower() in _MANY_OF)


_OF_THEM = re.compile(r"\bof\s+(?:them|these|those|whom)\b", re.IGNORECASE)


def _is_ruled_out(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence speaks of what the question does not ask for, and not of what it asks for: "confirmed, not suspected"."""
    out = {term for found in _NOT_THESE.finditer(question.read) for term in terms_of(found[1])}
    wanted = next((one for one in question.concepts if out.isdisjoint(one.terms)), None)
    return wanted is not None and not out.isdisjoint(candidate.terms) and not holds(wanted, candidate.terms)


_NOT_THESE = re.compile(r"\b(?:not|without|excluding|except)\s+(?:the\s+)?([^\W\d_]+)", re.IGNORECASE)


def _quantity_of(sentence: str, figure: Figure) -> str:
    """The quantity of a figure; of "two of them" that of the figure before it."""
    if _OF_THEM.search(figure.span.of(sentence)):
        whole = [one for one in figures(sentence) if one.span.end <= figure.span.start and not _OF_THEM.search(one.span.of(sentence))]
        if whole:
            return whole[-1].quantity
    return figure.quantity


def _quantity_matches(asked: str, candidate: Candidate, figure: Figure) -> float:
    shown = _quantity_of(candidate.text, figure)
    if shown == asked:
        return SURE
    if shown in _STANDS_FOR.get(asked, ()):
        return LIKELY
    if asked == "strength" and shown in _SHOWN_BY_PLACE and _shows("strength", figure.span.of(candidate.text)):
        return LIKELY
    if shown == "captured" and asked in _DONE_TO_PRISONERS and _shows(asked, candidate.text):
        return LIKELY  # "90 prisoners walked free"
    if shown != OTHER or figure.unit not in (None, "people"):
        return NOT
    if asked == "strength" and _REMAINING.search(candidate.text):
        return LIKELY
    if asked in _DEEDS and figure.unit == "people" and _shows(asked, candidate.text):
        return LIKELY
    if not _shows(asked, candidate.text) and any(_shows(other, candidate.text) for other in _DEEDS | {"cases"} if other != asked):
        return NOT
    return LIKELY if _is_left_to_what_was_said(asked, candidate, figure) else NOT


def _is_left_to_what_was_said(asked: str, candidate: Candidate, figure: Figure) -> bool:
    """Whether a sentence leaves it to what was said before it what its figure counts, and that was what is asked for; "the number on board" says it itself."""
    if _NUMBER_OF.search(candidate.text):
        told = _NUMBER_OF.search(candidate.text[: figure.span.start])
        return (told is not None and _shows(asked, candidate.text[told.start() : figure.span.start])) or (
            _shows(asked, candidate.text) and _was_spoken_of(asked, candidate.text[: figure.span.start], candidate.context.earlier)
        )
    if not _OF_A_NUMBER.search(candidate.text[: figure.span.end]) and figure.unit is not None:
        return False
    return _was_spoken_of(asked, candidate.text[: figure.span.start], candidate.context.earlier)


_NUMBER_OF = re.compile(r"\b(?:numbers?|count|total|tally)\s+(?:of|on|in|aboard)\s+(?!them|these|those)", re.IGNORECASE)
_SHOWN_BY_PLACE = frozenset(("displaced", "workforce"))
"""Quantities that stand for how many there are, where the noun is one of fighters: "5,500 fighters shelter there"."""
_DONE_TO_PRISONERS = frozenset(("released", "escaped", "killed", "wounded"))
_DEEDS = frozenset(("killed", "wounded", "captured", "released", "missing", "abducted", "rescued", "escaped"))


@lru_cache(maxsize=32768)
def _shows(quantity: str, text: str) -> bool:
    """Whether a noun or a verb of a quantity stands in a text; the same sentences are looked at question after question."""
    lists = quantities()
    return any(quantity in patterns and patterns[quantity].search(text) for patterns in (lists.nouns, lists.verbs))


def _was_spoken_of(asked: str, before: str, earlier: Sequence[str]) -> bool:
    """Whether the last figure before that shows a quantity shows this one."""
    for back, sentence in enumerate((before, *reversed(earlier[-_FARTHEST_BACK:]))):
        for figure in reversed(figures(sentence)):
            if figure.quantity != OTHER and figure.quantity not in _NEVER:
                freed = figure.quantity == "captured" and asked in _DONE_TO_PRISONERS and _shows(asked, sentence)
                return figure.quantity == asked or freed
        if back <= _NEAR_BACK and _COUNTS.search(sentence) and _shows(asked, sentence):
            return True  # "the true toll is higher"
    return False


_NEAR_BACK = 2


def _by_noun(question: Question, candidate: Candidate, figure: Figure) -> float:
    """Where the words show no quantity: the noun that is counted stands with the figure, or was just spoken of."""
    wanted = question.demands.counted
    if not wanted:
        return LIKELY if question.measure is not Measure.PEOPLE or figure.unit in (None, "people") else NOT
    if all(_names(candidate.text, figure, one) for one in wanted):
        return SURE
    loosely = any(not (words().generic | words().loose).isdisjoint(one.terms[:1]) for one in wanted)
    subject = _NUMBERED.search(candidate.text[: figure.span.end])
    if subject and figure.unit in (None, "people") and all(holds(Concept(one.terms), terms_of(subject[1])) for one in wanted):
        return SURE
    if figure.unit not in (None, "people") or (figure.unit == "people" and not loosely):
        return NOT
    spoken = all(holds(one, candidate.context.before | candidate.context.paragraph_before) for one in wanted)
    return LIKELY if spoken or loosely else NOT


def _names(sentence: str, figure: Figure, wanted: Concept) -> bool:
    """Whether what a figure counts is called what the question calls it: in its own noun phrase, or right behind in "24 dead, all civilians"."""
    end = max(figure.span.end, figure.counted.end if figure.counted else 0)
    behind_number = sentence[figure.span.end : end]
    cut = _PHRASE_END.search(behind_number)
    phrase = figure.span.of(sentence) + (behind_number[: cut.start()] if cut else behind_number)
    behind = _ALL_OF_THEM.match(sentence, figure.span.start + len(phrase))
    return holds(
        Concept(wanted.terms, () if words().generic.isdisjoint(wanted.terms[:1]) else wanted.related), terms_of(f"{phrase} {behind[0] if behind else ''}")
    )


_NUMBERED = re.compile(r"([^,;.:]*)\b(?:number(?:ed|s)|total(?:led|ed|s)|amount(?:ed|s)\s+to|stood\s+at|stands\s+at|came\s+to)\b[^,;.:]*$", re.IGNORECASE)
"""What comes before says what is counted: "the attackers numbered about 80"."""
_COUNTS = re.compile(r"\b(?:numbers?|figures?|estimates?d?|counts?(?:ed)?|toll|totals?|tally|lists?|listed|recorded)\b", re.IGNORECASE)


def _is_left_out(candidate: Candidate, figure: Figure, wanted: Concept) -> bool:
    """Whether a figure counts nothing by name, and what is asked for was spoken of just before: "the true number was closer to 700"."""
    named = figure.quantity != OTHER or figure.unit is not None or not _COUNTS.search(candidate.text) or _NUMBER_OF.search(candidate.text)
    return not named and holds(Concept(wanted.terms, ()), candidate.context.before | candidate.context.paragraph_before)


_PHRASE_END = re.compile(r"[,;:()—–]|\s-\s|\b(?:and|or|who|which|that|were|was|are|is|had|have|has|after|before|while|when|from)\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r",\s+(?:all|most|mostly|mainly|including|among\s+them)\b[^,;.]*", re.IGNORECASE)


def _is_elsewhere(question: Question, candidate: Candidate, figure: Figure) -> bool:
    """Whether a figure is said to be of another place than the one that is asked about, which its sentence does not name."""
    asked = _places_of(question)
    if not asked or not asked.isdisjoint(candidate.terms):
        return False
    text = candidate.text
    if _WORST_OF_ALL.search(text):
        return True
    known = {term for concept in question.concepts for term in concept.terms}
    countries = words().peoples.keys()
    clause = _CLAUSE_END.search(text, figure.span.end)
    behind = text[figure.span.end : clause.start() if clause else len(text)]
    before = text[: figure.span.start]
    named = [terms_of(place["name"]) for place in _SOMEWHERE.finditer(behind) if not _TIMES.match(place["name"])]
    named += [
        terms
        for place in _SOMEWHERE.finditer(before)
        for terms in (terms_of(place["name"]),)
        if before.startswith(", where", place.end()) or (before.startswith(",", place.end()) and not terms.isdisjoint(countries))
    ]
    named += [terms for subject in _HAS.finditer(before) if not (terms := terms_of(subject[1])).isdisjoint(countries)]
    return any(known.isdisjoint(terms) for terms in named)


def _places_of(question: Question) -> set[str]:
    """The terms of the places that are asked about; a country is one wherever it stands."""
    countries = words().peoples.keys()
    named = () if _NO_NAME.search(question.read) else question.demands.places  # "at the mine": whichever it is
    places = {term for place in named for word in place for term in word.terms}
    return places | {term for concept in question.concepts if not countries.isdisjoint(concept.terms) for term in concept.terms}


_HAS = re.compile(r"\b([^\W\d_a-z]\w+)\s+(?:has|have|had|recorded|reported|reports|counts|counted)\b")
_NO_NAME = re.compile(r"\b(?:in|at|near|inside|across)\s+the\s+[a-z]+\W*$")
_CLAUSE_END = re.compile(r"[;.()—–](?:\s|$)|,\s|\s-\s|[\"”]")
_SOMEWHERE = re.compile(
    r"\b(?i:in|at|near|across)\s+(?:the\s+|its\s+)?(?:(?:[a-z-]+\s+){1,3}of\s+|(?:north|south|east|west)\w*\s+|neighbou?ring\s+)?"
    r"(?P<name>[^\W\d_a-z][\w’'-]+(?:\s+[^\W\d_a-z][\w’'-]+)*)"
)
_TIMES = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\w+day\b")
_WORST_OF_ALL = re.compile(r"\b(?:most|worst|hardest|least)[\s-](?:affected|hit|stricken)\b", re.IGNORECASE)


def _is_of_another_time(question: Question, candidate: Candidate, figure: Figure) -> bool:
    """Whether a figure is said to be of another year than the one that is asked about, or, where none is, than the article's."""
    year = figure.as_of[:4] if figure.as_of else None
    if year is None or question.demands.after or question.demands.before:
        return False
    asked = question.demands.years
    if asked:
        return int(year) not in asked
    published = candidate.passage.published
    return published is not None and not published.year - 1 <= int(year) <= published.year


def _is_of_another_month(question: Question, candidate: Candidate) -> bool:
    """Whether another month is named with a figure, or just before it, than the question names."""
    asked = set(question.demands.months)
    named = asked and set(months_in(candidate.text) or months_in(candidate.passage.text[: candidate.inside[candidate.place].start]))
    return bool(named) and named.isdisjoint(asked)
