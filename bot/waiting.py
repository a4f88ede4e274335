"""Questions that wait for an answer: editors are asked, and, when the sources have changed, the questions are asked again and those told who wait.

Kept* -Briefing.ask-> Answer -> Telling -> Telegram, and forgotten
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from telegram.error import BadRequest, NetworkError

from bot import access, kept_screens
from bot.access import Chat, ChatKind
from bot.answer import Answer
from bot.briefing import Briefing, Scope
from bot.desk import Manner, editors_of, places_of
from bot.kept import Kept, Questions
from bot.languages import say, speaking
from bot.quoting import Phone
from bot.reply import Reply
from bot.screens import answer_screen
from bot.send import Courier, Target, Unreachable, checked
from bot.settings import SettingsOf, as_it_comes
from bot.state import Ledger, Receipt, State
from index.catalog import State as StoreState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told where. ``over``: the questions that are answered with it."""

    target: Target
    replies: tuple[Reply, ...]
    ledger: Ledger
    over: tuple[Kept, ...]


class Waiting:
    """One bot's, over one data folder. What reads the store runs in a thread."""

    def __init__(self, briefing: Briefing, state: State, questions: Questions, courier: Courier, manner: Manner, settings_of: SettingsOf = as_it_comes) -> None:
        self._briefing = briefing
        self._state = state
        self._questions = questions
        self._courier = courier
        self._manner = manner
        self._settings_of = settings_of
        self._asked: dict[tuple[int, int], StoreState] = {}
        """(chat, message) of each question that waits -> the store as it was when it was asked last."""

    async def tend(self) -> None:
        """One look: at what editors are to be asked, and at what may be answered by now."""
        for one in await asyncio.to_thread(lambda: self._questions.unasked(self._now)):
            await self._ask_editors(one)
        tellings = await asyncio.to_thread(self._tellings)
        for telling in tellings:
            await self._tell(telling)
        if tellings:
            await asyncio.to_thread(self._state.wipe_log)

    # ------------------------------------------------------------------ editors

    async def _ask_editors(self, one: Kept) -> None:
        """In their private chats. Whom it does not reach hears of it no more, unless it reaches nobody for now."""
        reply, reached, trouble = kept_screens.editors_screen(one, self._manner.username), 0, None
        for editor in sorted(await asyncio.to_thread(lambda: editors_of(one.collection, self._state, self._manner))):
            try:
                await self._courier.send(reply, Target(editor), partial(self._note_message, editor))
                reached += 1
            except (Unreachable, BadRequest):
                log.info("an editor cannot be reached")
            except NetworkError as error:
                trouble = error
        if trouble is not None and not reached:
            raise trouble
        await asyncio.to_thread(lambda: self._questions.note_asked(one, self._now))

    async def _note_message(self, editor: int, message_id: int) -> None:
        """What `/wipe` may have to delete."""
        await asyncio.to_thread(self._state.note_message, editor, message_id, self._now)

    # ------------------------------------------------------------------ who waits

    def _tellings(self) -> list[Telling]:
        """What is answered by now of what was not asked since the store changed."""
        state, before, made = self._briefing.catalog.state(), self._asked, []
        self._asked = {}
        for place, group in groupby(self._questions.standing(self._now), key=lambda one: (one.chat_id, one.message_id)):
            waiting = [one for one in group if self._may_be_told(one)]
            if waiting and before.get(place) != state and (telling := self._telling(waiting)):
                made.append(telling)
            else:
                self._asked[place] = state
        return made

    def _telling(self, waiting: Sequence[Kept]) -> Telling | None:
        """The answer to what people asked in one message, None where there is still none."""
        with speaking(self._settings_of(waiting[0].chat_id).language):
            return self._answering(waiting)

    def _answering(self, waiting: Sequence[Kept]) -> Telling | None:
        one, phone = waiting[0], Phone(self._manner.room, self._manner.username, self._manner.clock())
        scope = Scope(one.collection)
        answer = self._briefing.ask(one.question, scope)
        if not answer.answered:
            return None
        token, private = secrets.token_urlsafe(9), one.chat_id > 0
        replies = (kept_screens.item_screen(token),) if private else self._answer_screen(answer, scope, phone, token)
        target = Target(one.chat_id, one.topic, None if private else one.message_id)
        return Telling(target, replies, Ledger(token, one.chat_id, one.collection, places_of(answer)), tuple(waiting))

    def _answer_screen(self, answer: Answer, scope: Scope, phone: Phone, token: str) -> tuple[Reply, ...]:
        return answer_screen(answer, self._briefing.searched(scope), phone, token, [say("turned-up")])

    def _may_be_told(self, one: Kept) -> bool:
        chat = Chat(one.chat_id, ChatKind.PRIVATE if one.chat_id > 0 else ChatKind.GROUP, one.topic)
        return access.may_show(one.collection, chat, one.person, self._state.grants(one.person, chat), self._manner.admitted)

    async def _tell(self, one: Telling) -> None:
        """Written down, and the question forgotten, with the last message: a kill in between repeats it rather than losing it."""
        try:
            for number, reply in enumerate(one.replies, start=1):
                fit, withheld = await asyncio.to_thread(checked, reply, self._briefing.stands)
                if withheld:
                    self._courier.note_withheld(withheld, [quote for quote, _ in reply.quotes])
                over = one.over if number == len(one.replies) else ()

                async def taken(message_id: int, over: Sequence[Kept] = over, positions: tuple[int, ...] = fit.positions) -> None:
                    receipt = Receipt(0, 1, True, message_id, self._now, positions)
                    await asyncio.to_thread(self._questions.note_told, one.ledger, receipt, over)

                await self._courier.send(fit, one.target, taken)
        except Unreachable:
            await asyncio.to_thread(self._state.set_active, one.target.chat_id, False, self._now)
            await asyncio.to_thread(self._questions.forget, one.over)
        except BadRequest as error:  # the chat is gone, or Telegram will not have it: trying again would not help
            log.warning("an answer that turned up could not be sent: %s", error)
            await asyncio.to_thread(self._questions.forget, one.over)

    @property
    def _now(self) -> float:
        return self._manner.clock().timestamp()
