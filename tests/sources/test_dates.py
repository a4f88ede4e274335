"""The day that a line names."""

from datetime import date

import pytest

from sources.dates import FoundDate, find_date, split_date

DAY = date(2023, 5, 14)


@pytest.mark.parametrize(
    "line",
    [
        "2023-05-14",
        "2023/5/14",
        "2023-05-14T18:05:00+02:00",
        "14 May 2023",
        "14th of May, 2023",
        "May 14, 2023",
        "May 14th 2023",
        "MAY 14, 2023",
        "14-May-2023",
        "Sunday, May 14, 2023 at 6:05 p.m. EDT",
        "Published 6:05 PM ET, Sun May 14, 2023",
        "Sun, 14 May 2023 18:05:00 +0000",
        "Published: May 14, 2023 | Updated: May 15, 2023",
        "Kelmar, 14 May 2023",
        "14 May 2023 – updated 19:12",
        "May 14, 2023 (4 min read)",
        "14.05.2023, 18:05 Uhr",
        "14. Mai 2023",
        "Publié le 14 mai 2023 à 18h05",
        "Madrid, 14 de mayo de 2023",
        "domingo, 14 de maio de 2023",
        "domenica 14 maggio 2023",
        "14 мая 2023, 18:05",
        "14 травня 2023",
        "14 maja 2023",
        "14. května 2023",
        "14 Mayıs 2023 Pazar",
        "14 Mei 2023",
        "14 Μαΐου 2023",
        "2023. május 14. 17:20",
        "14 tháng 5 năm 2023",
        "2023年5月14日 星期日",
        "发布时间：2023年05月14日",
        "2023년 5월 14일",
        "입력 2023.05.14 18:05",
        "14 मई 2023",
        "१४ मई २०२३",
        "١٤ مايو ٢٠٢٣",
        "14 أيار 2023",
        "۲۴ اردیبهشت ۱۴۰۲",
        "۱۴۰۲/۰۲/۲۴",
        "24 ثور 1402",
    ],
)
def test_date_line_in_any_language_names_its_day(line: str) -> None:
    found = find_date(line)
    assert found is not None
    assert (found.day, found.ambiguous) == (DAY, False)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1 Farvardin", None),
        ("۱ فروردین ۱۴۰۳", date(2024, 3, 20)),
        ("۱ فروردین ۱۴۰۴", date(2025, 3, 21)),
        ("۳۰ اسفند ۱۴۰۳", date(2025, 3, 20)),
        ("۲۲ بهمن ۱۳۵۷", date(1979, 2, 11)),
        ("۳۱ شهریور ۱۳۹۹", date(2020, 9, 21)),
        ("۱ مهر ۱۳۹۹", date(2020, 9, 22)),
    ],
)
def test_solar_hijri_days_are_told_in_the_gregorian_calendar(line: str, day: date | None) -> None:
    found = find_date(line)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Flash Update No. 7 (as of 3 March 2024)",
        "Budget speech, 3 March 2021",
        "Attacks of 11 September 2001",
        "Attacks of 11 September 2001: a reckoning",
        "Orsk 3 March 2021: what we know",
        "The treaty was signed in Orsk on 14 May 2023.",
        "14 May 2023 was the day on which the ferry sank in the lake.",
        "May 2023",
        "In 2023 the ferry sank",
        "14 Zog 2023",
        "31 February 2023",
        "2023-13-01",
        "14/05/23",
        "۳۱ مهر ۱۳۹۹",
        "Room 2023",
        "Sunday, May 14, 2023" + " and a very long tail" * 5,
    ],
)
def test_line_that_says_more_or_less_than_a_day_is_no_date_line(line: str) -> None:
    found = find_date(line)
    assert found is None or found.day is None


def test_day_and_month_that_can_be_swapped_are_nobodys_guess() -> None:
    assert find_date("10/11/2021") == FoundDate(None, ambiguous=True)
    assert find_date("10-11-2021") == FoundDate(None, ambiguous=True)


@pytest.mark.parametrize("line", ["10.11.2021", "10/10/2021", "13/11/2021", "11/13/2021"])
def test_numbers_that_can_be_read_in_one_way_only_are_a_day(line: str) -> None:
    found = find_date(line)
    assert found is not None
    assert found.day in (date(2021, 11, 10), date(2021, 10, 10), date(2021, 11, 13))


def test_plain_date_is_doubted_less_than_one_with_words_and_an_update_most() -> None:
    doubts = [found.doubt for line in ("14 May 2023", "Kelmar, 14 May 2023", "Updated: 14 May 2023") if (found := find_date(line))]
    assert doubts == sorted(set(doubts))
    assert len(doubts) == 3


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("By Ivo Kestrel, March 4, 2021", "By Ivo Kestrel"),
        ("By Ivo Kestrel | 2021-03-04", "By Ivo Kestrel"),
        ("By Ivo Kestrel", "By Ivo Kestrel"),
        ("March 4, 2021", "March 4, 2021"),
        ("By Ivo Kestrel in 2021", "By Ivo Kestrel in 2021"),
    ],
)
def test_date_behind_a_byline_is_split_off(line: str, words: str) -> None:
    assert split_date(line) == words


@pytest.mark.parametrize(
    "line",
    ["On 12 May 2023, rebels entered Orsk.", "12 May 2023 – Rebels enter Orsk.", "2023-05-12 Rebels enter Orsk.", "March 2, 2024. Rebels enter Orsk."],
)
def test_short_sentence_that_begins_with_a_date_is_no_date_line(line: str) -> None:
    assert find_date(line) is None


@pytest.mark.parametrize(
    "line", ["Sunday, May 14, 2023 at 6:05 p.m.", "Опубликовано 14 мая 2023 г.", "Opublikowano 14 maja 2023 o godz. 18:05.", "14 May 2023, Orsk."]
)
def test_date_line_may_end_with_a_full_stop(line: str) -> None:
    found = find_date(line)
    assert found is not None and found.day == DAY
