"""Requests and updates held against a schema that neither side wrote: aiogram's models of the Bot API.

aiogram lets unknown fields pass; here a field that its model does not know is a fault, at any depth, because Telegram would
ignore it and the bot's author would believe otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import aiogram.methods
from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, ValidationError

Json = dict[str, Any]
FILES = frozenset({"document", "photo", "thumbnail", "certificate"})


@cache
def methods() -> dict[str, type[TelegramMethod[Any]]]:
    """Every method of the Bot API by its name in lower case."""
    found = [value for value in vars(aiogram.methods).values() if isinstance(value, type) and issubclass(value, TelegramMethod)]
    return {value.__api_method__.lower(): value for value in found if isinstance(value.__api_method__, str)}


def faults_of_call(method: str, params: Json) -> list[str]:
    """What is wrong with a request; empty when nothing is."""
    model = methods().get(method.lower())
    if model is None:
        return [f"{method} is no method of the Bot API"]
    given = {name: value for name, value in params.items() if not (name in FILES and isinstance(value, dict))}
    absent = dict.fromkeys(params.keys() - given.keys(), "file")
    return [f"{method}: {fault}" for fault in _faults(model, given | absent)]


def faults_of_calls(calls: Iterable[Any]) -> list[str]:
    """The same for recorded calls (`double.Call`)."""
    return [fault for call in calls for fault in faults_of_call(call.method, call.params)]


def faults_of_update(update: Json) -> list[str]:
    """What is wrong with an update that a server made."""
    return list(_faults(Update, update))


def faults_of_result(method: str, result: Any) -> list[str]:
    """What is wrong with a server's answer to a method."""
    from aiogram.methods import Response

    returning = methods()[method.lower()].__returning__
    bot = Bot("1:schema")
    try:
        parsed = Response[returning].model_validate({"ok": True, "result": result}, context={"bot": bot})  # type: ignore[valid-type]
    except ValidationError as error:
        return [f"{method}: {one['loc']}: {one['msg']}" for one in error.errors()]
    values = parsed.result if isinstance(parsed.result, list) else [parsed.result]
    return [f"{method}: {fault}" for value in values if isinstance(value, BaseModel) for fault in _unknown(value, "result")]


def _faults(model: type[BaseModel], fields: Json) -> Iterator[str]:
    try:
        parsed = model.model_validate(fields)
    except ValidationError as error:
        yield from (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return
    yield from _unknown(parsed, "")


def _unknown(value: Any, place: str) -> Iterator[str]:
    """Fields that no model knows."""
    if isinstance(value, BaseModel):
        yield from (f"{place}.{name}: no such field" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _unknown(one, f"{place}[{number}]")
