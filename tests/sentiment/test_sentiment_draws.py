"""Replicates drawn many at a time are those of the plain loop that draws one after another, to the last bit."""

import random

import numpy as np
import pytest
from sentiment_samples import TODAY, random_rows

from tracker.sentiment import Codings, Evidence, band
from tracker.sentiment.decay import Grid, arriving, ratio_of, steps_into
from tracker.sentiment.record import Real

REPLICATES = 40


def one_by_one(
    known: Evidence, grid: Grid, seed: int, codings: Codings | None = None, *, stories: int | None = None
) -> Real:
    """Draw each replicate by itself: the reference."""
    steps = steps_into(known, grid)
    codes, story = np.unique(known.group, return_inverse=True)
    rng = np.random.Generator(np.random.PCG64(seed))
    later = np.random.Generator(np.random.PCG64(seed).advance(REPLICATES * len(codes)))
    stance, reach = known.stance, known.reach
    tables, draws = np.empty((2, REPLICATES, len(grid.days))), np.full(REPLICATES, len(codes))
    if stories is not None and stories > len(codes):
        draws = band._draws_on_part(len(codes), stories, rng.random(REPLICATES))
    for replicate, count in enumerate(draws.tolist()):
        picks = (rng.random(count) * len(codes)).astype(np.int64)
        if codings is not None:
            stance, reach = codings.pick(later.random(len(known)))
        mass = (reach * np.bincount(picks, minlength=len(codes))[story]).astype(np.float64)
        tables[:, replicate] = arriving(steps, grid, mass), arriving(steps, grid, mass * stance)
    for place in range(1, len(grid.days)):
        tables[:, :, place] += grid.carry[place] * tables[:, :, place - 1]
    return tables


@pytest.mark.parametrize("at_once", [1, 100, 50_000])
def test_draws_are_those_of_the_plain_loop(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """On 150 random sets of dates, precisions and stories, with and without further codes and stories beside them."""
    monkeypatch.setattr(band, "_NUMBERS_AT_ONCE", at_once)
    rng = random.Random(at_once)
    for number in range(150):
        rows = random_rows(rng, events=rng.randint(1, 25), days=rng.choice([5, 400, 2000]), threads=rng.randint(0, 6))
        evidence = Evidence.of(rows)
        some = rng.sample(range(TODAY.toordinal() - 2500, TODAY.toordinal() + 400), rng.choice([1, 9, 300]))
        grid = Grid(np.array(sorted(some)), ratio_of(rng.choice([1.0, 60.0, 365.0])))
        codes = [[(rng.randint(-3, 3), rng.randint(1, 4)) for _ in range(rng.randint(1, 3))] for _ in rows]
        codings = Codings.of(codes) if rng.random() < 0.4 else None
        beside = rng.choice([None, 3, 60])
        found = band.replicate_tables(evidence, grid, REPLICATES, number, codings, stories=beside)
        assert found.tobytes() == one_by_one(evidence, grid, number, codings, stories=beside).tobytes()


def test_bounds_are_the_ordered_draws() -> None:
    """Each bound is the draw at its place in the order of all that are numbers, whatever is missing in a row."""
    rng = np.random.default_rng(3)
    drawn = rng.normal(size=(60, 41)).round(1)
    drawn[rng.random(drawn.shape) < rng.random((60, 1))] = np.nan
    low, high = band._percentiles(drawn.copy(), 0.8)
    for row, lower, upper in zip(drawn, low, high, strict=True):
        known = sorted(row[~np.isnan(row)].tolist())
        if not known:
            assert np.isnan(lower)
            assert np.isnan(upper)
            continue
        assert lower == known[int(0.1 * (len(known) - 1) + 1e-9)]
        assert upper == known[len(known) - 1 - int(0.1 * (len(known) - 1) + 1e-9)]
