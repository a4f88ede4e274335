"""What the small parser gets wrong in reporting sentences, put right before the rules read them. Pure; words in, the same words hung otherwise.

Newspapers put between a speaker and the verb what other texts do not: a role, a name, a clause with commas around it; and they turn the
two round behind a quotation. Each repair asks for a shape that has one reading only; any other tree is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sources.grammar import Parsed, Word
from sources.lexicon import is_thing, words

_FINITE = ("VBD", "VBZ", "VBP", "VBN")
_CLOSING = "\"”’'»"


def repaired(paragraph: Parsed) -> Parsed:
    """The paragraph with its known misreadings put right."""
    for repair in (_main_verb, _turned_round, _name_behind, _subject_taken):
        changed: dict[int, Word] = {}
        for sentence in paragraph.sentences:
            for word in repair(paragraph, sentence):
                changed[word.index] = word
        if changed:
            paragraph = Parsed(paragraph.span, tuple(changed.get(word.index, word) for word in paragraph.words))
    return paragraph


def _is_speech(word: Word) -> bool:
    lemma = word.lemma
    return any(lemma in words("speech", "verbs", name) for name in ("say", "object"))


# ---------------------------------------------------------------------- a sentence without a verb at its top


def _main_verb(parsed: Parsed, sentence: Sequence[Word]) -> list[Word]:
    """ "Holm, whose ministry said A, acknowledged that B": the verb behind the last comma is the sentence's, its top the subject."""
    top = next((word for word in sentence if word.head == word.index), None)
    if top is None or top.pos not in ("PROPN", "NOUN") or min(parsed.subtree(top)) != sentence[0].index:
        return []
    verb = next((word for word in sentence if word.index > top.index + 1 and _may_govern(parsed, word)), None)
    if verb is None:
        return []
    changed = [replace(verb, dep="ROOT", head=verb.index, pos="VERB"), replace(top, dep="nsubj", head=verb.index)]
    below = parsed.subtree(verb)
    for word in sentence:
        if word.index <= verb.index or word.index in below or verb.index < word.head or word.is_mark:
            continue
        marked = parsed.child(word, "mark") is not None
        dep = "ccomp" if marked and word.pos in ("VERB", "AUX") else "dobj" if word.pos in ("NOUN", "PROPN") and word.dep != "pobj" else word.dep
        changed.append(replace(word, head=verb.index, dep=dep))
    return changed


def _may_govern(parsed: Parsed, word: Word) -> bool:
    before = parsed.words[word.index - 1]
    return (
        word.tag in _FINITE
        and before.text == ","
        and _is_speech(word)
        and parsed.child(word, "nsubj", "nsubjpass", "auxpass", "agent") is None
        and (word.tag != "VBN" or parsed.child(word, "dobj", "ccomp", "xcomp", "aux") is not None or _that_follows(parsed, word))
    )


def _that_follows(parsed: Parsed, verb: Word) -> bool:
    behind = parsed.words[verb.index + 1 : verb.index + 5]
    return any(word.lower == "that" and word.sentence == verb.sentence for word in behind)


# ---------------------------------------------------------------------- a verb and its subject behind a quotation


def _turned_round(parsed: Parsed, sentence: Sequence[Word]) -> list[Word]:
    """ "“Why not 400?” asked its manager, Ada Holm.": what stands behind the verb asks, and nothing that stands in the quotation."""
    for verb in sentence:
        if verb.tag not in ("VBD", "VBZ") or verb.lemma not in words("speech", "verbs", "say") or verb.index == sentence[0].index:
            continue
        if parsed.words[verb.index - 1].text not in tuple(_CLOSING) or verb.index + 1 >= len(parsed.words):
            continue
        subject = parsed.child(verb, "nsubj", "nsubjpass")
        behind = parsed.words[verb.index + 1]
        noun = next((word for word in parsed.children(verb, "dobj", "attr", "npadvmod", "oprd", "dative", "dep", "nsubj") if word.index > verb.index), None)
        if noun is None or noun.pos not in ("PROPN", "NOUN", "PRON") or min(parsed.subtree(noun)) != behind.index or noun is subject:
            continue
        changed = [replace(noun, dep="nsubj")]
        if subject is not None and subject.index < verb.index:
            changed.append(replace(subject, dep="ccomp"))
        return changed
    return []


# ---------------------------------------------------------------------- a name behind what somebody is


def _name_behind(parsed: Parsed, sentence: Sequence[Word]) -> list[Word]:
    """ "the hospital's head, Ada Holm", "a spokesman for Vell, Ada Holm,": the name is that of the person described."""
    changed: list[Word] = []
    for noun in sentence:
        if (
            not (noun.pos in ("NOUN", "PROPN") or noun.lower == "one")
            or is_thing(noun.lemma, "" if noun.lower in words("people", "titles", "any") else noun.entity)
            or noun.entity == "PERSON"
            or not _describes(parsed, noun)
        ):
            continue
        name = _name_after(parsed, noun)
        if name is not None and all(name.index != one.index for one in changed):
            changed.append(replace(name, dep="appos", head=noun.index))
    return changed


def _describes(parsed: Parsed, noun: Word) -> bool:
    """Whether a noun is a description that a name may explain: with an article or an owner, and no name itself."""
    if parsed.child(noun, "appos") is not None and any(child.index > noun.index for child in parsed.children(noun, "appos")):
        return False
    if noun.lower == "one":  # "one of the freed men, welder Ada Holm,"
        return any(child.lower == "of" for child in parsed.children(noun, "prep"))
    return parsed.child(noun, "det", "poss") is not None and (noun.lemma in words("people", "titles", "any") or noun.pos == "NOUN")


def _name_after(parsed: Parsed, noun: Word) -> Word | None:
    """The head of the name that stands between commas behind a noun with its prepositions, where it hangs on something else."""
    own = {index for index in parsed.subtree(noun) if index >= noun.index}
    end = noun.index
    while end + 1 < len(parsed.words) and end + 1 in own and parsed.words[end + 1].text != ",":
        end += 1
    if end + 2 >= len(parsed.words) or parsed.words[end + 1].text != "," or parsed.words[end + 2].sentence != noun.sentence:
        return None
    first = end + 2 + (parsed.words[end + 2].pos == "NOUN" and parsed.words[end + 2].lower in words("people", "titles", "any"))
    last = first
    while last < len(parsed.words) and parsed.words[last].pos == "PROPN" and parsed.words[last].sentence == noun.sentence:
        last += 1
    run = parsed.words[first:last]
    closes = parsed.words[last].text if last < len(parsed.words) else "."
    if len(run) < 2 or closes not in (",", ".", ";", "(", "-", "—") or any(word.entity in ("GPE", "LOC", "DATE") for word in run):
        return None
    name = run[-1]
    if name.head == noun.index or (name.dep == "appos" and not _is_owned_by_name(parsed, name) and not _is_of_a_thing(parsed, name, noun)):
        return None
    return name if name.dep in ("appos", "npadvmod", "dep", "conj", "attr", "dobj") or parsed.head(name).is_mark else None


def _is_of_a_thing(parsed: Parsed, name: Word, noun: Word) -> bool:
    """Whether a name hangs on what somebody with a title is head of: "the head of the ward, Ada Holm"."""
    titles = words("people", "titles", "any") | words("people", "titles", "offices")
    return noun.lemma in titles and parsed.head(name).lemma not in titles


def _is_owned_by_name(parsed: Parsed, name: Word) -> bool:
    """Whether a name hangs on another name, which needs none: "Vell, Ada Holm"."""
    return parsed.head(name).pos == "PROPN"


# ---------------------------------------------------------------------- a subject that what stands before it took


def _subject_taken(parsed: Parsed, sentence: Sequence[Word]) -> list[Word]:
    """ "In an email seen by the Post, the guild's head, Ada Holm, wrote that …": the title before the name is the verb's subject."""
    verb = next((word for word in sentence if word.head == word.index), None)
    if verb is None or verb.tag not in ("VBD", "VBZ") or not _is_speech(verb) or verb.index - sentence[0].index < 2:
        return []
    if parsed.child(verb, "nsubj", "nsubjpass", "auxpass", "csubj", "expl") is not None or parsed.words[verb.index - 1].text != ",":
        return []
    name = parsed.words[verb.index - 2]
    noun = parsed.head(name)
    if name.entity != "PERSON" or name.dep != "appos" or noun.pos not in ("NOUN", "PROPN") or noun.dep != "appos" or noun.index > name.index:
        return []
    before = min(parsed.subtree(noun)) - 1
    return [replace(noun, dep="nsubj", head=verb.index)] if before > sentence[0].index and parsed.words[before].text == "," else []
