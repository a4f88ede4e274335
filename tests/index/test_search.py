"""Ranking with numbers computed by hand, and the searcher over a real database."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import WordAxes
from sqlalchemy import text

from index import database
from index.catalog import Catalog, StoredPassage
from index.errors import ModelError
from index.ingest import add_source
from index.search import CANDIDATES, Candidate, Concept, Query, Searcher, Weights, confidence_of, coverage, rank, ranking, share_of_bm25, weigh
from index.sync import embed_pending
from sources.model import Given, RawSource, Span

DAM = Concept(("dam",), ("reservoir",))
FIGHTER = Concept(("fighter", "=iskp"), ("militant",))


def passage(number: int = 1, terms: str = "", title: str = "", doc_id: str = "d", paragraph: int = 0, start: int = 0) -> StoredPassage:
    return StoredPassage(
        id=number,
        doc_id=doc_id,
        revision=1,
        revision_id=1,
        paragraph=paragraph,
        span=Span(start, start + 10),
        text="",
        terms=tuple(terms.split()),
        title_terms=tuple(title.split()),
        title="",
        outlet=None,
        authors=(),
        published=None,
        url=None,
        language=None,
    )


def query(*concepts: Concept, words: str = "fighters of the dam", collection: str = "main") -> Query:
    return Query(words, concepts, collection)


# ---------------------------------------------------------------------- pure


def test_weight_is_the_inverse_document_frequency_of_bm25() -> None:
    weights = weigh([DAM, FIGHTER], {"dam": 1, "fighter": 3, "=iskp": 4}, 10)
    assert weights.of == pytest.approx((math.log(1 + 9.5 / 1.5), math.log(1 + 6.5 / 4.5)))
    assert weights.of == pytest.approx((1.992430, 0.893818), abs=1e-6)


def test_a_concept_weighs_by_its_most_frequent_own_term_and_not_by_related_ones() -> None:
    assert weigh([DAM], {"dam": 1, "reservoir": 9}, 10) == weigh([Concept(("dam",))], {"dam": 1}, 10)


def test_a_concept_that_stands_nowhere_weighs_most() -> None:
    assert weigh([DAM], {}, 10).of == pytest.approx((math.log(1 + 10.5 / 0.5),))
    assert weigh([Concept(())], {}, 10).of == pytest.approx((math.log(22),))


def test_weights_of_nothing_are_no_weights() -> None:
    assert weigh([], {}, 10) == Weights(())
    assert Weights(()).total == 0
    assert Weights((1.5, 2.0)).total == 3.5


@pytest.mark.parametrize(
    ("held", "title", "expected"),
    [
        ("dam fighter", "", 1.0),
        ("dam", "", 0.75),
        ("=iskp", "", 0.25),
        ("reservoir", "", 0.375),
        ("", "dam", 0.45),
        ("", "reservoir", 0.0),
        ("reservoir", "dam", 0.45),
        ("dam", "dam fighter", 0.9),
        ("militant reservoir", "", 0.5),
        ("", "", 0.0),
    ],
)
def test_coverage_is_the_share_of_the_weight_that_is_held(held: str, title: str, expected: float) -> None:
    assert coverage((DAM, FIGHTER), Weights((3.0, 1.0)), frozenset(held.split()), frozenset(title.split())) == pytest.approx(expected)


def test_coverage_without_a_title_counts_the_text_alone() -> None:
    assert coverage((DAM,), Weights((2.0,)), frozenset({"dam"})) == 1.0
    assert coverage((DAM,), Weights((2.0,)), frozenset()) == 0.0


def test_coverage_of_no_question_is_nothing() -> None:
    assert coverage((), Weights(()), frozenset({"dam"})) == 0.0


def test_coverage_refuses_weights_of_another_question() -> None:
    with pytest.raises(ValueError, match="zip"):
        coverage((DAM,), Weights((1.0, 2.0)), frozenset({"dam"}))


@pytest.mark.parametrize(
    ("covered", "cosine", "expected"),
    [(0.0, 0.0, 0.0216), (1.0, 0.0, 0.4616), (0.0, 1.0, 0.1516), (1.0, 1.0, 0.874), (0.5, 0.5, 0.2813), (0.75, 0.25, 0.3668)],
)
def test_confidence_is_the_logistic_of_coverage_and_cosine(covered: float, cosine: float, expected: float) -> None:
    assert ranking().confidence == (-3.813, 3.659, 2.091)
    assert confidence_of(covered, cosine) == expected


def test_score_is_weighed_from_coverage_cosine_and_bm25() -> None:
    [hit] = rank(query(DAM), Weights((8.0,)), [Candidate(passage(terms="dam"), bm25=8.0, cosine=0.5)])
    assert hit.score == 0.55 + 0.15 + 0.075
    assert hit.confidence == 0.7092


def test_score_counts_the_title_and_little_bm25() -> None:
    [hit] = rank(query(DAM), Weights((8.0,)), [Candidate(passage(title="dam"), bm25=2.0, cosine=0.1)])
    assert hit.score == round(0.55 * 0.6 + 0.03 + 0.15 * 0.2, 4)
    assert hit.confidence == confidence_of(0.6, 0.1)


def test_bm25_counts_one_half_where_it_is_the_weight_of_the_question() -> None:
    assert share_of_bm25(3.0, Weights((1.0, 2.0))) == 0.5
    assert share_of_bm25(9.0, Weights((1.0, 2.0))) == 0.75
    assert share_of_bm25(0.0, Weights(())) == 0.0


def test_a_negative_cosine_counts_nothing() -> None:
    [hit] = rank(query(DAM), Weights((2.0,)), [Candidate(passage(), bm25=0.0, cosine=-0.5)])
    assert (hit.score, hit.confidence) == (0.0, confidence_of(0.0, 0.0))


def test_scores_have_four_decimals() -> None:
    [hit] = rank(query(DAM), Weights((2.0,)), [Candidate(passage(), bm25=0.0, cosine=0.123456)])
    assert hit.score == 0.037


def test_hits_come_best_first_and_ties_by_place() -> None:
    places = [("b", 0, 0), ("a", 2, 0), ("a", 1, 40), ("a", 1, 0), ("c", 0, 0)]
    tied = [Candidate(passage(number, "dam", doc_id=doc, paragraph=p, start=start), 1.0, 0.5) for number, (doc, p, start) in enumerate(places)]
    best = Candidate(passage(9, "dam", doc_id="z"), 1.0, 0.9)
    hits = rank(query(DAM), Weights((1.0,)), [*tied, best])
    assert [(hit.passage.doc_id, hit.passage.paragraph, hit.passage.span.start) for hit in hits] == [("z", 0, 0), *sorted(places)]


def test_every_term_of_a_query_is_looked_up_once() -> None:
    assert query(FIGHTER, Concept(("dam", "fighter"), ("militant",))).terms == ("fighter", "=iskp", "militant", "dam")
    assert Query("", ()).collection == "main"


# ---------------------------------------------------------------------- over a database


def add(catalog: Catalog, name: str, body: str, collection: str = "main", title: str = "A report") -> None:
    outcome = add_source(catalog, RawSource(f"{title}\n\n{body}".encode(), name, f"/{name}", "text/plain", Given(title=title)), collection, name)
    assert outcome.status.value == "added"


def places(searcher: Searcher, asked: Query, k: int = 50) -> list[str]:
    return [hit.passage.doc_id for hit in searcher.search(asked, k).hits]


@pytest.fixture
def searcher(catalog: Catalog, embedder: WordAxes) -> Searcher:
    add(catalog, "dam", "The dam above the town broke on Monday night.")
    add(catalog, "men", "Forty fighters were counted in the valley.")
    add(catalog, "grain", "The price of grain rose again last week.")
    add(catalog, "elsewhere", "The dam and its fighters stand in another collection.", "other")
    embed_pending(catalog, embedder)
    return Searcher(catalog, embedder)


def test_both_searches_are_ranked_together(searcher: Searcher) -> None:
    found = searcher.search(query(DAM, words="the dam"))
    [best, *rest] = found.hits
    assert best.passage.doc_id == "dam"
    assert best.passage.text == "The dam above the town broke on Monday night."
    assert best.confidence == 0.874
    assert [hit.passage.doc_id for hit in rest] == ["grain", "men"]
    assert [hit.score for hit in rest] == [0.0, 0.0]
    assert found.weights == weigh([DAM], {"dam": 2}, 4)


def test_only_the_named_collection_is_searched(searcher: Searcher) -> None:
    assert places(searcher, query(DAM, collection="other")) == ["elsewhere"]
    assert places(searcher, query(DAM, collection="nowhere")) == []


def test_at_most_k_hits_come(searcher: Searcher) -> None:
    assert places(searcher, query(FIGHTER), 1) == ["men"]
    assert CANDIDATES == 50


def test_words_alone_find_what_has_no_vector_yet(searcher: Searcher, catalog: Catalog) -> None:
    add(catalog, "late", "The reservoir is empty.")
    [first, *_] = searcher.search(query(DAM, words="grain")).hits
    found = {hit.passage.doc_id: hit for hit in searcher.search(query(DAM, words="grain")).hits}
    assert first.passage.doc_id == "dam"
    assert found["late"].confidence == confidence_of(0.5, 0.0)


def test_meaning_alone_finds_what_no_word_finds(searcher: Searcher) -> None:
    [first, *_] = searcher.search(query(Concept(("unheard",)), words="grain")).hits
    assert (first.passage.doc_id, first.score) == ("grain", 0.3)


def test_a_passage_that_only_its_words_find_has_its_cosine_all_the_same(catalog: Catalog, embedder: WordAxes) -> None:
    for number in range(CANDIDATES):
        add(catalog, f"near-{number:02}", "Grain, grain and grain again.")
    add(catalog, "far", "A minister spoke of grain in the unheard town.")
    embed_pending(catalog, embedder)
    found = {hit.passage.doc_id: hit for hit in Searcher(catalog, embedder).search(query(Concept(("unheard",)), words="grain"), 99).hits}
    assert len(found) == CANDIDATES + 1
    assert found["far"].confidence == confidence_of(1.0, round(1 / math.sqrt(2), 6))


def test_the_state_of_the_answer_is_the_store_s(searcher: Searcher, catalog: Catalog) -> None:
    assert searcher.search(query(DAM)).state == searcher.state() == catalog.state()
    assert searcher.state().seq > 0


def test_candidates_are_what_the_two_searches_said(searcher: Searcher) -> None:
    candidates, weights, state = searcher.candidates(query(DAM, words="the dam"))
    said = {candidate.passage.doc_id: candidate for candidate in candidates}
    assert said["dam"].cosine == 1.0
    assert said["dam"].bm25 > 0
    assert (said["men"].bm25, said["men"].cosine) == (0.0, 0.0)
    assert (weights, state) == (weigh([DAM], {"dam": 2}, 4), searcher.state())


def test_additions_and_removals_are_seen_at_the_next_question(searcher: Searcher, catalog: Catalog, embedder: WordAxes) -> None:
    assert places(searcher, query(FIGHTER))[0] == "men"
    add(catalog, "more", "Other fighters came.")
    catalog.remove("main", "men")
    assert "men" not in places(searcher, query(FIGHTER))
    assert places(searcher, query(FIGHTER))[0] == "more"
    embed_pending(catalog, embedder)
    [first, *_] = searcher.search(query(FIGHTER, words="fighters")).hits
    assert first.confidence == 0.874


def test_the_snapshots_are_written_for_the_next_start(searcher: Searcher, catalog: Catalog) -> None:
    assert not list(catalog.folder.glob("*.faiss"))
    searcher.search(query(DAM))
    assert len(list(catalog.folder.glob("*.faiss"))) == len(list(catalog.folder.glob("words.snapshot"))) == 1


@pytest.mark.usefixtures("searcher")
def test_vectors_of_another_model_are_refused_in_one_sentence(catalog: Catalog) -> None:
    other = WordAxes("dam", "roof", name="another-model")
    with pytest.raises(ModelError) as raised:
        Searcher(catalog, other).search(query(DAM))
    assert str(raised.value) == (
        "the sources were embedded with the model “word-axes”, but the setting names “another-model”:"
        " run `briefbot reindex`, or set BRIEFBOT_EMBEDDING_MODEL back"
    )


def test_a_store_without_any_vector_is_searched_by_words(catalog: Catalog, embedder: WordAxes) -> None:
    add(catalog, "dam", "The dam broke.")
    assert places(Searcher(catalog, embedder), query(DAM)) == ["dam"]


def test_two_models_beside_each_other_are_no_mistake(searcher: Searcher, catalog: Catalog) -> None:
    other = WordAxes("dam", "roof", name="another-model")
    catalog.queue_missing_vectors(other.model_hash)
    embed_pending(catalog, other)
    assert places(Searcher(catalog, other), query(DAM))[0] == "dam"
    assert places(searcher, query(DAM))[0] == "dam"


def test_same_question_same_answer_whatever_the_order_of_adding(tmp_path: Path, embedder: WordAxes) -> None:
    def asked(folder: Path, names: Sequence[str]) -> list[tuple[str, float, float]]:
        with Catalog(folder) as catalog:
            for name in names:
                add(catalog, name, f"The dam broke near {name} and fighters watched.")
            embed_pending(catalog, embedder)
            return [(hit.passage.doc_id, hit.score, hit.confidence) for hit in Searcher(catalog, embedder).search(query(DAM, FIGHTER)).hits]

    names = [f"town-{number}" for number in range(9)]
    assert asked(tmp_path / "one", names) == asked(tmp_path / "two", names[::-1])


def test_a_restored_history_is_not_mixed_with_the_old_one(searcher: Searcher, catalog: Catalog) -> None:
    before = places(searcher, query(DAM))
    with database.writing(catalog.engine) as connection:
        connection.execute(text("UPDATE store SET value = 'another' WHERE key = 'store_id'"))
    assert places(searcher, query(DAM)) == before
    assert searcher.state().store_id == "another"
