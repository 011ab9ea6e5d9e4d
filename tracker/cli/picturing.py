"""Commands for what a reader takes along to show: ``picture`` and ``cite``."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tracker.citation import CitationFormat
from tracker.cli.options import Database, FilterOptions, file_to_write, read_session
from tracker.cli.reading import say_which
from tracker.errors import NotFound, UnknownValue


def picture_command(
    file: Annotated[Path, typer.Argument(help="The file to write; it ends in .png, .svg or .pdf.")],
    *,
    dark: Annotated[bool, typer.Option("--dark", help="Draw it for a dark page.")] = False,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Draw the timeline as a picture that stands alone, where a Chromium is present."""
    from tracker.brief.chart import timeline_picture
    from tracker.charts.picture import PICTURE_FORMATS, picture_bytes
    from tracker.queries import strict_filter

    ending = file.suffix.lower().removeprefix(".")
    if ending not in PICTURE_FORMATS:
        raise UnknownValue(f"“{file.name}” has to end in one of: .{', .'.join(PICTURE_FORMATS)}.")
    with read_session(database) as session:
        chosen = strict_filter(session, options.chosen())
        drawn_chart = timeline_picture(session, chosen, dt.datetime.now(dt.UTC).date(), dark=dark)
        if drawn_chart is None:
            raise NotFound("The filter keeps no event, so there is no picture; widen it.")
        drawn = picture_bytes(*drawn_chart, ending)
        with file_to_write(file, session) as new:
            new.write_bytes(drawn)
    typer.echo(f"The picture was written to {file}", err=True)


def cite_command(
    slug: Annotated[str, typer.Argument(help="The event's slug, as tracker list prints it.")],
    output: Annotated[CitationFormat, typer.Option("--format", help="text, bibtex or ris.")] = CitationFormat.TEXT,
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="The address of the event's page, if it has one.")
    ] = "",
    database: Database = None,
) -> None:
    """Print how to cite one event, with its sources; of one that is not accepted, the citation says so."""
    from tracker.citation import cite, cited_event
    from tracker.queries import get_event, record_state

    with read_session(database) as session:
        event, state = get_event(session, slug), record_state(session)
    cited = cited_event(event, state, dt.datetime.now(dt.UTC).date(), url)
    typer.echo(cite(cited, output), nl=output is CitationFormat.TEXT)
    say_which(slug, event)
    if cited.standing:
        typer.echo(f"This event is {cited.standing}, and its citation says so.", err=True)
