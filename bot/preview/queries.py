"""Bot API methods that answer a press of a button, an inline query or a guest message."""

from __future__ import annotations

from typing import Any

from bot.preview.chats import Query, World, quoted
from bot.preview.errors import bad
from bot.preview.keyboards import checked_keyboard
from bot.preview.messages import text_of, worded
from bot.preview.params import Params
from bot.preview.registry import method
from bot.preview.text import Json, utf16

MOST_RESULTS = 50
NOTICE_LIMIT = 200
DEFAULT_CACHE_SECONDS = 300
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _open(world: World, query_id: str, kind: str, complaint: str) -> Query:
    query = world.queries.get(query_id)
    if query is None or query.kind != kind or query.answer is not None:
        raise bad(complaint)
    return query


@method
def answer_callback_query(world: World, params: Params) -> bool:
    query = _open(world, params.text("callback_query_id"), "callback", _TOO_OLD)
    if utf16(params.text("text")) > NOTICE_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    query.answer = {name: params[name] for name in ("text", "show_alert", "url", "cache_time") if params.get(name)}
    world.note("answered", query.chat_id, query_id=query.id, user_id=query.user_id, **query.answer)
    return True


@method
def answer_inline_query(world: World, params: Params) -> bool:
    """Kept for ``cache_time`` seconds, and served to everybody who types the same unless ``is_personal``."""
    query = _open(world, params.text("inline_query_id"), "inline", _TOO_OLD)
    results = params.listed("results")
    if len(results) > MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    results = [checked_result(result) for result in results]
    if len({result["id"] for result in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    query.answer = {"results": results, "next_offset": params.text("next_offset"), "button": params.get("button")}
    lasts = DEFAULT_CACHE_SECONDS if params.get("cache_time") is None else params.number("cache_time")
    key = (str(query.asked["query"]), str(query.asked["offset"]), query.user_id if params.get("is_personal") else None)
    world.inline_cache[key] = (world.now() + lasts, query.answer)
    world.note("answered", None, query_id=query.id, user_id=query.user_id)
    return True


def checked_result(result: Any) -> Json:
    """An inline result with a message that can be sent, its text made ready; or a 400."""
    if not isinstance(result, dict) or not result.get("type"):
        raise bad("can't parse inline query result: object expected")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if result["type"] == "article" and not result.get("title"):
        raise bad("can't parse inline query result: article must have a title")
    content = result.get("input_message_content")
    if result["type"] == "article" and not (content and "message_text" in content):
        raise bad("can't parse inline query result: MESSAGE_EMPTY")
    checked_keyboard(result.get("reply_markup"))
    return {**result, "input_message_content": {**content, "kept": worded(text_of(content, "message_text"))}} if content else result


@method
def answer_guest_query(world: World, params: Params) -> Json:
    """Send the one message that answers a guest message; it stands in the chat like an inline message."""
    query = _open(world, params.text("guest_query_id"), "guest", "GUEST_QUERY_ID_INVALID")
    result = checked_result(params.get("result"))
    query.answer = {"result": result}
    chat = world.chat(query.chat_id or 0)
    asked = chat.messages[query.message_id or 0]
    content = {**_content(result), "reply_to_message": quoted(asked), "guest_bot_caller_user": world.user(query.user_id)}
    return {"inline_message_id": post_inline(world, chat.id, {"from": world.identity, **content})}


def _content(result: Json) -> Json:
    keyboard = checked_keyboard(result.get("reply_markup"))
    return {**result.get("input_message_content", {}).get("kept", {}), **({"reply_markup": keyboard} if keyboard else {})}


def post_inline(world: World, chat_id: int, message: Json) -> str:
    """Store a message that the bot may change by an inline id only, and give that id."""
    posted = world.post(world.chat(chat_id), message)
    inline_id = f"inline{len(world.inline_messages) + 1}"
    world.inline_messages[inline_id] = (chat_id, posted["message_id"])
    return inline_id


def chosen_content(result: Json) -> Json:
    """What somebody sends who picks an inline result."""
    return _content(result)
