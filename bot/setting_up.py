"""What a chat is set to, and by whom: the desk of /settings. Knows nothing of Telegram's library, and works in the calling thread.

Heard, Pressed -access-> Here -one choice-> ChatSettings, written down -> the same screen again
"""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.access import ChatKind, Grants
from bot.chat_settings import SettingsOfChats
from bot.desk import Heard, Manner, Pressed, Response
from bot.errors import BadSetting
from bot.languages import offered, say, speaking
from bot.screens import says
from bot.settings import ChatSettings, changed
from bot.settings_screens import ACTION, Here, choices_screen, collection_key, hours_of, names_here, settings_screen
from bot.state import State

COMMAND = "settings"
_WRITTEN = {"zone": "time_zone", "length": "length", "language": "language"}
"""Settings that are one value, by the name in an action: the name they are written down by."""


class SettingUp:
    """Over one state. Who is an admin of a group is handed in."""

    def __init__(self, state: State, settings: SettingsOfChats, manner: Manner) -> None:
        self._state = state
        self._settings = settings
        self._manner = manner

    def hear(self, heard: Heard, is_admin: bool) -> Response | None:
        """What to say to /settings, with or without something to set behind it; None where nothing may be asked."""
        grants = self._state.grants(heard.person, heard.chat)
        here = self._here(heard, grants)
        if here is None:
            return None
        with speaking(here.settings.language):
            name, _, value = heard.text.strip().partition(" ")
            if not name:
                return Response((settings_screen(here),))
            if not access.may_set(heard.chat, heard.person, is_admin, grants, self._manner.admitted):
                return Response((says(say("settings-not-yours")),))
            try:
                return self._written(heard, here, name.lower(), value.strip())
            except BadSetting as error:
                return Response((says(str(error)),))

    def _written(self, heard: Heard, here: Here, name: str, value: str) -> Response:
        if name == "quiet" and value.casefold() != "off":
            value = "-".join(value.replace("–", " ").replace("-", " ").split())
        if name not in ("quiet", *_WRITTEN) or not value:
            return Response((says(say("settings-written-how")),))
        return self._set(heard, replace(here, settings=chosen(here, name, value.casefold() if name == "quiet" else value)))

    def press(self, pressed: Pressed, is_admin: bool) -> Response:
        """A tapped button of the screen: each choice counts at once."""
        grants = self._state.grants(pressed.person, pressed.chat)
        here = self._here(pressed, grants)
        if here is None:
            return Response(toast=say("expired"))
        with speaking(here.settings.language):
            name, _, value = pressed.action.removeprefix(ACTION).partition("|")
            if not access.may_set(pressed.chat, pressed.person, is_admin, grants, self._manner.admitted):
                return Response(toast=say("settings-not-yours"))
            if not name:
                return Response((settings_screen(here),), edits=True)
            if name not in names_here(here):
                return Response(toast=say("expired"))
            if name == "adding" and not here.opening:
                return Response(toast=say("settings-adding-not-yours"))
            if not value:
                return Response((choices_screen(here, name),), edits=True)
            return self._give(pressed, here, value) if name == "collection" else self._choose(pressed, here, name, value)

    def _choose(self, pressed: Pressed, here: Here, name: str, value: str) -> Response:
        try:
            return replace(self._set(pressed, replace(here, settings=chosen(here, name, value))), edits=True)
        except BadSetting:
            return Response(toast=say("expired"))

    def _set(self, request: Heard | Pressed, here: Here) -> Response:
        self._settings.put(request.chat.id, here.settings)
        with speaking(here.settings.language):
            return Response((settings_screen(here),), toast=say("settings-set"))

    def _give(self, pressed: Pressed, here: Here, key: str) -> Response:
        name = next((one for one in here.collections if collection_key(one) == key), None)
        if name is None:
            return Response(toast=say("settings-collection-not-yours"))
        if name != here.collection:
            self._state.set_collection(pressed.chat, name, self._manner.clock().timestamp(), pressed.person)
        after = self._here(pressed, self._state.grants(pressed.person, pressed.chat))
        return Response((settings_screen(after or here),), toast=say("settings-set"), edits=True)

    def _here(self, request: Heard | Pressed, grants: Grants) -> Here | None:
        chat, person, admitted = request.chat, request.person, self._manner.admitted
        collection = access.asked_of(chat, person, grants, admitted)
        if collection is None:
            return None
        giveable = access.giveable(chat, person, grants, admitted)
        opening = access.may_open(collection, chat, person, grants, admitted)
        return Here(self._settings.of(chat.id), collection, chat.kind is ChatKind.GROUP, offered(), giveable, opening)


def chosen(here: Here, name: str, value: str) -> ChatSettings:
    """The settings with one of them as its button has it. BadSetting for what no button has."""
    match name:
        case "adding":
            return changed(changed(here.settings, "who_may_add", value), "adding_to", here.collection)
        case "quiet":
            start, end = hours_of(value)
            if bool(start) != bool(end):
                raise BadSetting(say("settings-time-how"))
            return changed(changed(here.settings, "quiet_from", start), "quiet_to", end)
        case _:
            return changed(here.settings, _WRITTEN[name], value)
