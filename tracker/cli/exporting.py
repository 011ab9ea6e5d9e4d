"""The command ``export``: events out of the record, one after the other, so that a large one needs no more memory."""

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from tracker.cli.options import Database, FilterOptions, file_to_write, read_session
from tracker.errors import UnknownValue
from tracker.filters import EventFilter, filter_parts
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.sentiment import Acts, FoundIndex
    from tracker.vocabulary import TermType


class FileFormat(StrEnum):
    """The formats of exported files."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
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
        FileFormat | None, typer.Option("--format", help="csv, json, jsonl or xlsx; needed with - and with a folder.")
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
        raise UnknownValue(f"Name the format for {place}: --format csv, json, jsonl or xlsx.")
    name = output.value if output else format_of(file)
    if to_screen:
        print_streamed(database, asked, name)
        return
    from tracker.queries import strict_filter

    with read_session(database) as session:
        chosen = strict_filter(session, asked)
        file = file / _name_in_folder(session, chosen, name) if file.is_dir() else file
        with file_to_write(file) as new, new.open("wb") as stream:
            count = _write(session, chosen, name, stream)
    typer.echo(f"{count_of(count, 'event')} written to {file}", err=True)


def print_streamed(database: str | None, asked: EventFilter, name: str, *, limit: int | None = None) -> None:
    """Write the events that a filter keeps to standard output, in the format of that name."""
    from tracker.queries import strict_filter

    with read_session(database) as session:
        _write(session, strict_filter(session, asked), name, sys.stdout.buffer, limit=limit)


def _write(session: "Session", chosen: EventFilter, name: str, stream: BinaryIO, *, limit: int | None = None) -> int:
    from tracker.exports import write_export

    more: dict[str, Any] = {}
    if name == FileFormat.XLSX:
        from tracker.citation import about_words
        from tracker.queries import record_state
        from tracker.sentiment import rows

        counted = index_of(session, chosen)
        days = rows(*counted[1], since=chosen.since, until=chosen.until) if counted else ()
        kept = filter_parts(chosen, term_names(session), period=True)
        more = {"index": days, "about": about_words(kept, record_state(session))}
    return write_export(session, chosen, name, stream, limit=limit, **more)


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


def index_of(session: "Session", chosen: EventFilter) -> "tuple[Acts, FoundIndex] | None":
    """Return what a filter keeps that counts, and its index with range up to today; None where nothing counts."""
    from tracker.queries.columns import acts_at, current_columns, positions_kept
    from tracker.sentiment import find_index

    columns = current_columns(session)
    kept = positions_kept(session, columns, chosen.of_index)
    counted = kept[columns.counted()[kept]]
    if not len(counted):
        return None
    acts, every = acts_at(session, columns, counted), columns.positions(EventFilter(), {})
    # Every index begins on the first day of the record, unless one of its Events was known earlier.
    since = min(acts.begins, dt.date.fromordinal(int(columns.first[every[0]])))
    until = max(dt.datetime.now(dt.UTC).date(), dt.date.fromordinal(int(columns.last[counted[-1]])))
    return acts, find_index(acts.evidence, since=since, until=until)
