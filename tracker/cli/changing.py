"""Commands that change events: ``add``, ``edit``, the steps in review, ``merge`` and ``undo``."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import Database, Texts, open_database
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


@dataclass(frozen=True, slots=True)
class NewOptions:
    """The fields of a new Event as options."""

    title: Annotated[str, typer.Option(help="What happened, in a few words.")]
    date: Annotated[str, typer.Option(help="When, as far as it is known: 17 May 2022, May 2022, 2022年5月17日.")]
    kind: Annotated[str, typer.Option(help="What sort of act or signal, such as rule or enforcement.")]
    stance: Annotated[str, typer.Option(help="From -3 severe restriction to 3 strong opening.")]
    stance_reason: Annotated[str, typer.Option("--reason", help="Why this stance, in one line.")]
    reach: Annotated[str, typer.Option(help="From 1 one firm to 4 the whole economy.")]
    source: Annotated[list[str], typer.Option(metavar="URL", help="A page that supports it; may be repeated.")]
    publisher: Annotated[Texts, typer.Option(help="Who published each source, in the same order.")] = None
    published: Annotated[Texts, typer.Option(help="When each source was published, in the same order.")] = None
    title_zh: Annotated[str | None, typer.Option(help="The Chinese title, as a source gives it.")] = None
    end: Annotated[str | None, typer.Option(help="When it ended; .. where it has not.")] = None
    sectors: Annotated[Texts, typer.Option("--sector", help="A sector; may be repeated.")] = None
    agencies: Annotated[Texts, typer.Option("--agency", help="An agency; may be repeated.")] = None
    companies: Annotated[Texts, typer.Option("--company", help="A company; may be repeated.")] = None
    people: Annotated[Texts, typer.Option("--person", help="A person; may be repeated.")] = None
    thread: Annotated[str | None, typer.Option(help="The story that it belongs to.")] = None
    summary: Annotated[str, typer.Option(help="What happened, in two or three sentences.")] = ""
    date_evidence: Annotated[
        str, typer.Option("--evidence", help="Which source says which date; doubts are named.")
    ] = ""
    certainty: Annotated[str, typer.Option(help="high, medium or low.")] = "high"


def add_command(
    new: NewOptions,
    force: Annotated[bool, typer.Option("--force", help="Save although a likely duplicate was found.")] = False,
    database: Database = None,
) -> None:
    """Add an event and print its slug."""
    from tracker.cleaning import invisible_notes
    from tracker.database import writing
    from tracker.drafts import parse_event
    from tracker.errors import TrackerError
    from tracker.settings import local_actor
    from tracker.store import add_event, prepare_draft

    values = _given(new) | {"sources": _sources(new.source, new.publisher or [], new.published or [])}
    draft = parse_event(values)
    with writing(open_database(database)) as session:
        draft, coined, likely = prepare_draft(session, draft)
        if likely and not force:
            found = "; ".join(f"{each.slug} ({each.why})" for each in likely)
            raise TrackerError(
                f"This may be in the record already: {found}. Repeat with --force to save it all the same."
            )
        slug = add_event(session, draft, origin=Origin.CLI, actor=local_actor(), reason="added on the command line")
    for note in invisible_notes(values):
        typer.echo(f"note: {note}", err=True)
    for name in coined:
        typer.echo(f"New in the vocabularies: {name}", err=True)
    typer.echo(slug)


def _sources(urls: list[str], publishers: list[str], dates: list[str]) -> list[dict[str, str | None]]:
    def at(values: list[str], place: int) -> str | None:
        return values[place] if place < len(values) else None

    return [
        {"url": url, "publisher": at(publishers, place), "published_on": at(dates, place)}
        for place, url in enumerate(urls)
    ]


@dataclass(frozen=True, slots=True)
class EditOptions:
    """The fields of an Event as options that change it."""

    title: Annotated[str | None, typer.Option(help="A new title.")] = None
    title_zh: Annotated[str | None, typer.Option(help="A new Chinese title; empty takes it away.")] = None
    date: Annotated[str | None, typer.Option(help="A new date.")] = None
    end: Annotated[str | None, typer.Option(help="A new end; .. while it goes on, empty takes it away.")] = None
    kind: Annotated[str | None, typer.Option(help="A new kind.")] = None
    stance: Annotated[str | None, typer.Option(help="A new stance.")] = None
    stance_reason: Annotated[str | None, typer.Option("--reason", help="A new reason for the stance.")] = None
    reach: Annotated[str | None, typer.Option(help="A new reach.")] = None
    sectors: Annotated[Texts, typer.Option("--sector", help="The sectors instead of those there; may be repeated.")] = (
        None
    )
    agencies: Annotated[
        Texts, typer.Option("--agency", help="The agencies instead of those there; may be repeated.")
    ] = None
    companies: Annotated[
        Texts, typer.Option("--company", help="The companies instead of those there; may be repeated.")
    ] = None
    people: Annotated[Texts, typer.Option("--person", help="The people instead of those there; may be repeated.")] = (
        None
    )
    thread: Annotated[str | None, typer.Option(help="A new thread; empty takes it away.")] = None
    summary: Annotated[str | None, typer.Option(help="A new summary.")] = None
    date_evidence: Annotated[str | None, typer.Option("--evidence", help="New evidence for the date.")] = None
    certainty: Annotated[str | None, typer.Option(help="A new certainty.")] = None
    source: Annotated[Texts, typer.Option(metavar="URL", help="One more source; may be repeated.")] = None


def _given(options: NewOptions | EditOptions) -> dict[str, Any]:
    """Return the fields of an Event that were given; sources are apart."""
    from tracker.drafts import EVENT_FIELDS

    return {name: value for name, value in asdict(options).items() if name in EVENT_FIELDS and value is not None}


def edit_command(
    slug: _Slug,
    changed: EditOptions,
    why: _Why = "",
    version: _Version = None,
    database: Database = None,
) -> None:
    """Change the given fields of an event and print its new version."""
    from tracker.cleaning import invisible_notes
    from tracker.drafts import EVENT_FIELDS, parse_event
    from tracker.queries import list_terms
    from tracker.queries.terms import with_known_names
    from tracker.store import revise_event
    from tracker.store.events import current

    changes = _given(changed)

    def change(session: "Session", actor: "Actor") -> int:
        found = _found(session, slug)
        stored, document = current(session, found)
        values = {name: document[name] for name in EVENT_FIELDS} | changes
        values |= {f"{field}_text": changes[field] for field in ("date", "end") if field in changes}
        values["sources"] = [*document["sources"], *({"url": url} for url in changed.source or ())]
        for note in invisible_notes(changes):
            typer.echo(f"note: {note}", err=True)
        draft, _ = with_known_names(list_terms(session), parse_event(values))
        return revise_event(session, found, draft, version=version or stored, actor=actor, reason=why)

    typer.echo(_write(database, change))


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
