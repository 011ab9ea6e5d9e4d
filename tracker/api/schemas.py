"""What answers look like, as JSON Schema, made of the same tables of fields as ``tracker schema``."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from tracker.exports.schema import changes_schema, events_schema, measures_schema, object_schema
from tracker.exports.workbook import INDEX_MEANINGS
from tracker.read_models import TermRow
from tracker.sentiment import INDEX_COLUMNS
from tracker.vocabulary import TermType

_TEXT = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
_DAY = {"type": "string", "format": "date"}
_COUNT = {"type": "integer", "minimum": 0}

_OF_TERM: Mapping[str, Mapping[str, Any]] = {
    "type": {"enum": [each.value for each in TermType]},
    "name_zh": _TEXT_OR_NONE,
    "jurisdiction": _TEXT_OR_NONE,
    "tickers": {"type": "array", "items": _TEXT},
    "aliases": {"type": "array", "items": _TEXT},
    "former_keys": {"type": "array", "items": _TEXT},
}
TOLD_OF_NAMES = tuple(each.name for each in fields(TermRow))


def ref(name: str) -> dict[str, str]:
    """Return what stands for a schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str, entry: str) -> dict[str, Any]:
    """Describe an answer that is a list: its entries, and where to read on."""
    after = {"type": ["string", "null"], "description": "The cursor of what comes after; null where this is the end."}
    state = {
        **_COUNT,
        "description": "The latest change of the record that it tells; what came since has a greater one.",
    }
    return object_schema({name: {"type": "array", "items": ref(entry)}, "next": after, "change": state})


def all_schemas() -> dict[str, Any]:
    """Return all schemas by name."""
    described = {**events_schema()["$defs"], **measures_schema()["$defs"], **changes_schema()["$defs"]}
    own: dict[str, dict[str, Any]] = {
        "story": {
            "key": _TEXT,
            "name": _TEXT,
            "name_zh": _TEXT_OR_NONE,
            "events": {**_COUNT, "description": "How many of its events the filter keeps."},
            "first_on": _DAY,
            "last_on": _DAY,
        },
        "name": {name: _OF_TERM.get(name, _TEXT) for name in TOLD_OF_NAMES},
        "day": {name: _index_column(name) for name in INDEX_COLUMNS},
        "problem": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": {**_TEXT, "description": "What is wrong, in one sentence."},
        },
    }
    return {name: _moved(schema) for name, schema in described.items()} | {
        name: _moved(object_schema(properties)) for name, properties in own.items()
    }


def _index_column(name: str) -> dict[str, Any]:
    form = _DAY if name == "date" else {"type": ["number", "null"]}
    return {**form, "description": INDEX_MEANINGS[name]}


def _moved(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a schema whose references lead to where OpenAPI keeps schemas."""
    if isinstance(schema, Mapping):
        return {
            name: value.replace("#/$defs/", "#/components/schemas/") if name == "$ref" else _moved(value)
            for name, value in schema.items()
        }
    return [_moved(part) for part in schema] if isinstance(schema, list) else schema
