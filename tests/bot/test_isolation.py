"""Nothing of a collection reaches anybody who may not read it: over the real desks, tables and store, in worlds made up at random, by whatever way
there is: commands, buttons, what is typed or called elsewhere, files, and what is sent without being asked for. Then seeded faults."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest
from conftest import WordAxes
from newsroom import add, embed
from sqlalchemy import delete, insert
from worlds import ALL_CHATS, ANONYMOUS, COLLECTIONS, NOW, PEOPLE, TOKENS, World, oracle, someone, world_of

from bot import access, tables
from bot.access import ALL, Admitted, Chat, ChatKind, Role, person_of
from bot.adding import Clerk, Offer
from bot.answer import Answer
from bot.briefing import Briefing, Scope
from bot.cards import cards_of
from bot.caretaker import Caretaker
from bot.chat_settings import SettingsOfChats
from bot.daybook import Daybook
from bot.desk import Desk, Heard, Listed, Manner, Pressed, Response, Typed, quote_from
from bot.guests import Guest
from bot.kept import Questions
from bot.reply import Reply
from bot.reporting import Asking, Reporting
from bot.reports import Reports
from bot.scheduled import Scheduling
from bot.send import ROOM, Target
from bot.setting_up import SettingUp
from bot.settings_screens import collection_key
from bot.shown import Shown
from bot.state import Receipt, State
from bot.unasked import Unasked
from bot.waiting import Waiting
from bot.watches import Watches
from index import database
from index.catalog import Catalog
from index.tables import feeds
from sources.model import ADDED, Span

AT = NOW.timestamp()
DAY = 86400.0
FIRST_MESSAGE = 5
TOPIC = "masons on the dam"
QUESTION = "how many masons work on the Tallow dam?"
GROUPS = [chat for chat in ALL_CHATS if chat.kind is ChatKind.GROUP]
CAN_BE_WRITTEN_TO = [chat for chat in ALL_CHATS if chat.kind is not ChatKind.OTHER]
ROWS = (tables.members, tables.chats, tables.topics, tables.strangers, tables.answers, tables.quotes, tables.taps, tables.told, tables.prompts)
MORE_ROWS = (tables.kept, tables.reports, tables.watches, tables.watched, tables.schedules, tables.briefed, tables.messages)


class Memory(Briefing):
    """A briefing over a store in which nothing changes: each question is searched for once."""

    def ask(self, question: str, scope: Scope = Scope(), *, everything: bool = False, **_: Any) -> Answer:  # noqa: B008
        return self._asked(question, scope, everything)

    @cache  # noqa: B019 - it lives as long as the module's tests
    def _asked(self, question: str, scope: Scope, everything: bool) -> Answer:
        return super().ask(question, scope, everything=everything)


@dataclass
class Outbox:
    """Stands for Telegram: keeps what is sent where."""

    sent: list[tuple[Target, Reply]] = field(default_factory=list)

    async def send(self, reply: Reply, target: Target, taken: Callable[[int], Awaitable[None]]) -> None:
        self.sent.append((target, reply))
        await taken(1000 + len(self.sent))

    def note_withheld(self, *_: object) -> None:
        raise AssertionError("a quote is not what is stored")


@dataclass
class House:
    """A store with the same in each of three collections, but for one word that is the collection's own, and all that works over it."""

    catalog: Catalog
    briefing: Memory
    state: State
    places: dict[str, list[tuple[int, Span]]]
    """Collection -> (revision, first sentence): of an article, of one that was changed as it was before, and of that as it is now."""
    loop: asyncio.Runner

    def run(self, work: Callable[[], Awaitable[None]]) -> None:
        async def worked() -> None:
            await work()

        self.loop.run(worked())


def word_of(collection: str) -> str:
    return f"{collection.capitalize()}mark"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    embedder = WordAxes("mason", "dam", "tower")
    with Catalog(tmp_path_factory.mktemp("house") / "data", lambda: AT - 1000) as catalog, asyncio.Runner() as loop:
        places: dict[str, list[tuple[int, Span]]] = {}
        for name in COLLECTIONS:
            own = {"outlet": f"{word_of(name)} Wire", "title": f"{word_of(name)} at Tallow", "collection": name}
            add(catalog, f"{name}-dam", f"412 masons work on the Tallow dam, said Ada {word_of(name)}.", **own)
            for number in (31, 44):
                add(catalog, f"{name}-tower", f"{number} masons work on the tower, wrote Bram {word_of(name)} of it.", **own)
                places.setdefault(name, []).append(_first(catalog, name, f"{name}-tower"))
            places[name].insert(0, _first(catalog, name, f"{name}-dam"))
            values = {"collection": name, "url": f"https://example.org/{name}", "title": f"{word_of(name)} feed", "keywords": "[]", "added_at": 1.0}
            with database.writing(catalog.engine) as connection:
                connection.execute(insert(feeds).values(**values, next_at=1.0, failures=1, trouble="silent"))
        embed(catalog, embedder)
        yield House(catalog, Memory(catalog, embedder), State(catalog.engine), places, loop)


def _first(catalog: Catalog, collection: str, doc_id: str) -> tuple[int, Span]:
    stored = catalog.show(collection, doc_id)
    return stored.revision_id, stored.document.paragraph_spans[0]


# ---------------------------------------------------------------------- what stands in the tables of a world


def furnish(house: House, world: World, draw: random.Random) -> None:
    """Write a world down, with what people watch, schedule, keep and report in it: what they once were allowed to, and may not be any more."""
    rows: dict[Any, list[dict[str, Any]]] = {
        tables.members: [{"user_id": who, "collection": name, "role": role.value, "added_at": 1.0} for (who, name), role in world.roles.items()],
        tables.chats: [
            {"chat_id": chat, "collection": world.own.get((chat, None)), "let_in": chat in world.let_in, "active": True, "updated_at": 1.0}
            for chat in {chat for chat, topic in world.own if topic is None} | world.let_in
        ],
        tables.topics: [{"chat_id": chat, "thread_id": topic, "collection": name} for (chat, topic), name in world.own.items() if topic is not None],
        **_shown(house, world),
        **_wanted(house, draw),
    }
    with database.writing(house.catalog.engine) as connection:
        for table in (*ROWS, *MORE_ROWS):
            connection.execute(delete(table))
        for table, values in rows.items():
            if values:
                connection.execute(insert(table), values)


def _shown(house: House, world: World) -> dict[Any, list[dict[str, Any]]]:
    """The answers that stand in chats; nothing was ever answered in a channel."""
    here = {chat.id for chat in CAN_BE_WRITTEN_TO}
    found: dict[Any, list[dict[str, Any]]] = {tables.answers: [], tables.quotes: []}
    for token, (chat, name) in world.answers.items():
        if chat in here:
            message = {"token": token, "message_id": FIRST_MESSAGE + TOKENS.index(token)}
            found[tables.answers].append({**message, "chat_id": chat, "collection": name, "made_at": AT})
            for at, (revision, span) in enumerate(house.places[name]):
                place = {"position": at, "revision_id": revision, "start": span.start, "end": span.end, "nearest": at == 2}
                found[tables.quotes].append({**message, **place, "message_id": message["message_id"] if at < 2 else None})
    return found


def _wanted(house: House, draw: random.Random) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {table: [] for table in MORE_ROWS} | {tables.prompts: []}

    def somebody(chats: Sequence[Chat] = CAN_BE_WRITTEN_TO) -> tuple[dict[str, Any], str]:
        chat, person = someone(draw, chats)
        name = draw.choice(COLLECTIONS)
        return {"chat_id": chat.id, "thread_id": chat.topic, "person_id": person, "collection": name}, name

    def place(name: str) -> dict[str, Any]:
        revision, span = draw.choice(house.places[name])
        return {"revision_id": revision, "start": span.start, "end": span.end}

    for number in range(1, draw.randint(2, 5)):
        who, name = somebody(GROUPS if draw.random() < 0.6 else CAN_BE_WRITTEN_TO)
        found[tables.watches].append({"id": number, **who, "message_id": 5, "question": QUESTION, "made_at": AT})
        other = name if draw.random() < 0.6 else draw.choice(COLLECTIONS)  # a number that another revision has by now
        found[tables.watched].append({"watch_id": number, "position": 1, **place(other), "mark": "m", "found_at": AT - 99, "told": False})
    for number in range(1, draw.randint(1, 4)):
        who, name = somebody()
        times = {"every": "daily", "weekday": None, "minute": 60, "served_at": AT - 2 * DAY, "made_at": AT - 2 * DAY}
        found[tables.schedules].append({"id": number, "key": f"k{number}", "topic": TOPIC, **who, **times})
    for number in range(draw.randint(0, 2)):
        who, name = somebody()
        found[tables.kept].append(who | {"message_id": 60 + number, "place": "", "question": QUESTION, "for_editors": draw.random() < 0.5, "kept_at": AT})
    for number in range(3):
        who, name = somebody()
        settled = {"outcome": draw.choice([None, None, "dismissed"]), "sent_at": draw.choice([None, AT]), "question": None}
        answer = {"message_id": 5, "token": draw.choice(TOKENS), "position": 0, "fault": "speaker", "reported_at": AT}
        found[tables.reports].append({"id": f"r{number}", **who, **place(name), **answer, **settled})
    for chat in {draw.choice(CAN_BE_WRITTEN_TO).id for _ in range(2)}:
        name = draw.choice(COLLECTIONS)
        found[tables.prompts].append({"chat_id": chat, "message_id": 5, "collection": name, "doc_id": f"{name}-dam", "field": "date", "made_at": AT})
        key = Scheduling(house.catalog.engine).key(TOPIC)
        found[tables.briefed].append({"chat_id": chat, "key": key, "since": None, "at": AT - DAY, "token": draw.choice(TOKENS)})
    return found


# ---------------------------------------------------------------------- what people do, and what comes by itself

DESK_ACTIONS = (
    "more|{}",
    "near|{}",
    "set|{}|0,1,2",
    "context|{}|0",
    "copy|{}|1",
    "wrong|{}|0",
    "report|{}|0.speaker",
    "keep|{}|news",
    "sources|0",
    "example|0",
)
DAY_ACTIONS = ("watch|{}", "export|{}", "briefed|1", "briefed|2", "unbrief|1", "unwatch|1", "unwatch|2")
REPORT_ACTIONS = tuple(f"{verb}|r{number}|{wish}" for number in range(3) for verb, wish in (("settle", "dismissed"), ("settle", "taken"), ("mend", "speaker")))
DAY_COMMANDS = (
    ("brief", TOPIC),
    ("brief", ""),
    ("brief", f"{TOPIC} daily 07:00"),
    ("brief", f"{TOPIC} stop"),
    ("watches", ""),
    ("export", ""),
    ("export", "text"),
)


@dataclass(frozen=True)
class Seen:
    """Somebody, or a chat, to whom replies were shown by a ``way``; ``topics``: whatever topic of it that may be."""

    way: str
    chat: Chat
    person: int | None
    replies: tuple[Reply, ...]
    toast: str = ""
    topics: bool = False
    chose: str | None = None
    """The collection in which the chat asks from then on."""

    @property
    def collections(self) -> set[str]:
        """Those of which anything at all stands in it: words, titles, outlets, buttons, files."""
        everything = self.toast + "".join(map(_everything, self.replies))
        return {name for name in COLLECTIONS if word_of(name).casefold() in everything.casefold()}


def _everything(reply: Reply) -> str:
    buttons = "".join(f"{one.label} {one.copies} {one.url}" for row in reply.buttons for one in row)
    file = f"{reply.attachment.name} {reply.attachment.content.decode()}" if reply.attachment else ""
    return f"{reply.text} {buttons} {file}"


class Bot:
    """All the desks of a bot in one world."""

    def __init__(self, house: House, world: World) -> None:
        self.house = house
        engine, self.admitted = house.catalog.engine, Admitted(world.admins, world.allowed, world.everybody)
        manner = Manner(self.admitted, "the_bot", ROOM, lambda: NOW)
        briefing, state = house.briefing, house.state
        self.outbox = Outbox()
        courier: Any = self.outbox
        reports, questions, watches, scheduling = Reports(engine), Questions(engine), Watches(engine), Scheduling(engine)
        chats, shown = SettingsOfChats(engine), Shown(engine)
        self.desk = Desk(briefing, state, questions, reports, manner)
        self.daybook = Daybook(briefing, state, watches, scheduling, chats, manner, self.desk.question_of)
        self.reporting = Reporting(briefing, state, reports, courier, manner)
        self.clerk = Clerk(briefing, state, shown, self.admitted, "the_bot", ROOM)
        self.setting_up = SettingUp(state, chats, manner)
        self.by_itself: dict[str, Callable[[], Awaitable[None]]] = {
            "told of news and briefed": Unasked(briefing, state, watches, scheduling, chats, courier, manner, self.daybook).tend,
            "told of an answer": Waiting(briefing, state, questions, courier, manner).tend,
            "told of a report": self.reporting.tend,
            "told of a correction": _caretaker(briefing, state, shown, courier, manner).correct,
        }

    def asked(self, seed: int) -> Seen:
        """The request of a number, and what came of it."""
        draw = random.Random(seed)
        chat, user = someone(draw)
        person = draw.choice([person_of(user), user])
        way = draw.choice(["inline", "guest", "desk", "desk button", "day", *["day button"] * 4, "report button", "fix button", "reply", "offer", "settings"])
        before = self.house.state.grants(None, chat).own
        response = getattr(self, "_" + way.replace(" ", "_"))(draw, chat, person)
        after = self.house.state.grants(None, chat).own
        here = Chat(person or 0, ChatKind.PRIVATE) if way in ("inline", "guest") else chat  # elsewhere it is the caller who is let in
        if response.ledger is not None and response.replies:
            self.house.state.record(Receipt(seed, 1, True, 7, AT, response.replies[0].positions, replace(response.ledger, chat_id=chat.id)))
        return Seen(way, here, person, response.replies, response.toast or "", chose=after if after != before else None)

    def sent(self) -> Iterator[Seen]:
        """What comes by itself."""
        for way, work in self.by_itself.items():
            before = len(self.outbox.sent)
            self.house.run(work)
            for target, reply in self.outbox.sent[before:]:
                private = target.chat_id > 0
                chat = Chat(target.chat_id, ChatKind.PRIVATE if private else ChatKind.GROUP, target.topic)
                yield Seen(way, chat, target.chat_id if private else None, (reply,), topics=way == "told of a correction")

    def _inline(self, _draw: random.Random, _chat: Chat, person: int | None) -> Response:
        return Response(tuple(card.reply for card in self.desk.look_up(Typed(person, QUESTION)).cards))

    def _guest(self, _draw: random.Random, _chat: Chat, person: int | None) -> Response:
        reply = self.desk.guest(Guest(person, "is this right?", "412 masons work on the Tallow dam"))
        return Response((reply,) if reply else ())

    def _desk(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        revision = draw.choice(draw.choice(list(self.house.places.values())))[0]
        passage = ("start", f"p-{revision}-0")
        command, text = draw.choice([(None, QUESTION), ("check", "412 masons work on the Tallow dam"), passage, passage, ("sources", ""), ("corrections", "")])
        return self.desk.hear(Heard(chat, person, text, NOW, command))

    def _desk_button(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        return self.desk.press(_pressed(draw, DESK_ACTIONS, chat, person))

    def _day(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        command, text = draw.choice(DAY_COMMANDS)
        return self.daybook.hear(Heard(chat, person, text, NOW, command, draw.randint(5, 7)), draw.random() < 0.5) or Response()

    def _day_button(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        return self.daybook.press(_pressed(draw, DAY_ACTIONS, chat, person), draw.random() < 0.5)

    def _report_button(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        found = self.reporting.tapped(chat, person, draw.choice(REPORT_ACTIONS))
        return Response((found.reply,)) if isinstance(found, Asking) else found

    def _fix_button(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        revision = draw.choice(draw.choice(list(self.house.places.values())))[0]
        action = f"fix|date|{revision}"
        found = self.clerk.tapped(chat, person, action)
        return Response((self.clerk.asking("date", found[1])[0],)) if found else Response(toast=self.clerk.refusal(chat, person, action))

    def _reply(self, _draw: random.Random, chat: Chat, person: int | None) -> Response:
        prompt = self.clerk.answered(chat, person, FIRST_MESSAGE)
        if prompt is None:
            return Response()
        stored = self.house.catalog.show(prompt.collection, prompt.doc_id)
        return Response((self.clerk.asking(prompt.field, stored)[0],))

    def _settings(self, draw: random.Random, chat: Chat, person: int | None) -> Response:
        keys = ["", "collection", *(f"collection|{collection_key(name)}" for name in COLLECTIONS)]
        return self.setting_up.press(Pressed(chat, person, f"settings|{draw.choice(keys)}", 5), draw.random() < 0.5)

    def _offer(self, _draw: random.Random, chat: Chat, person: int | None) -> Response:
        refusal = self.clerk.permit(Offer(chat, person, True, ADDED)).refusal
        return Response((refusal,) if refusal else ())


def _pressed(draw: random.Random, actions: Sequence[str], chat: Chat, person: int | None) -> Pressed:
    about = Heard(chat, person, QUESTION, NOW)
    return Pressed(chat, person, draw.choice(actions).format(draw.choice(TOKENS)), 5, QUESTION, about)


def _caretaker(briefing: Briefing, state: State, shown: Shown, courier: Any, manner: Manner) -> Caretaker:
    nothing: Any = None
    return Caretaker(briefing, state, shown, nothing, courier, briefing.stands, manner)


# ---------------------------------------------------------------------- the law


def allowed(world: World, seen: Seen) -> set[str]:
    chats = [one for one in GROUPS if one.id == seen.chat.id] if seen.topics and seen.chat.kind is ChatKind.GROUP else [seen.chat]
    return set().union(*(oracle(world, chat, seen.person) for chat in chats))


def may_choose(world: World, seen: Seen) -> bool:
    """Whether whoever chose where a chat asks from now on might: in a group, where all then read it, its owners."""
    if seen.chose is None or seen.chat.kind is ChatKind.PRIVATE:
        return seen.chose is None or seen.chose in oracle(world, seen.chat, seen.person)
    owns = any(world.roles.get((seen.person or 0, name)) is Role.OWNER for name in (seen.chose, ALL))
    return bool(oracle(world, seen.chat, seen.person)) and seen.person not in (None, ANONYMOUS) and (owns or seen.person in world.admins)


def holds(world: World, seen: Seen) -> bool:
    return seen.collections <= allowed(world, seen) and may_choose(world, seen)


def everything_seen(house: House, numbers: Iterable[int]) -> Iterator[tuple[World, Seen]]:
    """All that anybody is shown in the worlds of these numbers."""
    for number in numbers:
        world = world_of(number)
        furnish(house, world, random.Random(number))
        bot = Bot(house, world)
        for at in range(ASKED):
            seen = bot.asked(number * ASKED + at)
            yield world, seen
            if seen.chose is not None:
                world.own[seen.chat.id, seen.chat.topic if seen.chat.kind is ChatKind.GROUP else None] = seen.chose
        if number % 5 == 0:  # what comes by itself costs more than all the others
            for seen in bot.sent():
                yield world, seen


WORLDS, ASKED = 1000, 10
LEAST = {
    **dict.fromkeys(("inline", "guest", "desk", "desk button", "day", "day button", "report button", "fix button", "reply", "settings"), 15),
    **dict.fromkeys(("told of news and briefed", "told of a report", "told of a correction"), 25),
}
"""How often something of a collection is shown by each way: of a bot that says nothing the law would hold as well."""


def test_nothing_of_a_collection_reaches_whoever_may_not_read_it_by_any_way(house: House) -> None:
    asked, shown = 0, Counter[str]()
    for world, seen in everything_seen(house, range(WORLDS)):
        assert holds(world, seen), (seen.way, seen.chat, seen.person, world)
        asked += not seen.way.startswith("told")
        shown[seen.way] += bool(seen.collections or seen.chose)
    assert asked == WORLDS * ASKED >= 10_000
    assert all(shown[way] >= least for way, least in LEAST.items()), shown


# ---------------------------------------------------------------------- seeded faults: each breaks the law

Patch = Callable[[pytest.MonkeyPatch], None]


def _faults() -> Iterator[tuple[str, Patch]]:
    may_edit, asked_of = access.may_edit, access.asked_of
    yield "whoever types the bot's name is shown main", lambda patch: patch.setattr(Desk, "look_up", _cards_of_main)
    yield (
        "who types is taken for an admin",
        lambda patch: patch.setattr(access, "asked_of", lambda c, p, g, a: asked_of(c, p, g, replace(a, admins=a.admins | {p} - {None}))),
    )
    yield (
        "a call elsewhere counts for everybody there",
        lambda patch: patch.setattr(Desk, "guest", lambda self, asked: _guest_of_main(self, asked) if asked.person else None),
    )
    yield "an export or a briefing opens for anybody", lambda patch: patch.setattr(Daybook, "_may_show", lambda *_: True)
    yield "what was once wanted is sent for ever", lambda patch: patch.setattr(Unasked, "_may_show", lambda *_: True)
    yield "a watch quotes what its number has become", lambda patch: patch.setattr(Unasked, "_quotes", _quotes_of_any)
    yield (
        "readers are editors",
        lambda patch: patch.setattr(access, "may_edit", lambda name, c, p, g, a: may_edit(name, c, p, g, a) or access.may_show(name, c, p, g, a) or bool(p)),
    )
    yield "a report goes to every member", lambda patch: patch.setattr("bot.reporting.editors_of", lambda *_: frozenset(PEOPLE) - {ANONYMOUS})
    yield "an editor who is nobody is written to", lambda patch: patch.setattr("bot.reporting.editors_of", lambda _name, _state, manner: manner.admitted.admins)
    yield "a correction goes wherever the old words stand", lambda patch: patch.setattr(Caretaker, "_permitted", lambda _self, notice: notice)
    yield "who waited is told whatever became of their access", lambda patch: patch.setattr(Waiting, "_may_be_told", lambda *_: True)
    yield "an admin of a group gives it any collection", lambda patch: patch.setattr(access, "may_give", lambda *_: True)
    yield "a link opens any collection", lambda patch: patch.setattr(access, "may_show", lambda *_: True)


def _cards_of_main(self: Any, typed: Typed) -> Listed:
    return Listed(cards_of(self._briefing.ask(typed.text, Scope("main"), everything=True), self._phone))


def _guest_of_main(self: Any, _asked: Guest) -> Reply:
    return cards_of(self._briefing.ask(QUESTION, Scope("main"), everything=True), self._phone)[0].reply


def _quotes_of_any(self: Any, places: Sequence[tuple[int, int, Span]], _collection: str) -> list[Any]:
    return [(number, quote_from(self._briefing.revision(revision), span)) for number, revision, span in places]


@pytest.mark.parametrize("patch", [pytest.param(patch, id=fault) for fault, patch in _faults()])
def test_a_seeded_fault_is_caught(house: House, patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    patch(monkeypatch)
    assert not all(holds(world, seen) for world, seen in everything_seen(house, range(WORLDS)))
