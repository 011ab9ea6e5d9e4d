"""Periods that readers ask for by name: the record's eras, and a few of every day."""

import datetime as dt
from collections.abc import Sequence

from tracker.read_models import EraRow

EVERYTHING = "Everything"
LAST_YEAR = "Last 12 months"
OWN = "Own dates"

Bounds = tuple[dt.date | None, dt.date | None]


def period_names(eras: Sequence[EraRow]) -> dict[str, str]:
    """Return the words on the screen for each period; that of an era is called by its key."""
    return {
        EVERYTHING: EVERYTHING,
        **{era.key: f"{era.name}, {_months(era)}" for era in eras},
        LAST_YEAR: LAST_YEAR,
        OWN: OWN,
    }


def bounds_of(period: str, today: dt.date, own: Bounds, eras: Sequence[EraRow]) -> Bounds:
    """Return a period's first and last day; None is no limit, on both sides for a period that is not known."""
    if period == LAST_YEAR:
        return today - dt.timedelta(days=365), None
    return own if period == OWN else _fixed(eras).get(period, (None, None))


def period_name(since: dt.date | None, until: dt.date | None, eras: Sequence[EraRow] = ()) -> str:
    """Return the period with these bounds; the last 12 months of another day are own dates."""
    return next((period for period, bounds in _fixed(eras).items() if bounds == (since, until)), OWN)


def _months(era: EraRow) -> str:
    since = f"{era.since:%b %Y}"
    return f"{since} to {era.until:%b %Y}" if era.until else f"since {since}"


def _fixed(eras: Sequence[EraRow]) -> dict[str, Bounds]:
    return {EVERYTHING: (None, None), **{era.key: (era.since, era.until) for era in eras}}
