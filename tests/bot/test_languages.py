"""The catalogues: whole, with the placeables of English, and, where a language is written from the right, with every line of ours told to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.languages import (
    ENGLISH,
    FOLDER,
    NOT_REVIEWED,
    BadCatalogue,
    Catalogue,
    catalogue,
    codes,
    day,
    directed,
    isolated,
    language_of,
    offered,
    say,
    speaking,
    spoken,
)

DARI = "fa-AF"
OTHERS = [code for code in codes() if code != ENGLISH]


class Placeables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def placeables(code: str) -> dict[str, set[str]]:
    """The names of the values that each message of a catalogue puts in."""
    found = {}
    for entry in FluentParser().parse((FOLDER / f"{code}.ftl").read_text(encoding="utf-8")).body:
        if isinstance(entry, Message):
            visitor = Placeables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


def uses() -> Iterator[tuple[str, str]]:
    """(file, message) wherever the code says one by its name."""
    for file in FOLDER.parent.rglob("*.py"):
        for name in re.findall(r"\bsay\(\s*\"([\w-]+)\"", file.read_text(encoding="utf-8")):
            yield file.name, name


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_every_message_of_english_and_none_besides(code: str) -> None:
    assert catalogue(ENGLISH).messages - catalogue(code).messages == set(), "missing"
    assert catalogue(code).messages - catalogue(ENGLISH).messages <= {NOT_REVIEWED}, "of no use"


@pytest.mark.parametrize("code", OTHERS)
def test_a_message_puts_in_what_english_puts_in(code: str) -> None:
    english, theirs = placeables(ENGLISH), placeables(code)
    assert {name: theirs[name] for name in english if theirs[name] != english[name]} == {}


@pytest.mark.parametrize("code", codes())
def test_every_message_can_be_said_with_its_values(code: str) -> None:
    for name, values in placeables(code).items():
        for number in (0, 1, 2, 5, 11, 2000):
            assert Catalogue.say(catalogue(code), name, dict.fromkeys(values, number)).strip()


def test_every_message_that_the_code_says_is_there() -> None:
    used = list(uses())
    assert len(used) >= 20
    assert [one for one in used if one[1] not in catalogue(ENGLISH).messages] == []


def test_a_missing_message_and_a_placeable_without_a_value_are_found() -> None:
    broken = Catalogue(ENGLISH, "a = { $who } said\n")
    with pytest.raises(BadCatalogue):
        broken.say("b", {})
    with pytest.raises(BadCatalogue):
        broken.say("a", {})
    with pytest.raises(BadCatalogue):
        Catalogue(ENGLISH, "this is no Fluent\n")


def test_dari_is_offered_and_says_that_nobody_has_read_it_yet() -> None:
    dari = next(one for one in offered() if one.code == DARI)
    assert (dari.from_the_right, dari.reviewed) == (True, False)
    assert [language_of(written) for written in ("fa", "FA_af", "en", "xx", "")] == [DARI, DARI, ENGLISH, None, None]


@pytest.mark.parametrize("length", [10, 1999, 2000, 2001, 2500, 2501, 9000])
def test_a_value_of_any_length_is_put_in_as_it_is(length: int) -> None:
    words = "x" * length
    assert say("cited-own") in say("cited", outlet=words, manner=say("cited-own"), place=words, words="A \u200fB.")
    assert say("cited", outlet="VOA", manner="", place="¶1", words=words) == f"VOA (¶1): “{words}”"


def test_what_is_spoken_ends_with_what_it_was_set_for() -> None:
    with speaking(DARI):
        assert spoken() == DARI
        with speaking("xx"):
            assert spoken() == ENGLISH
    assert spoken() == ENGLISH


def test_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    assert [day(date(2021, month, 1)) for month in (5, 9, 11)] == ["1 May 2021", "1 Sep 2021", "1 Nov 2021"]
    with speaking(DARI):
        assert day(date(2021, 11, 10)) == "۱۰ نومبر ۲۰۲۱"


def test_words_of_another_language_are_isolated_only_where_ours_runs_from_the_right() -> None:
    assert (isolated("VOA"), directed("VOA")) == ("VOA", "VOA")
    with speaking(DARI):
        assert isolated("VOA") == "\u2068VOA\u2069" and directed("VOA") == "\u200fVOA"
        assert "\u2068Asia/Kabul\u2069" in say("settings-zone-is", value="Asia/Kabul"), "a value"
        assert "\u2068/settings zone Asia/Kabul\u2069" in say("settings-how"), "a word of the catalogue's own"
