"""The canonical form of the record's files: one way to write an event, a vocabulary and the codings.

A fixed form keeps differences between two versions of a file to what was really changed. Fields stand in the order of
``EventDraft``, empty ones are left out, a text is one line, and names are one list on one line.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.coders import CODING_FIELDS
from tracker.event.draft import EventDraft
from tracker.read_models import CodingRow, TermRow
from tracker.vocabulary import TermType

TERM_FILES: dict[TermType, str] = {
    TermType.SECTOR: "sectors.toml",
    TermType.AGENCY: "agencies.toml",
    TermType.COMPANY: "companies.toml",
    TermType.PERSON: "people.toml",
    TermType.THREAD: "threads.toml",
}
"""Which file of the record holds which vocabulary."""


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Two Events that look like one and are two: their slugs in alphabetical order, and why."""

    slugs: tuple[str, str]
    reason: str


TERM_FIELDS = ("key", "name", "name_zh", "jurisdiction", "tickers", "aliases")


def plain_event(draft: EventDraft) -> dict[str, Any]:
    """Return the fields of an Event that say something, as plain values in the order of the file.

    The words that were typed for a date are left out where they are the EDTF text itself.
    """
    plain = draft.model_dump(mode="json")
    if plain["date_text"] == plain["date"]:
        plain["date_text"] = None
    if plain["end_text"] == plain["end"]:
        plain["end_text"] = None
    plain["sources"] = [_without_empty(source) for source in plain["sources"]]
    return _without_empty(plain)


def render_event(draft: EventDraft) -> str:
    """Write an Event as the text of its file."""
    # Reading needs only the standard library, so the writer's library is imported where something is written.
    import tomlkit

    return tomlkit.dumps(plain_event(draft))


def render_terms(kind: TermType, terms: Iterable[TermRow]) -> str:
    """Write the entries of one vocabulary as the text of its file, ordered by key whatever the letters' case."""
    import tomlkit

    entries = [_plain_term(term) for term in sorted(terms, key=lambda term: (term.key.casefold(), term.key))]
    return tomlkit.dumps({kind.value: entries})


def render_codings(codings: Iterable[CodingRow]) -> str:
    """Write codings as CSV, ordered by slug and coder."""
    ordered = sorted(codings, key=lambda coding: (coding.slug, coding.coder))
    rows = ((each.slug, each.coder, int(each.stance), int(each.reach), each.reason) for each in ordered)
    return render_csv(CODING_FIELDS, rows)


def render_csv(fields: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV, below a line with the names of the fields."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([fields, *rows])
    return text.getvalue()


def render_distinct(pairs: Iterable[ToldApart]) -> str:
    """Write the pairs of Events that were told apart, ordered by their slugs."""
    import tomlkit

    entries = [{"slugs": sorted(pair.slugs), "reason": pair.reason} for pair in pairs]
    return tomlkit.dumps({"distinct": sorted(entries, key=lambda entry: entry["slugs"])})


def _plain_term(term: TermRow) -> dict[str, Any]:
    values = {name: getattr(term, name) for name in TERM_FIELDS}
    return _without_empty({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
