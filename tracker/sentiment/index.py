"""The policy-sentiment index: its value, the weight behind it and the effective number of stories, for every day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.decay import Grid, Steps, binned, decayed_sum, steps_into
from tracker.sentiment.record import (
    HALF_LIFE,
    SHRINKAGE,
    Evidence,
    Real,
    Weighting,
    Whole,
    check_choices,
    check_span,
)


@dataclass(frozen=True, eq=False)
class Changes:
    """One row per day and story that changes on it, sorted by day.

    Attributes:
        day: place of the day in the grid.
        story: place of the story in ``codes``.
        jump: what arrives at once.
        turn: change of what arrives per day, from this day on.
        codes: the story codes, at least one (-1 where there is no event).
    """

    day: Whole
    story: Whole
    jump: Real
    turn: Real
    codes: Whole

    def days(self) -> Iterator[tuple[int, slice]]:
        """Yield each day on which a story changes, with its rows."""
        days, starts = np.unique(self.day, return_index=True)
        stops = np.append(starts[1:], len(self.day))
        for day, start, stop in zip(days.tolist(), starts.tolist(), stops.tolist(), strict=False):
            yield day, slice(start, stop)


def changes_by_day(steps: Steps, group: Whole, values: Real) -> Changes:
    """Return the changes of the stories when each event weighs ``values`` on its day."""
    codes, story = np.unique(group, return_inverse=True)
    stories = max(len(codes), 1)
    jumps = steps.jump_bin * stories + story[steps.jump_event]
    turns = steps.rate_bin * stories + story[steps.rate_event]
    keys, place = np.unique(np.concatenate([jumps, turns]), return_inverse=True)
    jump = binned(place[: len(jumps)], steps.jump_size * values[steps.jump_event], len(keys))
    turn = binned(place[len(jumps) :], steps.rate_size * values[steps.rate_event], len(keys))
    return Changes(keys // stories, keys % stories, jump, turn, codes if len(codes) else np.array([-1]))


FORGOTTEN = 1e-9
"""A mass below this is no memory: forty half-lives after a single event."""


def story_numbers(steps: Steps, grid: Grid, group: Whole, weight: Real, mass: Real) -> Real:
    """Return (sum of W) ** 2 / (sum of W ** 2) over the masses W of the stories, for each day of a daily grid.

    Args:
        steps: what the events put into the days of the grid.
        grid: the days, without gaps.
        group: story code of each event.
        weight: weight of each event on its day.
        mass: the sum of W.

    Returns:
        The numbers; 0 where nothing is left in memory.
    """
    squares = _squares(changes_by_day(steps, group, weight), steps, grid)
    known = mass > FORGOTTEN
    return np.divide(mass**2, squares, out=np.zeros(len(mass)), where=known)


def _squares(changes: Changes, steps: Steps, grid: Grid) -> Real:
    """Return the sum over stories of W ** 2 on each day.

    All stories fade by one factor, so the sum of squares Q fades by its square. With R the rate at which a story
    arrives, W' = ratio * W + R gives Q' = ratio ** 2 * Q + 2 * ratio * (sum of W * R) + (sum of R ** 2), and the sum
    of W * R has a recursion of its own. Single stories are only looked at on the days on which they change.
    """
    turned, rates, touched, burst = _sums_by_day(changes, grid)
    rate_squares = np.cumsum(rates) * steps.running
    kept = grid.ratio
    cross = square = 0.0
    squares = []
    columns = np.stack([turned, rate_squares, touched, burst, steps.running]).T.tolist()
    for turned_now, rates_now, touched_now, burst_now, running in columns:
        # Where no rate runs, the sum of products is 0 and not what rounding left of it.
        before = (cross + turned_now) * running
        square = kept * kept * square + 2 * kept * before + rates_now + burst_now
        cross = (kept * before + rates_now + touched_now) * running
        squares.append(square)
    return np.array(squares)


def _sums_by_day(changes: Changes, grid: Grid) -> Real:
    """Return, as four rows over the days, what the changing stories add to the recursion of the squares.

    The rows: W * (change of R) before the day, the change of R ** 2, (what arrives) * R, and the growth of W ** 2 by
    what arrives.
    """
    sums = np.zeros((4, len(grid.days)))
    mass, rate = np.zeros((2, len(changes.codes)))
    seen = np.full(len(changes.codes), -1)
    ages = np.arange(len(grid.days) + 1)
    fade, run = grid.fade(ages), grid.run(ages)
    for day, rows in changes.days():
        story, jump, turn = changes.story[rows], changes.jump[rows], changes.turn[rows]
        age, old_rate = day - 1 - seen[story], rate[story]
        old = mass[story] * fade[age] + old_rate * run[age]
        new_rate = old_rate + turn
        grown = grid.ratio * old + new_rate
        sums[:, day] = old @ turn, new_rate @ new_rate - old_rate @ old_rate, jump @ new_rate, jump @ (2 * grown + jump)
        mass[story], rate[story], seen[story] = grown + jump, new_rate, day
    return sums


@dataclass(frozen=True, eq=False)
class IndexSeries:
    """The index on consecutive days.

    Attributes:
        first_day: ordinal of the first day.
        index: the index in stance units, between -3 and 3.
        mass: how much evidence is in memory.
        stories: effective number of stories in memory; 0 where nothing is.
    """

    first_day: int
    index: Real
    mass: Real
    stories: Real

    @property
    def days(self) -> Whole:
        """The ordinals of the days."""
        return self.first_day + np.arange(len(self.index), dtype=np.int64)

    def at(self, day: date) -> float:
        """Return the index on one day.

        Raises:
            ValueError: when the series does not hold the day.
        """
        place = day.toordinal() - self.first_day
        if not 0 <= place < len(self.index):
            raise ValueError(f"The series does not hold {day}.")
        return float(self.index[place])


def policy_index(
    evidence: Evidence,
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    weighting: Weighting = Weighting.LINEAR,
) -> IndexSeries:
    """Return the index for every day from ``since`` to ``until``; events before ``since`` count, later ones do not.

    Args:
        evidence: accepted events of the kinds that count.
        since: first day of the series.
        until: last day of the series.
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        weighting: how much reach counts.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    grid = Grid.daily(*check_span(since, until), half_life)
    steps = steps_into(evidence, grid)
    weight = weighting.weights(evidence.reach)
    mass = decayed_sum(steps, grid, weight)
    total = decayed_sum(steps, grid, weight * evidence.stance)
    stories = story_numbers(steps, grid, evidence.group, weight, mass)
    return IndexSeries(int(grid.days[0]), shrunk_mean(total, mass, shrinkage), mass, stories)


def shrunk_mean(total: Real, mass: Real, shrinkage: float) -> Real:
    """Return total / (mass + shrinkage), and 0 where both are 0."""
    below = mass + shrinkage
    return np.divide(total, below, out=np.zeros_like(total), where=below > 0)
