import io
import json

import pytest
from generated_events import event_rows, row_of, seeded_events
from hypothesis import HealthCheck, given, settings

from tests.support.makers import event_row
from tests.support.own_reader import read_own
from tracker.exports import event_document, export_bytes
from tracker.formats import READ_BACK
from tracker.imports import FileProblem, ImportSteps, known_events, map_table, open_event_table, plan_steps
from tracker.read_models import EventRow, SourceRow

both_slow_and_large = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("name", READ_BACK)
@given(row=event_rows())
@both_slow_and_large
def test_an_event_comes_back_equal_field_by_field(name: str, row: EventRow) -> None:
    """What an export writes, the own reader reads back exactly, whatever signs the texts hold."""
    (event,) = read_own(f"events.{name}", io.BytesIO(export_bytes([row], name)))
    assert row_of(event, row) == row


@pytest.mark.parametrize("name", ["csv", "json"])
@given(first=event_rows("first"), second=event_rows("second"))
@both_slow_and_large
def test_export_import_export_is_equal_byte_for_byte(name: str, first: EventRow, second: EventRow) -> None:
    """A file that was read and written again does not change by a byte."""
    written = export_bytes([first, second], name)
    again = [
        row_of(event, row) for event, row in zip(read_own("events", io.BytesIO(written)), (first, second), strict=True)
    ]
    assert export_bytes(again, name) == written


@pytest.mark.parametrize("name", ["csv", "json"])
def test_the_longest_notes_on_as_many_sources_as_fit_come_back(name: str) -> None:
    """What the record may hold may be exported, and what an export wrote may be read."""
    sources = tuple(
        SourceRow(f"https://example.org/{number}", "", None, None, None, note=";" * 500) for number in range(100)
    )
    row = event_row("noted", "2022-05-17", sources=sources)
    (event,) = read_own(f"events.{name}", io.BytesIO(export_bytes([row], name)))
    assert row_of(event, row).sources == sources


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BACK)
def test_ten_thousand_events_come_back_equal(name: str) -> None:
    """A large file keeps every event, each equal field by field and in its place."""
    rows = seeded_events(10_000, seed=7)
    events = read_own(f"events.{name}", io.BytesIO(export_bytes(rows, name)))
    assert [row_of(event, row) for event, row in zip(events, rows, strict=True)] == rows


@pytest.mark.parametrize("name", READ_BACK)
def test_the_same_file_twice_adds_nothing(name: str) -> None:
    """Imported over the record that it was exported from, a file changes nothing, whatever its texts hold."""
    rows = seeded_events(500, seed=8)
    table = open_event_table(f"events.{name}", export_bytes(rows, name))
    plan = plan_steps(ImportSteps(table, map_table(table), known_events(map(event_document, rows))))
    assert (plan.new, plan.changed, plan.unchanged, plan.refused) == (0, 0, 500, 0)
    assert plan.is_empty


def test_a_record_without_events_is_a_file_with_a_heading_only() -> None:
    """An empty record exports and reads as nothing, in tables at least: JSON has no heading to show."""
    for name in ("csv", "xlsx"):
        assert list(read_own("events", io.BytesIO(export_bytes([], name)))) == []
    assert export_bytes([], "json") == b"[]\n"


def test_the_own_reader_refuses_a_file_that_no_export_wrote() -> None:
    """The message names row and column, or says which columns are missing."""
    row = seeded_events(1, seed=1)[0]
    spoiled = export_bytes([row], "csv").replace(b"https://", b"ftp://")
    with pytest.raises(FileProblem, match=r"Row 2, source_urls: Source 1: Only addresses that begin with http"):
        list(read_own("events.csv", io.BytesIO(spoiled)))
    document = event_document(row)
    del document["origin"]
    with pytest.raises(FileProblem, match="Row 1 has no slug, review_state or origin"):
        list(read_own("events.json", io.BytesIO(json.dumps([document]).encode())))
