"""A message before it is Telegram's: blocks of text with marks, quotes at their places, buttons. Pure; spans are code points.

A block is what is shown or withheld as a whole: a quote with its signature, or some lines of ours. Messages are split between
blocks. How long a text is for Telegram is handed in (`Room`), since only `bot.send` knows UTF-16.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.answer import Quote
from bot.languages import directed, spoken
from sources.model import Span
from sources.split import sentences

BETWEEN = "\n\n"
"""What stands between two blocks."""
LONG_QUOTE = 320
"""Code points, some nine lines of a phone: a longer quote can be folded."""
_DELETED = dict.fromkeys([*range(0x00, 0x20), 0x7F, *range(0x2028, 0x202F), 0x030A, 0x0333, 0x033F], " ")
"""What Telegram's server would delete or turn into a space. Quotes hold none of it, since `extract`."""


class Style(StrEnum):
    """What a mark does; the values are Telegram's."""

    BOLD = "bold"
    ITALIC = "italic"
    FIXED = "pre"
    LINK = "text_link"
    QUOTE = "blockquote"
    FOLDED = "expandable_blockquote"


@dataclass(frozen=True, slots=True)
class Mark:
    """``span`` of a text stands in this style; ``url`` belongs to a link."""

    style: Style
    span: Span
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """One of: ``action`` (what comes back when it is tapped, at most 64 bytes), ``copies`` (a text for the clipboard), ``url``.

    ``quote``: what it is about; the button goes when that quote is withheld.
    """

    label: str
    action: str | None = None
    copies: str | None = None
    url: str | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """``text`` with marks. ``place``: where in it ``quote`` stands, letter for letter. ``position``: its number in the ledger.
    ``lead``: what parts it from the block before it, where it is not the first of its message."""

    text: str
    marks: tuple[Mark, ...] = ()
    quote: Quote | None = None
    place: Span | None = None
    position: int | None = None
    lead: str = BETWEEN


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. ``quotes``: what stands in it word for word; it is not sent when one of them is withheld."""

    name: str
    content: bytes
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. ``picture``: a PNG that it shows, ``attachment``: a file, the text under it."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: bytes | None = None
    attachment: Attachment | None = None
    language: str = field(default_factory=spoken, compare=False)
    """What is spoken in it, for whoever adds a line."""

    @property
    def text(self) -> str:
        """What is sent, without any markup."""
        return "".join(block.text if number == 0 else f"{block.lead}{block.text}" for number, block in enumerate(self.blocks))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all blocks, as spans of `text`."""
        return tuple(_moved(mark, start) for start, block in self._placed() for mark in block.marks)

    @property
    def quotes(self) -> tuple[tuple[Quote, Span], ...]:
        """Each quote with the span of `text` that it takes."""
        return tuple((block.quote, Span(start + block.place.start, start + block.place.end)) for start, block in self._placed() if block.quote and block.place)

    @property
    def positions(self) -> tuple[int, ...]:
        """The ledger's numbers of the quotes shown."""
        return tuple(block.position for block in self.blocks if block.position is not None)

    def _placed(self) -> Iterator[tuple[int, Block]]:
        start = 0
        for number, block in enumerate(self.blocks):
            start += len(block.lead) if number else 0
            yield start, block
            start += len(block.text)


def _moved(mark: Mark, by: int) -> Mark:
    return replace(mark, span=Span(mark.span.start + by, mark.span.end + by))


@dataclass(frozen=True, slots=True)
class Room:
    """What one message holds. ``units``: how long a text is for Telegram; ``most_marks``: it overlooks further ones."""

    units: Callable[[str], int]
    most_units: int = 4096
    most_marks: int = 100
    most_copied: int = 256


def line(words: str) -> str:
    """One line of ours: what Telegram would delete, and line ends, become spaces."""
    return " ".join(words.translate(_DELETED).split())


def ours(*lines: str) -> Block:
    """Lines that quote nothing."""
    return Block("\n".join(directed(line(one)) for one in lines))


def heading(words: str, *lines: str) -> Block:
    """A bold line, and lines under it."""
    block = ours(words, *lines)
    return replace(block, marks=(Mark(Style.BOLD, Span(0, len(directed(line(words))))),))


def quoted(quote: Quote, under: Sequence[tuple[str, str | None]], position: int | None = None, bold: Sequence[Span] = (), folded: bool = False) -> Block:
    """A quote behind the bar, and under it lines of ours: (words, address that they link to). ``bold``: spans of the quote's text;
    ``folded``: it can be unfolded, however short."""
    style = Style.FOLDED if folded or len(quote.text) > LONG_QUOTE else Style.QUOTE
    text, marks = quote.text, [Mark(style, Span(0, len(quote.text))), *(Mark(Style.BOLD, span) for span in bold)]
    for words, url in under:
        clean = directed(line(words))
        if url and clean:
            marks.append(Mark(Style.LINK, Span(len(text) + 1, len(text) + 1 + len(clean)), url))
        text += f"\n{clean}"
    return Block(text, tuple(marks), quote, Span(0, len(quote.text)), position)


def without(reply: Reply, withheld: Iterable[Quote], said: str) -> Reply:
    """A reply that shows none of these quotes, nor anything that belongs to them, and says ``said`` instead."""
    gone = list(withheld)
    blocks = tuple(block for block in reply.blocks if block.quote not in gone)
    rows = tuple(tuple(button for button in row if button.quote not in gone or button.quote is None) for row in reply.buttons)
    return Reply((*blocks, ours(said)), tuple(row for row in rows if row), language=reply.language)


def phrase(quote: Quote, span: Span, lead: str = BETWEEN, bold: bool = False) -> Block:
    """A slice of a quote, as a block of its own in a line."""
    part = part_of(quote, span)
    whole = Span(0, len(part.text))
    return Block(part.text, (Mark(Style.BOLD, whole),) if bold else (), part, whole, lead=lead)


def packed(blocks: Sequence[Block], room: Room) -> tuple[Reply, ...]:
    """As few messages as hold the blocks in their order, split between blocks only. A block that fits none is the caller's mistake."""
    replies: list[Reply] = []
    for block in blocks:
        longer = Reply((*replies[-1].blocks, block)) if replies else None
        if longer and room.units(longer.text) <= room.most_units and len(longer.marks) <= room.most_marks:
            replies[-1] = longer
        elif room.units(block.text) <= room.most_units:
            replies.append(Reply((block,)))
        else:
            raise ValueError(f"a block of {room.units(block.text)} units fits into no message")
    return tuple(replies)


def pieces(quote: Quote, most: int, units: Callable[[str], int]) -> tuple[Quote, ...]:
    """A quote as adjoining slices of at most ``most`` units each: whole sentences; a sentence that is longer, between words."""
    if units(quote.text) <= most:
        return (quote,)
    spans: list[Span] = []
    for sentence in _short_enough(quote.text, most, units):
        longer = Span(spans[-1].start, sentence.end) if spans else sentence
        if spans and units(longer.of(quote.text)) <= most:
            spans[-1] = longer
        else:
            spans.append(sentence)
    return tuple(part_of(quote, span) for span in spans)


def part_of(quote: Quote, span: Span) -> Quote:
    """The slice ``span`` of a quote's text, as a quote of its own."""
    return replace(quote, text=span.of(quote.text), span=Span(quote.span.start + span.start, quote.span.start + span.end))


def _short_enough(text: str, most: int, units: Callable[[str], int]) -> Iterator[Span]:
    for sentence in sentences(text, Span(0, len(text))):
        start = sentence.start
        while units(text[start : sentence.end]) > most:
            end = _last_that_fits(text, start, sentence.end, most, units)
            yield Span(start, len(text[:end].rstrip()) if text[start:end].strip() else end)
            start = end
            while start < sentence.end and text[start].isspace():
                start += 1
        if start < sentence.end:
            yield Span(start, sentence.end)


def _last_that_fits(text: str, start: int, end: int, most: int, units: Callable[[str], int]) -> int:
    """The end of the longest slice from ``start`` that fits, behind a space where there is one."""
    low, high = start + 1, end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(text[start:middle]) <= most else (low, middle - 1)
    space = text.rfind(" ", start + 1, low + 1)
    return space + 1 if space > start else low
