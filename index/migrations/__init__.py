"""How a catalog of any earlier version becomes one of this version. The one home of Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

HEAD = "0005"
"""The newest migration. A test holds it against the scripts, so that start-up need not import Alembic to know it."""


def migrate(connection: Connection) -> None:
    """Bring the catalog to HEAD, inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
