"""Names that were merged, sources numbered by their place, and a history that REPLACE cannot change either."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("term", sa.Column("merged_into", sa.String(), nullable=True))
    # The number of a source follows from its event and its place, so that a replay gives the same one. The way there
    # leads over numbers below zero, since no two rows may have the same one meanwhile.
    op.execute("UPDATE source SET id = -(event_id * 100 + position) - 1")
    op.execute("UPDATE source SET id = event_id * 100 + position")
    if op.get_bind().dialect.name == "sqlite":
        # REPLACE takes the row that is in its way out without asking the trigger against deletions.
        op.execute(
            "CREATE TRIGGER revision_no_replace BEFORE INSERT ON revision WHEN EXISTS ("
            "SELECT 1 FROM revision WHERE id = NEW.id) OR EXISTS ("
            "SELECT 1 FROM revision WHERE token = NEW.token) OR EXISTS ("
            "SELECT 1 FROM revision WHERE subject_type = NEW.subject_type AND subject_key = NEW.subject_key "
            "AND version = NEW.version) "
            "BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER revision_no_replace")
    op.drop_column("term", "merged_into")
