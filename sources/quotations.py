"""Where quotations stand in a text, by their marks alone. Spans only; pure."""

from __future__ import annotations

import re

from sources.model import Span

_OPENS = re.compile(r"(?<![\w.,!?…;:’'”\"])['‘](?=\w)(?!(?:em|til|tis|twas|cause|n|\d0s)\b)")
_CLOSES = re.compile(
    r"(?<=[.,!?…;:])['’](?!\w)|(?<=[^\Ws\d_])['’](?!\w)|(?<=s)['’](?=[.,;:!?)]|$|\s+(?:said|says|told|added|asked|wrote|replied|insisted|warned|claimed))"
)


def quotations(text: str) -> tuple[Span, ...]:
    """Where quotations stand in a text, marks included; one that opened before the text begins at 0, one that runs on ends with it."""
    if re.search("[“”]", text) and '"' in text:  # an editor's hand mixed them: “one is opened so, and closed so"
        text = _one_kind(text)
    found = [*_paired(text, "“", "”"), *_paired(text, "«", "»"), *_straight(text)]
    taken = [span for span in found if span.end > span.start]
    single = [span for span in _single(text) if not any(other.start <= span.start and span.end <= other.end for other in taken)]
    return tuple(sorted([*taken, *single]))


def _one_kind(text: str) -> str:
    """Straight marks made curly by what stands before them."""
    return re.sub('"', lambda mark: "“" if not mark.start() or text[mark.start() - 1] in " \n([—–-" else "”", text)


def _paired(text: str, opening: str, closing: str) -> list[Span]:
    spans: list[Span] = []
    start: int | None = None
    for match in re.finditer(f"[{opening}{closing}{'„' if opening == '“' else ''}]", text):
        if match[0] == closing:
            if start is not None or not spans:
                spans.append(Span(start or 0, match.end()))
            start = None
        elif start is None or opening != "“":
            start = match.start() if start is None else start
        elif match[0] == "“" and text[start] == "„":
            spans.append(Span(start, match.end()))
            start = None
    return [*spans, Span(start, len(text))] if start is not None else spans


def _straight(text: str) -> list[Span]:
    marks = [match.start() for match in re.finditer("\"|''", text)]
    spans: list[Span] = []
    if len(marks) % 2 and marks[0] and re.match(r"\S", text[marks[0] - 1]) and not re.match(r"\w", text[marks[0] + 1 : marks[0] + 2]):
        spans.append(Span(0, marks.pop(0) + 1))
    ends = [*(mark + 1 for mark in marks[1::2]), len(text)]
    return [*spans, *(Span(start, end) for start, end in zip(marks[::2], ends, strict=False))]


def _single(text: str) -> list[Span]:
    """Single quotation marks, told from apostrophes by what stands around them. An unclosed straight one is taken for an apostrophe."""
    spans: list[Span] = []
    position = 0
    while opened := _OPENS.search(text, position):
        closed = _CLOSES.search(text, opened.end())
        if closed is None:
            return [*spans, Span(opened.start(), len(text))] if opened[0] == "‘" else spans
        spans.append(Span(opened.start(), closed.end()))
        position = spans[-1].end
    return spans
