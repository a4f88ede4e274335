"""How a page arrives over HTTP. The only module that connects to another machine for a source; which machines, `sources/addresses.py` says.

address -resolve-> numbers -checked-> connection to that very number (Host and TLS name kept) -redirect-> checked again, ... -> Answer
Bytes are taken as they come and counted after unpacking: what is too much, too slow or packed too tightly ends there.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from sources.addresses import Address, Exceptions, checked, read_address
from sources.errors import SiteAnswered, UnreachableSource, UnreadableSource

AGENT = "briefbot/0.1 (reads pages that its users name)"
_READABLE = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, text/plain, */*;q=0.5"
_PACKED = ("", "identity", "gzip", "x-gzip", "deflate")
_REDIRECTS = (301, 302, 303, 307, 308)
_INSTEAD = "Save it as PDF, or paste the text"
_PIECE = 64 * 1024

Resolve = Callable[[str, int], list[str]]
"""(host, port) -> the numbers that a name stands for; OSError when there is no such name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds``: for one page, from the first connection to the last byte, redirects included. ``size``: bytes after unpacking."""

    seconds: float = 30.0
    size: int = 20 * 1024 * 1024
    redirects: int = 5
    gap: float = 1.0
    """Seconds between two requests to one host."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page from the last visit: it need not be sent again unless it changed."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site sent. ``url``: where it stands after redirects. ``unchanged``: as it was at the last visit, ``data`` is empty."""

    url: str
    domain: str
    data: bytes
    media_type: str
    charset: str | None
    known: Known
    unchanged: bool = False


NO_EXCEPTIONS, LIMITS, UNKNOWN = Exceptions(), Limits(), Known()


def numbers_of(host: str, port: int) -> list[str]:
    """The system's resolver."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Fetches pages, one at a time and not too fast from one host. Safe to use from several threads."""

    def __init__(
        self,
        exceptions: Exceptions = NO_EXCEPTIONS,
        limits: Limits = LIMITS,
        resolve: Resolve = numbers_of,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._exceptions = exceptions
        self._limits = limits
        self._resolve = resolve
        self._clock = clock
        self._pause = pause
        self._next: dict[str, float] = {}
        self._turn = threading.Lock()

    def fetch(self, url: str, known: Known = UNKNOWN) -> Answer:
        """A page. UnreachableSource with the reason and the next step; SiteAnswered when the site's answer is no page."""
        address = read_address(url)
        excepted = address in self._exceptions
        deadline = time.monotonic() + self._limits.seconds
        for _ in range(self._limits.redirects + 1):
            self._take_turn(address)
            numbers = checked(address, self._numbers(address), excepted and address in self._exceptions)
            with _asked(address, numbers, known, deadline) as response:
                if response.status in _REDIRECTS:
                    address = read_address(urljoin(address.url, response.headers.get("Location") or ""))
                    continue
                return self._answer(address, response, deadline)
        raise UnreachableSource(
            f"the site sends from one address to the next more than {self._limits.redirects} times: open it in a browser and copy the last one"
        )

    def _numbers(self, address: Address) -> list[str]:
        try:
            ipaddress.ip_address(address.host)
        except ValueError:
            try:
                return self._resolve(address.host, address.port)
            except (OSError, UnicodeError) as error:
                raise UnreachableSource(f"there is no site {address.host}, or no network: check the address") from error
        return [address.host]

    def _take_turn(self, address: Address) -> None:
        """Wait until this host may be asked again."""
        with self._turn:
            now = self._clock()
            at = max(now, self._next.get(address.host, now))
            self._next[address.host] = at + self._limits.gap
        if at > now:
            self._pause(at - now)

    def _answer(self, address: Address, response: BaseHTTPResponse, deadline: float) -> Answer:
        known = Known(response.headers.get("ETag"), response.headers.get("Last-Modified"))
        described = Message()
        described["Content-Type"] = response.headers.get("Content-Type") or "application/octet-stream"
        media_type, charset = described.get_content_type(), described.get_content_charset()
        if response.status == 304:
            return Answer(address.url, address.domain, b"", media_type, charset, known, unchanged=True)
        if response.status != 200:
            raise SiteAnswered(f"the site answered {response.status}. {_INSTEAD}", response.status, _seconds(response.headers.get("Retry-After")))
        return Answer(address.url, address.domain, self._body(response, deadline), media_type, charset, known)

    def _body(self, response: BaseHTTPResponse, deadline: float) -> bytes:
        if (response.headers.get("Content-Encoding") or "").strip().lower() not in _PACKED:
            raise UnreadableSource(f"the site packs the page in a way that was not asked for. {_INSTEAD}")
        pieces, size = [], 0
        for piece in response.stream(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > self._limits.size:
                raise UnreadableSource(f"it is larger than the {self._limits.size // 2**20} MB that one source may have: save the part that matters as text")
            if time.monotonic() > deadline:
                raise UnreachableSource(_SLOW)
        return b"".join(pieces)


_SLOW = f"the site is too slow. Try again later; or: {_INSTEAD.lower().replace('pdf', 'PDF')}"


@contextmanager
def _asked(address: Address, numbers: tuple[str, ...], known: Known, deadline: float) -> Iterator[BaseHTTPResponse]:
    """The answer to one request, its body still to be read. Whatever goes wrong until the end of the ``with`` is one of our errors."""
    exchange = _Exchange(address, numbers, deadline)
    try:
        with exchange:
            yield exchange.ask(known)
        if exchange.over:  # cut off in the middle, a head or a body of unknown length looks whole
            raise TimeoutError
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if exchange.over or isinstance(error, TimeoutError):
            raise UnreachableSource(_SLOW) from error
        if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
            raise UnreachableSource(f"the site cannot show that it is {address.host} (its certificate is not in order). {_INSTEAD}") from error
        raise UnreachableSource(f"the site could not be reached, or broke off. Try again later; or: {_INSTEAD[0].lower()}{_INSTEAD[1:]}") from error


class _Exchange:
    """One connection, cut at the deadline whatever it is doing: a site that sends a letter a second never runs into a socket's own timeout."""

    def __init__(self, address: Address, numbers: tuple[str, ...], deadline: float) -> None:
        self._address = address
        self._numbers = numbers
        self._deadline = deadline
        self._connection: HTTPConnection | None = None
        self._socket: socket.socket | None = None
        self._response: BaseHTTPResponse | None = None
        self._alarm = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self._alarm.daemon = True
        self.over = False

    def __enter__(self) -> _Exchange:
        self._alarm.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._alarm.cancel()
        if self._response is not None:
            self._response.close()
        if self._connection is not None:
            self._connection.close()
        if self._socket is not None:
            self._socket.close()

    def _cut(self) -> None:
        self.over = True
        if self._socket is not None:
            try:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # of the bare socket: TLS's own would wait for the other side
            except OSError:
                return

    def ask(self, known: Known) -> BaseHTTPResponse:
        """Send the request; the answer, once its head is there."""
        connection = self._connect()
        headers = {"Host": self._address.place, "User-Agent": AGENT, "Accept": _READABLE, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.modified} if known.modified else {}
        connection.request("GET", self._address.target, headers=headers, preload_content=False)
        self._response = connection.getresponse()
        return self._response

    def _connect(self) -> HTTPConnection:
        failure: Exception | None = None
        for number in self._numbers:
            left = self._deadline - time.monotonic()
            if left <= 0:
                self.over = True
                raise TimeoutError
            self._connection = connection = self._connection_to(number, left)
            try:
                connection.connect()
            except (HTTPError, OSError) as error:
                failure = error
                continue
            self._socket = connection.sock
            if self.over:
                raise TimeoutError
            return connection
        raise failure or OSError("no number to connect to")

    def _connection_to(self, number: str, seconds: float) -> HTTPConnection:
        if self._address.scheme == "http":
            return HTTPConnection(number, self._address.port, timeout=seconds)
        return HTTPSConnection(number, self._address.port, timeout=seconds, server_hostname=self._address.host, ssl_context=self._tls)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _seconds(written: str | None) -> float | None:
    """Retry-After: seconds, or a date."""
    if not written:
        return None
    if written.strip().isdecimal():
        return float(written.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
