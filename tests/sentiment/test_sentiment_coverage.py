"""Does the 80 % resampling range hold the truth in about 80 of 100 worlds? Simulated worlds, with a fixed seed."""

from datetime import date

import numpy as np
import pytest

from tracker.sentiment import Evidence, policy_index, resampling_band

DAY = date(2021, 6, 30)
WORLDS = 1_500
YEARS = 4
STORIES_A_YEAR = 6.5
FURTHER_EVENTS = 3.4
STORY_DAYS = 400
SPREAD = 1.6
SAME_STORY = 0.44
REACHES = np.array([0.16, 0.18, 0.38, 0.28])


def world(rng: np.random.Generator, mean: float) -> Evidence:
    """Return the events of one world up to ``DAY``."""
    stories = rng.poisson(STORIES_A_YEAR * YEARS)
    begins = DAY.toordinal() - rng.integers(0, 365 * YEARS, stories)
    story = np.repeat(np.arange(stories), 1 + rng.poisson(FURTHER_EVENTS, stories))
    days = begins[story] + rng.integers(0, STORY_DAYS + 1, len(story))
    shared = rng.normal(0, SPREAD * SAME_STORY**0.5, stories)[story]
    own = rng.normal(0, SPREAD * (1 - SAME_STORY) ** 0.5, len(story))
    stance = np.clip(np.rint(mean + shared + own), -3, 3).astype(np.int64)
    reach = rng.choice(4, len(story), p=REACHES) + 1
    return Evidence(days, days, stance, reach, story).subset(days <= DAY.toordinal())


def average_stance(mean: float) -> float:
    """Return the average stance of all events that could happen in such a world."""
    draws = np.random.default_rng(1).normal(mean, SPREAD, 1_000_000)
    return float(np.clip(np.rint(draws), -3, 3).mean())


def held_and_known(mean: float) -> tuple[int, int]:
    """Return in how many worlds the range holds the truth, and in how many there is a range."""
    rng = np.random.default_rng(20210726)
    average = average_stance(mean)
    held = known = 0
    for seed in range(WORLDS):
        events = world(rng, mean)
        series = policy_index(events, since=DAY, until=DAY)
        bounds = resampling_band(events, since=DAY, until=DAY, replicates=400, seed=seed)
        truth = average * series.mass[0] / (series.mass[0] + 4.0)
        known += not np.isnan(bounds.lower[0])
        held += bool(bounds.lower[0] <= truth <= bounds.upper[0])
    return held, known


@pytest.mark.slow
def test_simulated_coverage_of_the_80_percent_range() -> None:
    """The range holds the truth in 76 to 86 of 100 simulated worlds.

    Design: four years of stories that begin at random, 6.5 a year with 4.4 events each (as in the record), spread over
    400 days after the first; reaches in the shares of the record; a stance is the world's mean (0, -0.5 or -1) plus a
    part of the story plus a part of the event, together with a standard deviation of 1.6 of which the story has 44 %
    of the variance, rounded and cut to -3..3. Truth is the average stance of all events that could happen, pulled
    towards zero by the shrinkage at the mass that the world has on the day: what the index would show if every event
    had the average stance. 1,500 worlds for each mean, 400 draws each; the simulation error is 0.6 of 100.
    """
    held, known = np.sum([held_and_known(mean) for mean in (0.0, -0.5, -1.0)], axis=0)
    assert known > 0.99 * 3 * WORLDS
    assert 0.76 <= held / known <= 0.86
