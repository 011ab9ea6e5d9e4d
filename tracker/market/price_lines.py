"""A reader's series as lines: read from files of any layout, and set to 100 on the first day that all have."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.market.cells import MarketProblem
from tracker.market.overlay_series import OverlaySeries, read_overlay
from tracker.market.prices import PriceSeries, read_prices

_BASE = 100.0


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


def value_on(one: OverlaySeries, day: date) -> float | None:
    """Return the value of the first day on or after a day; None before the first and after the last one."""
    place = bisect_left(one.days, day)
    return one.values[place] if place < len(one.days) and one.days[0] <= day else None


def check_log(series: Iterable[OverlaySeries]) -> None:
    """Let series be drawn on a scale of equal ratios.

    Raises:
        MarketProblem: if one has a value that is not above zero.
    """
    for one in series:
        if not all(value > 0 and math.isfinite(value) for value in one.values):
            raise MarketProblem(f"{one.name} has values of zero or below, which a scale of equal ratios cannot show.")
