"""Measures: rules and cases with their stages, each an event."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('rule', 'case')", name=op.f("ck_measure_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("key", name=op.f("uq_measure_key")),
    )
    op.create_table(
        "measure_stage",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('drafting', 'consultation', 'adopted', 'in-force', 'amended', 'postponed', 'repealed', 'probe-opened', 'ruling', 'appeal', 'closed')",
            name=op.f("ck_measure_stage_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_measure_stage_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_stage_measure_id_measure"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("measure_id", "position", name=op.f("pk_measure_stage")),
    )
    op.create_index(op.f("ix_measure_stage_event_id"), "measure_stage", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_table("measure_stage")
    op.drop_table("measure")
