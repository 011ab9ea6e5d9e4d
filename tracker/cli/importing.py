"""The command ``import``: other people's tables and own exports into the record."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.import_output import (
    check_headings,
    check_words,
    say_likely,
    say_lines,
    say_outcome,
    say_plan,
    say_reading,
    unfit_lines,
)
from tracker.cli.options import Database, delayed_bar, open_database
from tracker.errors import UnknownValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlmodel import Session

    from tracker.imports import (
        ImportReport,
        ImportSteps,
        KnownEvents,
        LikelyDuplicate,
        StepsAhead,
    )

    _Begin = Callable[[KnownEvents], ImportSteps]
    _Compared = tuple[int, tuple[LikelyDuplicate, ...]]

_LARGE = 20_000_000
"""From so many bytes on, the size is said before anything else."""


class _DayOrder(StrEnum):
    """How a file writes dates such as 03/04/2022."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said about a file: heading to field, field to text for all rows, the meaning of words, and more."""

    headings: dict[str, str]
    defaults: dict[str, str]
    values: dict[str, dict[str, str]]
    day_first: bool | None
    sheet: str | None
    leaves_others_out: bool
    takes_synthetic: bool


_SkipRefused = Annotated[bool, typer.Option("--skip-refused", help="Take the other rows although some are refused.")]
_Synthetic = Annotated[
    bool, typer.Option("--synthetic", help="Let invented events and others into one record; they stay marked.")
]


def import_command(
    file: Annotated[Path, typer.Argument(help="A CSV, Excel or JSON file of any size.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADING=FIELD", help="What a heading holds; - leaves it out, *=- all others."),
    ] = None,
    default: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=TEXT", help="What no column says, such as kind=signal.")
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD:TEXT=WORD", help="What a word of the file means, such as stance:positive=1."),
    ] = None,
    day_order: Annotated[_DayOrder | None, typer.Option(help="How the file writes 03/04/2022.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook to read.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take new events in at once, not as drafts.")] = False,
    skip_refused: _SkipRefused = False,
    skip_duplicates: Annotated[
        bool,
        typer.Option("--skip-duplicates", help="Leave out new rows that look like a known event or an earlier row."),
    ] = False,
    synthetic: _Synthetic = False,
    why: Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")] = "",
    database: Database = None,
) -> None:
    """Bring a file's events in, in one transaction; the same file twice adds nothing."""
    day_first = None if day_order is None else day_order is _DayOrder.DAY_FIRST
    said = _understood(mapping or [], default or [], value or [], day_first, sheet, takes_synthetic=synthetic)
    engine = open_database(database)
    if dry_run:
        _try(engine, file, said)
        return
    from tracker.database import writing
    from tracker.imports import read_ahead, record_known

    reason = why or f"imported from {file.name}"
    begin, compared = _seen_before(engine, file, said, takes_some=skip_refused, compares=skip_duplicates)
    with writing(engine) as session:
        left_out = _left_out(session, begin, compared) if compared else frozenset()
        steps = partial(read_ahead, partial(begin, record_known(session)), file.stat().st_size)
        report = _apply(session, steps, accept=accept, skip_refused=skip_refused, leave_out=left_out, reason=reason)
        _remember(session, said, file)
    say_outcome(report, report.refusals, report.left_out)


def _understood(
    mapping: list[str],
    default: list[str],
    value: list[str],
    day_first: bool | None,  # noqa: FBT001 - handed on as it was asked
    sheet: str | None,
    *,
    takes_synthetic: bool,
) -> _Said:
    from tracker.imports import LEFT_OUT, parse_choices, parse_meanings

    chosen = parse_choices(mapping)
    others = chosen.pop("*", None)
    if others not in {None, LEFT_OUT}:
        raise UnknownValue("All other columns can only be left out; write --map '*=-'.")
    return _Said(
        chosen, _defaults(default), parse_meanings(value), day_first, sheet, others is not None, takes_synthetic
    )


def _seen_before(
    engine: "Engine", file: Path, said: _Said, *, takes_some: bool, compares: bool
) -> "tuple[_Begin, _Compared | None]":
    """Do what reads the file for long and needs no queue of writers, before others have to wait."""
    from tracker.database import reading

    with reading(engine) as session:
        begin = _prepare(session, file, said, takes_some=takes_some)
        return begin, _compared(session, begin) if compares else None


def _try(engine: "Engine", file: Path, said: _Said) -> None:
    from tracker.database import reading
    from tracker.imports import LikelySearch, plan_steps, record_known

    with reading(engine) as session, delayed_bar() as show:
        begin = _prepare(session, file, said, is_dry=True)
        likely = LikelySearch(session)
        plan = plan_steps(begin(record_known(session)), lambda count: show("rows", count, None), likely.add)
        found = likely.found()
    say_plan(plan, found)


def _apply(
    session: "Session",
    steps: "Callable[[], ImportSteps | StepsAhead]",
    *,
    accept: bool,
    skip_refused: bool,
    leave_out: frozenset[int],
    reason: str,
) -> "ImportReport":
    import gc

    from tracker.imports import RowsRefused, apply_steps
    from tracker.settings import local_actor

    # Rows make no cycles, and looking for some would take a tenth of the time; the program ends soon.
    gc.disable()
    try:
        with delayed_bar() as report:
            return apply_steps(
                session,
                steps,
                actor=local_actor(),
                accept=accept,
                skip_refused=skip_refused,
                leave_out=leave_out,
                reason=reason,
                on_rows=lambda count: report("rows", count, None),
            )
    except RowsRefused as refused:
        say_outcome(refused.report, refused.report.refusals, refused.report.left_out)
        raise UnknownValue(f"{refused} Correct them, or take the other rows with --skip-refused.") from refused


def _remember(session: "Session", said: _Said, file: Path) -> None:
    from tracker.imports import choices_to_remember
    from tracker.settings import local_actor
    from tracker.store import remember_headings

    remembered = choices_to_remember(said.headings)
    remember_headings(session, remembered, actor=local_actor(), reason=f"for {file.name}")


def _compared(session: "Session", begin: "_Begin") -> "_Compared":
    """Find the new rows that may repeat something, and the change up to which the record was seen; reads all rows."""
    from tracker.imports import LikelySearch, plan_steps, record_known
    from tracker.queries.past import latest_change

    with delayed_bar() as show:
        likely = LikelySearch(session)
        plan_steps(begin(record_known(session)), lambda count: show("rows compared", count, None), likely.add)
        return latest_change(session), likely.found()


def _left_out(session: "Session", begin: "_Begin", compared: "_Compared") -> frozenset[int]:
    """Say which rows may repeat something and return them; compared anew where the record was changed since."""
    from tracker.queries.past import latest_change

    if latest_change(session) != compared[0]:
        typer.echo("The record was changed while the rows were compared, so they are compared again.", err=True)
        compared = _compared(session, begin)
    say_likely(compared[1])
    return frozenset(each.row for each in compared[1])


def _prepare(
    session: "Session", file: Path, said: _Said, *, is_dry: bool = False, takes_some: bool = False
) -> "_Begin":
    """Open a file, say how it is read, and ask what it leaves open; give what begins its steps on a record."""
    from tracker.imports import (
        COMMAND_LIMITS,
        LEFT_OUT,
        ImportSteps,
        find_unfit,
        map_table,
        open_event_table,
        remembered_choices,
    )
    from tracker.store import remembered_headings

    table = open_event_table(file.name, file, limits=COMMAND_LIMITS, sheet=said.sheet)
    _say_size(file)
    earlier = remembered_choices(table.headers, remembered_headings(session))
    found = map_table(table, chosen=earlier | said.headings)
    if said.leaves_others_out:
        found = map_table(table, chosen=earlier | said.headings | dict.fromkeys(found.unknown, LEFT_OUT))
    if not found.is_export:
        say_reading(table, found)
    check_headings(found, said.defaults)
    if not found.is_export:
        lines = unfit_lines(find_unfit(table, found, said.values), said.defaults)
        if is_dry:
            say_lines(lines)
        elif not takes_some:
            check_words(lines)
    return partial(
        ImportSteps,
        table,
        found,
        day_first=said.day_first,
        defaults=said.defaults,
        values=said.values,
        takes_synthetic=said.takes_synthetic,
    )


def _say_size(file: Path) -> None:
    size = file.stat().st_size
    if size > _LARGE:
        typer.echo(f"{file.name} has {size / 1e6:,.1f} MB; its rows are read one after another.", err=True)


def _defaults(texts: list[str]) -> dict[str, str]:
    from tracker.imports import DEFAULT_FIELDS, parse_choices

    defaults = parse_choices(texts)
    for field in defaults:
        if field not in DEFAULT_FIELDS:
            raise UnknownValue(f"“{field}” cannot be the same for all rows; these can: {', '.join(DEFAULT_FIELDS)}.")
    return defaults
