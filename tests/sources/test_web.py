"""How a page arrives: nothing reaches a private listener, nothing is too large, too slow or packed too tightly, and each failure is one sentence."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import Site, answer, site

from sources.addresses import Exceptions
from sources.errors import SiteAnswered, SourceError, UnreachableSource, UnreadableSource
from sources.web import Fetcher, Known, Limits

QUICK = Limits(seconds=5.0, gap=0.0)


def fetcher(*allowed: Site, limits: Limits = QUICK, **named: object) -> Fetcher:
    return Fetcher(Exceptions(frozenset(one.place for one in allowed)), limits, **named)  # type: ignore[arg-type]


# ---------------------------------------------------------------------- where it goes


SPELLINGS = """
http://127.0.0.1:{p}/ http://127.0.0.1.:{p}/ http://localhost:{p}/ http://LOCALHOST:{p}/ http://localhost.:{p}/ http://127.1:{p}/ http://127.0.1:{p}/
http://0:{p}/ http://0.0.0.0:{p}/ http://2130706433:{p}/ http://0x7f.1:{p}/ http://0x7f000001:{p}/ http://0x7f.0.0.1:{p}/ http://017700000001:{p}/
http://0177.0.0.1:{p}/ http://00000177.0.0.1:{p}/ http://127.0.0.01:{p}/ http://127.127.127.127:{p}/ http://[::1]:{p}/ http://[0:0:0:0:0:0:0:1]:{p}/
http://[::]:{p}/ http://[::ffff:127.0.0.1]:{p}/ http://[::ffff:7f00:1]:{p}/ http://[0:0:0:0:0:ffff:127.0.0.1]:{p}/ http://[::127.0.0.1]:{p}/
http://[64:ff9b::127.0.0.1]:{p}/ http://[64:ff9b::7f00:1]:{p}/ http://[2002:7f00:1::]:{p}/ http://[fe80::1%25lo]:{p}/ http://[::1%25lo]:{p}/
http://①②⑦.⓪.⓪.①:{p}/ http://127。0。0。1:{p}/ http://１２７.0.0.1:{p}/ http://ⓛocalhost:{p}/ http://user@127.0.0.1:{p}/ http://user:pass@127.0.0.1:{p}/
http://example.org@127.0.0.1:{p}/ http://127.0.0.1:{p}@example.org/ http://example.org#@127.0.0.1:{p}/ http://example.org?@127.0.0.1:{p}/
http://example.org\\@127.0.0.1:{p}/ http:\\\\127.0.0.1:{p}/ http:/127.0.0.1:{p}/ http:127.0.0.1:{p}/ http:///127.0.0.1:{p}/ //127.0.0.1:{p}/
127.0.0.1:{p}/ HTTP://127.0.0.1:{p}/ hTTp://127.0.0.1:{p}/ https://127.0.0.1:{p}/ ftp://127.0.0.1:{p}/ gopher://127.0.0.1:{p}/_GET
file://127.0.0.1:{p}/etc/passwd dict://127.0.0.1:{p}/d ldap://127.0.0.1:{p}/ ws://127.0.0.1:{p}/ data:text/html,http://127.0.0.1:{p}/
jar:http://127.0.0.1:{p}!/ view-source:http://127.0.0.1:{p}/ url:http://127.0.0.1:{p}/ http://127.0.0.1%00:{p}/ http://127.0.0.1%2e:{p}/
http://%31%32%37.0.0.1:{p}/ http://127%E3%80%820.0.1:{p}/ http://[::ffff:0:127.0.0.1]:{p}/ http://rebind.example:{p}/ http://metadata.example:{p}/
""".split()


def resolver(host: str, port: int) -> list[str]:
    """What an attacker's name server says; the rest is asked of the system, which knows nobody but this machine here."""
    known = {"rebind.example": ["93.184.215.14", "127.0.0.1"], "metadata.example": ["169.254.169.254"], "example.org": ["127.0.0.1"]}
    return known.get(host) or [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_a_private_machine_reaches_a_listener(spelling: str) -> None:
    with site(answer(b"<html>secret</html>")) as here:
        with pytest.raises(SourceError) as refused:
            fetcher(resolve=resolver).fetch(spelling.format(p=here.port))
        assert here.connections == 0
        assert str(refused.value) and "\n" not in str(refused.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.data())
def test_no_mixture_of_their_parts_reaches_a_listener(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(["http", "HTTP", "https", "ftp", "", "http:http", " http"]))
    slashes = data.draw(st.sampled_from(["://", ":/", ":", ":\\\\", ":///", "://\t", "://@", "://a@", "://example.org@"]))
    octets = [data.draw(st.sampled_from([f"{n}", hex(n), f"0{n:o}", f"{n:03}"])) for n in (127, 0, 0, 1)]
    numbers = st.sampled_from(
        [".".join(octets), ".".join(octets[:1] + octets[3:]), "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0"]
    )
    with site(answer(b"secret")) as here:
        written = f"{scheme}{slashes}{data.draw(numbers)}{data.draw(st.sampled_from(['', '.', '%00', '#', '?']))}:{here.port}{data.draw(st.text(max_size=8))}"
        with pytest.raises(SourceError):
            fetcher(resolve=resolver).fetch(written)
        assert here.connections == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{p}/", "//127.0.0.1:{p}/", "http://rebind.example:{p}/", "http://0x7f.1:{p}/", "file:///etc/passwd", "http://[::1]:{p}/"]
)
def test_a_redirect_is_checked_like_the_first_address(status: str, target: str) -> None:
    with site(answer(b"secret")) as inner, site() as outer:
        outer.serve = lambda connection, _: connection.sendall(answer(b"", status, Location=target.format(p=inner.port)))
        with pytest.raises(SourceError):
            fetcher(outer, resolve=resolver).fetch(outer.url())
        assert (len(outer.requests), inner.connections) == (1, 0)


def test_a_redirect_from_outside_does_not_reach_a_host_that_only_the_setting_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    import sources.web

    with site(answer(b"intranet")) as inner, site() as outer:
        outer.serve = lambda connection, _: connection.sendall(answer(b"", "302 Found", Location=inner.url()))
        monkeypatch.setattr(sources.web, "checked", lambda address, numbers, excepted: _pretending_outer_is_public(address, numbers, excepted, outer))
        with pytest.raises(UnreachableSource, match="of this network"):
            fetcher(inner).fetch(outer.url())
        assert inner.connections == 0


def _pretending_outer_is_public(address: object, numbers: list[str], excepted: bool, outer: Site) -> tuple[str, ...]:
    from sources.addresses import checked

    return tuple(numbers) if getattr(address, "port", 0) == outer.port else checked(address, numbers, excepted)  # type: ignore[arg-type]


def test_the_number_that_was_checked_is_the_one_connected_to_and_the_name_is_still_told() -> None:
    asked: list[str] = []

    def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with site(answer(b"page")) as here:
        allowed = Exceptions(frozenset({f"news.example:{here.port}"}))
        assert Fetcher(allowed, QUICK, changing).fetch(f"http://news.example:{here.port}/a").data == b"page"
        assert asked == ["news.example"] and f"Host: news.example:{here.port}\r\n" in here.requests[0]


def test_redirects_end_at_the_page_and_a_circle_ends_in_a_sentence() -> None:
    def serve(connection: socket.socket, head: bytes) -> None:
        steps = {b"/a": "/b", b"/b": "c", b"/circle": "/circle"}
        path = head.split()[1]
        connection.sendall(answer(b"", "302 Found", Location=steps[path]) if path in steps else answer(b"there"))

    with site(serve) as here:
        found = fetcher(here).fetch(here.url("/a"))
        assert (found.data, found.url, found.domain) == (b"there", here.url("/c"), "127.0.0.1")
        with pytest.raises(UnreachableSource, match="from one address to the next"):
            fetcher(here).fetch(here.url("/circle"))
        assert len(here.requests) == 3 + QUICK.redirects + 1


# ---------------------------------------------------------------------- how much, how fast


def chunk(size: int) -> bytes:
    return f"{size:x}\r\n".encode() + bytes(size) + b"\r\n"


def test_a_gigabyte_of_zeros_in_chunks_ends_at_the_limit() -> None:
    sent = 0

    def pour(connection: socket.socket, _: bytes) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _step in range(16 * 1024):
            connection.sendall(chunk(2**16))
            sent += 2**16

    with site(pour) as here:
        with pytest.raises(UnreadableSource, match="larger than the 20 MB"):
            fetcher(here, limits=Limits(seconds=60, gap=0)).fetch(here.url())
        assert sent < 64 * 2**20


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_gigabyte_packed_into_a_megabyte_is_never_unpacked_whole(packing: str) -> None:
    zeros = bytes(2**20)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if packing == "gzip" else 15)
    body = b"".join([*(packer.compress(zeros) for _ in range(256)), packer.flush()])
    with site(answer(body, Content_Encoding=packing)) as here:
        tracemalloc.start()
        with pytest.raises(UnreadableSource, match="larger than"):
            fetcher(here, limits=Limits(seconds=60, gap=0)).fetch(here.url())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100 * 2**20


def test_a_packed_page_is_unpacked_and_one_packed_otherwise_is_refused() -> None:
    with site(answer(gzip.compress(b"page"), Content_Encoding="gzip")) as here:
        assert fetcher(here).fetch(here.url()).data == b"page"
    for packing in ("br", "gzip, gzip", "zstd", "gzip," * 500):
        with site(answer(gzip.compress(b"page"), Content_Encoding=packing)) as here, pytest.raises(UnreadableSource, match="not asked for"):
            fetcher(here).fetch(here.url())


@pytest.mark.parametrize("dripped", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b""], ids=["head", "body", "nothing"])
def test_a_site_that_sends_a_letter_at_a_time_is_cut_off(dripped: bytes) -> None:
    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(dripped)
        for _step in range(400):
            time.sleep(0.05)
            connection.sendall(b"a" if dripped else b"")

    with site(drip) as here, pytest.raises(UnreachableSource, match="too slow"):
        fetcher(here, limits=Limits(seconds=0.4, gap=0)).fetch(here.url())


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00\x01\x02",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\njunk",
    ],
)
def test_a_site_that_speaks_nonsense_is_one_sentence(said: bytes) -> None:
    with site(said) as here, pytest.raises(SourceError) as failed:
        fetcher(here).fetch(here.url())
    assert len(str(failed.value)) < 300 and "\n" not in str(failed.value)


# ---------------------------------------------------------------------- what it says


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_another_answer_is_told_with_the_next_step(status: int) -> None:
    with site(answer(b"no", f"{status} No", Retry_After="120")) as here, pytest.raises(SiteAnswered) as told:
        fetcher(here).fetch(here.url())
    assert str(told.value) == f"the site answered {status}. Save it as PDF, or paste the text"
    assert (told.value.status, told.value.retry_after) == (status, 120.0)


def test_what_did_not_change_is_not_sent_again() -> None:
    def serve(connection: socket.socket, head: bytes) -> None:
        again = b'If-None-Match: "v1"' in head and b"If-Modified-Since: Tue, 05 Mar 2024 10:00:00 GMT" in head
        connection.sendall(answer(b"", "304 Not Modified") if again else answer(b"page", ETag='"v1"', Last_Modified="Tue, 05 Mar 2024 10:00:00 GMT"))

    with site(serve) as here:
        first = fetcher(here).fetch(here.url())
        assert (first.known, first.unchanged) == (Known('"v1"', "Tue, 05 Mar 2024 10:00:00 GMT"), False)
        second = fetcher(here).fetch(here.url(), first.known)
        assert second.unchanged and second.data == b""


def test_what_the_page_is_said_to_be_is_kept() -> None:
    with site(answer("привет".encode("koi8-r"), Content_Type="Text/HTML; charset=KOI8-R")) as here:
        found = fetcher(here).fetch(here.url())
        assert (found.media_type, found.charset) == ("text/html", "koi8-r")


def test_one_host_is_asked_again_only_after_a_while_and_others_at_once() -> None:
    pauses: list[float] = []
    with site(answer(b"a")) as one, site(answer(b"b")) as two:
        names = {"one.example": one, "two.example": two}
        allowed = Exceptions(frozenset(f"{name}:{here.port}" for name, here in names.items()))
        polite = Fetcher(allowed, Limits(gap=2.0), lambda *_: ["127.0.0.1"], clock=lambda: 100.0, pause=pauses.append)
        for name in ("one.example", "one.example", "two.example", "one.example"):
            polite.fetch(f"http://{name}:{names[name].port}/")
    assert pauses == [2.0, 4.0]


def test_a_site_without_a_certificate_that_is_in_order_is_told() -> None:
    with site(b"no TLS here", eager=True) as here, pytest.raises(UnreachableSource, match="its certificate is not in order"):
        fetcher(here).fetch(f"https://{here.place}/")
