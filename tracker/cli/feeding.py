"""Commands that bring news in: ``feeds`` chooses them, ``fetch`` and ``watch`` are the only ones that ask for them."""

import json
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tracker.cli.options import Database, TextFormat, delayed_bar, open_database, read_session
from tracker.errors import TrackerError, UnknownValue
from tracker.vocabulary import Role

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.feed_items import FeedStanding
    from tracker.feeds.feed_list import Feed
    from tracker.feeds.manners import Manners
    from tracker.feeds.rounds import Round


class FeedsStep(StrEnum):
    """What is done with the list of feeds."""

    LIST = "list"
    ON = "on"
    OFF = "off"
    ADD = "add"


def feeds_command(
    step: Annotated[FeedsStep, typer.Argument(help="list, on, off or add.")] = FeedsStep.LIST,
    keys: Annotated[list[str] | None, typer.Argument(help="The feeds' keys; one new key with add.")] = None,
    name: Annotated[str, typer.Option(help="With add: who publishes it.")] = "",
    url: Annotated[str, typer.Option(metavar="URL", help="With add: its address; https only.")] = "",
    language: Annotated[str, typer.Option(help="With add: its language, such as en or zh.")] = "",
    kind: Annotated[str, typer.Option(help="With add: what sort of source its pages are.")] = "",
    selector: Annotated[
        str, typer.Option(help="With add: the address is a page that lists links; a CSS selector of its rows.")
    ] = "",
    seen_on: Annotated[str, typer.Option(metavar="URL", help="With add: the page on which the address stands.")] = "",
    output: Annotated[TextFormat, typer.Option("--format", help="With list: text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """List the feeds, switch them on and off, or add one of your own; nothing is fetched by it.

    All feeds that travel with the program are off. What is on, and what you added, stands in a file beside the
    database (TRACKER_FEEDS names another).
    """
    from tracker.feeds.feed_list import add_feed, list_feeds, parse_feed, switch_feeds
    from tracker.settings import local_actor

    file, chosen = _feeds_file(database), tuple(keys or ())
    if step is FeedsStep.LIST:
        _list(list_feeds(file), database, output)
        return
    local_actor().check(Role.EDITOR)
    if not chosen:
        raise UnknownValue("Name a feed by its key; tracker feeds list shows them.")
    if step is FeedsStep.ADD:
        form = "links" if selector else "feed"
        values = {"key": chosen[0], "name": name, "address": url, "language": language, "kind": kind, "form": form}
        add_feed(file, parse_feed(values | {"selector": selector, "seen_on": seen_on}, is_own=True))
        typer.echo(f"Added and switched on: {chosen[0]}")
        return
    switch_feeds(file, chosen, on=step is FeedsStep.ON)
    typer.echo(f"Switched {step}: {', '.join(chosen)}")


def _list(feeds: "Sequence[Feed]", database: str | None, output: TextFormat) -> None:
    """Print the feeds; for those that are on, also how the last fetch went."""
    from tracker.queries.inbox import list_standings

    standings = {}
    if any(feed.is_on for feed in feeds):
        with read_session(database) as session:
            standings = list_standings(session)
    if output is TextFormat.JSON:
        plain = [asdict(feed) | {"problem": _problem(standings.get(feed.key))} for feed in feeds]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for feed in feeds:
        mark = "on " if feed.is_on else "off"
        typer.echo(f"{mark}  {feed.key}\t{feed.name}\t{feed.language or ''}\t{feed.kind or ''}\t{feed.address}")
        if feed.is_on:
            typer.echo(f"     {_problem(standings.get(feed.key)) or 'All is well.'}")


def _problem(standing: "FeedStanding | None") -> str:
    return "It was not fetched yet." if standing is None else standing.problem


def _feeds_file(database: str | None) -> Path:
    from tracker.feeds.feed_list import feeds_file
    from tracker.settings import database_url

    return feeds_file(database_url(database))


Keys = Annotated[list[str] | None, typer.Option("--feed", metavar="KEY", help="Fetch this feed; may be repeated.")]
Articles = Annotated[bool, typer.Option("--articles", help="Ask for the pages of new items as well.")]


def fetch_command(feed: Keys = None, articles: Articles = False, database: Database = None) -> None:
    """Fetch the feeds that are on once and keep what is new for the inbox.

    Only this command and `watch` use the network for news. They ask public https addresses only, keep to what a site
    asks of robots, and leave a feed alone for a while after an error; one that is named by --feed only for as long as
    its server asks. The status is 1 where something failed and nothing was fetched.
    """
    from tracker.feeds.manners import Manners
    from tracker.feeds.visiting import Network

    done = _fetch_once(open_database(database), database, Manners(Network()), feed or (), articles=articles)
    if done.failed and not done.fetched:
        raise typer.Exit(1)


def watch_command(
    every: Annotated[int, typer.Option(min=5, max=10_080, metavar="MINUTES", help="Minutes between rounds.")] = 60,
    articles: Articles = False,
    database: Database = None,
) -> None:
    """Fetch the feeds that are on again and again, until it is ended; the choice of feeds is read anew each time."""
    from tracker.feeds.manners import Manners
    from tracker.feeds.visiting import Network

    engine, manners = open_database(database), Manners(Network())
    signal.signal(signal.SIGTERM, _end)
    try:
        # What is wrong at the start is for the person who starts it; later, the next round may find it mended.
        _fetch_once(engine, database, manners, (), articles=articles)
        while True:
            time.sleep(every * 60)
            try:
                _fetch_once(engine, database, manners, (), articles=articles)
            except TrackerError as problem:
                typer.echo(str(problem), err=True)
    except KeyboardInterrupt:
        return


def _end(*_: Any) -> NoReturn:  # noqa: ANN401 - what the system hands to a handler of signals
    raise KeyboardInterrupt


def _fetch_once(
    engine: "Engine", database: str | None, manners: "Manners", keys: Sequence[str], *, articles: bool
) -> "Round":
    from tracker.feeds.feed_list import chosen_feeds
    from tracker.feeds.rounds import fetch_round
    from tracker.settings import local_actor

    local_actor().check(Role.EDITOR)
    feeds = chosen_feeds(_feeds_file(database), keys)
    if not feeds:
        raise UnknownValue("No feed is switched on; tracker feeds list shows them, tracker feeds on KEY switches one.")
    with delayed_bar() as report:
        done = fetch_round(
            engine, feeds, manners, is_named=bool(keys), articles=articles, say=typer.echo, report=report
        )
    typer.echo(done.words)
    return done
