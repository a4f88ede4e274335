"""Formats: what each reader tells apart, and that hostile bytes cost one source and one sentence. All pages are invented."""

import json
import time

import pytest

from sources.errors import SourceError, UnreadableSource
from sources.extract import extract
from sources.model import Document, Given, Layout, Page, RawSource
from sources.readers import is_readable_name, media_type_of, read

PROSE = (
    "<p>Nine policemen were killed in the town of Orsk on Thursday, the interior ministry of Valdonia said.</p>"
    "<p>“We counted 112 shells<br>on the quay,” harbour master Osric Venn told reporters &amp; others.</p>"
    "<blockquote><p>Never again, he wrote in a letter to the nine families.</p></blockquote>"
    "<ul><li>9 dead</li><li>14 held</li></ul>"
    "<p>The search will resume on Monday, weather permitting, the ministry said in a statement.</p>"
)
PARAGRAPHS = [
    "Nine policemen were killed in the town of Orsk on Thursday, the interior ministry of Valdonia said.",
    "“We counted 112 shells on the quay,” harbour master Osric Venn told reporters & others.",
    "Never again, he wrote in a letter to the nine families.",
    "9 dead",
    "14 held",
    "The search will resume on Monday, weather permitting, the ministry said in a statement.",
]


def page_of(data: str | bytes, media_type: str) -> Page:
    return read(RawSource(data if isinstance(data, bytes) else data.encode(), "NAME", "/x", media_type))


def html(head: str, body: str) -> Document:
    return extract(page_of(f"<html><head>{head}</head><body>{body}</body></html>", "text/html"), Given(), "NAME").document


def markdown(text: str | bytes) -> Document:
    return extract(page_of(text, "text/markdown"), Given(), "NAME").document


# ---- registry


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.txt", b"x", "text/plain"),
        ("a.MD", b"x", "text/markdown"),
        ("a.htm", b"x", "text/html"),
        ("a.txt", b"\xef\xbb\xbf <!-- saved --> <!DOCTYPE html>", "text/html"),
        ("a.md", b'<?xml version="1.0"?><html>', "text/html"),
        ("noending", b"x", "text/plain"),
        ("v1.2", b"x", "text/plain"),
        ("a.txt", b"<htmlish is a word", "text/plain"),
    ],
)
def test_content_outranks_the_ending_and_the_ending_decides_otherwise(name: str, data: bytes, media_type: str) -> None:
    assert media_type_of(name, data) == media_type


@pytest.mark.parametrize(("name", "data", "what"), [("a.txt", b"\x89PNG", "a picture"), ("a", b"Rar!", "RAR"), ("a.xyz", b"x", "no reader for .xyz")])
def test_format_without_a_reader_is_refused_with_what_to_do(name: str, data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSource, match=what):
        media_type_of(name, data)
    with pytest.raises(UnreadableSource, match="no reader for image/png"):
        page_of(b"x", "image/png")


def test_only_known_endings_are_taken_from_a_folder() -> None:
    assert [is_readable_name(name) for name in ("a.txt", "A.HTML", "a.docx", "a.xyz", "txt")] == [True, True, True, False, False]


# ---- plain text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_keep_blocks_apart(end: str) -> None:
    text = "a\nb\n \t\n\nc\u2029d\x0ce\n\n".replace("\n", end)
    assert page_of(text, "text/plain") == Page(("a\nb", "c", "d", "e"), Layout.PLAIN)


# ---- HTML


def test_html_body_is_read_in_order_without_the_page_around_it() -> None:
    document = html(
        "<title>Nine killed | Post</title>",
        f"<nav><ul><li>Home</li></ul></nav><script>var nine = 9</script><article><h1>Nine killed</h1>{PROSE}</article>"
        "<aside><p>Related things that nobody reads</p></aside><footer><p>© 2019 Post. All rights reserved.</p></footer>",
    )
    assert list(document.paragraphs) == PARAGRAPHS
    assert (document.title, document.published) == ("Nine killed", None)


def test_short_page_is_read_in_its_paragraphs_without_heading_and_byline_poured_in() -> None:
    body = ["Nine men died in Orsk on Thursday.", "“We counted 84,” the minister said.", "The company gave no figure."]
    article = f"<article><h1>Nine dead</h1><p class=byline>By Ada Worth</p>{''.join(f'<p>{words}</p>' for words in body)}</article>"
    around = f"<nav><a href=/>Home</a></nav>{article}<aside>Subscribe to our newsletter</aside><footer>© 2024 Orsk Post</footer>"
    assert list(html("<title>Nine dead | Orsk Post</title>", around).paragraphs) == body


def test_lists_of_a_simple_page_without_an_article_element_are_kept() -> None:
    assert list(html("", PROSE).paragraphs) == PARAGRAPHS


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="the orsk post (invented)">', "the orsk post (invented)"),
        ('<meta name="application-name" content="orsk  iPost">', "orsk iPost"),
        ('<script type="application/ld+json">{"headline": "x", "publisher": {"name": "orsk POST"}}</script>', "orsk POST"),
        ('<script type="application/ld+json">{broken</script><meta property="og:site_name" content="Post">', "Post"),
        ('<meta name="application-name" content="orskpost"><meta property="og:site_name" content="Orsk Post">', "Orsk Post"),
        ('<meta name="application-name" content="orskpost">', "orskpost"),
        ("", None),
    ],
)
def test_outlet_is_what_the_page_calls_itself_letter_for_letter(head: str, outlet: str | None) -> None:
    assert html(head, f"<article>{PROSE}</article>").outlet == outlet


def test_authors_are_written_as_the_page_writes_them_and_once() -> None:
    data = {"@graph": [{"@type": "NewsArticle", "headline": "x", "author": [{"name": "ada McWorth"}, {"name": "Ivo Kestrel"}]}]}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script><meta name="author" content="ada McWorth">'
    assert html(head, f"<article>{PROSE}</article>").authors == ("ada McWorth", "Ivo Kestrel")


def test_title_is_the_pages_heading_without_the_outlets_name() -> None:
    head = '<title>iPost: Nine killed - Orsk Post</title><meta property="og:site_name" content="Orsk Post">'
    assert html(head, f"<article><h1>iPost: Nine killed</h1>{PROSE}</article>").title == "iPost: Nine killed"
    assert html(head, f"<article>{PROSE}</article>").title == "iPost: Nine killed"
    assert html(head, f"<h1>Orsk Post</h1><article>{PROSE}</article>").title == "iPost: Nine killed"


@pytest.mark.parametrize(
    "head_or_body",
    [
        '<meta property="article:published_time" content="2024-09-12T09:30:00Z">',
        '<script type="application/ld+json">[{"datePublished": "2024-09-12"}]</script>',
        '<time datetime="2024-09-12T10:00">today</time>',
        '<p class="article-date">Thursday, September 12, 2024</p>',
    ],
)
def test_date_of_a_page_is_the_one_that_it_declares_or_shows(head_or_body: str) -> None:
    assert str(html(head_or_body, f"<article>{head_or_body}<h1>Nine</h1>{PROSE}</article>").published) == "2024-09-12"


def test_year_of_a_copyright_line_is_no_date() -> None:
    for imprint in ("<footer><p>Copyright © 14 May 2019 Post</p></footer>", "<p>© 14 May 2019 Post</p>", "<div>Copyright 14 May 2019</div>"):
        assert html("", f"<article>{PROSE}</article>{imprint}").published is None


def test_words_are_not_glued_and_nothing_is_lost_at_nested_elements() -> None:
    body = (
        f"<article><h1>T</h1>{PROSE}<ul><li>Outer lead words<ul><li>inner <b>one</b> of 9</li></ul>outer tail of 12</li></ul>"
        "<table><tr><th>Town</th><th>Dead</th></tr><tr><td>Orsk</td><td>9</td></tr></table>"
        "<p>The end came with a <a href='x'>link</a>ed word and caf&eacute; &lt;9&gt; &amp;amp; more.</p></article>"
    )
    assert list(html("", body).paragraphs) == [
        *PARAGRAPHS,
        "Outer lead words",
        "inner one of 9",
        "outer tail of 12",
        "Town Dead",
        "Orsk 9",
        "The end came with a linked word and café <9> &amp; more.",
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("iso-8859-1", "cp1252"), ("no-such", "utf-8"), ("utf-8", "utf-16")]
)
def test_wrong_declared_encoding_costs_no_character(declared: str, encoding: str) -> None:
    text = f'<html><head><meta charset="{declared}"></head><body><article><p>Le préfet a déclaré que neuf personnes étaient mortes “hier”.</p>{PROSE}</article>'
    assert (
        extract(page_of(text.encode(encoding), "text/html"), Given(), "N").document.paragraphs[0].startswith("Le préfet a déclaré que neuf personnes étaient")
    )


HOSTILE = {
    "100,000 nested elements": "<html><body>" + "<div>" * 100_000 + PROSE + "</div>" * 100_000,
    "100,000 unclosed elements": "<html><body>" + "<b>" * 100_000 + PROSE,
    "one line of 1 MB": "<html><body><p>" + "word " * 200_000,
    "unclosed comment": "<html><body><!--" + "x" * 1_000_000 + PROSE,
    "angle brackets": "<html><body>" + "<" * 50_000,
    "attributes": "<html><body " + "a=b " * 100_000 + ">" + PROSE,
    "nothing": "<html></html>",
    "NUL bytes": "<html><body>\0" + PROSE.replace("9 dead", "9\0 dead"),
    "only NUL bytes": "<html>" + "\0" * 10_000,
    "impossible characters": "<html><body><p>&#xD800; &#0; &#x110000; &bogus; nine men were killed in the town of Orsk.</p>" + PROSE,
    "nested JSON-LD": '<html><head><script type="application/ld+json">' + "[" * 100_000 + "</script></head><body>" + PROSE,
    "JSON-LD of odd shapes": '<html><head><script type="application/ld+json">{"@graph": 7, "headline": [1, {"name": 2}], "author": 3}</script></head><body>'
    + PROSE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_gives_a_result_or_one_sentence_within_seconds(name: str) -> None:
    started = time.monotonic()
    try:
        document = extract(page_of(HOSTILE[name], "text/html"), Given(), "NAME").document
        assert document.paragraphs
    except SourceError as error:
        assert str(error).strip()
    assert time.monotonic() - started < 8


# ---- Markdown


def test_front_matter_fills_the_documents_fields() -> None:
    text = "---\ntitle: Nine killed\noutlet: Orsk Post\nauthors: [Ada Worth, {name: Ivo Kestrel}]\ndate: 2024-09-12\n"
    text += "url: https://x.invalid\nlang: sw\n---\nNine died.\n"
    document = markdown(text)
    assert document == Document("Nine killed", ("Nine died.",), "Orsk Post", ("Ada Worth", "Ivo Kestrel"), document.published, "https://x.invalid", "sw")
    assert str(document.published) == "2024-09-12"
    assert markdown(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == document


def test_front_matter_in_toml_is_read_too() -> None:
    document = markdown('+++\ntitle = "Nine dead"\noutlet = "Orsk Post"\ndate = 2024-03-14\n+++\n\nNine men died in Orsk.\n')
    assert (document.title, document.outlet, str(document.published)) == ("Nine dead", "Orsk Post", "2024-03-14")
    assert document.paragraphs == ("Nine men died in Orsk.",)
    assert markdown("+++\nno toml\n+++\n\nNine men died in Orsk.\n").paragraphs == ("Nine men died in Orsk.",)


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    document = markdown('---\ntitle: "Orsk": nine killed: 14 held\nauthor: Ada Worth\n---\nNine died.\n')
    assert (document.title, document.authors, document.paragraphs) == ('Orsk": nine killed: 14 held', ("Ada Worth",), ("Nine died.",))


@pytest.mark.parametrize("fields", ["- a\n- b", "just words", "title:\n  deep: er", "[" * 5000, ""])
def test_front_matter_that_says_nothing_costs_nothing(fields: str) -> None:
    document = markdown(f"---\n{fields}\n---\nNine died.\n")
    assert (document.title, document.authors, document.paragraphs) == ("NAME", (), ("Nine died.",))


def test_rule_on_top_without_a_second_one_is_no_front_matter() -> None:
    assert markdown("---\nNine died.\n\nMore came.\n").paragraphs == ("Nine died.", "More came.")


def test_first_heading_is_the_title_unless_the_front_matter_has_one() -> None:
    assert (markdown("# One\n\nNine died.").title, markdown("One\n===\n\nNine died.").title) == ("One", "One")
    document = markdown("---\ntitle: Mine\n---\n# One\n\nNine died.")
    assert (document.title, document.paragraphs) == ("Mine", ("One", "Nine died."))


def test_markup_is_resolved_to_the_words_that_a_reader_sees() -> None:
    text = (
        "Nine  \ndied\\\nin *Orsk*,\nsaid `he` and [she](http://x.invalid) &amp; a<br>b <b>c</b> ![a picture](x.png)\n\n"
        "> One told.\n>\n> - in a list\n\n1. One\n   - nested two\n\n     and more\n2. Three\n\n"
        "| Town | Dead |\n|---|---|\n| Orsk | **9** |\n\n<div>a block of HTML</div>\n\n```\nlines\nof code\n```\n\nThe end.\n"
    )
    assert list(markdown(text).paragraphs) == [
        "Nine died in Orsk, said he and she & a b c",
        "One told.",
        "in a list",
        "One",
        "nested two",
        "and more",
        "Three",
        "Town Dead",
        "Orsk 9",
        "lines of code",
        "The end.",
    ]


@pytest.mark.parametrize("text", ["> " * 3000 + "deep", "- " * 2000 + "deep", "[" * 10_000, "*a " * 5_000, "<" * 10_000])
def test_hostile_markdown_gives_a_result_or_one_sentence(text: str) -> None:
    try:
        assert markdown(text).paragraphs
    except SourceError as error:
        assert str(error).strip()


# ---- one line of a corpus


def test_corpus_line_keeps_paragraphs_and_their_numbers() -> None:
    line = {
        "doc_id": "a",
        "title": "T",
        "source": "Post",
        "author": "Ada; Ivo",
        "date": "2024-09-12",
        "url": "u",
        "language": "sw",
        "paragraphs": ["Share", "", "x"],
    }
    document = extract(page_of(json.dumps(line), "application/json"), Given(), "a").document
    assert document == Document("T", ("Share", "", "x"), "Post", ("Ada", "Ivo"), document.published, "u", "sw")
    assert str(document.published) == "2024-09-12"


def test_corpus_line_may_list_its_authors_and_name_its_outlet_or_neither() -> None:
    assert page_of('{"paragraphs": ["x"], "author": ["Ada ", "Ivo"], "outlet": "Post", "title": " ", "date": 7}', "application/json") == Page(
        ("x",), Layout.FINISHED, outlet="Post", authors=("Ada", "Ivo")
    )


@pytest.mark.parametrize("line", [b"{", b"\xff", b"[]", b'{"paragraphs": "x"}', b'{"paragraphs": [1]}', b"{}", b"[" * 100_000])
def test_corpus_line_of_another_shape_is_refused_with_a_sentence(line: bytes) -> None:
    with pytest.raises(UnreadableSource):
        page_of(line, "application/json")
