"""Commands for the record as a whole: make, serve, check, rebuild."""

import datetime as dt
import json
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tracker import __version__
from tracker.cli.options import Database, TextFormat, open_database, read_session
from tracker.errors import TrackerError
from tracker.wording import count_of

if TYPE_CHECKING:
    from sqlmodel import Session

_PATIENCE = 5
"""Seconds that the dashboard may take to end. Each change is one transaction, so that ending it harshly loses none."""


def run_until_ended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program until it ends, or until this one is told to; return its exit status, 0 where it was ended."""
    with subprocess.Popen(command, env=environment) as program:  # noqa: S603 - our own program
        # Whoever ends this process by its number ends the other one with it.
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            return program.wait()
        except KeyboardInterrupt:
            _end(program)
            return 0


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _end(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        # A page that is left in just this moment can keep Streamlit's server waiting for it (seen once in some thirty).
        program.kill()


class _Part(StrEnum):
    """What ``tracker check`` looks at."""

    DB = "db"
    SEEDS = "seeds"


def init_command(
    empty: Annotated[bool, typer.Option("--empty", help="Make the tables only; leave the curated record out.")] = False,
    database: Database = None,
) -> None:
    """Create the database, or bring it up to date, and load the curated record; safe to repeat."""
    from tracker.database import open_engine, reading, writing
    from tracker.migrations import Readiness, readiness, upgrade
    from tracker.resources import seeds_folder
    from tracker.seeds import load_seeds, read_seeds
    from tracker.seeds.loading import check_unmixed
    from tracker.settings import database_url, local_actor
    from tracker.store import rewritten_tables
    from tracker.vocabulary import Role

    local_actor().check(Role.REVIEWER)
    engine = open_engine(database_url(database))
    if not empty and readiness(engine) in {Readiness.OLDER, Readiness.READY}:
        with reading(engine) as session:
            check_unmixed(session)
    # What the tables hold beside the history, such as the text that is searched, may be made otherwise by now.
    if kept := upgrade(engine, around=partial(rewritten_tables, actor=local_actor())):
        typer.echo(f"The database is up to date; as it was before, it is kept in {kept}.")
    if empty:
        typer.echo("The tables are ready; the curated record is left out.")
        return
    from tracker.event.labels import label_of

    record = read_seeds(seeds_folder())
    with writing(engine) as session:
        report = load_seeds(session, record)
    typer.echo(
        f"{count_of(len(report.added), 'event')} added, {len(report.updated)} updated, {report.unchanged} unchanged."
    )
    for slug in report.kept:
        typer.echo(f"Kept as a person changed it: {slug}")
    for slug, fields in report.clashes.items():
        names = ", ".join(label_of(name) for name in fields)
        typer.echo(f"The curated record says otherwise: {slug} ({names}); decide on the page Review.")
    for new, entered in report.alike:
        typer.echo(f"Looks like one of yours: {new} and {entered}; see tracker duplicates.")


def serve_command(
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
            help="Without sign-in, let every visitor change the record; else only those who bring the printed key.",
        ),
    ] = False,
    database: Database = None,
) -> None:
    """Open the dashboard; a database that does not exist yet is made first."""
    import sys

    from tracker.settings import environment_for

    command = [sys.executable, "-m", "tracker.web.server", address, str(port), *(["browser"] if browser else [])]
    environment = environment_for(database, read_only=read_only, everyone_writes=everyone_writes)
    status = run_until_ended(command, environment)
    raise typer.Exit(1 if status > 0 else 0)


MOST_FOUNDED = 10_000
"""Above so many accepted events, how well they are founded is told only when asked for: it takes all their sources."""

_LATEST = 10_000
"""So many of the latest changes are looked at for a clock that was set back; ``tracker check`` looks at all."""


def status_command(
    *,
    founded: Annotated[
        bool,
        typer.Option(
            "--founded", help=f"Say how well events are founded also where there are more than {MOST_FOUNDED:,}."
        ),
    ] = False,
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """Say what the record holds, and how well its events are founded, by year and in percent of all."""
    from tracker.queries.counts import count_record
    from tracker.queries.inbox import count_new_items, freshness
    from tracker.store.carrying import last_digest
    from tracker.store.history import find_clock_problems

    now = dt.datetime.now(dt.UTC)
    with read_session(database) as session:
        counts = count_record(session)
        shares = _shares(session) if founded or counts.events <= MOST_FOUNDED else {}
        holds = {
            "version": __version__,
            **asdict(counts),
            "founded": shares,
            "digest": last_digest(session),
            "clock": " ".join(find_clock_problems(session, now=now, latest=_LATEST)) or "right",
            "inbox": f"{count_of(count_new_items(session), 'new item')}. {freshness(session, now).sentence}",
        }
    if output is TextFormat.JSON:
        typer.echo(json.dumps(holds, ensure_ascii=False, indent=2))
        return
    for name, value in _told(holds).items():
        words = ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value
        typer.echo(f"{name}: {words if words not in (None, '') else 'none'}")


def _shares(session: "Session") -> dict[str, dict[str, int]]:
    """Return by year, and for ``all``, the share of events in percent that have what they should."""
    from tracker.gaps import Gap, count_coders, filled_by_year
    from tracker.queries import iter_events, list_codings

    filled = filled_by_year(iter_events(session), count_coders(list_codings(session)))
    return {year.name: {gap.value: year.share(gap) for gap in Gap} for year in filled}


def _told(holds: dict[str, Any]) -> dict[str, Any]:
    """Return what is printed as text: how well events are founded in words, after all else."""
    from tracker.gaps import Gap

    told = {name: value for name, value in holds.items() if name != "founded"}
    if not holds["founded"]:
        return told | {"founded": f"told for up to {MOST_FOUNDED:,} events; tracker status --founded reads all"}
    goals = {gap.value: f" (goal {gap.goal} %)" for gap in Gap if gap.goal}
    for year, shares in holds["founded"].items():
        aimed = goals if year == "all" else {}
        told[f"founded, {year}"] = ", ".join(f"{gap} {share} %{aimed.get(gap, '')}" for gap, share in shares.items())
    return told


def check_command(
    part: Annotated[_Part, typer.Argument(help="db: the database. seeds: the files of the curated record.")] = _Part.DB,
    folder: Annotated[Path | None, typer.Option(help="Another folder of seeds.")] = None,
    digest: Annotated[
        str | None, typer.Option(help="The last digest, as tracker status or backup printed it; finds a lost end.")
    ] = None,
    count: Annotated[
        int | None, typer.Option(min=0, help="How many changes there were then, printed beside the digest.")
    ] = None,
    database: Database = None,
) -> None:
    """Look for problems in the record and report all of them; any error ends with exit status 1."""
    problems = _seed_problems(folder) if part is _Part.SEEDS else _database_problems(database, digest, count)
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


def _database_problems(url: str | None, digest: str | None, count: int | None) -> list[str]:
    """Return the problems of a database: of its history, or else of its tables, or else of what they hold."""
    from tracker.database import reading
    from tracker.store import find_drift
    from tracker.store.history import find_altered, find_clock_problems, find_lost_tail

    now = dt.datetime.now(dt.UTC)
    with reading(open_database(url)) as session:
        lost = find_lost_tail(session, digest=digest, count=count)
        if broken := find_altered(session) or find_drift(session):
            # What a damaged table holds may not even be readable.
            return [*lost, *broken, "The other rules are looked at once this is mended."]
        clock = [f"warning: {sentence}" for sentence in find_clock_problems(session, now=now)]
        return [*lost, *clock, *_content_problems(session, now.date())]


def _content_problems(session: "Session", today: dt.date) -> list[str]:
    from tracker.checks import check_rows
    from tracker.queries import iter_events, list_codings, list_eras, list_terms
    from tracker.queries.events import EVERY_STATE

    rows, terms, codings = iter_events(session, EVERY_STATE), list_terms(session), list_codings(session)
    eras = list_eras(session)
    return [str(problem) for problem in check_rows(rows, terms, codings, eras, today=today)]


def rebuild_command(database: Database = None) -> None:
    """Write the tables anew from the history, which stays as it is."""
    from tracker.database import writing
    from tracker.settings import local_actor
    from tracker.store import rebuild_tables

    engine = open_database(database)
    with writing(engine) as session:
        count = rebuild_tables(session, actor=local_actor())
    typer.echo(f"{count_of(count, 'change')} replayed.")
