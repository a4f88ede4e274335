"""An article -> its attributions: who said what, in whose words.

    text -parser-> Parsed* -speech-> Draft* -speakers-> Speaker -stance-> Attribution*

Each arrow is one module of rules that reads plain data; only `sources/parser.py` knows spaCy. Articles in other languages
than English get none: their words are the outlet's, and nobody is claimed to have said them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sources.grammar import Parsed
from sources.language import identify_language
from sources.lexicon import lexicon_version
from sources.model import Attribution, Span
from sources.speakers import speakers
from sources.speech import drafts, spans_of
from sources.stance import stances, via

RULES = "5"
"""Counts up whenever the rules change, so that what was stored under older ones is known and redone."""
_PARAGRAPH_BREAKS = "\n"


class ParsesText(Protocol):
    """What makes `Parsed` of paragraphs; `sources.parser.Parser` does."""

    version: str

    def parse(self, text: str, paragraphs: Sequence[Span]) -> tuple[Parsed, ...]: ...


def attributer_version(parser_name: str) -> str:
    """What stored attributions were made by: rules, word lists, parser."""
    return f"{RULES}-{lexicon_version()}-{parser_name}"


def is_covered(text: str, language: str | None = None) -> bool:
    """Whether speakers can be told in a text: English, by what is known of it or else by its words; too few words are taken for English."""
    return (language or identify_language(text) or "en").partition("-")[0].lower() == "en"


def attribute(text: str, parser: ParsesText, language: str | None = None, outlet: str | None = None) -> tuple[Attribution, ...]:
    """The attributions of a text, in order of their content; none for a language that is not covered.

    ``outlet``: who says "we" in the text. Spans are code points of ``text``, which is taken as it stands.
    """
    if not is_covered(text, language):
        return ()
    return attributions_of(text, parser.parse(text, paragraphs_of(text)), outlet)


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """Where the paragraphs of a text stand: its lines that are not blank."""
    spans, start = [], 0
    for line in text.split(_PARAGRAPH_BREAKS):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def attributions_of(text: str, paragraphs: Sequence[Parsed], outlet: str | None = None) -> tuple[Attribution, ...]:
    """The attributions of a parsed text."""
    made = drafts(text, paragraphs)
    found = speakers(text, paragraphs, made, outlet)
    vias = [via(text, paragraphs[draft.paragraph], draft) for draft in made]
    held = stances(text, made, [speaker for speaker, _ in found], vias)
    return tuple(
        Attribution(
            content=draft.content,
            cue=spans_of(text, paragraphs[draft.paragraph], draft.cue),
            source=spans_of(text, paragraphs[draft.paragraph], draft.source),
            speaker=speaker,
            kind=draft.kind,
            stance=stance,
            via=whom,
            confidence=confidence,
        )
        for draft, (speaker, confidence), stance, whom in zip(made, found, held, vias, strict=True)
    )
