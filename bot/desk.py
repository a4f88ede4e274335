"""What the bot does with what it hears: access, question, answer, screen. Knows nothing of Telegram's library, and waits for nothing.

Heard, Pressed -access-> collection -Briefing.ask-> Answer -screens-> Response
Every method works in the calling thread (a search takes milliseconds to tens of them): the event loop calls it in an executor.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import access, check_screens, guests, kept_screens, report_screens, screens, watch_screens
from bot.access import ALL, MAIN, Admitted, Chat, ChatKind, Grants, Pairing, Role
from bot.answer import Answer, Quote, Reason
from bot.audit import Change
from bot.briefing import Briefing, Scope, quote_from
from bot.cards import Card, cards_of, is_long_enough
from bot.corrections import corrections_screen
from bot.examples import examples
from bot.figure_screens import beside
from bot.following import Reading, Recent, follow_up, goes_on, subject_of
from bot.guests import Guest
from bot.kept import Kept, Questions
from bot.languages import ENGLISH, say, speaking
from bot.quoting import Phone
from bot.reply import Reply, Room, ours
from bot.reports import Fault, Report, Reports
from bot.rewording import Entries, reworded, shipped
from bot.settings import Length, SettingsOf, as_it_comes
from bot.state import LEDGER_DAYS, Briefed, Ledger, Shown, State
from index.catalog import StoredDocument
from sources.language import is_in_none_of

LONGEST_WAIT = 2 * 60 * 60
"""Seconds. A group's question that is older is answered only after a tap."""
_TAP_HOLDS = 600
"""Seconds in which a second tap of the same button sends nothing."""
_COLLECTION = re.compile(r"\S{1,64}")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message to the bot. ``text`` without the command; ``follows``: the bot's message that it replies to.
    ``about``: what the message says that it replies to, or the stretch of it that was selected; read only for a wording check."""

    chat: Chat
    person: int | None
    text: str
    asked_at: datetime
    command: str | None = None
    follows: int | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was tapped under message ``message_id``. ``about``: the message that this one replies to, as its text stands;
    none where that is the bot's own."""

    chat: Chat
    person: int | None
    action: str
    message_id: int
    label: str = ""
    about: Heard | None = None
    place: str = ""
    """The title of the group."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person types behind the bot's name in any chat; every keystroke may be one."""

    person: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The cards for what was typed. ``offer``: why there are none, for whoever may ask at all."""

    cards: tuple[Card, ...] = ()
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Wipe:
    """Whose private chat is emptied, and which messages can be deleted there."""

    person: int
    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """What to do. ``toast``: shown over the chat to who tapped; ``edits``: replaces the tapped message; ``leaves``: out of the chat.

    ``outcome``: of a question, "answered" or the reason why not, for counting. ``wipes``: done before anything is said;
    ``traceless``: nothing of the replies is remembered. ``briefed``: written down with the first reply.
    """

    replies: tuple[Reply, ...] = ()
    ledger: Ledger | None = None
    tap: tuple[str, str] | None = None
    toast: str | None = None
    edits: bool = False
    leaves: bool = False
    outcome: str | None = None
    wipes: Wipe | None = None
    traceless: bool = False
    briefed: Briefed | None = None


SILENCE = Response()


@dataclass(frozen=True, slots=True)
class Manner:
    """How the bot is set up: who is admitted, what it is called, how much a message holds, and the clock (UTC)."""

    admitted: Admitted
    username: str
    room: Room
    clock: Callable[[], datetime]


class Desk:
    """Answers requests over one briefing and one state."""

    def __init__(
        self,
        briefing: Briefing,
        state: State,
        questions: Questions,
        reports: Reports,
        manner: Manner,
        settings_of: SettingsOf = as_it_comes,
        entries: Callable[[], Entries] = shipped,
    ) -> None:
        """``settings_of``: what a chat is set to; ``entries``: the words by which a question in another language is read."""
        self._briefing = briefing
        self._state = state
        self._questions = questions
        self._reports = reports
        self._manner = manner
        self._settings_of = settings_of
        self._entries = entries
        self._recent = Recent()
        self._examples: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._commands: dict[str, Callable[[Heard, Grants], Response]] = {
            "ask": self._ask,
            "check": self._check,
            "start": self._start,
            "help": self._help,
            "sources": self._sources,
            "privacy": self._privacy,
            "corrections": self._corrections,
            "collection": self._collection,
            "invite": self._invite,
            "forget": self._forget,
            "wipe": self._wipe,
        }
        self._buttons: dict[str, Callable[[Pressed, Ledger, str], Response]] = {
            "more": self._more,
            "near": self._near,
            "set": self._set,
            "chart": self._chart,
            "context": self._context,
            "copy": self._copy,
            "wrong": self._wrong,
        }
        self._wishes: dict[str, Callable[[Pressed, Ledger, str], Response]] = {"keep": self._keep, "report": self._report}
        """Buttons that in a group several people may want, each for themselves."""

    # ------------------------------------------------------------------ messages

    def hear(self, heard: Heard) -> Response:
        """What to say to a message that is addressed to the bot."""
        with speaking(self._settings_of(heard.chat.id).language):
            return self._heard(heard)

    def _heard(self, heard: Heard) -> Response:
        grants = self._state.grants(heard.person, heard.chat)
        if heard.command == "start" and heard.text.startswith("pair-") and heard.chat.kind is ChatKind.PRIVATE:
            return self._pair(heard, grants)
        if heard.command == "forget":
            return self._forget(heard, grants)
        if self._asked_of(heard, grants) is None:
            return self._stranger(heard.chat)
        return self._commands.get(heard.command or "ask", self._unknown)(heard, grants)

    def _asked_of(self, request: Heard | Pressed, grants: Grants) -> str | None:
        return access.asked_of(request.chat, request.person, grants, self._manner.admitted)

    def _stranger(self, chat: Chat) -> Response:
        """One neutral line, once, and only where nobody else reads it."""
        if chat.kind is not ChatKind.PRIVATE or not self._state.turn_away(chat.id, self._now):
            return SILENCE
        return Response((screens.says(say("private")),))

    def _unknown(self, heard: Heard, _grants: Grants) -> Response:
        return SILENCE if heard.chat.kind is ChatKind.GROUP else Response((screens.says(say("unknown-command")),))

    def _ask(self, heard: Heard, grants: Grants) -> Response:
        now = self._manner.clock()
        if heard.chat.kind is ChatKind.GROUP and (now - heard.asked_at).total_seconds() > LONGEST_WAIT:
            return Response((screens.waiting_screen(heard.asked_at, now),))
        return self._answered(heard, grants)

    def _answered(self, heard: Heard, grants: Grants) -> Response:
        if not heard.text.strip():
            return Response((screens.says(say("ask-how", ask=f"/ask@{self._manner.username}")),))
        collection = self._asked_of(heard, grants)
        if collection is None:
            return self._stranger(heard.chat)
        reading, phone, token = self._reading(heard), self._phone_of(heard.chat), secrets.token_urlsafe(9)
        scope = Scope(collection)
        answer, mapped = self._briefing.ask(reading.question, scope), []
        if answer.reason is Reason.OTHER_LANGUAGE and (found := reworded(reading.question, self._entries())) is not None:
            mapped = [screens.mapping_line(found)]
            if found.question:
                reading, answer = replace(reading, question=found.question), self._briefing.ask(found.question, scope)
        before = [*mapped, *screens.late_line(heard.asked_at, phone.now), *([reading.said] if reading.said else [])]
        offers = kept_screens.offers(token, heard.chat.kind is ChatKind.GROUP) if answer.reason else watch_screens.offers(token)
        replies = screens.answer_screen(answer, self._briefing.searched(scope), phone, token, before, offers)
        self._recent.keep(token, heard.chat.id, subject_of(reading.question), self._now)
        places = places_of(answer)
        if reading.other is not None and (other := self._briefing.ask(reading.other.question, scope)).answered:
            replies = (*replies, *screens.other_reading_screen(other, phone, reading.other.said or "", len(places)))
            places = (*places, *(replace(one, position=len(places) + one.position) for one in places_of(other)))
        ledger = Ledger(token, heard.chat.id, collection, places)
        return Response(replies, ledger, outcome=str(answer.reason or "answered"))

    def _check(self, heard: Heard, grants: Grants) -> Response:
        """A wording held against the sources: what stands behind the command, else what it replies to."""
        wording, collection = heard.text.strip() or (heard.about or "").strip(), self._asked_of(heard, grants)
        if not wording or collection is None:
            return Response((screens.says(say("check-how")),))
        token = secrets.token_urlsafe(9)
        replies, quotes = check_screens.check_screen(self._briefing.check(wording, Scope(collection)), self._phone, token)
        shown = tuple(Shown(at, quote.revision_id, quote.span) for at, quote in enumerate(quotes))
        return Response(replies, Ledger(token, heard.chat.id, collection, shown))

    def _reading(self, heard: Heard) -> Reading:
        if heard.follows is None:
            alone = heard.chat.kind is ChatKind.PRIVATE and goes_on(heard.text)
            return follow_up(heard.text, self._recent.last_of(heard.chat.id, self._now)) if alone else Reading(heard.text)
        return follow_up(heard.text, self._recent.of(self._state.token_of(heard.chat.id, heard.follows), self._now))

    def look_up(self, typed: Typed) -> Listed:
        """The cards for what a person types in any chat. A stranger gets none and is told nothing: others look over the shoulder."""
        if typed.person is None or not is_long_enough(typed.text):
            return Listed()
        chat = Chat(typed.person, ChatKind.PRIVATE)
        collection = access.asked_of(chat, typed.person, self._state.grants(typed.person, chat), self._manner.admitted)
        if collection is None:
            return Listed()
        found = cards_of(self._briefing.ask(typed.text, Scope(collection), everything=True), self._phone)
        return Listed(found, None if found else say("no-cards"))

    def guest(self, asked: Guest) -> Reply | None:
        """The one message that answers a call from a chat where the bot is not: it is the caller who must be let in, whoever reads along.
        None for a stranger, of whom nobody there is to learn anything, and for a call that asks nothing."""
        if asked.person is None or not asked.wording:
            return None
        chat = Chat(asked.person, ChatKind.PRIVATE)
        collection = access.asked_of(chat, asked.person, self._state.grants(asked.person, chat), self._manner.admitted)
        if collection is None:
            return None
        phone = guests.narrower(self._phone)
        replies, quotes = check_screens.check_screen(self._briefing.check(asked.wording, Scope(collection)), phone, "")
        return guests.one_message(replies, quotes, phone)

    # ------------------------------------------------------------------ commands

    def _start(self, heard: Heard, grants: Grants) -> Response:
        place = screens.passage_named(heard.text)
        if place is not None:
            return self._passage(heard, grants, *place)
        collection = self._asked_of(heard, grants) or MAIN
        names = access.readable(heard.chat, heard.person, grants, self._manner.admitted)
        searched = self._briefing.searched(Scope(collection))
        spent = [say("code-spent")] if heard.text.startswith("pair-") else []
        shown = screens.start_screen(names, collection, searched, self._examples_of(collection, searched.generation), self._phone)
        return Response((screens.says(*spent),) if spent else (shown,))

    def _examples_of(self, collection: str, generation: int) -> tuple[str, ...]:
        known = self._examples.get(collection)
        if known is None or known[0] != generation:
            known = self._examples[collection] = generation, examples(self._briefing, Scope(collection))
        return known[1]

    def _passage(self, heard: Heard, grants: Grants, revision_id: int, paragraph: int) -> Response:
        """One paragraph by its link; the same sentence whether it does not exist or may not be read."""
        stored = self._briefing.revision(revision_id)
        nothing = Response((screens.says(say("nothing-there")),))
        if stored is None or not access.may_show(stored.collection, heard.chat, heard.person, grants, self._manner.admitted):
            return nothing
        if paragraph >= len(stored.document.paragraphs):
            return nothing
        return self._around(stored, paragraph, heard.chat, 0)

    def _around(self, stored: StoredDocument, paragraph: int, chat: Chat, reach: int) -> Response:
        spans = stored.document.paragraph_spans
        numbers = range(max(0, paragraph - reach), min(len(spans), paragraph + reach + 1))
        quotes = self._briefing.spoken([quote_from(stored, spans[number]) for number in numbers if spans[number].end > spans[number].start])
        (meant,) = self._briefing.spoken([quote_from(stored, spans[paragraph])])
        replies = screens.passage_screen(quotes, meant, self._is_old(stored), self._phone)
        shown = tuple(Shown(at, stored.revision_id, quote.span) for at, quote in enumerate(quotes))
        return Response(replies, Ledger(secrets.token_urlsafe(9), chat.id, stored.collection, shown))

    def _is_old(self, stored: StoredDocument) -> bool:
        return not self._briefing.is_current(stored)

    def _help(self, heard: Heard, grants: Grants) -> Response:
        return Response((screens.help_screen(self._phone, access.is_owner(heard.person, grants, self._manner.admitted)),))

    def _privacy(self, _heard: Heard, _grants: Grants) -> Response:
        return Response((screens.privacy_screen(),))

    def _sources(self, heard: Heard, grants: Grants, page: int = 0) -> Response:
        words = heard.text.casefold().split()
        documents = self._briefing.documents(Scope(self._asked_of(heard, grants) or MAIN))
        found = [one for one in documents if all(word in f"{one.document.title} {one.document.outlet or ''}".casefold() for word in words)]
        page = screens.page_of(found, page)
        about = self._briefing.about(found[page * screens.SOURCES_A_PAGE : (page + 1) * screens.SOURCES_A_PAGE])
        feeds = self._briefing.feeds(Scope(self._asked_of(heard, grants) or MAIN), self._now)
        return Response((screens.sources_screen(found, page, heard.text.strip(), about, feeds),))

    def _corrections(self, heard: Heard, grants: Grants) -> Response:
        since = self._now - LEDGER_DAYS * 86400
        return Response((corrections_screen(self._briefing.changes(Scope(self._asked_of(heard, grants) or MAIN), since)),))

    def _collection(self, heard: Heard, grants: Grants) -> Response:
        """Another collection for this chat or topic; in a group only an owner chooses, in a private chat whoever may read it."""
        name = heard.text.strip()
        if not _COLLECTION.fullmatch(name):
            return Response((screens.says(say("collection-is", name=self._asked_of(heard, grants) or MAIN)),))
        if not access.may_give(name, heard.chat, heard.person, grants, self._manner.admitted):
            return Response((screens.says(say("collection-not-yours")),))
        self._state.set_collection(heard.chat, name, self._now, heard.person)
        return Response((screens.says(say("collection-set", name=name)),))

    def _invite(self, heard: Heard, grants: Grants) -> Response:
        if heard.chat.kind is not ChatKind.PRIVATE or not access.is_owner(heard.person, grants, self._manner.admitted):
            return self._unknown(heard, grants)
        words = heard.text.split()
        role = Role.__members__.get(words[0].upper()) if words else None
        if role is None or len(words) > 2:
            return Response((screens.says(say("invite-how")),))
        collection = ALL if role is Role.OWNER else words[1] if len(words) == 2 else MAIN
        link = pairing_link(self._state, self._manner.username, role, collection, self._now)
        return Response((screens.says(say("invite", role=role_name(role, collection)), link),))

    def _pair(self, heard: Heard, grants: Grants) -> Response:
        pairing = self._state.redeem(heard.text.removeprefix("pair-"), heard.person, self._now) if heard.person is not None else None
        if pairing is None:
            return self._stranger(heard.chat) if self._asked_of(heard, grants) is None else self._start(heard, grants)
        welcome = screens.says(say("paired", role=role_name(pairing.role, pairing.collection)))
        fresh = Heard(heard.chat, heard.person, "", heard.asked_at, "start")
        return Response((welcome, *self._start(fresh, self._state.grants(heard.person, heard.chat)).replies))

    def _forget(self, heard: Heard, grants: Grants) -> Response:
        known = self._asked_of(heard, grants) is not None
        if heard.person is None or not known or heard.text.strip().lower() != "me":
            return Response((screens.says(say("forget-how")),)) if known else self._stranger(heard.chat)
        self._state.forget(heard.person, self._now)
        self._recent.forget(heard.person)
        admin = heard.person in self._manner.admitted.admins
        return Response((screens.says(say("forgotten-admin" if admin else "forgotten")),), traceless=True)

    def _wipe(self, heard: Heard, grants: Grants) -> Response:
        """Everything gone, here and with us. What is erased last is what says who may ask: a kill in between leaves it to be done again."""
        if heard.person is None or heard.chat.kind is not ChatKind.PRIVATE:
            return self._unknown(heard, grants)
        ids = tuple(self._state.deletable(heard.person, self._now))
        return Response((screens.says(say("wiped")),), wipes=Wipe(heard.person, ids), traceless=True)

    def wiped(self, person: int) -> None:
        """The messages are deleted: forget the person as well."""
        self._state.forget(person, self._now, Change.WIPED)
        self._recent.forget(person)

    # ------------------------------------------------------------------ buttons

    def press(self, pressed: Pressed) -> Response:
        """What to do about a tapped button. Who may not see what is behind it learns no more than that it has expired."""
        with speaking(self._settings_of(pressed.chat.id).language):
            return self._pressed(pressed)

    def _pressed(self, pressed: Pressed) -> Response:
        verb, _, rest = pressed.action.partition("|")
        grants = self._state.grants(pressed.person, pressed.chat)
        if self._asked_of(pressed, grants) is None:
            return Response(toast=say("expired"))
        if verb in ("example", "late"):
            return self._ask_again(pressed, grants, verb)
        if verb == "sources":
            return self._turn(pressed, grants, rest)
        token, _, number = rest.partition("|")
        ledger = self._state.ledger(token)
        if verb not in (*self._buttons, *self._wishes) or ledger is None or not self._may_open(ledger, pressed, grants):
            return Response(toast=say("expired"))
        if verb in self._wishes:
            return self._wishes[verb](pressed, ledger, number)
        if self._state.tapped_since(token, pressed.action, self._now - _TAP_HOLDS):
            return Response(toast=say("shown-already"))
        return self._buttons[verb](pressed, ledger, number)

    def _may_open(self, ledger: Ledger, pressed: Pressed, grants: Grants) -> bool:
        here = ledger.chat_id == pressed.chat.id
        return here and access.may_show(ledger.collection, pressed.chat, pressed.person, grants, self._manner.admitted)

    def _ask_again(self, pressed: Pressed, grants: Grants, verb: str) -> Response:
        key = (f"{pressed.chat.id}:{pressed.message_id}", pressed.action)
        if self._state.tapped_since(*key, self._now - _TAP_HOLDS):
            return Response(toast=say("answered-already"))
        if verb == "example":
            heard = Heard(pressed.chat, pressed.person, pressed.label, self._manner.clock())
        elif pressed.about is None:
            return Response(toast=say("expired"))
        else:
            heard = Heard(pressed.chat, pressed.person, pressed.about.text, pressed.about.asked_at)
        answered = self._answered(heard, grants)
        return Response(answered.replies, answered.ledger, key)

    def _turn(self, pressed: Pressed, grants: Grants, page: str) -> Response:
        words = pressed.about.text if pressed.about else ""
        heard = Heard(pressed.chat, pressed.person, words, self._manner.clock(), "sources")
        return Response(self._sources(heard, grants, int(page) if page.isdecimal() else 0).replies, edits=True)

    def _keep(self, pressed: Pressed, ledger: Ledger, wish: str) -> Response:
        """Whoever tapped wants the question kept: it is read off the chat, since nothing else holds it."""
        question = self._question_behind(pressed, ledger.token)
        if pressed.person is None or question is None:
            return Response(toast=say("expired"))
        for_editors = wish == kept_screens.EDITORS
        if for_editors and not editors_of(ledger.collection, self._state, self._manner):
            return Response(toast=say("keep-no-editors"))
        if self._questions.number_of(pressed.person) >= kept_screens.MOST_KEPT:
            return Response(toast=say("keep-enough", number=kept_screens.MOST_KEPT))
        chat, now = pressed.chat, self._now
        one = Kept(pressed.person, chat.id, pressed.message_id, chat.topic, pressed.place, ledger.collection, question, for_editors, now)
        if not self._questions.keep(one):
            return Response(toast=say("keep-already"))
        return Response(toast=say("keep-asked" if for_editors else "keep-noted"))

    def question_of(self, pressed: Pressed, token: str) -> str | None:
        """What was asked in an answer, for whoever wants it kept; None where nothing holds it any more."""
        return self._question_behind(pressed, token)

    def _wrong(self, pressed: Pressed, ledger: Ledger, number: str) -> Response:
        if not any(str(one.position) == number for one in ledger.shown):
            return Response(toast=say("expired"))
        return Response((report_screens.choice_screen(ledger.token, number),), tap=(ledger.token, pressed.action))

    def _report(self, pressed: Pressed, ledger: Ledger, wish: str) -> Response:
        """Whoever tapped holds a quote to be wrong: the editors get the quote and the choice, the question only where that was tapped."""
        number, _, fault = wish.partition(".")
        shown = next((one for one in ledger.shown if str(one.position) == number), None)
        if shown is None or pressed.person is None:
            return Response(toast=say("expired"))
        if fault == report_screens.QUESTION:
            return self._send_along(pressed, ledger, shown)
        if fault not in {one.value for one in Fault}:
            return Response(toast=say("expired"))
        if not editors_of(ledger.collection, self._state, self._manner):
            return Response(toast=say("keep-no-editors"))
        if self._reports.number_of(pressed.person) >= report_screens.MOST_OPEN:
            return Response(toast=say("report-enough", number=report_screens.MOST_OPEN))
        at = pressed.chat.id, pressed.chat.topic, shown.message_id or pressed.message_id, ledger.token, shown.position
        one = Report(pressed.person, *at, ledger.collection, shown.revision_id, shown.span, Fault(fault), self._now)
        return Response(toast=say("reported" if self._reports.add(one) else "reported-already"))

    def _send_along(self, pressed: Pressed, ledger: Ledger, shown: Shown) -> Response:
        one = self._reports.open_of(pressed.person or 0, shown.revision_id, shown.span)
        question = self._question_behind(pressed, ledger.token)
        if one is None:
            return Response(toast=say("report-choose-first"))
        if one.question is None and question is None:
            return Response(toast=say("report-question-gone"))
        sent = question is not None and self._reports.send_along(one.id, question)
        return Response(toast=say("report-sent-along" if sent else "report-sent-already"))

    def _question_behind(self, pressed: Pressed, token: str) -> str | None:
        """What was asked, as it was read; after 30 minutes what the message says that was replied to, unless it only went on from another."""
        subject = self._recent.of(token, self._now)
        if subject is not None:
            return subject.question
        asked = pressed.about.text.strip() if pressed.about else ""
        if not asked or goes_on(asked):
            return None
        ledger = self._state.ledger(token)
        languages = self._briefing.searched(Scope(ledger.collection)).languages if ledger and not asked.isascii() else ()
        found = reworded(asked, self._entries()) if is_in_none_of(asked, languages) else None
        return found.question if found and found.question else asked

    def _more(self, pressed: Pressed, ledger: Ledger, _number: str) -> Response:
        return self._further(pressed, ledger, [one for one in ledger.shown if not one.nearest and one.message_id is None])

    def _near(self, pressed: Pressed, ledger: Ledger, _number: str) -> Response:
        return self._further(pressed, ledger, [one for one in ledger.shown if one.nearest], say("nearest"))

    def _set(self, pressed: Pressed, ledger: Ledger, numbers: str) -> Response:
        chosen = frozenset(numbers.split(","))
        return self._further(pressed, ledger, [one for one in ledger.shown if str(one.position) in chosen], pressed.label)

    def _chart(self, pressed: Pressed, ledger: Ledger, quantity: str) -> Response:
        """A picture. It speaks English everywhere, and so does what stands under it: no type of ours draws what is written from the right."""
        with speaking(ENGLISH):
            return self._drawn(pressed, ledger, quantity)

    def _drawn(self, pressed: Pressed, ledger: Ledger, quantity: str) -> Response:
        from bot.chart import NoChart, chart_of, draw  # the plotting library is loaded by whoever wants a picture, in this thread

        shown = [quote for one in ledger.shown if one.message_id is not None or not one.nearest if (quote := self._quote(one, ledger.collection))]
        try:
            made = chart_of(self._briefing.lined_up(shown, quantity))
            reply = Reply((ours(made.heading, "Each figure as its source words it; the sentences stand above."),), picture=draw(made))
        except NoChart as error:
            return Response(toast=str(error)[:200])
        return Response((reply,), tap=(ledger.token, pressed.action))

    def _further(self, pressed: Pressed, ledger: Ledger, chosen: Sequence[Shown], above: str | None = None) -> Response:
        quotes = [(one.position, quote) for one in chosen if (quote := self._quote(one, ledger.collection))]
        if not quotes:
            return Response(toast=say("shown-already") if not chosen else say("gone-from-sources"))
        replies = screens.further_screen(quotes, self._phone, ledger.token, above)
        return Response(replies, ledger, (ledger.token, pressed.action))

    def _context(self, pressed: Pressed, ledger: Ledger, number: str) -> Response:
        found = self._one(ledger, number)
        if found is None:
            return Response(toast=say("expired"))
        stored, quote = found
        around = self._around(stored, quote.paragraph, pressed.chat, 1)
        return Response(around.replies, around.ledger, (ledger.token, pressed.action))

    def _copy(self, pressed: Pressed, ledger: Ledger, number: str) -> Response:
        found = self._one(ledger, number)
        if found is None:
            return Response(toast=say("expired"))
        return Response(screens.copy_screen(found[1], self._phone), tap=(ledger.token, pressed.action))

    def _one(self, ledger: Ledger, number: str) -> tuple[StoredDocument, Quote] | None:
        shown = next((one for one in ledger.shown if str(one.position) == number), None)
        stored = self._briefing.revision(shown.revision_id) if shown else None
        if shown is None or stored is None or stored.collection != ledger.collection or shown.span.end > len(stored.text):
            return None
        (quote,) = self._briefing.spoken([quote_from(stored, shown.span)])
        return stored, quote

    def _quote(self, shown: Shown, collection: str) -> Quote | None:
        found = self._one(Ledger("", 0, collection, (shown,)), str(shown.position))
        return found[1] if found else None

    # ------------------------------------------------------------------ chats that come and go

    def joined(self, chat: Chat, by: int | None) -> Response:
        """The bot was brought into a group: it stays where an owner brought it or the settings name the group, and leaves otherwise."""
        if chat.kind is not ChatKind.GROUP:
            self._state.set_active(chat.id, True, self._now)
            return SILENCE
        grants = self._state.grants(by, chat)
        if grants.let_in:
            return SILENCE
        if not access.may_add_to_groups(by, chat, grants, self._manner.admitted):
            return Response((screens.says(say("private")),), leaves=True)
        self._state.let_in(chat.id, self._now, by)
        collection = grants.own or access.group_collection(chat.id)
        return Response((screens.says(say("joined", ask=f"/ask@{self._manner.username}"), say("joined-collection", name=collection)),))

    def gone(self, chat: Chat) -> Response:
        """The bot was removed from a group, or blocked by a person."""
        if chat.kind is ChatKind.GROUP:
            self._state.show_out(chat.id, self._now)
        else:
            self._state.set_active(chat.id, False, self._now)
        return SILENCE

    def moved(self, old: int, new: int) -> Response:
        """A group became a supergroup, under another id."""
        if access.group_is_admitted(Chat(old, ChatKind.GROUP), self._manner.admitted):
            self._state.let_in(old, self._now)
        self._state.migrate_chat(old, new)
        return SILENCE

    @property
    def _now(self) -> float:
        return self._manner.clock().timestamp()

    @property
    def _phone(self) -> Phone:
        return Phone(self._manner.room, self._manner.username, self._manner.clock())

    def _phone_of(self, chat: Chat) -> Phone:
        return replace(self._phone, short=self._settings_of(chat.id).length is Length.SHORT)


def role_name(role: Role, collection: str) -> str:
    """ "reader of “main”", "owner of everything"."""
    return say(f"role-{role.name.lower()}-all") if collection == ALL else say(f"role-{role.name.lower()}", name=collection)


def pairing_link(state: State, username: str, role: Role, collection: str, now: float) -> str:
    """A link that gives one person a role, once, within 15 minutes. Only the hash of its code is stored."""
    code = access.new_code()
    state.add_pairing(Pairing(access.code_hash(code), collection, role, now + access.PAIRING_SECONDS))
    return f"https://t.me/{username}?start=pair-{code}"


def editors_of(collection: str, state: State, manner: Manner) -> frozenset[int]:
    """The people who may add to a collection, by their role or by the settings: their ids are those of their private chats."""
    return (state.editors(collection) | manner.admitted.admins) - access.NOBODY


def places_of(answer: Answer) -> tuple[Shown, ...]:
    """What of an answer is remembered."""
    places = [(quote, False) for quote in answer.quotes] + [(quote, True) for quote in (*answer.nearest, *beside(answer))]
    return tuple(Shown(at, quote.revision_id, quote.span, nearest) for at, (quote, nearest) in enumerate(places))
