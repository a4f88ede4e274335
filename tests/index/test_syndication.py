"""The same words in several documents are found again, and nothing else is taken for the same words."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from index import database
from index.catalog import Catalog
from index.ingest import add_source
from index.provenance import find_provenance
from index.relations import COPY
from index.syndication import find_twins, is_same
from index.tables import relations
from sources.model import Given, RawSource

DAM = "The Tallow dam opened on Friday after three weeks of repairs, the ministry said in a statement to reporters."
COUNT = "We counted at least 412 workers at the site, said Ada Holm, the chief engineer of the dam above Marrowgate."
GRAIN = "Farmers along the river have waited for the water since early spring, and many of them have lost their grain."
RAIN = "Heavy rain is forecast for the coming week, which engineers expect to fill the reservoir to the brim again."
OWN = "The Post adds a line of its own here, about the weather in the town on that day."
OTHER = "The league postponed its final after a storm tore the roof off the stadium in the northern port of Vellport."


def add(catalog: Catalog, doc_id: str, outlet: str, *paragraphs: str, title: str = "Dam opens at Tallow", day: str = "2024-03-05") -> None:
    line = json.dumps({"doc_id": doc_id, "title": title, "source": outlet, "date": day, "language": "en", "paragraphs": paragraphs}).encode()
    add_source(catalog, RawSource(line, doc_id, f"jsonl:{doc_id}", "application/json", Given()), "main", doc_id)


def ties(catalog: Catalog) -> set[tuple[int, int, str]]:
    with database.reading(catalog.engine) as connection:
        return {tuple(row) for row in connection.execute(select(relations))}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (COUNT, COUNT.upper()),
        (COUNT, COUNT.replace(" the chief engineer", " chief engineer")),
        (COUNT, COUNT.replace("We counted", "“We counted").replace("site,", "site,”")),
        (DAM, DAM.replace("in a statement to reporters", "in a statement")),
    ],
)
def test_small_edits_leave_the_same_words(one: str, other: str) -> None:
    assert is_same(one, other) and is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (COUNT, COUNT.replace("412", "450")),
        (COUNT, COUNT.replace("at least ", "")),
        (COUNT, COUNT.replace("at least", "at most")),
        (COUNT, COUNT.replace("Ada Holm", "Bo Quill")),
        (DAM, DAM.replace("opened", "has not opened")),
        (DAM, DAM.replace("three weeks", "four weeks")),
        (DAM, DAM.replace("Friday", "Monday")),
        ("He denied it.", "He said it."),
        (DAM, OTHER),
    ],
)
def test_a_figure_a_name_a_denial_or_a_qualifier_makes_another_sentence(one: str, other: str) -> None:
    assert not is_same(one, other) and not is_same(other, one)


@given(st.text(max_size=80), st.text(max_size=80))
def test_sameness_is_mutual_and_every_text_is_the_same_as_itself(one: str, other: str) -> None:
    assert is_same(one, one) and is_same(one, other) == is_same(other, one)


def test_a_wire_text_from_two_outlets_is_two_documents_that_are_tied(catalog: Catalog) -> None:
    add(catalog, "wire", "Meridian Wire", DAM, COUNT, GRAIN, RAIN)
    add(
        catalog,
        "post",
        "Harbour Post",
        "The Post adds a line of its own here, about the weather in the town on that day.",
        DAM,
        COUNT.replace(" the chief", " chief"),
        GRAIN,
        RAIN,
    )
    add(catalog, "sport", "Harbour Post", OTHER, title="Final postponed")
    assert ties(catalog) == {(2, 1, COPY)}
    passages = catalog.passages(range(1, 11))
    count = next(one.id for one in passages.values() if one.doc_id == "wire" and one.text == COUNT)
    assert [one.doc_id for one in find_twins(catalog, [count])[count]] == ["post"]


def test_twins_are_of_the_same_collection_and_live(catalog: Catalog) -> None:
    add(catalog, "wire", "Meridian Wire", DAM, COUNT)
    line = json.dumps({"doc_id": "far", "title": "t", "paragraphs": [DAM, COUNT]}).encode()
    add_source(catalog, RawSource(line, "far", "jsonl:far", "application/json", Given()), "field", "far")
    add(catalog, "post", "Harbour Post", DAM, COUNT)
    add(catalog, "post", "Harbour Post", OTHER)
    assert find_twins(catalog, [1, 2]) == {}


def test_an_article_that_corrects_an_earlier_one_is_tied_to_it(catalog: Catalog) -> None:
    add(catalog, "first", "Meridian Wire", DAM, COUNT, GRAIN)
    add(catalog, "else", "Meridian Wire", OTHER, title="Final postponed by a storm")
    add(catalog, "named", "Meridian Wire", "The article “Dam opens at Tallow” misstated who counted the workers.", title="Correction", day="2024-03-07")
    add(catalog, "again", "Meridian Wire", DAM, COUNT.replace("412", "214"), GRAIN, "An earlier version of this article misstated the count.", day="2024-03-08")
    first = catalog.show("main", "first").revision_id
    assert [one.doc_id for one in find_provenance(catalog, [first])[first].corrected_by] == ["named", "again"]
    assert not find_provenance(catalog, [catalog.show("main", "else").revision_id])[catalog.show("main", "else").revision_id].corrected_by


def test_an_earlier_article_corrects_no_later_one_and_another_outlets_corrects_nobody(catalog: Catalog) -> None:
    add(catalog, "later", "Meridian Wire", DAM, COUNT, day="2024-03-09")
    add(catalog, "early", "Meridian Wire", "The article “Dam opens at Tallow” misstated the count of the workers.", title="Correction", day="2024-03-07")
    add(catalog, "foreign", "Harbour Post", "The article “Dam opens at Tallow” misstated the count of the workers.", title="Correction", day="2024-03-10")
    later = catalog.show("main", "later").revision_id
    assert find_provenance(catalog, [later])[later].corrected_by == ()


def test_sketches_find_nine_of_ten_lightly_edited_paragraphs_and_no_strangers(catalog: Catalog) -> None:
    chance = random.Random(7)
    words = [f"{a}{b}" for a in ("tal", "mar", "vel", "hol", "qui", "bren") for b in ("low", "gate", "port", "mer", "dow", "rick", "stad", "ane")]
    originals = [" ".join(chance.choices(words, k=60)) + "." for _ in range(60)]
    edited = [" ".join([*text.split()[:30], "also", *text.split()[30:]]) for text in originals]
    add(catalog, "wire", "Meridian Wire", *originals)
    add(catalog, "post", "Harbour Post", *edited)
    found = find_twins(catalog, range(1, 61))
    right = sum(any(twin.paragraph == passage - 1 for twin in twins) for passage, twins in found.items())
    wrong = sum(twin.paragraph != passage - 1 for passage, twins in found.items() for twin in twins)
    assert right >= 54 and wrong == 0
