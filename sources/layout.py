"""Pieces of text with their places on a page -> paragraphs in reading order. Pure; of paginated formats alone.

Columns are read one after the other, headers, footers and page numbers go, lines become paragraphs, hyphens at the ends of lines go
where the word is written without one. A place is in points, x from the left, y from the bottom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from sources.model import PAGE_TURN

_EDGE_ROWS = 3
"""Rows at the top and at the bottom that may be headers and footers."""
_MARGIN_WORDS = 10
"""Words of a header in which numbers may differ from page to page; longer ones are text."""
_MARGIN_GAP = 1.5
"""Of the type's size, from a header to the text."""
_REPEATED = 0.25
"""The share of pages on which a row must stand at the same height to be a header."""
_NUMBER = re.compile(r"^\W*(?:page|p\.|seite|pagina|página|стр\.?|str\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|von|de|из|z)\s*\d{1,4})?\W*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"""[.!?…。！？]["'”’»)\]\d]*$|:$""")
_BULLET = re.compile(r"^(?:[•▪‣◦·●–—*-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s)")
_HYPHEN = re.compile(r"(?P<word>[^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_PREFIXES = set(
    "self well ex non co half cross high low long short so anti pro post pre mid vice multi semi quasi far ill all two three four five six seven eight"
    " nine ten twenty thirty forty fifty sixty seventy eighty ninety first second third north south east west left right then hard soft full part"
    " large small old new near off on in over under up down by to of the and".split()
)
"""What is written with a hyphen behind it more often than a word is broken there, where the text itself does not tell."""
_COLUMN_LINES = 3
_COLUMN_WORDS = 2.5
"""Words a line has on average on either side of the gap between columns; a table has fewer."""
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line. ``base``: the y of its base line; ``size``: of its type."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line(Piece):
    """A line of a column. ``column``: the pages' columns are counted through; ``edge``: how far the lines of its column reach."""

    page: int
    column: int
    start: float
    edge: float
    leading: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; it has a `PAGE_TURN` where it goes on on the next of its ``pages``. ``size``: of its type."""

    text: str
    pages: tuple[int, ...]
    size: float


def paragraphs(pages: Sequence[Sequence[Piece]]) -> list[Block]:
    """The paragraphs of a document's pages, in reading order."""
    lines: list[Line] = []
    for number, pieces in enumerate(_without_margins([_rows(pieces) for pieces in pages]), start=1):
        for column in _columns(pieces):
            lines.extend(_lines(column, number, lines[-1].column + 1 if lines else 0))
    written = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    return list(_joined(lines, written))


# ---------------------------------------------------------------------- rows, headers and footers

Row = list[Piece]


def _rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces by their base line, from the top; in a row from the left."""
    rows: list[Row] = []
    for piece in sorted((piece for piece in pieces if piece.text.strip()), key=lambda piece: (-piece.base, piece.left)):
        if rows and abs(rows[-1][0].base - piece.base) <= 0.3 * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _without_margins(pages: Sequence[list[Row]]) -> Iterator[list[Row]]:
    """The rows of each page without what is printed on every page, and page numbers."""
    seen = Counter(key for rows in pages for key in {_margin_key(row) for row in (*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:])})
    for rows in pages:
        kept = rows[_margin(rows, seen, len(pages)) :]
        foot = _margin(kept[::-1], seen, len(pages))
        yield kept[: len(kept) - foot]


def _margin(rows: list[Row], seen: Counter[tuple[str, int]], pages: int) -> int:
    """How many rows from the page's edge inwards are a header or a footer: nothing but such rows, and a gap behind them."""
    for count in range(min(_EDGE_ROWS, len(rows)), 0, -1):
        outer, last = rows[:count], rows[count - 1]
        if count == len(rows) and not all(_is_bare(row, seen) for row in outer):
            continue
        apart = count == len(rows) or abs(rows[count][0].base - last[0].base) > _MARGIN_GAP * max(last[0].size, rows[count][0].size)
        if apart and all(_is_margin(row, seen, pages) for row in outer):
            return count
    return 0


def _margin_key(row: Row) -> tuple[str, int]:
    """A row's words and height, by which it is known again; in a short one that is no sentence the numbers may differ."""
    words = " ".join(" ".join(piece.text for piece in row).casefold().split())
    if len(words.split()) <= _MARGIN_WORDS and not _ENDED.search(words.rstrip("0123456789")):
        words = _DIGITS.sub("#", words)
    return words, round(row[0].base / 4)


def _is_bare(row: Row, seen: Counter[tuple[str, int]]) -> bool:
    """Whether a row is a margin even where nothing else stands on its page: a page number, or printed on several others."""
    return _NUMBER.match(" ".join(piece.text for piece in row)) is not None or seen[_margin_key(row)] > _EDGE_ROWS


def _is_margin(row: Row, seen: Counter[tuple[str, int]], pages: int) -> bool:
    words, height = _margin_key(row)
    count = max(seen[words, height + shift] for shift in (-1, 0, 1))
    return (count > 1 and count >= _REPEATED * pages) or _NUMBER.match(" ".join(piece.text for piece in row)) is not None


# ---------------------------------------------------------------------- columns


def _columns(rows: list[Row]) -> Iterator[list[Row]]:
    """Runs of rows in reading order, each of one column."""
    found = _widest_run(rows)
    if found is None:
        if rows:
            yield rows
        return
    first, last, gap = found
    yield from _columns(rows[:first])
    run = rows[first:last]
    for side in ([[p for p in row if p.left < gap] for row in run], [[p for p in row if p.left >= gap] for row in run]):
        yield from _columns([row for row in side if row])
    yield from _columns(rows[last:])


def _widest_run(rows: list[Row]) -> tuple[int, int, float] | None:
    """The longest run of rows that a gap between two columns cuts through: (first row, row behind the last, x of the gap)."""
    starts = Counter(round(piece.left) for row in rows for piece in row)
    best: tuple[int, int, float] | None = None
    for start, count in starts.items():
        if count < _COLUMN_LINES:
            continue
        gap = start - 1.0
        for first, last in _runs(rows, gap):
            if (best is None or last - first > best[1] - best[0]) and _are_columns(rows[first:last], gap):
                best = (first, last, gap)
    return best


def _runs(rows: list[Row], gap: float) -> Iterator[tuple[int, int]]:
    """The runs of rows in which nothing crosses ``gap``, without the rows at either end that stand on one side only after a wide break."""
    first = None
    for place, row in enumerate([*rows, None]):
        crossed = row is None or any(piece.left < gap < piece.right for piece in row)
        if crossed and first is not None:
            yield first, place
            first = None
        elif not crossed and first is None:
            first = place


def _are_columns(rows: list[Row], gap: float) -> bool:
    left = [piece for row in rows for piece in row if piece.right <= gap]
    right = [piece for row in rows for piece in row if piece.left >= gap]
    if min(len(left), len(right)) < _COLUMN_LINES:
        return False
    if any(sum(len(piece.text.split()) for piece in side) < _COLUMN_WORDS * len(side) for side in (left, right)):
        return False
    if gap - max(piece.right for piece in left) < 0.5 * median(piece.size for piece in left):
        return False
    tops = [max(piece.base for piece in side) for side in (left, right)]
    ends = [min(piece.base for piece in side) for side in (left, right)]
    return min(tops) > max(ends)  # they stand beside each other


# ---------------------------------------------------------------------- lines and paragraphs


def _lines(rows: list[Row], page: int, column: int) -> Iterator[Line]:
    """The rows of a column as lines."""
    start, edge = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    gaps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    size = median(row[0].size for row in rows)
    leading = min(median(gaps), 1.7 * size) if gaps else 1.2 * size
    for row in rows:
        largest = max(row, key=lambda piece: len(piece.text))
        text = " ".join(piece.text.strip() for piece in row)
        yield Line(text, row[0].left, row[-1].right, row[0].base, largest.size, page, column, start, edge, leading)


def _joined(lines: Sequence[Line], written: Counter[str]) -> Iterator[Block]:
    """Lines as paragraphs. ``written``: how often each word stands in the text, for telling what a hyphen at a line's end is."""
    block: Block | None = None
    for above, line in pairwise([None, *lines]):
        assert line is not None
        if block is None or above is None or not _goes_on(above, line):
            if block is not None:
                yield block
            block = Block(line.text, (line.page,), line.size)
            continue
        turn = "" if line.page == block.pages[-1] else PAGE_TURN
        pages = block.pages if not turn else (*block.pages, line.page)
        block = replace(block, text=_bound(block.text, turn, line.text, written), pages=pages)
    if block is not None:
        yield block


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a line belongs to the paragraph of the line above it."""
    if abs(above.size - line.size) > 0.08 * above.size or _BULLET.match(line.text):
        return False
    broken = _HYPHEN.search(above.text) is not None and line.text[:1].islower()
    first_word = len(line.text.split(" ", 1)[0])
    room = above.edge - above.right > 0.5 * line.size * (first_word + 1) + 0.5
    if (above.page, above.column) != (line.page, line.column):
        return broken or (not _ENDED.search(above.text) and (line.text[:1].islower() or not room))
    if above.base - line.base > 1.3 * line.leading or above.base < line.base:
        return False
    indented = line.left - line.start > 0.7 * line.size and abs(above.left - line.left) > 0.3 * line.size
    if indented and (_ENDED.search(above.text) or not line.text[:1].islower()):
        return bool(_BULLET.match(above.text))
    return broken or not room or (not _ENDED.search(above.text) and line.text[:1].islower())


def _bound(above: str, turn: str, below: str, written: Counter[str]) -> str:
    """Two lines of a paragraph as one text."""
    broken = _HYPHEN.search(above)
    if broken and below[:1].islower():
        after = _WORD.match(below)
        return (above[:-1] if _is_broken(broken["word"], after[0] if after else "", written) else above) + turn + below
    if broken or (_IDEOGRAPH.match(above[-1:]) and _IDEOGRAPH.match(below[:1])):
        return above + turn + below
    return f"{above} {turn}{below}"


def _is_broken(before: str, after: str, written: Counter[str]) -> bool:
    """Whether a hyphen at a line's end only breaks a word: the text writes it without one elsewhere, or nothing speaks for one."""
    whole, hyphened = f"{before}{after}".casefold(), f"{before}-{after}".casefold()
    if written[whole] or written[hyphened]:
        return written[whole] >= written[hyphened]
    return before.casefold() not in _PREFIXES and not before[:1].isupper() | before.isupper()
