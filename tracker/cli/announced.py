"""The series of announcements by week or month, which ``tracker index --every`` prints in place of the index."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.errors import UnknownValue

if TYPE_CHECKING:
    from tracker.read_models import EventRow
    from tracker.sentiment.periods import Period


class Every(StrEnum):
    """How long one observation of the series is."""

    WEEK = "week"
    MONTH = "month"

    def periods(self, first: dt.date, last: dt.date) -> "list[Period]":
        """Return the weeks or months from the one that holds ``first`` to the one that holds ``last``."""
        from tracker.sentiment.periods import months, weeks

        return (weeks if self is Every.WEEK else months)(first, last)


class SplitBy(StrEnum):
    """What the series is split by."""

    SECTOR = "sector"
    KIND = "kind"

    def of(self, event: "EventRow") -> tuple[str, ...]:
        """Return the labels of an Event."""
        return (event.kind.value,) if self is SplitBy.KIND else event.sectors


@dataclass(frozen=True, slots=True)
class SeriesOptions:
    """The options of ``tracker index`` that ask for what was announced instead of the index."""

    every: Annotated[
        Every | None,
        typer.Option(help="Instead of the index: the sum of reach times stance announced in each week or month."),
    ] = None
    by: Annotated[SplitBy | None, typer.Option(help="With --every: one series for each sector or kind.")] = None

    def check(self, half_life: float, shrinkage: float, *, no_band: bool) -> None:
        """Refuse options that do not go together, such as those that shape the index alone.

        Raises:
            UnknownValue: with one sentence that names them.
        """
        from tracker.sentiment import HALF_LIFE, SHRINKAGE

        shaping = {"--half-life": half_life != HALF_LIFE, "--shrinkage": shrinkage != SHRINKAGE, "--no-band": no_band}
        given = [name for name, is_given in shaping.items() if is_given]
        if self.every and given:
            raise UnknownValue(f"{given[0]} shapes the index and changes nothing with --every; leave one of them out.")
        if self.by and not self.every:
            raise UnknownValue("--by splits a series of weeks or months; add --every week or --every month.")


def announced_table(
    events: "Sequence[EventRow]", every: Every, by: SplitBy | None, since: dt.date, until: dt.date
) -> tuple[Sequence[str], list[tuple[str | float, ...]]]:
    """Return the columns and the rows of the series."""
    from tracker.sentiment import ANNOUNCED_COLUMNS, announced

    labels = [by.of(event) for event in events] if by else None
    found = announced(events, every.periods(since, until), since=since, until=until, labels=labels)
    columns = (*ANNOUNCED_COLUMNS[:1], *((by.value,) if by else ()), *ANNOUNCED_COLUMNS[1:])
    return columns, [each.row(labelled=by is not None) for each in found]
