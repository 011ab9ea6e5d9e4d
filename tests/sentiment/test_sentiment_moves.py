"""Contributions add up, on one day and between two, by event and by label."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentiment_samples import TODAY, aged, rows_around_today

from tracker.errors import TrackerError
from tracker.sentiment import Evidence, EvidenceRow, contributions, policy_index, sum_by

days_around_today = st.integers(-400, 200).map(lambda offset: TODAY + timedelta(days=offset))


@pytest.mark.slow
@settings(deadline=None, max_examples=1000)
@given(rows_around_today(20), days_around_today, days_around_today, st.sampled_from([0.0, 0.5, 4.0, 16.0]))
def test_contributions_add_up(rows: list[EvidenceRow], day_a: date, day_b: date, shrinkage: float) -> None:
    """For 1,000 random pairs of days the parts add up to the index and their differences to its change, to 1e-12."""
    evidence = Evidence.of(rows)
    before, after = (
        float(policy_index(evidence, since=day, until=day, shrinkage=shrinkage).index[0]) for day in (day_a, day_b)
    )
    parts = contributions(evidence, day_a, shrinkage=shrinkage)
    moves = contributions(evidence, day_b, shrinkage=shrinkage) - parts
    labels = [("a",) if place % 2 else ("a", "b", "c")[: place % 4] for place in range(len(rows))]
    assert parts.sum() == pytest.approx(before, abs=1e-12)
    assert moves.sum() == pytest.approx(after - before, abs=1e-12)
    assert sum(sum_by(moves, labels).values()) == pytest.approx(after - before, abs=1e-12)


def test_parts_of_a_given_day() -> None:
    """With a mass of 8 and a shrinkage of 4, a restriction and an easing of reach 4 give -8 and +4 of 12."""
    assert contributions(aged((0, -2, 4), (0, 1, 4)), TODAY).tolist() == [-8 / 12, 4 / 12]


def test_events_to_come_have_no_part() -> None:
    """An event of tomorrow has no part in today, and one in tomorrow."""
    evidence = aged((0, -2, 4), (-1, 1, 4))
    assert contributions(evidence, TODAY)[1] == 0.0
    assert contributions(evidence, TODAY + timedelta(days=1))[1] > 0


def test_labels_share_equally() -> None:
    """An event with two sectors gives each half; one without goes to the name for the rest; order is of appearance."""
    sums = sum_by(np.array([1.0, -0.5, 0.25]), [("games", "data"), ("data",), ()], unlabelled="no sector")
    assert sums == {"games": 0.5, "data": 0.0, "no sector": 0.25}
    assert list(sums) == ["games", "data", "no sector"]


def test_labels_must_fit() -> None:
    """One tuple of labels per value, or nothing."""
    with pytest.raises(ValueError, match="zip"):
        sum_by(np.array([1.0, 2.0]), [("a",)])


def test_choices_are_checked() -> None:
    """A negative shrinkage is refused as for the index."""
    with pytest.raises(TrackerError, match="shrinkage"):
        contributions(aged((0, 1, 1)), TODAY, shrinkage=-1.0)
