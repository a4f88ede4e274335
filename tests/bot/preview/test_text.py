"""What the server does to a text: bounds in UTF-16, clean-up, HTML."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.errors import ApiError
from bot.preview.text import ENTITY_LIMIT, formatted, formatted_within, parse_html, utf16


def bold(offset: int, length: int, kind: str = "bold") -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length}


def marked(text: str, entity: dict[str, Any]) -> str:
    """The words that an entity marks."""
    return text.encode("utf-16-le")[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def test_entities_are_counted_in_utf16() -> None:
    kept = formatted("𝟏𝟒 dams", [bold(5, 4)])
    assert marked(kept.text, kept.entities[0]) == "dams"


@pytest.mark.parametrize(
    ("entity", "says"),
    [
        (bold(0, 9), "ends after the end"),
        (bold(9, 1), "ends after the end"),
        (bold(1, 2), "begins in a middle of a UTF-16 symbol"),
        (bold(0, 1), "ends in a middle of a UTF-16 symbol"),
        (bold(-1, 2), "incorrect offset"),
        (bold(0, -2), "incorrect length"),
        ({"type": "loud", "offset": 0, "length": 1}, "unsupported type"),
        ({"type": "bold", "offset": "0", "length": 1}, "incorrect offset"),
    ],
)
def test_an_entity_that_does_not_fit_is_a_400(entity: dict[str, Any], says: str) -> None:
    with pytest.raises(ApiError, match=says) as refused:
        formatted("𝟏 two", [entity])
    assert refused.value.code == 400


def test_what_the_server_deletes_is_gone_and_entities_move_along() -> None:
    kept = formatted("\u202eon\u030ae \u2028two\t\u0333three", [bold(7, 3), bold(11, 6, "italic")])
    assert kept.text == "one two three"
    assert [marked(kept.text, entity) for entity in kept.entities] == ["two", "three"]


def test_white_space_at_both_ends_is_gone_and_entities_are_cut_to_it() -> None:
    kept = formatted(" \n quoted words \n", [bold(0, 17, "blockquote")])
    assert kept.text == "quoted words" and kept.entities == (bold(0, 12, "blockquote"),)


def test_an_entity_over_deleted_characters_only_is_gone() -> None:
    assert formatted("a\u202eb", [bold(1, 1)]).entities == ()


def test_only_a_hundred_entities_count() -> None:
    kept = formatted("x" * 300, [bold(2 * i, 1) for i in range(ENTITY_LIMIT + 20)])
    assert len(kept.entities) == ENTITY_LIMIT and kept.entities[-1]["offset"] == 198


def test_block_quotes_do_not_nest_and_nothing_stands_in_code() -> None:
    kept = formatted("abcdef", [bold(0, 6, "blockquote"), bold(1, 3, "expandable_blockquote"), bold(1, 2)])
    assert [one["type"] for one in kept.entities] == ["blockquote", "bold"]
    assert [one["type"] for one in formatted("abcdef", [bold(0, 6, "code"), bold(1, 2)]).entities] == ["code"]


def test_the_limit_counts_utf16_after_the_clean_up() -> None:
    assert formatted_within("𝟏" * 2048 + "\u202e \n", [], None, 4096).text == "𝟏" * 2048
    with pytest.raises(ApiError, match="message is too long"):
        formatted_within("𝟏" * 2048 + "a", [], None, 4096)


def test_html_becomes_text_and_entities() -> None:
    text, entities = parse_html('<b>𝟏 &lt;i&gt;</b> <blockquote expandable>a<i>b</i></blockquote><a href="https://x.example/?a=1&amp;b=2">c</a>')
    assert text == "𝟏 <i> abc"
    kinds = {one["type"]: marked(text, one) for one in entities}
    assert kinds == {"bold": "𝟏 <i>", "italic": "b", "expandable_blockquote": "ab", "text_link": "c"}
    assert entities[-1]["url"] == "https://x.example/?a=1&b=2"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("<b>a", "Can't find end tag"),
        ("a</b>", "Unexpected end tag"),
        ("<b><i>a</b></i>", "Unmatched end tag"),
        ("<script>a</script>", 'Unsupported start tag "script"'),
        ("1 < 2", "malformed tag"),
        ("<b", "malformed tag"),
        ("<span>a</span>", "Unsupported"),
    ],
)
def test_bad_html_is_a_400(source: str, says: str) -> None:
    with pytest.raises(ApiError, match=says):
        formatted(source, parse_mode="HTML")


def test_other_markup_is_not_pretended_to_be_understood() -> None:
    with pytest.raises(ApiError, match="HTML only"):
        formatted("*a*", parse_mode="MarkdownV2")


def test_commands_links_and_names_are_found() -> None:
    text = "/ask@some_bot hello @ann_b: see https://x.example/a. #dam /no/path a@b.example"
    kept = formatted(text)
    assert {(one["type"], marked(text, one)) for one in kept.entities} == {
        ("bot_command", "/ask@some_bot"),
        ("mention", "@ann_b"),
        ("url", "https://x.example/a"),
        ("hashtag", "#dam"),
        ("email", "a@b.example"),
    }


def test_the_server_looks_for_commands_itself_and_not_in_code() -> None:
    assert formatted("/start", [bold(0, 6, "code")]).entities == (bold(0, 6, "code"),)
    assert formatted("start", [bold(0, 5, "bot_command")]).entities == ()


@given(st.text(alphabet=st.sampled_from("ab \n\t𝟏\u202e\u030a\u0333é🇫🇷"), max_size=30), st.data())
def test_entities_mark_what_they_marked_before_the_clean_up(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    kept = formatted(text, [bold(utf16(text[:start]), utf16(text[start:end]))])
    meant = text[start:end].translate(dict.fromkeys(map(ord, "\u202e\u030a\u0333"))).replace("\t", " ").strip(" \n")
    found = [marked(kept.text, entity) for entity in kept.entities]
    assert [one.strip(" \n") for one in found] == ([meant] if meant else [one.strip(" \n") for one in found])
