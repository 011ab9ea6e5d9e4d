"""``tracker eras``: the named stretches of time."""

import json
from typing import Annotated

import typer

from tracker.cli.options import Database, read_session
from tracker.cli.reading import TableFormat, print_table


def eras_command(
    output: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    database: Database = None,
) -> None:
    """List the named stretches of time: key, name, Chinese name, first and last day, why, and sources."""
    from tracker.exports.eras import ERA_COLUMNS, era_rows
    from tracker.queries import list_eras
    from tracker.store.documents import era_document

    with read_session(database) as session:
        eras = list_eras(session)
    if output is TableFormat.JSON:
        typer.echo(json.dumps([era_document(era) for era in eras], ensure_ascii=False, indent=1))
    else:
        print_table(ERA_COLUMNS, era_rows(eras), output)
