"""PDF: the text of its pages, with the page of every sentence. The one home of pypdfium2.

What a PDF holds are characters with their places; `sources/layout.py` makes paragraphs of them.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sources.errors import UnreadableSource
from sources.layout import Block, Piece, paragraphs
from sources.model import Layout, Page, RawSource
from sources.naming import folded

MOST_PAGES = 2000
"""Pages; longer ones are to be split, so that one source never holds the others up for minutes."""
_MOST_CHARACTERS = 5_000_000
_GAP = 1.8
"""Of the type's size: a wider gap between two characters keeps columns apart."""
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0x00AD: "-"}
"""What PDFium makes of a hyphen at the end of a line."""
_NO_TITLE = re.compile(
    r"^\W*$|^(?:untitled|\(?unspecified\)?|\(?anonymous\)?|none|title|document\d*|slide ?\d+|microsoft word|presentation\d*)\b"
    r"|\.(?:docx?|pdf|indd|qxd|rtf|odt|tex)$",
    re.IGNORECASE,
)
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_TITLE_PLACES = 4


def read(raw: RawSource) -> Page:
    """The paragraphs of a PDF. UnreadableSource says what to do when it is locked, scanned or damaged."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableSource("this PDF is locked with a password: save it without one (print it to a new PDF) and add that") from error
        raise UnreadableSource("this PDF is damaged and cannot be opened: download it again, or save its text") from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableSource(f"this PDF has {len(document):,} pages, and up to {MOST_PAGES:,} can be read: split it")
        pages, empty = _pages(document)
        said = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource("this PDF is damaged and cannot be read to its end: download it again, or save its text") from error
    finally:
        document.close()
    blocks = paragraphs(pages)
    if not blocks:
        raise UnreadableSource(
            "this PDF has no text in it, it is scanned or made of pictures: make it searchable first (`ocrmypdf in.pdf out.pdf`) and add that"
        )
    title = _title(said.get("Title", ""), blocks)
    kept = [block for place, block in enumerate(blocks) if place >= _TITLE_PLACES or folded(block.text) != folded(title or "")]
    return Page(
        blocks=tuple(block.text for block in kept or blocks),
        layout=Layout.FINISHED,
        title=title,
        authors=tuple(name for name in re.split(r"\s*;\s*|,\s+|\s+and\s+", said.get("Author", "").strip()) if not _NO_TITLE.match(name)),
        date=_date(said.get("CreationDate", "")),
        pages=tuple(block.pages for block in kept or blocks),
        notes=_notes(empty),
    )


def _notes(empty: Sequence[int]) -> tuple[str, ...]:
    if not empty:
        return ()
    numbers = ", ".join(map(str, empty[:9])) + (" …" if len(empty) > 9 else "")
    return (f"no text on page{'s' if len(empty) > 1 else ''} {numbers} (scanned?): `ocrmypdf in.pdf out.pdf` makes pictures of text readable",)


def _pages(document: Any) -> tuple[list[list[Piece]], list[int]]:
    """The pieces of text of each page, and the numbers of the pages that have pictures and no text."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    pages: list[list[Piece]] = []
    empty = []
    characters = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        characters += text.count_chars()
        if characters > _MOST_CHARACTERS:
            raise UnreadableSource(f"this PDF holds more than {_MOST_CHARACTERS // 10**6} million characters: split it")
        pages.append(list(_pieces(text)))
        if not pages[-1] and next(iter(page.get_objects([FPDF_PAGEOBJ_IMAGE], max_depth=2)), None) is not None:
            empty.append(number + 1)
        text.close()
        page.close()
    return pages, empty


def _pieces(text: Any) -> Iterator[Piece]:
    """Runs of characters that stand on one line without a wide gap."""
    run: list[tuple[str, float, float, float, float]] = []
    for letter, left, right, base, size in _characters(text):
        if run:
            _, _, before, line, last = run[-1]
            apart = left - before > _GAP * size or left < before - 2 * size or abs(line - base) > 0.6 * max(size, last)
            if not letter or apart:
                yield _piece(run)
                run = []
        if letter and (run or letter != " "):
            run.append((letter, left, right, base, size))
    if run:
        yield _piece(run)


def _piece(run: list[tuple[str, float, float, float, float]]) -> Piece:
    text = "".join(letter for letter, *_ in run).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    sizes = sorted(size for _, _, _, _, size in run)
    bases = sorted(base for _, _, _, base, _ in run)
    return Piece(text, run[0][1], max(right for _, _, right, _, _ in run), bases[len(bases) // 2], sizes[len(sizes) // 2])


def _characters(text: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """(character, left, right, base line, size of type) in the page's own order; an empty character ends a line."""
    from pypdfium2 import raw as pdfium

    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code in (10, 13):
            yield "", 0.0, 0.0, 0.0, 0.0
            continue
        pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        size = abs(pdfium.FPDFText_GetFontSize(text, place))
        height = top.value - bottom.value
        if code and (code >= 32 or code in _HYPHENS or code == 9):
            letter = _HYPHENS.get(code) or ("\ufffd" if code > 0x10FFFF else chr(code))
            yield letter, left.value, right.value, y.value, size if size > 1.5 else max(size, height, 1.0)


def _title(declared: str, blocks: Sequence[Block]) -> str | None:
    """The title that the PDF declares, unless it is a file's name; else the largest lines of its first page."""
    declared = " ".join(declared.split())
    if not _NO_TITLE.search(declared):
        return declared
    usual = sorted(block.size for block in blocks)[len(blocks) // 2]
    first = [block for block in blocks[:6] if block.pages[0] == blocks[0].pages[0]]
    largest = max(first, key=lambda block: block.size)
    return largest.text if largest.size > 1.15 * usual and len(largest.text) < 250 else None


def _date(written: str) -> str | None:
    found = _DAY.match(written)
    return "-".join(found.groups()) if found else None
