"""What the JSON of files and commands looks like, as JSON Schema (2020-12), made of the tables of fields."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tracker.addresses import ADDRESS_LENGTH
from tracker.dates import EDTF_PATTERN
from tracker.event.fields import ALL_FIELDS, LISTED, NOTE_LENGTH, SOURCE_COLUMNS, SOURCE_FIELDS, SOURCE_LABELS, Field
from tracker.exports.news_words import LIST_PARTS
from tracker.queries.news import NewsKind
from tracker.read_models import OPEN_END
from tracker.vocabulary import MeasureKind, Seen, SourceKind, Stage

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_EDTF: Mapping[str, Any] = {"$ref": "#/$defs/edtf"}
_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_FORMER_AND_NEW: Mapping[str, Any] = {
    "type": "object",
    "description": "By field, the former and the new value in words.",
    "additionalProperties": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "text": _TEXT,
    "word": _TEXT,
    "date": _EDTF,
    "day": {"type": "string", "format": "date"},
    "names": _TEXTS,
}
_SOURCES: Mapping[str, Mapping[str, Any]] = {
    # No "format": addresses stand as browsers show them, with Chinese and brackets, which neither URI nor IRI takes.
    "url": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "maxLength": ADDRESS_LENGTH},
    "publisher": _TEXT,
    "published_on": {"anyOf": [_EDTF, {"type": "null"}]},
    "language": {"type": ["string", "null"]},
    "kind": {"enum": [*(each.value for each in SourceKind), None]},
    "seen": {"enum": [*(each.value for each in Seen), None]},
    "note": {"type": "string", "maxLength": NOTE_LENGTH},
}


def events_schema() -> Schema:
    """Return the schema of an exported JSON file; a line of JSON Lines is one ``event`` among its definitions."""
    return {
        "$schema": DIALECT,
        "title": "Events of the China tech regulation tracker",
        "type": "array",
        "items": {"$ref": "#/$defs/event"},
        "$defs": {"event": _event(), "source": _source(), "edtf": _edtf()},
    }


def measures_schema() -> Schema:
    """Return the schema of a list of measures, each as the history holds it."""
    stage = object_schema(
        {
            "stage": {"enum": [each.value for each in Stage]},
            "event": {**_TEXT, "description": "The name in links of the event that it is, or that tells of it."},
            "date": {**_EDTF, "description": "The stage's own date, where the event only tells of it."},
        },
        left_out={"date"},
    )
    measure = object_schema(
        {
            "key": {**_TEXT, "description": "Names it for good."},
            "kind": {"enum": [each.value for each in MeasureKind]},
            "name": {**_TEXT, "description": "Its English name."},
            "name_zh": {"type": ["string", "null"], "description": "Its official Chinese name."},
            "number": {"type": ["string", "null"], "description": "The number under which it was issued."},
            "stages": {"type": "array", "items": {"$ref": "#/$defs/stage"}},
        }
    )
    return {
        "$schema": DIALECT,
        "title": "Measures of the China tech regulation tracker",
        "type": "array",
        "items": {"$ref": "#/$defs/measure"},
        "$defs": {"measure": measure, "stage": stage, "edtf": _edtf()},
    }


def history_schema() -> Schema:
    """Return the schema of what ``tracker history --format json`` prints."""
    change = object_schema(
        {
            "number": {"type": "integer", "minimum": 1},
            "at": {"type": "string", "format": "date-time", "description": "When it was recorded, in UTC."},
            "by": {**_TEXT, "description": "Who made it."},
            "action": _TEXT,
            "subject": {**_TEXT, "description": "What was changed: its sort and its name, such as event game-freeze."},
            "version": {"type": "integer", "minimum": 1},
            "why": _TEXT,
            "fields": _FORMER_AND_NEW,
        }
    )
    return {
        "$schema": DIALECT,
        "title": "Changes of the China tech regulation tracker",
        "type": "array",
        "items": {"$ref": "#/$defs/change"},
        "$defs": {"change": change},
    }


_WHAT_HAPPENED = (
    "Disputed is what a reviewer sent back: out of the record, and restored where it is accepted again. Withdrawn or "
    "merged into another is what left for another reason."
)


def changes_schema() -> Schema:
    """Return the schema of what ``tracker changes --format json`` prints."""
    change = object_schema(
        {
            "number": {"type": "integer", "minimum": 1, "description": "Of the change, in this database."},
            "at": {"type": "string", "format": "date-time", "description": "When it was recorded, in UTC."},
            "what": {"enum": [each.value for each in NewsKind], "description": _WHAT_HAPPENED},
            "slug": {**_TEXT, "description": "The event's name in links."},
            "version": {"type": "integer", "minimum": 1, "description": "Of the event, after the change."},
            "date": {**_EDTF, "description": "The event's date as it stood in the record."},
            "title": _TEXT,
            "why": _TEXT,
            "merged_into": {"type": ["string", "null"], "description": "The event that stands for it now."},
            "fields": _corrected(),
        }
    )
    return {
        "$schema": DIALECT,
        "title": "What happened to the record of the China tech regulation tracker",
        "type": "array",
        "items": {"$ref": "#/$defs/change"},
        "$defs": {"change": change, "source": _source(), "edtf": _edtf()},
    }


def _corrected() -> Schema:
    values = _FORMER_AND_NEW["additionalProperties"]
    part = {"type": "array", "items": {"anyOf": [_TEXT, {"$ref": "#/$defs/source"}]}}
    return {
        "type": "object",
        "description": "By field, the former and the new value in words; of names and other lists what was taken away "
        "and what was added, both empty where only the order changed.",
        "additionalProperties": {"anyOf": [values, object_schema(dict.fromkeys(LIST_PARTS, part))]},
    }


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "events": events_schema,
    "measures": measures_schema,
    "history": history_schema,
    "changes": changes_schema,
}
"""What can be described, by name."""


def _event() -> Schema:
    fields = {each.name: _field(each) for each in ALL_FIELDS if each.name not in SOURCE_COLUMNS}
    return object_schema(fields)


def _field(field: Field) -> Schema:
    if field.name == "sources":
        return {"type": "array", "items": {"$ref": "#/$defs/source"}, "minItems": 1}
    said = {"description": field.meaning, "examples": [_example(field)]}
    if field.members:
        return {"enum": [each.value for each in field.members], **said}
    form = dict(_FORMS[field.form])
    if form.get("type") == "string" and field.form == "text":
        form["maxLength"] = field.most
    if field.name == "end":
        # One flat form: programs that make a client of this take the last of several texts for the only one.
        pattern = f"^(?:{EDTF_PATTERN}|{re.escape(OPEN_END)})$"
        return {"type": ["string", "null"], "pattern": pattern, **said}
    # What a draft holds where nothing was given says whether the field may be null; so do days that an end allows.
    may_be_null = field.blank is None or (field.derived and field.name == "end_on")
    return {**({"anyOf": [form, {"type": "null"}]} if may_be_null and not field.needed else form), **said}


def _example(field: Field) -> Any:  # noqa: ANN401 - a value of JSON
    if field.form == "number":
        return int(field.example)
    return field.example.split("; ") if field.name in LISTED else field.example


def _source() -> Schema:
    return object_schema({name: {**_SOURCES[name], "title": SOURCE_LABELS[name]} for name in SOURCE_FIELDS})


def _edtf() -> Schema:
    return {
        "type": "string",
        "pattern": f"^(?:{EDTF_PATTERN})$",
        "description": "A date as far as it is known, in EDTF: a day, a month, a quarter (33 to 36 in place of the "
        "month), a half year (40, 41) or a year; ~ and ? mark what is about and perhaps, / an interval.",
    }


def object_schema(
    properties: Mapping[str, Mapping[str, Any]], *, left_out: frozenset[str] | set[str] = frozenset()
) -> Schema:
    """Describe an object that has each of these, and nothing else; some may be left out."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in left_out],
        "additionalProperties": False,
    }
