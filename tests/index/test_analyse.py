"""The one analyser: which texts and questions meet in a term, and what every engine may rely on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from index import analyse as analysing
from index import database
from index.analyse import analyse, analyser_version, concepts, fold, names_in
from index.backends import fts5
from index.catalog import Catalog

WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fighter", "fighters"),
        ("2,000", "2000"),
        ("Sørbø", "sorbo"),
        ("Müller’s", "muller"),
        ("Taliban's", "Taliban"),
        ("died", "deaths"),
        ("women", "woman"),
        ("U.S.", "US"),
        ("centre", "center"),
        ("İstanbul", "istanbul"),
        ("ＮＡＴＯ", "nato"),
        ("co‑operate", "co-operate"),
        ("１２", "12"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert set(analyse(one)) & set(analyse(other))


@pytest.mark.parametrize(("one", "other"), [("IS-K", "is k"), ("us", "US"), ("who", "WHO"), ("2.5", "25"), ("T-62", "62"), ("2,000", "2,00")])
def test_different_things_are_kept_apart(one: str, other: str) -> None:
    assert analyse(one) != analyse(other)


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("", ()),
        ("the of and", ()),
        ("2,000 fighters", ("2000", "fighter")),
        ("3.5 percent", ("3.5", "percent")),
        ("1,5", ("1,5",)),
        ("IS-K", ("=iskp", "is-k", "is", "k")),
        ("Daesh", ("=iskp", "=is", "daesh")),
        ("Islamic State", ("=is", "islam", "state")),
        ("let us go", ("let", "go")),
        ("US troops", ("=us", "us", "troop")),
        ("Who said so?", ("say",)),
        ("the WHO said", ("=who", "who", "say")),
        ("dam dam", ("dam", "dam")),
        ("塔利班", ("塔利", "利班")),
        ("Al-Shabaab", ("al-shabaab", "al", "shabaab")),
        ("the dam -", ("dam",)),
    ],
)
def test_terms_of_a_text(words: str, terms: tuple[str, ...]) -> None:
    assert analyse(words) == terms


def test_the_longest_name_is_read_and_none_inside_it() -> None:
    assert names_in("the Islamic State in Iraq and Syria, and ISIS-K") == (("Islamic State in Iraq and Syria", "=is"), ("ISIS-K", "=iskp"))


def test_small_words_are_names_in_capitals_only() -> None:
    assert names_in("They told us who it was") == ()
    assert names_in("The US and WHO") == (("US", "=us"), ("WHO", "=who"))


def test_a_hyphen_in_a_long_name_may_be_a_space() -> None:
    assert names_in("Islamic State Khorasan")[0][1] == names_in("Islamic State-Khorasan")[0][1] == "=iskp"


def test_a_name_is_one_concept_and_other_words_one_each() -> None:
    assert concepts("How many Islamic State fighters are in the U.S.?") == (("mani",), ("=is",), ("fighter",), ("=us",))


def test_concepts_come_once() -> None:
    assert concepts("dam, dams and the dam") == (("dam",),)


def test_a_name_of_two_things_is_one_concept_with_alternatives() -> None:
    assert concepts("Daesh") == (("=iskp", "=is"),)


def test_fold_drops_case_and_diacritics() -> None:
    assert fold("ÇAĞRI Łódź Æsop straße") == "cagri lodz aesop strasse"


def test_the_version_follows_the_alias_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analyser_version()
    monkeypatch.setattr(analysing, "_alias_file", lambda: b"other")
    analyser_version.cache_clear()
    assert analyser_version() != before
    monkeypatch.undo()
    analyser_version.cache_clear()
    assert analyser_version() == before


def test_every_alias_is_found_in_a_text_that_holds_it() -> None:
    import tomllib

    table = tomllib.loads(analysing._alias_file().decode())
    assert len(table["names"]) > 5
    for term, names in table["names"].items():
        for name in names:
            assert f"={term}" in analyse(f"said {name} today"), name
    for term, forms in table["forms"].items():
        for form in forms:
            assert set(analyse(form)) & set(analyse(term)), form


@settings(max_examples=400, deadline=None)
@given(WORDS)
def test_a_term_is_one_word_of_letters_digits_and_few_signs(words: str) -> None:
    terms = analyse(words)
    assert " ".join(terms).split() == list(terms)
    assert all(character.isalnum() or ord(character) > 127 or character in "=-.," for term in terms for character in term)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_a_question_s_concepts_stand_in_a_text_of_the_same_words(words: str) -> None:
    held = set(analyse(words))
    assert all(set(concept) <= held for concept in concepts(words))


SIGNS = ["⑴", "ﷺ", "½", "１,５", "㎏", "⒈", "x² y₂", "don’t", "T-don't", "‘tis", "naïve", "ǅ", "ﬁght", "Ω", "café’s", "12,34,5", "a_b", "a＿b", "٢٠٠٠"]


@pytest.mark.parametrize("sign", SIGNS)
def test_the_word_index_holds_each_term_whole(catalog: Catalog, sign: str) -> None:
    from sqlalchemy import insert

    from index.tables import collections, documents, passages, raws, revisions

    terms = analyse(f"dam {sign} fighter")
    with database.writing(catalog.engine) as connection:
        connection.execute(insert(collections).values(name="main"))
        connection.execute(insert(raws).values(hash="h", size=0, data=b""))
        connection.execute(insert(documents).values(id=1, collection="main", doc_id="d", location="l", revision=1))
        blank = dict.fromkeys(["media_type", "name", "given", "extractor", "title", "authors", "text", "paragraphs", "text_hash", "added_at"], "")
        connection.execute(insert(revisions).values(id=1, document_id=1, number=1, raw_hash="h", **blank))
        connection.execute(
            insert(passages).values(revision_id=1, collection="main", paragraph=0, start=0, end=0, live=True, terms=" ".join(terms), title_terms="")
        )
        vocabulary = set(connection.execute(text("SELECT term FROM passage_vocabulary")).scalars())
        assert vocabulary == set(terms)
        assert fts5.document_frequencies(connection, terms) == dict.fromkeys(terms, 1)
