"""The command ``import``: other people's tables and own exports into the record."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.bars import delayed_bar
from tracker.cli.options import Database, open_database
from tracker.errors import TrackerError, UnknownValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from tracker.imports import HeaderMapping, ImportPlan, ImportReport, ImportSteps, Refusal, StepsAhead

_MOST_SHOWN = 20
_MOST_BYTES = 20_000_000


class DayOrder(StrEnum):
    """How a file writes dates such as 03/04/2022."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("import")(import_command)


def import_command(
    file: Annotated[Path, typer.Argument(help="A CSV, Excel or JSON file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADING=FIELD", help="What a heading holds; - leaves it out. It is remembered."),
    ] = None,
    default: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=TEXT", help="What no column says, such as kind=signal.")
    ] = None,
    day_order: Annotated[DayOrder | None, typer.Option(help="How the file writes 03/04/2022.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take new events in at once, not as drafts.")] = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Take the other rows although some are refused.")
    ] = False,
    why: Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")] = "",
    database: Database = None,
) -> None:
    """Bring a file's events in, in one transaction; the same file twice adds nothing."""
    from tracker.database import reading, writing
    from tracker.imports import choices_to_remember, parse_choices, plan_steps, read_ahead
    from tracker.settings import local_actor
    from tracker.store import remember_headings

    chosen = parse_choices(mapping or [])
    day_first = None if day_order is None else day_order is DayOrder.DAY_FIRST
    engine = open_database(database)
    if dry_run:
        with reading(engine) as session, delayed_bar() as show:
            begin = _prepare(session, file, chosen, _defaults(default or []), day_first)
            plan = plan_steps(begin(), lambda count: show("rows", count, None))
        _say_plan(plan)
        return
    with writing(engine) as session:
        begin = _prepare(session, file, chosen, _defaults(default or []), day_first)
        steps = partial(read_ahead, begin, file.stat().st_size)
        report = _apply(
            session, steps, accept=accept, skip_refused=skip_refused, reason=why or f"imported from {file.name}"
        )
        remember_headings(session, choices_to_remember(chosen), actor=local_actor(), reason=f"for {file.name}")
    _say(report, report.refusals)


def _apply(
    session: "Session",
    steps: "Callable[[], ImportSteps | StepsAhead]",
    *,
    accept: bool,
    skip_refused: bool,
    reason: str,
) -> "ImportReport":
    import gc

    from tracker.imports import RowsRefused, apply_steps
    from tracker.settings import local_actor

    # Rows make no cycles, and looking for some would take a quarter of the time; the program ends soon.
    gc.disable()
    try:
        with delayed_bar() as report:
            return apply_steps(
                session,
                steps,
                actor=local_actor(),
                accept=accept,
                skip_refused=skip_refused,
                reason=reason,
                on_rows=lambda count: report("rows", count, None),
            )
    except RowsRefused as refused:
        _say(refused.report, refused.report.refusals)
        raise UnknownValue(f"{refused} Correct them, or take the other rows with --skip-refused.") from refused


def _prepare(
    session: "Session",
    file: Path,
    chosen: dict[str, str],
    defaults: dict[str, str],
    day_first: bool | None,  # noqa: FBT001 - handed on as it was asked
) -> "Callable[[], ImportSteps]":
    from tracker.imports import ImportSteps, map_table, open_table, record_known, remembered_choices
    from tracker.store import remembered_headings

    table = open_table(file.name, _bytes_of(file))
    earlier = remembered_choices(table.headers, remembered_headings(session))
    found = map_table(table, chosen=earlier | chosen)
    _check_headings(found, defaults)
    return partial(ImportSteps, table, found, record_known(session), day_first=day_first, defaults=defaults)


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise TrackerError(f"{file} has more than {_MOST_BYTES // 1_000_000} MB; split it up.")
        return file.read_bytes()
    except OSError as problem:
        raise TrackerError(f"{file} cannot be read: {problem.strerror}.") from problem


def _defaults(texts: list[str]) -> dict[str, str]:
    from tracker.imports import IMPORT_FIELDS, parse_choices

    defaults = parse_choices(texts)
    for field in defaults:
        if field not in IMPORT_FIELDS:
            raise UnknownValue(f"“{field}” is not a field; the fields are: {', '.join(IMPORT_FIELDS)}.")
    return defaults


def _check_headings(found: "HeaderMapping", defaults: dict[str, str]) -> None:
    if found.unknown:
        names = ", ".join(f"“{heading}”" for heading in found.unknown)
        raise UnknownValue(
            f"Say what these headings hold: {names}; for example --map '{found.unknown[0]}=summary', "
            f"or --map '{found.unknown[0]}=-' to leave the column out."
        )
    missing = [field for field in found.missing if field not in defaults]
    if missing:
        raise UnknownValue(
            f"No column holds {', '.join(missing)}, which every event needs; name one with --map, "
            "or one value for all rows with --default."
        )


def _say_plan(plan: "ImportPlan") -> None:
    _say(plan, plan.refusals)
    for field, names in plan.new_names.items():
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        typer.echo(f"new in {field}: {', '.join(names[:_MOST_SHOWN])}{more}")
    for change in plan.first_changed[:_MOST_SHOWN]:
        fields = ", ".join(each.field for each in change.changes)
        typer.echo(f"row {change.row} changes {change.slug}: {fields}")


def _say(outcome: "ImportPlan | ImportReport", refusals: "tuple[Refusal, ...] | list[Refusal]") -> None:
    typer.echo(
        f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged, {outcome.refused} refused"
    )
    for note in outcome.notes:
        typer.echo(f"note: {note}", err=True)
    if outcome.asks_order:
        typer.echo("Some dates can be read in two ways; say --day-order day-first or month-first.", err=True)
    for line in refusal_lines(refusals):
        typer.echo(line, err=True)


def refusal_lines(refusals: "tuple[Refusal, ...] | list[Refusal]") -> list[str]:
    """Return one line for each of the first refusals, and how many more there are."""
    lines = [f"row {each.row}, {each.column or 'whole row'}: {each.reason}" for each in refusals[:_MOST_SHOWN]]
    more = len(refusals) - len(lines)
    return [*lines, *([f"and {more} more"] if more > 0 else [])]
