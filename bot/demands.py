"""What no answer to a question may lack: whom it is about, what is counted, which deed, where, when, and who is to speak. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.kinds import Asked, Measure, head_of, measure_of, names_a_count, spoken_by
from bot.words import concept_of, words
from index.analyse import STOP_WORDS, analyse, concepts
from index.search import Concept
from sources.datings import datings
from sources.quantities import words as quantities


@dataclass(frozen=True, slots=True)
class Demands:
    """What an answer may not lack.

    ``names``: who is asked about; ``counted``: what is counted; ``deed``: what was done to them; ``places``: the words of
    each place's name; ``years``; ``speaker``: the words of who is to speak; ``relation``: what the one who is asked for does
    ("leads"), or what the time is of ("released"); ``role``: what the person who is asked for is, where no name is known ("the leader of the front");
    ``agent``: who is to have done what is counted; ``months``: names of months, in three letters; ``measure``: the word for what is measured ("turnout");
    ``after`` and ``before``: ISO 8601, as exact as asked, ends of the time that is asked about.
    """

    names: tuple[Concept, ...] = ()
    counted: tuple[Concept, ...] = ()
    deed: Concept | None = None
    places: tuple[tuple[Concept, ...], ...] = ()
    years: tuple[int, ...] = ()
    speaker: tuple[Concept, ...] = ()
    relation: Concept | None = None
    role: Concept | None = None
    agent: Concept | None = None
    months: tuple[str, ...] = ()
    measure: Concept | None = None
    after: str | None = None
    before: str | None = None


_COUNTED = re.compile(r"\b(?:how\s+many|numbers?\s+of)\s+(.*)", re.IGNORECASE)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|near|inside|within|across)\s+(?!(?:an?|which|what|whose|several|most|all|this|that|his|her|its|their)\b)((?:the\s+)?.*)", re.IGNORECASE
)
_WHO_IS = re.compile(r"\bwho(?:['’]s|\s+(?:is|was|are|were))\s+([^,;?!]+)", re.IGNORECASE)
_WHO = re.compile(r"\bwho(?:['’]s)?\s+(?:(?:was|were|is|are|has|have|had|be|been|being|got|get|gets|will|would)\s+)*(?P<verb>[\w-]+)", re.IGNORECASE)
_WHICH = re.compile(r"^\W*(?:what|which)\s+\w+\s+(?:(?:was|were|is|are|has|have|had|been|did|does)\s+)*(?P<verb>[\w-]+)", re.IGNORECASE)
_DID = re.compile(
    r"\bhow\s+(?:many|much)\b.*?\b(?:(?:do|does|did)\s+(?P<who>(?:the\s+)?[\w-]+(?:\s+[\w-]+)??)\s+\w+"
    r"|(?:is|are|was|were)\s+(?P<whom>(?:the\s+)?(?!still\b|now\b|currently\b|not\b|\w+ly\b|there\b)[\w-]+)\s+(?!being\b|missing\b)\w+ing\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:\w+ed|held|caught|taken|freed)\s+by\s+(?P<who>(?:the\s+)?[^\W\d_][\w-]+)", re.IGNORECASE)
_NAMES_OF = re.compile(r"\bnames?\s+of\s+(.+?)(?=\s+(?:who|whom|whose|that|which|in|at|on|from|killed|arrested)\b|[,;?!]|$)", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
_LONGEST_NAME = 4
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BOUND = re.compile(r"\b(?:(?P<after>since|after|from)|(?P<before>before|until|till|up\s+to|as\s+of|by))\s+(?=[\w ]*\d)", re.IGNORECASE)
_JOINING = STOP_WORDS | frozenset("among amongst amid aboard along across inside near since within without per via against toward towards left".split())
"""Words that end the name of what is counted, or of a place."""
_NOT_PLACES = frozenset(
    analyse(
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sept oct nov dec"
        " jail prison custody detention total all fact spring summer autumn winter morning evening night past least most error mistake"
    )
)
_COMPASS = tuple(frozenset((side, f"{side}ern")) for side in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"))
_SIDES = frozenset().union(*_COMPASS) | frozenset(analyse("central upper lower new"))
_MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)


def telling(text: str) -> tuple[tuple[str, ...], ...]:
    """The concepts of a text that an answer has to hold: those of its words but the ones that ask."""
    return tuple(concepts(re.sub(r"[\w'’-]+", lambda word: " " if word[0] in words().asking else word[0], text[:1].lower() + text[1:])))


def demands_of(text: str, asked: Asked, kept: tuple[tuple[str, ...], ...]) -> Demands:
    """What a question of this kind demands. ``kept``: its concepts."""
    deeds = words().deeds
    counts = asked is Asked.NUMBER and measure_of(text) in (Measure.ANY, Measure.PEOPLE, Measure.STRENGTH)
    done = (
        next((terms for terms in kept if not deeds.keys().isdisjoint(terms)), None)
        if counts or (asked is not Asked.NUMBER and _does(text, deeds.keys()))
        else None
    )
    aliases = tuple(concept_of(terms) for terms in kept if terms[0].startswith("=") and words().states.isdisjoint(terms))
    after, before = _period(text)
    speaker = spoken_by(text) if asked not in (Asked.PERSON, Asked.NUMBER) or "according" in text.lower() else None
    return Demands(
        names=(*_surname(text), *aliases) if asked is Asked.PERSON else aliases,
        counted=_counted(text) if asked is Asked.NUMBER else _named_thing(text) if asked is Asked.NAME else (),
        deed=concept_of(done) if done else None,
        places=_places(text),
        years=() if after or before else tuple(int(year) for year in _YEAR.findall(text)),
        speaker=tuple(map(concept_of, _spoken(speaker))) if speaker else (),
        relation=_timed(text, asked) if asked is Asked.TIME or _WHERE.match(text) else _relation(text, asked),
        role=_role(text) if asked is Asked.PERSON else None,
        agent=_agent(text) if asked is Asked.NUMBER else None,
        months=() if after or before else tuple(months_in(text)),
        measure=_measured(text) if asked is Asked.NUMBER and measure_of(text) in (Measure.LEVEL, Measure.SHARE) else None,
        after=after,
        before=before,
    )


def quantity_in(text: str, measure: Measure) -> str | None:
    """The quantity of the closed list that is asked for; None when the words show none. A deed outweighs who it was done to."""
    if measure is Measure.STRENGTH:
        return "attendance" if _GATHERING.search(text) else "strength"
    if measure not in (Measure.ANY, Measure.PEOPLE):
        return None
    lists = quantities()
    somewhere = _SOMEWHERE.search(text)
    head = _SOMEWHERE.sub(" ", text) if somewhere and not _COUNTED.search(somewhere[0]) and not _HELD.match(somewhere[1]) else text
    shown = {name: found.start() for name, pattern in lists.verbs.items() if (found := pattern.search(head)) and name not in _NO_DEEDS}
    shown |= {name: found.start() for name, pattern in lists.nouns.items() if (found := pattern.search(head)) and name in _DEEDS_AS_NOUNS}
    for word in re.finditer(r"[\w'’-]+", head):  # "did they free", which is a verb only where somebody is asked about
        group = {other for term in analyse(word[0]) for other in words().deeds.get(term, ())}
        shown |= {name: word.start() for name, term in _DEEDS.items() if term in group and name not in shown}
    if shown:
        return min(shown, key=lambda name: (name in _WEAK, shown[name]))
    return next((name for name, pattern in lists.nouns.items() if name not in _NEVER_BY_NOUN and pattern.search(head)), None)


_HELD = re.compile(r"(?:custody|jail|prison|detention|captivity)\b", re.IGNORECASE)
"""States of people, which "in" names as it names places."""
_DEEDS = {"captured": analyse("arrested")[0], **{name: analyse(name)[0] for name in ("killed", "wounded", "released", "missing", "rescued")}}
"""Quantities by the term of a deed."""
_NO_DEEDS = frozenset(("strength", "supplies", "votes", "attendance", "workforce", "charged"))
_DEEDS_AS_NOUNS = frozenset(("killed", "wounded", "casualties", "missing", "captured", "abducted", "rescued"))
_GATHERING = re.compile(
    r"\b(?:crowds?|rall(?:y|ies)|march(?:es)?|protests?|demonstrations?|gatherings?|processions?|vigils?|funerals?|audiences?)\b", re.IGNORECASE
)
_WEAK = frozenset(("cases", "attacks", "treated", "rescued", "captured", "abducted", "strength"))
_NEVER_BY_NOUN = frozenset(("workforce", "attendance", "treated", "destroyed", "seized"))


def _does(text: str, deeds: Collection[str]) -> bool:
    """Whether the verb behind "who" is a deed: in "who resigned over missing passports" nobody is missing."""
    verb = _WHO.search(text)
    return verb is not None and not set(deeds).isdisjoint(analyse(verb["verb"]))


def _relation(text: str, asked: Asked) -> Concept | None:
    """What the one who is asked for does: the verb behind "who", or behind "which company"."""
    if asked not in (Asked.ACTOR, Asked.NAME, Asked.PLACE):
        return None
    verb = (_WHO if asked is Asked.ACTOR else _WHICH).search(text)
    terms = analyse(verb["verb"]) if verb else ()
    return concept_of(terms[-1:]) if terms and verb and (asked is not Asked.PLACE or re.match(r"^\W*(?:which|what)\b", text, re.IGNORECASE)) else None


def _timed(text: str, asked: Asked) -> Concept | None:
    """What the time or the place is asked of: "when was it released", "the release date of"; None for what only says that it was."""
    named = _DATE_OF.search(text) or _OF_DATE.search(text)
    what = named["what"] if named else _done(text, asked)
    terms = analyse(what) if what.lower() not in words().asking | _BEING else ()
    return concept_of(terms[-1:]) if terms else None


def _done(text: str, asked: Asked) -> str:
    """The verb behind "when was the bridge at Orsk": the first word before a preposition or the end that has the form of one, or else the first."""
    begun = _WHEN_WAS.match(text)
    found = list(_VERB_PLACE.finditer(text, begun.end())) if begun else []
    verb = next(
        (one for one in found if one["what"].endswith(("ed", "en", "wn", "lt", "pt", "ught")) or not words().forms.keys().isdisjoint(analyse(one["what"]))),
        found[0] if found else None,
    )
    if verb is None or (asked is Asked.TIME and verb["off"]):
        return ""  # what runs out, ends: each article says that in a word of its own
    return verb["what"]


_DATE_OF = re.compile(r"\b(?!the\b|what\b|exact\b)(?P<what>[\w-]+)\s+dates?\b", re.IGNORECASE)
_OF_DATE = re.compile(r"\bdates?\s+of\s+(?!the\b|an?\b)(?P<what>[a-z-]+)\b")
_WHEN_WAS = re.compile(r"^\W*(?:when|where|(?:on|in)?\s*(?:what|which)\s+\w+)\s+(?:was|were|is|are|did|does|do|will|has|have|had)\s+\S+(?=\s)", re.IGNORECASE)
_VERB_PLACE = re.compile(
    r"\s(?P<what>[\w-]+)(?P<off>\s+(?:over|out|up|down|off|away|back))?(?=\s+(?:in|at|by|on|for|from|to|with|as|near|into|its|his|her|their)\b|\W*$)",
    re.IGNORECASE,
)
_BEING = frozenset("begin began begun start started end ended stop stopped be been open opened first take place held hold occur happen".split())
"""Verbs that an article seldom uses of what it tells to have been."""


_WHERE = re.compile(r"^\W*where\b", re.IGNORECASE)


def _role(text: str) -> Concept | None:
    """The role of the person who is asked for: "who is the governor of", "who is the new ISKP leader", "who is Nebra's chief"; None for a name."""
    found = _ROLE_OF.search(text)
    role = (_WHICH_ROLE.split(found["role"])[0].split() or [""])[-1] if found else ""
    if not role or (role[:1].isupper() and not role.isupper() and text != text.upper()):
        return None
    terms = analyse(role)
    return concept_of(terms[-1:]) if terms and not terms[0].startswith("=") else None


_ROLE_OF = re.compile(r"\bwho(?:['’]s|\s+(?:is|was|are|were))\s+(?:(?:now|currently)\s+)?(?:the|an?|[\w-]+['’]s)\s+(?P<role>[^,;?!]+)", re.IGNORECASE)
_WHICH_ROLE = re.compile(r"\s+(?:of|in|at|for|to|behind|on|from|with|who|that)\s+|\s+(?:now|currently|today)\b", re.IGNORECASE)


def _agent(text: str) -> Concept | None:
    """Who is to have done it: "how much did the company pay"."""
    found = _DID.search(text) or _BY.search(text)
    named = telling(found["who"] or found["whom"]) if found and found.re is _DID else telling(found["who"]) if found else ()
    return concept_of(named[-1]) if named else None


def _spoken(who: str) -> tuple[tuple[str, ...], ...]:
    return tuple(concepts(re.sub(r"\b(?:the|a|an)\b", " ", who, flags=re.IGNORECASE)))


def _surname(text: str) -> tuple[Concept, ...]:
    """The last word of the name behind "who is", or of the role and of what it is a role in; more than a few words are a description."""
    asked = _WHO_IS.search(text)
    parts = _OF.split(asked[1]) if asked and len(asked[1].split()) <= _LONGEST_NAME + 2 * bool(_OF.search(asked[1])) else []
    return tuple(concept_of(named[-1]) for named in map(telling, parts) if named)


def _named_thing(text: str) -> tuple[Concept, ...]:
    found = _NAMES_OF.search(text)
    named = [terms for word in re.findall(r"[\w'’-]+", found[1]) if (terms := analyse(word))] if found else []
    return (concept_of(named[-1][-1:]),) if named else ()


def _counted(text: str) -> tuple[Concept, ...]:
    """What is counted: the last noun in the plural, or of people, right behind "how many" or in a bare phrase; a place or a deed ends the search."""
    text = _HOW_MANY_LAST.sub("", text)
    phrase = _COUNTED.search(text)
    if measure_of(text) is Measure.AMOUNT:
        return _amount(text)
    named = ""
    for word in re.findall(r"[^\s?.!,;:]+|[?.!,;:]", phrase[1] if phrase else head_of(text) if names_a_count(text) else ""):
        terms = analyse(word)
        if not terms or word.lower() in _JOINING or not words().deeds.keys().isdisjoint(terms):
            break
        if is_plural(word) and word not in words().asking and not terms[0].startswith("="):
            named = word
    return (concept_of(analyse(named)[-1:]),) if named else ()


_HOW_MANY_LAST = re.compile(r"[\s,]+how\s+many\W*$", re.IGNORECASE)
_AUXILIARY = r"(?:has|have|had|is|are|was|were|do|does|did|will|would|can)\b"
_MUCH = re.compile(rf"\bhow\s+much\s+(?P<what>(?:(?!{_AUXILIARY})[\w-]+\s+)+?)(?={_AUXILIARY})", re.IGNORECASE)


def _amount(text: str) -> tuple[Concept, ...]:
    """What "how much" is asked of: the last word before the auxiliary, or the first where there is none."""
    found = _MUCH.search(text)
    named = found["what"].split()[-1:] if found else re.findall(r"\bhow\s+much\s+([\w-]+)", text, re.IGNORECASE)
    return tuple(concept_of(terms[-1:]) for word in named if word not in words().asking and (terms := analyse(word)))


def is_plural(word: str) -> bool:
    """Whether a word is in the plural, by its form or by the lists of figures.toml."""
    lower = word.lower()
    return lower in quantities().plural or lower in quantities().people or (lower.endswith("s") and not lower.endswith(("ss", "us", "is")))


def _places(text: str) -> tuple[tuple[Concept, ...], ...]:
    """The words of each name behind "in" or "at"; times and states of people are no places.

    Who writes capitals at all writes them in names: then only words with one count.
    """
    cased = text[1:] != text[1:].lower() and text != text.upper()
    found = []
    rest = text
    while somewhere := _SOMEWHERE.search(rest):
        rest = somewhere[1]
        named = _noun_words(rest)
        if cased:
            capitals = {term for word in re.findall(r"[\w'’-]+", rest) if word[:1].isupper() for term in analyse(word)}
            named = [terms for terms in named if not capitals.isdisjoint(terms)]
        sides = [side for terms in named for side in _COMPASS if not side.isdisjoint(terms)]
        named = [terms for terms in named if (_NOT_PLACES | _SIDES).isdisjoint(terms) and not any(term.isdigit() for term in terms)]
        found.append(tuple(map(_place_word, named)))
        found += [(Concept(tuple(sorted(side))),) for side in sides if named]
    return tuple(filter(None, found))


def _place_word(terms: tuple[str, ...]) -> Concept:
    """A word of a place, which may go by another ("depot", "store"); what happened there may not: a raid is not any attack."""
    found = concept_of(terms)
    return Concept(found.terms) if any(quantities().nouns["attacks"].search(term) for term in terms) else found


def is_event(place: Sequence[Concept]) -> bool:
    """Whether what stands behind "in" is something that happened, and no place: an article is of it from its head to its end."""
    return any(term in words().events for word in place for term in word.terms[:1])


def _noun_words(text: str) -> list[tuple[str, ...]]:
    """The concepts of the words up to one that joins, tells a deed, or only asks."""
    found: list[str] = []
    for word in re.findall(r"[^\s?.!,;:]+|[?.!,;:]", text):
        terms = analyse(word)
        if found and (word.lower() in _JOINING or not terms):
            break
        if not words().deeds.keys().isdisjoint(terms) or word in words().asking:
            break
        found.append(word)
    return list(telling(" ".join(found)))


def _period(text: str) -> tuple[str | None, str | None]:
    """(after, before): the dates with a year that the question sets as bounds."""
    bound = _BOUND.search(text)
    if bound is None:
        return None, None
    dated = _MONTHS.sub(lambda month: month[0].capitalize(), text[bound.end() :])
    day = next((time.day for time in datings(f"in {dated}") if time.day), None)
    return (day, None) if bound["after"] else (None, day)


def months_in(text: str) -> list[str]:
    """The months that a text names, in three small letters, each once."""
    return list(dict.fromkeys("mar" if "march" in month[0].lower() else month[0][:3].lower() for month in _A_MONTH.finditer(text)))


_A_MONTH = re.compile(
    rf"(?!march){_MONTHS.pattern}\.?|\b(?:in|since|until|till|by|of|during|early|mid|late|last|this|next|\d+(?:st|nd|rd|th)?)[\s-]+march\b|\bmarch\s+\d|\bmay(?=\s+\d)|(?<=\d\s)may\b",
    re.IGNORECASE,
)


def _measured(text: str) -> Concept | None:
    """The word for what is measured, or of what a share is asked: "turnout", "what percent of the vote"."""
    found = _SHARE_OF.search(text) or _LEVEL.search(text)
    terms = analyse(found["what"]) if found else ()
    return concept_of(terms[-1:]) if terms and not terms[0].startswith("=") else None


_SHARE_OF = re.compile(r"\b(?:share|percentage|proportion|fraction|per\s*cent)\s+of\s+(?:the\s+)?(?P<what>[a-z]+)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?P<what>turnout|coverage|concentration|temperature|capacity|[\w-]+(?=\s+(?:levels?|rates?)\b))", re.IGNORECASE)


def is_within(demands: Demands, day: str | date | None) -> bool:
    """Whether a day lies in the time that is asked about; one that is not known does where nothing is asked."""
    if demands.after is None and demands.before is None:
        return True
    if day is None:
        return False
    day = str(day)
    lower, upper = demands.after or "", demands.before or "9"
    return day[: len(lower)] >= lower and day[: len(upper)] <= upper
