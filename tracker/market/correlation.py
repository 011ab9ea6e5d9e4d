"""A reader's series beside the index: the two on common weeks, months or quarters, and their correlation by lag."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from tracker.market.cells import MarketProblem
from tracker.market.lag_bands import Floats, correlations, lag_bands
from tracker.market.overlay_series import OverlaySeries
from tracker.wording import count_of, listed

LAGS = tuple(range(-12, 13))
MINIMUM_PAIRS = 8
CAUTION = (
    "Correlation of smooth series misleads: two lines that drift seem related without any link, the best of many lags "
    "more so, and the interval of a smooth series is still somewhat too narrow. Read it as a description, not as "
    "evidence of a cause."
)
Fold = Callable[[Sequence[float]], float]
"""Makes one value of several days or months."""

_MONTHS = 12
_QUARTER = 3
_DAYS = 7


class Step(StrEnum):
    """How long one observation is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def lag_unit(self) -> str:
        """What lags are counted in: quarters move by months."""
        return "week" if self is Step.WEEK else "month"

    @property
    def units(self) -> int:
        """How many units of lag one observation has."""
        return _QUARTER if self is Step.QUARTER else 1

    @property
    def in_a_year(self) -> int:
        """How many observations a year has."""
        return {Step.WEEK: 52, Step.MONTH: 12, Step.QUARTER: 4}[self]

    def unit_of(self, day: date) -> int:
        """Return the number of the week or month that holds a day; weeks begin on Mondays."""
        # The first day of the calendar is a Monday.
        return (day.toordinal() - 1) // _DAYS if self is Step.WEEK else day.year * _MONTHS + day.month - 1

    def first_day(self, unit: int) -> date:
        """Return the first day of a week or month by its number."""
        if self is Step.WEEK:
            return date.fromordinal(unit * _DAYS + 1)
        return date(unit // _MONTHS, unit % _MONTHS + 1, 1)


@dataclass(frozen=True)
class LagCorrelation:
    """The correlation at one lag; above zero, the reader's series follows the index by so many weeks or months.

    Attributes:
        lag: in weeks or months.
        pairs: number of weeks, months or quarters compared.
        correlation: Pearson's; None where it is not defined.
        low: lower end of the 95 % interval of this lag alone; None where there is none.
        high: upper end.
        joint_low: lower end of the 95 % band over all lags together; None where there is none.
        joint_high: upper end.
        reason: why it is not defined, else empty.
    """

    lag: int
    pairs: int
    correlation: float | None = None
    low: float | None = None
    high: float | None = None
    joint_low: float | None = None
    joint_high: float | None = None
    reason: str = ""

    @property
    def stands_alone(self) -> bool:
        """Whether the lag's own interval leaves out 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def stands_jointly(self) -> bool:
        """Whether the joint band leaves out 0."""
        known = self.joint_low is not None and self.joint_high is not None
        return known and not (self.joint_low or 0) <= 0 <= (self.joint_high or 0)


@dataclass(frozen=True)
class OverlayPair:
    """One observation by its first day, with the reader's series and the index in it."""

    day: date
    own: float
    index: float


@dataclass(frozen=True)
class OverlayResult:
    """The comparison of the index with a series.

    Attributes:
        name: of the reader's series.
        step: how long one observation is.
        pairs: the observations at lag 0; of the own series as levels.
        lags: one correlation per lag; empty when none could be computed.
        notes: what a reader should know.
    """

    name: str
    step: Step
    pairs: tuple[OverlayPair, ...]
    lags: tuple[LagCorrelation, ...]
    notes: tuple[str, ...]


def correlate_overlay(
    series: OverlaySeries,
    index_days: Sequence[date],
    index_values: Sequence[float],
    *,
    lags: Sequence[int] = LAGS,
    weekly: bool = False,
    changes: bool = False,
    summed: bool = False,
    replicates: int = 2000,
    seed: int = 20210410,
) -> OverlayResult:
    """Compare a series with the index, week by week, month by month or quarter by quarter, at each lag.

    Days are averaged; a quarterly value is compared with the index over its months. ``lag_bands`` makes the bands.

    Args:
        series: the reader's own.
        index_days: days of the index.
        index_values: its value on each, or its news.
        lags: in weeks where weeks are compared, else in months; above zero, the reader's series follows the index.
        weekly: compare weeks, where the series has a value in most; else months are compared, and a note says so.
        changes: compare changes instead of levels, which takes out slow drift.
        summed: the values of the index are what each day adds, such as news: they are added up, and are changes
            already. The last week or month is left out unless it is whole.
        replicates: number of resamples.
        seed: of the resamples; the same seed gives the same interval on any machine.
    """
    try:
        step, notes = _step(series, weekly=weekly)
    except MarketProblem as problem:
        return OverlayResult(series.name, Step.MONTH, (), (), (str(problem),))
    index, fold = _index_values(index_days, index_values, step, summed=summed)
    own = _own_values(series, step)
    x, (same, *moved) = np.array(list(own.values())), _lagged(list(own), index, step, (0, *lags), fold)
    rows = np.array(moved)
    pairs = _overlay_pairs(own, same, step)
    if changes:
        follows = np.append(False, np.diff(list(own)) == step.units)
        x, rows = _changes(x, follows), rows if summed else _changes(rows, follows)
    notes += () if pairs else (f"{series.name} and the index have no {step.lag_unit} in common.",)
    found = _correlated(x, rows, lags, step, replicates=replicates, seed=seed)
    return OverlayResult(series.name, step, pairs, found, notes)


def _overlay_pairs(own: Mapping[int, float], beside: Floats, step: Step) -> tuple[OverlayPair, ...]:
    both = zip(own.items(), beside.tolist(), strict=True)
    return tuple(
        OverlayPair(step.first_day(unit), value, of_index) for (unit, value), of_index in both if np.isfinite(of_index)
    )


def _index_values(
    days: Sequence[date], values: Sequence[float], step: Step, *, summed: bool
) -> tuple[dict[int, float], Fold]:
    """Return the index by week or month, and what makes one value of several; a sum of a part of one is left out."""
    fold: Fold = sum if summed else fmean
    index = _by_unit(days, values, step, fold)
    if summed and index and step.unit_of(date.fromordinal(days[-1].toordinal() + 1)) == max(index):
        del index[max(index)]
    return index, fold


def _by_unit(days: Sequence[date], values: Sequence[float], step: Step, fold: Fold) -> dict[int, float]:
    """Return one value for each week or month by its number, in ascending order."""
    gathered: dict[int, list[float]] = {}
    for day, value in zip(days, values, strict=True):
        gathered.setdefault(step.unit_of(day), []).append(value)
    return {unit: fold(gathered[unit]) for unit in sorted(gathered)}


def _own_values(series: OverlaySeries, step: Step) -> dict[int, float]:
    """Return the means by the first unit of each observation, however the file dates a quarter."""
    own = _by_unit(series.days, series.values, step, fmean)
    if step is not Step.QUARTER:
        return own
    by_quarter: dict[int, list[float]] = {}
    for month, value in own.items():
        by_quarter.setdefault(month - month % _QUARTER, []).append(value)
    return {quarter: fmean(values) for quarter, values in by_quarter.items()}


def _step(series: OverlaySeries, *, weekly: bool) -> tuple[Step, tuple[str, ...]]:
    """Return how long an observation is, and a note where that is not what was asked for."""
    months = list(dict.fromkeys(map(Step.MONTH.unit_of, series.days)))
    if len(months) < 2:  # noqa: PLR2004 - a distance needs two months
        raise MarketProblem(
            f"{series.name} has values in only one month; a correlation needs at least {MINIMUM_PAIRS}."
        )
    apart = median(later - earlier for earlier, later in pairwise(months))
    if apart > _QUARTER:
        raise MarketProblem(
            f"The values of {series.name} are about {apart:g} months apart; a correlation needs quarters or shorter."
        )
    step = Step.MONTH if apart == 1 else Step.QUARTER
    days = median(later.toordinal() - earlier.toordinal() for earlier, later in pairwise(series.days))
    if weekly and days <= _DAYS:
        return Step.WEEK, ()
    if weekly:
        return step, (f"The values of {series.name} are about {days:g} days apart, so that {step}s are compared.",)
    return step, ()


def _lagged(
    keys: Sequence[int],
    index: Mapping[int, float],
    step: Step,
    lags: Sequence[int],
    fold: Fold,
) -> Floats:
    """Return the index for each lag (rows) and observation of the own series; not a number where it is not known."""

    def value(key: int, lag: int) -> float:
        known = [index[unit] for unit in range(key - lag, key - lag + step.units) if unit in index]
        return fold(known) if len(known) == step.units else np.nan

    return np.array([[value(int(key), lag) for key in keys] for lag in lags])


def _changes(values: Floats, follows: NDArray[np.bool_]) -> Floats:
    """Return the change from the observation before; not a number where that one is missing."""
    return np.where(follows, np.diff(values, axis=-1, prepend=np.nan), np.nan)


def _correlated(
    x: Floats, rows: Floats, lags: Sequence[int], step: Step, *, replicates: int, seed: int
) -> tuple[LagCorrelation, ...]:
    reasons = [_reason(x, row) for row in rows]
    usable = [place for place, (_, reason) in enumerate(reasons) if not reason]
    ends: dict[int, Floats] = {}
    if usable:
        rng = np.random.default_rng(seed)
        bands = lag_bands(x, rows[usable], year=step.in_a_year, replicates=replicates, rng=rng)
        columns = (correlations(x, rows[usable]), bands.low, bands.high, bands.joint_low, bands.joint_high)
        ends = dict(zip(usable, np.stack(columns, axis=1), strict=True))
    return tuple(
        LagCorrelation(lag, pairs, reason=reason) if reason else _with_ends(lag, pairs, ends[place])
        for place, (lag, (pairs, reason)) in enumerate(zip(lags, reasons, strict=True))
    )


def _with_ends(lag: int, pairs: int, ends: Floats) -> LagCorrelation:
    value, low, high, joint_low, joint_high = (None if np.isnan(end) else end for end in ends.tolist())
    return LagCorrelation(lag, pairs, value, low, high, joint_low, joint_high)


def _reason(x: Floats, row: Floats) -> tuple[int, str]:
    """Return how many observations both have at a lag, and why they give no correlation, if they give none."""
    both = np.isfinite(x) & np.isfinite(row)
    pairs = int(both.sum())
    if pairs < MINIMUM_PAIRS:
        return pairs, f"fewer than {MINIMUM_PAIRS} values in common"
    return pairs, "" if _varies(x[both]) and _varies(row[both]) else "one of both series does not change"


def _varies(values: Floats) -> bool:
    return bool(np.ptp(values) > 1e-12 * np.abs(values).max())


def joint_words(result: OverlayResult) -> str:
    """Return what the joint band says of all lags, and how little the lags say that stand out by themselves alone.

    Empty where there is no band.
    """
    banded = [lag for lag in result.lags if lag.joint_low is not None]
    if not banded:
        return ""
    together = "the joint 95\N{NO-BREAK SPACE}% band"
    standing = [lag.lag for lag in banded if lag.stands_jointly]
    joint, every = len(standing), count_of(len(banded), "lag")
    alone = sum(lag.stands_alone for lag in banded) - joint
    if not joint:
        more = (
            f" {alone} of them leave it out by their own interval, which among so many happens by chance."
            if alone
            else ""
        )
        return f"At none of {every} does {together} leave out 0, so that none stands out.{more}"
    more = (
        f" {alone} more leave it out by their own interval only, which among so many happens by chance."
        if alone
        else ""
    )
    return f"At {joint} of {every} ({_lag_words(standing, result.step)}) {together} leaves out 0.{more}"


def _lag_words(lags: Sequence[int], step: Step) -> str:
    """Return rising lags in words, those next to each other as one stretch: ``−3 and 2 to 4 months``."""
    starts = [lag for lag in lags if lag - 1 not in lags]
    ends = [lag for lag in lags if lag + 1 not in lags]
    stretches = [
        f"{first}" if first == last else f"{first} to {last}" for first, last in zip(starts, ends, strict=True)
    ]
    return f"{listed(stretches)} {step.lag_unit}{'' if lags == [1] else 's'}".replace("-", "\N{MINUS SIGN}")
