"""Where things fall on a chart, in pixels: the frame that marks and labels are laid out in before anything is drawn.

Margins are fixed and the chart never widens them itself: Plotly would otherwise lay everything out twice.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from tracker.read_models import EventsExtent
from tracker.sentiment.record import Real
from tracker.theme import MARK_SIZES, NARROW_MARK_SIZES
from tracker.vocabulary import Reach

FOOT_STANCE, TOP_STANCE = -4.6, 4.25
"""The stance axis runs a little past its levels, so that names fit above +3 and, where more are, below -3."""

LEAST_DAYS = 90
"""A shorter time axis than this is widened, so that one event does not stand on an axis of seconds."""

KEY_ROW, ERA_ROW, YEARS = 19, 16, 20
"""Heights in pixels of a row of the key, of a row of names of eras, and of the years on top of the panel."""

STRIP_GAP = 24
"""Pixels between the panel and the strip, where the strip's title stands."""

NEAR_BY = 3 * 365
"""Up to so many days are near enough to name more."""

LEAST_NEWS = 1 / 8
"""Time without an Event after the last one is shown where it is shorter than this share of what comes before."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a chart and what part of time it shows.

    Attributes:
        since: first day on the time axis.
        until: last day on the time axis.
        narrow: whether it is drawn for a phone.
        strip: whether the strip that says how much is recorded stands below.
        key_rows: rows of the key; further ones make the chart higher and leave its panel as it is.
        era_rows: rows that the names of eras take, likewise.
    """

    since: dt.date
    until: dt.date
    narrow: bool = False
    strip: bool = True
    key_rows: int = 1
    era_rows: int = 0

    @property
    def height(self) -> int:
        """Height of the whole chart."""
        return self.top + round(self.inner) + self.bottom

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths that the chart may be shown at; names have to fit at each."""
        return (340, 400, 520) if self.narrow else (860, 1120, 1420)

    @property
    def usual_width(self) -> int:
        """The width that marks are laid out for."""
        return 360 if self.narrow else 1200

    @property
    def left(self) -> int:
        """Left margin: the words of the axis and the names of the levels."""
        return 40 if self.narrow else 152

    @property
    def right(self) -> int:
        """Right margin: the end of a name that stands over the panel's edge."""
        return 8 if self.narrow else 20

    @property
    def above(self) -> int:
        """Height of what stands between the key and the panel: years, and names of eras."""
        return YEARS + ERA_ROW * self.era_rows

    @property
    def top(self) -> int:
        """Top margin: the key, names of eras, and years."""
        return KEY_ROW * self.key_rows + 6 + self.above

    @property
    def bottom(self) -> int:
        """Bottom margin."""
        return 8

    @property
    def panel(self) -> float:
        """Height of the panel that holds marks and line: low enough for a small screen to show it with its years."""
        return 330.0 if self.narrow else 348.0

    @property
    def inner(self) -> float:
        """Height between the margins."""
        return self.panel + (self.strip_height + STRIP_GAP if self.strip else 0.0)

    @property
    def panel_foot(self) -> float:
        """Where the panel begins, as a share of the inner height."""
        return 1 - self.panel / self.inner

    @property
    def strip_top(self) -> float:
        """Where the strip ends, as a share of the inner height."""
        return self.strip_height / self.inner if self.strip else 0.0

    @property
    def strip_height(self) -> float:
        """Height of the strip."""
        return 34.0 if self.narrow else 40.0

    @property
    def level(self) -> float:
        """Distance between two stance levels."""
        return self.panel / (TOP_STANCE - FOOT_STANCE)

    @property
    def mark_sizes(self) -> dict[Reach, float]:
        """Width of a mark by reach."""
        return dict(NARROW_MARK_SIZES if self.narrow else MARK_SIZES)

    @property
    def font_size(self) -> int:
        """Size of the letters on the axes."""
        return 11 if self.narrow else 13

    @property
    def small(self) -> int:
        """Size of the letters of names and remarks."""
        return 10 if self.narrow else 12

    @property
    def key_size(self) -> int:
        """Size of the letters of the key, which has to fit into one row."""
        return 10 if self.narrow else 11

    @property
    def label_length(self) -> int:
        """The longest line of a name, in characters."""
        return 18 if self.narrow else 30

    @property
    def most_named(self) -> int:
        """How many turning points are named: more where less time shares the room."""
        near_by = self.days < NEAR_BY
        return (5 if near_by else 3) if self.narrow else 14 if near_by else 8

    @property
    def days(self) -> int:
        """Length of the time shown in days."""
        return max((self.until - self.since).days, 1)

    def shows(self, day: float) -> bool:
        """Return whether an ordinal day is on the time axis."""
        return self.since.toordinal() <= day <= self.until.toordinal()

    def days_per_pixel(self, width: int | None = None) -> float:
        """Return how many days lie in one pixel at a width of the whole chart."""
        inner = (width or self.usual_width) - self.left - self.right
        return self.days / inner

    @overload
    def x(self, day: float, width: int | None = None) -> float: ...
    @overload
    def x(self, day: Real, width: int | None = None) -> Real: ...
    def x(self, day: float | Real, width: int | None = None) -> float | Real:
        """Return the distance of ordinal days from the panel's left side."""
        return (day - self.since.toordinal()) / self.days_per_pixel(width)

    @overload
    def y(self, stance: float) -> float: ...
    @overload
    def y(self, stance: Real) -> Real: ...
    def y(self, stance: float | Real) -> float | Real:
        """Return the distance of stances from the panel's top."""
        return (TOP_STANCE - stance) * self.level


def time_span(
    extent: EventsExtent | None, days: Sequence[dt.date], present: dt.date | None = None
) -> tuple[dt.date, dt.date]:
    """Return the first and last day that events and further days need, with a little air on both sides.

    Args:
        extent: that of the Events shown.
        days: further days.
        present: the day up to which nothing has come since, shown unless it is far off.
    """
    first = [*([extent.first_on] if extent else []), *days]
    last = [*([extent.end_on] if extent else []), *days]
    since, until = (min(first), max(last)) if first else (dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    if present and until < present and (present - until) < LEAST_NEWS * (until - since):
        until = present
    length = (until - since).days
    air = dt.timedelta(days=max(length // 80, (LEAST_DAYS - length) // 2, 7))
    return since - air, until + air
