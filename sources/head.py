"""Title, date and byline from the first lines of a page saved as plain text. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sources.bylines import names_in
from sources.chrome import Writing, is_edge_chrome, is_foreign, is_menu, is_sentence, main_script, opens_as_chrome, unglued, words_in
from sources.dates import FoundDate, find_date, split_date

_BYLINE = re.compile(r"^(?:by|von|par|por|di|door|av|autor(?:a|e)?\s*:|author\s*:|автор\s*:)\s+(?P<names>.+)$", re.IGNORECASE)
_REPORTING = re.compile(r"\breporting by (?P<names>[^;.)\n]+)", re.IGNORECASE)
_LONGEST_TITLE = 250
_HEAD_LINES = 40
"""How many lines from the top may hold title, date and byline: a vertical menu above them takes its share."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines say of the article; an empty title and None where they say nothing."""

    title: str = ""
    published: date | None = None
    authors: tuple[str, ...] = ()
    ambiguous_date: str | None = None


def read_head(lines: Sequence[str], writing: Writing) -> tuple[Head, list[str]]:
    """What the lines above the first paragraph say, and the lines that are left: title, dates and byline taken out."""
    top = _above_prose(lines, writing)
    dated = {i: found for i in top if (found := _date_of(lines[i]))}
    bylines = {i: names for i in top if (names := _byline(lines[i]))}
    best = min(dated, key=lambda i: (dated[i].day is None, dated[i].doubt, i), default=None)
    title = _title_among([i for i in top if i not in dated and i not in bylines], lines, best, writing)
    found = dated[best] if best is not None else FoundDate(None)
    taken = {*dated, *bylines, title}
    rest = [line for i, line in enumerate(lines) if i not in taken]
    head = Head(
        title=lines[title] if title is not None else "",
        published=found.day,
        authors=next(iter(bylines.values()), ()),
        ambiguous_date=lines[best] if best is not None and found.ambiguous else None,
    )
    return head, rest


def _above_prose(lines: Sequence[str], writing: Writing) -> list[int]:
    """The numbers of the lines above the first paragraph. A sentence with a date or a byline just below it is a title."""
    for i, line in enumerate(lines[:_HEAD_LINES]):
        if not is_sentence(unglued(line, writing)) or is_edge_chrome(line, writing) or find_date(line) or _byline(line):
            continue
        if not _is_asking_title(i, line) and not _is_followed_by_date(lines, i):
            return list(range(i))
    return list(range(min(len(lines) - 1, _HEAD_LINES)))


def _is_asking_title(position: int, line: str) -> bool:
    return position == 0 and len(line) <= _LONGEST_TITLE and line[-1] in "?!？！؟" and words_in(line) <= 20


def _is_followed_by_date(lines: Sequence[str], position: int) -> bool:
    below = lines[position + 1 : position + 3]
    if below and is_sentence(below[0]):
        below = []
    return len(lines[position]) <= _LONGEST_TITLE and any(map(find_date, below))


def _date_of(line: str) -> FoundDate | None:
    """The date of a date line, or of a byline that ends with one."""
    found = find_date(line)
    return found or (find_date(line[len(split_date(line)) :]) if _byline(line) else None)


def _title_among(candidates: Sequence[int], lines: Sequence[str], dated: int | None, writing: Writing) -> int | None:
    """The best line by its place and its words: above the date rather than below it, four words and more rather than two."""
    fit = [i for i in candidates if _may_be_title(lines[i], writing)]
    above = [i for i in fit if dated is not None and i < dated]
    choices = (
        (i for i in above if words_in(lines[i]) >= 4),
        (i for i in reversed(above) if words_in(lines[i]) >= 2),
        (i for i in fit if words_in(lines[i]) >= 4),
        reversed(above),
        (i for i in fit if words_in(lines[i]) >= 2),
    )
    return next((i for choice in choices for i in choice), None)


def _may_be_title(line: str, writing: Writing) -> bool:
    if len(line) > _LONGEST_TITLE or main_script([line]) != writing.script:
        return False
    return not (opens_as_chrome(line) or is_menu(line) or is_foreign(line, writing) or is_edge_chrome(line, writing))


def _byline(line: str) -> tuple[str, ...]:
    """The names of a byline, none when the line is none. A date behind the names is left aside."""
    match = _BYLINE.match(split_date(line))
    return names_in(match["names"]) if match and not is_sentence(line) else ()


def reporters_in(lines: Sequence[str]) -> tuple[str, ...]:
    """The names of an agency's closing credit, "(Reporting by A B; editing by C D)"."""
    for line in lines[-6:]:
        match = _REPORTING.search(line) if opens_as_chrome(line) else None
        if match:
            return names_in(match["names"])
    return ()
