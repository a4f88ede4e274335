"""What is said about reports that a quote is wrong: to whoever reports, to the editors, and to whoever reported when it is settled. Pure."""

from __future__ import annotations

from bot.answer import Quote
from bot.languages import say
from bot.quoting import Phone, blocks_of, shortened, with_buttons
from bot.reply import Block, Button, Reply, heading, ours, packed
from bot.reports import Fault, Outcome, Report

MOST_OPEN = 30
"""Reports of one person that stand at once."""
QUESTION = "question"
"""In a button's action, where a fault stands otherwise: the question may go along."""
_AMENDABLE = {Fault.SPEAKER: ("speaker",), Fault.SOURCE: ("date", "outlet"), Fault.WORDS: ("speaker",)}
_LONGEST_QUESTION = 1000


def choice_screen(token: str, number: str) -> Reply:
    """What may be wrong, to choose from."""
    rows = tuple((Button(say(f"fault-{fault.value}"), f"report|{token}|{number}.{fault.value}"),) for fault in Fault)
    along = (Button(say("button-send-along"), f"report|{token}|{number}.{QUESTION}"),)
    return Reply((heading(say("report"), say("report-what")),), (*rows, along))


def editors_screen(one: Report, quote: Quote | None, phone: Phone) -> tuple[Reply, ...]:
    """What an editor gets: what is held to be wrong, with which quote, and what can be done. Not who reported it."""
    amending = tuple(Button(say("button-amend", field=field), f"mend|{one.id}|{field}") for field in _AMENDABLE.get(one.fault, ())) if quote else ()
    ends = ((say("button-take-up"), Outcome.TAKEN_UP), (say("button-dismiss"), Outcome.DISMISSED))
    closing = tuple(Button(label, f"settle|{one.id}|{outcome.value}") for label, outcome in ends)
    return with_buttons(packed(_reported(one, quote, phone), phone.room), tuple(row for row in (amending, closing) if row))


def _reported(one: Report, quote: Quote | None, phone: Phone) -> list[Block]:
    asked = [say("report-shown-for", question=shortened(one.question, _LONGEST_QUESTION))] if one.question else []
    top = heading(say("report-is", fault=say(f"fault-{one.fault.value}").lower()), say("report-in", collection=shortened(one.collection, 80)), *asked)
    return [top, *(blocks_of(quote, None, phone.room) if quote else (ours(say("report-gone")),))]


def settled_screen(one: Report, quote: Quote | None, phone: Phone, outcome: Outcome) -> Reply:
    """What stands in an editor's message (the last of them, where there are several) once the report is settled."""
    last = packed(_reported(one, quote, phone), phone.room)[-1]
    return Reply((*last.blocks, ours(say(f"report-done-{outcome.value}"))))


def _outcome(one: Report) -> str:
    if one.outcome is Outcome.AMENDED:
        return say("report-amended", field=one.field or "")
    return say(f"report-{(one.outcome or Outcome.DISMISSED).value}")


def outcome_screen(one: Report) -> Reply:
    """What whoever reported it is told; it names nothing that the quote is about."""
    return Reply((ours(_outcome(one)),), ((Button(say("button-show-it"), f"context|{one.token}|{one.position}"),),))
