"""An index by which Events near a date are found, those of each precision in a range of their own."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_event_precision_first_on"), "event", ["precision", "first_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_event_precision_first_on"), "event")
