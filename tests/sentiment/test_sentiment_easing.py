"""When a part of the record eased, on Events counted by hand."""

import datetime as dt

from tests.support.makers import event_row
from tracker.read_models import EventRow
from tracker.sentiment.groups import Easing, by_easing, easing_of, strongest_on
from tracker.sentiment.reading import Point
from tracker.vocabulary import Reach

SINCE, UNTIL = dt.date(2021, 1, 1), dt.date(2021, 12, 31)


def happening(date: str, stance: int, reach: int = 4) -> EventRow:
    """Return an Event without a meaning."""
    return event_row(f"{date}-{stance}", date, stance, title=date, reach=Reach(reach))


def test_the_turn_comes_with_the_event_that_outweighs_the_rest() -> None:
    """-3 on 1 March is the lowest point; +1 is too weak, +3 on the same reach turns it."""
    events = [happening("2021-03-01", -3), happening("2021-03-20", 1), happening("2021-04-01", 3)]
    found = easing_of(events, SINCE, UNTIL)
    assert found is not None
    assert found.lowest == Point(dt.date(2021, 3, 1), -1.5)
    assert found.day == dt.date(2021, 4, 1)
    assert found.event == events[2]


def test_a_part_that_never_turns_has_no_day() -> None:
    """It stays below zero, or never was there."""
    below = easing_of([happening("2021-03-01", -3)], SINCE, UNTIL)
    above = easing_of([happening("2021-03-01", 2), happening("2021-03-09", 1)], SINCE, UNTIL)
    assert below is not None
    assert above is not None
    assert (below.day, below.event) == (above.day, above.event) == (None, None)
    assert above.lowest.value > 0


def test_what_is_too_thin_to_be_read_is_passed_over() -> None:
    """One firm's event alone is no line; a thin day above zero is no turn."""
    assert easing_of([happening("2021-03-01", -3, reach=1)], SINCE, UNTIL) is None
    thin = [happening("2021-01-01", -3, reach=2), happening("2021-12-20", 3, reach=1)]
    found = easing_of(thin, SINCE, UNTIL)
    assert found is not None
    assert (found.lowest.day, found.day) == (dt.date(2021, 1, 1), None)


def test_the_strongest_of_a_day() -> None:
    """Stance times reach decides; an event known to the month counts with its share of a day, one below zero not."""
    first, strong = happening("2021-03-05", 1, reach=4), happening("2021-03-05", 3, reach=2)
    events = [first, strong, happening("2021-03", 3), happening("2021-03-05", -3)]
    assert strongest_on(events, dt.date(2021, 3, 5)) == strong
    assert strongest_on(events, dt.date(2021, 3, 6)) == events[2]
    assert strongest_on(events, dt.date(2021, 4, 1)) is None


def test_the_first_to_ease_comes_first() -> None:
    """Those that never did come last, by name."""
    lowest = Point(SINCE, -1.0)
    parts = [(name, Easing(lowest, day, None)) for name, day in (("b", None), ("a", None), ("z", UNTIL), ("y", SINCE))]
    assert [name for name, _ in by_easing(parts)] == ["y", "z", "a", "b"]
