"""What a page calls itself: its own data, headings and meta elements -> title, outlet, authors. Pure.

A page names its article up to four times: the heading it shows, the one it gives to others (og:title), its data (JSON-LD headline)
and the window's title. Names are kept as the page writes them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

_ENDING = re.compile(r"\s*(?:\s[|–—*•·:-]|[|–—•·])\s+(?P<name>[^|–—•*·]+)$")
_NO_NAME = {"the", "www", "com", "org", "net", "co", "uk", "ca", "au", "in", "online"}
"""Words of web addresses and articles, which a name is written with and without."""
_TITLE_PLACES = 4
"""Blocks from the top among which a wording of the title is no paragraph."""
_LONGEST_NAME = 5
"""Words. What stands behind a separator and is longer is part of the title, unless the outlet is called so."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself, each list the most explicit first: "headings" are its h1, "shared" its og:title, "headlines" its data."""

    headings: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def folded(text: str) -> list[str]:
    """The words of a text without case and punctuation."""
    return re.findall(r"\w+", html.unescape(text).casefold())


def title_of(said: Said, found: str | None, outlet: str | None) -> str | None:
    """The article's title: the heading where the page shares it as well, else what its data says, else the most explicit.

    ``found``: what another reader took for the title; it is used where the page names none.
    """
    names = {name_key(name) for name in (outlet or "", *said.outlets)} - {""}
    headings, shared, headlines, windows = (_named(group, names) for group in (said.headings, said.shared, said.headlines, said.windows))
    headings.sort(key=lambda heading: not any(_alike(heading, other) for other in (*shared, *headlines, *windows)))
    known = [*headings, *shared, *headlines, *windows]
    if not known:
        return next(iter(_named([found or ""], names)), found)
    chosen = [*headlines, *shared, *headings, *windows][0]
    if headings and shared and _alike(headings[0], shared[0]) and not (_stand_together(headlines, windows) and len(headlines[0]) > len(headings[0])):
        chosen = headings[0]
    return _best_cased(chosen, known)


def _stand_together(headlines: Sequence[str], windows: Sequence[str]) -> bool:
    """Whether two of a page's names for its article agree against the two others: then the fuller wording is the title."""
    return bool(headlines and windows and _alike(headlines[0], windows[0]))


def _named(titles: Iterable[str], names: Container[str]) -> list[str]:
    """Titles without the outlet's name behind them; none that is nothing else."""
    cut = [without_outlet(html.unescape(title), names) for title in titles]
    return [title for title in cut if folded(title) and name_key(title) not in names]


def without_titles(blocks: Sequence[str], said: Said) -> tuple[str, ...]:
    """The blocks of a body without the wordings of the title that stand above or among its first paragraphs."""
    titles = [folded(title) for title in (*said.headings[:1], *said.shared, *said.headlines)]
    return tuple(block for place, block in enumerate(blocks) if place >= _TITLE_PLACES or folded(block) not in titles)


def _alike(one: str, other: str) -> bool:
    """Whether two wordings are the same title, one of them perhaps with a section or an outlet behind it."""
    short, long = sorted((folded(one), folded(other)), key=len)
    return long[: len(short)] == short and len(short) * 2 >= len(long)


def _best_cased(title: str, others: Iterable[str]) -> str:
    """The same title not in capitals throughout, where the page has it so."""
    return title if not title.isupper() else next((other for other in others if folded(other) == folded(title) and not other.isupper()), title)


def name_key(name: str) -> str:
    """What is compared of an outlet's name: "The Orsk Post" is "orskpost.com"."""
    return "".join(word for word in folded(name) if word not in _NO_NAME)


def without_outlet(title: str, names: Container[str]) -> str:
    """A title without an outlet's name (as `name_key` gives it) behind a separator, and what stands behind that ("| The Post | by Ada Worth")."""
    cut = title
    while ending := _ENDING.search(cut):
        cut = cut[: ending.start()].rstrip()
        if name_key(ending["name"]) in names:
            return cut or title
        if len(folded(ending["name"])) > _LONGEST_NAME:
            break
    return title


def outlet_of(said: Said, found: str | None) -> str | None:
    """The outlet as the page writes it; a name that is one word in small letters ("dailypost") only when there is no other."""
    proper = next((name for name in said.outlets if not (name.islower() and name.isalnum())), None)
    return proper or next((name for name in said.outlets if found is None or folded(name) == folded(found)), found)


def authors_of(said: Said, found: str | None) -> tuple[str, ...]:
    """The authors of the page's data, else those that were ``found`` (";" between them) as the page itself writes them; each once."""
    written = {tuple(folded(name)): name for entry in reversed(said.authors) for name in (entry, *re.split(r"\s*[,;]\s*|\s+and\s+", entry))}
    people = [name for name in said.writers if len(folded(name)) > 1 and "/" not in name]
    authors: dict[tuple[str, ...], str] = {}
    for name in people or (found or "").split(";"):
        key = tuple(folded(name))
        if key and not {"http", "https", "www"} & set(key):
            authors.setdefault(key, written.get(key, name.strip()))
    return tuple(authors.values())
