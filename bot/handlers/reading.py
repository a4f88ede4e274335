"""Telegram's updates as `bot.desk` knows them; None for whatever is not addressed to the bot. The only reader of Telegram's types."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, InaccessibleMessage, InlineKeyboardMarkup, InlineQuery, Message, MessageEntity, Update, User
from telegram import Chat as TelegramChat

from bot.access import Chat, ChatKind, person_of
from bot.desk import Heard, Pressed, Typed

ALLOWED_UPDATES = ["message", "callback_query", "inline_query", "my_chat_member"]
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
            return bool(moved) or self.heard(message) is not None
        return update.callback_query is not None or update.my_chat_member is not None

    def typed(self, query: InlineQuery) -> Typed:
        """What somebody types behind the bot's name."""
        return Typed(_person(query.from_user), query.query)

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
        return Heard(chat, _author(message), text.strip(), message.date, name, follows)

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
        to_us = addressee == self.username.lower() if addressee else name == "ask" or message.chat.type == "private"
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
        return Pressed(chat_of(message.chat, full), _person(query.from_user), query.data, message.message_id, label_of(full, query.data), about)

    def _about(self, message: Message) -> Heard:
        command = self._command(message)
        text = command[1] if command and command[0] != _OTHERS else message.text or ""
        return Heard(chat_of(message.chat, message), _author(message), text.strip(), message.date)


_OTHERS = "@"


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
