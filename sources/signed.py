"""What a page shows of its authors: the first element that is named so, and its neighbours. Works on lxml elements, imports none."""

from __future__ import annotations

import re
from typing import Any

from sources.bylines import names_somebody
from sources.furniture import words

_LOWER = "translate(@class, 'ABEHILNORTUWY', 'abehilnortuwy')"
_SIGNED = (
    f"//*[@itemprop='author' or contains(concat(' ', @rel, ' '), ' author ') or self::address or contains({_LOWER}, 'byline') or contains({_LOWER}, 'author')]"
    "[not(self::meta or self::link or self::img or self::form or self::input or self::body or self::article)]"
    "[not(ancestor::footer or ancestor::aside or ancestor::nav)]"
)
_MOST = 40
"""Elements that are looked at."""
_OTHERS = re.compile(
    r"comment|(?<![a-z])bio(?:graphy)?(?![a-z])|about-?(?:the|author)|author-?about|avatar|image|reply|follow|more-?from|most-?read|related|(?<![a-z])card",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"(?<![a-z])author(?:-?name)?(?![a-z-])", re.IGNORECASE)
_AUTHORS_PAGE = re.compile(
    r"/(?:authors?|profiles?|by|people|person|staff|journalists?|writers?|reporters?|columnists?|contributors?|team|users?|autor\w*|auteurs?)/", re.IGNORECASE
)
_LONGEST = 200
"""Characters; what is longer tells of an author."""


def signed_by(tree: Any) -> list[str]:
    """What the first element that names authors shows, and its neighbours of the same kind: a text each, its parts on lines of their own."""
    found: list[str] = []
    near: Any = None
    inside: Any = None
    for element in tree.xpath(_SIGNED)[:_MOST]:
        ancestors = list(element.iterancestors())
        if inside in ancestors or any(_OTHERS.search(f"{one.get('class', '')} {one.get('id', '')}") for one in (element, *ancestors) if one.tag != "body"):
            continue
        if near is not None and near not in ancestors[:3]:
            break
        shown = _shown(element)
        if len(shown) < _LONGEST and names_somebody(shown):
            found.append(shown)
            inside, near = element, near if near is not None else next(iter(ancestors), None)
    return found


def _shown(element: Any) -> str:
    """The names that an element marks as such, else what is named an author's in it, else its links to authors' pages, else its text."""
    marked = [str(name) for name in element.xpath(".//*[@itemprop='name']/@content")] or [words(one) for one in element.xpath(".//*[@itemprop='name']")]
    if marked:
        return "\n".join(marked)
    links = [words(link) for link in element.iter("a") if link is not element and _AUTHORS_PAGE.search(link.get("href") or "")]
    inner = [one for one in element.iter("span", "a", "p", "div", "strong") if one is not element and _AUTHOR.search(one.get("class") or "")]
    return "\n".join(filter(None, links if any(links) else map(_parts, inner))) or _parts(element)


def _parts(element: Any) -> str:
    """The text of an element; where nothing stands between two elements in it, they are two lines."""
    gathered = [_on_a_line(element.text)]
    for child in element:
        gathered += [_parts(child) if isinstance(child.tag, str) else "", _on_a_line(child.tail) or "\n"]
    return "".join(gathered).strip()


def _on_a_line(text: str | None) -> str:
    """A text whose own line ends are spaces; white space alone is nothing."""
    return re.sub(r"\s+", " ", text) if text and text.strip() else ""
