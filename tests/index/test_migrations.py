"""The migrations make the tables that the code names."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from index import database, migrations
from index.catalog import Catalog
from index.tables import metadata


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [migrations.HEAD]
    assert max(revision.revision for revision in script.walk_revisions()) == migrations.HEAD


def test_a_new_catalog_has_the_columns_that_the_code_names(catalog: Catalog) -> None:
    with database.reading(catalog.engine) as connection:
        there = inspect(connection)
        assert {name for name in there.get_table_names() if not name.startswith(("passage_fts", "passage_vocabulary"))} == {*metadata.tables, "alembic_version"}
        for name, table in metadata.tables.items():
            found = {column["name"]: (str(column["type"]), column["nullable"], bool(column["primary_key"])) for column in there.get_columns(name)}
            assert found == {
                column.name: (column.type.compile(catalog.engine.dialect), bool(column.nullable), column.primary_key) for column in table.columns
            }, name
            uniques = {tuple(one["column_names"]) for one in there.get_unique_constraints(name)}
            assert uniques == {tuple(c.name for c in one.columns) for one in table.constraints if one.__visit_name__ == "unique_constraint"}, name
            keys = {(tuple(one["constrained_columns"]), one["referred_table"], one["options"].get("ondelete")) for one in there.get_foreign_keys(name)}
            assert keys == {((key.parent.name,), key.column.table.name, key.ondelete) for key in table.foreign_keys}, name
            assert {one["name"] for one in there.get_indexes(name)} == {index.name for index in table.indexes}, name
            sql = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}).scalar_one()
            assert ("AUTOINCREMENT" in sql) == bool(table.dialect_options["sqlite"]["autoincrement"]), name


def test_alembic_sees_nothing_to_do(catalog: Catalog) -> None:
    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
        return not (kind == "table" and str(name).startswith(("passage_fts", "passage_vocabulary")))

    with database.reading(catalog.engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_opening_again_migrates_nothing_and_needs_no_alembic(catalog: Catalog) -> None:
    import subprocess
    import sys

    code = "import sys, pathlib, index.catalog; index.catalog.Catalog(pathlib.Path(sys.argv[1])).close(); assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, str(catalog.folder)], check=True)
