"""A corpus made by real writers: every sentence that went in comes out once, in order, and none that did not. All texts are invented."""

import io
import json
import re

import pytest

from sources.errors import SourceError
from sources.model import Document, Given, RawSource, page_at
from sources.readers import FEED, media_type_of, unpack
from sources.worker import parse
from tests.sources import writers

SENTENCE = re.compile(r"On day \d+ of the siege .*? told the court\.")
TEXTS = writers.paragraphs(0, [3, 1, 4, 6, 2, 5, 1, 1, 7, 3])
SENTENCES = [writers.sentence(number) for number in range(33)]


def documents(data: bytes, name: str = "source") -> list[Document]:
    results = parse(RawSource(data, name, f"/x/{name}", media_type_of(name, data), Given()))
    for _, parsed in results:
        assert not isinstance(parsed, SourceError), parsed
    return [parsed.extraction.document for _, parsed in results if not isinstance(parsed, SourceError)]


def sentences(document: Document) -> list[str]:
    return SENTENCE.findall(document.text)


# ---- PDF


@pytest.mark.parametrize("crosswise", [False, True], ids=["column by column", "row by row"])
@pytest.mark.parametrize(("columns", "rows"), [(2, 50), (2, 20), (1, 50), (1, 15)])
def test_pdf_gives_every_sentence_once_in_order_with_its_page(columns: int, rows: int, crosswise: bool) -> None:
    texts = writers.paragraphs(0, [3, 1, 4, 6, 2, 5, 1, 1, 7, 3] * 3)
    data, pages = writers.pdf(texts, columns, rows, crosswise)
    [document] = documents(data, "a.pdf")
    assert list(document.paragraphs) == texts
    assert [page_at(document.pages, span.start) for span in document.paragraph_spans] == pages
    assert (document.title, document.authors) == ("Report on the siege", ("Ada Worth",))


def test_page_of_a_sentence_behind_a_turn_of_the_page_is_the_next_one() -> None:
    data, _ = writers.pdf(writers.paragraphs(0, [40]), 1, 15)
    [document] = documents(data, "a.pdf")
    assert [page for _, page in document.pages] == list(range(1, len(document.pages) + 1))
    for start, _ in document.pages[1:]:
        assert document.text[start - 1] == " " or document.text[start - 1].isalpha()


def test_hyphen_that_belongs_to_a_word_stays_at_the_end_of_a_line() -> None:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    lines = [
        "Nine well-known men of the harbour were self-",
        "taught, and one, a fisher-",
        "man from Kell, told a well-",
        "known court of the bombard-",
        "ment of the fisherman.",
    ]
    for row, line in enumerate(lines):
        canvas.drawString(50, 700 - 14 * row, line)
    canvas.save()
    [document] = documents(file.getvalue(), "a.pdf")
    told = "Nine well-known men of the harbour were self-taught, and one, a fisherman from Kell, told a well-known court of the bombardment of the fisherman."
    assert document.text == told


def test_heading_across_two_columns_is_read_above_them() -> None:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(50, 780, "A heading that stands across both of the columns")
    canvas.setFont("Helvetica", 10)
    for row in range(6):
        canvas.drawString(50, 740 - 12 * row, f"left line {row} of this small text column" + ("." if row == 5 else ""))
        canvas.drawString(310, 733 - 12 * row, f"right line {row} of this small text column" + ("." if row == 5 else ""))
    canvas.save()
    [document] = documents(file.getvalue(), "a.pdf")
    assert document.title == "A heading that stands across both of the columns"
    assert document.text == " ".join(f"{side} line {row} of this small text column" for side in ("left", "right") for row in range(6)).replace(
        "column right", "column. right"
    ) + "." or (list(document.paragraphs) == [" ".join(f"{side} line {row} of this small text column" for row in range(6)) + "." for side in ("left", "right")])


def test_lines_that_are_alike_on_every_page_are_no_header_where_they_are_the_text() -> None:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for page in range(5):
        canvas.drawString(50, 800, "Orsk Institute 2024")
        canvas.drawString(50, 700, writers.sentence(page))
        canvas.drawString(300, 20, str(page + 1))
        canvas.showPage()
    canvas.save()
    [document] = documents(file.getvalue(), "a.pdf")
    assert document.paragraphs == tuple(writers.sentence(page) for page in range(5))
    assert document.pages[4][1] == 5


def test_scanned_pdf_says_what_to_do_and_a_scanned_page_among_others_is_named() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    def made(with_text: bool) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file)
        if with_text:
            canvas.drawString(50, 700, SENTENCES[0])
            canvas.showPage()
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 500, 700)
        canvas.save()
        return file.getvalue()

    [(_, error)] = parse(RawSource(made(False), "a", "/a", "application/pdf"))
    assert isinstance(error, SourceError)
    assert "ocrmypdf" in str(error)
    [(_, parsed)] = parse(RawSource(made(True), "a", "/a", "application/pdf"))
    assert not isinstance(parsed, SourceError)
    assert "page 2" in parsed.extraction.notes[0]


# ---- DOCX


def test_docx_gives_every_paragraph_and_table_row_in_order_with_its_metadata() -> None:
    [document] = documents(writers.docx(TEXTS, table=[["Town", "Dead"], ["Orsk", "9"]]), "a.docx")
    assert list(document.paragraphs) == ["What happened", *TEXTS, "Town Dead", "Orsk 9"]
    assert (document.title, document.authors) == ("The siege", ("Ada Worth", "Ivo Kestrel"))


# ---- mail


def test_mail_gives_its_text_and_each_attachment_as_a_document_of_its_own() -> None:
    pdf, _ = writers.pdf(TEXTS[3:5])
    data = writers.mail("\n\n".join(TEXTS[:3]), [("report.pdf", pdf), ("notes.docx", writers.docx(TEXTS[5:6])), ("list.txt", TEXTS[6].encode())])
    found = documents(data, "a.eml")
    assert [sentences(document) for document in found] == [SENTENCES[:8], SENTENCES[8:16], SENTENCES[16:21], SENTENCES[21:22]]
    assert (found[0].title, found[0].authors, str(found[0].published)) == ("From the harbour", ("Osric Venn",), "2024-09-12")


def test_mail_in_html_without_a_plain_text_is_read_as_its_blocks() -> None:
    data = b"From: Ada <a@x.invalid>\nTo: b@x.invalid\nSubject: S\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body>"
    data += "".join(f"<div>{text}</div>" for text in TEXTS).encode() + b"</body></html>"
    [document] = documents(data, "a.eml")
    assert list(document.paragraphs) == TEXTS


def test_mail_in_a_mail_is_a_document_of_its_own() -> None:
    inner = writers.mail(TEXTS[1], subject="Inner")
    outer = b"From: Ada <a@x.invalid>\nTo: b@x.invalid\nSubject: Outer\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    outer += b"--x\nContent-Type: text/plain\n\n"
    outer += TEXTS[0].encode() + b"\n--x\nContent-Type: message/rfc822\n\n" + inner + b"\n--x--\n"
    found = documents(outer, "a.eml")
    assert [(document.title, sentences(document)) for document in found] == [("Outer", SENTENCES[:3]), ("Inner", SENTENCES[3:4])]


# ---- EPUB, ZIP


def test_epub_gives_its_chapters_in_the_order_of_its_spine_as_one_document() -> None:
    [document] = documents(writers.epub([TEXTS[:4], TEXTS[4:7], TEXTS[7:]]), "a.epub")
    assert list(document.paragraphs) == TEXTS
    assert (document.title, document.authors, document.outlet, str(document.published)) == ("The siege", ("Ada Worth",), "Orsk Press", "2024-09-12")


def test_zip_gives_each_file_in_it_and_names_what_it_cannot_read() -> None:
    members = [
        ("b/two.txt", TEXTS[1].encode()),
        ("a.docx", writers.docx(TEXTS[:1])),
        ("__MACOSX/x", b"x"),
        ("c.png", b"\x89PNG\r\n"),
        ("../../evil.txt", TEXTS[2].encode()),
    ]
    results = parse(RawSource(writers.archive(members), "source", "/x/s.zip", "application/zip"))
    names = [name for name, _ in results]
    assert names == ["source: ../../evil.txt", "source: a.docx", "source: b/two.txt", "source: c.png"]
    assert [isinstance(parsed, SourceError) for _, parsed in results] == [False, False, False, True]


# ---- feeds


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Orsk Post</title><language>en-gb</language>{}</channel></rss>"""
ITEM = "<item><title>Day {0}</title><link>https://post.invalid/{0}</link><guid>{0}</guid><author>a@example.com (Ada Worth)</author>"
ITEM += "<pubDate>Thu, 12 Sep 2024 09:30:00 GMT</pubDate><description>A teaser.</description><content:encoded><![CDATA[{1}]]></content:encoded></item>"


def test_rss_feed_gives_each_entry_as_a_document_with_the_feeds_outlet() -> None:
    items = "".join(ITEM.format(number, f"<p>{text}</p><ul><li>9 dead</li></ul>") for number, text in enumerate(TEXTS))
    found = documents(RSS.format(items).encode(), "feed.xml")
    assert [list(document.paragraphs) for document in found] == [[text, "9 dead"] for text in TEXTS]
    first = found[0]
    assert (first.title, first.outlet, first.url, str(first.published), first.language) == ("Day 0", "Orsk Post", "https://post.invalid/0", "2024-09-12", "en")
    assert first.authors == ("Ada Worth",)


def test_atom_feed_gives_each_entry_as_a_document() -> None:
    entries = "".join(
        f"<entry><title>Day {number}</title><id>urn:{number}</id><link href='https://post.invalid/{number}'/><published>2024-09-12T09:30:00Z</published>"
        f"<author><name>Ada Worth</name></author><content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content></entry>"
        for number, text in enumerate(TEXTS)
    )
    found = documents(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Orsk Post</title>{entries}</feed>".encode(), "feed.atom")
    assert [list(document.paragraphs) for document in found] == [[text] for text in TEXTS]
    assert (found[0].authors, found[0].outlet, str(found[0].published)) == (("Ada Worth",), "Orsk Post", "2024-09-12")


def test_json_feed_gives_each_entry_as_a_document() -> None:
    items = [
        {"id": str(number), "content_text": text, "date_published": "2024-09-12T09:30:00Z", "authors": [{"name": "Ada"}]} for number, text in enumerate(TEXTS)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Orsk Post", "items": items}
    found = documents(json.dumps(feed).encode(), "feed.json")
    assert [list(document.paragraphs) for document in found] == [[text] for text in TEXTS]
    assert (found[0].outlet, found[0].authors, str(found[0].published)) == ("Orsk Post", ("Ada",), "2024-09-12")


def test_entries_that_are_called_alike_and_have_no_id_are_sources_of_their_own() -> None:
    items = "".join(f"<item><title>Update</title><description>{text}</description></item>" for text in TEXTS)
    raw = RawSource(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "feed", "/feed.xml", FEED)
    places = [part.location for _, part in unpack(raw) if isinstance(part, RawSource)]
    assert len(set(places)) == len(TEXTS)


# ---- Telegram's export


def test_telegram_export_gives_each_message_with_its_channel_and_day() -> None:
    messages = [
        {"id": 1, "type": "service", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2024-09-12T09:30:00", "from": "Orsk Live", "text": TEXTS[0]},
        {"id": 3, "type": "message", "date": "2024-09-13T09:30:00", "author": "Ada", "text": [TEXTS[1][:20], {"type": "bold", "text": TEXTS[1][20:]}]},
        {"id": 4, "type": "message", "date": "2024-09-14T09:30:00", "forwarded_from": "Kell News", "text": f"{TEXTS[2]}\n\n{TEXTS[3]}"},
        {"id": 5, "type": "message", "photo": "x.jpg", "text": ""},
    ]
    export = {"name": "Orsk Live", "type": "public_channel", "id": 77, "messages": messages}
    found = documents(json.dumps(export).encode(), "result.json")
    assert [list(document.paragraphs) for document in found] == [TEXTS[:1], TEXTS[1:2], TEXTS[2:4]]
    assert [(document.outlet, document.authors, str(document.published)) for document in found] == [
        ("Orsk Live", (), "2024-09-12"),
        ("Orsk Live", ("Ada",), "2024-09-13"),
        ("Kell News", (), "2024-09-14"),
    ]
