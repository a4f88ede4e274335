"""Answer -> what a person reads. Behind the bar stands the source, letter for letter; everything else is ours and short."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from bot.answer import Answer, Quote, Reason
from bot.briefing import Searched
from bot.languages import digits, isolated, listed, name_of, say
from bot.languages import shortened as shortened
from bot.provenance import day as day
from bot.provenance import mark
from bot.question import Question
from bot.voices import Voice
from index.aliases import differing, others_in
from index.catalog import Period
from sources.model import Attribution, Kind, Speaker, Stance

_MOST_NAMES = 3
BAR = "┃ "
_NARROW = 38
"""Characters a line holds on a 360-pixel screen."""


def signature(quote: Quote) -> str:
    """Whose words a quote is in, where it stands, and how its source arrived."""
    return " · ".join(filter(None, [_whose(quote), mark(quote.provenance) if quote.provenance else ""]))


def _whose(quote: Quote) -> str:
    """Whose words a quote is in, and where it stands: one of three forms, or what is not known."""
    place, said = place_of(quote), quote.said
    if said.voice is Voice.ATTRIBUTED and said.kind is Kind.DIRECT and said.speaker:
        spoken = say("said-in-quotation-marks", speaker=described(said.speaker, said.terms))
        return " · ".join(filter(None, [spoken, isolated(quote.outlet or ""), place]))
    if said.voice is Voice.ATTRIBUTED and said.speaker:
        reported = say("words-reporting", words=_of_outlet("words", quote.outlet), speaker=described(said.speaker, said.terms))
        return " · ".join(filter(None, [reported, say("from-via", via=said.via) if said.via else "", place]))
    if said.voice is Voice.ATTRIBUTED:
        return f"{say('words-of-somebody', words=_of_outlet('words', quote.outlet))} · {place}"
    if said.voice is Voice.OUTLET:
        return f"{_of_outlet('own-words', quote.outlet)} · {place}"
    return " · ".join([_of_outlet("text", quote.outlet), say("not-covered" if said.voice is Voice.NOT_COVERED else "unheard"), place])


def place_of(quote: Quote) -> str:
    """ "p. 3, ¶17": where in its document a quote stands."""
    page = [say("place-page", page=digits(str(quote.page)))] if quote.page else []
    return say("list-comma").join([*page, paragraph_of(quote)])


def paragraph_of(quote: Quote) -> str:
    """ "¶17"."""
    return say("place-paragraph", number=digits(str(quote.paragraph + 1)))


def outlet_of(quote: Quote) -> str:
    """The outlet, or that none is named."""
    return isolated(quote.outlet) if quote.outlet else say("outlet-not-named")


def elsewhere(quote: Quote) -> str:
    """Who else published the same: "Meridian Wire (17 Jan 2024), …"."""
    return say("list-comma").join(say("also-place", outlet=place.outlet or place.doc_id, day=day(place.published)) for place in quote.also_in)


def _of_outlet(what: str, outlet: str | None) -> str:
    return say(f"{what}-of", outlet=outlet) if outlet else say(f"{what}-of-nobody")


def spoken(one: Attribution) -> str:
    """Who is said to have said it, in what manner: "Ada Holm, in quotation marks"."""
    who = described(one.speaker) if one.speaker else "speaker not certain"
    manner = {Kind.DIRECT: "in quotation marks", Kind.INDIRECT: "in the outlet's words", Kind.MIXED: "partly in quotation marks"}[one.kind]
    stance = {Stance.DENIES: "denies", Stance.DOUBTS: "doubts", Stance.ESTIMATES: "estimates"}.get(one.stance, "")
    return " · ".join(filter(None, [f"{who}, {manner}", stance, f"from {one.via}" if one.via else ""]))


def described(speaker: Speaker, terms: str | None = None) -> str:
    """A name with its role, in the article's words; a description with "unnamed", and on what ``terms``, where the name is kept back."""
    role = speaker.role if speaker.role and speaker.role.casefold() != speaker.name.casefold() else ""
    named = say("speaker-role", name=speaker.name, role=role) if role else isolated(speaker.name)
    if not speaker.anonymous:
        return named
    return say("speaker-unnamed-terms", speaker=named, terms=terms) if terms else say("speaker-unnamed", speaker=named)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at single spaces only: joined by one space they are the text again. A longer word stays whole."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and columns_of(lines[-1]) + 1 + columns_of(word) <= width and word:
            lines[-1] += f" {word}"
        elif lines and not word:
            lines[-1] += " "
        else:
            lines.append(word)
    return lines


def columns_of(text: str) -> int:
    """The columns that a text takes in a terminal: two for wide characters, none for combining ones and other marks without a width."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def as_text(answer: Answer, searched: Searched, width: int = 80, everything: bool = False) -> str:
    """The answer as plain text of at most ``width`` columns a line: the first screen, or ``everything``."""
    width = max(_NARROW, width)
    if answer.reason:
        lines = list(_refusal(answer, searched, width, everything))
    else:
        shown = answer.quotes if everything else answer.quotes[: answer.first_screen]
        lines = [line for quote in shown for line in (*quote_lines(quote, width), "")]
        left = len(answer.quotes) - len(shown)
        if left:
            lines.append(f"{left} more: ask again with --all")
    lines += [line for remark in notes(answer, searched) for line in wrapped(remark, width)]
    return "\n".join(lines).rstrip("\n")


def quote_lines(quote: Quote, width: int) -> Iterator[str]:
    """A quote behind the bar, and whose words it is in."""
    yield from (BAR + line for part in quote.text.split("\n") for line in wrapped(part, width - len(BAR)))
    yield from wrapped(signature(quote), width)
    by = ", ".join(quote.authors)
    yield from wrapped(" · ".join(filter(None, [day(quote.published), by, f"“{quote.title}”", quote.url])), width)
    for remark in quote.remarks:
        yield from wrapped(remark, width)
    if quote.also_in:
        yield from wrapped(say("also-in", places=elsewhere(quote)), width)


def _refusal(answer: Answer, searched: Searched, width: int, everything: bool) -> Iterator[str]:
    """What stands nearest is shown only when asked for: read in a hurry under the question, it would pass for an answer."""
    yield from wrapped(refusal_sentence(answer, searched), width)
    if answer.nearest and not everything:
        yield from wrapped("What stands nearest, without answering it: ask again with --all", width)
    elif answer.nearest:
        yield from wrapped("What stands nearest, and does not answer it:", width)
        for quote in answer.nearest:
            yield ""
            yield from quote_lines(quote, width)


def refusal_sentence(answer: Answer, searched: Searched) -> str:
    """Why there is no answer, and what to do, in one or two sentences."""
    where = say("searched", articles=counted(searched.documents, "article"), period=_period(searched.period))
    missing = answer.missing
    match answer.reason:
        case Reason.EMPTY_QUESTION:
            return say("refusal-empty")
        case Reason.NO_SOURCES:
            return "There are no sources yet: add some with `briefbot add FILE`."
        case Reason.NO_FIGURE:
            return f"{say('refusal-missing', missing=missing or say('missing-figure'))} {where}"
        case Reason.OTHER_LANGUAGE:
            return say("refusal-language", languages=names_of(searched.languages))
        case Reason.WITHHELD:
            return f"{say('refusal-withheld')} {where}"
        case _:
            return f"{say('refusal-missing', missing=missing) if missing else say('refusal')} {where}"


def _period(period: Period) -> str:
    """ ", 10 Nov 2021", ", 10 Nov 2021 to 5 Mar 2024, 2 without a date"; nothing where no day is known."""
    if period.first is None or period.last is None:
        return ""
    days = day(period.first) if period.first == period.last else say("period", first=period.first, last=period.last)
    return say("list-comma").join(["", days, *([say("period-undated", number=period.undated)] if period.undated else [])])


def names_of(languages: Sequence[str]) -> str:
    """What a person calls these languages (ISO 639-1): "English or French"; more than two are "English, French or another of theirs"."""
    named = [name_of(code) for code in languages[:2]] + ([say("another-language")] if len(languages) > 2 else [])
    before = say("list-comma").join(named[:-1])
    return say("either", one=before, other=named[-1]) if before else named[-1]


def notes(answer: Answer, searched: Searched) -> Iterator[str]:
    """What a person should know beside the answer."""
    yield from reading_of(answer.question)
    if searched.pending:
        yield f"{counted(searched.pending, 'paragraph')} could be searched by words only so far: `briefbot reindex` finishes them."
    if answer.withheld:
        yield f"{counted(answer.withheld, 'quote')} withheld: not word for word what is stored. Run `briefbot verify`."


def unheard_in(answer: Answer) -> int:
    """In how many of the articles shown nobody has looked yet who speaks."""
    beside = [item.quote for group in answer.figures for item in group.items]
    return len({quote.revision_id for quote in (*answer.quotes, *beside) if quote.said.voice is Voice.NOT_LOOKED_AT})


def reading_of(question: Question) -> Iterator[str]:
    """As what mistyped words were read."""
    if question.corrected:
        yield say("read-as", words=listed(read for _, read in question.corrected))


def names_used(answer: Answer) -> Iterator[str]:
    """ "ISKP = IS-Khorasan, ISIS-K, Daesh", where what is shown calls by another name what the question names: those names first."""
    beside = [item.quote for group in answer.figures for item in group.items] + [one.quote for one in answer.disputes]
    texts = [quote.text for quote in (*answer.quotes, *beside)] if answer.answered else []
    for alias in answer.question.aliases:
        if shown := others_in(alias, texts):
            names = dict.fromkeys((*shown, *differing(alias)))
            yield f"{isolated(alias.written)} = {listed(list(names)[:_MOST_NAMES])}"


def counted(number: int, noun: str) -> str:
    """ "1 article", "2,000 articles"."""
    return say(f"counted-{noun}", number=number)
