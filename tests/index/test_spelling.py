"""Words that no source holds and that look like one that does."""

from __future__ import annotations

import json

import pytest

from index.catalog import Catalog
from index.ingest import add_source
from index.spelling import read_as
from sources.model import Given, RawSource


@pytest.mark.parametrize(("typed", "read"), [("fihgters", "fighters"), ("Fihgters", "Fighters")])
def test_of_two_forms_that_differ_by_a_capital_the_one_that_is_written_as_typed_is_meant(catalog: Catalog, typed: str, read: str) -> None:
    line = json.dumps({"doc_id": "d", "title": "Fighters", "paragraphs": ["Fighters left. The other fighters stayed."]}).encode()
    add_source(catalog, RawSource(line, "d", "jsonl:d", "application/json", Given()), "main", "d")
    assert read_as(catalog, "main", [typed]) == {typed: read}
