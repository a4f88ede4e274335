"""The running bot: everything is put together here, started, and drained at the end.

Telegram -arrivals-> inbox (written down) -> queue -> handlers -> desk (in threads) -> courier -> Telegram
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import secrets
import signal
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Update, User
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import copies, logs
from bot.access import Admitted
from bot.adding import Clerk
from bot.arrivals import Webhook, poll, sentence_of
from bot.briefing import Briefing
from bot.caretaker import Caretaker
from bot.chat_settings import SettingsOfChats
from bot.config import EVERYBODY, Settings
from bot.daybook import Daybook
from bot.desk import Desk, Manner
from bot.errors import CannotGoOn
from bot.handlers import guest, inline, membership, messages, taps
from bot.handlers.context import BotApplication, Context, Services
from bot.handlers.reading import ALLOWED_UPDATES, Reader
from bot.health import DRAINING, Condition, HealthServer
from bot.inbox import Inbox, LeaseLost
from bot.intake import Intake, Setup
from bot.kept import Questions
from bot.languages import offered, say
from bot.metrics import Metrics, kind_of
from bot.reply import Reply
from bot.reporting import Reporting
from bot.reports import Reports
from bot.rewording import WordLists
from bot.scheduled import Scheduling
from bot.screens import menu, says
from bot.send import ROOM, Courier, OneAtATime, Target
from bot.setting_up import SettingUp
from bot.shown import Shown
from bot.state import LEASE_SECONDS, Arrival, State
from bot.unasked import Unasked
from bot.waiting import Waiting
from bot.watches import Watches
from index.errors import BusyCatalog, IndexingError

log = logging.getLogger(__name__)

MOST_AT_ONCE = 1024
"""Updates being handled; most of them wait for a limit of their chat. Work is bounded by `_THREADS`."""
_THREADS = 2
_DRAIN_SECONDS = 20.0
_TEND_SECONDS = 1.0
_RENEW_SECONDS = LEASE_SECONDS / 3
_PURGE_SECONDS = 3600.0
_COPY_SECONDS = 60.0
"""How often it is looked whether a backup is due."""
_SWITCH_SECONDS = 0.0005
"""How long a thread keeps the interpreter when the event loop wants it; Python's 5 ms is as long as the loop may be late at all."""
_SPEAKS_FREELY = (TelegramError, IndexingError)
"""Exceptions whose text holds no question."""


class OneChatOneUpdate(BaseUpdateProcessor):
    """Updates of different chats at once, those of one chat in their order; each is settled in the inbox when it was handled."""

    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        super().__init__(MOST_AT_ONCE)
        self._inbox = inbox
        self._metrics = metrics
        self._chats: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        chat = _queue_of(update)
        self._waiting[chat] += 1
        try:
            async with self._chats[chat]:
                await self._handled(update, coroutine)
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._chats[chat]
        await self._inbox.settle(update.update_id)

    async def _handled(self, update: Update, coroutine: Awaitable[Any]) -> None:
        logs.UPDATE.set(update.update_id)  # every update is handled in a task of its own
        started = time.monotonic()
        try:
            await coroutine
        finally:
            self._metrics.handled(kind_of(update), time.monotonic() - started)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


async def failed(update: object, context: Context) -> None:
    """What goes wrong while an update is handled: tried again where that may help, else one sentence for the person. The log gets the rest."""
    error, inbox = context.error, context.services.inbox
    if not isinstance(update, Update) or error is None or isinstance(error, LeaseLost | Forbidden):
        return
    context.services.metrics.failed(error)
    log.error("update %d: %s", update.update_id, logs.where(error, _SPEAKS_FREELY))
    errand = inbox.in_hand.get(update.update_id)
    if errand is not None and is_passing(error):
        errand.again = True
    elif update.effective_chat is not None and update.guest_message is None:
        with contextlib.suppress(Exception):
            await _tell(context.services.courier, says(say("failed")), update)


def is_passing(error: BaseException) -> bool:
    """Whether trying again later may help."""
    return isinstance(error, RetryAfter | BusyCatalog) or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))


async def _tell(courier: Courier, reply: Reply, update: Update) -> None:
    async def taken(_message_id: int) -> None:
        """Nothing to write down."""

    if update.effective_chat is not None:
        await courier.send(reply, Target(update.effective_chat.id), taken)


class Bot:
    """One process's bot over one data folder."""

    def __init__(
        self,
        settings: Settings,
        briefing: Briefing,
        state: State,
        said: Callable[[str], None],
        copy: Callable[[Path], object],
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``clock``: seconds since 1970; ``pause``: waits so many, between two tries to send something."""
        self._settings = settings
        self._clock = clock
        self._pause = pause
        self._briefing = briefing
        self._state = state
        self._said = said
        self._copy = copy
        self._inbox = Inbox(state, clock)
        self._intake = Intake(Setup(briefing.catalog.folder, settings.private_hosts, settings.embedding_model))
        self._threads = ThreadPoolExecutor(_THREADS, "desk")
        self._stopping = asyncio.Event()
        self._condition = Condition()
        self._metrics = Metrics(state.waiting, briefing.totals)
        self.application = self._build()

    def _build(self) -> BotApplication:
        base = self._settings.telegram_api_url
        builder = (
            ApplicationBuilder()
            .token(self._settings.token or "")
            .base_url(f"{base}/bot")
            .base_file_url(f"{base}/file/bot")
            .updater(None)
            .job_queue(None)
            .context_types(ContextTypes(context=Context, bot_data=dict))
            .rate_limiter(OneAtATime())
            .concurrent_updates(OneChatOneUpdate(self._inbox, self._metrics))
            .connect_timeout(10)
            .read_timeout(30)
            .write_timeout(30)
            .pool_timeout(30)
        )
        return builder.build()  # type: ignore[return-value]

    async def run(self) -> None:
        """Until SIGTERM or SIGINT. CannotGoOn for what only a person can mend."""
        application = self.application
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stopping.set)
        try:
            await application.initialize()
            self._serve(application.bot.bot)
            await self._work()
        except TelegramError as error:
            raise CannotGoOn(sentence_of(error, self._settings.telegram_api_url)) from error
        finally:
            await self._end()

    def _serve(self, me: User) -> None:
        """Wire the handlers, now that the bot's own name is known."""
        application, settings = self.application, self._settings
        reader = Reader(me.id, me.username or "")
        manner = Manner(admitted_by(settings), reader.username, ROOM, lambda: datetime.fromtimestamp(self._clock(), UTC))
        questions = Questions(self._briefing.catalog.engine)
        reports = Reports(self._briefing.catalog.engine)
        of_chats = SettingsOfChats(self._briefing.catalog.engine)
        settings_of = of_chats.of
        desk = Desk(self._briefing, self._state, questions, reports, manner, settings_of, WordLists(self._briefing.catalog.folder).entries)
        courier = Courier(application.bot, lambda old, new: self._inbox.run(self._state.migrate_chat, old, new), self._pause)
        shown = Shown(self._briefing.catalog.engine)
        clerk = Clerk(self._briefing, self._state, shown, manner.admitted, reader.username, ROOM, settings_of)
        waiting = Waiting(self._briefing, self._state, questions, courier, manner, settings_of)
        daybook, unasked = self._day(desk, courier, manner, of_chats)
        reporting = Reporting(self._briefing, self._state, reports, courier, manner, settings_of)
        others = (waiting.tend, unasked.tend, reporting.tend)
        self._caretaker = Caretaker(self._briefing, self._state, shown, self._intake, courier, self._briefing.stands, manner, others, settings_of)
        application.bot_data = Services(
            desk,
            self._state,
            self._inbox,
            courier,
            reader,
            self._threads,
            self._briefing.stands,
            self._clock,
            self._metrics,
            clerk,
            self._intake,
            daybook,
            SettingUp(self._state, of_chats, manner),
            reporting,
            {},
        )
        application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guest.asked))  # first: those below would take it for an ordinary message
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, messages.moved))
        application.add_handler(MessageHandler(filters.ChatType.PRIVATE | filters.ChatType.GROUPS, messages.message))
        application.add_handler(CallbackQueryHandler(taps.tap))
        application.add_handler(InlineQueryHandler(inline.typed))
        application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_error_handler(failed)

    def _day(self, desk: Desk, courier: Courier, manner: Manner, settings: SettingsOfChats) -> tuple[Daybook, Unasked]:
        """Watches, briefings and exports: what chats ask for, and what they get by themselves."""
        engine = self._briefing.catalog.engine
        watches, scheduling = Watches(engine), Scheduling(engine)
        daybook = Daybook(self._briefing, self._state, watches, scheduling, settings, manner, desk.question_of)
        return daybook, Unasked(self._briefing, self._state, watches, scheduling, settings, courier, manner, daybook)

    async def _work(self) -> None:
        async with self._telling_how_it_is():
            await self._answer_until_told_to_stop()

    @contextlib.asynccontextmanager
    async def _telling_how_it_is(self) -> AsyncIterator[None]:
        """The health pages, where the settings want them; they stand while the bot starts and while it drains."""
        listen = self._settings.health_listen
        if listen is None:
            yield
            return
        with ThreadPoolExecutor(1, "health") as thread:
            server = HealthServer(listen, self._condition, self._metrics, self._state.waiting, thread)
            server.start()
            try:
                yield
            finally:
                await server.stop()

    async def _answer_until_told_to_stop(self) -> None:
        ready = await asyncio.get_running_loop().run_in_executor(self._threads, self._prepared)
        await self.application.start()
        tending = asyncio.create_task(self._tend(), name="tend")
        arriving = asyncio.create_task(self._arrive(), name="arrive")
        stopping = asyncio.create_task(self._stopping.wait(), name="stop")
        copying = asyncio.create_task(self._copy_regularly(), name="copy")
        caring = asyncio.create_task(self._caretaker.tend(), name="care")
        self._condition.life = None
        self._said(ready)
        done, _ = await asyncio.wait({tending, arriving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self._condition.life = DRAINING
        arriving.cancel()
        copying.cancel()
        caring.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await arriving if arriving not in done else None
        await self._drain()
        tending.cancel()
        stopping.cancel()
        for task in done - {stopping}:
            task.result()

    def _prepared(self) -> str:
        """Load model and vectors before the first question comes; what there is to answer from."""
        offered()  # every catalogue is read before somebody waits for it
        self._briefing.prepare()
        gc.collect()
        gc.freeze()  # what is loaded by now stays: looked through by the collector, it held the event loop up for 60 ms
        return self._ready()

    def _ready(self) -> str:
        documents, passages = self._briefing.totals()
        admins = len(self._state.owners() | frozenset(self._settings.admins))
        return f"ready: {documents} article{'s'[: documents != 1]}, {passages} paragraph{'s'[: passages != 1]}, {admins} admin{'s'[: admins != 1]}"

    async def _arrive(self) -> None:
        bot, url = self.application.bot, self._settings.webhook_url
        with contextlib.suppress(TelegramError):  # the menu is a convenience
            await bot.set_my_commands(menu())
        if url is None:
            await bot.delete_webhook()
            await poll(bot, self._take, self._note_arrivals)
            return
        secret = self._settings.webhook_secret
        known = secret.get_secret_value() if secret else secrets.token_urlsafe(32)
        hook = Webhook(bot, self._take, url, self._settings.webhook_listen, known)
        hook.start()
        try:
            await bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=known)
            await asyncio.Event().wait()
        finally:
            await hook.stop()

    def _note_arrivals(self, trouble: str | None) -> None:
        self._condition.arrivals = trouble

    async def _copy_regularly(self) -> None:
        """Backups, where the settings want them. One that fails is said once in the log and tried again."""
        folder = self._settings.backup_folder
        if folder is None:
            return
        every, failed_before = timedelta(hours=self._settings.backup_hours), False
        with ThreadPoolExecutor(1, "copies") as thread:
            while True:
                try:
                    await asyncio.get_running_loop().run_in_executor(thread, self._copy_if_due, folder, every)
                    failed_before = False
                except IndexingError as error:
                    if not failed_before:
                        log.error("%s", error)
                    failed_before = True
                await asyncio.sleep(_COPY_SECONDS)

    def _copy_if_due(self, folder: Path, every: timedelta) -> None:
        now = datetime.now(UTC)
        if copies.is_due(copies.names_in(folder), every, now):
            copies.take(self._copy, folder, self._settings.backup_keep, now)
        if last := copies.last_of(copies.names_in(folder)):
            self._metrics.copied(last.timestamp())

    async def _take(self, updates: Sequence[Update]) -> None:
        """Write down what concerns the bot, and hand it to the handlers. What is only being typed is written down nowhere."""
        for update in updates:
            if (query := update.inline_query) is not None:
                self.application.bot_data.typing[query.from_user.id] = query.id
                await self.application.update_queue.put(update)
        mine = {update.update_id: update for update in updates if self.application.bot_data.reader.concerns(update)}
        if not mine:
            return
        fresh = await self._inbox.take_in([_arrival(update) for update in mine.values()])
        for arrival in fresh:
            await self.application.update_queue.put(mine[arrival.update_id])

    async def _tend(self) -> None:
        """Keep leases, take over what others left, empty the log of erased text, forget what is over."""
        renewed = purged = 0.0
        while True:
            try:
                if time.monotonic() - renewed > _RENEW_SECONDS:
                    renewed = time.monotonic()
                    await self._inbox.renew()
                for arrival in await self._inbox.take_over():
                    await self._queue(arrival)
                await self._inbox.wipe()
                if time.monotonic() - purged > _PURGE_SECONDS:
                    await self._inbox.purge()
                    purged = time.monotonic()
            except IndexingError as error:
                log.warning("%s", error)
            await asyncio.sleep(_TEND_SECONDS)

    async def _queue(self, arrival: Arrival) -> None:
        try:
            update = Update.de_json(json.loads(arrival.body), self.application.bot)
        except Exception:  # what this version cannot read, another one wrote; it must not stop the others
            log.error("update %d cannot be read again and is given up", arrival.update_id)
            await self._inbox.settle(arrival.update_id)
            return
        await self.application.update_queue.put(update)

    async def _drain(self) -> None:
        """Answer what is in hand; what takes too long stays written down for the next start."""
        try:
            await asyncio.wait_for(self.application.stop(), _DRAIN_SECONDS)
        except TimeoutError:
            log.warning("%d updates are left for the next start", len(self._inbox.in_hand))

    async def _end(self) -> None:
        with contextlib.suppress(Exception):
            if self.application.running:
                await self.application.stop()
        with contextlib.suppress(Exception):
            await self._inbox.let_go()
            await self._inbox.wipe()
        with contextlib.suppress(Exception):
            await self.application.shutdown()
        self._intake.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._inbox.close()


def _queue_of(update: Update) -> int:
    """Whose updates keep their order among each other: a chat's, and what one person types."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0


def _arrival(update: Update) -> Arrival:
    chat = update.effective_chat
    message_id = update.message.message_id if update.message and chat and chat.type == chat.PRIVATE else None
    return Arrival(update.update_id, chat.id if chat else None, update.to_json(), message_id=message_id)


def admitted_by(settings: Settings) -> Admitted:
    """Who is admitted by the settings."""
    chats = frozenset(one for one in settings.allowed_chats if isinstance(one, int))
    return Admitted(frozenset(settings.admins), chats, EVERYBODY in settings.allowed_chats)


def serve(settings: Settings, briefing: Briefing, state: State, said: Callable[[str], None], copy: Callable[[Path], object]) -> None:
    """Run the bot until it is told to stop. ``said`` takes a line for a person, ``copy`` puts a backup of the store into a new file.

    CannotGoOn with one sentence where it cannot run.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    logs.set_up(settings.secrets, settings.log_format.value == "json", settings.log_level.value)

    async def main() -> None:
        await Bot(settings, briefing, state, said, copy).run()

    asyncio.run(main())
