"""Who writes in these tests, and an Event to be changed field by field."""

from collections.abc import Mapping
from typing import Any

from tracker.actors import Actor

ANN = Actor("Ann")

BASE: Mapping[str, Any] = {
    "title": "A rule is published",
    "date": "2022-05-17",
    "kind": "rule",
    "stance": -2,
    "stance_reason": "It binds",
    "reach": 3,
    "sources": [{"url": "https://example.org/a"}],
}
