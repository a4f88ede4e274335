"""What one mention says of whom it is: a name, a description, a role, he or she, one or several. Pure; one paragraph at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sources.cues import Indices
from sources.grammar import Parsed, Word
from sources.lexicon import words

_LONGEST_ROLE = 14
"""Words; a longer description of somebody is cut to what stands before its relative clause."""
_PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
    "they": "they", "them": "they", "their": "they", "it": "it", "its": "it", "we": "we", "our": "we", "us": "we", "i": "i", "me": "i", "my": "i", "you": "you",
}  # fmt: skip
_PARTICLES = frozenset("al el bin bint ibn ben de del della der den di da dos du la le van von zu ter y of".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """``name``: the words of a name, titles left out, or empty. ``noun``: the lemma of the describing head, or empty.

    ``pronoun``: the form that stands for him, her, them, it. ``role``: words of the article, or empty. ``text``: the description.
    """

    name: tuple[str, ...] = ()
    noun: str = ""
    pronoun: str = ""
    role: str = ""
    text: str = ""
    gender: str = ""
    plural: bool = False
    definite: bool = False
    owner: str = ""
    entity: str = ""
    start: int = 0
    article: bool = False
    """Whether a name has "the" before it, as no person's has."""
    of_person: bool = False
    """Whether "who" follows a name, as it does no body's."""

    @property
    def is_human(self) -> bool:
        """Whether a description is of people rather than of a body or a document."""
        return bool(self.noun) and self.noun not in words("people", "nouns", "bodies") | words("people", "nouns", "documents")


def mention(text: str, parsed: Parsed, source: Indices) -> Mention | None:
    """What a mention says; None when it is empty."""
    if not source:
        return None
    head = head_of(parsed, source)
    pronoun = _PRONOUNS.get(head.lower, "")
    if head.pos == "PRON" and pronoun:
        return Mention(pronoun=pronoun, text=head.text, start=head.start)
    name = name_in(parsed, source, head) or _name_explained(parsed, source)
    whole = _slice(text, parsed, source)
    noun = _describing(parsed, head, name)
    owner = parsed.child(noun, "poss") if noun is not None else None
    return Mention(
        name=tuple(word.text for word in name),
        noun=noun.lemma if noun is not None else "",
        role=role_of(text, parsed, head, name) if name else "",
        text=without_article(whole),
        gender=_gender(parsed, name, noun),
        plural=head.tag in ("NNS", "NNPS") or any(child.dep == "conj" for child in parsed.children(head) if child.index in source),
        definite=_is_definite(parsed, noun),
        entity=name[-1].entity if name else "",
        owner=_PRONOUNS.get(owner.lower, "") if owner is not None else "",
        start=min(parsed.words[index].start for index in source),
        article=bool(name)
        and name[0].index > 0
        and parsed.words[name[0].index - 1].lower == "the"
        and name[0].sentence == parsed.words[name[0].index - 1].sentence,
        of_person=_is_of_person(parsed, name),
    )


def _is_of_person(parsed: Parsed, name: list[Word]) -> bool:
    """Whether "who" stands behind a name: "Ada Holm, who led the team"."""
    behind = [word.lower for word in parsed.words[name[-1].index + 1 : name[-1].index + 3]] if name else []
    return behind == [",", "who"] or behind[:1] == ["who"]


def head_of(parsed: Parsed, source: Indices) -> Word:
    """The word of a mention that hangs on something outside it."""
    return next(
        (parsed.words[index] for index in sorted(source) if parsed.words[index].head not in source or parsed.words[index].head == index),
        parsed.words[max(source)],
    )


def _slice(text: str, parsed: Parsed, indices: Indices) -> str:
    return text[parsed.words[min(indices)].start : parsed.words[max(indices)].end]


def without_article(description: str) -> str:
    """ "a Western diplomat" -> "Western diplomat"."""
    first, _, rest = description.partition(" ")
    return rest if rest and first.lower() in ("a", "an", "the") else description


# ---------------------------------------------------------------------- names


def name_in(parsed: Parsed, source: Indices, head: Word) -> list[Word]:
    """The words of the name that a mention holds, titles left out: around its head, else what stands in apposition to it."""
    starts = [head] if (head.pos == "PROPN" and head.text[:1].isupper()) or head.entity == "PERSON" else []
    starts += [child for child in parsed.children(head, "appos") if child.index in source and child.pos == "PROPN" and child.text[:1].isupper()]
    starts += [parsed.words[index] for index in sorted(source, reverse=True) if parsed.words[index].entity == "PERSON" and not _is_apart(parsed, index, head)][
        :1
    ]
    for start in starts:
        run = _name_around(parsed, start)
        name = _without_office(parsed, without_titles(run)) or (run if _is_called_a_body(parsed, run) else [])
        if name:
            return name
    return []


def _is_called_a_body(parsed: Parsed, run: list[Word]) -> bool:
    """Whether what a body is stands before its name, which may then end like an office: "ferry firm Blue Pilot"."""
    return len(run) > 1 and run[0].index > 0 and parsed.words[run[0].index - 1].text in words("people", "nouns", "bodies")


def _name_explained(parsed: Parsed, source: Indices) -> list[Word]:
    """The name before a description between commas: "Vell, the company that runs the port, said"."""
    first, last = min(source), max(source)
    behind = parsed.words[last + 1].text if last + 1 < len(parsed.words) else ""
    if first < 2 or parsed.words[first - 1].text != "," or behind != "," or parsed.words[first].pos != "DET":
        return []
    before = parsed.words[first - 2]
    return without_titles(_name_around(parsed, before)) if before.pos == "PROPN" and before.sentence == parsed.words[first].sentence else []


def _is_apart(parsed: Parsed, index: int, head: Word) -> bool:
    """Whether a word stands in a clause of the mention, or is somebody or something else's: "the man who shot Ada Holm", "Ada Holm's aide"."""
    word = parsed.words[index]
    if word.dep in ("poss", "conj", "dobj") or index < head.index:
        return True
    if any(above.lower == "of" and parsed.words[above.index - 1].text == "," for above in parsed.ancestors(word) if above.index > head.index):
        return True  # an address: "Farrow, of Mill Lane"
    return any(above.dep in ("relcl", "acl", "poss", "conj") for above in parsed.ancestors(word) if above.index > head.index)


def _name_around(parsed: Parsed, head: Word) -> list[Word]:
    person = head.entity == "PERSON"
    if head.entity == "ORG":
        return _whole_entity(parsed, head)

    def belongs(word: Word) -> bool:
        if word.sentence != head.sentence or not any(map(str.isalnum, word.text)) or (person and word.entity not in ("PERSON", "") and word.index < head.index):
            return False
        return word.pos == "PROPN" or (person and word.entity == "PERSON" and word.text[:1].isupper()) or (word.text[:1].isupper() and word.dep == "compound")

    first = last = head.index
    while first and (belongs(parsed.words[first - 1]) or _is_particle(parsed, first - 1, belongs)):
        first -= 1
    while last + 1 < len(parsed.words) and belongs(parsed.words[last + 1]) and parsed.words[last + 1].text[:1].isupper():
        last += 1
    last = _end_of_body(parsed, last)
    found = [word for word in parsed.words[first : last + 1] if not word.is_mark]
    while found and (found[0].lower in _PARTICLES and found[0].text.islower() and len(found) > 1 and found[0].lower == "of"):
        found.pop(0)
    return found


def _end_of_body(parsed: Parsed, last: int) -> int:
    """Where a name ends that goes on with "of": "Army of the Sands", "Bank of Vell"."""
    if parsed.words[last].lower not in words("people", "nouns", "bodies"):
        return last
    behind = [word for word in parsed.words[last + 1 : last + 4] if word.sentence == parsed.words[last].sentence]
    first = 2 if len(behind) > 1 and behind[1].lower == "the" else 1
    if len(behind) <= first or behind[0].lower != "of" or behind[first].pos != "PROPN" or not behind[first].text[:1].isupper():
        return last
    end = behind[first].index
    while end + 1 < len(parsed.words) and parsed.words[end + 1].pos == "PROPN" and parsed.words[end + 1].sentence == parsed.words[last].sentence:
        end += 1
    return end


def _whole_entity(parsed: Parsed, head: Word) -> list[Word]:
    """All words of the name of a body: "Ministry of Health"."""
    first = last = head.index
    while first and parsed.words[first - 1].entity == "ORG" and parsed.words[first - 1].sentence == head.sentence:
        first -= 1
    while last + 1 < len(parsed.words) and parsed.words[last + 1].entity == "ORG" and parsed.words[last + 1].sentence == head.sentence:
        last += 1
    held = [word for word in parsed.words[first : last + 1] if any(map(str.isalnum, word.text)) or word.text == "-"]
    while held and (held[0].pos in ("DET", "PUNCT") or held[0].tag == "POS"):
        held.pop(0)
    while held and (held[-1].tag == "POS" or held[-1].is_mark):
        held.pop()
    return held or [head]


def _is_particle(parsed: Parsed, index: int, belongs: object) -> bool:
    word = parsed.words[index]
    return word.lower in _PARTICLES and index > 0 and callable(belongs) and bool(belongs(parsed.words[index - 1]))


def without_titles(name: list[Word]) -> list[Word]:
    """A name behind its last title or role: "Interior Minister Ada Holm" -> "Ada Holm". Nothing is left of titles alone."""
    titles = words("people", "titles", "any") | words("people", "titles", "he") | words("people", "titles", "she")
    bodies = words("people", "nouns", "bodies")  # "ferry firm Blue Pilot": what a body is, in small letters before its name
    last = max((place for place, word in enumerate(name) if word.lower in titles or (word.text in bodies and place + 1 < len(name))), default=-1)
    rest = name[last + 1 :]
    if not rest and len(name) > 1 and name[-1].lower in words("people", "titles", "surnames") and name[-2].entity == name[-1].entity == "PERSON":
        return without_titles(name[:-1]) + name[-1:]  # "Ada Sheikh"
    if last >= 0 and rest and rest[0].lower in ("of", "for"):  # "Minister of Health Ada Holm"
        return rest[2:] if len(rest) > 3 else []
    return rest


# ---------------------------------------------------------------------- descriptions


def _describing(parsed: Parsed, head: Word, name: list[Word]) -> Word | None:
    """The common noun that says what somebody is: the head itself, or what stands before or behind the name."""
    if not name:
        return head if head.pos in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON") else None
    if head.pos == "NOUN":
        return head
    before = [child for child in parsed.children(name[-1], "compound", "nmod", "amod") if child.pos == "NOUN" and child.index < name[0].index]
    behind = [child for child in parsed.children(name[-1], "appos") if child.pos == "NOUN"]
    return next(reversed(before or behind), None)


def role_of(text: str, parsed: Parsed, head: Word, name: list[Word]) -> str:
    """What the article says somebody is, in its words: before the name, behind it, or the description that the name explains."""
    return next(filter(None, (_before(text, parsed, head, name), _apposition(text, parsed, name), _relative(text, parsed, name))), "")


def _before(text: str, parsed: Parsed, head: Word, name: list[Word]) -> str:
    first = name[0].index
    if head.index < first:
        start, end = min(parsed.subtree(head)), first
    else:
        start = min(parsed.subtree(name[-1]))
        run = first
        while run > start and parsed.words[run - 1].sentence == name[0].sentence and (parsed.words[run - 1].text != "," or run - 1 > start):
            run -= 1
        start, end = run, first
    held = [word for word in parsed.words[start:end] if not word.is_mark]
    if not held or all(word.lower in ("the", "a", "an", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "both", "even", "but") for word in held):
        return ""
    if len(held) > _LONGEST_ROLE or held[0].sentence != name[0].sentence or not any(_says_what(word) for word in held):
        return ""
    return without_article(text[held[0].start : held[-1].end])


def _says_what(word: Word) -> bool:
    """Whether a word can be what somebody is: a common noun, or a title."""
    return word.pos == "NOUN" or word.lower in words("people", "titles", "any")


def _apposition(text: str, parsed: Parsed, name: list[Word]) -> str:
    for word in name:
        child = next((one for one in parsed.children(word, "appos", "npadvmod", "attr") if one.index > name[-1].index and one.pos in ("NOUN", "PROPN")), None)
        if child is not None and not any(below.entity == "PERSON" and below.index == child.index for below in (child,)):
            return without_article(_short(text, parsed, child))
    behind = next((one for one in parsed.children(name[-1], "prep") if one.lower in ("of", "from", "with", "at") and one.index > name[-1].index), None)
    return _short(text, parsed, behind) if behind is not None else ""


def _relative(text: str, parsed: Parsed, name: list[Word]) -> str:
    clause = parsed.child(name[-1], "relcl")
    if clause is None:
        return ""
    indices = sorted(index for index in parsed.subtree(clause) if not parsed.words[index].is_mark)
    while indices and parsed.words[indices[0]].tag in ("WP", "WDT"):
        indices.pop(0)
    return text[parsed.words[indices[0]].start : parsed.words[indices[min(len(indices), _LONGEST_ROLE) - 1]].end] if indices else ""


def _short(text: str, parsed: Parsed, head: Word) -> str:
    inside = parsed.subtree(head)
    for child in parsed.children(head, "relcl", "acl", "appos", "conj"):
        if len(inside) > _LONGEST_ROLE and child.index > head.index:
            inside = inside - parsed.subtree(child)
    kept = sorted(index for index in inside if not parsed.words[index].is_mark)[:_LONGEST_ROLE]
    return text[parsed.words[kept[0]].start : parsed.words[kept[-1]].end] if kept else ""


def _gender(parsed: Parsed, name: list[Word], noun: Word | None) -> str:
    before = parsed.words[name[0].index - 1].lower if name and name[0].index else ""
    for gender in ("he", "she"):
        if before in words("people", "titles", gender) or any(word.lower in words("people", "titles", gender) for word in name):
            return gender
        if noun is not None and noun.lemma in words("people", "genders", gender):
            return gender
        if before in words("people", "genders", gender):
            return gender
    return ""


def _is_definite(parsed: Parsed, noun: Word | None) -> bool:
    determiner = parsed.child(noun, "det", "poss") if noun is not None else None
    return determiner is not None and determiner.lower in ("the", "that", "this", "these", "those")


def names_of(parsed: Parsed) -> Iterator[list[Word]]:
    """Every name of a person in a paragraph, titles left out."""
    run: list[Word] = []
    for word in (*parsed.words, None):
        if word is not None and word.entity == "PERSON" and (not run or word.sentence == run[-1].sentence) and (word.pos == "PROPN" or word.text[:1].isupper()):
            run.append(word)
            continue
        if run:
            name = _without_office(parsed, without_titles([one for one in run if not one.is_mark]))
            if name:
                yield name
        run = []


def _without_office(parsed: Parsed, name: list[Word]) -> list[Word]:
    """Without the field of an office that was taken for a first name: "Minister of Health Ada Holm"."""
    before = parsed.words[max(0, name[0].index - 2) : name[0].index] if name else ()
    of_office = len(before) == 2 and before[1].lower in ("of", "for") and before[0].lower in words("people", "titles", "any")
    return name[1:] if of_office and len(name) > 2 else name
