"""What a page calls itself: its own data, headings and meta elements -> title, outlet, authors. Pure.

A page names its article up to four times: the heading it shows, the one it gives to others (og:title), its data (JSON-LD headline)
and the window's title. Names are kept as the page writes them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sources.bylines import is_desk, names_in

_MARKS = r"|–—*•·»«›‹<>~/"
_ENDING = re.compile(rf"\s*(?:\s(?:[{_MARKS}-]|::?)|[|–—•·])\s+(?P<name>[^{_MARKS}]+)$|\s*\((?P<inside>[^()]+)\)$")
_OPENING = re.compile(rf"^(?P<name>[^{_MARKS}:]+?)\s*(?:\s(?:[{_MARKS}-]|::)|[|–—•·:])\s+")
_BAR = re.compile(r"^(?P<title>.+?)\s+\|\s+[^|]+$")
_NO_NAME = {"the", "www", "com", "org", "net", "co", "uk", "ca", "au", "in", "online"}
"""Words of web addresses and articles, which a name is written with and without."""
_TITLE_PLACES = 4
"""Blocks from the top among which a wording of the title is no paragraph."""
_LONGEST_NAME = 5
"""Words. What stands behind a separator and is longer is part of the title, unless the outlet is called so."""
_SHORTEST_TITLE = 4
"""Words that must stand before a bar for what stands behind it to go without being known as an outlet's name."""
_LONGEST_KICKER = 3
"""Words."""
_ADDED = ("", "news", "online", "magazine", "newspaper", "daily", "media", "tv")
"""What an outlet's name may have behind that of its site: "Orsk Post News" is at orskpost.com."""
_HANDLE = re.compile(r"^[a-z][\w.-]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself, each list the most explicit first: "headings" are its h1, "shared" its og:title, "headlines" its data.

    "addresses" are its own, "writers" the authors of its data, "authors" those of its meta elements, "bylines" what it shows of them.
    """

    headings: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def folded(text: str) -> list[str]:
    """The words of a text without case and punctuation."""
    return re.findall(r"\w+", html.unescape(text).casefold())


def title_of(said: Said, found: str | None, outlet: str | None) -> str | None:
    """The article's title: the heading where the page shares it as well, else what its data says, else the most explicit.

    ``found``: what another reader took for the title; it is used where the page names none.
    """
    names = {name_key(name) for name in (outlet or "", *said.outlets)} | _site_names(said.addresses)
    headings, shared, headlines, windows = (_named(group, names) for group in (said.headings, said.shared, said.headlines, said.windows))
    headings.sort(key=lambda heading: not any(_alike(heading, other) for other in (*shared, *headlines, *windows)))
    known = [*headings, *shared, *headlines, *windows]
    if not known:
        return next(iter(_named([found or ""], names)), found)
    chosen = [*headlines, *shared, *headings, *windows][0]
    if headings and shared and _alike(headings[0], shared[0]) and not (_stand_together(headlines, windows) and len(headlines[0]) > len(headings[0])):
        chosen = headings[0]
    return _best_cased(_without_kicker(_without_bar(chosen), known), known)


def _site_names(addresses: Iterable[str]) -> set[str]:
    """What an outlet may be called whose page has one of these addresses."""
    labels = {label for address in addresses for label in (urlsplit(address).hostname or "").split(".")[:-1] if len(label) > 2}  # noqa: RUF100
    return {f"{label.replace('-', '')}{added}" for label in labels - _NO_NAME - {"news"} for added in _ADDED}


def _without_kicker(title: str, others: Iterable[str]) -> str:
    """A title without the word or two set above it ("Harbour Nine dead in Orsk"), where the page has it without them elsewhere."""
    for other in others:
        above = title.removesuffix(other).rstrip()
        if other != title != above and len(folded(other)) >= _SHORTEST_TITLE and 0 < len(folded(above)) <= _LONGEST_KICKER and above[-1] not in ":;,–—-":
            return other
    return title


def _without_bar(title: str) -> str:
    """A title without what stands behind bars: nobody writes one in a sentence."""
    while (cut := _BAR.match(title)) and len(folded(cut["title"])) >= _SHORTEST_TITLE:
        title = cut["title"]
    return title


def _stand_together(headlines: Sequence[str], windows: Sequence[str]) -> bool:
    """Whether two of a page's names for its article agree against the two others: then the fuller wording is the title."""
    return bool(headlines and windows and _alike(headlines[0], windows[0]))


def _named(titles: Iterable[str], names: set[str]) -> list[str]:
    """Titles without the outlet's name behind them; none that is nothing else."""
    cut = [without_outlet(html.unescape(title), names) for title in titles]
    return [title for title in cut if folded(title) and name_key(title) not in names]


def without_titles(blocks: Sequence[str], said: Said, title: str | None = None) -> tuple[str, ...]:
    """The blocks of a body without the wordings of the title that stand above or among its first paragraphs."""
    titles = [folded(wording) for wording in (*said.headings[:1], *said.shared, *said.headlines, title or "")]
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


def without_outlet(title: str, names: set[str]) -> str:
    """A title without an outlet's name (as `name_key` gives it) before or behind a separator, and what stands behind that ("| The Post | by Ada Worth")."""
    opening = _OPENING.match(title)
    if opening and name_key(opening["name"]) in names - {""}:
        return title[opening.end() :]
    cut = title
    while ending := _ENDING.search(cut):
        name = ending["name"] or ending["inside"]
        cut = cut[: ending.start()].rstrip()
        if name_key(name) in names:
            return cut or title
        if len(folded(name)) > _LONGEST_NAME:
            break
    return title


def outlet_of(said: Said, found: str | None) -> str | None:
    """The outlet as the page writes it; a name that is one word in small letters ("dailypost") only when there is no other."""
    titles = [tuple(folded(title)) for title in (*said.headings, *said.shared, *said.headlines, *said.windows)]
    if found and tuple(folded(found)) in titles and name_key(found) not in map(name_key, said.outlets):
        found = None  # a title that another reader took for an outlet
    pieces = [folded(heading)[: len(folded(found or ""))] for heading in said.headings]
    if found and found not in said.outlets and folded(found) in pieces:
        found = None  # nor a piece of one, of a window's title that was cut short
    proper = next((name for name in said.outlets if not (name.islower() and name.isalnum())), None)
    return proper or next((name for name in said.outlets if found is None or folded(name) == folded(found)), found)


def authors_of(said: Said, outlet: str | None = None) -> tuple[str, ...]:
    """The authors, each once, as the page writes them: those of its data, its meta elements or its bylines.

    The first of these that names anybody counts. The outlet itself, a desk ("Staff writer") or a handle is an author only where nobody is named.
    """
    outlets = {name_key(name) for name in (outlet or "", *said.outlets)} - {""}
    unnamed: list[str] = []
    for group in (said.writers, said.authors, said.bylines):
        names = {tuple(folded(name)): name for line in reversed(group) for name in reversed(names_in(line))}
        written = list(reversed(names.values()))
        people = [name for name in written if name_key(name) not in outlets and not is_desk(name) and not _HANDLE.match(name)]
        if people:
            return tuple(people)
        unnamed = unnamed or written
    return tuple(unnamed)
