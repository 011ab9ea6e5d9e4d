"""Commands about codings: ``codings``, ``add-codings`` and ``codebook``."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import Database, open_database, read_session
from tracker.cli.reading import TableFormat, print_table
from tracker.errors import TrackerError
from tracker.wording import count_of


def codings_command(
    output: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    database: Database = None,
) -> None:
    """Print the codings of all coders but the first, whose codes are the accepted ones: who, which code, why, when."""
    from tracker.coders import CODING_COLUMNS
    from tracker.exports.codings import coding_cells, coding_values
    from tracker.queries.codings import iter_recorded_codings

    write = coding_values if output is TableFormat.JSON else coding_cells
    with read_session(database) as session:
        print_table(CODING_COLUMNS, map(write, iter_recorded_codings(session)), output)


def add_codings_command(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns of tracker codings, or the first five.")],
    why: Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Write the file's codes over other ones of the same coder.")
    ] = False,
    database: Database = None,
) -> None:
    """Record people's new codings from a file, or none where a line is wrong; codes that stand are left alone."""
    from tracker.database import writing
    from tracker.seeds.parsing import parse_codings_text
    from tracker.settings import local_actor
    from tracker.store.coding import take_codings
    from tracker.vocabulary import Role

    local_actor().check(Role.EDITOR)
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        raise TrackerError(f"{file} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise TrackerError(f"{file} is not UTF-8; save it as CSV in UTF-8.") from problem
    codings = parse_codings_text(text)
    with writing(open_database(database)) as session:
        taken = take_codings(session, codings, actor=local_actor(), reason=why or f"from {file.name}", replaces=replace)
    typer.echo(f"{count_of(taken.recorded, 'coding')} recorded, {taken.unchanged} unchanged.")
    if taken.kept:
        typer.echo(
            f"{count_of(len(taken.kept), 'coding')} left as the record has it; --replace writes the file's:", err=True
        )
        typer.echo("\n".join(taken.kept), err=True)


CODEBOOK_COLUMNS = ("part", "word", "meaning")
OPEN_CODE_COLUMNS = ("decision", "slug", "date", "kind", "stance", "reach", "title", "codebook")


def codebook_command(
    touched: Annotated[
        bool,
        typer.Option("--touched", help="List accepted events whose code a person should hold against a decision."),
    ] = False,
    output: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    database: Database = None,
) -> None:
    """Print the codebook: its version, kinds, levels and decisions; or the accepted codes that its decisions touch."""
    from tracker.codebook import codebook_rows

    if not touched:
        print_table(CODEBOOK_COLUMNS, list(codebook_rows()), output)
        return
    from tracker.checks.codes import find_open_codes
    from tracker.queries import iter_events, list_measures
    from tracker.queries.terms import iter_codings
    from tracker.tables.escaping import protect_cell

    with read_session(database) as session:
        found = list(find_open_codes(iter_events(session), list_measures(session), iter_codings(session)))
    rows: list[tuple[str | int, ...]] = [
        (
            decision.key,
            *(event.slug, event.date, event.kind.value, int(event.stance), int(event.reach), event.title),
            f"{decision.question}: {decision.answer}",
        )
        for event, decision in found
    ]
    if output is TableFormat.CSV:
        rows = [tuple(protect_cell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]
    print_table(OPEN_CODE_COLUMNS, rows, output)
    typer.echo(f"{count_of(len(found), 'code')} to look at. Candidates by kind and title; none was changed.", err=True)
