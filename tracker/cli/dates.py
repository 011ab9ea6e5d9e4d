"""``tracker parse-date``: how a text would be read as a date."""

import datetime as dt
import json
from typing import Annotated

import typer

from tracker.cli.options import TextFormat
from tracker.dates import parse_date, parse_one


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("parse-date")(parse_date_command)


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
