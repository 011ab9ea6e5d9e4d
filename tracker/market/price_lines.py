"""A reader's series as lines: read from files of any layout, and set to 100 on the first day that all have."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from tracker.market.cells import MarketProblem
from tracker.market.overlay_series import OverlaySeries, read_overlay
from tracker.market.prices import PriceSeries, read_prices

_BASE = 100.0
_MONTHS = 12
_ONE_DAY = timedelta(1)
_SHORTEST_MONTH = 28
_DAYS_OF_MONTH = 365.25 / _MONTHS


@dataclass(frozen=True)
class LineReading:
    """What a set of files holds: the series, each name once, and a line for everything that a reader should know."""

    series: tuple[OverlaySeries, ...]
    notes: tuple[str, ...]


def read_lines(files: Iterable[tuple[str, bytes]]) -> LineReading:
    """Read all series of some files: prices of one share or of many, or values of any other kind.

    Args:
        files: name and bytes of each file.
    """
    series: dict[str, OverlaySeries] = {}
    notes: list[str] = []
    for file, data in files:
        prices, other = read_prices([(file, data)]), read_overlay(file, data)
        # Months and quarters are no prices, and a price is above zero; other values may be anything.
        is_other = other.series and (not prices.series or min(other.series.values) <= 0)
        found = [other.series] if is_other and other.series else [_as_line(one) for one in prices.series]
        notes += other.notes if is_other or not found else prices.notes
        for one in found:
            if series.setdefault(one.name.casefold(), one) is not one:
                notes.append(f"{file}: {one.name} was already read from another file; this one was left out.")
    return LineReading(tuple(series.values()), tuple(notes))


def _as_line(prices: PriceSeries) -> OverlaySeries:
    return OverlaySeries(prices.name, prices.days, prices.closes, prices.currency)


def rebase_together(series: Sequence[OverlaySeries]) -> tuple[date, tuple[OverlaySeries, ...]]:
    """Return the first day that all series have, and each of them from then on with its value of that day as 100.

    Raises:
        MarketProblem: if they have no day in common, or if a value of that day is not above zero.
    """
    common = set(series[0].days).intersection(*(one.days for one in series[1:]))
    if not common:
        raise MarketProblem(f"{', '.join(one.name for one in series)} have no day in common.")
    first = min(common)
    return first, tuple(_from_day(one, first) for one in series)


def _from_day(one: OverlaySeries, first: date) -> OverlaySeries:
    place = one.days.index(first)
    base = one.values[place]
    if base <= 0:
        raise MarketProblem(f"{one.name} is {base:g} on {first}, and a ratio to that means nothing.")
    return OverlaySeries(one.name, one.days[place:], tuple(value / base * _BASE for value in one.values[place:]))


def stepped(one: OverlaySeries) -> OverlaySeries:
    """Return a series of months, quarters or years with each value from the first to the last day of its period.

    Between two such values nothing is known of single days. A series of days or weeks stays as it is.
    """
    months = months_apart(one)
    if not months:
        return one
    periods = [_period(day, months) for day in one.days]
    edges = [day for period in periods for day in (_begin(period, months), _begin(period + 1, months) - _ONE_DAY)]
    return replace(one, days=tuple(edges), values=tuple(value for value in one.values for _ in range(2)))


def months_apart(one: OverlaySeries) -> int:
    """Return of how many months each value of a series is, 1 to 12 in whole parts of a year; 0 for days and weeks."""
    steps = [(later - earlier).days for earlier, later in pairwise(one.days)]
    months = round(median(steps) / _DAYS_OF_MONTH) if steps and median(steps) >= _SHORTEST_MONTH else 0
    periods = [_period(day, months) for day in one.days] if months else []
    return months if months and _MONTHS % months == 0 and len(set(periods)) == len(periods) else 0


def _period(day: date, months: int) -> int:
    return (day.year * _MONTHS + day.month - 1) // months


def _begin(period: int, months: int) -> date:
    year, month = divmod(period * months, _MONTHS)
    return date(year, month + 1, 1)


def point_on(one: OverlaySeries, day: date) -> tuple[date, float] | None:
    """Return the point of a series' line, as ``stepped`` draws it, on which something that happened on a day stands.

    A value of a month, quarter or year holds on each of its days; of days and weeks it is the next one. It is None
    before the first and after the last one, and where the period has no value.
    """
    if months := months_apart(one):
        values = {_period(each, months): value for each, value in zip(one.days, one.values, strict=True)}
        value = values.get(_period(day, months))
        return None if value is None else (day, value)
    place = bisect_left(one.days, day)
    return (one.days[place], one.values[place]) if place < len(one.days) and one.days[0] <= day else None


def check_log(series: Iterable[OverlaySeries]) -> None:
    """Let series be drawn on a scale of equal ratios.

    Raises:
        MarketProblem: if one has a value that is not above zero.
    """
    for one in series:
        if not all(value > 0 and math.isfinite(value) for value in one.values):
            raise MarketProblem(f"{one.name} has values of zero or below, which a scale of equal ratios cannot show.")
