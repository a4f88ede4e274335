"""Bylines: "By Ada Worth and Bram Oss in Orsk, Associated Press" -> the names in it, as they are written. Pure.

In doubt a piece is left in its name: "Ada and Bram Worth" stays one, because nobody is called Ada.
"""

from __future__ import annotations

import html
import re

from sources.dates import split_date

_LEADS = """
    by von par por di da av af door przez autor autora autore autores auteur auteurs author authors napisał tekst text texte testo words story report writer
    автор авторы текст автори ав yazan yazar yazarlar haber kirjoittaja szerző συντάκτης γράφει بقلم كتب كتبت كتبه الكاتب إعداد تقرير نویسنده گزارش نوشته
    记者 記者 作者 文 撰文 编辑 執筆 लेखक रिपोर्ट द्वारा
"""
_MARKED = "by von par por di da av af door przez بقلم كتب كتبت كتبه नaписал 记者 記者 γράφει".split()
"""Words after which a name needs no colon; each of the others could begin a sentence."""
_WRITTEN = (
    r"(?:(?:additional\s+)?(?:written|words|text|story|report|reported|reporting|posted|published|submitted|compiled|created|produced|analysis|opinion|interview)"
    r"\s+)?"
)
_LEAD = re.compile(rf"^\W*{_WRITTEN}(?:(?:{'|'.join(_LEADS.split())})\s*[:：/／=]\s*|(?:{'|'.join(_MARKED)})(?:\s+|$))", re.IGNORECASE)
_LAST_WORD = re.compile(r"\s+(?:기자|द्वारा|記者)$")
_ADDRESSES = re.compile(r"[(<\[]?\s*(?:\bhttps?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+)\s*[)>\]]?", re.IGNORECASE)
_TAIL = re.compile(
    r"(?<!\w)(?:(?:first |last |originally )?(?:published|updated|posted|modified|edited|filed)\b|aktualisiert|publié|mis à jour|publicado|actualizado"
    r"|pubblicato|опубликовано|обновлено|\d+\s+(?:min|minutes?|hours?|days?)\b|\d{1,2}:\d{2}).*$",
    re.IGNORECASE,
)
_HARD = re.compile(r"\s*(?:[;|•·]|\s/\s|\s[–—-]\s|[、،]|\s*\n\s*)\s*")
_AND = re.compile(r"\s+(?:and|und|et|y|e|i|и|та|og|och|en|ve|και|و|&|with|mit|avec|con|plus)\s+(?:with\s+)?|\s*(?<!\w)with\s+", re.IGNORECASE)
_OPENING_AND = re.compile(r"^\s*(?:and|with|&)\s+", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in|for|at|of the|from|à|aus|en|fra|в)\s+(?:the\s+|The\s+)?(?=[^\W\d_a-z]).*$")
_FULL_STOP = re.compile(r"(?<=\w{4})\.$")
_BEHIND = re.compile(r"^(?:jr|sr|ph\.?\s?d|md|m\.d|esq|ii|iii|iv|cbe|obe|mbe|mp|dr|prof)\.?$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editors?|reporters?|correspondents?|columnists?|writers?|journalists?|bureau chief|analysts?|producers?|contributors?|critics?|photographers?|fellow"
    r"|professor|lecturer|director|chief|head|host|anchor|redakteur(?:in)?|korrespondent(?:in)?|journaliste|periodista|giornalista|корреспондент|обозреватель"
    r"|muhabir\w*|редактор)\b",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"^(?:the\s+)?(?:(?:our|news|web|online|digital|city|sports?|national|world|foreign|special|own|guest|agency|wire|agencies)\s+)*"
    r"(?:staff|agencies|newsroom|desk|team|editor(?:s|ial)?|correspondents?|reporters?|writers?|contributors?|bureau|redaktion|redacción|rédaction|redazione|редакция)"
    r"(?:\s+(?:staff|writers?|reporters?|correspondents?|board|team|desk|bureau|report|reports|contributors?))*$",
    re.IGNORECASE,
)
_NOBODY = set("admin administrator author authors anonymous guest home none null root test undefined unknown user webmaster wordpress editor-in-chief".split())
_AGENCIES = set("afp aap ani ansa ap apa associated bernama bloomberg cnn dpa efe ians interfax kyodo lusa pa press pti reuters tass upi xinhua yonhap".split())
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
"""Scripts that write a person's name in one word."""
_LONGEST = 60
"""Characters of a name; a longer piece is a sentence or a bureau's description of itself."""
_MOST_WORDS = 7


def has_lead(line: str) -> bool:
    """Whether a line begins as bylines do ("By …", "Автор: …")."""
    return _LEAD.match(line) is not None


def names_in(byline: str) -> tuple[str, ...]:
    """The names in a byline, with or without the word that opens it, each once. Its lines are read one by one."""
    names: list[str] = []
    for line in html.unescape(byline).splitlines():
        line = _LEAD.sub("", " ".join(_ADDRESSES.sub(" ; ", f"{line} ").split()), count=1)
        for part in _HARD.split(split_date(_TAIL.sub("", line))):
            names.extend(_names_of(_LEAD.sub("", part), first=not names))
    return tuple(dict.fromkeys(names))


def _names_of(part: str, first: bool) -> list[str]:
    """The names between two hard separators; ``first``: there was none before them."""
    pieces = _joined([piece for comma in re.split(r"\s*[,，]\s*", part) for piece in _apart(comma)])
    if len(pieces) == 2 and all(piece.isalpha() and piece.istitle() and not _is_agency(piece) for piece in pieces):
        return [", ".join(pieces)]  # "Worth, Ada"
    whole = bool(pieces) and " " in pieces[0]
    named = [(_name(piece), place) for place, piece in enumerate(pieces)]
    return [name for name, place in named if _is_name(name) and _fits(name, first and not place, bool(place) and whole)]


def _apart(piece: str) -> list[str]:
    """A piece at its "and", where whole names stand on both sides."""
    parts = [part for part in _AND.split(_OPENING_AND.sub("", piece)) if part]
    whole = all(" " in part.strip() or _is_agency(part) or is_desk(part.strip()) for part in parts)
    return parts if whole else [_OPENING_AND.sub("", piece)]


def _joined(pieces: list[str]) -> list[str]:
    """What stands behind a comma and belongs to the name before it ("Jr.") is joined to it."""
    joined: list[str] = []
    for piece in filter(None, map(str.strip, pieces)):
        if joined and _BEHIND.match(piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _name(piece: str) -> str:
    """A piece without what says where or for whom."""
    return _FULL_STOP.sub("", _LAST_WORD.sub("", _PLACE.sub("", piece)).strip(" :|-–—*()[]\t"))


def _is_name(name: str) -> bool:
    short = 0 < len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS
    return short and name.casefold() not in _NOBODY and bool(re.search(r"[^\W\d_]", name)) and not re.search(r"[\d/]", name)


def _fits(name: str, first: bool, behind: bool) -> bool:
    """Whether a name is one where it stands; ``behind``: behind a comma and a whole name, where one word is a place ("Ada Worth, Orsk")."""
    if behind and " " not in name and name.isascii():
        return _is_agency(name)
    return first or is_desk(name) or not _ROLE.search(name)


def _is_agency(name: str) -> bool:
    return name.strip(" .()").casefold() in _AGENCIES


def names_somebody(line: str) -> bool:
    """Whether a line that may be a byline is one: one word alone is a section's name as often as a person's."""
    names = names_in(line)
    return bool(names) and (has_lead(line) or any(" " in name or _is_agency(name) or _UNSPACED.search(name) for name in names))


def is_desk(name: str) -> bool:
    """Whether this names nobody in particular: "Staff writer", "News desk"."""
    return _DESK.match(name) is not None
