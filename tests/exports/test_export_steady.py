"""The same events are the same bytes, whenever and however they are written."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from tracker.database import open_engine, reading
from tracker.exports import FORMATS, export_bytes
from tracker.queries import list_events
from tracker.read_models import EventRow


@pytest.fixture(scope="module")
def rows(seeded_file: Path) -> tuple[EventRow, ...]:
    """The events of the curated record."""
    engine = open_engine(f"sqlite:///{seeded_file}")
    with reading(engine) as session:
        found = list_events(session)
    engine.dispose()
    return found


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_events_are_the_same_bytes_later(
    rows: tuple[EventRow, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is written years later, on a machine in another zone, is equal byte for byte."""
    first = export_bytes(rows, name)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000_000)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert export_bytes(rows, name) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert export_bytes(rows[:-1], name) != first


def test_a_workbook_says_nowhere_when_it_was_written(rows: tuple[EventRow, ...]) -> None:
    """Each part has the earliest time that an archive can note, and so have the properties."""
    with zipfile.ZipFile(io.BytesIO(export_bytes(rows[:1], "xlsx"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
