"""``tracker inbox``: what feeds brought, and what a person decides about it."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, TextFormat, open_database, read_session
from tracker.errors import UnknownValue
from tracker.feed_items import InboxItem, ItemState

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.articles import Analysis


class InboxStep(StrEnum):
    """What is done with the inbox."""

    LIST = "list"
    SHOW = "show"
    CONFIRM = "confirm"
    DRAFT = "draft"
    ACCEPT = "accept"
    DISMISS = "dismiss"
    RESTORE = "restore"


def inbox_command(
    step: Annotated[
        InboxStep, typer.Argument(help="list, show, confirm, draft, accept, dismiss or restore.")
    ] = InboxStep.LIST,
    item: Annotated[int | None, typer.Argument(help="The item's number.")] = None,
    slugs: Annotated[list[str] | None, typer.Argument(help="With confirm: the events that it is a source of.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="With list: the most items.")] = 20,
    feed: Annotated[str | None, typer.Option(metavar="KEY", help="With list: items of this feed only.")] = None,
    every: Annotated[bool, typer.Option("--all", help="With list: items that were decided about as well.")] = False,
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """List what feeds brought, the likeliest first, and decide about it.

    `confirm` adds the page to the sources of events, `draft` puts its new events into review, `accept` accepts these,
    `dismiss` says that it is not ours, and `restore` takes that back.
    """
    if step is InboxStep.LIST:
        states = tuple(ItemState) if every else (ItemState.NEW,)
        _list(database, states, feed, limit, output)
        return
    if item is None:
        raise UnknownValue("Name the item by its number; tracker inbox lists them.")
    if step is InboxStep.SHOW:
        _show(database, item, output)
        return
    if (step is InboxStep.CONFIRM) is not bool(slugs):
        raise UnknownValue("confirm needs the slugs of events behind the item's number, and only confirm takes any.")
    _decide(database, step, item, slugs or ())


def _list(database: str | None, states: Sequence[ItemState], feed: str | None, limit: int, output: TextFormat) -> None:
    from tracker.queries.inbox import count_items, freshness, list_items

    with read_session(database) as session:
        items = list_items(session, states, feed=feed, limit=limit)
        counts = count_items(session)
        fresh = freshness(session, dt.datetime.now(dt.UTC))
    if output is TextFormat.JSON:
        typer.echo(json.dumps([_document(each) for each in items], ensure_ascii=False, indent=2))
        return
    for each in items:
        day = each.published_on.isoformat() if each.published_on else "no day"
        state = "" if each.state is ItemState.NEW else f" ({each.state})"
        typer.echo(f"{each.id}\t{each.score:.2f}\t{day}\t{each.publisher}\t{each.title}{state}\n\t{each.url}")
    if not items:
        typer.echo("Nothing waits here.")
    for count in counts:
        new = count.states.get(ItemState.NEW, 0)
        typer.echo(f"{count.feed}: {new} new, {count.words}", err=True)
    typer.echo(fresh.sentence, err=True)


def _document(item: InboxItem) -> dict[str, object]:
    values = asdict(item)
    for name in ("published_on", "decided_at", "first_seen_at"):
        values[name] = values[name].isoformat() if values[name] else None
    return values


def _show(database: str | None, number: int, output: TextFormat) -> None:
    from tracker.articles import analysis_document
    from tracker.feeds import read_item
    from tracker.queries import list_events, list_terms
    from tracker.queries.events import EVERY_STATE
    from tracker.queries.inbox import get_item

    with read_session(database) as session:
        item = get_item(session, number)
        found = read_item(item, list_terms(session), list_events(session, EVERY_STATE))
    if output is TextFormat.JSON:
        typer.echo(json.dumps(_document(item) | {"read": analysis_document(found)}, ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(_lines(item, found)))


def _lines(item: InboxItem, found: "Analysis") -> Iterator[str]:
    yield f"{item.title}\n{item.publisher}, {item.published_on or 'day not known'}: {item.url}"
    yield f"{item.state}: {item.state.definition}"
    for word, slugs in (("source of", item.confirmed), ("drafts", item.drafted)):
        if slugs:
            yield f"{word}: {', '.join(slugs)}"
    for mention in found.mentions:
        yield f"known: {mention.event.date}  {mention.event.title}  [{mention.event.slug}]"
    for question in found.questions:
        for mention in question.mentions:
            yield f"perhaps: {mention.event.date}  {mention.event.title}  [{mention.event.slug}]"
    for candidate in found.new:
        yield f"new: {candidate.when}  {candidate.title}"
    for note in found.notes:
        yield f"note: {note}"


def _decide(database: str | None, step: InboxStep, number: int, slugs: Sequence[str]) -> None:
    from tracker.database import writing

    with writing(open_database(database)) as session:
        lines = _step(session, step, number, slugs)
    for line in lines:
        typer.echo(line)


def _step(session: "Session", step: InboxStep, number: int, slugs: Sequence[str]) -> list[str]:
    from tracker.feeds import accept_item_drafts, confirm_item, draft_item
    from tracker.settings import local_actor
    from tracker.store.inbox import dismiss_item, restore_item

    actor = local_actor()
    if step is InboxStep.CONFIRM:
        item = confirm_item(session, number, slugs, actor=actor)
        return [f"A source of: {slug}" for slug in item.confirmed]
    if step is InboxStep.DRAFT:
        saved = draft_item(session, number, actor=actor)
        return [f"Saved for review: {slug}" for slug in saved] or ["Nothing new here."]
    if step is InboxStep.ACCEPT:
        accepted = accept_item_drafts(session, number, actor=actor)
        return [f"Accepted: {slug}" for slug in accepted] or ["No draft waits here."]
    decide = dismiss_item if step is InboxStep.DISMISS else restore_item
    item = decide(session, number, actor=actor)
    return [f"{item.title}: {item.state}"]
