"""The command ``publish``: the record as a site of static files."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import Database, FilterOptions, delayed_bar, read_session
from tracker.wording import count_of


def publish_command(
    folder: Annotated[
        Path,
        typer.Argument(help="The site's folder: a new one, or one that was published to before."),
    ],
    *,
    base_url: Annotated[
        str,
        typer.Option("--base-url", metavar="URL", help="Where the site will be found; a sitemap needs it."),
    ] = "",
    title: Annotated[str, typer.Option(help="The site's title.")] = "",
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Write the accepted record as a site that any web host serves; a second run writes only what has changed."""
    from tracker.publish import publish_site
    from tracker.queries import strict_filter

    asked, today = options.chosen(), dt.datetime.now(dt.UTC).date()
    with read_session(database) as session, delayed_bar() as report:
        chosen = strict_filter(session, asked)
        done = publish_site(session, folder, chosen, today=today, title=title, base_url=base_url, report=report)
    typer.echo(
        f"{count_of(done.files, 'file')} in {folder}, {done.size / 1e6:,.1f} MB: {done.written:,} written, "
        f"{done.unchanged:,} unchanged, {done.removed:,} removed",
        err=True,
    )
    if not base_url:
        typer.echo(
            "Without --base-url there is no sitemap, and feeds, calendars and 404.html do not lead to the site.",
            err=True,
        )
