"""Reports on their way: to the editors of the collection, who amend or dismiss, and back to whoever reported.

Report -tend-> editors -tapped-> amended, taken up or dismissed -tend-> whoever reported it, and forgotten
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram.error import BadRequest, NetworkError

from bot import access, report_screens
from bot.access import Chat, ChatKind
from bot.added import asking_screen
from bot.answer import Quote
from bot.briefing import Briefing, quote_from
from bot.desk import Manner, Response, editors_of
from bot.languages import say, speaking
from bot.quoting import Phone
from bot.reply import Reply
from bot.reports import Outcome, Report, Reports
from bot.send import Courier, Target, Unreachable, checked
from bot.settings import SettingsOf, as_it_comes
from bot.shown import Prompt
from bot.state import State

log = logging.getLogger(__name__)
ACTIONS = ("mend|", "settle|")
_MENDABLE = ("speaker", "date", "outlet")


@dataclass(frozen=True, slots=True)
class Asking:
    """What an editor is asked, and what a reply to it means."""

    reply: Reply
    prompt: Prompt


class Reporting:
    """One bot's, over one data folder. What reads the store runs in a thread."""

    def __init__(self, briefing: Briefing, state: State, reports: Reports, courier: Courier, manner: Manner, settings_of: SettingsOf = as_it_comes) -> None:
        self._briefing = briefing
        self._state = state
        self._reports = reports
        self._courier = courier
        self._manner = manner
        self._settings_of = settings_of

    # ------------------------------------------------------------------ what editors tap

    def tapped(self, chat: Chat, person: int | None, action: str) -> Response | Asking:
        """What to do about a button under a report. Who does not edit its collection learns no more than that it has expired."""
        verb, _, rest = action.partition("|")
        report_id, _, wish = rest.partition("|")
        one = self._reports.find(report_id)
        if one is None or not access.may_edit(one.collection, chat, person, self._state.grants(person, chat), self._manner.admitted):
            return Response(toast=say("report-settled") if one is None else say("expired"))
        if one.outcome is not None:
            return Response(toast=say("report-settled"))
        return self._asking(one, wish) if verb == "mend" else self._settle(one, wish)

    def _asking(self, one: Report, field: str) -> Response | Asking:
        stored, quote = self._briefing.revision(one.revision_id), self._quote(one)
        if stored is None or quote is None or field not in _MENDABLE:
            return Response(toast=say("expired"))
        return Asking(asking_screen(field, stored), Prompt(stored.collection, stored.doc_id, field, quote.paragraph, one.id))

    def _settle(self, one: Report, wish: str) -> Response:
        if wish not in (Outcome.TAKEN_UP, Outcome.DISMISSED) or not self._reports.settle(one.id, Outcome(wish)):
            return Response(toast=say("report-settled"))
        return Response((report_screens.settled_screen(one, self._quote(one), self._phone, Outcome(wish)),), edits=True)

    def amended(self, prompt: Prompt) -> None:
        """An editor amended what a report was about."""
        if prompt.report:
            self._reports.settle(prompt.report, Outcome.AMENDED, prompt.field)

    def _quote(self, one: Report) -> Quote | None:
        stored = self._briefing.revision(one.revision_id)
        if stored is None or stored.collection != one.collection or one.span.end > len(stored.text):
            return None
        return self._briefing.spoken([quote_from(stored, one.span)])[0]

    # ------------------------------------------------------------------ what is sent

    async def tend(self) -> None:
        """One look: at what the editors are to be told, and at what is settled."""
        for one in await asyncio.to_thread(lambda: self._reports.unsent(self._now)):
            await self._tell_editors(one)
        for one in await asyncio.to_thread(self._reports.settled):
            await self._tell(one)

    async def _tell_editors(self, one: Report) -> None:
        """In their private chats. Whom it does not reach hears of it no more, unless it reaches nobody for now."""
        replies, reached, trouble = await asyncio.to_thread(self._for_editors, one), 0, None
        for editor in sorted(await asyncio.to_thread(lambda: editors_of(one.collection, self._state, self._manner))):
            try:
                await self._send_all(replies, Target(editor))
                reached += 1
            except (Unreachable, BadRequest):
                log.info("an editor cannot be reached")
            except NetworkError as error:
                trouble = error
        if trouble is not None and not reached:
            raise trouble
        await asyncio.to_thread(lambda: self._reports.note_sent(one, self._now))

    def _for_editors(self, one: Report) -> list[Reply]:
        made = [checked(reply, self._briefing.stands) for reply in report_screens.editors_screen(one, self._quote(one), self._phone)]
        if withheld := sum(count for _, count in made):
            self._courier.note_withheld(withheld, [quote for reply, _ in made for quote, _ in reply.quotes])
        return [reply for reply, _ in made]

    async def _tell(self, one: Report) -> None:
        """A reply to the message that showed it; forgotten once Telegram has taken that, so that a kill in between repeats it."""
        chat = Chat(one.chat_id, ChatKind.PRIVATE if one.chat_id > 0 else ChatKind.GROUP, one.topic)
        grants = await asyncio.to_thread(self._state.grants, one.person, chat)
        try:
            if access.may_show(one.collection, chat, one.person, grants, self._manner.admitted):
                language = (await asyncio.to_thread(self._settings_of, one.chat_id)).language
                with speaking(language):
                    told = report_screens.outcome_screen(one)
                await self._send_all([told], Target(one.chat_id, one.topic, one.message_id))
        except Unreachable:
            await asyncio.to_thread(self._state.set_active, one.chat_id, False, self._now)
        except BadRequest as error:  # the chat is gone, or Telegram will not have it: trying again would not help
            log.warning("the outcome of a report could not be sent: %s", error)
        await asyncio.to_thread(self._reports.forget, one)

    async def _send_all(self, replies: Sequence[Reply], target: Target) -> None:
        async def taken(message_id: int) -> None:
            await asyncio.to_thread(self._state.note_message, target.chat_id, message_id, self._now)

        for reply in replies:
            await self._courier.send(reply, target, taken)

    @property
    def _now(self) -> float:
        return self._manner.clock().timestamp()

    @property
    def _phone(self) -> Phone:
        return Phone(self._manner.room, self._manner.username, self._manner.clock())
