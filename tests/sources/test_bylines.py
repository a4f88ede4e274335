"""Bylines and the names in them. All people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.bylines import is_desk, names_in, names_somebody


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Worth", ["Ada Worth"]),
        ("By Ada Worth and Bram Oss, Associated Press", ["Ada Worth", "Bram Oss", "Associated Press"]),
        ("BY ADA WORTH & BRAM OSS", ["ADA WORTH", "BRAM OSS"]),
        ("Ada Worth, Bram Oss, and Kirsa Vold", ["Ada Worth", "Bram Oss", "Kirsa Vold"]),
        ("Written by: Ada Worth; additional reporting by Bram Oss", ["Ada Worth", "Bram Oss"]),
        ("Ada Worth, with Bram Oss in Tallow", ["Ada Worth", "Bram Oss"]),
        ("Ada Worth, Political Editor", ["Ada Worth"]),
        ("Ada Worth in Orsk and Bram Oss in Tallow", ["Ada Worth", "Bram Oss"]),
        ("Ada Worth for Orsk Post", ["Ada Worth"]),
        ("Ada Worth, Orsk", ["Ada Worth"]),
        ("Ada Worth, Reuters", ["Ada Worth", "Reuters"]),
        ("Worth, Ada", ["Worth, Ada"]),
        ("Ada Worth, PhD", ["Ada Worth, PhD"]),
        ("Ada Worth, Jr., Bram Oss", ["Ada Worth, Jr.", "Bram Oss"]),
        ("Ada and Bram Worth", ["Ada and Bram Worth"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ada Worth (ada.worth@orsk.example), @adaworth, https://orsk.example/ada", ["Ada Worth"]),
        ("By Ada Worth | Published 5 March 2024 | 3 min read", ["Ada Worth"]),
        ("By Ada Worth\nHarbour correspondent\nUpdated 10:15", ["Ada Worth"]),
        ("Ada Worth • Bram Oss", ["Ada Worth", "Bram Oss"]),
        ("Se&aacute;n O&#39;Neill", ["Seán O'Neill"]),
        ("Maria de la Cruz-O’Neil", ["Maria de la Cruz-O’Neil"]),
        ("Suharto", ["Suharto"]),
        ("Von Ada Worth und Bram Oss", ["Ada Worth", "Bram Oss"]),
        ("Par Ada Worth et Bram Oss", ["Ada Worth", "Bram Oss"]),
        ("Por Ada Worth y Bram Oss", ["Ada Worth", "Bram Oss"]),
        ("Автор: Анна Волкова и Иван Зорин", ["Анна Волкова", "Иван Зорин"]),
        ("بقلم: أحمد المنصوري", ["أحمد المنصوري"]),
        ("نویسنده: سارا احمدی", ["سارا احمدی"]),
        ("记者 王小明、李华", ["王小明", "李华"]),
        ("文／王小明", ["王小明"]),
        ("김민수 기자", ["김민수"]),
        ("Staff writers", ["Staff writers"]),
        ("By AFP", ["AFP"]),
        ("admin", []),
        ("By", []),
        ("https://social.example/ada", []),
        ("12 comments", []),
        ("", []),
    ],
)
def test_names_are_those_of_the_byline_as_it_writes_them(line: str, names: list[str]) -> None:
    assert list(names_in(line)) == names


@given(st.text(max_size=120))
def test_a_name_is_never_more_than_the_line_said(line: str) -> None:
    line = line.replace("&", "")
    for name in names_in(line):
        assert "".join(name.split()).casefold() in "".join(line.split()).casefold() or ", " in name


@pytest.mark.parametrize("name", ["Staff Writer", "staff reporters", "News Desk", "The Editorial Board", "Our Correspondent", "Agencies", "Web Desk Team"])
def test_desk_is_nobody_in_particular(name: str) -> None:
    assert is_desk(name)


@pytest.mark.parametrize("name", ["Ada Worth", "Associated Press", "Stafford Deskin", "Ada Staff"])
def test_person_or_agency_is_no_desk(name: str) -> None:
    assert not is_desk(name)


def test_one_word_is_somebody_only_behind_by_or_as_an_agency() -> None:
    assert [line for line in ("Harbour", "By Suharto", "Reuters", "王小明", "Ada Worth") if names_somebody(line)] == [
        "By Suharto",
        "Reuters",
        "王小明",
        "Ada Worth",
    ]
