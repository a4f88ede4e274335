"""Alembic's entry point: it is handed an open connection and opens none itself."""

from alembic import context

from bot.migrations import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True, version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
