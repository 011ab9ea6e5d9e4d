"""The command ``synth``: invented events as a file, to try a record of any size."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from tracker.cli.options import file_to_write
from tracker.errors import UnknownValue
from tracker.wording import count_of

if TYPE_CHECKING:
    from tracker.read_models import EventRow


class _LinesFormat(StrEnum):
    """The formats that are written one event after the other."""

    CSV = "csv"
    JSONL = "jsonl"


def synth_command(
    count: Annotated[int, typer.Argument(min=1, help="How many events.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same events.")] = 1,
    file: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The file to write, .csv or .jsonl; else standard output."),
    ] = None,
    output: Annotated[_LinesFormat | None, typer.Option("--format", help="csv or jsonl, for standard output.")] = None,
) -> None:
    """Write invented events, each marked as synthetic; tracker import --synthetic takes them into a record."""
    from tracker.synth import synthetic_events

    events = synthetic_events(count, seed)
    if file is None:
        _write(events, output or _LinesFormat.CSV, sys.stdout.buffer)
        return
    named = file.suffix.lower().removeprefix(".")
    if named not in set(_LinesFormat) or output not in {None, named}:
        raise UnknownValue(f"“{file.name}” does not tell the format; the file has to end in .csv or .jsonl.")
    with file_to_write(file) as new, new.open("wb") as stream:
        _write(events, _LinesFormat(named), stream)
    typer.echo(f"{count_of(count, 'synthetic event')} written to {file}", err=True)


def _write(events: "Iterable[EventRow]", form: _LinesFormat, stream: BinaryIO) -> None:
    from tracker.event.plain import plain_values
    from tracker.exports.writers import write_csv, write_json_lines

    write = write_csv if form is _LinesFormat.CSV else write_json_lines
    write(map(plain_values, events), stream)
