"""On which page of a paginated source each offset stands."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("revisions", sa.Column("pages", sa.Text))
    op.add_column("passages", sa.Column("pages", sa.Text))
