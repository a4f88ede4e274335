"""How the bot's tables of any earlier version become those of this one: a chain of its own, beside the catalog's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

HEAD = "0006"
"""The newest migration. A test holds it against the scripts, so that start-up need not import Alembic to know it."""
VERSION_TABLE = "bot_version"


def migrate(connection: Connection) -> None:
    """Bring the bot's tables to HEAD, inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
