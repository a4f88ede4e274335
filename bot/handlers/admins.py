"""Whom Telegram calls an admin of a group."""

from __future__ import annotations

from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from bot.access import Chat, ChatKind
from bot.adding import Offer
from bot.desk import Heard, Pressed
from bot.handlers.context import Context

_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def is_admin(context: Context, request: Heard | Pressed | Offer) -> bool:
    """Whether a person sets what their group gets; in a private chat always. An id that stands for no person is nobody's admin."""
    chat: Chat = request.chat
    if chat.kind is not ChatKind.GROUP or request.person is None:
        return chat.kind is not ChatKind.GROUP
    try:
        member = await context.bot.get_chat_member(chat.id, request.person)
    except (BadRequest, Forbidden):
        return False
    return member.status in _ADMINS
