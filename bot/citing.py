"""What is pasted when somebody copies a quote: house-usable, by the manner of speech, and never more than the source bears out. Pure.

A speaker is "quoted by" an outlet, not said to have "told" it anything: the source does not say to whom they spoke.
"""

from __future__ import annotations

import re

from bot.answer import Quote
from bot.languages import directed, say, shortened
from bot.provenance import mark
from bot.render import day, described, place_of
from bot.reply import line, part_of
from bot.voices import Voice
from sources.model import Kind, Span

_OPENS_WITH_SPEECH = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_FEWEST_WORDS = 3
_LONGEST_NAME = 150


def cited(quote: Quote) -> Quote:
    """What of a quote is pasted: where it opens with the one thing that its speaker says in it, that; else all of it."""
    if quote.said.voice is not Voice.ATTRIBUTED or quote.said.kind is not Kind.DIRECT or quote.said.speaker is None:
        return quote
    found = _OPENS_WITH_SPEECH.match(quote.text)
    rest = quote.text[found.end() :] if found else ""
    if found is None or re.search(r"[“”\"«»]", rest) or len(found[1].split()) < _FEWEST_WORDS:
        return quote
    return part_of(quote, Span(*found.span(1)))


def citation(quote: Quote, address: str) -> str:
    """The words, whose they are and in what manner, where and when they stand, what an editor should know, and an address to check them at."""
    part, place = cited(quote), say("list-comma").join([day(quote.published), place_of(quote)])
    beside = "; ".join(filter(None, [mark(quote.provenance) if quote.provenance else "", *quote.remarks]))
    outlet = _named(quote.outlet) if quote.outlet else say("cited-nobody")
    if part is not quote and quote.said.speaker:
        body = say("cited-speaker", words=part.text, speaker=_named(described(quote.said.speaker, quote.said.terms)), outlet=outlet, place=place)
    else:
        body = say("cited", outlet=_capital(outlet), manner=_manner(quote), place=place, words=part.text)
    body = directed(body)
    return " ".join(filter(None, [body, f"[{shortened(line(beside), 2 * _LONGEST_NAME)}]" if beside else "", address]))


def _manner(quote: Quote) -> str:
    said = quote.said
    via = say("cited-via", via=_named(said.via)) if said.via else ""
    match said.voice:
        case Voice.ATTRIBUTED if said.speaker is None:
            return say("cited-uncertain")
        case Voice.ATTRIBUTED if said.speaker and said.kind is Kind.DIRECT:
            return say("cited-quoting", speaker=_named(described(said.speaker, said.terms)))
        case Voice.ATTRIBUTED if said.speaker:
            return say("cited-reporting", speaker=_named(described(said.speaker, said.terms)), via=via)
        case Voice.OUTLET:
            return say("cited-own")
        case Voice.NOT_LOOKED_AT:
            return say("cited-unheard")
        case _:
            return ""


def _named(name: str) -> str:
    return shortened(line(name), _LONGEST_NAME)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
