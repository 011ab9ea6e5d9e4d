from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.index_line import CLOSE, needed_days

VALUES = st.lists(st.one_of(st.floats(-3, 3), st.just(float("nan"))), min_size=1, max_size=60)


@given(VALUES)
def test_joining_the_kept_days_comes_close_to_every_value(given_values: list[float]) -> None:
    """Between two kept days no known value lies farther from the straight line than allowed; gaps stay gaps."""
    values = np.array(given_values)
    kept = np.flatnonzero(needed_days(values))
    days = np.flatnonzero(~np.isnan(values))
    if not len(days):
        return
    for day in days:
        before, after = kept[kept <= day][-1], kept[kept >= day][0]
        assert not np.isnan(values[[before, after]]).any()
        joined = np.interp(day, [before, after], values[[before, after]])
        assert abs(joined - values[day]) <= CLOSE + 1e-9
    for first, last in pairwise(kept):
        if not np.isnan(values[[first, last]]).any():
            assert not np.isnan(values[first:last]).any()


def test_a_straight_line_needs_its_two_ends() -> None:
    """Nothing between them changes the picture; a fading line needs few days more, a step its two days."""
    assert np.flatnonzero(needed_days(np.linspace(-1, 1, 500))).tolist() == [0, 499]
    fading = 0.5 ** (np.arange(365) / 60)
    assert needed_days(fading).sum() < 20
    step = np.where(np.arange(100) < 50, 0.0, 1.0)
    assert np.flatnonzero(needed_days(step)).tolist() == [0, 49, 50, 99]


def test_several_series_share_their_days() -> None:
    """A range is drawn through the days that either of its bounds needs."""
    lower, upper = np.zeros(10), np.zeros(10)
    lower[3], upper[7] = -1, 1
    assert np.flatnonzero(needed_days(lower, upper)).tolist() == [0, 2, 3, 4, 6, 7, 8, 9]
