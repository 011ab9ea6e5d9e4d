"""Do the ranges still hold the average stance after days of silence? Simulated worlds, with a fixed seed."""

from datetime import timedelta

import numpy as np
import pytest
from test_sentiment_coverage import DAY, MEANS, average_stance, numbers_for, world

from tests.support.sources import text_of
from tracker.sentiment import policy_index, resampling_band

WORLDS = 500
"""For each mean; the simulation error of a share of all 1,500 is then about 0.01."""

SILENT = (0, 90, 205)
"""Days after the last day of the world."""


def held_after(mean: float) -> tuple[np.ndarray, np.ndarray, int]:
    """Return in how many worlds the range of the mean, and that of the index, holds the world's average stance.

    Both are counts for each number of silent days; the third is in how many worlds there is a range.
    """
    rng = numbers_for(mean)
    average = average_stance(mean)
    of_mean, of_index, known = np.zeros(len(SILENT), int), np.zeros(len(SILENT), int), 0
    for seed in range(WORLDS):
        events = world(rng, mean)
        days = {"since": DAY, "until": DAY + timedelta(days=max(SILENT))}
        # Bounds of both are computed on the days that are looked at, and not joined by lines there.
        bounds = resampling_band(events, **days, replicates=400, seed=seed, step=5)
        places = list(SILENT)
        known += not np.isnan(bounds.lower[0])
        of_mean += (bounds.mean_lower[places] <= average) & (average <= bounds.mean_upper[places])
        of_index += (bounds.lower[places] <= average) & (average <= bounds.upper[places])
    return of_mean, of_index, known


def coverages() -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of worlds in which the range of the mean, and that of the index, holds the average stance."""
    found = [held_after(mean) for mean in MEANS]
    known = sum(each[2] for each in found)
    assert known > 0.99 * len(MEANS) * WORLDS
    return sum(each[0] for each in found) / known, sum(each[1] for each in found) / known


@pytest.mark.slow
def test_the_range_of_the_mean_holds_the_average_after_silence_as_often_as_before() -> None:
    """Worlds as for the range of the index; truth is the average stance of all events that could happen.

    The range of the mean holds it as often after 90 and 205 days without an event as on the last day. The range of the
    index, which is one for the average that the pull leaves, loses it: it is no range of the average.
    """
    of_mean, of_index = coverages()
    assert 0.72 <= of_mean[0] <= 0.86
    assert of_mean[1] >= of_mean[0]
    assert of_mean[2] >= of_mean[0]
    assert of_index[0] > of_index[1] > of_index[2]
    assert of_index[2] < 0.4
    sentences = " ".join(text_of("docs/method.md").split())
    assert f"holds the average itself in {of_mean[0]:.3f} of the cases where it promises 0.80" in sentences
    assert "the range of the index in {:.3f}, {:.3f} and {:.3f}".format(*of_index) in sentences


def test_a_world_that_falls_silent_keeps_its_mean() -> None:
    """One world of the simulation: after its last day the mean stays, and the index goes to 0."""
    events = world(np.random.default_rng(1), -1.0)
    series = policy_index(events, since=DAY, until=DAY + timedelta(days=205))
    assert np.ptp(series.mean) < 1e-12
    assert abs(series.index[-1]) < abs(series.index[0]) / 2
