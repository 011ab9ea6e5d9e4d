"""Commands that only read: ``list``, ``show``, ``index`` and ``parse-date``."""

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.exporting import print_streamed
from tracker.cli.options import (
    Database,
    FilterOptions,
    TextFormat,
    read_session,
)
from tracker.dates import describe, parse_date, parse_one
from tracker.errors import TrackerError
from tracker.event.fields import NAME_LISTS
from tracker.filters import EventFilter
from tracker.resources import releases_folder
from tracker.vocabulary import Stance
from tracker.wording import count_of

if TYPE_CHECKING:
    from tracker.read_models import EventRow


class ListFormat(StrEnum):
    """How a list of events is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class TableFormat(StrEnum):
    """How a table is printed."""

    CSV = "csv"
    JSON = "json"


def list_command(
    *,
    limit: Annotated[int | None, typer.Option(min=1, help="The most events, the earliest first.")] = None,
    output: Annotated[ListFormat, typer.Option("--format", help="table, json or csv.")] = ListFormat.TABLE,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """List events by date."""
    if output is ListFormat.TABLE:
        _print_list(database, options.chosen(), limit)
        return
    print_streamed(database, options.chosen(), output.value, limit=limit)


def chosen_events(database: str | None, chosen: EventFilter, known_on: dt.date | None = None) -> "tuple[EventRow, ...]":
    """Return the events that a filter keeps, of a past day as they stood at its end.

    Raises:
        UnknownValue: when the record does not hold a value of the filter; near ones are named.
        TrackerError: when the record held nothing on the day.
    """
    from tracker.queries import list_events, strict_filter
    from tracker.queries.past import end_of_day, events_as_known, nothing_known_on

    with read_session(database) as session:
        chosen = strict_filter(session, chosen)
        if known_on is None:
            return list_events(session, chosen)
        if problem := nothing_known_on(session, known_on):
            raise TrackerError(problem, hint=f"What was published on earlier days is kept in {releases_folder()}.")
        return events_as_known(session, end_of_day(known_on), chosen)


_COLUMNS = ("date", "stance", "kind", "title", "slug")
_MOST_ON_SCREEN = 1_000


def _print_list(database: str | None, asked: EventFilter, limit: int | None) -> None:
    from rich.cells import cell_len

    from tracker.queries.conditions import strict_filter
    from tracker.queries.streaming import stream_columns

    with read_session(database) as session:
        chosen = strict_filter(session, asked)

        def read() -> Iterator[Sequence[str]]:
            for date, stance, *rest in stream_columns(session, _COLUMNS, chosen, limit=limit):
                yield date, Stance(stance).signed, *rest

        # They are read twice, for the columns' widths and for the lines, so that none has to be held.
        count, widths = 0, [len(name) for name in _COLUMNS]
        for cells in read():
            count += 1
            widths = [max(width, cell_len(cell)) for width, cell in zip(widths, cells, strict=True)]
        if sys.stdout.isatty() and count <= _MOST_ON_SCREEN:
            _print_on_screen(read())
        else:
            _print_lines(read(), widths)
    typer.echo(count_of(count, "event"), err=True)


def _print_on_screen(rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*_COLUMNS, box=None, pad_edge=False, header_style="bold")
    table.columns[1].justify = "right"
    for cells in rows:
        # Text keeps square brackets in a title from being read as colour marks.
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)


def _print_lines(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """Print each event on one whole line, however long, so that other programs can search them."""
    from rich.cells import cell_len

    for cells in chain([_COLUMNS], rows):
        blanks = [" " * (width - cell_len(cell)) for width, cell in zip(widths, cells, strict=True)]
        padded = [cell + blank for cell, blank in zip(cells, blanks, strict=True)]
        padded[1] = blanks[1] + cells[1]
        sys.stdout.write("  ".join(padded) + "\n")


def show_command(
    slug: Annotated[str, typer.Argument(help="The event's slug, as tracker list prints it.")],
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """Show one event with its sources."""
    from tracker.queries.events import get_event

    with read_session(database) as session:
        event = get_event(session, slug)
    if output is TextFormat.JSON:
        from tracker.exports.documents import event_document

        typer.echo(json.dumps(event_document(event), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(event)))
    say_which(slug, event)


def say_which(slug: str, event: "EventRow") -> None:
    """Say that an event is told in the place of one that was merged into it, where another one was asked for."""
    if slug != event.slug:
        typer.echo(f"“{slug}” was merged into “{event.slug}”, which is told here.", err=True)


def _lines(event: "EventRow") -> list[str]:
    from tracker.event.labels import source_remarks, when

    facts = {
        "Chinese title": event.title_zh,
        "also called": "; ".join(event.also_called),
        "document number": event.document_number,
        "date": when(event),
        "known since": event.public_on and describe(event.public_on),
        "date evidence": event.date_evidence,
        "kind": event.kind.label,
        "stance": f"{event.stance.signed} {event.stance.label}: {event.stance_reason}",
        "reach": f"{event.reach.value} {event.reach.label}",
        "certainty": event.certainty.value,
        **{name: ", ".join(getattr(event, name)) for name in NAME_LISTS},
        "thread": event.thread,
        "review": f"{event.review_state.value}, version {event.version}, came in by {event.origin.value}",
    }
    lines = [event.title, "", *(f"{name}: {value}" for name, value in facts.items() if value)]
    lines += ["", event.summary] if event.summary else []
    sources = (
        " ".join(part for part in (source.publisher, source.published_on, source.url, *source_remarks(source)) if part)
        for source in event.sources
    )
    return [*lines, "", "Sources", *(f"- {source}" for source in sources)]


def today() -> dt.date:
    """Return the present day in UTC."""
    return dt.datetime.now(dt.UTC).date()


def print_table(columns: Sequence[str], table: Iterable[Sequence[object]], output: TableFormat) -> None:
    """Print rows below their columns' names, each as it comes."""
    if output is TableFormat.JSON:
        mark = "["
        for row in table:
            # A line break in a text is written otherwise, so that those here are between the parts.
            entry = json.dumps(dict(zip(columns, row, strict=True)), indent=1).replace("\n", "\n ")
            sys.stdout.write(f"{mark}\n {entry}")
            mark = ","
        sys.stdout.write("[]\n" if mark == "[" else "\n]\n")
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(table)


def parse_date_command(
    text: Annotated[str, typer.Argument(help="The date as it would be typed, in English or Chinese.")],
    base: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day that words like “last month” count from.")
    ] = None,
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
) -> None:
    """Show how a text is read as a date; a text that cannot be read ends with exit status 2."""
    base_day: dt.date | None = parse_one(base).start if base else None
    reading = parse_date(text, base=base_day)
    if output is TextFormat.JSON:
        typer.echo(json.dumps(reading.to_dict(), ensure_ascii=False, indent=2))
    else:
        typer.echo(reading.to_dict()["reading"])
