"""A real python-telegram-bot application talks to the server, by polling and by webhook, and every request it makes is valid."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from double import Double, Json
from schema import faults_of_calls, faults_of_result, faults_of_update
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, MessageEntity, Update
from telegram.constants import UpdateType
from telegram.ext import AIORateLimiter, Application, CallbackQueryHandler, CommandHandler, ContextTypes, InlineQueryHandler, MessageHandler, filters

Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, _: Context) -> None:
    assert update.message
    await update.message.reply_text("Hello. Press!", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]]))


async def echo(update: Update, _: Context) -> None:
    assert update.message and update.message.text
    words = update.message.text
    await update.message.reply_text(words, entities=[MessageEntity("blockquote", 0, len(words.encode("utf-16-le")) // 2)], do_quote=True)


async def file(update: Update, context: Context) -> None:
    assert update.message and update.message.document
    body = await (await context.bot.get_file(update.message.document.file_id)).download_as_bytearray()
    await update.message.reply_document(bytes(body).upper(), filename="shout.txt", caption="louder")


async def press(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("as you wish")
    await update.callback_query.edit_message_text("More it is.")


async def inline(update: Update, _: Context) -> None:
    assert update.inline_query
    card = InlineQueryResultArticle("1", "A card", InputTextMessageContent(f"card for {update.inline_query.query}"))
    await update.inline_query.answer([card], is_personal=True, cache_time=5)


async def guest(update: Update, context: Context) -> None:
    assert update.guest_message and update.guest_message.guest_query_id
    await context.bot.answer_guest_query(update.guest_message.guest_query_id, InlineQueryResultArticle("1", "Card", InputTextMessageContent("as a guest")))


def application(double: Double) -> Application[Any, Any, Any, Any, Any, Any]:
    built = Application.builder().token(double.token).base_url(double.base_url).base_file_url(double.base_file_url)
    app = built.rate_limiter(AIORateLimiter(max_retries=3)).concurrent_updates(True).build()
    app.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guest))
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.Document.ALL, file))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(press))
    app.add_handler(InlineQueryHandler(inline))
    return app


@asynccontextmanager
async def polling(double: Double) -> AsyncIterator[None]:
    app = application(double)
    async with app:
        assert app.updater
        await app.start()
        await app.updater.start_polling(timeout=2, allowed_updates=list(UpdateType))
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()


@asynccontextmanager
async def pushed(double: Double) -> AsyncIterator[None]:
    app = application(double)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with app:
        assert app.updater
        await app.start()
        url = f"http://127.0.0.1:{port}/hook"
        await app.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="s3cret", allowed_updates=list(UpdateType))
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()


def converse(double: Double) -> None:
    """Everything that a bot does, from start to guest."""
    ann, bob = double.person("Ann"), double.person("Bob", username="bobby", language_code="ar")
    room, away = double.group("The desk", ann, bob), double.group("Elsewhere", ann, bob, bot=None)
    double.say(ann, "/start")
    hello = double.wait_for("sendMessage").message
    assert hello["text"] == "Hello. Press!" and hello["chat"]["id"] == ann.id
    query = double.press(bob if hello["chat"]["id"] == bob.id else ann, hello, "More")
    assert double.answer(query) == {"text": "as you wish"}
    assert double.wait_for("editMessageText").message["text"] == "More it is."
    double.say(ann, "🇫🇷 vive 𝟏𝟒 la\u202e \u030arépublique ")
    echoed = double.wait_for("sendMessage").message
    assert echoed["text"] == "🇫🇷 vive 𝟏𝟒 la république" and echoed["entities"] == [{"type": "blockquote", "offset": 0, "length": 28}]
    double.say(bob, "/start@briefbot_preview_bot", room)
    assert double.wait_for("sendMessage").message["chat"]["id"] == room.id
    double.send_file(ann, "quiet.txt", b"hush")
    shout = double.wait_for("sendDocument")
    assert shout.message["document"]["file_name"] == "shout.txt" and shout.message["caption"] == "louder"
    asked = double.inline(bob, "dam")
    assert double.answer(asked["query_id"])["results"][0]["title"] == "A card"
    assert double.choose(bob, away, asked["query_id"], "1")["message"]["text"] == "card for dam"
    asked = double.guest(ann, away, "@briefbot_preview_bot is this right?")
    double.answer(asked["query_id"])
    assert double.messages(away)[-1]["text"] == "as a guest"
    valid(double)


def valid(double: Double) -> None:
    """Requests, answers and updates hold against the independent schema."""
    calls = double.calls()
    assert faults_of_calls(calls) == []
    assert [fault for call in calls if call.status == 200 for fault in faults_of_result(call.method, call.result)] == []
    updates: list[Json] = double.get("updates", all=1)["all"]
    assert len(updates) == 7
    assert [fault for update in updates for fault in faults_of_update(update)] == []
    assert all(Update.de_json(update, None) for update in updates)


@pytest.mark.parametrize("receiving", [polling, pushed])
async def test_a_bot_converses(double: Double, receiving: Callable[[Double], Any]) -> None:
    async with receiving(double):
        await asyncio.to_thread(converse, double)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_bot_gets_over_flood_limits_and_faults(double: Double) -> None:
    async with polling(double):
        await asyncio.to_thread(_flood, double)


def _flood(double: Double) -> None:
    ann = double.person("Ann")
    double.say(ann, "/start")
    double.wait_for("sendMessage")
    double.fault(code=429, retry_after=1, method="sendMessage")
    double.say(ann, "one")
    assert double.wait_for("sendMessage").status == 429
    assert double.wait_for("sendMessage").status == 200
    double.limits()
    for word in ("two", "three"):
        double.say(ann, word)
    double.wait_for("sendMessage", n=3)
    assert [message["text"] for message in double.messages(ann) if message["from"]["is_bot"]][-3:] == ["one", "two", "three"]
