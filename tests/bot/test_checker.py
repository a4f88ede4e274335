"""Wording checks over the project's own samples: nothing altered passes for word for word, and no typography hides a true quotation."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import AtOnce, add
from wordings import altered, sentences_in, set_otherwise

from bot.check import Verdict
from bot.checker import Checker
from index.catalog import Catalog
from index.ingest import add_source
from index.lookup import passages_holding, passages_like
from sources.fetch import list_sources, read_file
from sources.model import Given
from sources.parser import Parser

SAMPLES = Path(__file__).parent.parent.parent / "sources" / "samples"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog(tmp_path_factory.mktemp("samples")) as catalog:
        for path in list_sources(str(SAMPLES)):
            add_source(catalog, read_file(path, Given()), "main")
        yield catalog


@pytest.fixture(scope="module")
def originals(stored: Catalog) -> list[str]:
    found = sentences_in([paragraph for one in stored.list_documents("main") for paragraph in one.document.paragraphs])
    assert len(found) > 100
    return found


@pytest.mark.slow
def test_none_of_500_altered_wordings_is_called_word_for_word(stored: Catalog, originals: list[str]) -> None:
    checker = Checker(stored)
    wrong = [(kind, text) for kind, text in altered(originals, 500, seed=20211110) if checker.check(text).verdict is Verdict.VERBATIM]
    assert wrong == []


@pytest.mark.slow
def test_498_of_500_true_wordings_set_otherwise_are_called_word_for_word(stored: Catalog, originals: list[str]) -> None:
    checker, chance = Checker(stored), random.Random(20211110)
    missed = [text for text in (set_otherwise(chance.choice(originals), chance) for _ in range(500)) if checker.check(text).verdict is not Verdict.VERBATIM]
    assert len(missed) <= 2, missed


def test_the_article_that_names_the_claimed_speaker_counts_before_one_that_names_nobody(catalog: Catalog) -> None:
    add(catalog, "copy", "“Nobody was at the dam,” she said.")
    add(catalog, "first", "“Nobody was at the dam,” Ada Quill said.")
    checker = Checker(catalog)
    true, false = checker.check("Nobody was at the dam", "Ada Quill"), checker.check("Nobody was at the dam", "Bram Oss")
    assert (true.verdict, true.speaker) == (Verdict.VERBATIM, "Ada Quill")
    assert (false.verdict, false.speaker) == (Verdict.MISATTRIBUTED, "Ada Quill")
    assert false.found is not None and false.found.doc_id == "first"


def test_a_wording_is_held_against_whom_the_article_names_a_sentence_earlier(catalog: Catalog, parser: Parser) -> None:
    hers = "Ada Quill, the mayor, denied it on Monday. The dam had been empty for a week, she said."
    add(catalog, "a", hers, "Bram Oss, a clerk, told the council that he had seen a lamp.")
    checker = Checker(catalog, AtOnce(parser))
    true, his = checker.check("The dam had been empty for a week", "Ada Quill"), checker.check("he had seen a lamp", "Ada Quill")
    assert (true.verdict, true.speaker) == (Verdict.VERBATIM, "Ada Quill")
    assert (his.verdict, his.speaker) == (Verdict.MISATTRIBUTED, "Bram Oss")
    assert his.found is not None and his.found.said.speaker is not None and his.found.said.speaker.name == "Bram Oss"


def test_the_speaker_that_the_pasted_text_names_is_checked_when_no_other_is_given(catalog: Catalog) -> None:
    add(catalog, "a", "“Nobody was at the dam,” Ada Quill said.")
    assert Checker(catalog).check("Bram Oss: “Nobody was at the dam”").verdict is Verdict.MISATTRIBUTED


def test_what_is_no_longer_what_was_stored_is_not_shown(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    add(catalog, "a", "“Nobody was at the dam,” Ada Quill said.")
    monkeypatch.setattr(Catalog, "held", lambda _, slices: [False] * len(slices))
    checked = Checker(catalog).check("Nobody was at the dam")
    assert (checked.verdict, checked.found, checked.nearest) == (Verdict.NOT_FOUND, None, ())


def test_an_empty_store_holds_no_wording(catalog: Catalog) -> None:
    assert Checker(catalog).check("Nobody was at the dam that night").verdict is Verdict.NOT_FOUND


def test_passages_are_looked_up_by_their_rarest_words_each_once(catalog: Catalog) -> None:
    add(catalog, "a", "The dam broke.", "The dam at Orrunwick broke at night.", "The road was closed.")
    holding = passages_holding(catalog, ["the Orrunwick dam", "ORRUNWICK"], "main")
    assert [passage.paragraph for passage in holding] == [1]
    like = passages_like(catalog, ["the Orrunwick dam"], ["the Orrunwick road"], "main")
    assert [passage.paragraph for passage in like] == [1, 2]
    assert passages_holding(catalog, ["the Orrunwick dam"], "other") == ()
    assert passages_holding(catalog, ["of the and"], "main") == ()
