"""Buttons. A tap is answered in any case, so that the button stops waiting."""

from __future__ import annotations

from telegram import Update

from bot.desk import Response
from bot.handlers import adding, day
from bot.handlers.context import Context, target_of
from bot.screens import EXPIRED
from bot.send import Target


async def tap(update: Update, context: Context) -> None:
    """A tapped button."""
    if (query := update.callback_query) is None:
        return
    if (pressed := context.reader.pressed(query)) is None:
        await context.answer_tap(update, query, Response(toast=EXPIRED), Target(query.from_user.id))
        return
    if pressed.action.startswith(adding.ACTIONS):
        await adding.tapped(update, context, query, pressed)
        return
    if pressed.action.startswith(day.ACTIONS):
        await day.tapped(update, context, query, pressed)
        return
    response = await context.ask(context.desk.press, pressed)
    await context.answer_tap(update, query, response, target_of(pressed.chat, pressed.message_id))
