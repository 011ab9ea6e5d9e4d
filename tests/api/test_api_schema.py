"""The description of the API holds: whatever it allows to be asked is answered as it says."""

import json
from collections.abc import Iterator

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi import checks as openapi_checks
from sqlalchemy import Engine
from starlette.types import ASGIApp

from tests.support.exporting import add_hostile
from tracker.api.app import make_app
from tracker.api.reads import ENDPOINTS
from tracker.exports.schema import events_schema


@pytest.fixture
def app(seeded_engine: Engine) -> Iterator[ASGIApp]:
    """The application on the curated record and some hostile events."""
    add_hostile(seeded_engine)
    return make_app(seeded_engine)


@pytest.fixture
def described(app: ASGIApp) -> schemathesis.BaseSchema:
    """The description of the running application."""
    return schemathesis.openapi.from_asgi("/openapi.json", app)


CHECKS = (
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.unsupported_method,
)


def test_answers_are_as_described(described: schemathesis.BaseSchema) -> None:
    """What is asked at random within the description is answered with a status, a type and a shape that it names."""
    operations = [each.ok() for each in described.get_all_operations()]
    assert len(operations) == len(ENDPOINTS)
    for operation in operations:

        @settings(max_examples=30, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=list(CHECKS))

        check()


def test_events_are_described_as_the_command_describes_them(described: schemathesis.BaseSchema) -> None:
    """The description of an event is that of ``tracker schema events``, so that neither is written twice."""
    raw = json.dumps(described.raw_schema["components"]["schemas"]["event"])
    assert json.loads(raw.replace("#/components/schemas/", "#/$defs/")) == events_schema()["$defs"]["event"]


def test_every_schema_is_valid(described: schemathesis.BaseSchema) -> None:
    """Each schema is one of JSON Schema 2020-12, and each reference leads to one."""
    schemas = described.raw_schema["components"]["schemas"]
    for each in schemas.values():
        jsonschema.Draft202012Validator.check_schema(each)
    text = json.dumps(described.raw_schema)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= schemas.keys()
