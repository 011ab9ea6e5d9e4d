"""Days as places on a date axis: always as text, which means the same day to every browser.

Plotly reads a bare number of milliseconds in the time zone of the browser: in Los Angeles a mark of 1 November would
stand on 31 October and be called that. Text it reads without any zone.
"""

import datetime as dt
from typing import Any

import numpy as np

DAY = 86_400_000.0
"""A day in milliseconds, the unit of a step along a date axis."""

DayTexts = np.ndarray[Any, np.dtype[np.str_]]
"""One text for each day."""


def day_text(day: float) -> str:
    """Return the place of an ordinal day (``date.toordinal``, parts of a day allowed) on a date axis."""
    whole = int(day // 1)
    instant = dt.datetime.fromordinal(whole) + dt.timedelta(days=day - whole)
    return instant.date().isoformat() if day == whole else instant.isoformat(" ", "minutes")


def consecutive_days(first: dt.date, number: int) -> DayTexts:
    """Return the places of so many days in a row."""
    return np.datetime_as_string(np.datetime64(first, "D") + np.arange(number))
