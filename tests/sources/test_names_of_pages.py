"""What a page calls its article and who it says wrote it, over the ways in which sites write that down. All pages are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sources.model import Fetched, Given, Page, RawSource
from sources.readers import html

TITLE = "Tallow closes its eastern pier"
HEADING = f"<h1>{TITLE}</h1>"
SENTENCES = [
    "The harbour council of Tallow met for six hours on Monday and agreed to close the eastern pier until the spring repairs are done.",
    "Nine boats were moved before the evening tide, the harbour master said, and a further twelve are to follow during the week.",
    "Fishermen who had waited on the quay since the morning complained that nobody had told them where their boats would be taken.",
    "The council expects the work to cost some four million crowns, which is more than the whole harbour earned in the last year.",
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
SITE = '<meta property="og:site_name" content="Orsk Post">'
NAMED = f'<meta property="og:title" content="{TITLE}">{SITE}'


def read(head: str, top: str, below: str = "", url: str = "https://www.orsk-post.example/a/1") -> Page:
    around = '<header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>'
    page = f"<html><head>{head}</head><body>{around}<main><article>{top}{BODY}</article>{below}</main><footer>© 2024 Orsk Post</footer></body></html>"
    return html.read(RawSource(page.encode(), "page", url, "text/html", Given(), Fetched(url, "orsk-post.example")))


def linked(*things: Any, wrapped: str = "{}", kind: str = "application/ld+json") -> str:
    return "".join(f'<script type="{kind}">{wrapped.replace("{}", json.dumps(thing))}</script>' for thing in things)


def news(**fields: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05T08:00:00Z", **fields}


@pytest.mark.parametrize(
    ("head", "top"),
    [
        (f"<title>{TITLE} | Orsk Post</title>{SITE}", HEADING),
        (f"<title>{TITLE} – Orsk Post</title>{SITE}", f'<h1><span class="kicker">Harbour</span> {TITLE}</h1>'),
        (f"<title>{TITLE} - Orsk Post</title>", ""),  # the site's address says what it is called
        (f"<title>{TITLE} - Orsk Post News</title>", ""),
        (f"<title>{TITLE} | Harbour | Some Other Name</title>", ""),
        (f'<meta property="og:title" content="{TITLE} | Some Other Name">', "<h1>News</h1>"),
        (f"<title>Orsk Post | {TITLE}</title>{SITE}", ""),
        (f"<title>Orsk Post: {TITLE}</title>{SITE}", ""),
        *((f"<title>{TITLE} {mark} Orsk Post</title>{SITE}", "") for mark in ("»", "/", "::", "&lt;", "~", "·")),
        (f"<title>{TITLE} (Orsk Post)</title>{SITE}", ""),
        (f"{NAMED}<title>{TITLE} | Opinion | Orsk Post</title>", f"<h1>Opinion | {TITLE}</h1>"),
        (NAMED, f'<h1><a href="/"><img alt="Orsk Post"></a></h1>{HEADING}'),
        (f"<title>{TITLE} | Orsk Post</title>", f'<h1 class="logo"><a href="/">The Orsk Post</a></h1>{HEADING}'),
        (NAMED + linked(news(headline="Tallow pier: what you need to know")), HEADING),
        (linked([news(headline="Another article", url="https://orsk-post.example/b/2"), news(url="https://orsk-post.example/a/1")]), ""),
        (linked({"@type": "WebPage", "headline": "Harbour", "datePublished": "2020-01-01"}, news()), ""),
    ],
)
def test_title_is_the_articles_whatever_stands_around_it(head: str, top: str) -> None:
    page = read(head, top)
    assert page.title == TITLE
    assert list(page.blocks) == SENTENCES


@pytest.mark.parametrize(
    "title", ["Tallow - a harbour and its people", "Repairs: Tallow closes its pier", "Boats / barges: what goes", "Pier (and quay) closed"]
)
def test_separator_that_is_the_titles_own_stays(title: str) -> None:
    assert read(f"<title>{title} | Orsk Post</title>{SITE}", "").title == title


@pytest.mark.parametrize(
    "head",
    [
        linked(news(author={"@type": "Person", "name": "Ada Worth"})),
        linked(news(author="By Ada Worth")),
        linked(news(author={"@id": "#ada"}), {"@type": "Person", "@id": "#ada", "name": "Ada Worth"}),
        linked(
            {"@graph": [{"@type": "WebPage", "name": TITLE, "datePublished": "2024-03-05"}, news(author={"@id": "#1"}), {"@id": "#1", "name": "Ada Worth"}]}
        ),
        linked({"@type": "WebPage", "mainEntity": news(author=[{"@type": "Person", "name": "Ada Worth"}])}),
        linked(news(author={"name": "Ada Worth"}), wrapped="//<![CDATA[\n{}\n//]]>"),
        linked(news(author={"name": "Ada Worth"}), wrapped="<!-- {} -->"),
        linked(news(author={"name": "Ada Worth"}), wrapped="[{},]"),
        linked(news(author={"name": "Ada Worth"}), kind="Application/LD+JSON; charset=utf-8"),
        linked(news(author={"name": "Bram Oss"}, url="https://orsk-post.example/b"), news(author={"name": "Ada Worth"}, url="https://orsk-post.example/a/1")),
        linked(news(author={"name": "https://orsk.example/ada"})) + '<meta name="author" content="Ada Worth">',
        linked(news(author={"@type": "Organization", "name": "The Orsk Post"})) + '<meta name="author" content="Ada Worth">',
        linked(news(author={"name": "ada-worth"})) + '<meta name="author" content="Ada Worth">',
        '<meta property="article:author" content="https://social.example/adaworth"><meta name="author" content="Ada Worth">',
        *(f'<meta name="{name}" content="Ada Worth">' for name in ("author", "parsely-author", "sailthru.author", "DC.creator")),
        '<meta name="byl" content="By Ada Worth">',
    ],
)
def test_author_is_found_wherever_the_page_keeps_the_name(head: str) -> None:
    assert read(NAMED + head, HEADING).authors == ("Ada Worth",)


@pytest.mark.parametrize(
    "top",
    [
        '<p class="byline">By Ada Worth</p>',
        "<p>By Ada Worth</p>",
        '<address>By <a rel="author" href="/a">Ada Worth</a></address>',
        '<div class="byline"><span class="author">Ada Worth</span><span class="role">Harbour correspondent</span></div>',
        '<div class="Article-Byline">By Ada Worth | March 5, 2024 | Updated 6 March 2024</div>',
        '<span itemprop="author" itemscope><span itemprop="name">Ada Worth</span></span>',
        '<span itemprop="author" itemscope><meta itemprop="name" content="Ada Worth"></span>',
        '<a class="authorName" href="/authors/ada">Ada Worth</a>',
        '<div class="byline">By <a href="/author/ada">Ada Worth</a> <a href="https://social.example/ada">@adaworth</a></div>',
        '<div class="byline-section"><div class="by"><span class="author">Ada Worth</span> <span class="publication">Orsk Wire</span></div></div>',
    ],
)
def test_author_whom_only_the_page_itself_shows_is_read_and_is_no_paragraph(top: str) -> None:
    page = read(NAMED, HEADING + top)
    assert page.authors == ("Ada Worth",)
    assert list(page.blocks) == SENTENCES


def test_several_authors_of_a_byline_are_all_read_and_those_of_other_articles_are_not() -> None:
    others = '<section class="related"><p class="byline">By Bram Oss</p></section><div class="comment"><span class="comment-author">Bram Troll</span></div>'
    links = ", ".join(f'<a href="/author/{number}">{name}</a>' for number, name in enumerate(("Ada Worth", "Kirsa Vold")))
    apart = '<span class="author">Ada Worth</span> <span class="author">Kirsa Vold</span>'
    for top in (f'<div class="byline">By {links}</div>', f"<div>{apart}</div>"):
        assert read(NAMED, HEADING + top, others).authors == ("Ada Worth", "Kirsa Vold")
    assert read(NAMED, HEADING, others).authors == ()


def test_section_in_the_place_of_an_author_is_nobody() -> None:
    assert read(NAMED, f'{HEADING}<div class="article_author_box"><a href="/news">Harbour</a></div>').authors == ()


@pytest.mark.parametrize(("name", "kept"), [("Staff Writer", ("Staff Writer",)), ("Orsk Post", ("Orsk Post",)), ("Reuters", ("Reuters",)), ("admin", ())])
def test_where_nobody_is_named_the_page_still_says_what_it_says(name: str, kept: tuple[str, ...]) -> None:
    assert read(NAMED + linked(news(author={"name": name})), HEADING).authors == kept
    assert read(NAMED + linked(news(author={"name": name})), f'{HEADING}<p class="byline">By Ada Worth</p>').authors == (
        ("Reuters",) if name == "Reuters" else ("Ada Worth",)
    )


def test_outlet_of_a_page_is_not_a_title_that_names_it() -> None:
    graph = {"@graph": [{"@type": "WebPage", "name": f"{TITLE} - Orsk Post"}, {"@type": "WebSite", "name": "Orsk Post"}, news()]}
    assert read(f"<title>{TITLE} - Orsk Post</title>{linked(graph)}", HEADING).outlet == "Orsk Post"
