"""The JSON of each verb has the shape of tests/schemas.py, whatever is missing in what it shows."""

from __future__ import annotations

from datetime import date

import schemas
from jsonschema import Draft202012Validator
from newsroom import add, hit

from bot.answer import Answer, Elsewhere, Quote, Reason
from bot.briefing import Searched
from bot.contract import answer_json, extracted_json, hit_json, shown_json, source_json, statements_json, summary_json
from bot.question import understand
from index.catalog import Catalog
from index.ingest import Outcome, Status
from index.provenance import find_provenance
from sources.model import Attribution, Document, Kind, Span, Speaker, Stance

SEARCHED = Searched("m", 1, 2, 3, 4)
QUOTE = Quote("ab", "d", 1, 9, 0, Span(4, 6), None, (), None, "T", None, 0.5, (Elsewhere("e", None, date(2024, 1, 2), 3),))


def valid(printed: object, schema: schemas.Schema) -> bool:
    Draft202012Validator(schema).validate(printed)
    return True


def test_an_answer_and_a_refusal_have_the_same_fields() -> None:
    question = understand("how many?")
    answered = answer_json(Answer(question, None, 0.9, (QUOTE,)), SEARCHED, 1.5)
    refused = answer_json(Answer(question, Reason.NO_FIGURE, 0.9, (), (QUOTE,), 2), SEARCHED, 1.5)
    assert valid(answered, schemas.ASK) and valid(refused, schemas.ASK)
    assert (answered["answered"], answered["reason"], answered["first_screen"]) == (True, None, 1)
    assert (refused["answered"], refused["reason"], refused["quotes"], len(refused["nearest"])) == (False, "no-figure", [], 1)
    assert answered["index"] == {"model": "m", "documents": 1, "passages": 2, "pending": 3, "generation": 4}


def test_paragraphs_count_from_0_in_json_and_from_1_in_the_signature() -> None:
    quote = answer_json(Answer(understand("x"), None, 0.9, (QUOTE,)), SEARCHED, 0)["quotes"][0]
    assert quote["paragraph"] == 0 and quote["signature"].endswith("¶1")
    assert (quote["start"], quote["end"], quote["also_in"][0]["published"]) == (4, 6, "2024-01-02")


def test_a_document_shows_paragraphs_that_are_slices_of_its_text(catalog: Catalog) -> None:
    add(catalog, "d", "One.", "Two 👍🏽.", "Three.", outlet=None, day=None)
    stored = catalog.show("main", "d")
    known = find_provenance(catalog, [stored.revision_id])[stored.revision_id]
    shown = shown_json(stored, known)
    assert valid(shown, schemas.SHOW) and valid([source_json(stored, known)], schemas.SOURCES)
    assert [shown["text"][one["start"] : one["end"]] for one in shown["paragraphs"]] == ["One.", "Two 👍🏽.", "Three."]
    assert source_json(stored, known)["paragraphs"] == 3


def test_an_extract_a_hit_and_a_summary_have_their_shape() -> None:
    assert valid(extracted_json(Document("T", ("One.",))), schemas.EXTRACT)
    assert valid(extracted_json(Document("T", ("One.",), "W", ("A",), date(2024, 1, 2), "u", "en")), schemas.EXTRACT)
    assert valid(hit_json(hit("One.")), schemas.HIT)
    outcomes = [Outcome("a", Status.ADDED, "d", notes=("n",)), Outcome("b", Status.FAILED, reason="why"), Outcome("c", Status.REVISED, "e")]
    summary = summary_json(outcomes)
    assert valid(summary, schemas.ADD)
    assert summary["failed"] == [{"source": "b", "reason": "why"}] and summary["unchanged"] == []


def test_statements_have_their_shape_with_and_without_a_speaker() -> None:
    named = Attribution((Span(1, 2), Span(4, 6)), (Span(2, 3),), (), Speaker("Ada Holm", "pilot", True), Kind.MIXED, Stance.DENIES, "a log", 0.9)
    bare = Attribution((Span(1, 2),), (), (), None, Kind.DIRECT, Stance.ASSERTS, None, 0.0)
    printed = statements_json("d", (named, bare))
    assert valid(printed, schemas.STATEMENTS)
    first, second = printed["attributions"]
    assert (first["content"], first["speaker"], first["role"], first["anonymous"], first["via"]) == ([[1, 2], [4, 6]], "Ada Holm", "pilot", True, "a log")
    assert (second["speaker"], second["role"], second["anonymous"]) == (None, None, False)
