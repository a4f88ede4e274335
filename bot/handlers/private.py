"""Private chats: plain text is a question, commands are commands."""

from __future__ import annotations

from telegram import Update

from bot.handlers import adding
from bot.handlers.context import Context, target_of


async def message(update: Update, context: Context) -> None:
    """Whatever a person writes to the bot."""
    if update.message is None:
        return
    offer = context.reader.offered(update.message)
    if offer is not None and await adding.offered(update, context, offer):
        return
    if heard := context.reader.heard(update.message):
        if await adding.answered(update, context, heard):
            return
        response = await context.ask(context.desk.hear, heard)
        await context.deliver(update, response, target_of(heard.chat, update.message.message_id))
