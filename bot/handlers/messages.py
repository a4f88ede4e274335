"""What people write, in private chats and in groups alike: what is addressed to the bot is told by `Reader`; the answer goes where it was asked, as a reply."""

from __future__ import annotations

from telegram import Update

from bot.handlers import adding, day, setting_up
from bot.handlers.context import Context


async def message(update: Update, context: Context) -> None:
    """Something to be added, a question, or a command."""
    if update.message is None:
        return
    offer = context.reader.offered(update.message)
    if offer is not None and await adding.offered(update, context, offer):
        return
    if heard := context.reader.heard(update.message):
        if await adding.answered(update, context, heard) or await day.heard(update, context, heard) or await setting_up.heard(update, context, heard):
            return
        await context.replied(update, heard, await context.ask(context.desk.hear, heard))


async def moved(update: Update, context: Context) -> None:
    """A group became a supergroup: told once in each of the two chats."""
    if message := update.message:
        old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
        await context.ask(lambda chats: context.desk.moved(*chats), (old, new))
