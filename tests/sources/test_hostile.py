"""Bytes made to break readers: each ends in a document or in one clear reason, within the worker's bounds, and the next source is read as ever."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from sources import fetch
from sources.errors import SourceError, UnreadableSource
from sources.model import Given, RawSource
from sources.readers import DOCX, EPUB, FEED, MAIL, TELEGRAM, ZIP, media_type_of, unpack
from sources.worker import ParsingWorker
from tests.sources import writers

GOOD = RawSource(b"# Nine dead\n\nNine men died in Orsk on Thursday, the ministry said.\n", "good", "/good", "text/markdown")
TEXTS = writers.paragraphs(0, [2, 3])
BOMB = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) + "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(scope="module")
def worker() -> Iterator[ParsingWorker]:
    with ParsingWorker() as started:
        yield started


def reasons(worker: ParsingWorker, data: bytes, media_type: str) -> list[str]:
    """The reasons that were given, one for each part that could not be read; every part has a document with a text or a reason."""
    found = []
    for _, parsed in worker.parse(RawSource(data, "bad", "/bad", media_type)):
        if isinstance(parsed, SourceError):
            found.append(str(parsed))
        else:
            assert parsed.extraction.document.text.strip()
            assert "root:" not in parsed.extraction.document.text
    assert all(5 < len(reason) < 250 and "Error" not in reason for reason in found)
    return found


def zeros(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; readers mend its missing table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, data) for number, data in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R /Size %d>>\n%%%%EOF" % (len(objects) + 1)


def many_pages(count: int) -> bytes:
    kids = b" ".join([b"3 0 R"] * count)
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"])


def locked_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt="secret")
    canvas.drawString(50, 700, TEXTS[0])
    canvas.save()
    return file.getvalue()


def locked_zip() -> bytes:
    data = bytearray(writers.archive([("a.txt", TEXTS[0].encode())]))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def nested_zip(depth: int) -> bytes:
    data = writers.archive([("a.txt", TEXTS[0].encode())])
    for _ in range(depth):
        data = writers.archive([("inner.zip", data)])
    return data


def nested_mail(depth: int) -> bytes:
    head = b"From: Ada <a@x.invalid>\nTo: b@x.invalid\nSubject: S\nMIME-Version: 1.0\n"
    return (head + b"Content-Type: message/rfc822\n\n") * depth + head + b"Content-Type: text/plain\n\nThe end."


def nested_parts(depth: int) -> bytes:
    lines = [b"From: Ada <a@x.invalid>\nTo: b@x.invalid\nSubject: S\nMIME-Version: 1.0"]
    for level in range(depth):
        lines.append(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d" % (level, level))
    return b"\n".join([*lines, b"Content-Type: text/plain\n\nThe end."])


def replaced(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            target.writestr(member.filename, change(data) if member.filename == name else data)
    return file.getvalue()


def with_doctype(doctype: str) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        head, separator, rest = xml.partition(b"?>")
        return head + separator + doctype.encode() + rest.replace(b"<dc:title>", b"<dc:title>&a;&i;").replace(b"What happened", b"&a;&i; What happened")

    return change


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb of zeros in a ZIP": (ZIP, lambda: writers.archive([("a.txt", bytes(200 * 2**20))]), "packed far tighter"),
    "a bomb in a DOCX": (ZIP, lambda: writers.archive([("word/document.xml", bytes(60 * 2**20)), ("[Content_Types].xml", b"")]), "packed far tighter"),
    "many files that are large together": (
        ZIP,
        lambda: writers.archive([(f"{i}.txt", (b"%d" % i).ljust(60, b"x") * 3 * 2**17) for i in range(9)]),
        "packed far tighter|larger than",
    ),
    "100,000 empty files in a ZIP": (ZIP, lambda: writers.archive([(str(i), b"") for i in range(25_000)]), "holds 25,000 files"),
    "archives in archives": (ZIP, lambda: nested_zip(12), "in one another"),
    "a locked ZIP": (ZIP, locked_zip, "password"),
    "a spreadsheet": (ZIP, lambda: writers.archive([("xl/workbook.xml", b"<x/>")]), "save it as PDF"),
    "an OpenDocument text": (ZIP, lambda: writers.archive([("mimetype", b"x"), ("content.xml", b"<x/>")]), "save it as DOCX"),
    "an empty ZIP": (ZIP, lambda: writers.archive([]), "nothing that can be read"),
    "a PDF of 10,000 pages": ("application/pdf", lambda: many_pages(10_000), "10,000 pages"),
    "a locked PDF": ("application/pdf", locked_pdf, "password"),
    "a PDF that is only its head": ("application/pdf", lambda: b"%PDF-1.7\n", "damaged"),
    "a PDF without pages": ("application/pdf", lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]), "no text|damaged"),
    "a PDF whose pages hold themselves": (
        "application/pdf",
        lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99/Kids[2 0 R 2 0 R]>>"]),
        "no text|damaged",
    ),
    "entities of entities in a feed": (
        FEED,
        lambda: f'<?xml version="1.0"?>{BOMB}<rss><channel><item><title>&i;</title></item></channel></rss>'.encode(),
        "entities",
    ),
    "entities of entities in a feed in UTF-16": (
        FEED,
        lambda: f'<?xml version="1.0" encoding="utf-16"?><!-- <rss> -->{BOMB}<rss><channel><item><title>&i;</title></item></channel></rss>'.encode("utf-16"),
        "entities",
    ),
    "an entity from outside in a feed, far behind its start": (
        FEED,
        lambda: f'<?xml version="1.0"?><!--{" " * 100_000}-->{OUTSIDE}<rss><channel><item><title>&a;</title></item></channel></rss>'.encode(),
        "entities",
    ),
    "a feed of 100,000 entries": (FEED, lambda: b"<rss version='2.0'><channel>" + b"<item><title>T</title></item>" * 100_000, "100,000 entries"),
    "a feed of entries in entries": (FEED, lambda: b"<rss version='2.0'><channel>" + b"<item>" * 100_000, "100,000 entries"),
    "a feed without entries": (FEED, lambda: b"<rss><channel></channel></rss>", "no entries"),
    "a mail in a mail, 1,000 deep": (MAIL, lambda: nested_mail(1000), "in one another"),
    "parts in parts, 1,000 deep": (MAIL, lambda: nested_parts(1000), "in one another"),
    "a mail without a text": (MAIL, lambda: b"From: a@x.invalid\nTo: b@x.invalid\nSubject: S\nMIME-Version: 1.0\n\n", "no text"),
    "lists in lists in an export": (TELEGRAM, lambda: b'{"type": "x", "messages": ' + b"[" * 100_000, "damaged"),
    "an export of another shape": (TELEGRAM, lambda: b'{"chats": {"list": 7}, "type": 1}', "damaged"),
    "a DOCX that is another archive": (DOCX, lambda: writers.archive([("word/document.xml", b"<x/>")]), "damaged"),
    "an EPUB without a package": (EPUB, lambda: writers.archive([("META-INF/container.xml", b"<x/>")]), "damaged"),
    "random bytes called a PDF": ("application/pdf", lambda: bytes(range(256)) * 40, "damaged"),
    "random bytes called a ZIP": (ZIP, lambda: b"PK\x03\x04" + bytes(range(256)) * 40, "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_source_is_refused_with_a_reason_and_the_next_one_is_read(worker: ParsingWorker, name: str) -> None:
    media_type, made, says = REFUSED[name]
    found = reasons(worker, made(), media_type)
    assert found
    import re

    assert any(re.search(says, reason) for reason in found), found
    assert reasons(worker, GOOD.data, GOOD.media_type) == []


_held: list[bytes] = []


def _hold(size: int) -> int:
    _held.append(bytes(size))
    return len(_held)


def test_process_that_has_used_up_its_memory_is_followed_by_a_fresh_one() -> None:
    with ParsingWorker() as worn:
        assert [worn._ask(_hold, 1), worn._ask(_hold, 200 * 2**20), worn._ask(_hold, 1)] == [1, 2, 1], "what is held would be lacking for the next source"


HARMLESS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entities of entities in a DOCX": (ZIP, lambda: replaced(writers.docx(TEXTS), "word/document.xml", with_doctype(BOMB))),
    "an entity from outside in a DOCX": (ZIP, lambda: replaced(writers.docx(TEXTS), "word/document.xml", with_doctype(OUTSIDE))),
    "entities of entities in an EPUB": (ZIP, lambda: replaced(writers.epub([TEXTS]), "OEBPS/book.opf", with_doctype(BOMB))),
    "an entity from outside in an EPUB": (ZIP, lambda: replaced(writers.epub([TEXTS]), "OEBPS/book.opf", with_doctype(OUTSIDE))),
    "entities of entities in HTML": ("text/html", lambda: (BOMB + f"<html><body><p>&i;&a; {TEXTS[0]}</p></body></html>").encode()),
    "UTF-7 in HTML": ("text/html", lambda: f'<html><head><meta charset="utf-7"></head><body><p>+ADw-script+AD4- {TEXTS[0]}</p></body></html>'.encode()),
    "UTF-7 in a mail": (
        MAIL,
        lambda: b"From: a@x.invalid\nTo: b@x.invalid\nSubject: S\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-7\n\n+ADw-b+AD4-",
    ),
    "names with ../ in a ZIP": (ZIP, lambda: writers.archive([("../../../../etc/cron.d/x.txt", TEXTS[0].encode()), ("/etc/y.txt", TEXTS[1].encode())])),
    "a name with NUL and line ends in a mail": (
        MAIL,
        lambda: writers.mail("Nine died.", [("a.txt", TEXTS[0].encode())]).replace(b'"a.txt"', b'"../../a\\0.txt"'),
    ),
    "NUL bytes in Markdown": ("text/markdown", lambda: f"# T\n\n{TEXTS[0][:40]}\0{TEXTS[0][40:]}".encode()),
    "headers of 1 MB in a mail": (MAIL, lambda: b"From: a@x.invalid\nSubject: " + b"x " * 500_000 + b"\n\nNine men died in Orsk."),
    "a broken encoded word": (MAIL, lambda: b"From: =?utf-8?q?=ff?= <a@x.invalid>\nSubject: =?x?b?!!?=\nDate: never\n\nNine men died in Orsk."),
    "a stream of zeros in a PDF": (
        "application/pdf",
        lambda: pdf_of(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
                b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(zeros(300 * 2**20)), zeros(300 * 2**20)),
            ]
        ),
    ),
    "an export whose texts are of every shape": (
        TELEGRAM,
        lambda: json.dumps(
            {"type": "x", "messages": [{"id": [], "text": [1, None, {"text": 7}, "Nine died."]}, 7, {"text": {}}, {"text": "x", "date": 9}]}
        ).encode(),
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_trick_gives_a_document_without_its_effect_or_a_reason(worker: ParsingWorker, name: str) -> None:
    media_type, made = HARMLESS[name]
    for _, parsed in worker.parse(RawSource(made(), "bad", "/bad", media_type)):
        if not isinstance(parsed, SourceError):
            assert "root:" not in parsed.extraction.document.text
            assert "ha" * 99 not in parsed.extraction.document.text
            assert "<script>" not in parsed.extraction.document.text
    assert reasons(worker, GOOD.data, GOOD.media_type) == []


@pytest.mark.parametrize("bomb", [BOMB, OUTSIDE])
def test_feed_that_is_followed_is_refused_for_entities_as_one_in_a_file_is(worker: ParsingWorker, bomb: str) -> None:
    with pytest.raises(UnreadableSource, match="entities"):
        worker.parse_feed(f"<?xml version='1.0'?>{bomb}<rss><channel><item><title>&i;</title></item></channel></rss>".encode(), "https://post.invalid/feed")


def test_feed_that_writes_about_entities_is_read(worker: ParsingWorker) -> None:
    text = "<![CDATA[<p>A bomb begins with &lt;!DOCTYPE x [<!ENTITY a 'ha'>, the ministry said.</p>]]>"
    feed = worker.parse_feed(
        f"<rss version='2.0'><channel><item><description>{text}</description></item></channel></rss>".encode(), "https://post.invalid/feed"
    )
    assert "A bomb begins with" in feed.entries[0].markup


def test_feed_that_is_followed_and_hangs_costs_its_time_and_no_more() -> None:
    with ParsingWorker(seconds=1.0) as hurried:
        hurried.parse_feed(b"<rss version='2.0'><channel></channel></rss>", "https://post.invalid/feed")
        hurried.seconds = 0.0
        with pytest.raises(UnreadableSource, match="longer than"):
            hurried.parse_feed(b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 4_000, "https://post.invalid/feed")
        hurried.seconds = 60.0
        assert hurried.parse_feed(b"<rss version='2.0'><channel><title>P</title></channel></rss>", "https://post.invalid/feed").title == "P"


WHOLE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PDF": ("application/pdf", lambda: writers.pdf(TEXTS)[0]),
    "DOCX": (ZIP, lambda: writers.docx(TEXTS)),
    "EPUB": (ZIP, lambda: writers.epub([TEXTS])),
    "ZIP": (ZIP, lambda: writers.archive([("a.txt", TEXTS[0].encode())])),
    "mail": (MAIL, lambda: writers.mail(TEXTS[0], [("a.pdf", writers.pdf(TEXTS)[0])])),
    "feed": (FEED, lambda: f"<rss><channel><title>P</title><item><title>T</title><description>{TEXTS[0]}</description></item></channel></rss>".encode()),
}


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("name", WHOLE)
def test_file_that_was_cut_off_gives_what_is_whole_in_it_or_a_reason(worker: ParsingWorker, name: str, share: float) -> None:
    media_type, made = WHOLE[name]
    data = made()
    reasons(worker, data[: int(share * len(data))], media_type)
    assert reasons(worker, data, media_type) == []


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a"])
def test_ending_that_lies_is_not_believed(name: str) -> None:
    assert media_type_of(name, writers.pdf(TEXTS)[0]) == "application/pdf"
    assert media_type_of(name, writers.epub([TEXTS])) == ZIP
    assert media_type_of(name, b"<html><body>%PDF-1.4 is how one begins, said the archivist.</body></html>") == "text/html"
    [(_, part)] = unpack(RawSource(writers.docx(TEXTS), "a", "/a", ZIP))
    assert isinstance(part, RawSource)
    assert part.media_type == DOCX
    with pytest.raises(UnreadableSource, match="damaged or called wrongly"):
        media_type_of("a.pdf", b"just words")


@pytest.mark.parametrize(
    ("start", "says"), [(b"\xd0\xcf\x11\xe0", "save it as DOCX"), (b"{\\rtf1", "save it as DOCX"), (b"\x89PNG", "picture"), (b"Rar!", "unpack it")]
)
def test_format_without_a_reader_is_named_with_what_to_do(start: bytes, says: str) -> None:
    with pytest.raises(UnreadableSource, match=says):
        media_type_of("a.pdf", start + bytes(100))


def test_sparse_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(UnreadableSource, match="split it"):
        fetch.read_file(path, Given())


def test_source_that_hangs_costs_its_time_and_no_more() -> None:
    with ParsingWorker(seconds=1.0) as hurried:
        assert reasons(hurried, GOOD.data, GOOD.media_type) == []
        slow = writers.pdf(writers.paragraphs(0, [9] * 700), 1, 10)[0]
        assert any("longer than 1 second" in reason for reason in reasons(hurried, slow, "application/pdf"))
        hurried.seconds = 60.0
        assert reasons(hurried, GOOD.data, GOOD.media_type) == []


def test_source_that_takes_too_much_memory_costs_itself_and_no_more() -> None:
    with ParsingWorker(memory=400 * 2**20) as poor:
        large = ("<html><body>" + "<p>word</p>" * 1_500_000).encode()
        assert reasons(poor, GOOD.data, GOOD.media_type) == []
        assert reasons(poor, large, "text/html")
