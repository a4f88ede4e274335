"""What handlers work with: the desk in a thread, the courier, and the errand that an update is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from telegram import CallbackQuery, InlineQuery, Update
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from bot.access import Chat
from bot.adding import Clerk
from bot.answer import Quote
from bot.cards import Card
from bot.daybook import Daybook
from bot.desk import Desk, Heard, Listed, Response
from bot.handlers.reading import Reader
from bot.inbox import Inbox, LeaseLost
from bot.intake import Intake
from bot.metrics import Metrics
from bot.reply import Reply
from bot.reporting import Reporting
from bot.send import Courier, Target, Unreachable, checked
from bot.setting_up import SettingUp
from bot.state import Ledger, Receipt, State

T = TypeVar("T")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Services:
    """What one running bot has, made once."""

    desk: Desk
    state: State
    inbox: Inbox
    courier: Courier
    reader: Reader
    threads: ThreadPoolExecutor
    stands: Callable[[Quote], bool]
    now: Callable[[], float]
    metrics: Metrics
    clerk: Clerk
    intake: Intake
    daybook: Daybook
    setting_up: SettingUp
    reporting: Reporting
    typing: dict[int, str]
    """The newest look-up of each person who types: older ones are not worth an answer."""


def _nobody_asks(_message_id: int) -> None:
    """Nothing to do with a message's id."""


class Context(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], Services]):
    """The typed context of every handler."""

    @property
    def services(self) -> Services:
        """See `Services`."""
        return self.bot_data

    @property
    def desk(self) -> Desk:
        """What answers."""
        return self.services.desk

    @property
    def reader(self) -> Reader:
        """What reads updates."""
        return self.services.reader

    async def ask(self, work: Callable[[A], T], request: A) -> T:
        """A call of the desk, in a thread: the event loop goes on meanwhile. What it logs carries the update's id there too."""
        return await asyncio.get_running_loop().run_in_executor(self.services.threads, copy_context().run, work, request)

    async def replied(self, update: Update, heard: Heard, response: Response | None) -> bool:
        """Send it as a reply to what was heard; False where there is nothing to say to that."""
        if response is None:
            return False
        await self.deliver(update, response, target_of(heard.chat, update.message.message_id if update.message else None))
        return True

    async def deliver(self, update: Update, response: Response, target: Target, sent_as: Callable[[int], None] = _nobody_asks) -> None:
        """Send what is to be said, one message after the other, each written down before the next. ``sent_as``: is told each one's id,
        in the inbox's thread."""
        errand = self.services.inbox.in_hand.get(update.update_id)
        sent = errand.arrival.sent if errand else 0
        if response.outcome is not None:
            self.services.metrics.answered(response.outcome)
        if response.wipes:
            await self.services.courier.delete(response.wipes.person, response.wipes.messages)
        try:
            for number, reply in enumerate(response.replies, start=1):
                if number > sent:
                    await self._send(update, response, number, reply, (target, sent_as))
        except Unreachable:
            chat = update.effective_chat
            if chat is not None:
                await self.services.inbox.run(self.services.state.set_active, chat.id, False, self.services.now())
        if response.wipes:
            await self.ask(self.desk.wiped, response.wipes.person)
        if response.leaves:
            await self.bot.leave_chat(target.chat_id)

    async def _send(self, update: Update, response: Response, number: int, reply: Reply, to: tuple[Target, Callable[[int], None]]) -> None:
        target, sent_as = to
        last = number == len(response.replies) and not response.leaves and not response.wipes
        fit, withheld = await self.ask(partial(self._checked, update.update_id), reply)
        if withheld:
            self.services.metrics.withheld(withheld)
            self.services.courier.note_withheld(withheld, [quote for quote, _ in reply.quotes])

        async def taken(message_id: int) -> None:
            ledger = _for_chat(response.ledger, target)
            tap = response.tap if last else None
            briefed = response.briefed if number == 1 else None
            receipt = Receipt(update.update_id, number, last, message_id, self.services.now(), fit.positions, ledger, tap, response.traceless, briefed)
            await self.services.inbox.run(sent_as, message_id)
            await self.services.inbox.record(receipt)

        await self.services.courier.send(fit, target, taken)

    def _checked(self, update_id: int, reply: Reply) -> tuple[Reply, int]:
        if not self.services.state.holds(self.services.inbox.owner, update_id):
            raise LeaseLost(update_id)
        return checked(reply, self.services.stands)

    async def list_cards(self, query: InlineQuery, listed: Listed) -> None:
        """Answer a look-up with those cards whose quotes are stored letter for letter."""
        standing = await self.ask(self._standing, listed.cards)
        await self.services.courier.list_cards(query.id, standing, listed.offer)

    async def answer_guest(self, query_id: str, reply: Reply) -> None:
        """Answer a call from a chat where the bot is not, without those quotes that are not stored letter for letter."""
        fit, withheld = await self.ask(lambda one: checked(one, self.services.stands), reply)
        if withheld:
            self.services.metrics.withheld(withheld)
            self.services.courier.note_withheld(withheld, [quote for quote, _ in reply.quotes])
        await self.services.courier.answer_guest(query_id, fit)

    def _standing(self, cards: Sequence[Card]) -> list[Card]:
        verdicts = [(card, checked(card.reply, self.services.stands)[1]) for card in cards]
        if withheld := sum(count for _, count in verdicts):
            self.services.metrics.withheld(withheld)
            self.services.courier.note_withheld(withheld, [quote for card, count in verdicts if count for quote, _ in card.reply.quotes])
        return [card for card, count in verdicts if not count]

    async def answer_tap(self, update: Update, query: CallbackQuery, response: Response, target: Target) -> None:
        """What a tapped button brings: a word over the chat, another text in the message, or messages."""
        await self.services.courier.toast(query.id, response.toast)
        if response.edits and query.message is not None:
            fit, _ = await self.ask(partial(self._checked, update.update_id), response.replies[0])
            await self.services.courier.edit(fit, target.chat_id, query.message.message_id)
        else:
            await self.deliver(update, response, target)


def _for_chat(ledger: Ledger | None, target: Target) -> Ledger | None:
    return replace(ledger, chat_id=target.chat_id) if ledger else None


def target_of(chat: Chat, answers: int | None) -> Target:
    """Where an answer goes: into the same chat and topic, as a reply."""
    return Target(chat.id, chat.topic, answers)


BotApplication = Application[ExtBot[Any], Context, dict[Any, Any], dict[Any, Any], Services, JobQueue[Context]]
