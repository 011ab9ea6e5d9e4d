"""The index of a search, and texts to search in which Traditional characters are Simplified ones."""

import json
from collections.abc import Callable, Iterator, Sequence
from string import punctuation
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.cleaning import fold_text
from tracker.searching import fold_search, tokens_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_A_TIME = 1000
# What is searched, in the order in which it is joined.
TEXTS = {
    "event": (
        "title",
        "title_zh",
        "summary",
        "stance_reason",
        "date_evidence",
        "slug",
        "also_called",
        "document_number",
    ),
    "term": ("key", "name", "name_zh", "aliases"),
}
LISTS = {"also_called", "aliases"}

SIGNS = punctuation.replace("'", "''").replace('"', '""')
FULL_TEXT = (
    "CREATE VIRTUAL TABLE {table}_search USING fts5(tokens, content='', columnsize=0, detail=none, "
    f"tokenize=\"ascii tokenchars '{SIGNS}'\")"
)
# The same tokens as numbers, which PostgreSQL compares faster than texts: pairs of neighbours, and what is not ASCII.
FUNCTION = r"""
CREATE FUNCTION search_tokens(content text) RETURNS bigint[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT ARRAY(
    SELECT ascii(sign)::bigint << 21 | ascii(neighbour)
    FROM unnest(string_to_array(content, NULL), (string_to_array(content, NULL))[2:]) AS pair(sign, neighbour)
    WHERE ascii(sign) > 32 AND ascii(neighbour) > 32
    UNION
    SELECT ascii(sign) FROM unnest(string_to_array(regexp_replace(content, '[\x01-\x7f]+', '', 'g'), NULL)) AS sign
) $$"""


def upgrade() -> None:
    _rewrite(fold_search, titles_apart=True)
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(FUNCTION)
    for table in TEXTS:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(FULL_TEXT.replace("{table}", table))
            for rows in _batches(table, ("search_text",)):
                tokens = [(number, " ".join(tokens_of(text))) for number, text in rows]
                connection.exec_driver_sql(f"INSERT INTO {table}_search (rowid, tokens) VALUES (?, ?)", tokens)
        else:
            op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (search_tokens(search_text))")
            # Nothing is guessed from how often a token occurs, and counting that takes seconds.
            op.execute(f"ALTER INDEX ix_{table}_search ALTER COLUMN 1 SET STATISTICS 0")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TEXTS:
        op.execute(f"DROP TABLE {table}_search" if is_sqlite else f"DROP INDEX ix_{table}_search")
    if not is_sqlite:
        op.execute("DROP FUNCTION search_tokens")
    _rewrite(fold_text, titles_apart=False)


def _rewrite(fold: Callable[[str], str], *, titles_apart: bool) -> None:
    """Write the texts that are searched anew; an event's two titles may stand on a line of their own."""
    for table, columns in TEXTS.items():
        update = sa.text(f"UPDATE {table} SET search_text = :text WHERE id = :id")
        for rows in _batches(table, columns):
            texts = []
            for number, *values in rows:
                cells = zip(columns, values, strict=True)
                parts = [" ".join(json.loads(cell)) if name in LISTS else cell or "" for name, cell in cells]
                lines = (parts[:2], parts[2:]) if titles_apart and table == "event" else (parts,)
                texts.append({"id": number, "text": fold("\n".join(" ".join(filter(None, line)) for line in lines))})
            op.get_bind().execute(update, texts)


def _batches(table: str, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a table, some at a time, each with its number first."""
    last = 0
    query = f"SELECT id, {', '.join(columns)} FROM {table} WHERE id > :last ORDER BY id LIMIT {AT_A_TIME}"
    while rows := op.get_bind().execute(sa.text(query), {"last": last}).all():
        yield rows
        last = rows[-1][0]
