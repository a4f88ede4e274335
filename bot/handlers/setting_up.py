"""A chat's settings. Who is an admin of a group is asked of Telegram at every tap, and only where something is set."""

from __future__ import annotations

from telegram import CallbackQuery, Update

from bot.desk import Heard, Pressed
from bot.handlers.admins import is_admin
from bot.handlers.context import Context, target_of
from bot.setting_up import COMMAND
from bot.settings_screens import ACTION

__all__ = ["ACTION", "heard", "tapped"]


async def heard(update: Update, context: Context, said: Heard) -> bool:
    """The command; False when it is another, or not for whoever wrote it."""
    if said.command != COMMAND:
        return False
    may_set = bool(said.text.strip()) and (said.person is None or await is_admin(context, said))  # in a group, nobody in particular is an anonymous admin
    response = await context.ask(lambda one: context.services.setting_up.hear(one, may_set), said)
    return await context.replied(update, said, response)


async def tapped(update: Update, context: Context, query: CallbackQuery, pressed: Pressed) -> None:
    """A button of the screen."""
    may_set = pressed.person is not None and await is_admin(context, pressed)
    response = await context.ask(lambda one: context.services.setting_up.press(one, may_set), pressed)
    await context.answer_tap(update, query, response, target_of(pressed.chat, pressed.message_id))
