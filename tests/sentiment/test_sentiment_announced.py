"""What was announced by week or month: nothing is lost, each sign has its sum, a rough date is spread over its days."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from tests.support.makers import event_row
from tracker.errors import TrackerError
from tracker.read_models import EventRow
from tracker.sentiment import ANNOUNCED_COLUMNS, announced, counted_events, evidence_of
from tracker.sentiment.acts import labels_of
from tracker.sentiment.periods import Period, months, weeks
from tracker.vocabulary import Reach


def event(date: str, stance: int, reach: int, *sectors: str) -> EventRow:
    """Return an Event without a meaning."""
    return event_row(f"{date}-{stance}", date, stance, title=date, reach=Reach(reach), sectors=sectors)


def test_sums_and_counts_by_hand() -> None:
    """Signs are kept apart, the neutral event is counted and adds nothing, an empty month has its row of nothing."""
    events = [
        event("2021-01-05", -3, 4),
        event("2021-01-31", 2, 1),
        event("2021-01-20", 0, 4),
        event("2021-03-01", -1, 2),
    ]
    first, last = dt.date(2021, 1, 5), dt.date(2021, 3, 10)
    found = announced(evidence_of(events), months(first, last), since=first, until=last)
    assert ANNOUNCED_COLUMNS == (
        "period", "days", "events", "easing_events", "tightening_events", "neutral_events",
        "easing", "tightening", "net",
    )  # fmt: skip
    assert [each.row() for each in found] == [
        ("2021-01", 27, 3, 1, 1, 1, 2, -12, -10),
        ("2021-02", 28, 0, 0, 0, 0, 0, 0, 0),
        ("2021-03", 10, 1, 0, 1, 0, 0, -2, -2),
    ]


def test_a_month_is_spread_over_its_weeks() -> None:
    """Seven of 31 days in a week are 7/31 of the event, and of its reach times stance; outside nothing counts."""
    first, last = dt.date(2021, 7, 1), dt.date(2021, 7, 20)
    found = announced(evidence_of([event("2021-07", -2, 3)]), weeks(first, last), since=first, until=last)
    assert [each.tightening_events for each in found] == pytest.approx([4 / 31, 7 / 31, 7 / 31, 2 / 31], abs=1e-12)
    assert [each.tightening for each in found] == pytest.approx([-24 / 31, -42 / 31, -42 / 31, -12 / 31], abs=1e-12)
    assert [each.days for each in found] == [4, 7, 7, 2]


def test_each_label_has_a_row_in_every_period() -> None:
    """An Event counts in full under each of its sectors, and under an empty name where it has none."""
    events = [event("2021-01-05", -3, 4, "games", "data"), event("2021-02-05", 1, 1)]
    first, last = dt.date(2021, 1, 1), dt.date(2021, 2, 28)
    labels = labels_of([each.sectors for each in events])
    found = announced(evidence_of(events), months(first, last), since=first, until=last, labels=labels)
    assert [(each.period.name, each.label, each.net) for each in found] == [
        ("2021-01", "", 0), ("2021-01", "data", -12), ("2021-01", "games", -12),
        ("2021-02", "", 1), ("2021-02", "data", 0), ("2021-02", "games", 0),
    ]  # fmt: skip
    assert found[1].row(labelled=True)[:3] == ("2021-01", "data", 31)
    with pytest.raises(ValueError, match="yes or no for each Event"):
        announced(evidence_of(events[:1]), months(first, last), since=first, until=last, labels=labels)


@pytest.mark.parametrize("periods", [weeks, months])
def test_nothing_of_the_record_is_lost(
    record_events: tuple[EventRow, ...], periods: Callable[[dt.date, dt.date], Sequence[Period]]
) -> None:
    """Over all days the counts add up to the events, and the sums to reach times stance."""
    events = counted_events(record_events)
    first, last = dt.date(2018, 1, 1), dt.date(2026, 12, 31)
    found = announced(evidence_of(events), periods(first, last), since=first, until=last)
    products = [int(each.stance) * int(each.reach) for each in events]
    assert sum(each.events for each in found) == pytest.approx(len(events), abs=1e-8)
    assert sum(each.easing for each in found) == pytest.approx(sum(each for each in products if each > 0), abs=1e-8)
    assert sum(each.net for each in found) == pytest.approx(sum(products), abs=1e-8)


def test_days_in_the_wrong_order_are_refused() -> None:
    """As for the index."""
    with pytest.raises(TrackerError, match="lies before"):
        announced(evidence_of([]), [], since=dt.date(2021, 1, 2), until=dt.date(2021, 1, 1))


def test_an_event_counts_where_it_became_known(record_events: tuple[EventRow, ...]) -> None:
    """The freeze of 2021 was reported later than it began, and stands in the month of the report."""
    [freeze] = [each for each in record_events if each.slug == "game-freeze-2021"]
    known = freeze.counted_days[0]
    assert known > freeze.last_on
    [row] = announced(evidence_of([freeze]), months(known, known), since=known, until=known)
    assert row.tightening_events > 0
