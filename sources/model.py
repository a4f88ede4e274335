"""The vocabulary of a source, one type a stage: RawSource -> Page -> Document -> Passage -> Attribution, Figure. Standard library only, no I/O.

Every offset in briefbot is a half-open span in code points of ``Document.text``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cached_property

PARAGRAPH_BREAK = "\n\n"
PAGE_TURN = "\f"
"""What a reader puts into a block where the block goes on on the next page."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``[start, end)`` in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The slice of ``text`` that this span names; ValueError when it reaches past the end."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}..{self.end} reaches past a text of {len(text)} code points")
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds a source says about it. None: nothing was said. It outranks what the page says of itself."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A file or a text that somebody handed over. Where it comes from is what it says of itself, or what that person says: nobody looked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that was fetched. ``domain``: the site that sent it, without "www."; ``charset``: what the site says its bytes are written in."""

    url: str
    domain: str
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A post that was forwarded on Telegram. ``chat``: the channel, group or person it is from, as Telegram names them; None: somebody who
    hides their account, and stays hidden. ``username``: a public channel's; ``signature``: the author's, as the channel shows it."""

    chat: str | None
    sent: datetime
    username: str | None = None
    message_id: int | None = None
    signature: str | None = None


Origin = Added | Fetched | Forwarded
"""How a source arrived, which is all that is known of where it comes from."""


ADDED = Added()


@dataclass(frozen=True, slots=True)
class RawSource:
    """Bytes as they arrived.

    ``location`` is the source's identity across visits (an absolute path, a URL, ``jsonl:ID``, ``telegram:…``); ``name`` is what a
    person calls it; ``media_type`` is one that the reader registry knows.
    """

    data: bytes
    name: str
    location: str
    media_type: str
    given: Given = Given()
    origin: Origin = ADDED

    @property
    def charset(self) -> str | None:
        """The encoding that a site names for what it sent, which outranks what a page names for itself."""
        return self.origin.charset if isinstance(self.origin, Fetched) else None


class Layout(Enum):
    """How much a reader could tell apart."""

    PLAIN = "lines; title, date, byline and chrome stand among them"
    MARKED = "markup told headings and body; a phrase of the site may be left in the body"
    FINISHED = "paragraphs as somebody numbered them; nothing is looked for or dropped in them"


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader found, in the source's own characters: not yet cleaned, chrome still in.

    ``blocks`` are runs of text that the format keeps apart (a blank line, a ``<p>``); a block may hold several lines.
    ``pages``: for each block the numbers of the pages that it stands on, from 1, where the format has pages; the block has a
    `PAGE_TURN` at each turn to the next of them. ``notes``: what could not be read of it, as sentences.
    """

    blocks: tuple[str, ...]
    layout: Layout
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    url: str | None = None
    language: str | None = None
    pages: tuple[tuple[int, ...], ...] = ()
    notes: tuple[str, ...] = ()


Pages = tuple[tuple[int, int], ...]
"""(offset in a text, number of the page that begins there), ascending."""


def page_at(pages: Pages, offset: int) -> int | None:
    """The page that an offset stands on, None where there are no pages."""
    return next((page for start, page in reversed(pages) if start <= offset), None)


def pages_in(pages: Pages, span: Span) -> Pages:
    """The part of ``pages`` that tells the page of every offset in ``span``."""
    first = page_at(pages, span.start)
    inside = tuple((start, page) for start, page in pages if span.start < start < span.end)
    return inside if first is None else ((span.start, first), *inside)


@dataclass(frozen=True)
class Document:
    """An article after `extract`: from here on text is only cut, never changed. The title is not part of ``text``.

    ``pages``: (offset in ``text``, page) wherever a page begins, in order; empty where the source has no pages.
    """

    title: str
    paragraphs: tuple[str, ...]
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    language: str | None = None
    pages: Pages = ()

    @cached_property
    def text(self) -> str:
        return PARAGRAPH_BREAK.join(self.paragraphs)

    @cached_property
    def paragraph_spans(self) -> tuple[Span, ...]:
        """The span of each paragraph in ``text``, in order."""
        spans, start = [], 0
        for paragraph in self.paragraphs:
            spans.append(Span(start, start + len(paragraph)))
            start += len(paragraph) + len(PARAGRAPH_BREAK)
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and found: a paragraph, or adjoining sentences of a long one. ``paragraph`` counts from 0."""

    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a text states, with what it says about it. ``span`` is what a reader is shown: "more than 400 suspected members".

    ``low``, ``high``: the values it leaves open, both ends in it; None: no end that way ("at least 40" is 40 to None). A share is in percent.
    ``approximate``: the text does not claim the exact number. ``qualifier``: as it is worded. ``quantity``: a name of the closed list
    in figures.toml, "other" when the words show none; ``counted``: where the text says what is counted, with its scope.
    ``as_of``: ISO 8601, as exact as the text is (2014, 2024-02, 2024-02-23). ``speaker`` None: nobody is known to have said it.
    """

    span: Span
    low: float | None
    high: float | None
    approximate: bool
    qualifier: str | None
    unit: str | None
    quantity: str
    counted: Span | None
    as_of: str | None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document with what was noticed while making it; ``notes`` are sentences for the person who adds it."""

    document: Document
    notes: tuple[str, ...] = field(default=())


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, as hexadecimal: what a quote's document is known by."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Kind(StrEnum):
    """Whose words a statement is in: all in quotation marks, in the outlet's words, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(StrEnum):
    """How a speaker stands to the content. DENIES: the content is what is denied. REPORTS_OTHER: ``via`` names whom it is from."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    ESTIMATES = "estimates"
    REPORTS_OTHER = "reports-other"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose statement it is. ``name``: the fullest name in the article, or the description where none is given; ``role``: words of the article."""

    name: str
    role: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what. Spans are of the document's text, in order: ``content`` without quotation marks around it, ``cue`` (what
    tells that something is said), ``source`` (the mention; empty when none stands there). ``speaker`` None: not certain.
    ``via``: whom or what the speaker has it from, in the article's words. ``confidence``: 0 to 1, that the speaker is right."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speaker: Speaker | None
    kind: Kind
    stance: Stance
    via: str | None
    confidence: float
