"""Whether a running bot is well, told over HTTP on this machine alone: /healthz, /readyz and /metrics.

/healthz answers 200 as long as the event loop turns. /readyz answers 200 while questions are taken and answered, and 503 with one
sentence otherwise. /metrics is Prometheus's text format. There is no question, name or id in any of it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.web

from bot.errors import CannotGoOn
from bot.metrics import CONTENT_TYPE, Metrics

STARTING = "starting: the model and the sources are being loaded"
DRAINING = "stopping: what is in hand is being answered"
UNREADABLE = "the data folder cannot be read: run `briefbot doctor`"


@dataclass(slots=True)
class Condition:
    """What keeps the bot from answering; each None while nothing does. The newest sentence of the bot's life comes first."""

    life: str | None = STARTING
    arrivals: str | None = None

    @property
    def trouble(self) -> str | None:
        """The sentence to show, or None when the bot is ready."""
        return self.life or self.arrivals


def is_of_this_machine(host: str) -> bool:
    """Whether a Host header names this machine itself: a page of another site cannot have a browser read this."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class _Page(tornado.web.RequestHandler):
    def initialize(self, answer: Callable[[], tuple[int, bytes]], threads: Executor | None, content_type: str = "text/plain; charset=utf-8") -> None:
        self._answer, self._threads, self._type = answer, threads, content_type

    async def get(self) -> None:
        if not is_of_this_machine(self.request.host):
            self.set_status(403)
            return
        status, body = await asyncio.get_running_loop().run_in_executor(self._threads, self._answer) if self._threads else self._answer()
        self.set_status(status)
        self.set_header("Content-Type", self._type)
        self.set_header("Cache-Control", "no-store")
        self.finish(body)


class HealthServer:
    """The three pages at ``listen`` (host:port, loopback)."""

    def __init__(self, listen: str, condition: Condition, metrics: Metrics, readable: Callable[[], object], threads: Executor) -> None:
        """``readable`` reads the store and raises where that fails; it and the metrics run in ``threads``."""
        self._host, _, port = listen.rpartition(":")
        self._host, self._port = self._host.strip("[]"), int(port)

        def ready() -> tuple[int, bytes]:
            trouble = condition.trouble
            if trouble is None:
                try:
                    readable()
                except Exception:  # whatever is wrong with the store, the bot is not ready
                    trouble = UNREADABLE
            return (503, f"{trouble}\n".encode()) if trouble else (200, b"ready\n")

        pages: list[tuple[str, type[_Page], dict[str, Any]]] = [
            ("/healthz", _Page, {"answer": lambda: (200, b"ok\n"), "threads": None}),
            ("/readyz", _Page, {"answer": ready, "threads": threads}),
            ("/metrics", _Page, {"answer": lambda: (200, metrics.page()), "threads": threads, "content_type": CONTENT_TYPE}),
        ]
        application = tornado.web.Application(pages, log_function=lambda _handler: None)
        self._server = tornado.httpserver.HTTPServer(application, max_body_size=2**10)

    def start(self) -> None:
        """Listen. CannotGoOn where the address is taken."""
        try:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            listening = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            where = f"{self._host}:{self._port}"
            raise CannotGoOn(f"the health pages cannot be served at {where} ({error.strerror}): name another port in BRIEFBOT_HEALTH_LISTEN") from error
        listening.setblocking(False)
        self._server.add_socket(listening)

    async def stop(self) -> None:
        """Serve no more."""
        self._server.stop()
        await self._server.close_all_connections()
