"""Findings and quotation marks -> drafts of attributions: what is said, in which kind, and where the cue and the mention stand.

A quotation inside what a finding holds belongs to it. One that no finding holds is given to the verb of speech beside it, else
to what introduces it ("…:"), else it goes on from the quotation before it. A few quoted words that nobody is said to say stay the outlet's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sources.cues import NONE, Finding, Indices, findings, lemma_of, mention_of, source_of, subject_of, trimmed
from sources.grammar import Parsed, Word
from sources.lexicon import words
from sources.model import Kind, Span
from sources.quotations import quotations

_FRAGMENT = 4
"""Words; a quotation of no more, without a sentence's end, may be a scare quote."""
_SHORT = 9
"""Words and marks of a sentence that only says who spoke."""
_NEAR = 14
"""Words between a quotation and the verb that says whose it is."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement without its speaker. ``paragraph`` counts from 0; ``source`` and ``cue`` are indices of that paragraph's words.

    ``certainty``: 0 to 1, that the source belongs to the content. ``follows``: it stands without a cue of its own.
    """

    paragraph: int
    content: tuple[Span, ...]
    cue: Indices
    source: Indices
    head: Word | None
    kind: Kind
    frame: str
    certainty: float
    words: Indices = NONE
    paper: Indices = NONE
    """The document that it is known from."""
    """The words of a content that a finding gave; none for a quotation that stands by itself."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: with its marks, without them, and whether it runs on past its paragraph."""

    outer: Span
    inner: Span
    open: bool


def drafts(text: str, paragraphs: Sequence[Parsed]) -> list[Draft]:
    """The statements of a text, in order."""
    made: list[Draft] = []
    before: list[Quotation] = []
    for number, parsed in enumerate(paragraphs):
        quoted = quotations_of(text, parsed.span)
        _paragraph(text, number, parsed, quoted, made, before[-1].open if before else False, paragraphs[number - 1] if number else None)
        before = quoted or []
    return sorted(made, key=lambda draft: (draft.content[0].start, draft.content[-1].end))


def quotations_of(text: str, span: Span) -> list[Quotation]:
    """The quotations of a paragraph."""
    found = []
    for local in quotations(span.of(text)):
        outer = Span(span.start + local.start, span.start + local.end)
        inner = _unmarked(text, outer)
        if inner.end > inner.start:
            found.append(Quotation(outer, inner, outer.end == span.end and inner.end == outer.end))
    return found


_MARKS = "\"“”„«»‘’'"


def _unmarked(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and (text[start] in _MARKS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        end -= 1
    return Span(start, end)


def _paragraph(text: str, number: int, parsed: Parsed, quoted: list[Quotation], made: list[Draft], running: bool, before: Parsed | None) -> None:
    inside = {word.index: quote for quote in quoted for word in parsed.words if quote.outer.start <= word.start < quote.outer.end}
    own = [_draft(text, number, parsed, one, quoted) for one in findings(parsed, frozenset(inside))]
    own = _without_doubles(own)
    claimed = [quote for quote in quoted if any(_holds(draft.content, quote.inner) for draft in own)]
    made.extend(own)
    for place, quote in enumerate(quoted):
        if quote in claimed:
            continue
        draft = _beside(text, number, parsed, quote, frozenset(inside))
        if draft is not None and _joined(made, draft):
            continue
        if draft is None and is_sentence(text, quote) and _stands_apart(text, parsed, quote):
            draft = _introduced(text, number, parsed, quote)
            if draft is None and (
                _continued(text, made, number, parsed, quote) or _from_paragraph_before(text, number, parsed, quoted, place, made, running, before)
            ):
                continue
            draft = draft or Draft(number, (quote.inner,), NONE, NONE, None, Kind.DIRECT, "bare", 0.0)
        if draft is None:
            draft = _embedded(text, number, parsed, quote, frozenset(inside))
        if draft is not None:
            made.append(draft)
    _lead_on(text, number, made)


def _lead_on(text: str, number: int, made: list[Draft]) -> None:
    """A quotation without a speaker belongs to the next one of its paragraph when nothing but quotations stands between."""
    mine = sorted(
        (place for place, draft in enumerate(made) if draft.paragraph == number and draft.kind is Kind.DIRECT), key=lambda place: made[place].content[0].start
    )
    gone: list[int] = []
    for place, following in pairwise(mine):
        bare, led = made[place], made[following]
        between = text[bare.content[-1].end : led.content[0].start]
        if bare.frame == "bare" and led.source and not any(character.isalnum() for character in between):
            made[following] = replace(led, content=(*bare.content, *led.content))
            gone.append(place)
    for place in sorted(gone, reverse=True):
        del made[place]


def _joined(made: list[Draft], draft: Draft) -> bool:
    """Whether the same cue already has a quotation: “…,” she said, “…”. The second is then added to it."""
    for place in range(len(made) - 1, -1, -1):
        earlier = made[place]
        if earlier.paragraph != draft.paragraph:
            return False
        if earlier.kind is draft.kind is Kind.DIRECT and earlier.head == draft.head:
            made[place] = replace(earlier, content=tuple(sorted({*earlier.content, *draft.content})))
            return True
    return False


def _stands_apart(text: str, parsed: Parsed, quote: Quotation) -> bool:
    """Whether a quotation begins a sentence or stands behind a mark, so that it is no part of a clause of the outlet's."""
    ahead = text[parsed.span.start : quote.outer.start].rstrip()
    return not ahead or ahead[-1] in ".,:;!?—–-)\"”'’" or (quote.inner.of(text)[:1].isupper() and quote.inner.of(text)[-1:] in ".?!")


def _without_doubles(own: list[Draft]) -> list[Draft]:
    """Of statements in quotation marks only that hold the same words, the first."""
    kept: list[Draft] = []
    for draft in own:
        if draft.kind is Kind.DIRECT and any(other.kind is Kind.DIRECT and set(other.content) & set(draft.content) for other in kept):
            continue
        kept.append(draft)
    return kept


def _holds(content: tuple[Span, ...], span: Span) -> bool:
    return any(one.start < span.end and span.start < one.end for one in content)


def is_sentence(text: str, quote: Quotation) -> bool:
    """Whether a quotation is more than a few words, or a title, in quotation marks."""
    said = quote.inner.of(text)
    if is_title(said):
        return False
    return len(said.split()) > _FRAGMENT or (said[-1:] in ".?!" and said[:1].isupper()) or quote.open


def is_title(said: str) -> bool:
    """Whether words in quotation marks are a name: all but the small ones begin with a capital, and no sentence ends."""
    long = [word for word in said.rstrip(",").split() if len(word) > 3]
    return said[-1:] not in ".?!" and bool(long) and len(said.split()) <= 8 and all(word[0].isupper() or not word[0].isalpha() for word in long)


# ---------------------------------------------------------------------- findings and the quotations in them


def _draft(text: str, number: int, parsed: Parsed, found: Finding, quoted: list[Quotation]) -> Draft:
    spans = spans_of(text, parsed, found.content)
    inside = [quote for quote in quoted if _holds(spans, quote.inner)]
    content, kind = _with_quotations(text, spans, inside)
    return Draft(number, content, found.cue_words, found.source, found.cue, kind, found.frame, 1.0 if found.source else 0.0, found.content, found.paper)


def _with_quotations(text: str, spans: tuple[Span, ...], inside: list[Quotation]) -> tuple[tuple[Span, ...], Kind]:
    if not inside:
        return spans, Kind.INDIRECT
    rest = [piece for span in spans for piece in _outside(span, inside)]
    unquoted = sum(len(piece.of(text).split()) for piece in rest if any(character.isalnum() for character in piece.of(text)))
    quoted = sum(len(quote.inner.of(text).split()) for quote in inside)
    apart = all(text[: quote.outer.start].rstrip()[-1:] in (",", ":", "", "\n") or quote.inner.of(text)[-1:] in ",?!" for quote in inside)
    if unquoted == 0 or (apart and unquoted <= 0.15 * quoted):
        return tuple(quote.inner for quote in inside), Kind.DIRECT
    return _united(text, [*spans, *(quote.outer for quote in inside)]), Kind.MIXED


def _outside(span: Span, inside: list[Quotation]) -> list[Span]:
    pieces, position = [], span.start
    for quote in inside:
        if quote.outer.start > position:
            pieces.append(Span(position, min(span.end, quote.outer.start)))
        position = max(position, min(span.end, quote.outer.end))
    return [*pieces, Span(position, max(position, span.end))]


def _united(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, joined where only white space stands between them."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and (span.start <= joined[-1].end or not text[joined[-1].end : span.start].strip()):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def spans_of(text: str, parsed: Parsed, indices: Indices) -> tuple[Span, ...]:
    """Where these words stand, unbroken runs together, marks at the ends of a run left out."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and (index == runs[-1][-1] + 1 or _only_marks(parsed, runs[-1][-1] + 1, index)):
            runs[-1].append(index)
        else:
            runs.append([index])
    kept = [trimmed(parsed, frozenset(run)) for run in runs]
    spans = [Span(parsed.words[min(run)].start, parsed.words[max(run)].end) for run in kept if run]
    return _united(text, [_balanced(text, span, parsed.span) for span in spans])


def _only_marks(parsed: Parsed, start: int, end: int) -> bool:
    return all(parsed.words[index].is_mark and parsed.words[index].text not in ("—", "--") for index in range(start, end))


def _balanced(text: str, span: Span, within: Span) -> Span:
    """With the mark that closes what opens inside: a bracket or a per cent sign left behind by trimming."""
    end = span.end
    while end < within.end and text[end] in "%)]" and (text[end] == "%" or text[span.start : end].count("(") + text[span.start : end].count("[") > 0):
        end += 1
    return Span(span.start, end)


# ---------------------------------------------------------------------- quotations that no finding holds


def _beside(text: str, number: int, parsed: Parsed, quote: Quotation, inside: Indices) -> Draft | None:
    """The verb of speech in the same sentence as the quotation's end or beginning, nearest first."""
    held = [word for word in parsed.words if quote.outer.start <= word.start < quote.outer.end]
    if not held:
        return None
    behind = _stretch(parsed, held[-1], inside, 1)
    ahead = _stretch(parsed, held[0], inside, -1)
    ends_open = quote.inner.of(text)[-1:] in ",?!—-" or text[quote.outer.end : quote.outer.end + 1] == ","
    full = is_sentence(text, quote)
    if not full and (not ends_open or is_title(quote.inner.of(text))):
        return None
    for stretch in (behind, ahead) if ends_open else (ahead, behind):
        verb = next((word for word in stretch[: _NEAR if full else _FRAGMENT] if _speaks(parsed, word, full)), None)
        if verb is not None:
            source = mention_of(parsed, subject_of(parsed, verb), without=frozenset({verb.index}) | inside)
            certainty = 1.0 if source else 0.0
            if stretch is ahead and not _stands_apart(text, parsed, quote):
                return Draft(number, (_from_cue(text, parsed, verb, quote),), frozenset({verb.index}), source, verb, Kind.MIXED, "quotation", certainty)
            return Draft(number, (quote.inner,), frozenset({verb.index}), source, verb, Kind.DIRECT, "quotation", certainty)
    return _named_behind(number, parsed, quote, held[-1], inside) if full else None


def _from_cue(text: str, parsed: Parsed, verb: Word, quote: Quotation) -> Span:
    """What a cue leads to when a quotation is only part of it: from behind "that", to the last quotation of the sentence."""
    between = [word for word in parsed.words[verb.index + 1 :] if word.end <= quote.outer.start]
    that = next((word for word in between if word.lower == "that"), None)
    start = next((word.start for word in between if that is None or word.index > that.index), quote.outer.start)
    last = max((word.end for word in parsed.words if word.sentence == verb.sentence), default=quote.outer.end)
    ends = [other.outer.end for other in quotations_of(text, parsed.span) if quote.outer.end <= other.outer.end <= last]
    return Span(start, max(ends, default=quote.outer.end))


def _named_behind(number: int, parsed: Parsed, quote: Quotation, last: Word, inside: Indices) -> Draft | None:
    """A sentence behind a quotation that says whose it is, and nothing else: "“… missing.” Holm said."."""
    behind = [word for word in parsed.words if word.sentence == last.sentence + 1]
    if not behind or len(behind) > _SHORT or any(word.index in inside for word in behind):
        return None
    verb = next((word for word in behind if _speaks(parsed, word, True) and parsed.child(word, "ccomp", "dobj", "xcomp") is None), None)
    if verb is None:
        return None
    return Draft(number, (quote.inner,), frozenset({verb.index}), mention_of(parsed, subject_of(parsed, verb)), verb, Kind.DIRECT, "quotation", 1.0)


def _embedded(text: str, number: int, parsed: Parsed, quote: Quotation, inside: Indices) -> Draft | None:
    """Quoted words inside a clause of the outlet's: what they hang on may be a word that tells of speech."""
    held = [word for word in parsed.words if quote.outer.start <= word.start < quote.outer.end and not word.is_mark]
    top = next((word for word in held if word.head not in {one.index for one in held}), None)
    if top is None or is_title(quote.inner.of(text)):
        return None
    below = top
    for above in parsed.ancestors(top):
        if above.index not in inside and _tells(above):
            source = source_of(parsed, above)
            if source is None:
                return None
            content = frozenset(index for index in parsed.subtree(below) if index >= min(held[0].index, below.index))
            spans = _united(text, [*spans_of(text, parsed, content - {above.index}), quote.outer])
            mention = mention_of(parsed, source, without=content | {above.index})
            return Draft(number, spans, frozenset({above.index}), mention, above, Kind.MIXED, "embedded", 0.9)
        below = above
    return None


def _tells(word: Word) -> bool:
    if word.pos in ("VERB", "AUX"):
        lemma = lemma_of(word)
        return any(lemma in words("speech", "verbs", name) for name in ("say", "object", "name", "as", "think", "show"))
    return word.pos == "NOUN" and (word.lemma in words("speech", "nouns", "phrase") or word.lemma in words("speech", "nouns", "clause"))


def _stretch(parsed: Parsed, word: Word, inside: Indices, step: int) -> list[Word]:
    """The words from a quotation's edge outwards, in its sentence, up to another quotation; outermost last."""
    found: list[Word] = []
    index = word.index + step
    while 0 <= index < len(parsed.words) and parsed.words[index].sentence == word.sentence and index not in inside:
        found.append(parsed.words[index])
        index += step
    return found


def _speaks(parsed: Parsed, word: Word, full: bool) -> bool:
    if word.pos not in ("VERB", "AUX"):
        return False
    lemma = lemma_of(word)
    if lemma in words("speech", "verbs", "say") and not (full and parsed.is_negated(word)):
        return subject_of(parsed, word) is not None
    if not full:
        return False
    return lemma in words("speech", "verbs", "think") | words("speech", "verbs", "show") and subject_of(parsed, word) is not None


def _introduced(text: str, number: int, parsed: Parsed, quote: Quotation) -> Draft | None:
    """What stands before a colon: "Holm took the floor: “…”"; or the sentence's own verb."""
    ahead = [word for word in parsed.words if word.start < quote.outer.start]
    if not ahead or not text[: quote.outer.start].rstrip().endswith(":"):
        return None
    last = [word for word in ahead if word.sentence == ahead[-1].sentence]
    return _by_main_verb(number, parsed, last, quote, 0.8)


def _by_main_verb(number: int, parsed: Parsed, sentence: list[Word], quote: Quotation, certainty: float) -> Draft | None:
    verbs = [word for word in reversed(sentence) if word.pos in ("VERB", "AUX") and subject_of(parsed, word) is not None]
    verb = next((word for word in verbs if lemma_of(word) in words("speech", "verbs", "say")), verbs[-1] if verbs else None)
    source = mention_of(parsed, subject_of(parsed, verb)) if verb is not None else NONE
    if verb is None and sentence:
        names = [word for word in sentence if word.pos in ("PROPN", "NOUN") and word.dep in ("ROOT", "nsubj")]
        source = mention_of(parsed, names[0]) if names else NONE
    if not source:
        return None
    return Draft(number, (quote.inner,), frozenset({verb.index}) if verb else NONE, source, verb, Kind.DIRECT, "introduced", certainty)


def _continued(text: str, made: list[Draft], number: int, parsed: Parsed, quote: Quotation) -> bool:
    """Whether a quotation goes on from what was said before in its paragraph: it is then added to that quotation, or shares its speaker."""
    for place in range(len(made) - 1, -1, -1):
        draft = made[place]
        if draft.paragraph != number:
            break
        if draft.content[-1].end > quote.inner.start:
            continue
        if draft.kind is Kind.DIRECT:
            made[place] = replace(draft, content=(*draft.content, quote.inner))
            return True
        if draft.source and _sentences_between(parsed, draft, quote) <= 1:
            made.append(replace(draft, content=(quote.inner,), kind=Kind.DIRECT, words=NONE, certainty=min(draft.certainty, 0.9)))
            return True
    return _preceded(text, made, number, parsed, quote)


def _sentences_between(parsed: Parsed, draft: Draft, quote: Quotation) -> int:
    here = next((word.sentence for word in parsed.words if word.start >= quote.inner.start), 0)
    there = max((parsed.words[index].sentence for index in draft.cue), default=0)
    return here - there


def _preceded(text: str, made: list[Draft], number: int, parsed: Parsed, quote: Quotation) -> bool:
    """Whether the sentence right before a quotation is about one person, whose words then follow: "Holm was blunt. “We lost.”"."""
    here = next((word.sentence for word in parsed.words if word.start >= quote.inner.start), 0)
    before = [word for word in parsed.words if word.sentence == here - 1]
    root = next((word for word in before if word.head == word.index), None)
    subject = parsed.child(root, "nsubj") if root is not None else None
    if (
        subject is None
        or not (subject.entity == "PERSON" or subject.lower in ("he", "she"))
        or text[quote.outer.start - 1 : quote.outer.start] not in (" ", "\n")
    ):
        return False
    made.append(Draft(number, (quote.inner,), NONE, mention_of(parsed, subject), None, Kind.DIRECT, "preceded", 0.75))
    return True


def _from_paragraph_before(
    text: str, number: int, parsed: Parsed, quoted: list[Quotation], place: int, made: list[Draft], running: bool, before: Parsed | None
) -> bool:
    """Whether the paragraph before says whose a quotation is that stands alone in its own."""
    quote = quoted[place]
    alone = not any(character.isalnum() for character in text[parsed.span.start : quote.outer.start])
    if not alone or before is None:
        return False
    last = max((index for index, draft in enumerate(made) if draft.kind is Kind.DIRECT), key=lambda index: made[index].content[-1].end, default=None)
    if last is not None and running:
        made[last] = replace(made[last], content=(*made[last].content, quote.inner))
        return True
    if before.span.of(text).rstrip().endswith(":") and before.sentences:
        draft = _by_main_verb(number - 1, before, list(before.sentences[-1]), quote, 0.8)
        if draft is not None:
            made.append(draft)
            return True
    if last is not None and made[last].content[-1].end >= before.span.end - 3 - len(before.span.of(text)) and made[last].paragraph >= number - 2:
        made[last] = replace(made[last], content=(*made[last].content, quote.inner), certainty=min(made[last].certainty, 0.7))
        return True
    return False
