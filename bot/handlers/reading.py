"""Telegram's updates as `bot.desk` knows them; None for whatever is not addressed to the bot. The only reader of Telegram's types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import (
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    InlineQuery,
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginUser,
    Update,
    User,
)
from telegram import Chat as TelegramChat

from bot.access import Chat, ChatKind, person_of
from bot.adding import MOST_LINKS, File, Offer
from bot.desk import Heard, Pressed, Typed
from bot.guests import Guest, behind_the_name
from sources.model import ADDED, Added, Forwarded

ALLOWED_UPDATES = ["message", "callback_query", "inline_query", "my_chat_member", "guest_message"]
PRESENT = ("creator", "administrator", "member", "restricted")
_KINDS = {"private": ChatKind.PRIVATE, "group": ChatKind.GROUP, "supergroup": ChatKind.GROUP}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for the bot of this id and name."""

    bot_id: int
    username: str

    def concerns(self, update: Update) -> bool:
        """Whether anything is to be done about an update; of the others nothing is even written down."""
        message = update.message
        if message is not None:
            moved = message.migrate_to_chat_id or message.migrate_from_chat_id
            return bool(moved) or self.heard(message) is not None or self.offered(message) is not None
        return update.callback_query is not None or update.my_chat_member is not None or update.guest_message is not None

    def typed(self, query: InlineQuery) -> Typed:
        """What somebody types behind the bot's name."""
        return Typed(_person(query.from_user), query.query)

    def guest(self, message: Message) -> Guest:
        """A message that names the bot in a chat where it is no member, with what it replies to."""
        about = _replied_to(message) if self._is_real_reply(message) else None
        return Guest(_author(message), behind_the_name(message.text or message.caption or "", self.username), about)

    def heard(self, message: Message) -> Heard | None:
        """A message that is addressed to the bot: in a private chat any, in a group a command to it or a reply to it."""
        chat = chat_of(message.chat, message)
        command = self._command(message)
        follows = self._follows(message)
        if command is None and not self._is_addressed(message, chat, follows):
            return None
        name, text = command or (None, message.text or "")
        if name == _OTHERS or not _is_somebody(message):
            return None
        about = _replied_to(message) if name == "check" else None
        return Heard(chat, _author(message), text.strip(), message.date, name, follows, about)

    def offered(self, message: Message) -> Offer | None:
        """What somebody sends to be added: by /add, in reply to a message or with what stands behind it; in a private chat also a
        forwarded post, a document, or a message that is nothing but links."""
        chat = chat_of(message.chat, message)
        command = self._command(message) or self._caption_command(message)
        if command is not None:
            if command[0] != "add":
                return None
            about = message.reply_to_message if self._is_real_reply(message) else None
            return _offer_of(about, chat, _author(message)) if about else _offer_of(message, chat, _author(message), command[1])
        if chat.kind is not ChatKind.PRIVATE:
            return None
        offer = _offer_of(message, chat, _author(message), commanded=False)
        is_source = message.forward_origin is not None or offer.file is not None or (offer.links and not _LINKS.sub("", message.text or "").strip())
        return offer if is_source and not offer.empty else None

    def _is_real_reply(self, message: Message) -> bool:
        """Whether a reply was meant: clients let every message of a topic reply to its first one."""
        to = message.reply_to_message
        return to is not None and to.forum_topic_created is None and not (message.is_topic_message and to.message_id == message.message_thread_id)

    def _caption_command(self, message: Message) -> tuple[str, str] | None:
        entity = message.caption_entities[0] if message.caption_entities and message.caption else None
        if entity is None or entity.type != MessageEntity.BOT_COMMAND or entity.offset != 0:
            return None
        written = message.parse_caption_entity(entity)
        name, _, addressee = written.removeprefix("/").lower().partition("@")
        to_us = addressee == self.username.lower() if addressee else message.chat.type == "private"
        return (name, (message.caption or "")[len(written) :]) if to_us else (_OTHERS, "")

    def _is_addressed(self, message: Message, chat: Chat, follows: int | None) -> bool:
        if chat.kind is ChatKind.PRIVATE:
            return message.text is not None or message.effective_attachment is not None
        return chat.kind is ChatKind.GROUP and follows is not None and message.text is not None

    def _command(self, message: Message) -> tuple[str, str] | None:
        """(name, what stands behind it); the name is `_OTHERS` for a command that is not for this bot."""
        entity = message.entities[0] if message.entities and message.text else None
        if entity is None or entity.type != MessageEntity.BOT_COMMAND or entity.offset != 0:
            return None
        written = message.parse_entity(entity)
        name, _, addressee = written.removeprefix("/").lower().partition("@")
        ours = name in _PLAIN or self._follows(message) is not None or message.chat.type == "private"
        to_us = addressee == self.username.lower() if addressee else ours
        return (name, (message.text or "")[len(written) :]) if to_us else (_OTHERS, "")

    def _follows(self, message: Message) -> int | None:
        """The bot's message that is replied to. In a topic clients name its first message where nobody replied: that is none."""
        to = message.reply_to_message
        if to is None or to.from_user is None or to.from_user.id != self.bot_id:
            return None
        pseudo = to.forum_topic_created is not None or (message.is_topic_message and to.message_id == message.message_thread_id)
        return None if pseudo else to.message_id

    def pressed(self, query: CallbackQuery) -> Pressed | None:
        """A tapped button; None for one that belongs to no chat."""
        message = query.message
        if message is None or query.data is None:
            return None
        full = message if isinstance(message, Message) else None
        about = self._about(full.reply_to_message) if full and full.reply_to_message else None
        label, place = label_of(full, query.data), message.chat.title or ""
        return Pressed(chat_of(message.chat, full), _person(query.from_user), query.data, message.message_id, label, about, place)

    def _about(self, message: Message) -> Heard | None:
        if message.from_user is not None and message.from_user.id == self.bot_id:
            return None
        command = self._command(message)
        text = command[1] if command and command[0] != _OTHERS else message.text or ""
        return Heard(chat_of(message.chat, message), _author(message), text.strip(), message.date)


_OTHERS = "@"
_PLAIN = ("ask", "check", "brief", "watches", "settings")
"""Commands that are taken for the bot's in a group also without its name; any is where it answers one of its messages."""
_LINKS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def _offer_of(message: Message, chat: Chat, person: int | None, text: str | None = None, commanded: bool = True) -> Offer:
    """What of a message can be added: its document; else its links, unless it is a forwarded post with words of its own; else its text."""
    words = (text if text is not None else message.text or message.caption or "").strip()
    origin = _origin(message)
    if (document := message.document) is not None:
        file = File(document.file_id, document.file_name or "file", document.file_size or 0)
        return Offer(chat, person, commanded, origin, file, sent_at=message.date.timestamp())
    hidden = _hidden_links(message) if text is None else []
    written = [link.rstrip(".,;:!?)]}»”’") for link in _LINKS.findall(words)]
    links = tuple(dict.fromkeys((*written, *hidden)))[:MOST_LINKS]
    own_words = isinstance(origin, Forwarded) and _LINKS.sub("", words).strip()
    return Offer(chat, person, commanded, origin, links=() if own_words else links, text=words, sent_at=message.date.timestamp())


def _hidden_links(message: Message) -> list[str]:
    return [entity.url for entity in (*message.entities, *message.caption_entities) if entity.type == MessageEntity.TEXT_LINK and entity.url]


def _origin(message: Message) -> Forwarded | Added:
    """Where a forwarded message is from; who hides their account stays hidden."""
    match message.forward_origin:
        case MessageOriginChannel() as one:
            return Forwarded(one.chat.title, one.date, one.chat.username, one.message_id, one.author_signature)
        case MessageOriginChat() as one:
            return Forwarded(one.sender_chat.title, one.date, one.sender_chat.username, None, one.author_signature)
        case MessageOriginUser() as one:
            return Forwarded(one.sender_user.full_name, one.date)
        case None:
            return ADDED
        case other:
            return Forwarded(None, other.date)


def _replied_to(message: Message) -> str | None:
    """The stretch that was selected of the message that this one replies to, or else all that it says."""
    if message.quote is not None and message.quote.text.strip():
        return message.quote.text
    to = message.reply_to_message
    return (to.text or to.caption) if to is not None else None


def chat_of(chat: TelegramChat, message: Message | InaccessibleMessage | None = None) -> Chat:
    """A chat, with the topic that a message stands in."""
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Chat(chat.id, _KINDS.get(chat.type, ChatKind.OTHER), topic)


def label_of(message: Message | None, action: str) -> str:
    """What stands on the button of this action, as Telegram keeps it."""
    markup = message.reply_markup if message else None
    rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else ()
    return next((button.text for row in rows for button in row if button.callback_data == action), "")


def _person(user: User | None) -> int | None:
    return person_of(user.id, user.is_bot) if user else None


def _is_somebody(message: Message) -> bool:
    """Whether a person wrote, or the group itself (an anonymous admin); other bots and channels are not talked to."""
    return _author(message) is not None or (message.sender_chat is not None and message.sender_chat.id == message.chat.id)


def _author(message: Message) -> int | None:
    """Who wrote; nobody where a chat speaks (an anonymous admin, a channel)."""
    return None if message.sender_chat is not None else _person(message.from_user)
