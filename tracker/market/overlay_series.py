"""A series of the reader's own: its dated values, and how they are read from a file."""

from dataclasses import dataclass
from datetime import date

from tracker.market.cells import Cell, Findings, MarketProblem, is_missing, parse_amounts, parse_days, usual_unit
from tracker.market.layouts import find_layout, read_table, whole_rows
from tracker.market.prices import Point, in_order, of_one_unit, one_per_day

_BASE = 100.0


@dataclass(frozen=True)
class OverlaySeries:
    """Dated values of the reader's own, by ascending day; months and quarters stand on their first day.

    Attributes:
        name: the file's name, or the heading of the column.
        days: each once.
        values: one for each day; they may be negative.
        unit: the sign beside the values, empty when there is none.
    """

    name: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    unit: str = ""

    def rebased(self) -> "OverlaySeries":
        """Return the series with its first value as 100.

        Raises:
            MarketProblem: if the first value is not above zero, for then a ratio to it means nothing.
        """
        first = self.values[0]
        if first <= 0:
            raise MarketProblem(
                f"{self.name} begins with {first:g} and cannot be rebased to 100; show it as it is, "
                "or start on another day."
            )
        return OverlaySeries(self.name, self.days, tuple(value / first * _BASE for value in self.values))


@dataclass(frozen=True)
class OverlayReading:
    """What a file holds: the series, None when there is none, and a line for everything that a reader should know."""

    series: OverlaySeries | None
    notes: tuple[str, ...]


def read_overlay(file: str, data: bytes) -> OverlayReading:
    """Read a file with a column of dates (days, months like `2021-07`, quarters like `2021Q3`) and one of values.

    Args:
        file: the file's name.
        data: its bytes: CSV, Excel or JSON.
    """
    findings = Findings(file)
    try:
        return OverlayReading(_read(findings, data), findings.sentences())
    except MarketProblem as problem:
        return OverlayReading(None, (*findings.sentences(), str(problem)))


def _read(findings: Findings, data: bytes) -> OverlaySeries:
    layout, table = find_layout(read_table(findings, data), findings)
    column = layout.columns[0]
    if len(layout.columns) > 1:
        findings.remark(
            f"there are {len(layout.columns)} columns of values; the first one, {column.heading}, was read."
        )
    rows = whole_rows(table, findings)
    days = parse_days([Cell(row.line, row.cells[layout.day]) for row in rows], findings, periods=True)
    cells = [Cell(row.line, row.cells[column.position]) for row in rows]
    points = []
    for cell, day, amount in zip(cells, days, parse_amounts(cells, findings, "value"), strict=True):
        if day is not None and amount is not None:
            points.append(Point(cell, day, amount))
        elif day is not None and is_missing(cell.text):
            findings.leave_out("there is no value", cell.line, day.isoformat())
    ordered = of_one_unit(findings, column.series, in_order(findings, column.series, points))
    return _series(findings, column.series, one_per_day(findings, column.series, ordered))


def _series(findings: Findings, name: str, points: list[Point]) -> OverlaySeries:
    if not points:
        raise MarketProblem(f"{findings.file}: no row with a date and a value could be read.")
    if len(points) == 1:
        findings.remark("there is only one point; a line and a correlation need more.")
    return OverlaySeries(
        name=name,
        days=tuple(point.day for point in points),
        values=tuple(point.amount.value for point in points),
        unit=usual_unit(point.amount for point in points),
    )
