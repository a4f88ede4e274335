"""What a question is understood to want."""

from __future__ import annotations

import pytest

from bot.kinds import Asked, Measure
from bot.question import understand


def terms(question: str) -> list[str]:
    """The first term of each concept."""
    return [concept.terms[0] for concept in understand(question).concepts]


def counted(question: str) -> list[str]:
    return [concept.terms[0] for concept in understand(question).demands.counted]


def names(question: str) -> list[str]:
    return [concept.terms[0] for concept in understand(question).demands.names]


def places(question: str) -> list[list[str]]:
    return [[word.terms[0] for word in place] for place in understand(question).demands.places]


@pytest.mark.parametrize(
    ("question", "asked", "measure"),
    [
        ("how many fighters?", Asked.NUMBER, Measure.ANY),
        ("Number of prisoners", Asked.NUMBER, Measure.ANY),
        ("what share of them are foreigners", Asked.NUMBER, Measure.SHARE),
        ("how deep is the lake", Asked.NUMBER, Measure.LENGTH),
        ("how old is the mayor", Asked.NUMBER, Measure.AGE),
        ("how much did it cost", Asked.NUMBER, Measure.MONEY),
        ("how big is ISKP", Asked.NUMBER, Measure.STRENGTH),
        ("is-k strength", Asked.NUMBER, Measure.STRENGTH),
        ("how many people left", Asked.NUMBER, Measure.PEOPLE),
        ("who is Thomas West?", Asked.PERSON, Measure.ANY),
        ("who’s Kovac", Asked.PERSON, Measure.ANY),
        ("who was arrested", Asked.ACTOR, Measure.ANY),
        ("who won", Asked.ACTOR, Measure.ANY),
        ("when was it", Asked.TIME, Measure.ANY),
        ("where is it", Asked.PLACE, Measure.ANY),
        ("which country made the drone", Asked.PLACE, Measure.ANY),
        ("what did the State Department say", Asked.SPEECH, Measure.ANY),
        ("does anyone doubt it", Asked.STANCE, Measure.ANY),
        ("who denies it", Asked.STANCE, Measure.ANY),
        ("why did the dam break", Asked.REASON, Measure.ANY),
        ("what caused the fire", Asked.REASON, Measure.ANY),
        ("did the dam break", Asked.CLAIM, Measure.ANY),
        ("nurses told to lie about it?", Asked.CLAIM, Measure.ANY),
        ("names of the dead miners", Asked.NAME, Measure.ANY),
        ("which company built the dam", Asked.NAME, Measure.ANY),
        ("what does Ada Holm say about the dam", Asked.SPEECH, Measure.ANY),
        ("deaths in the flood", Asked.NUMBER, Measure.ANY),
        ("water level before the flood", Asked.NUMBER, Measure.LEVEL),
        ("compensation for families", Asked.NUMBER, Measure.MONEY),
        ("what was the mill's revenue in 2021", Asked.NUMBER, Measure.MONEY),
        ("what is the population of Orsk", Asked.NUMBER, Measure.POPULATION),
        ("the flood in Ostrelle", Asked.OTHER, Measure.ANY),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(question: str, asked: Asked, measure: Measure) -> None:
    assert (understand(question).asked, understand(question).measure) == (asked, measure)


def test_words_that_only_ask_are_no_concepts_unless_nothing_else_is_there() -> None:
    assert terms("please tell me how many fighters there are now") == ["fighter"]
    assert terms("what is the number") == ["number"]


def test_a_name_that_sounds_like_an_asking_word_stays() -> None:
    assert terms("where does sayed live") == ["say"]  # its stem is that of "said"; the word is not
    assert "new" in terms("mayors in New York")


@pytest.mark.parametrize("question", ["", "   ", "?!", "how is it", "​"])
def test_a_question_without_a_word_to_look_up_is_empty(question: str) -> None:
    assert understand(question).empty


def test_half_a_surrogate_pair_from_a_broken_paste_does_no_harm() -> None:
    assert understand("\ud83d fighters").text == "? fighters"
    understand("\ud83d fighters").text.encode()


def test_the_words_of_one_deed_count_as_one_and_other_deeds_not_at_all() -> None:
    (killed,) = (concept for concept in understand("how many were killed").concepts)
    assert {"kill", "die", "drown"} <= set(killed.terms)
    assert {"captur", "releas", "free", "wound"}.isdisjoint(killed.terms + killed.related)


def test_a_related_word_is_named_once_and_never_beside_itself() -> None:
    for concept in understand("how many fighters doubt the prisoners' strength").concepts:
        assert len(set(concept.related)) == len(concept.related)
        assert set(concept.terms).isdisjoint(concept.related)


def test_prisoners_may_be_called_fighters_but_fighters_not_prisoners() -> None:
    (prisoners,) = understand("prisoners").concepts
    (fighters,) = understand("fighters").concepts
    assert "fighter" in prisoners.related and "prison" not in fighters.related


def test_what_is_counted_is_the_last_noun_behind_how_many() -> None:
    assert counted("how many border guards were killed") == ["guard"]
    assert counted("how many women among the detainees") == ["woman"]
    assert counted("how many were killed") == counted("how many people died") == counted("when did guards leave") == []


def test_a_name_with_aliases_is_demanded_whatever_is_asked_but_for_names_of_states() -> None:
    assert names("who leads ISKP") == names("how many ISKP fighters") == ["=iskp"]
    assert names("which US park was flooded") == []


def test_the_surname_is_demanded_of_an_answer_to_who_is_but_not_of_a_description() -> None:
    assert names("who is Thomas Edison?") == ["edison"]
    assert names("who were the two men seen at the gate of Delaware") == []


def test_places_and_years_are_demanded_but_times_and_jails_are_no_places() -> None:
    assert places("how many fighters are there in Tajikistan?") == [["tajikistan"]]
    assert places("how many died at the zofia mine in march") == [["zofia", "mine"]]
    assert places("how many are in jail") == [] == places("strength in 2019")
    assert places("how many dead in South Korea") == [["korea"], ["south"]]  # and in no other Korea
    assert places("how many displaced in the northern zone") == [["zone"], ["north"]] and places("how much rain fell in the south") == []
    assert places("how many dead in a raid") == [] == places("In which city was it")
    assert places("How many lost power in Florida storms") == [["florida"]], "who writes capitals writes them in names"
    assert understand("strength in 2019 and 2021").demands.years == (2019, 2021)
    assert understand("how many of 2500 fighters").demands.years == ()


def test_the_deed_is_demanded_of_counts_and_of_who() -> None:
    assert understand("how many were freed").demands.deed is not None
    assert understand("who was arrested").demands.deed is not None
    assert understand("was anybody arrested").demands.deed is None
    assert understand("how many fighters").demands.deed is None


def test_the_same_question_in_other_case_and_spacing_is_the_same() -> None:
    assert understand("HOW  many\nfighters").concepts == understand("how many fighters").concepts


def test_the_search_is_for_the_whole_question_in_one_collection() -> None:
    query = understand("how many fighters?").query("desk")
    assert (query.text, query.collection, query.concepts) == ("how many fighters?", "desk", understand("how many fighters?").concepts)


def test_what_a_question_was_read_as_is_told() -> None:
    assert ("ISIS-K", "=iskp") in understand("isis-k or ISIS-K").names


def test_a_deed_is_demanded_of_who_did_it_and_not_of_what_the_question_mentions() -> None:
    assert understand("who was killed in Orsk?").demands.deed is not None
    assert understand("who resigned over missing passports?").demands.deed is None


def test_a_role_is_demanded_with_what_it_is_a_role_in() -> None:
    assert names("who is the president of Velloray?") == ["presid", "velloray"]
    assert names("who is Thomas West?") == ["west"]


@pytest.mark.parametrize(
    ("question", "quantity"),
    [
        ("how many fighters are there", "strength"),
        ("how big is ISKP", "strength"),
        ("how many fighters were killed", "killed"),
        ("how many fighters were arrested", "captured"),
        ("how many prisoners were freed", "released"),
        ("how many hurt in the strike", "wounded"),
        ("how many cases of measles", "cases"),
        ("how many are missing", "missing"),
        ("how many sensors were there", None),
        ("how deep is the mine", None),
    ],
)
def test_a_deed_outweighs_who_it_was_done_to(question: str, quantity: str | None) -> None:
    assert understand(question).quantity == quantity


def test_a_topic_that_can_be_counted_wants_a_number_but_does_not_insist() -> None:
    assert not understand("deaths in the flood").firm and understand("how many deaths in the flood").firm


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("what does Ada Holm say about the dam", ["ada", "holm"]),
        ("what did the plum seller say", ["plum", "seller"]),
        ("did the minister deny it", ["minist"]),
        ("according to the Red Cross, was anybody hurt", ["red", "cross"]),
        ("what do people say about the dam", []),
        ("did anyone deny it", []),
    ],
)
def test_who_is_to_speak_is_demanded(question: str, speaker: list[str]) -> None:
    assert [concept.terms[0] for concept in understand(question).demands.speaker] == speaker


def test_a_country_and_its_people_are_one() -> None:
    (concept, _) = understand("afghan soil").concepts
    assert {"afghan", "afghanistan"} <= set(concept.terms)


def test_bounds_in_time_are_dates() -> None:
    assert understand("strikes since march 2024").demands.after == "2024-03"
    assert understand("strikes before 5 May 2023").demands.before == "2023-05-05"
    assert understand("strikes since then").demands.after is None


def test_a_mistyped_word_is_read_as_told_and_the_question_stays_as_typed() -> None:
    one = understand("who is Hamras?", {"Hamras": "Hamraz"})
    assert (one.text, one.read, one.corrected) == ("who is Hamras?", "who is Hamraz?", (("Hamras", "Hamraz"),))
    assert [concept.terms[0] for concept in one.demands.names] == ["hamraz"]
