"""Other names: what a collection's articles introduce, and a file in the data folder, count in questions and are shown when used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import WordAxes
from newsroom import add, embed

from bot.briefing import Briefing, Scope
from bot.render import names_used
from index.aliases import Alias, Names
from index.catalog import Catalog

COUNT = "The NRF has 400 fighters in the valley, said Ada Holm."


@pytest.fixture
def catalog(tmp_path: Path, embedder: WordAxes) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "data")
    add(catalog, "a", COUNT)
    add(catalog, "c", "The grain harvest was poor, farmers in the south said.")
    embed(catalog, embedder)
    yield catalog
    catalog.close()


def test_names_that_an_article_introduces_are_kept_until_it_goes(catalog: Catalog) -> None:
    add(catalog, "b", "The National Resistance Front (NRF) was founded in Vellport.")
    assert catalog.introductions("main") == (("National Resistance Front", "NRF"),) and catalog.introductions("other") == ()
    assert catalog.introduce() == 1
    catalog.remove("main", "b")
    assert catalog.introductions("main") == ()


@pytest.mark.parametrize("by_file", [False, True])
def test_a_question_by_one_name_is_looked_up_by_the_other_and_says_so(catalog: Catalog, embedder: WordAxes, by_file: bool) -> None:
    briefing = Briefing(catalog, embedder)
    question = "how many fighters does the National Resistance Front have?"
    assert briefing._understood(question, Scope()).aliases == ()
    if by_file:
        (catalog.folder / "aliases.toml").write_text('[names]\nnrf = ["NRF", "National Resistance Front"]\n')
    else:
        add(catalog, "b", "The National Resistance Front (NRF) was founded in Vellport.")
        embed(catalog, embedder)
    answer = briefing.ask(question)
    assert COUNT in [quote.text for quote in answer.quotes] and list(names_used(answer)) == ["National Resistance Front = NRF"]
    other = briefing._understood(question, Scope("other")).aliases
    assert bool(other) == by_file, "what articles introduce counts in their collection only"


def test_a_file_that_is_no_list_of_names_counts_for_nothing(catalog: Catalog, embedder: WordAxes) -> None:
    (catalog.folder / "aliases.toml").write_text("[names]\nnrf = 3\n")
    assert Briefing(catalog, embedder)._understood("who leads the NRF?", Scope()).aliases == ()


def test_a_name_in_a_longer_one_is_not_meant_and_both_names_need_no_others() -> None:
    pairs = [("National Resistance Front", "NRF"), ("Front", "Line")]
    assert Names(pairs).used_in("who leads the national resistance front?") == (Alias("national resistance front", ("NRF",)),)
    assert Names(pairs).used_in("is the NRF the National Resistance Front?") == ()
