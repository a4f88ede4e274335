"""What is wrong with an installation, and what to do about it: one check a thing, none changes anything."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from index.catalog import DATABASE, Catalog
from index.embed import SentenceTransformerEmbedder
from index.errors import IndexingError
from index.snapshot import read_file

_LEAST_FREE = 500 * 2**20
_MOST_SKEW = 60.0
"""Seconds. A clock that is further off would call answers late that are not, and let pairing links live too long or not at all."""


@dataclass(frozen=True, slots=True)
class Check:
    """``advice`` is what to do when ``ok`` is False."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def examine(settings: Settings) -> tuple[Check, ...]:
    """Every check, in the order in which a person would mend things."""
    return (*_machine(settings.data), *_model_and_store(settings), *_telegram(settings))


def _machine(folder: Path) -> Iterator[Check]:
    there = next(parent for parent in (folder, *folder.resolve().parents) if parent.exists())
    writable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    yield Check("data folder", writable, str(folder), "give briefbot a folder that it may write to (--data or BRIEFBOT_DATA)")
    free = shutil.disk_usage(there).free
    yield Check("disk space", free > _LEAST_FREE, f"{free / 2**30:.1f} GiB free", "free some space: under 0.5 GiB an index may not be written")
    fts = "ENABLE_FTS5" in {row[0] for row in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    yield Check("SQLite", fts, sqlite3.sqlite_version, "use a Python whose SQLite has FTS5")


def _model_and_store(settings: Settings) -> Iterator[Check]:
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    try:
        hashes = embedder.hashes
        yield Check("embedding model", True, f"{settings.embedding_model} ({embedder.weights_hash[:12]})")
    except IndexingError as error:
        yield Check("embedding model", False, settings.embedding_model, str(error))
        return
    yield Check("reranker", True, settings.reranker_model)
    if not (settings.data / DATABASE).exists():
        yield Check("sources", False, "none yet", "add some with `briefbot add FILE`")
        return
    try:
        with Catalog(settings.data) as catalog:
            stored = catalog.model_hashes()
            yield from _store(catalog, next((one for one in hashes if one in stored), embedder.weights_hash))
    except IndexingError as error:
        yield Check("catalog", False, str(settings.data / DATABASE), str(error))


def _store(catalog: Catalog, model_hash: str) -> Iterator[Check]:
    size = f"{catalog.path.stat().st_size / 2**20:.1f} MiB"
    yield Check("catalog", catalog.is_sound(), size, "the database is damaged: restore a backup with `briefbot restore FILE`")
    for name, documents, passages, lacking in catalog.overview(model_hash):
        yield Check(f"sources in {name}", documents > 0, f"{documents} documents, {passages} passages", "add some with `briefbot add FILE`")
        yield Check(f"vectors in {name}", not lacking, f"{passages - lacking} of {passages}", "run `briefbot reindex`")
    yield Check("terms", catalog.analyser_is_current(), "analyser and alias file", "they changed: run `briefbot reindex`")
    file = catalog.folder / f"vectors-{model_hash}.faiss"
    dimension = catalog.dimension_of(model_hash)
    sound = dimension is None or not file.exists() or read_file(file, model_hash, dimension) is not None
    yield Check("vector snapshot", sound, file.name, "nothing: the next question makes it anew")


def _telegram(settings: Settings) -> Iterator[Check]:
    """Nothing without a token: who only asks in the terminal needs none."""
    if not settings.token:
        return
    from bot.account import account_of, meaning
    from bot.errors import CannotGoOn

    try:
        account = account_of(settings.token, settings.telegram_api_url)
    except CannotGoOn as error:
        yield Check("token", False, settings.telegram_api_url, str(error))
        return
    yield Check("token", True, f"@{account.username}")
    privacy, groups, inline = meaning(account)
    yield Check("group privacy", True, privacy)
    yield Check("groups", True, groups)
    yield Check("inline mode", True, inline)
    yield webhook_check(settings.webhook_url, account.webhook, account.waiting, account.last_error)
    yield clock_check(account.skew)


def webhook_check(wanted: str | None, there: str, waiting: int, last_error: str) -> Check:
    """Whether Telegram delivers updates in the way that the settings want."""
    queue = f"{waiting} updates wait" + (f"; last error: {last_error}" if last_error else "")
    if not wanted:
        return Check("webhook", not there, f"none, long polling; {queue}" if not there else f"{there}; {queue}", "`briefbot run` takes it away when it starts")
    advice = "`briefbot run` sets it when it starts" if there != wanted else "see that the address leads to where `briefbot run` listens (docs/deploy.md)"
    return Check("webhook", there == wanted and not last_error, f"{there or 'none'}; {queue}", advice)


def clock_check(skew: float | None) -> Check:
    """Whether this machine's clock agrees with Telegram's."""
    if skew is None:
        return Check("clock", True, "the server did not say what the time is")
    side = "ahead of" if skew > 0 else "behind"
    return Check("clock", abs(skew) < _MOST_SKEW, f"{abs(skew):.0f} s {side} Telegram's", "set this machine's clock (timedatectl set-ntp true)")
