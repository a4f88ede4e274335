"""A server that every test of this folder may talk to as a bot: by HTTP, as any bot would."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from double import Double, running

Answer = dict[str, Any]
Ask = Callable[..., Answer]


@pytest.fixture
def double() -> Iterator[Double]:
    with running() as started:
        yield started


@pytest.fixture
def ask(double: Double) -> Ask:
    """One request of a bot, as JSON; the whole answer, good or bad."""

    def request(method: str, token: str = double.token, timeout: float = 30, **params: Any) -> Answer:
        asked = urllib.request.Request(f"{double.url}/bot{token}/{method}", json.dumps(params).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(asked, timeout=timeout) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.load(error))

    return request
