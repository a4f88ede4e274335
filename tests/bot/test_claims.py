"""What of a pasted text is checked."""

from __future__ import annotations

import pytest

from bot.claims import clauses_of, is_long_enough, read


@pytest.mark.parametrize(
    ("text", "wordings", "speaker"),
    [
        ("Nobody was at the dam that night", ("Nobody was at the dam that night",), None),
        ("“Nobody was at the dam that night.”", ("Nobody was at the dam that night.",), None),
        ("Quill: “Nobody was at the dam”", ("Nobody was at the dam",), "Quill"),
        ('minister Quill said he "was not at the dam"', ("was not at the dam",), "minister Quill"),
        ('"Nobody was at the dam" - minister quill', ("Nobody was at the dam",), "minister quill"),
        ("“Nobody was at the dam,” Ada Quill said. “The road was closed.”", ("Nobody was at the dam,", "The road was closed."), "Ada Quill"),
        ("«Nobody was at the dam», said Ada Quill", ("Nobody was at the dam",), "Ada Quill"),
    ],
)
def test_quotations_are_checked_and_what_stands_around_names_the_speaker(text: str, wordings: tuple[str, ...], speaker: str | None) -> None:
    pasted = read(text)
    assert (pasted.wordings, pasted.speaker, pasted.whole) == (wordings, speaker, None)


@pytest.mark.parametrize(
    "text",
    [
        "He said it was not “a matter for the police”",
        "Many will not be asking: “Nobody was at the dam”",
        "Of 7 boats, “nobody was at the dam”",
        "Quill said that “nobody was at the dam” been lost",
        "The dam broke twice, and “nobody was at the dam”",
    ],
)
def test_what_says_more_than_who_spoke_is_checked_as_well(text: str) -> None:
    pasted = read(text)
    assert pasted.whole == text.strip("”")
    assert len(pasted.wordings) == 1


def test_twelve_characters_are_enough_and_eleven_are_not() -> None:
    assert is_long_enough("“Ten men came”") and not is_long_enough("“Ten men cam.”")
    assert not is_long_enough(" … ")


def test_a_headline_is_cut_into_its_claims() -> None:
    assert clauses_of("Capital confirms group down to 2,000 fighters after army killed 600 of them") == (
        "group down to 2,000 fighters",
        "army killed 600 of them",
        "Capital confirms",
    )
    assert clauses_of("bread and butter") == ("bread and butter",)
