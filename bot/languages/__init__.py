"""What the bot says in words of its own, in the language of the chat. The one home of Fluent and Babel.

A catalogue is one file, ``<BCP 47 tag>.ftl``, beside this one; ``en.ftl`` is complete, and a language is offered when its file has every
message that English has. Which language is spoken is, as a locale is everywhere, a matter of the context and not of every signature:
`speaking` sets it for what is called within, in this thread or task; outside of it English is spoken. Quotes never pass through here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale
    from fluent.runtime import FluentBundle
    from fluent.runtime.resolver import Pattern

ENGLISH = "en"
FOLDER = Path(__file__).parent
NOT_REVIEWED = "language-review"
"""The message that a catalogue has until somebody who grew up with its language has read it: it says so, in that language."""
_ISOLATE, _POP, _FROM_THE_RIGHT = "\u2068", "\u2069", "\u200f"
_LITERAL = re.compile(r'\{ *"([^"\\{}]*\w[^"\\{}]*)" *\}')
"""What a catalogue sets apart because it is in another language: a command, a name. Fluent isolates values, but not these."""
_ZEROS = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6}
"""Numbering systems of CLDR by their zero: Babel knows which one a language uses, and writes Latin digits all the same."""
_LONGEST_VALUE = 2000
"""Characters. Fluent refuses values of more than 2500; what is longer is put in behind it."""
_STAND_IN = re.compile("\ufdd0([0-9]+)\ufdd0")
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


class BadCatalogue(ValueError):
    """A catalogue, or a use of it, that a test has to find: an unknown message, a placeable without a value."""


@dataclass(frozen=True, slots=True)
class Language:
    """``code``: BCP 47; ``name``: what its speakers call it; ``reviewed``: one of them has read its catalogue."""

    code: str
    name: str
    reviewed: bool
    from_the_right: bool


class Catalogue:
    """One language's messages. Read once; safe between threads once it is there."""

    def __init__(self, code: str, text: str) -> None:
        from babel import Locale
        from fluent.runtime import FluentBundle, FluentResource

        self.code = code
        self.locale: Locale = Locale.parse(code, sep="-")
        self.from_the_right = self.locale.text_direction == "rtl"
        zero = _ZEROS.get(self.locale.default_numbering_system)
        self._digits = {0x30 + at: zero + at for at in range(10)} if zero else {}
        self._bundle: FluentBundle = FluentBundle([code], _FUNCTIONS, use_isolating=self.from_the_right)
        self._bundle.add_resource(FluentResource(_LITERAL.sub(rf"{_ISOLATE}\1{_POP}", text) if self.from_the_right else text))
        self.messages = frozenset(_messages_of(text))
        self._number = _number_type(self._digits)

    def say(self, message: str, values: Mapping[str, Any]) -> str:
        """A message with its values. BadCatalogue where it is missing, or a placeable has no value."""
        if message not in self.messages:
            raise BadCatalogue(f"{self.code} has no message {message}")
        pattern = self._bundle.get_message(message).value
        if pattern is None:
            raise BadCatalogue(f"{self.code}: {message} says nothing")
        long = [value for value in values.values() if isinstance(value, str) and len(value) > _LONGEST_VALUE]
        said = self._formatted(message, pattern, {name: self._value(value, long) for name, value in values.items()})
        return _STAND_IN.sub(lambda found: long[int(found[1])], said) if long else said

    def _formatted(self, message: str, pattern: Pattern, values: dict[str, Any]) -> str:
        """What `FluentBundle.format_pattern` does, with numbers that know their digits: it would make plain ones of them."""
        from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment

        errors: list[Exception] = []
        try:
            said = pattern(ResolverEnvironment(context=self._bundle, current=CurrentEnvironment(args=values), errors=errors))
        except ValueError as error:
            errors.append(error)
        if errors:
            raise BadCatalogue(f"{self.code}: {message}: {errors[0]}")
        return str(said)

    def _value(self, value: Any, long: list[str]) -> Any:
        if isinstance(value, str) and value in long:
            return f"\ufdd0{long.index(value)}\ufdd0"
        if isinstance(value, bool) or not isinstance(value, int | date):
            return value
        return self.day(value) if isinstance(value, date) else self._number(value)

    def day(self, value: date) -> str:
        """A day of the Gregorian calendar, the sources' own, by the catalogue's pattern (CLDR)."""
        from babel.dates import format_date

        return str(format_date(value, self.say("day-pattern", {}), locale=self.locale)).translate(self._digits)

    def moment(self, at: datetime) -> str:
        """A day of the week, a day and a time."""
        from babel.dates import format_datetime

        return str(format_datetime(at, self.say("moment-pattern", {}), locale=self.locale)).translate(self._digits)

    def digits(self, words: str) -> str:
        """Words of ours with the digits of the language."""
        return words.translate(self._digits)


def _possessive(name: Any) -> str:
    """What catalogues call POSSESSIVE: "VOA" -> "VOA's", "Reuters" -> "Reuters'"."""
    return f"{name}'" if str(name).endswith("s") else f"{name}'s"


_FUNCTIONS: dict[str, Any] = {"POSSESSIVE": _possessive}


def _messages_of(text: str) -> Iterator[str]:
    from fluent.syntax import FluentParser
    from fluent.syntax.ast import Junk, Message

    for entry in FluentParser().parse(text).body:
        if isinstance(entry, Junk):
            raise BadCatalogue(f"not Fluent: {(entry.content or '').strip()[:80]}")
        if isinstance(entry, Message):
            yield entry.id.name


def _number_type(digits: dict[int, int]) -> Callable[[int], Any]:
    from babel.numbers import format_decimal
    from fluent.runtime.types import FluentInt

    class Number(FluentInt):
        """An integer that is written as its language writes it; plurals still see the number."""

        def format(self, locale: Locale) -> str:
            return format_decimal(int(self), locale=locale, numbering_system="default").translate(digits)

    return Number


@cache
def catalogue(code: str) -> Catalogue:
    """The catalogue of a language. BadCatalogue where there is none that can be read."""
    file = FOLDER / f"{code}.ftl"
    if code not in codes():
        raise BadCatalogue(f"no catalogue of {code}")
    return Catalogue(code, file.read_text(encoding="utf-8"))


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a file, English first."""
    return tuple(sorted((file.stem for file in FOLDER.glob("*.ftl")), key=lambda code: (code != ENGLISH, code)))


@cache
def offered() -> tuple[Language, ...]:
    """The languages whose catalogue is whole: one that lacks a message would be spoken half and half."""
    needed = catalogue(ENGLISH).messages
    whole = [one for code in codes() if needed <= (one := catalogue(code)).messages]
    return tuple(Language(one.code, one.say("language-name", {}), NOT_REVIEWED not in one.messages, one.from_the_right) for one in whole)


def language_of(written: str) -> str | None:
    """The code of an offered language as somebody writes it ("fa-AF", "fa_af", "fa"); None where none or several are meant."""
    asked, known = written.strip().replace("_", "-").casefold(), [one.code for one in offered()]
    found = [code for code in known if code.casefold() == asked] or [code for code in known if code.casefold().partition("-")[0] == asked]
    return found[0] if len(found) == 1 else None


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within this, the language is spoken; one that is not offered is English."""
    before = _spoken.set(code if any(one.code == code for one in offered()) else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The code of the language that is spoken."""
    return _spoken.get()


def say(message: str, /, **values: str | int | date) -> str:
    """A message in the language that is spoken. Numbers are grouped and chosen by, days written, words put in as they are (isolated where
    the language is written from the right)."""
    return catalogue(spoken()).say(message, values)


def day(value: date) -> str:
    """ "10 Nov 2021"."""
    return catalogue(spoken()).day(value)


def moment(at: datetime) -> str:
    """ "Sun 8 Mar, 07:00", by the clock of ``at``."""
    return catalogue(spoken()).moment(at)


def digits(words: str) -> str:
    """A number or a time that is written already, in the digits of the language."""
    return catalogue(spoken()).digits(words)


def name_of(code: str) -> str:
    """What a language (ISO 639-1) is called; its code where nobody knows."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name(catalogue(spoken()).locale) or code
    except (ValueError, UnknownLocaleError):
        return code


def html_language() -> str:
    """The attributes of a page in the language that is spoken."""
    return f'lang="{spoken()}" dir="rtl"' if catalogue(spoken()).from_the_right else f'lang="{spoken()}"'


def isolating() -> tuple[str, str]:
    """What stands before and behind a quotation within a line of ours: nothing where ours runs from the left."""
    return (_ISOLATE, _POP) if catalogue(spoken()).from_the_right else ("", "")


def isolated(words: str) -> str:
    """Words in another language within a line of ours: what stands around them keeps its order where ours is written from the right."""
    before, behind = isolating()
    return f"{before}{words}{behind}" if words else words


def listed(words: Iterable[str]) -> str:
    """ "Ada Holm, Bram Oss": names in another language, parted as ours parts them."""
    return say("list-comma").join(map(isolated, words))


def shortened(words: str, most: int) -> str:
    """A title, a name or a list of ours; never a quote. What was isolated in it stays so."""
    if len(words) <= most:
        return words
    kept = words[: most - 1].rstrip()
    return f"{kept}…{_POP * max(0, kept.count(_ISOLATE) - kept.count(_POP))}"


def directed(line: str) -> str:
    """A line of ours that stands by itself: told to run from the right where our language does, whatever it begins with."""
    return f"{_FROM_THE_RIGHT}{line}" if line and catalogue(spoken()).from_the_right and not line.startswith(_FROM_THE_RIGHT) else line
