"""The command ``export``: events out of the record, one after the other, so that a large one needs no more memory."""

import datetime as dt
import io
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, FilterOptions, file_to_write, read_session
from tracker.errors import UnknownValue
from tracker.filters import EventFilter, filter_parts
from tracker.formats import FORMATS, Format, format_of
from tracker.wording import count_of, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from tracker.exports import Asked
    from tracker.sentiment import IndexRow

_NAMES = listed(list(FORMATS), "or")


def export_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="The file to write; its suffix tells the format. In a folder, one that is called after the filter and "
            "the day of the latest change. - is standard output."
        ),
    ],
    *,
    output: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help=f"{_NAMES}; needed with - and with a folder.")
    ] = None,
    pages: Annotated[
        str,
        typer.Option(
            "--pages", metavar="URL", help="Where readers find the dashboard; files that hold links lead there."
        ),
    ] = "",
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Write what the record holds to a file: tables, calendars, feeds, citations and more (docs/exports.md)."""
    asked = options.chosen()
    to_screen = str(file) == "-"
    if (to_screen or file.is_dir()) and output is None:
        place = "standard output" if to_screen else "a file in that folder"
        raise UnknownValue(f"Name the format for {place}: --format {_NAMES}.")
    name = _known(output) if output else format_of(file)
    if to_screen:
        print_streamed(database, asked, name, link=link_below(pages))
        return
    write_file(database, asked, name, file, link=link_below(pages))


def write_file(database: str | None, asked: EventFilter, name: str, file: Path, *, link: Callable[[str], str]) -> None:
    """Write the events that a filter keeps to a file, or into a folder under a name of its own, and say so."""
    from tracker.exports import write_export_to
    from tracker.queries import strict_filter

    with read_session(database) as session:
        chosen = strict_filter(session, asked)
        file = file / _name_in_folder(session, chosen, name) if file.is_dir() else file
        # Both files are whole before either takes its place; the second one, in the outer block, takes it afterwards,
        # so that no failure leaves it alone.
        with ExitStack() as placed, file_to_write(file, session) as new:
            beside = _write_beside(placed, session, file, FORMATS[name])
            written = write_export_to(_asked(session, chosen, link=link), name, new)
    remarks = [part for part in (written.remark, beside) if part]
    typer.echo(". ".join([f"{count_of(written.count, written.noun)} written to {file}", *remarks]), err=True)


def _write_beside(placed: ExitStack, session: "Session", file: Path, form: Format) -> str:
    """Write the second file that a format has beside one that has a name, and say where it is; one that is there stays.

    Nobody can tell such a file, which people write by hand as well, from one that they have made their own.
    """
    if form.beside is None or (file.exists() and not file.is_file()):
        return ""
    from tracker.exports import Asked

    writer, suffix = form.beside
    text = io.BytesIO()
    resolve_name(writer)(Asked(session=session, chosen=EventFilter()), text, file.stem)
    other = file.with_suffix(f".{suffix}")
    if not other.exists():
        placed.enter_context(file_to_write(other)).write_bytes(text.getvalue())
    elif not other.is_file() or other.read_bytes() != text.getvalue():
        return f"{other} was there and is left as it is; without it, this command writes what the columns are called."
    return f"What its columns are called stands in {other}."


def _known(name: str) -> str:
    if name.lower() not in FORMATS:
        raise UnknownValue(f"--format: “{name}” is no format; one of: {_NAMES}.")
    return name.lower()


def schema_command(
    what: Annotated[str, typer.Argument(help="What is described: events, measures, history or changes.")] = "events",
) -> None:
    """Print the JSON Schema of exported events, of measures, of the history or of the changes as JSON."""
    import json

    from tracker.exports.schema import SCHEMAS

    if what not in SCHEMAS:
        raise UnknownValue(f"“{what}” has no schema; one of: {listed(list(SCHEMAS), 'or')}.")
    typer.echo(json.dumps(SCHEMAS[what](), ensure_ascii=False, indent=1))


def link_below(pages: str) -> Callable[[str], str]:
    """Return what gives the address of an event's page in the dashboard that stands at an address; empty without one.

    Raises:
        UnknownValue: if it is no web address.
    """
    from tracker.addresses import PagesOf, own_address

    try:
        return PagesOf(pages and own_address(pages))
    except UnknownValue as problem:
        raise UnknownValue(f"--pages: {problem}") from None


def print_streamed(
    database: str | None,
    asked: EventFilter,
    name: str,
    *,
    limit: int | None = None,
    link: Callable[[str], str] = lambda _slug: "",
) -> None:
    """Write the events that a filter keeps to standard output, in the format of that name."""
    from tracker.exports import write_export
    from tracker.queries import strict_filter

    with read_session(database) as session:
        wanted = _asked(session, strict_filter(session, asked), limit=limit, link=link)
        written = write_export(wanted, name, sys.stdout.buffer)
    if written.remark:
        typer.echo(written.remark, err=True)


def _asked(session: "Session", chosen: EventFilter, *, link: Callable[[str], str], limit: int | None = None) -> "Asked":
    """Return what is asked for, with the index of what the filter keeps, which is counted only where it is written."""
    from tracker.exports import Asked

    def index() -> "Iterable[IndexRow]":
        from tracker.exports.indexed import index_of
        from tracker.sentiment import rows

        counted = index_of(session, chosen, dt.datetime.now(dt.UTC).date())
        return rows(*counted[1], since=chosen.since, until=chosen.until) if counted else ()

    return Asked(session=session, chosen=chosen, limit=limit, index=index, link=link)


def _name_in_folder(session: "Session", chosen: EventFilter, ending: str) -> str:
    from tracker.exports import Asked
    from tracker.file_names import file_name

    asked = Asked(session=session, chosen=chosen)
    return file_name(
        "timeline",
        ending,
        kept=filter_parts(chosen, asked.names),
        since=chosen.since,
        until=chosen.until,
        recorded_on=asked.state.changed_on,
    )
