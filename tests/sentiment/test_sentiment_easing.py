"""When a part of the record eased, on Events counted by hand."""

import datetime as dt

from tests.support.makers import event_row
from tracker.read_models import EventRow
from tracker.sentiment import Point, shares_first, turn_range
from tracker.sentiment.acts import Acts, labels_of
from tracker.sentiment.groups import Easing, easings, strongest_on
from tracker.vocabulary import Reach

SINCE, UNTIL = dt.date(2021, 1, 1), dt.date(2021, 12, 31)


def happening(date: str, stance: int, reach: int = 4) -> EventRow:
    """Return an Event without a meaning."""
    return event_row(f"{date}-{stance}", date, stance, title=date, reach=Reach(reach))


def easing_of(events: list[EventRow]) -> Easing | None:
    """Return when Events under one label eased, if there is a line to tell it."""
    found = easings(Acts.of(events), labels_of([("all",)] * len(events)), SINCE, UNTIL)
    return found[0][1] if found else None


def test_the_turn_comes_with_the_event_that_outweighs_the_rest() -> None:
    """-3 on 1 March is the lowest point; +1 is too weak, +3 on the same reach turns it."""
    events = [happening("2021-03-01", -3), happening("2021-03-20", 1), happening("2021-04-01", 3)]
    found = easing_of(events)
    assert found is not None
    assert found.bottom.lowest == Point(dt.date(2021, 3, 1), -1.5)
    assert found.day == dt.date(2021, 4, 1)
    assert found.event == events[2]


def test_a_part_that_never_turns_has_no_day() -> None:
    """It stays below zero, or never was there."""
    below = easing_of([happening("2021-03-01", -3)])
    above = easing_of([happening("2021-03-01", 2), happening("2021-03-09", 1)])
    assert below is not None
    assert above is not None
    assert (below.day, below.event) == (above.day, above.event) == (None, None)
    assert above.bottom.lowest.value > 0


def test_what_is_too_thin_to_be_read_is_passed_over() -> None:
    """One firm's event alone is no line; a thin day above zero is no turn."""
    assert easing_of([happening("2021-03-01", -3, reach=1)]) is None
    thin = [happening("2021-01-01", -3, reach=2), happening("2021-12-20", 3, reach=1)]
    found = easing_of(thin)
    assert found is not None
    assert (found.bottom.lowest.day, found.day) == (dt.date(2021, 1, 1), None)


def test_the_strongest_of_a_day() -> None:
    """Stance times reach decides; an event known to the month counts with its share of a day, one below zero not."""
    first, strong = happening("2021-03-05", 1, reach=4), happening("2021-03-05", 3, reach=2)
    events = [first, strong, happening("2021-03", 3), happening("2021-03-05", -3)]
    assert strongest_on(Acts.of(events), dt.date(2021, 3, 5)) == strong
    assert strongest_on(Acts.of(events), dt.date(2021, 3, 6)) == events[2]
    assert strongest_on(Acts.of(events), dt.date(2021, 4, 1)) is None


def test_the_first_to_ease_comes_first_and_those_that_never_did_last() -> None:
    """By the day, then by label; a label without a line is left out."""
    labels = {"z": "2021-04-01", "y": "2021-05-01", "b": None, "a": None}
    events, under = [], []
    for label, day in labels.items():
        mine = [happening("2021-03-01", -3), *([happening(day, 3)] if day else [])]
        events += mine
        under += [(label,)] * len(mine)
    acts = Acts.of([*events, happening("2021-03-01", -3, reach=1)])
    found = easings(acts, labels_of([*under, ("thin",)]), SINCE, UNTIL)
    assert [(label, easing.day and easing.day.month) for label, easing in found] == [
        ("z", 4),
        ("y", 5),
        ("a", None),
        ("b", None),
    ]


def test_a_draw_brings_the_same_stories_to_every_label() -> None:
    """Two labels of the same events turn on the same day in every draw, and so are always first together."""
    stories = [happening(f"2021-{month:02}-01", -3 if month < 6 else 3) for month in range(1, 12)]
    labels = [("one", "two") if at % 2 else ("one", "two", "half") for at in range(len(stories))]
    found = dict(easings(Acts.of(stories), labels_of(labels), SINCE, UNTIL))
    one, two, half = (found[label].turns for label in ("one", "two", "half"))
    assert one.above.tolist() == two.above.tolist() != half.above.tolist()
    first = shares_first([one, two, half])
    assert first[0] == first[1] > first[2] > 0
    assert turn_range(one).above is not None
    # Whoever is after the last rise of all is not asked.
    assert shares_first([one, two, half], after=UNTIL) == [0, 0, 0]
