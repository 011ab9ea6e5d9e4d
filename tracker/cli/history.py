"""Commands about the past, about what looks the same and about what is missing."""

import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import (
    Database,
    FilterOptions,
    HalfLife,
    IncludedKinds,
    Shrinkage,
    TextFormat,
    read_kinds,
    read_session,
)
from tracker.cli.reading import TableFormat, print_table, today
from tracker.gaps import Gap

if TYPE_CHECKING:
    from tracker.read_models import RevisionRow


def history_command(
    slug: Annotated[
        str | None, typer.Argument(help="An event's slug, or a name as sector/gaming; without it, all changes.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="The most changes, the newest first.")] = 20,
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """Say who changed what, when and why, field by field."""
    from tracker.changes import action_words, field_changes
    from tracker.queries import find_slug, get_event, list_revisions
    from tracker.queries.past import documents_before
    from tracker.store.events import current

    with read_session(database) as session:
        kind = ("term" if "/" in slug else "event") if slug else None
        if slug and kind == "event" and find_slug(session, slug) is None:
            get_event(session, slug)  # It raises the error that names near slugs.
        if slug and kind == "term":
            current(session, slug, subject_type="term")
        revisions = list_revisions(session, subject_type=kind, subject_key=slug, limit=limit)
        before = documents_before(session, revisions)
        changes = [field_changes(before.get(each.id), each.document) for each in revisions]
    if output is TextFormat.JSON:
        typer.echo(
            json.dumps(
                [
                    _head(each) | {"fields": {one.field: [one.before, one.after] for one in fields}}
                    for each, fields in zip(revisions, changes, strict=True)
                ],
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    for each, fields in zip(revisions, changes, strict=True):
        head = _head(each)
        typer.echo(f"{each.id} {head['at']} {action_words(each.action)} by {each.actor}: {_subject(each)}")
        if each.reason:
            typer.echo(f"    why: {each.reason}")
        for one in fields if each.version > 1 else ():
            typer.echo(f"    {one.name}: {one.words('->')}")


def vintages_command(
    *,
    half_life: HalfLife = 60.0,
    shrinkage: Shrinkage = 4.0,
    include_kind: IncludedKinds = None,
    output: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    database: Database = None,
    options: FilterOptions,
) -> None:
    """Say how far the index of a day shifted in the 4, 12 and 52 weeks after it, as more of it was recorded."""
    from tracker.queries import strict_filter
    from tracker.queries.past import end_of_day, events_over_time, first_change_on
    from tracker.sentiment import age_words, counted_events, shifts_by_age, weekly_days

    kinds = read_kinds(include_kind)
    with read_session(database) as session:
        chosen = strict_filter(session, options.chosen())
        last = today()
        first = first_change_on(session) or last
        days = weekly_days(first, last)
        over_time = events_over_time(session, [end_of_day(day) for day in days], chosen)
        known = [counted_events(events, kinds) for events in over_time]
    shifts = shifts_by_age(days, known, half_life=half_life, shrinkage=shrinkage)
    rows = [
        (weeks, each.days, each.mean, each.largest, each.on and each.on.isoformat()) for weeks, each in shifts.items()
    ]
    print_table(("weeks", "days", "mean", "largest", "on"), rows, output)
    if told := age_words(first, last):
        typer.echo(told, err=True)


def _subject(revision: "RevisionRow") -> str:
    kinds = {"curated": "curated version of", "distinct": "not the same:"}
    return f"{kinds.get(revision.subject_type, revision.subject_type)} {revision.subject_key}"


def _head(revision: "RevisionRow") -> dict[str, object]:
    return {
        "number": revision.id,
        "at": revision.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": revision.actor,
        "action": revision.action,
        "subject": f"{revision.subject_type} {revision.subject_key}",
        "version": revision.version,
        "why": revision.reason,
    }


def duplicates_command(database: Database = None) -> None:
    """List pairs of events that may be one, the likeliest first."""
    from tracker.duplicates import find_pairs
    from tracker.queries import iter_events, list_terms
    from tracker.queries.events import IN_PLAY
    from tracker.store import distinct_pairs

    with read_session(database) as session:
        by_day = partial(iter_events, session, IN_PLAY)
        pairs = find_pairs(by_day, list_terms(session), apart=distinct_pairs(session))
    for pair in pairs:
        typer.echo(f"{pair.first}  {pair.second}  {pair.why}")
    typer.echo(f"{len(pairs)} pairs", err=True)


def gaps_command(
    missing: Annotated[Gap | None, typer.Argument(help="What is missing; without it, any of it.")] = None,
    database: Database = None,
) -> None:
    """List accepted events that lack an official source, one in Chinese, a Chinese name or a second coding."""
    from tracker.gaps import count_coders, gaps_of
    from tracker.queries import iter_events, list_codings

    with read_session(database) as session:
        coders = count_coders(list_codings(session))
        for event in iter_events(session):
            gaps = gaps_of(event, coders)
            if missing in gaps if missing else gaps:
                sys.stdout.write(f"{event.date}  {event.slug}  {', '.join(gaps)}\n")
