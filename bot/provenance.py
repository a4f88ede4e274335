"""How a quote's source arrived and what became of it, in words and as JSON. Pure.

Three kinds of source never look alike: a page that was fetched names its site; what somebody handed over says so, and who named its
outlet; a forwarded post names its channel. What editors amended, and withdrawals, stand under every quote.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot import languages
from bot.languages import digits, isolated, say
from bot.voices import Said, Voice
from index.origins import origin_fields
from index.provenance import Amendment, NamedBy, Other, Provenance
from sources.model import Fetched, Forwarded, Kind, Speaker, text_hash

_LEAST_NAMES = {NamedBy.ADDER: "outlet-by-adder", NamedBy.EDITOR: "outlet-by-editor"}


def day(value: date | None) -> str:
    """ "10 Nov 2021"; a document without a date says so, since a quote's age is part of what it means."""
    return languages.day(value) if value else say("date-not-known")


def day_of(seconds: float) -> str:
    """The day (UTC) of a time in seconds since 1970."""
    return day(datetime.fromtimestamp(seconds, UTC).date())


def arrival(known: Provenance) -> str:
    """How it arrived: "fetched from voanews.com", "not fetched", "forwarded from …"."""
    origin = known.origin
    if isinstance(origin, Fetched):
        return say("fetched-from", domain=origin.domain)
    if isinstance(origin, Forwarded):
        number = [say("forwarded-message", number=digits(str(origin.message_id)))] if origin.message_id else []
        signed = [say("forwarded-signed", signature=origin.signature)] if origin.signature else []
        return say("list-comma").join([_forwarded_from(origin), *number, day(origin.sent.date()), *signed])
    return say("not-fetched")


def _forwarded_from(origin: Forwarded) -> str:
    if not origin.chat:
        return say("forwarded-hidden")
    return say("forwarded-name", chat=origin.chat, name=f"@{origin.username}") if origin.username else say("forwarded", chat=origin.chat)


def mark(known: Provenance) -> str:
    """What a signature ends with."""
    named = _LEAST_NAMES.get(known.named_by, "")
    if not named and known.named_by is NamedBy.PAGE and not isinstance(known.origin, Fetched | Forwarded):
        named = "outlet-by-file"
    return say("list-comma").join([*([say(named)] if named else []), arrival(known)])


def how_known(known: Provenance, outlet: str | None) -> str:
    """An outlet and how it is known, for whoever added it: "VOA (the page's own name) · fetched from voanews.com"."""
    if outlet is None:
        return f"outlet not named · {arrival(known)}"
    whose = {NamedBy.ADDER: "named by you, or whoever added it", NamedBy.EDITOR: "named by an editor"}.get(known.named_by, _own_name(known))
    return f"{outlet} ({whose}) · {arrival(known)}"


def _own_name(known: Provenance) -> str:
    if isinstance(known.origin, Fetched):
        return "the page's own name"
    return "as Telegram names it" if isinstance(known.origin, Forwarded) else "as the file says"


def remarks(known: Provenance, paragraph: str = "") -> tuple[str, ...]:
    """What has to stand under a quote: amendments that concern it, a withdrawal, corrections. ``paragraph``: the text that it is from."""
    lines = [say("withdrawn", day=day_of(known.withdrawn.seen_at), reason=known.withdrawn.reason)] if known.withdrawn else []
    lines += [_amended(one) for one in _last_of_each(known.amendments, paragraph)]
    lines += [say("corrected-by", article=named(one)) for one in known.corrected_by]
    lines += [say("it-corrects", article=named(one)) for one in known.corrects]
    return tuple(lines)


def named(other: Other) -> str:
    """Another article, by title, outlet and day."""
    return " · ".join(filter(None, [say("titled", title=other.title), isolated(other.outlet or ""), day(other.published)]))


def _last_of_each(amendments: tuple[Amendment, ...], paragraph: str) -> list[Amendment]:
    concerns = [one for one in amendments if one.paragraph is None or one.paragraph == text_hash(paragraph)]
    return list({one.field: one for one in concerns}.values())


def _amended(one: Amendment) -> str:
    values = {"field": one.field, "day": day_of(one.made_at)}
    return say("amended-before", before=one.before, **values) if one.before else say("amended", **values)


def amended_speaker(said: Said, known: Provenance, paragraph: str) -> Said:
    """Who speaks, as an editor amended it for this paragraph; else as it was found."""
    own = [one for one in known.amendments if one.field == "speaker" and one.paragraph == text_hash(paragraph)]
    if not own or own[-1].after is None:
        return said
    kind = said.kind if said.voice is Voice.ATTRIBUTED else Kind.INDIRECT
    return replace(said, voice=Voice.ATTRIBUTED, speaker=Speaker(own[-1].after), kind=kind, via=None, terms=None)


def provenance_json(known: Provenance | None) -> dict[str, Any] | None:
    """How it arrived, who named the outlet, and what became of it."""
    if known is None:
        return None
    return {
        **origin_fields(known.origin),
        "outlet_named_by": known.named_by.value,
        "amendments": [{"field": one.field, "before": one.before, "after": one.after, "by": one.editor, "at": _iso(one.made_at)} for one in known.amendments],
        "withdrawn": {"seen": _iso(known.withdrawn.seen_at), "reason": known.withdrawn.reason} if known.withdrawn else None,
        "corrected_by": [one.doc_id for one in known.corrected_by],
        "corrects": [one.doc_id for one in known.corrects],
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
