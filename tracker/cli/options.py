"""Options that commands share, and the bar that shows how far a long one has come."""

import datetime as dt
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.errors import DateProblem, TrackerError, UnknownValue
from tracker.filters import EventFilter, read_bound
from tracker.typed_filter import OF_COMMANDS, read_filter
from tracker.vocabulary import COUNTED_KINDS, Kind

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from sqlalchemy import Engine
    from sqlmodel import Session

_SECONDS_UNSEEN = 1.0
"""What takes less than this needs no bar."""


@contextmanager
def delayed_bar() -> "Iterator[Callable[[str, int, int | None], None]]":
    """Give a function that takes a step's name, how much of it is done, and of how much, if that is known."""
    bars: list[Progress] = []
    steps: dict[str, TaskID] = {}
    began = time.monotonic()

    def report(step: str, done: int, total: int | None) -> None:
        if time.monotonic() - began < _SECONDS_UNSEEN:
            return
        if not bars:
            bars.append(_new_bar())
        if step not in steps:
            steps[step] = bars[0].add_task(step, total=total)
        bars[0].update(steps[step], completed=done)

    try:
        yield report
    finally:
        for bar in bars:
            bar.stop()


def _new_bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # Where nobody looks on, it would leave an empty line.
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    bar.start()
    return bar


Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="The database; else TRACKER_DATABASE_URL, else the default file."),
]


class TextFormat(StrEnum):
    """How a command prints what it found."""

    TEXT = "text"
    JSON = "json"


Texts = list[str] | None
"""What an option holds that may be repeated."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The filter of Events as options."""

    since: Annotated[str | None, typer.Option(metavar="DATE", help="Keep events on or after this date.")] = None
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Keep events on or before this date.")] = None
    sector: Annotated[Texts, typer.Option(help="Keep events of this sector; may be repeated.")] = None
    agency: Annotated[Texts, typer.Option(help="Keep events of this agency; may be repeated.")] = None
    company: Annotated[Texts, typer.Option(help="Keep events that touch this company; may be repeated.")] = None
    kind: Annotated[Texts, typer.Option(help="Keep events of this kind; may be repeated.")] = None
    thread: Annotated[Texts, typer.Option(help="Keep events of this thread; may be repeated.")] = None
    stance_min: Annotated[int | None, typer.Option(min=-3, max=3, help="Keep events of at least this stance.")] = None
    stance_max: Annotated[int | None, typer.Option(min=-3, max=3, help="Keep events of at most this stance.")] = None
    search: Annotated[str, typer.Option(metavar="WORDS", help="Keep events that hold every word, in any language.")] = (
        ""
    )

    def chosen(self) -> EventFilter:
        """Return the filter; what cannot be read is an error that names the option."""
        given = {
            "since": self.since,
            "until": self.until,
            "sectors": self.sector,
            "agencies": self.agency,
            "companies": self.company,
            "kinds": self.kind,
            "threads": self.thread,
            "stance_min": self.stance_min,
            "stance_max": self.stance_max,
            "search": self.search,
        }
        return read_filter(given, OF_COMMANDS)


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the fields of each dataclass among its parameters as options of their own, in its place."""
    own = inspect.signature(command).parameters
    groups: dict[str, Any] = {name: each.annotation for name, each in own.items() if is_dataclass(each.annotation)}

    @wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401 - whatever the options hold
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    options = [
        parameter
        for name, each in own.items()
        for parameter in (inspect.signature(groups[name]).parameters.values() if name in groups else [each])
    ]
    run.__annotations__ = {each.name: each.annotation for each in options}
    keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in options]
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    return run


def bound(option: str, text: str | None) -> dt.date | None:
    """Return the limit of a period that was typed after an option.

    Raises:
        DateProblem: if it cannot be read; the message names the option.
    """
    if not text:
        return None
    try:
        return read_bound(text, last=option.endswith("until"))
    except DateProblem as problem:
        raise DateProblem(f"{option}: {problem}") from None


def read_kind(option: str, text: str) -> Kind:
    """Read a kind that was typed after an option.

    Raises:
        UnknownValue: if there is none such; the message lists near ones.
    """
    from tracker.cleaning import clean_member

    try:
        return clean_member(text, Kind)
    except ValueError as problem:
        raise UnknownValue(f"{option}: {problem}") from None


HalfLife = Annotated[float, typer.Option(min=1, max=3650, help="Days until an event counts half.")]
Shrinkage = Annotated[float, typer.Option(min=0, max=1000, help="Pull towards 0, in units of reach.")]
IncludedKinds = Annotated[
    Texts, typer.Option("--include-kind", help="Count this kind as well, such as in-force; may be repeated.")
]


def read_kinds(included: Texts) -> frozenset[Kind]:
    """Return the kinds that count: the usual ones, and those typed after ``--include-kind``.

    Raises:
        UnknownValue: if there is none such; the message lists near ones.
    """
    return COUNTED_KINDS | {read_kind("--include-kind", text) for text in included or ()}


def open_database(url: str | None) -> "Engine":
    """Open the database that was named, or the default one; it has to be ready."""
    from tracker.database import open_existing
    from tracker.migrations import check_ready
    from tracker.settings import database_url

    engine = open_existing(database_url(url))
    check_ready(engine)
    return engine


_SECONDS_TO_CATCH_UP = 1.0
"""So long a command waits for a replica."""


@contextmanager
def read_session(url: str | None) -> "Iterator[Session]":
    """Give a reading session on the database that was named, or on the replica of the usual one."""
    from tracker.database import reading, replica_of, with_replica
    from tracker.settings import replica_url

    engine = with_replica(open_database(url), replica_url(url), wait=_SECONDS_TO_CATCH_UP)
    replica = replica_of(engine)
    if replica:
        # A command before this one may have saved something.
        replica.remember(engine)
    with reading(engine) as session:
        if replica and replica.note:
            typer.echo(replica.note, err=True)
        yield session


@contextmanager
def file_to_write(file: Path, session: "Session | None" = None) -> "Iterator[Path]":
    """Give the place to write a file at, which then takes the old one's place, so that a failure leaves that whole.

    Args:
        file: the place.
        session: what the file is made from; its database is never replaced.

    Raises:
        TrackerError: if it cannot be written, or is the database.
    """
    from tracker.new_files import new_file

    def refuse_database() -> None:
        if session is not None and _is_database_of(session, file):
            raise TrackerError(f"{file} is the database itself; name another file.")

    try:
        refuse_database()
        # A device or a pipe takes what is written, and is never replaced by a file.
        is_stream = file.exists() and not file.is_file()
        with nullcontext(file) if is_stream else new_file(file, before_placing=refuse_database) as new:
            yield new
    except OSError as problem:
        raise TrackerError(f"{file} cannot be written: {problem.strerror}.") from problem


def _is_database_of(session: "Session", file: Path) -> bool:
    """Tell whether a path leads to the SQLite file that a session reads, or to a log that belongs to it."""
    from tracker.new_files import FILES_OF_SQLITE

    engine = session.connection().engine
    if engine.dialect.name != "sqlite" or not file.exists():
        return False
    parts = (Path(f"{engine.url.database}{end}") for end in FILES_OF_SQLITE)
    return any(part.exists() and part.samefile(file) for part in parts)
