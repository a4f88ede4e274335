"""What a site asks of programs (robots.txt, RFC 9309), for pages that are fetched without somebody asking for them just then.

Whoever sends a link, or has a page refreshed, fetches it by hand as a browser would. What a feed lists, and pages visited again by themselves, a program
chooses: there a site's wish counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from urllib.robotparser import RobotFileParser

from sources.addresses import read_address
from sources.errors import SiteAnswered, SourceError, UnreachableSource
from sources.web import UNKNOWN, Answer, Known

NAME = "briefbot"
"""What a site calls this program in its robots.txt."""
_REFUSED = "the site asks programs not to fetch this page by themselves (robots.txt): send its link, or save it and add the file"
_UNKNOWN = "the site does not say right now what programs may fetch (robots.txt): it is tried again later"
_KEPT_SECONDS = 24 * 3600.0
_KEPT_UNKNOWN_SECONDS = 600.0
_LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read, as the RFC has it."""
_MOST_HOSTS = 1000

Fetch = Callable[[str, Known], Answer]


class Polite:
    """Fetches as ``fetch`` does what the site lets programs fetch. Safe to use from several threads."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: dict[str, tuple[RobotFileParser | None, float]] = {}
        self._lock = Lock()

    def fetch(self, url: str, known: Known = UNKNOWN) -> Answer:
        """A page. UnreachableSource also where the site wants no program to fetch it, or does not say."""
        address = read_address(url)
        rules = self._rules_of(f"{address.scheme}://{address.place}/robots.txt")
        if rules is None:
            raise UnreachableSource(_UNKNOWN)
        if not rules.can_fetch(NAME, address.url):
            raise SiteAnswered(_REFUSED, 403)
        return self._fetch(url, known)

    def _rules_of(self, place: str) -> RobotFileParser | None:
        """A site's rules; None where it has some that cannot be had."""
        with self._lock:
            rules, until = self._rules.get(place, (None, -1.0))
            if self._clock() >= until:
                rules = self._asked(place)
                if len(self._rules) >= _MOST_HOSTS:
                    self._rules.clear()
                self._rules[place] = rules, self._clock() + (_KEPT_SECONDS if rules else _KEPT_UNKNOWN_SECONDS)
            return rules

    def _asked(self, place: str) -> RobotFileParser | None:
        rules = RobotFileParser()
        try:
            answer = self._fetch(place, UNKNOWN)
        except SiteAnswered as told:
            if told.status >= 500 or told.status == 429:
                return None
            rules.parse([])  # it has none
            return rules
        except SourceError:
            return None
        rules.parse(answer.data[:_LARGEST].decode("utf-8", "replace").splitlines())
        return rules
