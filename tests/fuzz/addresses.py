"""Coverage-guided fuzzing of what is done with a web address: `scripts/fuzz.sh SECONDS addresses`, or this file with libFuzzer's options.

A finding is an address that leads to a number which is not public, or anything raised that is no SourceError.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from pathlib import Path
from urllib.parse import urljoin

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["sources", "idna", "urllib"]):
    from sources.addresses import checked, is_public, read_address
    from sources.errors import SourceError

FIRST = "https://example.org/news/a.html?b=c"
INWARD = ("127.0.0.1", "0.0.0.0", "10.0.0.1", "169.254.169.254", "::1", "::ffff:7f00:1")


def _try(written: str) -> None:
    try:
        address = read_address(written)
        numbers = checked(address, _resolved(address.host), excepted=False)
    except SourceError:
        return
    assert address.url.isascii() and "@" not in address.place and "\n" not in address.url, address
    assert read_address(address.url) == address, address
    for number in numbers:
        parsed = ipaddress.ip_address(number)
        assert is_public(number) and (getattr(parsed, "ipv4_mapped", None) or parsed).is_global, (written, number)


def _resolved(host: str) -> list[str]:
    """What a lenient resolver says: every spelling of a number that C knows is that number; every other name is public."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return [INWARD[len(host) % len(INWARD)]] if host.endswith(("localhost", ".internal")) else ["93.184.215.14"]


def one(data: bytes) -> None:
    written = data.decode("utf-8", "replace")
    for address in (written, f"http://{written}", f"http://127.0.0.1{written}"):
        _try(address)
    try:
        redirected = urljoin(FIRST, written)
    except ValueError:
        return
    _try(redirected)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
