"""How a speaker stands to what is said, and whom it is from: by the cue, by what is said, and by what was denied just before. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sources.cues import Indices, lemma_of, mention_of, subject_of
from sources.grammar import Parsed, Word
from sources.lexicon import patterns, words
from sources.mentions import without_article
from sources.model import Kind, Speaker, Stance
from sources.speech import Draft, spans_of

_LONGEST_VIA = 16
"""Words."""


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns("stance", "contents", name)), re.IGNORECASE)


def stances(text: str, drafts: Sequence[Draft], speakers: Sequence[Speaker | None], vias: Sequence[str | None]) -> list[Stance]:
    """The stance of each draft, in order: a quotation behind a denial by the same speaker, in the same paragraph, goes on denying."""
    found: list[Stance] = []
    for place, draft in enumerate(drafts):
        said = " ".join(span.of(text) for span in draft.content)
        stance = _own(draft, said)
        if stance is Stance.ASSERTS and vias[place] and not draft.paper:
            stance = Stance.REPORTS_OTHER
        if stance is Stance.ASSERTS and draft.kind is Kind.DIRECT and place:
            before = drafts[place - 1]
            same = speakers[place] is not None and speakers[place] == speakers[place - 1]
            if same and before.paragraph == draft.paragraph and found[-1] in (Stance.DENIES, Stance.DOUBTS):
                stance = found[-1]
        found.append(stance)
    return found


def _own(draft: Draft, said: str) -> Stance:
    cue = lemma_of(draft.head) if draft.head is not None else ""
    if cue in words("stance", "cues", "denies"):
        return Stance.DENIES
    if cue in words("stance", "cues", "doubts"):
        return Stance.DOUBTS
    if cue in words("stance", "cues", "estimates") and _has_number(said):
        return Stance.ESTIMATES
    if _pattern("doubts").search(said):
        return Stance.DOUBTS
    if _pattern("denies").search(said) or _pattern("rejects").search(said):
        return Stance.DENIES
    if cue in words("stance", "cues", "thinks") and (_has_number(said) or _pattern("compared").search(said)):
        return Stance.ESTIMATES
    if _has_number(said) and _pattern("estimates").search(said):
        return Stance.ESTIMATES
    return Stance.ASSERTS


def _has_number(said: str) -> bool:
    return re.search(patterns("stance", "contents", "number")[0], said, re.IGNORECASE) is not None


# ---------------------------------------------------------------------- whom it is from


def via(text: str, parsed: Parsed, draft: Draft) -> str | None:
    """Whom or what the speaker has it from, in the article's words; None when nothing is said of it."""
    head = draft.head
    if head is None:
        return None
    reported = () if draft.kind is Kind.DIRECT else (_told(parsed, draft), _reported(parsed, draft))
    for found in (draft.paper, _cited(parsed, head), _own_document(parsed, draft), *reported):
        if found:
            return _words_of(text, parsed, found)
    return None


def _words_of(text: str, parsed: Parsed, indices: Indices) -> str:
    span = spans_of(text, parsed, frozenset(sorted(indices)[:_LONGEST_VIA]))[0]
    return without_article(span.of(text))


def _cited(parsed: Parsed, head: Word) -> Indices | None:
    """ "citing the registers, he said", "she said, quoting a report"; or a sentence of its own behind: "She was citing a report"."""
    for word in parsed.words:
        if word.tag != "VBG" or lemma_of(word) not in words("stance", "via", "cites"):
            continue
        same = word.sentence == head.sentence
        after = word.sentence == head.sentence + 1 and word.dep == "ROOT" and (subject_of(parsed, word) or word).pos == "PRON"
        thing = parsed.child(word, "dobj") or (parsed.head(word) if word.dep == "amod" else None)
        if thing is not None and (same or after) and word.index != head.index:
            return mention_of(parsed, thing)
    return None


def _own_document(parsed: Parsed, draft: Draft) -> Indices | None:
    """ "Its spot report says": the speaker is whose report it is."""
    for index in sorted(draft.source):
        word = parsed.words[index]
        owner = parsed.child(word, "poss")
        if word.lemma in words("people", "nouns", "documents") and word.head not in draft.source and owner is not None and owner.pos == "PRON":
            return frozenset({index, *(child.index for child in parsed.children(word, "compound", "amod"))})
    return None


def _told(parsed: Parsed, draft: Draft) -> Indices | None:
    """ "said she had been told by the rescuers that …"."""
    for index in sorted(draft.words):
        word = parsed.words[index]
        passive = word.tag == "VBN" and parsed.child(word, "auxpass") is not None
        if passive and lemma_of(word) in ("tell", "inform") and parsed.child(word, "xcomp") is None:
            by = parsed.child(word, "agent")
            whom = parsed.child(by, "pobj") if by is not None else None
            return mention_of(parsed, whom) if whom is not None else None
    return None


def _reported(parsed: Parsed, draft: Draft) -> Indices | None:
    """ "said registers listed 260 deaths": what is said has a reporter of its own."""
    tops = [parsed.words[index] for index in draft.words if parsed.words[index].head not in draft.words or parsed.words[index].head == index]
    verb = next((word for word in tops if word.pos == "VERB" and lemma_of(word) in words("stance", "via", "reports")), None)
    counted = next((child for top in tops for child in parsed.children(top, "nsubj") if child.lemma in words("stance", "via", "counts")), None)
    if counted is not None:
        maker = next((child for child in parsed.children(counted, "prep", "agent") if child.lower in ("by", "from")), None)
        whom = parsed.child(maker, "pobj") if maker is not None else None
        return mention_of(parsed, whom) if whom is not None else None
    if (
        verb is None
        or (verb.tag == "VBN" and parsed.child(verb, "aux", "dobj", "ccomp") is None)
        or any(child.tag == "MD" for child in parsed.children(verb, "aux"))
    ):
        return None
    if parsed.child(verb, "nsubjpass", "auxpass") is not None or draft.frame not in ("clause", "around", "according"):
        return None
    subject = parsed.child(verb, "nsubj")
    if subject is None or subject.pos != "NOUN":
        return None
    owner = parsed.child(subject, "poss")
    if subject.lemma in words("stance", "via", "own") or (owner is not None and owner.pos == "PRON"):
        return None  # the speaker's own people and papers: "her team had found …"
    return mention_of(parsed, subject)
