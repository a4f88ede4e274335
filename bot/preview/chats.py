"""The world that the server keeps: people, chats, messages, files, and what happened, in order. Messages are the JSON
objects of the Bot API, so what a bot is sent is what is stored. No I/O; the clock is handed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.preview.delivery import Updates
from bot.preview.errors import ControlError, bad
from bot.preview.text import Json

BOT_ID = 1
TOKEN = "1:preview"
ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
FIRST_MESSAGE = 11


@dataclass(slots=True)
class Chat:
    """A chat. ``members``: status by person, the bot among them; in a private chat the bot's is missing until the person has
    written, and ``kicked`` when they block it. ``last_bot``: which bot wrote last. ``about``: a line for the page; bots never see it."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    last_bot: int | None = None
    migrated_to: int | None = None
    next_id: int = FIRST_MESSAGE
    about: str = ""

    @property
    def private(self) -> bool:
        return self.type == "private"

    def status(self, user_id: int) -> str:
        """What somebody is here."""
        return self.members.get(user_id, "left")

    def has(self, user_id: int) -> bool:
        """Whether somebody is in here."""
        return self.status(user_id) in PRESENT


@dataclass(frozen=True, slots=True)
class File:
    """A file on the server. ``size`` may be larger than what is really kept, so that a test need not make 20 MB."""

    id: str
    name: str
    mime_type: str
    body: bytes
    size: int

    def document(self) -> Json:
        """As a Document of the Bot API."""
        return {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_name": self.name, "mime_type": self.mime_type, "file_size": self.size}


@dataclass(slots=True)
class Query:
    """Something that waits for an answer of the bot: ``kind`` callback, inline or guest."""

    id: str
    kind: str
    user_id: int
    chat_id: int | None = None
    message_id: int | None = None
    asked: Json = field(default_factory=dict)
    answer: Json | None = None


class World:
    """Everything that the server knows. ``clock``: seconds since 1970; ``shift`` moves it for tests of late updates."""

    def __init__(self, token: str = TOKEN, username: str = "briefbot_preview_bot", clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "briefbot",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "supports_guest_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }
        self.updates = Updates()
        self.users: dict[int, Json] = {self.id: self.identity}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.inline_cache: dict[tuple[str, str, int | None], tuple[float, Json]] = {}
        self.settings: dict[str, Any] = {}
        self.happened: list[Json] = []
        self.shift = 0.0
        self._clock = clock

    @property
    def id(self) -> int:
        """The bot's own id."""
        return int(self.me["id"])

    @property
    def identity(self) -> Json:
        """The bot as the author of a message."""
        return {name: self.me[name] for name in ("id", "is_bot", "first_name", "username")}

    def now(self) -> int:
        """Unix time, whole seconds."""
        return int(self._clock() + self.shift)

    # ------------------------------------------------------------------ people and chats

    def user(self, user_id: int) -> Json:
        """Somebody who exists."""
        try:
            return self.users[user_id]
        except KeyError:
            raise ControlError(f"there is no user {user_id}") from None

    def chat(self, chat_id: int) -> Chat:
        """A chat that exists."""
        try:
            return self.chats[chat_id]
        except KeyError:
            raise ControlError(f"there is no chat {chat_id}") from None

    def find_chat(self, chat_id: int | str) -> Chat:
        """A chat as a bot names it, by number or @name, or a 400."""
        if isinstance(chat_id, str):
            named = [chat for chat in self.chats.values() if chat.username and f"@{chat.username}".lower() == chat_id.lower()]
            if not named:
                raise bad("chat not found")
            return named[0]
        if chat_id not in self.chats:
            raise bad("chat not found")
        return self.chats[chat_id]

    def chat_json(self, chat: Chat) -> Json:
        """A Chat of the Bot API."""
        if chat.private:
            person = self.users[chat.id]
            return {"id": chat.id, "type": "private", **{name: person[name] for name in ("first_name", "last_name", "username") if person.get(name)}}
        shown: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
        if chat.username:
            shown["username"] = chat.username
        return {**shown, "is_forum": True} if chat.is_forum else shown

    # ------------------------------------------------------------------ messages

    def post(self, chat: Chat, content: Json, date: int | None = None) -> Json:
        """Store a message; it gets the chat's next id. ``content`` has everything but id, date and chat."""
        message = {"message_id": chat.next_id, "date": self.now() if date is None else date, "chat": self.chat_json(chat), **content}
        chat.next_id += 1
        chat.messages[message["message_id"]] = message
        author = message.get("from") or {}
        if author.get("is_bot") and author.get("id") != ANONYMOUS_ADMIN["id"]:
            chat.last_bot = author["id"]
        self.note("message", chat.id, message=message)
        return message

    def note(self, event: str, chat_id: int | None, **details: Any) -> None:
        """Something happened that a screen would show."""
        known = {name: dict(value) if isinstance(value, dict) else value for name, value in details.items()}  # a message may change later
        self.happened.append({"seq": len(self.happened) + 1, "event": event, "chat_id": chat_id, **known})
        for listener in self.updates.listeners:
            listener()

    def keep_file(self, name: str, mime_type: str, body: bytes, size: int | None = None) -> File:
        """Store a file; it gets an id."""
        file = File(f"file{len(self.files) + 1}", name, mime_type, body, len(body) if size is None else size)
        self.files[file.id] = file
        return file

    def ask(self, query: Query) -> Query:
        """Store a query under its id."""
        self.queries[query.id] = query
        return query

    def new_query_id(self) -> str:
        """An id as long as Telegram's."""
        return str(4_000_000_000_000_000_000 + len(self.queries) + 1)


def quoted(message: Json) -> Json:
    """A message as it stands in another one that replies to it: without its own reply."""
    return {name: value for name, value in message.items() if name not in ("reply_to_message", "external_reply", "quote")}
