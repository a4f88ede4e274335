"""DOCX: paragraphs, headings, lists and tables in the order of the text. The one home of python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from sources.errors import UnreadableSource
from sources.model import Layout, Page, RawSource
from sources.readers.archive import refuse_bomb

_NO_AUTHOR = {"", "python-docx", "author", "user", "admin", "administrator", "windows user", "microsoft office user", "unknown"}
_TEMPLATE = date(2013, 12, 23)
"""The day on which python-docx's own template was made: documents written with it carry it unless somebody sets another."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}sectPr", f"{_W}pPr", f"{_W}rPr"}
"""What a document holds and does not show: deleted and moved text, field codes, properties."""


def read(raw: RawSource) -> Page:
    """The page of a Word document, one block a paragraph or table row, footnotes behind the text."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            refuse_bomb(archive)
        document = docx.Document(io.BytesIO(raw.data))
        blocks = [" ".join(block.split()) for block in _blocks(document.element.body)]
        notes = [" ".join(block.split()) for part in _note_parts(document) for block in _blocks(part)]
    except (MemoryError, UnreadableSource):
        raise
    except Exception as error:  # python-docx raises what its XML and ZIP libraries do
        raise UnreadableSource("this DOCX is damaged and cannot be opened: open it in a word processor, save it again and add that") from error
    blocks = [block for block in (*blocks, *notes) if block]
    if not blocks:
        raise UnreadableSource("this DOCX has no text in it: if it holds pictures of pages, export it as PDF and make that searchable")
    said = document.core_properties
    title = " ".join((said.title or "").split()) or _heading(document)
    if title and blocks[0].casefold() == title.casefold() and len(blocks) > 1:
        blocks = blocks[1:]
    names = [name.strip() for name in re.split(r"\s*;\s*|,\s+|\s+and\s+", said.author or "")]
    when = said.created if said.created and said.created.date() != _TEMPLATE else None
    return Page(
        blocks=tuple(blocks),
        layout=Layout.FINISHED,
        title=title,
        outlet=(said.category or "").strip() or None,
        authors=tuple(name for name in names if name.casefold() not in _NO_AUTHOR),
        date=when.date().isoformat() if when else None,
        language=(said.language or "")[:2].lower() or None,
    )


def _heading(document: Any) -> str | None:
    """The first paragraph when it is in a style for titles or first headings."""
    for paragraph in document.paragraphs[:5]:
        if paragraph.text.strip():
            style = (paragraph.style.name if paragraph.style is not None else None) or ""
            return " ".join(paragraph.text.split()) if style.startswith(("Title", "Heading 1")) else None
    return None


def _note_parts(document: Any) -> Iterator[Any]:
    """The roots of the footnotes and endnotes."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] in ("footnotes", "endnotes") and not relation.is_external:
            yield parse_xml(relation.target_part.blob)


def _blocks(root: Any) -> Iterator[str]:
    """The words of each paragraph in order; a table's row is one block, text boxes stand where they are anchored, each once."""
    for element in root:
        if element.tag == f"{_W}p":
            yield "".join(_words(element))
            for box in element.iter(f"{_W}txbxContent"):
                if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                    yield from _blocks(box)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                if next(row.iterancestors(f"{_W}tbl")) is element:
                    yield " ".join(_cells(row))
        elif element.tag not in _SKIPPED:
            yield from _blocks(element)  # content controls, custom XML


def _cells(row: Any) -> Iterator[str]:
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is row:
            yield " ".join(block for block in _blocks(cell) if block.strip())


def _words(element: Any) -> Iterator[str]:
    """The characters that a paragraph shows."""
    for child in element:
        if child.tag in _SKIPPED or child.tag.endswith(("}drawing", "}pict", "}AlternateContent")):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _words(child)
