"""Commands that change events: ``add``, ``edit``, the steps in review, ``merge`` and ``undo``."""

from collections.abc import Callable
from dataclasses import MISSING, asdict, make_dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import Database, Texts, open_database
from tracker.event.fields import CONTENT, Field
from tracker.vocabulary import Origin, Step

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.actors import Actor

_Slug = Annotated[str, typer.Argument(help="The event's slug, as tracker list prints it.")]
_Why = Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")]
_Version = Annotated[
    int | None, typer.Option(help="The version that you have seen; a newer one is then not overwritten.")
]
_MEANINGS = {
    Step.WITHDRAW: "Take an event out of chart, index and exports; it stays in the history.",
    Step.RESTORE: "Bring a withdrawn or rejected event back to where it stood.",
    Step.SUBMIT: "Put an event that was sent back before the reviewer again.",
    Step.ACCEPT: "Accept a draft into the record.",
    Step.SEND_BACK: "Send an event back to its editor.",
    Step.REJECT: "Keep a draft out of the record.",
}


_Option = tuple[str, Any, Any]
_FIELDS = sorted((each for each in CONTENT.values() if each.asks), key=lambda each: each.name == "certainty")
"""The fields that have an option; the one with a usual value comes last."""


def _option(name: str, annotation: Any, usual: Any = MISSING) -> _Option:  # noqa: ANN401 - what Typer takes
    return name, annotation, dataclass_field(default=usual)


def _option_of(field: Field, words: str, usual: Any) -> _Option:  # noqa: ANN401 - see _option
    option = typer.Option(*([f"--{field.option}"] if field.option else []), help=words)
    given: Any = list[str] if field.form == "names" else str
    given = given if usual else given | None
    return _option(field.name, Annotated[given, option], usual)


NewOptions = make_dataclass(
    "NewOptions",
    [
        *(_option_of(each, each.asks, MISSING) for each in _FIELDS if each.needed),
        _option(
            "source",
            Annotated[list[str], typer.Option(metavar="URL", help="A page that supports it; may be repeated.")],
        ),
        _option(
            "publisher", Annotated[Texts, typer.Option(help="Who published each source, in the same order.")], None
        ),
        _option(
            "published", Annotated[Texts, typer.Option(help="When each source was published, in the same order.")], None
        ),
        *(_option_of(each, each.asks, getattr(each.blank, "value", None)) for each in _FIELDS if not each.needed),
    ],
    frozen=True,
)
"""The fields of a new Event as options."""

EditOptions = make_dataclass(
    "EditOptions",
    [
        *(_option_of(each, each.changes, None) for each in _FIELDS),
        _option(
            "source", Annotated[Texts, typer.Option(metavar="URL", help="One more source; may be repeated.")], None
        ),
    ],
    frozen=True,
)
"""The fields of an Event as options that change it."""


def add_command(
    new: Any,  # noqa: ANN401 - NewOptions
    force: Annotated[bool, typer.Option("--force", help="Save although a likely duplicate was found.")] = False,
    database: Database = None,
) -> None:
    """Add an event and print its slug."""
    from tracker.database import reading, writing
    from tracker.errors import TrackerError
    from tracker.event.draft import parse_event
    from tracker.event.labels import invisible_notes
    from tracker.settings import local_actor
    from tracker.store import add_event, prepare_draft

    values = _given(new) | {"sources": _sources(new.source, new.publisher or [], new.published or [])}
    draft = parse_event(values)
    engine = open_database(database)
    with reading(engine) as session:
        prepared = prepare_draft(session, draft)
    with writing(engine) as session:
        prepared = prepare_draft(session, draft, prepared)
        if prepared.alike and not force:
            found = "; ".join(f"{each.slug} ({each.why})" for each in prepared.alike)
            raise TrackerError(
                f"This may be in the record already: {found}. Repeat with --force to save it all the same."
            )
        reason = "added on the command line"
        slug = add_event(session, prepared.draft, origin=Origin.CLI, actor=local_actor(), reason=reason)
    for note in invisible_notes(values):
        typer.echo(f"note: {note}", err=True)
    for name in prepared.coined:
        typer.echo(f"New in the vocabularies: {name}", err=True)
    typer.echo(slug)


# Types that are made from the table cannot stand in a signature.
add_command.__annotations__["new"] = NewOptions


def _sources(urls: list[str], publishers: list[str], dates: list[str]) -> list[dict[str, str | None]]:
    def at(values: list[str], place: int) -> str | None:
        return values[place] if place < len(values) else None

    return [
        {"url": url, "publisher": at(publishers, place), "published_on": at(dates, place)}
        for place, url in enumerate(urls)
    ]


def _given(options: Any) -> dict[str, Any]:  # noqa: ANN401 - NewOptions or EditOptions
    """Return the fields of an Event that were given; sources are apart."""
    return {name: value for name, value in asdict(options).items() if name in CONTENT and value is not None}


def edit_command(
    slug: _Slug,
    changed: Any,  # noqa: ANN401 - EditOptions
    why: _Why = "",
    version: _Version = None,
    database: Database = None,
) -> None:
    """Change the given fields of an event and print its new version."""
    from tracker.event.draft import parse_event
    from tracker.event.labels import invisible_notes
    from tracker.queries import list_terms
    from tracker.queries.terms import with_known_names
    from tracker.store import revise_event
    from tracker.store.documents import event_content
    from tracker.store.events import current

    changes = _given(changed)

    def change(session: "Session", actor: "Actor") -> int:
        found = _found(session, slug)
        stored, document = current(session, found)
        values = event_content(document) | changes
        values |= {f"{field}_text": changes[field] for field in ("date", "end") if field in changes}
        values["sources"] = [*document["sources"], *({"url": url} for url in changed.source or ())]
        for note in invisible_notes(changes):
            typer.echo(f"note: {note}", err=True)
        draft, _ = with_known_names(list_terms(session), parse_event(values))
        return revise_event(session, found, draft, version=version or stored, actor=actor, reason=why)

    typer.echo(_write(database, change))


edit_command.__annotations__["changed"] = EditOptions


def _write(database: str | None, change: "Callable[[Session, Actor], int]") -> int:
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


def _step_command(step: Step) -> Callable[..., None]:
    def command(slug: _Slug, why: _Why = "", version: _Version = None, database: Database = None) -> None:
        from tracker.store import take_step

        def change(session: "Session", actor: "Actor") -> int:
            seen = version or _version_of(session, slug)
            return take_step(session, slug, step, version=seen, actor=actor, reason=why)

        typer.echo(_write(database, change))

    command.__name__, command.__doc__ = step.replace(" ", "_"), _MEANINGS[step]
    return command


STEP_COMMANDS = tuple(_step_command(step) for step in _MEANINGS)


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

    def change(session: "Session", actor: "Actor") -> int:
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
