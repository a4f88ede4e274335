"""What a page calls itself. All pages are invented."""

import pytest

from sources.naming import Said, title_of, without_titles


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (
            Said(headings=("Nine dead in Orsk",), shared=("Nine dead in Orsk | Orsk Post",), headlines=("Orsk: nine dead",), outlets=("Orsk Post",)),
            "Nine dead in Orsk",
        ),
        (
            Said(
                headings=("Nine dead",), shared=("You will not believe this | Post",), headlines=("Nine dead in Orsk",), windows=("Nine dead in Orsk | Post",)
            ),
            "Nine dead in Orsk",
        ),
        (
            Said(
                headings=("Nine dead",),
                shared=("Nine dead",),
                headlines=("Nine dead after fire in Orsk harbour",),
                windows=("Nine dead after fire in Orsk harbour",),
            ),
            "Nine dead after fire in Orsk harbour",
        ),
        (Said(headings=("Most read", "Nine dead in Orsk"), windows=("Nine dead in Orsk - The Orsk Post",), outlets=("Orsk Post",)), "Nine dead in Orsk"),
        (Said(windows=("Nine dead | OrskPost.com",), outlets=("Orsk Post",)), "Nine dead"),
        (Said(windows=("Nine dead * The Orsk Post * by Ada Worth",), outlets=("Orsk Post",)), "Nine dead"),
        (Said(windows=("Orsk - nine dead",), outlets=("Orsk Post",)), "Orsk - nine dead"),
        (Said(headings=("NINE DEAD IN ORSK",), shared=("Nine dead in Orsk",)), "Nine dead in Orsk"),
        (Said(headlines=("Nine &#8216;dead&#8217;",)), "Nine ‘dead’"),
        (Said(headings=("Orsk Post",), outlets=("Orsk Post",)), None),
    ],
)
def test_title_is_the_wording_that_the_page_stands_by_without_its_own_name(said: Said, title: str | None) -> None:
    assert title_of(said, None, None) == title


def test_title_that_another_reader_found_is_used_only_where_the_page_names_none() -> None:
    assert title_of(Said(), "Nine dead | Orsk Post", "Orsk Post") == "Nine dead"
    assert title_of(Said(headings=("Ten dead",)), "Nine dead", None) == "Ten dead"


def test_wordings_of_the_title_above_the_text_are_no_paragraphs_and_the_same_words_further_down_are() -> None:
    said = Said(headings=("Nine dead",), shared=("Nine men dead",))
    assert without_titles(["NINE DEAD", "Nine men dead", "a", "b", "c", "Nine dead"], said) == ("a", "b", "c", "Nine dead")
