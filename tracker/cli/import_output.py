"""What the command ``import`` says: how a file is read, what it leaves open, and what came of it."""

import shlex
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from tracker.errors import UnknownValue
from tracker.wording import count_of

if TYPE_CHECKING:
    from tracker.imports import HeaderMapping, ImportPlan, ImportReport, LikelyDuplicate, Refusal, Table

_MOST_SHOWN = 20
_LONGEST_WORD = 60


def say_reading(table: "Table", found: "HeaderMapping") -> None:
    """Print each heading with the field that it is taken for and some of its values."""
    from tracker.imports import column_readings

    for column in column_readings(table, found):
        field = "?" if column.is_open else column.field or "left out"
        samples = f"   for example {' | '.join(column.samples)}" if column.samples else ""
        typer.echo(f"heading “{column.heading}” = {field}{samples}", err=True)


def check_headings(found: "HeaderMapping", defaults: Mapping[str, str]) -> None:
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


def unfit_lines(unfit: Mapping[str, Counter[str]], defaults: Mapping[str, str]) -> list[str]:
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


def say_lines(lines: list[str]) -> None:
    """Print the first of some lines."""
    for line in _first(lines):
        typer.echo(line, err=True)


def check_words(lines: list[str]) -> None:
    """Ask what words mean that are none of their field's.

    Raises:
        UnknownValue: with the options that answer.
    """
    if lines:
        shown = "\n  ".join(_first(lines))
        raise UnknownValue(f"Say what these words mean, or leave their rows out with --skip-refused:\n  {shown}")


def say_plan(plan: "ImportPlan", likely: "tuple[LikelyDuplicate, ...]") -> None:
    """Print what an import would do, and which new rows may repeat what is there."""
    say_outcome(plan, plan.refusals)
    for field, names in plan.new_names.items():
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        typer.echo(f"new in {field}: {', '.join(names[:_MOST_SHOWN])}{more}")
    for change in plan.first_changed[:_MOST_SHOWN]:
        fields = ", ".join(each.field for each in change.changes)
        typer.echo(f"row {change.row} changes {change.slug}: {fields}")
    say_likely(likely)
    if likely:
        typer.echo(
            f"{count_of(len(likely), 'new row')} may be duplicates; --skip-duplicates leaves them out.", err=True
        )


def say_likely(likely: "tuple[LikelyDuplicate, ...]") -> None:
    """Print the first new rows that may repeat an event of the record or an earlier row, with the reasons."""
    for line in _first([f"row {each.row} may be {each.what}: {each.other.why}" for each in likely]):
        typer.echo(line)


def say_outcome(
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
    say_lines(_refusal_lines(refusals))


def _refusal_lines(refusals: "tuple[Refusal, ...] | list[Refusal]") -> list[str]:
    """Return one line for each refusal."""
    return [f"row {each.row}, {each.column or 'whole row'}: {each.reason}" for each in refusals]


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_SHOWN
    return [*lines[:_MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])]
