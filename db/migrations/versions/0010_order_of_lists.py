"""The index on events holds the whole order of lists, so that a page of them is read and nothing is sorted."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SHORT = "ix_event_review_state_first_on"
WHOLE = "ix_event_review_state_first_on_last_on_slug"


def upgrade() -> None:
    op.create_index(WHOLE, "event", ["review_state", "first_on", "last_on", "slug"])
    op.drop_index(SHORT, "event")


def downgrade() -> None:
    op.create_index(SHORT, "event", ["review_state", "first_on"])
    op.drop_index(WHOLE, "event")
