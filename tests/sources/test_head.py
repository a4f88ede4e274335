"""Title, date and byline among the first lines of a saved page. All names are invented."""

from datetime import date

import pytest

from sources.chrome import Writing
from sources.head import Head, names_in, read_head, reporters_in

ENGLISH = Writing("LATIN", "en")
TITLE = "Nine policemen killed in Orsk"
BODY = ["ORSK — Nine policemen were killed on Thursday, the interior ministry said.", "Nobody has claimed the attack so far."]
DAY = date(2021, 3, 4)


def head(*lines: str) -> Head:
    return read_head([*lines, *BODY], ENGLISH)[0]


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, "4 March 2021"),
        ("4 March 2021", TITLE),
        ("Home | World | Sport", TITLE, "4 March 2021"),
        ("Home", "News", "Opinion", TITLE, "4 March 2021"),
        ("Log in", "打印", "Zaloguj się i komentuj nasze wiadomości", TITLE, "Share", "4 March 2021"),
        ("We use cookies to improve your experience.", TITLE, "4 March 2021"),
        (TITLE, "By Ivo Kestrel", "4 March 2021"),
        (TITLE, "The ministry gives no names", "4 March 2021"),
        (TITLE, "Monday 4 March 2021"),
        (TITLE, "Updated: March 6, 2021", "Published: March 4, 2021"),
        (TITLE, "Kelmar, March 9, 2021", "4 March 2021"),
        (TITLE, "10/11/2021", "4 March 2021"),
    ],
)
def test_title_and_day_are_found_among_menus_and_dates(lines: tuple[str, ...]) -> None:
    assert (head(*lines).title, head(*lines).published) == (TITLE, DAY)


@pytest.mark.parametrize(
    "title",
    [
        "What the attacks of 11 September 2001 changed",
        "Attacks of 11 September 2001: a reckoning",
        "Budget speech, 3 March 2020",
        "The Quay",
        "Ostrelle",
        "Nobody answered the phone.",
        "Who counted the nine dead?",
    ],
)
def test_title_with_a_date_a_full_stop_or_few_words_is_a_title(title: str) -> None:
    found, rest = read_head([title, "4 March 2021", *BODY], ENGLISH)
    assert (found.title, found.published, rest) == (title, DAY, BODY)


def test_short_line_right_above_the_date_is_the_title_and_the_verse_below_is_not() -> None:
    assert head("Orsk Post", "The Quay", "4 March 2021", "We came down to the water in the evening,").title == "The Quay"


def test_menu_word_or_foreign_line_without_a_date_is_no_title() -> None:
    assert head("Compartir", "Guardar").title == ""
    assert head("Orsk").title == ""
    assert head("The Quay").title == "The Quay"


def test_first_paragraph_is_no_title_and_date_lines_below_it_are_left_in_the_text() -> None:
    lines = [*BODY, "4 March 2021", "It went on."]
    assert read_head(lines, ENGLISH) == (Head(), lines)


def test_only_the_first_of_a_page_asks_a_question_that_is_a_title() -> None:
    assert head("Who counted the nine dead?").title == "Who counted the nine dead?"
    assert head(TITLE, "Who counted the nine dead?").title == TITLE
    assert read_head([TITLE, "Who counted the nine dead?", *BODY], ENGLISH)[1] == ["Who counted the nine dead?", *BODY]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ivo Kestrel", ("Ivo Kestrel",)),
        ("BY IVO KESTREL AND ADA WORTH", ("IVO KESTREL", "ADA WORTH")),
        ("By Ivo Kestrel, Ada Worth and Sam Todd, Orsk", ("Ivo Kestrel", "Ada Worth", "Sam Todd")),
        ("Por Lucía Ferrán y Ada Worth", ("Lucía Ferrán", "Ada Worth")),
        ("By Ivo Kestrel, March 4, 2021", ("Ivo Kestrel",)),
    ],
)
def test_byline_names_its_authors(line: str, names: tuple[str, ...]) -> None:
    assert head(TITLE, line).authors == names


def test_day_behind_a_byline_is_the_articles() -> None:
    assert head(TITLE, "By Ivo Kestrel, March 4, 2021").published == DAY


def test_sentence_that_begins_with_by_is_no_byline() -> None:
    lines = ["By noon the nine men of Orsk had died.", *BODY]
    assert read_head(lines, ENGLISH) == (Head(), lines)


def test_ambiguous_date_is_kept_as_it_is_written() -> None:
    found = head(TITLE, "10/11/2021")
    assert (found.published, found.ambiguous_date) == (None, "10/11/2021")
    assert head(TITLE, "4 March 2021").ambiguous_date is None


def test_menu_longer_than_the_head_hides_nothing_but_itself() -> None:
    menu = [f"Place {number}" for number in range(50)]
    found, rest = read_head([*menu, TITLE, "4 March 2021", *BODY], ENGLISH)
    assert found.published is None
    assert rest[-4:] == [TITLE, "4 March 2021", *BODY]


def test_names_are_split_at_commas_only_where_two_words_follow() -> None:
    assert names_in("Ivo Kestrel, Kelmar") == ("Ivo Kestrel",)
    assert names_in("Ada Worth in Orsk and Sam Todd in Kelmar") == ("Ada Worth", "Sam Todd")
    assert names_in("Ada Worth; Sam Todd.") == ("Ada Worth", "Sam Todd")


def test_reporters_are_read_from_a_closing_credit_only() -> None:
    assert reporters_in([*BODY, "(Reporting by Ada Worth in Orsk; Editing by Sam Todd)"]) == ("Ada Worth",)
    assert reporters_in(["Reporting by Ada Worth", *BODY * 3]) == ()
    assert reporters_in(["He praised the reporting by Ada Worth."]) == ()
