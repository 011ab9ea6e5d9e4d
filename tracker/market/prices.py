"""Daily prices from files, and what was wrong with their rows, one sentence for each reason."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from tracker.market.cells import (
    Amount,
    Cell,
    Findings,
    MarketProblem,
    is_missing,
    parse_amounts,
    parse_days,
    usual_unit,
)
from tracker.market.layouts import Layout, PriceColumn, PriceRow, find_layout, read_table, whole_rows


class Point(NamedTuple):
    """One value with its day and the cell that it was read from."""

    cell: Cell
    day: date
    amount: Amount


def in_order(findings: Findings, name: str, points: Sequence[Point]) -> list[Point]:
    """Sort by day; newest first is a usual way to write a series and goes without saying."""
    days = [point.day for point in points]
    if days not in (sorted(days), sorted(days, reverse=True)):
        findings.remark(f"the rows of {name} were not in the order of their dates; they were sorted.")
    return sorted(points, key=lambda point: point.day)


def of_one_unit(findings: Findings, name: str, points: Sequence[Point]) -> list[Point]:
    """Leave out values that carry another currency sign than most; a value without a sign is taken as the others."""
    usual = usual_unit(point.amount for point in points)
    kept = []
    for point in points:
        if point.amount.unit in {"", usual}:
            kept.append(point)
        else:
            findings.leave_out(
                f"most values of {name} are in {usual}, this one is not", point.cell.line, point.cell.text
            )
    return kept


def one_per_day(findings: Findings, name: str, points: Sequence[Point]) -> list[Point]:
    """Keep one value per day; a day with two different values is left out, for nobody can tell which one is right."""
    by_day: dict[date, Point] = {}
    disputed: set[date] = set()
    for point in points:
        kept = by_day.setdefault(point.day, point)
        if kept is point:
            continue
        reason = f"{name} already has this value on this day"
        if kept.amount.value != point.amount.value:
            disputed.add(point.day)
            reason = f"{name} has another value on the same day, so that the day is not used"
        findings.leave_out(reason, point.cell.line, point.day.isoformat())
    return [point for day, point in by_day.items() if day not in disputed]


# Two weeks: the longest closures of the Chinese exchanges, at the Spring Festival and in October, are a little shorter.
_LONG_GAP_DAYS = 14
_DAILY_AT_MOST_DAYS = 4
# The logarithm of two: a price that doubles or halves overnight.
_SUSPICIOUS_STEP = math.log(2)


@dataclass(frozen=True)
class PriceSeries:
    """The daily prices of one share, fund or index, by ascending day.

    Attributes:
        name: the ticker, the heading of a wide file's column, or the file's name.
        days: trading days, each once.
        closes: one positive price per day.
        file: where it was read.
        column: the heading of the price column, such as `Adj Close`.
        currency: the sign beside the prices, empty when there is none.
    """

    name: str
    days: tuple[date, ...]
    closes: tuple[float, ...]
    file: str = ""
    column: str = ""
    currency: str = ""


@dataclass(frozen=True)
class PriceReading:
    """What a set of price files holds: the series, and a line for everything that a reader should know."""

    series: tuple[PriceSeries, ...]
    notes: tuple[str, ...]


def read_prices(files: Iterable[tuple[str, bytes]]) -> PriceReading:
    """Read price files and return all series that can be read, with notes on the rest.

    A ticker that stands in several files is taken from the first: adjusted prices of two downloads may differ by a
    factor, and joined they would show a jump that never was.

    Args:
        files: name and bytes of each file.
    """
    series: dict[str, PriceSeries] = {}
    notes: list[str] = []
    for file, data in files:
        findings = Findings(file)
        try:
            found = _read_file(findings, data)
            notes.extend(findings.sentences())
        except MarketProblem as problem:
            found = ()
            notes.extend((*findings.sentences(), str(problem)))
        for one in found:
            kept = series.setdefault(one.name.casefold(), one)
            if kept is not one:
                notes.append(f"{file}: {one.name} was already read from {kept.file}; this one was left out.")
    return PriceReading(tuple(series.values()), tuple(notes))


def get_series(series: Sequence[PriceSeries], name: str) -> PriceSeries:
    """Return the series of a ticker: the exact name, else the only one that begins with it (`baba_us_d` for BABA).

    Raises:
        MarketProblem: if there is none, or more than one; the message lists what there is.
    """
    wanted = name.strip().casefold()
    exact = [one for one in series if one.name.casefold() == wanted]
    near = [one for one in series if begins_with(one.name.casefold(), wanted)]
    found = exact or near
    if len(found) != 1:
        names = ", ".join(one.name for one in series) or "none"
        raise MarketProblem(f"No prices for {name or 'a series without a name'}; the prices given are: {names}.")
    return found[0]


def begins_with(name: str, wanted: str) -> bool:
    """Tell whether the name of a series begins with a ticker and something else follows; both in small letters."""
    return bool(wanted) and name.startswith(wanted) and not name[len(wanted) :][:1].isalnum()


def _read_file(findings: Findings, data: bytes) -> tuple[PriceSeries, ...]:
    layout, table = find_layout(read_table(findings, data), findings)
    rows = whole_rows(table, findings)
    days = parse_days([Cell(row.line, row.cells[layout.day]) for row in rows], findings)
    found = [
        _series(findings, name, column, points)
        for column in layout.columns
        for name, points in _points_by_name(findings, layout, column, rows, days).items()
    ]
    usable = tuple(one for one in found if one is not None)
    if not usable:
        findings.remark("no series of at least two prices could be read.")
    return usable


def _points_by_name(
    findings: Findings, layout: Layout, column: PriceColumn, rows: Sequence[PriceRow], days: Sequence[date | None]
) -> dict[str, list[Point]]:
    cells = [Cell(row.line, row.cells[column.position]) for row in rows]
    amounts = parse_amounts(cells, findings)
    points: dict[str, list[Point]] = {}
    gaps: dict[str, list[tuple[date, Cell]]] = {}
    for row, cell, day, amount in zip(rows, cells, days, amounts, strict=True):
        name = column.series if layout.ticker is None else row.cells[layout.ticker].strip()
        if not name:
            findings.leave_out("there is no ticker", row.line)
        elif day is not None:
            points.setdefault(name, [])
            if amount is not None:
                points[name].append(Point(cell, day, amount))
            elif is_missing(cell.text):
                gaps.setdefault(name, []).append((day, cell))
    for name, missing in gaps.items():
        _leave_out_gaps(findings, name, points[name], missing)
    return points


def _leave_out_gaps(
    findings: Findings, name: str, points: Sequence[Point], missing: Sequence[tuple[date, Cell]]
) -> None:
    """Name the days without a price, but not those before the first and after the last one: the share did not trade."""
    if not points:
        return
    first, last = min(point.day for point in points), max(point.day for point in points)
    for day, cell in missing:
        if first < day < last:
            findings.leave_out(f"{name} has no price on this day", cell.line, day.isoformat())


def _series(findings: Findings, name: str, column: PriceColumn, points: Sequence[Point]) -> PriceSeries | None:
    priced = _above_zero(findings, name, of_one_unit(findings, name, in_order(findings, name, points)))
    daily = one_per_day(findings, name, priced)
    if len(daily) < 2:  # noqa: PLR2004 - a return needs two prices
        findings.remark(f"{name} has fewer than two usable prices; it was left out.")
        return None
    series = PriceSeries(
        name=name,
        days=tuple(point.day for point in daily),
        closes=tuple(point.amount.value for point in daily),
        file=findings.file,
        column=column.heading,
        currency=usual_unit(point.amount for point in daily),
    )
    _remark_oddities(findings, series)
    return series


def _above_zero(findings: Findings, name: str, points: Sequence[Point]) -> list[Point]:
    for point in points:
        if point.amount.value <= 0:
            findings.leave_out(f"a price of {name} must be above zero", point.cell.line, point.cell.text)
    return [point for point in points if point.amount.value > 0]


def _remark_oddities(findings: Findings, series: PriceSeries) -> None:
    """Name long gaps, prices that are not daily, and steps that look like a split."""
    steps = [(later - earlier).days for earlier, later in pairwise(series.days)]
    if median(steps) > _DAILY_AT_MOST_DAYS:
        findings.remark(
            f"the prices of {series.name} are about {median(steps):g} days apart; an event study needs daily prices."
        )
        return
    for (earlier, later), step in zip(pairwise(series.days), steps, strict=True):
        if step > _LONG_GAP_DAYS:
            findings.remark(f"{series.name} has no price between {earlier} and {later}, {step} days apart.")
    for day, (earlier_price, later_price) in zip(series.days[1:], pairwise(series.closes), strict=True):
        if abs(math.log(later_price / earlier_price)) > _SUSPICIOUS_STEP:
            findings.remark(
                f"{series.name} goes from {earlier_price:g} to {later_price:g} on {day}; "
                "check that a split is not the reason."
            )
