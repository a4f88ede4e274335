"""Bot API methods that send, change and delete messages, with the checks of Telegram's server."""

from __future__ import annotations

from typing import Any

from bot.preview.chats import Chat, World, quoted
from bot.preview.errors import ApiError, bad, forbidden
from bot.preview.keyboards import checked_keyboard
from bot.preview.params import Params, Upload
from bot.preview.registry import method
from bot.preview.text import CAPTION_LIMIT, TEXT_LIMIT, Formatted, Json, formatted_within, utf16

QUOTE_LIMIT = 1024
DELETABLE_SECONDS = 48 * 3600
_ACTIONS = frozenset(
    (
        "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location "
        "record_video_note upload_video_note"
    ).split()
)
REACTIONS = frozenset(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 "
    "👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡".split()
)


# ---------------------------------------------------------------------- where a message goes


def destination(world: World, params: Params) -> Chat:
    """The chat that a request names, if the bot may write there."""
    if params.get("chat_id") in (None, ""):
        raise bad("chat_id is empty")
    chat = world.find_chat(params["chat_id"])
    if chat.migrated_to:
        raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if not chat.has(world.id):
        raise forbidden(_why_not(chat, world.id))
    if chat.status(world.id) == "restricted":
        raise bad("not enough rights to send text messages to the chat")
    return chat


def _why_not(chat: Chat, bot_id: int) -> str:
    if chat.private:
        return "bot was blocked by the user" if chat.status(bot_id) == "kicked" else "bot can't initiate conversation with a user"
    kind = "group" if chat.type == "group" else chat.type
    return f"bot was kicked from the {kind} chat" if chat.status(bot_id) == "kicked" else f"bot is not a member of the {kind} chat"


def _topic(chat: Chat, params: Params) -> Json:
    """What says that a message stands in a topic."""
    thread = params.get("message_thread_id")
    if not thread:
        return {}
    if thread not in chat.topics:
        raise bad("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(world: World, chat: Chat, params: Params) -> Json:
    """What says which message a message answers, and which words of it."""
    asked = params.get("reply_parameters") or ({"message_id": params["reply_to_message_id"]} if params.get("reply_to_message_id") else None)
    if not asked:
        return {}
    elsewhere = world.find_chat(asked["chat_id"]) if asked.get("chat_id") not in (None, chat.id) else chat
    original = elsewhere.messages.get(int(asked.get("message_id") or 0))
    if original is None:
        if asked.get("allow_sending_without_reply") or params.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    quote = _quote(original, asked)
    if elsewhere is not chat:
        origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
        return {"external_reply": {"origin": origin, "chat": original["chat"], "message_id": original["message_id"]}, **quote}
    return {"reply_to_message": quoted(original), **quote}


def _quote(original: Json, asked: Json) -> Json:
    words = asked.get("quote")
    if not words:
        return {}
    text = original.get("text") or original.get("caption") or ""
    if utf16(words) > QUOTE_LIMIT or words not in text:
        raise bad("QUOTE_TEXT_INVALID")
    return {"quote": {"text": words, "position": utf16(text[: text.index(words)]), "is_manual": True}}


def _kept(world: World, chat: Chat, params: Params, content: Json) -> Json:
    """Send: everything that is the same for each kind of message."""
    keyboard = checked_keyboard(params.get("reply_markup"))
    shown = keyboard if keyboard and "inline_keyboard" in keyboard else None
    around = {**_topic(chat, params), **_reply(world, chat, params)}
    protected = {"has_protected_content": True} if params.get("protect_content") else {}
    return world.post(chat, {"from": world.identity, **around, **content, **protected, **({"reply_markup": shown} if shown else {})})


def worded(kept: Formatted, text: str = "text", entities: str = "entities") -> Json:
    """A text and its entities as fields of a message; absent where empty."""
    return {**({text: kept.text} if kept.text else {}), **({entities: list(kept.entities)} if kept.entities else {})}


def text_of(params: Params | Json, name: str = "text") -> Formatted:
    """The text of a message, or a 400."""
    kept = formatted_within(str(params.get(name) or ""), params.get("entities") or [], params.get("parse_mode"), TEXT_LIMIT)
    if not kept.text:
        raise bad("message text is empty")
    return kept


def _caption(params: Params) -> Json:
    kept = formatted_within(params.text("caption"), params.listed("caption_entities"), params.get("parse_mode"), CAPTION_LIMIT, "message caption")
    return worded(kept, "caption", "caption_entities")


# ---------------------------------------------------------------------- sending


@method
def send_message(world: World, params: Params) -> Json:
    chat = destination(world, params)
    return _kept(world, chat, params, worded(text_of(params)))


@method
def send_document(world: World, params: Params) -> Json:
    chat = destination(world, params)
    caption = _caption(params)
    return _kept(world, chat, params, {"document": _file(world, params, "document").document(), **caption})


@method
def send_photo(world: World, params: Params) -> Json:
    chat = destination(world, params)
    caption = _caption(params)
    file = _file(world, params, "photo")
    size = {"file_id": file.id, "file_unique_id": f"u{file.id}", "width": 320, "height": 240, "file_size": file.size}
    return _kept(world, chat, params, {"photo": [size], **caption})


def _file(world: World, params: Params, name: str) -> Any:
    given = params.get(name)
    if isinstance(given, Upload):
        if not given.body:
            raise bad("file must be non-empty")
        return world.keep_file(given.name, given.mime_type, given.body)
    if given in world.files:
        return world.files[given]
    raise bad("there is no document in the request" if not given else "wrong file identifier/HTTP URL specified")


@method
def send_message_draft(world: World, params: Params) -> bool:
    chat = destination(world, params)
    if not chat.private:
        raise bad("message drafts can be sent to private chats only")
    if not params.number("draft_id"):
        raise bad("draft identifier must be non-zero")
    kept = formatted_within(params.text("text"), params.listed("entities"), params.get("parse_mode"), TEXT_LIMIT)
    _topic(chat, params)
    world.note("draft", chat.id, text=kept.text, draft_id=params.number("draft_id"))
    return True


@method
def send_chat_action(world: World, params: Params) -> bool:
    chat = destination(world, params)
    if params.text("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    _topic(chat, params)
    world.note("action", chat.id, action=params.text("action"))
    return True


@method
def get_file(world: World, params: Params) -> Json:
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.size > 20 * 2**20:
        raise bad("file is too big")
    return {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": file.size, "file_path": f"documents/{file.id}"}


@method
def set_message_reaction(world: World, params: Params) -> bool:
    chat = destination(world, params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad("message to react not found")
    reactions = params.listed("reaction")
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" or one.get("emoji") not in REACTIONS for one in reactions):
        raise bad("REACTION_INVALID")
    world.note("reaction", chat.id, message_id=message["message_id"], reaction=[one["emoji"] for one in reactions])
    return True


# ---------------------------------------------------------------------- changing


def _editable(world: World, params: Params) -> tuple[Chat, Json]:
    """The message that is to be changed: by chat and number, or by the id of an inline message."""
    inline = params.get("inline_message_id")
    if inline:
        if inline not in world.inline_messages:
            raise bad("MESSAGE_ID_INVALID")
        chat_id, message_id = world.inline_messages[inline]
        chat = world.chats[chat_id]
        if message_id not in chat.messages:
            raise bad("MESSAGE_ID_INVALID")
        return chat, chat.messages[message_id]
    chat = destination(world, params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if message.get("from", {}).get("id") != world.id or message.get("via_bot"):
        raise bad("message can't be edited")
    return chat, message


def _changed(world: World, params: Params, fields: tuple[str, ...], content: Json) -> Json | bool:
    chat, message = _editable(world, params)
    keyboard = checked_keyboard(params.get("reply_markup"))
    wanted = {**content, **({"reply_markup": keyboard} if keyboard else {})}
    before = {name: message[name] for name in (*fields, "reply_markup") if name in message}
    if wanted == before:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
        )
    for name in before:
        del message[name]
    message.update(wanted)
    if fields:
        message["edit_date"] = world.now()
    world.note("edited", chat.id, message=message)
    return True if params.get("inline_message_id") else message


@method
def edit_message_text(world: World, params: Params) -> Json | bool:
    kept = text_of(params)
    _, message = _editable(world, params)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _changed(world, params, ("text", "entities"), worded(kept))


@method
def edit_message_caption(world: World, params: Params) -> Json | bool:
    _, message = _editable(world, params)
    if "text" in message:
        raise bad("there is no caption in the message to edit")
    return _changed(world, params, ("caption", "caption_entities"), _caption(params))


@method
def edit_message_reply_markup(world: World, params: Params) -> Json | bool:
    return _changed(world, params, (), {})


@method
def delete_message(world: World, params: Params) -> bool:
    chat = destination(world, params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad("message to delete not found")
    own = message.get("from", {}).get("id") == world.id
    if not own and not chat.private and chat.status(world.id) != "administrator":
        raise bad("message can't be deleted")
    if world.now() - message["date"] > DELETABLE_SECONDS:
        raise bad("message can't be deleted for everyone")
    _delete(world, chat, message["message_id"])
    return True


@method
def delete_messages(world: World, params: Params) -> bool:
    chat = destination(world, params)
    ids = params.listed("message_ids")
    if not 1 <= len(ids) <= 100:
        raise bad("wrong number of messages to delete")
    for message_id in ids:
        message = chat.messages.get(int(message_id))
        if message and world.now() - message["date"] <= DELETABLE_SECONDS:
            _delete(world, chat, message["message_id"])
    return True


def _delete(world: World, chat: Chat, message_id: int) -> None:
    del chat.messages[message_id]
    world.note("deleted", chat.id, message_id=message_id)
