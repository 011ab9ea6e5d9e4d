"""``tracker draft``: an article's dated statements, against the record, and the new ones into review."""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import Database, TextFormat, open_database
from tracker.errors import TrackerError
from tracker.vocabulary import Stance

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.articles import Analysis, Article, Mention
    from tracker.articles.candidates import Candidate

SUFFIXES = frozenset({".html", ".htm", ".mhtml", ".mht", ".txt", ".md", ".pdf"})
"""Which files of a folder are read as articles."""


@dataclass(frozen=True, slots=True)
class _About:
    """What the person says of the page."""

    url: str
    published: str
    publisher: str


def draft_command(
    file: Annotated[Path, typer.Argument(help="An article as text, HTML or PDF; - for standard input; or a folder.")],
    url: Annotated[str, typer.Option(metavar="URL", help="The page's address; it is stored, never visited.")] = "",
    published: Annotated[str, typer.Option(metavar="DATE", help="The day of publication.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    only: Annotated[list[int] | None, typer.Option(help="Save this new event only; may be repeated.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Put the new events into review as drafts.")] = False,
    confirm: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG", help="Add the article to the sources of this event; may be repeated."),
    ] = None,
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """Show which events an article speaks of: those that the record knows, and new ones as drafts to check."""
    about = _About(url, published, publisher)
    engine = open_database(database)
    if file.is_dir():
        if only or confirm:
            raise TrackerError("--only and --confirm go with one article, not with a folder.")
        _draft_folder(engine, file, about, output, save=save)
        return
    from tracker.tables.table import read_file

    article = _open(_read_input() if str(file) == "-" else read_file(file), about)
    analysis = _analyse(engine, article)
    _print(analysis, output)
    if save or only:
        _save(engine, analysis, only)
    if confirm:
        _confirm(engine, article, confirm)


def _open(data: bytes, about: _About) -> "Article":
    from tracker.articles import open_article

    today = dt.datetime.now(dt.UTC).date()
    return open_article(data, today=today, url=about.url, published=about.published, publisher=about.publisher)


def _read_input() -> bytes:
    if sys.stdin is None:
        raise TrackerError("There is no standard input to read from.")
    try:
        return sys.stdin.buffer.read()
    except OSError as problem:
        raise TrackerError(f"Standard input cannot be read: {problem.strerror}.") from problem


def _analyse(engine: "Engine", article: "Article") -> "Analysis":
    from tracker.articles import analyse
    from tracker.database import reading
    from tracker.queries import list_events, list_terms
    from tracker.queries.events import EVERY_STATE

    with reading(engine) as session:
        return analyse(article, list_terms(session), list_events(session, EVERY_STATE))


def _print(analysis: "Analysis", output: TextFormat) -> None:
    if output is TextFormat.JSON:
        from tracker.articles import analysis_document

        typer.echo(json.dumps(analysis_document(analysis), ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(_lines(analysis)))


def _lines(analysis: "Analysis") -> Iterator[str]:
    article = analysis.article
    day = article.published.isoformat() if article.published else "day of publication not known"
    yield f"{article.title or 'Untitled'} ({day})"
    yield f"\nThe record holds this: {len(analysis.mentions)}"
    for mention in analysis.mentions:
        yield from _mention_lines(article, mention)
    yield f"\nMay speak of: {len(analysis.questions)} sentences"
    for question in analysis.questions:
        yield f"- “{_one_line(question.span.of(article.text))}”"
        for mention in question.mentions:
            yield f"  {_event_line(mention)}"
            yield f"    because of {'; '.join(mention.why)}"
    yield f"\nNew: {len(analysis.new)}"
    for number, candidate in enumerate(analysis.new, start=1):
        yield from _new_lines(article, candidate, number)
    yield f"\nPassed over: {len(analysis.passed_over)}"
    for passed in analysis.passed_over:
        yield f"- “{_one_line(passed.span.of(article.text))}”"
        dates = ", ".join(_one_line(date.text) for date in passed.dates)
        yield f"  {dates}: {passed.why}" if dates else f"  {passed.why}"
    for note in analysis.notes:
        yield f"\nNote: {note}"


def _mention_lines(article: "Article", mention: "Mention") -> Iterator[str]:
    yield f"- {_event_line(mention)}"
    yield f"  because of {'; '.join(mention.why)}"
    yield f"  “{_one_line(mention.span.of(article.text))}”"


def _event_line(mention: "Mention") -> str:
    from tracker.event.labels import standing_words

    event = mention.event
    return f"{event.date}  {event.title}{standing_words(event)}  [{event.slug}]"


def _new_lines(article: "Article", candidate: "Candidate", number: int) -> Iterator[str]:
    yield f"{number}. {candidate.when or 'date to be found'}  {candidate.title}"
    yield f"  “{_words(article, candidate)}”"
    said = f"from “{candidate.date.text}”, " if candidate.date.text else ""
    yield f"  date: {candidate.when or 'not read'} {said}{candidate.date.how}"
    for field, suggestions in candidate.fields.items():
        for each in suggestions:
            words = " … ".join(_one_line(span.of(article.text)) for span in each.words)
            from_words = f" from “{words}”" if words else ""
            value = Stance(int(each.value)).signed if field == "stance" else each.value
            if field not in {"title", "stance_reason"}:
                yield f"  {field}: {value}{from_words} ({each.reason}, {each.confidence:.2f})"
    for mention in candidate.alternatives:
        yield f"  or the record holds it: {_event_line(mention)}"
    yield f"  confidence: {candidate.confidence:.2f}"


def _words(article: "Article", candidate: "Candidate") -> str:
    return _one_line(candidate.part.of(article.text))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _save(engine: "Engine", analysis: "Analysis", only: list[int] | None) -> None:
    from tracker.articles import save_drafts
    from tracker.database import writing
    from tracker.settings import local_actor

    new = analysis.new
    wrong = [number for number in only or () if not 1 <= number <= len(new)]
    if wrong:
        raise TrackerError(f"There is no new event {wrong[0]}; there are {len(new)}. Nothing was saved.")
    wanted = [new[number - 1] for number in only] if only else new
    chosen = {each.part.start for each in wanted} if only else None
    with writing(engine) as session:
        slugs = save_drafts(session, analysis.article, actor=local_actor(), chosen=chosen)
    for slug in slugs:
        typer.echo(f"Saved for review: {slug}", err=True)
    undated = [each.title for each in wanted if not each.when]
    for title in undated:
        typer.echo(f"Not saved, since it has no date yet; open it on the page: {title}", err=True)
    if not slugs and not undated:
        typer.echo("Nothing new to save.", err=True)


def _confirm(engine: "Engine", article: "Article", slugs: list[str]) -> None:
    from tracker.articles import add_article_as_source
    from tracker.database import writing
    from tracker.settings import local_actor

    with writing(engine) as session:
        for slug in slugs:
            add_article_as_source(session, article, slug, actor=local_actor())
    for slug in slugs:
        typer.echo(f"A source of: {slug}", err=True)


def _draft_folder(engine: "Engine", folder: Path, about: _About, output: TextFormat, *, save: bool) -> None:
    """Read all articles of a folder, one after the other, with a bar; what cannot be read is named and left out."""
    from rich.console import Console
    from rich.progress import track

    from tracker.tables.table import read_file

    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    if not files:
        raise TrackerError(f"{folder} holds no article; files end in {', '.join(sorted(SUFFIXES))}.")
    console = Console(stderr=True)
    failed = 0
    for file in track(files, description="Reading articles", console=console):
        try:
            analysis = _analyse(engine, _open(read_file(file), about))
            _print_of_folder(file, analysis, output)
            if save and analysis.new:
                _save(engine, analysis, None)
        except TrackerError as problem:
            failed += 1
            typer.echo(f"{file.name}: {problem}", err=True)
    if failed:
        raise TrackerError(f"{failed} of {len(files)} articles could not be read or saved; the others were.")


def _print_of_folder(file: Path, analysis: "Analysis", output: TextFormat) -> None:
    """Print one line for an article, so that other programs can read them as they come."""
    if output is TextFormat.JSON:
        from tracker.articles import analysis_document

        document: dict[str, Any] = {"file": file.name, **analysis_document(analysis)}
        typer.echo(json.dumps(document, ensure_ascii=False))
        return
    passed = len(analysis.passed_over)
    typer.echo(f"{file.name}: {len(analysis.mentions)} known, {len(analysis.new)} new, {passed} passed over")
    for candidate in analysis.new:
        typer.echo(f"  {candidate.when or 'date to be found'}  {candidate.title}")
