"""Turning points on the pages: their ranges, thinner records, and which sector eased first."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from page_reading import open_page, said, table
from streamlit.testing.v1 import AppTest

from tracker.sentiment import Bottom, Point, Turns
from tracker.sentiment.groups import Easing
from tracker.web.pages.sectors.easing import first_in_words


def rows_of(app: AppTest) -> dict[str, dict[str, str]]:
    """Return the page's one small table as rows by their first cell."""
    [found] = app.table
    named = found.value.set_index(found.value.columns[0])
    return {str(name): dict(row) for name, row in named.iterrows()}


def test_the_days_of_the_turn_have_ranges(app: AppTest) -> None:
    """As recorded and over the draws, with the share of draws that never rise."""
    open_page(app, "certainty")
    rows = rows_of(app)
    assert list(rows["Lowest point"].values()) == ["27 Sep 2021", "21 Jun – 27 Sep 2021"]
    assert list(rows["Index there"].values()) == ["−1.67", "−1.88 to −1.53"]
    assert list(rows["First day above 0 after it"].values()) == ["29 Apr 2022", "17 Feb – 17 Nov 2022"]
    words = said(app)
    assert "in 0.3 % of the draws it does not come" in words
    assert "The bottom is flat" not in words


def test_a_flat_bottom_is_told_with_the_ranges_and_beside_the_move(app: AppTest) -> None:
    """The line of a sector whose bottom is flat says so where its days are told, and where a move begins there."""
    open_page(app, "certainty", sectors="data-privacy")
    words = said(app)
    assert "The bottom is flat: 13 days between 20 August and 30 September 2021 lie within 0.02" in words
    assert rows_of(app)["Lowest point"]["As recorded"] == "flat: 20 Aug – 30 Sep 2021"
    open_page(app, "moves", sectors="data-privacy")
    assert "The bottom is flat: 13 days between 20 August and 30 September 2021" in said(app)
    open_page(app, "moves", sectors="data-privacy", **{"from": "2021-07-01"})
    assert "The bottom is flat" not in said(app)


def test_a_line_that_is_never_below_zero_has_no_turn(app: AppTest) -> None:
    """Neither a table of its days nor words on what thinner records would tell."""
    open_page(app, "certainty", stance_min="1")
    assert not app.table
    open_page(app, "certainty", stance_min="1", part="fewer")
    assert "no turn to look for" in said(app)


def test_thinner_records_are_told_in_words_and_in_a_table(app: AppTest) -> None:
    """From how many events a year on the years can be told, and what the line is with fewer."""
    open_page(app, "certainty", part="fewer")
    words = said(app)
    assert "The year of the lowest point, 2021, can be told with 27 events a year, but not with 18." in words
    assert "The year of the rise above 0, 2022, can be told with 27 events a year, but not with 18." in words
    assert "On 27 September 2021 the index is −1.53 to −0.88 with at most 10, instead of −1.67." in words
    rows = rows_of(app)
    assert list(rows["Lowest point"]) == ["10", "18", "27", "All"]
    assert rows["Lowest point"]["27"] == "7 Jul – 27 Sep 2021"
    assert rows["First above 0 after it"]["All"] == "29 Apr 2022"
    assert rows["Index on 27 Sep 2021"]["10"] == "−1.53 to −0.88"


def test_a_record_that_is_thin_already_stays_as_it_is(app: AppTest) -> None:
    """A sector with fewer than ten events a year tells with ten what it tells with all."""
    open_page(app, "certainty", sectors="ride-hailing", part="fewer")
    rows = rows_of(app)
    assert {cell for name, cell in rows["Lowest point"].items() if name != "All"} == {rows["Lowest point"]["All"]}
    assert "with 10 events a year already" in said(app)


def test_which_sector_eased_first_is_not_named_where_draws_disagree(app: AppTest) -> None:
    """The table gives each its range and in how many draws it was first; the words name none."""
    open_page(app, "sectors", view="lines")
    words = said(app)
    assert (
        "Which sector eased first cannot be told: Overseas listing is first most often, in 54 % of the draws" in words
    )
    eased = table(app, "First above 0").set_index("Sector")
    assert eased.loc["Overseas listing", ["Range (80 %)", "Never in", "First in"]].tolist() == [
        "2021-11-15 to 2022-08-26",
        3,
        54,
    ]
    assert eased.loc["Data and privacy", "Lowest on"] == "2021-08-20 to 2021-09-30"


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.85, 0.10], "First to ease: A, in 85 % of the draws of the stories."),
        ([0.95, 0.95], "First to ease: A and B, in 95 % of the draws of the stories."),
        ([0.79, 0.21], "Which sector eased first cannot be told: A is first most often, in 79 % of the draws"),
        ([0.50, 0.50], "Which sector eased first cannot be told: A or B is first most often, in 50 %"),
    ],
)
def test_a_sector_is_named_from_four_of_five_draws_on(shares: list[float], words: str) -> None:
    """Less is not enough, however far the others are behind."""
    point = Point(dt.date(2021, 7, 26), -1.7)
    drawn = Turns(np.zeros(1, dtype=np.int64), np.zeros(1), np.zeros(1, dtype=np.int64))
    eased = Easing(Bottom(point, point.day, point.day, 1), dt.date(2022, 4, 29), None, drawn)
    assert first_in_words([("A", eased), ("B", eased)], shares).startswith(words)
    assert first_in_words([("A", replace(eased, day=None))], [0.3]) == ""
    assert first_in_words([("A", eased)], [0.0]) == ""
