"""Where things fall on a chart, in pixels: the frame that marks and labels are laid out in before anything is drawn.

Margins are fixed and the chart never widens them itself: Plotly would otherwise lay everything out twice.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from tracker.read_models import EventRow
from tracker.sentiment.record import Real
from tracker.theme import MARK_SIZES, NARROW_MARK_SIZES
from tracker.vocabulary import Reach

TOP_STANCE = 4.2
"""The stance axis runs a little past its levels, so that labels fit above +3 and below -3."""

LEAST_DAYS = 90
"""A shorter time axis than this is widened, so that one event does not stand on an axis of seconds."""

KEY_ROW = 19
"""Height of a row of the key in pixels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a chart and what part of time it shows.

    Attributes:
        since: first day on the time axis.
        until: last day on the time axis.
        narrow: whether it is drawn for a phone.
        strip: whether the strip of the evidence, with its slider, stands below.
        key_rows: rows of the key on a desk; further ones make the chart higher and leave its panel as it is.
    """

    since: dt.date
    until: dt.date
    narrow: bool = False
    strip: bool = True
    key_rows: int = 1

    @property
    def height(self) -> int:
        """Height of the whole chart."""
        return 520 if self.narrow else 620 + KEY_ROW * (self.key_rows - 1)

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
        return 46 if self.narrow else 150

    @property
    def right(self) -> int:
        """Right margin: the numbers of the strip."""
        return 28 if self.narrow else 40

    @property
    def top(self) -> int:
        """Top margin: the key."""
        return 64 if self.narrow else 34 + KEY_ROW * (self.key_rows - 1)

    @property
    def bottom(self) -> int:
        """Bottom margin: years, and the slider where there is one."""
        return 60 if self.strip else 28

    @property
    def panel(self) -> float:
        """Height of the panel that holds marks and line."""
        return self.inner * (1 - self.panel_foot)

    @property
    def inner(self) -> float:
        """Height between the margins."""
        return float(self.height - self.top - self.bottom)

    @property
    def panel_foot(self) -> float:
        """Where the panel begins, as a share of the inner height."""
        return (self.strip_height + 26) / self.inner if self.strip else 0.0

    @property
    def strip_top(self) -> float:
        """Where the strip ends, as a share of the inner height."""
        return self.strip_height / self.inner

    @property
    def strip_height(self) -> float:
        """Height of the strip of the evidence."""
        return 44.0 if self.narrow else 56.0

    @property
    def level(self) -> float:
        """Distance between two stance levels."""
        return self.panel / (2 * TOP_STANCE)

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
    def label_length(self) -> int:
        """The longest line of a name, in characters."""
        return 18 if self.narrow else 30

    @property
    def most_named(self) -> int:
        """How many turning points are named."""
        return 3 if self.narrow else 7

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


def time_span(events: Sequence[EventRow], days: Sequence[dt.date]) -> tuple[dt.date, dt.date]:
    """Return the first and last day that events and further days need, with a little air on both sides."""
    first = [event.first_on for event in events] + list(days)
    last = [_last_day(event) for event in events] + list(days)
    since, until = (min(first), max(last)) if first else (dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    length = (until - since).days
    air = dt.timedelta(days=max(length // 80, (LEAST_DAYS - length) // 2, 7))
    return since - air, until + air


def _last_day(event: EventRow) -> dt.date:
    return max(event.last_on, event.end_on or event.last_on)
