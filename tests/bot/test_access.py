"""Who may do what, where. First claims by hand; then random worlds held against a second statement of the rules; then seeded faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from newsroom import hit
from worlds import ANONYMOUS, COLLECTIONS, NOW, TOKENS, World, oracle, over_worlds, someone

from bot import access, desk
from bot.access import ALL, Admitted, Chat, ChatKind, Grants, Pairing, Role, asked_of, code_hash, may_show, new_code, paired, person_of, readable, role_in
from bot.answer import Answer, Quote
from bot.briefing import Scope, Searched
from bot.check import Check, Standing, Verdict
from bot.desk import Desk, Heard, Manner, Pressed, Response, Typed
from bot.guests import Guest
from bot.kept import Kept
from bot.question import understand
from bot.reply import Room
from bot.reports import Report
from bot.state import Ledger, Shown
from index.catalog import StoredDocument
from index.corrections import Change
from sources.model import Document, Given, Span

PRIVATE_7 = Chat(7, ChatKind.PRIVATE)
GROUP = Chat(-100, ChatKind.GROUP)

# ---------------------------------------------------------------------- by hand


def test_nobody_may_read_anything_until_let_in() -> None:
    assert readable(PRIVATE_7, 7, Grants(), Admitted()) == ()
    assert readable(GROUP, 7, Grants(), Admitted(frozenset({7}))) == (), "an admin's word lets a group in, not an admin's presence"


@pytest.mark.parametrize("user_id", sorted(access.NOBODY))
def test_an_anonymous_admin_is_nobody_even_where_the_settings_name_that_id(user_id: int) -> None:
    admitted = Admitted(frozenset({user_id}), frozenset({user_id}), everybody=True)
    assert person_of(user_id) is None
    assert role_in("main", user_id, Grants({ALL: Role.OWNER}), admitted) is None
    assert not access.is_owner(user_id, Grants({ALL: Role.OWNER}), admitted)
    assert readable(Chat(user_id, ChatKind.PRIVATE), user_id, Grants(), admitted) == ()
    assert readable(GROUP, user_id, Grants(), Admitted(admins=frozenset({user_id}))) == ()


@pytest.mark.parametrize("person", [None, ANONYMOUS])
def test_in_a_group_that_was_let_in_an_anonymous_admin_asks_like_anybody_and_decides_nothing(person: int | None) -> None:
    assert asked_of(GROUP, person, Grants(own="desk", let_in=True), Admitted()) == "desk"
    assert not access.may_show("main", GROUP, person, Grants({ALL: Role.OWNER}, own="desk", let_in=True), Admitted())
    assert not access.may_add_to_groups(person, GROUP, Grants({ALL: Role.OWNER}, let_in=True), Admitted(admins=frozenset({ANONYMOUS})))


def test_other_bots_are_nobody() -> None:
    assert person_of(55, is_bot=True) is None and person_of(None) is None and person_of(-5) is None and person_of(55) == 55


def test_an_admin_reads_every_collection_in_a_private_chat() -> None:
    assert readable(PRIVATE_7, 7, Grants(collections=("field", "main")), Admitted(frozenset({7}))) == ("main", "field")


def test_a_reader_reads_what_is_given_and_no_more() -> None:
    assert readable(PRIVATE_7, 7, Grants({"field": Role.READER}, collections=("field", "main")), Admitted()) == ("field",)


def test_a_group_reads_its_own_collection_whoever_asks_in_it() -> None:
    grants = Grants({"secret": Role.OWNER}, own="desk", let_in=True, collections=("desk", "main", "secret"))
    assert readable(GROUP, 7, grants, Admitted(frozenset({7}), everybody=True)) == ("desk",)
    assert readable(GROUP, 7, Grants(let_in=True), Admitted()) == ("group-100",)


def test_nobody_reads_in_somebody_elses_private_chat_or_in_a_channel() -> None:
    assert readable(Chat(8, ChatKind.PRIVATE), 7, Grants(), Admitted(frozenset({7}))) == ()
    assert readable(Chat(-5, ChatKind.OTHER), 7, Grants(let_in=True), Admitted(frozenset({7}), everybody=True)) == ()


def test_a_chosen_collection_that_may_no_longer_be_read_is_not_asked() -> None:
    grants = Grants({"field": Role.READER}, own="main", collections=("field", "main"))
    assert asked_of(PRIVATE_7, 7, grants, Admitted()) == "field"


def test_everybody_means_main_only() -> None:
    assert readable(PRIVATE_7, 7, Grants(collections=("field", "main")), Admitted(everybody=True)) == ("main",)


def test_a_higher_role_may_what_a_lower_one_may() -> None:
    assert role_in("main", 7, Grants({"main": Role.READER, ALL: Role.EDITOR}), Admitted()) is Role.EDITOR
    assert not access.is_owner(7, Grants({"main": Role.OWNER}), Admitted()), "an owner of one collection lets nobody in"


def test_a_code_opens_what_it_was_made_for_until_it_expires() -> None:
    code = new_code()
    waiting = [Pairing(code_hash(new_code()), "main", Role.READER, 99.0), Pairing(code_hash(code), "field", Role.EDITOR, 99.0)]
    assert paired(code, waiting, 98.9) == waiting[1]
    assert paired(code, waiting, 99.0) is None and paired(code + "x", waiting, 0.0) is None and paired("", waiting, 0.0) is None


def test_a_codes_hash_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    monkeypatch.setattr(access.hmac, "compare_digest", lambda a, b: (compared.append(a), a == b)[1])
    waiting = [Pairing(code_hash(str(number)), "main", Role.READER, 99.0) for number in range(3)]
    assert paired("0", waiting, 0.0) and len(compared) == 3, "all are compared, also behind the right one"


# ---------------------------------------------------------------------- a whole desk over a world made up at random


def request_of(seed: int) -> Heard | Pressed:
    """The request of a number."""
    draw = random.Random(seed)
    chat, user = someone(draw)
    person = draw.choice([person_of(user), user])  # as it is read, and as a reader with a fault would hand it on
    if draw.random() < 0.5:
        about = Heard(chat, person, "how many?", NOW)
        return Pressed(chat, person, draw.choice(ACTIONS).format(draw.choice(TOKENS)), 5, "how many?", draw.choice([about, None]))
    command, text = draw.choice(COMMANDS)
    return Heard(chat, person, text, NOW, command, draw.choice([None, 5]))


ACTIONS = (
    *("more|{}", "near|{}", "context|{}|0", "context|{}|1", "copy|{}|0", "keep|{}|news", "keep|{}|editors", "wrong|{}|0"),
    *("report|{}|0.speaker", "report|{}|1.question", "sources|0", "example|0", "late", "{}", ""),
)
COMMANDS = (
    *((None, "how many?"), ("ask", "how many?"), ("start", ""), ("sources", ""), ("sources", "secret"), ("help", "")),
    *(("start", f"p-{revision}-0") for revision in range(len(COLLECTIONS))),
)


class MadeUp:
    """Stands for the briefing and the state: every collection holds one article, whose every word names the collection."""

    def __init__(self, world: World) -> None:
        self.world = world

    def about(self, documents: Sequence[StoredDocument]) -> dict[int, str]:
        return {one.revision_id: one.collection for one in documents}

    def feeds(self, scope: Scope, _now: float) -> list[str]:
        return [f"{scope.collection} feed"]

    def changes(self, _scope: Scope, _since: float) -> list[Change]:
        return []

    # the state

    def grants(self, person: int | None, chat: Chat) -> Grants:
        world = self.world
        roles = {name: role for (who, name), role in world.roles.items() if who == person}
        own = world.own.get((chat.id, chat.topic)) or world.own.get((chat.id, None))
        return Grants(roles, own, chat.id in world.let_in, COLLECTIONS)

    def ledger(self, token: str) -> Ledger | None:
        if token not in self.world.answers:
            return None
        chat_id, collection = self.world.answers[token]
        number = COLLECTIONS.index(collection)
        return Ledger(token, chat_id, collection, (Shown(0, number, Span(0, 10)), Shown(1, number, Span(0, 10), True)))

    def token_of(self, _chat_id: int, _message_id: int) -> str | None:
        return TOKENS[0]

    def tapped_since(self, *_: object) -> bool:
        return False

    def turn_away(self, *_: object) -> bool:
        return True

    def editors(self, _collection: str) -> frozenset[int]:
        return frozenset({1})

    # the questions that are kept

    def number_of(self, _person: int) -> int:
        return 0

    def keep(self, one: Kept) -> bool:
        assert one.collection in oracle(self.world, Chat(one.chat_id, ChatKind.GROUP if one.chat_id < 0 else ChatKind.PRIVATE, one.topic), one.person)
        return True

    # the reports

    def add(self, one: Report) -> bool:
        assert one.collection in oracle(self.world, Chat(one.chat_id, ChatKind.GROUP if one.chat_id < 0 else ChatKind.PRIVATE, one.topic), one.person)
        return True

    def open_of(self, *_: object) -> Report | None:
        return None

    # the briefing

    def ask(self, question: str, scope: Scope, **_: object) -> Answer:
        if scope.collection not in COLLECTIONS:
            return Answer(understand(question), desk.screens.Reason.NO_SOURCES, 0.0)
        return Answer(understand(question), None, 0.9, (self._quote(scope.collection),))

    def check(self, wording: str, scope: Scope) -> Check:
        if scope.collection not in COLLECTIONS:
            return Check(wording, Verdict.NOT_FOUND)
        one = stored(COLLECTIONS.index(scope.collection))
        passage = hit(one.text, doc_id=one.doc_id, outlet=one.document.outlet).passage
        return Check(wording, Verdict.VERBATIM, Standing(one.doc_id, one.revision_id, Span(0, 10), one.text[:10], passage))

    def searched(self, _scope: Scope) -> Searched:
        return Searched("m", 1, 1, 0, 1)

    def documents(self, scope: Scope) -> list[StoredDocument]:
        return [stored(COLLECTIONS.index(scope.collection))] if scope.collection in COLLECTIONS else []

    def revision(self, revision_id: int) -> StoredDocument | None:
        return stored(revision_id) if 0 <= revision_id < len(COLLECTIONS) else None

    def is_current(self, _stored: StoredDocument) -> bool:
        return True

    def spoken(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        return tuple(quotes)

    def _quote(self, collection: str) -> Quote:
        return desk.quote_from(stored(COLLECTIONS.index(collection)), Span(0, 10))


def stored(number: int) -> StoredDocument:
    name = COLLECTIONS[number]
    document = Document(f"TITLE-{name}", (f"WORDS-{name} and more.",), f"OUTLET-{name}", (), date(2026, 1, 1))
    return StoredDocument(f"doc-{name}", name, name, 1, number, document, document.text, "", "", Given())


def shown_by(response: Response) -> set[str]:
    """The collections of which anything at all stands in a response: words, titles, outlets, buttons, what is remembered."""
    everything = response.toast or ""
    for reply in response.replies:
        everything += reply.text + "".join(f"{one.label} {one.copies} {one.url}" for row in reply.buttons for one in row)
    held = {name for name in COLLECTIONS for mark in ("WORDS", "TITLE", "OUTLET") if f"{mark}-{name}" in everything}
    return held | ({response.ledger.collection} & set(COLLECTIONS) if response.ledger else set())


def answered(world: World, request: Heard | Pressed) -> Response:
    made_up: Any = MadeUp(world)
    manner = Manner(Admitted(world.admins, world.allowed, world.everybody), "the_bot", Room(len), lambda: NOW)
    at_desk = Desk(made_up, made_up, made_up, made_up, manner)
    return at_desk.hear(request) if isinstance(request, Heard) else at_desk.press(request)


def leak(world: World, request: Heard | Pressed) -> set[str]:
    """What a response shows that it should not."""
    chat, shown = request.chat, shown_by(answered(world, request))
    wrong = shown - oracle(world, chat, request.person)
    if isinstance(request, Pressed) and request.action.split("|")[0] in ("more", "near", "context", "copy"):
        token = request.action.split("|")[1]
        of_chat, collection = world.answers.get(token, (None, None))
        wrong |= {name for name in shown if of_chat != chat.id or name != collection}
    return wrong


@over_worlds(request_of, 2000)
def test_nothing_is_shown_that_may_not_be(world: World, made: list[Heard | Pressed]) -> None:
    for request in made:
        assert leak(world, request) == set()


@over_worlds(request_of, 2000)
def test_in_a_chat_where_the_bot_is_not_only_what_the_caller_may_read_is_shown(world: World, made: list[Heard | Pressed]) -> None:
    for request in made:
        wrong = called(world, request.person) - oracle(world, Chat(request.person or 0, ChatKind.PRIVATE), request.person)
        assert wrong == set()


def called(world: World, person: int | None) -> set[str]:
    """The collections of which something is shown to somebody who types the bot's name, or calls it under a message."""
    made_up: Any = MadeUp(world)
    manner = Manner(Admitted(world.admins, world.allowed, world.everybody), "the_bot", Room(len), lambda: NOW)
    at_desk = Desk(made_up, made_up, made_up, made_up, manner)
    reply = at_desk.guest(Guest(person, "is this right?", "WORDS and more"))
    cards = at_desk.look_up(Typed(person, "how many?")).cards
    return set().union(*(shown_by(Response((one,))) for one in [*([reply] if reply else []), *(card.reply for card in cards)]))


def test_callers_are_shown_something_where_they_may_read() -> None:
    """Otherwise the claim above would hold of a bot that says nothing."""
    shown: list[set[str]] = []

    @over_worlds(request_of, 200)
    def count(world: World, made: list[Heard | Pressed]) -> None:
        shown.extend(called(world, request.person) for request in made)

    count()
    assert sum(map(bool, shown)) > 100 and not all(shown)


@over_worlds(request_of, 400)
def test_what_may_be_read_is_what_the_rules_say(world: World, made: list[Heard | Pressed]) -> None:
    for request in made:
        admitted = Admitted(world.admins, world.allowed, world.everybody)
        names = readable(request.chat, request.person, MadeUp(world).grants(request.person, request.chat), admitted)
        assert set(names) == oracle(world, request.chat, request.person)


def test_the_worlds_hold_enough_that_may_be_shown() -> None:
    """Otherwise the claim above would hold of a bot that says nothing."""
    seen = {"shown": 0, "refused": 0, "pressed": 0}

    @over_worlds(request_of, 200)
    def count(world: World, made: list[Heard | Pressed]) -> None:
        for request in made:
            shown = shown_by(answered(world, request))
            seen["shown" if shown else "refused"] += 1
            seen["pressed"] += bool(shown) and isinstance(request, Pressed)

    count()
    assert seen["shown"] > 100 and seen["refused"] > 100 and seen["pressed"] > 10, seen


# ---------------------------------------------------------------------- seeded faults: each makes the property fail

Patch = Callable[[pytest.MonkeyPatch], None]


def _readable_with(change: Callable[..., tuple[str, ...]]) -> Patch:
    return lambda patch: patch.setattr(access, "readable", change)


def _faults() -> Iterator[tuple[str, Patch]]:
    real, role = access.readable, access.role_in
    yield "a group reads before it is let in", _readable_with(lambda c, p, g, a: real(c, p, replace(g, let_in=True), a))
    yield "a group reads main as well", _readable_with(lambda c, p, g, a: (*real(c, p, g, a), "main") if real(c, p, g, a) else ())
    yield (
        "a group reads what its asker may read",
        _readable_with(lambda c, p, g, a: real(Chat(p, ChatKind.PRIVATE), p, g, a) if c.kind is ChatKind.GROUP and p and g.let_in else real(c, p, g, a)),
    )
    yield "a topic reads main, whatever is its own", _readable_with(lambda c, p, g, a: real(c, p, replace(g, own="main" if c.topic else g.own), a))
    yield "a channel is a group", _readable_with(lambda c, p, g, a: real(replace(c, kind=ChatKind.GROUP) if c.kind is ChatKind.OTHER else c, p, g, a))
    yield "an anonymous admin is somebody", lambda patch: patch.setattr(access, "NOBODY", frozenset())
    yield (
        "a reader of one collection reads all",
        lambda patch: patch.setattr(access, "role_in", lambda n, p, g, a: role(n, p, replace(g, roles={ALL: Role.READER} if g.roles else {}), a)),
    )
    yield (
        "everybody reads everything",
        lambda patch: patch.setattr(access, "role_in", lambda n, p, g, a: role(n, p, g, a) or (Role.READER if p and a.everybody else None)),
    )
    yield "a link opens any collection", lambda patch: patch.setattr(access, "may_show", lambda *_: True)
    yield (
        "a button works in any chat",
        lambda patch: patch.setattr(
            Desk, "_may_open", lambda self, ledger, pressed, grants: may_show(ledger.collection, pressed.chat, pressed.person, grants, self._manner.admitted)
        ),
    )
    yield "a button does not ask who taps it", lambda patch: patch.setattr(Desk, "_may_open", lambda *_: True)
    yield "a private chat is whoever's", _readable_with(lambda c, p, g, a: real(replace(c, id=p) if c.kind is ChatKind.PRIVATE and p else c, p, g, a))


@pytest.mark.parametrize("patch", [pytest.param(patch, id=fault) for fault, patch in _faults()])
def test_a_seeded_fault_is_caught(patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    patch(monkeypatch)

    @over_worlds(request_of, 2000)
    def holds(world: World, made: list[Heard | Pressed]) -> None:
        for request in made:
            assert leak(world, request) == set()

    with pytest.raises(AssertionError):
        holds()
