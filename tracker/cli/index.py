"""``tracker index``: the index day by day, or, with ``--every``, what was announced by week or month."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

import typer

from tracker.cli.options import Database, FilterOptions, HalfLife, IncludedKinds, Shrinkage, read_kinds, read_session
from tracker.cli.reading import TableFormat, chosen_events, print_table, today
from tracker.dates import describe
from tracker.errors import DateProblem, TrackerError, UnknownValue
from tracker.filters import EventFilter, read_bound
from tracker.vocabulary import Kind

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.read_models import EventRow
    from tracker.sentiment import Acts, Codings
    from tracker.sentiment.acts import Labels
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


@dataclass(frozen=True, slots=True)
class ShapeOptions:
    """The options that shape the index and its range."""

    half_life: HalfLife = 60.0
    shrinkage: Shrinkage = 4.0
    no_band: Annotated[bool, typer.Option("--no-band", help="Leave the 80 % resampling ranges out.")] = False
    draw_coders: Annotated[
        bool, typer.Option("--draw-coders", help="Let the range draw one coder of each event as well as the stories.")
    ] = False

    @property
    def given(self) -> list[str]:
        """The options that are not as usual."""
        from tracker.sentiment import HALF_LIFE, SHRINKAGE

        unusual = {
            "--half-life": self.half_life != HALF_LIFE,
            "--shrinkage": self.shrinkage != SHRINKAGE,
            "--no-band": self.no_band,
            "--draw-coders": self.draw_coders,
        }
        return [name for name, is_given in unusual.items() if is_given]


@dataclass(frozen=True, slots=True)
class SeriesOptions:
    """The options of ``tracker index`` that ask for what was announced instead of the index."""

    every: Annotated[
        Every | None,
        typer.Option(help="Instead of the index: the sum of reach times stance announced in each week or month."),
    ] = None
    by: Annotated[
        SplitBy | None,
        typer.Option(
            help="With --every: one series for each sector or kind; an event counts in full under each of its sectors."
        ),
    ] = None

    def check(self, shape: ShapeOptions) -> None:
        """Refuse options that do not go together, such as those that shape the index alone.

        Raises:
            UnknownValue: with one sentence that names them.
        """
        if self.every and shape.given:
            raise UnknownValue(
                f"{shape.given[0]} shapes the index and changes nothing with --every; leave one of them out."
            )
        if self.by and not self.every:
            raise UnknownValue("--by splits a series of weeks or months; add --every week or --every month.")


@dataclass(frozen=True, slots=True)
class OptionsOfIndex(FilterOptions):
    """The filter as options; it says which events the index is made of, and not which days are shown."""

    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Make the index of events on or after this date alone, as if nothing had happened before; to see its "
            "days from a date on, use --from.",
        ),
    ] = None

    def remark(self, first: str | None) -> str:
        """Say that earlier events are left out, unless the first day was given too."""
        if self.since is None or first is not None:
            return ""
        return (
            "--since makes the index of events since then alone. Files, the site and the API take it for the period "
            "that is shown, and keep earlier events in memory; for that, use --from."
        )


def index_command(
    *,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day to show; else the first event's.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day to show; else today.")] = None,
    shape: ShapeOptions,
    include_kind: IncludedKinds = None,
    known_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only what the record held at the end of this day (UTC), as it stood then."),
    ] = None,
    series: SeriesOptions,
    output: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    database: Database = None,
    options: OptionsOfIndex,
) -> None:
    """Compute the index day by day with range, average, news and fading; with --every, what was announced instead."""
    series.check(shape)
    chosen, kinds, known = options.chosen(), read_kinds(include_kind), _known_day(known_on)
    days = _day(first, end=False), _day(last, end=True) or known or today()
    if not series.every and (remark := options.remark(first)):
        typer.echo(remark, err=True)
    if known or shape.draw_coders:
        # The past is read from the history and codings go by slugs, so that both need the events themselves.
        _print(
            CountedActs.of_rows(chosen_events(database, chosen, known), kinds), database, shape, series, days, output
        )
        return
    with read_session(database) as session:
        _print(CountedActs.of_columns(session, chosen, kinds), database, shape, series, days, output)


@dataclass(frozen=True, slots=True)
class CountedActs:
    """What counts of a filter: for words and the index, by kind, and as rows where those are needed."""

    acts: "Acts"
    by_kind: "Callable[[], Labels]"
    events: "Sequence[EventRow]" = ()

    @classmethod
    def of_rows(cls, events: "Sequence[EventRow]", kinds: frozenset[Kind]) -> Self:
        """Return those of some events that are of kinds that count."""
        from tracker.sentiment import Acts, counted_events
        from tracker.sentiment.acts import labels_of

        counted = counted_events(events, kinds)
        return cls(Acts.of(counted), lambda: labels_of([[event.kind.value] for event in counted]), counted)

    @classmethod
    def of_columns(cls, session: "Session", asked: EventFilter, kinds: frozenset[Kind]) -> Self:
        """Return what a filter keeps of the record, without reading the events one by one."""
        from tracker.queries import strict_filter
        from tracker.queries.columns import acts_at, current_columns, positions_kept

        columns = current_columns(session)
        kept = positions_kept(session, columns, strict_filter(session, asked))
        positions = kept[columns.counted(kinds)[kept]]
        return cls(acts_at(session, columns, positions), lambda: columns.by_kind(positions))


def _print(
    counted: CountedActs,
    database: str | None,
    shape: ShapeOptions,
    series: SeriesOptions,
    days: tuple[dt.date | None, dt.date],
    output: TableFormat,
) -> None:
    from tracker.sentiment import silence_in_words

    if not len(counted.acts):
        raise TrackerError("The filter keeps no event that counts, so there is no index; widen it.")
    since, until = days[0] or counted.acts.begins, days[1]
    if series.every:
        print_table(*announced_table(counted, series.every, series.by, since, until), output)
        return
    print_table(*_index_table(database, counted, shape, since, until), output)
    if words := silence_in_words(counted.acts, until):
        typer.echo(words, err=True)


def _index_table(
    database: str | None, counted: CountedActs, shape: ShapeOptions, since: dt.date, until: dt.date
) -> tuple[Sequence[str], list[tuple[str | float | None, ...]]]:
    """Return the columns and the rows of the index."""
    from tracker.sentiment import INDEX_COLUMNS, policy_index, resampling_band, rows

    h, k, evidence = shape.half_life, shape.shrinkage, counted.acts.evidence
    codings = _codings(database, counted.events, no_band=shape.no_band) if shape.draw_coders else None
    index = policy_index(evidence, since=since, until=until, half_life=h, shrinkage=k)
    band = None
    if not shape.no_band:
        band = resampling_band(
            evidence, since=since, until=until, half_life=h, shrinkage=k, codings=codings, series=index
        )
    return INDEX_COLUMNS, [(day.isoformat(), *values) for day, *values in rows(index, band)]


def announced_table(
    counted: CountedActs, every: Every, by: SplitBy | None, since: dt.date, until: dt.date
) -> tuple[Sequence[str], list[tuple[str | float, ...]]]:
    """Return the columns and the rows of the series."""
    from tracker.sentiment import ANNOUNCED_COLUMNS, announced

    labels = None if by is None else counted.by_kind() if by is SplitBy.KIND else counted.acts.labels()
    found = announced(counted.acts.evidence, every.periods(since, until), since=since, until=until, labels=labels)
    columns = (*ANNOUNCED_COLUMNS[:1], *((by.value,) if by else ()), *ANNOUNCED_COLUMNS[1:])
    return columns, [each.row(labelled=by is not None) for each in found]


def _codings(database: str | None, events: "Sequence[EventRow]", *, no_band: bool) -> "Codings":
    from tracker.queries import list_codings
    from tracker.sentiment import codings_of

    if no_band:
        raise TrackerError("Without a range there is no coder to draw; leave out --no-band or --draw-coders.")
    with read_session(database) as session:
        codings = codings_of(events, list_codings(session))
    if not codings.is_of_several:
        raise TrackerError("No further coder has coded an event of this filter; leave out --draw-coders.")
    return codings


def _day(text: str | None, *, end: bool) -> dt.date | None:
    return read_bound(text, last=end) if text else None


def _known_day(text: str | None) -> dt.date | None:
    try:
        day = _day(text, end=True)
    except DateProblem as problem:
        raise DateProblem(f"--known-on: {problem}") from None
    if day and day > today():
        raise DateProblem(f"--known-on: {describe(day.isoformat())} lies in the future.")
    return day
