"""Question and passage laid side by side, once a passage has been found: how far each word that is asked for has its like there.

The shipped way is late interaction (Khattab and Zaharia, 2020) with the shipped embedding model as it is: each telling word of the question
looks for the word of the passage, title included, that means most nearly the same where it stands. Nothing was trained for it, and no file
comes for it. Any CrossEncoder of sentence-transformers can take its place, with torch; or none, and passages are ranked by the rest.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.analyse import analyse
from index.embed import Words
from index.errors import ModelError

SHIPPED = "shipped"
NONE = "none"
_MOST_BYTES = 48 * 2**20
"""Of vectors kept for the next question: some thousand passages of news."""
LONGEST_PAIR = 256
"""Word pieces of question, title and passage that a CrossEncoder reads."""

Read = NDArray[np.float64]


class Reranker(Protocol):
    """What reads a question and passages together."""

    def read(self, question: str, passages: Sequence[str]) -> Read | None:
        """float64, shape (len(passages),), 0 to 1: how well each answers; None when it cannot read now.

        The same for the same question and passages in the same order.
        """


class Wordly(Protocol):
    """What gives the word pieces of texts: `index.embed.SentenceTransformerEmbedder`."""

    def words(self, texts: Sequence[str]) -> list[Words] | None:
        """Of each text; None when it cannot."""


def reranker_for(model: str, embedder: Wordly) -> Reranker | None:
    """The reader that a setting names, None for `NONE`. Nothing is loaded yet."""
    if model == NONE:
        return None
    return WordReranker(embedder) if model == SHIPPED else CrossEncoderReranker(model)


def joined(title: str, text: str) -> str:
    """What is read of a passage: its title tells what "he" and "the city" are."""
    return f"{title}. {text}" if title else text


class WordReranker:
    """Late interaction by the embedding model's word pieces. Safe to use from several threads."""

    def __init__(self, embedder: Wordly) -> None:
        self._embedder = embedder
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._bytes = 0

    def read(self, question: str, passages: Sequence[str]) -> Read | None:
        if not passages:
            return np.empty(0, np.float64)
        asked, found = self._embedder.words([question]), self._vectors(passages)
        if asked is None or found is None:
            return None
        looked_for = asked[0].vectors[telling(question, asked[0].spans)]
        return np.array([likeness(looked_for, one.astype(np.float32)) for one in found], np.float64)

    def _vectors(self, passages: Sequence[str]) -> list[NDArray[np.float16]] | None:
        """The word pieces of passages, in half precision. They do not depend on the question, and people ask about the same things again
        and again: those read last are kept, `_MOST_BYTES` of them."""
        with self._guard:
            known = {one: self._kept[one] for one in passages if one in self._kept}
        unknown = list(dict.fromkeys(one for one in passages if one not in known))
        fresh = self._embedder.words(unknown) if unknown else []
        if fresh is None:
            return None
        known |= {text: one.vectors.astype(np.float16) for text, one in zip(unknown, fresh, strict=True)}
        with self._guard:
            for text in passages:
                if text not in self._kept:
                    self._bytes += known[text].nbytes
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while self._bytes > _MOST_BYTES:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return [known[one] for one in passages]


def telling(question: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """The numbers of the word pieces that tell something, as the analyser has it; all of them where none does."""
    pieces = [number for number, (start, end) in enumerate(spans) if end > start]
    return [number for number in pieces if analyse(question[slice(*spans[number])])] or pieces


def likeness(asked: NDArray[np.float32], found: NDArray[np.float32]) -> float:
    """The mean, over what is asked for, of the cosine to the nearest of what was found, 0 to 1; rows of unit length. 0 for nothing asked."""
    return float(np.clip((asked @ found.T).max(axis=1), 0.0, 1.0).mean()) if len(asked) else 0.0


class CrossEncoderReranker:
    """A CrossEncoder of sentence-transformers: a folder, or a name that is to be had."""

    def __init__(self, model: str) -> None:
        self._name = model

    def read(self, question: str, passages: Sequence[str]) -> Read | None:
        import torch

        pairs = [(question, passage) for passage in passages]
        scores = self._model.predict(pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(scores, np.float64).reshape(len(pairs))

    @cached_property
    def _model(self) -> Any:
        """ModelError when there is none of that name, or it gives more than one figure a pair."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(self._name, max_length=LONGEST_PAIR)
            figures = int(model.config.num_labels)
        except Exception as error:  # the library and the hub raise many kinds
            raise ModelError(
                f"the reranker “{self._name}” is neither a folder here nor to be had: set BRIEFBOT_RERANKER_MODEL to a CrossEncoder's folder or name,"
                " to none, or leave it out for the one shipped"
            ) from error
        if figures != 1:
            raise ModelError(f"the reranker “{self._name}” gives {figures} figures a pair, not one: set BRIEFBOT_RERANKER_MODEL to another CrossEncoder")
        return model
