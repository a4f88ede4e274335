"""Verdicts on wordings, over passages made by hand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from newsroom import hit

from bot.check import Check, Verdict, check, lookups, with_voices
from bot.differences import Change
from bot.render_check import check_as_text

DAM = hit(
    "The mayor said at least 30 houses were lost. “Nobody was at the dam that night,” Ada Quill said. It was not a storm that broke it.", doc_id="a"
).passage
ROAD = hit("The road to Edrina was closed on Friday. Police have rounded up nearly 600 members of the league since May.", doc_id="b", start=40).passage
PASSAGES = (DAM, ROAD)


def verdict(text: str) -> Verdict:
    return check(text, PASSAGES).verdict


def changes(text: str) -> list[tuple[str, str, str]]:
    return [(one.change.value, one.source, one.pasted) for one in check(text, PASSAGES).differences if one.change not in (Change.SAME, Change.AROUND)]


@pytest.mark.parametrize(
    "text",
    [
        "“Nobody was at the dam that night”",
        "NOBODY WAS AT THE DAM THAT NIGHT",
        "at least 30 houses were lost",
        "Quill: 'Nobody was at the dam that night'",
        "the road to Edrina was closed",
    ],
)
def test_what_stands_there_is_word_for_word_a_slice_of_the_source(text: str) -> None:
    checked = check(text, PASSAGES)
    assert checked.verdict is Verdict.VERBATIM and checked.found is not None
    passage = checked.found.passage
    assert checked.found.span.of(" " * passage.span.start + passage.text) == checked.found.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 80 houses were lost", ("number", "30", "80")),
        ("It was a storm that broke it", ("negation", "not", "")),
        ("at most 30 houses were lost that day", ("qualifier", "least", "most")),
        ("“Nobody was at the mill that night”", ("word", "dam", "mill")),
        ("The road to Vennorai was closed on Friday", ("name", "Edrina", "Vennorai")),
        ("Nobody was, at the dam that night", ("mark", "", ",")),
    ],
)
def test_a_change_is_called_by_what_it_is(text: str, expected: tuple[str, str, str]) -> None:
    assert verdict(text) is Verdict.ALTERED
    assert changes(text)[0][0] == expected[0]
    assert expected in changes(text) or expected[0] == "qualifier"


@pytest.mark.parametrize(("text", "dropped"), [("30 houses were lost", "at least"), ("a storm that broke it", "not")])
def test_a_cut_that_turns_the_sense_is_a_change_though_every_word_stands_there(text: str, dropped: str) -> None:
    checked = check(text, PASSAGES)
    assert checked.verdict is Verdict.ALTERED and checked.found is not None
    assert dropped in checked.found.text and any(dropped in one.source for one in checked.differences)


def test_what_is_put_together_from_two_places_is_changed() -> None:
    checked = check("“Nobody was at the dam on Friday. Police have rounded up nearly 600 members”", PASSAGES)
    assert checked.verdict is Verdict.ALTERED
    two = check("The road to Edrina was closed on Friday. Nobody was at the dam that night.", PASSAGES)
    assert two.verdict is Verdict.ALTERED and [part.verdict for part in two.parts] == [Verdict.VERBATIM, Verdict.VERBATIM]
    assert two.differences[-1].change is Change.STITCHED


def test_two_quotations_of_their_own_need_not_stand_together() -> None:
    assert verdict("“The road to Edrina was closed,” Quill said. “Nobody was at the dam that night.”") is Verdict.VERBATIM


def test_a_changed_sentence_around_a_true_quotation_is_not_word_for_word() -> None:
    assert verdict("Bram Oss saw it happen, and “nobody was at the dam that night”") is Verdict.ALTERED


def test_a_frame_that_was_copied_with_the_quotation_has_to_be_right_as_well() -> None:
    passage = hit("“Nobody was at the dam,” said Ada Quill, the mayor of Edrina.").passage
    assert check("“Nobody was at the dam,” said Ada Quill, the mayor of Edrina.", [passage]).verdict is Verdict.VERBATIM
    assert check("“Nobody was at the dam,” said Ada the mayor of Edrina.", [passage]).verdict is Verdict.ALTERED
    assert check("Quill: “Nobody was at the dam”", [passage]).verdict is Verdict.VERBATIM


@pytest.mark.parametrize("text", ["“They will all drown for this”", "Martians landed in Vennorai last week", "the night was the night of all nights"])
def test_what_only_shares_a_word_or_two_is_not_found(text: str) -> None:
    assert verdict(text) is Verdict.NOT_FOUND


@pytest.mark.parametrize("text", ["", "“no storm”", "the dam", " … "])
def test_less_than_twelve_characters_are_too_short(text: str) -> None:
    assert verdict(text) is Verdict.TOO_SHORT


def test_a_rephrased_claim_is_held_against_the_nearest_sentence_in_substance() -> None:
    checked = check("Capital says 30 houses burnt after police killed 600 of the league members", PASSAGES)
    assert checked.verdict is Verdict.NOT_FOUND and len(checked.parts) == 2
    named = {(one.change, one.source, one.pasted) for part in checked.parts for one in part.differences}
    assert (Change.QUALIFIER, "at least", "") in named
    assert (Change.QUANTITY, "rounded up", "killed") in named


def test_a_wording_may_run_on_into_the_next_paragraph_of_an_article() -> None:
    article = hit("It rained for days.\n\nThen the wall gave way at once.").passage
    running = "rained for days. Then the wall gave way"
    assert check(running, PASSAGES, [article]).verdict is Verdict.VERBATIM
    assert check(running, PASSAGES).verdict is not Verdict.VERBATIM


def test_somebody_elses_words_are_misattributed_only_when_they_stand_word_for_word() -> None:
    texts = {DAM.revision_id: DAM.text}
    assert heard("Nobody was at the dam that night", "Bram Oss", texts).verdict is Verdict.MISATTRIBUTED
    assert heard("Nobody was at the dam that night", "Bram Oss", texts).speaker == "Ada Quill"
    assert heard("Nobody was at the dam that night", "Ada Quill", texts).verdict is Verdict.VERBATIM
    assert heard("Nobody was at the mill that night", "Bram Oss", texts).verdict is Verdict.ALTERED
    assert heard("Nobody was at the dam that night", None, texts).verdict is Verdict.VERBATIM


def heard(text: str, claimed: str | None, texts: dict[int, str]) -> Check:
    return with_voices(check(text, (DAM,)), claimed, texts, {})


def test_a_changed_wording_is_looked_up_in_halves_and_claims_too() -> None:
    looked = lookups("Nobody was at the dam on Friday, and police came late to it")
    assert "Nobody was at the dam on Friday" in looked and len(looked) <= 8


@pytest.mark.parametrize("text", ["“Nobody was at the dam that night”", "at least 80 houses were lost", "Martians landed in Vennorai", "the dam"])
def test_every_check_says_that_it_checks_wording_and_bears_no_stamp(text: str) -> None:
    printed = check_as_text(check(text, PASSAGES), 38)
    assert printed.startswith("WORDING CHECK, not a truth check")
    assert not set(printed) & set("✓✔✅☑✗✘❌❎☒🟢🔴")
    assert max(map(len, printed.splitlines())) <= 38


PIECES = st.lists(st.sampled_from(f"{DAM.text} {ROAD.text} “ ” \" ' — : , . said not 9,000".split()), max_size=30).map(" ".join)


@given(st.one_of(PIECES, st.text(max_size=120)))
@example(". Friday. mayor")
def test_whatever_is_pasted_all_that_is_shown_is_a_slice_of_a_source(text: str) -> None:
    shown = [check(text, PASSAGES)]
    while shown:
        one = shown.pop()
        shown += one.parts
        for standing in filter(None, (one.found, *one.nearest, *one.elsewhere)):
            passage = standing.passage
            assert passage.text[standing.span.start - passage.span.start : standing.span.end - passage.span.start] == standing.text != ""
        assert (one.found is None) == (one.verdict in (Verdict.NOT_FOUND, Verdict.TOO_SHORT))
