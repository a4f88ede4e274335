"""What is said about reports that a quote is wrong: to whoever reports, to the editors, and to whoever reported when it is settled. Pure."""

from __future__ import annotations

from bot.answer import Quote
from bot.quoting import Phone, blocks_of, shortened, with_buttons
from bot.reply import Block, Button, Reply, heading, ours, packed
from bot.reports import Fault, Outcome, Report

MOST_OPEN = 30
"""Reports of one person that stand at once."""
FAULTS = {
    Fault.SPEAKER: "Wrong speaker",
    Fault.WORDS: "Not their exact words",
    Fault.SOURCE: "Wrong date or outlet",
    Fault.OFF: "Not an answer",
    Fault.FIGURE: "A figure is missing",
}
QUESTION = "question"
"""In a button's action, where a fault stands otherwise: the question may go along."""
REPORTED = "The editors get the quote and your choice, not your question. I tell you here what they make of it."
REPORTED_ALREADY = "You have reported this passage already; the editors have not settled it yet."
ENOUGH = f"{MOST_OPEN} reports of yours stand already: more I do not keep."
CHOOSE_FIRST = "Choose first what is wrong with it."
SENT_ALONG = "Your question goes to the editors as well, without your name."
SENT_ALREADY = "The editors have your question already."
QUESTION_GONE = "I do not know your question any more: it is known for 30 minutes only."
SETTLED = "This is settled already, or 30 days have passed."
_AMENDABLE = {Fault.SPEAKER: ("speaker",), Fault.SOURCE: ("date", "outlet"), Fault.WORDS: ("speaker",)}
_LONGEST_QUESTION = 1000
_OUTCOMES = {
    Outcome.TAKEN_UP: "The editors have taken up what you reported.",
    Outcome.DISMISSED: "The editors looked at what you reported, and changed nothing.",
}
_DONE = {Outcome.TAKEN_UP: "Taken up. Whoever reported it is told.", Outcome.DISMISSED: "Dismissed. Whoever reported it is told."}


def choice_screen(token: str, number: str) -> Reply:
    """What may be wrong, to choose from."""
    rows = tuple((Button(label, f"report|{token}|{number}.{fault.value}"),) for fault, label in FAULTS.items())
    along = (Button("Send my question along", f"report|{token}|{number}.{QUESTION}"),)
    return Reply((heading("What is wrong with it?", "The editors see the quote and your choice; your question only if you send it along."),), (*rows, along))


def editors_screen(one: Report, quote: Quote | None, phone: Phone) -> tuple[Reply, ...]:
    """What an editor gets: what is held to be wrong, with which quote, and what can be done. Not who reported it."""
    amending = tuple(Button(f"Amend {field}", f"mend|{one.id}|{field}") for field in _AMENDABLE.get(one.fault, ())) if quote else ()
    closing = (Button("Take it up", f"settle|{one.id}|{Outcome.TAKEN_UP.value}"), Button("Dismiss", f"settle|{one.id}|{Outcome.DISMISSED.value}"))
    return with_buttons(packed(_reported(one, quote, phone), phone.room), tuple(row for row in (amending, closing) if row))


def _reported(one: Report, quote: Quote | None, phone: Phone) -> list[Block]:
    asked = [f"shown for: “{shortened(one.question, _LONGEST_QUESTION)}”"] if one.question else []
    top = heading(f"Reported: {FAULTS[one.fault].lower()}", f"in “{shortened(one.collection, 80)}”", *asked)
    return [top, *(blocks_of(quote, None, phone.room) if quote else (ours("It is no longer in the sources."),))]


def settled_screen(one: Report, quote: Quote | None, phone: Phone, outcome: Outcome) -> Reply:
    """What stands in an editor's message (the last of them, where there are several) once the report is settled."""
    last = packed(_reported(one, quote, phone), phone.room)[-1]
    return Reply((*last.blocks, ours(_DONE[outcome])))


def outcome_screen(one: Report) -> Reply:
    """What whoever reported it is told; it names nothing that the quote is about."""
    if one.outcome is Outcome.AMENDED:
        said = f"The editors have amended the {one.field} of what you reported: each quote of it says so."
    else:
        said = _OUTCOMES[one.outcome or Outcome.DISMISSED]
    return Reply((ours(said),), ((Button("Show it", f"context|{one.token}|{one.position}"),),))
