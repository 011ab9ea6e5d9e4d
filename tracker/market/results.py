"""What an event study takes and gives: events in, frozen results out, and their rows for tables and files."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tracker.tables.escaping import protect_cell

Window = tuple[int, int]
_LISTED = "; "
BETWEEN_TITLES = " | "
"""Stands between titles, which may hold a semicolon themselves."""


@dataclass(frozen=True)
class StudyEvent:
    """One event to measure.

    Attributes:
        slug: names the event in the results.
        day: the day it became known; one without trading moves to the next trading day.
        ticker: the share it is measured on; none means every series of prices except the market.
        title: for readers.
        stance: as coded, from -3 to +3; none where it is not to be held against the reaction.
        reach: as coded, from 1 to 4.
    """

    slug: str
    day: date
    ticker: str | None = None
    title: str = ""
    stance: int | None = None
    reach: int = 1


@dataclass(frozen=True)
class EventResult:
    """The abnormal return of one share around one trading day, on which one event became known or several did.

    Fields that end in ``log`` are log returns; ``percents`` has them as simple per cent.

    Attributes:
        slugs: of the events, in the order given.
        titles: of the same.
        ticker: name of the price series.
        asked: the events' own days.
        day: the trading day it was measured on, day 0 of the window.
        window: first and last trading day, relative to day 0.
        estimation_returns: number of returns the market model was estimated from.
        alpha: constant of the market model, per day.
        beta: slope of the market model.
        sigma: residual standard deviation of log returns, per day, with two degrees of freedom used up.
        car_log: cumulative abnormal return over the window.
        se_log: its standard error, with the error of estimating alpha and beta.
        low_log: lower end of its range of 95 %, by Student's t with `estimation_returns` - 2 degrees of freedom.
        high_log: upper end.
        t: car_log / se_log.
        p: two-sided, from the same distribution.
        abnormal_log: abnormal return of each day of the window.
        cumulative_log: their running sum.
        cumulative_se_log: the standard error of the running sum.
        confounded_with: slugs of other events around it, in time; `confounding.find_around` says which.
        notes: what a reader should know about this row.
    """

    slugs: tuple[str, ...]
    titles: tuple[str, ...]
    ticker: str
    asked: tuple[date, ...]
    day: date
    window: Window
    estimation_returns: int
    alpha: float
    beta: float
    sigma: float
    car_log: float
    se_log: float
    low_log: float
    high_log: float
    t: float
    p: float
    abnormal_log: tuple[float, ...]
    cumulative_log: tuple[float, ...]
    cumulative_se_log: tuple[float, ...]
    confounded_with: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The titles of all its events."""
        return BETWEEN_TITLES.join(self.titles)

    @property
    def confounded(self) -> bool:
        """Whether it cannot be told apart: it stands for several events, or others are around it."""
        return len(self.slugs) > 1 or bool(self.confounded_with)

    @property
    def percents(self) -> tuple[float, float, float]:
        """The return and the ends of its range in per cent."""
        return per_cent(self.car_log), per_cent(self.low_log), per_cent(self.high_log)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON: dates as ISO text, tuples as lists."""
        names = ("car_percent", "low_percent", "high_percent")
        more = {"slug": _LISTED.join(self.slugs), "confounded": self.confounded}
        return {**more, **dict(zip(names, self.percents, strict=True)), **_plain(asdict(self))}


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
class Placebo:
    """The same event days, shifted along the trading days to where none of them belongs.

    Attributes:
        calendars: how many shifted calendars there are.
        larger: around how many of them the mean return was larger, up or down.
    """

    calendars: int
    larger: int

    @property
    def p(self) -> float:
        """Which part of the calendars moved as much as the real one, that one among them: (larger + 1) / (all + 1).

        As the real calendar is counted it is never 0 (Phipson and Smyth 2010, doi 10.2202/1544-6115.1585).
        """
        return (self.larger + 1) / (self.calendars + 1)


@dataclass(frozen=True)
class RankCorrelation:
    """How the codes of event days go with their reactions, by rank.

    Attributes:
        of: which code, `stance` or `reach`; reach is held against the reaction in the direction of the stance.
        days: over how many event days.
        correlation: Spearman's, from -1 to 1; None where it is not defined.
        calendars: how many shifted calendars it is compared with, 0 where there are too few prices.
        as_strong: how many of them have a correlation at least as far from 0.
        reason: why it is not defined, else empty.
    """

    of: str
    days: int
    correlation: float | None
    calendars: int
    as_strong: int
    reason: str = ""

    @property
    def p(self) -> float | None:
        """Two-sided, (as strong + 1) / (calendars + 1), so that it is never 0; None without calendars.

        The real calendar is one of those that are compared (Phipson and Smyth, Statistical Applications in Genetics and
        Molecular Biology 9 (2010), article 39).
        """
        return (self.as_strong + 1) / (self.calendars + 1) if self.calendars else None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {**asdict(self), "p": self.p}


@dataclass(frozen=True)
class GroupResult:
    """Measured returns together, one observation for each event day: the mean of the shares that were measured on it.

    Fields that end in ``log`` are log returns; ``percents`` has the mean as simple per cent.

    Attributes:
        returns: how many returns were measured.
        days: on how many event days.
        correlation: mean correlation of two event days, 0 where no windows overlap.
        mean_log: mean over the days of their mean cumulative abnormal return.
        se_log: its standard error, from the spread of the days and what they have in common; for one day by its model.
        path_log: mean running sum for each day of the window; the last is `mean_log`.
        low_path_log: lower ends of its range of 95 %, by Student's t.
        high_path_log: upper ends.
        tests: the tests in the order in which they are shown; the first is told in words.
        placebo: what shifted calendars did; None where the prices are too few to shift over.
        ranks: how stance and reach go with the reactions; empty where the events bear no codes.
    """

    returns: int
    days: int
    correlation: float
    mean_log: float
    se_log: float
    path_log: tuple[float, ...]
    low_path_log: tuple[float, ...]
    high_path_log: tuple[float, ...]
    tests: tuple[GroupTest, ...]
    placebo: Placebo | None
    ranks: tuple[RankCorrelation, ...] = ()

    @property
    def telling_test(self) -> GroupTest:
        """The test that is told in words: Kolari and Pynnönen's, and for one day alone that of its market model."""
        return self.tests[0]

    @property
    def percents(self) -> tuple[float, float, float]:
        """The mean of the log returns and the ends of its range in per cent: the geometric mean over the days."""
        return per_cent(self.mean_log), per_cent(self.low_path_log[-1]), per_cent(self.high_path_log[-1])

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        names = ("mean_percent", "low_percent", "high_percent")
        ranks = [rank.to_dict() for rank in self.ranks]
        return {**dict(zip(names, self.percents, strict=True)), **_plain(asdict(self)), "ranks": ranks}


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
        events: what could be measured, in the order of the events given; those of one share and day are one.
        problems: what could not, and why.
        group: all measured events together; None when there are none.
        group_apart: only the returns that are not confounded; None when there are none.
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
        """Return plain values for JSON; returns are per cent in what ends in `percent`, logs in what ends in `log`."""
        return {
            **_plain(asdict(self)),
            "events": [event.to_dict() for event in self.events],
            "group": self.group and self.group.to_dict(),
            "group_apart": self.group_apart and self.group_apart.to_dict(),
            "parts": [{**asdict(part), "group": part.group.to_dict()} for part in self.parts],
        }


def _plain(value: Any) -> Any:  # noqa: ANN401 - walks through any nesting of dictionaries and tuples
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


STUDY_COLUMNS = {
    "slug": "Of the event; several that became known on one trading day of the share are split by semicolons.",
    "title": "The same, split by ` | `.",
    "ticker": "Name of the price series.",
    "event_day": "On which the event became known; one for each event.",
    "day": "The trading day it was measured on, day 0 of the window.",
    "window_first": "First trading day of the window, from day 0.",
    "window_last": "Last one.",
    "car_percent": "Cumulative abnormal return over the window in simple per cent, `100 * (exp(x) - 1)` of the logs.",
    "low_percent": "Lower end of its range of 95 %.",
    "high_percent": "Upper end.",
    "car_log": "The same return as a sum of log returns.",
    "se_log": "Standard error of that sum, with the error of estimating alpha and beta.",
    "t": "`car_log / se_log`.",
    "p": "Two-sided, from Student's t with two degrees of freedom fewer than returns in the estimation.",
    "estimation_returns": "How many returns the market model was estimated from.",
    "alpha": "Constant of the market model of log returns, per day.",
    "beta": "Slope of the market model.",
    "sigma": "Standard deviation of what the model leaves of log returns, per day.",
    "confounded": "`yes` where the return cannot be laid to one event: several on the day, or others around it.",
    "confounded_with": "Slugs of other events of the record around it, split by semicolons.",
    "notes": "What a reader should know about the row.",
}
"""The columns of a file of measured returns, in their order, with what each holds."""

Cell = str | int | float


def per_cent(log: float) -> float:
    """Return a log return as simple per cent; of an abnormal one, what is beyond what the market model expects."""
    return 100 * math.expm1(log)


def study_row(event: EventResult) -> tuple[Cell, ...]:
    """Return the cells of one result in the order of ``STUDY_COLUMNS``; texts are safe to open in a spreadsheet."""
    return (
        _LISTED.join(event.slugs),
        protect_cell(event.title),
        protect_cell(event.ticker),
        _LISTED.join(day.isoformat() for day in event.asked),
        event.day.isoformat(),
        *event.window,
        *event.percents,
        event.car_log,
        event.se_log,
        event.t,
        event.p,
        event.estimation_returns,
        event.alpha,
        event.beta,
        event.sigma,
        "yes" if event.confounded else "no",
        _LISTED.join(event.confounded_with),
        protect_cell(" ".join(event.notes)),
    )


def study_csv(events: Sequence[EventResult]) -> str:
    """Return results as CSV with a heading."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(STUDY_COLUMNS)
    writer.writerows(study_row(event) for event in events)
    return text.getvalue()
