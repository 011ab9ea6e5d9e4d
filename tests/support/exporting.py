"""Files of any format as tests need them: written from a record, and a record whose texts are hostile."""

import datetime as dt
import io
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.makers import ANN, make_draft
from tracker.database import writing
from tracker.exports import Asked, Written, write_export
from tracker.filters import EventFilter
from tracker.store import add_event
from tracker.vocabulary import Origin

DAY = dt.date(2026, 11, 30)
"""On which the files of tests are made."""

HOSTILE = (
    "<script>document.title='taken'</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></content><script>alert(1)</script>",
    "BEGIN:VEVENT\\nDTSTART:20200101; \\, x",
    "ER  - TY  - BOOK",
    "}, @misc{x, title={\\input{secret}}",
    '=HYPERLINK("https://example.org")',
    '{"a": [1, null]} %s {0} ${x}',
    "滴滴🙂网，审查；办法",
    "[a](javascript:alert(1)) **b**",
)  # fmt: skip
"""Texts that are signs of one format or another."""

NOTHING = EventFilter(search="nothing holds these words")
"""A filter that keeps no event."""


def exported(session: Session, name: str, chosen: EventFilter | None = None, **asked: Any) -> tuple[bytes, Written]:
    """Return a file of a format, made on a fixed day, and what its writer says of it."""
    stream = io.BytesIO()
    values = {"on": DAY, **asked}
    written = write_export(Asked(session=session, chosen=chosen or EventFilter(), **values), name, stream)
    assert not stream.closed
    return stream.getvalue(), written


@pytest.fixture
def hostile_engine(engine: Engine) -> Engine:
    """A record with an event for each hostile text, which stands in all its fields."""
    add_hostile(engine)
    return engine


def add_hostile(engine: Engine) -> None:
    """Add an event for each hostile text to a record; their slugs are the only ones that begin with "hostile"."""
    with writing(engine) as session:
        for number, text in enumerate(HOSTILE, start=1):
            draft = make_draft(
                title=text,
                title_zh=f"{text}中",
                date=f"2022-05-{number:02d}",
                summary=f"{text}\nER  - \nTY  - BOOK\nEND:VEVENT\n{text}",
                stance_reason=text,
                companies=[text],
                sources=[{"url": f"https://example.org/{number}", "publisher": text, "note": text}],
            )
            add_event(session, draft, origin=Origin.FORM, actor=ANN, slug=f"hostile-{number}")
