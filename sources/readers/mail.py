"""E-mail (.eml, and pages that a browser saved as .mht): the message itself, and each attachment as a source of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from sources.errors import UnreadableSource
from sources.extract import decode
from sources.markup import blocks_of_markup
from sources.model import Layout, Page, RawSource
from sources.readers import MAIL, Part, part_of

_DEEPEST = 30
"""Parts in one another; real mail has five."""
_MOST_MARKS = 2000
"""Boundaries and headers of parts that a mail may have; one with more is built to be slow."""
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ITEM = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+|^>")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def unpack(raw: RawSource) -> Iterator[Part]:
    """The message, where it has a text, then its attachments."""
    message = _parsed(raw)
    attachments = list(_attachments(message))
    if not attachments or _body(message) is not None:
        yield raw.name, raw
    for number, part in enumerate(attachments, start=1):
        name = _file_name(part) or f"attachment {number}"
        yield part_of(raw, name, _content(part), f"attachment {number}/{name}", MAIL if part.get_content_type() == MAIL else None)


def read(raw: RawSource) -> Page:
    """The page of a message's own text. Its sender is the author; the subject is the title."""
    message = _parsed(raw)
    body = _body(message)
    if body is None:
        raise UnreadableSource("there is no text in this mail: add what it carries as files of their own")
    text = _content(body)
    blocks = blocks_of_markup(text) if body.get_content_type() == "text/html" else _paragraphs(decode(text, body.get_content_charset()))
    if not blocks:
        raise UnreadableSource("there is no text in this mail: add what it carries as files of their own")
    names = [name or address for name, address in getaddresses([_field(message, "from")]) if name or address]
    return Page(
        blocks=tuple(blocks),
        layout=Layout.FINISHED,
        title=_field(message, "subject") or None,
        outlet=_field(message, "organization") or None,
        authors=tuple(name for name in names if not name.startswith("Saved by ")),
        date=_date(message),
        url=_field(message, "snapshot-content-location") or None,
    )


def _parsed(raw: RawSource) -> EmailMessage:
    if raw.data.count(b"\n--") > _MOST_MARKS and len(set(re.findall(rb"boundary=[^\s;]{1,80}", raw.data))) > _DEEPEST:
        raise UnreadableSource(f"more than {_DEEPEST} mails or parts in one another: save the one that matters by itself")
    try:
        message = message_from_bytes(raw.data, policy=policy.default)
    except RecursionError as error:
        raise UnreadableSource(f"more than {_DEEPEST} mails or parts in one another: save the one that matters by itself") from error
    return message


def _walk(message: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """The parts that hold something, in order; a mail in a mail is one part."""
    if depth > _DEEPEST:
        raise UnreadableSource(f"more than {_DEEPEST} mails or parts in one another: save the one that matters by itself")
    if message.get_content_type() == MAIL or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, EmailMessage):
            yield from _walk(part, depth + 1)


def _is_attached(part: EmailMessage) -> bool:
    return (
        part.get_content_type() == MAIL or part.get_content_disposition() == "attachment" or (bool(_file_name(part)) and part.get_content_maintype() != "text")
    )


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """What is carried as a file; pictures that a text shows are none."""
    for part in _walk(message):
        inline = part.get_content_maintype() == "image" and ("content-id" in part or part.get_content_disposition() != "attachment")
        if _is_attached(part) and not inline and part.get("content-location") is None:
            yield part


def _body(message: EmailMessage) -> EmailMessage | None:
    """The part that is the message's text: HTML in a saved page or where there is no plain text."""
    texts = [part for part in _walk(message) if part.get_content_maintype() == "text" and not _is_attached(part)]
    kinds = {part.get_content_type(): part for part in reversed(texts) if _content(part).strip()}
    return kinds.get("text/plain") or kinds.get("text/html") or next(iter(kinds.values()), None)


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == MAIL:
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain mail: blank lines part them, lines wrapped by the program go together, items of lists do not."""
    text = _SIGNATURE.split(text.replace("\r\n", "\n").replace("\r", "\n"))[0]
    blocks: list[str] = []
    for chunk in _BLANK_LINES.split(text):
        lines: list[str] = []
        for line in filter(str.strip, chunk.split("\n")):
            if lines and not _ITEM.match(line) and _is_wrapped(lines[-1]):
                lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
            else:
                lines.append(line.strip())
        blocks.extend(lines)
    return [block for block in blocks if block]


def _is_wrapped(line: str) -> bool:
    """Whether a line was broken for want of room, or may be; only a short one that ends a sentence was not."""
    last = line.rsplit("\n", 1)[-1]
    return len(last) > 55 or last[-1:] not in ".!?:"


def _field(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):  # the library stumbles over some broken headers
        return ""


def _file_name(part: EmailMessage) -> str:
    try:
        return " ".join((part.get_filename() or "").split())
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):
        return ""


def _date(message: EmailMessage) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(_field(message, "date")).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
