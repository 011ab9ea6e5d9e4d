"""Dates of stages that the text of another stage's event tells."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("measure_stage", sa.Column("date", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("measure_stage", "date")
