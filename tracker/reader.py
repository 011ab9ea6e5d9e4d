"""The record for programs and notebooks: ``tracker.open_record`` reads it as plain typed values, and as tables."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from tracker.database import mark_of_tables, open_existing, reading, url_of_file, with_replica
from tracker.errors import DatabaseProblem, TrackerError, UnknownValue
from tracker.filters import ACCEPTED_ONLY, EventFilter
from tracker.migrations import check_ready
from tracker.read_models import EventRow, RecordState
from tracker.row_tables import Rows
from tracker.settings import database_url, replica_url
from tracker.typed_filter import OF_PROGRAMS, read_day, read_filter, read_number, read_text, read_value

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine
    from sqlmodel import Session

    from tracker.columns import EventColumns
    from tracker.measures import MeasureRow
    from tracker.queries.news import News
    from tracker.sentiment import FoundIndex

Day = str | dt.date | int
"""A day, a text that names one, a month or a year as people write it, or the number of a year."""

_HALF_LIFE, _SHRINKAGE = 60.0, 4.0


class ConditionValues(TypedDict, total=False):
    """The conditions of a filter but its period, all of which have to hold; several values of one are alternatives.

    Names may be given by their keys, names or abbreviations, one alone or several; ``kinds`` and ``states`` by the
    words of docs/data.md. None is no condition.
    """

    sectors: str | Sequence[str] | None
    agencies: str | Sequence[str] | None
    companies: str | Sequence[str] | None
    people: str | Sequence[str] | None
    kinds: str | Sequence[str] | None
    threads: str | Sequence[str] | None
    stance_min: int | None
    stance_max: int | None
    search: str | None
    states: str | Sequence[str] | None


class FilterValues(ConditionValues, total=False):
    """The conditions of a filter: those, and the period in which the date of an Event can lie, both ends included."""

    since: Day | None
    until: Day | None


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


class OpenRecord:
    """A record that is open to be read. Every call sees the record as it is then; nothing is ever written."""

    def __init__(self, engine: "Engine") -> None:
        """Take what leads to the database; ``tracker.open_record`` makes it."""
        self._engine = engine
        self._is_closed = False
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
        """Give the connections back; nothing can be read any more."""
        self._is_closed = True
        self._engine.dispose()

    def _reading(self) -> "AbstractContextManager[Session]":
        if self._is_closed:
            raise TrackerError("This record was closed; open it anew.")
        return reading(self._engine)

    def state(self) -> RecordState:
        """Return which state the record is in: the number of its latest change, to ask for ``changes`` later on."""
        from tracker.queries import record_state

        with self._reading() as session:
            return record_state(session)

    def events(self, **filters: Unpack[FilterValues]) -> Rows[EventRow]:
        """Return the accepted Events that a filter keeps, by date; without a filter all of them.

        Raises:
            UnknownValue: if a condition or one of its values is not known; the message names near ones.
            DateProblem: if a text is no date.
        """
        from tracker.queries import list_events

        with self._reading() as session:
            return Rows(list_events(session, _filter(session, filters)), EventRow)

    def event(self, slug: str) -> EventRow:
        """Return one Event by its name in links; that of one that was merged leads to the one that stays.

        Whoever names one gets it whatever its review state, drafts and withdrawn ones too: ``review_state`` says which.

        Raises:
            NotFound: if there is none; the message names near ones.
        """
        from tracker.queries import find_slug, get_event

        slug = read_value("slug", slug, read_text) or ""
        with self._reading() as session:
            return get_event(session, find_slug(session, slug) or slug)

    def measures(self, **filters: Unpack[FilterValues]) -> "Rows[MeasureRow]":
        """Return the rules and cases that a filter keeps, by key, with all their stages that are accepted Events.

        It keeps those of which an Event that it keeps is a stage, or of which a stage falls into its period. Events of
        the ``states`` asked for are stages too.

        Raises:
            UnknownValue, DateProblem: as ``events``.
        """
        from tracker.measures import MeasureRow
        from tracker.queries import list_measures
        from tracker.queries.stages import measures_kept

        with self._reading() as session:
            chosen = _filter(session, filters)
            measures = list_measures(session, states={*ACCEPTED_ONLY, *chosen.states})
            return Rows(measures_kept(session, chosen, measures), MeasureRow)

    def changes(self, since: int | str | dt.date | None = 0, **filters: Unpack[ConditionValues]) -> "Rows[News]":
        """Return what happened to the accepted Events, the newest first, as ``tracker changes`` tells it.

        Args:
            since: the number of a change, after which all is told, or the first day (UTC) of recording, which may be
                a text as for ``events``; a number is never a year here. Without it all is told.
            filters: the conditions of a filter.

        Raises:
            UnknownValue, DateProblem: as ``events``.
        """
        from tracker.queries.news import change_before, list_news
        from tracker.row_tables import ChangeCells, change_cells

        is_day = isinstance(since, str | dt.date)
        begin = read_value("since", since, read_day if is_day else partial(read_number, whole=True)) or 0
        with self._reading() as session:
            after = change_before(session, begin) if isinstance(begin, dt.date) else begin
            found = list_news(session, _filter(session, filters), after=after)
            return Rows(found, ChangeCells, change_cells)

    def index(
        self,
        first: Day | None = None,
        last: Day | None = None,
        *,
        half_life: float | None = _HALF_LIFE,
        shrinkage: float | None = _SHRINKAGE,
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
            UnknownValue, DateProblem: as ``events``, and if a day is given in two ways.
            TrackerError: if the half-life or the pull gives no index.
        """
        from tracker.sentiment import rows

        for own, given, other in (("first", first, "since"), ("last", last, "until")):
            if given is not None and filters.get(other) is not None:
                raise UnknownValue(f"{own} and {other} are both given; leave one of them out.")
        since = read_value("first", first, read_day)
        until = read_value("last", last, partial(read_day, last=True))
        read = {
            "half_life": read_value("half_life", half_life, read_number),
            "shrinkage": read_value("shrinkage", shrinkage, read_number),
        }
        # What is None is as usual.
        choices: dict[str, float] = {name: value for name, value in read.items() if value is not None}
        with self._reading() as session:
            chosen = _filter(session, filters)
            columns = self._columns_of(session)
            counted = _index_by(session, chosen, columns, band=band, **choices)
        days: Iterator[IndexDay] = iter(())
        if counted:
            days = (IndexDay(*row) for row in rows(*counted, since=since or chosen.since, until=until or chosen.until))
        return Rows(tuple(days), IndexDay)

    def _columns_of(self, session: "Session") -> "EventColumns":
        """Return the Events as columns, kept here between two calls: a reader writes no file beside a database."""
        from tracker.queries.columns import current_columns

        mark, kept = mark_of_tables(session), self._columns
        # Tables that were written anew have other numbers for the same rows and names.
        columns = current_columns(session, kept[1] if kept and kept[0] == mark else None, is_kept=False)
        self._columns = mark, columns
        return columns


def opened(url_or_path: str | os.PathLike[str] | None = None) -> OpenRecord:
    """Open a record; see ``tracker.open_record``.

    Raises:
        DatabaseProblem: if there is no such database, or it cannot be read.
    """
    given = os.fspath(url_or_path) if url_or_path is not None else None
    if given is not None and "://" not in given:
        if Path(given).is_dir():
            raise DatabaseProblem(f"{given} is a folder; name the file of the database in it.")
        given = url_of_file(given)
    engine = open_existing(database_url(given))
    check_ready(engine)
    return OpenRecord(with_replica(engine, replica_url(given)))


def _filter(session: "Session", given: Mapping[str, Any]) -> EventFilter:
    from tracker.queries import strict_filter

    return strict_filter(session, read_filter(given), OF_PROGRAMS)


def _index_by(
    session: "Session",
    chosen: EventFilter,
    columns: "EventColumns",
    *,
    band: bool,
    half_life: float = _HALF_LIFE,
    shrinkage: float = _SHRINKAGE,
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
