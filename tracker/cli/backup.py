"""Commands that keep the record safe: ``backup``, ``restore-backup`` and ``copy``."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import Database, delayed_bar, open_database


def backup_command(
    file: Annotated[
        Path, typer.Argument(help="A new file: .jsonl suits both kinds of database, .db is a SQLite database.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
    database: Database = None,
) -> None:
    """Write the whole record with its history into a file, whole and checked, while others go on writing."""
    from tracker.backup import make_backup

    engine = open_database(database)
    with delayed_bar() as report:
        extent = make_backup(engine, file, force=force, report=report)
    typer.echo(f"{extent.count} changes written to {file}; last digest {extent.last_digest}.")


def restore_backup_command(
    file: Annotated[Path, typer.Argument(help="What tracker backup wrote, in either form.")],
    database: Database = None,
) -> None:
    """Put a backup into an empty database; a torn or altered one is refused before anything is written."""
    from tracker.backup import restore_backup
    from tracker.database import open_engine
    from tracker.settings import database_url, local_actor

    engine = open_engine(database_url(database))
    with delayed_bar() as report:
        extent = restore_backup(file, engine, actor=local_actor(), report=report)
    typer.echo(f"{extent.count} changes restored from {file}; last digest {extent.last_digest}.")


def copy_command(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The empty database that receives the copy.")],
    database: Database = None,
) -> None:
    """Copy the whole record with its history into another, empty database, and prove that both hold the same."""
    from tracker.backup import copy_record
    from tracker.database import open_engine
    from tracker.settings import local_actor

    source = open_database(database)
    with delayed_bar() as report:
        sides = copy_record(source, open_engine(to), actor=local_actor(), report=report)
    for name, side in zip(("from", "to"), sides, strict=True):
        typer.echo(
            f"{name}: {side.changes} changes, {side.events} events, {side.terms} names, {side.codings} codings, "
            f"content {side.content_hash}"
        )
