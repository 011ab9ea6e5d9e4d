"""What tests are made of: an Event's fields, draft and row, a database with tables, and who writes into it."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.dates import from_edtf
from tracker.event.draft import EventDraft, parse_event
from tracker.feed_items import FetchedItem
from tracker.measures import MeasureRow, StageRow
from tracker.migrations import upgrade
from tracker.read_models import OPEN_END, EventRow
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, read_seeds
from tracker.store import NewEvent, add_events, add_measures
from tracker.vocabulary import Certainty, Kind, MeasureKind, Origin, Reach, ReviewState, Stage, Stance

ANN = Actor("Ann")

SEED_EVENTS = sum(1 for _ in (seeds_folder() / "events").glob("*/*.toml"))
"""The number of accepted Events in the curated record."""

SEED_DRAFTS = sum(1 for _ in (seeds_folder() / "drafts").glob("*/*.toml"))
"""The number of its Events that wait for review."""

SEED_ALL = SEED_EVENTS + SEED_DRAFTS
"""The number of its Events in any state."""

KNOWN_ITEM = FetchedItem(
    "https://example.org/known",
    "App stores take DiDi down",
    published_on=dt.date(2021, 7, 5),
    language="en",
    text="On 4 July 2021 the Cyberspace Administration of China told app stores to remove DiDi's apps.",
)
"""An item of a feed that tells of an Event of the curated record, `didi-app-removal`."""


def accepted_record() -> SeedRecord:
    """Return the curated record without what waits for review there, so that a test's own drafts wait alone."""
    whole = read_seeds(seeds_folder())
    waiting = {slug for slug, _ in whole.drafts}
    return replace(
        whole,
        drafts=(),
        codings=tuple(coding for coding in whole.codings if coding.slug not in waiting),
        distinct=tuple(pair for pair in whole.distinct if not waiting.intersection(pair.slugs)),
    )


def event_fields(**changes: Any) -> dict[str, Any]:
    """Return the fields of a valid Event as a form sends them, with some changed."""
    return {
        "title": "A rule is published",
        "date": "2022-05-17",
        "kind": "rule",
        "stance": -2,
        "stance_reason": "It binds",
        "reach": 3,
        "sources": [{"url": "https://example.org/a"}],
    } | changes


def make_draft(**changes: Any) -> EventDraft:
    """Return the draft of a valid Event with some fields changed."""
    return parse_event(event_fields(**changes))


def event_row(slug: str, date: str, stance: int = -1, **changes: Any) -> EventRow:
    """Return an Event as the record would hold it, on a date written as EDTF."""
    when = from_edtf(date)
    end = changes.get("end")
    values: dict[str, Any] = {
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "title_zh": None,
        "date": date,
        "date_text": date,
        "first_on": when.start,
        "last_on": when.end,
        "precision": when.precision,
        "approximate": when.approximate,
        "end": None,
        "end_text": None,
        "end_on": from_edtf(end).end if end and end != OPEN_END else None,
        "kind": Kind.RULE,
        "stance": Stance(stance),
        "stance_reason": "Made up",
        "reach": Reach.SECTOR,
        "certainty": Certainty.HIGH,
        "thread": None,
        "summary": "",
        "date_evidence": "",
        "review_state": ReviewState.ACCEPTED,
        "origin": Origin.FORM,
        "version": 1,
    }
    return EventRow(**values | changes)


def new_database(url: str) -> Engine:
    """Return an engine on a database with tables and no rows."""
    engine = open_engine(url)
    upgrade(engine)
    return engine


def add_one(engine: Engine, slug: str, state: ReviewState = ReviewState.ACCEPTED, **changes: Any) -> str:
    """Add a valid Event with some fields changed under a slug, and return that."""
    values = {"title": f"Title of {slug}", "sources": [{"url": f"https://example.org/{slug}"}]}
    with writing(engine) as session:
        new = NewEvent(make_draft(**values | changes), slug, state)
        return add_events(session, [new], origin=Origin.FORM, actor=ANN)[0]


def add_half_accepted_measures(engine: Engine) -> None:
    """Add a measure with an accepted stage and two that are not, one without any accepted one, and their names.

    All that no accepted Event bears is called "veiled".
    """
    names = {
        "companies": ["Veiled Co"],
        "people": ["Veiled Person"],
        "thread": "veiled-story",
        "agencies": ["Veiled A"],
    }
    add_one(engine, "known-event", companies=["Known Co"], thread="known-story")
    add_one(engine, "veiled-draft", ReviewState.DRAFT, **names)
    add_one(engine, "veiled-again", ReviewState.WITHDRAWN, companies=["Known Co", "Veiled Two"])
    stages = (
        StageRow(Stage.CONSULTATION, "veiled-draft"),
        StageRow(Stage.ADOPTED, "known-event"),
        StageRow(Stage.IN_FORCE, "veiled-again", "2023-01-15"),
    )
    measures = [
        MeasureRow("known-rule", MeasureKind.RULE, "Known rule", None, None, stages),
        MeasureRow("veiled-rule", MeasureKind.RULE, "Veiled rule", "规定", None, stages[::2]),
    ]
    with writing(engine) as session:
        add_measures(session, measures, actor=ANN)
