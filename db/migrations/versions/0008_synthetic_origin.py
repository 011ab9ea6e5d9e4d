"""Events can be synthetic, and whether a record holds such is told by an index."""

import re

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BEFORE = "origin IN ('seed', 'form', 'cli', 'import', 'article')"
_AFTER = "origin IN ('seed', 'form', 'cli', 'import', 'article', 'synthetic')"


def upgrade() -> None:
    _change_rule(_BEFORE, _AFTER)
    op.create_index(op.f("ix_event_origin"), "event", ["origin"])


def downgrade() -> None:
    op.drop_index(op.f("ix_event_origin"), "event")
    _change_rule(_AFTER, _BEFORE)


def _change_rule(old: str, new: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_event_origin"), "event", type_="check")
        op.create_check_constraint(op.f("ck_event_origin"), "event", new)
        return
    # SQLite changes a rule only with a new table. Its text is taken over as it stands, so that nothing else changes;
    # foreign keys are off meanwhile, and those of other tables go on naming the table.
    kept = op.get_bind().exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'event' AND sql IS NOT NULL ORDER BY type = 'table' DESC"
    )
    (_, table), *others = kept.fetchall()
    made = re.sub('^CREATE TABLE "?event"?', "CREATE TABLE event_new", table)
    if made == table or old not in made:
        raise ValueError("The table of events is not as the schema before left it.")
    op.execute(made.replace(old, new))
    op.execute("INSERT INTO event_new SELECT * FROM event")
    op.execute("DROP TABLE event")
    op.execute("ALTER TABLE event_new RENAME TO event")
    for _, text in others:
        op.execute(text)
