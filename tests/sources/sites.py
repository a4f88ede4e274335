"""Web servers on this machine, for the tests of fetching: one that only listens, one that answers as it is told, byte by byte where need be."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Serve = Callable[[socket.socket, bytes], None]
"""Answers one request: (the connection, the request's head)."""


@dataclass
class Site:
    """A listener on 127.0.0.1. ``requests``: the head of each; ``connections``: how many there were, with a request or without."""

    port: int
    serve: Serve
    requests: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.place}{path}"


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer. Header names: Content_Type for Content-Type."""
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join([f"HTTP/1.1 {status}\r\n", *(f"{name}: {value}\r\n" for name, value in lines.items()), "\r\n"]).encode() + body


@contextmanager
def site(serve: Serve | bytes = b"", eager: bool = False) -> Iterator[Site]:
    """A running site; gone at the end. ``eager``: it speaks before it has heard anything."""
    listener = socket.create_server(("127.0.0.1", 0))
    fixed = serve if isinstance(serve, bytes) else None
    here = Site(listener.getsockname()[1], (lambda connection, _: connection.sendall(fixed)) if isinstance(serve, bytes) else serve)

    def one(connection: socket.socket) -> None:
        here.connections += 1
        with connection:
            head = b""
            try:
                if eager:
                    here.serve(connection, b"")
                while b"\r\n\r\n" not in head and (piece := connection.recv(4096)):
                    head += piece
                if head:
                    here.requests.append(head.decode("latin-1"))
                    here.serve(connection, head)
            except OSError:
                return  # whoever asked has gone

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@dataclass
class News:
    """A news site whose pages a test changes. ``pages``: path -> (status, body, headers); what carries an ETag is answered 304 when it is known."""

    pages: dict[str, tuple[str, str, dict[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, path: str, body: str, status: str = "200 OK", **headers: str) -> None:
        self.pages[path] = (status, body, headers)

    def article(self, path: str, title: str, *paragraphs: str, outlet: str = "Meridian Wire", day: str = "2024-03-05", **headers: str) -> None:
        """A page as news sites send them, with a validator of its content."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        head = f'<title>{title}</title><meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{day}">'
        page = f'<html lang="en"><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>'
        self.put(path, page, ETag=f'"{hash(page)}"', **headers)

    def gone(self, path: str, status: str = "404 Not Found") -> None:
        self.put(path, "not here", status)

    def serve(self, connection: socket.socket, head: bytes) -> None:
        path = head.split()[1].decode().partition("?")[0]
        self.asked.append(path)
        status, body, headers = self.pages.get(path, ("404 Not Found", "not here", {}))
        tag = headers.get("ETag")
        if tag and f"If-None-Match: {tag}" in head.decode("latin-1"):
            connection.sendall(answer(b"", "304 Not Modified", ETag=tag))
        else:
            connection.sendall(answer(body.encode(), status, **headers))
