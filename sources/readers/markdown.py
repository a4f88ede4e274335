"""Markdown with optional front matter, YAML or TOML (title, outlet, author or authors, date, url, language)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.extract import decode
from sources.model import Layout, Page, RawSource

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(?P<toml>.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>\w+)[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def read(raw: RawSource) -> Page:
    """The page of a Markdown file: markup resolved to the words a reader sees, one block a paragraph, heading or list item."""
    text = decode(raw.data)
    match = _FRONT_MATTER.match(text) or _TOML.match(text)
    fields = (_fields(match["yaml"]) if match.re is _FRONT_MATTER else _toml_fields(match["toml"])) if match else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[match.end() :] if match else text)
    title = _first(fields, "title")
    blocks = []
    for tag, block in _blocks(tokens):
        if tag == "h1" and title is None:
            title = block
        else:
            blocks.append(block)
    return Page(
        blocks=tuple(blocks),
        layout=Layout.MARKED,
        title=title,
        outlet=_first(fields, "outlet", "source", "publisher", "site"),
        authors=tuple(_list(fields, "author") or _list(fields, "authors") or _list(fields, "byline")),
        date=_first(fields, "date", "published", "publish_date"),
        url=_first(fields, "url", "link", "canonical"),
        language=_first(fields, "language", "lang"),
    )


def _fields(text: str) -> dict[str, Any]:
    """Front matter as strings (BaseLoader: no types guessed, no objects made); what is no mapping says nothing.

    YAML that is none ("title: Ferry sinks: 31 dead") is read as lines of "key: value".
    """
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # BaseLoader builds only str, list and dict
    except (yaml.YAMLError, RecursionError):
        loaded = {line["key"]: line["value"].strip("\"'") for line in _FIELD.finditer(text)}
    return {str(key).lower(): value for key, value in loaded.items()} if isinstance(loaded, dict) else {}


def _toml_fields(text: str) -> dict[str, Any]:
    """The same of TOML, as some site generators write it; a day as a text."""
    try:
        loaded = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return {}
    return {key.lower(): value.isoformat() if isinstance(value, date) else value for key, value in loaded.items()}


def _first(fields: dict[str, Any], *names: str) -> str | None:
    return next((fields[name] for name in names if isinstance(fields.get(name), str) and fields[name].strip()), None)


def _list(fields: dict[str, Any], name: str) -> list[str]:
    """The names in a field: one text, an object with a name, or a list of either."""
    value = fields.get(name, [])
    entries = value if isinstance(value, list) else [value]
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    return [name for name in names if isinstance(name, str) and name]


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """(tag, words) of each block; the tag is that of the token which opened it. The cells of a table's row are one block."""
    tag = ""
    cells: list[str] = []
    for token in tokens:
        if token.type == "inline" and tag in ("th", "td"):
            cells.append("".join(_words(token.children or [])))
        elif token.type == "inline":
            yield tag, "".join(_words(token.children or []))
        elif token.type == "tr_close":
            yield "tr", " ".join(cells)
            cells = []
        elif token.type in ("fence", "code_block"):
            yield "pre", token.content
        elif token.nesting == 1:
            tag = token.tag


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and _LINE_BREAK.match(child.content)):
            yield " "
        elif child.type in ("text", "code_inline"):
            yield child.content
