"""Which names a text introduces for one another: "National Resistance Front (NRF)", "Ada Holm, also known as the Mason". Pure.

Both must be names, and an abbreviation must fit the words it stands for: what is only set in brackets is no other name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SMALL = frozenset("of the and for in on to a an de du la le les des i e al ul bin".split())
_ABBREVIATION = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9.&-]{1,9}")
_IN_BRACKETS = re.compile(r"\(\s*[\"“‘']?(?P<inside>[^()\n]{2,80}?)[\"”’']?\s*\)")
_WORD = r"[A-Z](?:[\w’'.]{0,40}\w)?"
_NAME = rf"(?<![\w-]){_WORD}(?:(?:[ -]|\s(?:of|the|and|for|in|al|bin|ul|e|i|de)\s|\s(?:al|ul|el|an|as|ar)-){_WORD}){{0,7}}"
_KNOWN_AS = re.compile(
    rf"(?P<name>{_NAME}),?\s\(?(?:(?:which|who|that)\s(?:is|are|was|were)\s)?"
    r"(?:(?:also|better|commonly|formerly|previously|sometimes|locally|otherwise|widely|often|simply)\s)*"
    r"(?:known\s(?:simply\s|locally\s|also\s)?(?:as|by\s(?:its|the|their|his|her)\s(?:acronym|initials|abbreviation|alias|name)(?:\sof)?)"
    r"|(?<=also\s)called|(?<=sometimes\s)called|(?<=also\s)referred\sto\sas)"
    rf",?\s(?:the\s)?[\"“‘']?(?P<other>{_NAME})"
)
_TIMES = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)\b")
_LONGEST = 80
_BEFORE = 200
"""Characters before a bracket that are looked at."""
_MOST_WORDS = 10


def introductions(text: str) -> tuple[tuple[str, str], ...]:
    """(name, other name) of each pair that a text introduces, in its order, each once."""
    found = [pair for paragraph in text.split("\n") for pair in (*_abbreviated(paragraph), *_known_as(paragraph))]
    return tuple(dict.fromkeys(found))


def _abbreviated(text: str) -> Iterator[tuple[str, str]]:
    for match in _IN_BRACKETS.finditer(text):
        inside, before = match["inside"].strip(), text[max(0, match.start() - _BEFORE) : match.start()].rstrip(" \"”’'")
        if _ABBREVIATION.fullmatch(inside):
            if name := _spelled_out(inside, before):
                yield name, _singular(inside, name)
        elif (last := re.search(r"(?<!\S)[\"“‘']?(\S+)$", before)) and _ABBREVIATION.fullmatch(last[1]) and _spelled_out(last[1], inside) == inside:
            yield inside, last[1]


def _known_as(text: str) -> Iterator[tuple[str, str]]:
    for match in _KNOWN_AS.finditer(text):
        name, other = re.sub(r"^The ", "", match["name"]), match["other"]
        if name != other and not _TIMES.search(name) and not _TIMES.search(other) and max(len(name), len(other)) <= _LONGEST:
            yield name, other


def _singular(short: str, name: str) -> str:
    return short[:-1] if short.endswith("s") and name.endswith("s") else short


def _spelled_out(short: str, before: str) -> str | None:
    """The words at the end of a text that an abbreviation stands for: by their initials; where all are names, by letters inside them as well."""
    letters = re.sub(r"[^A-Za-z]", "", _plain(short)).lower()
    words = list(re.finditer(r"[^\s-]+", before))[-_MOST_WORDS:]
    for start in range(len(words) - 1, -1, -1):
        first = words[start][0]
        if first[0].lower() != letters[0] or (first.lower() in _SMALL and not first[0].isupper()):
            continue
        name = before[words[start].start() :]
        if len(name) > _LONGEST or re.search(r"[.;:!?,]\s", name):
            return None
        if _by_initials(letters, name) or (_is_name(name) and len(re.findall(r"[^\s-]+", name)) > 1 and _inside(letters, name)):
            return name
    return None


def _plain(short: str) -> str:
    """An abbreviation without the s of its plural."""
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[:-1].isupper() else short


def _by_initials(letters: str, name: str) -> bool:
    """Whether each letter begins a word of the name, in order, small words left out or not; a word in capitals gives all of its letters."""
    rest = letters
    for word in re.findall(r"[^\s-]+", name):
        part = re.sub(r"\W", "", word).lower()
        begins = part if word.isupper() and rest.startswith(part) else part[:1]
        if begins and rest.startswith(begins) and not (word in _SMALL and len(rest) > 1 and not rest[1:]):
            rest = rest[len(begins) :]
        elif word not in _SMALL:
            return False
    return not rest


def _is_name(name: str) -> bool:
    return all(word[0].isupper() or word in _SMALL for word in re.findall(r"[^\s-]+", name))


def _inside(letters: str, name: str) -> bool:
    """Whether the letters stand in the name in order, the first one first, and every word of it gives one."""
    position, folded = 0, name.lower()
    for letter in letters:
        position = folded.find(letter, position) + 1
        if not position:
            return False
    starts = [word.start() for word in re.finditer(r"[^\s-]+", name) if word[0] not in _SMALL]
    return folded[0] == letters[0] and len(starts) <= len(letters)
