"""The bodies of an article: what they are called in full and in short, what kind of body the article says each is, and where it names them.

"Fair Nets, a monitoring group", "the charity Fair Nets", "fighters of the Vell Front (VF)": so "the group", "the charity", "the rebels" and "the VF"
are known for what they are later on. Read from the order of the words alone, which the small parser gets right more often than their tree. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sources.grammar import Parsed, Word
from sources.lexicon import kinds_akin, words

Name = tuple[str, ...]
_LONGEST_DESCRIPTION = 8
"""Words of a description between commas."""
_LONGEST_SHORT_FORM = 7
"""Characters of initials."""
_JOINING = frozenset("of for the and du de des del la le von van di da et y to on in".split())
_CLOSES = frozenset(", . ; ) — - that which who whose of for in with based run led".split())
"""What may stand behind a description: no verb, of which it would be the subject."""
_OWNING = frozenset("people's women's children's men's".split())
_TO_A_NAME = frozenset("of for the".split())


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where a body is named: its full name, the code point, the paragraph and the sentence in it."""

    name: Name
    start: int
    paragraph: int
    sentence: int


@dataclass
class Bodies:
    """All bodies of an article. ``short``: initials -> full name. ``kinds``: name -> nouns that the article calls it.

    ``described``: name -> all the words that describe it, its own among them. ``written``: name -> as the article writes it. ``namings`` are in order.
    """

    short: dict[str, Name] = field(default_factory=dict)
    kinds: dict[Name, set[str]] = field(default_factory=dict)
    described: dict[Name, set[str]] = field(default_factory=dict)
    written: dict[Name, str] = field(default_factory=dict)
    namings: list[Naming] = field(default_factory=list)

    def full(self, name: Name) -> Name:
        """What a short form stands for; any other name stands for itself."""
        return self.short.get(name[0], name) if len(name) == 1 else name

    def of_kind(self, noun: str, before: int) -> list[Name]:
        """The bodies that are called so outright, of those named before a code point, each once, last named first."""
        named = self._named(before)
        return [name for name in named if noun in self.kinds.get(name, ())]

    def akin_to(self, noun: str, before: int) -> list[Name]:
        """The bodies that a noun may mean though none is called so outright, of those named before a code point, last named first."""
        akin = kinds_akin(noun)
        return [name for name in self._named(before) if not akin.isdisjoint(self.kinds.get(name, ()))]

    def in_sentence(self, paragraph: int, sentence: int, before: int) -> list[Name]:
        """The bodies named in a sentence before a code point, each once, last named first."""
        near = [one for one in self.namings if (one.paragraph, one.sentence) == (paragraph, sentence) and one.start < before]
        return list(dict.fromkeys(one.name for one in reversed(near)))

    def _named(self, before: int) -> list[Name]:
        return list(dict.fromkeys(one.name for one in reversed(self.namings) if one.start < before))


def bodies_of(paragraphs: Sequence[Parsed]) -> Bodies:
    """The bodies that an article names."""
    found = Bodies()
    runs = [(number, parsed, run) for number, parsed in enumerate(paragraphs) for run in _names(parsed)]
    _learn_short_forms(found, runs)
    for _, parsed, run in runs:
        _learn(found, parsed, run)
    for number, _, run in runs:
        name = found.full(_key(run))
        if name in found.kinds:
            found.namings.append(Naming(name, run[0].start, number, run[0].sentence))
    return found


def _key(run: Sequence[Word]) -> Name:
    """A name as it is compared: without marks of possession."""
    return tuple(word.text.removesuffix("'s").removesuffix("’s") for word in run if word.tag != "POS")


def _written(run: Sequence[Word]) -> str:
    """A name as the article writes it."""
    return "".join(word.text if before is None or before.end == word.start else f" {word.text}" for before, word in pairwise((None, *run)) if word)


def _names(parsed: Parsed) -> Iterator[list[Word]]:
    """Runs of capitalised words that are names, small words between two of them with them; "the" and marks of possession left out."""
    run: list[Word] = []
    pending: list[Word] = []
    for word in (*parsed.words, None):
        if word is not None and (not run or word.sentence == run[0].sentence):
            if _is_of_name(parsed, word, run):
                run += [*pending, word]
                pending = []
                continue
            if run and (word.lower in _JOINING or _is_owning(run[-1], word)) and len(pending) < 2 and _joins(parsed, word, run):
                pending.append(word)
                continue
        if run:
            yield run
        run, pending = ([word], []) if word is not None and _is_of_name(parsed, word, []) else ([], [])


def _is_of_name(parsed: Parsed, word: Word, run: Sequence[Word]) -> bool:
    if not word.text[:1].isupper() or word.lower in ("the", "a", "an") or word.entity in ("DATE", "TIME"):
        return False
    if word.pos == "PROPN" or word.entity == "ORG" or (run and word.pos in ("NOUN", "ADJ")):
        return True
    before = parsed.words[word.index - 1] if word.index else None
    return word.pos == "NOUN" and before is not None and before.sentence == word.sentence and not before.is_mark  # a capital that no sentence begins


def _is_owning(before: Word, mark: Word) -> bool:
    """Whether a mark of possession may be inside a name: "Miners' Union", "People's Front"; "Vell's Front" is two."""
    return mark.tag == "POS" and (mark.text in ("'", "’") or f"{before.lower}'s" in _OWNING)


def _joins(parsed: Parsed, word: Word, run: Sequence[Word]) -> bool:
    """Whether a small word is inside a name: "Médecins du Littoral", "Ministry of Public Works"; "and" only where the parser sees one name."""
    following = parsed.words[word.index + 1 : word.index + 3]
    behind = next((one for one in following if one.lower not in _JOINING), None)
    if behind is None or not behind.text[:1].isupper() or behind.sentence != word.sentence:
        return False
    if word.tag == "POS":
        return _noun_of(behind) in words("people", "nouns", "bodies")
    if word.entity == "ORG" == run[-1].entity:
        return True
    foreign = word.lower in ("du", "de", "des", "del", "la", "le", "di", "da", "et", "y")
    if foreign or word.lower not in _TO_A_NAME:
        return foreign
    if _noun_of(run[-1]) in words("people", "nouns", "bodies"):
        return True
    return run[-1].entity != "PERSON" and run[-1].lower not in words("people", "titles", "any") and behind.index == word.index + 1


# ---------------------------------------------------------------------- what a body is


def _learn(found: Bodies, parsed: Parsed, run: list[Word]) -> None:
    """What one naming tells of what a body is."""
    name = found.full(_key(run))
    kinds, described = _described_behind(parsed, run)
    for more_kinds, more in (_described_before(parsed, run), _by_its_people(parsed, run), _by_its_own_words(run)):
        kinds |= more_kinds
        described |= more
    bare = len(run) == 1 and _noun_of(run[0]) in words("people", "nouns", "bodies")  # "Ministry": of which, is not said
    if not bare and (kinds or _is_a_body(parsed, run)):
        found.kinds.setdefault(name, set()).update(kinds)
        if _key(run) == name:
            found.written.setdefault(name, _written(run))
        found.described.setdefault(name, set()).update(described, (word.lower for word in run))


def _is_a_body(parsed: Parsed, run: list[Word]) -> bool:
    """Whether a name without a kind is a body's: initials, or one that has "the" before it as no person has."""
    if run[-1].entity == "PERSON" or run[-1].entity in ("GPE", "LOC", "NORP", "EVENT", "LAW", "FAC"):
        return False
    before = parsed.words[run[0].index - 1] if run[0].index else None
    plain = len(run) > 1 or run[0].text.isupper()
    return run[-1].entity == "ORG" or (plain and before is not None and before.lower == "the" and not _is_attributive(parsed, run))


def _is_attributive(parsed: Parsed, run: list[Word]) -> bool:
    """Whether a name only qualifies the noun behind it: "the La Garza camp"."""
    behind = parsed.words[run[-1].index + 1 : run[-1].index + 2]
    return bool(behind) and behind[0].pos in ("NOUN", "PROPN") and behind[0].sentence == run[0].sentence


def _learn_short_forms(found: Bodies, runs: Sequence[tuple[int, Parsed, list[Word]]]) -> None:
    """Those that stand behind their names, and initials that are those of one name only."""
    long = [_key(run) for _, _, run in runs if len(run) > 1]
    for _, parsed, run in runs:
        short = _short_form(parsed, run) if len(run) > 1 else ""
        if short:
            found.short.setdefault(short, _key(run))
    for short in {run[0].text for _, _, run in runs if len(run) == 1 and len(run[0].text) > 2 and _is_initials(run[0].text)} - found.short.keys():
        spelt_out = {name for name in long if "".join(word[0] for word in name if word[0].isupper()) == short}
        if len(spelt_out) == 1:
            found.short[short] = spelt_out.pop()


def _short_form(parsed: Parsed, run: list[Word]) -> str:
    """The initials in brackets behind a name: "Vell Front (VF)"; or "Vell Front, or VF,", "known as the VF"."""
    behind = [word.text for word in parsed.words[run[-1].index + 1 : run[-1].index + 7]]
    if len(behind) > 2 and behind[0] == "(" and behind[2] == ")" and _is_initials(behind[1]):
        return behind[1]
    if behind[:1] == [","]:
        said = [word for word in behind[1:] if word != "the"]
        for opening in (["or"], ["known", "as"], ["called"]):
            if said[: len(opening)] == opening and len(said) > len(opening) and _is_initials(said[len(opening)]):
                return said[len(opening)]
    return ""


def _is_initials(word: str) -> bool:
    return 1 < len(word) <= _LONGEST_SHORT_FORM and word[0].isupper() and sum(letter.isupper() for letter in word) > len(word) // 2


def _noun_of(word: Word) -> str:
    """The dictionary form of a word of a name, which the parser gives no other than itself."""
    lower = word.lower
    return lower if lower in words("people", "nouns", "bodies") or not lower.endswith("s") else lower[:-1]


def _by_its_own_words(run: list[Word]) -> tuple[set[str], set[str]]:
    """ "Railway Workers' Union", "Bank of Vell": the last word of a name, or the first before "of"."""
    nouns = {_noun_of(run[-1]), *(_noun_of(one) for one, after in pairwise(run) if after.lower in ("of", "for"))}
    known = {"agency"} if run[0].text in words("people", "bodies", "agencies") and len(run) == 1 else set()
    return nouns & words("people", "nouns", "bodies") | known, set()


Described = tuple[set[str], set[str]]


def _described_behind(parsed: Parsed, run: list[Word]) -> Described:
    """ "Fair Nets (FN), a small monitoring group that …"."""
    bracketed = [word.text for word in parsed.words[run[-1].index + 1 : run[-1].index + 4]]
    start = run[-1].index + (4 if bracketed[:1] == ["("] and bracketed[2:] == [")"] else 1)
    rest = parsed.words[start : start + 2 + _LONGEST_DESCRIPTION]
    if len(rest) < 3 or rest[0].text != "," or rest[1].lower not in ("a", "an", "the"):
        return set(), set()
    passed: set[str] = set()
    for word, after in zip(rest[2:], [*rest[3:], None], strict=False):
        if word.pos not in ("NOUN", "PROPN", "ADJ", "PUNCT", "VERB", "NUM", "ADV") or word.text == ",":
            break
        passed.add(word.lower)
        ends = after is None or after.pos not in ("NOUN", "PROPN")
        if ends and word.lemma in words("people", "nouns", "bodies"):
            return ({word.lemma}, passed) if after is None or after.text in _CLOSES else (set(), set())
        if ends and word.pos in ("NOUN", "PROPN"):
            break
    return set(), set()


def _described_before(parsed: Parsed, run: list[Word]) -> Described:
    """ "the charity Fair Nets", and "the faction, Vell Front (VF)," or "a charity called Fair Nets"."""
    before = [word for word in parsed.words[max(0, run[0].index - 6) : run[0].index] if word.sentence == run[0].sentence]
    if before and before[-1].lower == "the":
        before.pop()
    closes = parsed.words[run[-1].index + 1].text if run[-1].index + 1 < len(parsed.words) else "."
    if before and (before[-1].lower in ("called", "named") or (before[-1].text == "," and closes in (",", "("))):
        apart = before.pop().text == ","
        if apart and not any(word.pos == "DET" or word.tag in ("POS", "PRP$") for word in before):
            return set(), set()
    if not before or before[-1].pos not in ("NOUN", "PROPN", "ADJ") or before[-1].lemma not in words("people", "nouns", "bodies"):
        return set(), set()
    return {before[-1].lemma}, {word.lower for word in before if word.pos in ("NOUN", "ADJ", "PROPN")}


def _by_its_people(parsed: Parsed, run: list[Word]) -> Described:
    """ "members of the Vell Front", "Vell Front fighters"."""
    before = [word.lower for word in parsed.words[max(0, run[0].index - 3) : run[0].index] if word.lower != "the"]
    people = {before[-2]} if len(before) > 1 and before[-1] == "of" else set()
    people |= {word.lower for word in parsed.words[run[-1].index + 1 : run[-1].index + 2]}
    fighters = bool({word.removesuffix("s") for word in people} & words("people", "nouns", "fighters"))
    return ({"rebel"} if fighters else {"group"} if "members" in people else set()), set()
