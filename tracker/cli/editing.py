"""Commands that change the record: ``add``."""

from typing import Annotated, Any

import typer

from tracker.cli.options import Database, fields_of, open_database

_Names = list[str] | None


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("add")(add_command)


def add_command(
    title: Annotated[str, typer.Option(help="What happened, in a few words.")],
    date: Annotated[str, typer.Option(help="When, as far as it is known: 17 May 2022, May 2022, 2022年5月17日.")],
    kind: Annotated[str, typer.Option(help="What sort of act or signal, such as rule or enforcement.")],
    stance: Annotated[str, typer.Option(help="From -3 severe restriction to 3 strong opening.")],
    reason: Annotated[str, typer.Option(help="Why this stance, in one line.")],
    reach: Annotated[str, typer.Option(help="From 1 one firm to 4 the whole economy.")],
    source: Annotated[list[str], typer.Option(metavar="URL", help="A page that supports it; may be repeated.")],
    publisher: Annotated[_Names, typer.Option(help="Who published each source, in the same order.")] = None,
    published: Annotated[_Names, typer.Option(help="When each source was published, in the same order.")] = None,
    title_zh: Annotated[str | None, typer.Option(help="The Chinese title, as a source gives it.")] = None,
    end: Annotated[str | None, typer.Option(help="When it ended; .. where it has not.")] = None,
    sector: Annotated[_Names, typer.Option(help="A sector; may be repeated.")] = None,
    agency: Annotated[_Names, typer.Option(help="An agency; may be repeated.")] = None,
    company: Annotated[_Names, typer.Option(help="A company; may be repeated.")] = None,
    person: Annotated[_Names, typer.Option(help="A person; may be repeated.")] = None,
    thread: Annotated[str | None, typer.Option(help="The story that it belongs to.")] = None,
    summary: Annotated[str, typer.Option(help="What happened, in two or three sentences.")] = "",
    evidence: Annotated[str, typer.Option(help="Which source says which date; doubts are named.")] = "",
    certainty: Annotated[str, typer.Option(help="high, medium or low.")] = "high",
    force: Annotated[bool, typer.Option("--force", help="Save although a likely duplicate was found.")] = False,
    database: Database = None,
) -> None:
    """Add an event and print its slug."""
    values = fields_of(locals()) | {"sources": _sources(source, publisher or [], published or [])}
    typer.echo(_add(values, database, force=force))


def _sources(urls: list[str], publishers: list[str], dates: list[str]) -> list[dict[str, str | None]]:
    def at(values: list[str], place: int) -> str | None:
        return values[place] if place < len(values) else None

    return [
        {"url": url, "publisher": at(publishers, place), "published_on": at(dates, place)}
        for place, url in enumerate(urls)
    ]


def _add(values: dict[str, Any], database: str | None, *, force: bool) -> str:
    from tracker.cleaning import invisible_notes
    from tracker.database import writing
    from tracker.drafts import parse_event
    from tracker.errors import TrackerError
    from tracker.settings import local_actor
    from tracker.store import add_event, prepare_draft
    from tracker.vocabulary import Origin

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
    return slug
