"""The one seam between the pages and the record: what is read is cached by database, filter and data version.

The data version is the latest change's number, so a save shows on the next rerun of every browser and every process.
Cached values are frozen and shared, never copied.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeVar

import numpy as np
import streamlit as st

from tracker.charts import IndexLine
from tracker.columns import EventColumns
from tracker.database import file_of, mark_of_tables, open_engine, reading, with_replica, writing
from tracker.errors import FileChanged
from tracker.filters import EventFilter, FilterReading
from tracker.measures import MeasureRow
from tracker.migrations import Readiness, check_ready, readiness, upgrade
from tracker.naming import NameIndex
from tracker.queries import (
    all_term_numbers,
    data_version,
    get_event,
    known_filter,
    list_eras,
    list_events,
    list_measures,
    list_terms,
    record_state,
)
from tracker.queries.columns import current_columns, found_by_search, rows_at, slugs_at
from tracker.read_models import EraRow, EventRow, RecordState, TermRow
from tracker.resources import seeds_folder
from tracker.seeds import load_seeds, read_seeds
from tracker.sentiment import Band, Evidence, IndexSeries, KeptIndexes, find_index
from tracker.settings import database_url, is_read_only, replica_url
from tracker.vocabulary import TermType
from tracker.web import session_keys
from tracker.web.event_view import EventView

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from tracker.columns import TermNumbers
    from tracker.columns.arrays import Array

P = ParamSpec("P")
R = TypeVar("R")

PAGE_SECONDS = 10.0
"""How long a page waits for another program's write."""


def cached(
    most: int = 64, *, spinner: str | None = None, show_time: bool = False, per_visitor: bool = False
) -> "Callable[[Callable[P, R]], Callable[P, R]]":
    """Let a function keep what it made, by its arguments; an error is not kept.

    What it makes of the record it makes of a ``Record`` among them, so that nothing is taken from an older state.

    Args:
        most: how many answers are kept.
        spinner: what a visitor reads while an answer is made.
        show_time: whether the seconds stand beside it.
        per_visitor: whether answers belong to the visitor, as those about files of their own, and go when they leave.
    """
    scope: Literal["session", "global"] = "session" if per_visitor else "global"
    # Streamlit takes a frozen value apart field by field to name it; its text says the same in a tenth of the time.
    by_text: dict[str | type[Any], Callable[[Any], Any]] = {f"{__name__}.Record": repr, EventFilter: repr}
    return st.cache_resource(
        show_spinner=spinner or False, show_time=show_time, max_entries=most, scope=scope, hash_funcs=by_text
    )


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


@dataclass(frozen=True)
class Record:
    """The state of the record that one run of a page sees.

    ``url`` tells apart the files that were one after the other at one address, and tables before and after a rebuild.
    """

    url: str
    version: int
    today: dt.date

    def read(self, query: "Callable[Concatenate[Session, P], R]", *arguments: P.args, **named: P.kwargs) -> R:
        """Return what a query finds, a function of a module that takes a session first; it is asked once."""
        found: R = _read(self, f"{query.__module__}.{query.__qualname__}", query, *arguments, **named)
        return found

    def events(self, chosen: EventFilter) -> tuple[EventRow, ...]:
        """Return the Events that a filter keeps; those of a period are taken from what is kept of all times."""
        timeless = without_period(chosen)
        return self.read(list_events, chosen) if chosen == timeless else _in_period(self, chosen, timeless)

    def terms(self, term_type: TermType) -> tuple[TermRow, ...]:
        """Return a vocabulary."""
        return self.read(list_terms, term_type)

    def names(self, term_type: TermType) -> dict[str, str]:
        """Return a vocabulary's names by key."""
        return _names(self, term_type)

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
        return _columns(self)

    def view(self, chosen: EventFilter) -> EventView:
        """Return the Events that a filter keeps, without reading them as rows."""
        return _view(self, chosen)

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
        return _index(self, chosen.of_index)


@cached(256)
def _read(record: Record, name: str, _query: Callable[..., Any], *arguments: object, **named: object) -> Any:  # noqa: ANN401 - what the query finds
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


@cached(2)
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


@cached(2)
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


def open_record() -> Record:
    """Look which state the record is in now."""
    found = engine()
    with reading(found) as session:
        address, replaced = _version_of_file(found)
        # Tables that are written anew are others to whatever was read of them, although the record did not change.
        url = f"{address}#{replaced}.{mark_of_tables(session)}"
        return Record(url, data_version(session), dt.datetime.now(dt.UTC).date())


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
