"""Which web addresses may be asked: no spelling of a private machine, and every public one."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import Address, Exceptions, checked, is_public, read_address
from sources.errors import UnreachableSource

PRIVATE = """127.0.0.1 127.255.255.254 10.1.2.3 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 192.88.99.1 198.18.0.1 192.0.0.8
192.0.2.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 3fff::1 100::1
::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2002:c0a8:1:: 2001:0:1::1""".split()
PUBLIC = "8.8.8.8 93.184.215.14 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450:4001::5 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1".split()


@pytest.mark.parametrize("number", PRIVATE)
def test_no_private_number_is_public_in_any_wrapping(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers_are_public(number: str) -> None:
    assert is_public(number)


@given(st.ip_addresses(v=4))
def test_an_ipv4_number_is_judged_alike_however_it_is_wrapped_into_ipv6(number: ipaddress.IPv4Address) -> None:
    value = int(number)
    wrapped = [f"::ffff:{number}", str(ipaddress.IPv6Address((0x64FF9B << 96) | value)), str(ipaddress.IPv6Address((0x2002 << 112) | (value << 80)))]
    assert {is_public(one) for one in wrapped} == {is_public(str(number))}


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not number.is_global or number.is_multicast or number.is_link_local:
        assert not is_public(str(number)) or getattr(number, "ipv4_mapped", None)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("file:///etc/passwd", "only http"),
        ("FILE:///etc/passwd", "only http"),
        ("data:text/html,hello", "only http"),
        ("gopher://127.0.0.1:70/_GET", "only http"),
        ("ftp://example.org/a", "only http"),
        ("javascript:alert(1)", "only http"),
        ("jar:http://example.org!/a", "only http"),
        ("http:example.org", "no complete"),
        ("http:///example.org", "no complete"),
        ("http://", "no complete"),
        ("http://?a", "no complete"),
        ("http://#a", "no complete"),
        ("http://[::1", "no complete"),
        ("http://[::g]/", "no complete"),
        ("http://example.org:0/", "no complete"),
        ("http://example.org:99999/", "no complete"),
        ("http://example.org:x/", "no complete"),
        ("http://exa_mple..org/", "no complete"),
        ("http://-/", "no complete"),
        ("http://127.1/", "a number in place"),
        ("http://0x7f.1/", "a number in place"),
        ("http://0x7f000001/", "a number in place"),
        ("http://2130706433/", "a number in place"),
        ("http://017700000001/", "a number in place"),
        ("http://0177.0.0.1/", "a number in place"),
        ("http://127.0.0.01/", "a number in place"),
        ("http://1.2.3.4.5/", "a number in place"),
        ("http://evil.0x7f/", "a number in place"),
        ("http://0\xad/", "a number in place"),
        ("http://0x7f\xad.1/", "a number in place"),
        ("http://ann:secret@example.org/", "name or a password"),
        ("http://example.org@127.0.0.1/", "name or a password"),
        ("http://@127.0.0.1/", "name or a password"),
        ("http://example.org\\@127.0.0.1/", "backslash"),
        ("http://exam ple.org/", "space"),
        ("http://example.org/\r\nHost: x", "control"),
        ("http://example.org/\x00", "control"),
        (f"http://example.org/{'a' * 3000}", "longer than"),
    ],
)
def test_what_is_no_plain_web_address_is_refused_with_a_sentence(written: str, says: str) -> None:
    with pytest.raises(UnreachableSource, match=says):
        read_address(written)


def test_a_secret_in_an_address_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(UnreachableSource) as refused:
        read_address("http://ann:s3cret@example.org/")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("HTTPS://Example.ORG:443/a?b=c#d", "https://example.org/a?b=c"),
        (" http://example.org ", "http://example.org/"),
        ("http://example.org:8080/é?q=ü", "http://example.org:8080/%C3%A9?q=%C3%BC"),
        ("https://bücher.example./", "https://xn--bcher-kva.example/"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[0:0::1]:80/", "http://[::1]/"),
        ("https://example.org/a%20b?x=%2F", "https://example.org/a%20b?x=%2F"),
    ],
)
def test_an_address_has_one_spelling(written: str, url: str) -> None:
    assert read_address(written).url == url
    assert read_address(url).url == url


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_one_clear_refusal(text: str) -> None:
    for written in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            address = read_address(written)
        except UnreachableSource as refused:
            assert ": " in str(refused)
        else:
            assert address.url.isascii() and "@" not in address.place and read_address(address.url) == address


def test_a_name_that_stands_for_a_private_number_too_is_closed_altogether() -> None:
    address = Address("https", "rebind.example", 443, "/")
    assert checked(address, ["8.8.8.8", "8.8.4.4", "8.8.8.8"], False) == ("8.8.8.8", "8.8.4.4")
    for numbers in (["8.8.8.8", "127.0.0.1"], ["::1"], []):
        with pytest.raises(UnreachableSource):
            checked(address, numbers, False)


def test_an_exception_is_for_its_host_and_port_only() -> None:
    allowed = Exceptions(frozenset({"intranet.example", "127.0.0.1:8081", "[::1]:8082"}))
    assert read_address("http://intranet.example:99/") in allowed
    assert read_address("http://127.0.0.1:8081/") in allowed and read_address("http://127.0.0.1:8082/") not in allowed
    assert read_address("http://[::1]:8082/") in allowed
    assert read_address("http://intranet.example.org/") not in allowed
