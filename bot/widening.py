"""A question's names with their other names: what is asked of one may be said of the other. Pure.

A name of several words is several concepts, all of which a passage is to hold. So that the whole of any of its names holds them all, and a
part of one does not, the n-th concept is held by the n-th word of each name; a shorter name begins again with its first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.demands import Demands
from bot.words import concept_of
from index.aliases import Alias
from index.analyse import concepts
from index.search import Concept


def widened(asked: tuple[Concept, ...], aliases: Sequence[Alias]) -> tuple[Concept, ...]:
    """Concepts, those of each name that stands among them, in a row, held by its others as well."""
    for alias in aliases:
        own = [terms[0] for terms in concepts(alias.written)]
        firsts = [concept.terms[0] for concept in asked]
        at = next((start for start in range(len(asked) - len(own) + 1) if own and firsts[start : start + len(own)] == own), None)
        if at is not None:
            asked = (*asked[:at], *_together(asked[at : at + len(own)], alias), *asked[at + len(own) :])
    return asked


def _together(own: tuple[Concept, ...], alias: Alias) -> tuple[Concept, ...]:
    names = [own, *(name for other in alias.others if (name := tuple(map(concept_of, concepts(other)))))]
    rows = [[name[number % len(name)] for name in names] for number in range(max(map(len, names)))]
    return tuple(Concept(tuple(dict.fromkeys(term for one in row for term in one.terms)), row[0].related) for row in rows)


def _any_of(agent: Concept | None, aliases: Sequence[Alias]) -> Concept | None:
    """A word of a name, held by any word of its others as well."""
    for alias in aliases:
        if agent is not None and any(agent.terms[0] in terms for terms in concepts(alias.written)):
            others = (term for other in alias.others for terms in concepts(other) for term in terms)
            agent = replace(agent, terms=tuple(dict.fromkeys((*agent.terms, *others))))
    return agent


def demands_widened(demands: Demands, aliases: Sequence[Alias]) -> Demands:
    """Demands, those of names met by their others as well; what is counted by the last word of its other name, which says what they are."""
    if not aliases:
        return demands
    counted = demands.counted
    for alias in aliases:
        last = concepts(alias.written)[-1:]
        others = tuple(term for other in alias.others for terms in concepts(other)[-1:] for term in terms)
        counted = tuple(replace(one, terms=tuple(dict.fromkeys((*one.terms, *others)))) if last and one.terms[0] == last[0][0] else one for one in counted)
    return replace(
        demands,
        names=widened(demands.names, aliases),
        places=tuple(widened(place, aliases) for place in demands.places),
        speaker=widened(demands.speaker, aliases),
        agent=_any_of(demands.agent, aliases),
        counted=counted,
    )
