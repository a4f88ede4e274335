"""Figures side by side: one quantity of one event, whose it is, what replaces it, and who does not accept it. Every article is invented."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest
from conftest import WordAxes
from newsroom import AtOnce, add, embed

from bot.answer import Answer, Group, Relation
from bot.briefing import Briefing
from bot.counts import asked_quantity
from bot.grouping import HEADINGS
from bot.question import understand
from bot.sameness import is_copy
from bot.sides import is_same_body, is_same_speaker
from index.catalog import Catalog
from sources.model import Speaker
from sources.parser import Parser
from sources.quantities import quantity_names

Ask = Callable[[str], Answer]


@pytest.fixture
def asking(catalog: Catalog, embedder: WordAxes, parser: Parser) -> Ask:
    """A question over what the test has added."""

    def answered(question: str) -> Answer:
        embed(catalog, embedder)
        return Briefing(catalog, embedder, AtOnce(parser)).ask(question)

    return answered


def asked(answer: Answer) -> list[Group]:
    return [group for group in answer.figures if not group.other]


def texts(group: Group) -> list[str]:
    return [item.text for item in group.items]


@pytest.mark.parametrize(
    ("question", "quantity"),
    [
        ("how many fighters?", "strength"),
        ("how many prisoners released", "released"),
        ("how many soldiers wounded", "wounded"),
        ("how many fighters arrested by the guard", "captured"),
        ("how big is the league", "strength"),
        ("what share of them are foreigners", "share"),
        ("how many died at the dam", "killed"),
        ("how many lanterns", "other"),
        ("cholera cases, number of", "cases"),
    ],
)
def test_a_question_asks_for_one_quantity(question: str, quantity: str) -> None:
    assert asked_quantity(understand(question)) == quantity


def test_every_quantity_has_a_heading() -> None:
    assert set(quantity_names()) | {"share", "money", "measure"} == set(HEADINGS)


def test_held_and_killed_are_never_set_beside_strength(catalog: Catalog, asking: Ask) -> None:
    add(
        catalog,
        "a",
        "The League of Osk has at least 900 “sworn” fighters in barns across Edrina, the Interior Ministry said.",
        "The guard said it had arrested nearly 60 fighters of the League of Osk and killed almost 40 of its fighters.",
    )
    given = asking("how many fighters does the League of Osk have?")
    (strength,) = asked(given)
    assert (strength.quantity, texts(strength), strength.relation) == ("strength", ["at least 900 “sworn” fighters in barns across Edrina"], Relation.SINGLE)
    assert {(group.quantity, group.other) for group in given.figures} >= {("captured", True), ("killed", True)}
    item = strength.items[0]
    assert item.speaker is not None and item.speaker.name.endswith("Interior Ministry") and item.text in item.quote.text


def test_the_newest_stands_first_and_what_the_text_corrects_is_said(catalog: Catalog, asking: Ask) -> None:
    add(
        catalog,
        "old",
        "Guard officials said they held more than 400 prisoners of the League of Osk.",
        title="Guard holds prisoners",
        outlet="Wire",
        day="2024-01-17",
    )
    add(
        catalog,
        "new",
        "The Interior Ministry said the figure of more than 400 prisoners of the League of Osk was wrong, and that it held 380 prisoners.",
        title="Guard corrects its prisoners",
        outlet="Dispatch",
        day="2024-03-05",
    )
    (group,) = asked(asking("how many prisoners of the League of Osk are held?"))
    assert [(item.text.split(" prisoners")[0], item.quote.doc_id) for item in group.items] == [("380", "new"), ("more than 400", "old")]
    assert group.items[0].updates is not None and (group.items[0].updates.how, group.items[0].updates.earlier) == ("corrects", "more than 400")
    assert group.relation is Relation.UPDATED


def test_what_an_article_recalls_of_years_before_stands_apart(catalog: Catalog, asking: Ask) -> None:
    add(catalog, "now", "Mayor Ada Quill said 12 people died in the flood at the dam in Edrina.", day="2024-01-17")
    add(catalog, "then", "In 2014 a flood at the dam in Edrina killed 70 people, Bram Oss said.", day="2024-01-18")
    given = asked(asking("how many people died at the dam in Edrina?"))
    assert {(group.relation, texts(group)[0][:9]) for group in given} == {(Relation.SINGLE, "12 people"), (Relation.SINGLE, "70 people")}


def test_the_same_outlet_alone_updates_nothing(catalog: Catalog, asking: Ask) -> None:
    add(catalog, "old", "Ada Quill said 12 people died in the flood at the dam in Edrina.", title="Flood at the dam in Edrina", day="2024-01-17")
    add(catalog, "new", "Bram Oss said 19 people died in the flood at the dam in Edrina.", title="Flood at the dam in Edrina", day="2024-01-18")
    (group,) = asked(asking("how many died at the dam in Edrina?"))
    assert group.relation is Relation.DIFFER and not any(item.updates for item in group.items)


def test_one_speaker_updates_what_he_said_before(catalog: Catalog, asking: Ask) -> None:
    add(
        catalog,
        "old",
        "Mayor Ada Quill said 12 people died in the flood at the dam in Edrina.",
        title="Flood at the dam in Edrina",
        outlet="Wire",
        day="2024-01-17",
    )
    add(
        catalog,
        "new",
        "Mayor Ada Quill said 19 people died in the flood at the dam in Edrina.",
        title="Flood at the dam in Edrina",
        outlet="Post",
        day="2024-01-18",
    )
    (group,) = asked(asking("how many died at the dam in Edrina?"))
    assert group.relation is Relation.UPDATED and [bool(item.updates) for item in group.items] == [True, False]


def test_one_speaker_in_two_outlets_is_one_item(catalog: Catalog, asking: Ask) -> None:
    add(catalog, "a", "Mayor Ada Quill said 12 people died in the flood at the dam in Edrina.", outlet="Wire")
    add(catalog, "b", "Twelve people were dead after the flood at the dam in Edrina, Mayor Ada Quill told the council.", outlet="Post")
    (group,) = asked(asking("how many died at the dam in Edrina?"))
    (item,) = group.items
    assert [place.doc_id for place in item.quote.also_in] == ["b" if item.quote.doc_id == "a" else "a"]


def test_who_doubts_a_figure_stands_beside_it(catalog: Catalog, asking: Ask) -> None:
    add(
        catalog,
        "a",
        "The guard said it had arrested nearly 60 fighters of the League of Osk.",
        "Researcher Ines Vahl doubted that so many fighters of the League of Osk had been arrested.",
        "The mill was closed, Bram Oss said.",
    )
    given = asking("how many fighters of the League of Osk were arrested?")
    (dispute,) = given.disputes
    assert dispute.quote.said.speaker is not None and dispute.quote.said.speaker.name == "Ines Vahl"
    assert "nearly 60" in dispute.disputes.text


def test_everything_in_the_groups_is_cut_from_what_is_stored(catalog: Catalog, asking: Ask) -> None:
    add(catalog, "a", "Mayor Ada Quill said at least 12 people died in the flood at the dam in Edrina, and 30 fled.", "Bram Oss said 9 people died at the dam.")
    given = asking("how many died at the dam?")
    items = list(chain.from_iterable(group.items for group in given.figures))
    assert items
    for item in items:
        text = catalog.show("main", item.quote.doc_id).text
        assert item.phrase.of(text) == item.text and item.quote.span.start <= item.figure.span.start and item.figure.span.end <= item.quote.span.end


def test_a_refusal_has_no_figures(catalog: Catalog, asking: Ask) -> None:
    add(catalog, "a", "The dam has 3 gates.")
    given = asking("how many zeppelins in Portugal?")
    assert not given.answered and given.figures == () and given.disputes == ()


def test_copies_are_one_text_a_few_words_apart_with_the_same_numbers() -> None:
    text = "The mayor said on Monday that 12 people had died in the flood at the old dam in Edrina."
    assert is_copy(text, text.replace("on Monday ", ""))
    assert not is_copy(text, text.replace("12", "13"))
    assert not is_copy(text, "The mayor said that nobody knew how many had died.")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Speaker("Ada Quill"), Speaker("Quill"), True),
        (Speaker("Ada Quill"), Speaker("Bram Oss"), False),
        (Speaker("an official", anonymous=True), Speaker("an official", anonymous=True), False),
        (Speaker("Ada Quill"), None, False),
    ],
)
def test_the_unnamed_are_never_taken_for_one_another(one: Speaker | None, other: Speaker | None, same: bool) -> None:
    assert is_same_speaker(one, other) is same


def test_two_spokesmen_of_one_ministry_speak_for_one_body() -> None:
    assert is_same_body(Speaker("Ada Quill", "spokeswoman for the Interior Ministry"), Speaker("Bram Oss", "Interior Ministry spokesman"))
    assert not is_same_body(Speaker("Ada Quill", "mayor"), Speaker("Bram Oss", "mayor"))
