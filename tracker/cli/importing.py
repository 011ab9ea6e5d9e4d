"""The command ``import``: other people's tables and own exports into the record."""

import shlex
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, delayed_bar, open_database
from tracker.errors import UnknownValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlmodel import Session

    from tracker.imports import (
        HeaderMapping,
        ImportPlan,
        ImportReport,
        ImportSteps,
        LikelyDuplicate,
        Refusal,
        StepsAhead,
        Table,
    )

_LARGE = 20_000_000
"""From so many bytes on, the size is said before anything else."""


_MOST_SHOWN = 20
_LONGEST_WORD = 60


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
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Take the other rows although some are refused.")
    ] = False,
    skip_duplicates: Annotated[
        bool,
        typer.Option("--skip-duplicates", help="Leave out new rows that look like a known event or an earlier row."),
    ] = False,
    why: Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")] = "",
    database: Database = None,
) -> None:
    """Bring a file's events in, in one transaction; the same file twice adds nothing."""
    day_first = None if day_order is None else day_order is _DayOrder.DAY_FIRST
    said = _understood(mapping or [], default or [], value or [], day_first, sheet)
    engine = open_database(database)
    if dry_run:
        _try(engine, file, said)
        return
    from tracker.database import writing
    from tracker.imports import read_ahead

    reason = why or f"imported from {file.name}"
    with writing(engine) as session:
        begin = _prepare(session, file, said, takes_some=skip_refused)
        steps = partial(read_ahead, begin, file.stat().st_size)
        left_out = _likely_rows(session, begin()) if skip_duplicates else frozenset()
        report = _apply(session, steps, accept=accept, skip_refused=skip_refused, leave_out=left_out, reason=reason)
        _remember(session, said, file)
    _say_outcome(report, report.refusals, report.left_out)


def _understood(
    mapping: list[str],
    default: list[str],
    value: list[str],
    day_first: bool | None,  # noqa: FBT001 - handed on as it was asked
    sheet: str | None,
) -> _Said:
    from tracker.imports import LEFT_OUT, parse_choices, parse_meanings

    chosen = parse_choices(mapping)
    others = chosen.pop("*", None)
    if others not in {None, LEFT_OUT}:
        raise UnknownValue("All other columns can only be left out; write --map '*=-'.")
    return _Said(chosen, _defaults(default), parse_meanings(value), day_first, sheet, others is not None)


def _try(engine: "Engine", file: Path, said: _Said) -> None:
    from tracker.database import reading
    from tracker.imports import LikelySearch, plan_steps

    with reading(engine) as session, delayed_bar() as show:
        begin = _prepare(session, file, said, is_dry=True)
        likely = LikelySearch(session)
        plan = plan_steps(begin(), lambda count: show("rows", count, None), likely.add)
    _say_plan(plan, likely.found())


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
        _say_outcome(refused.report, refused.report.refusals, refused.report.left_out)
        raise UnknownValue(f"{refused} Correct them, or take the other rows with --skip-refused.") from refused


def _remember(session: "Session", said: _Said, file: Path) -> None:
    from tracker.imports import choices_to_remember
    from tracker.settings import local_actor
    from tracker.store import remember_headings

    remembered = choices_to_remember(said.headings)
    remember_headings(session, remembered, actor=local_actor(), reason=f"for {file.name}")


def _likely_rows(session: "Session", steps: "ImportSteps") -> frozenset[int]:
    """Find the new rows that may repeat something, and say which; this reads the whole file."""
    from tracker.imports import LikelySearch, plan_steps

    with delayed_bar() as show:
        likely = LikelySearch(session)
        plan_steps(steps, lambda count: show("rows compared", count, None), likely.add)
        found = likely.found()
    _say_likely(found)
    return frozenset(each.row for each in found)


def _prepare(
    session: "Session", file: Path, said: _Said, *, is_dry: bool = False, takes_some: bool = False
) -> "Callable[[], ImportSteps]":
    """Open a file, say how it is read, and ask what it leaves open; nothing is written before that."""
    from tracker.imports import (
        COMMAND_LIMITS,
        LEFT_OUT,
        ImportSteps,
        find_unfit,
        map_table,
        open_event_table,
        record_known,
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
        _say_reading(table, found)
    _check_headings(found, said.defaults)
    if not found.is_export:
        lines = _unfit_lines(find_unfit(table, found, said.values), said.defaults)
        if is_dry:
            _say_lines(lines)
        elif not takes_some:
            _check_words(lines)
    known = record_known(session)
    return partial(
        ImportSteps, table, found, known, day_first=said.day_first, defaults=said.defaults, values=said.values
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


def _say_reading(table: "Table", found: "HeaderMapping") -> None:
    """Print each heading with the field that it is taken for and some of its values."""
    from tracker.imports import column_readings

    for column in column_readings(table, found):
        field = "?" if column.is_open else column.field or "left out"
        samples = f"   for example {' | '.join(column.samples)}" if column.samples else ""
        typer.echo(f"heading “{column.heading}” = {field}{samples}", err=True)


def _check_headings(found: "HeaderMapping", defaults: Mapping[str, str]) -> None:
    """Ask what unknown headings hold, and for what no column holds.

    Raises:
        UnknownValue: with the options that answer.
    """
    if found.unknown:
        names = ", ".join(f"“{heading}”" for heading in found.unknown)
        raise UnknownValue(
            f"Say what these headings hold: {names}; for example --map '{found.unknown[0]}=summary', "
            f"--map '{found.unknown[0]}=-' to leave that column out, or --map '*=-' to leave out all of them."
        )
    missing = [field for field in found.missing if field not in defaults]
    if missing:
        raise UnknownValue(
            f"No column holds {', '.join(missing)}, which every event needs; name one with --map, "
            "or one value for all rows with --default."
        )


def _unfit_lines(unfit: Mapping[str, Counter[str]], defaults: Mapping[str, str]) -> list[str]:
    """Return one line for each word that is none of its field's, with the option that says what it means."""
    from tracker.imports import CLOSED_WORDS

    lines = []
    for field, texts in unfit.items():
        words = ", ".join(CLOSED_WORDS[field])
        for text, count in texts.most_common():
            plain = " ".join(text.split())
            if len(plain) > _LONGEST_WORD:
                shown = f"{plain[:_LONGEST_WORD]}…"
                lines.append(f"{field} “{shown}” is no word but a text; give its column another field with --map")
            elif text:
                option = shlex.quote(f"{field}:{plain}=…")
                lines.append(f"{field} “{plain}” (rows: {count:,}): --value {option}, one of {words}")
            elif field not in defaults:
                lines.append(f"{field} is empty (rows: {count:,}): --default {field}=…, one of {words}")
    return lines


def _say_lines(lines: list[str]) -> None:
    """Print the first of some lines."""
    for line in _first(lines):
        typer.echo(line, err=True)


def _check_words(lines: list[str]) -> None:
    """Ask what words mean that are none of their field's.

    Raises:
        UnknownValue: with the options that answer.
    """
    if lines:
        shown = "\n  ".join(_first(lines))
        raise UnknownValue(f"Say what these words mean, or leave their rows out with --skip-refused:\n  {shown}")


def _say_plan(plan: "ImportPlan", likely: "tuple[LikelyDuplicate, ...]") -> None:
    """Print what an import would do, and which new rows may repeat what is there."""
    _say_outcome(plan, plan.refusals)
    for field, names in plan.new_names.items():
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        typer.echo(f"new in {field}: {', '.join(names[:_MOST_SHOWN])}{more}")
    for change in plan.first_changed[:_MOST_SHOWN]:
        fields = ", ".join(each.field for each in change.changes)
        typer.echo(f"row {change.row} changes {change.slug}: {fields}")
    _say_likely(likely)
    if likely:
        typer.echo(f"{len(likely)} new rows may be duplicates; --skip-duplicates leaves them out.", err=True)


def _say_likely(likely: "tuple[LikelyDuplicate, ...]") -> None:
    """Print the first new rows that may repeat an event of the record or an earlier row, with the reasons."""
    for line in _first([f"row {each.row} may be {each.what}: {each.other.why}" for each in likely]):
        typer.echo(line)


def _say_outcome(
    outcome: "ImportPlan | ImportReport", refusals: "tuple[Refusal, ...] | list[Refusal]", left_out: int = 0
) -> None:
    """Print the counts, what was assumed, and the first refusals."""
    typer.echo(
        f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged, {outcome.refused} refused"
        + (f", {left_out} left out as likely duplicates" if left_out else "")
    )
    for note in outcome.notes:
        typer.echo(f"note: {note}", err=True)
    if outcome.asks_order:
        typer.echo("Some dates can be read in two ways; say --day-order day-first or month-first.", err=True)
    _say_lines(_refusal_lines(refusals))


def _refusal_lines(refusals: "tuple[Refusal, ...] | list[Refusal]") -> list[str]:
    """Return one line for each refusal."""
    return [f"row {each.row}, {each.column or 'whole row'}: {each.reason}" for each in refusals]


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_SHOWN
    return [*lines[:_MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])]
