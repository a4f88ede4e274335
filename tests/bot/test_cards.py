"""Cards for look-ups: the whole quote or none, nothing that would pass for an answer, and no two alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.answer import Answer, Quote, Reason
from bot.cards import MOST_CARDS, cards_of, is_long_enough, title_of
from bot.question import understand
from bot.quoting import Phone
from bot.reply import Style
from bot.send import ROOM, article_of
from bot.voices import Said, Voice
from sources.model import Kind, Span, Speaker

PHONE = Phone(ROOM, "the_bot", datetime(2026, 5, 4, 12, tzinfo=UTC))
SAYS = Said(Voice.ATTRIBUTED, kind=Kind.INDIRECT, speaker=Speaker("U.S. officials", anonymous=True))


def quote(text: str = "It has at least 2,000 fighters.", start: int = 0, **changes: object) -> Quote:
    fields = {
        "text": text, "doc_id": "d", "revision": 1, "revision_id": 3, "paragraph": 16, "span": Span(start, start + len(text)), "outlet": "VOA", "authors": (),
        "published": date(2021, 11, 10), "title": "A title", "url": "https://example.org/a", "score": 0.9, "said": SAYS,
    }  # fmt: skip
    return Quote(**(fields | changes))  # type: ignore[arg-type]


def answer(asked: str, *quotes: Quote, nearest: tuple[Quote, ...] = ()) -> Answer:
    return Answer(understand(asked), None if quotes else Reason.NOT_IN_SOURCES, 0.9, quotes, nearest)


def test_a_card_names_the_speaker_and_the_year_and_posts_the_quote_whole_with_its_signature() -> None:
    (card,) = cards_of(answer("how many fighters?", quote()), PHONE)
    assert card.title == "U.S. officials (unnamed) · VOA · 2021" and card.description == "It has at least 2,000 fighters."
    bars = [mark.span.of(card.reply.text) for mark in card.reply.marks if mark.style is Style.QUOTE]
    assert bars == ["It has at least 2,000 fighters."] and "reporting U.S. officials (unnamed)" in card.reply.text and "10 Nov 2021" in card.reply.text
    (row,) = card.reply.buttons
    assert row[0].url == "https://t.me/the_bot?start=p-3-16"


def test_a_long_quote_is_posted_whole_and_its_beginning_is_only_to_choose_by() -> None:
    text = "Word after word it goes on. " * 40
    (card,) = cards_of(answer("how many fighters?", quote(text.strip())), PHONE)
    assert text.strip() in card.reply.text and len(card.description) < 130 and card.description.endswith(" …")


def test_a_quote_that_fits_no_message_has_no_card() -> None:
    assert cards_of(answer("how many fighters?", quote("word " * 1000 + "end.")), PHONE) == ()


def test_what_stands_near_a_refused_question_is_no_card_and_near_mere_words_is() -> None:
    near = (quote(),)
    assert cards_of(answer("how many fighters are in Syria?", nearest=near), PHONE) == ()
    assert len(cards_of(answer("khorasan fighters", nearest=near), PHONE)) == 1


def test_ids_are_short_and_differ_and_there_are_not_too_many() -> None:
    many = [quote(start=at) for at in (*range(30), 0)]
    ids = [card.id for card in cards_of(answer("how many fighters?", *many), PHONE)]
    assert len(ids) == len(set(ids)) == MOST_CARDS and all(1 <= len(one.encode()) <= 64 for one in ids)


@pytest.mark.parametrize(("typed", "enough"), [("", False), ("abc", False), ("a b ?? c", False), ("iskp", True), ("داعش", True)])
def test_under_four_letters_nothing_is_looked_up(typed: str, enough: bool) -> None:
    assert is_long_enough(typed) is enough


def test_a_title_says_what_is_not_known() -> None:
    assert title_of(quote(outlet=None, published=None, said=Said(Voice.OUTLET))) == "outlet not named · date not known"


def test_as_telegram_gets_it_offsets_count_in_utf_16() -> None:
    (card,) = cards_of(answer("how many fighters?", quote("Ten 𝕏 fighters.")), PHONE)
    entity = article_of(card).input_message_content.entities[0]  # type: ignore[union-attr,index]
    assert (entity.offset, entity.length) == (0, 16)
