"""`Briefing.ask` over a real store: what it shows is what is stored, letter for letter, or is not shown."""

from __future__ import annotations

import logging
import tempfile
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import WordAxes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import add, embed
from sqlalchemy import text as sql

from bot.answer import Quote, Reason
from bot.briefing import Briefing, Scope
from bot.voices import Said, Voice
from index import database
from index.attributions import Attributed, Unattributed
from index.catalog import Catalog
from sources.model import Attribution, Kind, Span, Speaker, Stance
from sources.split import sentences

NEWS = ("The minister counted 2,000 fighters. She left.", "The dam holds, the minister said.", "Grain is dear.")


@pytest.fixture
def briefing(catalog: Catalog, embedder: WordAxes) -> Briefing:
    add(catalog, "news", *NEWS)
    embed(catalog, embedder)
    return Briefing(catalog, embedder)


def stands(catalog: Catalog, quote: Quote) -> bool:
    return catalog.show("main", quote.doc_id).text[quote.span.start : quote.span.end] == quote.text


def test_a_question_is_answered_with_a_slice_of_the_stored_text(catalog: Catalog, briefing: Briefing) -> None:
    answer = briefing.ask("how many fighters?")
    assert answer.quotes[0].text == "The minister counted 2,000 fighters."
    assert all(stands(catalog, quote) for quote in answer.quotes)


def test_a_briefing_refuses_under_the_probability_that_it_was_given(catalog: Catalog, briefing: Briefing, embedder: WordAxes) -> None:
    sure = briefing.ask("how many fighters?").confidence
    assert Briefing(catalog, embedder, least_confidence=sure).ask("how many fighters?").answered
    assert Briefing(catalog, embedder, least_confidence=sure + 0.0001).ask("how many fighters?").reason is Reason.NOT_IN_SOURCES


def test_the_same_question_twice_gives_the_same_answer(briefing: Briefing) -> None:
    assert briefing.ask("how many fighters?") == briefing.ask("how many fighters?")


def test_an_empty_question_and_an_empty_collection_are_refused_without_embedding(briefing: Briefing, embedder: WordAxes) -> None:
    before = embedder.calls
    assert briefing.ask("  ").reason is Reason.EMPTY_QUESTION
    assert briefing.ask("how many fighters?", Scope("other")).reason is Reason.NO_SOURCES
    assert briefing.search("how many fighters?", Scope("other")).hits == () == briefing.search("?").hits
    assert embedder.calls == before


def test_what_is_added_later_is_found_and_what_is_removed_is_not(
    catalog: Catalog, briefing: Briefing, embedder: WordAxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.briefing._COUNTS_LAST", 0.0)
    assert briefing.ask("how many fighters?").answered
    catalog.remove("main", "news")
    assert briefing.ask("how many fighters?").reason is Reason.NO_SOURCES
    add(catalog, "later", "It has 3,000 fighters.")
    assert briefing.ask("how many fighters?").quotes[0].text == "It has 3,000 fighters.", "by words, before there are vectors"
    assert briefing.searched(Scope()).pending == 1
    embed(catalog, embedder)
    assert briefing.searched(Scope()).pending == 0


def test_while_others_add_it_is_counted_now_and_then_and_right_again_afterwards(
    catalog: Catalog, briefing: Briefing, embedder: WordAxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Counting(Catalog):
        counted = 0

        def counts(self, collection: str, model_hash: str) -> dict[str, int]:
            Counting.counted += 1
            return super().counts(collection, model_hash)

    monkeypatch.setattr(catalog, "__class__", Counting)
    monkeypatch.setattr("bot.briefing._COUNTING_COUNTS", 1e6)
    monkeypatch.setattr("bot.briefing._COUNTS_LAST", 1e6)
    add(catalog, "first", "It has 3,000 fighters.")
    assert briefing.searched(Scope()).pending == 1
    add(catalog, "second", "It has 4,000 fighters.")
    assert briefing.ask("how many fighters are there, 4,000?").answered and Counting.counted == 1
    monkeypatch.setattr("bot.briefing._COUNTS_LAST", 0.0)
    embed(catalog, embedder)
    assert briefing.searched(Scope()).documents == 3 and briefing.searched(Scope()).pending == 0


def test_what_was_searched_is_told(briefing: Briefing, catalog: Catalog) -> None:
    searched = briefing.searched(Scope())
    assert (searched.model, searched.documents, searched.passages, searched.pending, searched.generation) == ("word-axes", 1, 3, 0, catalog.state().seq)


@pytest.mark.parametrize(
    "question",
    ["wie viele Menschen sind beim Dammbruch ertrunken?", "сколько боевиков?", "多少人死亡？", "چند نفر کشته شدند؟", "¿cuántos combatientes tiene el grupo?"],
)
def test_a_question_in_a_language_of_no_source_could_not_be_searched(catalog: Catalog, briefing: Briefing, question: str) -> None:
    english = "The ministry said on Tuesday that the river had carried away two bridges and the road between them."
    add(catalog, "long", english, english.replace("two", "three"))
    answer = briefing.ask(question)
    assert (answer.reason, answer.quotes, answer.nearest) == (Reason.OTHER_LANGUAGE, (), ())
    assert briefing.searched(Scope()).languages == ("en",)


@pytest.mark.parametrize("question", ["who won the 2022 World Cup?", "who is Zdzisława Łęcka?", "Daesh", "Überlingen?"])
def test_an_english_question_about_foreign_names_is_not_in_the_sources(catalog: Catalog, briefing: Briefing, question: str) -> None:
    add(catalog, "long", "The ministry said on Tuesday that the river had carried away two bridges and the road between them.")
    assert briefing.ask(question).reason is Reason.NOT_IN_SOURCES


def tamper(catalog: Catalog, old: str, new: str) -> None:
    with database.writing(catalog.engine) as connection:
        connection.execute(sql("UPDATE revisions SET text = replace(text, :old, :new)"), {"old": old, "new": new})


def test_a_quote_whose_stored_text_was_changed_is_withheld_counted_and_said(catalog: Catalog, briefing: Briefing, caplog: pytest.LogCaptureFixture) -> None:
    tamper(catalog, "2,000", "9,000")
    with caplog.at_level(logging.ERROR):
        answer = briefing.ask("how many fighters?")
    assert answer.quotes == () and answer.withheld == 1
    assert answer.reason is Reason.WITHHELD and not answer.answered
    assert "quote withheld: news revision 1" in caplog.text and "fighters" not in caplog.text


def test_the_nearest_passages_are_held_to_the_same(catalog: Catalog, briefing: Briefing) -> None:
    refused = briefing.ask("how many ships?")
    assert refused.nearest and refused.withheld == 0
    tamper(catalog, "Grain", "Bread")
    again = briefing.ask("how many ships?")
    assert (again.reason, again.nearest, again.withheld) == (refused.reason, (), len(refused.nearest))


def test_other_documents_answer_when_one_was_changed(catalog: Catalog, briefing: Briefing, embedder: WordAxes) -> None:
    tamper(catalog, "2,000", "9,000")
    add(catalog, "sound", "It has 3,000 fighters.")
    embed(catalog, embedder)
    answer = briefing.ask("how many fighters?")
    assert [quote.doc_id for quote in answer.quotes] == ["sound"] and answer.withheld == 1 and answer.answered


def test_no_question_is_ever_logged(briefing: Briefing, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"), caplog.at_level(logging.DEBUG, logger="index"):
        briefing.ask("how many zeppelins at the dam?")
        briefing.search("how many zeppelins at the dam?")
    assert "zeppelin" not in caplog.text


@dataclass
class Dictated:
    """An attributer that finds one statement in every text: its second sentence, said in its first."""

    version: str = "1"
    covered: bool = True
    seen: list[str] = field(default_factory=list)

    def attribute(self, text: Unattributed) -> Future[Attributed]:
        self.seen.append(text.text)
        first, second = sentences(text.text, Span(0, len(text.text)))[:2]
        one = Attribution((second,), (first,), (), Speaker("Ada Holm", "pilot"), Kind.DIRECT, Stance.ASSERTS, None, 0.9)
        done: Future[Attributed] = Future()
        done.set_result(Attributed(self.covered, (one,) if self.covered else ()))
        return done


def test_a_quote_says_who_speaks_and_takes_in_the_sentence_that_says_so(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, "news", "Ada Holm spoke. The enemy has 2,000 fighters. It rained.")
    embed(catalog, embedder)
    attributer = Dictated()
    briefing = Briefing(catalog, embedder, attributer)
    quote = briefing.ask("how many fighters?").quotes[0]
    assert quote.text == "Ada Holm spoke. The enemy has 2,000 fighters." and stands(catalog, quote)
    assert quote.said == Said(Voice.ATTRIBUTED, Speaker("Ada Holm", "pilot"), Kind.DIRECT, Stance.ASSERTS)
    assert briefing.ask("how many fighters?").quotes[0] == quote == Briefing(catalog, embedder).ask("how many fighters?").quotes[0]
    assert len(attributer.seen) == 1, "what was found is kept"


def test_without_an_attributer_a_quote_claims_nothing_about_who_speaks(briefing: Briefing) -> None:
    assert briefing.ask("how many fighters?").quotes[0].said == Said(Voice.NOT_LOOKED_AT)


def test_in_a_language_that_is_not_covered_no_speaker_is_claimed(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, "news", "Ada Holm spoke. The enemy has 2,000 fighters.")
    embed(catalog, embedder)
    quote = Briefing(catalog, embedder, Dictated(covered=False)).ask("how many fighters?").quotes[0]
    assert (quote.text, quote.said) == ("The enemy has 2,000 fighters.", Said(Voice.NOT_COVERED))


_ODD = [
    "fighter",
    "fighters",
    "2,000",
    "dam",
    "grain",
    "“",
    "”",
    '"',
    "He",
    "said.",
    "Ann",
    "?",
    ".",
    "𝟏𝟒",
    "👨‍👩‍👧",
    "e\u0301",
    "\u00a0",
    "שלום",
    "مرحبا",
    "&amp;",
    "&#8220;",
    "<b>",
    "</p>",
]
_PARAGRAPH = st.lists(st.sampled_from(_ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_PARAGRAPH, min_size=1, max_size=3), min_size=1, max_size=2))
def test_every_quote_is_the_slice_of_the_text_that_it_names(articles: list[list[str]]) -> None:
    embedder = WordAxes("fighter", "dam", "grain")
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder)) as catalog:
        for number, paragraphs in enumerate(articles):
            add(catalog, f"a{number}", *paragraphs, "There are 2,000 fighters, Ann said.")
        embed(catalog, embedder)
        briefing = Briefing(catalog, embedder)
        for question in ("how many fighters?", "what about the dam", "how many ships in Syria"):
            answer = briefing.ask(question, everything=True)
            shown = (*answer.quotes, *answer.nearest)
            assert shown and answer.withheld == 0
            assert all(stands(catalog, quote) for quote in shown)
            assert answer.answered == bool(answer.quotes)
