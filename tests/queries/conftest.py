"""A handful of Events on both databases."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Engine

from tests.support.makers import add_one

AddEvent = Callable[..., str]


@pytest.fixture
def add(engine: Engine) -> AddEvent:
    """Return a function that adds one Event with some fields changed and returns its slug."""
    return partial(add_one, engine, title="A rule is published", sources=[{"url": "https://example.org/a"}])
