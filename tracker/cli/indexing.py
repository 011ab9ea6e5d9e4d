"""``tracker index``: the policy-sentiment index as a table."""

import csv
import datetime as dt
import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from tracker.cli.options import Database, read_kind, with_filter
from tracker.cli.reading import chosen_events
from tracker.errors import TrackerError
from tracker.filters import EventFilter, read_bound
from tracker.vocabulary import COUNTED_KINDS


class IndexFormat(StrEnum):
    """How the index is printed."""

    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("index")(with_filter(index_command))


def index_command(
    *,
    chosen: EventFilter,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; else the first event's.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; else today.")] = None,
    half_life: Annotated[float, typer.Option(min=1, max=3650, help="Days until an event counts half.")] = 60.0,
    shrinkage: Annotated[float, typer.Option(min=0, max=1000, help="Pull towards 0, in units of reach.")] = 4.0,
    no_band: Annotated[bool, typer.Option("--no-band", help="Leave the 80 % resampling range out.")] = False,
    include_kind: Annotated[
        list[str] | None, typer.Option(help="Count this kind as well, such as in-force; may be repeated.")
    ] = None,
    output: Annotated[IndexFormat, typer.Option("--format", help="csv or json.")] = IndexFormat.CSV,
    database: Database = None,
) -> None:
    """Compute the index day by day: date, index, lower, upper, mass, stories."""
    from tracker.sentiment import COLUMNS, counted_events, evidence_of, policy_index, resampling_band, rows

    kinds = COUNTED_KINDS | {read_kind("--include-kind", text) for text in include_kind or ()}
    events = counted_events(chosen_events(database, chosen), kinds)
    if not events:
        raise TrackerError("The filter keeps no event that counts, so there is no index; widen it.")
    since = _day(first, end=False) or events[0].first_on
    until = _day(last, end=True) or dt.datetime.now(dt.UTC).date()
    evidence = evidence_of(events)
    series = policy_index(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    band = None
    if not no_band:
        band = resampling_band(evidence, since=since, until=until, half_life=half_life, shrinkage=shrinkage)
    _print(COLUMNS, [(day.isoformat(), *values) for day, *values in rows(series, band)], output)


def _day(text: str | None, *, end: bool) -> dt.date | None:
    return read_bound(text, last=end) if text else None


def _print(columns: tuple[str, ...], table: list[tuple[object, ...]], output: IndexFormat) -> None:
    if output is IndexFormat.JSON:
        json.dump([dict(zip(columns, row, strict=True)) for row in table], sys.stdout, indent=1)
        sys.stdout.write("\n")
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(table)
