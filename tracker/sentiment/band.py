"""The range of the index: how far it moves when its stories are resampled, and which days hang on one story.

The stories are drawn again and again. Of many stories only those are drawn that are in memory on days on which the
range hangs on few of them; on the other days it is worked out (``expansion``).
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tracker.errors import TrackerError
from tracker.sentiment.codings import Codings
from tracker.sentiment.decay import Grid, Steps, binned, mass_and_total, ratio_of, steps_into
from tracker.sentiment.expansion import expanded_bounds
from tracker.sentiment.index import FORGOTTEN, IndexSeries, policy_index, remembered_on
from tracker.sentiment.record import HALF_LIFE, SHRINKAGE, Evidence, Mask, Real, Whole, check_choices, check_span
from tracker.sentiment.stories import leading_stories, story_count

REPLICATES = 2_000
LEVEL = 0.80
SEED = 20_210_726

MANY_STORIES = 500
"""With more stories the range is worked out and not drawn, except on days on which it hangs on few (``expansion``).

Where it is worked out it is nearer to the draws than other draws are, in a twentieth of the time for 100,000 stories.
"""

ONE_STORY = 1.02
"""With fewer stories in memory one of them holds 99 of 100 parts of the mass: there is nothing to draw from."""

FEWEST = 1.5
"""The widening counts with at least so many stories; below, it would grow without limit."""

_DECIMALS = 9
"""Bounds are rounded, so that the order in which a processor adds numbers cannot show."""

DAYS_AT_ONCE = 4_096
"""With 2,000 replicates the tables in memory then take 131 MB."""

_NUMBERS_AT_ONCE = 50_000
"""So many numbers are made at once where replicates are drawn, which stay in a processor's cache as well."""

_BINS_AT_ONCE = 32
"""So many bins are sorted at once; with 2,000 replicates each table of them stays in a processor's cache."""


@dataclass(frozen=True, eq=False)
class Band:
    """The bounds of the resampling ranges for each day of a series; not a number where there is only one story.

    The bounds are widened about the level by sqrt(n / (n - 1)), with n the effective number of stories but at least
    1.5, because n stories drawn from themselves vary less than n new ones would. A replicate that holds nothing has an
    index, which is 0, but no mean, and is left out of the range of the mean.

    Attributes:
        lower, upper: the range of the index.
        mean_lower, mean_upper: the range of the mean without the pull, which stays as it is while nothing comes in.
    """

    lower: Real
    upper: Real
    mean_lower: Real
    mean_upper: Real


def resampling_band(
    evidence: Evidence,
    *,
    since: date,
    until: date,
    half_life: float = HALF_LIFE,
    shrinkage: float = SHRINKAGE,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
    step: int = 7,
    codings: Codings | None = None,
    series: IndexSeries | None = None,
) -> Band:
    """Return the resampling ranges of the index and of its mean for every day from ``since`` to ``until``.

    Args:
        evidence: as for ``policy_index``; events after ``until`` change nothing.
        since: first day.
        until: last day.
        half_life: days after which an event counts half.
        shrinkage: mass of neutral evidence that is always in the sum.
        replicates: how often the stories are drawn; with more than ``MANY_STORIES`` that is done on those days alone
            on which the range hangs on few, and ``expanded_bounds`` are taken on the others.
        seed: start of the random numbers.
        level: share of the replicates within the range before it is widened.
        step: the replicates are computed at least every so many days.
        codings: the codes of each event, of which every draw then takes one at random; none leaves the codes alone.
        series: the index of the same evidence, days and choices, where it is at hand.

    Raises:
        TrackerError: when a choice gives no index or no range.
    """
    _check_draws(replicates, seed, level, step)
    series = series or policy_index(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    if not np.any(series.stories > ONE_STORY):
        return Band(*np.full((4, len(series.index)), np.nan))
    is_known = evidence.first <= until.toordinal()
    known, coded = evidence.subset(is_known), codings.subset(is_known) if codings else None
    drawing = _Drawing(half_life, shrinkage, replicates, seed, level, step)
    if codings is None and story_count(known.group) > MANY_STORIES:
        return _about(series, *_of_many(known, series, drawing))
    days = _grid_days(known, series.days, step)
    return _about(series, days, drawing.bounds(known, days, series.mass[days - series.first_day], coded))


def _about(series: IndexSeries, days: Whole, bounds: Real) -> Band:
    """Return the widened ranges about an index and its mean from the bounds of both on some days."""
    of_index, of_mean = bounds
    return Band(*_widened(series, series.index, days, of_index), *_widened(series, series.mean, days, of_mean))


class _Drawing(NamedTuple):
    """How stories are drawn and a range is made of the draws; as for ``resampling_band``."""

    half_life: float
    shrinkage: float
    replicates: int
    seed: int
    level: float
    step: int

    def bounds(
        self, known: Evidence, days: Whole, mass: Real, codings: Codings | None = None, *, stories: int | None = None
    ) -> Real:
        """Return the bounds of the index and of the mean on some days with their masses, drawn piece by piece."""
        bounds = np.empty((2, 2, len(days)))
        for start in range(0, len(days), DAYS_AT_ONCE):
            piece = slice(start, start + DAYS_AT_ONCE)
            grid = Grid(days[piece], ratio_of(self.half_life))
            bounds[:, :, piece] = _bounds(
                replicate_tables(known, grid, self.replicates, self.seed, codings, stories=stories),
                mass[piece],
                self.shrinkage,
                self.level,
            )
        return bounds


def _of_many(known: Evidence, series: IndexSeries, drawing: _Drawing) -> tuple[Whole, Real]:
    """Return the days on which the bounds of many stories are known, and the bounds.

    They are worked out, but where the range hangs on few stories drawn from what is in memory there.
    """
    grid = Grid(series.days, ratio_of(drawing.half_life))
    bounds, few = expanded_bounds(known, grid, (drawing.shrinkage, 0.0), drawing.level)
    held = known.subset(remembered_on(known, series.days[few], series.mass[few], drawing.half_life))
    days = _grid_days(held, series.days, drawing.step)
    days = days[few[days - series.first_day]]
    places = days - series.first_day
    bounds[:, :, places] = drawing.bounds(held, days, series.mass[places], stories=story_count(known.group))
    found = ~few
    found[places] = True
    return series.days[found], bounds[:, :, found]


def _check_draws(replicates: int, seed: int, level: float, step: int) -> None:
    if replicates < 1 or step < 1 or seed < 0:
        raise TrackerError("Replicates and step must be 1 or more, and the seed 0 or more.")
    if not 0.0 < level < 1.0:
        raise TrackerError(f"The level of the range must lie between 0 and 1, not {level:g}.")


def _grid_days(evidence: Evidence, days: Whole, step: int) -> Whole:
    """Return the days to compute, among them every day on which an event may have happened, and the day before."""
    arriving = days[steps_into(evidence, Grid(days, 1.0 / 2)).running]
    turns = np.concatenate(
        [days[::step], days[:2], days[-1:], evidence.first - 1, evidence.first, arriving, evidence.last]
    )
    return np.unique(turns[(turns >= days[0]) & (turns <= days[-1])])


def _widened(series: IndexSeries, levels: Real, days: Whole, bounds: Real) -> tuple[Real, Real]:
    """Return the range about the levels of every day from the bounds of the replicates on some days."""
    enough = np.maximum(series.stories, FEWEST)
    widening = np.sqrt(enough / (enough - 1))
    away = bounds - levels[days - series.first_day]
    # Where nothing is in memory there is no mean and no bound of it; up to there the distance stays the last one known.
    latest = np.maximum.accumulate(np.where(np.isnan(away[0]), 0, np.arange(len(days))))
    lower, upper = (levels + widening * np.interp(series.days, days, line[latest]) for line in away)
    # The range is one about the level: where all replicates lie on one side, it ends at the level itself.
    lower = np.clip(np.minimum(lower, levels), -3.0, 3.0)
    upper = np.clip(np.maximum(upper, levels), -3.0, 3.0)
    lower[series.stories <= ONE_STORY] = upper[series.stories <= ONE_STORY] = np.nan
    return np.round(lower, _DECIMALS), np.round(upper, _DECIMALS)


def replicate_tables(
    known: Evidence,
    grid: Grid,
    replicates: int,
    seed: int,
    codings: Codings | None = None,
    *,
    stories: int | None = None,
) -> Real:
    """Return what is in memory in each replicate at the end of each bin (last axis): mass, and mass times stance.

    Each replicate draws as many stories as there are, with replacement, and counts each as often as it was drawn. What
    it draws is summed up by the day on which it arrives, and the sums fade from day to day. A table of days by stories
    times one of stories by replicates is plainer, but takes some 7 minutes of processor time for 100,000 stories in ten
    years, and this 3 seconds.

    With ``codings`` each replicate also draws, for every event in its order, one of its codes. These numbers follow in
    the generator after those for the stories of all replicates, so that the stories drawn are the same without them.

    With ``stories`` the known ones are a part of so many that are drawn. How many of the draws fall on the part differs
    from replicate to replicate, by the binomial law, and the others do not show.
    """
    steps = steps_into(known, grid)
    codes, story = np.unique(known.group, return_inverse=True)
    rng = np.random.Generator(np.random.PCG64(seed))
    later = np.random.Generator(np.random.PCG64(seed).advance(replicates * len(codes)))
    # By days first: so each day is a row of replicates, and follows from the row before.
    tables, draws = np.zeros((2, len(grid.days), replicates)), np.full(replicates, len(codes))
    if stories is not None and stories > len(codes):
        draws = _draws_on_part(len(codes), stories, rng.random(replicates))
    comes = _Coming(steps, grid)
    at_once = max(1, _NUMBERS_AT_ONCE // max(len(known), len(codes), len(steps.jump_bin), 1))
    for start in range(0, replicates, at_once):
        some = slice(start, min(start + at_once, replicates))
        drawn = _times_drawn(rng, draws[some], len(codes))
        stance, reach = known.stance, known.reach
        if codings is not None:
            stance, reach = codings.pick(later.random((len(drawn), len(known))))
        mass = (reach * drawn[:, story]).astype(np.float64)
        for table, values in zip(tables, (mass, mass * stance), strict=True):
            comes.put(values, table[:, some])
    for place in range(1, len(grid.days)):
        tables[:, place] += grid.carry[place] * tables[:, place - 1]
    return tables.transpose(0, 2, 1)


def _times_drawn(rng: np.random.Generator, draws: Whole, stories: int) -> Whole:
    """Return how often each story is drawn, one row for each number of draws."""
    # A fraction of 53 bits, below 1, times the number of stories is always below that number.
    picks = (rng.random(int(draws.sum())) * stories).astype(np.int64)
    of_row = np.repeat(np.arange(len(draws)), draws)
    return np.bincount(picks + stories * of_row, minlength=len(draws) * stories).reshape(len(draws), stories)


class _Coming:
    """Puts what events bring into the days of tables with a column for each replicate, as ``arriving`` does for one."""

    def __init__(self, steps: Steps, grid: Grid) -> None:
        self._steps = steps
        # Only days on which something comes are looked at: most pass without.
        self._jumped, self._jump_at = np.unique(steps.jump_bin, return_inverse=True)
        self._turned, self._turn_at = np.unique(steps.rate_bin, return_inverse=True)
        self._running = np.flatnonzero(steps.running)
        self._rate_on = np.searchsorted(self._turned, self._running, side="right") - 1
        self._fill = grid.fill[self._running, np.newaxis]

    def put(self, values: Real, table: Real) -> None:
        """Put what comes in by values, a row of events for each replicate, into an empty table, a row for each day."""
        steps = self._steps
        jumps = _summed(self._jump_at, steps.jump_size * values[:, steps.jump_event], len(self._jumped))
        table[self._jumped] = jumps.T
        if len(self._running):
            turns = _summed(self._turn_at, steps.rate_size * values[:, steps.rate_event], len(self._turned))
            table[self._running] += self._fill * np.cumsum(turns, axis=1).T[self._rate_on]


def _summed(bins: Whole, sizes: Real, length: int) -> Real:
    """Return the sum of the sizes in each of ``length`` bins, row by row."""
    rows = np.arange(len(sizes))[:, np.newaxis]
    return binned((bins + length * rows).ravel(), sizes.ravel(), len(sizes) * length).reshape(len(sizes), length)


def _draws_on_part(part: int, stories: int, chances: Real) -> Whole:
    """Return how many of as many draws as there are stories fall on a part of them, for each chance from 0 to 1."""
    drawn = np.arange(stories)
    # How likely each number is, from the one before it; by logarithms, since the first may be too small for a number.
    grows = np.log((stories - drawn) / (drawn + 1)) + np.log(part / (stories - part))
    likely = np.exp(np.cumsum(np.append(stories * np.log1p(-part / stories), grows)))
    return np.asarray(np.searchsorted(np.cumsum(likely), chances).clip(max=stories))


def _bounds(tables: Real, mass_of_all: Real, shrinkage: float, level: float) -> Real:
    """Return the lower and the upper bound of the replicates for each bin, of the index and of the mean."""
    bounds = np.empty((2, 2, len(mass_of_all)))
    for start in range(0, len(mass_of_all), _BINS_AT_ONCE):
        piece = slice(start, start + _BINS_AT_ONCE)
        mass, total = np.ascontiguousarray(tables[:, :, piece].transpose(0, 2, 1))
        below = mass + shrinkage
        bounds[0, :, piece] = _percentiles(np.divide(total, below, out=total.copy(), where=below > 0), level)
        # As a share of the mass of all, which fades alike: so a replicate is empty in a whole silence or not at all.
        holds = mass > FORGOTTEN * mass_of_all[piece, np.newaxis]
        bounds[1, :, piece] = _percentiles(np.divide(total, mass, out=np.full_like(mass, np.nan), where=holds), level)
    return bounds


def _percentiles(drawn: Real, level: float) -> Real:
    """Return the lower and the upper bound of each row, as two rows; what is not a number is left out."""
    counts = drawn.shape[1] - np.count_nonzero(np.isnan(drawn), axis=1)
    # Rounded before it is cut, so that 0.1 * 150 is 15 although 1 - 0.8 is a little less than 0.2.
    low = np.round((1 - level) / 2 * np.maximum(counts - 1, 0), _DECIMALS).astype(np.int64)
    places = np.stack([low, np.maximum(counts - 1, 0) - low])
    # What is not a number is sorted to the end, so that the places hold in the rest. NumPy sorts many numbers at once
    # by the processor's wide registers, and looks for two places one by one: five times as long.
    drawn.sort(axis=1)
    return np.asarray(drawn[np.arange(len(drawn)), places], dtype=np.float64)


TURNED = 0.005
"""So far beyond zero must the rest pull, in stance units at the mass of all: half of the last digit on screens."""


@dataclass(frozen=True, eq=False)
class Fragility:
    """For each day of a series, whether the index would have the other sign without one story.

    Attributes:
        fragile: whether there is such a story.
        group: the code of the story that moves the index furthest; -1 where there is none.
    """

    fragile: Mask
    group: Whole


def fragility(
    evidence: Evidence, *, since: date, until: date, half_life: float = HALF_LIFE, shrinkage: float = SHRINKAGE
) -> Fragility:
    """Return the fragile days from ``since`` to ``until`` and the stories that decide them.

    Raises:
        TrackerError: when a choice gives no index.
    """
    check_choices(half_life, shrinkage)
    grid = Grid.daily(*check_span(since, until), half_life)
    weight = evidence.reach.astype(np.float64)
    mass, total = mass_and_total(evidence, grid, weight)
    # Of the stories that pull where all together pull, the strongest decides before any other.
    strongest, leader = leading_stories(evidence, grid, weight * evidence.stance, np.sign(total))
    fragile = strongest - np.abs(total) > TURNED * (mass + shrinkage)
    return Fragility(fragile, np.where(fragile, leader, -1))


def fragile_runs(found: Fragility, first_day: date) -> list[tuple[date, date, int]]:
    """Return the stretches of days on which one and the same story decides: first day, last day, its code.

    Args:
        found: the fragile days.
        first_day: the first day of the series that they belong to.
    """
    edges = np.flatnonzero(np.diff(found.group, prepend=-1, append=-1))
    stretches = [(start, end) for start, end in pairwise(edges.tolist()) if found.group[start] >= 0]
    first = first_day.toordinal()
    return [
        (date.fromordinal(first + start), date.fromordinal(first + end - 1), int(found.group[start]))
        for start, end in stretches
    ]
