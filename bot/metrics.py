"""What a running bot counts, for its operator: numbers only, no ids of people or chats and no text. The one home of prometheus_client."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)


class Metrics:
    """One process's counters. Each method may be called from any thread."""

    def __init__(self, waiting: Callable[[], int], totals: Callable[[], tuple[int, int]]) -> None:
        """``waiting``: updates that nobody has handled; ``totals``: articles and paragraphs. Both are asked when somebody reads."""
        self._registry = CollectorRegistry()
        self._waiting, self._totals = waiting, totals
        self._handling = Histogram("briefbot_handling_seconds", "From an update's turn to its end.", buckets=_SECONDS, registry=self._registry)
        self._updates = self._counter("briefbot_updates", "Updates handled.", "kind")
        self._failures = self._counter("briefbot_failures", "Updates whose handling failed.", "error")
        self._answers = self._counter("briefbot_answers", "Questions answered, or refused with this reason.", "outcome")
        self._withheld = self._counter("briefbot_quotes_withheld", "Quotes that differed from the store and were not sent.")
        self._copies = self._gauge("briefbot_last_backup_seconds", "When the last scheduled backup was made, seconds since 1970.")
        self._queue = self._gauge("briefbot_updates_waiting", "Updates written down and not handled.")
        self._articles = self._gauge("briefbot_articles", "Articles to answer from.")
        self._passages = self._gauge("briefbot_passages", "Paragraphs to answer from.")

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(name, says, labels, registry=self._registry)

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(name, says, registry=self._registry)

    def handled(self, kind: str, seconds: float) -> None:
        """An update's end, however it ended."""
        self._updates.labels(kind).inc()
        self._handling.observe(seconds)

    def failed(self, error: BaseException) -> None:
        """An update could not be handled; only the kind of error is kept."""
        self._failures.labels(type(error).__name__).inc()

    def answered(self, outcome: str) -> None:
        """A question was answered ("answered"), or refused for this reason."""
        self._answers.labels(outcome).inc()

    def withheld(self, quotes: int) -> None:
        """So many quotes were not sent."""
        self._withheld.inc(quotes)

    def copied(self, at: float) -> None:
        """A scheduled backup stands, made ``at`` (seconds since 1970)."""
        self._copies.set(at)

    def page(self) -> bytes:
        """All of it in Prometheus's text format. Reads the store: not for the event loop."""
        self._queue.set(self._waiting())
        for gauge, value in zip((self._articles, self._passages), self._totals(), strict=True):
            gauge.set(value)
        return generate_latest(self._registry)


KINDS: Iterable[str] = ("message", "callback_query", "inline_query", "my_chat_member", "guest_message")


def kind_of(update: object) -> str:
    """The name of what an update holds; "other" for what the bot does not ask Telegram for."""
    return next((kind for kind in KINDS if getattr(update, kind, None) is not None), "other")
