"""The one seam between the pages and the record: what is read is cached by database, filter and latest change.

So a save shows on the next rerun of every browser and every process. A coding changes what is told of codings, and
nothing else is read anew for it. Cached values are frozen and shared, never copied.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
import streamlit as st

from tracker.charts import IndexLine
from tracker.columns import EventColumns
from tracker.database import file_of, mark_of_tables, open_engine, reading, replica_of, with_replica, writing
from tracker.errors import FileChanged
from tracker.filters import EventFilter, FilterReading
from tracker.measures import MeasureRow
from tracker.migrations import Readiness, check_ready, readiness, upgrade
from tracker.naming import NameIndex
from tracker.queries import (
    all_term_numbers,
    data_version,
    events_version,
    get_event,
    known_filter,
    list_codings,
    list_eras,
    list_events,
    list_measures,
    list_terms,
    record_state,
)
from tracker.queries.codings import list_recorded_codings
from tracker.queries.columns import current_columns, found_by_search, rows_at, slugs_at
from tracker.queries.past import list_actors
from tracker.read_models import EraRow, EventRow, RecordState, TermRow
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds
from tracker.sentiment import Band, Evidence, IndexSeries, KeptIndexes, find_index
from tracker.settings import database_url, is_read_only, replica_url
from tracker.vocabulary import TermType
from tracker.web import session_keys
from tracker.web.event_view import EventView
from tracker.web.keeping import Latest, cached, forget_older

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from tracker.columns import TermNumbers
    from tracker.columns.arrays import Array

P = ParamSpec("P")
R = TypeVar("R")

PAGE_SECONDS = 10.0
"""How long a page waits for another program's write."""


@cached()
def _engine(url: str, replica: str | None) -> "Engine":
    return with_replica(open_engine(url, patience=PAGE_SECONDS), replica)


def engine() -> "Engine":
    """Return the engine of the database in use.

    Raises:
        FileChanged: if its file was replaced since this visitor was shown it; once ``forget_file`` was called, no more.
    """
    found = _engine(database_url(), replica_url())
    shown = st.session_state.get(session_keys.DATABASE)
    if shown and shown[0] == database_url() and shown != _version_of_file(found):
        raise FileChanged(
            "The database file was replaced by another one since this page was shown, and nothing of this step was "
            "saved. Look at the record again: it is now that of the new file."
        )
    return found


def forget_file() -> None:
    """Take the file that lies there now for the one to show: the visitor has been told that it is another one."""
    st.session_state[session_keys.DATABASE] = None


def _version_of_file(found: "Engine") -> tuple[str, int]:
    """Name a database, and how often its file was replaced while it was open."""
    file = file_of(found)
    return database_url(), file.generation if file else 0


def make_ready() -> None:
    """Create and fill a database that is new; anything else that is not ready is an error that names the way out."""
    found = engine()
    if st.session_state.get(session_keys.DATABASE) == _version_of_file(found):
        return
    if readiness(found) == Readiness.EMPTY and not is_read_only():
        with st.spinner("Making the database and loading the record"):
            upgrade(found)
            with writing(found) as session:
                load_seeds(session, read_seeds(seeds_folder()))
    check_ready(found)
    st.session_state[session_keys.DATABASE] = _version_of_file(found)


OF_CODINGS = frozenset({list_codings, list_recorded_codings, list_actors, record_state})
"""The queries that a coding gives another answer to."""


@dataclass(frozen=True)
class Record:
    """The state of the record that one run of a page sees.

    Attributes:
        url: tells apart databases, files that were one after the other at one address, and tables before and after
            they were written anew.
        of_events: number of the latest change that is more than a coding.
        today: the day, in UTC.
        latest: number of the latest change (``data_version``); None for what is kept while codings come in.
        seen: what this run of the page has taken from the caches already, each of which takes a look at all arguments;
            None for what is kept longer than a run.
    """

    url: str
    of_events: int
    today: dt.date
    latest: int | None = field(default=None, compare=False)
    seen: dict[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def version(self) -> int:
        """The number of the latest change.

        Raises:
            RuntimeError: if something asks that is kept while codings come in, and would go on telling this one.
        """
        if self.latest is None:
            raise RuntimeError("What hangs on codings is kept by events alone.")
        return self.latest

    def key(self, *, of_codings: bool) -> str:
        """Name the state, by the changes that are codings as well or by all others."""
        return f"{self.url} {self.version if of_codings else self.of_events} {self.today}"

    def without_codings(self) -> "Record":
        """Return the state as something sees it that is kept while codings come in."""
        return replace(self, latest=None, seen=None)

    def _once(self, make: Callable[..., R], *key: Any) -> R:  # noqa: ANN401 - what the function takes
        """Return what a cached function gives, asked once in a run."""
        if self.seen is None:
            return make(self, *key)
        place = (make, *key)
        if place not in self.seen:
            self.seen[place] = make(self, *key)
        found: R = self.seen[place]
        return found

    def read(self, query: "Callable[Concatenate[Session, P], R]", *arguments: P.args, **named: P.kwargs) -> R:
        """Return what a query finds, a function of a module that takes a session first; it is asked once."""
        read = _read_with_codings if query in OF_CODINGS else _read
        if named:
            return cast("R", read(self, f"{query.__module__}.{query.__qualname__}", query, *arguments, **named))
        return cast("R", self._once(read, f"{query.__module__}.{query.__qualname__}", query, *arguments))

    def events(self, chosen: EventFilter) -> tuple[EventRow, ...]:
        """Return the Events that a filter keeps; those of a period are taken from what is kept of all times."""
        timeless = without_period(chosen)
        return self.read(list_events, chosen) if chosen == timeless else _in_period(self, chosen, timeless)

    def terms(self, term_type: TermType) -> tuple[TermRow, ...]:
        """Return a vocabulary."""
        return self.read(list_terms, term_type)

    def names(self, term_type: TermType) -> dict[str, str]:
        """Return a vocabulary's names by key."""
        return self._once(_names, term_type)

    def state(self) -> RecordState:
        """Return the number and the day of the latest change."""
        return self.read(record_state)

    def key_of(self, term_type: TermType, text: str) -> str | None:
        """Return the key of the entry that a text means, by any of its names and by what it was called before."""
        return _index_of_names(self).find(term_type, text)

    def measures(self) -> tuple[MeasureRow, ...]:
        """Return all rules and cases, ordered by key."""
        return self.read(list_measures)

    def eras(self) -> tuple[EraRow, ...]:
        """Return the named stretches of time, the earliest first."""
        return self.read(list_eras)

    def known(self, chosen: EventFilter) -> FilterReading:
        """Drop what the record does not hold from a filter, with notes."""
        return self.read(known_filter, chosen)

    def columns(self) -> EventColumns:
        """Return all Events as columns, which all visitors share."""
        return self._once(_columns)

    def view(self, chosen: EventFilter) -> EventView:
        """Return the Events that a filter keeps, without reading them as rows."""
        return self._once(_view, chosen)

    def rows(self, columns: EventColumns, positions: "Array") -> tuple[EventRow, ...]:
        """Return the Events at some places of columns that were read for this record, in the order of the places."""
        return _rows(self).at(columns, positions)

    def slugs(self, columns: EventColumns, positions: "Array") -> tuple[str, ...]:
        """Return the slugs of the Events at some places of such columns, in the order of the places."""
        with reading(engine()) as session:
            return slugs_at(session, columns, positions)

    def term_numbers(self) -> "TermNumbers":
        """Return the numbers of all names in the database, by vocabulary and key."""
        return self.read(all_term_numbers)

    def index(self, chosen: EventFilter) -> "IndexView | None":
        """Return the index of the Events that a filter keeps; None where none of them counts."""
        return self._once(_index, chosen.of_index)


@cached(256)
def _read(record: Record, name: str, _query: Callable[..., Any], *arguments: object, **named: object) -> Any:  # noqa: ANN401 - what the query finds
    del record, name  # They name what is cached.
    with reading(engine()) as session:
        return _query(session, *arguments, **named)


@cached(16, of_codings=True)
def _read_with_codings(
    record: Record, name: str, _query: Callable[..., Any], *arguments: object, **named: object
) -> Any:  # noqa: ANN401 - the same
    del record, name  # They name what is cached.
    with reading(engine()) as session:
        return _query(session, *arguments, **named)


@cached(16)
def _names(record: Record, term_type: TermType) -> dict[str, str]:
    return {term.key: term.name for term in record.terms(term_type)}


# Each period that a reader draws on the chart is another one, so only the last few are kept.
@cached(8)
def _in_period(record: Record, chosen: EventFilter, timeless: EventFilter) -> tuple[EventRow, ...]:
    return tuple(event for event in record.events(timeless) if chosen.reaches(event.first_on, event.last_on))


@cached(4)
def _latest_columns(url: str) -> list[EventColumns]:
    """Return where the columns of a database lie that were read last, from which newer ones are made."""
    del url  # It names what is cached.
    return []


@cached(2, stays=True)
def _columns(record: Record) -> EventColumns:
    latest = _latest_columns(record.url)
    with reading(engine()) as session:
        found = current_columns(session, latest[0] if latest else None)
    latest[:] = [found]
    return found


@cached(16)
def _view(record: Record, chosen: EventFilter) -> EventView:
    found = _found(record, chosen.search) if chosen.words else None
    columns = record.columns()
    return EventView(record, columns, columns.positions(chosen, record.term_numbers(), found).astype(np.int32))


@cached(8)
def _found(record: Record, search: str) -> "Array | None":
    del record  # It names what is cached.
    with reading(engine()) as session:
        return found_by_search(session, EventFilter(search=search))


MOST_ROWS_KEPT = 5_000


class _Rows:
    """Events that were read as rows; when too many have come together, all are forgotten."""

    def __init__(self) -> None:
        self._kept: dict[int, EventRow] = {}

    def at(self, columns: EventColumns, places: "Array") -> tuple[EventRow, ...]:
        """Return the Events at some places of the columns, in the order of the places."""
        # Places mean something in their own columns alone; numbers stay what they are.
        kept, numbers = self._kept, columns.ids[places].tolist()
        missing = [place for number, place in zip(numbers, places.tolist(), strict=True) if number not in kept]
        if missing:
            with reading(engine()) as session:
                rows = rows_at(session, columns, missing)
            kept = kept | dict(zip(columns.ids[missing].tolist(), rows, strict=True))
            # Another visitor may be reading what was kept: it is replaced and never emptied.
            self._kept = kept if len(kept) <= MOST_ROWS_KEPT else {}
        return tuple(kept[number] for number in numbers)


@cached(2, stays=True)
def _rows(record: Record) -> _Rows:
    del record  # It names what is cached.
    return _Rows()


@cached(32)
def _index(record: Record, chosen: EventFilter) -> "IndexView | None":
    counted = record.view(chosen).counted
    every = record.view(EventFilter()).extent
    if not len(counted) or every is None:
        return None
    acts = counted.acts
    since = min(every.first_on, acts.begins)
    until = max(record.today, dt.date.fromordinal(int(counted.columns.last[counted.positions[-1]])))
    found = find_index(acts.evidence, since=since, until=until, kept=_kept_indexes())
    return IndexView(counted, *found, IndexLine.of(*found, record.today, events=acts))


@cached(1)
def _kept_indexes() -> KeptIndexes:
    """Return the indexes found for any state of the record, so that a save outside a filter costs it nothing."""
    return KeptIndexes()


@cached(8)
def _index_of_names(record: Record) -> NameIndex:
    return NameIndex(record.read(list_terms))


@cached(4)
def _latest_state(url: str) -> Latest:
    del url  # It names what is cached.
    return Latest()


def open_record() -> Record:
    """Look which state the record is in now."""
    found, today = engine(), dt.datetime.now(dt.UTC).date()
    with reading(found) as session:
        address, replaced = _version_of_file(found)
        # Tables that are written anew are others to whatever was read of them, although the record did not change.
        url = f"{address}#{replaced}.{mark_of_tables(session)}"
        latest, version = _latest_state(url), data_version(session)
        # A replica may be behind what was seen before; then nothing is known yet of where it stands.
        is_newer = version >= latest.version
        of_events = latest.of_events
        if version != latest.version:
            of_events = events_version(session, latest.version if is_newer else 0) or of_events
    if is_newer:
        forget_older(latest, Latest(version, of_events, today))
    return Record(url, of_events, today, version, {})


def render_where_read() -> None:
    """Say in a line where the database itself is read although a replica is named; nothing where it is as it should."""
    replica = replica_of(engine())
    if replica is not None and replica.note:
        st.caption(replica.note)


@dataclass(frozen=True, eq=False)
class IndexView:
    """The index of some Events, as computed and as drawn, and the Events that count in it."""

    counted: EventView
    series: IndexSeries
    band: Band
    line: IndexLine

    @property
    def evidence(self) -> Evidence:
        """The Events that count, as arrays; made when asked for, since a large record's are large."""
        return self.counted.evidence


def without_period(chosen: EventFilter) -> EventFilter:
    """Return a filter with its period taken off."""
    return replace(chosen, since=None, until=None)


def read_one(record: Record, slug: str) -> EventRow:
    """Return one Event, whatever its review state.

    Raises:
        NotFound: if no Event has or had this slug.
    """
    return record.read(get_event, slug)
