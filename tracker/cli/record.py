"""Commands about the database as a whole: ``init``, ``serve``, ``status``, ``check``, ``rebuild``."""

import datetime as dt
import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tracker import __version__
from tracker.cli.options import Database, open_database, read_session
from tracker.errors import TrackerError


class Part(StrEnum):
    """What ``tracker check`` looks at."""

    DB = "db"
    SEEDS = "seeds"


class StatusFormat(StrEnum):
    """How the status is printed."""

    TEXT = "text"
    JSON = "json"


_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (init, serve, status, check, rebuild):
        app.command()(command)


def init(
    empty: Annotated[bool, typer.Option("--empty", help="Make the tables only; leave the curated record out.")] = False,
    database: Database = None,
) -> None:
    """Create the database, or bring it up to date, and load the curated record; safe to repeat."""
    from tracker.database import open_engine, writing
    from tracker.migrations import upgrade
    from tracker.resources import seeds_folder
    from tracker.settings import database_url, local_actor
    from tracker.vocabulary import Role

    local_actor().check(Role.REVIEWER)
    engine = open_engine(database_url(database))
    if kept := upgrade(engine):
        typer.echo(f"The database is up to date; as it was before, it is kept in {kept}.")
    if empty:
        typer.echo("The tables are ready; the record is empty.")
        return
    from tracker.seeds import load_seeds, read_seeds

    record = read_seeds(seeds_folder())
    with writing(engine) as session:
        report = load_seeds(session, record)
    typer.echo(f"{len(report.added)} events added, {len(report.updated)} updated, {report.unchanged} unchanged.")
    for slug in report.kept:
        typer.echo(f"Kept as a person changed it: {slug}")


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Show the record without any way to change it.")
    ] = False,
    everyone_writes: Annotated[
        bool,
        typer.Option(
            "--everyone-writes",
            help="Without sign-in, let visitors from other machines change the record; else they can only read.",
        ),
    ] = False,
    database: Database = None,
) -> None:
    """Open the dashboard; a database that does not exist yet is made first."""
    import sys

    from tracker.cli.serving import run_until_ended
    from tracker.resources import dashboard_file
    from tracker.settings import environment_for

    command = [sys.executable, "-m", "streamlit", "run", str(dashboard_file())]
    command += ["--server.port", str(port), "--server.address", address]
    command += ["--server.headless", str(not browser).lower()]
    # Streamlit's own welcome brings its makers' advertisement along, on the page as well; the address is told here.
    command += ["--logger.hideWelcomeMessage", "true"]
    typer.echo(f"The dashboard is at {_page_address(address, port)} (Ctrl+C ends it).", err=True)
    if address not in _THIS_MACHINE and not read_only and not everyone_writes:
        typer.echo("Visitors from other machines can only read, unless they sign in; see docs/sign-in.md.", err=True)
    environment = environment_for(database, read_only=read_only, everyone_writes=everyone_writes)
    status = run_until_ended(command, environment)
    raise typer.Exit(1 if status > 0 else 0)


def _page_address(address: str, port: int) -> str:
    """Return the address that a browser on this machine opens; one that stands for all addresses is none to visit."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(address, f"[{address}]" if ":" in address else address)  # noqa: S104 - not bound
    return f"http://{host}:{port}"


def status(
    output: Annotated[StatusFormat, typer.Option("--format", help="text or json.")] = StatusFormat.TEXT,
    database: Database = None,
) -> None:
    """Say what the record holds."""
    from tracker.queries import count_record

    with read_session(database) as session:
        holds = {"version": __version__, **asdict(count_record(session))}
    if output is StatusFormat.JSON:
        typer.echo(json.dumps(holds, ensure_ascii=False, indent=2))
        return
    for name, value in holds.items():
        words = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
        typer.echo(f"{name}: {words if words not in (None, '') else 'none'}")


def check(
    part: Annotated[Part, typer.Argument(help="db: the database. seeds: the files of the curated record.")] = Part.DB,
    folder: Annotated[Path | None, typer.Option(help="Another folder of seeds.")] = None,
    database: Database = None,
) -> None:
    """Look for problems in the record and report all of them; any error ends with exit status 1."""
    problems = _seed_problems(folder) if part is Part.SEEDS else _database_problems(database)
    for problem in problems:
        typer.echo(problem)
    errors = sum(not problem.startswith("warning") for problem in problems)
    if errors:
        raise TrackerError(f"{errors} errors.")
    typer.echo("No errors.")


def _seed_problems(folder: Path | None) -> list[str]:
    from tracker.resources import seeds_folder
    from tracker.seeds import check_seeds

    return [str(problem) for problem in check_seeds(folder or seeds_folder(), dt.datetime.now(dt.UTC).date())]


def _database_problems(url: str | None) -> list[str]:
    from tracker.checks import check_rows
    from tracker.database import reading
    from tracker.queries import list_codings, list_events, list_terms
    from tracker.queries.events import EVERY_STATE
    from tracker.store import find_drift
    from tracker.store.history import find_altered

    with reading(open_database(url)) as session:
        altered = find_altered(session) or find_drift(session)
        rows, terms, codings = list_events(session, EVERY_STATE), list_terms(session), list_codings(session)
    today = dt.datetime.now(dt.UTC).date()
    return altered + [str(problem) for problem in check_rows(rows, terms, codings, today=today)]


def rebuild(database: Database = None) -> None:
    """Write the tables anew from the history, which stays as it is."""
    from tracker.database import writing
    from tracker.settings import local_actor
    from tracker.store import rebuild_tables

    with writing(open_database(database)) as session:
        count = rebuild_tables(session, actor=local_actor())
    typer.echo(f"{count} changes replayed.")
