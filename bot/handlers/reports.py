"""Buttons under a report: editors amend, take up or dismiss it."""

from __future__ import annotations

from telegram import CallbackQuery, Update

from bot.desk import Pressed, Response
from bot.handlers.context import Context, target_of
from bot.reporting import Asking


async def tapped(update: Update, context: Context, query: CallbackQuery, pressed: Pressed) -> None:
    """A button under what was reported."""
    services, target = context.services, target_of(pressed.chat, pressed.message_id)
    found = await context.ask(lambda one: services.reporting.tapped(one.chat, one.person, one.action), pressed)
    if isinstance(found, Response):
        await context.answer_tap(update, query, found, target)
        return
    await services.courier.toast(query.id, None)
    await context.deliver(update, Response((found.reply,)), target, lambda message_id: _remember(context, pressed, message_id, found))


def _remember(context: Context, pressed: Pressed, message_id: int, asking: Asking) -> None:
    context.services.clerk.shown.ask(pressed.chat.id, message_id, asking.prompt, context.services.now())
