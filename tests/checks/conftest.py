"""Values that the tests of the checks are made of."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.checks import CheckedEvent
from tracker.drafts import parse_event

VALUES: dict[str, Any] = {
    "title": "A rule is published",
    "date": "2022-05-17",
    "kind": "rule",
    "stance": -2,
    "stance_reason": "It binds",
    "reach": 3,
    "sources": [{"url": "https://example.org/page", "publisher": "Example", "published_on": "2022-05-17"}],
}

EventMaker = Callable[..., CheckedEvent]


@pytest.fixture
def make_event() -> EventMaker:
    """Return a function that makes a valid Event with some fields changed; its place is its slug."""

    def make(slug: str = "a-rule", **changes: Any) -> CheckedEvent:
        return CheckedEvent(slug, slug, parse_event(VALUES | changes))

    return make
