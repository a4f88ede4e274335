"""Who may do what, where: every decision of that kind, pure, and denied by default.

The store hands in what is known (`Grants`), this module says what follows. A person has a role in a collection, or in all
of them; a group that was let in reads its own collection, whoever in it asks; everybody else reads nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

MAIN = "main"
ALL = "*"
"""In a grant: every collection."""
PAIRING_SECONDS = 15 * 60
NOBODY = frozenset({1087968824, 136817688, 777000})
"""GroupAnonymousBot (any anonymous admin of any group), Channel_Bot, Telegram's own: ids that stand for no person."""


class Role(IntEnum):
    """What a person may do in a collection; a higher role may all that a lower one may."""

    READER = 1
    EDITOR = 2
    OWNER = 3


class ChatKind(StrEnum):
    """Where a request comes from. A channel is neither and reads nothing."""

    PRIVATE = "private"
    GROUP = "group"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat, and the topic in it. ``topic`` is None outside of topics."""

    id: int
    kind: ChatKind
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the settings say: ids of admins, ids of chats and people who may read, and whether everybody may."""

    admins: frozenset[int] = frozenset()
    chats: frozenset[int] = frozenset()
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Grants:
    """What is known about one person in one chat. ``roles``: collection (or `ALL`) -> role. ``own``: the collection of this topic or
    chat, in a private chat the one chosen. ``let_in``: an admin brought the bot into this chat, and it is still there."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    own: str | None = None
    let_in: bool = False
    collections: tuple[str, ...] = (MAIN,)


def person_of(user_id: int | None, is_bot: bool = False) -> int | None:
    """The person behind an id; None where it is nobody: an anonymous admin, a channel, another bot."""
    return None if user_id is None or user_id <= 0 or is_bot or user_id in NOBODY else user_id


def role_in(collection: str, person: int | None, grants: Grants, admitted: Admitted) -> Role | None:
    """A person's own role in a collection, whatever chat it is asked from."""
    if person is None or person in NOBODY:
        return None
    if person in admitted.admins:
        return Role.OWNER
    roles = [role for name, role in grants.roles.items() if name in (ALL, collection)]
    if collection == MAIN and (admitted.everybody or person in admitted.chats):
        roles.append(Role.READER)
    return max(roles, default=None)


def is_owner(person: int | None, grants: Grants, admitted: Admitted) -> bool:
    """Whether a person may let people and groups in: an owner of everything."""
    return person is not None and person not in NOBODY and (person in admitted.admins or grants.roles.get(ALL) is Role.OWNER)


def may_add_to_groups(person: int | None, chat: Chat, grants: Grants, admitted: Admitted) -> bool:
    """Whether the bot stays in a group that this person brought it into."""
    return is_owner(person, grants, admitted) or group_is_admitted(chat, admitted)


def group_is_admitted(chat: Chat, admitted: Admitted) -> bool:
    """Whether the settings let a group in."""
    return chat.kind is ChatKind.GROUP and (admitted.everybody or chat.id in admitted.chats)


def group_collection(chat_id: int) -> str:
    """The collection that a group has of its own, unless an owner gives it another."""
    return f"group{chat_id}"


def readable(chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> tuple[str, ...]:
    """The collections that may be shown to this person in this chat; none: nothing may.

    In a group that was let in it is the group that may read, also where it speaks itself: an anonymous admin, who is nobody.
    """
    if chat.kind is ChatKind.GROUP:
        return (grants.own or group_collection(chat.id),) if grants.let_in or group_is_admitted(chat, admitted) else ()
    if person is None or person in NOBODY:
        return ()
    if chat.kind is ChatKind.PRIVATE and chat.id == person:
        known = dict.fromkeys((MAIN, *grants.collections, *(name for name in grants.roles if name != ALL)))
        return tuple(name for name in known if role_in(name, person, grants, admitted))
    return ()


def asked_of(chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> str | None:
    """The collection that a question is put to; None: it may not be asked."""
    names = readable(chat, person, grants, admitted)
    return grants.own if grants.own in names else next(iter(names), None)


def may_show(collection: str, chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> bool:
    """Whether something of this collection may be shown to this person in this chat."""
    return collection in readable(chat, person, grants, admitted)


def may_edit(collection: str, chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> bool:
    """Whether this person may change, from this chat, what is in this collection."""
    role = role_in(collection, person, grants, admitted)
    return role is not None and role >= Role.EDITOR and may_show(collection, chat, person, grants, admitted)


def may_add(collection: str, chat: Chat, person: int | None, grants: Grants, admitted: Admitted, opened: bool) -> bool:
    """Whether this person may add, from this chat, to this collection. ``opened``: the group's settings let them, who are no editor."""
    theirs = opened and chat.kind is ChatKind.GROUP and person is not None and person not in NOBODY
    return may_edit(collection, chat, person, grants, admitted) or (theirs and may_show(collection, chat, person, grants, admitted))


# ---------------------------------------------------------------------- what a chat is set to


def may_set(chat: Chat, person: int | None, is_admin: bool, grants: Grants, admitted: Admitted) -> bool:
    """Whether this person may change what a chat is set to. ``is_admin``: Telegram calls them an admin of the group, or the group itself speaks."""
    return asked_of(chat, person, grants, admitted) is not None and (chat.kind is ChatKind.PRIVATE or is_admin)


def may_give(collection: str, chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> bool:
    """Whether this person may let a chat ask in a collection: in a group, where everybody then reads it, its owners; in a private chat
    whoever may read it."""
    if chat.kind is ChatKind.GROUP:
        return bool(readable(chat, person, grants, admitted)) and role_in(collection, person, grants, admitted) is Role.OWNER
    return may_show(collection, chat, person, grants, admitted)


def giveable(chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> tuple[str, ...]:
    """The collections that this person may give a chat, as far as any is known. In a group, where all read the list, no other group's own."""
    own = (group_collection(chat.id),) if chat.kind is ChatKind.GROUP else ()
    known = dict.fromkeys((MAIN, *own, *filter(None, [grants.own]), *grants.collections, *(name for name in grants.roles if name != ALL)))
    shown = (name for name in known if chat.kind is not ChatKind.GROUP or name in (*own, grants.own) or not name.startswith("group-"))
    return tuple(name for name in shown if may_give(name, chat, person, grants, admitted))


def may_open(collection: str, chat: Chat, person: int | None, grants: Grants, admitted: Admitted) -> bool:
    """Whether an admin of a group may say who else adds to a collection: to the group's own every one of them, to others only their editors."""
    return collection == group_collection(chat.id) or may_edit(collection, chat, person, grants, admitted)


# ---------------------------------------------------------------------- pairing


def new_code() -> str:
    """A one-use code, 128 bits, that fits into a link."""
    return secrets.token_urlsafe(16)


def code_hash(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Pairing:
    """A code that waits: who follows it gets ``role`` in ``collection``, until ``expires_at`` (seconds since 1970)."""

    code_hash: str
    collection: str
    role: Role
    expires_at: float


def paired(code: str, waiting: Iterable[Pairing], now: float) -> Pairing | None:
    """The pairing that a code opens. Every hash is compared, in constant time, so that time tells nothing about any."""
    given, found = code_hash(code), None
    for one in waiting:
        if hmac.compare_digest(one.code_hash, given) and now < one.expires_at:
            found = one
    return found
