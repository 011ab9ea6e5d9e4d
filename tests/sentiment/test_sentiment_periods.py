"""What the record says by quarter, by label and of what holds, checked on Events counted by hand."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.support.makers import event_row
from tracker.read_models import EventRow
from tracker.sentiment.acts import Acts, labels_of, middle_day
from tracker.sentiment.groups import Neighbour, neighbours, summaries
from tracker.sentiment.in_force import in_force
from tracker.sentiment.periods import (
    counts_by_period,
    months,
    quarters,
    spread_by_period,
    stance_cells,
    weeks,
    years,
)
from tracker.vocabulary import Kind


def event(date: str, stance: int, **changes: Any) -> EventRow:
    """Return an Event without a meaning."""
    return event_row(f"{date}-{stance}", date, stance, **{"title": date} | changes)


def test_periods_cover_every_day_once() -> None:
    """Over a leap year and a turn of the year the periods touch and do not overlap."""
    first, last = dt.date(2019, 11, 30), dt.date(2021, 1, 1)
    for periods in (weeks(first, last), months(first, last), quarters(first, last), years(first, last)):
        assert periods[0].since <= first
        assert periods[-1].until >= last
        for before, after in pairwise(periods):
            assert after.since - before.until == dt.timedelta(days=1)
    assert [each.name for each in quarters(first, last)] == [
        "2019 Q4", "2020 Q1", "2020 Q2", "2020 Q3", "2020 Q4", "2021 Q1",
    ]  # fmt: skip


def test_weeks_begin_on_mondays_and_months_on_their_first() -> None:
    """Each is named as the command prints it; a first or last day of its own is not lost."""
    assert [each.name for each in weeks(dt.date(2021, 7, 4), dt.date(2021, 7, 12))] == [
        "2021-06-28", "2021-07-05", "2021-07-12",
    ]  # fmt: skip
    assert [each.name for each in months(dt.date(2020, 12, 31), dt.date(2021, 1, 1))] == ["2020-12", "2021-01"]
    assert [each.until for each in months(dt.date(2020, 2, 29), dt.date(2020, 2, 29))] == [dt.date(2020, 2, 29)]


def test_a_month_is_counted_where_its_middle_lies() -> None:
    """A date known to the month or year is one Event in one period."""
    assert middle_day(event("2021-07", -1)) == dt.date(2021, 7, 16)
    assert middle_day(event("2021-07-03", -1)) == dt.date(2021, 7, 3)


def test_cells_hold_the_mean_and_the_number() -> None:
    """Two sectors of one Event both count it; an empty cell is not a number and not neutral."""
    events = [event("2021-01-05", -3), event("2021-02-05", -1), event("2021-08-05", 2)]
    labels = labels_of([("games", "data"), ("games",), ("data",)])
    cells = stance_cells(Acts.of(events), labels, quarters(dt.date(2021, 1, 1), dt.date(2021, 9, 1)))
    assert cells.labels == ("data", "games")
    assert cells.count.tolist() == [[1, 0, 1], [2, 0, 0]]
    np.testing.assert_array_equal(cells.mean, [[-3, np.nan, 2], [-2, np.nan, np.nan]])


def test_the_cells_of_the_record_hold_every_sector_of_every_event(record_events: Sequence[EventRow]) -> None:
    """No Event is lost between the quarters, and the weighted means give back the sum of all stances."""
    periods = quarters(record_events[0].first_on, record_events[-1].last_on)
    cells = stance_cells(Acts.of(record_events), labels_of([each.sectors for each in record_events]), periods)
    assert cells.count.sum() == sum(len(each.sectors) for each in record_events)
    assert np.nansum(cells.mean * cells.count) == pytest.approx(
        sum(int(each.stance) * len(each.sectors) for each in record_events)
    )


def test_counts_compare_quarters_at_the_same_age() -> None:
    """On the tenth day of a quarter only the first ten days of the others are its like; the rest came later."""
    events = [
        event("2021-01-05", -1),
        event("2021-01-10", -1),
        event("2021-01-11", -2),
        event("2021-04-03", 1),
        event("2021-04-04", 0),
    ]
    today = dt.date(2021, 4, 10)
    first, last = counts_by_period(Acts.of(events), quarters(dt.date(2021, 1, 1), today), today)
    assert (first.tightening, first.tightening_by_age, first.complete) == (3, 2, True)
    assert (last.easing, last.easing_by_age, last.neutral, last.complete) == (1, 1, 1, False)


def test_the_spread_is_that_of_the_quantiles() -> None:
    """Of -3, -1, -1 and 2 the median is -1 and the quartiles lie a quarter of the way on; none is empty."""
    events = [event(f"2021-01-0{day}", stance) for day, stance in ((1, -3), (2, 2), (3, -1), (4, -1))]
    [spread] = spread_by_period(Acts.of(events), quarters(dt.date(2021, 1, 1), dt.date(2021, 6, 1)))
    assert (spread.lowest, spread.lower_quartile, spread.median, spread.upper_quartile, spread.highest) == (
        -3, -1.5, -1, -0.25, 2,
    )  # fmt: skip
    assert spread.events == 4


def test_summaries_count_each_label() -> None:
    """An agency's Events, their mean, the shares, first and last date as known; the busiest comes first."""
    events = [event("2021-01", -2), event("2021-03-05", 1), event("2022-08-05", 0)]
    busy, other = summaries(Acts.of(events), labels_of([("CAC", "MIIT"), ("CAC",), ("CAC",)]))
    assert (busy.label, busy.events, busy.mean) == ("CAC", 3, pytest.approx(-1 / 3))
    assert (busy.tightening, busy.easing) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert (busy.first, busy.last) == ("2021-01", "2022-08-05")
    assert (other.label, other.events) == ("MIIT", 1)


def test_neighbours_share_events_or_threads() -> None:
    """A firm of the same Event comes before one that only appears elsewhere in the same story."""
    events = [
        event("2021-01-05", -2, companies=("A", "B"), thread="story"),
        event("2021-02-05", -2, companies=("C",), thread="story"),
        event("2021-03-05", -2, companies=("D",), thread="other"),
        event("2021-04-05", -2, companies=("A", "B")),
    ]
    assert neighbours(events, "A") == [Neighbour("B", 2, 1), Neighbour("C", 0, 1)]
    assert neighbours(events, "D") == []


def test_measures_hold_from_their_day_to_their_end() -> None:
    """Rules go on, a freeze ends after its last day, drafts, signals and what does not count never hold."""
    events = [
        event("2021-01-05", -2),
        event("2021-01-06", -3, kind=Kind.LICENSING, end="2021-01-07"),
        event("2021-01-06", 1, kind=Kind.SUPPORT, end=".."),
        event("2021-01-06", -1, kind=Kind.DRAFT_RULE, end="2021-02-06"),
        event("2021-01-06", -1, kind=Kind.SIGNAL),
        event("2021-01-06", -1, kind=Kind.FOREIGN_MEASURE, end=".."),
        event("2020-01-06", -1, end="2020-12-31"),
        event("2020-01-07", 2, kind=Kind.LAW),
        event("2021-01-06", 0),
        event("2021-02-06", -1),
    ]
    found = in_force(events, {}, dt.date(2021, 1, 4), dt.date(2021, 1, 9))
    assert found.tightening.tolist() == [0, 1, 2, 2, 1, 1]
    assert found.easing.tolist() == [1, 1, 2, 2, 2, 2]


def test_what_belongs_to_a_measure_holds_as_its_stages_say() -> None:
    """A law counts from its entry into force to the day before it is repealed; a probe of unknown length to its end."""
    law, probe = event("2021-01-05", -2, kind=Kind.LAW), event("2021-01-05", -1, kind=Kind.INVESTIGATION)
    spans = {law.slug: (dt.date(2021, 1, 7), dt.date(2021, 1, 8)), probe.slug: (dt.date(2021, 1, 5), None)}
    found = in_force([law, probe], spans, dt.date(2021, 1, 4), dt.date(2021, 1, 9))
    assert found.tightening.tolist() == [0, 1, 1, 2, 2, 1]


def test_what_holds_equals_a_plain_count(record_events: Sequence[EventRow]) -> None:
    """On any day of the record the lines are the number of measures that have begun and not ended."""
    since, until = dt.date(2019, 1, 1), dt.date(2026, 6, 1)
    found = in_force(record_events, {}, since, until)
    for offset in range(0, (until - since).days, 97):
        day = since + dt.timedelta(days=offset)
        holding = [
            each
            for each in record_events
            if (
                each.kind in {Kind.LAW, Kind.RULE} or (each.lasts and each.kind.counts and each.kind != Kind.DRAFT_RULE)
            )
            and each.first_on <= day
            and (each.end_on is None or day <= each.end_on)
        ]
        assert found.tightening[offset] == sum(each.stance < 0 for each in holding), day
        assert found.easing[offset] == sum(each.stance > 0 for each in holding), day
