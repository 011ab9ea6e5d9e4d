"""The command ``brief``: what happened in a week, or in any other period, as a note."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.exporting import link_below, print_streamed, write_file
from tracker.cli.options import Database, FilterOptions
from tracker.errors import UnknownValue
from tracker.filters import EventFilter
from tracker.formats import FORMATS, Purpose, format_of
from tracker.wording import listed

_FORMATS = [name for name, each in FORMATS.items() if each.purpose is Purpose.WRITE]
_ENDINGS = listed([f".{name}" for name in _FORMATS], "or")
_DAYS = 7


def brief_command(
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help=f"The file to write; it ends in {_ENDINGS}. Else it is printed."),
    ] = None,
    pages: Annotated[
        str, typer.Option("--pages", metavar="URL", help="Where readers find the dashboard; events are linked to it.")
    ] = "",
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Tell what happened in a period as a note with sources; without one, in the seven days up to yesterday."""
    chosen = with_week(options.chosen(), dt.datetime.now(dt.UTC).date())
    if output is None:
        print_streamed(database, chosen, "md", link=link_below(pages))
        return
    if format_of(output) not in _FORMATS:
        raise UnknownValue(f"“{output.name}” has to end in {_ENDINGS}.")
    write_file(database, chosen, format_of(output), output, link=link_below(pages))


def with_week(chosen: EventFilter, today: dt.date) -> EventFilter:
    """Return a filter with a period: without one the seven days up to yesterday, without a first day seven days.

    On a Monday that is the week that has just ended; notes of each Monday then tell every day once. A first day that
    lies ahead keeps its period open.
    """
    if chosen.since and not chosen.until and chosen.since > today:
        return chosen
    until = chosen.until or (today if chosen.since else today - dt.timedelta(days=1))
    return replace(chosen, since=chosen.since or until - dt.timedelta(days=_DAYS - 1), until=until)
