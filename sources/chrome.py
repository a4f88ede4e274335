"""Which lines of a saved web page are the site's own (menus, share bars, credits, pleas) and not the article's. Pure.

Three kinds of evidence, in the order in which they are trusted: the line's script and language against the rest of the
text, the phrases in ``chrome.toml``, and its shape (a sentence ends; a menu does not). Shape alone drops a line only
at the head or the tail: in the middle of an article a line without a full stop is a heading or a list item.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sources.dates import find_date
from sources.language import language_probability

_SENTENCE_END = re.compile(r"""[.!?…。！？؟۔।](["'”’»›)\]}」』]|\s)*$""")
_FULL_STOP = re.compile(r"""[.。۔।](["'”’»›)\]}」』]|\s)*$""")
_HOLDS_SENTENCE = re.compile(r"""^\S+ .*[^\W\d_]{3,}\.$|^(?:\S+ ){3,}\S*[^\W\d_]{2,}[.?!]["'”’»)\]]*\s""")
_SENTENCE_GAP = re.compile(r"""[.!?…]["'”’»)\]]*(?P<gap>\s+)""")
_TERMINATOR = re.compile(r"""[.!?…]["'”’»)\]]*""")
_LIST_ITEM = re.compile(r"^\s*([-*•–·▪►]|\d{1,3}[.)])\s+\S")
_BAR = re.compile(r"\s[|·•/»]\s|\s{2,}[|·•]\s{0,2}|[|·•]\s{2,}|\s\|\s")
_QUOTED = re.compile(r"[\"“”«»„「『]|(?<!\w)['‘]\w")
_WORD = re.compile(r"\w[\w'’.-]*")
_CORRECTION = re.compile(r"\W*(?:correction|clarification|corrections and clarifications|editor['’]?s?['’]? note)\b", re.IGNORECASE)
_LINK = re.compile(r"(?<!\w)(?:https?://|www\.)\S|\S@\S+\.\S|(?<!\w)@\w")
_UNENDED = re.compile(
    r"(?:The|An?|He|She|It|They|We|But|And|In|On|At|His|Her|Their|Its|This|That|These|There|When|While|After|Before|If|Some|Many|Most|No|Nobody|None|One|All)\s"
)
"""How English sentences begin and headlines seldom do."""
_UNENDED_WORDS = 8
_TURN = re.compile(r"^([^\W\d_][\w .'’-]{0,30}):\s")
_GOES_ON = re.compile(r"[,;:–—-]$")
_DATELINE = re.compile(r"(?P<place>[^\W\d_]{3,}).{0,60}?\s?[—–:-]\s")
_AGENCY = re.compile(r"[^—–()]{3,60}\([^()]{2,30}\)\s*[—–:-]\s")
_PLACE = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")
_QUOTES_AND_BRACKETS = "\"'“”‘’«»„()[]（）「」『』《》,，、"
_OPENERS = "\"'“‘«„(["
_FOREIGN_PROBABILITY = 0.005
"""A line this unlikely in the text's own language is another language's (English headlines with Slavic names reach .0099)."""
_OWN_PROBABILITY = 0.05
"""A line likelier than this in the text's own language is taken for one of it (short Russian sentences reach down to .33)."""
_TELLING_LETTERS = 12
"""With fewer letters in small-letter words the whole line is asked for its language, names and all."""
_FOREIGN_LETTERS = 12
"""Fewer letters than this tell no language apart from another in the same script."""
_LONG = 25
"""Words. A line this long is prose even without a full stop."""
_LONGEST_PLEA = 40
"""Words. What a longer line holds by the way is no evidence against it."""
_LIFE = 4
"""Lines that an author's life may take below the text."""
_LONGEST_TAIL = 80
"""Lines that links, teasers and credits may take below the text."""
_LONGEST_GLUE = 300
"""Code points that chrome glued to the end of the last line may have."""
_LOOKED_AT = 2000
"""Code points of a line that tell its script, its language and its shape."""
_MENU_LINE = 12
"""Words. A longer line at the tail is kept whatever its shape."""
_ONE_SCRIPT = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "IDEOGRAPHIC": "CJK", "FULLWIDTH": "LATIN"}
_NOT_A_SCRIPT = {"MODIFIER", "FEMININE", "MASCULINE", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER"}


@dataclass(frozen=True, slots=True)
class Writing:
    """The script and the language that most of a text is in; None where nothing tells."""

    script: str | None
    language: str | None


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """The script of a letter as Unicode names it ("LATIN", "ARABIC", "CJK"), None for what is no letter of a script."""
    if not character.isalpha():
        return None
    first = unicodedata.name(character, "UNKNOWN").split()[0]
    return None if first in _NOT_A_SCRIPT else _ONE_SCRIPT.get(first, first)


def main_script(lines: Iterable[str]) -> str | None:
    """The script of most letters, None where there are no letters."""
    letters = Counter("".join(line[:_LOOKED_AT] for line in lines))
    scripts: Counter[str] = Counter()
    for letter, times in letters.items():  # a text has few letters, many times over
        if script := script_of(letter):
            scripts[script] += times
    return scripts.most_common(1)[0][0] if scripts else None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(resources.files("sources").joinpath("chrome.toml").read_text(encoding="utf-8"))
    any_of = {name: "|".join(f"(?:{phrase})" for phrase in phrases) for name, phrases in table.items()}
    action = rf"[^\w\s]*(?:{any_of['actions']})(?=[\s|·•:,/]|$)[\s|·•:,/]*"
    item = rf"[^\w\s]*(?:{any_of['actions']}|{any_of['sections']})(?=[\s|·•:,/(]|$)\W*(?:(?<=\()\d+\)\W*)?"
    shapes = {
        "labelled": rf"^[^\w\"“„«‘]*(?:{any_of['labels']})\s*(?:[:：»>→|]|$)",
        "titled": rf"^\W*(?:{any_of['labels']})(?!\w)",
        "opens": rf"^\W*(?:{any_of['opens']})",
        "pleas": rf"^\W*(?:{any_of['pleas']})",
        "holds": rf"(?<!\w)(?:{any_of['holds']})(?!\w)",
        "begs": rf"(?<!\w)(?:{any_of['begs']})(?!\w)|{any_of['begs_unspaced']}",
        "captions": rf"^\W*(?:{any_of['captions']})(?!\w)",
        "mentions": rf"(?<!\w)(?:{any_of['mentions']})(?!\w)",
        "address": rf"(?<!\w)(?:{any_of['address']})(?!\w)",
        "stems": any_of["stems"],
        "closes": rf"^\W*(?:{any_of['closes']}|{any_of['labels']})\W*$",
        "biographies": rf"^\W*(?:{any_of['biographies']})\W*$",
        "speech": rf"(?<!\w)(?:{any_of['speech']})(?!\w)",
        "bar": rf"^(?:{action}){{2,}}",
        "button": rf"^{action}",
        "menu": rf"^(?:{item})+$",
    }
    return {name: re.compile(shape, re.IGNORECASE) for name, shape in shapes.items()}


def _matches(name: str, line: str) -> bool:
    return bool(_phrases()[name].search(line))


def words_in(line: str) -> int:
    """How many words a line has; scripts that put no space between words count two characters as one."""
    line = line[:_LOOKED_AT]
    if main_script([line]) == "CJK":
        return sum(script_of(character) == "CJK" for character in line) // 2
    return len(_WORD.findall(line))


def is_sentence(line: str) -> bool:
    """Whether a line has the shape of prose: it ends like a sentence and has some words, or it is long."""
    words = words_in(line)
    if words >= _LONG:
        return True
    if _FULL_STOP.search(line):
        return words >= 3
    return words >= 4 and bool(_SENTENCE_END.search(line) or (line.rstrip().endswith(":") and words >= 8))


def _speaks(line: str) -> bool:
    return bool(_QUOTED.search(line)) or _matches("speech", line)


def is_menu(line: str) -> bool:
    """Whether a line is made of nothing but the words of menus and share bars."""
    return _matches("menu", line)


def opens_as_chrome(line: str) -> bool:
    """Whether a line opens with a phrase that only a page uses ("Read more:", "Photo credit:")."""
    label = _phrases()["labelled"].match(line)
    if label:
        return not is_sentence(line) or not line[label.end() :].lstrip()[:1].islower() or _matches("captions", line)
    if is_sentence(line):
        return _matches("pleas", line) and not _speaks(line)
    titled = _phrases()["titled"].match(line)
    return _matches("pleas", line) or _matches("opens", line) or (titled is not None and len(titled[0].split()) > 1)


def is_foreign(line: str, writing: Writing) -> bool:
    """Whether a line stands in another script, or in another language, than the text around it."""
    line = line[:_LOOKED_AT]
    letters = [found for found in map(script_of, line) if found]
    if not letters:
        return False
    if sum(found != writing.script for found in letters) * 2 > len(letters):
        return True
    if writing.language is None or len(letters) < _FOREIGN_LETTERS:
        return False
    return language_probability(_telling(line), writing.language) < _FOREIGN_PROBABILITY and not _speaks(line)


def _telling(line: str) -> str:
    """The part of a line that tells its language best: names are alike in all of them."""
    small = _small_words(line)
    return small if sum(map(str.isalpha, small)) >= _TELLING_LETTERS else line


def _small_words(line: str) -> str:
    return " ".join(word for word in line.split() if not word.lstrip(_OPENERS)[:1].isupper())


def is_foreign_beyond_names(line: str, writing: Writing) -> bool:
    """Whether a line is foreign by more than names: a piece of a sentence may hold little else."""
    return is_foreign(line, writing) and (main_script([line]) != writing.script or _telling(line) != line)


def is_edge_chrome(line: str, writing: Writing) -> bool:
    """Whether a line at the head or the tail is the page's by its words, bars or links, whatever its place there."""
    if not any(character.isalpha() for character in line):
        return not _LIST_ITEM.match(line)
    if opens_as_chrome(line) or is_foreign(line, writing) or is_menu(line):
        return True
    if is_sentence(line):
        return not _speaks(line) and _pleads(line, writing)
    return _matches("stems", line) or _matches("holds", line) or _is_bar(line)


def _pleads(line: str, writing: Writing) -> bool:
    """Whether a sentence asks the reader for something, tells who wrote, or sets the page's terms.

    A word of a menu is not enough in the text's own language: there it may be news ("31 cases were registered").
    """
    if words_in(line) > _LONGEST_PLEA or _CORRECTION.match(line):
        return False
    if _matches("begs", line) or (_matches("mentions", line) and _matches("address", line)):
        return True
    return _matches("stems", line) and writing.language is not None and language_probability(_telling(line), writing.language) < _OWN_PROBABILITY


def _is_bar(line: str) -> bool:
    if _BAR.search(line) or _LINK.search(line):
        return True
    return _matches("mentions", line) and words_in(line) <= 8


def is_head_chrome(line: str, writing: Writing) -> bool:
    """Whether a line above the article's first paragraph is the page's: anything that is not prose of the article."""
    return not is_sentence(line) or is_edge_chrome(line, writing)


def is_tail_chrome(lines: Sequence[str], writing: Writing) -> bool:
    """Whether the last of ``lines`` stands below the article's last paragraph.

    A line without a sentence's end is kept when it carries a figure, speaks, or goes on from the lines above it: losing a
    figure is worse than keeping a menu word.
    """
    line = lines[-1]
    if is_edge_chrome(line, writing) or find_date(line) is not None:
        return True
    if is_sentence(line) or _LIST_ITEM.match(line) or _HOLDS_SENTENCE.search(line) or _goes_on(lines):
        return False
    if _UNENDED.match(line) and words_in(line) >= _UNENDED_WORDS:  # its full stop was lost
        return False
    return not any(character.isdigit() for character in line) and not _speaks(line) and words_in(line) <= _MENU_LINE


def _goes_on(lines: Sequence[str]) -> bool:
    """Whether the last line continues the text: a verse, an item below a colon, one more turn of an interview."""
    line, above = lines[-1], lines[-_LONGEST_TAIL:-1]
    if (above and _GOES_ON.search(above[-1])) or line[:1].islower():
        return True
    turn = _TURN.match(line)
    if turn:
        return any((found := _TURN.match(other)) and found[1] == turn[1] for other in above)
    run = next((other for other in reversed(above) if _SENTENCE_END.search(other) or other.endswith(":")), "")
    return run.endswith(":")


def _without_closing_section(lines: Sequence[str]) -> Sequence[str]:
    """Cut at a heading such as "Related stories" in the last part, when nothing but headlines stands below it."""
    for position in range(max(1, len(lines) // 3, len(lines) - _LONGEST_TAIL), len(lines)):
        below = lines[position + 1 :]
        if (_opens_closing_section(lines[position]) and not any(map(_is_prose, below))) or (_matches("biographies", lines[position]) and len(below) <= _LIFE):
            return lines[:position]
    return lines


def _opens_closing_section(line: str) -> bool:
    return _matches("closes", line) and not _is_prose(line)


def _is_prose(line: str) -> bool:
    """Whether a line is a whole sentence of an article: one such line below a box of links, and the article goes on."""
    return words_in(line) >= _LONG or bool(_FULL_STOP.search(line) and is_sentence(line) and not opens_as_chrome(line))


def _is_site_line(line: str) -> bool:
    return opens_as_chrome(line) or not any(character.isalnum() for character in line)


def strip_marked(lines: Sequence[str]) -> list[str]:
    """The article's lines of a page whose markup has already told body from menu: only certain phrases go, and pleas below the text."""
    kept = [line for line in lines if not _is_site_line(line)]
    while len(kept) > 1 and _asks_reader(kept[-1]):
        kept.pop()
    return kept


def _asks_reader(line: str) -> bool:
    """Whether the last line asks its reader for something, tells who wrote, or sets the page's terms."""
    return (not _speaks(line) and _pleads(line, Writing(None, None))) if is_sentence(line) else _matches("holds", line)


def strip_saved(lines: Sequence[str], writing: Writing) -> list[str]:
    """The article's lines of a page saved as plain text, glued chrome cut off its first and last line.

    Every line returned is one of ``lines`` or, for the first and the last, a contiguous part of it.
    """
    kept = list(_without_closing_section(lines))
    start = next((i for i, line in enumerate(kept) if not is_head_chrome(unglued(line, writing), writing)), None)
    if start is None:
        return [line for line in kept if not is_edge_chrome(line, writing)]
    while start and _leads_in(kept[start - 1], writing):
        start -= 1
    kept = kept[start:]
    kept[0] = unglued(kept[0], writing)
    kept[-1] = _untailed(kept[-1], writing.script)
    while len(kept) > 1 and is_tail_chrome(kept, writing):
        kept.pop()
        kept[-1] = _untailed(kept[-1], writing.script)
    return [line for line in kept if not _is_site_line(line)]


def _leads_in(line: str, writing: Writing) -> bool:
    """Whether a line without a full stop just above the first paragraph is the article's: an item of a list, a figure told."""
    if is_edge_chrome(line, writing) or find_date(line) is not None:
        return False
    if _LIST_ITEM.match(line):
        return words_in(line) >= 4
    return words_in(line) >= 8 and any(character.isdigit() for character in line)


def unglued(line: str, writing: Writing) -> str:
    """A line without the menu words that stand glued to its beginning: another script, a share bar, another language."""
    return _without_other_language(_without_share_bar(_without_other_script(line, writing.script)), writing)


def _without_share_bar(line: str) -> str:
    bar = _phrases()["bar"].match(line)
    if bar and _may_open(line[bar.end() :]):
        return line[bar.end() :]
    button = _phrases()["button"].match(line)
    return line[button.end() :] if button and _opens_with_dateline(line[button.end() :]) else line


def _without_other_script(line: str, script: str | None) -> str:
    """Quotation marks, brackets and commas in the stretch before the text's own script mean that the article begins there."""
    first = next((i for i, character in enumerate(line) if script_of(character) == script), 0)
    prefix = line[:first]
    if not any(script_of(character) for character in prefix):
        return line
    if line[first].islower() or any(character in _QUOTES_AND_BRACKETS for character in prefix.rstrip(_OPENERS)):
        return line
    while first and line[first - 1] in _OPENERS:
        first -= 1
    return line[first:]


def _without_other_language(line: str, writing: Writing) -> str:
    """What stands before a dateline in capitals goes when it is in another language."""
    for place in _PLACE.finditer(line[:100]):
        before, text = line[: place.start()], line[place.start() :]
        if before and not before.isupper() and _opens_with_dateline(text):
            return text if is_foreign(before, writing) or _is_unlikely_before_agency(before, text, writing) else line
    return line


def _is_unlikely_before_agency(before: str, text: str, writing: Writing) -> bool:
    """Whether a few words before "TOWN (Agency) -" are less likely in the text's language than words of it ever are there."""
    if writing.language is None or _AGENCY.match(text) is None or sum(map(str.isalpha, before)) < 10:
        return False
    return language_probability(before, writing.language) < 4 * _FOREIGN_PROBABILITY


def _may_open(text: str) -> bool:
    return is_sentence(text) and not text[0].islower()


def _opens_with_dateline(text: str) -> bool:
    match = _DATELINE.match(text)
    return match is not None and match["place"].isupper() and is_sentence(text)


def _untailed(line: str, script: str | None) -> str:
    """A line without what another script, or a phrase of the page, adds behind its last sentence."""
    for gap in _SENTENCE_GAP.finditer(line, max(0, len(line) - _LONGEST_GLUE)):
        if opens_as_chrome(line[gap.end() :]):
            line = line[: gap.start("gap")]
            break
    tail = next((i for i, character in enumerate(reversed(line)) if script_of(character) == script), 0)
    end = len(line) - tail
    match = _TERMINATOR.match(line, end)
    if match is None or not any(map(script_of, line[match.end() :])):
        return line
    return line[: match.end()]
