"""Markup that is all text (a feed's entry, a mail, a chapter): its blocks in order, nothing of it dropped. With the HTML reader, the home of lxml."""

from __future__ import annotations

import re
from typing import Any

from sources.extract import decode

_BLOCKS = set(
    "p div h1 h2 h3 h4 h5 h6 li ul ol blockquote pre tr table dt dd dl figure figcaption caption section article header footer aside main address hr body td th"
    " center details summary".split()
)
_CELLS = {"td", "th"}
_UNSEEN = {"script", "style", "head", "template", "title", "noscript", "svg", "math", "object", "iframe"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BREAKS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def blocks_of_markup(markup: bytes | str) -> list[str]:
    """The words of each block element, in order; two line breaks in a row part blocks, a table's row is one."""
    from lxml import etree

    root = _parsed(markup)
    blocks: list[str] = []
    gathered: list[str] = []

    def flush() -> None:
        blocks.extend(words for part in _BREAKS.split("".join(gathered)) if (words := " ".join(part.split())))
        gathered.clear()

    hidden = cells = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")) if root is not None else ():
        if event in ("comment", "pi"):
            gathered.append(_flat(element.tail) if not hidden else "")
            continue
        start, tag = event == "start", _tag(element)
        if tag in _UNSEEN:
            hidden += 1 if start else -1
        if tag in _CELLS:
            cells += 1 if start else -1
            gathered.append(" ")
        elif tag in _BLOCKS and not cells:
            flush()
        elif tag in _BLOCKS or tag == "br":
            gathered.append("\n" if start and not cells else " " if cells else "")
        if not hidden:
            gathered.append(_flat(element.text if start else element.tail))
    flush()
    return blocks


def text_of_markup(markup: str) -> str:
    """The words of a text that may hold markup, on one line."""
    return " ".join(blocks_of_markup(markup)) if "<" in markup or "&" in markup else " ".join(markup.split())


def safe_xml(data: bytes) -> Any:
    """The root of an XML document whose entities stay what they are, and that reaches no network. ValueError when it is none."""
    from lxml import etree

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    except etree.LxmlError as error:
        raise ValueError("no XML") from error


def _parsed(markup: bytes | str) -> Any:
    from lxml import etree, html

    text = decode(markup) if isinstance(markup, bytes) else markup
    text = _DECLARATION.sub("", text).replace("\0", "")
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False)) if text.strip() else None
    except (etree.LxmlError, ValueError):
        return None


def _tag(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _flat(text: str | None) -> str:
    """Character data: its line ends are no breaks."""
    return " ".join(text.split("\n")) if text else ""
