"""Which web addresses may be asked. Pure: a name is resolved elsewhere, and comes back here as the numbers that it stands for.

Whoever gives the bot a link makes this machine ask for it. So a link may lead to public machines only: not to this one, not to its
neighbours, not to what a cloud tells its own machines (169.254.169.254), in whatever way that is written. A setting names exceptions.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from sources.errors import UnreachableSource

LONGEST_ADDRESS = 2048
"""Characters. Longer ones carry data, not a place."""
_PORTS = {"http": 80, "https": 443}
_NUMERIC = re.compile(r"0[xX][0-9a-fA-F]*|\d+")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_SAFE = "%/:=&?~#+!$,;'@()*[]"
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        # IANA's registries of special-purpose addresses, and what once was special: Python's own list depends on its version.
        """0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24
        192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
        2001::/23 2001:db8::/32 2620:4f:8000::/48 3fff::/20""".split(),
    )
)
_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out to public machines."""
_MAPPED = ipaddress.ip_network("::ffff:0:0/96")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_6TO4 = ipaddress.ip_network("2002::/16")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address as it is asked for. ``host`` is in ASCII and small letters, an IPv6 number without brackets; ``target``: path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def place(self) -> str:
        """What stands in the Host header: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.place}{self.target}"

    @property
    def domain(self) -> str:
        """What a person calls the site: the host without "www."."""
        return self.host.removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Names of private hosts that may be asked all the same: ``host`` for every port, ``host:port`` for one."""

    hosts: frozenset[str] = frozenset()

    def __contains__(self, address: Address) -> bool:
        host = f"[{address.host}]" if ":" in address.host else address.host
        return bool(self.hosts & {host, f"{host}:{address.port}"})


def read_address(written: str) -> Address:
    """A web address as somebody wrote it. UnreachableSource, with what to do, when it is none that may be asked."""
    written = written.strip()
    if len(written) > LONGEST_ADDRESS:
        raise UnreachableSource(f"this address is longer than {LONGEST_ADDRESS} characters: save the page and add the file")
    if re.search(r"[\x00-\x20\x7f\\\u2028\u2029]", written):
        raise UnreachableSource("this address holds a space, a backslash or a control character: copy it again from the browser")
    scheme = written.partition(":")[0].lower()
    if scheme not in _PORTS:
        raise UnreachableSource(f"only http:// and https:// addresses are fetched, not {scheme[:20]}: save the page and add the file")
    try:
        parts = urlsplit(written)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise _unreadable() from error
    if not re.match(r"https?://[^/?#]", written, re.IGNORECASE):
        raise _unreadable()
    if "@" in parts.netloc:
        raise UnreachableSource("this address carries a name or a password: take out what stands before the @")
    if port == 0:
        raise _unreadable()
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Address(scheme, _host(host), port or _PORTS[scheme], path + query)


def _unreadable() -> UnreachableSource:
    return UnreachableSource("this is no complete web address: copy it again from the browser")


def _host(written: str) -> str:
    """A host in one spelling. Numbers in any but the usual spelling are refused: nobody writes them so without a reason."""
    if ":" in written:
        try:
            return str(ipaddress.IPv6Address(written))  # a zone ("%eth0") is kept, and is no public address
        except ValueError as error:
            raise _unreadable() from error
    plain = unicodedata.normalize("NFKC", written).rstrip(".")
    try:
        host = plain.lower() if plain.isascii() else idna.encode(plain, uts46=True).decode("ascii").rstrip(".")
    except idna.IDNAError as error:
        raise _unreadable() from error
    if _NUMERIC.fullmatch(host.rpartition(".")[2]):  # after the encoding, which drops what cannot be seen: "0" and a soft hyphen is 0
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise UnreachableSource("this address writes a number in place of a name: use the name of the site") from error
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise _unreadable()
    return host


def is_public(number: str) -> bool:
    """Whether an IP address belongs to a machine of the public internet, whatever form of IPv4 is wrapped into it."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address in _MAPPED or address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address in _6TO4:
            return is_public(str(ipaddress.IPv4Address((int(address) >> 80) & 0xFFFFFFFF)))
        if address not in _UNICAST:
            return False
    return address.is_global and not any(address in closed for closed in _CLOSED if closed.version == address.version)


def checked(address: Address, numbers: Iterable[str], excepted: bool) -> tuple[str, ...]:
    """The numbers that may be connected to for this address: all of them, or UnreachableSource. One private number among public ones
    is how a name is made to point inward, so it closes the whole name."""
    found = tuple(dict.fromkeys(numbers))
    if not found:
        raise UnreachableSource(f"there is no site {address.host}: check the address")
    if not excepted and not all(map(is_public, found)):
        raise UnreachableSource(
            f"{address.host} is a machine of this network, not of the public internet, and is not asked: save the page and add the file"
            " (whoever runs briefbot can allow a host with BRIEFBOT_PRIVATE_HOSTS)"
        )
    return found
