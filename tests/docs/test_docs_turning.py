"""What docs/method.md says of turning points, rivals and thinner records, against its tables and the record of 280."""

import re
from datetime import date

import figures
import pytest

from tests.support.record_of_280 import evidence_of_280
from tests.support.sources import text_of
from tracker.sentiment.course import TOLD_APART
from tracker.sentiment.fewer import FEWER, FEWER_DRAWS
from tracker.sentiment.turning import FLAT

PAGE = text_of("docs/method.md")
SENTENCES = " ".join(PAGE.split())


def cells_of(name: str) -> list[list[str]]:
    """Return the rows of a computed table, as it stands on the page."""
    lines = PAGE.partition(f"<!-- table: {name} -->\n")[2].partition("<!-- end -->")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_index_errs_less_than_its_rivals() -> None:
    """On the record of 280 the errors are those of code that nobody here wrote; the order holds on today's record."""
    known = evidence_of_280()
    assert list(figures.rival_errors(known).values()) == pytest.approx([2.42, 2.02, 2.73], abs=0.005)
    assert figures.index_error(known, 60.0) < min(figures.rival_errors(known).values())
    today = figures.record().counted
    assert figures.index_error(today, 60.0) < min(figures.rival_errors(today).values())


def test_the_days_as_low_as_the_lowest_are_named() -> None:
    """Their number and their days are those of the table."""
    [days] = [cells[1] for cells in cells_of("turning") if cells[0] == f"days within {FLAT:g} of it"]
    number, first, last = re.fullmatch(r"(\d+), (\S+) to (\S+)", days).groups()
    assert number == "5"
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    assert f"five days, {start.day} to {end.day} {end:%B}, lie within {FLAT:g} of it" in SENTENCES


def test_no_sector_is_called_first_that_the_table_does_not_show_as_first() -> None:
    """The sentence that none can be told stands as long as no share reaches the limit."""
    shares = [int(cells[-1].removesuffix(" %")) for cells in cells_of("eased")]
    assert max(shares) < 100 * TOLD_APART
    assert f"No sector is first in {100 * TOLD_APART:.0f} % of the draws" in SENTENCES


def test_the_numbers_of_events_from_which_the_years_can_be_told() -> None:
    """With 27 both ranges lie in one year, with fewer they do not; the sentence names the years."""
    one_year = {
        int(cells[0]): all(len(set(re.findall(r"\b(\d{4})-", cell))) == 1 for cell in (cells[1], cells[3]))
        for cells in cells_of("fewer")
    }
    assert one_year == {10: False, 18: False, 27: True}
    assert tuple(one_year) == FEWER
    assert (
        "With 27 events a year the lowest point stays in 2021 and the rise in 2022. With 18 or 10 neither" in SENTENCES
    )
    assert f"are kept at random, {FEWER_DRAWS} times" in SENTENCES
