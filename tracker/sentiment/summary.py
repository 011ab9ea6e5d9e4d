"""The present reading of the index in one sentence, and what has to be said beside it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.sentiment.band import Band
from tracker.sentiment.evidence import Evidence
from tracker.sentiment.index import IndexSeries
from tracker.sentiment.reading import LEAST_MASS, LEAST_STORIES, change_over

CHANGE_DAYS = 90
"""The change that is told beside the level is over so many days."""

NEAR_ZERO = 0.1
"""Nearer to zero than this, the index is called balanced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The index on one day.

    Attributes:
        day: the day.
        index: the level.
        lower, upper: the resampling range; None where there is none.
        mass: evidence in memory.
        stories: effective number of stories in memory.
        change: change over ``CHANGE_DAYS``; None where the series is younger.
        last_event: the last possible day, up to ``day``, of the latest event; None where none came before.
        decider: the story without which the sign would be the other one; None where there is none.
    """

    day: date
    index: float
    lower: float | None
    upper: float | None
    mass: float
    stories: float
    change: float | None
    last_event: date | None = None
    decider: str | None = None

    @property
    def direction(self) -> str:
        """The level in a few words; no direction is claimed where the range reaches to both sides of zero."""
        if self.lower is not None and self.upper is not None and self.lower < 0 < self.upper:
            return "No clear direction"
        if abs(self.index) < NEAR_ZERO:
            return "Balanced"
        return "Easing" if self.index > 0 else "Tightening"

    @property
    def silent_days(self) -> int | None:
        """Days since the latest event, where they are more than ``CHANGE_DAYS``; the line has only faded since."""
        days = (self.day - self.last_event).days if self.last_event else 0
        return days if days > CHANGE_DAYS else None

    @property
    def sentence(self) -> str:
        """Level, range, stories and change in words and numbers."""
        parts = [f"index {_signed(self.index)}"]
        if self.lower is not None and self.upper is not None:
            parts[0] += f" ({_signed(self.lower)} to {_signed(self.upper)})"
        parts.append(self._memory)
        if self.change is not None:
            way = "up" if self.change > 0 else "down"
            parts.append(f"{way} {abs(self.change):.2f} in {CHANGE_DAYS} days")
        return ", ".join(parts)

    @property
    def _memory(self) -> str:
        stories = _below(self.stories, LEAST_STORIES) if self.stories < LEAST_STORIES else f"{self.stories:.0f}"
        return f"{stories} {'story' if stories == '1' else 'stories'} in memory"

    @property
    def _limits(self) -> str:
        """What there is too little of, as the line is drawn faint for it."""
        limits = [f"fewer than {LEAST_STORIES:g} stories"] if self.stories < LEAST_STORIES else []
        if self.mass < LEAST_MASS:
            limits.append(f"a weight of {_below(self.mass, LEAST_MASS)} in memory, below {LEAST_MASS:g}")
        return " and ".join(limits)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader of the sentence has to know as well, each as one sentence."""
        remarks = [f"Few events: {self._limits}."] if self._limits else []
        if self.decider:
            remarks.append(f"One story decides the sign: without “{self.decider}” the index would have the other.")
        if self.silent_days:
            remarks.append(f"No event for {self.silent_days:,} days: the line has only been fading towards 0.")
        return tuple(remarks)


def reading_of(
    series: IndexSeries, band: Band | None, day: date, *, evidence: Evidence | None = None, decider: str | None = None
) -> Reading:
    """Return the reading of a day of the series; a day outside it becomes its nearest end.

    Args:
        series: the index.
        band: its range.
        day: the day.
        evidence: what the series was made from, to say how old the latest event is.
        decider: name of the story that decides the sign on the day.
    """
    place = min(max(day.toordinal() - series.first_day, 0), len(series.index) - 1)
    change = float(change_over(series, CHANGE_DAYS)[place])
    lower, upper = (float(band.lower[place]), float(band.upper[place])) if band else (np.nan, np.nan)
    return Reading(
        day=date.fromordinal(series.first_day + place),
        index=float(series.index[place]),
        lower=None if np.isnan(lower) else lower,
        upper=None if np.isnan(upper) else upper,
        mass=float(series.mass[place]),
        stories=float(series.stories[place]),
        change=None if np.isnan(change) else change,
        last_event=None if evidence is None else _last_event(evidence, series.first_day + place),
        decider=decider,
    )


def _last_event(evidence: Evidence, day: int) -> date | None:
    known = evidence.first <= day
    return date.fromordinal(int(np.minimum(evidence.last[known], day).max())) if known.any() else None


def _below(value: float, limit: float) -> str:
    """Return a number below a limit with one digit; rounding never lifts it to the limit."""
    return f"{min(round(value, 1), limit - 0.1):g}"


def _signed(value: float) -> str:
    # What rounds to zero has no sign.
    return "0.00" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")  # noqa: PLR2004 - half of the last digit
