"""Prices and series from workbooks and JSON: the same as from CSV, wherever the heading and the sheet are."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from price_samples import SAME_PRICES, THREE_DAYS, THREE_PRICES, only, read

from tracker.market import PriceReading, layouts, read_overlay, read_prices

Rows = Sequence[Sequence[Any]]
AS_CELLS: Rows = [("Date", "Close"), *zip(THREE_DAYS, THREE_PRICES, strict=True)]


def workbook(form: str = "yyyy-mm-dd", **sheets: Rows) -> bytes:
    """Return a workbook with some sheets; days are shown in a form."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cell in (each for row in sheet.iter_rows() for each in row if isinstance(each.value, dt.date)):
            cell.number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_book(data: bytes) -> PriceReading:
    """Read the prices of a workbook."""
    return read_prices([("BABA.xlsx", data)])


@pytest.mark.parametrize("layout", SAME_PRICES)
def test_a_layout_means_the_same_in_a_workbook(layout: str) -> None:
    """What a CSV file says in any layout, a sheet with the same texts in its cells says."""
    text = SAME_PRICES[layout]
    mark = next((mark for mark in "\t;" if mark in text), ",")
    reading = read_book(workbook(Prices=list(csv.reader(io.StringIO(text), delimiter=mark))))
    series = only(reading)
    assert (series.name, series.days, series.closes) == ("BABA", THREE_DAYS, THREE_PRICES)


@pytest.mark.parametrize(
    "form", ["yyyy-mm-dd", "dd/mm/yyyy", "mm-dd-yy", "d-mmm", 'yyyy"年"m"月"d"日"', "yyyy-mm-dd h:mm"]
)
def test_days_are_days_however_they_are_shown(form: str) -> None:
    """A day that Excel keeps as a date is that day in any form of showing it, also with a time of day."""
    at_noon = [("Date", "Close"), *((dt.datetime.combine(day, dt.time(12)), price) for day, price in AS_CELLS[1:])]
    for rows in (AS_CELLS, at_noon):
        series = only(read_book(workbook(form, Prices=rows)))
        assert (series.days, series.closes) == (THREE_DAYS, THREE_PRICES)


def test_texts_in_a_workbook_are_read_as_in_csv() -> None:
    """Dates and numbers that a sheet holds as text, with thousands separators and currency signs, are read as text."""
    rows = [("Date", "Close"), ("04/13/2021", "HK$1,226.50"), ("04/14/2021", "HK$1,223"), (dt.date(2021, 4, 15), 1244)]
    series = only(read_book(workbook(Prices=rows)))
    assert series.days == (dt.date(2021, 4, 13), dt.date(2021, 4, 14), dt.date(2021, 4, 15))
    assert (series.closes, series.currency) == ((1226.5, 1223.0, 1244.0), "HK$")


def test_a_title_above_the_heading_is_passed_over() -> None:
    """A title row above the heading is no heading, in a workbook as in CSV, and the reader learns it."""
    expected = "row 3 was taken as the heading; what stands above it was left out."
    book = read_book(workbook(Prices=[("Alibaba in New York",), (), *AS_CELLS]))
    text = read("Alibaba in New York\n\n" + SAME_PRICES["plain"])
    for reading, file in ((book, "BABA.xlsx"), (text, "BABA.csv")):
        assert only(reading).closes == THREE_PRICES
        assert reading.notes == (f"{file}: {expected}",)


def test_the_sheet_with_prices_is_read_and_the_others_are_named() -> None:
    """Of several sheets the one with headings of prices is read, wherever it stands."""
    reading = read_book(workbook(About=[("Downloaded", "by hand"), ("on", "Monday")], Prices=AS_CELLS, Empty=[]))
    assert only(reading).closes == THREE_PRICES
    assert reading.notes == ("BABA.xlsx: the sheet “Prices” was read; the workbook has further sheets: “About”.",)
    wide = [("", "BABA"), *zip(THREE_DAYS, THREE_PRICES, strict=True)]
    assert only(read_book(workbook(About=[("Downloaded", "by hand")], Wide=wide))).closes == THREE_PRICES


def test_an_error_in_a_cell_is_a_missing_price() -> None:
    """What a formula shows where it fails is no price, and the day is named."""
    rows = [*AS_CELLS[:2], (THREE_DAYS[1], "#N/A"), AS_CELLS[3]]
    reading = read_book(workbook(Prices=rows))
    assert only(reading).days == (THREE_DAYS[0], THREE_DAYS[2])
    assert "BABA has no price on this day (row 3" in reading.notes[0]


def test_many_series_of_a_wide_workbook() -> None:
    """A wide sheet may have more columns than a table of events, and empty cells at the end of its rows."""
    names = [f"S{place}" for place in range(200)]
    rows = [("Date", *names), *((day, *range(1, 201)) for day in THREE_DAYS[:2]), (THREE_DAYS[2], 5)]
    found = read_book(workbook(Prices=rows)).series
    assert [one.name for one in found] == names
    assert (len(found[0].days), len(found[-1].days)) == (3, 2)


@pytest.mark.parametrize("wrap", ["list", "object", "lines"])
def test_prices_from_json(wrap: str) -> None:
    """JSON entries with a date and a price are read, as a list, in an object with other fields, or line by line."""
    rows = [{"date": day.isoformat(), "close": price} for day, price in AS_CELLS[1:]]
    text = {
        "list": json.dumps(rows),
        "object": json.dumps({"symbol": "BABA", "currency": "USD", "historical": rows}),
        "lines": "\n".join(map(json.dumps, rows)),
    }[wrap]
    reading = read_prices([("BABA.json", text.encode())])
    assert (only(reading).days, only(reading).closes) == (THREE_DAYS, THREE_PRICES)
    assert reading.notes == ()


def test_a_series_of_months_from_a_workbook() -> None:
    """A series to lay over the index keeps months and quarters, as text and as dates that show no day."""
    for cells, form in ((["2021-07", "2021-08"], ""), ([dt.date(2021, 7, 1), dt.date(2021, 8, 1)], "mmm yyyy")):
        reading = read_overlay(
            "epu.xlsx", workbook(form, EPU=[("Month", "Value"), *zip(cells, (-1, 2.5), strict=True)])
        )
        assert reading.series is not None, reading.notes
        assert reading.series.days == (dt.date(2021, 7, 1), dt.date(2021, 8, 1))
        assert reading.series.values == (-1.0, 2.5)


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ('Date, Close\n2021-04-08, "1,226.5"\n2021-04-09, "1,223"\n', (1226.5, 1223.0)),
        ('Date,Close\n2021-04-08,"1,226.5" USD\n2021-04-09,"1,223" USD\n', (1226.5, 1223.0)),
        ("Date,Close,\n2021-04-08,1,\n2021-04-09,2,adjusted\n2021-04-12,3\n", (1.0, 2.0, 3.0)),
        (",BABA\n2021-04-08,1\n2021-04-09,2\n", (1.0, 2.0)),
    ],
)
def test_loose_csv_is_read(text: str, closes: tuple[float, ...]) -> None:
    """Blanks before a quotation mark, text behind one, and columns without a heading do no harm."""
    reading = read(text)
    assert (only(reading).name, only(reading).closes, reading.notes) == ("BABA", closes, ())


@pytest.mark.parametrize(
    ("data", "prices"),
    [
        (b"2021-01-04 00:00;1,5\n2021-01-05 00:00;1,6\n", [1.5, 1.6]),
        (b"Date;BABA\n2021-01-04 00:00:00;1,5\n2021-01-05 00:00:00;2,5\n", [1.5, 2.5]),
        (b"Date;BABA\n2021-01-04T00:00:00;1,5\n2021-01-05T00:00:00;2,5\n", [1.5, 2.5]),
        (b"Date\tBABA\n2021-01-04 00:00\t1,234,567\n2021-01-05 00:00\t1,234,568\n", [1234567.0, 1234568.0]),
    ],
)
def test_a_decimal_comma_behind_a_time_of_day_is_no_separator(data: bytes, prices: list[float]) -> None:
    """What follows a day in its cell does not make a comma the separator of the columns."""
    [series] = read_prices([("BABA.csv", data)]).series
    assert list(series.closes) == prices


@pytest.mark.parametrize("data", [b"{}", b"[{}]", b'{"a": [{}]}', b"[]"])
def test_a_file_without_fields_is_refused(data: bytes) -> None:
    """JSON whose entries have no fields is a problem of the file, told in a sentence."""
    reading = read_prices([("BABA.json", data)])
    assert not reading.series
    assert "BABA.json" in " ".join(reading.notes)


def test_a_small_file_does_not_unfold_to_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries without fields have all columns of the others; beyond the limit of cells the file is refused."""
    monkeypatch.setattr(layouts, "_MOST_CELLS", 1000)
    wide = {f"column {place}": 1 for place in range(100)}
    reading = read_prices([("wide.json", json.dumps([wide, *({} for _ in range(20))]).encode())])
    assert not reading.series
    assert "more than 1,000 cells" in " ".join(reading.notes)
