"""Adding in a chat: what an editor sends is fetched or downloaded, taken in by another process, and told of; buttons put it right."""

from __future__ import annotations

from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from bot.added import amended_screen
from bot.adding import File, Offer
from bot.desk import Heard, Pressed, Response
from bot.handlers.admins import is_admin
from bot.handlers.context import Context, target_of
from bot.intake import Taken, put_right, take_link, take_post, take_upload
from bot.reply import Reply
from bot.screens import says
from bot.send import Target
from bot.shown import Prompt
from index.amend import Wish
from index.errors import IndexingError
from index.ingest import Status
from sources.errors import SourceError
from sources.fetch import LARGEST_SOURCE

ACTIONS = ("fix|", "drop|")
_TOO_LARGE = f"Telegram gives bots files of {LARGEST_SOURCE // 2**20} MB at most. Split it, or paste the text"


async def offered(update: Update, context: Context, offer: Offer) -> bool:
    """Take in what was sent; False when it is no offer but a question."""
    clerk = context.services.clerk
    admin = await context.ask(clerk.turns_on_admin, offer) and await is_admin(context, offer)
    permit = await context.ask(lambda one: clerk.permit(one, admin), offer)
    target = target_of(offer.chat, update.message.message_id if update.message else None)
    if permit.refusal is not None:
        await context.deliver(update, Response((permit.refusal,)), target)
    elif permit.collection is not None:
        taken = await _taken(context, offer, permit.collection)
        await _tell(update, context, offer, permit.collection, taken, target)
    else:
        return False
    return True


async def _taken(context: Context, offer: Offer, collection: str) -> list[Taken]:
    try:
        if offer.file is not None:
            data = await _downloaded(context, offer.file)
            return [await context.services.intake.run(take_upload, offer.file.name, data, offer.origin, collection)]
        if offer.links:
            return [await context.services.intake.run(take_link, link, collection) for link in offer.links]
        return [await context.services.intake.run(take_post, offer.text, offer.origin, collection)]
    except SourceError as error:
        return [Taken(offer.file.name if offer.file else "this", Status.FAILED, reason=str(error))]


async def _downloaded(context: Context, file: File) -> bytes:
    if file.size > LARGEST_SOURCE:
        raise SourceError(_TOO_LARGE)
    try:
        there = await context.bot.get_file(file.id)
        return bytes(await there.download_as_bytearray())
    except TelegramError as error:
        raise SourceError("Telegram did not hand the file out. Send it again, or paste the text") from error


async def _tell(update: Update, context: Context, offer: Offer, collection: str, taken: list[Taken], target: Target) -> None:
    clerk = context.services.clerk
    reply, replaces = await context.ask(lambda told: clerk.told(offer, collection, told), taken)
    if replaces is not None:
        await context.services.courier.edit(reply, offer.chat.id, replaces)
        return
    await context.deliver(update, Response((reply,)), target, lambda message_id: clerk.sent(offer, taken, message_id))


async def tapped(update: Update, context: Context, query: CallbackQuery, pressed: Pressed) -> None:
    """A button under what was added."""
    target = target_of(pressed.chat, pressed.message_id)
    found = await context.ask(lambda one: context.services.clerk.tapped(one.chat, one.person, one.action), pressed)
    if found is None:
        refused = await context.ask(lambda one: context.services.clerk.refusal(one.chat, one.person, one.action), pressed)
        await context.answer_tap(update, query, Response(toast=refused), target)
        return
    verb, stored = found
    if verb == "drop":
        reply = await context.ask(context.services.clerk.remove, stored)
        await context.answer_tap(update, query, Response((reply,), edits=True), target)
        return
    reply, prompt = context.services.clerk.asking(verb.partition("|")[2], stored)
    await context.services.courier.toast(query.id, None)
    await context.deliver(update, Response((reply,)), target, lambda message_id: _remember(context, pressed, message_id, prompt))


def _remember(context: Context, pressed: Pressed, message_id: int, prompt: Prompt) -> None:
    context.services.clerk.shown.ask(pressed.chat.id, message_id, prompt, context.services.now())


async def answered(update: Update, context: Context, heard: Heard) -> bool:
    """A reply to what the bot asked an editor; False when it is none."""
    if heard.follows is None or heard.command is not None:
        return False
    prompt = await context.ask(lambda one: context.services.clerk.answered(one.chat, one.person, one.follows), heard)
    if prompt is None:
        return False
    reply = await _amended(context, heard, prompt)
    await context.deliver(update, Response((reply,)), target_of(heard.chat, update.message.message_id if update.message else None))
    return True


async def _amended(context: Context, heard: Heard, prompt: Prompt) -> Reply:
    try:
        wish = Wish(prompt.field, heard.text, prompt.paragraph)
        editor = await context.ask(context.services.clerk.pseudonym, heard.person)
        before, after = await context.services.intake.run(put_right, prompt.collection, prompt.doc_id, wish, editor)
    except (IndexingError, SourceError) as error:
        sentence = str(error)
        return says(f"{sentence[:1].upper()}{sentence[1:]}.")
    await context.ask(context.services.reporting.amended, prompt)
    return amended_screen(prompt.field, before, after)
