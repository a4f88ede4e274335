"""Worlds made up at random: who was let in where, what stands in which chat; and the rules of access once more, said in another way."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.access import ALL, Chat, ChatKind, Role

R = TypeVar("R")
ANONYMOUS = 1087968824
PEOPLE = (7, 8, 9, ANONYMOUS)
CHATS = (Chat(7, ChatKind.PRIVATE), Chat(8, ChatKind.PRIVATE), Chat(9, ChatKind.PRIVATE), *(Chat(-100, ChatKind.GROUP, topic) for topic in (None, 5)))
ALL_CHATS = (*CHATS, Chat(-200, ChatKind.GROUP), Chat(-300, ChatKind.OTHER), Chat(ANONYMOUS, ChatKind.PRIVATE))
COLLECTIONS = ("main", "field", "secret")
TOKENS = ("t0", "t1", "t2")
REQUESTS = 5
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Who was let in where, and which answers stand in which chat."""

    admins: frozenset[int]
    allowed: frozenset[int]
    everybody: bool
    roles: dict[tuple[int, str], Role]
    let_in: frozenset[int]
    own: dict[tuple[int, int | None], str]
    answers: dict[str, tuple[int, str]]


def world_of(seed: int) -> World:
    """The world of a number. Not by Hypothesis, which makes most of its lists short and costs more than what is tested: in two of five of
    these whoever asks may read something."""
    draw = random.Random(seed)

    def some(values: Sequence[Any], most: int) -> list[Any]:
        return draw.choices(values, k=draw.randint(0, most))

    keys = some(list(itertools.product(PEOPLE, (*COLLECTIONS, ALL))), 6)
    chats = [chat.id for chat in ALL_CHATS]
    return World(
        frozenset(some(PEOPLE, 2)),
        frozenset(some(chats, 2)),
        draw.random() < 0.25,
        {key: draw.choice(list(Role)) for key in keys},
        frozenset(some(chats, 5)),
        {(chat.id, chat.topic): draw.choice(COLLECTIONS) for chat in some(ALL_CHATS, 8)},
        {token: (draw.choice(chats), draw.choice(COLLECTIONS)) for token in some(TOKENS, 8)},
    )


def someone(draw: random.Random, chats: Sequence[Chat] = ALL_CHATS) -> tuple[Chat, int]:
    """A chat and who speaks in it: in a private chat mostly whose it is."""
    chat, user = draw.choice(chats), draw.choice(PEOPLE)
    return chat, chat.id if chat.kind is ChatKind.PRIVATE and draw.random() < 0.6 else user


def oracle(world: World, chat: Chat, user: int | None) -> set[str]:
    """The rules once more, said in another way: the collections that may be shown to a person in a chat."""
    if chat.kind is ChatKind.GROUP:
        if chat.id not in world.let_in and chat.id not in world.allowed and not world.everybody:
            return set()
        return {world.own.get((chat.id, chat.topic)) or world.own.get((chat.id, None)) or f"group{chat.id}"}
    if chat.kind is not ChatKind.PRIVATE or chat.id != user or user == ANONYMOUS:
        return set()
    if user in world.admins or (user, ALL) in world.roles:
        return set(COLLECTIONS)
    given = {name for (who, name) in world.roles if who == user}
    return given | ({"main"} if world.everybody or user in world.allowed else set())


def over_worlds(request_of: Callable[[int], R], number: int) -> Callable[[Callable[[World, list[R]], None]], Callable[[], None]]:
    """A claim about a world and `REQUESTS` requests in it, held against so many worlds, the same ones every time."""

    def over(claim: Callable[[World, list[R]], None]) -> Callable[[], None]:
        def holds() -> None:
            for seed in range(number):
                claim(world_of(seed), [request_of(seed * REQUESTS + at) for at in range(REQUESTS)])

        holds.__doc__ = claim.__doc__
        return holds

    return over
