"""For processes that work for another one: none outlives it, however it ended."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process
from multiprocessing.connection import wait


def end_with_owner() -> None:
    """In a process of `multiprocessing`: end when the one that started it has ended, killed or not. Signals that are meant for that one, as a
    terminal and a service manager send them to all of its processes, are left to it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _left_to_the_owner)  # not SIG_IGN: that goes on to the processes that this one starts, which could not be ended then
    owner = parent_process()
    if owner is not None:
        threading.Thread(target=_end_with, args=(owner.sentinel,), name="owner", daemon=True).start()


def end_pool(pool: ProcessPoolExecutor) -> None:
    """The other side: end a pool's processes at once, whatever they are at."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def _left_to_the_owner(_number: int, _frame: object) -> None:
    """Nothing."""


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)  # at once: what it was at is waited for by nobody
