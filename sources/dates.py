"""The day that a line names, when the line is a date line. Month names of any language: the one home of dateparser."""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = re.compile(r"(?<!\d)(?:1[2-689]|20)\d\d(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_LABEL_WORDS = """
    published posted updated modified date dated issued created aktualisiert veröffentlicht stand publié publiée mis[ ]à[ ]jour publicado actualizado
    atualizado pubblicato aggiornato опубликовано обновлено дата opublikowano aktualizacja data yayınlanma güncelleme giriş güncellenme tarih
    تاريخ[ ]النشر تاريخ نشر[ ]في آخر[ ]تحديث تاریخ[ ]انتشار تاریخ 发布时间 发表时间 更新时间 时间 時間 公開日 更新日 公開 更新 입력 수정 प्रकाशित अपडेट
"""
_LABEL = re.compile(
    rf"^\W*(?P<label>(?:first |last )?(?:{'|'.join(_LABEL_WORDS.split())}))(?!\w)(?:\s+(?:on|at|am|le|el|em|il)(?!\w))?\s*[:：]?\s*".replace("[ ]", " "),
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updat|modifi|aktuali[sz]|mis à jour|a[ck]?tuali[sz]|aggiorn|обновл|güncel|تحديث|更新|수정|अपडेट", re.IGNORECASE)
_MONTH = r"[^\W\d_][^\s\d,.;:()|/–—-]{1,14}"
_NAMED = (
    re.compile(
        rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+|-)(?:of\s+|de\s+|d['’])?(?P<month>{_MONTH})[.,]{{0,2}}(?:\s+|-)(?:de[l]?\s+|g\.\s+)?(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(rf"(?<!\w)(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<year>\d{{4}})[.,]?\s+(?:gada\s+|m\.\s+)?(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?!\d)"),
    re.compile(r"(?<!\w)(?P<day>\d{1,2})\s+tháng\s+(?P<number>\d{1,2}),?\s+(?:năm\s+)?(?P<year>\d{4})(?!\d)", re.IGNORECASE),
)
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?(?:\s+(?-i:[A-Z]{2,4})\b)?|\b(?:GMT|UTC|EST|EDT|ET|Uhr)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*$""")
_WORDS_BEFORE = 2
_WORDS_AFTER = 4
"""A weekday and a place may stand before the date, a time and a zone behind it; more words make the line a sentence."""
_SMALL_BEFORE = frozenset("den le la el em os il lo dia".split())
_TITLE_GOES_ON = re.compile(r"\s*[:;?!]\s*[^\W\d_]")
_LONGEST_LINE = 90


@dataclass(frozen=True, slots=True)
class FoundDate:
    """``day`` is None and ``ambiguous`` True for 10/11/2021: day and month can be either, so nobody's guess is taken.

    ``doubt`` orders several date lines of one page: 0 for nothing but a date, more for words before it and for "updated".
    """

    day: date | None
    ambiguous: bool = False
    doubt: int = 0


def find_date(line: str) -> FoundDate | None:
    """The date that a line names, None when it is no date line. Times and zones are left aside: a day is what is kept."""
    if len(line) > 2 * _LONGEST_LINE:
        return None
    line = _plain_digits(line.strip())
    label = _LABEL.match(line)
    named = _named_day(line[label.end() :], labelled=True) if label else _named_day(line)
    if named is None:
        return None
    found, words_before = named
    return FoundDate(found.day, found.ambiguous, words_before + (10 if label and _UPDATED.search(label["label"]) else 0))


def split_date(line: str) -> str:
    """A line without the date, the time and the bars behind its words: the names of "By A B, March 4, 2021"."""
    plain = _plain_digits(line[: 2 * _LONGEST_LINE])
    if not _YEAR.search(plain):
        return line
    starts = [match.start() for pattern in (_ISO, _NUMERIC, *_NAMED) if (match := pattern.search(plain)) and match.start()]
    return line[: min(starts)].rstrip(" ,|·•–—-") if starts else line


def _plain_digits(text: str) -> str:
    """Digits of any script as ASCII digits, character for character."""
    return "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text)


def _named_day(line: str, labelled: bool = False) -> tuple[FoundDate, int] | None:
    """The day, and how many words stand before it."""
    if len(line) > _LONGEST_LINE or not _YEAR.search(line):
        return None
    for pattern in (_ISO, _NUMERIC, *_NAMED):
        match = pattern.search(line)
        words = _words_before(line, match) if match and (labelled or not _tells_after(line, match)) else None
        if match and words is not None:
            found = _day_of(match)
            if found:
                return found, words
    return None


def _tells_after(line: str, match: re.Match[str]) -> bool:
    """Whether a short sentence goes on behind the date: "On 12 May 2023, rebels entered Orsk." """
    after = _TIME.sub(" ", line[match.end() :])
    return bool(_SENTENCE_END.search(after)) and any(word[0].islower() and len(word) > 2 for word in _WORD.findall(after))


def _words_before(line: str, match: re.Match[str]) -> int | None:
    """How many words stand before the date, None when there is more around it than a date line has."""
    before = _WORD.findall(_TIME.sub(" ", line[: match.start()]))
    if _TITLE_GOES_ON.match(line[match.end() :]):
        return None
    after = _WORD.findall(_TIME.sub(" ", re.split(r"\s[–—|·•]\s|\(", line[match.end() :])[0]))
    if len(before) > _WORDS_BEFORE or len(after) > _WORDS_AFTER:
        return None
    if len(before) > 1 and any(word.islower() and word.isascii() and word not in _SMALL_BEFORE for word in before):
        return None
    return len(before)


def _day_of(match: re.Match[str]) -> FoundDate | None:
    if match.re is _ISO:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match.re is _NUMERIC:
        return _from_numbers(int(match[1]), int(match[3]), int(match[4]), dotted=match[2] == ".")
    fields = match.groupdict()
    year, day = int(fields["year"]), int(fields["day"])
    if fields.get("number"):
        return _day(year, int(fields["number"]), day)
    solar = _SOLAR_MONTHS.get(fields["month"])
    if solar:
        return _solar_day(year, solar, day)
    month = _month(fields["month"])
    return _day(year, month, day) if month else None


def _from_numbers(first: int, second: int, year: int, dotted: bool) -> FoundDate | None:
    """Full stops put the day first wherever they are used; slashes and hyphens do not tell."""
    if dotted or first == second or first > 12:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    return FoundDate(None, ambiguous=True)


def _day(year: int, month: int, day: int) -> FoundDate | None:
    if 1200 <= year < 1600:
        return _solar_day(year, month, day)
    try:
        return FoundDate(date(year, month, day))
    except ValueError:
        return None


_SOLAR_MONTHS = {
    name: number
    for names in (
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
    )
    for number, name in enumerate(names.split(), start=1)
}
"""The months of the solar Hijri calendar as Iran and as Afghanistan name them."""


def _solar_day(year: int, month: int, day: int) -> FoundDate | None:
    """A day of the solar Hijri calendar, by the 33-year cycle (right for 1206 to 1498, that is 1827 to 2119)."""
    if not (1206 <= year <= 1498 and 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    years = year - 1206
    leap_days = sum((1206 + passed) % 33 in (1, 5, 9, 13, 17, 22, 26, 30) for passed in range(years))
    days = 365 * years + leap_days + 31 * (month - 1) - max(0, month - 7) + day - 1
    return FoundDate(_SOLAR_EPOCH + timedelta(days=days))


_SOLAR_EPOCH = date(1827, 3, 22)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$",
    re.IGNORECASE,
)
_LEVANTINE = {"شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9}
"""Arabic month names of Syria, Lebanon, Iraq and Jordan that dateparser does not know."""


def _month(name: str) -> int | None:
    """A month's number from its name: English at once, other languages by dateparser."""
    if _ENGLISH_MONTH.match(name):
        return _ENGLISH.index(name[:3].lower()) + 1
    if name in _LEVANTINE:
        return _LEVANTINE[name]
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(f"15 {name} 2001", settings={"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"})
    return found.month if found and (found.year, found.day) == (2001, 15) else None
