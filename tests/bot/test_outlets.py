"""A question to one outlet. Articles and outlets are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsroom import found, hit

from bot.outlets import of_its_outlet
from bot.question import understand
from index.search import Found


def printed() -> Found:
    hits = [hit("Turnout was 61 per cent.", doc_id="a"), hit("Turnout was 58 per cent.", doc_id="b")]
    outlets = ("Velin Observer", "Northgate Times")
    return found([replace(one, passage=replace(one.passage, outlet=outlet)) for one, outlet in zip(hits, outlets, strict=True)], 3)


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("turnout in the Velin Observer", {"Velin Observer"}),
        ("what turnout did the velin observer report", {"Velin Observer"}),
        ("turnout in Velin", {"Velin Observer", "Northgate Times"}),
        ("does Vask accept the Velin Observer findings", {"Velin Observer", "Northgate Times"}),
        ("the Velin Observer", {"Velin Observer", "Northgate Times"}),
    ],
)
def test_only_what_it_prints_is_read_where_an_outlet_is_asked(question: str, outlets: set[str]) -> None:
    understood = understand(question)
    given = replace(printed(), weights=type(printed().weights)(tuple(1.0 for _ in understood.concepts)))
    asked, kept = of_its_outlet(understood, given)
    assert {one.passage.outlet for one in kept.hits} == outlets
    assert len(asked.concepts) == len(kept.weights.of)


def test_the_name_of_an_outlet_is_no_part_of_what_is_asked_about() -> None:
    understood = understand("turnout in the Velin Observer")
    given = replace(printed(), weights=type(printed().weights)(tuple(1.0 for _ in understood.concepts)))
    asked, kept = of_its_outlet(understood, given)
    assert [concept.terms[0] for concept in asked.concepts] == ["turnout"] and asked.demands.places == ()
    assert kept.hits[0].confidence > given.hits[0].confidence
