"""Periods that readers ask for by name."""

import datetime as dt

EVERYTHING = "Everything"
CRACKDOWN = "Crackdown, Nov 2020 to Mar 2022"
THAW = "Thaw, Apr 2022 to Jul 2023"
LAST_YEAR = "Last 12 months"
OWN = "Own dates"

PERIODS = (EVERYTHING, CRACKDOWN, THAW, LAST_YEAR, OWN)

_FIXED = {
    EVERYTHING: (None, None),
    CRACKDOWN: (dt.date(2020, 11, 1), dt.date(2022, 3, 31)),
    THAW: (dt.date(2022, 4, 1), dt.date(2023, 7, 31)),
}

Bounds = tuple[dt.date | None, dt.date | None]


def bounds_of(name: str, today: dt.date, own: Bounds) -> Bounds:
    """Return a period's first and last day; None is no limit."""
    if name == LAST_YEAR:
        return today - dt.timedelta(days=365), None
    return own if name == OWN else _FIXED[name]


def period_name(since: dt.date | None, until: dt.date | None) -> str:
    """Return the name of the period with these bounds; the last 12 months of another day are own dates."""
    return next((name for name, bounds in _FIXED.items() if bounds == (since, until)), OWN)
