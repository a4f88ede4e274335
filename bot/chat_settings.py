"""Where the settings of chats are written down. A table of `bot.state`'s; `bot.settings` says what they mean."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Engine, delete, insert, select

from bot.settings import ChatSettings, read, written
from bot.tables import chat_settings
from index import database


class SettingsOfChats:
    """That table, over the catalog's engine. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, chat_id: int) -> ChatSettings:
        """What a chat is set to."""
        with database.reading(self._engine) as connection:
            rows = connection.execute(select(chat_settings.c.name, chat_settings.c.value).where(chat_settings.c.chat_id == chat_id))
            return read({row.name: row.value for row in rows})

    def all(self) -> dict[int, ChatSettings]:
        """What every chat is set to that is set to anything."""
        with database.reading(self._engine) as connection:
            rows = connection.execute(select(chat_settings).order_by(chat_settings.c.chat_id)).all()
        return {chat_id: read({row.name: row.value for row in group}) for chat_id, group in groupby(rows, key=lambda row: row.chat_id)}

    def put(self, chat_id: int, settings: ChatSettings) -> None:
        """Set a chat to this, whole."""
        rows = [{"chat_id": chat_id, "name": name, "value": value} for name, value in written(settings).items()]
        with database.writing(self._engine) as connection:
            connection.execute(delete(chat_settings).where(chat_settings.c.chat_id == chat_id))
            if rows:
                connection.execute(insert(chat_settings), rows)
