"""Options that commands share, and the bar that shows how far a long one has come."""

import datetime as dt
import inspect
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.errors import DateProblem, UnknownValue
from tracker.filters import EventFilter, read_bound
from tracker.vocabulary import Kind

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
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
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


_List = list[str] | None
_FILTER_OPTIONS: dict[str, Any] = {
    "since": Annotated[str | None, typer.Option(metavar="DATE", help="Keep events on or after this date.")],
    "until": Annotated[str | None, typer.Option(metavar="DATE", help="Keep events on or before this date.")],
    "sector": Annotated[_List, typer.Option(help="Keep events of this sector; may be repeated.")],
    "agency": Annotated[_List, typer.Option(help="Keep events of this agency; may be repeated.")],
    "company": Annotated[_List, typer.Option(help="Keep events that touch this company; may be repeated.")],
    "kind": Annotated[_List, typer.Option(help="Keep events of this kind; may be repeated.")],
    "thread": Annotated[_List, typer.Option(help="Keep events of this thread; may be repeated.")],
    "stance_min": Annotated[int | None, typer.Option(min=-3, max=3, help="Keep events of at least this stance.")],
    "stance_max": Annotated[int | None, typer.Option(min=-3, max=3, help="Keep events of at most this stance.")],
    "search": Annotated[str, typer.Option(metavar="WORDS", help="Keep events that hold every word, in any language.")],
}


def with_filter(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter's options; it receives them as one ``EventFilter`` named ``chosen``."""
    own = [each for name, each in inspect.signature(command).parameters.items() if name != "chosen"]

    @wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401 - whatever the options hold
        given = {name: values.pop(name) for name in _FILTER_OPTIONS}
        command(chosen=_filter_of(given), **values)

    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default="" if name == "search" else None, annotation=annotation
        )
        for name, annotation in _FILTER_OPTIONS.items()
    ]
    run.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in [*own, *options]}
    return run


def _filter_of(given: dict[str, Any]) -> EventFilter:
    return EventFilter(
        since=_bound("--since", given["since"]),
        until=_bound("--until", given["until"]),
        sectors=tuple(given["sector"] or ()),
        agencies=tuple(given["agency"] or ()),
        companies=tuple(given["company"] or ()),
        kinds=tuple(read_kind("--kind", text) for text in given["kind"] or ()),
        threads=tuple(given["thread"] or ()),
        stance_min=given["stance_min"],
        stance_max=given["stance_max"],
        search=given["search"],
    )


def _bound(option: str, text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return read_bound(text, last=option == "--until")
    except DateProblem as problem:
        raise DateProblem(f"{option}: {problem}") from None


def read_kind(option: str, text: str) -> Kind:
    """Read a kind that was typed after an option; a wrong one is an error that lists near ones."""
    from tracker.cleaning import clean_member

    try:
        return clean_member(text, Kind)
    except ValueError as problem:
        raise UnknownValue(f"{option}: {problem}") from None


def open_database(url: str | None) -> "Engine":
    """Open the database that was named, or the default one; it has to be ready."""
    from tracker.database import open_existing
    from tracker.migrations import check_ready
    from tracker.settings import database_url

    engine = open_existing(database_url(url))
    check_ready(engine)
    return engine


@contextmanager
def read_session(url: str | None) -> "Iterator[Session]":
    """Give a reading session on the database that was named."""
    from tracker.database import reading

    with reading(open_database(url)) as session:
        yield session


_FIELDS = {
    "reason": "stance_reason",
    "sector": "sectors",
    "agency": "agencies",
    "company": "companies",
    "person": "people",
    "evidence": "date_evidence",
}
"""The options of an event that are called otherwise than the field that they fill."""


def fields_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an event that were given as options, under the fields' names; sources are apart."""
    from tracker.drafts import EVENT_FIELDS

    named = {_FIELDS.get(name, name): value for name, value in options.items()}
    return {name: named[name] for name in EVENT_FIELDS if named.get(name) is not None}
