"""Which stretch of a paragraph is somebody's statement, which words say so, and whose they are: by the sentence's tree and speech.toml.

A finding is three sets of word indices. Frames are tried per verb, in order: a clause ("said that …"), an infinitive ("plans to …"),
what somebody or something is called or taken for ("called it a lie"), and an object with its prepositions ("accused them of …").
Nouns ("his claim that …"), adjectives ("is confident that …") and "according to" follow. Quotations are `sources/speech.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from sources.grammar import Parsed, Word
from sources.lexicon import is_thing, prepositions_of, words

Indices = frozenset[int]
NONE: Indices = frozenset()
_LEMMAS = {"hop": "hope", "criticse": "criticize", "tweete": "tweet"}
"""What the lemmatiser makes of "hoping"."""
_CLAUSES = ("ccomp", "csubj")
_LONGEST_MENTION = 14
"""Words; a longer mention loses its relative clause."""
_PRONOUN_SUBJECTS = frozenset("it that this which there what".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """Indices of words in one paragraph: what is said, by which words that is told, by whom (empty: nobody is named)."""

    cue: Word
    cue_words: Indices
    content: Indices
    source: Indices
    frame: str
    paper: Indices = NONE
    """The document that it is known from, where it is somebody's own word in it: "Holm demanded …, according to a letter"."""


def findings(parsed: Parsed, quoted: Indices) -> list[Finding]:
    """Every statement whose cue stands outside quotations, in order of the cues; none that lies inside another."""
    found: list[Finding] = []
    for word in parsed.words:
        if word.index in quoted or word.is_mark:
            continue
        for rule in _RULES.get(word.pos, ()):
            found.extend(one for one in rule(parsed, word) if one.content and not _says_nothing(parsed, one))
    for colon in parsed.words:
        if colon.text == ":" and colon.index not in quoted:
            found.extend(one for one in _colon(parsed, colon, quoted) if one.content)
    return _without_repetition(_known_from_papers(parsed, _without_endings(parsed, found)))


def _known_from_papers(parsed: Parsed, found: list[Finding]) -> list[Finding]:
    """Without "according to" a document around what somebody else is said to say: the document only shows it."""
    for paper in [one for one in found if one.frame == "according" and _is_paper(parsed, one.source)]:
        main = [one for one in found if one.source and one.cue.dep == "ROOT" and one is not paper and _is_around(paper, one)]
        if main:
            own = paper.cue_words | paper.source
            cut = [replace(one, content=clean_content(parsed, one.content - own), paper=paper.source) if one in main else one for one in found]
            found = [one for one in cut if one.content and one != paper]
    return found


def _is_around(paper: Finding, one: Finding) -> bool:
    return one.frame in ("clause", "infinitive", "object") and (one.cue.index in paper.content or not paper.content.isdisjoint(one.content))


def _is_paper(parsed: Parsed, source: Indices) -> bool:
    """Whether a mention is of a document and names nobody whose it is: "a copy of a letter", "court papers", not "a report by the guild"."""
    head = next((parsed.words[index] for index in sorted(source) if parsed.words[index].head not in source), None)
    return head is not None and head.lemma in words("people", "nouns", "papers")


def _without_endings(parsed: Parsed, found: list[Finding]) -> list[Finding]:
    """Contents without the "…, the Post reported" that closes their sentence: that one reports the whole of it."""
    endings = [one for one in found if one.frame == "around" and one.content and one.cue.index > max(one.content)]
    cut = []
    for one in found:
        tails = [min(end.source | end.cue_words) for end in endings if end is not one and end.cue.sentence == one.cue.sentence and end.content & one.content]
        content = frozenset(index for index in one.content if index < min(tails, default=len(parsed.words)))
        cut.append(replace(one, content=clean_content(parsed, content)) if content != one.content else one)
    return [one for one in cut if one.content]


_EMPTY = frozenset(
    "it them him her us me you that this these those none which what himself herself themselves itself anything everything nothing so responsibility".split()
)
_NAMING = frozenset("anonymity identified named quoted name names identity".split())
_AUDIENCE = frozenset("reporters journalists lawmakers parliament congress media press".split())


def _says_nothing(parsed: Parsed, found: Finding) -> bool:
    """Whether a finding is no statement: a pronoun for content, a wish not to be named, an audience."""
    said = [parsed.words[index].lower for index in sorted(found.content)]
    lemma = lemma_of(found.cue)
    if said in (["it"], ["that"], ["this"]) and found.frame == "object" and lemma in words("stance", "cues", "denies"):
        return not found.source or _leads_to_quotation(parsed, found.cue)  # "Holm denied it"
    if lemma == "ask" and found.cue.tag == "VBN" and not found.source:
        return True
    if found.cue.tag == "VBG" and lemma in words("stance", "via", "cites"):
        return True
    if found.frame in ("clause", "around", "according"):
        return (len(said) < 3 and found.frame != "according") or (lemma in ("ask", "request") and not _NAMING.isdisjoint(said) and "withheld" in said)
    if len(said) <= 3 and all(word in _EMPTY or word in ("of", "to", "about", "as", "for", "on", "not", "do", "with", "in") for word in said):
        return True
    if not _NAMING.isdisjoint(said) and len(said) <= 18 and (found.frame in ("infinitive", "object", "adjective", "noun")):
        return True
    return len(said) <= 3 and not _AUDIENCE.isdisjoint(said)


def _leads_to_quotation(parsed: Parsed, cue: Word) -> bool:
    """Whether the next sentence begins with a quotation, which is then the denial: "Holm denied it. “We …”"."""
    following = next((word for word in parsed.words[cue.index :] if word.sentence == cue.sentence + 1), None)
    return following is not None and following.text in ('"', "“", "'", "‘", "«")


def _without_repetition(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: -len(one.content)):
        holders = [other for other in kept if one.content <= other.content]
        if not holders or (one.frame in ("according", "around") and all(one.content != other.content for other in holders)):
            kept.append(one)
    return sorted(kept, key=lambda one: one.cue.index)


def lemma_of(word: Word) -> str:
    """The dictionary form, slips of the lemmatiser put right."""
    return _LEMMAS.get(word.lemma, word.lemma)


# ---------------------------------------------------------------------- whose it is


def subject_of(parsed: Parsed, verb: Word, depth: int = 4) -> Word | None:
    """Who does what a verb says: its own subject, or that of the verb it hangs on."""
    own = _own_subject(parsed, verb)
    if own is not None:
        whom = antecedent(parsed, verb, own)
        return _pronoun_before(parsed, verb) if whom.tag in ("WP", "WDT", "POS", "IN") else whom
    if parsed.child(verb, "nsubjpass", "auxpass") is not None:
        return agent_of(parsed, verb)
    told_by = _shared_cue(parsed, verb)
    if told_by is not None:
        return subject_of(parsed, told_by, depth - 1)
    if depth == 0 or verb.head == verb.index:
        return _inverted(parsed, verb) or _pronoun_before(parsed, verb)
    if verb.dep in ("acl", "relcl"):
        return _holder(parsed, verb, depth) if verb.tag != "VBN" else agent_of(parsed, verb)
    return _inverted(parsed, verb) or subject_of_head(parsed, verb, depth)


def _holder(parsed: Parsed, verb: Word, depth: int) -> Word | None:
    """Whose a participle behind a noun is: the noun's, or of who made it: "Holm sent a letter saying …"."""
    noun = parsed.head(verb)
    maker = parsed.head(noun)
    if verb.tag == "VBG" and noun.dep == "dobj" and maker.pos == "VERB":
        return subject_of(parsed, maker, depth - 1) or noun
    return noun


def _shared_cue(parsed: Parsed, verb: Word) -> Word | None:
    """The cue before a second one that the parser hung on the first one's content: "She added that A but cautioned that B"."""
    above = parsed.head(verb)
    cue = parsed.head(above)
    say = words("speech", "verbs", "say")
    if verb.dep == "conj" and lemma_of(verb) in say and above.tag != verb.tag and parsed.child(above, "mark") is not None:
        over = next((one for one in parsed.ancestors(above) if one.pos == "VERB"), None)
        return over if over is not None and over.tag == verb.tag in ("VBD", "VBZ") else None
    if verb.dep == "conj" and above.dep == "ccomp" and cue.index != above.index and cue.tag == verb.tag and {lemma_of(verb), lemma_of(cue)} <= say:
        return cue
    return None


def _own_subject(parsed: Parsed, verb: Word) -> Word | None:
    """The subject nearest before a verb, else the one behind it, else one that a clause in front of it took away."""
    own = parsed.children(verb, "nsubj", "csubj")
    before = [child for child in own if child.index < verb.index]
    if len(before) > 1 and before[-2].pos == "PROPN" and _is_between_commas(parsed, before[-1]):
        return before[-2]
    if own:
        return before[-1] if before else own[0]
    if parsed.child(verb, "nsubjpass", "auxpass") is not None or verb.dep != "ROOT":
        return None
    fronted = (parsed.child(clause, "nsubj", "nsubjpass") for clause in parsed.children(verb, "advcl", "ccomp") if clause.index < verb.index)
    return next((word for word in fronted if word is not None and word.pos == "PROPN"), None) if lemma_of(verb) in words("speech", "verbs", "say") else None


def _is_between_commas(parsed: Parsed, word: Word) -> bool:
    own = parsed.subtree(word)
    around = (parsed.words[min(own) - 1].text if min(own) else "", parsed.words[max(own) + 1].text if max(own) + 1 < len(parsed.words) else "")
    return around == (",", ",")


def _pronoun_before(parsed: Parsed, verb: Word) -> Word | None:
    """The name or pronoun right before a verb, where the parser gave the verb no subject: "Everything she says"."""
    before = parsed.words[verb.index - 1] if verb.index else verb
    fits = before.sentence == verb.sentence and before.dep != "pobj" and (before.pos == "PROPN" or before.tag == "PRP")
    return before if fits and verb.tag in ("VBD", "VBZ", "VBP") else None


def subject_of_head(parsed: Parsed, verb: Word, depth: int) -> Word | None:
    """The subject that a verb shares with what it hangs on."""
    head = parsed.head(verb)
    if head.pos in ("VERB", "AUX"):
        passive = parsed.child(head, "nsubjpass")
        return passive if passive is not None and verb.dep != "conj" else subject_of(parsed, head, depth - 1)
    governor = next((above for above in parsed.ancestors(head) if above.pos in ("VERB", "AUX")), None)
    return subject_of(parsed, governor, depth - 1) if governor is not None else None


def _inverted(parsed: Parsed, verb: Word) -> Word | None:
    """A subject behind its verb that the parser took for something else: "…, said Ada Holm"."""
    if lemma_of(verb) not in words("speech", "verbs", "say") or verb.tag not in ("VBD", "VBZ", "VBP"):
        return None
    following = parsed.words[verb.index + 1 : verb.index + 2]
    if not following or following[0].sentence != verb.sentence or following[0].pos not in ("PROPN", "NOUN", "DET", "ADJ", "PRON"):
        return None
    child = parsed.child(verb, "dobj", "attr", "oprd", "npadvmod", "dep", "dative")
    return child if child is not None and child.pos in ("PROPN", "NOUN") and child.index > verb.index else None


def agent_of(parsed: Parsed, verb: Word) -> Word | None:
    """Who stands behind "by"."""
    by = parsed.child(verb, "agent")
    return parsed.child(by, "pobj") if by else None


def antecedent(parsed: Parsed, verb: Word, subject: Word) -> Word:
    """Whom "who", "which" or "that" of a relative clause stands for; any other subject stands for itself."""
    if subject.tag not in ("WP", "WDT"):
        return subject
    over = verb if verb.dep == "relcl" else next((above for above in parsed.ancestors(verb) if above.dep == "relcl"), None)
    if over is None:
        return subject
    noun = parsed.head(over)
    if subject.lower == "who":
        return _person_of(parsed, noun)
    explained = parsed.head(noun)
    return explained if noun.dep == "appos" and explained.pos == "PROPN" and noun.pos == "NOUN" else noun


def _person_of(parsed: Parsed, noun: Word) -> Word:
    """Whom "who" stands for where the parser hung it on a thing: "Ada Holm, head of the fire service, who put …"."""
    for above in (noun, *parsed.ancestors(noun)):
        if above.pos in ("NOUN", "PROPN") and (above.entity == "PERSON" or not is_thing(above.lemma, above.entity)):
            return parsed.head(above) if above.dep == "appos" and parsed.head(above).pos == "PROPN" else above
        if above.pos not in ("NOUN", "PROPN", "ADP"):
            break
    return noun


def source_of(parsed: Parsed, cue: Word) -> Word | None:
    """Whose statement a verb or noun tells of."""
    if cue.pos == "NOUN":
        return _owner(parsed, cue)
    return agent_of(parsed, cue) if _is_passive(parsed, cue) else subject_of(parsed, cue)


def mention_of(parsed: Parsed, head: Word | None, without: Indices = NONE) -> Indices:
    """The words of a mention: the noun with what belongs to it, without what another set holds."""
    if head is None:
        return NONE
    inside = parsed.subtree(head) - without
    name = max((index for index in inside if _explains(parsed.words[index], head)), default=-1)
    for deps in (("relcl", "parataxis", "ccomp", "advcl"), ("acl", "appos"), ("conj", "cc"), ("prep",)):
        for index in sorted(inside):
            word = parsed.words[index]
            if _is_long(inside) and word.dep in deps and word.index > max(head.index, name) and word.head in inside:
                inside = inside - parsed.subtree(word)
    run = _run_around(parsed, inside, head.index)
    return trimmed(parsed, run - {max(run)} if len(run) > 1 and parsed.words[max(run)].tag == "POS" else run)


def _explains(word: Word, head: Word) -> bool:
    """Whether a name stands in apposition to the head: that is kept, however long the mention."""
    return word.dep == "appos" and word.head == head.index and word.pos == "PROPN"


def _is_long(inside: Indices) -> bool:
    return len(inside) > _LONGEST_MENTION


def _is_comma_before_name(parsed: Parsed, index: int) -> bool:
    """Whether a comma that the parser hung elsewhere stands before a name or its title: "the head, Dr. Ada Holm"."""
    return parsed.words[index].text == "," and parsed.words[index + 1].pos == "PROPN"


def _run_around(parsed: Parsed, inside: Indices, index: int) -> Indices:
    """The run of indices that holds ``index``, unbroken but for a comma before a name."""
    first = last = index
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside or (last + 2 in inside and _is_comma_before_name(parsed, last + 1)):
        last += 1
    return frozenset(range(first, last + 1))


def trimmed(parsed: Parsed, indices: Indices) -> Indices:
    """Without marks and white space at either end, quotation marks and brackets apart."""
    kept = sorted(indices)
    while kept and parsed.words[kept[0]].is_mark:
        kept.pop(0)
    while kept and parsed.words[kept[-1]].is_mark:
        kept.pop()
    return frozenset(kept)


# ---------------------------------------------------------------------- verbs


def _verb(parsed: Parsed, verb: Word) -> Iterator[Finding]:
    if _is_hypothetical(parsed, verb):
        return
    for frame in (_ending, _clause, _infinitive, _called, _objects):
        found = frame(parsed, verb)
        if found is not None:
            yield from _split_clauses(parsed, found)
            return


def _split_clauses(parsed: Parsed, found: Finding) -> Iterator[Finding]:
    """ "said that A and that B" is two statements."""
    marks = [
        index
        for index in sorted(found.content)
        if parsed.words[index].lower == "that"
        and parsed.words[index].dep in ("mark", "det", "nsubj", "dobj")
        and parsed.words[index].tag in ("IN", "DT")
        and parsed.words[index - 1].dep == "cc"
        and parsed.head(parsed.words[index]).dep in ("conj", "ccomp")
    ]
    if found.frame != "clause" or not marks:
        yield found
        return
    bounds = [min(found.content), *marks, max(found.content) + 1]
    for start, end in pairwise(bounds):
        content = clean_content(parsed, frozenset(index for index in found.content if start <= index < end))
        if content:
            yield replace(found, content=content)


_POSSIBLE = frozenset("can could may might should must to".split())


def _is_hypothetical(parsed: Parsed, verb: Word) -> bool:
    """Whether a verb tells what could or is to be said, not what was: "to say", "could say"."""
    if verb.tag != "VB" or (parsed.is_negated(verb) and lemma_of(verb) in ("exclude", "confirm", "verify", "rule")):
        return False
    if verb.dep == "xcomp" and lemma_of(parsed.head(verb)) in ("continue", "go", "begin", "start", "keep", "come"):
        return False
    return any(child.lower in _POSSIBLE for child in parsed.children(verb, "aux"))


def _made(parsed: Parsed, verb: Word, content: Indices, source: Word | None, frame: str) -> Finding | None:
    cue = frozenset({verb.index, *(child.index for child in parsed.children(verb, "aux", "auxpass", "neg", "prt"))})
    mention = mention_of(parsed, source, without=content | {verb.index} | _own_clause(parsed, verb, source))
    content = clean_content(parsed, content - cue - mention - _of_others(parsed, verb, content, frame))
    return Finding(verb, cue, content, mention, frame) if content else None


def _own_clause(parsed: Parsed, verb: Word, source: Word | None) -> Indices:
    """The relative clause that a cue stands in, which is no part of the mention: "the guild, which says …"."""
    over = (verb, *parsed.ancestors(verb))
    clause = next((word for word in over if word.dep == "relcl" and source is not None and word.index in parsed.subtree(source)), None)
    return parsed.subtree(clause) if clause is not None else NONE


_ASIDES = ("relcl", "advcl", "acl", "conj")


def _of_others(parsed: Parsed, cue: Word, content: Indices, frame: str) -> Indices:
    """What hangs on a content and is no part of it: the outlet's own remark with another cue ("…, which she called …", "…, adding that …")."""
    away: Indices = NONE
    for index in sorted(content)[1:]:
        word = parsed.words[index]
        if word.dep not in _ASIDES or word.pos not in ("VERB", "AUX") or index < cue.index or word.head not in content:
            continue
        own = parsed.subtree(word)
        before = parsed.words[min(own) - 1]
        if before.text not in (",", "—", "-", "--", "–") and before.dep != "cc" and parsed.words[before.index - 1].text != ",":
            continue
        if _is_aside(parsed, word, frame):
            away |= own
    return away


def _is_aside(parsed: Parsed, word: Word, frame: str) -> bool:
    speaks = lemma_of(word) in words("speech", "verbs", "say") | words("speech", "verbs", "name")
    if word.dep == "relcl":
        subject = parsed.child(word, "nsubj")
        return speaks and subject is not None and subject.lower in ("he", "she", "they")
    if word.dep in ("advcl", "acl"):
        return word.tag == "VBG" and parsed.child(word, "mark") is None and (speaks or frame in ("name", "object", "as"))
    return frame in ("name", "as", "object") and word.tag in ("VBD", "VBZ") and parsed.child(word, "nsubj") is None


def clean_content(parsed: Parsed, content: Indices) -> Indices:
    """Without "that" in front, marks at the ends, and an "and" left over."""
    kept = sorted(trimmed(parsed, content))
    while kept and (parsed.words[kept[0]].is_mark or _is_joint(parsed, parsed.words[kept[0]])):
        kept.pop(0)
    while kept and parsed.words[kept[-1]].dep == "cc":
        kept.pop()
    return trimmed(parsed, frozenset(kept))


def _is_joint(parsed: Parsed, word: Word) -> bool:
    return (word.lower == "that" and word.tag == "IN") or (word.dep == "cc" and parsed.head(word).pos in ("VERB", "AUX") and word.lower in ("and", "but"))


def _is_passive(parsed: Parsed, verb: Word) -> bool:
    return parsed.child(verb, "nsubjpass", "auxpass") is not None or (verb.tag == "VBN" and verb.dep == "acl")


def _clause(parsed: Parsed, verb: Word) -> Finding | None:
    lemma = lemma_of(verb)
    if lemma in words("speech", "verbs", "never"):
        return None
    clause = parsed.child(verb, "ccomp")
    known = lemma in words("speech", "verbs", "say") | words("speech", "verbs", "think") | words("speech", "verbs", "show")
    if clause is None:
        return _around(parsed, verb) if lemma in words("speech", "verbs", "say") else None
    if verb.pos == "AUX" or (lemma in words("speech", "verbs", "say") and parsed.is_negated(verb)):
        return None
    source = subject_of(parsed, verb)
    if source is None and (not known or lemma == "know"):
        return None
    if not known and (source is None or source.lower in _PRONOUN_SUBJECTS or not _has_verb(parsed, clause)):
        return None
    content = parsed.subtree(clause)
    if verb.index in content:
        return None
    return _made(parsed, verb, (content | _joined_clauses(parsed, verb, clause)) - _next_cue(parsed, verb, content), source, "clause")


def _has_verb(parsed: Parsed, clause: Word) -> bool:
    return parsed.child(clause, "nsubj", "nsubjpass", "mark") is not None


def _next_cue(parsed: Parsed, verb: Word, content: Indices) -> Indices:
    """A second verb of speech, without a subject of its own, that the parser hung on the first one's content: "said X and warned Y"."""
    for index in sorted(content):
        word = parsed.words[index]
        follows = word.dep == "conj" and word.tag == verb.tag and word.index > verb.index and lemma_of(word) in words("speech", "verbs", "say")
        if follows and parsed.child(word, "nsubj", "nsubjpass", "auxpass") is None and parsed.child(word, "ccomp") is not None:
            return parsed.subtree(word)
    return NONE


def _joined_clauses(parsed: Parsed, verb: Word, clause: Word) -> Indices:
    """What goes on behind "and that …" when the parser hung it on the cue."""
    more: Indices = NONE
    for child in parsed.children(verb, "ccomp", "conj"):
        mark = parsed.child(child, "mark")
        if child.index > clause.index > verb.index and mark is not None and mark.lower in ("that", "whether", "if"):
            more |= parsed.subtree(child)
    return more


def _around(parsed: Parsed, verb: Word) -> Finding | None:
    """A verb of speech without a clause of its own, put into or behind what is said: "…, she said, …", "as he put it"."""
    source = subject_of(parsed, verb)
    if source is None or parsed.is_negated(verb) or verb.tag in ("VB", "VBN"):
        return None
    own = parsed.subtree(verb)
    if verb.dep in ("parataxis", "advcl", "intj", "ccomp") and (verb.dep != "advcl" or parsed.child(verb, "mark", "advmod") is not None):
        marks = {child.lower for child in parsed.children(verb, "mark", "advmod")}
        if verb.dep in ("parataxis", "intj") or (verb.dep == "advcl" and "as" in marks):
            return _made(parsed, verb, parsed.subtree(parsed.head(verb)) - own, source, "around")
    that = _that_behind(parsed, verb, own)
    if that is not None:
        return _made(parsed, verb, that, source, "clause")
    return _tail(parsed, verb, source)


def _that_behind(parsed: Parsed, verb: Word, own: Indices) -> Indices | None:
    """What stands behind a "that" which the parser hung on the audience: "told a meeting in Vell that …"."""
    marks = [index for index in own if index > verb.index and parsed.words[index].lower == "that" and parsed.words[index].tag in ("IN", "WDT")]
    if not marks:
        return None
    rest = frozenset(index for index in own if index > min(marks))
    return rest if any(parsed.words[index].dep in ("nsubj", "nsubjpass", "expl") for index in rest) else None


def _ending(parsed: Parsed, verb: Word) -> Finding | None:
    """ "…, the company that runs it said." whatever the parser made of it: a comma, a mention, a verb of speech, the end or "while …"."""
    lemma = lemma_of(verb)
    if lemma not in words("speech", "verbs", "say") or not (verb.tag in ("VBD", "VBZ", "VBP") or _is_noun_for_verb(parsed, verb)):
        return None
    if any(child.index > verb.index or child.dep == "neg" for child in parsed.children(verb, "ccomp", "neg")) or (
        lemma != "tell" and parsed.child(verb, "dobj") is not None
    ):
        return None
    sentence = [word for word in parsed.words if word.sentence == verb.sentence]
    if not _ends_at(parsed, verb, [word for word in sentence if word.index > verb.index]):
        return None
    between = _mention_before(parsed, sentence, verb)
    if not between:
        return None
    before = frozenset(word.index for word in sentence if word.index < min(between) - 1)
    if not _is_sentence(parsed, before):
        return None
    content = clean_content(parsed, before)
    mention = trimmed(parsed, frozenset(index for index in between if parsed.words[index].pos != "ADV"))
    return Finding(verb, frozenset({verb.index}), content, mention, "around") if content and mention else None


def _is_noun_for_verb(parsed: Parsed, word: Word) -> bool:
    """ "…, the ministry reports." where the parser sees a noun."""
    behind = parsed.words[word.index + 1 : word.index + 2]
    return word.tag == "NNS" and word.index > 0 and parsed.words[word.index - 1].pos in ("PROPN", "NOUN") and bool(behind) and behind[0].text == "."


def _ends_at(parsed: Parsed, verb: Word, behind: list[Word]) -> bool:
    """Whether a sentence, or its first clause, ends with a verb, but for a day, a place or an audience."""
    comma = next((place for place, word in enumerate(behind) if word.text == ","), None)
    if comma is not None and comma + 1 < len(behind) and behind[comma + 1].lower in ("while", "although", "though", "whereas", "as", "after"):
        behind = behind[:comma]
    told = [word for word in behind if not word.is_mark]
    if any(word.pos in ("VERB", "AUX", "PRON") for word in told) or len(told) > 5:
        return False
    return not told or (
        told[0].pos in ("ADP", "ADV", "PROPN", "NOUN", "DET") and (lemma_of(verb) == "tell" or told[0].pos != "DET") and parsed.words[verb.index + 1] == told[0]
    )


def _mention_before(parsed: Parsed, sentence: list[Word], verb: Word) -> frozenset[int]:
    """The mention between a comma and a verb: "the company that runs it", or "the director, Ada Holm," with its own commas."""
    commas = [word.index for word in sentence if word.text == "," and word.index < verb.index]
    if len(commas) > 2 and commas[-1] == verb.index - 1 and parsed.words[commas[-2] + 1].pos == "PROPN":
        start, end = commas[-3] + 1, commas[-1]
    elif commas:
        start, end = commas[-1] + 1, verb.index
    else:
        return NONE
    first = parsed.words[start]
    if not 1 <= end - start <= 12 or first.pos not in ("DET", "PROPN", "PRON", "NOUN") or first.tag in ("WDT", "WP", "WRB"):
        return NONE
    return frozenset(range(start, end))


def _is_sentence(parsed: Parsed, indices: Indices) -> bool:
    return any(parsed.words[index].dep in ("nsubj", "nsubjpass", "expl") for index in indices) and any(
        parsed.words[index].pos in ("VERB", "AUX") for index in indices
    )


def _tail(parsed: Parsed, verb: Word, source: Word) -> Finding | None:
    """A verb of speech that ends its sentence: all before it is said."""
    sentence = [word for word in parsed.words if word.sentence == verb.sentence]
    mention = mention_of(parsed, source, without=frozenset({verb.index}))
    start = min(mention | {verb.index})
    if start == sentence[0].index or parsed.words[start - 1].text != "," or verb.dep not in ("ROOT", "conj", "ccomp"):
        return None
    behind = [word for word in sentence if word.index > max(mention | {verb.index}) and not word.is_mark]
    if any(word.pos in ("VERB", "AUX") for word in behind) or len(behind) > 8:
        return None
    before = frozenset(word.index for word in sentence if word.index < start)
    if not any(parsed.words[index].pos in ("VERB", "AUX") for index in before):
        return None
    return _made(parsed, verb, before, source, "around")


def _infinitive(parsed: Parsed, verb: Word) -> Finding | None:
    lemma = lemma_of(verb)
    clause = parsed.child(verb, "xcomp") or _to_clause(parsed, verb)
    if clause is None or clause.index < verb.index:
        return None
    passive = parsed.child(verb, "nsubjpass")
    has_to = any(child.tag == "TO" for child in parsed.children(clause, "aux"))
    if not has_to:
        gerund = _is_gerund(parsed, clause) and lemma in words("speech", "verbs", "gerund") and not parsed.is_negated(verb)
        return _made(parsed, verb, parsed.subtree(clause), subject_of(parsed, verb), "infinitive") if gerund else None
    if passive is not None:
        if lemma not in words("speech", "verbs", "object_infinitive") | words("speech", "verbs", "think") | words("speech", "verbs", "say"):
            return None
        return _made(parsed, verb, parsed.subtree(passive) | parsed.subtree(clause), agent_of(parsed, verb), "infinitive")
    somebody = parsed.child(verb, "dobj")
    known = words("speech", "verbs", "object_infinitive" if somebody is not None else "infinitive")
    if lemma not in known and lemma not in words("speech", "verbs", "infinitive"):
        return None
    content = parsed.subtree(clause) | (parsed.subtree(somebody) if somebody is not None else NONE)
    return _made(parsed, verb, content, subject_of(parsed, verb), "infinitive")


def _is_gerund(parsed: Parsed, clause: Word) -> bool:
    """ "hiding it", "having hidden it"."""
    return clause.tag == "VBG" or any(child.lower == "having" for child in parsed.children(clause, "aux"))


def _to_clause(parsed: Parsed, verb: Word) -> Word | None:
    """An infinitive that hangs on the verb under another label: "wants them to leave"."""
    for child in parsed.children(verb, "ccomp", "advcl"):
        if child.index > verb.index and any(one.tag == "TO" for one in parsed.children(child, "aux")):
            return child
    return None


def _called(parsed: Parsed, verb: Word) -> Finding | None:
    lemma = lemma_of(verb)
    if verb.tag == "VBN" and verb.dep == "acl" and agent_of(parsed, verb) is None:
        return None
    thing = parsed.child(verb, "dobj", "nsubjpass")
    source = agent_of(parsed, verb) if _is_passive(parsed, verb) else subject_of(parsed, verb)
    if lemma in words("speech", "verbs", "name"):
        name = parsed.child(verb, "oprd") or _small_clause(parsed, verb)
        if name is not None and source is not None and not (thing is not None and thing.lower.endswith(("self", "selves"))):
            behind = [child for child in parsed.children(verb, "dobj", "oprd", "attr", "dep", "appos", "acomp") if child.index > verb.index]
            return _made(
                parsed,
                verb,
                frozenset().union(
                    *map(parsed.subtree, (name, *behind, *([thing] if thing and thing.index < verb.index and thing.tag not in ("WP", "WDT") else [])))
                ),
                source,
                "name",
            )
    if lemma in words("speech", "verbs", "as"):
        role = next((child for child in parsed.children(verb, "prep") if child.lower == "as" and child.index > verb.index), None)
        if role is not None and parsed.children(role):
            content = parsed.subtree(role) | (parsed.subtree(thing) if thing is not None and thing.tag not in ("WP", "WDT") else NONE)
            return _made(parsed, verb, content, source, "as")
    return None


def _small_clause(parsed: Parsed, verb: Word) -> Word | None:
    """ "called them liars", where the parser sees a clause without a verb."""
    child = parsed.child(verb, "ccomp")
    return child if child is not None and child.pos in ("NOUN", "ADJ", "PROPN") and child.index > verb.index else None


def _objects(parsed: Parsed, verb: Word) -> Finding | None:
    lemma = lemma_of(verb)
    passive = parsed.child(verb, "nsubjpass")
    listed = lemma in words("speech", "verbs", "object")
    thing = (passive if passive is not None else parsed.child(verb, "dobj")) if listed or lemma in words("speech", "verbs", "measure") else None
    prepositions = prepositions_of(lemma)
    phrases = [child for child in parsed.children(verb, "prep") if child.lower in prepositions and child.index > verb.index and parsed.children(child)]
    if not listed and not phrases:
        return _measure(parsed, verb, thing) or _counted(parsed, verb)
    source = agent_of(parsed, verb) if _is_passive(parsed, verb) else subject_of(parsed, verb)
    if source is None and not (passive is not None and phrases):
        return None
    if verb.tag == "VB" and any(child.tag == "TO" for child in parsed.children(verb, "aux")):
        return None
    if lemma in words("speech", "verbs", "say") and parsed.is_negated(verb):
        return None
    content: Indices = NONE
    if thing is not None and thing.tag not in ("WP", "WDT"):
        content |= parsed.subtree(thing)
    for phrase in phrases:
        content |= parsed.subtree(phrase) - ({phrase.index} if not content else NONE)
    if any(phrase.lower in ("on", "upon", "for", "with") for phrase in phrases):
        for deed in parsed.children(verb, "xcomp", "advcl"):
            if deed.index > verb.index and any(child.tag == "TO" for child in parsed.children(deed, "aux")):
                content |= parsed.subtree(deed)
    return _made(parsed, verb, content, source, "object") if content else None


def _measure(parsed: Parsed, verb: Word, thing: Word | None) -> Finding | None:
    """ "put the number at 40"."""
    if thing is None or lemma_of(verb) not in words("speech", "verbs", "measure"):
        return None
    behind = [word for word in parsed.words[thing.index + 1 : thing.index + 14] if word.sentence == verb.sentence]
    amount = next((word for word in behind if word.lower in ("at", "as", "from", "to") and word.pos in ("ADP", "SCONJ")), None)
    if amount is None or not any(word.pos == "NUM" for word in parsed.words[amount.index + 1 : amount.index + 6]):
        return None
    content = parsed.subtree(thing) | parsed.subtree(amount)
    return _made(parsed, verb, content | frozenset(range(min(content), amount.index)), subject_of(parsed, verb), "measure")


def _counted(parsed: Parsed, verb: Word) -> Finding | None:
    """ "counted 11 bodies", "gave a toll of 18": a number found, by somebody."""
    if lemma_of(verb) not in words("speech", "verbs", "counted"):
        return None
    given = verb.tag == "VBN" and verb.dep == "acl"
    thing = parsed.head(verb) if given else parsed.child(verb, "dobj")
    if thing is None or (_is_passive(parsed, verb) and agent_of(parsed, verb) is None):
        return None
    content = parsed.subtree(thing) - parsed.subtree(verb) if given else parsed.subtree(thing)
    for phrase in () if given else parsed.children(verb, "prep", "agent"):
        if phrase.index > thing.index and phrase.lower in ("in", "at", "under", "among", "from", "by", "since", "across"):
            content |= parsed.subtree(phrase)
    if not _is_number(parsed, thing):
        return None
    return _made(parsed, verb, content, agent_of(parsed, verb) if given else subject_of(parsed, verb), "counted")


def _is_number(parsed: Parsed, thing: Word) -> bool:
    """Whether a noun is counted, or is a number itself: "11 bodies", "a toll of 18"."""
    if parsed.child(thing, "nummod") is not None or thing.pos == "NUM":
        return thing.lemma not in ("year", "day", "week", "month", "hour", "minute", "time")
    return thing.lemma in ("toll", "figure", "number", "count", "total", "estimate", "range", "tally") and any(
        parsed.words[index].pos == "NUM" for index in parsed.subtree(thing)
    )


# ---------------------------------------------------------------------- nouns, adjectives, according to


def _noun(parsed: Parsed, noun: Word) -> Iterator[Finding]:
    lemma = noun.lemma
    ending = _ending(parsed, noun) if noun.tag == "NNS" else None
    if ending is not None:
        yield ending
        return
    if lemma in words("speech", "nouns", "that"):
        clause = next(
            (child for child in parsed.children(noun, "acl", "ccomp") if (mark := parsed.child(child, "mark")) is not None and mark.lower == "that"), None
        )
        found = _made(parsed, noun, parsed.subtree(clause), _owner(parsed, noun), "noun") if clause is not None else None
        if found is not None:
            yield found
        return
    if lemma in words("speech", "nouns", "clause"):
        clause = next((child for child in parsed.children(noun, "acl", "ccomp", "relcl") if _is_content_clause(parsed, child)), None)
        clause = clause or _predicate_clause(parsed, noun)
        if clause is not None:
            found = _made(parsed, noun, parsed.subtree(clause), _owner(parsed, noun), "noun")
            if found is not None:
                yield found
            return
    owner = parsed.child(noun, "poss")
    if owner is None:
        return
    own_figure = _own_figure(parsed, noun, owner)
    if own_figure is not None:
        yield own_figure
    elif lemma in words("speech", "nouns", "phrase"):
        yield from _phrase(parsed, noun, owner)


_ABOUT = frozenset("of about on for against to that over with".split())


def _phrase(parsed: Parsed, noun: Word, owner: Word) -> Iterator[Finding]:
    """ "His praise of the plan"."""
    phrase = next((child for child in parsed.children(noun, "prep") if child.lower in _ABOUT), None)
    found = _made(parsed, noun, parsed.subtree(phrase) - {phrase.index}, owner, "phrase") if phrase is not None else None
    if found is not None:
        yield found


_FIGURES = frozenset("figure estimate count tally".split())


def _own_figure(parsed: Parsed, noun: Word, owner: Word) -> Finding | None:
    """ "Her earlier figure was nine", "the guild's count stands at 40": a place has figures that nobody of it gave."""
    verb = parsed.head(noun)
    if noun.lemma not in _FIGURES or noun.dep != "nsubj" or verb.lemma not in ("be", "stand") or owner.entity in ("GPE", "LOC", "DATE"):
        return None
    amount = next((child for child in parsed.children(verb, "attr", "prep") if child.index > verb.index), None)
    below = parsed.subtree(amount) if amount is not None else NONE
    return _made(parsed, noun, below, owner, "phrase") if any(parsed.words[index].pos == "NUM" for index in below) else None


def _is_content_clause(parsed: Parsed, clause: Word) -> bool:
    """Whether a clause behind a noun is what the noun holds: "that" as a mark, or an infinitive."""
    mark = parsed.child(clause, "mark")
    return (mark is not None and mark.lower in ("that", "whether")) or (
        clause.dep == "acl" and any(child.tag == "TO" for child in parsed.children(clause, "aux"))
    )


def _predicate_clause(parsed: Parsed, noun: Word) -> Word | None:
    """ "His answer was that …"."""
    head = parsed.head(noun)
    if noun.dep != "nsubj" or head.lemma != "be":
        return None
    clause = parsed.child(head, "ccomp")
    return clause if clause is not None and clause.index > head.index else None


def _owner(parsed: Parsed, noun: Word) -> Word | None:
    """Whose claim it is: "his claim", "a claim by the ministry", "the ministry made the claim"."""
    owner = parsed.child(noun, "poss")
    if owner is not None:
        return owner
    for preposition in parsed.children(noun, "prep", "agent"):
        if preposition.lower in ("by", "from", "of", "among"):
            return parsed.child(preposition, "pobj")
    head = parsed.head(noun)
    if noun.dep in ("dobj", "attr", "pobj") and head.dep == "prep":
        head = parsed.head(head)
    if noun.dep in ("dobj", "attr", "pobj") and head.pos in ("VERB", "AUX"):
        subject = subject_of(parsed, head)
        return subject if subject is not None and subject.lower not in ("it", "there", "this", "that") else None
    return None


def _adjective(parsed: Parsed, adjective: Word) -> Iterator[Finding]:
    if adjective.lemma not in words("speech", "adjectives", "clause") and adjective.lower not in words("speech", "adjectives", "clause"):
        return
    verb = parsed.head(adjective)
    if adjective.dep not in ("acomp", "conj", "oprd", "ROOT", "advcl"):
        return
    clause = parsed.child(adjective, "ccomp", "xcomp") or (parsed.child(verb, "ccomp") if adjective.dep == "acomp" and verb.pos == "AUX" else None)
    phrase = next(
        (
            child
            for child in parsed.children(adjective, "prep")
            if child.lower in ("of", "about", "with", "at", "over", "in", "on", "to", "by") and parsed.children(child)
        ),
        None,
    )
    content = parsed.subtree(clause) if clause is not None else parsed.subtree(phrase) - {phrase.index} if phrase is not None else NONE
    if not content or verb.index in content:
        return
    source = subject_of(parsed, verb) if verb.pos in ("AUX", "VERB") else None
    if source is None or source.lower in _PRONOUN_SUBJECTS:
        return
    found = _made(parsed, adjective, content, source, "adjective")
    if found is not None:
        yield found


def _according(parsed: Parsed, word: Word) -> Iterator[Finding]:
    """ "according to the ministry"."""
    if word.lower != "according":
        return
    to = parsed.words[word.index + 1] if word.index + 1 < len(parsed.words) else word
    whom = parsed.child(to, "pobj") or parsed.child(word, "pobj")
    if to.lower != "to" or whom is None:
        return
    own = parsed.subtree(word) | parsed.subtree(to)
    clause = next((above for above in parsed.ancestors(word) if above.pos in ("VERB", "AUX") and above.index not in own), None)
    top = clause if clause is not None else parsed.head(word)
    sentence = frozenset(one.index for one in parsed.words if one.sentence == word.sentence)
    first = not any(index < word.index and not parsed.words[index].is_mark for index in sentence)
    content = clean_content(parsed, (sentence if first else parsed.subtree(top)) - own)
    if content:
        yield Finding(word, frozenset({word.index, to.index}), content, mention_of(parsed, whom), "according")


_BEFORE_COLON = 6
"""Words between a cue and its colon."""
_HEADING = 7
"""Words before the colon of a heading."""
_SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def _colon(parsed: Parsed, colon: Word, quoted: Indices) -> Iterator[Finding]:
    """ "Holm gave a larger estimate: 30 boats", and the heading "Port Guild: light was never tested"."""
    sentence = [word for word in parsed.words if word.sentence == colon.sentence]
    ahead = [word for word in sentence if word.index < colon.index and not word.is_mark]
    behind = frozenset(word.index for word in sentence if word.index > colon.index)
    if not ahead or len([index for index in behind if not parsed.words[index].is_mark]) < 3 or behind & quoted:
        return
    found = _introducing(parsed, ahead)
    source = found[1] if found else _heading_speaker(parsed, ahead, behind)
    content = clean_content(parsed, behind)
    if source is not None and content:
        cue = found[0] if found else colon
        yield Finding(cue, frozenset({cue.index}), content, mention_of(parsed, source, without=behind), "colon")


def _introducing(parsed: Parsed, ahead: list[Word]) -> tuple[Word, Word] | None:
    """The cue before a colon and whose it is: a verb of speech, or a verb with such a noun ("gave an estimate:")."""
    for word in reversed(ahead[-_BEFORE_COLON:]):
        if word.pos == "VERB" and not _is_hypothetical(parsed, word) and not parsed.is_negated(word):
            thing = parsed.child(word, "dobj")
            noun = thing is not None and thing.lemma in words("speech", "nouns", "clause") | words("speech", "nouns", "phrase")
            speaks = lemma_of(word) in words("speech", "verbs", "say") and parsed.child(word, "ccomp") is None
            source = subject_of(parsed, word) if noun or speaks else None
            if source is not None and source in ahead:
                return word, source
    return None


def _heading_speaker(parsed: Parsed, ahead: list[Word], behind: Indices) -> Word | None:
    """Whose words a heading gives: a short mention before the colon, a clause behind it, and no full stop."""
    last = max(behind)
    if (
        len(ahead) > _HEADING
        or ahead[0].sentence
        or parsed.words[last].text in (".", "!", ";")
        or last != parsed.words[-1].index
        or not _is_sentence(parsed, behind)
    ):
        return None
    head = next((word for word in ahead if parsed.head(word) not in ahead or word.head == word.index), ahead[-1])
    if head.lemma in ("note", "correction", "update"):
        return None
    speaks = head.entity in _SPEAKING_ENTITIES or head.lemma in words("people", "nouns", "documents") | words("people", "nouns", "unnamed")
    return head if head.pos in ("PROPN", "NOUN") and speaks and not any(word.pos in ("VERB", "AUX") for word in ahead) else None


Rule = Callable[[Parsed, Word], Iterator[Finding]]
_RULES: dict[str, tuple[Rule, ...]] = {
    "VERB": (_according, _verb),
    "AUX": (_verb,),
    "NOUN": (_noun,),
    "ADJ": (_adjective,),
    "ADP": (_according,),
    "SCONJ": (_according,),
    "ADV": (_according,),
}
