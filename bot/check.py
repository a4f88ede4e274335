"""Whether a wording stands in the sources: word for word, changed, somebody else's words, or not at all. Pure; it checks no truth.

    pasted -claims-> wording* -find, align-> Standing* -> Check -speaker-> Check

A wording is verbatim only where every word, number and mark of it stands in one place in that order, and nothing was cut off that turns
it round ("not", "at least"). Changed: most of it stands in one place, or it was put together from several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum

from bot import differences
from bot.claims import clauses_of, is_long_enough, read, sentences_of
from bot.differences import Difference
from bot.fitting import figures
from bot.speaking import Voice, voice
from bot.voices import NOT_LOOKED_AT, Said, said_in
from bot.wording import Token, find, folded, tokens_of, trimmed
from index.analyse import STOP_WORDS, analyse
from index.catalog import StoredPassage
from sources.model import Attribution, Span
from sources.quantities import words
from sources.split import sentences


class Verdict(StrEnum):
    """What can be said of a wording. None of it says whether what is worded is true."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not-found"
    TOO_SHORT = "too-short"


@dataclass(frozen=True, slots=True)
class Standing:
    """A stretch of a source; ``text`` is its slice ``span``."""

    doc_id: str
    revision_id: int
    span: Span
    text: str
    passage: StoredPassage
    said: Said = NOT_LOOKED_AT
    """Who speaks in it, as far as is known."""


@dataclass(frozen=True, slots=True)
class Check:
    """``found``: where the wording stands, or what comes nearest to being it; None when nothing does. ``differences``: word by word,
    of ``found`` against what was pasted. ``nearest``: what stands near a wording that is not in the sources. ``speaker``: who says
    it there, when that is known."""

    pasted: str
    verdict: Verdict
    found: Standing | None = None
    differences: tuple[Difference, ...] = ()
    parts: tuple[Check, ...] = ()
    nearest: tuple[Standing, ...] = ()
    speaker: str | None = None
    elsewhere: tuple[Standing, ...] = ()
    """Other places where it stands word for word: another article may name the speaker that this one does not."""


_ALTERED_CONTENT = 0.6
_ALTERED_ORDER = 0.5
"""A changed wording keeps so much of its telling words and of its order; on less, two sentences only share a subject."""
_LEAST_TELLING = 2
"""Telling words in common; one alone is no wording."""
_STITCHED = 0.75
_SHORTEST_PIECE = 3
_FUNCTION_WORD = 0.25
"""What a stop word counts against a telling one."""
_TURNS = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|without|hardly|barely|cannot|nobody|nothing|none\s+of|few\s+of|denie[sd]\s+(?:that|having)|denying\s+that|no\s+evidence\s+(?:that|of)"
    r"|rejected\s+(?:the\s+)?(?:claims?|suggestions?|reports?)\s+that|dismissed\s+(?:the\s+)?(?:claims?|suggestions?|reports?)\s+that|doubt(?:s|ed)?\s+that|if)|n['’]t)\s+[\"“'‘*]*$",
    re.IGNORECASE,
)
"""Words that turn round what follows: a quotation that begins behind one has dropped it."""
_LEADS = re.compile(
    r"(?:suspected|alleged|allegedly|reportedly|perhaps|maybe|possibly|probably|likely|apparently|only|just|almost|nearly|purported|so-called|some|many|most|up\s+to)",
    re.IGNORECASE,
)
_TURNED_BEHIND = re.compile(r"['’\"”]?\s+(?:not|never|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A stretch of a passage held against a wording, with how much of the wording it keeps."""

    standing: Standing
    content: float
    order: float
    tokens: tuple[Token, ...] = field(repr=False)

    @property
    def rank(self) -> float:
        return self.content + self.order


def lookups(text: str) -> tuple[str, ...]:
    """What to look a changed wording up by, beside the whole of it: its quotations, their sentences and claims, and the halves of each."""
    pasted = read(text)
    wordings = (*filter(None, (pasted.whole,)), *pasted.wordings)
    sentences_in = [sentence for wording in wordings for sentence in sentences_of(wording)]
    pieces = [piece for sentence in sentences_in for piece in (*clauses_of(sentence), *_numbered(sentence), *_halves(sentence))]
    return tuple(dict.fromkeys((*wordings, *sentences_in, *pieces)))[:_MOST_LOOKUPS]


_MOST_LOOKUPS = 8
"""Each is a search of the words."""


def _numbered(sentence: str) -> Iterator[str]:
    """A name and a number of each claim: who has changed a deed has often kept both."""
    for claim in clauses_of(sentence):
        name, number = re.search(r"\b[A-Z][\w’'-]+", claim), re.search(r"\b\d[\d,]*\b", claim)
        if name and number and "," not in number[0]:
            yield f"{name[0]} {number[0]}"


def _halves(sentence: str) -> tuple[str, ...]:
    given = sentence.split()
    middle = len(given) // 2
    return (" ".join(given[:middle]), " ".join(given[middle:])) if middle >= _SHORTEST_PIECE else ()


def check(text: str, passages: Sequence[StoredPassage], articles: Sequence[StoredPassage] = ()) -> Check:
    """The check of a pasted text against the passages that share its words.

    ``articles``: the same articles whole, one passage each, where a wording may run on from paragraph to paragraph.
    """
    pasted = read(text)
    if not any(is_long_enough(wording) for wording in pasted.wordings):
        return Check(text, Verdict.TOO_SHORT)
    checks = tuple(_running_on(wording, articles) or check_wording(wording, passages) for wording in pasted.wordings)
    whole = pasted.whole
    if whole is None and pasted.frame and any(_stands_beside(pasted.frame, one) for one in checks):
        whole = text.strip()
    if whole is not None:
        return _with_frame(text, whole, checks, passages, articles)
    if len(checks) == 1:
        return replace(checks[0], pasted=text)
    return _joined(text, checks, apart=True)


_BESIDE = 0.6


def _stands_beside(frame: str, quotation: Check) -> bool:
    """Whether most words of a frame stand in the passage that holds the quotation: then the frame was copied too, and has to be right as well."""
    if quotation.verdict is not Verdict.VERBATIM or quotation.found is None:
        return False
    words_in = [token.folded for token in tokens_of(frame) if token.is_word]
    passage, span = quotation.found.passage, quotation.found.span
    outside = f"{passage.text[: span.start - passage.span.start]} {passage.text[span.end - passage.span.start :]}"
    held = set(folded(tokens_of(outside)))
    return sum(word in held for word in words_in) > _BESIDE * len(words_in)


def _with_frame(text: str, whole: str, quotations: tuple[Check, ...], passages: Sequence[StoredPassage], articles: Sequence[StoredPassage]) -> Check:
    """Quotations inside a text that says more than whose they are: it is word for word only when all of it is."""
    framed = _running_on(whole, articles) or check_wording(whole, passages)
    if framed.verdict is Verdict.VERBATIM:
        return replace(framed, pasted=text)
    if framed.verdict is Verdict.ALTERED:
        return replace(framed, pasted=text, parts=framed.parts or quotations)
    joined = _joined(text, quotations, apart=True)
    return replace(joined, verdict=Verdict.ALTERED) if joined.verdict is Verdict.VERBATIM else joined


def _running_on(wording: str, articles: Sequence[StoredPassage]) -> Check | None:
    claim = trimmed(tokens_of(wording))
    found = (_verbatim(wording, claim, article) for article in articles if is_long_enough(wording))
    return next((one for one in found if one), None)


def check_wording(wording: str, passages: Sequence[StoredPassage]) -> Check:
    """The check of one wording: all of it in one place, else its sentences, else its claims."""
    if not is_long_enough(wording):
        return Check(wording, Verdict.TOO_SHORT)
    whole = _whole(wording, passages)
    parts = sentences_of(wording)
    if whole.verdict is Verdict.VERBATIM:
        return whole
    if len(parts) > 1:
        return _of_sentences(wording, whole, tuple(_whole(part, passages) for part in parts))
    if whole.verdict is Verdict.NOT_FOUND:
        claims = clauses_of(wording)
        near = tuple(_claim(claim, passages) for claim in claims) if len(claims) > 1 else ()
        return replace(whole, parts=near)
    return whole


def _of_sentences(wording: str, whole: Check, parts: tuple[Check, ...]) -> Check:
    """Several sentences that stand nowhere as they are: changed when together they nearly stand somewhere, or each by itself does."""
    if whole.verdict is Verdict.ALTERED and any(part.verdict is not Verdict.VERBATIM for part in parts):
        return replace(whole, parts=parts)
    return replace(_joined(wording, parts, apart=False), nearest=whole.nearest)


def _joined(text: str, parts: tuple[Check, ...], apart: bool) -> Check:
    """The verdict on several. ``apart``: they were pasted as quotations of their own, so they need not stand in one place."""
    told = [part for part in parts if part.verdict is not Verdict.TOO_SHORT]
    verdicts = {part.verdict for part in told}
    if not told:
        return Check(text, Verdict.TOO_SHORT, parts=parts)
    if verdicts == {Verdict.NOT_FOUND}:
        return Check(text, Verdict.NOT_FOUND, parts=parts, nearest=tuple(near for part in told for near in part.nearest))
    verdict = Verdict.VERBATIM if verdicts == {Verdict.VERBATIM} and apart else Verdict.ALTERED
    main = next((part for part in told if part.verdict is Verdict.ALTERED), next(part for part in told if part.found))
    stitched = (differences.STITCHED,) if verdicts == {Verdict.VERBATIM} and not apart else ()
    return Check(text, verdict, main.found, (*main.differences, *stitched), parts)


def with_voices(checked: Check, claimed: str | None, texts: Mapping[int, str], statements: Mapping[int, Sequence[Attribution]]) -> Check:
    """The check with who says it there: a wording that stands word for word and is somebody else's is misattributed.

    ``claimed``: who is said to have said it, None when nobody is. ``texts``: each found article's text by revision id; ``statements``: what is known
    of who says what in it, by revision id, those left out of which nothing is.
    """
    parts = tuple(with_voices(part, claimed, texts, statements) for part in checked.parts)
    nearest = tuple(_with_voice(near, statements) for near in checked.nearest)
    if checked.found is None:
        return replace(checked, parts=parts, nearest=nearest)
    heard = [(place, voice(texts[place.revision_id], place.span, claimed, statements.get(place.revision_id, ()))) for place in _places(checked, texts)]
    place, who = _telling(heard) if heard else (checked.found, Voice(None))
    wrong = checked.verdict is Verdict.VERBATIM and (who.other or any(part.verdict is Verdict.MISATTRIBUTED for part in parts))
    verdict = Verdict.MISATTRIBUTED if wrong else checked.verdict
    return replace(checked, parts=parts, nearest=nearest, found=_with_voice(place, statements), speaker=who.speaker, verdict=verdict)


def _with_voice(place: Standing, statements: Mapping[int, Sequence[Attribution]]) -> Standing:
    known = statements.get(place.revision_id)
    return place if known is None else replace(place, said=said_in(place.span, known))


def _places(checked: Check, texts: Mapping[int, str]) -> list[Standing]:
    return [place for place in (checked.found, *checked.elsewhere) if place and place.revision_id in texts]


_TOLD = ((True, False), (True, True), (False, True), (False, False))
"""(its speaker is known, it is not the claimed one), what tells most first."""


def _telling(heard: Sequence[tuple[Standing, Voice]]) -> tuple[Standing, Voice]:
    """The place that tells most: one that names the claimed speaker, else one that names another, else the first."""
    return min(heard, key=lambda one: _TOLD.index((one[1].speaker is not None, one[1].other)))


# ---------------------------------------------------------------------- one wording


def _whole(wording: str, passages: Sequence[StoredPassage]) -> Check:
    claim = trimmed(tokens_of(wording))
    here = [one for passage in passages if (one := _verbatim(wording, claim, passage))]
    whole = [one for one in here if one.verdict is Verdict.VERBATIM]
    if whole:
        return replace(whole[0], elsewhere=tuple(one.found for one in whole[1:] if one.found))
    changed = here[0] if here else _altered(wording, claim, passages) or _stitched(wording, claim, passages)
    return changed or Check(wording, Verdict.NOT_FOUND, nearest=_near(wording, passages))


def _verbatim(wording: str, claim: Sequence[Token], passage: StoredPassage) -> Check | None:
    """The wording in this passage, letter for letter but for typography; altered when what it was cut off from turns it round."""
    tokens = tokens_of(passage.text)
    place = find(folded(claim), tokens)
    if place is None:
        return None
    span = Span(tokens[place[0]].span.start, tokens[place[1] - 1].span.end)
    dropped = _cut_off(passage.text, span, wording)
    if dropped is None:
        return Check(wording, Verdict.VERBATIM, _standing(passage, span))
    whole = Span(min(span.start, dropped.start), max(span.end, dropped.end))
    return Check(wording, Verdict.ALTERED, _standing(passage, whole), differences.of(whole.of(passage.text), wording))


def _cut_off(text: str, span: Span, wording: str) -> Span | None:
    """The words directly beside a stretch that it may not be quoted without."""
    sentence = next(found for found in sentences(text, Span(0, len(text))) if found.start <= span.start < found.end)
    before = text[sentence.start : span.start]
    turned = _TURNS.search(before) or (_qualifier(before) if _begins_with_number(wording) else None)
    if turned:
        return Span(sentence.start + turned.start(), span.start)
    if _LEADS.fullmatch(before.strip(" \"“'‘")) and span.end >= sentence.end - 2:
        return Span(sentence.start, span.start)
    behind = _TURNED_BEHIND.match(text, span.end)
    return Span(span.end, behind.end()) if behind else None


def _qualifier(before: str) -> re.Match[str] | None:
    return next((match for _, pattern in words().before if (match := pattern.search(before))), None)


def _begins_with_number(wording: str) -> bool:
    from sources.numerals import numerals

    first = trimmed(tokens_of(wording))[0].span.start
    return any(number.span.start <= first < number.span.end for number in numerals(wording)) or wording[first : first + 1] in "$€£"


def _standing(passage: StoredPassage, span: Span) -> Standing:
    start = passage.span.start
    return Standing(passage.doc_id, passage.revision_id, Span(start + span.start, start + span.end), span.of(passage.text), passage)


# ---------------------------------------------------------------------- changed wordings


def _altered(wording: str, claim: Sequence[Token], passages: Sequence[StoredPassage]) -> Check | None:
    best = max((_align(claim, passage) for passage in passages), key=lambda aligned: aligned.rank if aligned else 0.0, default=None)
    if best is None or best.content < _ALTERED_CONTENT or best.order < _ALTERED_ORDER:
        return None
    return Check(wording, Verdict.ALTERED, best.standing, differences.of(best.standing.text, wording))


def _weight(word: str) -> float:
    return _FUNCTION_WORD if word in STOP_WORDS or not word[0].isalnum() else 1.0


def _align(claim: Sequence[Token], passage: StoredPassage) -> _Aligned | None:
    """The run of sentences of a passage that keeps most of a claim."""
    held = frozenset(folded(claim))
    tokens = tokens_of(passage.text)
    if sum(_weight(word) for word in held.intersection(folded(tokens))) < _ALTERED_CONTENT * sum(map(_weight, held)) / 2:
        return None
    best: _Aligned | None = None
    for window in _windows(passage.text, len(sentences_of(" ".join(folded(claim)))) + 1):
        inside = tuple(token for token in tokens if window.start <= token.span.start and token.span.end <= window.end)
        aligned = _held_against(claim, passage, inside)
        if aligned and (best is None or aligned.rank > best.rank):
            best = aligned
    return best


def _windows(text: str, most: int) -> list[Span]:
    """Runs of one to ``most`` sentences."""
    whole = sentences(text, Span(0, len(text)))
    return [Span(whole[i].start, whole[i + n].end) for n in range(most) for i in range(len(whole) - n)]


def _held_against(claim: Sequence[Token], passage: StoredPassage, inside: tuple[Token, ...]) -> _Aligned | None:
    given, held = folded(claim), folded(inside)
    shared = [word for word in given if word in set(held)]
    asked = sum(map(_weight, given))
    content = sum(map(_weight, shared)) / asked if asked else 0.0  # marks alone: ". ."
    if content < _ALTERED_CONTENT or sum(_weight(word) == 1.0 for word in set(shared)) < _LEAST_TELLING:
        return None
    blocks = [block for block in SequenceMatcher(None, held, given, autojunk=False).get_matching_blocks() if block.size]
    kept = sum(block.size for block in blocks)
    span = Span(inside[blocks[0].a].span.start, inside[blocks[-1].a + blocks[-1].size - 1].span.end)
    spare = len(inside) / (4 * len(held) + 60)  # of two runs that keep as much, the shorter
    return _Aligned(_standing(passage, _sentence_bounds(passage.text, span)), content - spare / 100, kept / len(given), inside)


def _sentence_bounds(text: str, span: Span) -> Span:
    """The real sentence or sentences around a stretch, without the white space at their ends."""
    around = [found for found in sentences(text, Span(0, len(text))) if found.start < span.end and span.start < found.end]
    return Span(around[0].start, around[-1].end)


def _stitched(wording: str, claim: Sequence[Token], passages: Sequence[StoredPassage]) -> Check | None:
    """Pieces of several places that together are nearly all of the wording."""
    pieces = _pieces(claim, passages)
    covered = sum(end - start for start, end, _ in pieces)
    if len(pieces) < 2 or covered < _STITCHED * len(claim):
        return None
    parts = tuple(Check(wording[claim[start].span.start : claim[end - 1].span.end], Verdict.VERBATIM, standing) for start, end, standing in pieces)
    longest = max(pieces, key=lambda piece: piece[1] - piece[0])[2]
    return Check(wording, Verdict.ALTERED, longest, (differences.STITCHED,), parts)


def _pieces(claim: Sequence[Token], passages: Sequence[StoredPassage]) -> list[tuple[int, int, Standing]]:
    """(start, end, where) of the longest runs of the claim that stand word for word somewhere, from left to right."""
    given = folded(claim)
    pieces: list[tuple[int, int, Standing]] = []
    start = 0
    while start < len(given):
        best = max((_longest_at(given, start, passage) for passage in passages), key=lambda run: run[0], default=(0, None))
        length, standing = best
        if standing is not None and length >= _SHORTEST_PIECE:
            pieces.append((start, start + length, standing))
        start += max(1, length if length >= _SHORTEST_PIECE else 1)
    return pieces


def _longest_at(given: tuple[str, ...], start: int, passage: StoredPassage) -> tuple[int, Standing | None]:
    tokens = tokens_of(passage.text)
    best, at = 0, 0
    for position, token in enumerate(tokens):
        if token.folded != given[start]:
            continue
        length = 1
        while start + length < len(given) and position + length < len(tokens) and tokens[position + length].folded == given[start + length]:
            length += 1
        if length > best:
            best, at = length, position
    if best < _SHORTEST_PIECE:
        return best, None
    return best, _standing(passage, Span(tokens[at].span.start, tokens[at + best - 1].span.end))


# ---------------------------------------------------------------------- what stands near


_NEAR = 0.34
_NEAR_SHORT = 0.8
"""Of two words nearly all have to be shared: "US confirms" is near no sentence that only names the US."""
_SAME_VALUE = 0.5
"""What it counts that a sentence states the very figure: who has changed a deed has often kept the number."""


def _near(wording: str, passages: Sequence[StoredPassage], most: int = 2) -> tuple[Standing, ...]:
    """The sentences that share most of a wording's terms, names under other spellings included; one with the same figure before others."""
    asked = frozenset(analyse(wording))
    values = _values_in(wording)
    least = _NEAR if is_long_enough(wording) else _NEAR_SHORT
    scored = []
    for passage in passages:
        for span in sentences(passage.text, Span(0, len(passage.text))):
            sentence = span.of(passage.text)
            share = len(asked.intersection(analyse(sentence))) / len(asked) if asked else 0.0
            if share >= least:
                same = bool(values) and not values.isdisjoint(_values_in(sentence))
                scored.append((-share - _SAME_VALUE * same, passage.doc_id, passage.span.start + span.start, _standing(passage, span)))
    return tuple(standing for *_, standing in sorted(scored, key=lambda row: row[:3])[:most])


def _values_in(text: str) -> frozenset[float]:
    """The values that the figures of a text begin or end at."""
    return frozenset(value for figure in figures(text) for value in (figure.low, figure.high) if value is not None)


def _claim(claim: str, passages: Sequence[StoredPassage]) -> Check:
    """One claim of a rephrased text: word for word after all, or the sentence nearest to it with what differs in substance."""
    found = _whole(claim, passages) if is_long_enough(claim) else None
    if found and found.verdict is Verdict.VERBATIM:
        return found
    near = _near(claim, passages)
    return Check(claim, Verdict.NOT_FOUND, nearest=near, differences=differences.of_claims(near[0].text, claim) if near else ())
