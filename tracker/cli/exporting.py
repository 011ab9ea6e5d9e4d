"""The command ``export``: events out of the record, one after the other, so that a large one needs no more memory."""

import datetime as dt
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple

import typer

from tracker.cli.options import Database, FilterOptions, file_to_write, read_session
from tracker.errors import UnknownValue
from tracker.filters import EventFilter, filter_parts, period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import Session

    from tracker.read_models import EventRow
    from tracker.sentiment import Band, IndexSeries
    from tracker.vocabulary import TermType


class FileFormat(StrEnum):
    """The formats of exported files."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def export_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="The file to write; its suffix tells the format. In a folder, one that is called after the filter and "
            "the day of the latest change. - is standard output."
        ),
    ],
    *,
    output: Annotated[
        FileFormat | None, typer.Option("--format", help="csv, json or xlsx; needed with - and with a folder.")
    ] = None,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Write events to a file, with nothing lost."""
    from tracker.exports import format_of

    asked = options.chosen()
    to_screen = str(file) == "-"
    if (to_screen or file.is_dir()) and output is None:
        place = "standard output" if to_screen else "a file in that folder"
        raise UnknownValue(f"Name the format for {place}: --format csv, json or xlsx.")
    name = output.value if output else format_of(file)
    if to_screen:
        print_streamed(database, asked, name)
        return
    from tracker.queries import iter_events, strict_filter

    with read_session(database) as session:
        chosen = strict_filter(session, asked)
        file = file / _name_in_folder(session, chosen, name) if file.is_dir() else file
        counted = _Counted(iter_events(session, chosen))
        with file_to_write(file) as new, new.open("wb") as stream:
            _write(session, chosen, counted, name, stream)
    typer.echo(f"{counted.number} events written to {file}", err=True)


class _Counted:
    """Events one after the other, and how many there were."""

    def __init__(self, events: "Iterable[EventRow]") -> None:
        self._events = events
        self.number = 0

    def __iter__(self) -> "Iterator[EventRow]":
        for event in self._events:
            self.number += 1
            yield event


def print_streamed(database: str | None, asked: EventFilter, name: str) -> None:
    """Write the events that a filter keeps to standard output, in the format of that name."""
    from tracker.queries import iter_events, strict_filter

    with read_session(database) as session:
        chosen = strict_filter(session, asked)
        _write(session, chosen, iter_events(session, chosen), name, sys.stdout.buffer)


def _write(session: "Session", chosen: EventFilter, events: "Iterable[EventRow]", name: str, stream: BinaryIO) -> None:
    from tracker.exports import FORMATS

    more: dict[str, Any] = {}
    if name == FileFormat.XLSX:
        from tracker.citation import about_words
        from tracker.queries import record_state
        from tracker.sentiment import rows

        found = index_of(session, chosen)
        days = rows(found.series, found.band) if found else []
        kept = [day for day in days if (chosen.since or day[0]) <= day[0] <= (chosen.until or day[0])]
        more = {"index": kept, "about": about_words(_kept(session, chosen), record_state(session))}
    FORMATS[name].write(events, stream, **more)


def _kept(session: "Session", chosen: EventFilter) -> tuple[str, ...]:
    period = period_words(chosen.since, chosen.until)
    return (*filter_parts(chosen, term_names(session)), *([f"Period: {period}"] if period else []))


def _name_in_folder(session: "Session", chosen: EventFilter, ending: str) -> str:
    from tracker.file_names import file_name
    from tracker.queries import record_state

    return file_name(
        "timeline",
        ending,
        kept=filter_parts(chosen, term_names(session)),
        since=chosen.since,
        until=chosen.until,
        recorded_on=record_state(session).changed_on,
    )


def term_names(session: "Session") -> "dict[TermType, dict[str, str]]":
    """Return the names of all terms by type and key."""
    from tracker.queries import list_terms

    names: dict[TermType, dict[str, str]] = {}
    for term in list_terms(session):
        names.setdefault(term.type, {})[term.key] = term.name
    return names


class FoundIndex(NamedTuple):
    """The Events that count in an index, by date, the index and its range."""

    events: "list[EventRow]"
    series: "IndexSeries"
    band: "Band"


def index_of(session: "Session", chosen: EventFilter) -> FoundIndex | None:
    """Return the index of what a filter keeps and its range, up to today; None where nothing counts.

    The period is a window on the index, not a choice of evidence: what lies before it is still in memory.
    """
    from tracker.queries import iter_events
    from tracker.sentiment import counted_events, evidence_of, policy_index, resampling_band

    timeless = replace(chosen, since=None, until=None)
    counted = counted_events(iter_events(session, timeless))
    first = next(iter(iter_events(session, EventFilter())), None)
    if not counted or first is None:
        return None
    evidence = evidence_of(counted)
    since = min(first.first_on, *(event.first_on for event in counted))
    until = max(dt.datetime.now(dt.UTC).date(), counted[-1].last_on)
    series = policy_index(evidence, since=since, until=until)
    return FoundIndex(counted, series, resampling_band(evidence, since=since, until=until))
