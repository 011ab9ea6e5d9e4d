"""The record as a Frictionless data package: tables as CSV, and a description that tells programs how to read them."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO

from tracker.citation import LICENCE, TRACKER_NAME
from tracker.codebook import CODEBOOK_VERSION, codebook_rows
from tracker.coders import CODING_COLUMNS
from tracker.event.fields import COLUMN_NAMES, COLUMNS, SOURCE_FIELDS, SOURCE_LABELS, Field
from tracker.event.plain import PLAIN_NAMES, PlainEvent
from tracker.exports.asked import Asked, Written
from tracker.exports.codings import coding_cells
from tracker.exports.tables import csv_line
from tracker.exports.workbook import INDEX_MEANINGS
from tracker.exports.writers import blocks
from tracker.filters import ACCEPTED_ONLY
from tracker.measures import measures_of
from tracker.queries import list_measures, list_terms
from tracker.queries.stages import measures_kept
from tracker.sentiment import INDEX_COLUMNS
from tracker.tables.escaping import join_names, protect_cell
from tracker.vocabulary import ReviewState

Column = Mapping[str, Any]
"""A field of a table as the description has it."""

_HELD = 2**24
"""So many bytes of the table of sources wait in memory while the events are written, more in a temporary file."""

_SLUG = PLAIN_NAMES.index("slug")
_TYPES = {"number": "integer", "day": "date"}
_TYPES_OF_CODINGS = {"stance": "integer", "reach": "integer", "recorded_on": "date"}
_TEXTS = ("type", "key", "name", "name_zh", "jurisdiction", "tickers", "aliases")
_STAGES = ("measure", "kind", "name", "name_zh", "number", "stage", "event", "date")
_WHAT_TERMS = "The names that the lists of events hold as keys: sectors, agencies, companies, people, stories."
_WHAT_STAGES = "One row for each stage of a rule or case with a stage that is an event here, or a day in the period."


def data_package_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as a zipped data package; the events pass through one by one."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        slugs = _write_events(archive, asked)
        _table(archive, "names", _TEXTS, _term_rows(asked))
        _table(archive, "measures", _STAGES, _stage_rows(asked, slugs))
        codings = (each for each in asked.codings() if each.coding.slug in slugs)
        _table(archive, "codings", CODING_COLUMNS, map(coding_cells, codings))
        _table(archive, "index", INDEX_COLUMNS, asked.index())
        _table(archive, "codebook", ("part", "word", "meaning"), codebook_rows())
        with _part(archive, "datapackage.json") as part:
            part.write(json.dumps(_description(asked), ensure_ascii=False, indent=1).encode() + b"\n")
    return Written(len(slugs))


def _write_events(archive: zipfile.ZipFile, asked: Asked) -> set[str]:
    """Write the tables of events and sources and return the slugs; a part of an archive is written before the next."""
    slugs: set[str] = set()
    with SpooledTemporaryFile(_HELD, "w+", encoding="utf-8", newline="") as sources:
        writer = csv.writer(sources)
        writer.writerow(("slug", "place", *SOURCE_FIELDS))

        def lines() -> Iterator[str]:
            yield ",".join(COLUMN_NAMES) + "\r\n"
            for event in asked.events():
                slugs.add(event[_SLUG])
                writer.writerows(_source_rows(event))
                yield csv_line(event)

        with _part(archive, "events.csv") as part:
            part.writelines(blocks(lines()))
        sources.flush()
        sources.seek(0)
        with _part(archive, "sources.csv") as part, io.TextIOWrapper(part, encoding="utf-8", newline="") as text:
            shutil.copyfileobj(sources, text)
    return slugs


def _source_rows(event: PlainEvent) -> Iterator[Sequence[Any]]:
    for place, source in enumerate(event[-1], start=1):
        yield event[_SLUG], place, *(protect_cell(value or "") for value in source)


def _told(asked: Asked) -> Sequence[ReviewState]:
    """Return the review states of Events whose names and stages are told: what only drafts bear stays here unasked."""
    return tuple({*ACCEPTED_ONLY, *(asked.chosen.states or ReviewState)})


def _term_rows(asked: Asked) -> Iterator[Sequence[str]]:
    for term in list_terms(asked.session, states=_told(asked)):
        lists = (join_names(term.tickers), join_names(term.aliases))
        texts = (term.key, term.name, term.name_zh or "", term.jurisdiction or "", *lists)
        yield term.type.value, *map(protect_cell, texts)


def _stage_rows(asked: Asked, slugs: set[str]) -> Iterator[Sequence[str]]:
    measures = list_measures(asked.session, states=_told(asked))
    # With a limit, only what the events here are part of.
    kept = measures_kept(asked.session, asked.chosen, measures) if asked.limit is None else measures_of(measures, slugs)
    for measure in kept:
        texts = (measure.name, measure.name_zh or "", measure.number or "")
        for stage in measure.stages:
            where = stage.stage.value, stage.event, stage.date or ""
            yield measure.key, measure.kind.value, *map(protect_cell, texts), *where


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a part for writing; one that is opened by its name has the earliest time there is, whenever that happens."""
    return archive.open(name, "w", force_zip64=True)


def _table(archive: zipfile.ZipFile, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with _part(archive, f"{name}.csv") as part, io.TextIOWrapper(part, encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows(rows)


def _description(asked: Asked) -> dict[str, Any]:
    about = "; ".join(f"{what}: {words}" for what, words in asked.about)
    state = asked.state
    return {
        "profile": "tabular-data-package",
        "name": "china-tech-regulation",
        "title": TRACKER_NAME,
        "description": f"{about}. {_CELLS}",
        # The codebook by which events are coded, and the number of the record's latest change.
        "version": f"{CODEBOOK_VERSION}.0.{state.change}",
        **({"created": f"{state.changed_on}T00:00:00Z"} if state.changed_on else {}),
        "licenses": [{"name": LICENCE, "path": f"https://opensource.org/license/{LICENCE.lower()}"}],
        "keywords": ["china", "technology", "regulation", "timeline", "policy"],
        "resources": [
            _resource("events", "One row for each event.", map(_column, COLUMNS), {"primaryKey": "slug"}),
            _resource("sources", "One row for each page that supports an event.", _source_columns(), _OF_SOURCE),
            _resource("names", _WHAT_TERMS, map(_text, _TEXTS), {"primaryKey": ["type", "key"]}),
            _resource("measures", _WHAT_STAGES, map(_text, _STAGES)),
            _resource("codings", "Codings of events by further coders.", map(_text, CODING_COLUMNS), _OF_EVENT),
            _resource("index", _WHAT_INDEX, _index_columns(), {"primaryKey": "date"}),
            _resource("codebook", "What each word means.", map(_text, ("part", "word", "meaning"))),
        ],
    }


_WHAT_INDEX = "The policy-sentiment index of what the filter keeps, day by day."
_CELLS = (
    "In the tables a text that a spreadsheet would run has an apostrophe before it. A list stands in one cell, its"
    " parts set apart by semicolons; a semicolon, line break or backslash inside of a name has a backslash before it."
)
_OF_EVENT = {"foreignKeys": [{"fields": "slug", "reference": {"resource": "events", "fields": "slug"}}]}
_OF_SOURCE = {"primaryKey": ["slug", "place"], **_OF_EVENT}


def _resource(name: str, what: str, fields: Iterable[Column], keys: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "description": what,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": list(fields), **(keys or {})},
    }


def _column(field: Field) -> Column:
    limits: dict[str, Any] = {"required": True} if field.needed and not field.source else {}
    if field.name == "slug":
        limits |= {"unique": True}
    if field.members:
        limits |= {"enum": [each.value for each in field.members]}
    kind = {"type": _TYPES.get(field.form, "string"), **({"constraints": limits} if limits else {})}
    return {"name": field.name, "title": field.label, "description": field.meaning, **kind}


def _source_columns() -> Iterator[Column]:
    yield {"name": "slug", "type": "string", "constraints": {"required": True}}
    yield {"name": "place", "type": "integer", "description": "Its place among the sources of the event."}
    for name in SOURCE_FIELDS:
        kind = {"type": "string", **({"constraints": {"required": True}} if name == "url" else {})}
        yield {"name": name, "title": SOURCE_LABELS[name], **kind}


def _text(name: str) -> Column:
    return {"name": name, "type": _TYPES_OF_CODINGS.get(name, "string")}


def _index_columns() -> Iterator[Column]:
    for name in INDEX_COLUMNS:
        kind = {"type": "date", "constraints": {"required": True}} if name == "date" else {"type": "number"}
        yield {"name": name, "description": INDEX_MEANINGS[name], **kind}
