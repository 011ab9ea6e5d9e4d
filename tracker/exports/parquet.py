"""Events as a Parquet file, in groups of rows, so that memory does not grow with the record."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from tracker.codebook import CODEBOOK_VERSION
from tracker.event.fields import ALL_FIELDS, DERIVED_NAMES, SOURCE_COLUMNS, SOURCE_FIELDS, Field
from tracker.exports.asked import Asked, Written
from tracker.exports.documents import plain_document

GROUP_ROWS = 1_000
"""So many Events are one group of rows, which readers take into memory at once."""


def parquet_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as Parquet, with names and sources as lists and days as dates.

    The file's metadata say what the tables of other formats say in their codebook: source, licence, filter, versions.
    """
    import pyarrow as pa
    from pyarrow import parquet

    about = dict(asked.about) | {"data_version": str(asked.state.change), "codebook_version": str(CODEBOOK_VERSION)}
    schema = _schema().with_metadata(about)
    count = 0
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for rows in _groups(asked):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema), row_group_size=GROUP_ROWS)
            count += len(rows)
    return Written(count)


def _groups(asked: Asked) -> Iterator[Sequence[dict[str, Any]]]:
    documents = map(_dated, map(plain_document, asked.events()))
    while rows := list(islice(documents, GROUP_ROWS)):
        yield rows


def _dated(document: dict[str, Any]) -> dict[str, Any]:
    for name in DERIVED_NAMES:
        day = document[name]
        document[name] = dt.date.fromisoformat(day) if day else None
    return document


def _schema() -> Any:  # noqa: ANN401 - a schema of pyarrow, which has no types
    import pyarrow as pa

    text = pa.string()
    types = {"text": text, "word": text, "date": text, "day": pa.date32(), "number": pa.int8(), "names": pa.list_(text)}
    types[""] = pa.list_(pa.struct([(name, text) for name in SOURCE_FIELDS]))
    return pa.schema([_column(field, types[field.form]) for field in ALL_FIELDS if field.name not in SOURCE_COLUMNS])


def _column(field: Field, kind: Any) -> Any:  # noqa: ANN401 - see _schema
    import pyarrow as pa

    meaning = field.meaning or "The pages that support it, each with its fields as texts."
    return pa.field(field.name, kind, nullable=not field.needed, metadata={"description": meaning})
