"""One line of a JSON-lines corpus: ``{doc_id, title, source, author, date, url, paragraphs}``, paragraph numbers kept."""

from __future__ import annotations

import json

from sources.errors import UnreadableSource
from sources.model import Layout, Page, RawSource


def read(raw: RawSource) -> Page:
    """The page of one JSON object. UnreadableSource names the field that is wrong."""
    try:
        fields = json.loads(raw.data)
    except (ValueError, RecursionError) as error:  # ValueError: of the encoding as of the JSON
        raise UnreadableSource(f"this line is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise UnreadableSource("this line is no JSON object with doc_id, title and paragraphs")
    paragraphs = fields.get("paragraphs")
    if not isinstance(paragraphs, list) or not all(isinstance(paragraph, str) for paragraph in paragraphs):
        raise UnreadableSource("“paragraphs” must be a list of texts")
    author = fields.get("author")
    authors = author if isinstance(author, list) else str(author).split(";") if author else []
    return Page(
        blocks=tuple(paragraphs),
        layout=Layout.FINISHED,
        title=_text(fields, "title"),
        outlet=_text(fields, "source") or _text(fields, "outlet"),
        authors=tuple(str(name).strip() for name in authors),
        date=_text(fields, "date"),
        url=_text(fields, "url"),
        language=_text(fields, "language"),
    )


def _text(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value.strip() else None
