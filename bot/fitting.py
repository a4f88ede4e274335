"""What kind of answer a sentence holds: a figure, a time, a place, somebody introduced, somebody speaking. Pure.

A question "how many" is never answered by a sentence without a figure; what counts as one, `sources.figures` says.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bot.candidates import terms_of
from bot.kinds import Asked, Measure
from bot.words import words
from sources.datings import datings
from sources.figures import figures as stated
from sources.model import Figure
from sources.numerals import numerals

# ---------------------------------------------------------------------- figures


@lru_cache(maxsize=4096)
def figures(text: str, published: date | None = None) -> tuple[Figure, ...]:
    """The figures of a stretch of a source, by the one rule there is (`sources.figures`); the same stretches are looked at question after question."""
    return stated(text, published)


def has_figure(text: str) -> bool:
    """Whether a text states a figure."""
    return bool(figures(text))


_UNITS = {
    Measure.SHARE: r"%|\b(?:per\s*cent|half|thirds?|quarters?|fifths?|tenth|(?:one|two|three|\d+)\s+(?:in|of|out\s+of)\s+\w+)\b",
    Measure.LEVEL: r"%|\b(?:per\s*cent|half|thirds?|quarters?|degrees?|points?|parts?\s+per|milligrams?|micrograms?)\b|\d\s*°",
    Measure.LENGTH: r"\d\s*(?:m|km|cm|ft)\b|\b(?:(?:kilo|centi)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|stor(?:ey|y|eys|ies))\b",
    Measure.AGE: r",\s\d{1,3},|\b(?:years?[\s-]old|aged?|(?:is|was|turned)\s+\d{1,3})\b",
    Measure.MONEY: r"[$€£¥₹]|\b(?:(?:(?:mill|bill)ion\s+)?(?:dollars?|euros?|pounds?|rou?bles?|z[lł]oty(?:s|ch)?|rupees?|rupiah|afghanis?|francs?|yen|yuan"
    r"|won|baht|dong|kyat|kip|riel|ringgit|taka|ariary|pesos?|rea(?:l|is)|rials?|riyals?|dinars?|dirhams?|lira|shillings?|shekels?|birr|naira|rand|cedis?|kwachas?|kwanzas?|meticais|dalasis?|leones?|pula"
    r"|kron(?:a|or|e|er)|crowns?|koruny?|forints?|le[iu]|lev[as]?|hryvnias?|tenge|soms?|manats?|lari|drams?|soles|quetzal(?:es)?|lempiras?|col[oó]n(?:es)?|bol[ií]var(?:es)?"
    r"|bolivianos?|guaran[ií](?:es)?|crore|lakh|USD|EUR|GBP))\b",
}
_BEHIND_NUMBER = {
    Measure.SPEED: r"(?:km/h|kph|mph|knots?|(?:kilomet(?:re|er)|mile|met(?:re|er))s?\s+(?:per|an?)\s+(?:hour|second))\b",
    Measure.DURATION: r"(?:\w+\s+)?(?:second|minute|hour|day|night|week|month|year|decade)s?\b",
    Measure.TIMES: r"(?:\w+\s+)?(?:times|occasions|instances|cases)\b",
}
"""What stands behind a number of these measures, which are no figures of `sources.figures`."""
_WITHOUT_NUMBER = {
    Measure.DURATION: r"\b(?:an?|half\s+an?|the\s+whole)\s+(?:second|minute|hour|day|night|week|month|year|decade)\b",
    Measure.TIMES: r"\b(?:once|twice|thrice|daily|weekly|monthly|yearly|hourly|never|(?:every|each)\s+(?:hour|day|night|week|month|year))\b",
}
_INHABITED = re.compile(r"\b(?:population|census|inhabitants|residents|residing|reside|lives?|lived|living|home\s+to|populous)\b", re.IGNORECASE)
_POPULATION_BEFORE = re.compile(r"\b(?:population|census|inhabitants)\b(?!\s+(?:density|growth|under|over|below|above|aged))[^.;]{0,60}$", re.IGNORECASE)
_INHABITANTS_BEHIND = re.compile(r"\s*(?:inhabitants|residents|souls|people)\b", re.IGNORECASE)
_NO_INHABITANTS = re.compile(
    r"\s*(?:[%/]|per\b|percent\b|km|square\b|sq\b|households?\b|famil|males?\b|females?\b|(?:people|inhabitants|residents)\s+(?:per|an?)\b)", re.IGNORECASE
)


def has_population(text: str) -> bool:
    """Whether a text says how many live somewhere."""
    for figure in figures(text):
        behind = text[figure.span.end :]
        if figure.quantity in ("share", "money", "measure") or _NO_INHABITANTS.match(behind):
            continue
        if figure.unit == "people" and _INHABITED.search(text):
            return True
        if figure.unit is None and (_POPULATION_BEFORE.search(text[: figure.span.end]) or _INHABITANTS_BEHIND.match(behind)):
            return True
    return False


AMOUNTS = frozenset(
    (
        *"kilograms grams tonnes tons pounds litres barrels gallons metres centimetres millimetres kilometres feet inches acres hectares".split(),
        *("megawatts", "gigawatts", "square kilometres", "square miles", "square metres"),
    )
)
"""Units, as `sources.figures` prints them, of what is asked for by "how much"."""


def has_measure(text: str, measure: Measure) -> bool:
    """Whether a text states a figure of this kind, or an age, which counts nothing."""
    if measure is Measure.AGE:
        return bool(numerals(text)) and bool(re.search(_UNITS[measure], text, re.IGNORECASE))
    if measure in _BEHIND_NUMBER:
        behind = re.compile(rf"[\s-]{{0,2}}{_BEHIND_NUMBER[measure]}", re.IGNORECASE)
        alone = measure in _WITHOUT_NUMBER and re.search(_WITHOUT_NUMBER[measure], text, re.IGNORECASE)
        return bool(alone) or any(behind.match(text, number.span.end) for number in numerals(text))
    if measure is Measure.POPULATION:
        return has_population(text)
    if measure is Measure.AMOUNT:
        return any(figure.unit in AMOUNTS or figure.quantity == "share" for figure in figures(text))
    return has_figure(text) and (measure not in _UNITS or bool(re.search(_UNITS[measure], text, re.IGNORECASE)))


# ---------------------------------------------------------------------- the other kinds

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_WHEN = re.compile(rf"{_MONTH}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_PLACE = re.compile(
    r"\b(?i:in|at|near|from|to|outside|inside|across|on|off|of|into|around|towards?)\s+(?i:the\s+|an?\s+)?(?:(?:north|south|east|west)\w*\s+)?(?P<name>[^\W\d_a-z][\w’'-]*)"
)
CUE = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|add(?:ed|s|ing)|ask(?:ed|s)|wr(?:ote|ites?)|warn(?:ed|s|ing)?|announc(?:ed|es|ing)|repl(?:ied|ies)|answer(?:ed|s)"
    r"|according\s+to|stat(?:ed|es)|not(?:ed|es)|report(?:ed|s)|claim(?:ed|s|ing)?|insist(?:ed|s)|argu(?:ed|es)|den(?:ied|ies)|reject(?:ed|s)|call(?:ed|s)|describ(?:ed|es)"
    r"|acknowledg(?:ed|es)|admit(?:ted|s)|conced(?:ed|es)|maintain(?:ed|s)|explain(?:ed|s)|declar(?:ed|es)|recall(?:ed|s)|suggest(?:ed|s)|estimat(?:ed|es)?"
    r"|believ(?:ed|es)?|accus(?:ed|es)|express(?:ed|es)|dismiss(?:ed|es)|confirm(?:ed|s)|testif(?:ied|ies)|tweeted|posted|continued|concluded|urged|vowed)\b",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_NAMES = re.compile(rf"{_NAME}(?:\s+{_NAME})*")
_ROLE_BEFORE = re.compile(r"[^\W\d_],?\s+$")
_APPOSITION = re.compile(r",\s+(?:\d{1,3},\s+)?[a-z’']+\b|\s+(?:is|was|became|runs|leads|heads|serves)\b|\s+\(")
_QUOTATION_MARK = re.compile(r"[\"“”«»‘]")


def introduces(text: str, terms: frozenset[str]) -> bool:
    """Whether somebody of this name is introduced: by a role before a full name, or by what follows the name."""
    for name in _NAMES.finditer(text):
        if terms.isdisjoint(terms_of(name[0])):
            continue
        words = len(name[0].split())
        if words > 2 or _APPOSITION.match(text, name.end()):
            return True
        if words == 2 and _ROLE_BEFORE.search(text, 0, name.start()):
            return True
    return False


_REASON = re.compile(
    r"\b(?:because|since\s+(?:it|they|he|she|the)|due\s+to|owing\s+to|thanks\s+to|as\s+a\s+result|result(?:ed|s|ing)?\s+(?:of|from|in)|in\s+response\s+to|in\s+retaliation"
    r"|so\s+that|in\s+order\s+to|blam(?:e|ed|es|ing)|reasons?|caus(?:e|ed|es|ing)|explain(?:ed|s|ing)?|explanation|attribut(?:ed|es|ing)|prompt(?:ed|s|ing)|triggered"
    r"|led\s+to|leading\s+to|after|when|mistakes?|errors?|previously|for\s+fear\s+of|on\s+the\s+grounds?|therefore|consequently|stemm(?:ed|ing)|means\s+that|that\s+is\s+why"
    r"|motiv(?:e|es|ated)|lack\s+of|to\s+(?:avoid|prevent|protect|make|keep|stop|help|allow|punish|force|show|give|save))\b",
    re.IGNORECASE,
)
_STRONG_REASON = re.compile(
    r"\b(?:because|due\s+to|owing\s+to|as\s+a\s+result|result\s+of|in\s+response\s+to|in\s+retaliation|so\s+that|blam(?:e|ed|es|ing)|reasons?|caus(?:ed|es|ing)"
    r"|explain(?:ed|s|ing)?|explanation|mistakes?|errors?|previously|for\s+fear\s+of|therefore|attribut(?:ed|es)|prompted|triggered|led\s+to)\b",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es?|ed|ing)|doubt(?:s|ed|ful|ing)?|sc?k?eptic\w*|refut(?:es?|ed|ing)|contradict(?:s|ed|ing)?"
    r"|unverified|questioned|challeng(?:es?|ed)|impossible\s+to\s+(?:verify|confirm)|(?:could|can|would|did)\s*(?:not|n['’]t)\s+(?:\w+\s+)?(?:confirm|verify|be\s+(?:verified|confirmed|checked))"
    r"|unlikely|no\s+evidence|no\s+such|not\s+true|untrue|false(?:ly)?|imaginary|exaggerat\w+|withdr(?:aw|ew|awn)|retract(?:s|ed)?|only\s+(?:about\s+)?\d+|wrong(?:ly)?|fiction|fabricat\w+)\b",
    re.IGNORECASE,
)
"""Words by which somebody does not accept something."""


def place_in(text: str, known: frozenset[str]) -> float:
    """How far something stands somewhere, 0 to 1: at a place with a name that is none of these terms, or only in one that is described ("in 11 barns")."""
    if any(known.isdisjoint(terms_of(place["name"])) and not _WHEN.match(place["name"]) for place in _PLACE.finditer(text)):
        return 1.0
    events = words().events
    described = (terms_of(place["what"]) for place in _DESCRIBED.finditer(text) if not _TIME_WORD.search(place["what"]))
    return 0.7 if any(terms and known.isdisjoint(terms) and events.isdisjoint(terms) for terms in described) else 0.0


_DESCRIBED = re.compile(
    r"\b(?:in|at|inside|outside|near|under|underneath|beneath|behind|beside|below|above|along|on|from|off|across)\s+(?:an?|the|its|his|her|their|two|three|four|several|\d+)\s+"
    r"(?P<what>[a-z][\w’'-]+(?:\s+[a-z][\w’'-]+)?)",
)
_TIME_WORD = re.compile(
    r"\b(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|morning|evening|afternoon|past|future|end|beginning|wake|case|cases|same|first|last|second|third|time|whole"
    r"|statement|interview|letter|report|speech|telephone|phone|condition|grounds|basis|way)\b"
)


def reason_in(text: str) -> float:
    """How far a text gives a reason, 0 to 1: by words that give nothing else, or by some that often do."""
    return 1.0 if _STRONG_REASON.search(text) else 0.6 if _REASON.search(text) else 0.0


def speaks_in(text: str) -> float:
    """How far somebody speaks in a text, 0 to 1: a word that tells so, and quotation marks."""
    return 0.5 * bool(CUE.search(text)) + 0.5 * bool(_QUOTATION_MARK.search(text))


def is_named_beside(text: str, terms: frozenset[str]) -> bool:
    """Whether somebody's full name stands right beside a word of these terms: "Captain Ada Holm", "Ada Holm, the captain"."""
    for word in re.finditer(r"[\w’'-]+", text):
        if terms.isdisjoint(terms_of(word[0])):
            continue
        if re.match(rf",?\s+{_NAME}\s+{_NAME}", text[word.end() :]):
            return True
        if word[0].islower() and re.search(
            rf"{_NAME}\s+{_NAME},?\s+(?:\d+,\s+)?(?:(?:the|a|an|its|their|his|her|is|was)\s+){{0,2}}(?:\w+\s+)?$", text[: word.start()]
        ):
            return True
    return False


def does(text: str, terms: frozenset[str]) -> bool:
    """Whether one of these terms stands in a text other than in a compound: "U.S.-led" says of nobody that he leads."""
    return any(not terms.isdisjoint(terms_of(word[0])) for word in re.finditer(r"(?<![\w.][-‑])\b[\w’']+\b(?![-‑]\w)", text))


_ROLE = re.compile(r"\w+(?:ers?|ors?|chiefs?|emirs?|men|man)$", re.IGNORECASE)
_VERB = re.compile(r"(?:ed|es|s|ing|en|t|d|w|n|k|g|e)$", re.IGNORECASE)


_IS_NAME = re.compile(r"[a-z]\w*,?\s+$")
"""What stands before a capital that no sentence begins with, outside headings."""
_HOW_MANY = re.compile(r"\b(?:most|more|fewest|fewer|many|several|two|three|four|five|\d+)\s+$", re.IGNORECASE)


def suffers(text: str, terms: frozenset[str], about: frozenset[str]) -> bool:
    """Whether a text tells only that something was done to whom it is asked about, and not by whom: "the mayor was shot", "a mayor shot at home"."""
    told = False
    for word in re.finditer(r"\b[\w’']+\b", text):
        if terms.isdisjoint(terms_of(word[0])):
            continue
        before, told = text[: word.start()], True
        passive = _BEING_DONE.search(before) or not about.isdisjoint(terms_of(" ".join(before.split()[-1:])))
        if not passive or re.search(r"\bby\b", text[word.end() :]):
            return False
    return told


_BEING_DONE = re.compile(r"\b(?:was|were|is|are|be|been|being|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)


def acts(text: str, terms: frozenset[str], related: frozenset[str]) -> bool:
    """Whether somebody does what these terms say: a verb, or a role with the full name beside it. Names that sound alike do not count."""
    for word in re.finditer(r"(?<![\w.][-‑])\b[\w’']+\b(?![-‑]\w)", text):
        meant = terms_of(word[0])
        if (_IS_NAME.search(text[: word.start()]) and word[0][:1].isupper()) or _HOW_MANY.search(text[: word.start()]):
            continue
        if terms.isdisjoint(meant) and (related.isdisjoint(meant) or not word[0].islower()):
            continue
        if is_named_beside(text, meant) or (not _ROLE.fullmatch(word[0]) and _VERB.search(word[0])):
            return True
    return False


def values_in(text: str, asked: Asked) -> tuple[str, ...]:
    """The times or figures that a text states, each as one that may be compared."""
    if asked is Asked.TIME:
        return tuple(dict.fromkeys(one.day or one.span.of(text).casefold() for one in datings(text)))
    return tuple(dict.fromkeys(f"{one.low}-{one.high} {one.quantity}" for one in figures(text)))
