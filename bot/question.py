"""What is being asked: the kind of answer, the concepts that a passage has to hold, and what no answer may lack. Pure.

text -kinds-> Asked, Measure -demands-> Demands => Question
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.demands import Demands, demands_of, quantity_in, telling
from bot.kinds import Asked, Measure, head_of, kind_of, measure_of, names_a_count, wants_doubt, wants_latest
from bot.widening import demands_widened, widened
from bot.words import concept_of, words
from index.aliases import Alias, shipped_in
from index.analyse import concepts, names_in
from index.search import Concept, Query


@dataclass(frozen=True, slots=True)
class Question:
    """``names``: (as written, ``=`` term) of each alias found. ``empty``: nothing in it can be looked up.

    ``quantity``: the name in figures.toml of what is counted, None where the words show none. ``firm``: the question says itself
    that it wants a number; otherwise a topic was named that can be counted, and a sentence without a figure may answer.
    ``doubting``: somebody is asked for who does not accept something; ``latest``: the newest is wanted first;
    ``corrected``: (as typed, as read) of each word that was mistyped, ``read``: the question so;
    ``aliases``: its names that have others, which are looked up with them.
    """

    text: str
    asked: Asked
    concepts: tuple[Concept, ...]
    names: tuple[tuple[str, str], ...]
    measure: Measure = Measure.ANY
    demands: Demands = field(default_factory=Demands)
    quantity: str | None = None
    firm: bool = True
    doubting: bool = False
    latest: bool = False
    corrected: tuple[tuple[str, str], ...] = ()
    read: str = ""
    aliases: tuple[Alias, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.concepts

    def query(self, collection: str) -> Query:
        """The search that this question asks for."""
        return Query(self.read or self.text, self.concepts, collection)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a question that name something, as they are typed: those that may be mistyped."""
    return tuple(word for word in re.findall(r"[^\W\d_]+(?=$|[^\w'’-]|['’]s?\b)", text) if word.lower() not in words().asking)


def respelled(text: str, read_as: Mapping[str, str]) -> str:
    """A question with words in the place of mistyped ones."""
    return re.sub(r"[^\W\d_]+", lambda word: read_as.get(word[0], word[0]), text)


def understand(text: str, read_as: Mapping[str, str] = MappingProxyType({}), aliases: Sequence[Alias] = ()) -> Question:
    """The reading of a question; ``read_as``: its mistyped words, as they are to be read; ``aliases``: those that the analyser does not know.

    Words that only ask are left out of the concepts, unless nothing else is there.
    """
    text = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())  # half a surrogate pair, from a broken paste, can be no word
    typed, text = text, respelled(text, read_as)
    asked = kind_of(text)
    firm = asked is not Asked.OTHER or not names_a_count(text)
    asked = asked if firm else Asked.NUMBER
    kept = telling(text) or tuple(concepts(text))
    measure = measure_of(text) if asked is Asked.NUMBER else Measure.ANY
    return Question(
        text=typed,
        asked=asked,
        concepts=widened(tuple(map(concept_of, kept)), aliases),
        names=names_in(text),
        measure=measure,
        demands=demands_widened(demands_of(text, asked, kept), aliases),
        quantity=quantity_in(text if firm else head_of(text), measure) if asked is Asked.NUMBER else None,
        firm=firm,
        doubting=wants_doubt(text),
        latest=wants_latest(text),
        read=text,
        corrected=tuple(read_as.items()),
        aliases=(*aliases, *shipped_in(text)),
    )
