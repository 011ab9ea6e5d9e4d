"""The record for programs and notebooks: ``tracker.open_record`` reads it as plain typed values, and as tables."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypedDict, TypeVar, Unpack, overload

from tracker.database import mark_of_tables, open_existing, reading, url_of_file, with_replica
from tracker.errors import DateProblem, TrackerError, UnknownValue
from tracker.filters import ACCEPTED_ONLY, EventFilter, read_bound
from tracker.migrations import check_ready
from tracker.read_models import EventRow, RecordState
from tracker.settings import database_url, replica_url

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from sqlalchemy import Engine
    from sqlmodel import Session

    from tracker.columns import EventColumns
    from tracker.measures import MeasureRow
    from tracker.queries.news import News
    from tracker.sentiment import FoundIndex

_Row = TypeVar("_Row")

Day = str | dt.date
"""A day, or a text that names one, a month or a year, as people write it."""


class ConditionValues(TypedDict, total=False):
    """The conditions of a filter but its period, all of which have to hold; several values of one are alternatives.

    Names may be given by their keys, names or abbreviations, one alone or several; ``kinds`` and ``states`` by the
    words of docs/data.md.
    """

    sectors: str | Sequence[str]
    agencies: str | Sequence[str]
    companies: str | Sequence[str]
    people: str | Sequence[str]
    kinds: str | Sequence[str]
    threads: str | Sequence[str]
    stance_min: int
    stance_max: int
    search: str
    states: str | Sequence[str]


class FilterValues(ConditionValues, total=False):
    """The conditions of a filter: those, and the period in which the date of an Event can lie, both ends included."""

    since: Day
    until: Day


@dataclass(frozen=True, slots=True)
class IndexDay:
    """The index on one day, in stance units from -3 to 3 unless said otherwise (docs/data.md).

    Attributes:
        date: the day.
        index: the index.
        lower: the lower end of its 80 % range; None where there is none.
        upper: the upper end.
        mass: how much evidence is in memory, in units of reach.
        stories: the effective number of stories behind it.
        mean: the average stance without the pull towards 0; None where nothing is in memory.
        mean_lower: the lower end of its range.
        mean_upper: the upper end.
        news: by how much what entered on the day moved the index.
        fading: by how much the index moved because all that was there before faded.
        silent: days since the latest Event; None before the first.
    """

    date: dt.date
    index: float
    lower: float | None
    upper: float | None
    mass: float
    stories: float
    mean: float | None
    mean_lower: float | None
    mean_upper: float | None
    news: float
    fading: float
    silent: float | None


class Rows(Sequence[_Row], Generic[_Row]):
    """Some values of one sort in their order, which a library for tables takes as a table."""

    def __init__(self, rows: Sequence[_Row], kind: type, cells: Callable[[_Row], Mapping[str, Any]]) -> None:
        """Take the values, what holds the names of the columns, and what gives a value's cells by column."""
        self._rows, self._kind, self._cells = tuple(rows), kind, cells

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> _Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows[_Row]": ...
    def __getitem__(self, place: int | slice) -> "_Row | Rows[_Row]":
        """Return one value, or some of them."""
        return Rows(self._rows[place], self._kind, self._cells) if isinstance(place, slice) else self._rows[place]

    def __repr__(self) -> str:
        """Say how many there are of what."""
        kind = type(self._rows[0]) if self._rows else self._kind
        return f"<{len(self)} of {kind.__name__.strip('_')}>"

    def columns(self) -> dict[str, list[Any]]:
        """Return the table as a list of plain values for each column; lists and mappings stay in their cells."""
        made: dict[str, list[Any]] = {each.name: [] for each in fields(self._kind)}
        for row in self._rows:
            for name, value in self._cells(row).items():
                made[name].append(value)
        return made

    def to_pandas(self) -> "pd.DataFrame":
        """Return a pandas table; days are of the type ``datetime64[s]``.

        Raises:
            TrackerError: if pandas is not installed.
        """
        pandas = _library("pandas")
        table: pd.DataFrame = pandas.DataFrame(self.columns())
        for name in self._days():
            table[name] = table[name].astype("datetime64[s]")
        return table

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars table; days are of the type ``Date``.

        Raises:
            TrackerError: if polars is not installed.
        """
        polars = _library("polars")
        days = dict.fromkeys(self._days(), polars.Date)
        table: pl.DataFrame = polars.DataFrame(self.columns(), schema_overrides=days, strict=False)
        return table

    def _days(self) -> list[str]:
        return [each.name for each in fields(self._kind) if each.type in {dt.date, dt.date | None}]


def _library(name: str) -> Any:  # noqa: ANN401 - one of two libraries
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise TrackerError(f"{name} is not installed: pip install {name}.") from None


def _plain_cells(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any read model
    return {each.name: _plain(getattr(row, each.name)) for each in fields(row)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a read model
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _plain_cells(value) if is_dataclass(value) else value


@dataclass(frozen=True, slots=True)
class _NewsCells:
    number: int
    at: str
    what: str
    slug: str
    version: int
    date: str
    title: str
    why: str
    merged_into: str | None
    fields: dict[str, list[str]]


class OpenRecord:
    """A record that is open to be read. Every call sees the record as it is then; nothing is ever written."""

    def __init__(self, engine: "Engine") -> None:
        """Take what leads to the database; ``tracker.open_record`` makes it."""
        self._engine = engine
        self._columns: tuple[int, EventColumns] | None = None

    def __enter__(self) -> Self:
        """Return the record itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give the connections back; a later call opens new ones."""
        self._engine.dispose()

    def state(self) -> RecordState:
        """Return which state the record is in: the number of its latest change, to ask for ``changes`` later on."""
        from tracker.queries import record_state

        with reading(self._engine) as session:
            return record_state(session)

    def events(self, **filters: Unpack[FilterValues]) -> Rows[EventRow]:
        """Return the accepted Events that a filter keeps, by date; without a filter all of them.

        Raises:
            UnknownValue: if a condition or one of its values is not known; the message names near ones.
            DateProblem: if a text is no date.
        """
        from tracker.queries import list_events

        with reading(self._engine) as session:
            return Rows(list_events(session, _filter(session, filters)), EventRow, _plain_cells)

    def event(self, slug: str) -> EventRow:
        """Return one Event by its name in links; that of one that was merged leads to the one that stays.

        Whoever names one gets it whatever its review state, drafts and withdrawn ones too: ``review_state`` says which.

        Raises:
            NotFound: if there is none; the message names near ones.
        """
        from tracker.queries import find_slug, get_event

        with reading(self._engine) as session:
            return get_event(session, find_slug(session, slug) or slug)

    def measures(self) -> "Rows[MeasureRow]":
        """Return the rules and cases with their stages that are accepted Events, by key."""
        from tracker.measures import MeasureRow
        from tracker.queries import list_measures

        with reading(self._engine) as session:
            return Rows(list_measures(session, states=ACCEPTED_ONLY), MeasureRow, _plain_cells)

    def changes(self, since: int | Day = 0, **filters: Unpack[ConditionValues]) -> "Rows[News]":
        """Return what happened to the accepted Events, the newest first, as ``tracker changes`` tells it.

        Args:
            since: the number of a change, after which all is told, or the first day (UTC) of recording.
            filters: the conditions of a filter.

        Raises:
            UnknownValue, DateProblem: as ``events``.
        """
        from tracker.exports.news_words import news_document
        from tracker.queries.news import change_before, list_news

        with reading(self._engine) as session:
            day = None if isinstance(since, int) else _day("since", since)
            after = since if isinstance(since, int) else change_before(session, day) if day else 0
            return Rows(list_news(session, _filter(session, filters), after=after), _NewsCells, news_document)

    def index(
        self,
        first: Day | None = None,
        last: Day | None = None,
        *,
        half_life: float = 60.0,
        shrinkage: float = 4.0,
        band: bool = True,
        **filters: Unpack[FilterValues],
    ) -> Rows[IndexDay]:
        """Return the policy-sentiment index of what a filter keeps, day by day; none where nothing of it counts.

        Args:
            first: the first day; else the period's, else that on which the index begins.
            last: the last day; else the period's, else today.
            half_life: days until an Event counts half.
            shrinkage: pull towards 0, in units of reach.
            band: whether the range is worked out, which takes most of the time.
            filters: the conditions of a filter; what lies before its period is still in memory.

        Raises:
            UnknownValue, DateProblem: as ``events``.
            TrackerError: if the half-life or the pull gives no index.
        """
        from tracker.sentiment import rows

        with reading(self._engine) as session:
            chosen = _filter(session, filters)
            until = _day("last", last, is_last=True) if last else None
            columns = self._columns_of(session)
            counted = _index_by(session, chosen, columns, half_life=half_life, shrinkage=shrinkage, band=band)
        since = _day("first", first) if first else chosen.since
        days: Iterator[IndexDay] = iter(())
        if counted:
            days = (IndexDay(*row) for row in rows(*counted, since=since, until=until or chosen.until))
        return Rows(tuple(days), IndexDay, _plain_cells)

    def _columns_of(self, session: "Session") -> "EventColumns":
        """Return the Events as columns, kept here between two calls: a reader writes no file beside a database."""
        from tracker.queries.columns import current_columns

        mark, kept = mark_of_tables(session), self._columns
        # Tables that were written anew have other numbers for the same rows and names.
        columns = current_columns(session, kept[1] if kept and kept[0] == mark else None, is_kept=False)
        self._columns = mark, columns
        return columns


def opened(url_or_path: str | os.PathLike[str] | None = None) -> OpenRecord:
    """Open a record; see ``tracker.open_record``."""
    given = os.fspath(url_or_path) if url_or_path is not None else None
    if given is not None and "://" not in given:
        given = url_of_file(given)
    engine = open_existing(database_url(given))
    check_ready(engine)
    return OpenRecord(with_replica(engine, replica_url(given)))


def _filter(session: "Session", given: Mapping[str, Any]) -> EventFilter:
    from tracker.queries import strict_filter

    known = [each.name for each in fields(EventFilter)]
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise UnknownValue(f"“{name[:60]}” is no condition of a filter; one of: {', '.join(known)}.")
        try:
            values[name] = _condition(name, value)
        except ValueError as problem:
            raise UnknownValue(f"{name}: {problem}") from None
    return strict_filter(session, EventFilter(**values))


def _condition(name: str, value: Any) -> Any:  # noqa: ANN401 - one condition of several sorts
    from tracker.cleaning import clean_level, clean_member
    from tracker.vocabulary import Kind, ReviewState, Stance

    if name in {"since", "until"}:
        return _day(name, value, is_last=name == "until")
    if name in {"stance_min", "stance_max"}:
        return None if value is None else clean_level(value, low=min(Stance), high=max(Stance))
    if name == "search":
        return value
    several = (value,) if isinstance(value, str) else tuple(value)
    members: dict[str, type[Kind | ReviewState]] = {"kinds": Kind, "states": ReviewState}
    return tuple(clean_member(each, members[name]) for each in several) if name in members else several


def _day(name: str, value: Day, *, is_last: bool = False) -> dt.date | None:
    if not isinstance(value, str):
        return value
    try:
        return read_bound(value, last=is_last)
    except DateProblem as problem:
        raise DateProblem(f"{name}: {problem}") from None


def _index_by(
    session: "Session",
    chosen: EventFilter,
    columns: "EventColumns",
    *,
    half_life: float,
    shrinkage: float,
    band: bool,
) -> "FoundIndex | None":
    """Return the index by other choices than the usual ones; None where nothing counts."""
    import numpy as np

    from tracker.exports.indexed import counted_acts
    from tracker.sentiment import Band, FoundIndex, policy_index, resampling_band

    counted = counted_acts(session, chosen, dt.datetime.now(dt.UTC).date(), columns)
    if counted is None:
        return None
    acts, since, until = counted
    series = policy_index(acts.evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    found = Band(*np.full((4, len(series.index)), np.nan))
    if band:
        found = resampling_band(
            acts.evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage, series=series
        )
    return FoundIndex(series, found)
