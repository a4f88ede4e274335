"""The words around a number that say what it counts: where its noun phrase ends, and what of the sentence is shown with it.

No parser: a noun phrase is the words behind the number up to its first plural noun, with the "of …" that follows. A number
without a noun takes with it the nearest words that say what it counts: "the figure of 96", "nine remain missing".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.model import Span
from sources.quantities import is_people, words

_STOPS = frozenset(
    """a about above according across after against all along also although among an and are around as at be because been before behind being below
    between but by came can come could did do does during each either for from gave got had has have he her here him his how i if in inside into
    is it its like made may me might more most must my near no nor not now of off on once only onto or our out outside over own per said say
    says shall she should since so some still take than that the their them then there these they this those through throughout to too took
    toward towards under until up upon us was we went were what when where whether which while who whom whose why will with within without would
    you your""".split()
)
_ADJECTIVES_IN_S = re.compile(r"(?:ous|ss|us|is|less)$")
_VERBS_IN_S = frozenset(
    "consists represents means makes remains includes comes goes says seems shows stands thinks knows wants needs happens appears becomes".split()
)
_WORD = re.compile(r"[\"“‘'(*]*(?P<word>(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:[-‑'’&.][^\W_]+)*)[\"”’'*)]*")
_GAP = re.compile(r"[\"”’'*]*[\s-]*(?:\[[^\]]{0,60}\]\s*)?")
"""Quotation marks, a hyphen, an editor's note in brackets: what may stand between a number and its noun."""
_COLLECTIVE = re.compile(r"(?:tens|dozens|scores|hundreds|thousands|lakhs|millions|billions|couple)$", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?!(?:the|them|these|those|us|its|their|his|her|our)\b)", re.IGNORECASE)
_MOST_WORDS = 6
_DETERMINERS = frozenset("the its their all these those his her our own a an".split())
NAMELESS = frozenset("more fewer less others other".split())
"""Heads that name nothing themselves."""
_PRONOUNS = frozenset("them those these whom which us you it this".split())
_RATE = re.compile(r"\s+(?:an?|per|each|every)\s+(second|minute|hour|day|night|week|month|year)\b(?!\s+(?:earlier|later|before|ago|after|old))", re.IGNORECASE)
_CARRIER = re.compile(
    r"(?:\b(?:the|an?|its|their|his|her)\s+)?(?:[^\W\d_]+\s+)?\b(?:figures?|numbers?|tolls?|totals?|counts?|readings?|estimates?|tall(?:y|ies)|difference|sums?|rate|record)"
    r"(?:\s+of\s+(?:the\s+)?[^\W\d_]+)?\s+(?:(?:now\s+)?(?:is|was|stands|stood)\s+)?(?:of|at|to|as|by)?\s*$",
    re.IGNORECASE,
)
_SET_AT = re.compile(
    r"(?:(?:the\s+)?(?:[^\W\d_]+\s+)?(?:numbers?|tolls?|totals?|counts?)\s+of\s+)?(?:[^\W_]+(?:-[^\W_]+)?\s+)?(?:[^\W_]+\s+)?(?:was\s+|were\s+|is\s+|had\s+|has\s+|have\s+)?(?:set|put|stands?|stood|rose|risen|fell|fallen|revised|raised|lowered|brought|cut|climbed|grown|grew)\s+(?:at|to|down|up)\s+$",
    re.IGNORECASE,
)
_PREDICATE_ENDS = frozenset("and but or while said says who which that so because if as when since nor".split())
_LOOSE_ENDS = frozenset("of with to as by in on for than from against into the a an be at its their his her".split())
_LOOSE_START = re.compile(
    r"(?:(?:and|but|or|that|it|which|who|was|were|is|are|of|now|to|have|has|had|at|as|by|in|on|for|than|from|the\s+(?=[\"“]))\s+[\"“]?)+", re.IGNORECASE
)
_PARTICLES = frozenset("down up off out".split())
_REMAINING = re.compile(r"\b(?:the|another|its|their)\s+(?:remaining|other|first|last)\s+$", re.IGNORECASE)
_PREPOSITIONS = frozenset("of with at to as by in on for than from against into".split())
_SAYING = frozenset("reported said says say told list lists listed found find noted counted added".split())
_CLAUSE_ENDS = re.compile(
    r"[,.](?!\d)|[;:!?()\[\]—–]|\s-\s|\b(?:and|but|while)\b(?=\s+(?:that|to|said|added|could|can|may|might|must|would|will|should|has|have|had|is|are|was|were|did|[^\W\d_]+ed)\b)"
)
_ENDS = re.compile(r"[;:!?()\[\]—–\"“”]|[,.](?!\d)|\s-\s|\s&\s")
_SMALL_WORDS = frozenset("one two three four five six seven eight nine ten".split())
_DEFINITE = re.compile(r"\b(?:the|these|those|its|their|his|her|our|both|all|any|my|your|such)\s+[\"“]?$", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\s+[\"“]?$", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|both)\s+$", re.IGNORECASE)
_ABSTRACT = re.compile(
    r"^(?:numbers|sides|lists|figures|versions|accounts|things|ways|parts|points|steps|reasons|questions|occasions|respects|ends|halves|hands|words|minds|worlds|cities|capitals|countries"
    r"|governments|parties|leaders|nations|neighbou?rs|teams|groups)$"
)
_SPEAKERS_ROLE = re.compile(
    r",?\s*(?:[^\W\d_][\w.'’-]*\s+){0,6}?(?:told|who\s+(?:spoke|asked|declined|insisted|work|were\s+not)|said|say|contacted|speaking|familiar|briefed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """``start`` to ``end`` behind the number, both its end when no noun follows; ``head``: the noun that is counted."""

    start: int
    end: int
    head: str | None
    partitive: bool = False
    """ "nine of them": a part of something named before."""
    whole: str | None = None
    """The noun that it is a part of: the dead of "14 of the dead"; None for "of them"."""
    measured: bool = False
    """The number has a unit of measure."""


def noun_phrase(sentence: str, start: int, measured: bool = False) -> NounPhrase:
    """What stands behind a number; behind a unit of measure only its "of …" is looked for."""
    if measured:
        end = _of_phrase(sentence, start)
        return NounPhrase(start, end, _last_word(sentence[start:end]) if end > start else None, measured=True)
    of = _OF.match(sentence, start) if _COLLECTIVE.search(sentence, max(0, start - 12), start) else None
    head, end = _head(sentence, of.end() if of else start)
    if head is None:
        of_end = _of_phrase(sentence, start)
        last = _last_word(sentence[start:of_end]) or ""
        return NounPhrase(start, of_end, None, partitive=of_end > start, whole=last if of_end > start and _is_plural(last) else None)
    return NounPhrase(start, _of_phrase(sentence, end), head)


def _head(sentence: str, start: int) -> tuple[str | None, int]:
    """The first plural behind a number (a singular after "one"), with nothing but adjectives and names between."""
    position, last = start, None
    strong = re.match(r"-(?:strong|member)s?\b\s*", sentence[start:])
    position += strong.end() if strong else 0
    for number in range(_MOST_WORDS):
        position = _GAP.match(sentence, position).end()  # type: ignore[union-attr]  # it matches nothing as well
        match = _WORD.match(sentence, position)
        if match is None:
            break
        word = match["word"]
        if _stops(word, sentence) and not (number and word.lower() in ("and", "or")):
            break
        if _is_plural(word) and not (word.lower() in NAMELESS and _is_plural(_next_word(sentence, match.end()))):
            return word, match.end()
        last = (word, match.end())
        position = match.end()
        if re.match(r"\s*(?:[,;:.!?)]|$)", sentence[position:]) and not word.endswith("."):
            break
    if last and is_people(last[0]):
        return last
    return None, start


def _stops(word: str, sentence: str) -> bool:
    """Whether a word ends what may stand before a noun; "US" does not, unless the whole text is in capitals."""
    if word == "US" and not sentence.isupper():
        return False
    return word.lower() in _STOPS and word.lower() not in words().plural


def _next_word(sentence: str, position: int) -> str:
    match = re.compile(r"\s+([^\W_]+)").match(sentence, position)
    return match[1] if match else ""


def _is_plural(word: str) -> bool:
    folded = word.lower()
    if folded in _VERBS_IN_S:
        return False
    if folded in words().plural or (folded.endswith("s") and folded[:-1] in words().people):
        return True
    return len(folded) > 3 and folded.endswith("s") and not _ADJECTIVES_IN_S.search(folded) and not folded.endswith(("'s", "’s"))


def _of_phrase(sentence: str, start: int) -> int:
    """Where " of the …" behind a place ends: at its noun, at most five words on; the place itself when no "of" follows."""
    match = re.compile(r"[\"”’'*]?\s+of\s+").match(sentence, start)
    if not match:
        return start
    position = end = match.end()
    last = ""
    for number in range(5):
        word = _WORD.match(sentence, position)
        if word is None:
            break
        folded = word["word"].lower()
        if folded in _PRONOUNS and number == 0:
            return _predicate(sentence, word.end(), 2)
        if folded in _STOPS and (folded not in _DETERMINERS or (number and folded in ("a", "an"))):
            break
        if folded.endswith("ed") and number and last not in _DETERMINERS:
            break
        last = folded
        end = word.end() if folded not in ("the", "a", "an") else end
        if _ENDS.match(sentence, word.end()) or sentence[word.start() : word.end()][-1] in '"”':
            break
        position = word.end() + (1 if sentence[word.end() : word.end() + 1].isspace() else 0)
        if _is_plural(word["word"]) and number > 0:
            break
    return end if end > match.end() else start


def _predicate(sentence: str, start: int, most: int) -> int:
    """Where the next words end, at most ``most`` of them, inside the clause."""
    end = start
    for _ in range(most):
        match = re.compile(r"\s+(?P<word>[^\W_]+(?:[-'’][^\W_]+)*)").match(sentence, end)
        if not match or match["word"].lower() in _PREDICATE_ENDS:
            break
        end = match.end()
    words_taken = sentence[start:end].split()
    while words_taken and words_taken[-1].lower() in _LOOSE_ENDS:
        end = start + len(sentence[start:end].rstrip()) - len(words_taken.pop())
    return start + len(sentence[start:end].rstrip())


def _last_word(phrase: str) -> str | None:
    found = re.findall(r"[^\W\d_][\w'’-]*", phrase)
    return found[-1] if found else None


def shown(sentence: str, amount: Span, noun: NounPhrase) -> Span:
    """What a reader is shown: the number with its noun; a number without one with the words that tell what it counts."""
    return _with_marks(sentence, _shown(sentence, amount, noun))


def _with_marks(sentence: str, span: Span) -> Span:
    """With the quotation mark that opens or closes what stands inside only one of a pair."""
    start, end = span.start, span.end
    inside = sentence[start:end]
    for opener, closer in (("“", "”"), ('"', '"')):
        opened, closed = inside.count(opener), inside.count(closer)
        odd = opened % 2 == 1 if opener == closer else opened != closed
        if odd and sentence[end : end + 1] == closer and opened >= closed:
            return Span(start, end + 1)
        if odd and start and sentence[start - 1] == opener and closed >= opened:
            return Span(start - 1, end)
    return span


def _shown(sentence: str, amount: Span, noun: NounPhrase) -> Span:
    if noun.head and noun.head.lower() in NAMELESS and re.match(r"\s+than\b", sentence[noun.end :]):
        return Span(amount.start, _predicate(sentence, noun.end, 4))
    return amount if noun.head or noun.partitive else _with_carrier(sentence, amount, noun.measured)


def _with_carrier(sentence: str, amount: Span, measured: bool) -> Span:
    near = max(0, amount.start - 60)
    carrier = _CARRIER.search(sentence, near, amount.start) or _SET_AT.search(sentence, near, amount.start)
    if carrier:
        return Span(_tidy_start(sentence, carrier.start(), amount.start), amount.end)
    if measured:
        return amount
    end = _predicate(sentence, amount.end, 3)
    if end > amount.end:
        rest = _REMAINING.search(sentence, near, amount.start)
        return Span(rest.start() if rest else amount.start, end)
    before = re.compile(r"(?<!\w)(?:(?P<verb>[^\W\d_]+)\s+)?(?P<word>[^\W\d_][\w-]*)\s+[\"“]?$").search(sentence, near, amount.start)
    if before and before["word"].lower() not in _SAYING:
        particle = before["word"].lower() in _PARTICLES | _PREPOSITIONS and before["verb"]
        return Span(_tidy_start(sentence, before.start("verb") if particle else before.start("word"), amount.start), amount.end)
    return amount


def _tidy_start(sentence: str, start: int, amount: int) -> int:
    """Past the words that lead nowhere: "and brought down five" begins at "brought"."""
    joined = re.search(r"\b(?:and|but|that|which|who)\s+", sentence[start:amount])
    start += joined.end() if joined else 0
    lead = _LOOSE_START.match(sentence, start, amount)
    return lead.end() if lead else start


def is_statement(sentence: str, number: Span, noun: NounPhrase, qualifier: str | None, quantity: str) -> bool:
    """Whether a small number in words says how many there were: "the two sides" and "two officials told" only say who is meant."""
    if qualifier is not None:
        return True
    if _DENIED.search(sentence, 0, number.start) or (noun.head is None and not noun.measured and _ALL.search(sentence, 0, number.start)):
        return False
    if noun.head is None and not noun.partitive and not noun.measured and _is_name(sentence, number):
        return False
    if number.of(sentence).lower() not in _SMALL_WORDS:
        return True
    if noun.head and _ABSTRACT.match(noun.head.lower()):
        return False
    if noun.head and is_people(noun.head) and noun.start and _opens(sentence, number.start) and _SPEAKERS_ROLE.match(sentence, noun.end):
        return False
    return quantity != "other" or not _DEFINITE.search(sentence, 0, number.start)


def _is_name(sentence: str, number: Span) -> bool:
    """ "Joy 101", "Day 1": digits behind a capital without a noun behind them belong to a name; not in a text that is all capitals."""
    word = re.search(r"(\w+)\s$", sentence[: number.start])
    return bool(word) and number.of(sentence)[0].isdecimal() and word[1][0].isupper() and not sentence.isupper() and "," not in number.of(sentence)  # type: ignore[index]


def _opens(sentence: str, start: int) -> bool:
    return not re.search(r"\w", sentence[:start])


def rate(sentence: str, end: int) -> str | None:
    """The stretch of time that a number is per: "60 patients a day"."""
    match = _RATE.match(sentence, end)
    return match[1].lower() if match else None


def counted(sentence: str, end: int) -> Span | None:
    """Where the sentence says what is counted, with its scope: from behind the number to the end of the clause."""
    stop = _CLAUSE_ENDS.search(sentence, end)
    finish = stop.start() if stop else len(sentence)
    of = _OF.match(sentence, end) if _COLLECTIVE.search(sentence, max(0, end - 12), end) else None
    start = of.end() if of else end
    while start < finish and not (sentence[start].isalnum() or sentence[start] in "\"“'‘"):
        start += 1
    while finish > start and sentence[finish - 1].isspace():
        finish -= 1
    return Span(start, finish) if finish > start else None
