"""Quotations made wrong, or only set otherwise, by machine: what a wording check is held against. Seeded; pure."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from sources.model import Span
from sources.split import sentences

Alter = Callable[[str, Sequence[str], random.Random], str | None]
_AUXILIARY = re.compile(r"\b(?:was|were|is|are|had|has|have|would|could|will|can|did|do|should)\b")
_NEGATION = re.compile(r"\b(?:not|no|never)\s+")
_NUMBER = re.compile(r"\b\d[\d,]*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)\b")
_QUALIFIER = re.compile(
    r"\b(?:at least|more than|fewer than|not more than|about|some|nearly|almost|only|up to|roughly|around|over|under)\s+(?=\d|a\s|one|two|three|ten|\w+teen)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z’'-]{3,}")


def sentences_in(texts: Sequence[str]) -> list[str]:
    """The sentences of some paragraphs that are long enough to be quoted."""
    found = [span.of(text) for text in texts for span in sentences(text, Span(0, len(text)))]
    return [sentence for sentence in found if len(sentence.split()) >= 6]


def another_number(sentence: str, _: Sequence[str], chance: random.Random) -> str | None:
    places = list(_NUMBER.finditer(sentence))
    if not places:
        return None
    place = chance.choice(places)
    others = [number for number in ("7", "38", "415", "6,200", "nineteen", "four", "twelve") if number != place[0].lower()]
    return sentence[: place.start()] + chance.choice(others) + sentence[place.end() :]


def negation(sentence: str, _: Sequence[str], chance: random.Random) -> str | None:
    negated = list(_NEGATION.finditer(sentence))
    if negated:
        place = chance.choice(negated)
        return sentence[: place.start()] + sentence[place.end() :]
    places = list(_AUXILIARY.finditer(sentence))
    if not places:
        return None
    place = chance.choice(places)
    return f"{sentence[: place.end()]} not{sentence[place.end() :]}"


def another_name(sentence: str, others: Sequence[str], chance: random.Random) -> str | None:
    places = list(_NAME.finditer(sentence))
    names = sorted({name for other in others for name in _NAME.findall(other)})
    if not places or not names:
        return None
    place = chance.choice(places)
    return sentence[: place.start()] + chance.choice([name for name in names if name != place[0]]) + sentence[place.end() :]


def qualifier(sentence: str, _: Sequence[str], chance: random.Random) -> str | None:
    places = list(_QUALIFIER.finditer(sentence))
    if places:
        place = chance.choice(places)
        return sentence[: place.start()] + sentence[place.end() :]
    numbers = list(_NUMBER.finditer(sentence))
    if not numbers:
        return None
    at = chance.choice(numbers).start()
    return f"{sentence[:at]}{chance.choice(['at least', 'about', 'up to', 'nearly'])} {sentence[at:]}"


def dropped_word(sentence: str, _: Sequence[str], chance: random.Random) -> str | None:
    words = sentence.split(" ")
    at = chance.randrange(1, len(words) - 1)
    return " ".join(words[:at] + words[at + 1 :])


def stitched(sentence: str, others: Sequence[str], chance: random.Random) -> str | None:
    other = chance.choice([other for other in others if other != sentence])
    first, second = sentence.split(" "), other.split(" ")
    return " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])


ALTERATIONS: tuple[Alter, ...] = (another_number, negation, another_name, qualifier, dropped_word, stitched)


def altered(originals: Sequence[str], count: int, seed: int) -> list[tuple[str, str]]:
    """``count`` (kind, altered sentence), each kind about as often."""
    chance = random.Random(seed)
    made: list[tuple[str, str]] = []
    while len(made) < count:
        alter = ALTERATIONS[len(made) % len(ALTERATIONS)]
        wrong = alter(chance.choice(originals), originals, chance)
        if wrong is not None:
            made.append((alter.__name__, wrong))
    return made


def set_otherwise(sentence: str, chance: random.Random) -> str:
    """The same wording with other typography."""
    for change in chance.sample(_SETTINGS, chance.randint(1, 4)):
        sentence = change(sentence, chance)
    return sentence


def _quotes(sentence: str, chance: random.Random) -> str:
    curly = chance.choice(["“”‘’", "\"\"''", "„“‚‘", "«»''"])
    table = {"“": curly[0], "”": curly[1], "‘": "'" if curly[2] == "‚" else curly[2], "’": "'", "'": "’"}
    return sentence.translate(str.maketrans(table))


def _in_marks(sentence: str, chance: random.Random) -> str:
    opener, closer = chance.choice(["“”", '""', "«»", "  "])
    return sentence if set(sentence) & set('“”"«»„') else f"{opener}{sentence}{closer}"


def _dashes(sentence: str, chance: random.Random) -> str:
    return re.sub(r"(?<=\w)[-–—](?=\w)|(?<= )[-–—](?= )", chance.choice("-–—‑"), sentence)


def _spaces(sentence: str, chance: random.Random) -> str:
    return re.sub(r" ", lambda _: chance.choice([" ", "  ", "\u00a0", "\u202f", "\n"]), sentence)


def _case(sentence: str, chance: random.Random) -> str:
    return chance.choice([str.upper, str.lower, str.title])(sentence) if "’" not in sentence and "'" not in sentence else sentence.upper()


def _unseen(sentence: str, chance: random.Random) -> str:
    at = chance.randrange(len(sentence))
    return sentence[:at] + chance.choice(["\u200b", "\u00ad", "\ufeff", "\u2060", "\u200e"]) + sentence[at:]


def _decomposed(sentence: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", sentence)


def _without_end(sentence: str, _: random.Random) -> str:
    return sentence.rstrip(".")


_SETTINGS = (_quotes, _in_marks, _dashes, _spaces, _case, _unseen, _decomposed, _without_end)
