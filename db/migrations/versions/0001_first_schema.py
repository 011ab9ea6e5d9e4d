"""The first schema: vocabularies, events with their names and sources, codings, redirects and the history."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for create in (
        _create_term,
        _create_event,
        _create_event_term,
        _create_source,
        _create_coding,
        _create_redirect,
        _create_revision,
        _protect_history,
    ):
        create()


def _create_term() -> None:
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=True),
        sa.Column("jurisdiction", sa.String(), nullable=True),
        sa.Column("tickers", sa.String(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("type IN ('sector', 'agency', 'company', 'person', 'thread')", name=op.f("ck_term_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("type", "key", name=op.f("uq_term_type_key")),
    )


def _create_event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("date_text", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("end", sa.String(), nullable=True),
        sa.Column("end_text", sa.String(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stance", sa.Integer(), nullable=False),
        sa.Column("stance_reason", sa.Text(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("date_evidence", sa.Text(), nullable=False),
        sa.Column("review_state", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("certainty IN ('high', 'medium', 'low')", name=op.f("ck_event_certainty")),
        sa.CheckConstraint(
            "kind IN ('law', 'rule', 'draft-rule', 'enforcement', 'investigation', 'licensing', 'signal', 'support', 'market-access', 'public-health', 'institution', 'foreign-measure', 'company-response', 'in-force')",
            name=op.f("ck_event_kind"),
        ),
        sa.CheckConstraint("origin IN ('seed', 'form', 'cli', 'import', 'article')", name=op.f("ck_event_origin")),
        sa.CheckConstraint("precision IN ('day', 'month', 'quarter', 'half', 'year')", name=op.f("ck_event_precision")),
        sa.CheckConstraint(
            "review_state IN ('draft', 'accepted', 'disputed', 'rejected', 'withdrawn')",
            name=op.f("ck_event_review_state"),
        ),
        sa.CheckConstraint("end_on IS NULL OR end_on >= first_on", name=op.f("ck_event_end_order")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_event_date_order")),
        sa.CheckConstraint("length(stance_reason) >= 1", name=op.f("ck_event_stance_reason")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 300", name=op.f("ck_event_title")),
        sa.CheckConstraint("reach BETWEEN 1 AND 4", name=op.f("ck_event_reach")),
        sa.CheckConstraint("stance BETWEEN -3 AND 3", name=op.f("ck_event_stance")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_event_version")),
        sa.ForeignKeyConstraint(["thread_id"], ["term.id"], name=op.f("fk_event_thread_id_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    op.create_index(op.f("ix_event_review_state_first_on"), "event", ["review_state", "first_on"], unique=False)
    op.create_index(op.f("ix_event_thread_id"), "event", ["thread_id"], unique=False)


def _create_event_term() -> None:
    op.create_table(
        "event_term",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_term_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_event_term_term_id_term")),
        sa.PrimaryKeyConstraint("event_id", "term_id", name=op.f("pk_event_term")),
    )
    op.create_index(op.f("ix_event_term_term_id"), "event_term", ["term_id"], unique=False)


def _create_source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("published_on", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.CheckConstraint("lower(url) LIKE 'http://%' OR lower(url) LIKE 'https://%'", name=op.f("ck_source_url")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_source_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_source_event_id_position")),
    )
    op.create_index(op.f("ix_source_address"), "source", ["address"], unique=False)


def _create_coding() -> None:
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("stance", sa.Integer(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reach BETWEEN 1 AND 4", name=op.f("ck_coding_reach")),
        sa.CheckConstraint("stance BETWEEN -3 AND 3", name=op.f("ck_coding_stance")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_coding_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("event_id", "coder", name=op.f("uq_coding_event_id_coder")),
    )


def _create_redirect() -> None:
    op.create_table(
        "redirect",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_redirect_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_redirect")),
    )


def _create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("previous_digest", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint(
            "subject_type", "subject_key", "version", name=op.f("uq_revision_subject_type_subject_key_version")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_revision_token")),
    )
    op.create_index(op.f("ix_revision_recorded_at"), "revision", ["recorded_at"], unique=False)


def _protect_history() -> None:
    """Refuse any change to a row of the history, whatever program asks for it."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER revision_no_{verb.lower()} BEFORE {verb} ON revision "
                "BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'history is only ever added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER revision_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON revision "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
    )
