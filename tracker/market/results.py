"""What an event study takes and gives: events in, frozen results out, and their rows for tables and files."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tracker.tables.escaping import protect_cell

Window = tuple[int, int]


@dataclass(frozen=True)
class StudyEvent:
    """One event to measure.

    Attributes:
        slug: names the event in the results.
        day: the day it became known; one without trading moves to the next trading day.
        ticker: the share it is measured on; none means every series of prices except the market.
        title: for readers.
    """

    slug: str
    day: date
    ticker: str | None = None
    title: str = ""


@dataclass(frozen=True)
class EventResult:
    """The abnormal return of one share around one event. Returns are logarithmic: 0.05 is about five per cent.

    Attributes:
        slug: of the event.
        title: of the event.
        ticker: name of the price series.
        asked: the event's own day.
        day: the trading day it was measured on, day 0 of the window.
        window: first and last trading day, relative to day 0.
        returns: number of returns the market model was estimated from.
        alpha: constant of the market model, per day.
        beta: slope of the market model.
        sigma: residual standard deviation, per day, with two degrees of freedom used up.
        car: cumulative abnormal return over the window.
        se: its standard error, with the error of estimating alpha and beta.
        t: car / se.
        p: two-sided, from Student's t with `returns` - 2 degrees of freedom.
        abnormal: abnormal return of each day of the window.
        cumulative: their running sum.
        cumulative_se: the standard error of the running sum.
        confounded_with: slugs of other events of the study whose window on the same series overlaps.
        notes: what a reader should know about this row.
    """

    slug: str
    title: str
    ticker: str
    asked: date
    day: date
    window: Window
    returns: int
    alpha: float
    beta: float
    sigma: float
    car: float
    se: float
    t: float
    p: float
    abnormal: tuple[float, ...]
    cumulative: tuple[float, ...]
    cumulative_se: tuple[float, ...]
    confounded_with: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def confounded(self) -> bool:
        """Whether another event's window on the same series overlaps, so that the return cannot be told apart."""
        return bool(self.confounded_with)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON: dates as ISO text, tuples as lists."""
        return {**_plain(asdict(self)), "confounded": self.confounded}


@dataclass(frozen=True)
class StudyProblem:
    """An event that could not be measured, and why; `ticker` is empty when no series was found."""

    slug: str
    ticker: str
    reason: str

    @property
    def line(self) -> str:
        """The problem as one sentence that names the event and the series."""
        return f"{self.slug} ({self.ticker}): {self.reason}" if self.ticker else f"{self.slug}: {self.reason}"


@dataclass(frozen=True)
class GroupTest:
    """One test of the hypothesis that the events had no effect on average.

    Attributes:
        name: of the test.
        statistic: None where the test is not defined.
        p: two-sided.
        reason: why it is not defined, else empty.
    """

    name: str
    statistic: float | None
    p: float | None
    reason: str = ""


@dataclass(frozen=True)
class GroupResult:
    """The events together.

    Attributes:
        events: how many returns were measured.
        days: on how many different days.
        correlation: mean correlation of two of the returns, 0 where they are independent.
        mean_car: mean of their cumulative abnormal returns.
        se: its standard error by the market models, taking the events as independent of each other.
        spread_se: its standard error by the spread of the returns, with what they have in common; `se` for one alone.
        mean_cumulative: mean running sum for each day of the window.
        mean_cumulative_se: its standard error, taking the events as independent.
        kolari_pynnonen: the standardised cross-sectional test with what the events have in common.
        patell: Patell's test.
        bmp: the standardised cross-sectional test.
        corrado: Corrado's rank test.
    """

    events: int
    days: int
    correlation: float
    mean_car: float
    se: float
    spread_se: float
    mean_cumulative: tuple[float, ...]
    mean_cumulative_se: tuple[float, ...]
    kolari_pynnonen: GroupTest
    patell: GroupTest
    bmp: GroupTest
    corrado: GroupTest

    @property
    def tests(self) -> tuple[GroupTest, ...]:
        """The four tests in the order in which they are shown."""
        return (self.kolari_pynnonen, self.patell, self.bmp, self.corrado)

    @property
    def telling_test(self) -> GroupTest:
        """The test that is told in words: Kolari and Pynnönen's, and for one return alone, Patell's."""
        return self.patell if self.events == 1 else self.kolari_pynnonen


@dataclass(frozen=True)
class StudyPart:
    """The measured returns that have something in common.

    Attributes:
        grouping: what they were grouped by, such as `direction`.
        name: what they have in common, such as `Tightening`.
        group: they together.
    """

    grouping: str
    name: str
    group: GroupResult


@dataclass(frozen=True)
class StudyResult:
    """The whole study.

    Attributes:
        market: name of the market series.
        window: first and last trading day around each event.
        estimation: first and last trading day of the estimation window.
        after_close: whether the events were taken as known only after the close of their day.
        events: what could be measured, in the order of the events given.
        problems: what could not, and why.
        group: all measured events together; None when there are none.
        group_apart: only the events that are not confounded; None when there are none.
        parts: the measured events by each grouping that was asked for.
        notes: what a reader should know about the whole.
    """

    market: str
    window: Window
    estimation: Window
    after_close: bool
    events: tuple[EventResult, ...]
    problems: tuple[StudyProblem, ...]
    group: GroupResult | None
    group_apart: GroupResult | None
    parts: tuple[StudyPart, ...]
    notes: tuple[str, ...]

    def parts_by(self, grouping: str) -> tuple[StudyPart, ...]:
        """Return the parts of one grouping."""
        return tuple(part for part in self.parts if part.grouping == grouping)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; each of `events` has `slug, ticker, window, day, car, se, t, returns`."""
        plain = _plain(asdict(self))
        return {**plain, "events": [event.to_dict() for event in self.events]}


def _plain(value: Any) -> Any:  # noqa: ANN401 - walks through any nesting of dictionaries and tuples
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


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
