"""The recursion gives what the formula gives when every event is looked at on every day."""

import random
from datetime import timedelta

import numpy as np
from sentiment_samples import TODAY, plain_day, random_rows

from tracker.sentiment import Evidence, policy_index


def test_fast_equals_plain_double_loop_on_1000_sets() -> None:
    """Index, mass and stories agree to 1e-9 on 1,000 random sets of dates, precisions, threads and choices."""
    rng = random.Random(20210704)
    for _ in range(1000):
        rows = random_rows(rng, events=rng.randint(0, 9), days=rng.choice([5, 40, 400]), threads=rng.randint(0, 3))
        half_life, shrinkage = rng.choice([1.0, 30.0, 60.0, 365.0]), rng.choice([0.0, 0.5, 4.0, 16.0])
        since = TODAY + timedelta(days=rng.randint(-60, 60))
        until = since + timedelta(days=rng.randint(0, 90))
        evidence = Evidence.of(rows)
        series = policy_index(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
        for place in rng.sample(range(len(series.days)), min(len(series.days), 12)):
            plain = plain_day(rows, since + timedelta(days=place), half_life, shrinkage)
            assert abs(series.mass[place] - plain.mass) < 1e-9
            # Without shrinkage an index of next to no mass is a quotient of rounding errors, here as there.
            if shrinkage > 0 or plain.mass > 1e-6:
                assert abs(series.index[place] - plain.index) < 1e-9
            if abs(plain.mass - 1e-9) > 1e-12:
                assert abs(series.stories[place] - plain.stories) < 1e-9


def test_long_series_stays_exact() -> None:
    """After 30 years the recursion still equals the formula: nothing builds up."""
    rows = random_rows(random.Random(5), events=60, days=5000, threads=6)
    series = policy_index(Evidence.of(rows), since=TODAY - timedelta(days=5500), until=TODAY + timedelta(days=5500))
    for place in range(0, len(series.days), 500):
        plain = plain_day(rows, TODAY + timedelta(days=place - 5500), 60.0, 4.0)
        assert np.allclose(
            [series.index[place], series.mass[place], series.stories[place]],
            [plain.index, plain.mass, plain.stories],
            rtol=0,
            atol=1e-9,
        )


def test_nothing_in_memory_is_no_story() -> None:
    """Where all evidence has faded to nothing the number of stories is 0 and the index stays finite."""
    rows = random_rows(random.Random(7), events=5, days=10, threads=1)
    late = TODAY + timedelta(days=4000)
    series = policy_index(Evidence.of(rows), since=late, until=late, half_life=1.0, shrinkage=0.0)
    assert series.stories[0] == 0.0
    assert np.isfinite(series.index[0])
