"""Damaged price files: each kind of damage gives a clear line, and the rest is still read."""

from datetime import date

import pytest
from price_samples import SAME_PRICES, only, read

from tracker.market import read_prices


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file holds no rows"),
        (b"\n \n", "the file holds no rows"),
        (b"PK\x03\x04rest", "the workbook is damaged"),
        (b"\xd0\xcf\x11\xe0rest", "this is an old Excel workbook (.xls)"),
        (b"Date,Close\n\x00\x01", "line 2 holds a NUL character, so this is no text; save the table as CSV"),
        (b"\xff\xfe\x00", "no known text encoding explains; save the table as CSV UTF-8"),
        (b"\x81\x20\x8d", "no known text encoding explains; save the table as CSV UTF-8"),
        (b"Foo,Bar\n1,2\n", "no column of dates in the heading"),
        (b"Date,Open,Volume\n2021-04-08,1,2\n", "no column of prices"),
        (b"2021-04-08,1,2\n2021-04-09,1,2\n", "the first row is no heading"),
        (b"Price,High\nTicker,BABA\nDate,\n2021-04-08,1\n", "no column of prices"),
        (b"Date,Close\n", "no series of at least two prices"),
    ],
)
def test_unreadable_files_are_named_and_others_read(data: bytes, reason: str) -> None:
    """A file that cannot be read is named with the reason, and the next file is still read."""
    reading = read_prices([("bad.csv", data), ("BABA.csv", SAME_PRICES["plain"].encode())])
    assert only(reading).name == "BABA"
    assert any(note.startswith("bad.csv: ") and reason in note for note in reading.notes), reading.notes


def test_invalid_csv_keeps_the_rows_before() -> None:
    """A field beyond the limit of CSV ends the reading with a line; the rows before it count."""
    reading = read("Date,Close\n2021-04-08,1\n2021-04-09,2\n2021-04-12," + "9" * 140_000 + "\n")
    assert only(reading).closes == (1.0, 2.0)
    expected = (
        "BABA.csv: row 4 (from line 4) opens a quotation mark that is never closed, or holds a text that is too long; "
        "it and the rows after it were left out."
    )
    assert reading.notes == (expected,)


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ("2021-04-13,abc", 'the price is not a number (row 4: "abc")'),
        ("2021-04-13,1e999", 'the price is not a number (row 4: "1e999")'),
        ("2021-02-30,3", 'the calendar has no such day (row 4: "2021-02-30")'),
        ("5 Foo 2021,3", 'the calendar has no such day (row 4: "5 Foo 2021")'),
        ("yesterday,3", 'the date cannot be read; write it like 2021-04-09 (row 4: "yesterday")'),
        ("13/04/21,3", "the date cannot be read"),
        ("2021-04,3", "the date cannot be read"),
        ("2021-04-13,0", 'a price of BABA must be above zero (row 4: "0")'),
        ("2021-04-13,-2", 'a price of BABA must be above zero (row 4: "-2")'),
        ("2021-04-13", "the row has fewer cells than the heading"),
        ("2021-04-13,1,234.5", "perhaps a thousands separator outside quotation marks"),
        ("2021-04-09,2", "BABA already has this value on this day (row 4"),
        ("03/04/2021,3", "no date of the column tells whether the day or the month comes first"),
        ("2021-04-13,\n2021-04-14,3", "BABA has no price on this day (row 4"),
        ("2021-04-13,null\n2021-04-14,3", "BABA has no price on this day (row 4"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_read(rows: str, note: str) -> None:
    """Each kind of bad row gives one line with file, row and reason; the good rows stay."""
    reading = read(f"Date,Close\n2021-04-08,1\n2021-04-09,2\n{rows}\n")
    assert only(reading).closes[:2] == (1.0, 2.0)
    about_rows = [one for one in reading.notes if "left out" in one]
    assert len(about_rows) == 1
    assert about_rows[0].startswith("BABA.csv: 1 row left out: ")
    assert note in about_rows[0]


def test_many_bad_rows_give_one_sentence() -> None:
    """Ten bad rows of one kind are one sentence with three examples."""
    bad = "".join(f"2021-05-{day:02d},{'x' * 60}\n" for day in range(10, 20))
    reading = read("Date,Close\n2021-04-08,1\n2021-04-09,2\n" + bad)
    (note,) = reading.notes
    assert note.startswith("BABA.csv: 10 rows left out: the price is not a number (row 4: ")
    assert note.endswith("; and 7 more).")
    assert len(note) < 250


def test_two_prices_on_one_day() -> None:
    """A day with two different prices is not used: nobody can tell which one is right."""
    reading = read("Date,Close\n2021-04-08,1\n2021-04-09,2\n2021-04-09,3\n2021-04-12,1.5\n")
    assert only(reading).closes == (1.0, 1.5)
    assert "another value on the same day" in reading.notes[0]
    assert "row 4" in reading.notes[0]


def test_unsorted_rows_are_sorted() -> None:
    """Rows out of order are sorted with a remark."""
    reading = read("Date,Close\n2021-04-09,2\n2021-04-08,1\n2021-04-12,3\n")
    assert only(reading).closes == (1.0, 2.0, 3.0)
    assert reading.notes == ("BABA.csv: the rows of BABA were not in the order of their dates; they were sorted.",)


def test_another_currency_sign() -> None:
    """Prices with another sign than most are left out; one without a sign is taken as the others."""
    reading = read("Date,Close\n2021-04-08,$1\n2021-04-09,$2\n2021-04-12,HK$15\n2021-04-13,3\n")
    series = only(reading)
    assert (series.closes, series.currency) == ((1.0, 2.0, 3.0), "$")
    assert reading.notes == (
        'BABA.csv: 1 row left out: most values of BABA are in $, this one is not (row 4: "HK$15").',
    )


def test_thousands_and_decimal_commas() -> None:
    """Separators are read as the column as a whole uses them."""
    english = read('Date,Close\n2021-04-08,"1,234.50"\n2021-04-09,"2,000"\n')
    assert only(english).closes == (1234.5, 2000.0)
    mixed = read('Date,Close\n2021-04-08,"1,234.50"\n2021-04-09,2.5\n2021-04-12,"3,5"\n2021-04-13,"1,23,4"\n')
    assert only(mixed).closes == (1234.5, 2.5)
    assert 'the price is not a number (row 4: "3,5"; row 5: "1,23,4")' in mixed.notes[0]
    german = read("Date;Close\n2021-04-08;1.234,50\n2021-04-09;2.000\n2021-04-12;1 999,5\n")
    assert only(german).closes == (1234.5, 2000.0, 1999.5)


def test_two_date_forms_in_one_column() -> None:
    """ISO and slashed dates in one column are both read when the slashed ones prove their order, and this is said."""
    reading = read("Date,Close\n2021-04-08,1\n04/09/2021,2\n04/13/2021,3\n")
    assert only(reading).days == (date(2021, 4, 8), date(2021, 4, 9), date(2021, 4, 13))
    expected = 'BABA.csv: the dates are written in 2 forms ("2021-04-08" in row 2, "04/09/2021" in row 3).'
    assert reading.notes == (expected,)


def test_day_first_and_month_first_in_one_column() -> None:
    """Where both orders occur, only dates that are certain by themselves are read."""
    reading = read("Date,Close\n13/04/2021,1\n04/14/2021,2\n05/05/2021,3\n04/05/2021,4\n")
    assert only(reading).days == (date(2021, 4, 13), date(2021, 4, 14), date(2021, 5, 5))
    assert "the day first in row 2 and the month first in row 3" in reading.notes[0]
    assert 'row 5: "04/05/2021"' in reading.notes[0]


def test_gaps_weekly_prices_and_splits_are_remarked() -> None:
    """A long gap, prices that are not daily, and a halving overnight are said; the series is still read."""
    gap = read("Date,Close\n2021-03-01,1\n2021-03-02,1\n2021-03-03,1\n2021-03-31,1\n")
    assert gap.notes == ("BABA.csv: BABA has no price between 2021-03-03 and 2021-03-31, 28 days apart.",)
    weekly = read("Date,Close\n2021-03-01,1\n2021-03-08,2.5\n2021-03-15,1\n")
    assert weekly.notes == ("BABA.csv: the prices of BABA are about 7 days apart; an event study needs daily prices.",)
    split = read("Date,Close\n2021-03-01,90\n2021-03-02,30\n2021-03-03,31\n")
    assert split.notes == ("BABA.csv: BABA goes from 90 to 30 on 2021-03-02; check that a split is not the reason.",)
