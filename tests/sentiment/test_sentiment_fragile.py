"""Days on which one story decides the sign."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from sentiment_samples import TODAY, aged, dated, rows_around_today, unhurried

from tracker.errors import TrackerError
from tracker.sentiment import Evidence, EvidenceRow, fragility, policy_index

SINCE, UNTIL = TODAY - timedelta(days=60), TODAY + timedelta(days=30)


@unhurried
@given(rows_around_today())
def test_marked_days_are_those_where_leaving_out_a_story_turns_the_sign(rows: list[EvidenceRow]) -> None:
    """The marks equal those found by computing the index anew without each story."""
    evidence = Evidence.of(rows)
    series = policy_index(evidence, since=SINCE, until=UNTIL)
    marks = fragility(evidence, since=SINCE, until=UNTIL)
    turned = np.zeros(len(series.days), dtype=bool)
    for code in np.unique(evidence.group):
        rest = policy_index(evidence.subset(evidence.group != code), since=SINCE, until=UNTIL)
        opposite = -np.sign(series.index) * rest.index * (rest.mass + 4) / (series.mass + 4)
        clear = np.abs(opposite - 0.005) > 1e-9
        marked = marks.group[clear & (opposite > 0.005)]
        assert np.all(marked >= 0), "a day on which this story turns the sign is marked"
        turned |= opposite > 0.005 + 1e-9
        named = marks.group == code
        assert np.all(opposite[named] > 0.005 - 1e-9), "a named story does turn the sign"
    assert np.array_equal(marks.fragile, marks.group >= 0)
    assert not np.any(turned & ~marks.fragile)


def test_the_deciding_story_is_named() -> None:
    """Two easing events of one story outweigh three lone signals: the story is named, and no one beside it."""
    evidence = aged(
        (9, 2, 4), (5, 2, 4), (8, -1, 4), (6, -1, 3), (4, -1, 4), threads=["thaw", "thaw", None, None, None]
    )
    marks = fragility(evidence, since=TODAY, until=TODAY)
    assert marks.fragile.tolist() == [True]
    assert marks.group.tolist() == [evidence.group[0]]


def test_agreeing_stories_are_not_fragile() -> None:
    """Where all stories point one way no single one decides, and no code is given."""
    marks = fragility(aged((9, -2, 4), (5, -1, 4)), since=SINCE, until=UNTIL)
    assert not marks.fragile.any()
    assert set(marks.group.tolist()) == {-1}


def test_one_story_alone_is_not_fragile() -> None:
    """Leaving out the only story gives 0 and not the other sign."""
    assert not fragility(aged((9, -2, 4)), since=SINCE, until=UNTIL).fragile.any()


def test_what_has_faded_away_does_not_make_fragile() -> None:
    """A rest of the other sign that no screen would show as anything but 0.00 is no turn."""
    assert not fragility(aged((0, -2, 4), (700, 3, 1)), since=TODAY, until=TODAY).fragile.any()


def test_no_events_are_not_fragile() -> None:
    """Without events nothing decides."""
    marks = fragility(aged(), since=SINCE, until=UNTIL)
    assert not marks.fragile.any()
    assert set(marks.group.tolist()) == {-1}


def test_a_month_weighs_in_day_by_day() -> None:
    """As July passes an event of that month first leaves the sign to the older story, then decides it."""
    evidence = dated(("2021-06-20", "2021-06-20", -1, 4, "a"), ("2021-07-01", "2021-07-31", 3, 4, "b"))
    period = {"since": date(2021, 6, 25), "until": date(2021, 8, 10)}
    deciding = fragility(evidence, **period).group
    above = policy_index(evidence, **period).index > 0
    assert deciding[:6].tolist() == [-1] * 6
    assert above[6:].tolist() == [False] * 8 + [True] * 33
    assert deciding[6:].tolist() == [0] * 8 + [1] * 33


def test_choices_are_checked() -> None:
    """A half-life of 0 is refused as for the index."""
    with pytest.raises(TrackerError, match="half-life"):
        fragility(aged((0, 1, 1)), since=SINCE, until=UNTIL, half_life=0.0)
