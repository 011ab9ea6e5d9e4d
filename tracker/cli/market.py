"""``tracker event-study``: abnormal returns around events; ``tracker prices``: prices by ticker, fetched and kept."""

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, FilterOptions, read_session
from tracker.errors import TrackerError, UnknownValue
from tracker.filters import EventFilter, read_bound
from tracker.vocabulary import TermType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.market import EventResult, PriceSeries, StudyProblem, StudyResult
    from tracker.market.results import Window
    from tracker.read_models import EventRow, TermRow

_WINDOW = re.compile(r"\s*([+-]?\d{1,5})\s*,\s*([+-]?\d{1,5})\s*")


_SHARES = "CSV, Excel or JSON files with prices, one share or several each, or tickers whose prices are stored."
_MARKET = "Prices of the market: a file, a series' name, or a ticker whose prices are stored."


class StudyFormat(StrEnum):
    """How a study is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """How a study is made, as options."""

    window: Annotated[str, typer.Option(metavar="FIRST,LAST", help="Trading days around the event.")] = "-1,1"
    estimation: Annotated[
        str, typer.Option(metavar="FIRST,LAST", help="Trading days that the market model is estimated from.")
    ] = "-250,-11"
    after_close: Annotated[
        bool, typer.Option("--after-close", help="Take events as known only after the close of their day.")
    ] = False
    group_by: Annotated[
        str,
        typer.Option(metavar="direction|stance|kind|reach|year|company", help="What the last lines tell apart."),
    ] = "direction"


def event_study_command(
    prices: Annotated[list[str], typer.Argument(metavar="PRICES...", help=_SHARES)],
    *,
    market: Annotated[str, typer.Option(metavar="FILE|NAME", help=_MARKET)],
    ticker: Annotated[list[str] | None, typer.Option(help="Measure on this share only; may be repeated.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="An event's slug; may be repeated.")] = None,
    options: StudyOptions,
    output: Annotated[StudyFormat, typer.Option("--format", help="table, csv or json.")] = StudyFormat.TABLE,
    database: Database = None,
    filter_options: FilterOptions,
) -> None:
    """Measure what shares did beside the market around events: cumulative abnormal returns with their ranges.

    Events are named with --event, or chosen with the filter. Shares that are measured on one trading day are one
    observation of the tests. From 12 event days on, the last lines say whether stance, and reach, go with how shares
    moved, by rank correlation over the days. Prices are your own files, or those that `tracker prices fetch` has
    stored; this command itself downloads nothing.
    """
    from tracker.market import MarketProblem, event_study
    from tracker.market.cases import on_tickers
    from tracker.market.confounding import record_around
    from tracker.market.groupings import Grouping, study_groupings

    chosen = filter_options.chosen()
    if options.group_by not in set(Grouping):
        raise UnknownValue(f"--group-by: choose one of {', '.join(Grouping)}.")
    windows = _window("--window", options.window), _window("--estimation", options.estimation)
    series, market_series, notes = _read(database, prices, market)
    rows, every, companies = _events(database, event or (), chosen)
    events, problems = on_tickers(rows, ticker or ())
    try:
        result = event_study(
            series,
            market_series,
            events,
            *windows,
            after_close=options.after_close,
            groupings=study_groupings(rows, companies),
            around=record_around(every, companies),
        )
    except MarketProblem as problem:
        raise UnknownValue(str(problem)) from None
    _write(result, (*problems, *result.problems), notes, output, options.group_by)
    if not result.events:
        raise TrackerError("No event could be measured.")


def _write(
    result: "StudyResult",
    problems: "Sequence[StudyProblem]",
    notes: "Sequence[str]",
    output: StudyFormat,
    group_by: str,
) -> None:
    """Print a study; as JSON with its remarks, else with the remarks on standard error."""
    remarks = [*notes, *result.notes]
    if output is StudyFormat.JSON:
        plain = result.to_dict() | {"problems": [asdict(problem) for problem in problems], "notes": remarks}
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    _print(result, output, group_by)
    for line in (*remarks, *(problem.line for problem in problems)):
        typer.echo(line, err=True)


def _window(option: str, text: str) -> "Window":
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise UnknownValue(f"{option}: write the first and the last trading day around the event, like {option}=-1,1")
    return int(match[1]), int(match[2])


def _read(
    database: str | None, names: "Sequence[str]", market: str
) -> "tuple[tuple[PriceSeries, ...], PriceSeries, tuple[str, ...]]":
    """Read the shares and the market; a market that is neither file nor stored is a series among the shares."""
    from tracker.market import MarketProblem, get_series, read_prices

    shares = read_prices([_file(database, name) for name in names])
    alone = _found(database, market)
    kept = read_prices([alone]) if alone else shares
    notes = shares.notes + (kept.notes if alone else ())
    if alone and len(kept.series) > 1:
        held = ", ".join(each.name for each in kept.series)
        raise UnknownValue(f"--market: {market} has to hold the prices of one series; it holds {held}.")
    try:
        name = kept.series[0].name if alone and kept.series else market
        return shares.series, get_series(kept.series, name), notes
    except MarketProblem as problem:
        raise UnknownValue(" ".join([*notes, str(problem)])) from None


def _file(database: str | None, name: str) -> tuple[str, bytes]:
    found = _found(database, name)
    if found is None:
        raise UnknownValue(f"{name} is no file, and no ticker whose prices are stored (`tracker prices list`).")
    return found


def _found(database: str | None, name: str) -> tuple[str, bytes] | None:
    """Return a file of prices by its path, or the stored one of a ticker."""
    from tracker.market.stored_prices import list_stored, read_stored
    from tracker.tables.table import read_file

    # What is no plain file may still be read: a pipe.
    if Path(name).exists() and not Path(name).is_dir():
        return Path(name).name, read_file(Path(name))
    folder = _folder(database)
    return next(iter(read_stored(folder, [one for one in list_stored(folder) if one.ticker == name.upper()])), None)


def _folder(database: str | None) -> Path:
    from tracker.market.stored_prices import prices_folder
    from tracker.settings import database_url

    return prices_folder(database_url(database))


def _events(
    database: str | None, slugs: "Sequence[str]", chosen: EventFilter
) -> "tuple[tuple[EventRow, ...], tuple[EventRow, ...], tuple[TermRow, ...]]":
    """Return the events that are measured, all accepted ones, and the companies of the record."""
    from tracker.queries import get_event, list_events, list_terms, strict_filter

    if bool(slugs) == (not chosen.is_empty):
        raise UnknownValue("Name events with --event, or choose them with a filter such as --company; one of the two.")
    with read_session(database) as session:
        companies, every = tuple(list_terms(session, TermType.COMPANY)), list_events(session, EventFilter())
        if slugs:
            return tuple(get_event(session, slug) for slug in slugs), every, companies
        return list_events(session, strict_filter(session, chosen)), every, companies


def _print(result: "StudyResult", output: StudyFormat, group_by: str) -> None:
    from tracker.market.results import study_csv
    from tracker.market.words import (
        VALIDITY_CAUTION,
        group_words,
        method_sentence,
        placebo_sentence,
        study_sentence,
        validity_sentences,
    )

    if output is StudyFormat.CSV:
        typer.echo(study_csv(result.events), nl=False)
    elif result.events:
        typer.echo(f"{study_sentence(result)}\n{placebo_sentence(result)}\n{method_sentence(result)}\n")
        _print_table(result.events)
        groups = {part.name: part.group for part in result.parts_by(group_by)} | {"All": result.group}
        if result.group_apart is not result.group:
            groups["Not confounded"] = result.group_apart
        for name, group in groups.items():
            if group is not None:
                typer.echo(group_words(name, group))
        if validity := validity_sentences(result):
            typer.echo(f"\n{validity} {VALIDITY_CAUTION}")


def _print_table(events: "Sequence[EventResult]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("Day", "Share"):
        table.add_column(name, no_wrap=True)
    for name in ("Reaction %", "95 % range", "p"):
        table.add_column(name, justify="right", no_wrap=True)
    # A slug is longer than the column and must stay whole.
    table.add_column("Event", overflow="fold")
    for one in events:
        value, low, high = one.percents
        numbers = (f"{value:+.2f}", f"{low:+.2f} to {high:+.2f}", _p_words(one.p))
        also = f" (confounded with {', '.join(one.confounded_with)})" if one.confounded_with else ""
        table.add_row(one.day.isoformat(), Text(one.ticker), *numbers, Text(f"{one.title}{also}"))
    Console(soft_wrap=False, highlight=False).print(table)


class PricesStep(StrEnum):
    """What is done with stored prices."""

    FETCH = "fetch"
    LIST = "list"
    REMOVE = "remove"


def prices_command(
    step: Annotated[PricesStep, typer.Argument(help="fetch, list or remove.")],
    tickers: Annotated[
        list[str] | None, typer.Argument(help="What to fetch or to remove, such as BABA, 9988.HK or MCHI.")
    ] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help="Fetch prices on and after this date.")] = "2016",
    database: Database = None,
) -> None:
    """Fetch daily prices by ticker and keep them beside the database, list what is kept, or remove it.

    Only `fetch` uses the network: it asks Yahoo Finance through the optional library yfinance (the extra `prices`), for
    closes adjusted for splits and dividends up to yesterday. Exports and backups never hold prices.
    """
    from tracker.market import MarketProblem
    from tracker.market.stored_prices import list_stored, parse_tickers, remove_stored

    folder = _folder(database)
    try:
        if step is PricesStep.FETCH:
            _fetch(folder, tickers or (), since)
        elif step is PricesStep.REMOVE:
            for ticker in parse_tickers(tickers or ()):
                remove_stored(folder, ticker)
        else:
            for about in list_stored(folder):
                typer.echo(f"{about.ticker}\t{about.first}\t{about.last}\t{about.origin}\t{about.fetched_on}")
    except MarketProblem as problem:
        raise UnknownValue(str(problem)) from None


def _fetch(folder: Path, tickers: "Sequence[str]", since: str) -> None:
    from tracker.market.fetching import FETCHED_SINCE, fetch_prices

    first = read_bound(since, last=False) or FETCHED_SINCE
    found = fetch_prices(folder, tickers, first, dt.datetime.now(dt.UTC).date())
    for about in found.stored:
        typer.echo(f"Stored: {about.sentence}")
    if found.problems:
        raise TrackerError("\n".join(found.problems))


def _p_words(p: float) -> str:
    from tracker.market.words import p_words

    return p_words(p).removeprefix("p ").removeprefix("= ").replace(" ", "")
