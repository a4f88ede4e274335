"""Going on asking: "and killed?" as a reply to an answer. What the earlier question was about is held in memory for 30 minutes only."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.kinds import Asked
from bot.languages import listed, say
from bot.question import understand

KEPT_SECONDS = 30 * 60
_MOST = 5000
_JOINING = re.compile(r"^\W*(?:and|but|or|what about|how about|also)\b\W*", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b(?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+)*")
_WHO_SAYS = re.compile(
    r"^\W*(?:and\s+|but\s+)?(?:who\s+(?:says?|said|claims?|claimed|told)\b.*|(?:according\s+to|says)\s+who(?:m)?|on\s+whose\s+word|source|sources)\W*$",
    re.IGNORECASE,
)
_SHORT = 5
"""Words: a longer question says itself what it is about."""


def goes_on(question: str) -> bool:
    """Whether a message by itself says that it goes on from what was asked before: "and killed?", "who says so?"."""
    return bool(_JOINING.match(question) or _WHO_SAYS.match(question)) and len(question.split()) <= _SHORT + 1


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question was about: names as written, whether it asked for a number, and the question itself, kept in memory only."""

    names: tuple[str, ...]
    number: bool
    question: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a follow-up was read: ``question`` is asked, ``said`` is what stands above the answer. ``other``: what it may mean as well; its
    answer stands under ``said`` of its own."""

    question: str
    said: str | None = None
    other: Reading | None = None


class Recent:
    """The subjects of recent answers, by token, for `KEPT_SECONDS`; the oldest go first when there are many. Safe between threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, int, Subject]] = OrderedDict()

    def keep(self, token: str, chat_id: int, subject: Subject, now: float) -> None:
        """Remember what an answer was about."""
        with self._guard:
            self._kept[token] = now, chat_id, subject
            while len(self._kept) > _MOST or now - next(iter(self._kept.values()))[0] > KEPT_SECONDS:
                self._kept.popitem(last=False)

    def of(self, token: str | None, now: float) -> Subject | None:
        """What an answer was about; None when that is not remembered any more."""
        with self._guard:
            at, _, subject = self._kept.get(token or "", (0.0, 0, None))
        return subject if now - at <= KEPT_SECONDS else None

    def last_of(self, chat_id: int, now: float) -> Subject | None:
        """What the last answer in a chat was about; None when that is not remembered any more."""
        with self._guard:
            kept = [(at, subject) for at, chat, subject in self._kept.values() if chat == chat_id]
        return kept[-1][1] if kept and now - kept[-1][0] <= KEPT_SECONDS else None

    def forget(self, chat_id: int) -> None:
        """Forget what was asked in a chat."""
        with self._guard:
            for token in [token for token, (_, chat, _) in self._kept.items() if chat == chat_id]:
                del self._kept[token]


def subject_of(question: str) -> Subject:
    """The names in a question: known ones, else what begins with a capital letter behind the first word."""
    understood = understand(question)
    names = tuple(dict.fromkeys(written for written, _ in understood.names))
    if not names:
        names = tuple(found[0] for found in _CAPITALISED.finditer(question) if found.start() > 0)
    return Subject(names, understood.asked is Asked.NUMBER, question)


def follow_up(question: str, earlier: Subject | None) -> Reading:
    """How a reply to an answer is to be read. A question that names what it is about, or is long, stands by itself."""
    if _WHO_SAYS.match(question):
        if earlier is None:
            return Reading(question, say("follow-forgotten"))
        return Reading(earlier.question, say("follow-who-says", question=earlier.question.strip(" ?")))
    rest = _JOINING.sub("", question).strip("?!. ")
    if len(rest.split()) > _SHORT or subject_of(question).names or not rest:
        return Reading(question)
    if earlier is None:
        return Reading(question, say("follow-forgotten"))
    if not earlier.names:
        return Reading(question)
    names = " ".join(earlier.names)
    understood = understand(rest)
    asked = f"how many {names} {rest}?" if earlier.number and (understood.asked is Asked.OTHER or not understood.firm) else f"{rest} {names}?"
    return Reading(asked, say("follow", names=listed(earlier.names), rest=rest), _done_by(earlier, rest) if asked.startswith("how many") else None)


def _done_by(earlier: Subject, rest: str) -> Reading | None:
    """The other reading of "and killed?": those whom they killed, and not those of theirs who were."""
    done = _DONE_TO.match(rest)
    if done is None or len(earlier.names) != 1:
        return None
    return Reading(f"how many people were {done[1].lower()} by {earlier.names[0]}?", say("follow-done-by", deed=done[1].lower(), name=earlier.names[0]))


_DONE_TO = re.compile(r"(?:were\s+)?(killed|wounded|injured|kidnapped|abducted|captured|arrested|executed|displaced|released|freed)$", re.IGNORECASE)
