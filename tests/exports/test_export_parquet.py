"""Parquet files as pandas, polars and DuckDB read them."""

import datetime as dt
import io
import json
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from pyarrow import parquet as pq
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import HOSTILE, NOTHING, exported
from tracker.database import reading
from tracker.event.fields import ALL_FIELDS, SOURCE_COLUMNS
from tracker.exports import event_document, parquet
from tracker.filters import EventFilter
from tracker.queries import list_events, record_state


def test_every_value_comes_back(record: Session) -> None:
    """The documents of JSON, with days as dates; nothing is lost, rounded or turned into something else."""
    file, written = exported(record, "parquet")
    rows = list_events(record)
    read = pq.read_table(io.BytesIO(file)).to_pylist()
    assert written.count == len(rows) == len(read)
    assert json.loads(json.dumps(read, default=dt.date.isoformat)) == [event_document(row) for row in rows]
    assert [each["first_on"] for each in read] == [row.first_on for row in rows]


def test_three_readers_agree(record: Session, tmp_path: Path) -> None:
    """Each finds the same events, the lists of names, the sources and the days as they are."""
    file = tmp_path / "record.parquet"
    file.write_bytes(exported(record, "parquet")[0])
    rows = list_events(record)
    panda, polar = pd.read_parquet(file), pl.read_parquet(file)
    duck = duckdb.sql(f"SELECT slug, sectors, first_on, sources FROM '{file}'").fetchall()  # noqa: S608 - the test's file
    assert panda["slug"].tolist() == polar["slug"].to_list() == [each[0] for each in duck] == [row.slug for row in rows]
    names = [list(row.sectors) for row in rows]
    assert (
        [list(each) for each in panda["sectors"]] == polar["sectors"].to_list() == [each[1] for each in duck] == names
    )
    days = [row.first_on for row in rows]
    assert panda["first_on"].tolist() == polar["first_on"].to_list() == [each[2] for each in duck] == days
    urls = [[source.url for source in row.sources] for row in rows]
    assert [[page["url"] for page in each] for each in panda["sources"]] == urls
    assert [[page["url"] for page in each] for each in polar["sources"].to_list()] == urls
    assert [[page["url"] for page in each[3]] for each in duck] == urls
    assert polar.schema["stance"] == pl.Int8
    assert polar["date"].str.len_chars().min() == len("2018-03")


def test_the_file_says_what_it_is(record: Session) -> None:
    """Filter, licence and versions stand in its metadata, and what each column holds beside the column."""
    file, _ = exported(record, "parquet", EventFilter(sectors=("gaming",), since=dt.date(2021, 1, 1)))
    schema = pq.read_schema(io.BytesIO(file))
    about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert about["filter"] == "Sector: Games; Period: from January 2021"
    assert about["data_version"] == str(record_state(record).change)
    assert about["licence"] == "MIT"
    assert schema.names == [each.name for each in ALL_FIELDS if each.name not in SOURCE_COLUMNS]
    assert all(field.metadata[b"description"] for field in schema)


def test_rows_are_written_in_groups(record: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that neither writer nor reader holds more of them than a group has."""
    whole, written = exported(record, "parquet")
    monkeypatch.setattr(parquet, "GROUP_ROWS", 50)
    file, _ = exported(record, "parquet")
    groups = pq.ParquetFile(io.BytesIO(file)).metadata
    assert [groups.row_group(number).num_rows for number in range(groups.num_row_groups - 1)] == [50] * (
        groups.num_row_groups - 1
    )
    assert groups.num_rows == written.count
    assert pq.read_table(io.BytesIO(file)) == pq.read_table(io.BytesIO(whole))


def test_nothing_and_hostile_texts(hostile_engine: Engine) -> None:
    """A filter that keeps nothing gives a file with its columns; every text comes back to the letter."""
    with reading(hostile_engine) as session:
        empty = pl.read_parquet(io.BytesIO(exported(session, "parquet", NOTHING)[0]))
        rows = list_events(session)
        read = pl.read_parquet(io.BytesIO(exported(session, "parquet")[0])).to_dicts()
    assert (empty.height, "sources" in empty.columns) == (0, True)
    assert [each["title"] for each in read] == [row.title for row in rows] == list(HOSTILE)
    assert [each["sources"][0]["note"] for each in read] == [row.sources[0].note for row in rows]
