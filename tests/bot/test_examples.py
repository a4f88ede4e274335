"""The questions that a newcomer is offered: they read like questions, and the loaded sources answer them."""

from __future__ import annotations

from conftest import WordAxes
from newsroom import add, embed

from bot.briefing import Briefing, Scope
from bot.examples import examples
from index.catalog import Catalog


def offered(catalog: Catalog, embedder: WordAxes, *paragraphs: str, title: str = "Untitled") -> tuple[str, ...]:
    add(catalog, "a", *paragraphs, title=title)
    embed(catalog, embedder)
    return examples(Briefing(catalog, embedder), Scope())


def test_a_count_of_what_was_done_is_asked_as_people_ask_it(catalog: Catalog, embedder: WordAxes) -> None:
    assert offered(catalog, embedder, "The raids killed almost 40 militants, he said.") == ("how many militants were killed?",)


def test_a_place_of_the_title_is_named_where_the_text_says_in_it(catalog: Catalog, embedder: WordAxes) -> None:
    found = offered(catalog, embedder, "Some 300 families were displaced in Marrowick.", "Marrowick is a town.", title="Flood empties Marrowick")
    assert found == ("how many families were displaced in Marrowick?",)


def test_a_person_is_asked_about_by_the_whole_name_and_without_rank(catalog: Catalog, embedder: WordAxes) -> None:
    found = offered(catalog, embedder, "The front held, said Maj. Orla Brannick-Voss, a spokeswoman.", "The mayor Ivo Sandermarsh, 58, agreed.")
    assert found == ("who is Orla Brannick-Voss?", "who is Ivo Sandermarsh?")


def test_a_body_that_speaks_is_no_person_and_others_are_no_people(catalog: Catalog, embedder: WordAxes) -> None:
    assert offered(catalog, embedder, "The Interior Ministry said it was over.", "The blast killed two others.") == ()
