"""What chats want by themselves, and take away: watches, briefings, exports. The desk beside `bot.desk`, with the same manners.

Heard, Pressed -access-> collection -watches, briefings, files-> Response; None: that is for the other desk to say.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot import access, brief_screens, screens, watch_screens
from bot.access import Grants, Role
from bot.answer import Quote
from bot.brief_screens import brief_screen, scheduled_line, scheduled_screen, sections_of
from bot.briefing import Briefing, Scope, quote_from
from bot.briefings import Brief, brief, facts_of
from bot.chat_settings import SettingsOfChats
from bot.desk import Heard, Manner, Pressed, Response
from bot.errors import BadSetting
from bot.export import Section, as_file
from bot.languages import say, speaking
from bot.novelty import statements_of
from bot.quoting import Phone
from bot.reply import Reply, ours
from bot.schedule import Schedule, next_due, wish_of
from bot.scheduled import Scheduled, Scheduling
from bot.settings import ChatSettings
from bot.state import Briefed, Ledger, Shown, State
from bot.watch_screens import watches_screen
from bot.watches import Sighting, Watch, Watches

COMMANDS = frozenset(("brief", "watches", "export"))
ACTIONS = ("watch|", "unwatch|", "briefed|", "unbrief|", "export|")
_TAP_HOLDS = 600


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing that is ready to be sent: its message, its file where there is anything in it, and what is written down with them."""

    brief: Brief
    replies: tuple[Reply, ...]
    ledger: Ledger
    briefed: Briefed


class Daybook:
    """Over one briefing and one state. Works in the calling thread, as the desk does."""

    def __init__(
        self,
        briefing: Briefing,
        state: State,
        watches: Watches,
        scheduling: Scheduling,
        settings: SettingsOfChats,
        manner: Manner,
        question_of: Callable[[Pressed, str], str | None],
    ) -> None:
        """``question_of``: what was asked in the answer of a token, as far as that is known or can be read off the chat."""
        self._briefing = briefing
        self._state = state
        self._watches = watches
        self._scheduling = scheduling
        self._settings = settings
        self._manner = manner
        self._question_of = question_of

    def hear(self, heard: Heard, may_set: bool) -> Response | None:
        """What to say to one of `COMMANDS`. ``may_set``: an admin of the group asks; in a private chat always."""
        with speaking(self._settings.of(heard.chat.id).language):
            return self._heard(heard, may_set)

    def _heard(self, heard: Heard, may_set: bool) -> Response | None:
        grants = self._state.grants(heard.person, heard.chat)
        collection = access.asked_of(heard.chat, heard.person, grants, self._manner.admitted)
        if collection is None:
            return None
        match heard.command:
            case "watches":
                return Response((watches_screen(self._watches.of(heard.chat.id)),))
            case "brief":
                return self._brief(heard, collection, may_set or self._is_editor(heard.person, collection, grants))
            case "export":
                return self._export_of(heard, grants)
        return None

    def press(self, pressed: Pressed, may_set: bool) -> Response:
        """What to do about a button of `ACTIONS`; who may not see what is behind it learns no more than that it has expired."""
        with speaking(self._settings.of(pressed.chat.id).language):
            return self._pressed(pressed, may_set)

    def _pressed(self, pressed: Pressed, may_set: bool) -> Response:
        verb, _, rest = pressed.action.partition("|")
        grants = self._state.grants(pressed.person, pressed.chat)
        collection = access.asked_of(pressed.chat, pressed.person, grants, self._manner.admitted)
        if collection is None:
            return Response(toast=say("expired"))
        may_set = may_set or self._is_editor(pressed.person, collection, grants)
        match verb:
            case "unwatch":
                return self._unwatch(pressed, rest, may_set)
            case "unbrief":
                return self._unbrief(pressed, rest, may_set)
            case "briefed":
                return self._open(pressed, rest, grants)
        ledger = self._state.ledger(rest)
        if ledger is None or ledger.chat_id != pressed.chat.id or not self._may_show(ledger.collection, pressed, grants):
            return Response(toast=say("expired"))
        return self._watch(pressed, ledger) if verb == "watch" else self._export(pressed, ledger)

    def _may_show(self, collection: str, request: Heard | Pressed, grants: Grants) -> bool:
        return access.may_show(collection, request.chat, request.person, grants, self._manner.admitted)

    def _is_editor(self, person: int | None, collection: str, grants: Grants) -> bool:
        role = access.role_in(collection, person, grants, self._manner.admitted)
        return role is not None and role >= Role.EDITOR

    # ------------------------------------------------------------------ watches

    def _watch(self, pressed: Pressed, ledger: Ledger) -> Response:
        question = self._question_of(pressed, ledger.token)
        if pressed.person is None or question is None:
            return Response(toast=say("expired"))
        if self._watches.number_of(pressed.person, pressed.chat.id) >= watch_screens.MOST_WATCHES:
            return Response(toast=say("watch-enough", number=watch_screens.MOST_WATCHES))
        now, chat = self._now, pressed.chat
        known = statements_of(self._briefing.ask(question, Scope(ledger.collection), everything=True))
        sightings = [Sighting(one.quote.revision_id, one.quote.span, mark, now, told=True) for one in known for mark in one.marks]
        watch = Watch(chat.id, chat.topic, pressed.message_id, pressed.person, ledger.collection, question, now)
        added = self._watches.add(watch, sightings)
        return Response(toast=say("watch-started" if added else "watched-already"))

    def _unwatch(self, pressed: Pressed, number: str, may_set: bool) -> Response:
        here = self._watches.of(pressed.chat.id)
        meant = next((one for one in here if str(one.id) == number), None)
        if meant is None:
            return Response(toast=say("expired"))
        if not may_set and meant.person != pressed.person:
            return Response(toast=say("watch-not-yours"))
        self._watches.stop([meant.id])
        return Response((watches_screen([one for one in here if one is not meant]),), toast=say("stopped"), edits=True)

    # ------------------------------------------------------------------ briefings

    def _brief(self, heard: Heard, collection: str, may_set: bool) -> Response:
        settings = self._settings.of(heard.chat.id)
        try:
            wish = wish_of(heard.text, datetime.fromtimestamp(self._now, settings.zone).date())
        except BadSetting as error:
            return Response((screens.says(str(error)),))
        if not wish.topic:
            return Response((self._list(heard.chat.id, settings),))
        if wish.schedule is None and not wish.stop:
            made = self.made(heard.chat.id, wish.topic, collection, settings.zone)
            return Response(made.replies, made.ledger, briefed=made.briefed)
        if not may_set:
            return Response((screens.says(say("brief-not-here")),))
        if wish.schedule is not None:
            return self._schedule(heard, collection, wish.topic, wish.schedule, settings)
        key = self._scheduling.key(wish.topic)
        known = [one.id for one in self._scheduling.of(heard.chat.id) if one.key == key]
        self._scheduling.stop(known)
        return Response((screens.says(say("brief-stopped" if known else "brief-no-such")),))

    def _schedule(self, heard: Heard, collection: str, topic: str, schedule: Schedule, settings: ChatSettings) -> Response:
        key, here = self._scheduling.key(topic), self._scheduling.of(heard.chat.id)
        if len(here) >= brief_screens.MOST_SCHEDULED and key not in {one.key for one in here}:
            return Response((screens.says(say("brief-enough")),))
        one = Scheduled(heard.chat.id, heard.chat.topic, heard.person, collection, topic, schedule, self._now, self._now)
        self._scheduling.put(one)
        due = next_due(schedule, self._now, settings.zone)
        return Response((screens.says(scheduled_line(one, due, settings.zone, settings.time_zone), say("brief-kept")),))

    def _list(self, chat_id: int, settings: ChatSettings) -> Reply:
        rows = [(one, next_due(one.schedule, self._now, settings.zone)) for one in self._scheduling.of(chat_id)]
        return scheduled_screen(rows, settings.zone, settings.time_zone)

    def _unbrief(self, pressed: Pressed, number: str, may_set: bool) -> Response:
        meant = self._of_here(pressed, number)
        if meant is None:
            return Response(toast=say("expired"))
        if not may_set and meant.person != pressed.person:
            return Response(toast=say("brief-not-here"))
        self._scheduling.stop([meant.id])
        return Response((self._list(pressed.chat.id, self._settings.of(pressed.chat.id)),), toast=say("stopped"), edits=True)

    def _open(self, pressed: Pressed, number: str, grants: Grants) -> Response:
        """A briefing of which a private chat was told only that it is ready, or a quiet one in full."""
        meant = self._of_here(pressed, number)
        if meant is None or not self._may_show(meant.collection, pressed, grants):
            return Response(toast=say("expired"))
        tap = f"{pressed.chat.id}:{pressed.message_id}", pressed.action
        if self._state.tapped_since(*tap, self._now - _TAP_HOLDS):
            return Response(toast=say("shown-already"))
        made = self.made(pressed.chat.id, meant.topic, meant.collection, self._settings.of(pressed.chat.id).zone)
        return Response(made.replies, made.ledger, tap, briefed=made.briefed)

    def _of_here(self, pressed: Pressed, number: str) -> Scheduled | None:
        return next((one for one in self._scheduling.of(pressed.chat.id) if str(one.id) == number), None)

    def made(self, chat_id: int, topic: str, collection: str, zone: tzinfo, before: Sequence[str] = ()) -> Made:
        """A briefing on a topic since the last one of this chat. ``before``: lines above it."""
        key, token, now = self._scheduling.key(topic), secrets.token_urlsafe(9), self._now
        last = self._scheduling.last(chat_id, key)
        shown = self._state.ledger(last.token) if last and last.token else None
        theirs = shown.shown if shown and shown.collection == collection else ()
        what = brief(self._briefing, topic, collection, (last.at if last else None, theirs), now)
        replies = [brief_screen(what, self._phone, token, zone, before)]
        if what.numbered or what.corrected:
            facts = facts_of(self._briefing, (*what.numbered, *(one.was for one in what.corrected)))
            file = as_file(say("brief-file-title", topic=topic), sections_of(what, zone, facts, before), self._manner.clock())
            replies.append(Reply((ours(say("brief-file")),), attachment=file))
        ledger = Ledger(token, chat_id, collection, tuple(Shown(at, one.revision_id, one.span) for at, one in enumerate(what.numbered)))
        return Made(what, tuple(replies), ledger, Briefed(chat_id, key, last.at if last else None, now, token))

    # ------------------------------------------------------------------ exports

    def _export_of(self, heard: Heard, grants: Grants) -> Response:
        token = self._state.token_of(heard.chat.id, heard.follows) if heard.follows is not None else None
        ledger = self._state.ledger(token) if token else None
        if ledger is None or not self._may_show(ledger.collection, heard, grants):
            return Response((screens.says(say("export-how")),))
        return Response((self._file(ledger, heard.text.strip().lower() in ("text", "txt")),))

    def _export(self, pressed: Pressed, ledger: Ledger) -> Response:
        if self._state.tapped_since(ledger.token, pressed.action, self._now - _TAP_HOLDS):
            return Response(toast=say("shown-already"))
        return Response((self._file(ledger, False),), tap=(ledger.token, pressed.action))

    def _file(self, ledger: Ledger, plain: bool) -> Reply:
        """What an answer or a briefing shows, or shows behind its buttons; not what stands nearest and was not asked for."""
        quotes = self._quotes([one for one in ledger.shown if one.message_id is not None or not one.nearest], ledger.collection)
        if not quotes:
            return screens.says(say("nothing-there"))
        facts = facts_of(self._briefing, quotes)
        return Reply((ours(say("exported")),), attachment=as_file(say("file-title"), [Section("", (), tuple(facts.values()))], self._manner.clock(), plain))

    def _quotes(self, shown: Sequence[Shown], collection: str) -> tuple[Quote, ...]:
        found = [(one, stored) for one in shown if (stored := self._briefing.revision(one.revision_id)) and stored.collection == collection]
        return self._briefing.spoken([quote_from(stored, one.span) for one, stored in found if one.span.end <= len(stored.text)])

    @property
    def _now(self) -> float:
        return self._manner.clock().timestamp()

    @property
    def _phone(self) -> Phone:
        return Phone(self._manner.room, self._manner.username, self._manner.clock().astimezone(UTC))
