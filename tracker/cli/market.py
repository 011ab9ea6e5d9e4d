"""``tracker event-study``: abnormal returns around events, from a reader's own prices."""

import json
import re
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, FilterOptions, read_session
from tracker.errors import TrackerError, UnknownValue
from tracker.filters import EventFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.market import EventResult, GroupResult, PriceSeries, StudyProblem, StudyResult
    from tracker.market.results import Window
    from tracker.read_models import EventRow

_WINDOW = re.compile(r"\s*([+-]?\d{1,5})\s*,\s*([+-]?\d{1,5})\s*")


class StudyFormat(StrEnum):
    """How a study is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def event_study_command(
    prices: Annotated[
        list[Path],
        typer.Argument(
            exists=True, dir_okay=False, help="CSV, Excel or JSON files with prices, one share or several each."
        ),
    ],
    *,
    market: Annotated[str, typer.Option(metavar="FILE|NAME", help="Prices of the market: a file, or a series' name.")],
    ticker: Annotated[list[str] | None, typer.Option(help="Measure on this share only; may be repeated.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="An event's slug; may be repeated.")] = None,
    window: Annotated[str, typer.Option(metavar="FIRST,LAST", help="Trading days around the event.")] = "-1,1",
    estimation: Annotated[
        str, typer.Option(metavar="FIRST,LAST", help="Trading days that the market model is estimated from.")
    ] = "-250,-11",
    after_close: Annotated[
        bool, typer.Option("--after-close", help="Take events as known only after the close of their day.")
    ] = False,
    output: Annotated[StudyFormat, typer.Option("--format", help="table, csv or json.")] = StudyFormat.TABLE,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Measure what shares did beside the market around events: cumulative abnormal returns with standard errors.

    Events are named with --event, or chosen with the filter. Prices are your own files; nothing is downloaded.
    """
    from tracker.market import MarketProblem, event_study
    from tracker.market.cases import on_tickers

    chosen = options.chosen()
    windows = _window("--window", window), _window("--estimation", estimation)
    series, market_series, notes = _read(prices, market)
    events, problems = on_tickers(_events(database, event or (), chosen), ticker or ())
    try:
        result = event_study(series, market_series, events, *windows, after_close=after_close)
    except MarketProblem as problem:
        raise UnknownValue(str(problem)) from None
    _write(result, (*problems, *result.problems), notes, output)
    if not result.events:
        raise TrackerError("No event could be measured.")


def _write(
    result: "StudyResult", problems: "Sequence[StudyProblem]", notes: "Sequence[str]", output: StudyFormat
) -> None:
    """Print a study; as JSON with its remarks, else with the remarks on standard error."""
    remarks = [*notes, *result.notes]
    if output is StudyFormat.JSON:
        plain = result.to_dict() | {"problems": [asdict(problem) for problem in problems], "notes": remarks}
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    _print(result, output)
    for line in (*remarks, *(problem.line for problem in problems)):
        typer.echo(line, err=True)


def _window(option: str, text: str) -> "Window":
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise UnknownValue(f"{option}: write the first and the last trading day around the event, like {option}=-1,1")
    return int(match[1]), int(match[2])


def _read(files: "Sequence[Path]", market: str) -> "tuple[tuple[PriceSeries, ...], PriceSeries, tuple[str, ...]]":
    """Read the shares and the market; a market that is no file is a series among the shares."""
    from tracker.market import MarketProblem, get_series, read_prices
    from tracker.tables.table import read_file

    shares = read_prices([(file.name, read_file(file)) for file in files])
    in_file = Path(market).is_file()
    kept = read_prices([(Path(market).name, read_file(Path(market)))]) if in_file else shares
    notes = shares.notes + (kept.notes if in_file else ())
    if in_file and len(kept.series) > 1:
        names = ", ".join(each.name for each in kept.series)
        raise UnknownValue(f"--market: {market} has to hold the prices of one series; it holds {names}.")
    try:
        name = kept.series[0].name if in_file and kept.series else market
        return shares.series, get_series(kept.series, name), notes
    except MarketProblem as problem:
        raise UnknownValue(" ".join([*notes, str(problem)])) from None


def _events(database: str | None, slugs: "Sequence[str]", chosen: EventFilter) -> "tuple[EventRow, ...]":
    from tracker.queries import get_event, list_events, strict_filter

    if bool(slugs) == (not chosen.is_empty):
        raise UnknownValue("Name events with --event, or choose them with a filter such as --company; one of the two.")
    with read_session(database) as session:
        if slugs:
            return tuple(get_event(session, slug) for slug in slugs)
        return list_events(session, strict_filter(session, chosen))


def _print(result: "StudyResult", output: StudyFormat) -> None:
    from tracker.market.results import study_csv

    if output is StudyFormat.CSV:
        typer.echo(study_csv(result.events), nl=False)
    elif result.events:
        _print_table(result.events)
        for name, group in (("All", result.group), ("Not confounded", result.group_apart)):
            if group is not None and (group is not result.group or name == "All"):
                typer.echo(f"{name}: {_group_words(group)}")


def _print_table(events: "Sequence[EventResult]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("Day", "Share"):
        table.add_column(name, no_wrap=True)
    for name in ("CAR %", "SE %", "t", "p", "Returns"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Event")
    for one in events:
        mark = " (confounded)" if one.confounded else ""
        numbers = (f"{100 * one.car:+.2f}", f"{100 * one.se:.2f}", f"{one.t:+.2f}", _p_words(one.p), f"{one.returns}")
        table.add_row(one.day.isoformat(), Text(one.ticker), *numbers, Text(f"{one.title}{mark}"))
    Console(soft_wrap=False, highlight=False).print(table)


def _group_words(group: "GroupResult") -> str:
    tests = [
        f"{test.name} {test.reason}"
        if test.statistic is None
        else f"{test.name} {test.statistic:+.2f} (p {_p_words(test.p)})"
        for test in group.tests
    ]
    mean = f"mean CAR {100 * group.mean_car:+.2f} % (SE {100 * group.se:.2f}), {group.events} measured"
    return "; ".join([mean, *tests])


def _p_words(p: float | None) -> str:
    return "" if p is None else "<0.001" if p < 0.0005 else f"{p:.3f}"  # noqa: PLR2004 - the last digit that is shown
