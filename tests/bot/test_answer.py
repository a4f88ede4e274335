"""From hits to quotes, or to the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from newsroom import found, hit

from bot.answer import FIRST_SCREEN, LEAST_CONFIDENCE, MOST_QUOTES, Answer, Evidence, Reason, answer, asks_or_heads, lacks, leads_of, shifted, worth_reading
from bot.question import Demands, understand
from index.search import TITLE_SHARE, Concept, Hit
from sources.model import Span


def ask(question: str, *hits: Hit, everything: bool = False) -> Answer:
    understood = understand(question)
    return answer(understood, found(hits, len(understood.concepts)), len(hits), everything)


def texts(given: Answer) -> list[str]:
    return [quote.text for quote in given.quotes]


# ---------------------------------------------------------------------- refusing


def test_a_question_without_words_is_refused_before_anything_else() -> None:
    assert ask("?!").reason is Reason.EMPTY_QUESTION


def test_without_passages_there_are_no_sources() -> None:
    given = ask("how many fighters")
    assert (given.reason, given.confidence, given.quotes, given.nearest) == (Reason.NO_SOURCES, 0.0, (), ())


def test_hits_that_are_not_sure_enough_are_shown_as_nearest_only() -> None:
    hits = [hit(f"The dam of town {n} held.", confidence=0.2, doc_id=f"d{n}") for n in range(5)]
    given = ask("does the dam leak", *hits)
    assert given.reason is Reason.NOT_IN_SOURCES and not given.answered
    assert given.quotes == () and len(given.nearest) == 3
    assert given.confidence == 0.2


def test_found_nothing_is_not_in_the_sources() -> None:
    understood = understand("dam")
    assert answer(understood, found([], 1), 5).reason is Reason.NOT_IN_SOURCES


def test_how_many_is_not_answered_by_a_sentence_without_a_figure() -> None:
    given = ask("how many fighters are there", hit("The group has many fighters since 2021, one of them said.", confidence=0.99))
    assert given.reason is Reason.NO_FIGURE and given.quotes == ()
    assert len(given.nearest) == 1


def test_a_figure_in_the_neighbouring_sentence_does_not_count() -> None:
    given = ask("how many fighters are there", hit("It took 12 weeks. It has no fighters to speak of, the fighters say.", confidence=0.6))
    assert given.quotes == ()


def test_how_many_is_answered_with_the_sentences_that_have_figures_only() -> None:
    given = ask("how many fighters are there", hit("The fighters left.", doc_id="b"), hit("It has 2,000 fighters."))
    assert texts(given) == ["It has 2,000 fighters."] and given.reason is None and given.nearest == ()


@pytest.mark.parametrize(
    "question", ["how many fighters in Syria", "how many fighters in 2019", "how many fighters were killed", "how many ISKP fighters", "how many drones"]
)
def test_what_the_question_demands_must_be_met(question: str) -> None:
    assert ask(question, hit("It has 2,000 fighters.", confidence=0.6)).reason is Reason.NOT_IN_SOURCES


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how many fighters in Syria", "It has 2,000 fighters in Syria."),
        ("how many fighters in 2019", "It had 2,000 fighters in 2019."),
        ("how many fighters were killed", "12 fighters died."),
        ("how many ISKP fighters", "Daesh has 2,000 fighters."),
        ("how many prisoners were freed", "It released 12 militants."),
    ],
)
def test_other_words_meet_the_same_demand(question: str, text: str) -> None:
    assert texts(ask(question, hit(text))) == [text]


def test_evidence_moves_the_threshold() -> None:
    assert ask("when did the dam burst", hit("The dam burst on Monday.", confidence=0.25)).answered
    assert not ask("when did the dam burst", hit("The dam burst.", confidence=0.4)).answered


def test_every_answer_carries_its_question_and_a_probability() -> None:
    sure = hit("The group has many fighters.", confidence=0.99)
    for question, hits in [("?!", []), ("fighters", []), ("how many fighters", [sure]), ("how many ships in Syria", [sure]), ("fighters", [sure])]:
        given = ask(question, *hits)
        assert given.question == understand(question)
        assert (given.confidence == 0.0) == (given.reason in (Reason.EMPTY_QUESTION, Reason.NO_SOURCES))
    assert ask("how many fighters", sure).confidence > 0.9


def test_a_met_demand_makes_an_answer_surer_and_each_unmet_one_less_sure() -> None:
    text = "It has fighters in Syria."
    questions = ("fighters", "fighters in Syria", "fighters in Iran", "fighters in Iran in 2019")
    plain, met, unmet, twice = (ask(question, hit(text)).confidence for question in questions)
    assert (plain, met) == (0.9, shifted(0.9, 0.5))
    assert (unmet, twice) == (shifted(0.9, -3.8), shifted(0.9, -7.6))


def test_the_year_of_publication_meets_a_demand_for_that_year() -> None:
    assert ask("how many fighters in 2021", hit("It has 2,000 fighters.", published=date(2021, 11, 10))).answered
    assert not ask("how many fighters in 2021", hit("It has 2,000 fighters.", published=date(2022, 11, 10))).answered


def test_a_figure_of_another_measure_does_not_answer() -> None:
    assert ask("how deep is the dam", hit("The dam cost 12 lives.", confidence=0.99)).reason is Reason.NO_FIGURE
    assert ask("how deep is the dam", hit("The dam is 12 metres deep.", confidence=0.99)).answered


# ---------------------------------------------------------------------- what is demanded

_FIGHTERS, _SYRIA, _KILLED = Concept(("fighter",), ("milit",)), Concept(("syria",)), Concept(("kill", "die"))


def met(demands: Demands, near: str, far: str = "", published: date | None = None) -> bool:
    return missing(demands, near, far, published) == 0


def missing(demands: Demands, near: str, far: str = "", published: date | None = None) -> float:
    return lacks(demands, frozenset(near.split()), frozenset((near + " " + far).split()), published)


def test_nothing_demanded_is_always_met() -> None:
    assert met(Demands(), "")


def test_a_subject_may_stand_in_the_title_or_the_opening() -> None:
    assert met(Demands(names=(_FIGHTERS,)), "x", "fighter") and met(Demands(names=(_FIGHTERS,)), "milit")
    assert not met(Demands(names=(_FIGHTERS,)), "x", "y")


def test_a_deed_must_stand_near() -> None:
    assert met(Demands(deed=_KILLED), "die") and not met(Demands(deed=_KILLED), "x", "kill")


def test_a_place_that_is_named_near_only_wants_its_subject_near() -> None:
    demands = Demands(names=(_FIGHTERS,), places=((_SYRIA,),))
    assert met(demands, "syria fighter") and met(demands, "fighter", "syria") and met(demands, "x", "syria fighter")
    assert not met(demands, "syria", "fighter")
    assert not met(demands, "fighter", "x")


def test_each_demand_that_is_not_met_counts_and_what_is_counted_less() -> None:
    everything = Demands(names=(_SYRIA,), counted=(_FIGHTERS,), deed=_KILLED, places=((_SYRIA,),), years=(2021, 2022))
    assert missing(everything, "x") == pytest.approx(5.6)
    assert missing(everything, "syria fighter die 2021 2022") == 0
    assert missing(Demands(counted=(_FIGHTERS,)), "x") == pytest.approx(0.6)
    assert missing(Demands(counted=(_FIGHTERS,), places=((_SYRIA,),)), "syria", "fighter") == pytest.approx(0.6)


def test_more_than_half_of_a_places_name_must_be_held() -> None:
    place = (Concept(("zofia",)), Concept(("mine",)), Concept(("shaft",)))
    assert met(Demands(places=(place,)), "zofia mine") and not met(Demands(places=(place,)), "mine")
    assert not met(Demands(places=(place[:2],)), "mine")


def test_a_year_is_met_by_the_text_or_by_the_day_of_publication() -> None:
    assert met(Demands(years=(2021,)), "2021") and met(Demands(years=(2021,)), "x", "", date(2021, 5, 1))
    assert not met(Demands(years=(2021,)), "x", "", date(2022, 5, 1)) and not met(Demands(years=(2021, 2022)), "2021")


def test_the_opening_of_an_article_is_its_first_two_paragraphs() -> None:
    leads = leads_of([hit("Kabul is tense.", paragraph=0), hit("Fighters.", paragraph=1), hit("Rain fell.", paragraph=2), hit("Dam", paragraph=0, doc_id="b")])
    assert leads == {("a", 1): frozenset({"kabul", "tens", "fighter"}), ("b", 1): frozenset({"dam"})}


def test_a_place_named_in_the_opening_holds_for_the_whole_article() -> None:
    assert texts(ask("how many fighters in Syria", hit("DAMASCUS, Syria — It rained.", paragraph=0, confidence=0.1), hit("It has 2,000 fighters."))) == [
        "It has 2,000 fighters."
    ]
    assert not ask("how many fighters in Syria", hit("It rained in Syria.", paragraph=0, doc_id="b", confidence=0.1), hit("It has 2,000 fighters.")).answered


# ---------------------------------------------------------------------- choosing


def test_the_sentence_that_holds_the_question_is_chosen_and_named_by_its_span() -> None:
    given = ask("does the dam leak", hit("Rain fell. The dam leaks. Ann left.", start=100))
    assert texts(given) == ["The dam leaks."]
    assert given.quotes[0].span == Span(111, 125)


def test_the_first_of_two_equal_sentences_is_chosen() -> None:
    assert texts(ask("does the dam leak", hit("The dam leaks. The dam leaks."))) == ["The dam leaks."]
    assert ask("does the dam leak", hit("The dam leaks. The dam leaks.")).quotes[0].span.start == 0


def test_a_sentence_brings_what_it_cannot_be_read_without() -> None:
    assert texts(ask("does the dam leak", hit("Ann came. She said that the dam leaks. Bo left."))) == ["Ann came. She said that the dam leaks."]


def test_a_question_or_a_heading_in_the_source_is_no_better_than_a_statement() -> None:
    assert texts(ask("does the dam leak", hit("Does the dam leak? The dam leaks, Ann said."))) == ["The dam leaks, Ann said."]
    first = ask("does the dam leak", hit("Dam leak", doc_id="a"), hit("The dam leaks, Ann said.", doc_id="b"))
    assert first.quotes[0].doc_id == "b"


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("Who came?", True),
        ("“Who came?”", True),
        ("The toll", True),
        ("It came.", False),
        ("“It came.”", False),
        ("a " * 13, False),
        ("a " * 12, True),
        ("It is this:", False),
    ],
)
def test_what_asks_or_heads(words: str, aside: bool) -> None:
    assert asks_or_heads(words) is aside


def test_what_stands_in_the_passage_or_its_title_counts_for_each_of_its_sentences() -> None:
    assert (
        ask("does the dam leak", hit("It leaks.", title="The dam", score=0.0)).quotes[0].score
        > ask("does the dam leak", hit("It leaks.", score=0.0)).quotes[0].score
    )
    (told,) = ask("does the dam leak", hit("Bo saw a leak. The dam is old.", score=0.0)).quotes
    assert told.score == pytest.approx(0.35 * (1 + TITLE_SHARE) / 2 + 0.40 * 0.5)


def test_a_long_question_in_the_source_is_a_question_all_the_same() -> None:
    assert asks_or_heads("And " + "so " * 20 + "who came?")


def test_a_quote_that_just_reaches_the_share_of_the_best_is_shown() -> None:
    hits = [hit("The dam leaks.", score=1.0), hit("Bo dams.", score=0.0, doc_id="b")]
    best, other = (ask("dam leak", one).quotes[0].score for one in hits)
    assert (best, other) == (0.8, 0.375)
    exact = hit("The dams leak, Bo said.", score=0.0, doc_id="c")
    assert ask("dam leak", exact).quotes[0].score == 0.55
    assert len(ask("dam leak", *hits).quotes) == 1 and len(ask("dam leak", hits[0], exact).quotes) == 2


def test_better_scores_come_first_and_ties_go_by_place() -> None:
    one = "The dam leaks, said "
    hits = [
        hit(f"{one}Bo.", doc_id="b"),
        hit(f"{one}Cy.", doc_id="a", paragraph=9),
        hit(f"{one}Di.", doc_id="a", paragraph=4),
        hit(f"{one}Ed.", doc_id="z", score=0.9),
    ]
    assert [(quote.doc_id, quote.paragraph) for quote in ask("does the dam leak", *hits).quotes] == [("z", 5), ("a", 4), ("a", 9), ("b", 5)]


def test_a_score_weighs_coverage_passage_and_kind() -> None:
    (quote,) = ask("does the dam leak", hit("The dam leaks.", score=0.8)).quotes
    assert quote.score == pytest.approx(0.35 * 1 + 0.25 * 0.8 + 0.40 * 0.5)
    (number,) = ask("how many dams leak", hit("12 dams leak.", score=0.8)).quotes
    assert number.score == pytest.approx(0.35 * 1 + 0.25 * 0.8 + 0.40 * 1)


def test_a_quote_far_below_the_best_is_left_out() -> None:
    hits = [hit("The dam leaks.", score=1.0), hit("The dam holds and Bo left.", score=0.0, doc_id="b")]
    assert len(ask("does the dam leak badly", *hits).quotes) == 1
    assert len(ask("does the dam leak", hits[0], hit("A dam leaks at Ostrelle.", doc_id="c", score=0.5)).quotes) == 2


def many(number: int) -> Sequence[Hit]:
    return [hit(f"The dam of town{n} leaks.", doc_id=f"d{n:02}") for n in range(number)]


def test_the_first_screen_holds_three_and_the_answer_eight_unless_all_are_wanted() -> None:
    given = ask("does the dam leak", *many(12))
    assert (len(given.quotes), given.first_screen) == (MOST_QUOTES, FIRST_SCREEN)
    assert len(ask("does the dam leak", *many(12), everything=True).quotes) == 12
    assert ask("does the dam leak", *many(2)).first_screen == 2


def test_only_the_first_hits_are_read_and_of_the_later_ones_only_those_with_a_chance() -> None:
    hits = [hit("x", confidence=0.01, doc_id=str(n)) for n in range(40)]
    assert len(worth_reading(hits)) == 6
    assert len(worth_reading([hit("x", confidence=0.1512)] * 40)) == 12, "log odds 1.15 lift it to LEAST_CONFIDENCE"
    assert len(worth_reading([hit("x", confidence=0.1511)] * 40)) == 6
    assert len(worth_reading([hit("x", confidence=0.1512)] * 40, least=0.5)) == 6
    assert worth_reading([*hits[:6], hit("y", confidence=0.5)])[-1].passage.text == "y"


def test_a_quote_carries_its_article() -> None:
    (quote,) = ask("does the dam leak", hit("The dam leaks.", doc_id="d", paragraph=3, title="T", published=date(2024, 1, 2), outlet="W")).quotes
    assert (quote.doc_id, quote.revision, quote.revision_id, quote.paragraph, quote.title) == ("d", 1, 7, 3, "T")
    assert (quote.outlet, quote.authors, quote.published, quote.url, quote.also_in) == ("W", ("Ann Ames",), date(2024, 1, 2), "https://example.org/d", ())


# ---------------------------------------------------------------------- the same words twice


def test_the_same_words_in_two_documents_are_one_quote_that_names_both() -> None:
    day = date(2024, 1, 3)
    hits = [hit("The dam leaks.", doc_id="a"), hit("THE  dam leaks.", doc_id="b", outlet="Echo", published=day, paragraph=1), hit("A dam leaks.", doc_id="c")]
    first, second = ask("does the dam leak", *hits).quotes
    assert [(place.doc_id, place.outlet, place.published, place.paragraph) for place in first.also_in] == [("b", "Echo", day, 1)]
    assert second.doc_id == "c" and second.also_in == ()


def test_words_repeated_in_one_document_are_shown_once_and_not_as_elsewhere() -> None:
    (quote,) = ask("does the dam leak", hit("The dam leaks."), hit("The dam leaks.", paragraph=9)).quotes
    assert quote.paragraph == 5 and quote.also_in == ()


# ---------------------------------------------------------------------- probabilities


def test_evidence_adds_up_in_log_odds_and_certainty_stays() -> None:
    assert shifted(0.5, 0.0) == 0.5 and shifted(0.5, 1.0) == 0.7311 and shifted(0.5, -1.0) == 0.2689
    assert shifted(0.0, 5.0) == 0.0 and shifted(1.0, -5.0) == 1.0


def test_the_threshold_itself_is_sure_enough() -> None:
    assert ask("does the dam leak", hit("The dam leaks.", confidence=LEAST_CONFIDENCE)).answered
    assert ask("does the dam leak", hit("The dam leaks.", confidence=LEAST_CONFIDENCE)).confidence == LEAST_CONFIDENCE
    assert not ask("does the dam leak", hit("The dam leaks.", confidence=LEAST_CONFIDENCE - 0.01)).answered


def test_the_probability_under_which_nothing_is_shown_can_be_set() -> None:
    question, hits = understand("does the dam leak"), found([hit("The dam leaks.", confidence=0.4)], weights=2)
    assert answer(question, hits, 9, least=0.4).answered
    assert not answer(question, hits, 9, least=0.41).answered


def test_evidence_moves_the_odds_by_what_a_sentence_has_and_lacks() -> None:
    assert Evidence(fitness=1.0, lacking=0.0, demanded=False).log_odds == 0.65
    assert Evidence(fitness=0.0, lacking=0.0, demanded=True).log_odds == pytest.approx(-0.15)
    assert Evidence(fitness=0.5, lacking=2.0, demanded=True).log_odds == -7.6
