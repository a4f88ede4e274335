"""The only place that alters a source's text. What comes out of here is stored, hashed and from then on only cut.

Decisions, once and here (reasons in docs/decisions.md):

* bytes: a byte order mark decides; else UTF-16 without one, told by its zero bytes; else strict UTF-8; else what the page
  declares; else UTF-8 with a few broken bytes, each shown as U+FFFD; else a guess by charset-normalizer among the usual
  encodings, from the lines that are not plain ASCII. Bytes that are no text are refused.
* line ends CRLF, CR, NEL, VT, FF, LS and PS count as LF; every run of other white space (NBSP, tabs, thin and
  ideographic spaces) is one space.
* removed: soft hyphen, zero-width space, word joiner, byte order marks inside the text, direction marks, embeddings,
  overrides and isolates, U+030A, U+0333, U+033F (Telegram's server deletes these), control characters, lone surrogates.
* kept: ZWJ and ZWNJ (emoji and Persian spelling need them), variation selectors, non-breaking hyphens, quotation marks
  and dashes as they are, mathematical digits.
* composed to NFC. Never NFKC: that would change what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sources.chrome import Writing, is_foreign_beyond_names, main_script, opens_as_chrome, strip_marked, strip_saved
from sources.dates import find_date
from sources.errors import UnreadableSource
from sources.head import Head, read_head, reporters_in
from sources.language import identify_language, language_certainty
from sources.model import PAGE_TURN, PARAGRAPH_BREAK, Document, Extraction, Given, Layout, Page, Pages

EXTRACTOR = "3"
"""Stored with every revision; raise it whenever the same bytes would give another text."""

_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u030a\u0333\u033f\ud800-\udfff]"
)
_SPACE = re.compile(r"[^\S\n]+")
_LEGACY = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "cp874", "gb18030", "big5", "shift_jis", "euc_kr")
"""The encodings that text without a declaration is guessed among: what pages were saved in before UTF-8."""
_WESTERN = _LEGACY[:3]
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""Byte order marks, those of UTF-32 before the one of UTF-16 that they begin with."""
_LITTLE_ENDIAN, _BIG_ENDIAN, _UTF8 = "utf-16-le", "utf-16-be", "utf-8"
_GAPS_LOOKED_AT = 4000
_FEWEST_GAPS = 200
"""Characters a gap between words or lines may take at most, on average: no script goes on for longer."""
_BROKEN = "\ufffd"
_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]")
_CONFUSED = {
    "cp874": (re.compile(rb"[\xe0-\xfa]"), re.compile(rb"[\xa1-\xce]"), 3.0, "cp1255"),
    **dict.fromkeys(("gb18030", "big5", "euc_kr"), (re.compile(rb"\xa4[\xa1-\xf3]"), re.compile(rb"[\x80-\xff]{2}"), 0.1, "euc_jp")),
}
"""Guess -> (letters of the encoding that is meant, letters of the guess, how many times more of the first there must be, what is meant)."""
_LITTLE_GAPS = {(ord(" "), 0), (ord("\n"), 0), (ord("\r"), 0)}
_CHINESE = "gb18030"
_CHINESE_MARKS = re.compile(rb"(?:[\x00-\x7f]|\xa1[\xa2-\xa4\xaa\xad-\xb1\xb6\xb7])+")
"""English that a Chinese site published, in GB 18030: nothing but its quotation marks and dashes tells."""
_WIDTHS = (40, 111)
"""Columns at which text is wrapped by hand or by a program."""
_SLACK = 2
"""Columns by which a line may fall short: some programs count the line's end."""
_PAIRS_LOOKED_AT = 500
_IDEOGRAPH = "[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]"
"""Where Chinese and Japanese are written, without spaces: a line may end behind any character."""
_UNBROKEN = re.compile(rf"{_IDEOGRAPH}|[^\s-]*-?")
_ENDED = re.compile(r"""[.!?…]["'”’»)\]]*$""")
_NO_SPACE = re.compile(rf"\w-\n\w|{_IDEOGRAPH}\n{_IDEOGRAPH}")


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes to characters. ``declared``: the encoding the page names for itself. UnreadableSource when it is no text."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for candidate in (_bare_utf16(data), _UTF8, declared):
        try:
            if candidate:
                return _refuse_binary(data.decode(candidate))
        except (LookupError, ValueError):  # no such encoding, or not in it; a name with a NUL is a ValueError
            continue
    return _refuse_binary(_decode_by_guess(data))


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its spaces and line ends have a zero on one side, always the same; no other encoding of text has zeros."""
    sample = data[:_GAPS_LOOKED_AT]
    if 0 not in sample:
        return None
    pairs = [(sample[at], sample[at + 1]) for at in range(0, len(sample) - 1, 2)]
    little, big = sum(pair in _LITTLE_GAPS for pair in pairs), sum(pair[::-1] in _LITTLE_GAPS for pair in pairs)
    if max(little, big) * _FEWEST_GAPS < len(pairs) or 3 * min(little, big) >= max(little, big):
        return None
    return _LITTLE_ENDIAN if little > big else _BIG_ENDIAN


def _decode_by_guess(data: bytes) -> str:
    lenient = data.decode(errors="replace")
    broken = lenient.count(_BROKEN)
    multibyte = sum(not character.isascii() for character in lenient) - broken
    if multibyte > 4 * broken:
        return lenient
    return data.decode(_guessed_encoding(data), errors="replace")


def _guessed_encoding(data: bytes) -> str:
    """The likeliest encoding by the lines that are not plain ASCII: a page of English with foreign chrome hides the rest."""
    from charset_normalizer import from_bytes

    if _CHINESE_MARKS.fullmatch(data):
        return _CHINESE
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:100_000]
    best = from_bytes(telling, cp_isolation=list(_LEGACY)).best()
    if best is not None and best.encoding not in _WESTERN:
        return _unconfused(best.encoding, telling)
    return max(_WESTERN, key=lambda encoding: language_certainty(telling.decode(encoding, errors="replace")))


def _unconfused(encoding: str, telling: bytes) -> str:
    """The guess, but for two that are taken for others: Hebrew for Thai, which never does without consonants; EUC-JP,
    whose kana stand where Chinese has them too, for Chinese or Korean."""
    if encoding not in _CONFUSED:
        return encoding
    meant_letters, letters, times, meant = _CONFUSED[encoding]
    if len(meant_letters.findall(telling)) <= times * len(letters.findall(telling)):
        return encoding
    return meant if _BROKEN not in telling.decode(meant, errors="replace") else encoding


def _refuse_binary(text: str) -> str:
    controls = len(_CONTROL.findall(text[:4000]))
    if controls * 50 > len(text[:4000]):
        raise UnreadableSource("this is no text: give a plain text, Markdown or HTML file")
    return text


def clean(text: str) -> str:
    """The documented clean-up, and nothing else. Idempotent; lines stay lines."""
    text = _LINE_END.sub("\n", text)
    previous = None
    while text != previous:  # a deletion can bring together what composes, and composing can leave what is deleted
        previous = text
        text = unicodedata.normalize("NFC", _REMOVED.sub("", text))
    return "\n".join(line.strip() for line in _SPACE.sub(" ", text).split("\n"))


def extract(page: Page, given: Given, name: str) -> Extraction:
    """The document that a page holds. ``given`` outranks what the page says; ``name`` is the title of last resort.

    UnreadableSource when no text is left.
    """
    pages: Pages = ()
    if page.layout is Layout.FINISHED:
        paragraphs = [_one_line(block.replace(PAGE_TURN, "")) if page.pages else _one_line(block) for block in page.blocks]
        head = Head()
        pages = _pages(page) if page.pages else ()
    elif page.layout is Layout.MARKED:
        lines = [_one_line(block) for block in page.blocks]
        title = _one_line(page.title or "")
        head = Head(authors=reporters_in(lines))
        paragraphs = strip_marked([line for line in lines if line != title])
    else:
        lines, writing = _lines_of(page)
        head, body = read_head(lines, writing)
        head = replace(head, authors=head.authors or reporters_in(lines))
        paragraphs = strip_saved([line for line in body if line != head.title], writing)
    if not any(paragraphs):
        raise UnreadableSource("no article text was found in it: copy the text into a text file, or print it to PDF, and add that")
    return _assemble(page, given, name, head, tuple(paragraphs), pages)


def _pages(page: Page) -> Pages:
    """Where pages begin in the text of a page's blocks, as `Document` joins them."""
    found: list[tuple[int, int]] = []
    start = 0
    for block, numbers in zip(page.blocks, page.pages, strict=True):
        paragraph, parts = _one_line(block.replace(PAGE_TURN, "")), block.split(PAGE_TURN)
        for place, number in enumerate(numbers):
            offset = len(_one_line("".join(parts[:place])))
            offset += paragraph[offset : offset + 1] == " "
            if not found or found[-1][1] != number:
                found.append((start + offset, number))
        start += len(paragraph) + len(PARAGRAPH_BREAK)
    return tuple(found)


def _assemble(page: Page, given: Given, name: str, head: Head, paragraphs: tuple[str, ...], pages: Pages) -> Extraction:
    named = find_date(page.date) if page.date else None
    published = given.published or (named.day if named else None) or head.published
    ambiguous = (page.date if named and named.ambiguous else None) or head.ambiguous_date
    notes = page.notes if published or not ambiguous else (*page.notes, f"the date “{ambiguous}” can be read in two ways: give it with --date")
    authors = (given.author,) if given.author else page.authors or head.authors
    document = Document(
        title=_one_line(given.title or head.title or page.title or "") or name,
        paragraphs=paragraphs,
        outlet=_one_line(given.outlet or page.outlet or "") or None,
        authors=tuple(filter(None, map(_one_line, authors))),
        published=published,
        url=page.url,
        language=page.language or identify_language(" ".join(paragraphs)),
        pages=pages,
    )
    return Extraction(document, notes)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _lines_of(page: Page) -> tuple[list[str], Writing]:
    """The page's lines after clean-up, hard-wrapped paragraphs made whole, and what they are written in. Empty lines are gone."""
    blocks = [[line for line in clean(block).split("\n") if line] for block in page.blocks]
    lines = [line for block in blocks for line in block]
    script = main_script(lines)
    own = [line for line in lines if main_script([line]) == script]
    writing = Writing(script, identify_language(" ".join(own)))
    width = _wrap_width(blocks)
    return (_unwrapped(blocks, width, writing) if width else lines), writing


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column at which the text is hard-wrapped, None where a line is a paragraph.

    At the right width nearly every line that another follows in its block had no room for the next word, and many break inside
    a sentence: menus of like length, which stand one line a button, begin each line anew.
    """
    pairs = [(len(line), _first_word(after), not after[:1].isupper()) for block in blocks for line, after in pairwise(block)][:_PAIRS_LOOKED_AT]
    tight = {width: sum(length <= width < length + 1 + word for length, word, _ in pairs) for width in range(*_WIDTHS)}
    width = max(tight, key=lambda width: tight[width])
    inner = sum(length > width // 2 for length, _, _ in pairs)
    inside = sum(length <= width < length + 1 + word for length, word, goes_on in pairs if goes_on)
    return width if tight[width] >= 3 and tight[width] >= 0.6 * inner and inside * 4 >= tight[width] else None


def _first_word(line: str) -> int:
    """The length of what a line begins with up to where it may be broken."""
    return len(_UNBROKEN.match(line)[0])  # type: ignore[index]  # it matches the empty string


def _unwrapped(blocks: Sequence[Sequence[str]], width: int, writing: Writing) -> list[str]:
    """Paragraphs out of wrapped lines: a line with no room for the next word goes on in the next line, chrome stands alone."""
    lines: list[str] = []
    for block in blocks:
        above = ""
        for line, below in zip(block, [*block[1:], ""], strict=True):
            alone = _stands_alone(above, line, below, writing)
            if above and not alone and len(above) + 1 + _first_word(line) > width - _SLACK:
                lines[-1] += line if _NO_SPACE.search(f"{above}\n{line}") else f" {line}"
            else:
                lines.append(line)
            above = "" if alone else line
    return lines


def _stands_alone(above: str, line: str, below: str, writing: Writing) -> bool:
    """Whether a line of a wrapped block is the page's. A piece of a sentence, names and all, never is."""
    if (above and not _ENDED.search(above)) or line[:1].islower() or below[:1].islower():
        return False
    return opens_as_chrome(line) or is_foreign_beyond_names(line, writing)
