"""HTML pages: the article's body and what the page says of itself. The one home of trafilatura and lxml.

trafilatura finds the body. What the page says of itself is read here in the page's own words, because trafilatura rewrites
names ("briefbot sample" becomes "Briefbot Sample") and takes a copyright line's year for a date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sources.dates import find_date
from sources.errors import UnreadableSource
from sources.extract import decode
from sources.furniture import join_body, links_alone, strip_furniture, words
from sources.model import Layout, Page, RawSource
from sources.naming import Said, authors_of, outlet_of, title_of, without_titles

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
_LARGEST_DATA = 200_000
"""Characters of one JSON-LD block; longer ones carry product lists, not articles."""


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
        said, known = (_said_of_itself(tree), _metadata(tree)) if tree is not None else (Said(), None)
        blocks = _body(tree, text) if tree is not None else ()
    except MemoryError:
        raise
    except Exception as error:  # a parser of hostile input: whatever it raises costs this one source
        raise UnreadableSource("this page's HTML could not be read: save it as text") from error
    if not blocks or known is None:
        raise UnreadableSource("no article text was found in this page: save its text, or the page with its text")
    outlet = outlet_of(said, known.sitename)
    return Page(
        blocks=without_titles(blocks, said),
        layout=Layout.MARKED,
        title=title_of(said, known.title, outlet),
        outlet=outlet,
        authors=authors_of(said, known.author),
        date=next((date for date in (*said.dates, known.date, *said.times) if date), None),
        url=known.url,
        language=known.language or _language(text),
    )


def _body(tree: Any, text: str) -> tuple[str, ...]:
    """The blocks of the article's text; the tree, which is made of ``text``, is changed."""
    import trafilatura

    strip_furniture(tree)
    links = links_alone(tree)
    found = _found(deepcopy(tree)) or _found(trafilatura.load_html(text))
    if join_body(tree, " ".join(" ".join(found).split())):
        found = _found(deepcopy(tree))
    if len(found) == 1:  # under its least size trafilatura pours the whole page, heading and all, into one paragraph
        found = _in_small(tree, found)
    return tuple(_without_links(found, links))


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


def _said_of_itself(tree: Any) -> Said:
    """The page's own words for its outlet, title, authors and date, the most explicit first."""
    data = list(_linked_data(tree))
    publishers = [field for item in data for field in _names(item.get("publisher"))]
    return Said(
        headings=tuple(words(heading) for heading in tree.iter("h1")),
        shared=tuple(_meta(tree, "og:title")),
        headlines=tuple(_names([item.get("headline") for item in data])),
        windows=tuple(words(title) for title in tree.xpath("//head/title")),
        outlets=(*_meta(tree, "og:site_name"), *publishers, *_meta(tree, "application-name")),
        writers=tuple(field for item in data for field in _names(item.get("author"))),
        authors=(*_meta(tree, "author"), *_meta(tree, "article:author")),
        dates=(*_names([item.get("datePublished") for item in data]), *_meta(tree, "article:published_time")),
        times=(*(str(value) for value in tree.xpath("//*[@itemprop='datePublished']/@content | //time/@datetime")), *_shown_dates(tree)),
    )


def _metadata(tree: Any) -> Any:
    """What trafilatura takes for the page's own title, outlet, author, date and address."""
    from trafilatura.metadata import extract_metadata

    return extract_metadata(tree, None, _DATE_SEARCH)


def _meta(tree: Any, name: str) -> list[str]:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return [" ".join(content.split()) for content in map(str, found) if content.strip()]


def _shown_dates(tree: Any) -> list[str]:
    """Short texts of elements that the page names after a date or a byline, outside its footer, when they are date lines."""
    texts = (words(element) for element in tree.xpath(_DATE_ELEMENTS)[:200])
    return [text for text in texts if len(text) < 120 and find_date(text) is not None]


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that say what an article says of itself."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            loaded = json.loads((script.text or "")[:_LARGEST_DATA], strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [loaded]
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                waiting.append(item.get("@graph"))
                if "headline" in item or "datePublished" in item:
                    yield item


def _names(value: Any) -> list[str]:
    """The names in a JSON-LD value: a text, an object with a name, or a list of either."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


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
