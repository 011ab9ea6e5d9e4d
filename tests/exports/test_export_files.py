import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from sqlmodel import Session

from tests.support.own_reader import read_own
from tracker.errors import TrackerError, UnknownValue
from tracker.event.fields import COLUMN_NAMES, COLUMNS
from tracker.event.plain import PlainEvent, plain_values
from tracker.exports import Asked, event_document, export_bytes, workbook, write_csv, write_export, write_json
from tracker.exports.tables import table_row
from tracker.exports.workbook import CELL_LENGTH, INDEX_MEANINGS, write_xlsx
from tracker.exports.writers import write_json_lines
from tracker.filters import EventFilter
from tracker.formats import format_of
from tracker.queries import get_event, list_events
from tracker.read_models import EventRow
from tracker.sentiment import INDEX_COLUMNS
from tracker.tables.escaping import FORMULA_STARTS
from tracker.vocabulary import Kind

WRITERS: dict[str, Callable[..., None]] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_json_lines,
    "xlsx": write_xlsx,
}


@pytest.fixture
def row(record: Session) -> EventRow:
    """One event of the curated record with an end and several sources."""
    return get_event(record, "game-freeze-2018")


def lines_of(file: bytes) -> list[list[str]]:
    """Read a CSV file as any program would."""
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True))


def sheet_of(file: bytes, title: str = "Events") -> Any:
    """Open a workbook and return one of its sheets."""
    return load_workbook(io.BytesIO(file))[title]


def test_a_csv_file_opens_in_excel_with_chinese_intact(record: Session) -> None:
    """A byte order mark, once, at the beginning; UTF-8; lines that end as RFC 4180 says; the documented heading."""
    row = get_event(record, "data-security-law")
    file = export_bytes([row, row], "csv")
    assert file.startswith(b"\xef\xbb\xbfslug,title,")
    assert file.count(b"\xef\xbb\xbf") == 1
    assert file.endswith(b"\r\n")
    assert file.replace(b"\r\n", b"").count(b"\r") == 0
    heading, *lines = lines_of(file)
    assert heading == list(COLUMN_NAMES)
    assert [len(line) for line in lines] == [len(COLUMNS)] * 2
    assert lines[0][2] == row.title_zh == "中华人民共和国数据安全法"


def test_the_cells_of_a_table_are_as_documented(row: EventRow) -> None:
    """Each column holds what its description says, for an event whose month alone is known."""
    cells = dict(zip(COLUMN_NAMES, lines_of(export_bytes([row], "csv"))[1], strict=True))
    assert (cells["slug"], cells["date"], cells["end"]) == ("game-freeze-2018", "2018-03", row.end)
    assert (cells["first_on"], cells["last_on"]) == ("2018-03-01", "2018-03-31")
    assert (cells["stance"], cells["reach"]) == (str(int(row.stance)), str(int(row.reach)))
    assert cells["sectors"] == "; ".join(row.sectors)
    assert cells["source_urls"].split("; ") == [source.url for source in row.sources]
    assert (cells["review_state"], cells["origin"]) == ("accepted", "seed")


@pytest.mark.parametrize("start", FORMULA_STARTS)
@pytest.mark.parametrize("field", ["title", "title_zh", "date_text", "stance_reason", "thread", "summary", "companies"])
def test_no_text_is_run_as_a_formula_and_every_text_comes_back(row: EventRow, field: str, start: str) -> None:
    """A cell that would start a formula gets an apostrophe in the file, and the own reader takes it away again."""
    value = f"{start}cmd|' /C calc'!A0"
    if start.isspace():
        # A text of the record never begins with a blank, but one with lines may hold one that does.
        value = f"a\n{value}".replace("\r", "\t") if field == "summary" else value.strip()
    hostile = replace(row, **{field: (value,) if field == "companies" else value})
    place = COLUMN_NAMES.index(field)
    for name in ("csv", "xlsx"):
        file = export_bytes([hostile], name)
        cell = lines_of(file)[1][place] if name == "csv" else sheet_of(file).cell(2, place + 1).value
        assert not any(part.lstrip('" ').startswith(tuple(FORMULA_STARTS)) for part in re.split("[;\n]", cell))
        (event,) = read_own(f"a.{name}", io.BytesIO(file))
        assert getattr(event.draft, field) == getattr(hostile, field)


def test_no_cell_of_the_record_is_a_formula(record: Session) -> None:
    """In a workbook of the whole record every cell is text, a number or a day."""
    rows = list_events(record)
    sheet = sheet_of(export_bytes(rows, "xlsx"))
    assert sheet.max_row == len(rows) + 1
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "inlineStr", "n", "d"}


def test_a_workbook_can_be_worked_with(row: EventRow) -> None:
    """The heading is fixed, and rows can be filtered; levels are numbers and days are dates, so that they sort."""
    sheet = sheet_of(export_bytes([row], "xlsx"))
    assert (sheet.title, sheet.freeze_panes) == ("Events", "B2")
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS))}2"
    assert sheet.column_dimensions["B"].width == 50
    assert sheet["A1"].font.bold
    assert [cell.value for cell in sheet[1]] == list(COLUMN_NAMES)
    cells = dict(zip(COLUMN_NAMES, sheet[2], strict=True))
    assert cells["stance"].value == int(row.stance)
    assert cells["stance"].data_type == "n"
    assert cells["first_on"].value == dt.datetime(2018, 3, 1)  # noqa: DTZ001 - a workbook has no time zones
    assert cells["title"].value == row.title


def test_a_whole_day_is_a_date_and_a_month_stays_text(row: EventRow) -> None:
    """What is known to the day is a date that sorts; what is known less finely is written as it is known."""
    days = [replace(row, date=date, end=None) for date in ("2021-07-02", "2021-07", "2021-07-02~")]
    place = COLUMN_NAMES.index("date") + 1
    sheet = sheet_of(export_bytes(days, "xlsx"))
    shown = [sheet.cell(line, place).value for line in (2, 3, 4)]
    assert shown == [dt.datetime(2021, 7, 2), "2021-07", "2021-07-02~"]  # noqa: DTZ001 - a workbook has no time zones
    assert sheet.cell(2, place).number_format == "yyyy-mm-dd"


def test_each_source_has_a_row_of_its_own(record: Session) -> None:
    """The second sheet lists the sources of every event, each by the event's slug, its day a date where it is known."""
    rows = list_events(record)[:30]
    heading, *lines = sheet_of(export_bytes(rows, "xlsx"), "Sources").iter_rows(values_only=True)
    assert heading == ("slug", "url", "publisher", "published_on", "language", "kind", "seen", "note")
    assert [line[:2] for line in lines] == [(row.slug, source.url) for row in rows for source in row.sources]
    assert any(isinstance(line[3], dt.datetime) for line in lines)


def test_a_source_is_never_a_formula(row: EventRow) -> None:
    """The sheet of the sources protects its cells as that of the events does."""
    hostile = replace(row, sources=(replace(row.sources[0], publisher="=1+1"),))
    assert sheet_of(export_bytes([hostile], "xlsx"), "Sources").cell(2, 3).value == "'=1+1"


def test_a_text_that_excel_writes_for_an_error_stays_a_text(row: EventRow) -> None:
    """A company called "#N/A" is one in the file as well, and no cell that failed to be computed."""
    sheet = sheet_of(export_bytes([replace(row, companies=("#N/A",), title="#REF!")], "xlsx"))
    cells = [sheet.cell(2, COLUMN_NAMES.index(name) + 1) for name in ("title", "companies")]
    assert [(cell.value, cell.data_type) for cell in cells] == [("#REF!", "s"), ("#N/A", "s")]


def test_only_a_real_day_in_a_date_becomes_a_date(row: EventRow) -> None:
    """A publisher that looks like a date is a name, and what no calendar has stays a text, also of an event."""
    odd = replace(row.sources[0], publisher="2021-07-02", kind="2021-13-99", published_on="2021-13-99")
    file = export_bytes([replace(row, date="2021-02-30", sources=(odd,))], "xlsx")
    _, line = sheet_of(file, "Sources").iter_rows(values_only=True)
    assert line[2:6] == ("2021-07-02", "2021-13-99", odd.language, "2021-13-99")
    assert sheet_of(file).cell(2, COLUMN_NAMES.index("date") + 1).value == "2021-02-30"


def test_the_workbook_holds_the_index_and_says_what_it_means(row: EventRow) -> None:
    """The index is a sheet of numbers, and the codebook explains every column and word, and first what it is about."""
    stream = io.BytesIO()
    days = [(dt.date(2021, 7, 2), -0.5, None, None, 3.0, 1.0, -1.25, None, None, -0.75, 0.25, 91.0)]
    write_xlsx([plain_values(row)], stream, index=days, about=[("filter", "Company: DiDi")])
    assert load_workbook(io.BytesIO(stream.getvalue())).sheetnames == ["Events", "Sources", "Index", "Codebook"]
    heading, line = sheet_of(stream.getvalue(), "Index").iter_rows(values_only=True)
    assert heading == INDEX_COLUMNS == tuple(INDEX_MEANINGS)
    when = dt.datetime(2021, 7, 2)  # noqa: DTZ001 - a workbook has no time zones
    assert line == (when, -0.5, None, None, 3, 1, -1.25, None, None, -0.75, 0.25, 91)
    assert sheet_of(stream.getvalue(), "Index")["B2"].number_format == "0.00"
    codebook = [line[:2] for line in sheet_of(stream.getvalue(), "Codebook").iter_rows(values_only=True)]
    assert codebook[1] == ("about", "filter")
    assert {("Events", name) for name in COLUMN_NAMES} <= set(codebook)
    assert {("kind", kind.value) for kind in Kind} <= set(codebook)


def test_a_text_too_long_for_a_workbook_is_refused_and_never_cut(row: EventRow) -> None:
    """The message names the event, the column and the way out; CSV takes the same event."""
    long = replace(row, companies=tuple(f"{number:04d}" + "x" * 190 for number in range(200)))
    stream = io.BytesIO()
    with pytest.raises(TrackerError, match=r"The companies of game-freeze-2018 have 39,198 characters.*CSV or JSON"):
        write_xlsx(map(plain_values, [row, long]), stream)
    assert stream.getvalue() == b""
    assert len(lines_of(export_bytes([long], "csv"))[1][COLUMN_NAMES.index("companies")]) > CELL_LENGTH
    longest = replace(row, summary="x" * CELL_LENGTH)
    assert sheet_of(export_bytes([longest], "xlsx")).cell(2, COLUMN_NAMES.index("summary") + 1).value == longest.summary


def test_more_than_a_sheet_holds_is_refused_before_anything_is_written(
    record: Session, row: EventRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how many there are and the way out; as many as fit are written, and so is a part of more."""
    monkeypatch.setattr(workbook, "SHEET_ROWS", 300)
    stream = io.BytesIO()
    with pytest.raises(TrackerError, match=r"A sheet of a workbook holds 300 events, and there are \d+; .*CSV or JSON"):
        write_export(Asked(session=record, chosen=EventFilter()), "xlsx", stream)
    assert stream.getvalue() == b""
    assert write_export(Asked(session=record, chosen=EventFilter(), limit=20), "xlsx", stream).count == 20
    stream = io.BytesIO()
    monkeypatch.setattr(workbook, "SHEET_ROWS", 30)
    with pytest.raises(TrackerError, match=r"The sheet Sources would have more than the 30 rows"):
        write_xlsx(map(plain_values, [replace(row, sources=row.sources[:1] * 31)]), stream)
    assert stream.getvalue() == b""


def test_a_large_workbook_waits_in_a_file_and_is_the_same(row: EventRow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the finished workbook is kept until it is whole makes no difference to it."""
    held = export_bytes([row], "xlsx")
    monkeypatch.setattr(workbook, "_HELD", 100)
    assert export_bytes([row], "xlsx") == held


def test_json_is_one_list_with_one_event_to_a_line(record: Session) -> None:
    """Any JSON reader takes the file as a whole, and line tools find an event on its line; Chinese stays readable."""
    rows = list_events(record)
    file = export_bytes(rows, "json")
    assert json.loads(file) == [event_document(row) for row in rows]
    lines = file.decode().splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    assert [json.loads(line.rstrip(","))["slug"] for line in lines[1:-1]] == [row.slug for row in rows]
    assert "审查".encode() in file


def test_an_event_without_what_may_be_missing_has_empty_cells(row: EventRow) -> None:
    """Unknown is an empty cell in a table and null in a document, never the word None."""
    bare = replace(row, title_zh=None, end=None, end_text=None, end_on=None, thread=None, sectors=(), companies=())
    bare = replace(
        bare, sources=tuple(replace(source, published_on=None, kind=None, language=None) for source in row.sources)
    )
    cells = dict(zip(COLUMN_NAMES, lines_of(export_bytes([bare], "csv"))[1], strict=True))
    empty = ("title_zh", "end", "end_text", "end_on", "thread", "sectors", "companies", "source_dates", "source_kinds")
    assert [cells[name] for name in empty] == [""] * len(empty)
    assert "None" not in export_bytes([bare], "json").decode()
    assert event_document(bare)["sources"][0]["published_on"] is None


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_rows_are_written_as_they_come(record: Session, name: str) -> None:
    """A writer takes any stream of rows, leaves the file open for its owner, and writes what the shorthand returns."""
    rows = list_events(record)[:5]
    stream = io.BytesIO()
    WRITERS[name](map(plain_values, rows), stream)
    assert not stream.closed
    if name == "xlsx":  # A workbook holds the time at which it was made.
        assert [cell.value for cell in sheet_of(stream.getvalue())["A"]][1:] == [row.slug for row in rows]
        return  # Its writer is loaded when it is needed.
    assert stream.getvalue() == export_bytes(rows, name)


def test_a_csv_writer_leaves_the_stream_open_when_a_row_breaks(row: EventRow) -> None:
    """What went wrong is told, and not hidden behind a closed file."""

    def broken() -> Iterator[PlainEvent]:
        yield plain_values(row)
        raise TrackerError("The record ended early.")

    stream = io.BytesIO()
    with pytest.raises(TrackerError, match="ended early"):
        write_csv(broken(), stream)
    assert not stream.closed


@pytest.mark.parametrize(("file", "name"), [("a.csv", "csv"), ("A.JSON", "json"), ("x.y.xlsx", "xlsx")])
def test_the_suffix_tells_the_format(file: str, name: str) -> None:
    """In any case, as text or path."""
    assert format_of(file) == format_of(PurePath("folder") / file) == name


@pytest.mark.parametrize("file", ["a", "a.xls", "a.csv.gz", "csv", ".csv", ""])
def test_another_suffix_is_refused_with_those_that_work(file: str) -> None:
    """The message lists the formats."""
    with pytest.raises(UnknownValue, match=r"\.csv, \.json, \.jsonl, \.xlsx"):
        format_of(file)


def test_a_row_has_a_cell_for_each_column(row: EventRow) -> None:
    """The one list of columns and the writer agree."""
    assert len(table_row(plain_values(row))) == len(COLUMNS)
