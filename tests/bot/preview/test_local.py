"""Who may reach the server: this machine, and no page of another site."""

from __future__ import annotations

import http.client
import socket

import pytest
from double import Double


def status(double: Double, method: str, path: str, body: str | None = None, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", double.port, timeout=10)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_this_machine_may(double: Double) -> None:
    assert status(double, "GET", "/control/chats") == 200
    assert status(double, "GET", "/control/chats", Host=f"localhost:{double.port}") == 200
    assert status(double, "POST", "/control/clock", '{"shift": 1}', Content_Type="application/json") == 200


@pytest.mark.parametrize("path", ["/control/chats", "/", "/bot1:preview/getUpdates", "/bot1:preview/getMe", "/file/bot1:preview/file1"])
def test_a_name_that_was_pointed_at_this_machine_may_not(double: Double, path: str) -> None:
    assert status(double, "GET", path, Host="evil.example") == 403
    assert status(double, "GET", path, Host=f"evil.example:{double.port}") == 403


def test_a_page_of_another_site_may_not(double: Double) -> None:
    for origin in ("https://evil.example", "null", f"http://127.0.0.1:{double.port + 1}"):
        assert status(double, "POST", "/control/clock", '{"shift": 1}', Content_Type="application/json", Origin=origin) == 403
        assert status(double, "POST", "/bot1:preview/getUpdates", "", Origin=origin) == 403
    assert status(double, "POST", "/control/clock", '{"shift": 1}', Content_Type="text/plain") == 415


def test_nothing_but_the_pages_own_files_is_served(double: Double) -> None:
    for path in ("/../server.py", "/..%2fserver.py", "/server.py", "/.env", "/control/nothing", "/page/"):
        assert status(double, "GET", path) == 404, path


def test_one_address_listens_and_no_other(double: Double) -> None:
    with socket.socket() as attempt:
        assert attempt.connect_ex(("127.0.0.2", double.port)) != 0, "whoever listens everywhere answers here too"
    with socket.socket() as attempt:
        assert attempt.connect_ex(("127.0.0.1", double.port)) == 0
