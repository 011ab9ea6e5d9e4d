"""Commands that only read: ``list``, ``show``, ``index`` and ``parse-date``."""

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.announced import SeriesOptions, announced_table
from tracker.cli.exporting import print_streamed
from tracker.cli.options import (
    Database,
    FilterOptions,
    HalfLife,
    IncludedKinds,
    Shrinkage,
    TextFormat,
    read_kinds,
    read_session,
)
from tracker.dates import describe, parse_date, parse_one
from tracker.errors import DateProblem, TrackerError
from tracker.event.fields import NAME_LISTS
from tracker.filters import EventFilter, read_bound
from tracker.resources import releases_folder
from tracker.wording import count_of

if TYPE_CHECKING:
    from tracker.read_models import EventRow
    from tracker.sentiment import Codings


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
    output: Annotated[ListFormat, typer.Option("--format", help="table, json or csv.")] = ListFormat.TABLE,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """List events by date."""
    if output is ListFormat.TABLE:
        _print_table(_chosen_events(database, options.chosen()))
        return
    print_streamed(database, options.chosen(), output.value)


def _chosen_events(
    database: str | None, chosen: EventFilter, known_on: dt.date | None = None
) -> "tuple[EventRow, ...]":
    """Read the events that a filter keeps; a value that the record does not hold is an error with near ones."""
    from tracker.queries import list_events, strict_filter
    from tracker.queries.past import end_of_day, events_as_known, nothing_known_on

    with read_session(database) as session:
        chosen = strict_filter(session, chosen)
        if known_on is None:
            return list_events(session, chosen)
        if problem := nothing_known_on(session, known_on):
            raise TrackerError(problem, hint=f"What was published on earlier days is kept in {releases_folder()}.")
        return events_as_known(session, end_of_day(known_on), chosen)


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
    typer.echo(count_of(len(events), "event"), err=True)


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


def index_command(
    *,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; else the first event's.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; else today.")] = None,
    half_life: HalfLife = 60.0,
    shrinkage: Shrinkage = 4.0,
    no_band: Annotated[bool, typer.Option("--no-band", help="Leave the 80 % resampling range out.")] = False,
    draw_coders: Annotated[
        bool, typer.Option("--draw-coders", help="Let the range draw one coder of each event as well as the stories.")
    ] = False,
    include_kind: IncludedKinds = None,
    known_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only what the record held at the end of this day (UTC), as it stood then."),
    ] = None,
    series: SeriesOptions,
    output: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Compute the index day by day, with range, average, news and fading; or, with --every, add up the announced."""
    from tracker.sentiment import (
        INDEX_COLUMNS,
        counted_events,
        evidence_of,
        first_counted_day,
        policy_index,
        resampling_band,
        rows,
    )

    series.check(half_life, shrinkage, no_band=no_band)
    known = _known_day(known_on)
    events = counted_events(_chosen_events(database, options.chosen(), known), read_kinds(include_kind))
    if not events:
        raise TrackerError("The filter keeps no event that counts, so there is no index; widen it.")
    since = _day(first, end=False) or first_counted_day(events)
    until = _day(last, end=True) or known or today()
    if series.every:
        print_table(*announced_table(events, series.every, series.by, since, until), output)
        return
    evidence = evidence_of(events)
    index = policy_index(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    codings = _codings(database, events, no_band=no_band) if draw_coders else None
    draw = partial(resampling_band, evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    band = None if no_band else draw(codings=codings)
    print_table(INDEX_COLUMNS, [(day.isoformat(), *values) for day, *values in rows(index, band)], output)


def _codings(database: str | None, events: "Sequence[EventRow]", *, no_band: bool) -> "Codings":
    from tracker.queries import list_codings
    from tracker.sentiment import codings_of

    if no_band:
        raise TrackerError("Without a range there is no coder to draw; leave out --no-band or --draw-coders.")
    with read_session(database) as session:
        codings = codings_of(events, list_codings(session))
    if not codings.is_of_several:
        raise TrackerError("No further coder has coded an event of this filter; leave out --draw-coders.")
    return codings


def _day(text: str | None, *, end: bool) -> dt.date | None:
    return read_bound(text, last=end) if text else None


def today() -> dt.date:
    """Return the present day in UTC."""
    return dt.datetime.now(dt.UTC).date()


def _known_day(text: str | None) -> dt.date | None:
    try:
        day = _day(text, end=True)
    except DateProblem as problem:
        raise DateProblem(f"--known-on: {problem}") from None
    if day and day > today():
        raise DateProblem(f"--known-on: {describe(day.isoformat())} lies in the future.")
    return day


def print_table(columns: Sequence[str], table: Sequence[Sequence[object]], output: TableFormat) -> None:
    """Print rows below their columns' names."""
    if output is TableFormat.JSON:
        json.dump([dict(zip(columns, row, strict=True)) for row in table], sys.stdout, indent=1)
        sys.stdout.write("\n")
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
