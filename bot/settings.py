"""What a chat is set to: names, values as they are written down, and what follows from them. Pure.

The collection that a chat asks in is no setting of this kind: it decides what may be read, and stands where access is decided
(`State.set_collection`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, tzinfo
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import BadSetting
from bot.languages import ENGLISH, language_of, say


class WhoMayAdd(StrEnum):
    """Who may add sources from a group, beside the collection's editors."""

    EDITORS = "editors"
    ADMINS = "admins"
    EVERYBODY = "everybody"


class Length(StrEnum):
    """How much of an answer stands on its first screen."""

    SHORT = "short"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """``language``: the code of a catalogue (`bot.languages`). ``who_may_add``: to the collection ``adding_to``, and to no other that the
    chat is given later. ``quiet_from``, ``quiet_to``: local time between which nothing is sent unasked, over midnight where ``from`` is the
    later; both or neither. ``time_zone``: an IANA name."""

    language: str = ENGLISH
    who_may_add: WhoMayAdd = WhoMayAdd.EDITORS
    adding_to: str = ""
    quiet_from: time | None = None
    quiet_to: time | None = None
    time_zone: str = "UTC"
    length: Length = Length.NORMAL

    @property
    def zone(self) -> tzinfo:
        """The time zone itself."""
        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)

    def who_may_add_to(self, collection: str) -> WhoMayAdd:
        """Who may add to this collection from the chat."""
        return self.who_may_add if collection == self.adding_to else WhoMayAdd.EDITORS

    def opens(self, collection: str, is_admin: bool) -> bool:
        """Whether adding to it is open to somebody who is no editor of it. ``is_admin``: Telegram calls them an admin of the group."""
        who = self.who_may_add_to(collection)
        return who is WhoMayAdd.EVERYBODY or (who is WhoMayAdd.ADMINS and is_admin)


NAMES = ("language", "who_may_add", "adding_to", "quiet_from", "quiet_to", "time_zone", "length")
AS_IT_COMES = ChatSettings()
SettingsOf = Callable[[int], ChatSettings]
"""What a chat is set to, by its id."""


def as_it_comes(_chat_id: int) -> ChatSettings:
    """What every chat is set to that nobody set."""
    return AS_IT_COMES


def read(rows: Mapping[str, str]) -> ChatSettings:
    """The settings that are written down; what cannot be read (another version wrote it) is as it comes."""
    settings = AS_IT_COMES
    for name, value in rows.items():
        try:
            settings = changed(settings, name, value)
        except BadSetting:
            continue
    return settings


def written(settings: ChatSettings) -> dict[str, str]:
    """What is written down: whatever is not as it comes."""
    values = {name: getattr(settings, name) for name in NAMES}
    return {name: _text(value) for name, value in values.items() if value is not None and value != getattr(AS_IT_COMES, name)}


def changed(settings: ChatSettings, name: str, value: str) -> ChatSettings:
    """The settings with one of them as a person writes it; an empty value is as it comes. BadSetting with a sentence for that person."""
    if name not in NAMES:
        raise BadSetting(say("settings-unknown", name=name))
    value = value.strip()
    new: Any = _READERS[name](value) if value else getattr(AS_IT_COMES, name)
    return replace(settings, **{name: new})


def is_quiet(settings: ChatSettings, at: datetime) -> bool:
    """Whether ``at`` (aware) lies in the quiet hours of a chat."""
    start, end = settings.quiet_from, settings.quiet_to
    if start is None or end is None or start == end:
        return False
    local = at.astimezone(settings.zone).time()
    return start <= local < end if start < end else local >= start or local < end


def time_of(value: str) -> time:
    """ "7:00", "07:00", "19:30". BadSetting for anything else."""
    hour, colon, minute = value.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2 and int(hour) < 24 and int(minute) < 60):
        raise BadSetting(say("settings-time-how"))
    return time(int(hour), int(minute))


def time_zone_of(value: str) -> str:
    """The IANA name that is meant, whatever its case; a city's name alone where one zone is called after it. BadSetting where none is."""
    known, asked = _zones(), value.strip().replace(" ", "_").casefold()
    found = known.get(asked) or [name for names in known.values() for name in names if name.casefold().endswith(f"/{asked}")]
    if len(found) != 1:
        raise BadSetting(say("settings-zone-how"))
    try:
        ZoneInfo(found[0])
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(say("settings-zone-unreadable")) from error
    return found[0]


@cache
def _zones() -> dict[str, list[str]]:
    from zoneinfo import available_timezones

    return {name.casefold(): [name] for name in available_timezones()}


def _language(value: str) -> str:
    found = language_of(value)
    if found is None:
        raise BadSetting(say("settings-language-how"))
    return found


def _one_of(kind: type[WhoMayAdd] | type[Length]) -> Callable[[str], StrEnum]:
    def read_one(value: str) -> StrEnum:
        try:
            return kind(value.lower())
        except ValueError as error:
            raise BadSetting(say("settings-one-of", values=", ".join(kind))) from error

    return read_one


_READERS: Mapping[str, Callable[[str], object]] = {
    "language": _language,
    "who_may_add": _one_of(WhoMayAdd),
    "adding_to": str,
    "quiet_from": time_of,
    "quiet_to": time_of,
    "time_zone": time_zone_of,
    "length": _one_of(Length),
}


def _text(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
