"""Commands that keep the record safe: ``backup``, ``restore-backup`` and ``copy``."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, open_database

if TYPE_CHECKING:
    from tracker.backup.reporting import Report

_SECONDS_UNSEEN = 1.0
"""What takes less than this needs no bar."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("backup")(backup)
    app.command("restore-backup")(restore)
    app.command("copy")(copy)


def backup(
    file: Annotated[
        Path, typer.Argument(help="A new file: .jsonl suits both kinds of database, .db is a SQLite database.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
    database: Database = None,
) -> None:
    """Write the whole record with its history into a file, whole and checked, while others go on writing."""
    from tracker.backup import make_backup

    engine = open_database(database)
    with _bar() as report:
        extent = make_backup(engine, file, force=force, report=report)
    typer.echo(f"{extent.count} changes written to {file}; last digest {extent.last_digest}.")


def restore(
    file: Annotated[Path, typer.Argument(help="What tracker backup wrote, in either form.")],
    database: Database = None,
) -> None:
    """Put a backup into an empty database; a torn or altered one is refused before anything is written."""
    from tracker.backup import restore_backup
    from tracker.database import open_engine
    from tracker.settings import database_url, local_actor

    engine = open_engine(database_url(database))
    with _bar() as report:
        extent = restore_backup(file, engine, actor=local_actor(), report=report)
    typer.echo(f"{extent.count} changes restored from {file}; last digest {extent.last_digest}.")


def copy(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The empty database that receives the copy.")],
    database: Database = None,
) -> None:
    """Copy the whole record with its history into another, empty database, and prove that both hold the same."""
    from tracker.backup import copy_record
    from tracker.database import open_engine
    from tracker.settings import local_actor

    source = open_database(database)
    with _bar() as report:
        sides = copy_record(source, open_engine(to), actor=local_actor(), report=report)
    for name, side in zip(("from", "to"), sides, strict=True):
        typer.echo(
            f"{name}: {side.changes} changes, {side.events} events, {side.terms} names, {side.codings} codings, "
            f"content {side.content_hash}"
        )


@contextmanager
def _bar() -> "Iterator[Report]":
    """Give a function that draws how far a step has come, once the whole has taken a second."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    steps: dict[str, TaskID] = {}
    began = time.monotonic()
    progress = Progress(console=Console(stderr=True), transient=True)

    def report(step: str, done: int, total: int) -> None:
        if time.monotonic() - began < _SECONDS_UNSEEN:
            return
        if step not in steps:
            progress.start()
            steps[step] = progress.add_task(step, total=total)
        progress.update(steps[step], completed=done)

    try:
        yield report
    finally:
        if steps:
            progress.stop()
