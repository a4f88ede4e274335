"""What stands on the screen of a chat's settings: one message, edited in place. Pure.

Actions are ``settings|``, ``settings|NAME`` (the choices of one setting) and ``settings|NAME|VALUE`` (one of them).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.languages import NOT_REVIEWED, Language, digits, say
from bot.quoting import Rows, shortened
from bot.reply import Button, Reply, heading, ours
from bot.settings import ChatSettings, Length, WhoMayAdd

ACTION = "settings|"
OFF = "off"
QUIET = ("21:00-06:00", "22:00-07:00", "23:00-08:00", "20:00-08:00")
"""Quiet hours to choose from; others are written: /settings quiet 22:30 06:15."""
ZONES = ("UTC", "Asia/Kabul", "Asia/Tehran", "Asia/Karachi", "Asia/Dubai", "Europe/Istanbul", "Europe/Berlin", "Europe/London", "America/New_York")
"""Time zones to choose from; any other is written: /settings zone Asia/Dushanbe."""
_A_ROW = 2
_CHOSEN = "● "
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Here:
    """What a chat is set to, as far as it shows. ``collections``: those that whoever looks may give it; ``opening``: they may say who adds."""

    settings: ChatSettings
    collection: str
    group: bool
    languages: Sequence[Language]
    collections: Sequence[str] = ()
    opening: bool = False

    @property
    def who_may_add(self) -> WhoMayAdd:
        return self.settings.who_may_add_to(self.collection)


def names_here(here: Here) -> tuple[str, ...]:
    """The settings that this kind of chat has: in a private chat only editors add, whatever is set."""
    return ("language", "collection", *(("adding",) if here.group else ()), "quiet", "zone", "length")


def settings_screen(here: Here) -> Reply:
    """All settings with what they are, and a button to change each."""
    lines = [say(f"settings-{name}-is", value=_value(here, name)) for name in names_here(here)]
    notes = [*([_review(here)] if _review(here) else []), say("settings-who-changes") if here.group else say("settings-how")]
    return Reply((heading(say("settings-title-group" if here.group else "settings-title"), *lines), ours(*notes)), _rows(_setting_buttons(here)))


def _review(here: Here) -> str:
    spoken = next((one for one in here.languages if one.code == here.settings.language), None)
    return say(NOT_REVIEWED) if spoken and not spoken.reviewed else ""


def _setting_buttons(here: Here) -> Iterator[Button]:
    for name in names_here(here):
        yield Button(say(f"settings-{name}"), f"{ACTION}{name}")


def _value(here: Here, name: str) -> str:
    settings = here.settings
    match name:
        case "language":
            return next((one.name for one in here.languages if one.code == settings.language), settings.language)
        case "collection":
            return shortened(here.collection, _LONGEST_NAME)
        case "adding":
            return say(f"settings-adding-{here.who_may_add}")
        case "quiet":
            return quiet_hours(settings) or say("settings-quiet-off")
        case "zone":
            return settings.time_zone
        case _:
            return say(f"settings-length-{settings.length}")


def quiet_hours(settings: ChatSettings) -> str:
    """ "22:00–07:00"; empty where there are none."""
    start, end = settings.quiet_from, settings.quiet_to
    return digits(f"{start:%H:%M}–{end:%H:%M}") if start is not None and end is not None else ""


def choices_screen(here: Here, name: str) -> Reply:
    """What one setting can be, what it is marked, and a way back."""
    buttons = [Button(f"{_CHOSEN if chosen else ''}{label}", f"{ACTION}{name}|{value}") for label, value, chosen in choices(here, name)]
    lines = [say(f"settings-{name}-what")]
    if name == "collection" and not buttons:
        lines.append(say("settings-collection-none"))
    return Reply((heading(say(f"settings-{name}"), *lines),), (*_rows(buttons), (Button(say("settings-back"), ACTION),)))


def choices(here: Here, name: str) -> list[tuple[str, str, bool]]:
    """(label, value in the action, whether it is what the chat is set to) of one setting."""
    settings = here.settings
    match name:
        case "language":
            return [(one.name, one.code, one.code == settings.language) for one in here.languages]
        case "collection":
            return [(shortened(one, _LONGEST_NAME), collection_key(one), one == here.collection) for one in here.collections]
        case "adding":
            return [(say(f"settings-adding-{one}"), one.value, one is here.who_may_add) for one in WhoMayAdd]
        case "quiet":
            hours = [(digits(one.replace("-", "–")), one, quiet_hours(settings) == digits(one.replace("-", "–"))) for one in QUIET]
            return [(say("settings-quiet-off"), OFF, not quiet_hours(settings)), *hours]
        case "zone":
            return [(one, one, one == settings.time_zone) for one in ZONES]
        case "length":
            return [(say(f"settings-length-{one}"), one.value, one is settings.length) for one in Length]
        case _:
            return []


def collection_key(collection: str) -> str:
    """What stands for a collection in an action, which is short."""
    return hashlib.sha256(collection.encode()).hexdigest()[:16]


def hours_of(value: str) -> tuple[str, str]:
    """ "22:00-07:00" -> its two times, as they are written; two empty ones for "off"."""
    start, _, end = value.partition("-")
    return ("", "") if value == OFF else (start, end)


def _rows(buttons: Iterator[Button] | Sequence[Button]) -> Rows:
    several = tuple(buttons)
    return tuple(several[at : at + _A_ROW] for at in range(0, len(several), _A_ROW))
