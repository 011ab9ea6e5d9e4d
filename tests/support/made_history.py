"""A history as it would be had Events been recorded on earlier days."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import Engine

from tests.support.makers import make_draft
from tracker.database import writing
from tracker.store import history, projection
from tracker.store.events import prepare_event
from tracker.vocabulary import Origin, ReviewState

ACTIONS = {1: "add", 2: "revise"}


def record_on(engine: Engine, day: dt.date, slug: str, version: int = 1, hour: int = 12, **fields: object) -> None:
    """Record an Event, or a later version of it, as was done at an hour (UTC) of a day; days come in their order."""
    draft = make_draft(title=f"Title of {slug}", sources=[{"url": f"https://example.org/{slug}"}], **fields)
    document = prepare_event(slug, draft, state=ReviewState.ACCEPTED, origin=Origin.FORM).document
    with writing(engine) as session:
        projection.project_events(session, [(document, version)])
        change = history.Change("event", slug, version, ACTIONS[version], "Ann", "", document)
        history.append(session, [change], at=dt.datetime.combine(day, dt.time(hour), dt.UTC))


@contextmanager
def recorded_at(instant: dt.datetime) -> Iterator[None]:
    """Let what is saved in the block be recorded as saved at an instant."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(history, "append", partial(history.append, at=instant))
        yield
