"""Trees that a small parser makes of reporting sentences, and how they are hung otherwise; no parser is needed."""

from __future__ import annotations

from sources.grammar import Parsed, Word
from sources.model import Span
from sources.repairs import repaired


def tree(*rows: tuple[str, str, str, int], entities: dict[int, str] | None = None) -> Parsed:
    """A one-sentence paragraph of (text, part of speech, dependency, head)."""
    made, start = [], 0
    for index, (text, pos, dep, head) in enumerate(rows):
        tag = "VBD" if pos == "VERB" else ""
        made.append(Word(index, text, text.lower(), pos, tag, dep, head, start, start + len(text), (entities or {}).get(index, ""), 0))
        start += len(text) + 1
    return Parsed(Span(0, start), tuple(made))


def spokesman(name: dict[int, str]) -> Parsed:
    """ "A spokesman for Vell Rail, Ada Holm, spoke": the name hung on the railway; ``name``: the kinds of name of its words."""
    return tree(
        ("A", "DET", "det", 1),
        ("spokesman", "NOUN", "nsubj", 9),
        ("for", "ADP", "prep", 1),
        ("Vell", "PROPN", "compound", 4),
        ("Rail", "PROPN", "pobj", 2),
        (",", "PUNCT", "punct", 4),
        ("Ada", "PROPN", "compound", 7),
        ("Holm", "PROPN", "appos", 4),
        (",", "PUNCT", "punct", 1),
        ("spoke", "VERB", "ROOT", 9),
        entities={3: "ORG", 4: "ORG"} | name,
    )


def test_a_name_between_commas_is_that_of_the_person_described() -> None:
    holm = repaired(spokesman({})).words[7]
    assert (holm.dep, holm.head) == ("appos", 1)


def test_a_place_between_commas_stays_where_it_was() -> None:
    place = spokesman({6: "GPE", 7: "GPE"})
    assert repaired(place) == place
