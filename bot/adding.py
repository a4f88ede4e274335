"""What editors add in a chat: who may, what of a message is taken, what was made of it, and what they then put right. Nothing of Telegram's library.

Offer -permit-> collection -intake (another process)-> Taken* -screen-> Reply with buttons -tap-> a question -reply-> amendment
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import access
from bot.access import Admitted, Chat, ChatKind
from bot.added import Story, added_screen, asking_screen, summary_screen
from bot.briefing import Briefing, quote_from
from bot.intake import Taken
from bot.languages import say
from bot.reply import Reply, Room
from bot.screens import says
from bot.settings import SettingsOf, WhoMayAdd, as_it_comes
from bot.shown import Prompt, Shown
from bot.state import State
from index.catalog import Catalog, StoredDocument
from index.errors import UnknownDocument
from sources.model import Added, Forwarded, Span
from sources.split import sentences

FIELDS = ("date", "outlet", "author")
TOGETHER_SECONDS = 3.0
"""Posts and files that are sent within this time of one another are told of in one message: forwarding several takes no longer."""
_KEPT_SECONDS = 600.0
MOST_LINKS = 5


@dataclass(frozen=True, slots=True)
class File:
    """A document in a chat. ``id``: by which Telegram gives it out."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody sent to be added: a file, links, or a text. ``commanded``: by /add; else only what is plainly a source is one."""

    chat: Chat
    person: int | None
    commanded: bool
    origin: Forwarded | Added
    file: File | None = None
    links: tuple[str, ...] = ()
    text: str = ""
    sent_at: float = 0.0
    """Seconds since 1970."""

    @property
    def may_be_one_of_several(self) -> bool:
        """Whether people send this kind of thing many at once."""
        return not self.commanded and (self.file is not None or isinstance(self.origin, Forwarded))

    @property
    def empty(self) -> bool:
        return self.file is None and not self.links and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Permit:
    """Where an offer goes; without a collection it is refused with ``refusal``, or, without that either, is no offer but a question."""

    collection: str | None = None
    refusal: Reply | None = None


@dataclass(slots=True)
class Batch:
    """What one person sent in a row, and the message that tells of it."""

    message_id: int
    taken: list[Taken]
    sent_at: float


class Clerk:
    """Takes in what editors send, over one briefing and what the bot remembers. Its methods work in the calling thread."""

    def __init__(
        self,
        briefing: Briefing,
        state: State,
        shown: Shown,
        admitted: Admitted,
        username: str,
        room: Room,
        settings_of: SettingsOf = as_it_comes,
    ) -> None:
        """``settings_of``: what a chat is set to."""
        self._briefing = briefing
        self._state = state
        self.shown = shown
        self._admitted = admitted
        self._username = username
        self._room = room
        self._settings_of = settings_of
        self._batches: dict[tuple[int, int], Batch] = {}

    @property
    def _catalog(self) -> Catalog:
        return self._briefing.catalog

    # ------------------------------------------------------------------ adding

    def turns_on_admin(self, offer: Offer) -> bool:
        """Whether it depends on Telegram's calling them an admin of the group that somebody may add."""
        grants = self._state.grants(offer.person, offer.chat)
        collection = access.asked_of(offer.chat, offer.person, grants, self._admitted)
        if collection is None or access.may_edit(collection, offer.chat, offer.person, grants, self._admitted):
            return False
        return self._settings_of(offer.chat.id).who_may_add_to(collection) is WhoMayAdd.ADMINS

    def permit(self, offer: Offer, is_admin: bool = False) -> Permit:
        """Where an offer may go. ``is_admin``: Telegram calls them an admin of the group."""
        grants = self._state.grants(offer.person, offer.chat)
        collection = access.asked_of(offer.chat, offer.person, grants, self._admitted)
        if collection is None:
            return Permit()
        opened = self._settings_of(offer.chat.id).opens(collection, is_admin)
        if not access.may_add(collection, offer.chat, offer.person, grants, self._admitted, opened):
            if not offer.commanded and offer.file is None and not offer.links:
                return Permit()
            return Permit(refusal=says(f"Only editors of “{collection}” add to it: ask whoever let you in."))
        if offer.empty:
            how = f"/add@{self._username}" if offer.chat.kind is ChatKind.GROUP else "/add"
            return Permit(refusal=says(f"Reply {how} to a message with a link, a document or a text, or write the link behind it. A picture I cannot read."))
        return Permit(collection)

    def told(self, offer: Offer, collection: str, taken: Sequence[Taken]) -> tuple[Reply, int | None]:
        """What is said of what was just taken in, and the message that it replaces: that of what was sent right before."""
        batch = self._batches.get((offer.chat.id, offer.person or 0))
        if batch is None or offer.sent_at - batch.sent_at > TOGETHER_SECONDS or not offer.may_be_one_of_several:
            return self._screen(offer, collection, list(taken)), None
        batch.taken += taken
        batch.sent_at = offer.sent_at
        return self._screen(offer, collection, batch.taken), batch.message_id

    def sent(self, offer: Offer, taken: Sequence[Taken], message_id: int) -> None:
        """The message that tells of it is out."""
        self._batches = {key: batch for key, batch in self._batches.items() if offer.sent_at - batch.sent_at <= _KEPT_SECONDS}
        if offer.may_be_one_of_several:
            self._batches[offer.chat.id, offer.person or 0] = Batch(message_id, list(taken), offer.sent_at)

    def _screen(self, offer: Offer, collection: str, taken: list[Taken]) -> Reply:
        stories = [self._story(one, collection) for one in taken]
        group = offer.chat.kind is ChatKind.GROUP
        if len(stories) > 1:
            return summary_screen(stories, collection, group)
        return added_screen(stories[0], collection, f"/add@{self._username}" if group else "/add", group, self._room)

    def _story(self, taken: Taken, collection: str) -> Story:
        if taken.doc_id is None:
            return Story(taken)
        try:
            stored = self._catalog.show(collection, taken.doc_id)
        except UnknownDocument:
            return Story(taken)
        paragraph = stored.document.paragraph_spans[0]
        first = next(iter(sentences(stored.text, paragraph)), Span(paragraph.start, paragraph.end))
        return Story(taken, stored, self._briefing.provenance(stored.revision_id), quote_from(stored, first))

    # ------------------------------------------------------------------ putting right

    def tapped(self, chat: Chat, person: int | None, action: str) -> tuple[str, StoredDocument] | None:
        """(what is to be done, with which document) of a button under what was added; None: it has expired, or is not for this person."""
        verb, _, number = action.rpartition("|")
        stored = self._behind(number)
        if stored is None:
            return None
        grants = self._state.grants(person, chat)
        return (verb, stored) if access.may_edit(stored.collection, chat, person, grants, self._admitted) else None

    def refusal(self, chat: Chat, person: int | None, action: str) -> str:
        """What somebody is told whose tap does nothing: that it is for editors, where they may see what was added, and else that it has expired."""
        stored = self._behind(action.rpartition("|")[2])
        if stored is None or not access.may_show(stored.collection, chat, person, self._state.grants(person, chat), self._admitted):
            return say("expired")
        return say("add-not-yours")

    def _behind(self, number: str) -> StoredDocument | None:
        return self._briefing.revision(int(number)) if number.isdecimal() else None

    def asking(self, field: str, stored: StoredDocument) -> tuple[Reply, Prompt]:
        """What an editor is asked, and what a reply to it means."""
        return asking_screen(field, stored), Prompt(stored.collection, stored.doc_id, field)

    def remove(self, stored: StoredDocument) -> Reply:
        """Delete a document; what is said instead of what was said of it."""
        try:
            self._catalog.remove(stored.collection, stored.doc_id)
        except UnknownDocument:
            return says("It was removed already.")
        return says(f"Removed from “{stored.collection}”: {stored.document.title[:160]}")

    def answered(self, chat: Chat, person: int | None, follows: int | None) -> Prompt | None:
        """What a reply to one of the bot's messages puts right; None: it is no such reply, or not by an editor."""
        prompt = self.shown.asked(chat.id, follows) if follows is not None else None
        if prompt is None:
            return None
        grants = self._state.grants(person, chat)
        return prompt if access.may_edit(prompt.collection, chat, person, grants, self._admitted) else None

    def pseudonym(self, person: int | None) -> str:
        """Who amends, as it is recorded."""
        return self._state.pseudonym(person or 0)
