"""An event study as a table: one row for each Event on each share, for files and for the screen's download."""

import csv
import io
from collections.abc import Sequence

from tracker.cells import protect_cell
from tracker.market.results import EventResult

STUDY_COLUMNS = (
    "slug", "title", "ticker", "event_day", "day", "window_first", "window_last", "car", "se", "t", "p", "returns",
    "alpha", "beta", "sigma", "confounded_with", "notes",
)  # fmt: skip
"""The columns; returns are logarithmic, `returns` is the number that the market model was estimated from."""

Cell = str | int | float


def study_row(event: EventResult) -> tuple[Cell, ...]:
    """Return the cells of one result in the order of ``STUDY_COLUMNS``; texts are safe to open in a spreadsheet."""
    return (
        event.slug,
        protect_cell(event.title),
        protect_cell(event.ticker),
        event.asked.isoformat(),
        event.day.isoformat(),
        *event.window,
        event.car,
        event.se,
        event.t,
        event.p,
        event.returns,
        event.alpha,
        event.beta,
        event.sigma,
        "; ".join(event.confounded_with),
        protect_cell(" ".join(event.notes)),
    )


def study_csv(events: Sequence[EventResult]) -> str:
    """Return results as CSV with a heading."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(STUDY_COLUMNS)
    writer.writerows(study_row(event) for event in events)
    return text.getvalue()
