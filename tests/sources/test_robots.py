"""What a site asks of programs is kept to where a program chooses the page. Sites run on this machine."""

from __future__ import annotations

import socket

import pytest

from sources.addresses import Exceptions
from sources.errors import SiteAnswered, UnreachableSource
from sources.robots import Polite
from sources.web import Fetcher, Limits
from tests.sources.sites import Serve, Site, answer, site

RULES = b"User-agent: *\nDisallow: /closed\nAllow: /\n\nUser-agent: otherbot\nDisallow: /\n"


def served(robots: bytes) -> Serve:
    def serve(connection: socket.socket, head: bytes) -> None:
        connection.sendall(robots if head.split()[1] == b"/robots.txt" else answer(b"page"))

    return serve


def polite(here: Site, clock: list[float] | None = None) -> Polite:
    now = clock or [0.0]
    return Polite(Fetcher(Exceptions(frozenset({here.place})), Limits(seconds=5, gap=0)).fetch, lambda: now[0])


def test_page_that_a_site_closes_to_programs_is_not_asked_for_and_others_are() -> None:
    with site(served(answer(RULES))) as here:
        visitor = polite(here)
        assert visitor.fetch(here.url("/open")).data == b"page"
        with pytest.raises(SiteAnswered, match=r"robots\.txt.*send its link"):
            visitor.fetch(here.url("/closed/1"))
        assert [head.split()[1] for head in here.requests] == ["/robots.txt", "/open"]


def test_rules_that_name_this_program_outrank_those_for_all() -> None:
    with site(served(answer(b"User-agent: *\nAllow: /\n\nUser-agent: briefbot\nDisallow: /\n"))) as here, pytest.raises(SiteAnswered):
        polite(here).fetch(here.url("/open"))


@pytest.mark.parametrize("robots", [answer(b"", "404 Not Found"), answer(b"no", "403 Forbidden"), answer(b"\xff\xfe\x00<html>" * 99)])
def test_site_without_rules_may_be_asked(robots: bytes) -> None:
    with site(served(robots)) as here:
        assert polite(here).fetch(here.url("/open")).data == b"page"


def test_site_that_does_not_answer_for_its_rules_is_left_alone_until_it_does() -> None:
    clock = [0.0]
    with site(served(answer(b"", "503 Busy"))) as here:
        visitor = polite(here, clock)
        for _ in range(2):
            with pytest.raises(UnreachableSource, match="later"):
                visitor.fetch(here.url("/open"))
        assert len(here.requests) == 1
        here.serve = served(answer(RULES))
        clock[0] = 601.0
        assert visitor.fetch(here.url("/open")).data == b"page"


def test_rules_are_asked_for_again_after_a_day() -> None:
    clock = [0.0]
    with site(served(answer(RULES))) as here:
        visitor = polite(here, clock)
        for clock[0] in (0.0, 86_000.0, 86_500.0):
            visitor.fetch(here.url("/open"))
        assert [head.split()[1] for head in here.requests].count("/robots.txt") == 2
