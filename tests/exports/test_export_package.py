"""Data packages as the Frictionless framework reads and judges them."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from frictionless import Package
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import HOSTILE, NOTHING, exported
from tests.support.makers import add_half_accepted_measures
from tests.support.own_reader import read_own
from tracker.codebook import codebook_rows
from tracker.database import reading
from tracker.event.fields import COLUMN_NAMES
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.queries import list_codings, list_events, list_measures, list_terms, record_state
from tracker.sentiment import INDEX_COLUMNS
from tracker.vocabulary import ReviewState

TABLES = ("events", "sources", "names", "measures", "codings", "index", "codebook")


def rows_of(file: bytes, name: str) -> list[dict[str, str]]:
    """Return the rows of a table in a package."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode(), newline=""), strict=True))


def days(*rows: Sequence[object]) -> list[tuple[object, ...]]:
    """Return rows of an index."""
    blank = (None,) * (len(INDEX_COLUMNS) - 2)
    return [(*row, *blank) for row in rows]


@pytest.mark.parametrize("chosen", [EventFilter(), EventFilter(sectors=("gaming",)), NOTHING])
def test_a_package_is_valid(record: Session, tmp_path: Path, chosen: EventFilter) -> None:
    """`frictionless validate` finds nothing: types, needed cells, unique keys, and keys that lead to other tables."""
    file = tmp_path / "record.zip"
    file.write_bytes(exported(record, "zip", chosen, index=lambda: days(("2021-07-02", -0.5)))[0])
    report = Package(str(file)).validate()
    assert report.flatten(["title", "message"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == list(TABLES)


def test_the_program_says_so_too(record: Session, tmp_path: Path) -> None:
    """As a person calls it; and of a package with a broken cell it says the contrary."""
    file = tmp_path / "record.zip"
    file.write_bytes(exported(record, "zip", EventFilter(sectors=("gaming",)))[0])
    program = [str(Path(sys.executable).with_name("frictionless")), "validate"]
    assert subprocess.run([*program, str(file)], check=False, capture_output=True, timeout=120).returncode == 0
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    events = tmp_path / "events.csv"
    events.write_text(events.read_text().replace(",licensing,", ",rumour,", 1))
    broken = subprocess.run([*program, "datapackage.json"], cwd=tmp_path, check=False, capture_output=True, timeout=120)
    assert broken.returncode == 1


def test_it_holds_the_record(record: Session) -> None:
    """Every event, source, name, stage and coding, the index that was given, and the whole codebook."""
    file, written = exported(record, "zip", index=lambda: days(("2021-07-02", -0.5)))
    rows = list_events(record)
    assert written.count == len(rows)
    assert list(rows_of(file, "events")[0]) == list(COLUMN_NAMES)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        again = list(read_own("events.csv", io.BytesIO(archive.read("events.csv"))))
    assert [each.slug for each in again] == [row.slug for row in rows]
    assert [each["url"] for each in rows_of(file, "sources")] == [one.url for row in rows for one in row.sources]
    assert len(rows_of(file, "names")) == len(list_terms(record, states=ACCEPTED_ONLY)) > 300
    stages = sum(len(each.stages) for each in list_measures(record, states=ACCEPTED_ONLY))
    assert len(rows_of(file, "measures")) == stages
    assert len(rows_of(file, "codings")) == len(list_codings(record))
    assert rows_of(file, "index")[0]["index"] == "-0.5"
    assert len(rows_of(file, "codebook")) == len(list(codebook_rows()))


def test_it_says_what_it_is(record: Session) -> None:
    """Version, licence and filter stand in its description, and what each column holds."""
    file, _ = exported(record, "zip", EventFilter(sectors=("gaming",)))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        described = json.loads(archive.read("datapackage.json"))
    assert described["version"].endswith(f".0.{record_state(record).change}")
    assert described["licenses"][0]["name"] == "MIT"
    assert "Sector: Games" in described["description"]
    schemas = {each["name"]: each["schema"] for each in described["resources"]}
    assert all(field["description"] for field in schemas["events"]["fields"])
    keys = {name: schema["primaryKey"] for name, schema in schemas.items() if "primaryKey" in schema}
    assert keys == {"events": "slug", "sources": ["slug", "place"], "names": ["type", "key"], "index": "date"}
    assert {field["type"] for field in schemas["codings"]["fields"] if field["name"] == "recorded_on"} == {"date"}
    slugs = {row["slug"] for row in rows_of(file, "events")}
    assert {row["slug"] for row in rows_of(file, "codings")} <= slugs


def test_the_same_record_is_the_same_bytes(record: Session) -> None:
    """Whenever it is written."""
    file = exported(record, "zip")[0]
    assert file == exported(record, "zip", on=dt.date(2031, 1, 1))[0]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_texts_are_cells(hostile_engine: Engine) -> None:
    """Each comes back by an import, and no cell is a formula."""
    with reading(hostile_engine) as session:
        file, _ = exported(session, "zip")
        titles = [row.title for row in list_events(session)]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        again = list(read_own("events.csv", io.BytesIO(archive.read("events.csv"))))
    assert [each.draft.title for each in again] == titles == list(HOSTILE)
    cells = [cell for name in TABLES for row in rows_of(file, name) for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_names_and_stages_of_drafts_come_where_drafts_were_chosen(engine: Engine) -> None:
    """As on a screen, on which a person chose them; what was withdrawn stays out."""
    add_half_accepted_measures(engine)
    with reading(engine) as session:
        file, _ = exported(session, "zip", EventFilter(states=(ReviewState.DRAFT,)))
    assert {row["slug"] for row in rows_of(file, "events")} == {"veiled-draft"}
    assert {row["event"] for row in rows_of(file, "measures")} == {"veiled-draft", "known-event"}
    names = {row["name"] for row in rows_of(file, "names")}
    assert {"Veiled Co", "Known Co"} < names
    assert "Veiled Two" not in names
