"""What a preview runs on: a throwaway copy of the data folder (the samples where that holds no article), and settings that
name nobody but the people on the page. So a preview changes nothing, and never takes work from a bot that runs elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from bot.access import group_collection
from bot.config import Settings
from bot.demo import load_samples
from bot.preview.run import GROUP, OWNER
from index.backup import backup
from index.catalog import DATABASE, Catalog

GROUP_COLLECTION = group_collection(GROUP)
"""What the page's group answers from: a group has a collection of its own, named after its chat."""
_COPIED = ("questions-*.onnx", "vectors-*.faiss")
_OURS = ("BRIEFBOT_", "TELEGRAM_")


def holds_articles(data: Path, collection: str = "main") -> bool:
    """Whether a data folder has anything to answer from. It is not made where it is missing."""
    if not (data / DATABASE).exists():
        return False
    with Catalog(data) as catalog:
        return bool(catalog.list_documents(collection))


def prepare(data: Path, folder: Path) -> bool:
    """Fill ``folder`` with a copy of ``data``, or with the samples; True where these are the person's own articles.

    The group has the samples in any case. What is copied beside the store (exported model, vectors) only saves time.
    """
    own = holds_articles(data)
    if own:
        with Catalog(data) as catalog:
            backup(catalog, folder / DATABASE)
    for file in (file for pattern in _COPIED for file in data.glob(pattern)):
        _linked(file, folder / file.name)
    with Catalog(folder) as catalog:
        for collection in (GROUP_COLLECTION,) if own else ("main", GROUP_COLLECTION):
            load_samples(catalog, collection)
    return own


def _linked(source: Path, target: Path) -> None:
    """The same file under another name, without its bytes being copied where that can be had. Neither is ever written in place."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def environment(settings: Settings, given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables for the bot's process: none of the person's own settings but the model, the level of the log, and the page's people."""
    kept = {name: value for name, value in given.items() if not name.startswith(_OURS)}
    model = Path(settings.embedding_model)
    return kept | {
        "BRIEFBOT_EMBEDDING_MODEL": str(model.resolve()) if model.is_dir() else settings.embedding_model,
        "BRIEFBOT_LOG_LEVEL": settings.log_level.value,
        "BRIEFBOT_ADMINS": str(OWNER),
        "BRIEFBOT_ALLOWED_CHATS": str(GROUP),
    }
