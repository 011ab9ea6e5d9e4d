"""Commands that change what is there: ``edit``, the steps in review, ``merge`` and ``undo``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import Database, fields_of, open_database

if TYPE_CHECKING:
    from sqlmodel import Session

_Names = list[str] | None
_Slug = Annotated[str, typer.Argument(help="The event's slug, as tracker list prints it.")]
_Why = Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")]
_Version = Annotated[
    int | None, typer.Option(help="The version that you have seen; a newer one is then not overwritten.")
]
STEPS = {
    "withdraw": "Take an event out of chart, index and exports; it stays in the history.",
    "restore": "Bring a withdrawn or rejected event back to where it stood.",
    "submit": "Put an event that was sent back before the reviewer again.",
    "accept": "Accept a draft into the record.",
    "send-back": "Send an event back to its editor.",
    "reject": "Keep a draft out of the record.",
}


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("edit")(edit_command)
    for step, meaning in STEPS.items():
        app.command(step, help=meaning)(_step(step))
    app.command("merge")(merge_command)
    app.command("undo")(undo_command)


def edit_command(
    slug: _Slug,
    title: Annotated[str | None, typer.Option(help="A new title.")] = None,
    title_zh: Annotated[str | None, typer.Option(help="A new Chinese title; empty takes it away.")] = None,
    date: Annotated[str | None, typer.Option(help="A new date.")] = None,
    end: Annotated[str | None, typer.Option(help="A new end; .. while it goes on, empty takes it away.")] = None,
    kind: Annotated[str | None, typer.Option(help="A new kind.")] = None,
    stance: Annotated[str | None, typer.Option(help="A new stance.")] = None,
    reason: Annotated[str | None, typer.Option(help="A new reason for the stance.")] = None,
    reach: Annotated[str | None, typer.Option(help="A new reach.")] = None,
    sector: Annotated[_Names, typer.Option(help="The sectors instead of those there; may be repeated.")] = None,
    agency: Annotated[_Names, typer.Option(help="The agencies instead of those there; may be repeated.")] = None,
    company: Annotated[_Names, typer.Option(help="The companies instead of those there; may be repeated.")] = None,
    person: Annotated[_Names, typer.Option(help="The people instead of those there; may be repeated.")] = None,
    thread: Annotated[str | None, typer.Option(help="A new thread; empty takes it away.")] = None,
    summary: Annotated[str | None, typer.Option(help="A new summary.")] = None,
    evidence: Annotated[str | None, typer.Option(help="New evidence for the date.")] = None,
    certainty: Annotated[str | None, typer.Option(help="A new certainty.")] = None,
    source: Annotated[_Names, typer.Option(metavar="URL", help="One more source; may be repeated.")] = None,
    why: _Why = "",
    version: _Version = None,
    database: Database = None,
) -> None:
    """Change the given fields of an event and print its new version."""
    typer.echo(_edit(slug, fields_of(locals()), source or [], (version, why), database))


def _edit(
    slug: str, changes: dict[str, Any], urls: list[str], seen: tuple[int | None, str], database: str | None
) -> int:
    from tracker.cleaning import invisible_notes
    from tracker.drafts import EVENT_FIELDS, parse_event
    from tracker.queries import list_terms
    from tracker.queries.terms import with_known_names
    from tracker.store import revise_event
    from tracker.store.events import current

    version, why = seen

    def change(session: "Session", actor: Any) -> int:  # noqa: ANN401 - named in _write
        found = _found(session, slug)
        stored, document = current(session, found)
        values = {name: document[name] for name in EVENT_FIELDS} | changes
        values |= {f"{field}_text": changes[field] for field in ("date", "end") if field in changes}
        values["sources"] = [*document["sources"], *({"url": url} for url in urls)]
        for note in invisible_notes(changes):
            typer.echo(f"note: {note}", err=True)
        draft, _ = with_known_names(list_terms(session), parse_event(values))
        return revise_event(session, found, draft, version=version or stored, actor=actor, reason=why)

    return _write(database, change)


def _write(database: str | None, change: Callable[["Session", Any], int]) -> int:
    from tracker.database import writing
    from tracker.settings import local_actor

    with writing(open_database(database)) as session:
        return change(session, local_actor())


def _found(session: "Session", slug: str) -> str:
    from tracker.queries import get_event

    return get_event(session, slug).slug


def _version_of(session: "Session", slug: str) -> int:
    """Return the version of the Event that has this slug itself; what it was merged into is another Event."""
    from tracker.store.events import current

    _found(session, slug)  # It raises the error that names near slugs.
    return current(session, slug)[0]


def _step(name: str) -> Callable[..., None]:
    def command(slug: _Slug, why: _Why = "", version: _Version = None, database: Database = None) -> None:
        from tracker import store

        move = getattr(store, f"{name.replace('-', '_')}_event")

        def change(session: "Session", actor: Any) -> int:  # noqa: ANN401 - named in _write
            seen = version or _version_of(session, slug)
            return int(move(session, slug, version=seen, actor=actor, reason=why))

        typer.echo(_write(database, change))

    return command


def merge_command(
    kept: Annotated[str, typer.Argument(help="The slug of the event that stays.")],
    gone: Annotated[str, typer.Argument(help="The slug of the event that goes into it.")],
    why: _Why = "",
    version: Annotated[
        int | None, typer.Option(help="The version of the event that stays, as you have seen it.")
    ] = None,
    gone_version: Annotated[int | None, typer.Option(help="The same of the event that goes into it.")] = None,
    database: Database = None,
) -> None:
    """Merge one event into another; the old slug leads to the one that stays."""
    from tracker.store import merge_events

    def change(session: "Session", actor: Any) -> int:  # noqa: ANN401 - named in _write
        return merge_events(
            session,
            kept,
            gone,
            kept_version=version or _version_of(session, kept),
            gone_version=gone_version or _version_of(session, gone),
            actor=actor,
            reason=why,
        )

    typer.echo(_write(database, change))


def undo_command(
    number: Annotated[int, typer.Argument(min=1, help="The change's number, as tracker history prints it.")],
    why: _Why = "",
    database: Database = None,
) -> None:
    """Take one change back by a new change, a merge with both its events, and print the new version."""
    from tracker.store import undo_change

    typer.echo(_write(database, lambda session, actor: undo_change(session, number, actor=actor, reason=why)))
