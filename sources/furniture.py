"""What of a page's element tree is not its article: links to others, boxes, newsletters, captions. Works on lxml's HTML elements, imports none.

Names of classes are guesses of strangers: an element goes by its name only while it holds little of the page's text and no quotation.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_NAMED = re.compile(
    r"(?:(?<![A-Za-z])|(?=[A-Z]))(?i:newsletter|sign-?up|subscri(?:be|ption)|related|recirc|recommend|promos?(?![a-z])|most-?(?:read|popular|viewed)"
    r"|read-?(?:more|next)|more-?on(?![a-z])|latest-(?:news|box)|info-?box|disclaimer|caption|(?:photo|image)-?credit|shar(?:e|ing)(?![a-z])|social|follow-?us"
    r"|outbrain|taboola|trending|tooltip|rollover|hashtags)"
)
_LONGEST_NAME = 40
"""Characters of an id; a longer one is made of the text's own words."""
_NAMEABLE = "//*[self::div or self::section or self::aside or self::ul or self::ol or self::p or self::span or self::figcaption][@id or @class]"
_UNSEEN = (
    "//*[@hidden or @itemprop='publisher' or @itemprop='keywords' or @itemprop='datePublished' or @itemprop='dateModified' or @itemprop='image'"
    " or @itemprop='url' or @itemprop='articleSection']"
    "[not(self::meta or self::body or self::html or self::time or self::article)]"
    "|//figcaption[not(.//blockquote)]"
)
_LARGEST_SHARE = 0.2
"""Of the page's paragraphs, in characters: what holds more is the article, whatever it is called."""
_OWN_TEXT = 200
"""Characters that an article must have for itself before articles inside it count as others."""
_LONG = 80
"""Characters of a paragraph that is prose."""
_LINK = 0.9
"""The share of a paragraph that is linked from which on it is nothing but a link."""
_WRAPPED = 0.8
"""The share of a wrapper's text from which on it is nothing but its quotation."""


def strip_furniture(tree: Any) -> None:
    """Take out of a page's tree, in place, what its markup says is not the article."""
    _drop_articles_inside(tree)
    everything = sum(len(words(paragraph)) for paragraph in tree.iter("p", "li"))
    for element in tree.xpath(_UNSEEN):
        _drop_small(element, everything)
    for element in tree.xpath(_NAMEABLE):
        if _is_named(element) and next(element.iter("blockquote", "h1"), None) is None:
            _drop_small(element, everything)
    for quotation in tree.iter("blockquote"):
        _unwrap(quotation)


def links_alone(tree: Any) -> frozenset[str]:
    """The words of each paragraph and list item that is nothing but a link."""
    alone = set()
    for element in tree.iter("p", "li"):
        linked = sum(len(words(link)) for link in element.iter("a"))
        if next(element.iterancestors("a"), None) is not None:
            linked = len(words(element))
        if linked and linked >= _LINK * len(words(element)) and next(element.iterancestors("blockquote"), None) is None:
            alone.add(words(element))
    return frozenset(alone)


def join_body(tree: Any, found: str) -> bool:
    """Bring the parts of a body that its page cuts into several containers of one kind into the first; whether there was anything to join.

    ``found``: the text that was found so far. It tells which kind of container holds the body.
    """
    holders: dict[tuple[str, str], list[Any]] = {}
    lacking: dict[tuple[str, str], int] = {}
    for paragraph in tree.iter("p"):
        text, parent = words(paragraph), paragraph.getparent()
        if len(text) < _LONG or parent is None or not parent.get("class"):
            continue
        kind = (parent.tag, parent.get("class"))
        if not holders.get(kind) and text not in found:
            continue  # the first container of a kind must be one that was found
        if parent not in holders.setdefault(kind, []):
            holders[kind].append(parent)
        lacking[kind] = lacking.get(kind, 0) + (len(text) if text not in found else 0)
    kinds = [kind for kind, size in lacking.items() if len(holders[kind]) > 1 and size * 2 > len(found)]
    for kind in kinds:
        first, *others = holders[kind]
        for other in others:
            first.extend(list(other))
    return bool(kinds)


def words(element: Any) -> str:
    """The words of an element, white space made single."""
    return " ".join(element.text_content().split())


def _is_named(element: Any) -> bool:
    identity = element.get("id", "")
    return _is_name(f"{identity if len(identity) < _LONGEST_NAME else ''} {element.get('class', '')}")


@lru_cache(maxsize=4096)
def _is_name(names: str) -> bool:
    return _NAMED.search(names) is not None


def _drop_small(element: Any, everything: int) -> None:
    held = element.iter("p", "li") if element.tag not in ("p", "li", "span", "figcaption") else [element]
    if element.getparent() is not None and sum(len(words(paragraph)) for paragraph in held) <= _LARGEST_SHARE * everything:
        element.drop_tree()


def _drop_articles_inside(tree: Any) -> None:
    """An article inside another that has text of its own is a teaser, or the next one of an endless page; so is one in a list beside the article."""
    headed = next((one for heading in tree.iter("h1") for one in heading.iterancestors("article")), None)
    for inner in tree.xpath("//article//article"):
        outer = next(inner.iterancestors("article"), None)
        if outer is None or inner.getparent() is None:
            continue
        others = [other for other in outer.iter("article") if other is not outer and next(other.iterancestors("article")) is outer]
        own = len(words(outer)) - sum(len(words(other)) for other in others)
        beside = headed is not None and headed is not outer and headed not in outer.iterancestors() and headed not in outer.iter("article")
        if own >= _OWN_TEXT or beside:
            inner.drop_tree()


def _unwrap(quotation: Any) -> None:
    """Names that would let an extractor drop a quotation ("embed", "social") go from it and from what wraps nothing else."""
    size = len(words(quotation))
    for element in quotation.iter("blockquote", "div", "section"):
        _rename(element)
    for element in quotation.iterancestors("div", "section", "figure", "aside"):
        if len(words(element)) * _WRAPPED > size:
            return
        _rename(element)


def _rename(element: Any) -> None:
    for name in ("id", "class", "style", "role"):
        element.attrib.pop(name, None)
    if element.tag in ("figure", "aside"):
        element.tag = "div"
