"""An address that opens a page at a passage: a text fragment, which browsers find and mark by the passage's words. Pure.

https://wicg.github.io/scroll-to-text-fragment/: ``#:~:text=start,end``. A browser that does not know it opens the page at its top.
"""

from __future__ import annotations

from urllib.parse import quote as escaped

_WHOLE, _EACH_END = 12, 6
"""Words: a passage of no more is named whole, a longer one by its first and last ones."""
_LONGEST_WORD = 80


def at_passage(url: str, passage: str) -> str:
    """The address with the passage's words behind it; as it is where they cannot name a place."""
    blocks = [block.split() for block in passage.split("\n") if block.strip()]
    if not blocks or any(len(word) > _LONGEST_WORD for word in (*blocks[0][:_WHOLE], *blocks[-1][-_WHOLE:])):
        return url
    if len(blocks) == 1 and len(blocks[0]) <= _WHOLE:
        where = _escaped(blocks[0])
    elif len(blocks) == 1:
        where = f"{_escaped(blocks[0][:_EACH_END])},{_escaped(blocks[0][-_EACH_END:])}"
    else:
        where = f"{_escaped(blocks[0][:_EACH_END])},{_escaped(blocks[-1][-_EACH_END:])}"
    return f"{url}{':~:' if '#' in url else '#:~:'}text={where}"


def _escaped(words: list[str]) -> str:
    """Commas, dashes and ampersands divide a fragment, so in words they stand escaped."""
    return escaped(" ".join(words), safe="").replace("-", "%2D")
