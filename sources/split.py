"""Where a document may be cut: paragraphs into passages, passages into sentences. Spans only; no text is made here.

A sentence ends at a terminator, with the closing quotation marks and brackets that follow it, when white space and a
beginning come next. What looks like an end and is none (an abbreviation, an initial, "…?" he asked) is listed below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sources.model import Document, Passage, Span

LONGEST_PASSAGE = 1000
"""Code points. The default embedding model reads 256 word pieces, about this many characters of English."""

_CLOSED = r"""(?:["'”’»›)\]]|[“‘«‹](?=\s)|\s[»›]|\[\d{1,3}\])"""
"""What may stand between a terminator and the white space behind it: closing marks as any language sets them, note numbers."""
_TERMINATOR = re.compile(rf"(?:[.!?…؟۔।॥։።]+{_CLOSED}*(?=\s)|[。！？｡]+[”’」』）]*)\s*")
_ABBREVIATIONS = frozenset(
    """adm al approx apr art assoc assn asst aug ave blvd brig bros ca capt cf ch cmdr co col corp cpl ct dec del dept det dist
    div dr e.g ed est et etc ext feb fig fl fr ft gen gov govt hon i.e inc insp jan jr lt ltd maj mass messrs mgr min
    mr mrs ms mt msgr no nos nov nr oct op p pfc pl pp mme mlle pres prof prov pvt rd rep reps ret rev sec sen sens sept sep sgt
    spc sr sra srta st ste supt treas univ v viz vol vols vs""".split()
)
_ENDS_TOO = frozenset("co corp inc ltd jr sr etc a.m p.m u.s u.n u.k e.u d.c".split())
"""Abbreviations that may also close a sentence: an end when a sentence plainly begins behind them."""
_NEEDS_NUMBER = frozenset("no nos p pp fig vol vols art ch op sec".split())
_BEGINS_SENTENCE = frozenset(
    """the a an he she it they we i you his her its their this that these those there in on at by for from but and or so
    as when while after before since if no not some many most more one two three one's however meanwhile earlier later last
    according officials police authorities""".split()
)
_SPEECH = r"(?:said|says|asked|asks|told|tells|added|adds|replied|replies|answered|answers|wrote|writes|wondered|shouted|cried|demanded|called|recalled)"
_ASKED_BY = re.compile(rf"(?:[^\W\d_][\w.'’-]*\s+){{0,5}}?{_SPEECH}\b")
_NEW_SUBJECT = re.compile(r"(?:The|A|An|He|She|It|They|We|His|Her|Their|This|That|These|Those|In|On|At|But|And)\s")
_SAID_IN_CJK = re.compile(r"と|[^，。！？“「『、]{0,12}?(?:说|說|道|问|問|表示|称|稱)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ENUMERATOR = re.compile(r"\W*\d{1,3}\.\s*")
_GERMAN_MONTH = re.compile(r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")
_OPENERS = "\"'“‘«„([¿¡-–—"


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in order: each non-empty paragraph, long ones cut between sentences."""
    return tuple(Passage(number, span) for number, paragraph in enumerate(document.paragraph_spans) for span in _pieces(document.text, paragraph))


def _pieces(text: str, paragraph: Span) -> Iterator[Span]:
    start = end = paragraph.start
    for sentence in sentences(text, paragraph):
        if sentence.end - start > LONGEST_PASSAGE and end > start:
            yield Span(start, end)
            start = sentence.start
        end = sentence.end
    if end > start:
        yield Span(start, end)


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The sentences inside ``within``, in order, without the white space between them; every other character is in one."""
    paragraph = within.of(text)
    found = _sentences(paragraph) if len(paragraph) <= _LONGEST_KEPT else _sentences.__wrapped__(paragraph)
    return tuple(Span(one.start + within.start, one.end + within.start) for one in found) if within.start else found


_LONGEST_KEPT = 4 * LONGEST_PASSAGE


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[Span, ...]:
    """The same paragraphs are cut question after question."""
    within = Span(0, len(text))
    spans: list[Span] = []
    start = 0
    for match in _TERMINATOR.finditer(text):
        if match.end() < within.end and not _ENUMERATOR.fullmatch(text, start, match.end()) and _is_end(text, within, match):
            spans.append(_trimmed(text, start, match.end()))
            start = match.end()
    spans.append(_trimmed(text, start, within.end))
    return tuple(span for span in spans if span.end > span.start)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _is_end(text: str, within: Span, match: re.Match[str]) -> bool:
    """Whether a terminator with something behind it closes a sentence."""
    mark = match[0].rstrip()
    following = text[match.end() : min(within.end, match.end() + 120)]
    if not _may_begin(following) or _is_said(mark, following):
        return False
    if mark != ".":
        return True
    word = re.search(r"[\w.&'’-]*$", text[max(within.start, match.start() - 20) : match.start()])
    return _word_may_end(word[0] if word else "", following)


def _is_said(mark: str, following: str) -> bool:
    """Whether a quotation closes here and what follows says who spoke: “Why?” asked Ada."""
    if mark[-1] in ".?!…。！？｡":
        return False
    if mark[0] in "。！？｡":
        return _SAID_IN_CJK.match(following) is not None
    if mark[0] not in "?!…" or mark[-1] == ")" or _NEW_SUBJECT.match(following):
        return False
    return _ASKED_BY.match(following) is not None


def _may_begin(following: str) -> bool:
    """A sentence begins with anything but a small letter or a mark that goes on: "vs. 3.5" and "etc., and" go on."""
    opened = following.lstrip(_OPENERS)
    return bool(opened) and not opened[0].islower() and opened[0] not in ",;:.)%"


def _word_may_end(word: str, following: str) -> bool:
    folded = word.lower().strip("-'’&")
    begins = (re.findall(r"[\w’']+", following[:40]) or [""])[0].lower() in _BEGINS_SENTENCE
    if folded in _NEEDS_NUMBER:
        return not following[:1].isdigit()
    if folded.isdigit() and _GERMAN_MONTH.match(following):
        return False
    if folded in _ENDS_TOO:
        return begins or following[0] in _OPENERS
    if folded in _ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isalpha():
        return begins
    if _INITIALS.fullmatch(word):
        return begins or following[0] in _OPENERS
    return True
