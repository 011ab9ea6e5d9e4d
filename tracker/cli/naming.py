"""Commands about names: ``names`` lists them, ``rename`` changes an entry, ``merge-names`` makes two into one."""

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Database, TextFormat, open_database, read_session
from tracker.vocabulary import TermType
from tracker.wording import count_of

if TYPE_CHECKING:
    from tracker.read_models import TermRow

_Type = Annotated[TermType, typer.Argument(help="sector, agency, company, person or thread.")]
_Why = Annotated[str, typer.Option("--why", help="Why, in a few words, for the history.")]
_Names = list[str] | None


def names_command(
    vocabulary: Annotated[
        TermType | None, typer.Argument(help="sector, agency, company, person or thread; else all.")
    ] = None,
    search: Annotated[str, typer.Option(metavar="WORDS", help="Only names that hold these words.")] = "",
    output: Annotated[TextFormat, typer.Option("--format", help="text or json.")] = TextFormat.TEXT,
    database: Database = None,
) -> None:
    """List the names of the record: type, key, name, Chinese name, other names, and how many events use each."""
    from tracker.checks.events import terms_of
    from tracker.cleaning import fold_text
    from tracker.naming import names_of
    from tracker.queries import list_events, list_terms
    from tracker.queries.events import EVERY_STATE

    with read_session(database) as session:
        terms = list_terms(session, vocabulary)
        events = list_events(session, EVERY_STATE)
    uses = Counter(use for event in events for use in {(type_, key) for _, type_, key in terms_of(event)})
    wanted = fold_text(search.strip())
    for term in terms:
        if any(wanted in fold_text(name) for _, name in names_of(term)):
            typer.echo(_line(term, uses[term.type, term.key], output))


def _line(term: "TermRow", uses: int, output: TextFormat) -> str:
    from tracker.store.documents import term_document

    if output is TextFormat.JSON:
        document = term_document(term) | {"former_keys": list(term.former_keys), "events": uses}
        return json.dumps(document, ensure_ascii=False)
    others = "; ".join((*term.aliases, *term.tickers, *term.former_keys))
    return "\t".join((str(term.type), term.key, term.name, term.name_zh or "", others, count_of(uses, "event")))


def rename_command(
    vocabulary: _Type,
    name: Annotated[str, typer.Argument(help="The entry: its key or any of its names.")],
    to: Annotated[
        str | None, typer.Option(metavar="NAME", help="The new English name; the old one stays an alias.")
    ] = None,
    name_zh: Annotated[
        str | None, typer.Option(help="The Chinese name, as a source gives it; empty takes it away.")
    ] = None,
    alias: Annotated[_Names, typer.Option(help="The other names instead of those there; may be repeated.")] = None,
    ticker: Annotated[_Names, typer.Option(help="The tickers instead of those there; may be repeated.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="CN, HK, US or NL; empty takes it away.")] = None,
    why: _Why = "",
    version: Annotated[
        int | None, typer.Option(help="The version that you have seen; a newer one is then not overwritten.")
    ] = None,
    database: Database = None,
) -> None:
    """Change how an entry is called and print its key, which stays; files and links with old names still find it."""
    from tracker.database import writing
    from tracker.settings import local_actor
    from tracker.store import find_name, revise_name

    given = {"name": to, "name_zh": name_zh, "jurisdiction": jurisdiction, "tickers": ticker, "aliases": alias}
    changes = {field: value for field, value in given.items() if value is not None}
    for field in {"tickers", "aliases"} & changes.keys():
        changes[field] = [each for each in changes[field] or () if each]
    with writing(open_database(database)) as session:
        key, stored = find_name(session, vocabulary, name)
        revise_name(session, vocabulary, key, changes, version=version or stored, actor=local_actor(), reason=why)
    typer.echo(key)


def merge_names_command(
    vocabulary: _Type,
    kept: Annotated[str, typer.Argument(help="The entry that stays: its key or any of its names.")],
    gone: Annotated[str, typer.Argument(help="The entry that goes into it.")],
    why: _Why = "",
    database: Database = None,
) -> None:
    """Merge two entries that are one and print the key that stays; events, links and old names lead to it."""
    from tracker.database import writing
    from tracker.settings import local_actor
    from tracker.store import find_name, merge_names

    with writing(open_database(database)) as session:
        (key, version), (other, other_version) = (find_name(session, vocabulary, each) for each in (kept, gone))
        moved = merge_names(
            session,
            vocabulary,
            key,
            other,
            kept_version=version,
            gone_version=other_version,
            actor=local_actor(),
            reason=why,
        )
    typer.echo(key)
    typer.echo(f"{other} leads to {key}; that changed {count_of(moved, 'event')}.", err=True)
