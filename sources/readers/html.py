"""HTML pages: the article's body and what the page says of itself. The one home of trafilatura and lxml.

trafilatura finds the body. What the page says of itself is read here in the page's own words, because trafilatura rewrites
names ("briefbot sample" becomes "Briefbot Sample") and takes a copyright line's year for a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from sources.bylines import has_lead, names_in, names_somebody
from sources.dates import find_date
from sources.errors import UnreadableSource
from sources.extract import decode
from sources.furniture import join_body, links_alone, strip_furniture, words
from sources.linked import read_linked
from sources.model import Fetched, Layout, Page, RawSource
from sources.naming import Said, authors_of, outlet_of, title_of, without_titles
from sources.signed import signed_by

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_OTHER_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "x-sjis": "cp932"}
"""What browsers take these labels to mean (WHATWG Encoding Standard, names and labels)."""
_BLOCKS = {"p", "head", "item", "quote", "code", "row"}
_DATE_SEARCH = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
"""Without the extensive search htmldate takes a date only from where pages declare one, not from a copyright line."""
_FEW_LINKS = 10
"""In a page with fewer links nothing needs guarding against; there trafilatura is told to keep what it would drop (lists)."""
_DATE_ELEMENTS = "|".join(f"//*[contains(@class, '{word}')][not(ancestor-or-self::footer)]" for word in ("date", "publish", "timestamp", "byline"))
_COPYRIGHT = "starts-with(normalize-space(.), '©') or starts-with(normalize-space(.), 'Copyright')"
_IMPRINT = f"//footer[not(ancestor::article)]|//*[self::p or self::small or self::div][{_COPYRIGHT}]"
_LONGEST_IMPRINT = 400
"""Characters; a longer element is no imprint, whatever it is called."""
_UNSEEN = ("script", "style", "template", "svg")
_LINKED = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"
_AUTHOR_NAMES = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "DC.creator", "dcterms.creator", "byl", "cXenseParse:author")
_BYLINE_PLACES = 3
"""Blocks from the top among which a byline may stand."""
_LONGEST_BYLINE = 120


def read(raw: RawSource) -> Page:
    """The page of an HTML file: body by trafilatura, one block a paragraph, heading, list item, quotation or table row."""
    import trafilatura

    declared = _DECLARED.search(raw.data[:4096])
    name = raw.charset or (declared[1].decode("ascii").lower() if declared else None)
    text = decode(raw.data, _OTHER_NAMES.get(name, name) if name else None)
    try:
        tree = trafilatura.load_html(text)
        if tree is not None:
            _drop_imprint(tree)
        said, known = (_said_of_itself(tree, raw), _metadata(tree)) if tree is not None else (Said(), None)
        if tree is not None:
            _drop_unseen(tree)
        blocks, said = _body(tree, text, said) if tree is not None else ((), said)
    except MemoryError:
        raise
    except Exception as error:  # a parser of hostile input: whatever it raises costs this one source
        raise UnreadableSource("this page's HTML could not be read: save it as text") from error
    if not blocks or known is None:
        raise UnreadableSource("no article text was found in this page: copy its text into a text file, or print it to PDF, and add that")
    outlet = outlet_of(said, known.sitename)
    title = title_of(said, known.title, outlet)
    return Page(
        blocks=without_titles(blocks, said, title),
        layout=Layout.MARKED,
        title=title,
        outlet=outlet,
        authors=authors_of(said, outlet),
        date=next((date for date in (*said.dates, known.date, *said.times) if date), None),
        url=known.url,
        language=known.language or _language(text),
    )


def _body(tree: Any, text: str, said: Said) -> tuple[tuple[str, ...], Said]:
    """The blocks of the article's text, and what the page says with its bylines; the tree, which is made of ``text``, is changed."""
    import trafilatura

    alive = list(tree.iter())  # lxml makes an element's object anew whenever nobody holds it: a tenth of the time
    strip_furniture(tree)
    shown = signed_by(tree)
    links = links_alone(tree)
    del alive
    found = _found(deepcopy(tree)) or _found(trafilatura.load_html(text))
    if join_body(tree, " ".join(" ".join(found).split())):
        found = _found(deepcopy(tree))
    if len(found) == 1:  # under its least size trafilatura pours the whole page, heading and all, into one paragraph
        found = _in_small(tree, found)
    blocks = _without_links(found, links)
    lines = [block for block in blocks[:_BYLINE_PLACES] if _is_byline(block)]
    return tuple(block for place, block in enumerate(blocks) if place >= _BYLINE_PLACES or block not in lines), replace(said, bylines=(*shown, *lines))


def _is_byline(block: str) -> bool:
    """Whether a block is a line such as "By Ada Worth and Bram Oss", and no sentence."""
    if len(block) > _LONGEST_BYLINE or block.rstrip().endswith((".", "!", "?", "…")) or not has_lead(block):
        return False
    return all(" " in name or name.isupper() or not name.isascii() for name in names_in(block)) and names_somebody(block)


def _found(tree: Any, least: str | None = None) -> list[str]:
    """What trafilatura finds in a tree, which it changes; ``least``: the least characters of a text that it takes for a page's body."""
    import trafilatura
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    if least:
        config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = least
    found: Any = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        favor_recall=len(tree.xpath("//a")) < _FEW_LINKS,
        config=config,
    )
    return list(_blocks(found.body)) if found else []


def _in_small(tree: Any, poured: list[str]) -> list[str]:
    """The paragraphs of a page whose text is short, unless they hold less than half of what was ``poured`` together."""
    blocks = _found(deepcopy(tree), "1")
    return blocks if 2 * sum(map(len, blocks)) >= len(poured[0]) else poured


def _drop_imprint(tree: Any) -> None:
    """Take the page's own footer and copyright lines out: their years are not the article's, and they are not its text."""
    for element in tree.xpath(_IMPRINT):
        if element.getparent() is not None and len(words(element)) < _LONGEST_IMPRINT:
            element.drop_tree()


def _drop_unseen(tree: Any) -> None:
    """Take out what no reader of the page sees, once it has been asked what it says of the page: most of a page's size, and walked many times over."""
    from lxml import etree

    etree.strip_elements(tree, etree.Comment, *_UNSEEN, with_tail=False)


def _headings(tree: Any) -> list[Any]:
    """The page's headings, those of its article first: one above it may be the site's own."""
    return sorted(tree.iter("h1"), key=lambda heading: next(heading.iterancestors("article", "main"), None) is None)


def _lines_of(heading: Any) -> str:
    """The words of a heading; a line break or a block in it parts words."""
    for inner in heading.iter("br", "p", "div", "small"):
        inner.tail = f" {inner.tail or ''}"
        inner.text = f" {inner.text or ''}"
    return words(heading)


def _said_of_itself(tree: Any, raw: RawSource) -> Said:
    """The page's own words for its outlet, title, authors and date, the most explicit first."""
    canonical = [str(link) for link in tree.xpath("//link[@rel='canonical']/@href")]
    fetched = [raw.origin.url] if isinstance(raw.origin, Fetched) else []
    addresses = (*canonical, *_meta(tree, "og:url"), *fetched)
    data = read_linked((script.text or "" for script in tree.xpath(_LINKED)), addresses)
    return Said(
        headings=tuple(map(_lines_of, _headings(tree))),
        shared=tuple(_meta(tree, "og:title")),
        headlines=tuple(data.names("headline")),
        windows=tuple(words(title) for title in tree.xpath("//head/title")),
        outlets=(*_meta(tree, "og:site_name"), *data.names("publisher"), *_meta(tree, "application-name"), *data.sites),
        addresses=addresses,
        writers=tuple(data.first_names("author") or data.first_names("creator")),
        authors=tuple(name for meta in _AUTHOR_NAMES for name in _meta(tree, meta)),
        dates=(*data.names("datePublished"), *_meta(tree, "article:published_time")),
        times=(*(str(value) for value in tree.xpath("//*[@itemprop='datePublished']/@content | //time/@datetime")), *_shown_dates(tree)),
    )


def _metadata(tree: Any) -> Any:
    """What trafilatura takes for the page's own title, outlet, date and address."""
    from trafilatura.metadata import extract_metadata

    return extract_metadata(tree, None, _DATE_SEARCH)


def _meta(tree: Any, name: str) -> list[str]:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return [" ".join(content.split()) for content in map(str, found) if content.strip()]


def _shown_dates(tree: Any) -> list[str]:
    """Short texts of elements that the page names after a date or a byline, outside its footer, when they are date lines."""
    texts = (words(element) for element in tree.xpath(_DATE_ELEMENTS)[:200])
    return [text for text in texts if len(text) < 120 and find_date(text) is not None]


def _without_links(blocks: list[str], links: frozenset[str]) -> list[str]:
    """The blocks without those that are nothing but a link to something else, unless the page is a list of links."""
    kept = [block for block in blocks if " ".join(block.split()) not in links]
    return kept if 3 * sum(map(len, kept)) > sum(map(len, blocks)) else blocks


def _blocks(body: Any) -> Iterator[str]:
    """The words of each block element in the page's order, without those of the blocks inside it; a line break is a space."""
    open_blocks: list[tuple[Any, list[str]]] = []
    for event, element in _walk(body):
        if event == "start" and element.tag in _BLOCKS:
            if open_blocks:
                yield from _taken(open_blocks[-1][1])
            open_blocks.append((element, []))
        gathered = open_blocks[-1][1] if open_blocks else []
        if event == "start":
            gathered.append(" " if element.tag in ("lb", "cell") else "")
            gathered.append(element.text or "")
        elif open_blocks and element is open_blocks[-1][0]:
            yield from _taken(gathered)
            open_blocks.pop()
            if open_blocks:
                open_blocks[-1][1].append(element.tail or "")
        else:
            gathered.append(element.tail or "")


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    return iter(etree.iterwalk(body, events=("start", "end")))


def _taken(gathered: list[str]) -> Iterator[str]:
    """What was gathered so far, once, unless it is white space."""
    text = "".join(gathered).strip()
    gathered.clear()
    if text:
        yield text


def _language(text: str) -> str | None:
    match = re.search(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", text[:4096])
    return match[1].lower() if match else None
