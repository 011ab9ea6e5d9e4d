"""Eras: named stretches of time, each with its reason and its sources."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "era",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_era_date_order")),
        sa.CheckConstraint("length(why) >= 1", name=op.f("ck_era_why")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_era")),
        sa.UniqueConstraint("key", name=op.f("uq_era_key")),
    )


def downgrade() -> None:
    op.drop_table("era")
