"""From hits to quotes, or to the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from newsroom import found, hit

from bot.answer import FIRST_SCREEN, LEAST_CONFIDENCE, MOST_QUOTES, Answer, Reason, answer, worth_reading
from bot.candidates import candidates, shifted
from bot.demands import Demands
from bot.evidence import Evidence, asks_or_heads
from bot.kinds import Asked
from bot.lacking import Lack, lacks_of
from bot.question import Question, understand
from index.search import Concept, Hit
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
    assert 0 < given.confidence <= 0.2


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


def test_a_figure_of_the_same_quantity_stands_beside_a_surer_one_though_it_would_not_alone() -> None:
    sure, unsure = hit("Karst has 2,000 fighters.", confidence=0.8), hit("Karst has 900 fighters, others say.", confidence=0.12, doc_id="b")
    assert texts(ask("how many fighters does Karst have", sure, unsure)) == [sure.passage.text, unsure.passage.text]
    assert ask("how many fighters does Karst have", unsure).quotes == ()


def test_a_figure_from_an_article_about_something_else_is_not_shown_beside_one_about_what_is_asked() -> None:
    asked, other = hit("The Umoja ferry sank and 43 died.", confidence=0.9), hit("At the mine 19 died.", confidence=0.8, doc_id="b")
    assert texts(ask("how many died on the Umoja ferry", asked, other)) == [asked.passage.text]


def test_who_answers_back_may_have_another_sentence_in_between() -> None:
    text = "A miner said the sensors could not be trusted. He gave no name. The operator called such remarks irresponsible while the search goes on."
    assert "The operator called such remarks irresponsible while the search goes on." in " ".join(
        texts(ask("could the sensors be trusted", hit(text, confidence=0.7)))
    )


def test_a_sentence_that_hangs_on_a_shown_one_is_joined_to_it() -> None:
    text = "Police charged two foremen with tampering. Both deny the charge."
    assert texts(ask("did the foremen admit tampering", hit(text))) == [text]


def test_a_part_is_shown_only_where_nothing_is_known_of_the_whole() -> None:
    whole, part = hit("The police detained 30 men.", confidence=0.9), hit("They let go three of the detained men.", confidence=0.8, doc_id="b")
    assert texts(ask("how many were detained", whole, part)) == [whole.passage.text]
    assert texts(ask("how many were detained", part)) == [part.passage.text]


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


def missing(demands: Demands, near: str, far: str = "", published: date | None = None) -> list[Lack]:
    """What the last sentence of a passage lacks; ``far``: the article's title."""
    question = Question("q", Asked.OTHER, (_FIGHTERS,), (), demands=demands)
    passage = hit(near, title=far, published=published)
    *_, last = candidates([passage], question.concepts, found([passage], 1).weights)
    return [kind for kind, _ in lacks_of(question, last, 1.0)]


def test_nothing_demanded_is_always_met() -> None:
    assert missing(Demands(), "It rained.") == []


def test_a_subject_may_stand_in_the_title_or_before() -> None:
    demands = Demands(names=(_FIGHTERS,))
    assert missing(demands, "It rained.", "Fighters") == [] == missing(demands, "Militants came. It rained.")
    assert missing(demands, "It rained.", "Weather") == [Lack.NAME]


def test_a_deed_must_stand_near() -> None:
    assert missing(Demands(deed=_KILLED), "Two died.") == []
    assert missing(Demands(deed=_KILLED), "Two came.", "Two died") == [Lack.DEED]


def test_a_place_that_is_named_near_only_wants_its_subject_near() -> None:
    demands = Demands(names=(_FIGHTERS,), places=((_SYRIA,),))
    assert missing(demands, "Fighters in Syria.") == [] == missing(demands, "Fighters came.", "Syria")
    assert missing(demands, "It rained in Syria.", "Fighters") == [Lack.NAME]
    assert missing(demands, "Fighters came.") == [Lack.PLACE]


def test_each_demand_that_is_not_met_is_named() -> None:
    everything = Demands(names=(_SYRIA,), counted=(_FIGHTERS,), deed=_KILLED, places=((_SYRIA,),), years=(2021, 2022))
    assert missing(everything, "It rained.") == [Lack.PLACE, Lack.NAME, Lack.YEAR, Lack.YEAR, Lack.DEED, Lack.COUNTED]
    assert missing(everything, "Fighters died in Syria in 2021 and 2022.") == []


def test_more_than_half_of_a_places_name_must_be_held() -> None:
    place = (Concept(("zofia",)), Concept(("mine",)), Concept(("shaft",)))
    assert missing(Demands(places=(place,)), "At the Zofia mine.") == []
    assert missing(Demands(places=(place,)), "At the mine.") == [Lack.PLACE] == missing(Demands(places=(place[:2],)), "At the mine.")


def test_a_year_is_met_by_the_text_or_by_the_day_of_publication() -> None:
    demands = Demands(years=(2021,))
    assert missing(demands, "It was 2021.") == [] == missing(demands, "It rained.", published=date(2021, 5, 1))
    assert missing(demands, "It rained.", published=date(2022, 5, 1)) == [Lack.YEAR]


def test_a_bound_in_time_is_met_by_publication_or_by_a_year_in_the_sentence() -> None:
    since = Demands(after="2023-06")
    assert missing(since, "It rained.", published=date(2023, 7, 1)) == []
    assert missing(since, "It rained.", published=date(2023, 5, 1)) == [Lack.PERIOD] == missing(since, "It rained.")
    assert missing(Demands(after="2023"), "It rained in 2024.", published=date(2020, 1, 1)) == []


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


def test_what_stands_before_or_in_the_title_counts_for_a_sentence() -> None:
    def sure(text: str, title: str) -> float:
        question = understand("does the dam leak")
        *_, last = candidates([hit(text, title=title)], question.concepts, found([], 2).weights)
        return last.covered

    assert sure("It leaks.", "The dam") > sure("It leaks.", "Rain")
    assert sure("Bo saw the dam. A leak was found.", "") > sure("Bo saw the rain. A leak was found.", "")


def test_a_long_question_in_the_source_is_a_question_all_the_same() -> None:
    assert asks_or_heads("And " + "so " * 20 + "who came?")


def test_better_scores_come_first_and_ties_go_by_place() -> None:
    one = "The dam leaks, said "
    hits = [
        hit(f"{one}Bo.", doc_id="b"),
        hit(f"{one}Cy.", doc_id="a", paragraph=9, start=900),
        hit(f"{one}Di.", doc_id="a", paragraph=4),
        hit(f"{one}Ed.", doc_id="z", confidence=0.95),
    ]
    assert [(quote.doc_id, quote.paragraph) for quote in ask("does the dam leak", *hits).quotes] == [("z", 5), ("a", 4), ("a", 9), ("b", 5)]


def test_a_quote_far_below_the_best_is_left_out() -> None:
    hits = [hit("The dam leaks.", confidence=0.95), hit("The dam holds and Bo left.", confidence=0.5, doc_id="b")]
    assert len(ask("does the dam leak badly", *hits).quotes) == 1
    assert len(ask("does the dam leak", hits[0], hit("A dam leaks at Ostrelle.", doc_id="c", confidence=0.93)).quotes) == 2


def test_every_figure_of_the_quantity_answers_how_many_and_no_other_does() -> None:
    text = "The group has 2,000 fighters. Ada Holm put its strength at 900 men. The army arrested 12 of its fighters and killed 30."
    assert texts(ask("how many fighters", hit(text, confidence=0.9))) == ["The group has 2,000 fighters.", "Ada Holm put its strength at 900 men."]
    assert texts(ask("how many fighters were killed", hit(text, confidence=0.9))) == ["The army arrested 12 of its fighters and killed 30."]


def test_who_takes_a_stand_on_what_was_just_said_is_shown_with_it() -> None:
    given = ask("did the mayor hide the flood reports", hit("Ada Holm said the mayor hid the flood reports. The mayor's office dismissed that account."))
    assert len(given.quotes) == 2


def many(number: int) -> Sequence[Hit]:
    return [hit(f"The dam of town{n} leaks.", doc_id=f"d{n:02}") for n in range(number)]


def test_the_first_screen_holds_three_and_the_answer_eight_unless_all_are_wanted() -> None:
    given = ask("does the dam leak", *many(12))
    assert (len(given.quotes), given.first_screen) == (MOST_QUOTES, FIRST_SCREEN)
    assert len(ask("does the dam leak", *many(12), everything=True).quotes) == 12
    assert ask("does the dam leak", *many(2)).first_screen == 2


def test_only_the_first_hits_are_read_and_of_the_later_ones_only_those_with_a_chance() -> None:
    hits = [hit("x", confidence=0.01, doc_id=str(n)) for n in range(40)]
    assert len(worth_reading(hits)) == 12
    assert len(worth_reading([hit("x", confidence=0.1512)] * 40)) == 24, "log odds 1.15 lift it to LEAST_CONFIDENCE"
    assert len(worth_reading([hit("x", confidence=0.1511)] * 40)) == 12
    assert len(worth_reading([hit("x", confidence=0.1512)] * 40, least=0.5)) == 12
    assert worth_reading([*hits[:12], hit("y", confidence=0.5)])[-1].passage.text == "y"


def test_a_quote_carries_its_article() -> None:
    (quote,) = ask("does the dam leak", hit("The dam leaks.", doc_id="d", paragraph=3, title="T", published=date(2024, 1, 2), outlet="W")).quotes
    assert (quote.doc_id, quote.revision, quote.revision_id, quote.paragraph, quote.title) == ("d", 1, ord("d"), 3, "T")
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
    assert Evidence(1.0, (), demanded=False, aside=False).log_odds == 0.65
    assert Evidence(0.0, (), demanded=True, aside=False).log_odds == pytest.approx(-0.15)
    assert Evidence(0.5, ((Lack.PLACE, None), (Lack.YEAR, None)), demanded=True, aside=False).log_odds == -7.6
    assert Evidence(0.5, ((Lack.COUNTED, None),), demanded=True, aside=False).log_odds == pytest.approx(-2.28)
    assert Evidence(0.5, (), demanded=False, aside=True).log_odds == -2.0
