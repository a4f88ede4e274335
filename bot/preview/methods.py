"""Bot API methods about the bot itself and about chats."""

from __future__ import annotations

import re

from bot.preview.chats import Chat, World
from bot.preview.delivery import Webhook
from bot.preview.errors import bad
from bot.preview.messages import destination
from bot.preview.params import Params
from bot.preview.registry import method
from bot.preview.text import Json

_MOST_COMMANDS = 100
_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members can_change_info "
    "can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages can_manage_topics can_send_welcome_messages"
).split()
_PERMISSIONS = (
    "is_member can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes can_send_voice_notes "
    "can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages can_edit_tag can_change_info "
    "can_invite_users can_pin_messages can_manage_topics"
).split()


# ---------------------------------------------------------------------- the bot itself


@method
def get_me(world: World, _: Params) -> Json:
    return world.me


@method
def log_out(_: World, __: Params) -> bool:
    return True


@method
def close(_: World, __: Params) -> bool:
    return True


@method
def set_webhook(world: World, params: Params) -> bool:
    if not params.text("url"):
        return delete_webhook(world, params)  # type: ignore[no-any-return]
    webhook = Webhook.checked(params.text("url"), params.text("secret_token"), int(params.get("max_connections") or 40))
    world.updates.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        world.updates.drop_all()
    world.updates.webhook = webhook
    _tell(world)
    return True


@method
def delete_webhook(world: World, params: Params) -> bool:
    world.updates.webhook = None
    if params.get("drop_pending_updates"):
        world.updates.drop_all()
    _tell(world)
    return True


def _tell(world: World) -> None:
    for listener in world.updates.listeners:
        listener()


@method
def get_webhook_info(world: World, _: Params) -> Json:
    updates = world.updates
    info: Json = {"url": updates.webhook.url if updates.webhook else "", "has_custom_certificate": False, "pending_update_count": updates.count}
    if updates.webhook:
        info["max_connections"] = updates.webhook.max_connections
    if updates.last_error:
        info["last_error_date"], info["last_error_message"] = updates.last_error
    if updates.allowed:
        info["allowed_updates"] = sorted(updates.allowed)
    return info


@method
def set_my_commands(world: World, params: Params) -> bool:
    commands = params.listed("commands")
    if len(commands) > _MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.settings[_commands_key(params)] = commands
    world.note("settings", None, settings=world.settings)
    return True


@method
def get_my_commands(world: World, params: Params) -> list[Json]:
    return list(world.settings.get(_commands_key(params), []))


@method
def delete_my_commands(world: World, params: Params) -> bool:
    world.settings.pop(_commands_key(params), None)
    return True


def _commands_key(params: Params) -> str:
    scope = params.get("scope") or {"type": "default"}
    return " ".join(
        ["commands", *(str(part) for part in (scope.get("type"), scope.get("chat_id"), scope.get("user_id"), params.text("language_code")) if part)]
    )


def _text_setting(name: str, longest: int) -> None:
    """setMyX and getMyX for a text of the bot's profile."""

    def write(world: World, params: Params) -> bool:
        if len(params.text(name)) > longest:
            raise bad(f"{name} is too long")
        world.settings[f"{name} {params.text('language_code')}"] = params.text(name)
        return True

    def read(world: World, params: Params) -> Json:
        return {name: world.settings.get(f"{name} {params.text('language_code')}", "")}

    for verb, function in (("set", write), ("get", read)):
        function.__name__ = f"{verb}_my_{name}"
        method(function)


_text_setting("name", 64)
_text_setting("description", 512)
_text_setting("short_description", 120)


@method
def set_chat_menu_button(world: World, params: Params) -> bool:
    world.settings[f"menu {params.get('chat_id') or ''}"] = params.get("menu_button")
    return True


@method
def get_chat_menu_button(world: World, params: Params) -> Json:
    return world.settings.get(f"menu {params.get('chat_id') or ''}") or {"type": "commands"}


# ---------------------------------------------------------------------- chats


@method
def get_chat(world: World, params: Params) -> Json:
    chat = _readable(world, params)
    gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False)
    return {**world.chat_json(chat), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def _readable(world: World, params: Params) -> Chat:
    """A chat that the bot may ask about. One that has moved on is still known."""
    chat = world.find_chat(params["chat_id"]) if params.get("chat_id") is not None else None
    if chat is not None and (chat.migrated_to or chat.private):
        return chat
    return destination(world, params)


@method
def get_chat_member(world: World, params: Params) -> Json:
    chat = _readable(world, params)
    user_id = params.number("user_id")
    if user_id not in world.users:
        raise bad("invalid user_id specified")
    return member(world, chat, user_id)


@method
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = _readable(world, params)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    chiefs = [user_id for user_id, status in chat.members.items() if status in ("creator", "administrator")]
    return [member(world, chat, user_id) for user_id in chiefs if user_id == world.id or not world.users[user_id]["is_bot"]]


@method
def get_chat_member_count(world: World, params: Params) -> int:
    chat = _readable(world, params)
    return sum(chat.has(user_id) for user_id in chat.members)


def member(world: World, chat: Chat, user_id: int, status: str | None = None) -> Json:
    """A ChatMember, with every field that its status must have."""
    status = status or chat.status(user_id)
    by_status: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False},
        "restricted": dict.fromkeys(_PERMISSIONS, False) | {"is_member": True, "until_date": 0},
        "kicked": {"until_date": 0},
    }
    return {"status": status, "user": world.users[user_id], **by_status.get(status, {})}


@method
def leave_chat(world: World, params: Params) -> bool:
    chat = destination(world, params)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    before = member(world, chat, world.id)
    chat.members[world.id] = "left"
    after = member(world, chat, world.id)
    world.updates.add(
        "my_chat_member", {"chat": world.chat_json(chat), "from": world.identity, "date": world.now(), "old_chat_member": before, "new_chat_member": after}
    )
    world.note("membership", chat.id, user_id=world.id, status="left")
    return True


@method
def create_forum_topic(world: World, params: Params) -> Json:
    chat = destination(world, params)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    return open_topic(world, chat, params.text("name"), world.identity)


def open_topic(world: World, chat: Chat, name: str, author: Json) -> Json:
    """A topic with its first message, whose number names the topic."""
    created: Json = {"name": name, "icon_color": 7322096}
    first = world.post(chat, {"from": author, "forum_topic_created": created, "is_topic_message": True})
    first["message_thread_id"] = first["message_id"]
    chat.topics[first["message_id"]] = name
    return {"message_thread_id": first["message_id"], **created}
