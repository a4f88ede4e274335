"""Replies: split between blocks only, long quotes into slices that are the quote again, withheld ones gone with all that is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Dispute, Quote, Reason
from bot.briefing import Searched
from bot.figure_screens import _set_buttons
from bot.question import understand
from bot.quoting import Phone, citation_of, passage_address, passage_link
from bot.reply import Block, Button, Mark, Reply, Room, Style, heading, line, ours, packed, pieces, quoted, without
from bot.screens import (
    ago,
    answer_screen,
    copy_screen,
    further_screen,
    late_line,
    passage_named,
    passage_screen,
    sources_screen,
    start_screen,
)
from bot.send import ROOM, units
from sources.model import Span

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PHONE = Phone(ROOM, "the_bot", NOW)
SEARCHED = Searched("m", 1, 19, 0, 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).map(str.strip).filter(bool)


def quote(text: str = "It has 2,000 fighters.", start: int = 0, **changes: object) -> Quote:
    fields = {
        "text": text, "doc_id": "d", "revision": 1, "revision_id": 3, "paragraph": 16, "span": Span(start, start + len(text)), "outlet": "VOA", "authors": (),
        "published": date(2021, 11, 10), "title": "A title", "url": "https://example.org/a", "score": 0.9,
    }  # fmt: skip
    return Quote(**(fields | changes))  # type: ignore[arg-type]


def told(*quotes: Quote, reason: Reason | None = None, nearest: tuple[Quote, ...] = (), withheld: int = 0) -> Answer:
    return Answer(understand("how many fighters"), reason, 0.9, quotes, nearest, withheld)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_marks_of_every_block_lie_where_its_text_does() -> None:
    reply = Reply((heading("Title", "under"), quoted(quote("Words."), [("VOA", "https://example.org")])))
    marked = [(mark.style, mark.span.of(reply.text)) for mark in reply.marks]
    assert marked == [(Style.BOLD, "Title"), (Style.QUOTE, "Words."), (Style.LINK, "VOA")]
    assert [(one.text, span.of(reply.text)) for one, span in reply.quotes] == [("Words.", "Words.")]


@given(st.lists(st.text("ab 𝟏👨", min_size=1, max_size=30), min_size=1, max_size=30), st.integers(60, 200))
def test_messages_hold_all_blocks_in_order_and_none_is_too_long(texts: list[str], most: int) -> None:
    blocks = [Block(text, (Mark(Style.BOLD, Span(0, 1)),)) for text in texts]
    replies = packed(blocks, Room(units, most, 5))
    assert [block for reply in replies for block in reply.blocks] == blocks
    assert all(units(reply.text) <= most and len(reply.marks) <= 5 for reply in replies)


def test_a_block_that_fits_nowhere_is_a_fault_and_is_not_cut() -> None:
    with pytest.raises(ValueError, match="fits into no message"):
        packed([ours("x" * 50)], Room(units, 40))


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["One sentence here.", "Two 👨‍👩‍👧 more!", "x" * 70, "Said he. ", "No end", "漢字。"]), min_size=1, max_size=12),
    st.integers(20, 60),
)
def test_pieces_of_a_quote_are_slices_in_order_that_leave_out_white_space_only(parts: list[str], most: int) -> None:
    whole = quote(" ".join(parts).strip(), start=7)
    cut = pieces(whole, most, units)
    assert all(units(piece.text) <= most and piece.text for piece in cut)
    assert all(whole.text[piece.span.start - 7 : piece.span.end - 7] == piece.text for piece in cut)
    assert "".join("".join(piece.text.split()) for piece in cut) == "".join(whole.text.split())


def test_a_quote_that_fits_is_not_cut() -> None:
    assert pieces(quote(), 100, units) == (quote(),)


def test_a_quote_longer_than_a_message_stands_in_several_each_signed() -> None:
    long = quote(" ".join(f"Sentence {number} of a very long passage." for number in range(300)))
    replies = answer_screen(told(long), SEARCHED, PHONE, "t")
    assert len(replies) > 1 and all(units(reply.text) <= 4096 for reply in replies)
    assert all(
        "VOA's text · speaker not looked for yet · ¶17" in reply.text and f"part {number} of {len(replies)}" in reply.text
        for number, reply in enumerate(replies, start=1)
    )
    assert [bool(reply.buttons) for reply in replies] == [False] * (len(replies) - 1) + [True]


@pytest.mark.parametrize("outlet", ["The Very Long Name " * 300, "𝒻" * 3000])
def test_an_endless_name_of_an_outlet_costs_no_quote(outlet: str) -> None:
    long = quote(" ".join(f"Sentence {number} of a passage." for number in range(200)), outlet=outlet, title=outlet)
    for replies in (answer_screen(told(long), SEARCHED, PHONE, "t"), copy_screen(long, PHONE), passage_screen([long], long, True, PHONE)):
        assert all(units(reply.text) <= 4096 for reply in replies)
        assert " ".join(one.text for reply in replies for one, _ in reply.quotes) == long.text


def test_what_is_withheld_goes_with_its_signature_and_buttons_and_is_said() -> None:
    (reply,) = answer_screen(told(quote("First."), quote("Second.", 20)), SEARCHED, PHONE, "t")
    kept = without(reply, [quote("First.")], "1 withheld")
    assert "First." not in kept.text and "Second." in kept.text and kept.text.endswith("1 withheld")
    assert labels(kept) == ["Context 2", "Source 2", "Copy 2", "Wrong? 2"]


def test_a_button_that_is_about_no_quote_stays_when_quotes_are_withheld() -> None:
    reply = Reply((quoted(quote(), []),), ((Button("more", "m"),),))
    assert labels(without(reply, [quote()], "gone")) == ["more"]


# ---------------------------------------------------------------------- screens


def test_the_first_screen_is_short_and_the_rest_behind_a_button() -> None:
    (reply,) = answer_screen(told(*(quote(f"Sentence {n}.", 20 * n) for n in range(5))), SEARCHED, PHONE, "t")
    assert labels(reply) == [f"{name} {at}" for at in (1, 2, 3) for name in ("Context", "Source", "Copy", "Wrong?")] + ["2 more"]
    assert "Sentence 3." not in reply.text and reply.positions == (0, 1, 2)


@pytest.mark.parametrize("reason", [None, Reason.NOT_IN_SOURCES])
def test_as_what_a_mistyped_word_was_read_stands_above_the_answer_and_above_a_refusal(reason: Reason | None) -> None:
    given = told(*([quote()] if reason is None else []), reason=reason)
    (reply,) = answer_screen(replace(given, question=understand("what did Hamras say?", {"Hamras": "Hamraz"})), SEARCHED, PHONE, "t", ["↳ said"])
    assert reply.text.startswith("↳ said\nread as: Hamraz\n\n")


def test_a_single_quote_has_plain_buttons() -> None:
    (reply,) = answer_screen(told(quote()), SEARCHED, PHONE, "t")
    assert labels(reply) == ["Context", "Source", "Copy", "Wrong?"]
    assert labels(answer_screen(told(quote(url=None)), SEARCHED, PHONE, "t")[0]) == ["Context", "Copy", "Wrong?"]


def test_a_refusal_shows_nothing_that_could_be_taken_for_an_answer() -> None:
    (reply,) = answer_screen(told(reason=Reason.NOT_IN_SOURCES, nearest=(quote(),)), SEARCHED, PHONE, "t")
    assert "2,000" not in reply.text and labels(reply) == ["What it says on fighters"] and reply.quotes == ()
    (nearest,) = further_screen([(0, quote())], PHONE, "t", "What stands nearest, and does not answer it:")
    assert nearest.text.startswith("What stands nearest, and does not answer it:")


def test_a_reader_is_not_sent_to_a_terminal() -> None:
    (reply,) = answer_screen(told(reason=Reason.NO_SOURCES), SEARCHED, PHONE, "t")
    assert "briefbot add" not in reply.text


def test_old_news_says_how_old_and_recent_or_undated_news_does_not() -> None:
    assert "⚠ newest source on this: 4 years old" in answer_screen(told(quote()), SEARCHED, PHONE, "t")[0].text
    assert "⚠" not in answer_screen(told(quote(published=date(2026, 4, 1))), SEARCHED, PHONE, "t")[0].text
    assert "⚠" not in answer_screen(told(quote(), quote("B.", published=None)), SEARCHED, PHONE, "t")[0].text


def test_only_web_addresses_become_links() -> None:
    for url, linked in (("https://example.org/a", True), ("javascript:alert(1)", False), ("tg://user?id=1", False), ("https://a b", False), (None, False)):
        (reply,) = answer_screen(told(quote(url=url)), SEARCHED, PHONE, "t")
        assert any(mark.style is Style.LINK for mark in reply.marks) is linked, url


def test_copy_is_a_button_while_it_fits_and_a_whole_message_when_not() -> None:
    short, long = quote(), quote("It has many fighters. " * 30)
    (reply,) = answer_screen(told(short, long), SEARCHED, PHONE, "t")
    first, second = (button for row in reply.buttons for button in row if button.label.startswith("Copy"))
    assert first.copies == "VOA, speaker not looked for yet (10 Nov 2021, ¶17): “It has 2,000 fighters.” https://example.org/a" and second.action == "copy|t|1"
    (pasted,) = copy_screen(long, PHONE)
    assert pasted.text == citation_of(long, "the_bot") and pasted.marks[0].style is Style.FIXED
    assert all(one.text == span.of(pasted.text) for one, span in pasted.quotes)


def test_a_quote_without_an_address_is_cited_with_a_link_to_its_paragraph() -> None:
    assert citation_of(quote(url=None), "the_bot").endswith("https://t.me/the_bot?start=p-3-16")


@given(st.integers(0, 10**9), st.integers(0, 10**4))
def test_a_passage_link_fits_telegrams_rules_and_names_the_passage(revision: int, paragraph: int) -> None:
    payload = passage_link("the_bot", revision, paragraph).partition("start=")[2]
    assert len(payload) <= 64 and passage_named(payload) == (revision, paragraph)


@pytest.mark.parametrize("payload", ["", "p-1", "p-1-2-3", "p--1-2", "p-1-x", "pair-abc", "p-1-2 "])
def test_what_names_no_passage_is_none(payload: str) -> None:
    assert passage_named(payload) is None


@given(st.text(max_size=60))
def test_a_line_of_ours_holds_nothing_that_telegram_would_delete(words: str) -> None:
    clean = line(words)
    assert "\n" not in clean and not any(character in clean for character in "\u2028\u202e\u030a\u0333\u033f\t\x00")


def test_the_time_of_a_late_question_is_said_with_its_day() -> None:
    assert late_line(datetime(2026, 5, 4, 11, 59, tzinfo=UTC), NOW) == []
    assert late_line(datetime(2026, 5, 4, 11, 25, tzinfo=UTC), NOW) == ["Asked at 11:25 UTC, 35 minutes ago."]
    assert ago(datetime(2026, 5, 3, 9, 0, tzinfo=UTC), NOW) == "on 3 May 2026 at 09:00 UTC, 27 hours ago"
    assert ago(datetime(2026, 5, 1, 9, 0, tzinfo=UTC), NOW) == "on 1 May 2026 at 09:00 UTC, 3 days ago"


def test_start_names_other_collections_only_where_there_are_some() -> None:
    alone = start_screen(["main"], "main", SEARCHED, ["who is Ann?"], PHONE)
    assert "/collection" not in alone.text and labels(alone) == ["who is Ann?"]
    assert "You may also read: field" in start_screen(["main", "field"], "main", SEARCHED, [], PHONE).text


def test_no_sources_are_said_whether_looked_for_or_not() -> None:
    assert "No article with “dam”" in sources_screen([], 0, "dam").text and "no sources here yet" in sources_screen([], 3, "").text


def test_the_source_opens_at_the_passage_and_at_its_top_where_that_would_be_too_long() -> None:
    assert passage_address(quote()) == "https://example.org/a#:~:text=It%20has%202%2C000%20fighters."
    long = f"https://example.org/{'x' * 1470}"
    assert passage_address(quote(url=long)) == long and passage_address(quote(url="tg://user?id=1")) is None


def test_the_other_side_of_what_is_shown_stands_behind_one_button() -> None:
    shown, against, aside = quote(), quote("He denied it.", 40), quote("She doubts it.", 80)
    given = replace(told(shown), disputes=(Dispute(against, shown), Dispute(aside, quote("Not shown.", 120)), Dispute(against, shown)))
    (reply,) = answer_screen(given, SEARCHED, PHONE, "t")
    assert labels(reply) == ["Other side", "Context", "Source", "Copy", "Wrong?"] and reply.buttons[0][0].action == "set|t|1"
    assert "denied" not in reply.text


def test_other_counts_of_one_name_stand_behind_one_button() -> None:
    sets = [("Released", (quote("A."), quote("B.", 9))), ("Killed", (quote("C.", 20),)), ("Released", (quote("D.", 30), quote("B.", 9)))]
    given = told(quote("A."), quote("B.", 9), quote("C.", 20), quote("D.", 30))
    rows = [button for row in _set_buttons(sets, given, "t") for button in row]
    assert [(button.label, button.action) for button in rows] == [("Released", "set|t|0,1,3"), ("Killed", "set|t|2")]


@pytest.mark.parametrize(
    ("asked", "passage", "label"),
    [
        ("how many ISKP fighters are in Syria?", "IS-K has 2,000 fighters in cells.", "What it says on ISKP fighters"),
        ("who won the chess olympiad?", "Nothing of that.", "What stands nearest"),
        ("what did " + "the very long committee name said " * 3, "the very long committee name said", "What stands nearest"),
    ],
)
def test_the_button_to_what_stands_nearest_names_what_of_the_question_stands_there(asked: str, passage: str, label: str) -> None:
    given = replace(told(reason=Reason.NOT_IN_SOURCES, nearest=(quote(passage),)), question=understand(asked))
    assert labels(answer_screen(given, SEARCHED, PHONE, "t")[0]) == [label]
