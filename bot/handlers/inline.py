"""Look-ups while typing, in any chat. Nothing of them is kept: no row in the inbox, no line in the log."""

from __future__ import annotations

from telegram import Update

from bot.handlers.context import Context


async def typed(update: Update, context: Context) -> None:
    """What somebody types behind the bot's name; only the newest is answered."""
    typing = context.services.typing
    if (query := update.inline_query) and typing.get(query.from_user.id) == query.id:
        listed = await context.ask(context.desk.look_up, context.reader.typed(query))
        if typing.get(query.from_user.id) == query.id:
            del typing[query.from_user.id]
            await context.list_cards(query, listed)
