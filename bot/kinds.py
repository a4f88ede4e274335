"""What kind of answer a question wants, by how it is worded. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from sources.quantities import words as quantities


class Asked(StrEnum):
    """The kind of answer. PERSON: who somebody is; ACTOR: who did or is something; NAME: what something is called."""

    NUMBER = "number"
    PERSON = "person"
    ACTOR = "actor"
    NAME = "name"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    SPEECH = "speech"
    STANCE = "stance"
    CLAIM = "claim"
    OTHER = "other"


class Measure(StrEnum):
    """What the figure of a number question counts or measures."""

    ANY = "any"
    SHARE = "share"
    LENGTH = "length"
    AGE = "age"
    MONEY = "money"
    STRENGTH = "strength"
    PEOPLE = "people"
    LEVEL = "level"
    SPEED = "speed"
    DURATION = "duration"
    TIMES = "times"
    AMOUNT = "amount"
    POPULATION = "population"


_NUMBER = re.compile(
    r"\b(?:how\s+(?:many|much|big|large|strong|old|deep|high|long|far|tall|wide|often|frequently|fast|quickly|hot|cold|heavy)|(?:the\s+)?(?:total\s+)?numbers?\s+of"
    r"|what\s+(?:share|percentage|proportion|number|fraction|per\s*cent)|(?:the\s+)?(?:size|total|count|share|percentage)\s+of|tolls?|strength|population"
    r"|what\s+(?:is|was|were|are)\b.*\b(?:revenues?|profits?|turnover|sales|budget|salary|price|turnout|value|debts?|fine|ransom|reward|bounty))\b"
    r"|^(?!\W*(?:why|who|when|where|is|are|was|were|do|does|did|has|have|had|can|could|will|would|what\s+does|what\s+did)\b).*\b(?:figures?|estimates?|counts?|numbers?)\s+(?:for|on)\s+(?!\d)",
    re.IGNORECASE,
)
_SPEAKING = (
    r"(?:say|said|says|saying|think|thinks|claims?|claimed|comment|tell|told|answer|reply|replied|respond|announced?|warn(?:ed)?|report(?:ed)?|write|wrote|estimated?"
    r"|explain(?:ed)?|call(?:ed)?)"
)
_DOUBTING = (
    r"(?:den(?:y|ies|ied)|rejects?(?:ed)?|dismiss(?:es|ed)?|disput(?:es?|ed)|doubts?(?:ed)?|questions|questioned|challeng(?:es?|ed)|contradict(?:s|ed)?"
    r"|disagree(?:s|d)?|refut(?:es?|ed)|sceptical|skeptical)"
)
_AGREEING = r"(?:confirm(?:s|ed)?|accept(?:s|ed)?|admit(?:s|ted)?|acknowledg(?:es?|ed)|conced(?:es?|ed)|agree(?:s|d)?|back(?:s|ed)|endorse(?:s|d)?)"
_AUXILIARY = r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
_WITH_NAMES = (
    r"company|firm|group|party|agency|organi[sz]ation|outlet|newspaper|team|club|band|airline|bank|ship|vessel|film|movie|book|novel|song|album|actor|actress|director|singer"
    r"|author|writer|player|politician|minister|candidate|commander|general|officer|judge|lawyer|leader|president|mayor|governor|spokes(?:man|woman|person)|journalist|official"
)
"""Things and people of whom one is called by a name."""
_PLACES = (
    r"country|city|town|place|province|district|region|village|county|island|street|road|valley|border|sea|lake|river|jail|prison|hospital|school|camp|base|port|airport|station"
    r"|mosque|church|hotel|market|mine|bridge|building|neighbou?rhood|constituency"
)
_KINDS = (
    (Asked.NUMBER, _NUMBER),
    (Asked.STANCE, re.compile(rf"\b(?:who|anyone|anybody|someone|somebody|which\s+\w+)\b(?:\s+\w+)?\s+(?:{_DOUBTING}|{_AGREEING})\b", re.IGNORECASE)),
    (Asked.NAME, re.compile(rf"\bnames?\s+of\b|^\W*(?:what|which)\s+(?:{_WITH_NAMES})\b", re.IGNORECASE)),
    (Asked.PERSON, re.compile(r"^\W*who(?:'s|’s)?\s+(?:is|was|are|were)\s+(?!\w+(?:ed|ing)\b)|^\W*who['’]s\b|\bwho\s+(?:is|was|are|were)\W*$", re.IGNORECASE)),
    (Asked.ACTOR, re.compile(r"^\W*who\b", re.IGNORECASE)),
    (
        Asked.TIME,
        re.compile(
            rf"^\W*(?:when|since\s+when|(?:on|in)?\s*(?:what|which)\s+(?:date|day|year|month|time)\b)|\b(?:in|on)\s+(?:which|what)\s+(?:year|month|date|day)\b|^\W*what(?:['’]s|\s+{_AUXILIARY})\s+(?:the\s+|\w+['’]s\s+)?(?:\w+\s+){{0,2}}dates?\b",
            re.IGNORECASE,
        ),
    ),
    (Asked.PLACE, re.compile(rf"^\W*(?:where|(?:in\s+|to\s+|from\s+)?(?:which|what)\s+(?:{_PLACES})\b)", re.IGNORECASE)),
    (Asked.REASON, re.compile(r"\bwhy\b|\bhow\s+come\b|\bwhat\s+(?:caused|led\s+to)\b|\b(?:reasons?|causes?)\s+(?:for|of|behind)\b", re.IGNORECASE)),
    (Asked.SPEECH, re.compile(rf"\b(?:what|how)\b.*\b{_SPEAKING}\b|^\W*quotes?\b|^\W*according\s+to\b", re.IGNORECASE)),
    (Asked.CLAIM, re.compile(rf"^\W*(?:{_AUXILIARY}|any|is\s+it\s+true)\b|\b(?:any|anyone|anybody)\s+\w+(?:ed|en)\b", re.IGNORECASE)),
)
_SIZE = re.compile(r"\b(?:how\s+(?:big|large|strong)|size|strength)\b", re.IGNORECASE)
_MEASURES = (
    (Measure.SHARE, re.compile(r"\b(?:share|percentage|proportion|fraction|per\s*cent|percent|how\s+much\s+of)\b", re.IGNORECASE)),
    (
        Measure.POPULATION,
        re.compile(
            r"^\W*(?:(?:what|how\s+(?:big|large))\b.*\s)?(?:the\s+)?(?:(?:total|estimated|current)\s+)*population\b|\bhow\s+many\s+(?:people|persons|inhabitants|residents)\s+(?:live|lived|reside|are\s+there\s+in)\b",
            re.IGNORECASE,
        ),
    ),
    (Measure.LENGTH, re.compile(r"\bhow\s+(?:deep|high|tall|wide)\b", re.IGNORECASE)),
    (Measure.AGE, re.compile(r"\bhow\s+old\b", re.IGNORECASE)),
    (
        Measure.MONEY,
        re.compile(r"\bhow\s+much\b.*\b(?:costs?|pay|paid|pays|money|spent|spend|worth|earn|earned|price|budget|fine|fined|give|gave)\b", re.IGNORECASE),
    ),
    (Measure.MONEY, re.compile(r"^\W*(?:\w+\s+)?(?:compensation|price|costs?|budget|income|losses|damage)\b", re.IGNORECASE)),
    (
        Measure.MONEY,
        re.compile(r"\bwhat\s+(?:is|was|were|are)\b.*\b(?:revenues?|profits?|budget|salary|price|debts?|fine|ransom|reward|bounty)\b", re.IGNORECASE),
    ),
    (Measure.LEVEL, re.compile(r"\b(?:levels?|rates?|coverage|concentration|turnout|temperature|capacity)\b", re.IGNORECASE)),
    (Measure.SPEED, re.compile(r"\bhow\s+fast\b|\bwhat\s+speed\b", re.IGNORECASE)),
    (Measure.DURATION, re.compile(r"\bhow\s+(?:long|quickly)\b", re.IGNORECASE)),
    (Measure.TIMES, re.compile(r"\bhow\s+(?:often|frequently|many\s+times)\b", re.IGNORECASE)),
    (Measure.STRENGTH, _SIZE),
    (Measure.AMOUNT, re.compile(r"\bhow\s+much\b", re.IGNORECASE)),
    (Measure.PEOPLE, re.compile(r"\bhow\s+many\s+(?:people|persons|ppl)\b", re.IGNORECASE)),
)
_WORDING = re.compile(r"\b(?:who|what|which|when|where|why|how|whose|whom)\b", re.IGNORECASE)


_MEASURABLE = re.compile(
    r"\b(?:levels?|rates?|coverage|concentration|price|cost|costs|capacity|output|temperature|compensation|turnout|budget|losses|damage|income|population|speed|size"
    r"|casualties|toll|rockets|weapons|doses)\b",
    re.IGNORECASE,
)
_BEHIND_HEAD = re.compile(r"\b(?:in|at|near|before|after|since|from|during|for|to|of|by|with|on|not)\b.*", re.IGNORECASE)
_NEVER_ALONE = frozenset(("charged", "workforce", "destroyed"))


def kind_of(text: str) -> Asked:
    """The kind of answer that a question wants."""
    found = next((kind for kind, pattern in _KINDS if pattern.search(text)), Asked.OTHER)
    if found is Asked.OTHER and not names_a_count(text) and text.rstrip().endswith("?") and len(text.split()) > 3:
        return Asked.CLAIM
    return found


def names_a_count(text: str) -> bool:
    """Whether a phrase without an asking word names something that is counted or measured: "deaths in the collapse", "methane level"."""
    if _WORDING.search(text) or re.match(rf"\W*{_AUXILIARY}\b", text, re.IGNORECASE):
        return False
    head = head_of(text)
    lists = quantities()
    counted = any(pattern.search(head) for name, pattern in (*lists.nouns.items(), *lists.verbs.items()) if name not in _NEVER_ALONE)
    return counted or bool(_MEASURABLE.search(head))


def head_of(phrase: str) -> str:
    """A noun phrase without what is said of it behind a preposition."""
    return _BEHIND_HEAD.sub("", phrase)


def measure_of(text: str) -> Measure:
    """What is to be counted or measured."""
    return next((measure for measure, pattern in _MEASURES if pattern.search(text)), Measure.ANY)


_SPOKEN_BY = (
    re.compile(r"\baccording\s+to\s+(?P<who>[^,?;]+)", re.IGNORECASE),
    re.compile(rf"\bwhat\s+(?:does|do|did|has|have|is|are|was|were)\s+(?P<who>.+?)\s+(?:(?:have|had)\s+to\s+)?{_SPEAKING}\b", re.IGNORECASE),
    re.compile(rf"^\W*(?:do|does|did|has|have)\s+(?P<who>.+?)\s+(?:{_SPEAKING}|{_DOUBTING}|{_AGREEING})\b", re.IGNORECASE),
    re.compile(rf"\bwhat\s+(?P<who>(?:the\s+)?\w+(?:\s+\w+){{0,3}}?)\s+{_SPEAKING}\b", re.IGNORECASE),
)
_NOBODY = re.compile(r"^(?:any(?:one|body)|some(?:one|body)|they|he|she|it|people|you|there|this|that)$", re.IGNORECASE)


def spoken_by(text: str) -> str | None:
    """Whom the question wants to hear, as it is written; None when it names nobody."""
    for pattern in _SPOKEN_BY:
        found = pattern.search(text)
        if found:
            return None if _NOBODY.match(found["who"].strip()) else found["who"].strip()
    return None


def wants_doubt(text: str) -> bool:
    """Whether somebody is asked for who does not accept something."""
    return bool(re.search(rf"\b{_DOUBTING}\b", text, re.IGNORECASE))


def wants_latest(text: str) -> bool:
    """Whether the newest is wanted before all."""
    return bool(re.search(r"\b(?:latest|newest|most\s+recent|currently|right\s+now)\b", text, re.IGNORECASE))
