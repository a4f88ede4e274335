"""Documents written by real writers, out of sentences that are all different: what a reader should find is known to the letter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

from docx import Document as Docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

TOWNS = "Orsk Kell Varn Tolm Brask Sund Arrel Vosk Dorn Hale".split()
DEEDS = (
    "counted shells; closed the harbour; buried nine men; opened the old bridge; sent two boats; wrote to the ministry; held a vote; found the ledger".split(
        "; "
    )
)


def sentence(number: int) -> str:
    """A sentence that no other number gives."""
    return f"On day {number} of the siege the people of {TOWNS[number % len(TOWNS)]} {DEEDS[number % len(DEEDS)]}, as witness number {number} told the court."


def paragraphs(first: int, lengths: Sequence[int]) -> list[str]:
    """Paragraphs of so many sentences each, numbered on from ``first``."""
    made = []
    for length in lengths:
        made.append(" ".join(sentence(number) for number in range(first, first + length)))
        first += length
    return made


def docx(texts: Sequence[str], title: str = "The siege", table: Sequence[Sequence[str]] = ()) -> bytes:
    document = Docx()
    document.core_properties.title = title
    document.core_properties.author = "Ada Worth; Ivo Kestrel"
    document.add_heading("What happened", level=1)
    for text in texts:
        paragraph = document.add_paragraph()
        for word in text.split(" "):
            paragraph.add_run(f"{word} ").bold = len(word) > 6
    if table:
        rows = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, words in zip(rows.add_row().cells, row, strict=True):
                cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def mail(text: str, attachments: Sequence[tuple[str, bytes]] = (), subject: str = "From the harbour", html: str | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Osric Venn <osric@post.invalid>", "desk@post.invalid", subject
    message["Date"] = "Thu, 12 Sep 2024 09:30:00 +0200"
    message["Message-ID"] = "<1@post.invalid>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def epub(chapters: Sequence[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
        container = '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        archive.writestr(
            "META-INF/container.xml", container + '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
        )
        names = [f"part {number}.xhtml" for number in range(len(chapters))]
        items = "".join(f'<item id="c{i}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>' for i, name in enumerate(names))
        spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(names)))
        archive.writestr(
            "OEBPS/book.opf",
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>The siege</dc:title><dc:creator>Ada Worth</dc:creator><dc:publisher>Orsk Press</dc:publisher><dc:date>2024-09-12</dc:date>"
            '<dc:language>en</dc:language></metadata><manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            f'{items}</manifest><spine><itemref idref="n"/>{spine}</spine></package>',
        )
        archive.writestr("OEBPS/nav.xhtml", "<html><body><nav><ol><li>Chapter one</li></ol></nav></body></html>")
        for name, texts in reversed(list(zip(names, chapters, strict=True))):
            body = "".join(f"<p>{text.replace('siege', '<em>siege</em>')}</p>" for text in texts)
            archive.writestr(
                f"OEBPS/{name}",
                f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>',
            )
    return file.getvalue()


def archive(members: Sequence[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return file.getvalue()


WIDTH, HEIGHT = A4
COLUMN = 235.0
LEADING = 12.0


def pdf(texts: Sequence[str], columns: int = 2, rows: int = 50, crosswise: bool = False) -> tuple[bytes, list[int]]:
    """A report in columns with header, footer and page numbers, long words broken at the ends of lines; and the page on which each text begins.

    ``crosswise``: the lines are drawn across both columns, row by row, as some programs do.
    """
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle("Report on the siege")
    canvas.setAuthor("Ada Worth")
    width = COLUMN if columns == 2 else 480.0
    lines: list[tuple[int, str]] = []
    for number, text in enumerate(texts):
        lines.extend((number, line) for line in _broken(canvas, text, width))
        lines.append((-1, ""))
    per_page = rows * columns
    begins: dict[int, int] = {}
    for page, start in enumerate(range(0, len(lines), per_page), start=1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, HEIGHT - 30, "Orsk Institute for Siege Studies")
        canvas.drawRightString(WIDTH - 60, HEIGHT - 30, "Confidential draft")
        canvas.drawCentredString(WIDTH / 2, 25, f"Page {page} of 9")
        canvas.setFont("Helvetica", 10)
        placed = [(place % rows, place // rows, number, words) for place, (number, words) in enumerate(lines[start : start + per_page])]
        for row, column, number, words in sorted(placed) if crosswise else placed:
            if words:
                begins.setdefault(number, page)
                canvas.drawString(50 + column * (COLUMN + 25), HEIGHT - 80 - row * LEADING, words)
        canvas.showPage()
    canvas.save()
    return file.getvalue(), [begins[number] for number in range(len(texts))]


def _broken(canvas: Canvas, text: str, width: float) -> list[str]:
    """Lines of a paragraph; a long word that does not fit is broken with a hyphen."""
    lines, line = [], ""
    for word in text.split(" "):
        if canvas.stringWidth(f"{line} {word}", "Helvetica", 10) <= width:
            line = f"{line} {word}".strip()
            continue
        half = len(word) // 2
        if len(word) >= 7 and word.isalpha() and word.islower() and canvas.stringWidth(f"{line} {word[:half]}-", "Helvetica", 10) <= width:
            lines.append(f"{line} {word[:half]}-")
            line = word[half:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]
