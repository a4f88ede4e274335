"""The bot is added to a group or removed from it, promoted, blocked by a person or started again."""

from __future__ import annotations

from telegram import Update

from bot.access import person_of
from bot.handlers.context import Context, target_of
from bot.handlers.reading import PRESENT, chat_of


async def changed(update: Update, context: Context) -> None:
    """What became of the bot in a chat."""
    if change := update.my_chat_member:
        chat, by = chat_of(change.chat), person_of(change.from_user.id, change.from_user.is_bot)
        if change.new_chat_member.status in PRESENT and getattr(change.new_chat_member, "is_member", True):
            response = await context.ask(lambda who: context.desk.joined(chat, who), by)
        else:
            response = await context.ask(context.desk.gone, chat)
        await context.deliver(update, response, target_of(chat, None))
