"""What of a message is an offer to add something, where it says it is from, and that whoever hides stays hidden."""

from __future__ import annotations

from typing import Any

import pytest
from test_reading import ANN, BOT, GROUP, PRIVATE, READER, message

from bot.adding import Offer
from sources.model import ADDED, Forwarded

LINK = "https://example.org/a"
CHANNEL = {"type": "channel", "date": 1709635320, "chat": {"id": -1001, "type": "channel", "title": "Dam Watch", "username": "damwatch"}, "message_id": 45}
DOCUMENT = {"file_id": "f1", "file_unique_id": "u1", "file_name": "mill.pdf", "file_size": 9}


def offered(text: str | None, chat: dict[str, Any] = PRIVATE, **fields: Any) -> Offer | None:
    update = message(text, chat, **fields)
    assert update.message
    return READER.offered(update.message)


def test_in_a_private_chat_a_message_that_is_nothing_but_links_is_an_offer() -> None:
    offer = offered(f"{LINK}\nhttps://example.org/b.")
    assert offer and offer.links == (LINK, "https://example.org/b") and not offer.commanded and offer.origin == ADDED


@pytest.mark.parametrize("text", ["how many?", f"is {LINK} right?", "/ask how many?", "/start"])
def test_a_question_is_no_offer_even_with_a_link_in_it(text: str) -> None:
    assert offered(text) is None


@pytest.mark.parametrize("text", [LINK, "hello", f"/ask@the_bot {LINK}", f"/add@other_bot {LINK}"])
def test_in_a_group_only_the_command_offers(text: str) -> None:
    assert offered(text, GROUP) is None


def test_in_a_group_the_command_offers_what_it_replies_to() -> None:
    to = {"message_id": 5, "date": 1, "chat": GROUP, "from": ANN, "text": f"look: {LINK}"}
    offer = offered("/add@the_bot", GROUP, reply_to_message=to)
    assert offer and offer.links == (LINK,) and offer.commanded and offer.person == 7
    assert READER.concerns(message("/add@the_bot", GROUP, reply_to_message=to))
    pasted = offered("/add@the_bot", GROUP, reply_to_message={**to, "text": "The dam opened on Friday."})
    assert pasted and pasted.text == "The dam opened on Friday." and pasted.links == ()


def test_the_reply_that_clients_fill_in_for_a_topic_is_none() -> None:
    first = {"message_id": 5, "date": 1, "chat": GROUP, "from": ANN, "forum_topic_created": {"name": "T", "icon_color": 1}}
    offer = offered(f"/add@the_bot {LINK}", GROUP, message_thread_id=5, is_topic_message=True, reply_to_message=first)
    assert offer and offer.links == (LINK,)


def test_a_forwarded_post_keeps_where_it_is_from_and_is_a_text_where_it_has_words() -> None:
    offer = offered(f"The dam opened, see {LINK}", forward_origin={**CHANNEL, "author_signature": "B. Quill"})
    assert offer and offer.links == () and offer.text.startswith("The dam") and isinstance(offer.origin, Forwarded)
    origin = offer.origin
    assert (origin.chat, origin.username, origin.message_id, origin.signature, origin.sent.timestamp()) == ("Dam Watch", "damwatch", 45, "B. Quill", 1709635320)
    bare = offered(LINK, forward_origin=CHANNEL)
    assert bare and bare.links == (LINK,), "a post that is a link leads to the page"


def test_who_hides_stays_hidden_and_who_does_not_is_named() -> None:
    hidden = offered("A text.", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Secret Name"})
    assert hidden and "Secret" not in repr(hidden)
    open_user = offered(
        "A text.", forward_origin={"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "Bo", "last_name": "Oss"}}
    )
    assert open_user and isinstance(open_user.origin, Forwarded) and open_user.origin.chat == "Bo Oss"


def test_a_document_is_an_offer_with_or_without_words() -> None:
    offer = offered(None, document=DOCUMENT, caption="for the desk")
    assert offer and offer.file and (offer.file.id, offer.file.name, offer.file.size) == ("f1", "mill.pdf", 9) and offer.may_be_one_of_several
    entity = [{"type": "bot_command", "offset": 0, "length": 12}]
    captioned = offered(None, GROUP, document=DOCUMENT, caption="/add@the_bot", caption_entities=entity)
    assert captioned and captioned.file and captioned.commanded
    assert offered(None, GROUP, document=DOCUMENT, caption="look") is None


def test_a_reply_to_the_bots_own_message_can_be_added_only_by_command() -> None:
    to = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": BOT, "text": "answer"}
    assert offered("and killed?", reply_to_message=to) is None
