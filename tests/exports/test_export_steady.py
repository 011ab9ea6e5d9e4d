"""The same events are the same bytes, whenever and however they are written."""

import io
import time
import zipfile

import pytest

from tracker.exports import export_bytes
from tracker.formats import READ_BACK
from tracker.read_models import EventRow


@pytest.mark.parametrize("name", READ_BACK)
def test_the_same_events_are_the_same_bytes_later(
    record_events: tuple[EventRow, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is written years later, on a machine in another zone, is equal byte for byte."""
    first = export_bytes(record_events, name)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000_000)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert export_bytes(record_events, name) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert export_bytes(record_events[:-1], name) != first


def test_a_workbook_says_nowhere_when_it_was_written(record_events: tuple[EventRow, ...]) -> None:
    """Each part has the earliest time that an archive can note, and so have the properties."""
    with zipfile.ZipFile(io.BytesIO(export_bytes(record_events[:1], "xlsx"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
