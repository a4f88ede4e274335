"""The bot's name under a message in a chat where it is no member. What it says counts for the caller; in that chat nobody else has let it in."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import Context


async def asked(update: Update, context: Context) -> None:
    """A wording check of what the message replies to; a stranger gets no answer at all."""
    message = update.guest_message
    if message is None or message.guest_query_id is None:
        return
    reply = await context.ask(context.desk.guest, context.reader.guest(message))
    if reply is not None:
        await context.answer_guest(message.guest_query_id, reply)
