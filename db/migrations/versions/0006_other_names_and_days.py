"""What an event is also called, since when it was known and its document's number; what was seen of a source."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No document of the history holds these fields yet, so that what is searched stays as it is.
    op.add_column("event", sa.Column("also_called", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("event", sa.Column("document_number", sa.String(), nullable=True))
    op.add_column("event", sa.Column("public_on", sa.String(), nullable=True))
    op.add_column("source", sa.Column("seen", sa.String(), nullable=True))
    op.add_column("source", sa.Column("note", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("source", "note")
    op.drop_column("source", "seen")
    op.drop_column("event", "public_on")
    op.drop_column("event", "document_number")
    op.drop_column("event", "also_called")
