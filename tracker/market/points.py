"""Dated values as they stood in a file: one per day, in the order of days, all in one currency."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.market.day_column import Cell
from tracker.market.findings import Findings
from tracker.market.number_column import Amount, usual_unit


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
