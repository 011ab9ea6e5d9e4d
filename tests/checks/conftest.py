"""Values that the tests of the checks are made of."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.makers import make_draft
from tracker.checks import CheckedEvent

SOURCES = [{"url": "https://example.org/page", "publisher": "Example", "published_on": "2022-05-17"}]
EventMaker = Callable[..., CheckedEvent]


@pytest.fixture
def make_event() -> EventMaker:
    """Return a function that makes a valid Event with some fields changed; its place is its slug."""

    def make(slug: str = "a-rule", **changes: Any) -> CheckedEvent:
        return CheckedEvent(slug, slug, make_draft(**{"sources": SOURCES} | changes))

    return make
