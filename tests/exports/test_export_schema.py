"""Every JSON that the program writes fits the schema that it prints."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlmodel import Session

from tests.support.command_line import Run
from tests.support.json_schema import complaints
from tests.support.makers import event_row
from tracker.addresses import address_problem
from tracker.event.fields import ALL_FIELDS, SOURCE_COLUMNS
from tracker.exports import event_document, export_bytes
from tracker.exports.schema import SCHEMAS, events_schema
from tracker.queries import list_events, list_measures
from tracker.queries.events import EVERY_STATE
from tracker.store import measure_document


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one(name: str) -> None:
    """What is printed is a schema of the dialect that it names, and validators know the forms in it."""
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert complaints(schema, []) == []


def test_every_exported_event_is_valid(record: Session) -> None:
    """The whole record as JSON, each line of JSON Lines, and a file without events."""
    rows = list_events(record, EVERY_STATE)
    assert complaints(events_schema(), json.loads(export_bytes(rows, "json"))) == []
    one = {**events_schema(), "type": "object", "items": True, "$ref": "#/$defs/event"}
    lines = export_bytes(rows, "jsonl").splitlines()
    assert [each for line in lines for each in complaints(one, json.loads(line))] == []
    assert len(lines) == len(rows)
    assert complaints(events_schema(), json.loads(export_bytes([], "json"))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "17 May 2022"), ("date", "2022-5-17"), ("first_on", "2022-02-30"), ("kind", "rumour"), ("stance", -4),
        ("stance", "-1"), ("title", None), ("title", "x" * 301), ("sectors", "gaming"), ("sources", []),
        ("sources", [{"url": "ftp://example.org"}]), ("end", ""), ("more", 1),
    ],
)  # fmt: skip
def test_what_no_export_holds_is_refused(field: str, value: object) -> None:
    """The schema tells a wrong value from a right one, field by field."""
    document = a_document("https://example.org")
    assert complaints(events_schema(), [document]) == []
    assert complaints(events_schema(), [{**document, field: value}])


@pytest.mark.parametrize(
    "url",
    ["https://例子.cn/政策", "https://example.org/?a[]=1&b=%", "HTTP://Example.org", "https://example.org:8443/#a"],
)
def test_any_address_that_is_stored_is_valid(url: str) -> None:
    """What an event may hold, the schema may not refuse; browsers show such addresses, and people copy them."""
    assert address_problem(url) is None
    assert complaints(events_schema(), [a_document(url)]) == []


def a_document(url: str) -> dict[str, Any]:
    """Return an event with one source as an export holds it."""
    document = event_document(replace(event_row("a", "2022-05-17"), stance_reason="x"))
    nothing = dict.fromkeys(("published_on", "language", "kind", "seen"))
    source = {**nothing, "url": url, "publisher": "", "note": ""}
    whole: dict[str, Any] = json.loads(json.dumps({**document, "sources": [source]}))
    return whole


def test_the_schema_names_each_field_and_what_it_means() -> None:
    """No field is left out, and each says what the documentation says."""
    properties = events_schema()["$defs"]["event"]["properties"]
    fields = [each for each in ALL_FIELDS if each.name not in SOURCE_COLUMNS]
    assert list(properties) == [each.name for each in fields]
    assert all(properties[each.name].get("description", "") == each.meaning for each in fields)


@pytest.mark.parametrize("end", [None, "..", "2022-05-17", "2022-05", "2022~"])
def test_an_end_has_one_flat_form(end: str | None) -> None:
    """Programs that make a client of the schema read it: one pattern, and no choice between two sorts of text."""
    properties = events_schema()["$defs"]["event"]["properties"]
    assert properties["end"].keys() == {"type", "pattern", "description", "examples"}
    document = a_document("https://example.org/")
    assert complaints(events_schema(), [{**document, "end": end}]) == []
    assert complaints(events_schema(), [{**document, "end": "soon"}])


def test_measures_and_history_are_valid(record: Session, run: Run) -> None:
    """The documents of all measures, and what the command prints of the history."""
    measures = [measure_document(each) for each in list_measures(record)]
    assert any(stage.get("date") for each in measures for stage in each["stages"])
    assert complaints(SCHEMAS["measures"](), measures) == []
    printed = json.loads(run("history", "--limit", "400", "--format", "json").out)
    assert len(printed) == 400
    assert complaints(SCHEMAS["history"](), printed) == []
    assert complaints(SCHEMAS["history"](), [{**printed[0], "at": "2021-13-01T00:00:00Z"}])


def test_the_command_prints_them(run: Run) -> None:
    """Events without a word, the others by name, and a sentence for anything else."""
    assert json.loads(run("schema").out) == events_schema()
    assert [json.loads(run("schema", name).out) for name in SCHEMAS] == [make() for make in SCHEMAS.values()]
    outcome = run("schema", "prices")
    assert (outcome.status, outcome.out) == (2, "")
    assert "events, measures, history or changes" in outcome.err
