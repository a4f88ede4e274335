"""Buttons. A tap is answered in any case, so that the button stops waiting."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Update

from bot.desk import Response
from bot.handlers import adding, day, reports, setting_up
from bot.handlers.context import Context, target_of
from bot.languages import say
from bot.reporting import ACTIONS
from bot.screens import says
from bot.send import Target

_PATIENCE = 0.7
"""Seconds: people tap again when nothing happens within one."""


async def tap(update: Update, context: Context) -> None:
    """A tapped button."""
    if (query := update.callback_query) is None:
        return
    if (pressed := context.reader.pressed(query)) is None:
        await context.answer_tap(update, query, Response(toast=say("expired")), Target(query.from_user.id))
        return
    if pressed.action.startswith(adding.ACTIONS):
        await adding.tapped(update, context, query, pressed)
        return
    if pressed.action.startswith(day.ACTIONS):
        await day.tapped(update, context, query, pressed)
        return
    if pressed.action.startswith(setting_up.ACTION):
        await setting_up.tapped(update, context, query, pressed)
        return
    if pressed.action.startswith(ACTIONS):
        await reports.tapped(update, context, query, pressed)
        return
    pressing = asyncio.ensure_future(context.ask(context.desk.press, pressed))
    await asyncio.wait({pressing}, timeout=_PATIENCE)
    target = target_of(pressed.chat, pressed.message_id)
    if pressing.done():
        await context.answer_tap(update, query, pressing.result(), target)
        return
    await context.services.courier.toast(query.id, None)  # the button stops waiting; what it brings comes as a message
    response = await pressing
    words = (says(response.toast),) if response.toast and not response.replies else ()
    await context.deliver(update, replace(response, replies=(*response.replies, *words)), target)
