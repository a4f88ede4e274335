"""The other side of the chats: what people do, and what a test arranges. Each action takes a World and JSON fields and
returns JSON; what the bot gets to see of it follows Telegram's rules (privacy mode, membership, blocking). Pure.

Every action that may reach the bot says ``update_id``: the update's number, or null when the bot is not told.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.preview.chats import ANONYMOUS_ADMIN, FIRST_MESSAGE, PRESENT, Chat, Query, World, quoted
from bot.preview.errors import ApiError, ControlError
from bot.preview.methods import member, open_topic
from bot.preview.queries import chosen_content, post_inline
from bot.preview.text import Json, formatted, utf16

Fields = Mapping[str, Any]
ACTIONS: dict[str, Callable[[World, Fields], Json]] = {}
_SUPERGROUPS = -1_000_000_000_000
_SERVICE = frozenset(
    "new_chat_members left_chat_member new_chat_title group_chat_created supergroup_chat_created migrate_to_chat_id migrate_from_chat_id "
    "pinned_message forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened".split()
)


def action(function: Callable[[World, Fields], Json]) -> Callable[[World, Fields], Json]:
    """Offer this as POST /control/<name>."""
    ACTIONS[function.__name__] = function
    return function


def act(world: World, name: str, fields: Fields) -> Json:
    """Do one thing, or raise a ControlError that says why it cannot be done."""
    if name not in ACTIONS:
        raise ControlError(f"there is no action {name!r}; there are: {', '.join(sorted(ACTIONS))}")
    try:
        return ACTIONS[name](world, fields)
    except KeyError as error:
        raise ControlError(f"{name} needs {error}") from error
    except (TypeError, ValueError, binascii.Error) as error:
        raise ControlError(f"{name}: {error}") from error
    except ApiError as error:
        raise ControlError(error.description) from error


# ---------------------------------------------------------------------- people and chats


@action
def add_user(world: World, fields: Fields) -> Json:
    """{id, first_name, last_name?, username?, language_code?, is_bot?}: somebody, with their private chat."""
    user: Json = {"id": int(fields["id"]), "is_bot": bool(fields.get("is_bot", False)), "first_name": str(fields["first_name"])}
    user |= {name: str(fields[name]) for name in ("last_name", "username", "language_code") if fields.get(name)}
    world.users[user["id"]] = user
    world.chats.setdefault(user["id"], Chat(user["id"], "private", members={user["id"]: "member"}))
    world.note("chat", user["id"])
    return user


@action
def add_chat(world: World, fields: Fields) -> Json:
    """{id, title, type?, is_forum?, username?, members: [id…] or {id: status}}. The bot is no member unless it is named (id 0 is the bot)."""
    members = fields.get("members", [])
    statuses = {int(key): str(value) for key, value in members.items()} if isinstance(members, Mapping) else {int(one): "member" for one in members}
    statuses = {world.id if user_id == 0 else user_id: status for user_id, status in statuses.items()}
    for user_id in statuses:
        world.user(user_id)
    kind = str(fields.get("type", "supergroup"))
    chat = Chat(int(fields["id"]), kind, str(fields["title"]), fields.get("username"), bool(fields.get("is_forum", False)), statuses)
    world.chats[chat.id] = chat
    world.note("chat", chat.id)
    return world.chat_json(chat)


@action
def topic(world: World, fields: Fields) -> Json:
    """{chat, name, user}: open a topic; {message_thread_id, update_id}."""
    chat = _live(world, fields["chat"])
    opened = open_topic(world, chat, str(fields["name"]), world.user(int(fields["user"])))
    return {**opened, "update_id": _tell(world, chat, chat.messages[opened["message_thread_id"]])}


@action
def identity(world: World, fields: Fields) -> Json:
    """Change what getMe says: {can_read_all_group_messages: true} turns privacy mode off."""
    world.me.update(fields)
    return world.me


@action
def clock(world: World, fields: Fields) -> Json:
    """{shift}: seconds by which the server's clock runs ahead (negative: behind)."""
    world.shift = float(fields["shift"])
    return {"now": world.now()}


# ---------------------------------------------------------------------- saying something


@action
def say(world: World, fields: Fields) -> Json:
    """{chat, user, text?, entities?, reply_to?, quote?, topic?, date?, anonymous?, forward?, document?, caption?}: somebody writes.

    ``forward``: a MessageOrigin. ``document``: {name, base64, mime_type?, size?}. Returns {message, update_id}.
    """
    chat, user = _live(world, fields["chat"]), world.user(int(fields["user"]))
    _check_may_write(world, chat, user)
    message = world.post(chat, _written(world, chat, user, fields), fields.get("date"))
    return {"message": message, "update_id": _tell(world, chat, message)}


def _written(world: World, chat: Chat, user: Json, fields: Fields) -> Json:
    author = {"from": ANONYMOUS_ADMIN, "sender_chat": world.chat_json(chat)} if fields.get("anonymous") else {"from": user}
    content = {**author, **_placed(chat, fields), **_answering(chat, fields), **_words(fields)}
    if fields.get("forward"):
        content["forward_origin"] = {"date": world.now(), **fields["forward"]}
    if fields.get("document"):
        given = fields["document"]
        body = base64.b64decode(given.get("base64", ""), validate=True)
        file = world.keep_file(str(given["name"]), str(given.get("mime_type", "application/octet-stream")), body, given.get("size"))
        content["document"] = file.document()
    if not content.keys() & {"text", "document"}:
        raise ControlError("a message needs a text or a document")
    return content


def _check_may_write(world: World, chat: Chat, user: Json) -> None:
    if chat.private and user["id"] != chat.id and user["id"] != world.id:
        raise ControlError("nobody else can write in a private chat")
    if not chat.has(user["id"]):
        raise ControlError(f"{user['first_name']} is not in this chat")
    if chat.private and chat.status(world.id) == "kicked":
        raise ControlError("who has blocked the bot cannot write to it")
    if chat.private:
        chat.members[world.id] = "member"


def _placed(chat: Chat, fields: Fields) -> Json:
    """Where in a forum a message stands; outside the general topic, clients make it reply to the topic's first message."""
    thread = fields.get("topic")
    if not thread:
        return {}
    if thread not in chat.topics:
        raise ControlError(f"there is no topic {thread} in this chat")
    return {"message_thread_id": thread, "is_topic_message": True, "reply_to_message": quoted(chat.messages[thread])}


def _answering(chat: Chat, fields: Fields) -> Json:
    if not fields.get("reply_to"):
        return {}
    original = chat.messages.get(int(fields["reply_to"]))
    if original is None:
        raise ControlError(f"there is no message {fields['reply_to']} in this chat")
    answer: Json = {"reply_to_message": quoted(original)}
    if original.get("message_thread_id"):
        answer |= {"message_thread_id": original["message_thread_id"], "is_topic_message": True}
    if fields.get("quote"):
        text = original.get("text") or original.get("caption") or ""
        if fields["quote"] not in text:
            raise ControlError("these words are not in that message")
        answer["quote"] = {"text": fields["quote"], "position": utf16(text[: text.index(fields["quote"])]), "is_manual": True}
    return answer


def _words(fields: Fields) -> Json:
    words: Json = {}
    for name, entities in (("text", "entities"), ("caption", "caption_entities")):
        kept = formatted(str(fields.get(name) or ""), fields.get("entities") or [])
        if kept.text:
            words[name] = kept.text
            if kept.entities:
                words[entities] = list(kept.entities)
    return words


@action
def edit(world: World, fields: Fields) -> Json:
    """{chat, message_id, text, entities?}: somebody changes their message."""
    chat = _live(world, fields["chat"])
    message = _message(chat, fields)
    for name in ("text", "entities"):
        message.pop(name, None)
    message.update({**_words(fields), "edit_date": world.now()})
    world.note("edited", chat.id, message=message)
    seen = sees(world, chat, message)
    return {"message": message, "update_id": world.updates.add("edited_message", message) if seen else None}


@action
def delete(world: World, fields: Fields) -> Json:
    """{chat, message_id}: a message is gone; bots are not told."""
    chat = _live(world, fields["chat"])
    del chat.messages[_message(chat, fields)["message_id"]]
    world.note("deleted", chat.id, message_id=int(fields["message_id"]))
    return {"update_id": None}


@action
def react(world: World, fields: Fields) -> Json:
    """{chat, user, message_id, emoji}: a reaction ("" takes it back). Groups tell only a bot that is an administrator."""
    chat = _live(world, fields["chat"])
    new = [{"type": "emoji", "emoji": fields["emoji"]}] if fields.get("emoji") else []
    content = {"chat": world.chat_json(chat), "message_id": _message(chat, fields)["message_id"], "user": world.user(int(fields["user"])), "date": world.now()}
    told = chat.private or chat.status(world.id) == "administrator"
    return {"update_id": world.updates.add("message_reaction", {**content, "old_reaction": [], "new_reaction": new}) if told else None}


# ---------------------------------------------------------------------- what the bot is told


def sees(world: World, chat: Chat, message: Json) -> bool:
    """Whether Telegram would send a message to the bot: in groups with privacy mode on, only what is meant for it."""
    author = message.get("from", {})
    if not chat.has(world.id) or author.get("id") == world.id or (author.get("is_bot") and author.get("id") != ANONYMOUS_ADMIN["id"]):
        return False
    if chat.private or world.me["can_read_all_group_messages"] or chat.status(world.id) == "administrator":
        return True
    replied = message.get("reply_to_message", {}).get("from", {}).get("id") == world.id
    mine = message.get("via_bot", {}).get("id") == world.id
    return replied or mine or bool(_SERVICE & message.keys()) or _commanded(world, chat, message)


def _commanded(world: World, chat: Chat, message: Json) -> bool:
    """/command@bot always, /command only while this bot was the last one that wrote."""
    text = (message.get("text") or message.get("caption") or "").encode("utf-16-le")
    for entity in message.get("entities", []) + message.get("caption_entities", []):
        if entity["type"] != "bot_command":
            continue
        command = text[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        named = re.search(r"@(\w+)$", command)
        if named and named[1].lower() == str(world.me["username"]).lower():
            return True
        if not named and chat.last_bot == world.id:
            return True
    return False


def _tell(world: World, chat: Chat, message: Json) -> int | None:
    kind = "channel_post" if chat.type == "channel" else "message"
    return world.updates.add(kind, message) if sees(world, chat, message) else None


def _live(world: World, chat_id: Any) -> Chat:
    chat = world.chat(int(chat_id))
    if chat.migrated_to:
        raise ControlError(f"this group has become {chat.migrated_to}")
    return chat


def _message(chat: Chat, fields: Fields) -> Json:
    message = chat.messages.get(int(fields["message_id"]))
    if message is None:
        raise ControlError(f"there is no message {fields['message_id']} in this chat")
    return message


# ---------------------------------------------------------------------- buttons, inline queries, guest messages


@action
def press(world: World, fields: Fields) -> Json:
    """{chat, message_id, user, button}: press a button, named by its label, its callback data or its place from 0. {query_id, update_id}."""
    chat, user = _live(world, fields["chat"]), world.user(int(fields["user"]))
    message = _message(chat, fields)
    button = _button(message, fields["button"])
    if "callback_data" not in button:
        raise ControlError("this button sends nothing to the bot")
    inline_id = next((key for key, place in world.inline_messages.items() if place == (chat.id, message["message_id"])), None)
    query = world.ask(Query(world.new_query_id(), "callback", user["id"], chat.id, message["message_id"]))
    content = {"id": query.id, "from": user, "chat_instance": str(chat.id * 7919), "data": button["callback_data"]}
    content |= {"inline_message_id": inline_id} if inline_id else {"message": message}
    told = bool(inline_id) or chat.has(world.id)
    return {"query_id": query.id, "update_id": world.updates.add("callback_query", content) if told else None}


def _button(message: Json, wanted: Any) -> Json:
    buttons: list[Json] = [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
    if isinstance(wanted, int) and 0 <= wanted < len(buttons):
        return buttons[wanted]
    for button in buttons:
        if wanted in (button["text"], button.get("callback_data")):
            return button
    raise ControlError(f"there is no button {wanted!r}; there are: {[button['text'] for button in buttons]}")


@action
def inline(world: World, fields: Fields) -> Json:
    """{user, query, offset?, chat_type?}: somebody types @bot and a query. {query_id, update_id, cached}: results that the server serves itself."""
    user = world.user(int(fields["user"]))
    asked = {"query": str(fields.get("query", "")), "offset": str(fields.get("offset", ""))}
    cached = _cached(world, asked, user["id"])
    query = world.ask(Query(world.new_query_id(), "inline", user["id"], asked=asked, answer=cached))
    if cached is not None:
        return {"query_id": query.id, "update_id": None, "cached": cached}
    content = {"id": query.id, "from": user, **asked, "chat_type": str(fields.get("chat_type", "private"))}
    return {"query_id": query.id, "update_id": world.updates.add("inline_query", content), "cached": None}


def _cached(world: World, asked: Json, user_id: int) -> Json | None:
    for owner in (user_id, None):
        until, answer = world.inline_cache.get((asked["query"], asked["offset"], owner), (0, {}))
        if until > world.now():
            return answer
    return None


@action
def choose(world: World, fields: Fields) -> Json:
    """{user, chat, query_id, result_id}: send an inline result into a chat, in which the bot need not be."""
    chat, user = _live(world, fields["chat"]), world.user(int(fields["user"]))
    query = world.queries[str(fields["query_id"])]
    results = {result["id"]: result for result in (query.answer or {}).get("results", [])}
    content = {"from": user, "via_bot": world.identity, **chosen_content(results[str(fields["result_id"])])}
    inline_id = post_inline(world, chat.id, content)
    message = chat.messages[world.inline_messages[inline_id][1]]
    return {"message": message, "inline_message_id": inline_id, "update_id": _tell(world, chat, message)}


@action
def guest(world: World, fields: Fields) -> Json:
    """{chat, user, text, reply_to?}: somebody mentions the bot where it is no member. {message, query_id, update_id}."""
    chat, user = _live(world, fields["chat"]), world.user(int(fields["user"]))
    if chat.has(world.id):
        raise ControlError("the bot is in this chat: this would be an ordinary message")
    query_id = world.new_query_id()
    message = world.post(chat, {**_written(world, chat, user, fields), "guest_query_id": query_id}, fields.get("date"))
    world.ask(Query(query_id, "guest", user["id"], chat.id, message["message_id"]))
    return {"message": message, "query_id": query_id, "update_id": world.updates.add("guest_message", message)}


# ---------------------------------------------------------------------- who is where


@action
def bot_status(world: World, fields: Fields) -> Json:
    """{chat, user, status}: add (member), promote (administrator), restrict (restricted), remove (left) or ban (kicked) the bot.

    Returns {message, update_id, member_update_id}: joining also posts a service message.
    """
    chat, user, status = _live(world, fields["chat"]), world.user(int(fields["user"])), str(fields["status"])
    if chat.private:
        raise ControlError("in a private chat use block and unblock")
    before = chat.status(world.id)
    member_update = _set_status(world, chat, user, status)
    if before in PRESENT or status not in PRESENT:
        return {"message": None, "update_id": None, "member_update_id": member_update}
    message = world.post(chat, {"from": user, "new_chat_members": [world.identity]})
    return {"message": message, "update_id": _tell(world, chat, message), "member_update_id": member_update}


def _set_status(world: World, chat: Chat, user: Json, status: str) -> int | None:
    before, after = member(world, chat, world.id), member(world, chat, world.id, status)
    chat.members[world.id] = status
    content = {"chat": world.chat_json(chat), "from": user, "date": world.now(), "old_chat_member": before, "new_chat_member": after}
    world.note("membership", chat.id, user_id=world.id, status=status)
    return world.updates.add("my_chat_member", content)


@action
def block(world: World, fields: Fields) -> Json:
    """{user}: somebody blocks the bot."""
    user = world.user(int(fields["user"]))
    return {"update_id": _set_status(world, world.chat(user["id"]), user, "kicked")}


@action
def unblock(world: World, fields: Fields) -> Json:
    """{user}: and lets it write again."""
    user = world.user(int(fields["user"]))
    return {"update_id": _set_status(world, world.chat(user["id"]), user, "member")}


@action
def user_status(world: World, fields: Fields) -> Json:
    """{chat, user, status}: what a person is in a chat; with chat_member updates where the bot asked for them."""
    chat, user, status = _live(world, fields["chat"]), world.user(int(fields["user"])), str(fields["status"])
    before, after = member(world, chat, user["id"]), member(world, chat, user["id"], status)
    chat.members[user["id"]] = status
    content = {"chat": world.chat_json(chat), "from": user, "date": world.now(), "old_chat_member": before, "new_chat_member": after}
    told = chat.status(world.id) == "administrator"
    return {"update_id": world.updates.add("chat_member", content) if told else None}


@action
def migrate(world: World, fields: Fields) -> Json:
    """{chat, user}: a group becomes a supergroup with another id; both say so. {chat_id, update_ids}."""
    old, user = _live(world, fields["chat"]), world.user(int(fields["user"]))
    if old.type != "group":
        raise ControlError("only a group can become a supergroup")
    new = Chat(_SUPERGROUPS + old.id, "supergroup", old.title, members=dict(old.members), next_id=FIRST_MESSAGE)
    world.chats[new.id] = new
    gone = world.post(old, {"from": user, "migrate_to_chat_id": new.id})
    come = world.post(new, {"from": ANONYMOUS_ADMIN, "sender_chat": world.chat_json(new), "migrate_from_chat_id": old.id})
    told = [_tell(world, old, gone), _tell(world, new, come)]
    old.migrated_to = new.id
    return {"chat_id": new.id, "update_ids": told}
