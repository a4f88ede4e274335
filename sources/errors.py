"""The errors of this package: one root, and a sentence in each that says what to do."""

from __future__ import annotations


class SourceError(Exception):
    """A source could not be taken in. Its text is one sentence for the person who gave the source."""


class UnreadableSource(SourceError):
    """The bytes are there and are no text that a reader knows; trying again with the same bytes is useless."""


class UnreachableSource(SourceError):
    """The bytes could not be had (missing, forbidden, too large); trying again may help."""


class ParserError(SourceError):
    """The model that parses sentences is not there."""


class SiteAnswered(UnreachableSource):
    """A site answered with something else than the page. ``retry_after``: seconds that it asks to wait, None where it does not say."""

    def __init__(self, sentence: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after
