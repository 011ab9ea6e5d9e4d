"""Commands that read the record: ``list``, ``show``, ``export``."""

import io
import json
import sys
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, TextFormat, read_session, with_filter
from tracker.errors import TrackerError, UnknownValue
from tracker.filters import EventFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.read_models import EventRow


class ListFormat(StrEnum):
    """How a list of events is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class FileFormat(StrEnum):
    """The formats of exported files."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("list")(with_filter(list_command))
    app.command("show")(show_command)
    app.command("export")(with_filter(export_command))


def list_command(
    *,
    chosen: EventFilter,
    output: Annotated[ListFormat, typer.Option("--format", help="table, json or csv.")] = ListFormat.TABLE,
    database: Database = None,
) -> None:
    """List events by date."""
    if output is ListFormat.TABLE:
        _print_table(chosen_events(database, chosen))
        return
    with _streamed(database, chosen) as events:
        _print(events, output.value)


def chosen_events(database: str | None, chosen: EventFilter) -> "tuple[EventRow, ...]":
    """Read the events that a filter keeps; a value that the record does not hold is an error with near ones."""
    from tracker.queries import list_events, strict_filter

    with read_session(database) as session:
        return list_events(session, strict_filter(session, chosen))


@contextmanager
def _streamed(database: str | None, chosen: EventFilter) -> "Iterator[Iterator[EventRow]]":
    """Give the events that a filter keeps one after the other, so that a large record needs no more memory."""
    from tracker.queries import iter_events, strict_filter

    with read_session(database) as session:
        yield iter_events(session, strict_filter(session, chosen))


def _print_table(events: "tuple[EventRow, ...]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("date", "stance", "kind", "title", "slug", box=None, pad_edge=False, header_style="bold")
    table.columns[1].justify = "right"
    for event in events:
        # Text keeps square brackets in a title from being read as colour marks.
        cells = (event.date, event.stance.signed, event.kind.value, event.title, event.slug)
        table.add_row(*(Text(cell) for cell in cells))
    if sys.stdout.isatty():
        Console().print(table)
    else:
        # A pipe has no width; there the lines stay whole, so that other programs can search them.
        lines = io.StringIO()
        Console(file=lines, width=400).print(table)
        typer.echo(lines.getvalue(), nl=False)
    typer.echo(f"{len(events)} events", err=True)


def _print(events: "Iterator[EventRow]", name: str) -> None:
    from tracker.exports import FORMATS

    FORMATS[name].write(events, sys.stdout.buffer)


def show_command(
    slug: Annotated[str, typer.Argument(help="The event's slug, as tracker list prints it.")],
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """Show one event with its sources."""
    from tracker.exports import event_document
    from tracker.queries import get_event

    with read_session(database) as session:
        event = get_event(session, slug)
    if output is TextFormat.JSON:
        typer.echo(json.dumps(event_document(event), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(event)))


def _lines(event: "EventRow") -> list[str]:
    from tracker.dates import describe

    when = describe(event.date)
    if event.end:
        when += ", still going" if event.is_open else f" to {describe(event.end)}"
    facts = {
        "Chinese title": event.title_zh,
        "date": when,
        "date evidence": event.date_evidence,
        "kind": event.kind.label,
        "stance": f"{event.stance.signed} {event.stance.label}: {event.stance_reason}",
        "reach": f"{event.reach.value} {event.reach.label}",
        "certainty": event.certainty.value,
        "sectors": ", ".join(event.sectors),
        "agencies": ", ".join(event.agencies),
        "companies": ", ".join(event.companies),
        "people": ", ".join(event.people),
        "thread": event.thread,
        "review": f"{event.review_state.value}, version {event.version}, came in by {event.origin.value}",
    }
    lines = [event.title, "", *(f"{name}: {value}" for name, value in facts.items() if value)]
    lines += ["", event.summary] if event.summary else []
    sources = (
        " ".join(part for part in (source.publisher, source.published_on, source.url) if part)
        for source in event.sources
    )
    return [*lines, "", "Sources", *(f"- {source}" for source in sources)]


def export_command(
    file: Annotated[Path, typer.Argument(help="The file to write; its suffix tells the format. - is standard output.")],
    *,
    chosen: EventFilter,
    output: Annotated[FileFormat | None, typer.Option("--format", help="csv, json or xlsx; needed with -.")] = None,
    database: Database = None,
) -> None:
    """Write events to a file, with nothing lost."""
    from tracker.exports import format_of

    to_screen = str(file) == "-"
    if to_screen and output is None:
        raise UnknownValue("Name the format for standard output: --format csv, json or xlsx.")
    name = output.value if output else format_of(file)
    with _streamed(database, chosen) as events:
        if to_screen:
            _print(events, name)
            return
        count = _save(file, events, name)
    typer.echo(f"{count} events written to {file}", err=True)


def _save(file: Path, events: "Iterator[EventRow]", name: str) -> int:
    """Write a file beside the old one and then take its place, so that a failure leaves the old one whole."""
    from tracker.exports import FORMATS
    from tracker.new_files import new_file

    written = 0

    def counted() -> "Iterator[EventRow]":
        nonlocal written
        for event in events:
            written += 1
            yield event

    # A device or a pipe takes what is written, and is never replaced by a file.
    place = nullcontext(file) if file.exists() and not file.is_file() else new_file(file)
    try:
        with place as new, new.open("wb") as stream:
            FORMATS[name].write(counted(), stream)
    except OSError as problem:
        raise TrackerError(f"{file} cannot be written: {problem.strerror}.") from problem
    return written
