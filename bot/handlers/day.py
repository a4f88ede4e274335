"""Watches, briefings and exports in a chat. Who is an admin of a group is asked of Telegram, and only where something is set or stopped."""

from __future__ import annotations

from telegram import CallbackQuery, Update

from bot.daybook import ACTIONS, COMMANDS
from bot.desk import Heard, Pressed
from bot.handlers.admins import is_admin
from bot.handlers.context import Context, target_of
from bot.schedule import sets_something

__all__ = ["ACTIONS", "heard", "tapped"]


async def heard(update: Update, context: Context, said: Heard) -> bool:
    """A command of the daybook; False when it is none, or not for whoever wrote it."""
    if said.command not in COMMANDS:
        return False
    speaks_itself = said.person is None  # in a group that is an anonymous admin
    may_set = said.command == "brief" and sets_something(said.text) and (speaks_itself or await is_admin(context, said))
    response = await context.ask(lambda one: context.services.daybook.hear(one, may_set), said)
    return await context.replied(update, said, response)


async def tapped(update: Update, context: Context, query: CallbackQuery, pressed: Pressed) -> None:
    """A button of the daybook."""
    may_set = pressed.action.startswith(("unwatch|", "unbrief|")) and pressed.person is not None and await is_admin(context, pressed)
    response = await context.ask(lambda one: context.services.daybook.press(one, may_set), pressed)
    await context.answer_tap(update, query, response, target_of(pressed.chat, pressed.message_id))
