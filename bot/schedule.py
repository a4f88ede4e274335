"""When a briefing is due: a wish as it is written, and the times that follow from it in a chat's time zone. Pure.

A local time that a change of the clocks leaves out counts by the clock as it was before (02:30 becomes 03:30); one that comes twice
counts the first time. Whatever was missed, only the latest time is due.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.errors import BadSetting
from bot.languages import digits, moment, say
from bot.settings import time_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIRST = "07:00"
"""The time of day where none is written."""
_WISH = re.compile(
    rf"(?:^|\s)(?:(?P<stop>stop|off)|(?P<every>daily|weekly)(?:\s+(?:on\s+)?(?P<day>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in DAYS)}))?"
    r"(?:\s+(?:at\s+)?(?P<at>\d{1,2}(?:[:.]\d{1,3})?))?)\s*$",
    re.IGNORECASE,
)


class Every(StrEnum):
    """How often."""

    DAY = "daily"
    WEEK = "weekly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """``weekday``: 0 is Monday, None where it is daily; ``minute``: of the day, by the clock of the chat's time zone."""

    every: Every
    weekday: int | None
    minute: int

    def __str__(self) -> str:
        at = digits(f"{self.minute // 60:02}:{self.minute % 60:02}")
        return say("schedule-daily", at=at) if self.weekday is None else say("schedule-weekly", day=say(f"weekday-{self.weekday + 1}"), at=at)


@dataclass(frozen=True, slots=True)
class Wish:
    """What stands behind /brief. ``schedule`` None: once, now; ``stop``: no more by itself."""

    topic: str
    schedule: Schedule | None = None
    stop: bool = False


def wish_of(text: str, today: date) -> Wish:
    """ "prisoners", "prisoners daily 07:00", "prisoners weekly Mon 07:00", "prisoners stop". ``today``: in the chat's time zone; its day of
    the week is meant where none is written. BadSetting for a time that is none."""
    found = _WISH.search(text)
    if found is None:
        return Wish(_topic(text))
    topic = _topic(text[: found.start()])
    if found["stop"]:
        return Wish(topic, stop=True)
    at = time_of((found["at"] or _FIRST).replace(".", ":"))
    every = Every(found["every"].lower())
    if every is Every.DAY and found["day"]:
        raise BadSetting("Write either “daily 07:00” or “weekly Mon 07:00”.")
    named = next((number for number, name in enumerate(DAYS) if found["day"] and name[:3].casefold() == found["day"][:3].casefold()), today.weekday())
    return Wish(topic, Schedule(every, named if every is Every.WEEK else None, at.hour * 60 + at.minute))


def sets_something(text: str) -> bool:
    """Whether what stands behind /brief schedules a briefing, or stops one."""
    return _WISH.search(text) is not None


def _topic(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:")


def last_due(schedule: Schedule, now: float, zone: tzinfo) -> float:
    """The latest time at or before ``now`` at which it is due; seconds since 1970."""
    day = datetime.fromtimestamp(now, zone).date() + timedelta(days=1)  # beyond a change of the clocks the day may be another one
    while not (_is_of(schedule, day) and _moment(day, schedule.minute, zone) <= now):
        day -= timedelta(days=1)
    return _moment(day, schedule.minute, zone)


def next_due(schedule: Schedule, now: float, zone: tzinfo) -> float:
    """The first time after ``now``."""
    day = datetime.fromtimestamp(now, zone).date() - timedelta(days=1)
    while not (_is_of(schedule, day) and _moment(day, schedule.minute, zone) > now):
        day += timedelta(days=1)
    return _moment(day, schedule.minute, zone)


def _is_of(schedule: Schedule, day: date) -> bool:
    return schedule.weekday is None or day.weekday() == schedule.weekday


def _moment(day: date, minute: int, zone: tzinfo) -> float:
    return datetime.combine(day, time(minute // 60, minute % 60), zone).timestamp()


def spoken_time(seconds: float, zone: tzinfo) -> str:
    """ "Sun 8 Mar, 07:00", by the clock of the zone; in UTC it says so."""
    at = datetime.fromtimestamp(seconds, zone)
    return say("moment-utc", moment=moment(at)) if zone is UTC else moment(at)
