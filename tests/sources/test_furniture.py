"""What of a page is not its article. All pages are invented."""

import pytest

from sources.extract import extract
from sources.model import Given, RawSource
from sources.readers import read

BODY = [
    "Nine policemen were killed in the town of Orsk on Thursday, the interior ministry of Valdonia said.",
    "Harbour master Osric Venn told reporters that he had counted 112 shells on the quay below the old fort.",
    "The search will resume on Monday, weather permitting, the ministry said in a statement to the press.",
]
FIRST, SECOND, THIRD = (f"<p>{words}</p>" for words in BODY)


def paragraphs(body: str) -> list[str]:
    page = f"<html><body>{'<a href=/>Home</a>' * 12}{body}</body></html>"
    return list(extract(read(RawSource(page.encode(), "NAME", "/x", "text/html")), Given(), "NAME").document.paragraphs)


@pytest.mark.parametrize(
    "furniture",
    [
        "<p><a href=/x>Ten things you did not know about the harbour of Orsk and its old fort</a></p>",
        "<ul><li><a href=/x>Ten things you did not know about the harbour</a></li><li><a href=/y>What the minister said in May</a></li></ul>",
        "<div class='Newsletter-box'><h4>Our daily mail</h4><p>All that happens on the coast, every morning.</p></div>",
        "<div class=articleRelated><p>Ten things that few people know about the harbour.</p></div>",
        "<figure><img src=x><figcaption>The harbour of Orsk on Thursday morning, seen from the fort.</figcaption></figure>",
        "<div hidden><p>You have read all of your articles for this month, and there are no more.</p></div>",
        "<div itemprop=publisher><div itemprop=name>Orsk Post of Valdonia</div></div>",
        "<article><h2>Ferry sinks</h2><p>Thirty-one people drowned when a ferry sank off Kell in the night of Friday.</p></article>",
    ],
)
def test_what_the_markup_names_as_something_else_is_not_in_the_text(furniture: str) -> None:
    assert paragraphs(f"<article><h1>Nine dead</h1>{FIRST}{SECOND}{furniture}{THIRD}</article>") == BODY


@pytest.mark.parametrize("wrapper", ["<div class=social-embed>{}</div>", "<figure class=tweet-embed>{}</figure>", "<aside class=related>{}</aside>"])
def test_quotation_is_kept_whatever_its_wrapper_is_called(wrapper: str) -> None:
    quotation = "<blockquote class=twitter-tweet><div class=embed__content><p>Never again, he wrote to the nine families of Orsk.</p></div></blockquote>"
    found = paragraphs(f"<article><h1>Nine dead</h1>{FIRST}{wrapper.format(quotation)}{SECOND}{THIRD}</article>")
    assert found == [BODY[0], "Never again, he wrote to the nine families of Orsk.", *BODY[1:]]


def test_page_that_is_called_after_its_furniture_keeps_its_text() -> None:
    assert paragraphs(f"<div class=newsletter><h1>Nine dead</h1>{FIRST}{SECOND}{THIRD}</div>") == BODY


def test_list_of_links_stays_what_it_is() -> None:
    links = [f"Report number {number} on the harbour of Orsk, published in the spring of that year" for number in range(9)]
    assert paragraphs(f"<article><h1>Reports</h1>{''.join(f'<p><a href=/{n}>{words}</a></p>' for n, words in enumerate(links))}</article>") == links


def test_body_that_stands_in_several_containers_of_one_kind_is_read_whole() -> None:
    more = [f"{words} So it was told on day {number} of the trial in the town hall." for number, words in enumerate(BODY * 2)]
    parts = [
        f"<div><div class='article__body part'>{''.join(f'<p>{words}</p>' for words in part)}</div><div class=ad-slot></div></div>"
        for part in (BODY, more[:3], more[3:])
    ]
    assert paragraphs(f"<main><h1>Nine dead</h1>{''.join(parts)}</main>") == [*BODY, *more]


def test_pleas_below_the_text_go_and_a_sentence_about_newsletters_stays() -> None:
    pleas = "<p>Check out more of our stories by signing up to our free weekly newsletter.</p><p>Have a tip? Ada Worth may be reached at ada@post.invalid.</p>"
    assert paragraphs(f"<article><h1>Nine dead</h1>{FIRST}{SECOND}{THIRD}{pleas}</article>") == BODY
    told = "The newsletter of the ministry gave another figure on Friday morning."
    assert paragraphs(f"<article><h1>Nine dead</h1>{FIRST}{SECOND}<p>{told}</p></article>") == [*BODY[:2], told]
