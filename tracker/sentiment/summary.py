"""The present reading of the index in one sentence."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.band import Band
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.reading import change_over, few_events

CHANGE_DAYS = 90
"""The change that is told beside the level is over so many days."""

NEAR_ZERO = 0.1
"""Nearer to zero than this, the index is called balanced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The index on one day: level, range, stories in memory, change, and whether few events carry it."""

    day: date
    index: float
    lower: float | None
    upper: float | None
    stories: float
    change: float | None
    few: bool

    @property
    def direction(self) -> str:
        """The level in one word."""
        if abs(self.index) < NEAR_ZERO:
            return "Balanced"
        return "Easing" if self.index > 0 else "Tightening"

    @property
    def sentence(self) -> str:
        """Level, range, stories and change in words and numbers."""
        parts = [f"index {_signed(self.index)}"]
        if self.lower is not None and self.upper is not None:
            parts[0] += f" ({_signed(self.lower)} to {_signed(self.upper)})"
        parts.append(_counted(round(self.stories), "story", "stories") + " in memory")
        if self.change is not None:
            way = "up" if self.change > 0 else "down"
            parts.append(f"{way} {abs(self.change):.2f} in {CHANGE_DAYS} days")
        if self.few:
            parts.append("few events")
        return ", ".join(parts)


def reading_of(series: IndexSeries, band: Band | None, day: date) -> Reading:
    """Return the reading of a day of the series; a day outside it becomes its nearest end."""
    place = min(max(day.toordinal() - series.first_day, 0), len(series.index) - 1)
    change = float(change_over(series, CHANGE_DAYS)[place])
    lower, upper = (float(band.lower[place]), float(band.upper[place])) if band else (np.nan, np.nan)
    return Reading(
        day=date.fromordinal(series.first_day + place),
        index=float(series.index[place]),
        lower=None if np.isnan(lower) else lower,
        upper=None if np.isnan(upper) else upper,
        stories=float(series.stories[place]),
        change=None if np.isnan(change) else change,
        few=bool(few_events(series)[place]),
    )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
