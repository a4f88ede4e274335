"""What the bot must remember, in the catalog's database: updates in hand, people, chats, and which passage stands in which message.

Every method is one transaction. Times are seconds since 1970, UTC, and handed in. Questions: ``bot_inbox.body`` holds an update
until it is handled and is then overwritten (secure_delete); `wipe_log` takes it out of the write-ahead log as well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, case, delete, exists, func, insert, inspect, or_, select, text, update

from bot import audit
from bot.access import ALL, Chat, ChatKind, Grants, Pairing, Role, group_collection, paired
from bot.audit import Change
from bot.migrations import HEAD, VERSION_TABLE, migrate
from bot.tables import (
    answers,
    briefed,
    chat_settings,
    chats,
    inbox,
    kept,
    members,
    messages,
    pairings,
    prompts,
    quotes,
    reports,
    schedules,
    strangers,
    taps,
    told,
    topics,
    watched,
    watches,
)
from index import database
from index.errors import CatalogError
from index.tables import amendments, collections
from sources.model import Span

log = logging.getLogger(__name__)

LEASE_SECONDS = 15.0
"""How long a process keeps an update without renewing: what a killed one had in hand is answered that much later."""
MOST_ATTEMPTS = 12
INBOX_DAYS = 2
"""Telegram keeps an undelivered update for one day; so long an id must be known."""
LEDGER_DAYS = 30
DELETABLE_SECONDS = 48 * 60 * 60.0
"""So long Telegram lets a bot delete a message of a private chat, on both sides."""
_DAY = 86400.0
_DONE = {"done": True, "body": None, "owner": None, "chat_id": None}
"""What is left of a handled update: its number, so that it is not handled twice."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it arrived. ``body``: its JSON. ``sent``: how many of its messages Telegram has already taken."""

    update_id: int
    chat_id: int | None
    body: str
    sent: int = 0
    attempts: int = 0
    message_id: int | None = None
    """The message of a private chat that it is, which `/wipe` may have to delete."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A place in a revision that a message shows, or that a button of it would. ``message_id`` None: not shown yet."""

    position: int
    revision_id: int
    span: Span
    nearest: bool = False
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """An answer as it is remembered: places, no asker, no question. ``token`` is what its buttons carry."""

    token: str
    chat_id: int
    collection: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Briefed:
    """That a chat was briefed on a topic, by its `key`. ``since``: when the briefing before that was, None for the first; ``token``: its places."""

    chat_id: int
    key: str
    since: float | None
    at: float
    token: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What Telegram took: message number ``sent`` (from 1) of an update, ``last`` or not, with the positions that it shows."""

    update_id: int
    sent: int
    last: bool
    message_id: int
    at: float
    positions: tuple[int, ...] = ()
    ledger: Ledger | None = None
    tap: tuple[str, str] | None = None
    traceless: bool = False
    """The person asked to be forgotten: not even the message's number is kept."""
    briefed: Briefed | None = None


class State:
    """The bot's tables over the catalog's engine. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with database.reading(engine) as connection:
            version = _version(connection)
        if version is not None and version > HEAD:
            raise CatalogError(f"this data folder was used by a newer bot (version {version}, this one knows {HEAD}): update briefbot")
        if version != HEAD:
            with database.writing(engine) as connection:  # one process at a time; the next finds it done
                if _version(connection) != HEAD:
                    migrate(connection)

    # ------------------------------------------------------------------ the inbox

    def take_in(self, arrivals: Sequence[Arrival], owner: str, now: float) -> list[Arrival]:
        """Write updates down and take them in hand; those that were not known already, in their order."""
        with database.writing(self._engine) as connection:
            ids = [one.update_id for one in arrivals]
            known = set(connection.scalars(select(inbox.c.update_id).where(inbox.c.update_id.in_(ids))))
            fresh = {one.update_id: one for one in arrivals if one.update_id not in known}
            if fresh:
                connection.execute(insert(inbox), [_in_hand(one, owner, now) for one in fresh.values()])
                note_messages(connection, [(one.chat_id, one.message_id) for one in fresh.values()], now)
            return list(fresh.values())

    def take_over(self, owner: str, now: float, limit: int = 50) -> list[Arrival]:
        """Take in hand what nobody holds any more, oldest first."""
        lapsed = select(inbox).where(~inbox.c.done, inbox.c.lease_until <= now).order_by(inbox.c.update_id).limit(limit)
        with database.reading(self._engine) as connection:  # nearly always there is none, and then no writer has to wait
            if connection.execute(lapsed).first() is None:
                return []
        with database.writing(self._engine) as connection:
            rows = connection.execute(lapsed).all()
            if rows:
                mine = inbox.c.update_id.in_([row.update_id for row in rows])
                dropped = case((inbox.c.owner.is_not(None), 1), else_=0)  # its holder is dead, and this update may be why
                connection.execute(update(inbox).where(mine).values(owner=owner, lease_until=now + LEASE_SECONDS, attempts=inbox.c.attempts + dropped))
                connection.execute(update(inbox).where(mine, inbox.c.attempts >= MOST_ATTEMPTS).values(**_DONE))
            given_up = [row.update_id for row in rows if row.attempts + (row.owner is not None) >= MOST_ATTEMPTS]
            for update_id in given_up:
                log.error("update %d was in the hands of too many processes that died and is given up", update_id)
            return [Arrival(row.update_id, row.chat_id, row.body or "{}", row.sent, row.attempts) for row in rows if row.update_id not in given_up]

    def renew(self, owner: str, ids: Iterable[int], now: float) -> None:
        """Keep updates in hand for longer."""
        with database.writing(self._engine) as connection:
            mine = inbox.c.update_id.in_(list(ids)) & (inbox.c.owner == owner)
            connection.execute(update(inbox).where(mine, ~inbox.c.done).values(lease_until=now + LEASE_SECONDS))

    def holds(self, owner: str, update_id: int) -> bool:
        """Whether an update is still in this process's hand: another may have taken over what was held too long."""
        with database.reading(self._engine) as connection:
            row = connection.execute(select(inbox.c.owner, inbox.c.done).where(inbox.c.update_id == update_id)).first()
        return row is not None and row.owner == owner and not row.done

    def put_back(self, owner: str, update_id: int, not_before: float) -> bool:
        """Leave an update to be handled again; False when it was tried too often and is given up."""
        with database.writing(self._engine) as connection:
            mine = (inbox.c.update_id == update_id) & (inbox.c.owner == owner)
            connection.execute(update(inbox).where(mine, ~inbox.c.done).values(owner=None, lease_until=not_before, attempts=inbox.c.attempts + 1))
            tried_out = connection.execute(update(inbox).where(inbox.c.update_id == update_id, inbox.c.attempts >= MOST_ATTEMPTS).values(**_DONE))
            return not tried_out.rowcount

    def finish(self, update_ids: Sequence[int]) -> None:
        """Updates are handled: what they said is erased."""
        with database.writing(self._engine) as connection:
            connection.execute(update(inbox).where(inbox.c.update_id.in_(update_ids)).values(**_DONE))

    def waiting(self) -> int:
        """How many updates are not handled yet."""
        with database.reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(inbox).where(~inbox.c.done)) or 0

    def record(self, receipt: Receipt) -> None:
        """Telegram took a message: remember it, what it shows, and, with the last one, that its update is handled."""
        values = {"sent": receipt.sent, **(_DONE if receipt.last else {})}
        with database.writing(self._engine) as connection:
            if not receipt.traceless:
                chat_id = connection.scalar(select(inbox.c.chat_id).where(inbox.c.update_id == receipt.update_id))
                note_messages(connection, [(chat_id, receipt.message_id)], receipt.at)
            connection.execute(update(inbox).where(inbox.c.update_id == receipt.update_id).values(**values))
            if receipt.ledger:
                write_ledger(connection, receipt.ledger, receipt)
            if receipt.tap:
                _write_tap(connection, receipt.tap, receipt.at)
            if receipt.briefed:
                write_briefed(connection, receipt.briefed)

    def wipe_log(self) -> bool:
        """Empty the write-ahead log, in which erased text may stand; False when somebody reads or writes just now."""
        with database.reading(self._engine) as connection:
            if not database.is_wal(connection):
                return True
        return database.empty_log(self._engine)

    def purge(self, now: float) -> None:
        """Forget what is over: ids of handled updates, the ledger and kept questions after 30 days, old codes, whom the bot turned away."""
        with database.writing(self._engine) as connection:
            connection.execute(delete(inbox).where(inbox.c.done, inbox.c.received_at < now - INBOX_DAYS * _DAY))
            old = select(answers.c.token).where(answers.c.made_at < now - LEDGER_DAYS * _DAY)
            _forget_answers(connection, list(connection.scalars(old)))
            connection.execute(delete(taps).where(taps.c.tapped_at < now - LEDGER_DAYS * _DAY))
            connection.execute(delete(told).where(told.c.told_at < now - 2 * LEDGER_DAYS * _DAY))  # longer than what it keeps from being told again
            connection.execute(delete(prompts).where(prompts.c.made_at < now - LEDGER_DAYS * _DAY))
            connection.execute(delete(kept).where(kept.c.kept_at < now - LEDGER_DAYS * _DAY))
            connection.execute(delete(reports).where(reports.c.reported_at < now - LEDGER_DAYS * _DAY))
            wanted = exists().where(schedules.c.chat_id == briefed.c.chat_id, schedules.c.key == briefed.c.key)
            connection.execute(delete(briefed).where(briefed.c.at < now - 2 * LEDGER_DAYS * _DAY, ~wanted))
            connection.execute(delete(pairings).where(pairings.c.expires_at < now))
            connection.execute(delete(strangers).where(strangers.c.told_at < now - LEDGER_DAYS * _DAY))
            connection.execute(delete(messages).where(messages.c.at < now - DELETABLE_SECONDS))
            audit.purge(connection, now)

    # ------------------------------------------------------------------ people and chats

    def grants(self, person: int | None, chat: Chat) -> Grants:
        """What is known about a person in a chat; `bot.access` says what follows from it."""
        with database.reading(self._engine) as connection:
            rows = connection.execute(select(members.c.collection, members.c.role).where(members.c.user_id == person)) if person is not None else ()
            roles = {row.collection: Role(row.role) for row in rows}
            known = connection.execute(select(chats).where(chats.c.chat_id == chat.id)).first()
            own = known.collection if known else None
            if chat.topic is not None:
                topic = connection.scalar(select(topics.c.collection).where(topics.c.chat_id == chat.id, topics.c.thread_id == chat.topic))
                own = topic or own
            names = tuple(connection.scalars(select(collections.c.name).order_by(collections.c.name)))
        return Grants(roles, own, known is not None and known.let_in and known.active, names)

    def topics_of(self, chat_id: int) -> list[int]:
        """The topics of a group that have a collection of their own."""
        with database.reading(self._engine) as connection:
            return list(connection.scalars(select(topics.c.thread_id).where(topics.c.chat_id == chat_id).order_by(topics.c.thread_id)))

    def let_in(self, chat_id: int, now: float, by: int | None = None) -> None:
        """A chat may be answered from now on. ``by``: who brought the bot into it."""
        self._put_chat(chat_id, now, Change.LET_IN, by, let_in=True, active=True)

    def set_active(self, chat_id: int, active: bool, now: float) -> None:
        """Whether the bot is in a chat; what it was told of the chat stays. A chat that nobody let in is not remembered for leaving."""
        with database.writing(self._engine) as connection:
            connection.execute(update(chats).where(chats.c.chat_id == chat_id).values(active=active, updated_at=now))

    def show_out(self, chat_id: int, now: float) -> None:
        """A chat is not let in any more: the bot was removed from it."""
        with database.writing(self._engine) as connection:
            known = connection.execute(update(chats).where(chats.c.chat_id == chat_id, chats.c.let_in).values(let_in=False, active=False, updated_at=now))
            if known.rowcount:
                audit.note(connection, Change.SHOWN_OUT, chat_id, now)

    def set_collection(self, chat: Chat, collection: str, now: float, by: int | None = None) -> None:
        """The collection of a topic, of a group, or the one chosen in a private chat."""
        change = None if chat.kind is ChatKind.PRIVATE else Change.COLLECTION  # one's own choice among what one may read changes no access
        if chat.topic is None or chat.kind is ChatKind.PRIVATE:
            self._put_chat(chat.id, now, change, by, collection=collection)
            return
        key = {"chat_id": chat.id, "thread_id": chat.topic}
        with database.writing(self._engine) as connection:
            connection.execute(delete(topics).where(topics.c.chat_id == chat.id, topics.c.thread_id == chat.topic))
            connection.execute(insert(topics).values(**key, collection=collection))
            audit.note(connection, Change.COLLECTION, chat.id, now, by, f"{collection} in a topic")

    def migrate_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: the same chat under another id. Doing it again changes nothing."""
        with database.writing(self._engine) as connection:
            if connection.scalar(select(chats.c.chat_id).where(chats.c.chat_id == old)) is None:
                return
            row = connection.execute(select(chats).where(chats.c.chat_id == old)).one()
            connection.execute(delete(chats).where(chats.c.chat_id == new))
            own = row.collection if row.collection is not None else group_collection(old)
            connection.execute(update(chats).where(chats.c.chat_id == old).values(chat_id=new, collection=own, active=True))
            for table in (topics, answers, told, prompts, kept, chat_settings, watches, schedules, briefed, reports):
                connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))

    def _put_chat(self, chat_id: int, now: float, change: Change | None, by: int | None, **values: object) -> None:
        with database.writing(self._engine) as connection:
            changed = connection.execute(update(chats).where(chats.c.chat_id == chat_id).values(**values, updated_at=now))
            if not changed.rowcount:
                connection.execute(insert(chats).values(**({"let_in": False, "active": True} | values), chat_id=chat_id, updated_at=now))
            if change is not None:
                audit.note(connection, change, chat_id, now, by, str(values["collection"]) if "collection" in values else None)

    def grant(self, user_id: int, collection: str, role: Role, now: float) -> None:
        """Give a person a role; a higher one that they have stays."""
        with database.writing(self._engine) as connection:
            _grant(connection, user_id, collection, role, now)
            audit.note(connection, Change.GRANTED, user_id, now, None, f"{role.name.lower()} of {collection}")

    def owners(self) -> frozenset[int]:
        """The people who may let others in."""
        with database.reading(self._engine) as connection:
            return frozenset(connection.scalars(select(members.c.user_id).where(members.c.collection == ALL, members.c.role == Role.OWNER.value)))

    def editors(self, collection: str) -> frozenset[int]:
        """The people who may add to a collection, without those who blocked the bot."""
        left = select(chats.c.chat_id).where(~chats.c.active)
        theirs = members.c.collection.in_((ALL, collection)) & (members.c.role >= Role.EDITOR.value)
        with database.reading(self._engine) as connection:
            return frozenset(connection.scalars(select(members.c.user_id).where(theirs, members.c.user_id.not_in(left))))

    def add_pairing(self, pairing: Pairing) -> None:
        """A code waits to be used."""
        with database.writing(self._engine) as connection:
            connection.execute(
                insert(pairings).values(code_hash=pairing.code_hash, collection=pairing.collection, role=pairing.role.value, expires_at=pairing.expires_at)
            )

    def redeem(self, code: str, person: int, now: float) -> Pairing | None:
        """Use a code up: its role is given and it opens nothing again. None when it opens nothing."""
        with database.writing(self._engine) as connection:
            waiting = [Pairing(row.code_hash, row.collection, Role(row.role), row.expires_at) for row in connection.execute(select(pairings))]
            found = paired(code, waiting, now)
            if found is not None:
                connection.execute(delete(pairings).where(pairings.c.code_hash == found.code_hash))
                _grant(connection, person, found.collection, found.role, now)
                audit.note(connection, Change.GRANTED, person, now, person, f"{found.role.name.lower()} of {found.collection}, by a link")
            return found

    def turn_away(self, chat_id: int, now: float) -> bool:
        """Whether a stranger is to be told, once, that the bot is private."""
        with database.writing(self._engine) as connection:
            if connection.scalar(select(strangers.c.chat_id).where(strangers.c.chat_id == chat_id)) is not None:
                return False
            connection.execute(insert(strangers).values(chat_id=chat_id, told_at=now))
            return True

    def forget(self, person: int, now: float, change: Change = Change.FORGOTTEN) -> None:
        """Erase all that is known of a person: roles, private chat, what was shown in it, what they had kept, watched or scheduled, what
        they reported, and that it was they who amended. ``change``: what the audit calls it."""
        with database.writing(self._engine) as connection:
            known = connection.scalar(select(members.c.user_id).where(members.c.user_id == person)) is not None
            if known or change is not Change.FORGOTTEN:
                audit.note(connection, change, person, now, None if change is Change.REVOKED else person)
            _forget_answers(connection, list(connection.scalars(select(answers.c.token).where(answers.c.chat_id == person))))
            connection.execute(delete(taps).where(taps.c.token.startswith(f"{person}:", autoescape=True)))
            watching = select(watches.c.id).where(or_(watches.c.person_id == person, watches.c.chat_id == person))
            connection.execute(delete(watched).where(watched.c.watch_id.in_(watching)))
            theirs = (members.c.user_id, kept.c.person_id, watches.c.person_id, schedules.c.person_id, reports.c.person_id)
            private = (chats, messages, strangers, told, prompts, chat_settings, watches, schedules, briefed)
            for column in (*theirs, *(table.c.chat_id for table in private)):
                connection.execute(delete(column.table).where(column == person))
            mine = amendments.c.editor == str(person)  # earlier versions recorded the id
            connection.execute(update(amendments).where(mine).values(editor=audit.pseudonym(connection, person)))

    def pseudonym(self, person: int) -> str:
        """What stands for a person where it is recorded who did something."""
        with database.writing(self._engine) as connection:
            return audit.pseudonym(connection, person)

    def deletable(self, person: int, now: float) -> list[int]:
        """The messages of a person's private chat that Telegram still lets a bot delete, newest first."""
        mine = select(messages.c.message_id).where(messages.c.chat_id == person, messages.c.at > now - DELETABLE_SECONDS)
        with database.reading(self._engine) as connection:
            return list(connection.scalars(mine.order_by(messages.c.message_id.desc())))

    def note_message(self, chat_id: int, message_id: int, now: float) -> None:
        """A message was sent that no update asked for: `/wipe` may have to delete it."""
        with database.writing(self._engine) as connection:
            note_messages(connection, [(chat_id, message_id)], now)

    def audited(self, about: int | None = None) -> list[audit.Entry]:
        """Changes of access, oldest first; by or ``about`` one id where it is given."""
        with database.reading(self._engine) as connection:
            return audit.entries(connection, about)

    # ------------------------------------------------------------------ what was shown

    def ledger(self, token: str) -> Ledger | None:
        """What stands behind a button; None when it is not known (any more)."""
        with database.reading(self._engine) as connection:
            row = connection.execute(select(answers).where(answers.c.token == token)).first()
            if row is None:
                return None
            rows = connection.execute(select(quotes).where(quotes.c.token == token).order_by(quotes.c.position)).all()
        return Ledger(row.token, row.chat_id, row.collection, tuple(map(_shown, rows)))

    def token_of(self, chat_id: int, message_id: int) -> str | None:
        """The answer that a message is part of."""
        by_quote = (
            select(quotes.c.token)
            .join(answers, answers.c.token == quotes.c.token)
            .where(answers.c.chat_id == chat_id, or_(quotes.c.message_id == message_id, answers.c.message_id == message_id))
        )
        by_answer = select(answers.c.token).where(answers.c.chat_id == chat_id, answers.c.message_id == message_id)
        with database.reading(self._engine) as connection:
            return connection.scalar(by_answer) or connection.scalar(by_quote)

    def tapped_since(self, token: str, action: str, since: float) -> bool:
        """Whether a button was answered already."""
        with database.reading(self._engine) as connection:
            at = connection.scalar(select(taps.c.tapped_at).where(taps.c.token == token, taps.c.action == action))
        return at is not None and at >= since


def _in_hand(arrival: Arrival, owner: str, now: float) -> dict[str, object]:
    return {
        "update_id": arrival.update_id,
        "chat_id": arrival.chat_id,
        "received_at": now,
        "body": arrival.body,
        "owner": owner,
        "lease_until": now + LEASE_SECONDS,
        "attempts": 0,
        "sent": 0,
        "done": False,
    }


def note_messages(connection: Connection, numbers: Iterable[tuple[int | None, int | None]], now: float) -> None:
    """Remember (chat, message) of private chats, whose ids are positive."""
    rows = [{"chat_id": chat, "message_id": message, "at": now} for chat, message in numbers if chat is not None and chat > 0 and message is not None]
    for row in rows:
        same = (messages.c.chat_id == row["chat_id"]) & (messages.c.message_id == row["message_id"])
        connection.execute(delete(messages).where(same))
    if rows:
        connection.execute(insert(messages), rows)


def write_ledger(connection: Connection, ledger: Ledger, receipt: Receipt) -> None:
    if connection.scalar(select(answers.c.token).where(answers.c.token == ledger.token)) is None:
        values = {"token": ledger.token, "chat_id": ledger.chat_id, "collection": ledger.collection}
        connection.execute(insert(answers).values(**values, message_id=receipt.message_id, made_at=receipt.at))
        rows = [
            {
                "token": ledger.token,
                "position": one.position,
                "revision_id": one.revision_id,
                "start": one.span.start,
                "end": one.span.end,
                "nearest": one.nearest,
                "message_id": one.message_id,
            }
            for one in ledger.shown
        ]
        if rows:
            connection.execute(insert(quotes), rows)
    if receipt.positions:
        chosen = (quotes.c.token == ledger.token) & quotes.c.position.in_(receipt.positions)
        connection.execute(update(quotes).where(chosen).values(message_id=receipt.message_id))


def write_briefed(connection: Connection, one: Briefed) -> None:
    connection.execute(delete(briefed).where(briefed.c.chat_id == one.chat_id, briefed.c.key == one.key))
    connection.execute(insert(briefed).values(chat_id=one.chat_id, key=one.key, since=one.since, at=one.at, token=one.token))


def _write_tap(connection: Connection, tap: tuple[str, str], now: float) -> None:
    token, action = tap
    connection.execute(delete(taps).where(taps.c.token == token, taps.c.action == action))
    connection.execute(insert(taps).values(token=token, action=action, tapped_at=now))


def _forget_answers(connection: Connection, tokens: Sequence[str]) -> None:
    for table in (taps, quotes, answers):
        connection.execute(delete(table).where(table.c.token.in_(tokens)))


def _grant(connection: Connection, user_id: int, collection: str, role: Role, now: float) -> None:
    mine = (members.c.user_id == user_id) & (members.c.collection == collection)
    known = connection.scalar(select(members.c.role).where(mine))
    if known is None:
        connection.execute(insert(members).values(user_id=user_id, collection=collection, role=role.value, added_at=now))
    elif known < role:
        connection.execute(update(members).where(mine).values(role=role.value))


def _shown(row: Row[tuple[object, ...]]) -> Shown:
    return Shown(row.position, row.revision_id, Span(row.start, row.end), row.nearest, row.message_id)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return str(connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")))
