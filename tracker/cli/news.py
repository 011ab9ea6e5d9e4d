"""The command ``changes``: what happened to the accepted record, for who reads it and for programs that follow it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.exporting import link_below
from tracker.cli.options import Database, FilterOptions, bound, read_session
from tracker.errors import UnknownValue
from tracker.filters import EventFilter

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.queries.news import News


class NewsFormat(StrEnum):
    """How the changes are printed."""

    TEXT = "text"
    JSON = "json"
    ATOM = "atom"
    JSON_FEED = "feed.json"


@dataclass(frozen=True, slots=True)
class OptionsOfNews(FilterOptions):
    """The filter of Events as options, of which the period is that of the Events and not that of the changes."""

    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|CHANGE",
            help="Tell what was recorded on or after this date, or after the change of that number; a number alone is "
            "a change's, so write a year as 2022-01-01.",
        ),
    ] = None
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Tell what was recorded on or before this date.")
    ] = None
    events_since: Annotated[str | None, typer.Option(metavar="DATE", help="Keep events on or after this date.")] = None
    events_until: Annotated[str | None, typer.Option(metavar="DATE", help="Keep events on or before this date.")] = None

    def chosen(self) -> EventFilter:
        """Return the filter; what cannot be read is an error that names the option."""
        others = FilterOptions.chosen(replace(self, since=None, until=None))
        return replace(
            others,
            since=bound("--events-since", self.events_since),
            until=bound("--events-until", self.events_until),
        )


def changes_command(
    *,
    limit: Annotated[
        int | None, typer.Option(min=1, help="The most changes, the newest first; a feed holds at most 200.")
    ] = None,
    output: Annotated[NewsFormat, typer.Option("--format", help="text, json, atom or feed.json.")] = NewsFormat.TEXT,
    pages: Annotated[
        str, typer.Option("--pages", metavar="URL", help="Where readers find the dashboard; a feed leads there.")
    ] = "",
    database: Database = None,
    options: OptionsOfNews,
) -> None:
    """Say what happened to the accepted events: which came in, were corrected (field by field), merged or left."""
    from tracker.queries import strict_filter
    from tracker.queries.news import iter_news

    asked, link = options.chosen(), link_below(pages)
    with read_session(database) as session:
        chosen = strict_filter(session, asked)
        after, before = _numbers(session, options)
        if output in {NewsFormat.ATOM, NewsFormat.JSON_FEED}:
            from tracker.exports import Asked, write_export

            wanted = Asked(session=session, chosen=chosen, limit=limit, link=link, after=after, before=before)
            if remark := write_export(wanted, output.value, sys.stdout.buffer).remark:
                typer.echo(remark, err=True)
            return
        news = islice(iter_news(session, chosen, after=after, before=before), limit)
        if output is NewsFormat.JSON:
            from tracker.exports.news_words import news_document
            from tracker.exports.writers import write_list

            write_list(map(news_document, news), sys.stdout.buffer)
            return
        count = 0
        for each in news:
            count += 1
            sys.stdout.writelines(f"{line}\n" for line in _lines(each))
    typer.echo(f"{count} change{'' if count == 1 else 's'}", err=True)


def _numbers(session: "Session", options: OptionsOfNews) -> tuple[int, int | None]:
    """Return the number after which changes are told, and the one before which."""
    import datetime as dt

    from tracker.queries.news import change_before
    from tracker.queries.past import latest_change

    since = (options.since or "").strip()
    after = 0
    if since.isdecimal():
        after, latest = int(since), latest_change(session)
        if after > latest:
            raise UnknownValue(f"--since: there is no change {since} yet; the latest is {latest}.")
    elif since and (day := bound("--since", since)):
        after = change_before(session, day)
    last = bound("--until", options.until)
    if last is None or last == dt.date.max:
        return after, None
    return after, change_before(session, last + dt.timedelta(days=1)) + 1


def _lines(news: "News") -> Iterator[str]:
    from tracker.exports.news_words import corrected_fields

    revision, event = news.revision, news.event
    into = f" into {news.merged_into}" if news.merged_into else ""
    at = revision.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield f"{revision.id} {at} {news.kind.label}{into}: {event.slug}  {event.date}  {event.title}"
    if revision.reason:
        yield f"    why: {revision.reason}"
    for one in corrected_fields(news):
        yield f"    {one.name}: {one.words('->')}"
